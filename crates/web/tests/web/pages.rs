//! Every page in each of its states: it renders, weighs little, says nothing that it must not.

use crate::common::{Browser, Home, Page, fields, finished, text_of};
use axum::http::{StatusCode, header};

/// The most that a page may weigh with everything it loads, in bytes.
const WEIGHT: usize = 60_000;

/// The same for the player with a whole session in it.
const PLAYER_WEIGHT: usize = 150_000;

/// The most pages from the body map to the result for a healthy person.
const MOST_PAGES: usize = 15;

async fn script(browser: &mut Browser, page: &Page) -> usize {
    let path = page.html.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let request = axum::http::Request::get(&path).header("host", "localhost").body(axum::body::Body::empty()).unwrap();
    let script = browser.raw(request).await;
    assert_eq!(script.status, StatusCode::OK);
    script.html.len()
}

/// The page without what it quotes.
pub(crate) fn without_quotes(html: &str) -> String {
    let mut parts = html.split("<q>");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("</q>").map_or("", |(_, rest)| rest))
}

pub(crate) async fn whole(browser: &mut Browser, page: &Page) {
    let path = &page.path;
    assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
    assert!(page.html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{path}");
    assert!(!page.html.contains('«'), "a key without a sentence on {path}: {}", text_of(&page.html));
    assert!(!page.html.contains("style=\""), "{path}");
    assert!(!page.html.contains("http://") && !page.html.contains("src=\"//"), "another host on {path}");
    assert_eq!(page.headers.get(header::CACHE_CONTROL).unwrap(), "no-store", "{path}");
    assert!(
        page.headers.get(header::CONTENT_SECURITY_POLICY).unwrap().to_str().unwrap().contains("default-src 'none'")
    );
    assert_eq!(page.headers.get("x-frame-options").unwrap(), "DENY");
    assert_eq!(page.headers.get("referrer-policy").unwrap(), "no-referrer");
    assert!(page.html.contains("href=\"/crisis\""), "no way to the crisis page from {path}");
    let title = page.html.split("<title>").nth(1).unwrap().split('<').next().unwrap();
    assert!(title.ends_with("Supple") && !title.contains("Ada"), "{title}");
    let weight = page.html.len() + script(browser, page).await;
    let most = if page.html.contains("data-player") { PLAYER_WEIGHT } else { WEIGHT };
    assert!(weight < most, "{path} weighs {weight}");
    // What an article promises stands in quotation marks, as the article's.
    let said = text_of(&without_quotes(&page.html)).to_lowercase();
    for word in ["safe", "cure", "proven", "realign", "toxins"] {
        let found = said.split(|letter: char| !letter.is_alphabetic()).any(|other| other == word);
        assert!(!found, "`{word}` on {path}");
    }
}

#[tokio::test]
async fn every_page_of_a_healthy_person_is_whole() {
    let home = Home::new();
    let mut browser = home.browser();
    let start = browser.get("/").await;
    whole(&mut browser, &start).await;
    let map = browser.begin("Ada", "d1").await;
    assert_eq!(map.path, "/map");
    whole(&mut browser, &map).await;
    let form = fields(&[("at", "mid-back-left"), ("at", "shoulder-top-right"), ("map", "places")]);
    let marks = browser.post("/map", &form).await;
    assert_eq!(marks.path, "/map/pain");
    whole(&mut browser, &marks).await;
    let form = [
        ("at", "mid-back-left"),
        ("i-mid-back-left", "4"),
        ("at", "shoulder-top-right"),
        ("i-shoulder-top-right", "6"),
    ];
    browser.post("/map/pain", &fields(&form)).await;
    let mut pages = 2;
    while browser.page.path.starts_with("/ask/") {
        let page = browser.page.clone();
        whole(&mut browser, &page).await;
        pages += 1;
        let form = browser.healthy(&std::collections::BTreeMap::new());
        browser.post(&page.path, &form).await;
    }
    assert_eq!(browser.page.path, "/check");
    let check = browser.page.clone();
    whole(&mut browser, &check).await;
    // The two pages of the body map, what was asked, the check and the result; the first page asks nothing.
    pages += 2;
    assert!(pages <= MOST_PAGES, "{pages} pages");
    for path in [
        "/result",
        "/why",
        "/always",
        "/care",
        "/tonight",
        "/visit",
        "/see-doctor",
        "/see-therapist",
        "/see-therapist/places",
        "/guidelines",
        "/session",
        "/breathe",
        "/breathe?minutes=3",
        "/routines",
        "/lesson",
        "/morning",
        "/code",
        "/giving",
        "/record",
        "/again",
        "/emergency",
        "/crisis",
        "/ask/life",
        "/map?all",
        "/map/pain?all",
        "/",
        "/nowhere",
    ] {
        let page = browser.get(path).await;
        whole(&mut browser, &page).await;
    }
    let result = browser.get("/result").await;
    assert!(result.says("Nothing in your answers stops a massage today."));
}

#[tokio::test]
async fn a_session_goes_from_before_to_after() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/tonight").await;
    let refused = browser.post("/tonight", &fields(&[])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    whole(&mut browser, &refused).await;
    let form = [("giver", "partner"), ("s-pain-before", "6"), ("s-tension-before", "5"), ("s-stress-before", "4")];
    // A partner's first session begins with the lesson, or with putting it off; nothing that was entered is lost by that.
    let lesson = browser.post("/tonight", &fields(&form)).await;
    whole(&mut browser, &lesson).await;
    assert!(lesson.path == "/tonight" && lesson.says("href=\"/lesson\""), "{}", text_of(&lesson.html));
    assert!(form.iter().all(|(name, value)| lesson.says(&format!("name=\"{name}\" value=\"{value}\""))));
    let later: Vec<_> = form.into_iter().chain([("later", "yes")]).collect();
    let steps = browser.post("/tonight", &fields(&later)).await;
    assert_eq!(steps.path, "/player", "{}", text_of(&steps.html));
    whole(&mut browser, &steps).await;
    assert!(steps.html.matches("<li data-seconds").count() > 4);
    let form = [("s-pain-after", "3"), ("s-tension-after", "2"), ("s-stress-after", "2"), ("s-signs-after", "no")];
    let ended = browser.post("/player/end", &fields(&form)).await;
    assert_eq!(ended.path, "/player/ended");
    whole(&mut browser, &ended).await;
    assert!(ended.says("Pain before: 6. After: 3."));
    let result = browser.get("/result").await;
    assert!(result.says("Not finished yet"), "the next session asks what is new");
    assert_eq!(browser.get("/tonight").await.html.matches("There is no session tonight").count(), 1);
}

#[tokio::test]
async fn a_sign_after_the_session_leads_back_to_the_questions() {
    let home = Home::new();
    for sign in ["yes", "unknown"] {
        let mut browser = finished(&home, sign, &[]).await;
        browser.get("/tonight").await;
        browser
            .post(
                "/tonight",
                &fields(&[
                    ("giver", "self"),
                    ("s-pain-before", "6"),
                    ("s-tension-before", "5"),
                    ("s-stress-before", "4"),
                ]),
            )
            .await;
        let form = [("s-pain-after", "2"), ("s-tension-after", "2"), ("s-stress-after", "2"), ("s-signs-after", sign)];
        let ended = browser.post("/player/end", &fields(&form)).await;
        assert!(ended.says("answer the safety questions again now"), "{}", text_of(&ended.html));
        assert!(!ended.says("Good that it eased"));
    }
}

#[tokio::test]
async fn stopping_is_recorded_and_says_what_to_do() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/tonight").await;
    browser
        .post(
            "/tonight",
            &fields(&[("giver", "self"), ("s-pain-before", "6"), ("s-tension-before", "5"), ("s-stress-before", "4")]),
        )
        .await;
    let stopped = browser.post("/player/stop", &fields(&[("step", "3")])).await;
    whole(&mut browser, &stopped).await;
    assert!(stopped.says("Call the emergency number now"));
    assert!(browser.get("/record").await.says("Session stopped"));
}

