//! Wanting to die, wherever somebody writes it.

use crate::common::{Fields, Home, fields, finished, text_of};

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
        let check = browser.get("/check?changed").await;
        assert!(check.says("You are not alone"), "{}", text_of(&check.html));
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
