//! The witness outside: what it shows, and what nobody can show.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use supple_store::{BrokenLink, BrokenWhy, MasterKey, OpenError, Options, PersonId, RestoreError, Rotation, Store};

use crate::common::{Home, NOW, master, number, open, options, somebody};

pub(crate) fn witness(home: &Home) -> PathBuf {
    home.dir.path().join("witness.sqlite")
}

pub(crate) fn open_witnessed(home: &Home) -> Store {
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
    // The witness follows as ever, and grows past what it remembers: what it remembers stays.
    let store = open_witnessed(&home);
    let key = store.unlock(person, None, NOW).unwrap();
    let forked = BrokenLink { person, seq: Some(5), why: BrokenWhy::Forked };
    store.append_many(&key, (0..9).map(number).collect()).unwrap();
    assert_eq!(store.verify_all().unwrap().broken, [forked]);
    for nth in 10..13 {
        store.append(&key, number(nth)).unwrap();
    }
    drop(store);
    assert_eq!(found(&home), [forked]);
    // Until somebody says that it was put back on purpose.
    let store = open_witnessed(&home);
    store.witness_anew().unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    store.append(&store.unlock(person, None, NOW).unwrap(), number(20)).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn a_witness_that_missed_something_goes_on_with_the_next_entry() {
    let (home, person, _) = went_on();
    let store = home.open();
    let key = store.unlock(person, None, NOW).unwrap();
    store.append_many(&key, vec![number(6), number(7)]).unwrap();
    drop(store);
    let store = open_witnessed(&home);
    store.append(&key, number(8)).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    let conn = Connection::open(witness(&home)).unwrap();
    assert_eq!(conn.query_row("SELECT seq FROM head", (), |row| row.get(0)), Ok(8_i64));
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
    // Never silently: it would say that everything is as it was, and know nothing.
    let witnessed = Options { witness: Some(witness(&home)), ..options() };
    assert_eq!(Store::open_with(&home.path(), master(), witnessed).unwrap_err(), OpenError::WitnessMissing);
    std::fs::write(witness(&home), "").unwrap();
    let witnessed = Options { witness: Some(witness(&home)), ..options() };
    assert_eq!(Store::open_with(&home.path(), master(), witnessed).unwrap_err(), OpenError::WitnessMissing);
    let store = open(&home.path(), Options { witness: Some(witness(&home)), new_witness: Some(NOW), ..options() });
    assert_eq!(store.witness_began(), Ok(Some(NOW)));
    drop(store);
    assert_eq!(open_witnessed(&home).witness_began(), Ok(Some(NOW)));
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
    let conn = Connection::open(witness(&home)).unwrap();
    assert_eq!(conn.query_row("SELECT seq FROM head", (), |row| row.get(0)), Ok(200_i64));
}

#[test]
fn whoever_can_write_the_witness_can_have_nobody_destroyed() {
    let (home, person, _) = went_on();
    let conn = Connection::open(witness(&home)).unwrap();
    conn.execute("INSERT INTO erased (person_id, at_ms) VALUES (?1, 1)", [person.as_uuid().as_bytes()]).unwrap();
    let store = open_witnessed(&home);
    let key = store.unlock(person, None, NOW).unwrap();
    assert_eq!(store.events(&key).unwrap().len(), 5);
    let claimed = BrokenLink { person, seq: None, why: BrokenWhy::ErasureUnproved };
    assert_eq!(store.verify_all().unwrap().broken, [claimed], "it is said, and not done");
    assert!(store.erased_before().unwrap().is_empty());
    conn.execute("UPDATE erased SET mac = randomblob(32)", ()).unwrap();
    assert_eq!(found(&home), [claimed]);
    // Whoever runs it knows that it is true: then it is done, and proved.
    store.erase(person, NOW).unwrap();
    assert_eq!(store.erased_before(), Ok(vec![(person, NOW)]));
    assert_eq!(found(&home), []);
}

#[test]
fn a_head_that_somebody_else_wrote_into_the_witness_accuses_nobody() {
    let (home, person, _) = went_on();
    let conn = Connection::open(witness(&home)).unwrap();
    conn.execute("UPDATE head SET seq = 9", ()).unwrap();
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(9), why: BrokenWhy::Unproved }]);
}

