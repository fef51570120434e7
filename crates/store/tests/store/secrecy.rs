//! Nothing of a person stands in clear in any file.

use serde_json::json;
use supple_store::{NewEvent, PersonId, Who};

use crate::common::{Home, NOW, holds, saying};

#[test]
fn no_planted_word_is_in_the_files() {
    let home = Home::new();
    let store = home.open();
    let person = store.create_person("Plantedname", Some("plantedpin"), NOW).unwrap();
    let key = store.unlock(person, Some("plantedpin"), NOW).unwrap();
    let event = NewEvent {
        kind: "plantedkind".to_owned(),
        zone: "Planted/Zone".to_owned(),
        who: Who::Proxy { name: "Plantedproxy".to_owned(), relation: "plantedrelation".to_owned() },
        ..saying(json!({ "plantedfield": "plantedvalue" }))
    };
    store.append(&key, event.clone()).unwrap();
    store.rename(&key, "Plantedrename").unwrap();
    store.set_pin(&key, "plantedpin2").unwrap();
    store.append(&key, NewEvent { id: crate::common::fresh_id(), ..event.clone() }).unwrap();
    let log = std::fs::metadata(home.dir.path().join("home.sqlite-wal")).unwrap().len();
    assert!(log > 0, "the write-ahead log is among what is searched");
    let open = home.all_bytes();
    drop(store);
    let closed = home.all_bytes();
    for bytes in [open, closed] {
        // What must be there: the search itself works.
        assert!(holds(&bytes, event.id.as_bytes()) && holds(&bytes, person.as_uuid().as_bytes()));
        let lower = bytes.to_ascii_lowercase();
        assert!(!holds(&lower, b"planted"));
        assert!(!holds(&bytes, &[42; 32]), "nor the master key");
        assert!(!holds(&bytes, &NOW.0.to_string().into_bytes()), "nor the time");
    }
}

#[test]
fn events_of_one_size_class_have_one_size() {
    let home = Home::new();
    let store = home.open();
    let (person, key) = crate::common::somebody(&store);
    store.append(&key, NewEvent { kind: "crisis".to_owned(), ..saying(json!({ "answer": "yes" })) }).unwrap();
    store.append(&key, NewEvent { kind: "cleared".to_owned(), ..saying(json!({})) }).unwrap();
    let sizes: Vec<i64> = rusqlite::Connection::open(home.path())
        .unwrap()
        .prepare("SELECT length(sealed) FROM event WHERE person_id = ?1")
        .unwrap()
        .query_map([person.as_uuid().as_bytes()], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(sizes, [256 + 40, 256 + 40]);
}

#[test]
fn debug_output_shows_nothing() {
    let home = Home::new();
    let store = home.open();
    let (_, key) = crate::common::somebody(&store);
    let event = NewEvent {
        kind: "plantedkind".to_owned(),
        who: Who::Proxy { name: "planted".to_owned(), relation: "planted".to_owned() },
        ..saying(json!("planted"))
    };
    store.append(&key, event.clone()).unwrap();
    store.rename(&key, "planted").unwrap();
    let read = store.events(&key).unwrap();
    let shown = format!("{event:?} {read:?} {:?} {:?} {key:?} {store:?}", event.who, store.people());
    assert!(!shown.contains("planted"));
    assert!(shown.contains(&key.person().to_string()));
    let id: PersonId = key.person().to_string().parse().unwrap();
    assert_eq!(id, key.person());
}
