//! Opening: what is ours opens, what is not is refused and stays as it was.

use std::fs;

use supple_store::{MasterKey, OpenError, Store, StoreError};

use crate::common::{Home, master, number, somebody};

fn refusal(home: &Home, key: MasterKey) -> OpenError {
    let before = fs::read(home.path()).unwrap();
    let error = Store::open(&home.path(), key).unwrap_err();
    assert_eq!(fs::read(home.path()).unwrap(), before, "a refused file is not touched");
    error
}

#[test]
fn what_was_kept_is_there_after_closing() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append(&key, number(0)).unwrap();
    drop(store);
    assert_eq!(fs::read_dir(home.dir.path()).unwrap().count(), 1, "closing leaves one file");
    let store = home.open();
    let key = store.unlock(person, None, crate::common::NOW).unwrap();
    assert_eq!(store.append(&key, number(1)).unwrap().seq, 2);
    assert_eq!(store.events(&key).unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let store = home.open();
    somebody(&store);
    let files: Vec<_> = fs::read_dir(home.dir.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(files.len(), 3, "database, log and shared memory");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_wrong_master_key_is_refused() {
    let home = Home::new();
    somebody(&home.open());
    assert_eq!(refusal(&home, MasterKey::from_bytes([43; 32])), OpenError::WrongMasterKey);
    assert_eq!(home.open().people().unwrap().len(), 1);
}

#[test]
fn a_database_from_a_newer_program_is_refused() {
    let home = Home::new();
    drop(home.open());
    let database = rusqlite::Connection::open(home.path()).unwrap();
    let known: i64 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    database.execute_batch(&format!("PRAGMA user_version = {}", known + 2)).unwrap();
    drop(database);
    assert_eq!(refusal(&home, master()), OpenError::Newer { found: known + 2, known });
}

#[test]
fn another_programs_file_is_refused() {
    let home = Home::new();
    fs::write(home.path(), "SQLite format 4, honestly").unwrap();
    assert_eq!(refusal(&home, master()), OpenError::NotSupple);
    fs::remove_file(home.path()).unwrap();
    rusqlite::Connection::open(home.path()).unwrap().execute_batch("CREATE TABLE store (a)").unwrap();
    assert_eq!(refusal(&home, master()), OpenError::NotSupple);
}

#[test]
fn an_empty_file_becomes_a_database() {
    let home = Home::new();
    fs::write(home.path(), "").unwrap();
    somebody(&home.open());
    assert_eq!(home.open().people().unwrap().len(), 1);
}

#[test]
fn a_missing_directory_is_an_error() {
    let home = Home::new();
    let path = home.dir.path().join("nowhere").join("home.sqlite");
    let error = Store::open(&path, master()).unwrap_err();
    assert!(matches!(error, OpenError::Store(StoreError::Io { .. })));
}

#[test]
fn two_programs_on_one_file_keep_one_chain() {
    let home = Home::new();
    let (one, other) = (home.open(), home.open());
    let (person, key) = somebody(&one);
    for nth in 0..20 {
        let store = if nth % 2 == 0 { &one } else { &other };
        assert_eq!(store.append(&key, number(nth)).unwrap().seq, nth + 1);
    }
    assert_eq!(one.verify(person), Ok(20));
    assert_eq!(other.events(&key).unwrap(), one.events(&key).unwrap());
}

#[test]
fn programs_that_start_at_once_make_one_database() {
    let home = Home::new();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| somebody(&home.open()));
        }
    });
    assert_eq!(home.open().people().unwrap().len(), 8);
}
