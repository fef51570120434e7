//! Pages that are sent half filled in, and the way back.

use axum::http::StatusCode;

use crate::common::{Browser, Fields, Home, text_of};

/// A form of the present page with these answers alone; everything else on it is left open.
fn only(browser: &Browser, answers: &[(&str, &str)]) -> Fields {
    let mut form: Fields = browser.page.questions().into_iter().map(|id| ("q".to_owned(), id)).collect();
    form.extend(answers.iter().map(|(id, answer)| (format!("a-{id}"), (*answer).to_owned())));
    form
}

async fn at(home: &Home, page: &str) -> Browser {
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    for _ in 0..20 {
        if browser.page.path == page {
            return browser;
        }
        let (path, form) = (browser.page.path.clone(), browser.healthy(&std::collections::BTreeMap::new()));
        browser.post(&path, &form).await;
    }
    panic!("{page} was not asked");
}

#[tokio::test]
async fn an_emergency_answer_waits_for_no_other_answer() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    let form = only(&browser, &[("sudden_tearing_pain", "yes")]);
    let page = browser.post("/ask/chest", &form).await;
    assert_eq!((page.path.as_str(), page.status), ("/emergency", StatusCode::OK), "{}", text_of(&page.html));
    assert!(browser.get("/record").await.says("Get emergency help now"), "it is in the record");
}

#[tokio::test]
async fn a_crisis_answer_waits_for_no_other_answer() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/today").await;
    let form = only(&browser, &[("thoughts_of_dying", "yes")]);
    let page = browser.post("/ask/today", &form).await;
    assert_eq!(page.path, "/crisis", "{}", text_of(&page.html));
}

#[tokio::test]
async fn what_was_answered_on_half_a_page_is_saved_once() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    let before = browser.page.seq();
    let form = only(&browser, &[("leg_swollen", "unknown")]);
    let page = browser.post("/ask/chest", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("What you have answered on this page is saved."), "{}", text_of(&page.html));
    assert!(page.says("href=\"#f-sudden_tearing_pain\"") && !page.says("href=\"#f-leg_swollen\""));
    let once = browser.page.seq();
    assert_ne!(before, once);
    let again = browser.post("/ask/chest", &form).await;
    assert_eq!(again.seq(), once, "nothing new is written nothing");
    let shown = browser.get("/ask/chest?all").await;
    let chosen = "name=\"a-leg_swollen\" value=\"unknown\" checked";
    assert!(shown.says(chosen), "{}", shown.html);
    assert_eq!(shown.html.matches(" checked").count(), 1);
}

#[tokio::test]
async fn half_a_page_overwrites_nothing_that_was_answered_elsewhere() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    let mut other = browser.clone();
    let form = only(&browser, &[("leg_swollen", "unknown")]);
    other.post("/ask/chest", &form).await;
    let form = only(&browser, &[("leg_swollen", "no"), ("chest_pain", "no")]);
    let page = browser.post("/ask/chest", &form).await;
    assert!(page.says("Saved in the meantime: I don’t know"), "{}", text_of(&page.html));
    let shown = other.get("/ask/chest?all").await;
    assert!(shown.says("name=\"a-leg_swollen\" value=\"unknown\" checked"), "{}", shown.html);
}

#[tokio::test]
async fn a_mistaken_emergency_answer_is_corrected_in_one_step() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/nerves").await;
    let form = browser.healthy(&[("saddle_numbness", "yes")].into_iter().collect());
    assert_eq!(browser.post("/ask/nerves", &form).await.path, "/emergency");
    browser.get("/ask/nerves?all").await;
    assert!(browser.page.questions().contains(&"ces_old_assessed".to_owned()), "{:?}", browser.page.questions());
    let mut healthy = browser.healthy(&std::collections::BTreeMap::new());
    healthy.retain(|(name, _)| name != "a-ces_old_assessed");
    let page = browser.post("/ask/nerves", &healthy).await;
    assert_eq!(page.status, StatusCode::OK, "{}", text_of(&page.html));
    assert_ne!(page.path, "/emergency");
}

