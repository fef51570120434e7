//! What is kept beside the records. The first tests are lines of the contract, run on every engine by contract.rs.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use supple_store::{
    BrokenLink, BrokenWhy, DeskError, EraseError, Item, MasterKey, Options, PersonId, Rotation, Shelf, Store, UtcMs,
    Uuid,
};

use crate::common::{Home, NOW, fresh_id, holds, master, number, open, options, somebody};
use crate::contract::Record;

fn item(body: serde_json::Value) -> Item {
    Item { id: fresh_id(), at: None, until: None, about: None, version: 0, body }
}

fn at(hour: i64) -> UtcMs {
    UtcMs(NOW.0 + hour * 3_600_000)
}

/// A practice with something on every shelf; `ada` is a member with a record.
fn practice(store: &Store) -> (supple_store::Desk, PersonId) {
    let desk = store.create_practice(json!({ "name": "Plantedpractice" })).unwrap();
    let (ada, key) = somebody(store);
    store.append(&key, number(0)).unwrap();
    let member = Item { id: ada.as_uuid(), ..item(json!({ "role": "client" })) };
    store.put(&desk, Shelf::Membership, &member).unwrap();
    for shelf in [Shelf::Therapist, Shelf::Availability, Shelf::Job] {
        store.put(&desk, shelf, &Item { at: Some(at(1)), ..item(json!({ "planted": shelf.name() })) }).unwrap();
    }
    let booking = Item { at: Some(at(2)), until: Some(at(3)), ..item(json!({ "who": "Plantedclient" })) };
    store.put(&desk, Shelf::Booking, &booking).unwrap();
    for nth in 0..3 {
        store.note(&desk, at(nth), json!({ "read": nth, "by": "Plantedreader" })).unwrap();
    }
    (desk, ada)
}

pub(crate) fn what_is_kept_beside_comes_back(record: &impl Record) {
    let store = record.store();
    let (desk, ada) = practice(store);
    assert_eq!(store.practices().unwrap(), [desk.owner()]);
    let desk = store.desk(desk.owner()).unwrap();
    let page = store.item(&desk, Shelf::Practice, desk.owner().as_uuid()).unwrap().unwrap();
    assert_eq!((page.body, page.version), (json!({ "name": "Plantedpractice" }), 1));
    let during = |from, until| store.items_between::<Value>(&desk, Shelf::Booking, at(from), at(until)).unwrap().len();
    assert_eq!((during(0, 2), during(2, 3), during(0, 9), during(3, 9)), (0, 1, 1, 0), "an end is no overlap");
    // Only what is asked for is read, and what is not there cannot be.
    let who = store.items_between::<BTreeMap<String, String>>(&desk, Shelf::Booking, at(2), at(3)).unwrap();
    assert_eq!(who[0].body["who"], "Plantedclient");
    let none = store.items_between::<(u8, u8)>(&desk, Shelf::Booking, at(2), at(3));
    assert!(matches!(none, Err(DeskError::Broken(_))), "{none:?}");
    // A person's own shelves are apart, and there without asking.
    let own = store.desk(ada).unwrap();
    assert!(!own.is_practice());
    let account = item(json!({ "passkeys": [] }));
    assert_eq!(store.put(&own, Shelf::Account, &account), Ok(1));
    assert_eq!(store.items(&store.desk(ada).unwrap(), Shelf::Account).unwrap().len(), 1);
    assert_eq!(store.items(&desk, Shelf::Account).unwrap(), []);
    assert_eq!(store.practices().unwrap(), [desk.owner()]);
    let nobody = PersonId::from_uuid(Uuid::from_u128(7));
    assert_eq!(store.desk(nobody).map(drop), Err(DeskError::Unknown { owner: nobody }));
    assert!(record.verify_all().is_whole());
}

