//! Check-ins, progress, reviews: what is kept, what is said of it, and what follows from it.

use serde_json::{Value, json};
use supple_store::{NewEvent, PersonKey, UtcMs, Uuid, Who};

use crate::common::{Browser, Fields, Home, fields, finished, looked_at, text_of, value_of};

pub(crate) const NOW: i64 = 1_795_285_800_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

pub(crate) fn key(home: &Home) -> PersonKey {
    let id = home.app.store.people().unwrap().last().unwrap().id;
    home.app.store.unlock(id, None, UtcMs(NOW)).unwrap()
}

pub(crate) fn put(home: &Home, kind: &str, day: i64, payload: Value) {
    let event = NewEvent {
        id: Uuid::now_v7(),
        at: UtcMs(NOW + day * DAY),
        zone: "UTC".to_owned(),
        kind: kind.to_owned(),
        version: 1,
        who: Who::Self_,
        payload,
    };
    home.app.store.append(&key(home), event).unwrap();
}

pub(crate) fn session(home: &Home, day: i64, before: u8, after: u8) -> String {
    let id = Uuid::now_v7().to_string();
    put(
        home,
        "session.started",
        day,
        json!({"session": id, "giver": "partner", "before": before, "said": {"pain-before": before}}),
    );
    let said = json!({"pain-after": after, "signs-after": "no"});
    put(home, "session.ended", day, json!({"session": id, "before": before, "after": after, "said": said}));
    id
}

pub(crate) fn peg(home: &Home, day: i64, score: i64) {
    let answers = json!({"pain": score, "enjoyment": score, "activity": score});
    put(home, "check-in.given", day, json!({"instrument": "peg", "for": "weekly", "answers": answers}));
}

pub(crate) fn answered(score: &str) -> Fields {
    fields(&[("a-0", score), ("a-1", score), ("a-2", score)])
}

pub(crate) fn kept(home: &Home, kind: &str) -> usize {
    home.app.store.events(&key(home)).unwrap().iter().filter(|event| event.kind == kind).count()
}

/// The questions of today again, so that the way to a plan is open.
pub(crate) async fn screened(browser: &mut Browser) {
    browser.get("/next").await;
    browser.answer(&[]).await;
}

#[tokio::test]
async fn what_is_due_is_asked_kept_once_and_not_asked_again_before_a_week() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let list = browser.get("/check-in").await;
    assert!(list.says("/check-in/peg"), "the weekly questions are due");
    let page = browser.get("/check-in/peg").await;
    let id = value_of(&page.html, "id").unwrap();
    let mut form = answered("6");
    form.push(("id".to_owned(), id));
    let saved = browser.post("/check-in/peg", &form).await;
    assert!(text_of(&saved.html).contains("6 of 10"), "{}", text_of(&saved.html));
    assert_eq!(kept(&home, "check-in.given"), 1);
    browser.get("/check-in/peg").await;
    browser.post("/check-in/peg", &form).await;
    assert_eq!(kept(&home, "check-in.given"), 1, "the same form twice is one check-in");
    assert!(!browser.get("/check-in").await.says("/check-in/peg\""));
    home.later(7);
    let mut later = home.browser();
    later.reopen().await;
    assert!(later.get("/check-in").await.says("/check-in/peg\""));
    later.get("/check-in/peg").await;
    later.post("/check-in/peg", &fields(&[("later", "1")])).await;
    assert!(!later.get("/check-in").await.says("/check-in/peg\""), "put off is not asked for again");
    assert_eq!(kept(&home, "check-in.given"), 1);
}

#[tokio::test]
async fn half_an_instrument_and_wrong_numbers_are_refused_with_everything_at_once() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/check-in/peg").await;
    let page = browser.post("/check-in/peg", &fields(&[("a-0", "6"), ("a-1", "11")])).await;
    assert_eq!(page.status.as_u16(), 422);
    let text = text_of(&page.html);
    assert!(text.contains("from 0 to 10") && text.contains("Choose an answer"), "{text}");
    assert_eq!(kept(&home, "check-in.given"), 0);
}

