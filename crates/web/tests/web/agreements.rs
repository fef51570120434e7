//! A clinician's agreement: what it lifts, and for how long.

use axum::http::StatusCode;

use crate::common::{Browser, Home, fields, finished, text_of};

async fn agree(browser: &mut Browser, until: &str) -> crate::common::Page {
    browser.get("/agreement").await;
    let form = [("by", "Noor"), ("profession", "neurologist"), ("from", "2026-11-20"), ("until", until)];
    browser.post("/agreement", &fields(&form)).await
}

#[tokio::test]
async fn no_agreement_holds_longer_than_the_knowledge_gives_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("stroke_when", "under-6-months")]).await;
    for until in ["2126-11-20", "2027-02-21"] {
        let page = agree(&mut browser, until).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{until}");
        assert!(page.says("The last day can be 20 February 2027 at most"), "{}", text_of(&page.html));
    }
    assert_eq!(agree(&mut browser, "2027-02-20").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_agreement_lifts_nothing_that_was_said_after_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("stroke_when", "over-6-months")]).await;
    browser.get("/ask/conditions?all").await;
    let form = browser.healthy(&[("stroke_when", "under-6-months")].into_iter().collect());
    browser.post("/ask/conditions", &form).await;
    browser.answer(&[]).await;
    agree(&mut browser, "2026-12-20").await;
    browser.answer(&[]).await;
    assert!(browser.get("/result").await.says("A clinician has agreed"), "{}", text_of(&browser.page.html));
    // Said once more, it is what the clinician has looked at.
    browser.get("/ask/conditions?all").await;
    let form = browser.healthy(&[("stroke_when", "under-6-months")].into_iter().collect());
    browser.post("/ask/conditions", &form).await;
    assert!(browser.get("/result").await.says("A clinician has agreed"), "{}", text_of(&browser.page.html));
    // "I don't know" is something else, and so is the same answer given anew after it.
    for answer in ["unknown", "under-6-months"] {
        browser.get("/ask/conditions?all").await;
        let form = browser.healthy(&[("stroke_when", answer)].into_iter().collect());
        browser.post("/ask/conditions", &form).await;
        browser.answer(&[]).await;
        let said = text_of(&browser.get("/result").await.html);
        assert!(!said.contains("A clinician has agreed"), "{answer}: {said}");
    }
}

#[tokio::test]
async fn open_questions_are_called_open_questions() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("stroke_when", "under-6-months")]).await;
    browser.get("/result").await;
    home.later(5);
    browser.reopen().await;
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    agree(&mut browser, "2026-12-20").await;
    let page = browser.get("/result").await;
    let said = text_of(&page.html);
    assert!(page.says("<bdi>Noor, neurologist</bdi>") && said.contains("While questions are open"), "{said}");
    assert!(!said.contains("While a clinician has to look first"), "{said}");
}
