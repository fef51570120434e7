//! Help first: the emergency page at the first certain answer, with the number of the country.

use axum::{body::Body, http::StatusCode};

use crate::common::{Browser, Home, Page, fields, finished, text_of};

/// Somebody who has answered nothing but that they feel numb between the legs.
async fn numb(home: &Home, name: &str) -> Browser {
    let mut browser = home.browser();
    browser.begin(name, "d1").await;
    browser.get("/ask/nerves").await;
    browser.post("/ask/nerves", &fields(&[("q", "saddle_numbness"), ("a-saddle_numbness", "yes")])).await;
    browser
}

fn order(page: &Page, parts: &[&str]) {
    let found: Vec<Option<usize>> = parts.iter().map(|part| page.html.find(part)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{parts:?} at {found:?} in {}", page.html);
}

#[tokio::test]
async fn a_numb_saddle_leads_to_help_before_any_other_question() {
    let home = Home::new();
    let mut browser = numb(&home, "Ada").await;
    assert_eq!(browser.page.path, "/emergency");
    order(&browser.page, &["tel:112", "id=\"country\"", "What to say on the phone", "/exception"]);
    assert!(browser.page.says("RF-CES-1") && browser.page.says("Nothing is released for massage now."));
    assert!(!browser.page.says("Counts because of an"), "an exception that was not given is no doubt");
    assert_eq!(browser.get("/next").await.path, "/emergency", "nothing goes round it");
    assert!(browser.get("/tonight").await.says("There is no session tonight"));
    assert!(browser.get("/record").await.says("Get emergency help now"), "what was shown is recorded");
}

#[tokio::test]
async fn only_an_explicit_yes_to_the_exception_takes_an_emergency_back() {
    let home = Home::new();
    for (answer, leads) in [("no", "/emergency"), ("unknown", "/emergency"), ("yes", "/map")] {
        let mut browser = numb(&home, answer).await;
        let page = browser.get("/exception").await;
        assert_eq!(page.questions(), ["ces_old_assessed"], "{}", text_of(&page.html));
        let blank = browser.post("/exception", &fields(&[("q", "ces_old_assessed")])).await;
        assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = [("q", "ces_old_assessed"), ("a-ces_old_assessed", answer)];
        assert_eq!(browser.post("/exception", &fields(&form)).await.path, leads, "{answer}");
        if answer != "yes" {
            assert!(!browser.page.says("/exception"), "it is asked once");
        }
    }
}

#[tokio::test]
async fn the_general_page_leaves_no_line_empty() {
    let home = Home::new();
    let page = home.browser().get("/emergency").await;
    assert!(page.says("What is happening: what hurts, what has changed, and since when."));
    assert!(!page.says("What is happening:</li>"));
}

async fn first_page(browser: &mut Browser, language: &str) -> Page {
    let request = browser.request("GET", "/").header("accept-language", language).body(Body::empty()).unwrap();
    let page = browser.raw(request).await;
    browser.page = page.clone();
    page
}

#[tokio::test]
async fn the_country_is_asked_before_the_first_door_and_only_suggested() {
    let home = Home::somewhere();
    let mut browser = home.browser();
    let page = first_page(&mut browser, "de").await;
    order(&page, &["Name or nickname", "id=\"country\"", "Choose your country", "value=\"d1\""]);
    let page = first_page(&mut browser, "fr-FR,fr;q=0.8").await;
    assert!(page.says("<option value=\"FR\" selected>") && page.says("is it right?"));
    let help = browser.get("/emergency").await;
    assert!(!help.says("tel:"), "a suggestion that nobody confirmed gives no number");
    first_page(&mut browser, "fr-FR").await;
    let form = [("who", "new"), ("name", "Ada"), ("door", "d1"), ("country", "AT"), ("country-shown", "FR")];
    browser.post("/start", &fields(&form)).await;
    assert!(browser.get("/emergency").await.says("Emergency number in Austria"));
}

#[tokio::test]
async fn the_browser_remembers_the_country_and_a_record_keeps_its_own() {
    let home = Home::somewhere();
    let mut browser = home.browser();
    browser.get("/").await;
    let form = [("who", "new"), ("name", "Ada"), ("door", "d1"), ("country", "AT")];
    let mut all = fields(&form);
    all.push(("csrf".to_owned(), browser.page.csrf()));
    let sent = browser.send("/start", &all).await;
    let cookies: Vec<String> =
        sent.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("supple-country=AT;")), "{cookies:?}");

    let mut later = home.browser();
    later.cookie = Some("supple-country=AT".to_owned());
    assert!(later.get("/emergency").await.says("Emergency number in Austria"));

    let mut abroad = home.browser();
    let page = first_page(&mut abroad, "en-US").await;
    assert!(page.says("<option value=\"US\" selected>"));
    let who = crate::common::value_of(&page.html, "who").unwrap();
    let form = [("who", who.as_str()), ("door", "d1"), ("country", "US"), ("country-shown", "US")];
    abroad.post("/start", &fields(&form)).await;
    assert!(abroad.get("/emergency").await.says("Emergency number in Austria"), "the record keeps what was chosen");
}

