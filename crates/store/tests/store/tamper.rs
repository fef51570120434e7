//! What was changed behind the program's back shows, and is never read as if it were true.

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use supple_store::{AppendError, BrokenLink, BrokenWhy, PersonId, PersonKey, ReadError, Shelf, VerifyError};

use crate::common::{Home, NOW, number, position, somebody};

/// A home with one person and five events, closed.
fn lived_in() -> (Home, PersonId) {
    let home = Home::new();
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append_many(&key, (1..=5).map(number).collect()).unwrap();
    drop(store);
    (home, person)
}

/// What the store says after `change`, both when asked to verify and when asked to read.
fn found_after(change: impl FnOnce(&Connection)) -> (Option<u64>, BrokenWhy) {
    let (home, person) = lived_in();
    change(&home.tamper());
    let store = home.open();
    let Err(VerifyError::Broken(link)) = store.verify(person) else { panic!("the change was not found") };
    assert_eq!(link.person, person);
    let report = store.verify_all().unwrap();
    assert_eq!(report.broken, [link]);
    let key = store.unlock(person, None, NOW).unwrap();
    assert!(matches!(store.events(&key), Err(ReadError::Broken(_))), "nor is it read");
    (link.seq, link.why)
}

fn sql(text: &str) -> impl FnOnce(&Connection) {
    move |conn| conn.execute_batch(text).unwrap()
}

#[test]
fn the_program_itself_cannot_rewrite_history() {
    let (home, _) = lived_in();
    let conn = Connection::open(home.path()).unwrap();
    let store = home.open();
    let desk = store.create_practice(serde_json::json!({})).unwrap();
    store.note(&desk, NOW, serde_json::json!({ "read": "Ada" })).unwrap();
    store.enter(&desk, NOW, 0, serde_json::json!({ "paid": 1 })).unwrap();
    for attempt in [
        "DELETE FROM event WHERE seq = 5",
        "UPDATE event SET envelope = 2",
        "DELETE FROM person",
        "DELETE FROM audit",
        "UPDATE audit SET version = 2",
        "DELETE FROM ledger",
        "UPDATE ledger SET version = 2",
    ] {
        assert!(conn.execute_batch(attempt).is_err(), "{attempt}");
    }
}

#[test]
fn a_missing_event_is_named() {
    assert_eq!(found_after(sql("DELETE FROM event WHERE seq = 3")), (Some(3), BrokenWhy::Missing));
    assert_eq!(found_after(sql("DELETE FROM event WHERE seq = 1")), (Some(1), BrokenWhy::Missing));
}

#[test]
fn missing_last_events_are_named() {
    assert_eq!(found_after(sql("DELETE FROM event WHERE seq >= 4")), (Some(4), BrokenWhy::Missing));
    assert_eq!(found_after(sql("DELETE FROM event")), (Some(1), BrokenWhy::Missing));
}

#[test]
fn a_shortened_chain_with_its_head_set_back_is_found() {
    let cut = "DELETE FROM event WHERE seq >= 4;
               UPDATE person SET last_seq = 3, head_hash = (SELECT hash FROM event WHERE seq = 3)";
    assert_eq!(found_after(sql(cut)), (None, BrokenWhy::Head));
}

#[test]
fn swapped_ciphertexts_are_found() {
    let swap = "UPDATE event SET sealed = CASE seq
                    WHEN 2 THEN (SELECT sealed FROM event WHERE seq = 3)
                    ELSE (SELECT sealed FROM event WHERE seq = 2) END WHERE seq IN (2, 3)";
    assert_eq!(found_after(sql(swap)), (Some(2), BrokenWhy::Altered));
}

#[test]
fn each_column_of_an_event_is_bound() {
    for change in ["event_id = randomblob(16)", "envelope = 2", "sealed = randomblob(296)", "hash = randomblob(32)"] {
        let change = format!("UPDATE event SET {change} WHERE seq = 2");
        assert_eq!(found_after(|conn| conn.execute_batch(&change).unwrap()), (Some(2), BrokenWhy::Altered));
    }
}

#[test]
fn an_event_added_by_hand_is_found() {
    let add = "INSERT INTO event SELECT person_id, 6, randomblob(16), envelope, sealed, hash FROM event WHERE seq = 5";
    assert_eq!(found_after(sql(add)), (Some(6), BrokenWhy::Altered));
    assert_eq!(found_after(|conn| rehash(conn, add)), (Some(6), BrokenWhy::Unexpected));
}

