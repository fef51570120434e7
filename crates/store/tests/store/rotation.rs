//! Changing the master key.

use rusqlite::Connection;
use supple_store::{MasterKey, OpenError, PinError, RotateError, Store};

use crate::common::{Home, NOW, master, number, options, somebody};

fn new_key() -> MasterKey {
    MasterKey::from_bytes([77; 32])
}

fn open_new(home: &Home) -> Store {
    Store::open_with(&home.path(), new_key(), options()).unwrap()
}

/// Ada without a PIN, Ben with one, Cem erased; three events.
fn lived_in() -> (Home, [supple_store::PersonId; 3]) {
    let home = Home::new();
    let store = home.open();
    let (ada, key) = somebody(&store);
    store.append_many(&key, vec![number(0), number(1)]).unwrap();
    let ben = store.create_person("Ben", Some("4711"), NOW).unwrap();
    store.append(&store.unlock(ben, Some("4711"), NOW).unwrap(), number(0)).unwrap();
    let cem = store.create_person("Cem", None, NOW).unwrap();
    store.erase(cem, NOW).unwrap();
    (home, [ada, ben, cem])
}

fn sealed(home: &Home) -> Vec<Vec<u8>> {
    let conn = Connection::open(home.path()).unwrap();
    let mut select = conn.prepare("SELECT sealed FROM event ORDER BY person_id, seq").unwrap();
    select.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn all_is_there(home: &Home, [ada, ben, cem]: [supple_store::PersonId; 3]) {
    let store = open_new(home);
    let report = store.verify_all().unwrap();
    assert!(report.is_whole(), "{report:?}");
    assert_eq!(store.events(&store.unlock(ada, None, NOW).unwrap()).unwrap().len(), 2);
    assert_eq!(store.unlock(ben, None, NOW).err(), Some(PinError::Needed));
    assert_eq!(store.events(&store.unlock(ben, Some("4711"), NOW).unwrap()).unwrap().len(), 1);
    assert_eq!(store.unlock(cem, None, NOW).err(), Some(PinError::Erased { person: cem }));
    assert_eq!(store.find("ben", 5).unwrap()[0].id, ben);
    let (dora, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    assert_eq!(store.verify(dora), Ok(1));
}

#[test]
fn a_new_master_key_opens_everything_and_touches_no_event() {
    let (home, people) = lived_in();
    let before = sealed(&home);
    assert_eq!(Store::rotate(&home.path(), &master(), &new_key()), Ok(3));
    assert_eq!(sealed(&home), before);
    let old = Store::open(&home.path(), master()).unwrap_err();
    assert_eq!(old, OpenError::WrongMasterKey, "the old key opens nothing any more");
    all_is_there(&home, people);
}

#[test]
fn a_change_that_was_cut_off_is_finished_by_calling_again() {
    let (home, people) = lived_in();
    // As if it had died after the first person: the second key is known, one row is not renewed yet.
    let conn = Connection::open(home.path()).unwrap();
    conn.execute_batch(
        "CREATE TRIGGER cut BEFORE UPDATE OF generation ON person
        WHEN (SELECT count(*) FROM person WHERE generation = 2) = 1 BEGIN SELECT RAISE(ABORT, 'cut off'); END;",
    )
    .unwrap();
    assert!(matches!(Store::rotate(&home.path(), &master(), &new_key()), Err(RotateError::Store(_))));
    conn.execute_batch("DROP TRIGGER cut").unwrap();
    drop(conn);
    // Neither key opens it now, and both say why.
    assert_eq!(Store::open(&home.path(), master()).unwrap_err(), OpenError::RotationUnfinished);
    assert_eq!(Store::open(&home.path(), new_key()).unwrap_err(), OpenError::RotationUnfinished);
    assert_eq!(Store::open(&home.path(), MasterKey::from_bytes([1; 32])).unwrap_err(), OpenError::WrongMasterKey);
    assert_eq!(Store::rotate(&home.path(), &master(), &new_key()), Ok(2));
    all_is_there(&home, people);
    assert_eq!(Store::rotate(&home.path(), &master(), &new_key()), Ok(0), "it was finished before");
}

#[test]
fn a_wrong_old_key_changes_nothing() {
    let (home, _) = lived_in();
    let before = std::fs::read(home.path()).unwrap();
    let wrong = Store::rotate(&home.path(), &MasterKey::from_bytes([1; 32]), &new_key());
    assert_eq!(wrong, Err(RotateError::Open(OpenError::WrongMasterKey)));
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
}

#[test]
fn a_broken_end_is_not_authenticated_anew() {
    let (home, _) = lived_in();
    home.tamper().execute_batch("UPDATE person SET last_seq = 1 WHERE last_seq = 2").unwrap();
    assert!(matches!(Store::rotate(&home.path(), &master(), &new_key()), Err(RotateError::Broken(_))));
}
