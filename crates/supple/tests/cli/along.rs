//! A record that moves: what its decisions were made with goes along, and what cannot be taken in leaves nothing behind.

use std::fs;

use serde_json::{Value, json};
use supple_care::at_once;
use supple_knowledge::{Files, compile};
use supple_record::{Record, kinds};
use supple_store::{Item, Shelf, Store};

use crate::keep::{House, NOW, event, ok, open};

/// The knowledge of another day: what it says is the same, its version is not.
fn of_then() -> Files {
    let mut files: Vec<(String, String)> =
        Files::embedded().iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    files.iter_mut().filter(|(path, _)| path.ends_with("limits/ES-SUBOCCIPITAL.toml")).for_each(|(_, text)| {
        text.push_str("\n# As it was then.\n");
    });
    Files::new(files)
}

/// Ada's decision with the knowledge of then. Its version.
fn decided(store: &Store, house: &House) -> String {
    let files = of_then();
    let knowledge = compile(&files).unwrap();
    assert_ne!(knowledge.version, Files::embedded().version());
    let key = store.unlock(house.ada, None, NOW).unwrap();
    let mut answers = event(41, json!({ "page": "today", "answers": { "fever": "unknown" } }));
    answers.kind = "answers.given".to_owned();
    store.append(&key, answers).unwrap();
    let events = store.events(&key).unwrap();
    let record = Record::fold(&knowledge, &events);
    let (sheet, _) = record.sheet(&knowledge, supple_record::day_of(&events[0]));
    let mut decision = event(42, kinds::decision(&knowledge, &sheet, &at_once::told(&knowledge, &sheet)).payload);
    decision.kind = "decision.made".to_owned();
    store.append(&key, decision).unwrap();
    store.keep_knowledge(&knowledge.version, files.pack().unwrap()).unwrap();
    knowledge.version.clone()
}

fn replayed(house: &House, who: &str) -> (i32, String) {
    let ran = house.run(&["record", "replay", who]);
    (ran.code, ran.out)
}

#[test]
fn old_decisions_are_computed_again_on_the_other_machine() {
    let (here, there, without) = (House::new(), House::new(), House::new());
    let version = decided(&open(here.dir.path()), &here);
    assert_eq!(replayed(&here, "Ada").0, 0);
    let (file, bare, spoilt) = (here.path("ada.json"), here.path("bare.json"), here.path("spoilt.json"));
    let path = |file: &std::path::Path| file.to_str().unwrap().to_owned();
    ok(&here.run(&["record", "export", "Ada", "--to", &path(&file)]));
    let mut text: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(text["knowledge"].as_object().unwrap().keys().collect::<Vec<_>>(), [&version]);
    // Byte for byte: the record there is the one that is exported here.
    ok(&there.run(&["record", "import", &path(&file)]));
    let (code, out) = replayed(&there, &here.ada.to_string());
    assert!(code == 0 && out.contains(&version), "{out}");
    let again: Value = serde_json::from_str(ok(&there.run(&["record", "export", &here.ada.to_string()]))).unwrap();
    assert_eq!(again, text);
    // Knowledge that is not what its name says is refused, and nothing of the file is taken in.
    text["knowledge"][&version] = json!("bm90aGluZw==");
    fs::write(&spoilt, text.to_string()).unwrap();
    let ran = without.run(&["record", "import", &path(&spoilt)]);
    assert!(ran.code == 2 && ran.err.contains(&version), "{ran:?}");
    assert!(!ok(&without.run(&["record", "people"])).contains(&here.ada.to_string()));
    // Without it nobody knows, and that is said.
    text.as_object_mut().unwrap().remove("knowledge");
    fs::write(&bare, text.to_string()).unwrap();
    ok(&without.run(&["record", "import", &path(&bare)]));
    assert_eq!(replayed(&without, &here.ada.to_string()).0, 1);
    // Brought along later, it is known after all.
    ok(&without.run(&["record", "import", &path(&file)]));
    assert_eq!(replayed(&without, &here.ada.to_string()).0, 0);
}

