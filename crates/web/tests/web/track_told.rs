//! What was told is shown, judged by its day, and never hidden.

use serde_json::json;
use supple_store::{NewEvent, UtcMs, Uuid, Who};

use crate::common::{Home, fields, finished, text_of, value_of};
use crate::track::{answered, kept, key, peg, put, screened, session};

const NOW: i64 = 1_795_285_800_000;
const HOUR: i64 = 60 * 60 * 1000;

#[tokio::test]
async fn a_severe_reaction_shows_what_to_watch_for_and_asks_again() {
    for (what, bad) in [("nerve", "mild"), ("fever", "mild"), ("sore", "severe")] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, 0, 5, 4);
        screened(&mut browser).await;
        browser.get("/reaction").await;
        let told = [("what", what), ("bad", bad), ("lasted", "under-1-day")];
        let page = browser.post("/reaction", &fields(&told)).await;
        let text = text_of(&page.html);
        assert!(text.contains("No more massage for now"), "{what} {bad}: {text}");
        assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"), "{what} {bad}");
        assert!(!text_of(&browser.get("/again").await.html).contains("Go ahead"), "{what} {bad}");
        for path in ["/progress", "/timeline"] {
            let text = text_of(&browser.get(path).await.html);
            assert!(text.contains("Less than a day"), "{path}: {text}");
        }
    }
}

#[tokio::test]
async fn the_warning_that_matches_a_reaction_comes_first_with_its_number() {
    let tell = async |what: &str| {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        put(&home, "country.chosen", 0, json!({ "country": "GB" }));
        session(&home, 0, 5, 4);
        browser.get("/reaction").await;
        browser.post("/reaction", &fields(&[("what", what), ("bad", "mild"), ("lasted", "under-1-day")])).await
    };
    let heading = |page: &crate::common::Page| {
        let rest = page.html.split("<h1").nth(1).unwrap();
        rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    let nerve = tell("nerve").await;
    assert!(heading(&nerve).contains("Call the emergency number now"), "{}", heading(&nerve));
    assert!(nerve.says("href=\"tel:999\"") && nerve.says("band danger"), "{}", text_of(&nerve.html));
    let headache = tell("headache").await;
    assert!(heading(&headache).contains("double vision") && headache.says("href=\"tel:999\""));
    let fever = tell("fever").await;
    assert!(heading(&fever).contains("medical help today") && !fever.says("tel:"), "{}", heading(&fever));
    assert!(heading(&tell("other").await).contains("Take this seriously"));
}

#[tokio::test]
async fn what_was_told_last_of_a_session_counts() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = session(&home, 0, 5, 4);
    let worse = json!({"session": id, "what": ["pain-worse"], "bad": "moderate", "lasted": "over-3-days"});
    put(&home, "reaction.reported", 0, worse);
    screened(&mut browser).await;
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"));
    put(
        &home,
        "reaction.reported",
        0,
        json!({"session": id, "what": ["sore"], "bad": "mild", "lasted": "under-1-day"}),
    );
    assert!(!text_of(&browser.get("/tonight").await.html).contains("No massage for now"), "a slip was put right");
}

#[tokio::test]
async fn a_milder_word_of_a_later_day_lifts_nothing() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = session(&home, -6, 5, 4);
    let told =
        |what: &str, bad: &str, lasted: &str| json!({"session": id, "what": [what], "bad": bad, "lasted": lasted});
    put(&home, "reaction.reported", -1, told("pain-worse", "severe", "over-3-days"));
    screened(&mut browser).await;
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"));
    put(&home, "reaction.reported", 0, told("sore", "mild", "under-1-day"));
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"));
}

#[tokio::test]
async fn nothing_lasts_longer_than_since_the_massage() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    let page =
        browser.post("/reaction", &fields(&[("what", "sore"), ("bad", "mild"), ("lasted", "over-3-days")])).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(text_of(&page.html).contains("cannot have lasted"));
    assert_eq!(kept(&home, "reaction.reported"), 0);
}

#[tokio::test]
async fn a_sign_of_the_morning_is_a_reaction() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = session(&home, 0, 5, 4);
    put(&home, "morning.answered", 1, json!({"session": id, "said": {"soreness": 2, "signs-morning": "yes"}}));
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("after 1 of 1 session"), "{text}");
}

#[tokio::test]
async fn old_answers_are_not_shown_as_todays() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 4);
    peg(&home, 7, 1);
    home.later(200);
    browser.reopen().await;
    for path in ["/progress", "/review"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(!text.contains("better") || text.contains("lower is better"), "{path}: {text}");
        assert!(text.contains("the last one is of") && !text.contains("It has helped"), "{path}: {text}");
    }
}

#[tokio::test]
async fn without_an_answer_before_the_first_session_the_first_one_stands_for_it() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let tonight = browser.get("/tonight").await;
    assert!(tonight.says("/check-in/peg?then=tonight"), "the weekly questions come first");
    session(&home, 0, 7, 4);
    for (day, score) in [(3, 6), (10, 2), (17, 2)] {
        peg(&home, day, score);
    }
    home.later(17);
    browser.reopen().await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("etter") && text.contains("stands for the beginning"), "{text}");
}

#[tokio::test]
async fn without_weekly_answers_the_pain_before_the_sessions_judges_and_that_is_said() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for day in [0, 3, 6, 9] {
        session(&home, day, 6, 5);
    }
    home.later(10);
    browser.reopen().await;
    let review = browser.get("/review").await;
    let text = text_of(&review.html);
    assert!(text.contains("rests on the pain before the sessions"), "{text}");
    assert!(review.says("ADAPT-NO-RESPONSE-END"), "{text}");
}

