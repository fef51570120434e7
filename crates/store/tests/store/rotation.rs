//! Changing the master key.

use rusqlite::Connection;
use supple_store::{
    AppendError, BrokenLink, BrokenWhy, MasterKey, OpenError, Options, PinError, ReadError, RotateError, Rotated,
    Rotation, Store, StoreError,
};

use crate::common::{Home, NOW, master, number, options, somebody};

fn rotate(home: &Home) -> Result<Rotated, RotateError> {
    Store::rotate(&home.path(), &master(), &new_key(), &Rotation::default())
}

fn renewed(people: u64) -> Result<Rotated, RotateError> {
    Ok(Rotated { renewed: people, left: Vec::new() })
}

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
    assert_eq!(rotate(&home), renewed(3));
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
    assert!(matches!(rotate(&home), Err(RotateError::Store(_))));
    conn.execute_batch("DROP TRIGGER cut").unwrap();
    drop(conn);
    // Neither key opens it now, and both say why.
    assert_eq!(Store::open(&home.path(), master()).unwrap_err(), OpenError::RotationUnfinished);
    assert_eq!(Store::open(&home.path(), new_key()).unwrap_err(), OpenError::RotationUnfinished);
    assert_eq!(Store::open(&home.path(), MasterKey::from_bytes([1; 32])).unwrap_err(), OpenError::WrongMasterKey);
    assert_eq!(rotate(&home), renewed(2));
    all_is_there(&home, people);
    assert_eq!(rotate(&home), renewed(0), "it was finished before");
}

#[test]
fn a_wrong_old_key_changes_nothing() {
    let (home, _) = lived_in();
    let before = std::fs::read(home.path()).unwrap();
    let wrong = Store::rotate(&home.path(), &MasterKey::from_bytes([1; 32]), &new_key(), &Rotation::default());
    assert_eq!(wrong, Err(RotateError::Open(OpenError::WrongMasterKey)));
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
}

/// Changes the row of Ada, whose record has two events.
const DAMAGE: [(&str, BrokenWhy); 4] = [
    ("last_seq = 1", BrokenWhy::Head),
    ("head_mac = randomblob(32)", BrokenWhy::Head),
    ("profile_sealed = randomblob(200)", BrokenWhy::Profile),
    ("key_wrapped = randomblob(72)", BrokenWhy::Key),
];

#[test]
fn a_damaged_record_is_named_before_anything_is_changed() {
    for (damage, why) in DAMAGE {
        let (home, [ada, ben, _]) = lived_in();
        home.tamper().execute_batch(&format!("UPDATE person SET {damage} WHERE last_seq = 2")).unwrap();
        let link = BrokenLink { person: ada, seq: None, why };
        assert_eq!(rotate(&home), Err(RotateError::NotWhole { broken: vec![link] }), "{damage}");
        // Nothing has begun: the old key opens it, and the others are there.
        let store = home.open();
        assert!(store.unlock(ben, Some("4711"), NOW).is_ok());
        drop(store);
        // Whoever wants a new key all the same gets one; what was broken stays so and is named again.
        let all_the_same = Rotation { leave_broken: true, ..Rotation::default() };
        let done = Store::rotate(&home.path(), &master(), &new_key(), &all_the_same).unwrap();
        assert_eq!(done, Rotated { renewed: 3, left: vec![link] }, "{damage}");
        let store = open_new(&home);
        assert_eq!(store.events(&store.unlock(ben, Some("4711"), NOW).unwrap()).unwrap().len(), 1);
        assert_eq!(store.verify_all().unwrap().broken, [link], "{damage}");
    }
}

#[test]
fn a_damaged_desk_is_named_before_anything_is_changed() {
    let (home, _) = lived_in();
    let desk = home.open().create_practice(serde_json::json!({})).unwrap();
    home.tamper().execute_batch("UPDATE desk SET key_wrapped = randomblob(72)").unwrap();
    let link = BrokenLink { person: desk.owner(), seq: None, why: BrokenWhy::Key };
    assert_eq!(rotate(&home), Err(RotateError::NotWhole { broken: vec![link] }));
    assert!(home.open().people().unwrap().len() == 2);
}