#[test]
fn a_practice_takes_the_knowledge_of_its_records_along() {
    let (here, there) = (House::new(), House::new());
    let store = open(here.dir.path());
    let version = decided(&store, &here);
    let page = json!({ "name": "Two Hands", "place": "US-NJ", "zone": "UTC", "rooms": [], "services": [], "notice": 0,
        "horizon_days": 90, "policy": { "tiers": [], "grace_min": 0, "no_show": 0 } });
    let desk = store.create_practice(page).unwrap();
    let member = Item { id: here.ada.as_uuid(), at: None, until: None, about: None, version: 0, body: json!({}) };
    store.put(&desk, Shelf::Membership, &member).unwrap();
    let practice = desk.owner().to_string();
    drop((desk, store));
    let file = here.path("practice.json");
    let path = file.to_str().unwrap();
    ok(&here.run(&["record", "export-practice", &practice, "--to", path]));
    let text: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert!(text["knowledge"][&version].is_string() && text["people"][0]["knowledge"].is_null());
    ok(&there.run(&["record", "import-practice", path]));
    let (code, out) = replayed(&there, &here.ada.to_string());
    assert!(code == 0 && out.contains(&version), "{out}");
}

#[test]
fn a_file_that_is_not_there_or_no_record_makes_no_records() {
    let dir = tempfile::tempdir().unwrap();
    let (data, bad) = (dir.path().join("new"), dir.path().join("bad.json"));
    fs::write(&bad, "{\"answers\": {}}").unwrap();
    let missing = dir.path().join("missing.json");
    for (file, why) in [(&missing, "missing.json"), (&bad, "unknown field `answers`")] {
        for action in ["import", "import-practice"] {
            let args = ["record", action, file.to_str().unwrap(), "--data", data.to_str().unwrap()];
            let ran = crate::run::supple(&args, b"");
            assert!(ran.code == 2 && ran.err.contains(why) && !ran.err.contains("smallest"), "{ran:?}");
            assert!(!data.exists(), "{ran:?}");
        }
    }
}

#[test]
fn what_came_in_is_counted_as_it_is_and_what_did_not_is_said() {
    let (here, there) = (House::new(), House::new());
    let mut text: Value = serde_json::from_str(ok(&here.run(&["record", "export", "Ada"]))).unwrap();
    let first = text["events"][0].clone();
    text["events"].as_array_mut().unwrap().push(first);
    text["bookings"] = json!([{ "practice": here.ada.to_string(), "id": here.ada.to_string(), "body": null }]);
    let file = here.path("twice.json");
    fs::write(&file, text.to_string()).unwrap();
    let ran = there.run(&["record", "import", file.to_str().unwrap()]);
    assert!(ok(&ran).contains("2 entries") && ran.out.contains("1 appointment is in the file too"), "{ran:?}");
}

#[test]
fn records_that_are_gone_are_said_and_not_begun_anew() {
    let house = House::new();
    fs::remove_file(house.path("supple.sqlite")).unwrap();
    let ran = house.run(&["doctor"]);
    assert!(ran.code == 1 && ran.out.contains("has seen some"), "{ran:?}");
    let ran = house.run(&["interview", "--keep", "Ada"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(!house.path("supple.sqlite").exists());
}

#[test]
fn doctor_makes_nothing_on_a_server_whose_key_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let data = ["--data", dir.path().to_str().unwrap(), "--database", "postgres://supple@127.0.0.1:1/supple"];
    let ran = crate::run::supple(&[&["doctor"][..], &data].concat(), b"");
    assert!(ran.code == 1 && ran.out.contains("supple.key"), "{ran:?}");
    assert!(!ran.out.contains("cannot be used"), "it was not even asked: {ran:?}");
    assert!(!dir.path().join("supple.key").exists() && !dir.path().join("supple.witness").exists());
}
