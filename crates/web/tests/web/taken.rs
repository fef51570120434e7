//! The page that is taken along: every entry in words, each answer beside its own question, and nothing left out.

use std::sync::Arc;

use serde_json::{Value, json};
use supple_store::{NewEvent, PersonKey, UtcMs, Uuid, Who};
use supple_web::readable;
use supple_words::{PSEUDO, Words};

use crate::common::{Home, knowledge};

const NOW: UtcMs = UtcMs(1_795_285_800_000);
const SESSION: &str = "01990000-0000-7000-8000-000000000001";

/// Somebody with these entries.
fn somebody(home: &Home, entries: &[(&str, Value)]) -> PersonKey {
    let id = home.app.store.create_person("7", None, NOW).unwrap();
    let key = home.app.store.unlock(id, None, NOW).unwrap();
    for (nth, (kind, payload)) in (1_i64..).zip(entries) {
        let event = NewEvent {
            id: Uuid::from_u128(u128::from(nth.unsigned_abs())),
            at: UtcMs(NOW.0 + nth),
            zone: "Europe/Berlin".to_owned(),
            kind: (*kind).to_owned(),
            version: 1,
            who: Who::Self_,
            payload: payload.clone(),
        };
        home.app.store.append(&key, event).unwrap();
    }
    key
}

fn page(home: &Home, key: &PersonKey, lang: &str) -> String {
    let words = Arc::new(Words::load(lang).unwrap());
    let record = home.app.store.export(key).unwrap();
    readable(&knowledge(), words, &home.app.store, record, NOW)
}

