//! Taking a record along, destroying it, and computing its decisions again.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use supple_care::Knowledge;
use supple_record::{Again, replay};
use supple_store::{MasterKey, NewEvent, PersonKey, Portable, Rotation, Store, UtcMs, Uuid, Who};
use supple_web::router;

use crate::common::{Browser, Home, fields, finished, knowledge, text_of};

const NOW: UtcMs = UtcMs(1_795_285_800_000);

/// Somebody with a result, and the key to their record.
async fn settled(home: &Home, name: &str) -> (Browser, PersonKey) {
    let browser = finished(home, name, &[]).await;
    let id = home.app.store.people().unwrap().last().unwrap().id;
    let key = home.app.store.unlock(id, None, NOW).unwrap();
    (browser, key)
}

fn from_the_future(payload: serde_json::Value, at: UtcMs) -> NewEvent {
    NewEvent {
        id: Uuid::from_u128(7),
        at,
        zone: "Asia/Kathmandu".to_owned(),
        kind: "tail.wagged".to_owned(),
        version: 3,
        who: Who::Proxy { name: "Ben <b>".to_owned(), relation: "son".to_owned() },
        payload,
    }
}

#[tokio::test]
async fn everything_is_in_the_page_that_is_taken_along() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada <script>alert(1)</script>").await;
    let strange = from_the_future(serde_json::json!({"tail": {"wags": [4, "often<i>"]}}), UtcMs(0));
    home.app.store.append(&key, strange).unwrap();
    let take = browser.get("/record/take").await;
    assert!(take.says("/record/take.html") && take.says("/record/take.json"));
    let page = browser.get("/record/take.html").await;
    assert_eq!(page.headers.get(header::CONTENT_DISPOSITION).unwrap(), "attachment; filename=\"supple-record.html\"");
    assert_eq!(page.headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
    assert!(!page.html.contains('«') && !page.html.contains("<script") && !page.html.contains("<i>"));
    assert!(!page.html.contains("http"), "it needs nothing from anywhere");
    let said = text_of(&page.html);
    let asked = knowledge().questions.iter().find(|question| question.id == "fever").unwrap().ask.clone();
    for part in ["Ada", asked.as_str(), "tail.wagged 3", "tail · wags", "4; often", "son", "earlier here"] {
        assert!(said.contains(part) || page.html.contains(part), "{part} is missing");
    }
    let events = home.app.store.events(&key).unwrap().len();
    assert_eq!(page.html.matches("<h2>").count(), events, "every entry stands in it");
    // And the timeline shows that there is something it does not know.
    assert!(browser.get("/record").await.says("another version"));
}

#[tokio::test]
async fn every_kind_of_entry_is_told_in_words() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    let session = "01990000-0000-7000-8000-000000000001";
    let kinds = [
        ("session.saved", serde_json::json!({ "session": session, "giver": "self" }), "taken along"),
        ("session.checked", serde_json::json!({ "session": session, "discomfort": 4 }), "discomfort, 0 to 10"),
        ("morning.answered", serde_json::json!({ "session": session, "said": { "soreness": 3 } }), "The morning after"),
        ("lesson.finished", serde_json::json!({ "giver": "Ben" }), "Lesson finished"),
        ("plan.chosen", serde_json::json!({ "course": "low-back-usual", "wishes": {} }), "Plan taken"),
        ("check-in.put-off", serde_json::json!({ "instrument": "peg" }), "Put off"),
        ("reaction.reported", serde_json::json!({ "session": session, "what": ["bruise"] }), "A bruise"),
        ("event.noted", serde_json::json!({ "what": "fall", "day": "2026-01-01" }), "Noted"),
        ("review.answered", serde_json::json!({ "way": "doctor" }), "Review"),
    ];
    for (nth, (kind, payload, _)) in (10_i64..).zip(&kinds) {
        let mut event = from_the_future(payload.clone(), UtcMs(NOW.0 + nth));
        (event.id, event.kind, event.version) =
            (Uuid::from_u128(u128::from(nth.unsigned_abs())), (*kind).to_owned(), 1);
        home.app.store.append(&key, event).unwrap();
    }
    let check =
        serde_json::json!({ "instrument": "peg", "for": "weekly", "day": "2026-01-01", "answers": { "pain": 3 } });
    let mut event = from_the_future(check, UtcMs(NOW.0 + 99));
    (event.id, event.kind, event.version) = (Uuid::from_u128(99), "check-in.given".to_owned(), 1);
    home.app.store.append(&key, event).unwrap();
    let page = browser.get("/record/take.html").await;
    assert!(!page.says("another version"), "{}", page.html);
    for (kind, _, words) in &kinds {
        assert!(page.says(words), "{kind}: {words} is missing");
        assert!(!page.html.contains(kind), "{kind} stands there as it is");
    }
    assert!(!page.html.contains("check-in.given") && page.says("Answered:"));
}