#[test]
fn a_change_that_met_damage_on_its_way_goes_past_it_and_says_so() {
    for (damage, why) in DAMAGE {
        let (home, [ada, ben, _]) = lived_in();
        let conn = home.tamper();
        conn.execute_batch(
            "CREATE TRIGGER cut BEFORE UPDATE OF generation ON person BEGIN SELECT RAISE(ABORT, 'cut off'); END;",
        )
        .unwrap();
        assert!(matches!(rotate(&home), Err(RotateError::Store(_))));
        conn.execute_batch(&format!("DROP TRIGGER cut; UPDATE person SET {damage} WHERE last_seq = 2")).unwrap();
        drop(conn);
        assert_eq!(Store::open(&home.path(), master()).unwrap_err(), OpenError::RotationUnfinished);
        let link = BrokenLink { person: ada, seq: None, why };
        assert_eq!(rotate(&home).map(|done| done.left), Ok(vec![link]), "{damage}");
        let store = open_new(&home);
        assert_eq!(store.events(&store.unlock(ben, Some("4711"), NOW).unwrap()).unwrap().len(), 1);
        assert_eq!(store.verify_all().unwrap().broken, [link], "{damage}");
    }
}

#[test]
fn a_store_that_was_open_writes_nothing_under_the_old_key() {
    let (home, people) = lived_in();
    let store = home.open();
    let key = store.unlock(people[0], None, NOW).unwrap();
    assert_eq!(rotate(&home), renewed(3));
    // What it would write opens with no key: refused, rather than acknowledged and lost.
    assert_eq!(store.append(&key, number(9)), Err(AppendError::Store(StoreError::KeyChanged)));
    assert!(store.create_person("Eve", None, NOW).is_err());
    assert!(store.create_practice(serde_json::json!({})).is_err());
    drop(store);
    all_is_there(&home, people);
}

#[test]
fn a_backup_from_before_a_rotation_brings_nobody_back() {
    let home = Home::new();
    let witnessed = || Options { witness: Some(home.dir.path().join("witness")), ..options() };
    let store = crate::common::open(&home.path(), witnessed());
    let ((ada, _), (ben, key)) = (somebody(&store), somebody(&store));
    store.append(&key, number(1)).unwrap();
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    drop(store);
    let new = || MasterKey::from_bytes([77; 32]);
    let how = Rotation { witness: Some(home.dir.path().join("witness")), ..Rotation::default() };
    Store::rotate(&home.path(), &master(), &new(), &how).unwrap();
    Store::open_with(&home.path(), new(), witnessed()).unwrap().erase(ada, NOW).unwrap();
    let other = supple_store::RestoreError::Backup(OpenError::WrongMasterKey);
    assert_eq!(Store::restore(&backup, &home.path(), &new(), witnessed()), Err(other));
    let restored = Store::restore_from(&backup, Some(&master()), &home.path(), &new(), witnessed()).unwrap();
    assert_eq!(restored.erased_again, 1);
    let store = Store::open_with(&home.path(), new(), witnessed()).unwrap();
    assert_eq!(store.erased_at(ada), Ok(Some(NOW)));
    assert_eq!(store.events(&store.unlock(ben, None, NOW).unwrap()).unwrap().len(), 1);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn a_store_that_was_open_says_that_the_key_was_changed_and_not_that_a_record_is_damaged() {
    let (home, people) = lived_in();
    let store = home.open();
    assert_eq!(store.standing(), Ok(()));
    let key = store.unlock(people[0], None, NOW).unwrap();
    assert_eq!(rotate(&home), renewed(3));
    assert_eq!(store.standing(), Err(StoreError::KeyChanged));
    assert_eq!(store.events(&key), Err(ReadError::Store(StoreError::KeyChanged)));
    assert!(matches!(store.unlock(people[0], None, NOW), Err(PinError::Store(StoreError::KeyChanged))));
}
