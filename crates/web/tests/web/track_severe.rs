//! Severe pain, worse pain and warning signs that are told while tracking: none of them is passed over.

use serde_json::json;

use crate::common::{Browser, Home, fields, finished, looked_at, text_of};
use crate::session::begin;
use crate::track::{kept, put, screened, session};

/// Whether the way to a massage is open.
async fn open(browser: &mut Browser) -> bool {
    browser.get("/tonight").await.says("name=\"giver\"")
}

fn check_in(home: &Home, instrument: &str, answers: serde_json::Value) {
    put(home, "check-in.given", 0, json!({ "instrument": instrument, "for": "weekly", "answers": answers }));
}

#[tokio::test]
async fn severe_pain_that_is_told_asks_for_the_body_map_again() {
    let severe: [&dyn Fn(&Home); 4] = [
        &|home| check_in(home, "peg", json!({ "pain": 10, "enjoyment": 6, "activity": 6 })),
        &|home| check_in(home, "pain-week", json!({ "average": 9 })),
        &|home| check_in(home, "pain-now", json!({ "now": 8 })),
        &|home| {
            session(home, 0, 5, 9);
        },
    ];
    for (nth, tell) in severe.iter().enumerate() {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        assert!(open(&mut browser).await, "{nth}");
        tell(&home);
        assert!(!open(&mut browser).await, "{nth}: a massage at once");
        let text = text_of(&browser.get("/again").await.html);
        assert!(text.contains("That is severe"), "{nth}: {text}");
        browser.get("/next").await;
        browser.answer(&[]).await;
        browser.get("/map").await;
        browser.hurts(&[("mid-back-left", "9")]).await;
        browser.answer(&[]).await;
        let text = text_of(&browser.get("/result").await.html);
        assert!(text.contains("See a clinician"), "{nth}: {text}");
    }
}

#[tokio::test]
async fn pain_that_is_not_severe_or_no_stronger_than_the_map_opens_nothing() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    check_in(&home, "pain-week", json!({ "average": 7 }));
    check_in(&home, "tension", json!({ "n": 10 }));
    assert!(open(&mut browser).await);
    browser.get("/map").await;
    browser.hurts(&[("mid-back-left", "9")]).await;
    browser.answer(&[("pain_assessed", "yes")]).await;
    let before = text_of(&browser.get("/result").await.html);
    check_in(&home, "pain-now", json!({ "now": 9 }));
    assert_eq!(before, text_of(&browser.get("/result").await.html), "the map says so already");
}

#[tokio::test]
async fn severe_pain_before_a_session_begins_none_and_is_kept() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = begin(&mut browser, "self", &[("s-pain-before", "9")]).await;
    assert!(page.path.starts_with("/again"), "{}: {}", page.path, text_of(&page.html));
    assert!(text_of(&page.html).contains("9 of 10"));
    assert_eq!((kept(&home, "session.started"), kept(&home, "check-in.given")), (0, 1));
}

#[tokio::test]
async fn pain_that_went_up_with_a_massage_ends_massage_for_the_day() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 4, 6);
    screened(&mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No more massage today"), "{text}");
    home.later(1);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(open(&mut browser).await, "for the day, not for longer");
}

#[tokio::test]
async fn a_sign_of_the_morning_is_named_and_counts_as_what_it_is() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    home.later(9);
    browser.reopen().await;
    assert!(!text_of(&browser.get("/morning").await.html).contains("last night"), "nine days later");

    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    put(&home, "country.chosen", 0, json!({ "country": "GB" }));
    session(&home, 0, 5, 4);
    home.later(1);
    browser.reopen().await;
    browser.get("/morning").await;
    let said = [("s-soreness", "1"), ("s-sleep-night", "6"), ("s-pain-morning", "4"), ("s-signs-morning", "unknown")];
    let page = browser.post("/morning", &fields(&said)).await;
    assert!(page.path.starts_with("/reaction?which"), "{}", page.path);
    assert!(page.says("href=\"tel:999\"") && text_of(&page.html).contains("chest pain"), "the number, at once");
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("which was not said"), "kept though nobody went on: {text}");
    browser.get("/reaction?which").await;
    let told = [("what", "faint"), ("bad", "mild"), ("lasted", "under-1-day"), ("which", "1")];
    let page = browser.post("/reaction", &fields(&told)).await;
    assert!(text_of(&page.html).contains("Call the emergency number now"), "{}", text_of(&page.html));
    for path in ["/progress", "/review", "/check-in", "/"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("Call the emergency number now"), "{path}: {text}");
        assert!(!text.contains("which was not said"), "{path}: {text}");
    }
    let letter = text_of(&browser.get("/letter?for=physician").await.html);
    assert!(letter.contains("Fainting, chest pain or shortness of breath"), "{letter}");
}