#[tokio::test]
async fn the_file_opens_in_another_home_with_the_same_decisions() {
    let home = Home::new();
    let (mut browser, _) = settled(&home, "Ada").await;
    let file = browser.get("/record/take.json").await;
    let record: Portable = serde_json::from_str(&file.html).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let other = Store::open(&dir.path().join("other.sqlite"), MasterKey::from_bytes([9; 32])).unwrap();
    let key = other.import(record, NOW).unwrap();
    let replayed = replay(&other.events(&key).unwrap(), |_| Some(knowledge()));
    assert!(!replayed.is_empty() && replayed.iter().all(|one| one.again == Again::Same), "{replayed:?}");
}

#[tokio::test]
async fn a_decision_is_computed_again_with_the_knowledge_of_then() {
    let home = Home::new();
    let (_, key) = settled(&home, "Ada").await;
    let events = home.app.store.events(&key).unwrap();
    let mut asked = Vec::new();
    let same = replay(&events, |version| {
        asked.push(version.to_owned());
        Some(knowledge())
    });
    assert!(!same.is_empty() && same.iter().all(|one| one.again == Again::Same));
    assert_eq!(asked, [knowledge().version.clone()], "each version is looked for once");
    let unknown = replay(&events, |_| None);
    assert!(unknown.iter().all(|one| one.again == Again::NoKnowledge));
    let other = Arc::new(Knowledge { version: "0000000000000000".to_owned(), ..(*knowledge()).clone() });
    let differs = replay(&events, |_| Some(Arc::clone(&other)));
    assert!(differs.iter().all(|one| matches!(one.again, Again::Differs { .. })));
}

#[tokio::test]
async fn a_record_is_destroyed_only_by_somebody_who_is_sure() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    let mut phone = home.browser();
    assert!(phone.reopen().await.says("Ada"));
    let page = browser.get("/record/destroy").await;
    assert_eq!(page.status, StatusCode::OK);
    let unsure = browser.post("/record/destroy", &fields(&[])).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(home.app.store.events(&key).is_ok());
    let done = browser.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    assert_eq!(done.path, "/destroyed");
    assert!(home.app.store.events(&key).is_err());
    assert_eq!(home.app.store.people().unwrap(), []);
    for browser in [&mut browser, &mut phone] {
        let start = browser.get("/").await;
        assert!(!start.says("Ada"), "it is closed everywhere");
        assert_eq!(browser.get("/record").await.path, "/", "and nothing leads back");
    }
}

#[tokio::test]
async fn with_a_pin_it_takes_the_pin() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    home.app.store.set_pin(&key, "4711").unwrap();
    browser.get("/record/destroy").await;
    for pin in ["", "0000"] {
        let refused = browser.post("/record/destroy", &fields(&[("sure", "yes"), ("pin", pin)])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(home.app.store.events(&key).is_ok());
    let done = browser.post("/record/destroy", &fields(&[("sure", "yes"), ("pin", "4711")])).await;
    assert_eq!(done.path, "/destroyed");
    assert!(home.app.store.events(&key).is_err());
}

#[tokio::test]
async fn a_copy_that_could_not_be_changed_is_named() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    std::fs::write(home.dir.path().join("home.sqlite.before-restore"), "no database").unwrap();
    browser.get("/record/destroy").await;
    let done = browser.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    assert!(done.says(".before-restore") && !done.says("by anybody"), "{}", done.html);
}

#[tokio::test]
async fn whoever_answers_for_somebody_cannot_destroy() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let form = fields(&[("who", "new"), ("name", "Ada"), ("door", "d1"), ("proxy", "yes"), ("proxy-name", "Ben")]);
    browser.post("/start", &form).await;
    assert!(!browser.get("/record/destroy").await.says("name=\"sure\""));
    browser.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    assert_eq!(home.app.store.people().unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_but_the_record_is_needed_to_show_the_same_pages() {
    // Everything a page shows is folded from events: a program that has just started has no other memory.
    let home = Home::new();
    let (mut browser, _) = settled(&home, "Ada").await;
    let mut before = Vec::new();
    for path in ["/record", "/result", "/check", "/why", "/record/take.html", "/record/take.json"] {
        before.push((path, text_of(&browser.get(path).await.html)));
    }
    let mut fresh = Browser { router: router(home.app.clone()), ..home.browser() };
    fresh.reopen().await;
    for (path, text) in before {
        assert_eq!(text_of(&fresh.get(path).await.html), text, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_open_while_the_record_is_destroyed_elsewhere_says_so() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    home.app.store.erase(key.person(), NOW).unwrap();
    let page = browser.get("/record").await;
    assert_eq!((page.status, page.path.as_str()), (StatusCode::OK, "/destroyed"));
    assert!(page.says("is destroyed"));
}

#[tokio::test]
async fn a_long_record_is_shown_in_pages() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    let before = home.app.store.events(&key).unwrap().len();
    let more = (0..1200)
        .map(|nth| NewEvent { id: Uuid::from_u128(1000 + nth), ..from_the_future(serde_json::json!({}), NOW) });
    home.app.store.append_many(&key, more.collect()).unwrap();
    let count = |html: &str| html.matches("<p class=\"small soft\">").count();
    let newest = browser.get("/record").await;
    assert!(newest.html.len() < 300_000, "{}", newest.html.len());
    let all = before + 1200;
    assert!(newest.says(&format!("/record?until={}", all - 500)) && count(&newest.html) >= 500);
    assert!(!newest.html.contains("Later entries"));
    let older = browser.get(&format!("/record?until={}", all - 500)).await;
    assert!(older.says(&format!("/record?until={all}")) && older.says(&format!("/record?until={}", all - 1000)));
    let first = browser.get(&format!("/record?until={}", all - 1000)).await;
    assert!(!first.html.contains("Earlier entries") && first.html.contains("Later entries"));
    assert!(browser.get("/record?until=many").await.html.contains("Earlier entries"));
}

/// Another program changed the master key of the file: nothing is damaged, and nobody is told so.
#[tokio::test]
async fn a_key_that_was_changed_while_the_program_runs_is_said_as_that() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/ask/general").await;
    let (old, new) = (MasterKey::from_bytes([7; 32]), MasterKey::from_bytes([8; 32]));
    Store::rotate(&home.dir.path().join("home.sqlite"), &old, &new, &Rotation::default()).unwrap();
    let page = browser.post("/ask/general", &fields(&[("q", "fever"), ("a-fever", "yes")])).await;
    assert!(page.says("The key was changed") && !page.says("damaged"), "{}", text_of(&page.html));
    for path in ["/result", "/record", "/progress", "/"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.says("The key was changed"), "{path}: {}", text_of(&page.html));
    }
}