pub(crate) fn whoever_read_an_older_version_is_told(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let new = item(json!({ "hours": 1 }));
    assert_eq!(store.put(&desk, Shelf::Availability, &new), Ok(1));
    let changed = Err(DeskError::Changed { id: new.id });
    assert_eq!(store.put(&desk, Shelf::Availability, &new), changed, "it is there already");
    let read = store.item(&desk, Shelf::Availability, new.id).unwrap().unwrap();
    // Ten who read the same: one writes.
    let wrote = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..10)
            .map(|nth| {
                let (desk, item) = (&desk, Item { body: json!({ "hours": nth }), ..read.clone() });
                scope.spawn(move || store.put(desk, Shelf::Availability, &item))
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(wrote.iter().filter(|done| **done == Ok(2)).count(), 1, "{wrote:?}");
    assert_eq!(wrote.iter().filter(|done| **done == changed).count(), 9);
    assert_eq!(store.remove(&desk, Shelf::Availability, new.id, 1), Err(DeskError::Changed { id: new.id }));
    store.remove(&desk, Shelf::Availability, new.id, 2).unwrap();
    assert_eq!(store.items(&desk, Shelf::Availability).unwrap(), []);
    let huge = item(json!("x".repeat(1 << 20)));
    assert_eq!(store.put(&desk, Shelf::Availability, &huge), Err(DeskError::TooLarge));
    // What is kept and what is to be told of it are both there, or neither.
    let (word, told) = (item(json!({ "lets": true })), item(json!({ "tell": 1 })));
    let known = item(json!({ "tell": 2 }));
    assert_eq!(store.put(&desk, Shelf::Job, &known), Ok(1));
    let (noted, notes) = (
        || vec![(NOW, json!({ "lets": "cleo" })), (NOW, json!({ "tells": 2 }))],
        || store.items(&desk, Shelf::Audit).unwrap(),
    );
    let before = notes().len();
    let refused = store.put_with(&desk, Shelf::Membership, &word, &[told.clone(), known.clone()], &noted());
    assert_eq!(refused, Err(DeskError::Changed { id: known.id }));
    assert_eq!(store.items(&desk, Shelf::Membership).unwrap(), []);
    assert_eq!(store.item(&desk, Shelf::Job, told.id).unwrap(), None);
    assert_eq!(notes().len(), before);
    let again = Item { version: 1, ..known };
    assert_eq!(store.put_with(&desk, Shelf::Membership, &word, &[told.clone(), again], &noted()), Ok(1));
    assert_eq!(store.items(&desk, Shelf::Job).unwrap().len(), 2);
    let bodies: Vec<_> = notes().into_iter().skip(before).map(|note| note.body).collect();
    assert_eq!(bodies, [json!({ "lets": "cleo" }), json!({ "tells": 2 })]);
}

pub(crate) fn a_job_is_taken_by_one_and_left_to_the_next(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    let job = Item { at: Some(at(1)), ..item(json!({ "mail": "reminder" })) };
    store.put(&desk, Shelf::Job, &job).unwrap();
    assert_eq!(store.due(at(0), 10).unwrap(), []);
    assert_eq!(store.due(at(1), 10).unwrap(), [(desk.owner(), job.id)]);
    let taken: Vec<_> = std::thread::scope(|scope| {
        let takers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| store.take_job(&desk, job.id, at(1), at(2)).unwrap())).collect();
        takers.into_iter().filter_map(|taker| taker.join().unwrap()).collect()
    });
    assert_eq!(taken.len(), 1);
    assert_eq!(store.due(at(1), 10).unwrap(), [], "in work");
    // Whoever took it died: it comes back, and the dead one's word does not count any more.
    assert_eq!(store.due(at(2), 10).unwrap().len(), 1);
    let again = store.take_job(&desk, job.id, at(2), at(3)).unwrap().unwrap();
    assert!(store.remove(&desk, Shelf::Job, job.id, taken[0].version).is_err());
    store.remove(&desk, Shelf::Job, job.id, again.version).unwrap();
    assert_eq!(store.take_job(&desk, job.id, at(9), at(10)).unwrap(), None);
}

pub(crate) fn the_audit_is_only_added_to(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    std::thread::scope(|scope| {
        for reader in 0..4 {
            let desk = &desk;
            scope.spawn(move || {
                (0..10).for_each(|nth| assert!(store.note(desk, at(nth), json!({ "by": reader })).is_ok()));
            });
        }
    });
    let notes = store.items(&desk, Shelf::Audit).unwrap();
    assert_eq!(notes.len(), 40);
    assert!(notes.iter().zip(1..).all(|(note, nth)| note.id.as_u128() == nth));
    assert_eq!(store.put(&desk, Shelf::Audit, &notes[0]), Err(DeskError::Sealed));
    assert_eq!(store.remove(&desk, Shelf::Audit, notes[0].id, 1), Err(DeskError::Sealed));
}