#[tokio::test]
async fn the_door_and_the_first_page_name_the_same_time() {
    let home = Home::new();
    let mut browser = home.browser();
    let first = browser.get("/").await;
    let minutes = first.html.split("Start with where it hurts. About ").nth(1).and_then(|rest| rest.split(' ').next());
    let map = browser.begin("Ada", "d1").await;
    assert!(map.says(&format!("About {} minutes left", minutes.unwrap())), "{}", text_of(&map.html));
}

#[tokio::test]
async fn an_unknown_country_is_refused_at_the_door() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let form = [("who", "new"), ("name", "Ada"), ("door", "d1"), ("country", "ZZ")];
    let page = browser.post("/start", &fields(&form)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Choose a country from the list.") && page.says("value=\"Ada\""));
}

#[tokio::test]
async fn without_a_number_the_crisis_page_says_so_once() {
    let home = Home::somewhere();
    let page = home.browser().get("/crisis").await;
    let text = text_of(&page.html);
    let (before_the_steps, _) = text.split_once("What helps now").unwrap();
    assert_eq!(before_the_steps.matches("local emergency number").count(), 1, "{text}");
    assert!(!text.contains("We have no number"), "{text}");
}

#[tokio::test]
async fn after_a_mention_of_dying_the_result_leads_with_help_and_not_with_a_tick() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("thoughts_of_dying", "yes")]).await;
    let page = browser.get("/result").await;
    assert!(page.says("Nothing in your answers stops a massage today."));
    order(&page, &["<h1 tabindex=\"-1\" autofocus>You are not alone", "Nothing in your answers stops"]);
    assert_eq!(page.html.matches("<h1").count(), 1);
    assert!(!page.says("M15 25l6.5 6.5L34 18"), "no tick");
}

#[tokio::test]
async fn too_few_answers_are_called_too_few() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    let page = browser.get("/result").await;
    assert!(page.says("Not enough answered yet"), "{}", text_of(&page.html));
    for part in
        ["See a clinician before any massage.", "it is at least: Go ahead", "No single other answer", "meanwhile"]
    {
        assert!(!page.says(part), "{part}: {}", text_of(&page.html));
    }
}

#[tokio::test]
async fn answers_that_do_not_fit_release_nothing_until_they_were_asked_again() {
    let home = Home::new();
    let mut browser =
        finished(&home, "Ada", &[("spine_injection", "yes"), ("spine_injection_where", "low-back-left")]).await;
    let result = browser.get("/result").await;
    assert!(result.says("Two answers do not fit together"), "{}", text_of(&result.html));
    assert!(result.says("Not decided yet") && !result.says("Start tonight"), "{}", text_of(&result.html));
    assert!(browser.get("/tonight").await.says("There is no session tonight"));
    assert_eq!(browser.get("/next").await.path, "/fit");
    let form = [
        ("q", "infection_recent"),
        ("q", "spine_injection"),
        ("a-infection_recent", "no"),
        ("a-spine_injection", "no"),
    ];
    browser.post("/fit", &fields(&form)).await;
    assert!(browser.get("/result").await.says("Start tonight"));
}

#[tokio::test]
async fn the_number_does_not_wait_for_a_record_that_does_not_come() {
    for path in ["/emergency", "/crisis"] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = std::sync::Mutex::new(Some(held));
        let clock = std::sync::Arc::clone(&home.app.clock);
        // Whoever asks first waits, as for a server that does not answer, until the page is there.
        let stuck = supple_web::App {
            clock: std::sync::Arc::new(move || {
                let waits = held.lock().unwrap().take();
                if let Some(held) = waits {
                    held.recv().unwrap();
                }
                clock()
            }),
            ..home.app.clone()
        };
        browser.router = supple_web::router(stuck);
        let page = browser.get(path).await;
        release.send(()).unwrap();
        assert_eq!(page.status.as_u16(), 200, "{path}");
        assert!(page.says("tel:"), "{path}: {}", text_of(&page.html));
    }
}