#[tokio::test]
async fn an_emergency_ends_the_interview_at_once() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("saddle_numbness", "yes")]).await;
    let page = browser.page.clone();
    assert_eq!(page.path, "/emergency");
    whole(&mut browser, &page).await;
    assert!(page.says("href=\"tel:112\""));
    assert!(page.says("RF-CES-1"));
    assert!(!page.says("/tonight"), "nothing to book");
    assert_eq!(browser.get("/next").await.path, "/emergency");
    let result = browser.get("/result").await;
    whole(&mut browser, &result).await;
    assert!(!result.says("Start tonight"));
    assert!(browser.get("/tonight").await.says("There is no session tonight"));
}

#[tokio::test]
async fn a_country_without_a_source_has_no_number() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.get("/").await;
    let page = browser.post("/country", &fields(&[("country", ""), ("then", "/emergency")])).await;
    assert_eq!(page.path, "/emergency");
    assert!(page.says("Call your local emergency number") && !page.says("tel:"));
    let page = browser.post("/country", &fields(&[("country", "AT"), ("then", "/crisis")])).await;
    assert!(page.says("tel:142"));
    let page = browser.post("/country", &fields(&[("country", "XX")])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn thoughts_of_dying_open_the_crisis_page_first() {
    let home = Home::new();
    for answer in ["yes", "unknown"] {
        let mut browser = home.browser();
        browser.begin(answer, "d1").await;
        browser.answer(&[("thoughts_of_dying", answer)]).await;
        assert_eq!(browser.page.path, "/crisis", "{answer}");
        let page = browser.page.clone();
        whole(&mut browser, &page).await;
        assert!(page.says("are you in danger now?"));
        assert_eq!(browser.get("/next").await.path, "/check");
        assert!(browser.get("/result").await.says("You are not alone with this"));
    }
}

#[tokio::test]
async fn a_wish_to_die_in_free_text_opens_the_crisis_page() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/ask/life").await;
    let form =
        [("q", "own_words"), ("a-own_words", "It is so bad that I WANT  to die. <script>alert(1)</script> \u{202e}x")];
    let page = browser.post("/ask/life", &fields(&form)).await;
    assert_eq!(page.path, "/crisis");
    let check = browser.get("/check").await;
    assert!(check.says("&#60;script&#62;") && !check.says("<script>alert"), "text stays text");
    assert!(check.says("<bdi>It is so bad"));
}