pub(crate) fn the_ledger_has_no_holes_and_is_only_added_to(record: &impl Record) {
    let store = record.store();
    let desk = store.create_practice(json!({})).unwrap();
    // Eight tills at once: each reads where the ledger ends and adds behind that, or reads again.
    std::thread::scope(|scope| {
        for till in 0..8 {
            let desk = &desk;
            scope.spawn(move || {
                for nth in 0..5 {
                    let entry = json!({ "till": till, "nth": nth });
                    let added = |_: u32| {
                        let after = store.items(desk, Shelf::Ledger).unwrap().len() as u64;
                        match store.enter(desk, at(nth), after, entry.clone()) {
                            Ok(number) => Some(number),
                            Err(DeskError::Changed { .. }) => None,
                            Err(why) => panic!("{why}"),
                        }
                    };
                    assert!((0..10_000).find_map(added).is_some());
                }
            });
        }
    });
    let all = store.items(&desk, Shelf::Ledger).unwrap();
    assert_eq!(all.len(), 40);
    assert!(all.iter().zip(1..).all(|(entry, number)| entry.id.as_u128() == number));
    let last = all.last().unwrap().body.clone();
    assert_eq!(store.enter(&desk, all[39].at.unwrap(), 39, last), Ok(40), "the same once more is the same");
    assert!(matches!(store.enter(&desk, NOW, 7, json!({})), Err(DeskError::Changed { id }) if id.as_u128() == 40));
    assert!(matches!(store.enter(&desk, NOW, 41, json!({})), Err(DeskError::Changed { .. })), "no hole");
    assert_eq!(store.put(&desk, Shelf::Ledger, &all[0]), Err(DeskError::Sealed));
    assert_eq!(store.remove(&desk, Shelf::Ledger, all[0].id, 1), Err(DeskError::Sealed));
    assert!(store.verify_all().unwrap().is_whole());
    let exported = store.export_practice(&desk, NOW).unwrap();
    let elsewhere = Home::new();
    let other = elsewhere.open();
    let there = other.import_practice(exported, NOW).unwrap().desk;
    assert_eq!(other.items(&there, Shelf::Ledger).unwrap(), all);
    assert_eq!(other.enter(&there, NOW, 40, json!({ "on": 1 })), Ok(41));
}

pub(crate) fn a_practice_moves_away_and_in(record: &impl Record) {
    let store = record.store();
    let (desk, ada) = practice(store);
    let ben = store.create_person("Ben", Some("4711"), NOW).unwrap();
    let member = Item { id: ben.as_uuid(), ..item(json!({ "role": "client" })) };
    store.put(&desk, Shelf::Membership, &member).unwrap();
    let exported = store.export_practice(&desk, NOW).unwrap();
    assert_eq!((exported.people.len(), exported.left_out.as_slice()), (1, [ben].as_slice()));
    let text = serde_json::to_string(&exported).unwrap();
    let read = || serde_json::from_str::<supple_store::PortablePractice>(&text).unwrap();
    let elsewhere = Home::new();
    let other = elsewhere.open();
    let there = other.import_practice(read(), NOW).unwrap().desk;
    assert_eq!(other.events(&other.unlock(ada, None, NOW).unwrap()).unwrap().len(), 1);
    assert_eq!(other.export_practice(&there, NOW).unwrap(), exported);
    assert!(other.verify_all().unwrap().is_whole());
    other.import_practice(read(), NOW).unwrap();
    // What has gone on here is not written over.
    other.note(&there, NOW, json!({ "read": "again" })).unwrap();
    assert!(matches!(other.import_practice(read(), NOW), Err(DeskError::Changed { .. })));
    let unknown = text.replace("\"booking\"", "\"sauna\"");
    let unknown = store.import_practice(serde_json::from_str(&unknown).unwrap(), NOW);
    assert!(matches!(unknown, Err(DeskError::Format { found }) if found == "sauna"));
}

pub(crate) fn a_closed_practice_and_an_erased_person_leave_nothing_beside(record: &impl Record) {
    let store = record.store();
    let (desk, ada) = practice(store);
    let own = store.desk(ada).unwrap();
    store.put(&own, Shelf::Account, &item(json!({}))).unwrap();
    store.erase(ada, NOW).unwrap();
    assert_eq!(store.desk(ada).map(drop), Err(DeskError::Unknown { owner: ada }));
    assert_eq!(store.items(&own, Shelf::Account).unwrap(), []);
    assert!(store.put(&own, Shelf::Account, &item(json!({}))).is_err(), "a desk that is held open takes nothing");
    assert!(store.note(&own, NOW, json!({})).is_err());
    assert!(store.close_practice(desk.owner(), NOW).unwrap().now);
    assert_eq!(store.practices().unwrap(), []);
    assert_eq!(store.due(at(9), 10).unwrap(), []);
    let twice = store.close_practice(desk.owner(), NOW);
    assert_eq!(twice, Err(EraseError::UnknownPerson { person: desk.owner() }));
    assert!(record.verify_all().is_whole());
}