#[tokio::test]
async fn a_check_in_for_a_session_that_never_began_is_refused_with_the_reason() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    browser.get("/check-in/peg").await;
    let mut form = answered("6");
    form.push(("session".to_owned(), Uuid::now_v7().to_string()));
    let page = browser.post("/check-in/peg", &form).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(text_of(&page.html).contains("never began"));
    assert_eq!(kept(&home, "check-in.given"), 0);
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    let page = browser.post("/reaction", &fields(&[("session", &Uuid::now_v7().to_string()), ("what", "sore")])).await;
    assert_eq!(page.status.as_u16(), 422);
    assert!(text_of(&page.html).contains("never began"));
    assert_eq!(kept(&home, "reaction.reported"), 0);
}

#[tokio::test]
async fn progress_says_first_what_the_scores_say_and_shows_the_same_numbers() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("Not enough answers yet"), "{text}");
    home.later(40);
    browser.reopen().await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 5);
    for (day, score) in [(7, 5), (14, 3), (30, 2), (37, 2)] {
        peg(&home, day, score);
    }
    put(&home, "event.noted", 10, json!({"what": "new-medicine", "day": "2026-12-01"}));
    let page = browser.get("/progress").await;
    let text = text_of(&page.html);
    assert!(text.contains("Clearly better") && text.contains("of 100"), "{text}");
    assert!(text.contains("A new medicine") && text.contains("7 of 10"), "{text}");
    let line = page.html.split("class=\"line\" d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(line.matches('M').count(), 2, "sixteen days without an answer are a gap: {line}");
    for chart in page.html.split("<svg class=\"chart\"").skip(1) {
        assert!(chart.split("</svg>").next().unwrap().len() < 40_000);
    }
    assert!(page.html.len() < 150_000, "{}", page.html.len());
}

#[tokio::test]
async fn worse_twice_running_holds_sessions_until_it_was_looked_at() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 4, 6);
    session(&home, 0, 4, 7);
    screened(&mut browser).await;
    for path in ["/plan", "/tonight", "/session"] {
        let text = text_of(&browser.get(path).await.html);
        assert!(text.contains("No massage for now") && text.contains("72 hours"), "{path}: {text}");
    }
    let review = browser.get("/review").await;
    assert!(review.says("ADAPT-WORSE"));
    assert!(review.html.contains("door first\" name=\"way\" value=\"doctor\""), "the doctor is highlighted");
    browser.post("/review", &fields(&[("way", "continue")])).await;
    assert_eq!(kept(&home, "review.answered"), 1);
    assert!(text_of(&browser.get("/plan").await.html).contains("No massage for now"), "a click is no doctor");
    looked_at(&home, &mut browser).await;
    assert!(!text_of(&browser.get("/plan").await.html).contains("No massage for now"));
    browser.get("/review").await;
    browser.post("/review", &fields(&[("way", "doctor")])).await;
    assert!(text_of(&browser.get("/plan").await.html).contains("doctor first"));
}

#[tokio::test]
async fn a_sign_after_a_session_opens_the_questions_again_at_once() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    screened(&mut browser).await;
    assert!(!text_of(&browser.get("/tonight").await.html).contains("no session tonight"));
    browser.get("/reaction").await;
    let page = browser.post("/reaction", &fields(&[("what", "nerve")])).await;
    assert_eq!(page.status.as_u16(), 422, "how bad and how long are asked");
    browser.post("/reaction", &fields(&[("what", "nerve"), ("bad", "mild"), ("lasted", "unknown")])).await;
    assert!(text_of(&browser.get("/tonight").await.html).contains("No massage for now"));
}

#[tokio::test]
async fn nothing_after_a_session_is_an_answer_and_no_reaction() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    session(&home, 0, 5, 4);
    browser.get("/reaction").await;
    browser.post("/reaction", &fields(&[("nothing", "1")])).await;
    let text = text_of(&browser.get("/progress").await.html);
    assert!(text.contains("after 0 of 1 session"), "{text}");
}

