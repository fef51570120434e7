//! The witness: missing, damaged, and what it says about an older copy that was put back.

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use crate::keep::{House, NOW, event, ok, open};

#[test]
fn a_missing_witness_is_said_and_made_anew_only_on_request() {
    let house = House::new();
    let backup = house.path("backup.sqlite");
    let backup = backup.to_str().unwrap();
    ok(&house.run(&["backup", backup]));
    ok(&house.run(&["record", "erase", "Ada", "--yes"]));
    fs::remove_file(house.path("supple.witness")).unwrap();
    for words in [&["record", "verify"][..], &["record", "people"], &["key", "rotate"], &["restore", backup]] {
        let ran = house.run(words);
        assert!(ran.code == 2 && ran.err.contains("supple doctor --new-witness"), "{ran:?}");
    }
    assert!(!house.path("supple.witness").exists() && !house.path("supple.key.new").exists());
    let empty_disk = house.path("mount");
    let ran = house.run(&["record", "verify", "--witness", empty_disk.to_str().unwrap()]);
    assert!(ran.code == 2 && ran.err.contains("mount"), "{ran:?}");
    assert_eq!(house.run(&["doctor"]).code, 1);
    assert!(ok(&house.run(&["doctor", "--new-witness"])).contains("knows nothing of what was before"));
    assert!(ok(&house.run(&["record", "verify"])).contains("knows nothing of what was before"));
    // It was told what the database knows.
    assert!(ok(&house.run(&["record", "erased"])).contains(&house.ada.to_string()));
    ok(&house.run(&["restore", backup]));
    assert!(!ok(&house.run(&["record", "people"])).contains("Ada"));
}

#[test]
fn a_damaged_witness_is_named_and_not_the_records() {
    let house = House::new();
    let backup = house.path("backup.sqlite");
    let backup = backup.to_str().unwrap();
    ok(&house.run(&["backup", backup]));
    fs::write(house.path("supple.witness"), [7; 5000]).unwrap();
    let before = fs::read(house.path("supple.sqlite")).unwrap();
    for words in [&["record", "verify"][..], &["restore", backup]] {
        let ran = house.run(words);
        assert!(ran.code == 2 && ran.err.contains("supple.witness") && !ran.err.contains("supple.sqlite"), "{ran:?}");
    }
    assert_eq!(fs::read(house.path("supple.sqlite")).unwrap(), before);
    ok(&house.run(&["doctor", "--new-witness"]));
    assert!(house.path("supple.witness.old-1").exists());
    // A bad backup is named, not the records that are in order.
    fs::write(house.path("bad"), [7; 5000]).unwrap();
    for bad in ["bad", "nowhere"] {
        let ran = house.run(&["restore", house.path(bad).to_str().unwrap()]);
        assert!(ran.code == 2 && ran.err.contains(bad) && !ran.err.contains("supple.sqlite"), "{ran:?}");
    }
}

#[test]
fn serving_an_older_copy_is_said_loudly() {
    let house = House::new();
    fs::copy(house.path("supple.sqlite"), house.path("older")).unwrap();
    let store = open(house.dir.path());
    let key = store.unlock(house.ada, None, NOW).unwrap();
    store.append(&key, event(9, serde_json::json!({"door": "d4"}))).unwrap();
    drop((store, key));
    fs::copy(house.path("older"), house.path("supple.sqlite")).unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_supple"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data", house.dir.path().to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said: Vec<String> = BufReader::new(server.stderr.take().unwrap()).lines().take(2).map(Result::unwrap).collect();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(said[0].starts_with("LOOK") && said[1].contains(&house.ada.to_string()), "{said:?}");
}