#[tokio::test]
async fn tingling_alone_calls_no_ambulance() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    let told = [("what", "tingling"), ("bad", "mild"), ("lasted", "under-1-day")];
    let page = browser.post("/reaction", &fields(&told)).await;
    assert!(page.says("band caution") && !page.says("tel:"), "{}", text_of(&page.html));
    screened(&mut browser).await;
    assert!(!open(&mut browser).await, "and no massage meanwhile");
}

#[tokio::test]
async fn who_has_looked_at_a_sign_and_when_is_asked_and_stands_in_the_letter() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    browser.post("/reaction", &fields(&[("what", "numb-weak"), ("bad", "severe"), ("lasted", "under-1-day")])).await;
    browser.get("/review").await;
    for (by, on, says) in [
        ("", "", "Enter who looked at it"),
        ("Dr. Weiss", "2026-11-20", "before it was told"),
        ("Dr. Weiss", "2026-11-23", "has not come yet"),
        ("Dr. Weiss", "", "Enter the day"),
    ] {
        let said = [("way", "continue"), ("seen", "1"), ("seen_by", by), ("seen_on", on)];
        let page = browser.post("/review", &fields(&said)).await;
        assert_eq!(page.status.as_u16(), 422, "{by} {on}");
        assert!(text_of(&page.html).contains(says), "{by} {on}: {}", text_of(&page.html));
        assert!(by.is_empty() || page.says(&format!("value=\"{by}\"")), "nothing typed is lost");
    }
    let unticked = [("way", "continue"), ("seen_by", "Dr. Weiss")];
    assert_eq!(browser.post("/review", &fields(&unticked)).await.status.as_u16(), 422);
    screened(&mut browser).await;
    assert!(!open(&mut browser).await);
    looked_at(&home, &mut browser).await;
    screened(&mut browser).await;
    assert!(open(&mut browser).await);
    let letter = text_of(&browser.get("/letter?for=physician").await.html);
    assert!(letter.contains("Dr. Anna Weiss, physician looked at it on 21 November 2026"), "{letter}");
}

#[tokio::test]
async fn a_letter_tells_what_happened_and_that_nobody_has_examined_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("pain_assessed", "no"), ("pain_duration", "over-12-weeks")]).await;
    put(&home, "event.noted", 0, json!({ "what": "new-medicine", "day": "2026-11-20" }));
    put(&home, "event.noted", 0, json!({ "what": "fall", "day": "2026-11-21" }));
    let letter = text_of(&browser.get("/letter?for=physician").await.html);
    assert!(letter.contains("1: A new medicine, or another dose, 20 November 2026"), "{letter}");
    assert!(letter.contains("2: A fall, a blow or a crash, 21 November 2026"), "{letter}");
    assert!(!letter.contains("nothing was told"), "of medicines: {letter}");
    assert!(letter.contains("Something new was told after that"), "{letter}");
    assert!(!letter.contains("Warning signs were told"), "a new medicine is none: {letter}");
    assert!(letter.contains("NOT: "), "{letter}");
}

#[tokio::test]
async fn a_sign_of_an_emergency_is_taken_back_by_nobody_but_who_looked_at_it() {
    for what in ["numb-weak", "bladder", "faint"] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, 0, 5, 4);
        let tell = [("what", what), ("bad", "severe"), ("lasted", "under-1-day")];
        browser.get("/reaction").await;
        browser.post("/reaction", &fields(&tell)).await;
        let page = browser.get("/reaction?open").await;
        assert!(!page.says("name=\"gone\""), "{what}");
        for later in
            [&[("gone", "1")][..], &[("nothing", "1")], &[("what", "sore"), ("bad", "mild"), ("lasted", "under-1-day")]]
        {
            browser.get("/reaction").await;
            browser.post("/reaction", &fields(later)).await;
            screened(&mut browser).await;
            assert!(!open(&mut browser).await, "{what}: undone by {later:?}");
        }
        let letter = text_of(&browser.get("/letter?for=physician").await.html);
        assert!(letter.contains("neither gone nor looked at"), "{letter}");
        looked_at(&home, &mut browser).await;
        screened(&mut browser).await;
        assert!(open(&mut browser).await, "{what}");
        let letter = text_of(&browser.get("/letter?for=physician").await.html);
        assert!(letter.contains("Dr. Anna Weiss") && letter.contains("Told after a massage"), "{letter}");
    }
}

#[tokio::test]
async fn a_sign_at_the_end_of_a_session_is_kept_until_it_is_named_or_gone() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = supple_store::Uuid::now_v7().to_string();
    put(&home, "session.started", 0, json!({ "session": id, "giver": "partner", "before": 5 }));
    let said = json!({ "pain-after": 4, "signs-after": "yes" });
    put(&home, "session.ended", 0, json!({ "session": id, "before": 5, "after": 4, "said": said }));
    let ended = browser.get("/player/ended").await;
    assert!(
        ended.says(&format!("/reaction?which&amp;session={id}"))
            || ended.says(&format!("/reaction?which&#38;session={id}")),
        "{}",
        ended.html
    );
    screened(&mut browser).await;
    assert!(!open(&mut browser).await, "answering no elsewhere does not undo it");
}