/// A practice that has bookings with `person`: one that says so in clear and one from before that stood so, and one of
/// somebody else.
fn with_bookings(store: &Store, person: PersonId) -> supple_store::Desk {
    let desk = store.create_practice(json!({})).unwrap();
    store
        .put(&desk, Shelf::Membership, &Item { id: person.as_uuid(), ..item(json!({ "name": "Plantedname" })) })
        .unwrap();
    let body = json!({ "client": "Plantedclient", "booking": { "client": person } });
    let mut mine = crate::book::booking(1, 0, 12);
    mine.item = Item { about: Some(person), body: body.clone(), ..mine.item };
    let mut older = crate::book::booking(1, 12, 12);
    older.item.body = body;
    let other = crate::book::booking(1, 24, 12);
    store.book(&desk, &[mine, older, other], NOW).unwrap();
    desk
}

pub(crate) fn whoever_takes_their_record_along_has_their_bookings(record: &impl Record) {
    let store = record.store();
    let (ada, key) = somebody(store);
    let (desk, other) = (with_bookings(store, ada), with_bookings(store, ada));
    let taken = store.export(&key).unwrap();
    assert_eq!((taken.bookings.len(), taken.shut.len()), (4, 0));
    assert!(taken.bookings.iter().all(|booking| booking.body["client"] == "Plantedclient"));
    // A client is in what the practice takes along, without what they have elsewhere.
    store.remove(&desk, Shelf::Membership, ada.as_uuid(), 1).unwrap();
    let practice = store.export_practice(&desk, NOW).unwrap();
    assert_eq!(practice.people.len(), 1);
    assert!(practice.people[0].bookings.is_empty() && other.owner() != desk.owner());
    let elsewhere = Home::new();
    let there = elsewhere.open();
    let key = there.import(taken, NOW).unwrap();
    assert_eq!(there.export(&key).unwrap().bookings, [], "they are the practice's");
}

pub(crate) fn whoever_is_erased_goes_from_every_practice(record: &impl Record) {
    let store = record.store();
    let ((ada, _), (ben, _)) = (somebody(store), somebody(store));
    let desks = [ada, ada, ben].map(|person| with_bookings(store, person));
    store.erase(ada, NOW).unwrap();
    let left =
        desks.map(|desk| [Shelf::Membership, Shelf::Booking].map(|shelf| store.items(&desk, shelf).unwrap().len()));
    assert_eq!(left, [[0, 1], [0, 1], [1, 3]]);
    assert!(record.verify_all().is_whole());
}

#[test]
fn what_a_practice_kept_does_not_come_back_and_goes_from_the_kept_copy() {
    let home = Home::new();
    let witnessed = || Options { witness: Some(home.dir.path().join("witness")), ..options() };
    let store = open(&home.path(), witnessed());
    let (ada, _) = somebody(&store);
    let desk = with_bookings(&store, ada);
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    drop(store);
    Store::restore(&backup, &home.path(), &master(), witnessed()).unwrap();
    let bookings = |path: &std::path::Path| {
        let conn = rusqlite::Connection::open(path).unwrap();
        conn.query_row("SELECT (SELECT count(*) FROM booking) + (SELECT count(*) FROM membership)", (), |row| {
            row.get(0)
        })
    };
    let kept = home.dir.path().join("home.sqlite.before-restore");
    assert_eq!((bookings(&kept), bookings(&home.path())), (Ok(4), Ok(4)));
    // Also at a practice whose key does not open.
    home.tamper().execute_batch("UPDATE desk SET key_wrapped = randomblob(72)").unwrap();
    let store = open(&home.path(), witnessed());
    assert!(store.desk(desk.owner()).is_err());
    store.erase(ada, NOW).unwrap();
    drop(store);
    assert_eq!(
        (bookings(&kept), bookings(&home.path())),
        (Ok(1), Ok(2)),
        "one from before can be told only where it opens"
    );
    Store::restore(&backup, &home.path(), &master(), witnessed()).unwrap();
    assert_eq!(bookings(&home.path()), Ok(1));
}

