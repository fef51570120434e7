//! Answers that cannot be, or that nothing follows from: defined, kept, never judged as if they were others.

use serde_json::json;

use crate::common::{Home, fields, finished, text_of};
use crate::track::{kept, peg, put, screened, session};

#[tokio::test]
async fn scores_from_before_the_pain_end_no_course_and_are_no_beginning() {
    for (duration, ends) in [("under-6-weeks", false), ("over-12-weeks", true)] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[("pain_duration", duration), ("examined", "yes")]).await;
        // Well before the present pain, if that is young; the pain before the sessions falls.
        peg(&home, -45, 2);
        for (day, before) in [(-40, 7), (-30, 6), (-20, 4), (-10, 2)] {
            session(&home, day, before, before);
        }
        peg(&home, -1, 6);
        screened(&mut browser).await;
        let tonight = text_of(&browser.get("/tonight").await.html);
        assert_eq!(tonight.contains("No massage for now"), ends, "{duration}: {tonight}");
        let progress = text_of(&browser.get("/progress").await.html);
        assert_eq!(progress.contains("become worse"), ends, "{duration}: {progress}");
        assert_eq!(progress.contains("before this pain"), !ends, "{duration}: {progress}");
    }
}

#[tokio::test]
async fn who_says_less_than_six_weeks_again_is_judged_by_what_came_since_and_that_is_said() {
    let home = Home::new();
    let otherwise = [("pain_duration", "under-6-weeks"), ("examined", "yes")];
    let mut browser = finished(&home, "Ada", &otherwise).await;
    peg(&home, -75, 8);
    peg(&home, -60, 8);
    // Counted from the first of all it would be better; since the present pain can have begun nothing has changed.
    for (day, before) in [(-70, 9), (-50, 9), (-30, 5), (-20, 5), (-8, 5), (-2, 5)] {
        session(&home, day, before, before);
    }
    screened(&mut browser).await;
    for path in ["/progress", "/letter"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("No clear change") && !text.contains("etter: the answers by"), "{path}: {text}");
        assert!(text.contains("All weekly answers are older than this pain"), "{path}: {text}");
        assert!(!text.contains("There are no weekly answers"), "{path}: {text}");
    }
    // One weekly answer of the present pain is there to be seen, and is not called none.
    peg(&home, -5, 6);
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("too few weekly answers to compare") && text.contains("No clear change"), "{text}");
}

#[tokio::test]
async fn from_nothing_there_is_no_percent_and_what_comes_is_said_in_points() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, 0, 0);
    session(&home, 0, 0, 0);
    for day in [7, 14, 21] {
        peg(&home, day, 4);
    }
    home.later(21);
    browser.reopen().await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("become worse") && text.contains("no percent of nothing"), "{text}");
    assert!(!text.contains('%') && !text.contains("NaN") && !text.contains("inf "), "{text}");
}

#[tokio::test]
async fn the_same_answers_for_weeks_are_no_change_and_no_fault() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for week in 0..5 {
        peg(&home, 7 * week, 5);
    }
    session(&home, 0, 5, 5);
    home.later(28);
    browser.reopen().await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("No clear change"), "{text}");
}

#[tokio::test]
async fn ten_years_of_daily_answers_are_shown_with_what_was_left_out() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for day in 0..3650 {
        peg(&home, day - 3650, i64::from(i32::try_from(day % 7).unwrap()));
    }
    let page = browser.get("/progress").await;
    assert!(page.says("3590") || page.says("3,590"), "how many rows are not in the table");
    assert!(page.html.len() < 120_000, "{}", page.html.len());
    assert_eq!(kept(&home, "check-in.given"), 3650);
}

#[tokio::test]
async fn what_an_import_brings_and_cannot_be_read_is_counted_and_named() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let whole = json!({"pain": 5, "enjoyment": 5, "activity": 5});
    for (instrument, answers) in [
        ("peg", json!({"pain": 11, "enjoyment": 5, "activity": 5})),
        ("peg", json!({"pain": 5, "enjoyment": 5})),
        ("peg", json!({"pain": "much", "enjoyment": 5, "activity": 5})),
        ("nobody-knows", whole.clone()),
        ("peg", whole),
    ] {
        put(&home, "check-in.given", 0, json!({"instrument": instrument, "for": "weekly", "answers": answers}));
    }
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("4 answers") && text.contains("5 of 10"), "{text}");
}

#[tokio::test]
async fn how_it_was_is_asked_on_the_next_day_and_once_more_from_the_second_on() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    for (day, asks) in [(1, true), (2, true), (3, false)] {
        home.later(1);
        browser.reopen().await;
        let page = browser.get("/morning").await;
        assert_eq!(page.says("s-soreness"), asks, "day {day}");
        if asks {
            let said =
                [("s-soreness", "1"), ("s-sleep-night", "6"), ("s-pain-morning", "4"), ("s-signs-morning", "no")];
            browser.post("/morning", &fields(&said)).await;
            assert!(!browser.get("/morning").await.says("s-soreness"), "day {day}: asked once a day");
        }
    }
}

