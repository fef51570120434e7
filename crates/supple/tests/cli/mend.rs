//! What verify and doctor find besides broken chains, and erasing by a list.

use std::fs;

use crate::keep::{House, NOW, event, ok, open};

#[test]
fn knowledge_that_is_damaged_or_missing_is_named() {
    let house = House::new();
    let store = open(house.dir.path());
    store.keep_knowledge("of-then", vec![7; 900]).unwrap();
    let key = store.unlock(house.ada, None, NOW).unwrap();
    let mut decision = event(77, serde_json::json!({ "knowledge": "never-kept" }));
    decision.kind = "decision.made".to_owned();
    store.append(&key, decision).unwrap();
    drop((store, key));
    for words in [&["record", "verify"][..], &["doctor"]] {
        let ran = house.run(words);
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("of-then") && ran.out.contains("never-kept"), "{}", ran.out);
    }
}

#[test]
fn whoever_is_on_a_list_is_erased() {
    let house = House::new();
    let list = house.path("list");
    fs::write(&list, format!("{} 2026-01-02T03:04:05Z\n", house.ada)).unwrap();
    let list = list.to_str().unwrap();
    assert_eq!(house.run(&["record", "erase", "--list", list]).code, 2, "without a terminal it takes --yes");
    assert_eq!(house.run(&["record", "erase", "Ada", "--list", list, "--yes"]).code, 2, "the one or the other");
    assert!(ok(&house.run(&["record", "erase", "--list", list, "--yes"])).contains("1 person"));
    assert!(ok(&house.run(&["record", "erased"])).contains(&format!("{} 2026-01-02T03:04:05Z", house.ada)));
    assert!(!ok(&house.run(&["record", "people"])).contains("Ada"));
    assert!(ok(&house.run(&["record", "erase", "--list", list, "--yes"])).contains("Nobody"));
}

#[test]
fn a_kept_copy_and_an_old_key_that_opens_are_named() {
    let house = House::new();
    let backup = house.path("backup.sqlite");
    let backup = backup.to_str().unwrap();
    ok(&house.run(&["backup", backup]));
    ok(&house.run(&["restore", backup]));
    assert!(ok(&house.run(&["doctor"])).contains(".before-restore"));
    let refused = house.run(&["key", "rotate"]);
    assert!(refused.code == 2 && refused.err.contains(".before-restore"), "{refused:?}");
    let (copy, away) = (house.path("supple.sqlite.before-restore"), house.path("away"));
    fs::rename(&copy, &away).unwrap();
    ok(&house.run(&["key", "rotate"]));
    fs::rename(&away, &copy).unwrap();
    let ran = house.run(&["doctor"]);
    assert!(ran.code == 1 && ran.out.contains("supple.key.old-1"), "the copy and the key that opens it: {}", ran.out);
    let phrase = "five quiet words in a row";
    ok(&house.run_with(&["key", "passphrase"], &[("SUPPLE_NEW_PASSPHRASE", phrase)]));
    let ran = house.run_with(&["doctor"], &[("SUPPLE_PASSPHRASE", phrase)]);
    assert!(ran.code == 1 && ran.out.contains("supple.key.old-1"), "{}", ran.out);
    // The kept copy is under the old key: whoever is erased now is still in it, and that is said.
    let ran = house.run_with(&["record", "erase", "Ada", "--yes"], &[("SUPPLE_PASSPHRASE", phrase)]);
    assert!(ran.code == 1 && ran.out.contains(".before-restore") && ran.err.is_empty(), "{ran:?}");
    fs::remove_file(house.path("supple.key.old-1")).unwrap();
    ok(&house.run_with(&["doctor"], &[("SUPPLE_PASSPHRASE", phrase)]));
}
