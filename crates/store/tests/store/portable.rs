//! Taking a record along, and bringing it back.

use serde_json::json;
use supple_store::{AppendError, Contact, EventProblem, ImportError, NewEvent, PinError, Portable, Store, UtcMs, Who};

use crate::common::{Home, NOW, number, saying, somebody};

fn full(store: &Store) -> Portable {
    let person = store.create_person("Léa \u{202e}שלום", None, NOW).unwrap();
    let key = store.unlock(person, None, NOW).unwrap();
    store.set_contact(&key, Contact { mail: Some("lea@example.org".to_owned()), phone: None }).unwrap();
    let strange = NewEvent {
        kind: "a kind from the future".to_owned(),
        version: 9,
        at: UtcMs(-1),
        who: Who::Proxy { name: "Ben".to_owned(), relation: "son".to_owned() },
        ..saying(json!({"b": [null, 0.1, u64::MAX]}))
    };
    store.append_many(&key, vec![number(0), strange, number(1)]).unwrap();
    store.export(&key).unwrap()
}

#[test]
fn what_is_exported_comes_back_in_another_home() {
    let (here, there) = (Home::new(), Home::new());
    let exported = full(&here.open());
    let text = serde_json::to_string(&exported).unwrap();
    let back: Portable = serde_json::from_str(&text).unwrap();
    let store = there.open();
    let key = store.import(back.clone(), NOW).unwrap();
    assert_eq!(store.export(&key).unwrap(), exported);
    assert_eq!(store.find("lea@example.org", 5).unwrap()[0].id, exported.person);
    // Importing again changes nothing; a record that went on keeps what it has.
    store.append(&key, number(7)).unwrap();
    store.import(back, NOW).unwrap();
    assert_eq!(store.events(&key).unwrap().len(), 4);
    assert!(store.verify_all().unwrap().is_whole());
}

#[test]
fn an_import_that_was_cut_off_is_finished_by_importing_again() {
    let (here, there) = (Home::new(), Home::new());
    let exported = full(&here.open());
    let store = there.open();
    let half = Portable { events: exported.events[..1].to_vec(), ..exported.clone() };
    store.import(half, NOW).unwrap();
    let key = store.import(exported.clone(), NOW).unwrap();
    assert_eq!(store.export(&key).unwrap(), exported);
}

#[test]
fn the_erased_are_not_brought_back_and_a_pin_is_not_gone_round() {
    let home = Home::new();
    let store = home.open();
    let exported = full(&store);
    let key = store.unlock(exported.person, None, NOW).unwrap();
    store.set_pin(&key, "4711").unwrap();
    assert_eq!(store.import(exported.clone(), NOW).err(), Some(ImportError::Here(PinError::Needed)));
    store.erase(exported.person, NOW).unwrap();
    let person = exported.person;
    assert_eq!(store.import(exported, NOW).err(), Some(ImportError::Here(PinError::Erased { person })));
}

#[test]
fn what_does_not_fit_is_refused_before_anything_is_written() {
    let (here, there) = (Home::new(), Home::new());
    let exported = full(&here.open());
    let store = there.open();
    let other = Portable { format: "supple-person/2".to_owned(), ..exported.clone() };
    assert!(matches!(store.import(other, NOW), Err(ImportError::Format { .. })));
    let mut bad = exported.clone();
    bad.events[2].kind = String::new();
    assert!(matches!(store.import(bad, NOW), Err(ImportError::Invalid { .. })));
    assert!(matches!(store.import(Portable { name: " ".to_owned(), ..exported.clone() }, NOW), Err(ImportError::Name)));
    assert_eq!(store.people().unwrap(), []);
    store.import(exported.clone(), NOW).unwrap();
    let mut changed = exported;
    changed.events[0].payload = json!("something else");
    assert!(matches!(store.import(changed, NOW), Err(ImportError::Append(_))));
}

#[test]
fn an_export_shows_nothing_in_a_log() {
    let home = Home::new();
    let store = home.open();
    let (_, key) = somebody(&store);
    store.append(&key, saying(json!("planted"))).unwrap();
    let exported = store.export(&key).unwrap();
    let shown = format!("{exported:?} {:?}", exported.events);
    assert!(!shown.contains("planted") && !shown.contains("Ada"));
}

#[test]
fn one_id_with_two_contents_leaves_nobody_behind() {
    let (home, elsewhere) = (Home::new(), Home::new());
    let store = home.open();
    let (person, key) = somebody(&store);
    store.append_many(&key, vec![number(0), number(1)]).unwrap();
    let mut record = store.export(&key).unwrap();
    record.events[1].id = record.events[0].id;
    let id = record.events[0].id;
    let there = elsewhere.open();
    assert_eq!(there.import(record, NOW).err(), Some(ImportError::Append(AppendError::IdTaken { id })));
    assert!(there.people().unwrap().is_empty() && there.last_seq(person).is_err());
}

#[test]
fn a_moment_that_no_calendar_has_is_refused_in_words() {
    let home = Home::new();
    let store = home.open();
    let (_, key) = somebody(&store);
    for at in [i64::MAX, i64::MIN, 253_402_207_200_000] {
        let refused = store.append(&key, NewEvent { at: UtcMs(at), ..number(0) }).unwrap_err();
        assert!(matches!(&refused, AppendError::Invalid { problems, .. } if *problems == [EventProblem::At]));
        assert!(refused.to_string().ends_with("the moment lies outside the years 1 to 9999"), "{refused}");
    }
    store.append(&key, NewEvent { at: UtcMs(-62_135_596_800_000), ..number(0) }).unwrap();
}

#[test]
fn what_is_written_event_by_event_is_what_is_written_whole() {
    let home = crate::common::Home::new();
    let store = home.open();
    let (_, key) = crate::common::somebody(&store);
    let nothing = store.export(&key).unwrap();
    store.append_many(&key, (0..3).map(crate::common::number).collect()).unwrap();
    let some = store.export(&key).unwrap();
    let along = supple_store::Portable {
        mail: Some("ada@example.org".to_owned()),
        shut: vec![some.person],
        knowledge: [("0123".to_owned(), "AA==".to_owned())].into(),
        ..some.clone()
    };
    for record in [nothing, some, along] {
        assert_eq!(record.clone().into_json().unwrap(), serde_json::to_vec_pretty(&record).unwrap());
    }
}
