//! Forms: nothing preselected, every problem at once, nothing entered lost, whatever happens in between.

use crate::common::{Browser, Fields, Home, fields, finished, text_of};
use axum::http::StatusCode;

async fn at_chest(home: &Home) -> Browser {
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    browser.post("/ask/you", &fields(&[("q", "age"), ("q", "sex"), ("a-age", "30"), ("a-sex", "male")])).await;
    assert_eq!(browser.page.path, "/ask/chest");
    browser
}

#[tokio::test]
async fn nothing_is_preselected() {
    let home = Home::new();
    let mut browser = at_chest(&home).await;
    assert!(!browser.page.says(" checked"));
    assert!(browser.page.says("I don’t know") && browser.page.says("How to find out"));
    browser.get("/map?all").await;
    assert_eq!(browser.page.html.matches("name=\"at\"").count(), browser.page.html.matches(" id=\"at-").count());
}

#[tokio::test]
async fn every_problem_is_named_at_once_and_nothing_is_lost() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    for (typed, sentence) in [
        ("121", "Enter a whole number from 0 to 120"),
        ("-3", "Enter a whole number from 0 to 120"),
        ("99999999999999999999", "Enter a whole number from 0 to 120"),
        ("NaN", "Enter digits only"),
        ("1e3", "Enter digits only"),
        ("", "Enter a whole number from 0 to 120"),
    ] {
        let page = browser.post("/ask/you", &fields(&[("q", "age"), ("q", "sex"), ("a-age", typed)])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.says("There are 2 things to look at") && page.says(sentence), "{typed}: {}", text_of(&page.html));
        assert!(page.says("href=\"#f-age\"") && page.says("href=\"#f-sex\""));
        // What is only missing is named in the list; the sentence stands beside it.
        assert!(page.says("sex: not answered") && page.html.matches("is an answer too").count() == 1, "{typed}");
        assert!(page.says(&format!("name=\"a-age\" value=\"{typed}\"")), "{typed} is still there");
    }
    let page =
        browser.post("/ask/you", &fields(&[("q", "age"), ("q", "sex"), ("a-age", "17"), ("a-sex", "robot")])).await;
    assert!(page.says("There is one thing to look at") && page.says("Choose one of the answers shown"));
    assert!(page.says("name=\"a-age\" value=\"17\""));
}

#[tokio::test]
async fn under_eighteen_is_a_decision_and_no_error() {
    let home = Home::new();
    let browser = finished(&home, "Kim", &[("age", "15")]).await;
    let result = browser.clone().get("/result").await;
    assert_eq!(result.status, StatusCode::OK);
    assert!(!result.says("Nothing in your answers stops a massage today."), "{}", text_of(&result.html));
}

#[tokio::test]
async fn no_to_all_leaves_what_was_chosen_and_never_answers_a_relief() {
    let home = Home::new();
    let mut browser = at_chest(&home).await;
    let mut form: Fields = browser.page.questions().into_iter().map(|id| ("q".to_owned(), id)).collect();
    form.push(("a-leg_swollen".to_owned(), "unknown".to_owned()));
    form.push(("all".to_owned(), "no".to_owned()));
    browser.post("/ask/chest", &form).await;
    let check = browser.get("/check").await;
    let said = text_of(&check.html);
    assert!(said.contains("one swollen, warm or sore leg or arm | I don’t know"), "{said}");
    assert!(said.contains("chest pain or tightness | No"), "{said}");
    let asked = browser.get("/next").await;
    let reliefs: Vec<String> = asked
        .questions()
        .into_iter()
        .filter(|id| {
            let knowledge = crate::common::knowledge();
            let question = knowledge.question(knowledge.question_id(id).unwrap()).unwrap();
            question.polarity == supple_care::question::Polarity::Relief
        })
        .collect();
    if let Some(relief) = reliefs.first() {
        let form = fields(&[("q", relief), ("all", "no")]);
        let page = browser.post(&asked.path, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "a relief needs an answer of its own");
    }
}