#[test]
fn a_changed_swapped_or_missing_row_beside_is_found() {
    for spoil in [
        "UPDATE booking SET sealed = CAST(substr(sealed, 1, 60) || x'00' || substr(sealed, 62) AS BLOB)",
        "UPDATE booking SET at_ms = at_ms + 1",
        "UPDATE booking SET until_ms = NULL",
        "UPDATE job SET version = 7",
        "INSERT INTO availability SELECT owner_id, randomblob(16), at_ms, until_ms, version, sealed, about_id FROM therapist",
        "UPDATE booking SET about_id = randomblob(16)",
        "UPDATE therapist SET sealed = (SELECT sealed FROM availability)",
        "DELETE FROM audit WHERE item_id = x'00000000000000000000000000000002'",
        "DELETE FROM audit WHERE item_id = x'00000000000000000000000000000001'",
        "UPDATE desk SET key_wrapped = randomblob(72) WHERE is_practice",
        "UPDATE desk SET is_practice = 0",
        "DELETE FROM desk WHERE is_practice",
        "DELETE FROM practice",
        "DELETE FROM membership",
        "DELETE FROM job",
        "DELETE FROM booking; DELETE FROM occupancy",
        "DELETE FROM occupancy",
        "DELETE FROM occupancy WHERE step = 3",
        "INSERT INTO occupancy SELECT owner_id, resource_id, 99, item_id, version, held_until_ms FROM occupancy WHERE step = 3",
        "UPDATE desk SET tally = NULL",
        "UPDATE desk SET tally = (SELECT key_wrapped FROM desk)",
    ] {
        let home = Home::new();
        let store = home.open();
        let (desk, _) = practice(&store);
        store.book(&desk, &[crate::book::booking(1, 0, 12)], NOW).unwrap();
        assert!(store.verify_all().unwrap().is_whole());
        home.tamper().execute_batch(spoil).unwrap();
        let report = store.verify_all().unwrap();
        assert_eq!(report.broken.len(), 1, "{spoil}");
        assert_eq!(report.broken[0].person, desk.owner());
        assert!(matches!(report.broken[0].why, BrokenWhy::Desk | BrokenWhy::Key | BrokenWhy::Counted), "{spoil}");
    }
}

#[test]
fn nothing_kept_beside_is_readable_in_the_files() {
    let home = Home::new();
    let store = home.open();
    practice(&store);
    assert!(!holds(&home.all_bytes().to_ascii_lowercase(), b"planted"));
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    assert!(!holds(&std::fs::read(backup).unwrap().to_ascii_lowercase(), b"planted"));
}

#[test]
fn a_closed_practice_does_not_come_back_with_an_older_database() {
    let home = Home::new();
    let witnessed = || Options { witness: Some(home.dir.path().join("witness")), ..options() };
    let store = open(&home.path(), witnessed());
    let (desk, ada) = practice(&store);
    store.put(&store.desk(ada).unwrap(), Shelf::Account, &item(json!({}))).unwrap();
    let exported = store.export_practice(&desk, NOW).unwrap();
    let backup = home.dir.path().join("backup.sqlite");
    store.backup(&backup).unwrap();
    store.close_practice(desk.owner(), NOW).unwrap();
    store.erase(ada, NOW).unwrap();
    drop(store);
    let restored = Store::restore(&backup, &home.path(), &master(), witnessed()).unwrap();
    assert_eq!(restored.erased_again, 2);
    let store = open(&home.path(), witnessed());
    assert_eq!(store.practices().unwrap(), []);
    assert!(store.desk(ada).is_err());
    let back = store.import_practice(exported, NOW).map(drop);
    assert_eq!(back, Err(DeskError::Unknown { owner: desk.owner() }));
}

#[test]
fn a_new_master_key_opens_the_desks_too() {
    let home = Home::new();
    let (desk, ada) = practice(&home.open());
    let own = home.open().desk(ada).unwrap();
    home.open().put(&own, Shelf::Account, &item(json!({ "a": 1 }))).unwrap();
    let new = || MasterKey::from_bytes([77; 32]);
    Store::rotate(&home.path(), &master(), &new(), &Rotation::default()).unwrap();
    let store = Store::open_with(&home.path(), new(), options()).unwrap();
    assert!(store.verify_all().unwrap().is_whole());
    let desk = store.desk(desk.owner()).unwrap();
    assert_eq!(store.items(&desk, Shelf::Audit).unwrap().len(), 3);
    assert_eq!(store.items(&store.desk(ada).unwrap(), Shelf::Account).unwrap().len(), 1);
}