#[tokio::test]
async fn a_score_with_one_decimal_is_kept_and_shown_with_it_and_no_other_is() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for (path, typed, kept) in
        [("odi-total", "34", "34 %"), ("odi-total", "35.6", "35.6 %"), ("fingertip-floor", "-0,5", "-0.5 cm")]
    {
        let path = format!("/check-in/{path}");
        assert!(browser.get(&path).await.says("step=\"0.1\""), "{path}");
        let text = text_of(&browser.post(&path, &fields(&[("a-0", typed)])).await.html);
        assert!(text.contains(kept), "{typed}: {text}");
    }
    for (path, typed) in [("odi-total", "35.65"), ("odi-total", "100.1"), ("peg", "3.5")] {
        let path = format!("/check-in/{path}");
        browser.get(&path).await;
        let page = browser.post(&path, &fields(&[("a-0", typed), ("a-1", typed), ("a-2", typed)])).await;
        let says = if typed == "3.5" { "Give a whole number" } else { "at most one digit behind the point" };
        assert!(page.status.as_u16() == 422 && page.says(says), "{typed}: {}", text_of(&page.html));
        assert!(page.says(&format!("value=\"{typed}\"")) || typed == "3.5", "what was typed is still there");
    }
    let taken = browser.get("/record/take.json").await.html;
    assert!(taken.contains("\"total\": 35.6\n") && taken.contains("\"cm\": -0.5\n"), "{taken}");
    assert!(taken.contains("\"total\": 34\n"), "a whole number stays one: {taken}");
    for path in ["/progress", "/record"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("35.6 %") && text.contains("-0.5 cm"), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_phone_without_a_minus_can_say_that_fingers_reach_past_the_floor() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let path = "/check-in/fingertip-floor";
    let page = browser.get(path).await;
    for says in ["Above the floor", "Past the floor", "value=\"above\"", "value=\"below\""] {
        assert!(page.says(says), "{says}");
    }
    assert!(!page.says(" checked"), "nothing is chosen for anybody");
    for (typed, side, kept) in [
        ("12", Some("above"), "12 cm"),
        ("4,5", Some("below"), "-4.5 cm"),
        ("-3", Some("below"), "-3 cm"),
        ("-2", None, "-2 cm"),
        ("0", None, "0 cm"),
    ] {
        browser.get(path).await;
        let mut sent = vec![("a-0", typed)];
        sent.extend(side.map(|side| ("side-a-0", side)));
        let text = text_of(&browser.post(path, &fields(&sent)).await.html);
        assert!(text.contains(&format!("Fingertips to the floor: | {kept}")), "{typed} {side:?}: {text}");
    }
    for (typed, side, says) in [
        ("5", None, "Choose what the number means"),
        ("5", Some("left"), "Choose what the number means"),
        ("-5", Some("above"), "say different things"),
        ("31", Some("below"), "from -30 to 120"),
    ] {
        browser.get(path).await;
        let mut sent = vec![("a-0", typed)];
        sent.extend(side.map(|side| ("side-a-0", side)));
        let page = browser.post(path, &fields(&sent)).await;
        assert!(page.status.as_u16() == 422 && page.says(says), "{typed} {side:?}: {}", text_of(&page.html));
        assert!(page.says(&format!("value=\"{typed}\"")), "what was typed is still there");
        assert_eq!(page.says(" checked"), side.is_some_and(|side| side != "left"), "and what was chosen");
    }
}

#[tokio::test]
async fn what_is_counted_in_centimetres_or_spells_is_no_part_of_a_scale() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for (instrument, item, value) in [("fingertip-floor", "cm", -5), ("episodes", "n", 3), ("odi-total", "total", 36)] {
        put(&home, "check-in.given", 0, json!({"instrument": instrument, "for": "review", "answers": {item: value}}));
    }
    let text = text_of(&browser.get("/progress").await.html);
    for says in ["-5 cm", "3 new spells", "36 %"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(!text.contains("of 120") && !text.contains("of 90"), "{text}");
}

#[tokio::test]
async fn activities_without_names_and_two_values_for_one_question_are_refused() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/check-in/activities").await;
    let scores = [("a-0", "3"), ("a-1", "4"), ("a-2", "3")];
    let mut form = fields(&scores);
    form.push(("n-0".to_owned(), "putting on socks".to_owned()));
    form.push(("n-1".to_owned(), "   ".to_owned()));
    let page = browser.post("/check-in/activities", &form).await;
    assert_eq!(page.status.as_u16(), 422);
    let text = text_of(&page.html);
    assert_eq!(text.matches("Write what it is").count(), 4, "beside two fields, and in the list: {text}");
    assert!(page.says("value=\"putting on socks\"") && page.says("value=\"4\" checked"), "nothing typed is lost");
    assert_eq!(kept(&home, "check-in.given"), 0);
    browser.get("/check-in/peg").await;
    let twice = [("a-0", "9"), ("a-1", "5"), ("a-2", "5"), ("a-0", "1")];
    let page = browser.post("/check-in/peg", &fields(&twice)).await;
    assert_eq!(page.status.as_u16(), 422);
    let text = text_of(&page.html);
    assert!(text.contains("Different answers came") && text.contains("9, 1"), "{text}");
    assert_eq!(page.html.matches(" checked").count(), 2, "none of the two is taken for the one that is meant");
    assert_eq!(kept(&home, "check-in.given"), 0);
    let same = [("a-0", "9"), ("a-1", "5"), ("a-2", "5"), ("a-0", "9")];
    browser.post("/check-in/peg", &fields(&same)).await;
    assert_eq!(kept(&home, "check-in.given"), 1, "the same value twice is one");
}
