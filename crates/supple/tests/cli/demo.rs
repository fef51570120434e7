//! Making up a practice: never among people who are there.

use supple_store::{MasterKey, Options, Store, UtcMs};

use crate::run::supple;

#[test]
fn made_up_people_do_not_go_among_others() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let master = MasterKey::from_file_or_create(&dir.path().join("supple.key")).unwrap();
    let options = Options { witness: Some(dir.path().join("supple.witness")), ..Options::default() };
    let store = Store::open_with(&dir.path().join("supple.sqlite"), master, options).unwrap();
    store.create_person("Ada", None, UtcMs(0)).unwrap();
    drop(store);
    let ran = supple(&["demo", "--data", data], b"");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("There are records in") && ran.err.contains(data), "{ran:?}");
    assert!(!dir.path().join("made-up.txt").exists(), "what is real is not called made up");
    let people = supple(&["record", "people", "--data", data], b"");
    assert_eq!(people.out.lines().count(), 1, "{people:?}");
}

#[test]
fn a_made_up_practice_is_no_matter_for_a_server() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let ran = supple(&["demo", "--data", data, "--database", "postgres://localhost/none"], b"");
    assert!(ran.code == 2 && ran.err.contains("not on a database server"), "{ran:?}");
}
