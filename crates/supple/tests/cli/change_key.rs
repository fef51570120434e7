//! Changing the master key where something is in the way: damage, other programs, a key left over.

use std::fs;

use supple_store::MasterKey;

use crate::keep::{House, ok};

impl House {
    fn sql(&self, sql: &str) {
        rusqlite::Connection::open(self.path("supple.sqlite")).unwrap().execute_batch(sql).unwrap();
    }
}

#[test]
fn one_damaged_record_locks_nobody_out() {
    let house = House::new();
    house.sql("UPDATE person SET head_mac = randomblob(32) WHERE last_seq = 2");
    let key = fs::read(house.path("supple.key")).unwrap();
    let ran = house.run(&["key", "rotate"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(&house.ada.to_string()) && ran.err.contains("--leave-broken"), "{}", ran.err);
    assert!(fs::read(house.path("supple.key")).unwrap() == key && !house.path("supple.key.new").exists());
    assert!(ok(&house.run(&["record", "people"])).contains("Ben"));
    // Who wants a new key all the same is told what stays broken.
    let ran = house.run(&["key", "rotate", "--leave-broken"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("2 people") && ran.out.contains(&house.ada.to_string()), "{}", ran.out);
    assert!(ok(&house.run(&["record", "people"])).contains("Ben"));
    assert_eq!(house.run(&["record", "verify"]).code, 1);
}

#[test]
fn a_key_is_not_changed_while_another_program_has_the_records_open_nor_the_other_way_round() {
    let house = House::new();
    let open = |shared: bool| {
        let file = fs::OpenOptions::new().create(true).append(true).open(house.path("supple.open")).unwrap();
        if shared { file.lock_shared() } else { file.lock() }.unwrap();
        file
    };
    let backup = house.path("backup.sqlite");
    ok(&house.run(&["backup", backup.to_str().unwrap()]));
    let other = open(true);
    for words in [&["key", "rotate"][..], &["restore", backup.to_str().unwrap()]] {
        let ran = house.run(words);
        assert!(ran.code == 2 && ran.err.contains("Another Supple"), "{ran:?}");
    }
    assert!(!house.path("supple.key.new").exists());
    ok(&house.run(&["record", "people"]));
    drop(other);
    let other = open(false);
    let ran = house.run(&["record", "people"]);
    assert!(ran.code == 2 && ran.err.contains("is being changed"), "{ran:?}");
    drop(other);
    ok(&house.run(&["key", "rotate"]));
    ok(&house.run(&["record", "verify"]));
}

#[test]
fn a_new_key_that_was_left_over_is_not_taken_for_the_one_that_was_given() {
    let house = House::new();
    let key = |name: &str, byte: &str| {
        fs::write(house.path(name), byte.repeat(32)).unwrap();
        #[cfg(unix)]
        fs::set_permissions(house.path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        house.path(name).to_str().unwrap().to_owned()
    };
    key("supple.key.new", "aa");
    let mine = key("mine", "bb");
    let ran = house.run(&["key", "rotate", "--new-key-file", &mine]);
    assert!(ran.code == 2 && ran.err.contains("supple.key.new"), "{ran:?}");
    ok(&house.run(&["record", "people"]));
    fs::remove_file(house.path("supple.key.new")).unwrap();
    ok(&house.run(&["key", "rotate", "--new-key-file", &mine]));
    let (now, mine) = (house.path("supple.key"), house.path("mine"));
    assert!(MasterKey::from_file(&now).unwrap().is(&MasterKey::from_file(&mine).unwrap()));
    ok(&house.run(&["record", "verify"]));
    let ran = house.run(&["key", "rotate", "--new-key-file", "nowhere.key"]);
    assert!(ran.code == 2 && ran.err.contains("nowhere.key") && !ran.err.contains("records"), "{ran:?}");
}

#[test]
fn a_server_that_cannot_be_reached_leaves_no_new_key_behind() {
    let dir = tempfile::tempdir().unwrap();
    let data = ["--data", dir.path().to_str().unwrap(), "--database", "postgres://supple@127.0.0.1:1/supple"];
    let ran = crate::run::supple(&[&["record", "people"][..], &data].concat(), b"");
    assert_eq!(ran.code, 2);
    assert!(!dir.path().join("supple.key").exists());
}

#[test]
fn a_witness_that_cannot_be_renewed_costs_nobody_the_new_key() {
    let house = House::new();
    let witness = rusqlite::Connection::open(house.path("supple.witness")).unwrap();
    let spoilt = "CREATE TRIGGER full BEFORE UPDATE ON witness BEGIN SELECT RAISE(ABORT, 'no'); END";
    witness.execute_batch(spoilt).unwrap();
    let ran = house.run(&["key", "rotate"]);
    assert!(ran.code == 2 && ran.err.contains("Run the same command again"), "{ran:?}");
    // Every record is under it already.
    assert!(house.path("supple.key.new").exists());
    witness.execute_batch("DROP TRIGGER full").unwrap();
    drop(witness);
    ok(&house.run(&["key", "rotate"]));
    assert!(ok(&house.run(&["record", "people"])).contains("Ben"));
    ok(&house.run(&["record", "verify"]));
}

#[test]
fn an_address_that_asks_for_an_encrypted_line_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    for word in ["require", "verify-ca", "verify-full"] {
        let url = format!("postgres://supple:hunter2@localhost/supple?sslmode={word}");
        let data = ["--data", dir.path().to_str().unwrap(), "--database", &url];
        let ran = crate::run::supple(&[&["record", "people"][..], &data].concat(), b"");
        assert!(ran.code == 2 && ran.err.contains("encrypted line") && !ran.err.contains("hunter2"), "{ran:?}");
        assert!(!dir.path().join("supple.key").exists(), "a key that locks nothing is not left behind");
        // As the computer's own wish it counts where the address says nothing.
        let data = ["record", "people", "--database", "postgres://supple@localhost:1/supple", "--data"];
        let mut wished = std::process::Command::new(env!("CARGO_BIN_EXE_supple"));
        let ran = wished.args(data).arg(dir.path()).env("PGSSLMODE", word).output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(ran.status.code() == Some(2) && said.contains("encrypted line"), "{said}");
    }
}