#[tokio::test]
async fn two_tabs_that_say_different_things_are_both_shown() {
    let home = Home::new();
    let mut one = at_chest(&home).await;
    let mut two = one.clone();
    let form = one.healthy(&std::collections::BTreeMap::new());
    one.post("/ask/chest", &form).await;
    let other = two.healthy(&[("leg_swollen", "unknown")].into_iter().collect());
    let page = two.post("/ask/chest", &other).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("This page was also answered somewhere else") && page.says("Saved in the meantime: No"));
    assert!(page.says("name=\"a-leg_swollen\" value=\"unknown\" checked"), "what was typed here is still there");
    assert_eq!(page.html.matches("Saved in the meantime").count(), 1);
    let page = two.post("/ask/chest", &other).await;
    assert_eq!(page.status, StatusCode::OK, "sent again, it counts");
    assert!(two.get("/check").await.says("I don’t know"));
}

#[tokio::test]
async fn the_same_form_twice_does_no_harm() {
    let home = Home::new();
    let mut one = at_chest(&home).await;
    let mut two = one.clone();
    let form = one.healthy(&std::collections::BTreeMap::new());
    let first = one.post("/ask/chest", &form).await;
    let second = two.post("/ask/chest", &form).await;
    assert_eq!((first.path, first.status), (second.path, second.status));
}

#[tokio::test]
async fn the_map_in_two_tabs_is_a_clash_too() {
    let home = Home::new();
    let mut one = home.browser();
    one.begin("Ada", "d1").await;
    let mut two = one.clone();
    one.post("/map", &fields(&[("map", "nothing")])).await;
    let page = two.post("/map", &fields(&[("map", "places"), ("at", "calf-left")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Saved in the meantime: Nothing hurts"));
    assert!(page.says("value=\"calf-left\" aria-label=\"left calf\" checked"));
}

#[tokio::test]
async fn a_lost_visit_keeps_what_was_typed() {
    let home = Home::new();
    let mut browser = at_chest(&home).await;
    let mut form = browser.healthy(&[("leg_swollen", "unknown")].into_iter().collect());
    form.push(("csrf".to_owned(), browser.page.csrf()));
    form.push(("seq".to_owned(), browser.page.seq()));
    // The program was started anew: the cookie stands for nothing.
    browser.cookie = Some("supple=0123".to_owned());
    let page = browser.send("/ask/chest", &form).await;
    browser.page = page.clone();
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("what you typed is kept in this page") && page.says("a-leg_swollen=unknown"));
    let ada = page.html.split("name=\"who\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let kept = crate::common::value_of(&page.html, "kept").unwrap().replace("&#38;", "&");
    let form = [("who", ada.as_str()), ("door", "d1"), ("kept-path", "/ask/chest"), ("kept", kept.as_str())];
    let again = browser.post("/start", &fields(&form)).await;
    assert!(again.says("Your answers are still here") && again.says("name=\"a-leg_swollen\" value=\"unknown\""));
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_typed() {
    let home = Home::with("en", Some(24));
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    let form = fields(&[("map", "places"), ("at", "calf-left"), ("at", "low-back-right")]);
    for _ in 0..200 {
        let page = browser.get("/map?all").await;
        assert_eq!(page.status, StatusCode::OK);
        let page = browser.post("/map", &form).await;
        if page.status == StatusCode::INSUFFICIENT_STORAGE {
            assert!(page.says("The disk is full") && page.says("Send them again"));
            assert!(page.says("value=\"calf-left\"") && page.says("value=\"low-back-right\""));
            assert_eq!(browser.get("/record").await.status, StatusCode::OK, "what was saved can still be read");
            return;
        }
    }
    panic!("the disk never filled up");
}

#[tokio::test]
async fn a_form_that_is_too_large_or_no_text_is_refused_with_a_sentence() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    let huge = "x".repeat(300 * 1024);
    let page = browser.post("/map", &fields(&[("map", "nothing"), ("x", &huge)])).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.says("at most 256 kilobytes"));
    let request = axum::http::Request::post("/map")
        .header("host", "localhost")
        .header("cookie", browser.cookie.clone().unwrap())
        .body(axum::body::Body::from("map=%ff%fe"))
        .unwrap();
    let page = browser.raw(request).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("The form could not be read"));
    let page = browser.get("/map").await;
    let page = {
        browser.page = page;
        browser.post("/map", &fields(&[("map", "places"), ("at", "third-arm")])).await
    };
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn answers_that_do_not_fit_are_asked_again() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.hurts(&[("mid-back-left", "4")]).await;
    browser.post("/ask/you", &fields(&[("q", "age"), ("q", "sex"), ("a-age", "70"), ("a-sex", "female")])).await;
    for _ in 0..20 {
        if browser.page.questions().contains(&"pregnant".to_owned()) || !browser.page.path.starts_with("/ask/") {
            break;
        }
        let (path, form) = (browser.page.path.clone(), browser.healthy(&std::collections::BTreeMap::new()));
        browser.post(&path, &form).await;
    }
    let (path, form) = (browser.page.path.clone(), browser.healthy(&[("pregnant", "yes")].into_iter().collect()));
    if browser.page.questions().contains(&"pregnant".to_owned()) {
        let page = browser.post(&path, &form).await;
        assert_eq!(page.path, "/fit");
        assert!(page.says("60 or older, and also pregnant"));
        assert!(browser.get("/result").await.says("Two answers do not fit together"));
    }
}

#[tokio::test]
async fn a_change_says_what_it_changed() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = browser.get("/ask/medicines?all").await;
    assert!(page.says("name=\"check\"") && page.says(" checked"), "earlier answers are shown");
    let mut form = browser.healthy(&[("blood_thinner", "yes")].into_iter().collect());
    form.push(("check".to_owned(), "yes".to_owned()));
    browser.post("/ask/medicines", &form).await;
    browser.answer(&[]).await;
    let page = browser.get("/check?changed").await;
    let said = text_of(&page.html);
    assert!(said.contains("What your change did") && said.contains("Before: Nothing stops a massage"), "{said}");
    assert!(said.contains("New reason:"), "{said}");
}

