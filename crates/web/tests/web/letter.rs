//! What stands in a letter, and what never does.

use axum::http::StatusCode;
use serde_json::{Value, json};
use supple_care::question::Kind;
use supple_store::{NewEvent, UtcMs, Uuid, Who};

use crate::common::{Browser, Home, finished, knowledge, text_of};

const NOW: i64 = 1_795_285_800_000;
const DAY: i64 = 24 * 60 * 60 * 1000;

fn put(home: &Home, kind: &str, day: i64, who: Who, payload: Value) {
    let id = home.app.store.people().unwrap().last().unwrap().id;
    let key = home.app.store.unlock(id, None, UtcMs(NOW)).unwrap();
    let event = NewEvent {
        id: Uuid::now_v7(),
        at: UtcMs(NOW + day * DAY),
        zone: "UTC".to_owned(),
        kind: kind.to_owned(),
        version: 1,
        who,
        payload,
    };
    home.app.store.append(&key, event).unwrap();
}

/// The letter for each reader, with everything that can be in it.
async fn letters(browser: &mut Browser) -> Vec<String> {
    let parts = ["name", "complaint", "screening", "medicines", "done", "outcome", "reactions", "question"];
    let parts: String = parts.iter().map(|part| format!("&part={part}")).collect();
    let mut letters = Vec::new();
    for reader in ["physician", "therapist", "person"] {
        let page = browser.get(&format!("/letter?for={reader}&chosen=1{parts}")).await;
        let sheet = page.html.split("<article").nth(1).and_then(|rest| rest.split("</article>").next()).unwrap();
        letters.push(text_of(sheet));
    }
    letters
}

#[tokio::test]
async fn a_warning_sign_stands_in_every_letter_and_wanting_to_die_in_none() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let answers = json!({"page": "nerves", "answers": {"saddle_numbness": "yes", "foot_drop": "unknown"}});
    put(&home, "answers.given", 0, Who::Self_, answers);
    put(&home, "answers.given", 0, Who::Self_, json!({"page": "today", "answers": {"thoughts_of_dying": "yes"}}));
    for letter in letters(&mut browser).await {
        assert!(letter.contains("YES: ") && letter.contains("numb"), "{letter}");
        assert!(
            !letter.contains("dying") && !letter.contains("ending life") && !letter.contains("thoughts of"),
            "{letter}"
        );
    }
}

#[tokio::test]
async fn a_physician_reads_each_warning_sign_by_name_and_old_answers_with_their_day() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("blood_thinner", "unknown")]).await;
    home.later(60);
    browser.reopen().await;
    let [physician, therapist, _] = letters(&mut browser).await.try_into().unwrap();
    assert!(physician.contains("(asked 21 November 2026): no: ") && physician.contains("age: 30"), "{physician}");
    assert!(physician.contains("blood thinner: "), "{physician}");
    assert!(physician.contains("(told 21 November 2026)"), "sixty days old, and still told: {physician}");
    assert!(!physician.contains("given by somebody else"));
    assert!(therapist.contains("answered no: ") && therapist.len() < physician.len(), "{therapist}");
}

#[tokio::test]
async fn who_gave_it_and_what_came_after_it_are_told() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let id = Uuid::now_v7().to_string();
    let started = json!({"session": id, "giver": "partner", "minutes": 20, "before": 5, "said": {"pain-before": 5}});
    put(&home, "session.started", 0, Who::Self_, started);
    let said = json!({"pain-after": 6, "signs-after": "no"});
    put(&home, "session.ended", 0, Who::Self_, json!({"session": id, "before": 5, "after": 6, "said": said}));
    let reaction = json!({"session": id, "what": ["bruise"], "bad": "severe", "lasted": "over-3-days"});
    put(&home, "reaction.reported", 4, Who::Self_, reaction);
    let by_a_daughter = Who::Proxy { name: "Eve".to_owned(), relation: "daughter".to_owned() };
    put(&home, "answers.given", 0, by_a_daughter, json!({"page": "general", "answers": {"fever": "no"}}));
    put(
        &home,
        "check-in.given",
        0,
        Who::Self_,
        json!({"instrument": "peg", "for": "weekly",
        "answers": {"pain": 5, "enjoyment": 5, "activity": 5}}),
    );
    for letter in letters(&mut browser).await {
        for part in ["once, 20 minutes", "A bruise", "3 days or more", "given by somebody else"] {
            assert!(letter.contains(part), "{part}: {letter}");
        }
        assert_eq!(letter.matches("5 of 10").count(), 1, "a single score is told once: {letter}");
    }
}

#[tokio::test]
async fn the_file_is_what_was_chosen_on_the_page() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = browser.get("/letter").await;
    let form = page.html.split("<form").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap();
    // The same fields go to the page and to the file, as they are ticked now.
    assert!(form.contains("formaction=\"/letter.pdf\"") && !form.contains("href=\"/letter.pdf"), "{form}");
}