/// Changes the events and then writes all hashes anew, as the decision page describes them: what somebody without
/// the master key can do at most.
fn rehash(conn: &Connection, change: &str) {
    conn.execute_batch(change).unwrap();
    let mut select = conn.prepare("SELECT person_id, seq, event_id, envelope, sealed FROM event ORDER BY seq").unwrap();
    type Row = (Vec<u8>, u64, Vec<u8>, u16, Vec<u8>);
    let rows: Vec<Row> = select
        .query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut previous = Sha256::new().chain_update("supple/chain/one").chain_update(&rows[0].0).finalize();
    for (person, seq, event_id, envelope, sealed) in rows {
        previous = Sha256::new()
            .chain_update("supple/event/sum")
            .chain_update(previous)
            .chain_update(person)
            .chain_update(seq.to_be_bytes())
            .chain_update(event_id)
            .chain_update(envelope.to_be_bytes())
            .chain_update(sealed)
            .finalize();
        conn.execute("UPDATE event SET hash = ?1 WHERE seq = ?2", (previous.as_slice(), seq)).unwrap();
    }
}

#[test]
fn the_hashes_are_those_of_the_decision_page() {
    let (home, person) = lived_in();
    rehash(&home.tamper(), "");
    assert_eq!(home.open().verify(person), Ok(5));
}

#[test]
fn a_chain_written_anew_without_the_master_key_is_found() {
    let swap = "UPDATE event SET sealed = (SELECT sealed FROM event WHERE seq = 3) WHERE seq = 2";
    assert_eq!(found_after(|conn| rehash(conn, swap)), (None, BrokenWhy::Head));
    let last = "UPDATE event SET sealed = randomblob(296) WHERE seq = 5";
    assert_eq!(found_after(|conn| rehash(conn, last)), (None, BrokenWhy::Head));
}

#[test]
fn a_seal_does_not_open_in_another_place() {
    // Even if the chain and its head were forged, the seal itself knows its place.
    let (home, person) = lived_in();
    let (first, key) = {
        let store = home.open();
        let key = store.unlock(person, None, NOW).unwrap();
        (store.events(&key).unwrap().remove(0), key)
    };
    let conn = home.tamper();
    conn.execute_batch("UPDATE event SET sealed = (SELECT sealed FROM event WHERE seq = 2) WHERE seq = 1").unwrap();
    let store = home.open();
    let again = supple_store::NewEvent { id: first.id, ..number(1) };
    let seal = BrokenLink { person, seq: Some(1), why: BrokenWhy::Seal };
    assert_eq!(store.append(&key, again), Err(AppendError::Broken(seal)));
}

#[test]
fn a_persons_own_row_is_bound() {
    let row = |change: &str| {
        let (home, person) = lived_in();
        home.tamper().execute_batch(&format!("UPDATE person SET {change}")).unwrap();
        let Err(VerifyError::Broken(link)) = home.open().verify(person) else { panic!("not found: {change}") };
        assert_eq!(link.seq, None);
        link.why
    };
    assert_eq!(row("head_mac = randomblob(32)"), BrokenWhy::Head);
    assert_eq!(row("profile_sealed = key_wrapped"), BrokenWhy::Profile);
    assert_eq!(row("key_wrapped = profile_sealed"), BrokenWhy::Key);
    assert_eq!(row("pin = randomblob(25)"), BrokenWhy::Key);
}

#[test]
fn one_damaged_name_does_not_lock_the_others_out() {
    let home = Home::new();
    let store = home.open();
    let (ada, _) = somebody(&store);
    let ben = store.create_person("Ben", None, NOW).unwrap();
    let spoil = "UPDATE person SET profile_sealed = randomblob(168) WHERE person_id = ?1";
    Connection::open(home.path()).unwrap().execute(spoil, [ada.as_uuid().as_bytes()]).unwrap();
    let people = store.people().unwrap();
    let name = |id| people.iter().find(|line| line.id == id).unwrap().name.clone();
    assert_eq!((name(ada), name(ben)), (None, Some("Ben".to_owned())));
    assert_eq!(store.verify_all().unwrap().broken, [BrokenLink { person: ada, seq: None, why: BrokenWhy::Profile }]);
}

#[test]
fn nothing_is_added_to_a_broken_end() {
    let (home, person) = lived_in();
    home.tamper().execute_batch("UPDATE person SET last_seq = 4").unwrap();
    let store = home.open();
    let key = store.unlock(person, None, NOW).unwrap();
    let head = BrokenLink { person, seq: None, why: BrokenWhy::Head };
    assert_eq!(store.append(&key, number(6)), Err(AppendError::Broken(head)));
}

