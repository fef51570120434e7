//! What was told is not forgotten by the next answers: it waits until it has gone or was looked at.

use serde_json::json;
use supple_store::{NewEvent, UtcMs, Uuid, Who};

use crate::common::{Browser, Home, fields, finished, looked_at, text_of, value_of};
use crate::track::{NOW, kept, peg, put, screened, session};

const WAITS: &str = "No massage for now";

async fn tell(browser: &mut Browser, what: &str, bad: &str, lasted: &str) -> crate::common::Page {
    browser.get("/reaction").await;
    browser.post("/reaction", &fields(&[("what", what), ("bad", bad), ("lasted", lasted)])).await
}

async fn waits(browser: &mut Browser) -> bool {
    text_of(&browser.get("/tonight").await.html).contains(WAITS)
}

#[tokio::test]
async fn own_words_for_an_activity_that_speak_of_dying_open_the_crisis_page() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/check-in/activities").await;
    let form = |word: &str| {
        fields(&[("n-0", word), ("n-1", "walking"), ("n-2", "lifting"), ("a-0", "5"), ("a-1", "5"), ("a-2", "5")])
    };
    let page = browser.post("/check-in/activities", &form("I want to die")).await;
    assert_eq!(page.path, "/crisis", "{}", text_of(&page.html));
    assert_eq!(kept(&home, "check-in.given"), 1, "nothing is lost");
    assert!(browser.get("/result").await.says("You are not alone"), "and later");
    browser.get("/check-in/activities").await;
    let page = browser.post("/check-in/activities", &form("gardening")).await;
    assert_ne!(page.path, "/crisis");
}

#[tokio::test]
async fn worse_for_days_waits_until_somebody_has_looked_at_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, -5, 5, 4);
    screened(&mut browser).await;
    tell(&mut browser, "pain-worse", "mild", "over-3-days").await;
    screened(&mut browser).await;
    assert!(waits(&mut browser).await);
    let review = browser.get("/review").await;
    assert!(review.says("name=\"seen\""), "the way out is there");
    let page = browser.post("/review", &fields(&[("way", "continue")])).await;
    assert!(text_of(&page.html).contains(WAITS), "{}", text_of(&page.html));
    home.later(1);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(waits(&mut browser).await, "a click is no doctor");
    looked_at(&home, &mut browser).await;
    assert!(!waits(&mut browser).await);
}

#[tokio::test]
async fn worse_by_the_weeks_waits_until_somebody_has_looked_at_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 4);
    session(&home, 1, 5, 5);
    peg(&home, 7, 7);
    home.later(7);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(waits(&mut browser).await);
    browser.get("/review").await;
    browser.post("/review", &fields(&[("way", "continue")])).await;
    assert!(waits(&mut browser).await);
    looked_at(&home, &mut browser).await;
    assert!(!waits(&mut browser).await);
}

#[tokio::test]
async fn after_the_second_worse_session_in_a_row_the_end_says_that_massages_wait() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, -3, 4, 7);
    session(&home, 0, 4, 7);
    let text = text_of(&browser.get("/player/ended").await.html);
    assert!(text.contains(WAITS) && text.contains("2 sessions in a row"), "{text}");
}

#[tokio::test]
async fn long_or_severe_soreness_and_signs_wait_whatever_is_answered_next() {
    let all = [
        ("sore", "severe", "under-1-day"),
        ("sore", "moderate", "over-3-days"),
        ("leg", "mild", "under-1-day"),
        ("fever", "mild", "under-1-day"),
        ("bruise", "mild", "under-1-day"),
    ];
    for (what, bad, lasted) in all {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, -5, 5, 4);
        screened(&mut browser).await;
        let told = tell(&mut browser, what, bad, lasted).await;
        assert!(told.path.starts_with("/reaction?told"), "{what} {bad}: {}", told.path);
        for path in ["/", "/progress"] {
            let text = text_of(&browser.get(path).await.html);
            assert!(text.contains("No massage until this has gone"), "{path} {what}: {text}");
        }
        screened(&mut browser).await;
        assert!(waits(&mut browser).await, "{what} {bad}: forgotten by a no");
        home.later(2);
        browser.reopen().await;
        screened(&mut browser).await;
        assert!(waits(&mut browser).await, "{what} {bad}: forgotten by days");
        let result = browser.get("/result").await;
        let text = text_of(&result.html);
        assert!(text.contains(WAITS) && text.contains("By the answers of today alone"), "{what} {bad}: {text}");
        assert!(!result.says("href=\"/tonight\"") && !result.says("result-map"), "{what} {bad}: {text}");
        assert!(!text.contains("The result is the same"), "{text}");
        let letter = text_of(&browser.get("/letter?for=physician").await.html);
        assert!(letter.contains("neither gone nor looked at"), "{letter}");
        browser.get("/review").await;
        browser.post("/review", &fields(&[("way", "continue")])).await;
        assert!(waits(&mut browser).await, "{what} {bad}: forgotten by a click");
        let page = browser.get("/reaction?open").await;
        let id = crate::common::value_of(&page.html, "session").unwrap();
        browser.post("/reaction", &fields(&[("session", &id), ("gone", "1")])).await;
        screened(&mut browser).await;
        assert!(!waits(&mut browser).await, "{what} {bad}: it has gone");
        let result = browser.get("/result").await;
        assert!(result.says("href=\"/tonight\"") && !text_of(&result.html).contains(WAITS), "{what} {bad}");
        assert_eq!(kept(&home, "reaction.gone"), 1);
        assert!(!text_of(&browser.get("/").await.html).contains("No massage until this has gone"));
    }
}