#[tokio::test]
async fn an_agreement_lifts_what_it_may_and_holds_its_limits() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("stroke_when", "under-6-months")]).await;
    let result = browser.get("/result").await;
    assert!(result.says("Record a clinician’s agreement"), "{}", text_of(&result.html));
    browser.get("/agreement").await;
    let bad = [
        ("by", ""),
        ("profession", "surgeon"),
        ("from", "2026-12-01"),
        ("until", "2026-11-01"),
        ("pressure", "9"),
        ("minutes", "999"),
    ];
    let page = browser.post("/agreement", &fields(&bad)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("There are 5 things to look at"), "{}", text_of(&page.html));
    assert!(page.says("cannot lie in the future") && page.says("value=\"surgeon\"") && page.says("value=\"999\""));
    let good = [
        ("by", "Noor"),
        ("profession", "neurologist"),
        ("from", "2026-11-20"),
        ("until", "2026-12-20"),
        ("pressure", "2"),
        ("minutes", "15"),
        ("words", "not on the neck"),
    ];
    browser.post("/agreement", &fields(&good)).await;
    browser.answer(&[]).await;
    let result = browser.get("/result").await;
    let said = text_of(&result.html);
    assert!(said.contains("within the limits below") && said.contains("A clinician has agreed"), "{said}");
    assert!(result.says("<bdi>Noor, neurologist</bdi>") && result.says("<bdi>not on the neck</bdi>"));
    assert!(browser.get("/record").await.says("Agreement of a clinician"));
    home.later(60);
    browser.reopen().await;
    let later = browser.get("/result").await;
    assert!(!later.says("<bdi>Noor, neurologist</bdi>"), "an agreement that has ended lifts nothing");
}

#[tokio::test]
async fn coming_back_asks_what_is_new_and_what_grew_old() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    home.later(3);
    let start = browser.reopen().await;
    assert!(start.says("Come back: what is new?"));
    assert!(browser.get("/result").await.says("Not finished yet"));
    assert!(!browser.get("/tonight").await.says("Begin"), "no session on old answers");
    let again = browser.get("/again").await;
    assert!(again.says("Last result: Nothing stops a massage, on 21 November 2026"));
    let said = text_of(&again.html);
    let number = |before: &str, after: &str| -> usize {
        let words = said.split(after).next().unwrap().rsplit(before).next().unwrap();
        words.trim().parse().unwrap_or_else(|_| panic!("no number before `{after}`: {said}"))
    };
    let old = number(". ", " answers have grown old");
    assert!(old > 0 && number("About ", " minutes.") < 10, "{said}");
    browser.post("/again", &fields(&[])).await;
    assert_eq!(browser.page.path, "/ask/today");
    let first = browser.page.questions();
    assert!(first.iter().all(|id| id.starts_with("new_") || id == "worse_after_massage"), "{first:?}");
    browser.answer(&[("new_skin", "no"), ("strain_when", "no"), ("blood_thinner", "yes")]).await;
    let result = browser.get("/result").await;
    assert!(result.says("Since last time, 21 November 2026"), "{}", text_of(&result.html));
}

