//! The witness outside: what it shows, and what nobody can show.

use std::path::{Path, PathBuf};

use supple_store::{BrokenLink, BrokenWhy, Options, PersonId, Store};

use crate::common::{Home, number, open, options, somebody};

fn witness(home: &Home) -> PathBuf {
    home.dir.path().join("witness.sqlite")
}

fn open_witnessed(home: &Home) -> Store {
    open(&home.path(), Options { witness: Some(witness(home)), ..options() })
}

/// A closed copy of database and witness after two events, in the home of somebody who has five now.
fn went_on() -> (Home, PersonId, Home) {
    let (home, older) = (Home::new(), Home::new());
    let store = open_witnessed(&home);
    let (person, key) = somebody(&store);
    store.append_many(&key, vec![number(1), number(2)]).unwrap();
    drop(store);
    std::fs::copy(home.path(), older.path()).unwrap();
    std::fs::copy(witness(&home), witness(&older)).unwrap();
    let store = open_witnessed(&home);
    store.append_many(&key, vec![number(3), number(4), number(5)]).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    drop(store);
    (home, person, older)
}

fn found(home: &Home) -> Vec<BrokenLink> {
    open_witnessed(home).verify_all().unwrap().broken
}

fn copy(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
}

#[test]
fn a_database_put_back_shows() {
    let (home, person, older) = went_on();
    copy(&older.path(), &home.path());
    // Whole in itself: only the witness knows better.
    assert!(home.open().verify_all().unwrap().is_whole());
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(5), why: BrokenWhy::Behind }]);
}

#[test]
fn a_database_put_back_and_grown_again_shows() {
    let (home, person, older) = went_on();
    copy(&older.path(), &home.path());
    let store = home.open();
    let key = store.unlock(person, None, crate::common::NOW).unwrap();
    store.append_many(&key, (0..9).map(number).collect()).unwrap();
    drop(store);
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(5), why: BrokenWhy::Forked }]);
}

#[test]
fn a_person_taken_out_shows() {
    let (home, person, _) = went_on();
    let conn = home.tamper();
    conn.execute_batch("DELETE FROM event; DELETE FROM lookup; DELETE FROM person").unwrap();
    drop(conn);
    assert!(home.open().verify_all().unwrap().is_whole());
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(5), why: BrokenWhy::Behind }]);
}

#[test]
fn database_and_witness_put_back_together_show_only_to_somebody_with_a_newer_copy() {
    let (home, person, older) = went_on();
    let kept = home.dir.path().join("kept-elsewhere.sqlite");
    copy(&witness(&home), &kept);
    copy(&older.path(), &home.path());
    copy(&witness(&older), &witness(&home));
    // Nothing on this computer can tell: the state is one that was true.
    assert_eq!(found(&home), []);
    let store = open_witnessed(&home);
    let behind = BrokenLink { person, seq: Some(5), why: BrokenWhy::Behind };
    assert_eq!(store.compare_with_witness(&kept), Ok(vec![behind]));
    assert_eq!(store.compare_with_witness(&witness(&older)), Ok(vec![]), "an older copy has nothing to say");
}

#[test]
fn a_witness_that_is_made_later_begins_with_what_there_is() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append(&key, number(1)).unwrap();
    drop(store);
    drop(open_witnessed(&home));
    let empty = Home::new();
    drop(empty.open());
    copy(&empty.path(), &home.path());
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(1), why: BrokenWhy::Behind }]);
}

#[test]
fn following_from_many_threads_ends_at_the_last_event() {
    let home = Home::new();
    let store = open_witnessed(&home);
    let (_, key) = somebody(&store);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|nth| assert!(!store.append(&key, number(nth)).unwrap().already)));
        }
    });
    assert!(store.verify_all().unwrap().is_whole());
    drop(store);
    let conn = rusqlite::Connection::open(witness(&home)).unwrap();
    assert_eq!(conn.query_row("SELECT seq FROM head", (), |row| row.get(0)), Ok(200_i64));
}
