//! A witness that cannot be written while the records are open, or whose file is taken away.

use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use supple_store::{Alarm, EraseError, Options, Store, StoreError, WitnessNews};

use crate::common::{Home, NOW, number, open, options, somebody};
use crate::witness::{open_witnessed, witness};

type Told = Arc<Mutex<Vec<WitnessNews>>>;

/// A store with a witness, and what is told of it.
fn listened(home: &Home) -> (Store, Told) {
    let told = Told::default();
    let telling = Arc::clone(&told);
    let alarm: Alarm = Arc::new(move |news| telling.lock().unwrap().push(news.clone()));
    (open(&home.path(), Options { witness: Some(witness(home)), alarm: Some(alarm), ..options() }), told)
}

fn taken_away(home: &Home, logs: bool) {
    for end in if logs { ["", "-wal", "-shm"].as_slice() } else { &[""] } {
        let mut path = witness(home).into_os_string();
        path.push(end);
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_witness_that_is_deleted_while_records_are_open_is_put_back_with_all_it_knew() {
    for logs in [true, false] {
        let home = Home::new();
        let (store, told) = listened(&home);
        let (person, key) = somebody(&store);
        let (gone, _) = somebody(&store);
        store.append_many(&key, vec![number(1), number(2)]).unwrap();
        store.erase(gone, NOW).unwrap();
        assert_eq!(store.compare_with_own(), Ok(vec![]));
        taken_away(&home, logs);
        store.append(&key, number(3)).unwrap();
        assert_eq!(store.compare_with_own(), Ok(vec![]));
        assert_eq!(*told.lock().unwrap(), [WitnessNews::PutBack], "said once");
        assert!(store.witness_stands());
        // Once more, and what comes first is an erasure.
        taken_away(&home, logs);
        store.erase(person, NOW).unwrap();
        assert_eq!(told.lock().unwrap().len(), 2);
        drop(store);
        // It goes on as if it had never been away, and knows who was erased before and after.
        let store = open_witnessed(&home);
        assert!(store.verify_all().unwrap().is_whole());
        drop(store);
        let file = Connection::open(witness(&home)).unwrap();
        assert_eq!(file.query_row("SELECT count(*) FROM erased", (), |row| row.get::<_, i64>(0)), Ok(2));
        assert_eq!(std::fs::metadata(witness(&home)).unwrap().permissions().mode() & 0o77, 0, "its owner's alone");
    }
}

#[test]
fn a_witness_that_is_replaced_or_made_read_only_is_said_and_nothing_goes_past_it() {
    let home = Home::new();
    let (store, told) = listened(&home);
    let (person, key) = somebody(&store);
    store.append(&key, number(1)).unwrap();
    assert_eq!(store.compare_with_own(), Ok(vec![]));
    let aside = home.dir.path().join("aside");
    let unwritten = |store: &Store| {
        store.append(&key, number(2)).unwrap();
        assert!(matches!(store.compare_with_own(), Err(StoreError::Witness { .. })));
        assert!(!store.witness_stands());
        // Nobody is erased whose erasure an older copy would undo.
        let erased = store.erase(person, NOW);
        assert!(matches!(erased, Err(EraseError::Store(StoreError::Witness { .. }))), "{erased:?}");
    };
    std::fs::rename(witness(&home), &aside).unwrap();
    std::fs::write(witness(&home), b"something else").unwrap();
    unwritten(&store);
    assert_eq!(std::fs::read(witness(&home)).unwrap(), b"something else", "it is somebody's");
    // Put right again, it is written as if nothing had been.
    std::fs::rename(&aside, witness(&home)).unwrap();
    assert_eq!(store.compare_with_own(), Ok(vec![]));
    assert!(store.witness_stands());
    std::fs::set_permissions(witness(&home), std::fs::Permissions::from_mode(0o400)).unwrap();
    unwritten(&store);
    std::fs::set_permissions(witness(&home), std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(store.compare_with_own(), Ok(vec![]));
    let told = told.lock().unwrap();
    assert_eq!(told.len(), 2, "each once: {told:?}");
    assert!(told.iter().all(|news| matches!(news, WitnessNews::Unwritten(StoreError::Witness { .. }))));
    assert_eq!(store.erase(person, NOW).map(drop), Ok(()));
}

#[test]
fn what_the_witness_could_not_take_is_kept_told_and_written_when_it_can_be() {
    let home = Home::new();
    let (store, told) = listened(&home);
    let (_, key) = somebody(&store);
    let full = Connection::open(witness(&home)).unwrap();
    full.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON head BEGIN SELECT RAISE(ABORT, 'full'); END;
         CREATE TRIGGER full_too BEFORE UPDATE ON head BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    // Records go on all the same, also of somebody new.
    store.append(&key, number(1)).unwrap();
    let (_, other) = somebody(&store);
    store.append_many(&other, vec![number(2), number(3)]).unwrap();
    assert!(store.compare_with_own().is_err(), "nobody can say what it has seen");
    store.append(&key, number(4)).unwrap();
    assert!(store.compare_with_own().is_err());
    full.execute_batch("DROP TRIGGER full; DROP TRIGGER full_too").unwrap();
    assert_eq!(store.compare_with_own(), Ok(vec![]));
    assert!(store.verify_all().unwrap().is_whole());
    assert_eq!(told.lock().unwrap().len(), 1, "once for all of it");
    drop(store);
    assert_eq!(full.query_row("SELECT sum(seq) FROM head", (), |row| row.get::<_, i64>(0)), Ok(4));
}