#[tokio::test]
async fn mild_soreness_of_a_day_holds_nothing() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, -5, 5, 4);
    screened(&mut browser).await;
    tell(&mut browser, "sore", "mild", "1-to-2-days").await;
    assert!(!waits(&mut browser).await);
}

/// What the page about the morning after says to these answers.
async fn morning(browser: &mut Browser, soreness: &str, pain: &str) -> String {
    browser.get("/morning").await;
    let answers =
        [("s-soreness", soreness), ("s-sleep-night", "6"), ("s-pain-morning", pain), ("s-signs-morning", "no")];
    text_of(&browser.post("/morning", &fields(&answers)).await.html)
}

#[tokio::test]
async fn who_is_sore_or_worse_in_the_morning_does_not_read_that_nothing_stops() {
    const NOTHING: &str = "Nothing in these answers stops the next session";
    for (soreness, pain, says) in
        [("0", "5", NOTHING), ("7", "5", "leave the next session out"), ("0", "8", "72 hours")]
    {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, -1, 5, 4);
        let text = morning(&mut browser, soreness, pain).await;
        assert!(text.contains(says) && (says == NOTHING || !text.contains(NOTHING)), "{soreness} {pain}: {text}");
    }
}

#[tokio::test]
async fn soreness_that_rises_from_one_morning_to_another_waits() {
    for (second, held) in [("5", true), ("3", false), ("1", false)] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, -1, 5, 4);
        morning(&mut browser, "3", "4").await;
        home.later(1);
        browser.reopen().await;
        let text = morning(&mut browser, second, "4").await;
        assert_eq!(text.contains(WAITS), held, "{second}: {text}");
        screened(&mut browser).await;
        assert_eq!(waits(&mut browser).await, held, "{second}");
    }
}

#[tokio::test]
async fn a_bruise_is_urgent_only_on_a_blood_thinner() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    let page = tell(&mut browser, "bruise", "mild", "under-1-day").await;
    let heading = page.html.split("<h1").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    assert!(heading.contains("Leave the next session out") && !heading.contains("help today"), "{heading}");
}

#[tokio::test]
async fn nobody_without_pain_is_judged_by_gain() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 0);
    for day in [0, 3, 6, 9] {
        session(&home, day, 0, 0);
    }
    peg(&home, 7, 0);
    home.later(30);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(!waits(&mut browser).await);
    let review = browser.get("/review").await;
    let text = text_of(&review.html);
    assert!(!text.contains("No response") && !review.says("door first\" name=\"way\" value=\"doctor\""), "{text}");
    assert!(text.contains("hardly any pain"), "{text}");
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("hardly any pain") && !text.contains("No clear change"), "{text}");
}

#[tokio::test]
async fn what_is_held_can_be_let_go_at_the_review_whenever_the_plan_was_taken() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 6, 6);
    session(&home, 3, 6, 6);
    put(&home, "plan.chosen", 6, json!({"course": "home-gentle", "wishes": {}, "review": "2026-12-20"}));
    home.later(30);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(waits(&mut browser).await);
    let review = browser.get("/review").await;
    let text = text_of(&review.html);
    assert!(review.says("name=\"seen\"") && !text.contains("There was no session yet"), "{text}");
    let page = browser.post("/review", &fields(&[("way", "continue")])).await;
    let text = text_of(&page.html);
    assert!(text.contains(WAITS) && !text.contains("There is no plan like this"), "{text}");
    looked_at(&home, &mut browser).await;
    assert!(!waits(&mut browser).await);
}

