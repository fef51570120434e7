//! When massages wait, and what opens the way again.

use serde_json::json;

use crate::common::{Home, fields, finished, looked_at, text_of, value_of};
use crate::track::{kept, peg, put, screened, session};

const DOOR: &str = "door first\" name=\"way\" value=\"doctor\"";

/// Somebody with a weekly score before the first session, so many sessions, and a score after.
async fn after(home: &Home, sessions: usize, scores: (i64, i64)) -> crate::common::Browser {
    let mut browser = finished(home, "Ada", &[]).await;
    peg(home, 0, scores.0);
    for _ in 0..sessions {
        session(home, 1, 5, 5);
    }
    peg(home, 7, scores.1);
    home.later(7);
    browser.reopen().await;
    screened(&mut browser).await;
    browser
}

#[tokio::test]
async fn four_sessions_without_a_response_hold_the_sessions_at_home_too() {
    let home = Home::new();
    let mut browser = after(&home, 4, (6, 6)).await;
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-NO-RESPONSE-END") && review.says(DOOR));
    assert!(!text_of(&review.html).contains("Nothing speaks for a change"), "going on stands alone or not at all");
    for path in ["/tonight", "/session"] {
        assert!(text_of(&browser.get(path).await.html).contains("No massage for now"), "{path}");
    }
    browser.get("/review").await;
    browser.post("/review", &fields(&[("way", "continue")])).await;
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"), "a click is no doctor");
    looked_at(&home, &mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(!text.contains("No massage for now") && text.contains("Who gives"), "{text}");
}

#[tokio::test]
async fn who_was_helped_and_relapses_hears_that_first() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for (day, score) in [(0, 6), (7, 2), (14, 2), (21, 6), (28, 6)] {
        peg(&home, day, score);
    }
    for day in [1, 5, 9, 12, 16, 28] {
        session(&home, day, 5, 5);
    }
    home.later(28);
    browser.reopen().await;
    screened(&mut browser).await;
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-RISEN") && !review.says("NO-RESPONSE"), "{}", text_of(&review.html));
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(!text.contains("No massage for now"), "one session since: {text}");
    for _ in 0..3 {
        session(&home, 28, 6, 6);
    }
    peg(&home, 28, 6);
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-CAME-BACK") && review.says(DOOR), "{}", text_of(&review.html));
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No massage for now") && text.contains("have not brought the gain back"), "{text}");
}

#[tokio::test]
async fn severe_scores_hold_even_before_the_first_session() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 9);
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No massage for now") && text.contains("8 of 10"), "{text}");
}

#[tokio::test]
async fn worse_by_the_weekly_answers_pauses() {
    let home = Home::new();
    let mut browser = after(&home, 1, (4, 7)).await;
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-WORSE-WEEKS") && review.says(DOOR), "{}", text_of(&review.html));
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"));
}

#[tokio::test]
async fn an_emergency_leads_every_page_about_progress() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 5);
    peg(&home, 7, 3);
    home.later(7);
    let mut browser_later = home.browser();
    browser_later.reopen().await;
    browser_later.get("/next").await;
    browser_later.answer(&[("new_symptom", "yes"), ("saddle_numbness", "yes"), ("bladder_bowel_change", "yes")]).await;
    for path in ["/review", "/progress", "/check-in"] {
        let page = browser_later.get(path).await;
        let text = text_of(&page.html);
        assert!(text.contains("This comes before everything on this page"), "{path}: {text}");
        assert!(!text.contains("Nothing speaks for a change"), "{path}");
    }
    assert!(browser_later.get("/review").await.says(DOOR));
    drop(browser.get("/review").await);
}

#[tokio::test]
async fn the_same_plan_taken_again_goes_on_with_the_course() {
    let home = Home::new();
    let plan = json!({"course": "home-gentle", "wishes": {}, "sessions": 8, "review": "2026-12-20"});
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 6);
    put(&home, "plan.chosen", 0, plan.clone());
    for _ in 0..4 {
        session(&home, 1, 5, 5);
    }
    put(&home, "plan.chosen", 2, plan);
    peg(&home, 7, 6);
    home.later(7);
    browser.reopen().await;
    assert!(browser.get("/review").await.says("ADAPT-NO-RESPONSE-END"));
}