#[test]
fn a_witness_without_proofs_is_believed_where_the_database_agrees() {
    let (home, person, older) = went_on();
    let store = open_witnessed(&home);
    let ben = store.create_person("Ben", None, NOW).unwrap();
    store.erase(ben, NOW).unwrap();
    drop(store);
    // As an older program left it.
    let without = |of: &Home| {
        let conn = Connection::open(witness(of)).unwrap();
        let old = "DROP TABLE witness; DROP TABLE counted; DROP TABLE desk_head; ALTER TABLE head DROP COLUMN mac;
                   ALTER TABLE audit_head DROP COLUMN mac; ALTER TABLE erased DROP COLUMN mac";
        conn.execute_batch(old).unwrap();
    };
    without(&home);
    assert_eq!(found(&home), []);
    assert_eq!(open_witnessed(&home).erased_before(), Ok(vec![(ben, NOW)]));
    let proved = "SELECT count(*) FROM head WHERE mac IS NULL";
    let conn = Connection::open(witness(&home)).unwrap();
    assert_eq!(conn.query_row(proved, (), |row| row.get(0)), Ok(0_i64));
    without(&home);
    copy(&older.path(), &home.path());
    let claimed = BrokenLink { person: ben, seq: None, why: BrokenWhy::ErasureUnproved };
    assert_eq!(found(&home), [BrokenLink { person, seq: Some(5), why: BrokenWhy::Unproved }, claimed]);
}

#[test]
fn a_new_master_key_proves_the_witness_anew() {
    let (home, person, older) = went_on();
    let new = || MasterKey::from_bytes([77; 32]);
    let how = Rotation { witness: Some(witness(&home)), ..Rotation::default() };
    Store::rotate(&home.path(), &master(), &new(), &how).unwrap();
    let options = || Options { witness: Some(witness(&home)), ..options() };
    assert!(Store::open_with(&home.path(), new(), options()).unwrap().verify_all().unwrap().is_whole());
    // An older database under the new key shows as before.
    let bare = Rotation::default();
    Store::rotate(&older.path(), &master(), &new(), &bare).unwrap();
    copy(&older.path(), &home.path());
    let store = Store::open_with(&home.path(), new(), options()).unwrap();
    let behind = BrokenLink { person, seq: Some(5), why: BrokenWhy::Behind };
    assert_eq!(store.verify_all().unwrap().broken, [behind]);
    // The witness of other records says nothing about these, not even by mistake.
    let foreign = Options { witness: Some(witness(&older)), ..crate::common::options() };
    assert_eq!(Store::open_with(&home.path(), new(), foreign).unwrap_err(), OpenError::WitnessForeign);
}

#[test]
fn a_witness_that_cannot_be_used_is_named_and_nothing_is_put_back() {
    let (home, _, older) = went_on();
    let before = std::fs::read(home.path()).unwrap();
    let witnessed = || Options { witness: Some(witness(&home)), ..options() };
    for spoilt in [&b"SQLite format 3\0 and then nothing"[..], &[7; 9000]] {
        std::fs::write(witness(&home), spoilt).unwrap();
        let refused = Store::open_with(&home.path(), master(), witnessed()).unwrap_err();
        assert!(matches!(refused, OpenError::Witness { .. }), "{refused:?}");
        let refused = Store::restore(&older.path(), &home.path(), &master(), witnessed()).unwrap_err();
        assert!(matches!(refused, RestoreError::Open(OpenError::Witness { .. })), "{refused:?}");
    }
    std::fs::remove_file(witness(&home)).unwrap();
    let refused = Store::restore(&older.path(), &home.path(), &master(), witnessed());
    assert_eq!(refused, Err(RestoreError::Open(OpenError::WitnessMissing)));
    let nowhere = Store::restore(&home.dir.path().join("none"), &home.path(), &master(), options());
    assert!(matches!(nowhere, Err(RestoreError::Backup(_))), "{nowhere:?}");
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
}

#[test]
fn a_practice_that_was_taken_out_shows() {
    let home = Home::new();
    let store = open_witnessed(&home);
    let desk = store.create_practice(serde_json::json!({})).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    drop(store);
    home.tamper().execute_batch("DELETE FROM practice; DELETE FROM desk").unwrap();
    assert_eq!(found(&home), [BrokenLink { person: desk.owner(), seq: Some(1), why: BrokenWhy::DeskGone }]);
}

