//! Wanting to die, wherever somebody writes it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use supple_care::rule::Effect;

use crate::common::{Fields, Home, fields, finished, knowledge, text_of};

#[tokio::test]
async fn names_and_relations_are_read_too() {
    let home = Home::new();
    let mut browser = home.browser();
    assert_eq!(browser.begin("I want to die", "d1").await.path, "/crisis");
    assert!(browser.get("/result").await.path != "/result" || browser.page.says("You are not alone"));
    let mut helper = home.browser();
    helper.get("/").await;
    let form = [
        ("who", "new"),
        ("name", "Mum"),
        ("proxy", "yes"),
        ("proxy-name", "Lea"),
        ("relation", "she has no reason to go on"),
        ("door", "d1"),
    ];
    assert_eq!(helper.post("/start", &fields(&form)).await.path, "/crisis");
    let mut other = home.browser();
    assert_eq!(other.begin("Diemut", "d1").await.path, "/map", "no name by itself");
}

#[tokio::test]
async fn every_mention_opens_the_page_again() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let say = |text: &str| -> Fields { fields(&[("q", "own_words"), ("a-own_words", text)]) };
    for text in ["there is no reason to go on", "I want to die", "still: I want to die"] {
        browser.get("/ask/life?all").await;
        let page = browser.post("/ask/life", &say(text)).await;
        assert_eq!(page.path, "/crisis", "{text}: {}", text_of(&page.html));
        for path in ["/check?changed", "/", "/why"] {
            let page = browser.get(path).await;
            assert!(page.says("You are not alone"), "{path}: {}", text_of(&page.html));
        }
    }
    browser.get("/ask/today?all").await;
    let form = browser.healthy(&[("thoughts_of_dying", "yes")].into_iter().collect());
    assert_eq!(browser.post("/ask/today", &form).await.path, "/crisis");
    browser.get("/ask/medicines?all").await;
    let form = browser.healthy(&std::collections::BTreeMap::new());
    assert_ne!(browser.post("/ask/medicines", &form).await.path, "/crisis", "what was said before is not said again");
}

#[tokio::test]
async fn the_names_in_an_agreement_and_a_lesson_are_read() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("stroke_when", "under-6-months")]).await;
    browser.get("/agreement").await;
    let form = [
        ("by", "Noor who says I want to die"),
        ("profession", "neurologist"),
        ("from", "2026-11-20"),
        ("until", "2026-12-20"),
    ];
    assert_eq!(browser.post("/agreement", &fields(&form)).await.path, "/crisis");
}

#[tokio::test]
async fn a_mention_that_was_sent_is_a_reason_and_one_in_a_record_is_told_to_no_program() {
    let mut browser = Home::new().browser();
    let sent = |text: &str| json!({ "answers": { "own_words": text } });
    for (text, told) in [("Some days I want to die", 1), ("It aches at night", 0)] {
        let (status, found) = crate::api::assess(&mut browser, &sent(text)).await;
        assert_eq!((status, found["crisis"].as_bool()), (StatusCode::OK, Some(told == 1)), "{found}");
        let reasons: Vec<&Value> =
            found["reasons"].as_array().unwrap().iter().filter(|reason| reason["effect"] == "crisis").collect();
        assert_eq!(reasons.len(), told, "{reasons:?}");
        for reason in reasons {
            assert_eq!(reason["because"], json!([{ "question": "own_words", "answer": text }]));
        }
    }
    let mut house = crate::programs::cared_for("read").await;
    let person = &mut house.client.browser;
    person.get("/ask/life?all").await;
    let said =
        person.post("/ask/life", &fields(&[("q", "own_words"), ("a-own_words", "Some days I want to die")])).await;
    assert_eq!(said.path, "/crisis", "{}", text_of(&said.html));
    let mut program = crate::programs::program(&mut house, "system/*.rs").await;
    let id = crate::programs::client(&mut program).await;
    let plan = program.get(&format!("/fhir/CarePlan/{}.screening", id.replace('-', ""))).await;
    assert_eq!(plan["activity"][0]["detail"]["doNotPerform"], true, "{plan}");
    let knowledge = knowledge();
    for rule in knowledge.rules.iter().filter(|rule| rule.effect == Effect::Crisis) {
        assert!(!plan.to_string().contains(&rule.id), "{} in {plan}", rule.id);
    }
}