#[tokio::test]
async fn one_course_comes_back_once_however_often_it_is_said() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 4);
    for (day, score) in [(7, 1), (21, 3)] {
        peg(&home, day, score);
    }
    home.later(21);
    browser.reopen().await;
    for _ in 0..3 {
        browser.get("/review").await;
        browser.post("/review", &fields(&[("way", "continue")])).await;
    }
    assert_eq!(kept(&home, "review.answered"), 3);
    assert!(!browser.get("/review").await.says("ADAPT-RELAPSES"));
}

#[tokio::test]
async fn relief_offers_fewer_massages_with_an_end() {
    let home = Home::new();
    let plan = json!({"course": "home-gentle", "wishes": {}, "review": "2026-12-20"});
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    put(&home, "plan.chosen", 0, plan);
    session(&home, 0, 7, 4);
    for (day, score) in [(7, 3), (14, 1), (21, 1)] {
        peg(&home, day, score);
    }
    home.later(21);
    browser.reopen().await;
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-RELIEF") && review.says("name=\"every\""), "{}", text_of(&review.html));
    browser.post("/review", &fields(&[("way", "continue"), ("every", "2"), ("until", "8")])).await;
    assert_eq!(kept(&home, "plan.chosen"), 2);
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("one massage every 2 weeks"), "{text}");
    // The plan, its calendar and the session follow what was chosen: the first massage was on day 0, so one is due.
    screened(&mut browser).await;
    let text = text_of(&browser.get("/plan").await.html);
    assert!(
        text.contains("one massage every 2 weeks, the next on 12 December 2026, the last by 6 February 2027"),
        "{text}"
    );
    let calendar = browser.get("/plan/week.ics").await.html;
    let massages = |calendar: &str| calendar.lines().filter(|line| line.starts_with("SUMMARY:Session")).count();
    assert_eq!(massages(&calendar), 5, "{calendar}");
    for day in ["20261212", "20261226", "20270109", "20270123", "20270206"] {
        assert!(calendar.contains(&format!("{day}T")), "{day}: {calendar}");
    }
    assert!(text_of(&browser.get("/tonight").await.html).contains("a massage is due now"));
    session(&home, 21, 2, 1);
    screened(&mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("the next massage is on 26 December 2026"), "{text}");
    // The same plan taken again goes on with it; after the end nothing is left, and taking it begins anew.
    let taken = browser.get("/plan").await;
    let wishes = value_of(&taken.html, "wishes").unwrap();
    browser.post("/plan", &fields(&[("wishes", &wishes)])).await;
    assert!(text_of(&browser.get("/plan").await.html).contains("one massage every 2 weeks"));
    home.later(57);
    browser.reopen().await;
    peg(&home, 77, 1);
    screened(&mut browser).await;
    for path in ["/plan", "/tonight", "/progress"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("You chose to end the massages on 6 February 2027"), "{path}: {text}");
    }
    assert_eq!(massages(&browser.get("/plan/week.ics").await.html), 0);
}

#[tokio::test]
async fn upkeep_goes_on_with_the_course_however_long_ago_the_last_massage_was() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    put(&home, "plan.chosen", 0, json!({"course": "home-gentle", "wishes": {}, "review": "2026-12-20"}));
    session(&home, 0, 7, 4);
    for day in [36, 43, 50] {
        peg(&home, day, 1);
    }
    home.later(50);
    browser.reopen().await;
    browser.get("/review").await;
    browser.post("/review", &fields(&[("way", "continue"), ("every", "2"), ("until", "8")])).await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("one massage every 2 weeks") && text.contains("Clearly better"), "{text}");
    assert!(!text.contains("No session has been done yet"), "{text}");
}
