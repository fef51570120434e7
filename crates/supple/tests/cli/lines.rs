//! Records as lines and as tables: brought back whole from lines, and noticed where a line is missing.

use std::fs;

use serde_json::{Value, json};
use supple_store::{Item, Shelf};

use crate::keep::{House, NOW, event, open};

fn text(house: &House, name: &str) -> String {
    fs::read_to_string(house.path(name)).unwrap()
}

fn at(house: &House, name: &str) -> String {
    house.path(name).to_str().unwrap().to_owned()
}

fn good(ran: &crate::run::Ran) {
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_record_comes_back_whole_from_its_lines_and_every_missing_line_is_noticed() {
    let (here, there) = (House::new(), House::new());
    let store = open(here.dir.path());
    let key = store.unlock(here.ada, None, NOW).unwrap();
    let strange =
        json!({ "a \"quote\"\r\nand a line": "=1+1", "deep": [{ "ä": null }, 1.5, 9_007_199_254_740_993_u64] });
    store
        .append(&key, supple_store::NewEvent { kind: "tail.wagged".to_owned(), version: 3, ..event(9, strange) })
        .unwrap();
    drop(store);
    good(&here.run(&["record", "export", "Ada", "--form", "json", "--to", &at(&here, "ada.json")]));
    good(&here.run(&["record", "export", "Ada", "--form", "ndjson", "--to", &at(&here, "ada.ndjson")]));
    good(&here.run(&["record", "export", "Ada", "--form", "csv", "--to", &at(&here, "ada.csv")]));
    let lines = text(&here, "ada.ndjson");
    assert_eq!(lines.lines().count(), 4, "one for the person, and one for each event");
    assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).unwrap().is_object()));
    let all: Vec<&str> = lines.lines().collect();
    for missing in 1..all.len() {
        let fewer: Vec<&str> =
            all.iter().enumerate().filter(|(nth, _)| *nth != missing).map(|(_, line)| *line).collect();
        fs::write(here.path("fewer.ndjson"), fewer.join("\n")).unwrap();
        let ran = there.run(&["record", "import", &at(&here, "fewer.ndjson")]);
        assert!(ran.code == 2 && ran.err.contains("fewer lines"), "{ran:?}");
    }
    for (spoilt, why) in [
        (format!("{lines}{}\n", all[1]), "not announced"),
        (lines.replacen("\"zone\":", "\"zone\":\"UTC\",\"zone\":", 1), "line 2"),
        (lines[..lines.len() - 9].to_owned(), "line 4"),
    ] {
        fs::write(here.path("spoilt.ndjson"), spoilt).unwrap();
        let ran = there.run(&["record", "import", &at(&here, "spoilt.ndjson")]);
        assert!(ran.code == 2 && ran.err.contains(why), "{why}: {ran:?}");
    }
    good(&there.run(&["record", "import", &at(&here, "ada.ndjson")]));
    good(&there.run(&["record", "export", &here.ada.to_string(), "--to", &at(&there, "again.json")]));
    assert_eq!(text(&there, "again.json"), text(&here, "ada.json"));
    let table = text(&here, "ada.csv");
    assert_eq!(table.matches("\r\n\"").count(), 3, "{table}");
    assert!(table.contains("\"tail.wagged\",\"3\"") && table.contains(r#"\""quote\"""#), "{table}");
}

#[test]
fn a_practice_comes_back_whole_from_its_lines() {
    let (here, there) = (House::new(), tempfile::tempdir().unwrap());
    let store = open(here.dir.path());
    let page = json!({ "name": "Two Hands", "place": "us-nj", "zone": "UTC", "rooms": [], "services": [], "notice": 0,
        "horizon_days": 90, "policy": { "tiers": [], "grace_min": 0, "no_show": 0 } });
    let desk = store.create_practice(page).unwrap();
    let body = json!({ "name": "Ada", "roles": ["client"], "therapist": null, "invited": null });
    let member = Item { id: here.ada.as_uuid(), at: None, until: None, about: None, version: 0, body };
    store.put(&desk, Shelf::Membership, &member).unwrap();
    store.note(&desk, NOW, json!({ "read": "Ada" })).unwrap();
    let id = desk.owner().to_string();
    drop((desk, store));
    for form in ["json", "ndjson", "csv", "fhir"] {
        good(&here.run(&["record", "export-practice", &id, "--form", form, "--to", &at(&here, &format!("p.{form}"))]));
    }
    let data = ["--data", there.path().to_str().unwrap()];
    let run = |words: &[&str]| crate::run::supple(&[words, &data].concat(), b"");
    let cut = text(&here, "p.ndjson");
    let cut: Vec<&str> = cut.lines().collect();
    fs::write(here.path("cut.ndjson"), cut[..cut.len() - 1].join("\n")).unwrap();
    assert_eq!(run(&["record", "import-practice", &at(&here, "cut.ndjson")]).code, 2);
    good(&run(&["record", "import-practice", &at(&here, "p.ndjson")]));
    let again = there.path().join("again.json");
    good(&run(&["record", "export-practice", &id, "--to", again.to_str().unwrap()]));
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(parsed(&fs::read_to_string(&again).unwrap())["shelves"], parsed(&text(&here, "p.json"))["shelves"]);
    assert_eq!(parsed(&fs::read_to_string(&again).unwrap())["people"], parsed(&text(&here, "p.json"))["people"]);
    let resources: Vec<Value> = text(&here, "p.fhir").lines().map(parsed).collect();
    assert_eq!((&resources[0]["resourceType"], &resources[0]["name"]), (&json!("Organization"), &json!("Two Hands")));
    let table = text(&here, "p.csv");
    assert!(table.starts_with("shelf,id,at_utc,until_utc,about,body\r\n") && table.contains("Two Hands"), "{table}");
}