#[tokio::test]
async fn examined_pain_of_eight_goes_round_in_no_circle() {
    let home = Home::new();
    let mut browser = home.browser();
    browser.begin("Ada", "d1").await;
    browser.get("/map").await;
    browser.hurts(&[("mid-back-left", "8")]).await;
    let examined = [("pain_assessed", "yes"), ("pain_duration", "over-12-weeks")];
    browser.answer(&examined).await;
    assert!(open(&mut browser).await, "{}", text_of(&browser.page.html));
    for day in [0, 7] {
        check_in(&home, "peg", json!({ "pain": 8, "enjoyment": 8, "activity": 8 }));
        session(&home, day, 8, 8);
        home.later(7);
        browser.reopen().await;
        screened(&mut browser).await;
        let text = text_of(&browser.get("/tonight").await.html);
        assert!(!text.contains("See a doctor within days"), "day {day}: {text}");
    }
}

#[tokio::test]
async fn severe_pain_in_another_place_is_new() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/map").await;
    browser.hurts(&[("mid-back-left", "8"), ("neck-back-left", "2")]).await;
    browser.answer(&[("pain_assessed", "yes")]).await;
    let tell = |place: &str, average: u8| {
        let answers = json!({ "average": average });
        put(
            &home,
            "check-in.given",
            0,
            json!({ "instrument": "pain-week", "for": "weekly", "place": place, "answers": answers }),
        );
    };
    let before = text_of(&browser.get("/again").await.html);
    tell("mid-back-left", 8);
    assert!(!text_of(&browser.get("/again").await.html).contains("That is severe"), "{before}");
    tell("neck-back-left", 8);
    assert!(text_of(&browser.get("/again").await.html).contains("That is severe"));
}

#[tokio::test]
async fn pain_that_is_up_on_the_morning_ends_massage_for_that_day() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 4, 4);
    home.later(1);
    browser.reopen().await;
    browser.get("/morning").await;
    let said = [("s-soreness", "0"), ("s-sleep-night", "6"), ("s-pain-morning", "7"), ("s-signs-morning", "no")];
    browser.post("/morning", &fields(&said)).await;
    screened(&mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No more massage today"), "{text}");
}

#[tokio::test]
async fn a_lower_number_told_once_more_opens_no_massage_on_that_day() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = session(&home, 0, 4, 7);
    put(&home, "session.ended", 0, json!({ "session": id, "before": 4, "after": 4, "said": { "signs-after": "no" } }));
    screened(&mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No more massage today"), "{text}");
    home.later(1);
    browser.reopen().await;
    for pain in ["7", "3"] {
        let said = json!({ "soreness": 0, "sleep-night": 6, "pain-morning": pain.parse::<u8>().unwrap(), "signs-morning": "no" });
        put(&home, "morning.answered", 1, json!({ "session": id, "said": said }));
    }
    screened(&mut browser).await;
    let text = text_of(&browser.get("/tonight").await.html);
    assert!(text.contains("No more massage today"), "{text}");
    home.later(1);
    browser.reopen().await;
    screened(&mut browser).await;
    assert!(open(&mut browser).await, "for the day, not for longer");
}

#[tokio::test]
async fn who_told_of_severe_pain_reads_why_there_is_no_massage_and_where_to_go() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    check_in(&home, "pain-week", json!({ "average": 9 }));
    let page = browser.get("/tonight").await;
    let text = text_of(&page.html);
    assert!(text.contains("9 of 10. That is severe") && page.says("href=\"/again\""), "{text}");
    assert!(!text.contains("Some questions can still change"), "{text}");
}

#[tokio::test]
async fn marked_pain_is_asked_about_with_a_way_to_tell_of_another_place() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = browser.get("/map/pain").await;
    assert!(text_of(&page.html).contains("It hurts somewhere else too"));
    let there = [("at", "mid-back-left"), ("i-mid-back-left", "7"), ("back", "yes")];
    let page = browser.post("/map/pain", &fields(&there)).await;
    assert_eq!(page.path, "/map");
    browser.hurts(&[("mid-back-left", "7"), ("neck-back-left", "2")]).await;
    let text = text_of(&browser.get("/map/pain").await.html);
    assert!(text.contains("neck"), "{text}");
}

#[tokio::test]
async fn help_that_cannot_wait_stands_in_its_band_with_its_number() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    put(&home, "country.chosen", 0, json!({ "country": "GB" }));
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    browser.post("/reaction", &fields(&[("what", "numb-weak"), ("bad", "severe"), ("lasted", "under-1-day")])).await;
    for path in ["/progress", "/review", "/check-in", "/"] {
        let page = browser.get(path).await;
        assert!(page.says("band danger") && page.says("href=\"tel:999\""), "{path}: {}", text_of(&page.html));
    }
}
