//! What is said of how it goes fits what was told: no sentence beside another that it contradicts.

use serde_json::json;

use crate::common::{Home, fields, finished, text_of};
use crate::track::{peg, put, screened, session};

fn lasts(home: &Home, day: i64, option: &str) {
    put(home, "answers.given", day, json!({ "page": "pain", "answers": { "pain_duration": option } }));
}

#[tokio::test]
async fn whoever_says_that_the_pain_is_young_in_a_course_keeps_its_beginning() {
    let home = Home::new();
    let young = [("pain_duration", "under-6-weeks"), ("examined", "yes")];
    let mut browser = finished(&home, "Ada", &young).await;
    peg(&home, 0, 7);
    for (day, score) in [(7, 5), (14, 4), (21, 3), (28, 2), (35, 1), (42, 1), (49, 0), (56, 1)] {
        session(&home, day - 6, u8::try_from(score + 1).unwrap(), u8::try_from(score).unwrap());
        peg(&home, day, score);
    }
    home.later(57);
    let says = |text: &str| text.contains("Clearly better") && !text.contains("stands for the beginning");
    let mut later = home.browser();
    later.reopen().await;
    let before = text_of(&later.get("/progress").await.html);
    assert!(says(&before) && !before.contains("has not lasted as long as"), "{before}");
    // Gone for a while and here again: that is what the course is about.
    lasts(&home, 57, "under-6-weeks");
    for path in ["/progress", "/letter"] {
        let text = text_of(&later.get(path).await.html);
        assert!(says(&text) && text.contains("has not lasted as long as"), "{path}: {text}");
        assert!(!text.contains("older than this pain"), "{path}: {text}");
    }
    // Long after the last massage it is another pain, and begins anew.
    lasts(&home, 150, "under-6-weeks");
    home.later(150);
    let mut later = home.browser();
    later.reopen().await;
    let text = text_of(&later.get("/progress").await.html);
    assert!(text.contains("older than this pain") && !text.contains("has not lasted as long as"), "{text}");
    drop(browser.get("/progress").await);
}

#[tokio::test]
async fn a_session_counts_as_without_response_only_once_somebody_was_asked_after_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("examined", "yes")]).await;
    peg(&home, -10, 6);
    session(&home, -9, 6, 5);
    peg(&home, -2, 6);
    session(&home, -2, 6, 5);
    screened(&mut browser).await;
    let text = text_of(&browser.get("/review").await.html);
    assert!(!text.contains("No response in two sessions"), "{text}");
    peg(&home, 0, 6);
    let text = text_of(&browser.get("/review").await.html);
    assert!(text.contains("No response in two sessions"), "{text}");
    // Who does not answer any more gets no more sessions by that.
    for day in [0, 3] {
        session(&home, day, 6, 6);
    }
    home.later(6);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(
        !text_of(&browser.get("/tonight").await.html).contains("No massage for now"),
        "two of them wait for the answer"
    );
    home.later(3);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"), "it is overdue");
}

#[tokio::test]
async fn a_gain_that_the_last_answer_does_not_show_is_said_with_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("examined", "yes")]).await;
    for (day, score) in [(-35, 7), (-21, 3), (-14, 3), (-7, 3), (-1, 7)] {
        peg(&home, day, score);
    }
    session(&home, -34, 7, 5);
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("etter: the answers by"), "{text}");
    assert!(text.contains("The last answer, 7 of 10") && text.contains("is by itself no gain"), "{text}");
    // What was seen, how sure it is more than nothing, and how sure it is as much as people notice.
    assert!(text.contains("the answers by 4 points, as much as people notice"), "{text}");
    assert!(text.contains("That it really is better: almost surely"), "{text}");
    assert!(text.contains("by 2 points or more: likely, about 85 of 100"), "{text}");
}

#[tokio::test]
async fn where_nothing_was_found_nothing_is_said_to_rest_on_anything() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("examined", "yes")]).await;
    peg(&home, -8, 0);
    session(&home, -7, 0, 0);
    session(&home, -3, 0, 0);
    peg(&home, -1, 0);
    for path in ["/progress", "/review", "/letter"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("hardly any pain"), "{path}: {text}");
        assert!(!text.contains("this rests on"), "{path}: {text}");
    }
    // Sleep is asked on the morning after alone.
    let id = session(&home, -2, 0, 0);
    put(&home, "morning.answered", -1, json!({ "session": id, "said": { "sleep-night": 6, "signs-morning": "no" } }));
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("there is one, of") && text.contains("none after it to compare"), "{text}");
}

#[tokio::test]
async fn every_place_that_was_answered_is_named_with_what_was_said() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("examined", "yes")]).await;
    let page = browser.get("/check-in/pain-week").await;
    let names: Vec<&str> = page.html.split("<fieldset class=\"q\" id=\"p-").skip(1).collect();
    let sent: Vec<(String, String)> = names
        .iter()
        .zip(3..)
        .map(|(rest, score)| (format!("p-{}", rest.split('"').next().unwrap()), score.to_string()))
        .collect();
    assert!(!sent.is_empty(), "{}", text_of(&page.html));
    let pairs: Vec<(&str, &str)> = sent.iter().map(|(name, score)| (name.as_str(), score.as_str())).collect();
    let text = text_of(&browser.post("/check-in/pain-week", &fields(&pairs)).await.html);
    for (_, score) in &sent {
        assert!(text.contains(&format!("{score} of 10")), "{score}: {text}");
    }
    assert!(text.contains("Pain in the past week: "), "with its place: {text}");
}

#[tokio::test]
async fn an_examined_that_has_grown_old_heads_no_page_with_a_doctor() {
    let home = Home::new();
    let examined = [("pain_assessed", "yes"), ("pain_duration", "over-12-weeks")];
    let mut browser = finished(&home, "Ada", &examined).await;
    peg(&home, 0, 7);
    home.later(35);
    browser.reopen().await;
    let page = browser.get("/result").await;
    let text = text_of(&page.html);
    assert!(text.contains("Not enough answered yet") && !text.contains("See a clinician"), "{text}");
    assert!(!page.says("band caution") && !page.says("href=\"/plan\""), "and nothing is released: {text}");
    browser.get("/again").await;
    browser.get("/next").await;
    browser.answer(&[("pain_assessed", "no"), ("pain_duration", "over-12-weeks")]).await;
    let text = text_of(&browser.get("/result").await.html);
    assert!(text.contains("See a clinician"), "who says no is sent there: {text}");
}
