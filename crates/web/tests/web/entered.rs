//! What was entered is never lost on the way back or behind a gate, and whoever enters it knows whom it is about.

use crate::common::{Home, Page, fields, finished};
use axum::http::StatusCode;

#[tokio::test]
async fn whoever_answers_for_another_is_told_who_you_is() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let form = [("who", "new"), ("name", "Mum"), ("proxy", "yes"), ("proxy-name", "Lea"), ("door", "d1")];
    browser.post("/start", &fields(&form)).await;
    let says = |page: &Page| page.says("“You” is <bdi>Mum</bdi>. Answer as they would.");
    browser.get("/map").await;
    assert!(says(&browser.page), "on the map");
    browser.post("/map", &fields(&[("map", "places"), ("at", "mid-back-left")])).await;
    assert!(browser.page.path == "/map/pain" && says(&browser.page), "on the strengths");
    browser.get("/next").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    assert!(browser.page.path.starts_with("/ask/") && says(&browser.page), "on the questions");
    assert!(says(&browser.get("/check").await), "on the check");
    let mut itself = home.browser();
    itself.begin("Ada", "d1").await;
    assert!(!itself.get("/map").await.says("“You” is"));
}

#[tokio::test]
async fn going_back_loses_no_strength_that_was_chosen() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.get("/map").await;
    let places = [("map", "places"), ("at", "mid-back-left"), ("at", "mid-back-right")];
    browser.post("/map", &fields(&places)).await;
    assert!(!browser.page.says(" checked"), "nothing is preselected");
    let typed = [
        ("at", "mid-back-left"),
        ("at", "mid-back-right"),
        ("i-mid-back-left", "4"),
        ("k-mid-back-right", "burning"),
        ("back", "yes"),
    ];
    let page = browser.post("/map/pain", &fields(&typed)).await;
    assert_eq!(page.path, "/map");
    let page = browser.get("/map/pain").await;
    assert!(page.says("name=\"i-mid-back-left\" value=\"4\" checked"));
    assert!(page.says("name=\"k-mid-back-right\" value=\"burning\" checked"));
    assert_eq!(page.html.matches("name=\"i-mid-back-right\"").count(), 12);
    assert!(
        !page.html.split("name=\"i-mid-back-right\"").skip(1).any(|rest| rest
            .split('>')
            .next()
            .unwrap()
            .contains("checked"))
    );
    // A third place keeps them too, and a complete map stays one when somebody only looks at it.
    browser.get("/map").await;
    browser.post("/map", &fields(&[&places[..], &[("at", "low-back-left")]].concat())).await;
    assert!(browser.page.says("name=\"i-mid-back-left\" value=\"4\" checked"));
    browser.hurts(&[("mid-back-left", "4")]).await;
    let seq = browser.get("/map/pain?all").await.seq();
    browser.post("/map/pain", &fields(&[("at", "mid-back-left"), ("i-mid-back-left", "4"), ("back", "yes")])).await;
    assert_eq!(browser.page.seq(), seq);
}

#[tokio::test]
async fn an_old_map_is_asked_again_with_its_strengths() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    home.later(8);
    browser.reopen().await;
    assert!(!browser.get("/tonight").await.says("Begin"), "no session on an old map");
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    for _ in 0..20 {
        if browser.page.path == "/map" || !browser.page.path.starts_with("/ask/") {
            break;
        }
        let (path, form) = (browser.page.path.clone(), browser.healthy(&std::collections::BTreeMap::new()));
        browser.post(&path, &form).await;
    }
    assert_eq!(browser.page.path, "/map");
    let page = browser.post("/map", &fields(&[("map", "places"), ("at", "mid-back-left")])).await;
    assert_eq!(page.path, "/map/pain");
    assert!(
        !page.html.split("name=\"i-mid-back-left\"").skip(1).any(|rest| rest
            .split('>')
            .next()
            .unwrap()
            .contains("checked"))
    );
}

#[tokio::test]
async fn going_back_throws_no_impossible_number_away() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.get("/ask/you?all").await;
    let form = |age: &str| fields(&[("q", "age"), ("q", "sex"), ("a-age", age), ("back", "yes")]);
    let page = browser.post("/ask/you", &form("430")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("value=\"430\"") && !page.html.contains("href=\"#f-sex\""), "only what would be lost is named");
    assert_eq!(browser.post("/ask/you", &form("")).await.status, StatusCode::OK);
    assert_ne!(browser.page.path, "/ask/you");
}

#[tokio::test]
async fn a_danger_sign_behind_a_no_is_asked_again_and_an_older_one_is_over() {
    let home = Home::new();
    let mut browser = finished(
        &home,
        "Ada",
        &[
            ("sex", "female"),
            ("pregnant", "yes"),
            ("pregnancy_weeks", "20"),
            ("wound", "yes"),
            ("wound_infected", "yes"),
        ],
    )
    .await;
    assert!(browser.get("/check").await.says("infected"));
    // The wound has healed: what was said about it is over, and nothing has to fit.
    browser.get("/ask/skin?all").await;
    let healed = browser.post("/ask/skin", &fields(&[("q", "wound"), ("a-wound", "no")])).await;
    assert_ne!(healed.path, "/fit");
    // Said at once they cannot both be true.
    browser.get("/ask/skin?all").await;
    let at_once = [("q", "wound"), ("q", "wound_infected"), ("a-wound", "no"), ("a-wound_infected", "yes")];
    let page = browser.post("/ask/skin", &fields(&at_once)).await;
    assert_eq!(page.path, "/fit");
    assert!(page.says("a wound looks infected, and also that you have none"));
}