#[tokio::test]
async fn a_record_that_was_destroyed_elsewhere_is_destroyed_wherever_one_asks_for_it() {
    for path in ["/record/take.json", "/record/take.html", "/record"] {
        let home = Home::new();
        let (mut browser, key) = settled(&home, "Ada").await;
        home.app.store.erase(key.person(), supple_store::UtcMs(1_795_285_800_000)).unwrap();
        assert_eq!(browser.get(path).await.path, "/destroyed", "{path}");
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_is_marked_beside_the_entry() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada").await;
    let mark = "The clock stood earlier here";
    assert!(!browser.get("/record").await.says(mark));
    let earlier = supple_store::NewEvent {
        id: supple_store::Uuid::from_u128(7),
        at: supple_store::UtcMs(0),
        zone: "UTC".to_owned(),
        kind: "door.chosen".to_owned(),
        version: 1,
        who: supple_store::Who::Self_,
        payload: serde_json::json!({ "door": "d1" }),
    };
    home.app.store.append(&key, earlier).unwrap();
    assert!(browser.get("/record").await.says(mark));
}

#[tokio::test]
async fn the_record_is_taken_along_as_a_bundle_that_holds_together() {
    let home = Home::new();
    let (mut browser, key) = settled(&home, "Ada <b>Winter</b>").await;
    let told = |kind: &str, payload: serde_json::Value| {
        let event = supple_store::NewEvent {
            id: supple_store::Uuid::now_v7(),
            at: NOW,
            zone: "UTC".to_owned(),
            kind: kind.to_owned(),
            version: 1,
            who: supple_store::Who::Self_,
            payload,
        };
        home.app.store.append(&key, event).unwrap();
    };
    let session = supple_store::Uuid::now_v7().to_string();
    told("session.started", serde_json::json!({ "session": session, "giver": "partner", "before": 5 }));
    told("session.ended", serde_json::json!({ "session": session, "before": 5, "after": 4, "said": {} }));
    let answers = serde_json::json!({ "pain": 5, "enjoyment": 5, "activity": 5 });
    told("check-in.given", serde_json::json!({ "instrument": "peg", "for": "weekly", "answers": answers }));
    assert!(browser.get("/record/take").await.says("/record/take.fhir.json"));
    let page = browser.get("/record/take.fhir.json").await;
    assert_eq!(page.headers["content-type"], "application/fhir+json");
    let bundle: serde_json::Value = serde_json::from_str(&page.html).unwrap();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&"Bundle".into(), &"collection".into()));
    let entries = bundle["entry"].as_array().unwrap();
    let urls: Vec<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry["resource"]["resourceType"].as_str().unwrap()).collect();
    for kind in ["Patient", "QuestionnaireResponse", "Observation", "Procedure", "GuidanceResponse", "Binary"] {
        assert!(kinds.contains(&kind), "no {kind} in {kinds:?}");
    }
    // Whatever one resource says of another is there, or within itself.
    let text = page.html.as_str();
    for reference in text.split("\"reference\": \"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let here = urls.iter().any(|url| url.ends_with(&format!("/fhir/{reference}")));
        assert!(here || reference.starts_with('#'), "{reference} leads nowhere");
    }
    let other = home.browser().get("/record/take.fhir.json").await;
    assert!(!other.says("Bundle"), "nobody else's");
}