/// What `/check` shows of a page of questions: the part between its link and the next one.
fn section<'a>(html: &'a str, page: &str) -> &'a str {
    let rest = html.split(&format!("href=\"/ask/{page}?all\"")).nth(1).unwrap_or_else(|| panic!("no {page}"));
    rest.split("class=\"head2\"").next().unwrap()
}

#[tokio::test]
async fn answers_that_are_all_no_are_one_line_that_opens() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("blood_thinner", "yes"), ("fever", "unknown")]).await;
    let page = browser.get("/check").await;
    let chest = section(&page.html, "chest");
    assert!(chest.contains("answers, all No") && !chest.contains("<details open"), "{chest}");
    assert_eq!(chest.matches("<dt>").count(), chest.matches("<dd>No</dd>").count(), "{chest}");
    let medicines = section(&page.html, "medicines");
    for all_no in ["nerves", "conditions", "skin"] {
        assert!(section(&page.html, all_no).contains("answers, all No"), "{all_no}");
    }
    assert!(medicines.contains("<dd>Yes</dd>") && !medicines.contains("<details"), "{medicines}");
    for open in page.html.split("class=\"head2\"").filter(|part| part.contains("all No")) {
        for answer in ["<dd>Yes", "<dd>I don’t know", "<dd>No, "] {
            assert!(!open.contains(answer), "{open}");
        }
    }
    // An old No is no No of today.
    home.later(3);
    let page = browser.reopen().await;
    assert!(page.says("About"), "{}", text_of(&page.html));
    let page = browser.get("/check").await;
    let general = section(&page.html, "general");
    assert!(general.contains("21 November 2026") && !general.contains("<details"), "{general}");
}

#[tokio::test]
async fn something_new_opens_its_pages_again_and_only_once() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    home.later(1);
    browser.reopen().await;
    browser.get("/again").await;
    browser.post("/again", &fields(&[])).await;
    browser.answer(&[("new_treatment", "yes")]).await;
    let page = browser.get("/next").await;
    assert_eq!(page.path, "/fit", "nothing names what is new");
    assert!(page.says("none of the other answers since then says which"), "{}", text_of(&page.html));
    let record = browser.get("/record").await;
    assert!(record.html.matches("Medicines, devices and allergies").count() >= 2, "the medicines were asked again");
}

#[tokio::test]
async fn what_a_proxy_says_about_feelings_waits_for_the_person() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let nameless = fields(&[("who", "new"), ("name", "Mum"), ("proxy", "yes"), ("door", "d1")]);
    let page = browser.post("/start", &nameless).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("Enter your own name"));
    let form = fields(&[
        ("who", "new"),
        ("name", "Mum"),
        ("proxy", "yes"),
        ("proxy-name", "Lea"),
        ("relation", "daughter"),
        ("door", "d1"),
    ]);
    browser.post("/start", &form).await;
    assert!(browser.get("/record").await.says("answered by somebody else"));
    browser.get("/next").await;
    browser.answer(&[]).await;
    let before = browser.get("/result").await;
    assert!(!before.says("Nothing in your answers stops a massage today."));
    assert!(before.says("Somebody else has answered") && before.says("I am the person: look at the answers"));
    assert!(!before.says("Some of your answers are “I don’t know”"), "{}", text_of(&before.html));
    assert!(before.says("No, said by somebody else"), "{}", text_of(&before.html));
    assert!(!before.says("Counts because of an “I don’t know”"), "{}", text_of(&before.html));
    let check = browser.get("/check").await;
    assert!(check.says("I am the person, and these answers are right"));
    // What is asked once the first answers are confirmed waits for the person as well.
    for _ in 0..3 {
        browser.get("/check").await;
        browser.post("/confirm", &fields(&[])).await;
        browser.answer(&[]).await;
    }
    let after = browser.get("/result").await;
    assert!(after.says("Nothing in your answers stops a massage today."), "{}", text_of(&after.html));
}