/// Sends a body to the address of letters; the status, the kind of the answer, and the answer.
async fn asked(home: &Home, body: &serde_json::Value) -> (StatusCode, String, Vec<u8>) {
    let request = axum::http::Request::builder()
        .method("POST")
        .uri("/api/v1/letter")
        .header("host", "localhost:8080")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(body.to_string()))
        .unwrap();
    let response = tower::ServiceExt::oneshot(home.router.clone(), request).await.unwrap();
    let (parts, body) = response.into_parts();
    let kind = parts.headers["content-type"].to_str().unwrap().to_owned();
    (parts.status, kind, axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn a_letter_is_written_from_a_record_and_nothing_is_kept() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let record: serde_json::Value = serde_json::from_str(&browser.get("/record/take.json").await.html).unwrap();
    let before = home.app.store.people().unwrap().len();
    let (status, kind, file) = asked(&home, &serde_json::json!({ "record": record, "for": "person" })).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/pdf"));
    assert!(file.starts_with(b"%PDF-"));
    let bare = serde_json::json!({ "record": record, "parts": ["question"], "today": "2026-11-21" });
    let (_, _, small) = asked(&home, &bare).await;
    assert!(small.starts_with(b"%PDF-") && small.len() < file.len());
    assert_eq!(home.app.store.people().unwrap().len(), before);
    // Everything that is wrong is said at once.
    let wrong = serde_json::json!({ "for": "nobody", "parts": ["all"], "today": "2027-01-01", "more": 1 });
    let (status, kind, told) = asked(&home, &wrong).await;
    assert_eq!((status, kind.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"));
    let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
    let codes: Vec<&str> = told["problems"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["field", "option", "options", "future", "missing"]);
    let (status, _, told) = asked(&home, &serde_json::json!({ "record": { "format": "x" } })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(String::from_utf8(told).unwrap().contains("\"code\":\"record\""));
}

/// Puts as much into a record as fits: each safety question answered in turn as `said` has it, every place marked, sessions by
/// several givers, a reaction to each.
fn fill(home: &Home, said: &[&str]) {
    let all = knowledge();
    let mut turn = said.iter().cycle();
    let answers: serde_json::Map<String, Value> = all
        .questions
        .iter()
        .filter_map(|question| match &question.kind {
            Kind::YesNo => Some((question.id.clone(), json!(turn.next().unwrap()))),
            Kind::Choice(options) => Some((question.id.clone(), json!(options.last().unwrap().id))),
            Kind::Choices(_) | Kind::Number { .. } | Kind::Places | Kind::Text => None,
        })
        .collect();
    let pain: Vec<Value> =
        all.places.iter().map(|place| json!({ "site": place.site, "side": place.side, "intensity": 7 })).collect();
    let map = json!({ "state": "confirmed", "pain": pain });
    put(home, "answers.given", -40, Who::Self_, json!({ "page": "map", "answers": answers, "map": map }));
    for (day, score) in (-70..-1).step_by(3).zip([6, 4, 7, 2, 5, 9, 1].into_iter().cycle()) {
        let answers = json!({ "pain": score, "enjoyment": score, "activity": 3 });
        put(
            home,
            "check-in.given",
            day,
            Who::Self_,
            json!({ "instrument": "peg", "for": "weekly", "answers": answers }),
        );
        let session = Uuid::now_v7();
        let giver = ["self", "partner", "therapist", "physiotherapist"][usize::try_from(score % 4).unwrap()];
        let begun = json!({ "session": session, "giver": giver, "minutes": 10 + score, "before": 7 });
        put(home, "session.started", day, Who::Self_, begun);
        let ended = json!({ "session": session, "before": 7, "after": score, "said": { "signs-after": "no" } });
        put(home, "session.ended", day, Who::Self_, ended);
        let what = ["sore", "tired", "pain-worse", "bruise", "skin", "headache", "nerve", "fever", "other"];
        let told = json!({ "session": session, "what": what, "bad": "severe", "lasted": "over-3-days" });
        put(home, "reaction.reported", day + 1, Who::Self_, told);
    }
}

#[tokio::test]
async fn the_fullest_record_is_one_page_for_every_reader_and_says_what_it_leaves_out() {
    for said in [&["no"][..], &["yes"], &["unknown"], &["no", "yes", "unknown"]] {
        let home = Home::new();
        let mut browser = finished(&home, &"Adalbertine ".repeat(5), &[]).await;
        fill(&home, said);
        let record: Value = serde_json::from_str(&browser.get("/record/take.json").await.html).unwrap();
        for reader in ["physician", "therapist", "person"] {
            let parts = ["name", "complaint", "screening", "medicines", "done", "outcome", "reactions", "question"];
            let (status, _, file) = asked(&home, &json!({ "record": record, "for": reader, "parts": parts })).await;
            assert_eq!(status, StatusCode::OK);
            let text = String::from_utf8_lossy(&file).into_owned();
            let pages = text.matches("/Type /Page\n").count() + text.matches("/Type /Page ").count();
            assert_eq!(pages, 1, "{said:?} {reader}");
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_show_a_name_is_refused_with_its_letters_and_what_to_do() {
    let home = Home::new();
    // A letter for private use: no font anywhere has it.
    let mut browser = finished(&home, "Ada \u{10fffd}", &[]).await;
    let page = browser.get("/letter.pdf").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = text_of(&page.html);
    assert!(text.contains("There is no file of this letter") && text.contains("Print this page"), "{text}");
    assert!(page.says("\u{10fffd}"), "the letters are named");
    let record: Value = serde_json::from_str(&browser.get("/record/take.json").await.html).unwrap();
    let (status, _, told) = asked(&home, &json!({ "record": record })).await;
    let told = String::from_utf8(told).unwrap();
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && told.contains("\"code\":\"letters\""), "{told}");
    let parts = ["complaint", "question"];
    let (status, kind, _) = asked(&home, &json!({ "record": record, "parts": parts })).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/pdf"), "without the name there is a file");
}