#[tokio::test]
async fn a_question_that_was_not_asked_opens_no_crisis_page() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    let page = browser.hurts(&[("mid-back-left", "4")]).await;
    assert_eq!(page.path, "/ask/you");
    assert!(!browser.get("/result").await.says("You are not alone with this"));
}

#[tokio::test]
async fn unknown_answers_are_told_with_what_they_did() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("blood_thinner", "unknown")]).await;
    let result = browser.get("/result").await;
    whole(&mut browser, &result).await;
    let said = text_of(&result.html);
    assert!(said.contains("within the limits below") && said.contains("Look at your medicine box"), "{said}");
    assert!(
        !said.contains("Take the name of your blood thinner"),
        "what a certain answer would ask for is not told as if it were one"
    );
    assert!(said.contains("If No: Nothing stops a massage"), "{said}");
    let why = browser.get("/why").await;
    whole(&mut browser, &why).await;
}

#[tokio::test]
async fn every_technique_and_every_stroke_has_its_page() {
    let home = Home::new();
    let mut browser = home.browser();
    let list = browser.get("/techniques").await;
    assert_eq!(list.status, StatusCode::OK);
    whole(&mut browser, &list).await;
    let knowledge = supple_knowledge::embedded().unwrap();
    let hands = &knowledge.techniques;
    for technique in &hands.techniques {
        assert!(list.html.contains(&format!("href=\"/technique/{}\"", technique.id)), "{}", technique.id);
        let page = browser.get(&format!("/technique/{}", technique.id)).await;
        assert_eq!(page.status, StatusCode::OK);
        whole(&mut browser, &page).await;
    }
    for stroke in &hands.strokes {
        let technique = &hands.techniques[stroke.technique].id;
        let page = browser.get(&format!("/technique/{technique}?stroke={}", stroke.id)).await;
        assert!(page.html.contains("class=\"swept\""), "{} is not drawn", stroke.id);
        assert!(text_of(&page.html).contains(&stroke.title), "{}", stroke.id);
        // The spine is hatched for every stroke of the back.
        assert!(page.html.contains("class=\"r no\""), "{}", stroke.id);
        assert!(page.html.len() < WEIGHT, "{} weighs {}", stroke.id, page.html.len());
    }
    assert_eq!(browser.get("/technique/no-such-thing").await.status, StatusCode::NOT_FOUND);
}