#[tokio::test]
async fn back_leads_to_the_page_before_and_keeps_half_a_page() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/nerves").await;
    let mut form = only(&browser, &[("limb_pain", "yes"), ("electric_shock", "unknown")]);
    form.push(("back".to_owned(), "yes".to_owned()));
    let page = browser.post("/ask/nerves", &form).await;
    assert_eq!(page.path, "/ask/chest?all&back", "{}", text_of(&page.html));
    assert!(page.says(" checked"), "what was answered is shown");
    let healthy = browser.healthy(&std::collections::BTreeMap::new());
    let mut back = healthy.clone();
    back.push(("back".to_owned(), "yes".to_owned()));
    assert_eq!(browser.post("/ask/chest", &back).await.path, "/ask/you?all&back");
    browser.get("/ask/chest?all&back").await;
    let page = browser.post("/ask/chest", &healthy).await;
    assert_eq!(page.path, "/ask/nerves", "and forward again");
    let kept = browser.get("/ask/nerves?all").await;
    assert!(kept.says("name=\"a-electric_shock\" value=\"unknown\" checked"), "half the page was kept");
    assert!(kept.says("href=\"/check\""), "whoever came from the check goes back there");
    let map = browser.get("/ask/you?all&back").await;
    let first = browser.healthy(&std::collections::BTreeMap::new());
    let mut first = first.clone();
    first.push(("back".to_owned(), "yes".to_owned()));
    assert!(map.says("name=\"back\""));
    assert_eq!(browser.post("/ask/you", &first).await.path, "/map?all&back");
    assert!(browser.page.says("class=\"back\" href=\"/\""), "the map was first");
}

#[tokio::test]
async fn going_back_from_an_emergency_answer_leads_to_help() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    let mut form = only(&browser, &[("sudden_tearing_pain", "yes")]);
    form.push(("back".to_owned(), "yes".to_owned()));
    assert_eq!(browser.post("/ask/chest", &form).await.path, "/emergency");
}

#[tokio::test]
async fn coming_back_from_the_emergency_page_finds_the_answer_that_led_there() {
    let home = Home::new();
    for answer in ["chest_pain", "sudden_tearing_pain"] {
        let mut browser = at(&home, "/ask/chest").await;
        let form = only(&browser, &[(answer, "yes")]);
        assert_eq!(browser.post("/ask/chest", &form).await.path, "/emergency");
        let page = browser.get("/ask/chest").await;
        assert!(page.says(&format!("name=\"a-{answer}\" value=\"yes\" checked")), "{answer}: {}", text_of(&page.html));
    }
}

#[tokio::test]
async fn an_emergency_that_another_answer_contradicts_is_asked_again_from_its_page() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    let form = browser.healthy(&std::collections::BTreeMap::new());
    browser.post("/ask/chest", &form).await;
    browser.get("/map").await;
    browser.hurts(&[("chest-left", "4"), ("mid-back-left", "4")]).await;
    let page = browser.get("/emergency").await;
    assert!(page.says("href=\"/fit\"") && page.says("You marked pain on the chest"), "{}", text_of(&page.html));
    let mut again =
        browser.get("/fit").await.questions().into_iter().map(|id| ("q".to_owned(), id)).collect::<Fields>();
    again.push(("a-chest_pain".to_owned(), "no".to_owned()));
    assert_eq!(browser.post("/fit", &again).await.path, "/emergency", "it stays until the map or the answer changes");
}

#[tokio::test]
async fn the_enter_key_goes_on_and_never_says_no_to_all() {
    let home = Home::new();
    let mut browser = at(&home, "/ask/chest").await;
    for path in ["/ask/chest", "/ask/chest?all"] {
        let page = browser.get(path).await;
        let first = page.html.split("<button ").nth(1).unwrap().split('>').next().unwrap();
        assert!(!first.contains("name="), "{path}: the first button of the form only goes on: {first}");
    }
}

#[tokio::test]
async fn through_every_door_what_cannot_wait_is_asked_first() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d3").await;
    assert_eq!(browser.page.path, "/map");
    browser.hurts(&[("mid-back-left", "4")]).await;
    let mut pages: Vec<String> = Vec::new();
    for _ in 0..6 {
        let (path, form) = (browser.page.path.clone(), browser.healthy(&std::collections::BTreeMap::new()));
        if pages.last() != Some(&path) {
            pages.push(path.clone());
        }
        browser.post(&path, &form).await;
    }
    let first: Vec<&str> = pages.iter().map(String::as_str).take(4).collect();
    assert_eq!(first, ["/ask/you", "/ask/chest", "/ask/nerves", "/ask/skin"]);
}