/// The text of a piece of the page, without its marks.
fn bare(page: &str) -> String {
    let text: String = page
        .split('<')
        .enumerate()
        .map(|(nth, part)| if nth == 0 { part } else { part.split_once('>').map_or(part, |(_, text)| text) })
        .collect();
    let known = [("&#38;", "&"), ("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">")];
    known.iter().fold(text, |text, (mark, letter)| text.replace(mark, letter))
}

/// What stands in the elements of this name.
fn all(page: &str, tag: &str) -> Vec<String> {
    let (begin, end) = (format!("<{tag}>"), format!("</{tag}>"));
    let texts: Vec<String> = page.split(&begin).skip(1).map(|part| bare(part.split(&end).next().unwrap())).collect();
    assert!(!texts.is_empty() && texts.iter().all(|text| !text.is_empty()));
    texts
}

#[test]
fn an_answer_stands_beside_the_question_of_its_own_measure() {
    let home = Home::new();
    for measure in &knowledge().measures.instruments {
        let answers: serde_json::Map<String, Value> =
            measure.items.iter().map(|item| (item.id.clone(), json!(measure.range.0))).collect();
        let entry = json!({ "instrument": measure.id, "for": "review", "day": "2026-01-01", "answers": answers });
        let key = somebody(&home, &[("check-in.given", entry)]);
        let page = page(&home, &key, "en");
        let labels = all(&page, "dt");
        for item in &measure.items {
            let asked = |label: &String| label.ends_with(&format!(" · {}", item.ask));
            assert!(labels.iter().any(asked), "{}: {} is not in {labels:?}", measure.id, item.ask);
        }
    }
}

/// An entry of every kind, with every field that any of them has.
fn rich() -> Vec<(&'static str, Value)> {
    let knowledge = knowledge();
    let (rule, watch) = (&knowledge.rules[0].id, knowledge.watches.iter().find_map(|it| it.rule.as_ref()).unwrap());
    let (place, stroke) = (&knowledge.places[0], &knowledge.techniques.strokes[0].id);
    let (site, shape) = (&knowledge.techniques.sites[0].id, &knowledge.techniques.shapes[0].id);
    let (course, routine) = (&knowledge.courses.courses[0].id, &knowledge.courses.routines[0].id);
    let (position, device) = (&knowledge.terms.positions[0].id, &knowledge.terms.devices[0].id);
    let technique = &knowledge.techniques.techniques[0].id;
    let surface = &knowledge.courses.surfaces[0].id;
    let wishes = json!({
        "giver": "self", "position": position, "surface": surface, "course": course, "shape": shape,
        "devices": [device], "sites": [site], "firmness": "either", "minutes": 20, "minutes_a_week": 60, "clothed": true,
    });
    let order = |what: &str| {
        json!({
            "what": what, "routine": routine, "giver": "self", "position": position, "course": course, "shape": shape,
            "surface": surface, "technique": technique, "minutes": 20, "clothed": true, "firmness": "gentle",
            "devices": [device], "sites": [site], "session": SESSION, "before": 5, "said": { "pain-before": 5 },
        })
    };
    let mark = json!({
        "site": place.site, "side": place.side, "intensity": 4, "quality": ["ache", "numb"], "depth": "deep",
        "spreads": [place.id, knowledge.places[1].id], "since": "2026-10-01",
    });
    let map = |state: &str| json!({ "page": "map", "answers": {}, "map": { "state": state, "pain": [mark], "chosen": [place.id] } });
    let checked = json!({
        "session": SESSION, "second": 300, "step": stroke, "discomfort": 4, "signs": [watch.code], "did": "stop-place",
        "rule": watch.code, "from": "code",
    });
    let ended = json!({
        "session": SESSION, "before": 5, "after": 3, "said": { "pain-after": 3, "signs-after": "no" },
        "played_s": 600, "of_s": 900, "from": "code",
    });
    let decision = json!({
        "knowledge": "0123", "today": "2026-11-21", "disposition": "clear", "timeframe": knowledge.terms.timeframes[0].id,
        "crisis": false, "rules": [{ "rule": rule, "certain": true, "does": "medical-first", "lifted": true }],
        "restrictions": [{ "say": knowledge.restrictions[0].say, "places": [place.id] }],
    });
    let plan = json!({
        "knowledge": "0123", "today": "2026-11-21", "wishes": wishes, "course": course, "sessions": 6, "times": 1,
        "in_days": 7, "duration_min": 20, "review": "2026-12-24", "sites": [site],
        "upkeep": { "every_weeks": 2, "until": "2027-03-01" },
    });
    let agreement = json!({
        "by": "1", "from": "2026-11-01", "until": "2026-12-01", "rules": [rule], "max_pressure": 2, "max_minutes": 20,
    });
    let pain = json!({ "instrument": "rmdq-24", "for": "weekly", "day": "2026-11-21", "place": place.id, "answers": { "r01": 1, "r02": 0 } });
    let morning =
        json!({ "session": SESSION, "said": { "soreness": 3, "sleep-night": 6, "signs-morning": "unknown" } });
    vec![
        ("answers.given", json!({ "page": "general", "answers": { "fever": "no", "chest_pain": "unknown" } })),
        ("answers.given", map("draft")),
        ("answers.given", map("confirmed")),
        ("answers.given", map("unknown")),
        ("agreement.recorded", agreement),
        ("decision.made", decision),
        ("door.chosen", json!({ "door": "d1" })),
        ("country.chosen", json!({ "country": "DE" })),
        ("plan.chosen", plan),
        ("session.started", order("gentle")),
        ("session.started", order("routine")),
        ("session.saved", order("breathe")),
        ("session.saved", order("plan")),
        ("session.checked", checked),
        ("session.stopped", json!({ "session": SESSION, "second": 300, "how": "end-session", "step": 0 })),
        ("session.stopped", json!({ "session": SESSION, "second": 300, "how": "stopped", "step": 0 })),
        ("session.ended", ended),
        ("morning.answered", morning),
        ("lesson.finished", json!({ "giver": "1", "person": SESSION })),
        ("check-in.given", pain),
        ("check-in.put-off", json!({ "instrument": "peg" })),
        ("reaction.reported", json!({ "session": SESSION, "what": ["bruise"], "bad": "mild", "lasted": null })),
        ("event.noted", json!({ "what": "fall", "day": "2026-01-01" })),
        (
            "review.answered",
            json!({ "way": "doctor", "rule": knowledge.measures.adapt[0].id, "course": null, "seen": true }),
        ),
        ("rescreen.started", json!({})),
    ]
}

#[test]
fn no_value_on_the_page_is_a_code() {
    let home = Home::new();
    let key = somebody(&home, &rich());
    let page = page(&home, &key, PSEUDO);
    // In the pseudo-language every word of the program has an accent: what is left plain did not come from its words.
    let plain = |text: &String| text.chars().any(|letter| letter.is_ascii_lowercase());
    let raw: Vec<String> = all(&page, "dd").into_iter().filter(plain).collect();
    assert!(raw.is_empty(), "as they stand in the file: {raw:#?}");
    let raw: Vec<String> = all(&page, "dt").into_iter().filter(plain).collect();
    assert!(raw.is_empty(), "as they stand in the file: {raw:#?}");
    assert!(!page.contains(SESSION));
}

#[test]
fn what_has_another_form_than_today_stands_there_as_it_is() {
    let home = Home::new();
    let entries = [
        ("answers.given", json!({ "page": "moon", "answers": [{ "fever": "wolf" }], "texts": null, "more": 41 })),
        ("answers.given", json!({ "page": "general", "answers": { "fever": { "since": "owl" }, "tail": "wags" } })),
        (
            "decision.made",
            json!({ "disposition": "clear", "rules": [{ "rule": "OLD-1", "does": "fox" }, "crow"], "restrictions": [{ "say": 43 }] }),
        ),
    ];
    let key = somebody(&home, &entries);
    let said = bare(&page(&home, &key, "en"));
    for part in ["moon", "wolf", "41", "owl", "tail", "wags", "OLD-1", "fox", "crow", "43"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(said.contains("Answers: An entry from another version of this program"), "{said}");
}

#[tokio::test]
async fn a_booking_is_told_as_its_practice_calls_it() {
    let home = Home::new();
    let (_, _, mut client, id) = crate::practice::shared(&home).await;
    let page = client.get("/record/take.html").await;
    let bookings = bare(page.html.split("<h2>What practices keep about your sessions").nth(1).unwrap());
    let expected = [
        "Back Room",
        "Massage",
        "Cleo",
        "Blue",
        "booked",
        "America/New_York",
        "Monday, 23 November 2026, 15:30 – 16:30",
        "Monday, 23 November 2026, 15:30 – 16:40",
    ];
    for part in expected {
        assert!(bookings.contains(part), "{part} is missing: {bookings}");
    }
    assert!(!bookings.contains(&id) && !bookings.contains("· from"), "{bookings}");
    let raw = |word: &str| word.len() == 36 && Uuid::try_parse(word).is_ok();
    assert!(!bookings.split_whitespace().any(raw), "{bookings}");
}

#[test]
fn control_characters_are_shown_and_kept_as_they_are() {
    let home = Home::new();
    let odd = "a\u{0}b\u{7}c\u{1b}[2Jd\u{7f}e\u{85}f\rg\th\ni";
    let key =
        somebody(&home, &[("event.noted", json!({ "what": odd, "day": "2026-11-01" })), (odd, json!({ odd: odd }))]);
    home.app.store.rename(&key, odd).unwrap();
    let page = page(&home, &key, "en");
    let raw: Vec<char> = page.chars().filter(|letter| letter.is_control() && !matches!(letter, '\n' | '\t')).collect();
    assert_eq!(raw, []);
    assert!(page.matches("a\u{2400}b\u{2407}c\u{241b}[2Jd\u{2421}e\u{fffd}f\u{240d}g\th\ni").count() >= 4, "{page}");
    let record = home.app.store.export(&key).unwrap();
    let json = serde_json::to_string(&record).unwrap();
    let back: supple_store::Portable = serde_json::from_str(&json).unwrap();
    assert!(back.name == odd && back.events[1].kind == odd && back.events[1].payload[odd] == odd);
}