#[tokio::test]
async fn the_order_of_entry_makes_no_difference_to_the_page() {
    let mut pages: Vec<String> = Vec::new();
    for order in [[0usize, 1, 2, 3], [3, 1, 0, 2]] {
        let home = Home::new();
        let mut browser = finished(&home, "Ada", &[]).await;
        session(&home, 0, 7, 5);
        home.later(30);
        let given = [(0, 7), (7, 5), (14, 4), (21, 4)];
        for at in order {
            peg(&home, given[at].0, given[at].1);
        }
        browser.reopen().await;
        let text = text_of(&browser.get("/progress").await.html);
        assert!(text.contains("better"), "{text}");
        pages.push(text);
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn a_letter_holds_what_was_chosen_and_nothing_else() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada Lovelace", &[("blood_thinner", "unknown")]).await;
    peg(&home, 0, 7);
    session(&home, 0, 7, 5);
    let whole = text_of(&browser.get("/letter").await.html);
    assert!(whole.contains("Summary for the doctor") && whole.contains("1 session, on"), "{whole}");
    let page = browser.get("/letter?for=physician&chosen=1&part=done").await;
    let sheet = page.html.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).unwrap();
    assert!(!sheet.contains("Lovelace") && !sheet.contains("Medicines") && sheet.contains("What was done"), "{sheet}");
    let page = browser.get("/letter?for=physician&chosen=1&part=name&part=outcome").await;
    let sheet = page.html.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).unwrap();
    assert!(
        sheet.contains("<bdi>Ada Lovelace</bdi>") && sheet.contains("7 of 10") && sheet.contains("<svg"),
        "{sheet}"
    );
}

#[tokio::test]
async fn the_weekly_measure_judges_before_the_pain_of_the_sessions() {
    // The pain before the sessions falls, the weekly score does not: it has not helped, and massage waits.
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, -29, 6);
    for (day, before) in [(-28, 6), (-21, 5), (-14, 3), (-7, 2)] {
        session(&home, day, before, before);
    }
    peg(&home, -1, 6);
    screened(&mut browser).await;
    let tonight = browser.get("/tonight").await;
    assert!(tonight.says("End this course and see a doctor"), "{}", text_of(&tonight.html));
    assert!(!browser.get("/routines").await.says("End this course"), "moving goes on");

    // The other way round: one good answer alone does not lift what the sessions say.
    let home = Home::new();
    let mut browser = finished(&home, "Ben", &[]).await;
    peg(&home, -29, 6);
    for day in [-28, -21, -14, -7] {
        session(&home, day, 6, 6);
    }
    peg(&home, -1, 2);
    screened(&mut browser).await;
    let tonight = browser.get("/tonight").await;
    assert!(tonight.says("End this course"), "{}", text_of(&tonight.html));
    // A second one does.
    peg(&home, 0, 2);
    screened(&mut browser).await;
    let tonight = browser.get("/tonight").await;
    assert!(!tonight.says("End this course"), "{}", text_of(&tonight.html));
}

#[tokio::test]
async fn one_wild_answer_does_not_open_what_has_ended() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    peg(&home, -29, 6);
    for day in [-28, -21, -14, -7] {
        session(&home, day, 6, 6);
        peg(&home, day + 5, 6);
    }
    screened(&mut browser).await;
    assert!(browser.get("/tonight").await.says("End this course"));
    let heading = |page: &crate::common::Page| {
        page.html.split("<h1").nth(1).map(|rest| rest.split("</h1>").next().map(str::to_owned))
    };
    let refused = heading(&browser.get("/plan?giver=therapist").await);
    peg(&home, 0, 0);
    screened(&mut browser).await;
    let tonight = browser.get("/tonight").await;
    assert!(tonight.says("End this course"), "{}", text_of(&tonight.html));
    assert_eq!(heading(&browser.get("/plan?giver=therapist").await), refused);
}

#[tokio::test]
async fn a_session_that_was_hardly_played_is_not_praised() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    for (played, praised) in [(20, false), (900, true)] {
        let id = Uuid::now_v7().to_string();
        put(
            &home,
            "session.started",
            0,
            json!({"session": id, "giver": "partner", "before": 6, "said": {"pain-before": 6}}),
        );
        let said = json!({"pain-after": 2, "signs-after": "no"});
        let ended = json!({"session": id, "before": 6, "after": 2, "said": said, "played_s": played, "of_s": 900});
        put(&home, "session.ended", 0, ended);
        let page = browser.get("/player/ended").await;
        assert_eq!(page.says("Good that it eased"), praised, "{}", text_of(&page.html));
        assert_eq!(page.says("Less than half of the session"), !praised);
    }
}