#[test]
fn an_audit_whose_tail_was_cut_off_shows() {
    let home = Home::new();
    let witnessed = || Options { witness: Some(home.dir.path().join("witness")), ..options() };
    let store = open(&home.path(), witnessed());
    let (desk, _) = practice(&store);
    assert!(store.verify_all().unwrap().is_whole());
    let last = "item_id = x'00000000000000000000000000000003'";
    let cut = format!("DELETE FROM audit WHERE {last}");
    home.tamper().execute_batch(&cut).unwrap();
    let behind = BrokenLink { person: desk.owner(), seq: Some(3), why: BrokenWhy::AuditBehind };
    assert_eq!(store.verify_all().unwrap().broken, [behind]);
    // Nor can the place be filled again with something else.
    store.note(&desk, at(9), json!({ "read": "nothing" })).unwrap();
    let forked = BrokenLink { why: BrokenWhy::AuditForked, ..behind };
    assert_eq!(store.verify_all().unwrap().broken, [forked]);
    // Put back on purpose, the present state counts.
    store.witness_anew().unwrap();
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn the_audit_of_a_practice_that_came_in_is_witnessed() {
    let (home, elsewhere) = (Home::new(), Home::new());
    let store = home.open();
    let (desk, _) = practice(&store);
    let all = store.export_practice(&desk, NOW).unwrap();
    let there = open(&elsewhere.path(), Options { witness: Some(elsewhere.dir.path().join("witness")), ..options() });
    there.import_practice(all, NOW).unwrap();
    assert!(there.verify_all().unwrap().is_whole());
    elsewhere.tamper().execute_batch("DELETE FROM audit WHERE item_id = x'00000000000000000000000000000003'").unwrap();
    let behind = BrokenLink { person: desk.owner(), seq: Some(3), why: BrokenWhy::AuditBehind };
    assert_eq!(there.verify_all().unwrap().broken, [behind]);
}

#[test]
fn a_practice_arrives_without_those_who_were_erased_or_have_a_pin_here() {
    let (home, elsewhere) = (Home::new(), Home::new());
    let (store, there) = (home.open(), elsewhere.open());
    let (desk, ada) = practice(&store);
    let ben = store.create_person("Ben", None, NOW).unwrap();
    store.put(&desk, Shelf::Membership, &Item { id: ben.as_uuid(), ..item(json!({})) }).unwrap();
    let all = store.export_practice(&desk, NOW).unwrap();
    let record = store.export(&store.unlock(ada, None, NOW).unwrap()).unwrap();
    there.import(record, NOW).unwrap();
    there.erase(ada, NOW).unwrap();
    // A record that cannot be kept is found before anything is written.
    let mut spoilt = all.clone();
    spoilt.people[1].name = " ".to_owned();
    spoilt.people.iter_mut().for_each(|record| record.events.iter_mut().for_each(|event| event.kind.clear()));
    assert!(matches!(there.import_practice(spoilt, NOW), Err(DeskError::Import(_))));
    assert_eq!(there.practices().unwrap(), []);
    // Nor anything where a record here says something else.
    let ben_here = there.import(store.export(&store.unlock(ben, None, NOW).unwrap()).unwrap(), NOW).unwrap();
    let event = number(7);
    there.append(&ben_here, event.clone()).unwrap();
    let mut other = all.clone();
    let mut taken = all.people.iter().find(|record| record.person == ada).unwrap().events[0].clone();
    taken.id = event.id;
    other.people.iter_mut().find(|record| record.person == ben).unwrap().events.push(taken);
    assert!(matches!(there.import_practice(other, NOW), Err(DeskError::Import(_))));
    assert_eq!(there.practices().unwrap(), []);
    let arrived = there.import_practice(all, NOW).unwrap();
    assert_eq!(there.items(&arrived.desk, Shelf::Membership).unwrap().len(), 1, "whoever was erased here is no member");
    assert_eq!((arrived.records, arrived.left_out.as_slice()), (1, [ada].as_slice()));
    assert!(there.erased_at(ada).unwrap().is_some() && there.verify_all().unwrap().is_whole());
}
