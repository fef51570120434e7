//! Coming back: what has only grown old is confirmed by one act for each page.

use crate::common::{Fields, Home, fields, finished, text_of};

const SAME: &str = "Nothing has changed on this page";

#[tokio::test]
async fn a_page_that_has_only_grown_old_is_confirmed_with_one_click() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("limb_pain", "unknown")]).await;
    home.later(5);
    browser.reopen().await;
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    let mut clicks = 0;
    for _ in 0..20 {
        let path = browser.page.path.clone();
        if !path.starts_with("/ask/") {
            break;
        }
        let asked = browser.page.questions();
        assert!(!browser.page.says(" checked"), "nothing is preselected");
        let mut form: Fields = asked.iter().map(|id| ("q".to_owned(), id.clone())).collect();
        if asked.iter().all(|id| id.starts_with("new_") || id == "worse_after_massage") {
            assert!(!browser.page.says(SAME), "what is new is asked anew");
            form = browser.healthy(&std::collections::BTreeMap::new());
        } else {
            assert!(browser.page.says(SAME) && browser.page.says("Your answer from 21 November 2026"), "{path}");
            form.push(("same".to_owned(), "yes".to_owned()));
        }
        let page = browser.post(&path, &form).await;
        assert_eq!(page.status, axum::http::StatusCode::OK, "{path}: {}", text_of(&page.html));
        clicks += 1;
    }
    assert!((2..=10).contains(&clicks), "{clicks}");
    assert_eq!(browser.page.path, "/check", "{}", text_of(&browser.page.html));
    assert!(browser.get("/record").await.says("26 November 2026"));
}

#[tokio::test]
async fn what_is_chosen_anew_counts_and_what_was_never_answered_is_asked() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    home.later(5);
    browser.reopen().await;
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    while !browser.page.says(SAME) {
        let (path, form) = (browser.page.path.clone(), browser.healthy(&std::collections::BTreeMap::new()));
        browser.post(&path, &form).await;
    }
    let form =
        fields(&[("q", "sudden_tearing_pain"), ("q", "chest_pain"), ("a-sudden_tearing_pain", "yes"), ("same", "yes")]);
    assert_eq!(browser.post("/ask/chest", &form).await.path, "/emergency");
}

#[tokio::test]
async fn what_something_new_has_opened_again_is_not_confirmed_in_one_go() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    home.later(1);
    browser.reopen().await;
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    for _ in 0..20 {
        let path = browser.page.path.clone();
        if path == "/ask/medicines" {
            break;
        }
        let form = browser.healthy(&[("new_treatment", "yes")].into_iter().collect());
        browser.post(&path, &form).await;
    }
    assert_eq!(browser.page.path, "/ask/medicines");
    assert!(!browser.page.says(SAME), "{}", text_of(&browser.page.html));
}