#[tokio::test]
async fn what_comes_back_is_said_wherever_it_is_looked_for() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 5);
    for (day, score) in [(7, 3), (14, 2), (21, 2), (28, 2), (35, 6)] {
        peg(&home, day, score);
    }
    home.later(35);
    browser.reopen().await;
    for path in ["/", "/progress", "/check-in/peg?saved"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("It is coming back"), "{path}: {text}");
    }
    let text = text_of(&browser.get("/review").await.html);
    assert!(!text.contains("Have fewer sessions"), "{text}");
}

#[tokio::test]
async fn the_review_is_brought_on_its_day_and_its_questions_are_a_link() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 6, 6);
    put(&home, "plan.chosen", 0, json!({"course": "home-gentle", "wishes": {}, "review": "2026-12-05"}));
    assert!(!browser.get("/").await.says("Review: how shall it go on?"));
    home.later(14);
    browser.reopen().await;
    assert!(browser.get("/").await.says("Review: how shall it go on?"));
    let progress = text_of(&browser.get("/progress").await.html);
    assert!(progress.contains("was promised for 5 December"), "{progress}");
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-NOT-ENOUGH") && review.says("href=\"/check-in/peg\""), "{}", text_of(&review.html));
    assert!(!review.says("class=\"chosen\""), "no button fits before the questions");
    browser.post("/review", &fields(&[("way", "continue")])).await;
    assert!(!browser.get("/").await.says("Review: how shall it go on?"), "it was answered");
    assert!(!text_of(&browser.get("/progress").await.html).contains("5 December 2026: it is time"));
}

#[tokio::test]
async fn who_goes_on_at_the_review_is_promised_the_next_one() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/plan").await;
    let wishes = value_of(&browser.page.html, "wishes").unwrap();
    browser.post("/plan", &fields(&[("wishes", &wishes)])).await;
    let first = text_of(&browser.get("/plan").await.html);
    let day = |text: &str, before: &str| {
        let from = text.find(before).unwrap_or_else(|| panic!("{before}: {text}")) + before.len();
        text[from..].split(['.', ',', ':']).next().unwrap().trim().to_owned()
    };
    let old = day(&first, "Look at it again on");
    assert!(text_of(&browser.get("/review").await.html).contains(&old));
    for day in [0, 7, 14] {
        peg(&home, day, 6);
        session(&home, day, 6, 5);
    }
    home.later(60);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(text_of(&browser.get("/review").await.html).contains(&old));
    looked_at(&home, &mut browser).await;
    screened(&mut browser).await;
    let new = day(&text_of(&browser.get("/progress").await.html), "The review is on");
    assert_ne!(old, new);
    let review = text_of(&browser.get("/review").await.html);
    assert!(review.contains(&new) && !review.contains(&old), "{review}");
    home.later(2);
    browser.reopen().await;
    screened(&mut browser).await;
    let plan = text_of(&browser.get("/plan").await.html);
    assert_eq!(day(&plan, "Look at it again on"), new, "the plan says the same day");
}

#[tokio::test]
async fn later_appointments_say_that_they_wait_until_it_has_gone() {
    const LATER: &str = "allows no massage for now, and this appointment is held";
    let mut house = crate::programs::cared_for("nothing").await;
    let client = &mut house.client.browser;
    assert!(!text_of(&client.get("/bookings").await.html).contains(LATER));
    let people = house.home.app.store.people().unwrap();
    let is_client = |name: &str| name.eq_ignore_ascii_case("cleo");
    let id = people.iter().find(|line| line.name.as_deref().is_some_and(is_client)).unwrap().id;
    let key = house.home.app.store.unlock(id, None, UtcMs(NOW)).unwrap();
    let session = Uuid::now_v7();
    for (kind, payload) in [
        ("session.started", json!({ "session": session, "giver": "partner", "before": 5 })),
        ("session.ended", json!({ "session": session, "before": 5, "after": 4, "said": { "signs-after": "no" } })),
        ("reaction.reported", json!({ "session": session, "what": ["fever"], "bad": "mild" })),
    ] {
        let (id, zone, kind) = (Uuid::now_v7(), "UTC".to_owned(), kind.to_owned());
        let event = NewEvent { id, at: UtcMs(NOW), zone, kind, version: 1, who: Who::Self_, payload };
        house.home.app.store.append(&key, event).unwrap();
    }
    screened(client).await;
    let text = text_of(&client.get("/bookings").await.html);
    assert_eq!(text.matches(LATER).count(), 2, "{text}");
}