#[tokio::test]
async fn an_untouched_list_is_no_answer_and_no_day_is_taken_that_cannot_be() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/check-in/rmdq-24").await;
    let page = browser.post("/check-in/rmdq-24", &fields(&[])).await;
    assert_eq!(page.status.as_u16(), 422);
    browser.get("/check-in/rmdq-24").await;
    let page = browser.post("/check-in/rmdq-24", &fields(&[("none", "1")])).await;
    assert!(page.status.is_success(), "{}", text_of(&page.html));
    assert_eq!(kept(&home, "check-in.given"), 1);
    for (day, says) in [("1850-01-01", "longer ago"), ("2026-02-30", "no such day"), ("2030-01-01", "in the future")] {
        browser.get("/note").await;
        let page = browser.post("/note", &fields(&[("what", "fall"), ("day", day)])).await;
        assert_eq!(page.status.as_u16(), 422);
        assert!(text_of(&page.html).contains(says), "{day}");
    }
    assert_eq!(kept(&home, "event.noted"), 0);
}

#[tokio::test]
async fn whoever_travels_keeps_every_score_in_its_order() {
    // It is two dates later on Kiritimati than on Pago Pago.
    let (east, west) = ("Pacific/Kiritimati", "Pacific/Pago_Pago");
    for zones in [[east, west, west], ["Asia/Tokyo", "UTC", west], [west, "UTC", east]] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        let at = |hours: i64, zone: &str, kind: &str, payload: serde_json::Value| {
            let (id, at) = (Uuid::now_v7(), UtcMs(NOW + hours * HOUR));
            let (kind, zone) = (kind.to_owned(), zone.to_owned());
            let event = NewEvent { id, at, zone, kind, version: 1, who: Who::Self_, payload };
            home.app.store.append(&key(&home), event).unwrap();
        };
        let peg = |score: i64| {
            let answers = json!({"pain": score, "enjoyment": score, "activity": score});
            json!({"instrument": "peg", "for": "weekly", "answers": answers})
        };
        at(0, zones[0], "check-in.given", peg(7));
        at(1, zones[1], "session.started", json!({"session": Uuid::now_v7().to_string(), "giver": "partner"}));
        at(2, zones[2], "check-in.given", peg(6));
        let html = browser.get("/progress").await.html;
        let (later, earlier) = (html.find("6 of 10"), html.find("7 of 10"));
        assert!(later.is_some() && earlier.is_some() && later < earlier, "{zones:?}: {}", text_of(&html));
    }
}

#[tokio::test]
async fn forms_that_are_sent_at_the_same_moment_are_all_kept_once() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = browser.get("/check-in/peg").await;
    let id = value_of(&page.html, "id").unwrap();
    let mut form = answered("6");
    form.push(("id".to_owned(), id));
    let posts: Vec<_> = (0..3)
        .map(|_| {
            let (mut browser, form) = (browser.clone(), form.clone());
            tokio::spawn(async move { browser.post("/check-in/peg", &form).await.status })
        })
        .collect();
    for post in posts {
        assert!(post.await.unwrap().is_success());
    }
    assert_eq!(kept(&home, "check-in.given"), 1);
}

#[tokio::test]
async fn the_terminal_compares_techniques_as_the_page_does() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for (day, technique) in (-16..0).step_by(2).zip(["kneading", "effleurage"].into_iter().cycle()) {
        let id = supple_store::Uuid::now_v7().to_string();
        let begun = json!({"session": id, "giver": "partner", "before": 6, "technique": technique});
        put(&home, "session.started", day, begun);
        let after = if technique == "kneading" { 2 } else { 5 };
        let said = json!({"signs-after": "no"});
        put(&home, "session.ended", day, json!({"session": id, "before": 6, "after": after, "said": said}));
    }
    screened(&mut browser).await;
    let page = text_of(&browser.get("/progress").await.html);
    let says = page.split(" | ").find(|line| line.contains("straight after the sessions")).map(str::to_owned);
    let says = says.unwrap_or_else(|| panic!("{page}"));
    let events = home.app.store.events(&crate::track::key(&home)).unwrap();
    let today = supple_interop::dates::parse("2026-11-21").unwrap();
    let knowledge = crate::common::knowledge();
    let told = supple_web::tracked(&knowledge, std::sync::Arc::clone(&home.app.words), &events, today, 5);
    assert!(told.text.contains(&says), "{says}: {}", told.text);
}

#[tokio::test]
async fn an_end_of_sessions_long_ago_says_what_it_rests_on() {
    let home = Home::new();
    let long = [("pain_duration", "over-12-weeks"), ("pain_assessed", "yes")];
    let mut browser = finished(&home, "Ada", &long).await;
    for day in [-80, -73, -66, -59] {
        peg(&home, day, 5);
    }
    for day in [-73, -70, -66, -63] {
        session(&home, day, 5, 5);
    }
    put(&home, "plan.chosen", 0, json!({"course": "home-gentle", "wishes": {}, "review": "2026-12-20"}));
    let events = home.app.store.events(&key(&home)).unwrap();
    let today = supple_interop::dates::parse("2026-11-21").unwrap();
    let words = std::sync::Arc::clone(&home.app.words);
    let tracked = supple_web::tracked(&crate::common::knowledge(), words, &events, today, 5).text;
    assert!(tracked.contains("ADAPT-NO-RESPONSE-END"), "{tracked}");
    assert!(tracked.contains("rests on what was told up to 23 September 2026"), "{tracked}");
    let review = text_of(&browser.get("/review").await.html);
    assert!(review.contains("rests on what was told up to 23 September 2026"), "{review}");
}