#[test]
fn lines_taken_out_of_the_witness_show() {
    let (home, person, _) = went_on();
    let store = open_witnessed(&home);
    let desk = store.create_practice(serde_json::json!({})).unwrap();
    store.note(&desk, NOW, serde_json::json!({ "read": 1 })).unwrap();
    let ben = store.create_person("Ben", None, NOW).unwrap();
    store.erase(ben, NOW).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    drop(store);
    let kept = home.dir.path().join("kept");
    copy(&witness(&home), &kept);
    let lacking = |person, why| vec![BrokenLink { person, seq: None, why }];
    for (spoil, named) in [
        ("DELETE FROM head", lacking(person, BrokenWhy::Unwitnessed)),
        ("DELETE FROM audit_head", vec![]),
        ("DELETE FROM desk_head", vec![]),
        ("DELETE FROM erased", lacking(ben, BrokenWhy::ErasureUnwitnessed)),
        ("DELETE FROM counted", vec![]),
        ("DROP TABLE counted", vec![]),
        ("UPDATE counted SET sealed = randomblob(80)", vec![]),
        ("CREATE TRIGGER mine AFTER INSERT ON erased BEGIN DELETE FROM erased; END", vec![]),
    ] {
        copy(&kept, &witness(&home));
        Connection::open(witness(&home)).unwrap().execute_batch(spoil).unwrap();
        let report = open_witnessed(&home).verify_all().unwrap();
        assert_eq!(report.broken, named, "{spoil}");
        assert!(report.file.iter().all(|what| what.starts_with("the witness")) && !report.file.is_empty(), "{spoil}");
    }
    // What grows afterwards does not make it right.
    copy(&kept, &witness(&home));
    Connection::open(witness(&home)).unwrap().execute_batch("DELETE FROM erased").unwrap();
    let store = open_witnessed(&home);
    let (_, key) = somebody(&store);
    store.append(&key, number(1)).unwrap();
    store.erase(key.person(), NOW).unwrap();
    assert!(!store.verify_all().unwrap().is_whole());
    // Whom the database knows is told to the witness again with the list; that lines were missing stays, until a new one
    // is begun.
    store.erase_again(&store.all_erased().unwrap()).unwrap();
    let report = store.verify_all().unwrap();
    assert!(report.broken.is_empty() && report.file.len() == 1, "{report:?}");
    drop(store);
    std::fs::remove_file(witness(&home)).unwrap();
    let begun = Options { witness: Some(witness(&home)), new_witness: Some(NOW), ..options() };
    let store = open(&home.path(), begun);
    assert!(store.verify_all().unwrap().is_whole());
    assert_eq!(store.erased_before().unwrap().len(), 2);
}

#[test]
fn a_newer_witness_says_who_was_erased() {
    let (home, person, older) = went_on();
    let store = open_witnessed(&home);
    store.erase(person, NOW).unwrap();
    drop(store);
    let store = open_witnessed(&older);
    let elsewhere = BrokenLink { person, seq: None, why: BrokenWhy::ErasedElsewhere };
    assert!(store.compare_with_witness(&witness(&home)).unwrap().contains(&elsewhere));
}

/// A file of SQLite with what still stands in its log, as it lies on the disk while it is in use.
fn as_it_lies(from: &Path, to: &Path) {
    for ending in ["", "-wal"] {
        let with = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
        copy(&with(from), &with(to));
    }
}

#[test]
fn a_program_that_is_killed_leaves_nobody_whom_the_witness_never_saw() {
    let (home, killed) = (Home::new(), Home::new());
    let store = open_witnessed(&home);
    let (person, key) = somebody(&store);
    // At the latest now it is killed, and the witness has heard of no entry.
    as_it_lies(&witness(&home), &witness(&killed));
    store.append_many(&key, vec![number(1), number(2)]).unwrap();
    as_it_lies(&home.path(), &killed.path());
    let after = open_witnessed(&killed);
    let report = after.verify_all().unwrap();
    assert!(report.is_whole() && report.events == 2, "{report:?}");
    // It follows from there.
    after.append(&key, number(3)).unwrap();
    drop(after);
    let lines = Connection::open(witness(&killed)).unwrap();
    assert_eq!(lines.query_row("SELECT seq FROM head", (), |row| row.get::<_, i64>(0)), Ok(3), "{person}");
}

#[test]
fn a_record_that_was_never_seen_is_taken_over_when_somebody_says_so() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append(&key, number(1)).unwrap();
    drop(store);
    let whole = Options { witness: Some(witness(&home)), new_witness: Some(NOW), ..options() };
    drop(open(&home.path(), whole));
    // Somebody comes whom the witness does not see.
    let store = home.open();
    let (unseen, key) = somebody(&store);
    store.append(&key, number(2)).unwrap();
    drop(store);
    assert_eq!(found(&home), [BrokenLink { person: unseen, seq: None, why: BrokenWhy::Unwitnessed }]);
    open_witnessed(&home).witness_unseen().unwrap();
    assert_eq!(found(&home), []);
    assert_ne!(person, unseen);
}

#[test]
fn nothing_is_begun_anew_where_the_witness_has_seen_records() {
    let home = Home::new();
    let store = open_witnessed(&home);
    let (_, key) = somebody(&store);
    store.append(&key, number(1)).unwrap();
    drop(store);
    let kept = home.dir.path().join("elsewhere");
    std::fs::rename(home.path(), &kept).unwrap();
    let gone = || Store::open_with(&home.path(), master(), Options { witness: Some(witness(&home)), ..options() });
    assert_eq!(gone().map(drop), Err(OpenError::DatabaseGone));
    assert!(!home.path().exists(), "nothing was made");
    std::fs::rename(&kept, home.path()).unwrap();
    assert_eq!(found(&home), []);
}