#[test]
fn a_flipped_byte_in_a_sealed_body_is_named() {
    let (home, person) = lived_in();
    let sealed: Vec<u8> = Connection::open(home.path())
        .unwrap()
        .query_row("SELECT sealed FROM event WHERE seq = 4", (), |row| row.get(0))
        .unwrap();
    let mut file = std::fs::read(home.path()).unwrap();
    let start = position(&file, &sealed).unwrap();
    for at in [start, start + 30, start + sealed.len() - 1] {
        file[at] ^= 0x10;
        std::fs::write(home.path(), &file).unwrap();
        let report = home.open().verify_all().unwrap();
        assert_eq!(report.broken, [BrokenLink { person, seq: Some(4), why: BrokenWhy::Altered }]);
        file[at] ^= 0x10;
    }
}

#[test]
fn a_guard_that_was_taken_off_or_a_rule_that_was_loosened_shows() {
    for change in [
        "DROP TRIGGER event_is_never_deleted",
        "DROP TRIGGER event_is_never_changed; CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT 1; END",
        "CREATE TRIGGER mine AFTER INSERT ON event BEGIN SELECT 1; END",
        "DROP INDEX lookup_by_tag",
    ] {
        let (home, _) = lived_in();
        assert!(home.open().verify_all().unwrap().is_whole());
        Connection::open(home.path()).unwrap().execute_batch(change).unwrap();
        let report = home.open().verify_all().unwrap();
        assert!(report.broken.is_empty() && report.file.len() == 1, "{change}: {report:?}");
    }
}

#[test]
fn a_row_that_claims_another_master_key_shows_and_is_renewed_all_the_same() {
    let (home, person) = lived_in();
    let desk = home.open().create_practice(serde_json::json!({})).unwrap();
    home.tamper().execute_batch("UPDATE person SET generation = 9; UPDATE desk SET generation = 9").unwrap();
    let claims = |person| BrokenLink { person, seq: None, why: BrokenWhy::Generation };
    assert_eq!(home.open().verify_all().unwrap().broken, [claims(person), claims(desk.owner())]);
    let new = || supple_store::MasterKey::from_bytes([77; 32]);
    supple_store::Store::rotate(&home.path(), &crate::common::master(), &new(), &supple_store::Rotation::default())
        .unwrap();
    let store = supple_store::Store::open(&home.path(), new()).unwrap();
    assert!(store.unlock(person, None, NOW).is_ok() && store.desk(desk.owner()).is_ok());
    assert!(store.verify_all().unwrap().is_whole());
    home.tamper().execute_batch("UPDATE master_key SET generation = 7").unwrap();
    let store = supple_store::Store::open(&home.path(), new()).unwrap();
    assert_eq!(store.verify_all().unwrap().broken.len(), 2);
}

#[test]
fn no_flipped_byte_is_read_as_something_else() {
    let (home, person) = lived_in();
    let (truth, key, desk, beside): (_, PersonKey, _, _) = {
        let store = home.open();
        let key = store.unlock(person, None, NOW).unwrap();
        let desk = store.create_practice(serde_json::json!({ "name": "Two Hands" })).unwrap();
        for nth in 0..5 {
            store.note(&desk, NOW, serde_json::json!({ "read": nth })).unwrap();
        }
        // What it says is proved by its name, by whoever reads it.
        store.keep_knowledge("of-then", vec![5; 3000]).unwrap();
        let beside = [Shelf::Practice, Shelf::Audit].map(|shelf| store.items(&desk, shelf).unwrap());
        (store.events(&key).unwrap(), key, desk, beside)
    };
    let file = std::fs::read(home.path()).unwrap();
    let mut found = 0;
    // A prime step, so that every kind of place in a page is met; the torture command goes more closely.
    let step = std::env::var("SUPPLE_STORE_TEST_STEP").map_or(151, |step| step.parse().unwrap());
    for at in (0..file.len()).step_by(step) {
        let mut spoilt = file.clone();
        spoilt[at] ^= 0xff;
        let spoilt_home = Home::new();
        std::fs::write(spoilt_home.path(), &spoilt).unwrap();
        let opened = supple_store::Store::open(&spoilt_home.path(), crate::common::master());
        let Ok(store) = opened else {
            found += 1;
            continue;
        };
        let is_whole = store.verify_all().is_ok_and(|report| report.is_whole());
        match store.events(&key) {
            Ok(events) => assert_eq!(events, truth, "byte {at}"),
            Err(_) => assert!(!is_whole, "byte {at}: unreadable, and verifying did not say so"),
        }
        if is_whole {
            let names: Vec<_> = store.people().unwrap().into_iter().map(|line| line.name).collect();
            assert_eq!(names, [Some("Ada".to_owned())], "byte {at}");
            let read = [Shelf::Practice, Shelf::Audit].map(|shelf| store.items(&desk, shelf).unwrap());
            assert_eq!(read, beside, "byte {at}");
            assert_eq!(store.practices().unwrap(), [desk.owner()], "byte {at}");
        } else {
            found += 1;
        }
    }
    assert!(found > 20, "only {found} were noticed");
}
