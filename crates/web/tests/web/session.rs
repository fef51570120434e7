//! Sessions as the program keeps them: begun, spoken of from a phone, ended once; and whose lesson it was.

use serde_json::{Value, json};

use crate::common::{Browser, Home, Page, fields, finished, text_of};

/// Begins tonight's session with this giver; the questions before it are answered with a number or with "no".
pub(crate) async fn begin(browser: &mut Browser, giver: &str, more: &[(&str, &str)]) -> Page {
    browser.get("/tonight").await;
    let asks: Vec<String> = browser
        .page
        .html
        .split("fieldset class=\"q")
        .filter_map(|part| part.split_once("id=\"s-").and_then(|(_, rest)| rest.split_once('"')))
        .map(|(id, _)| format!("s-{id}"))
        .collect();
    let mut form = fields(more);
    form.push(("giver".to_owned(), giver.to_owned()));
    form.push(("later".to_owned(), "yes".to_owned()));
    form.extend(asks.into_iter().map(|ask| (ask, "5".to_owned())));
    browser.post("/tonight", &form).await
}

/// The session that the player's page holds.
fn data(page: &Page) -> Value {
    let text = page.html.split("id=\"session-data\">").nth(1).unwrap().split("</script>").next().unwrap();
    serde_json::from_str(text).unwrap()
}

async fn state(browser: &mut Browser) -> Value {
    let request = browser.request("GET", "/session/state").body(axum::body::Body::empty()).unwrap();
    serde_json::from_str(&browser.raw(request).await.html).unwrap()
}

/// Sends events as the player does.
async fn send(browser: &mut Browser, events: &Value) -> Value {
    let token = state(browser).await["token"].as_str().unwrap().to_owned();
    let form = fields(&[("csrf", &token), ("events", &events.to_string())]);
    serde_json::from_str(&browser.send("/session/events", &form).await.html).unwrap()
}

fn id(number: u32) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

fn ended(number: u32, session: &Value) -> Value {
    let said = json!({ "pain-after": 2, "tension-after": 2, "stress-after": 2, "signs-after": "no" });
    json!({ "id": id(number), "kind": "session.ended", "session": session["id"], "said": said, "how": "finished", "played": 600 })
}

fn checked(number: u32, session: &Value) -> Value {
    json!({
        "id": id(number), "kind": "session.checked", "session": session["id"], "second": 300, "step": null, "discomfort": 5,
        "signs": [], "did": "ease-off", "rule": null,
    })
}

async fn lines(browser: &mut Browser, words: &str) -> usize {
    let page = browser.get("/record").await;
    text_of(&page.html).matches(words).count()
}

#[tokio::test]
async fn what_is_sent_twice_is_taken_once() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let session = data(&begin(&mut kim, "partner", &[]).await);
    assert_eq!(state(&mut kim).await["open"], json!([session["id"]]));
    let both = json!([checked(1, &session), ended(2, &session)]);
    let said = send(&mut kim, &both).await;
    assert_eq!((said["taken"].clone(), said["done"].clone()), (json!(2), json!([id(1), id(2)])));
    assert_eq!(send(&mut kim, &both).await, json!({ "taken": 0, "done": [id(1), id(2)] }));
    // Another end of the same session, with an id of its own, as after a reload that lost the first.
    assert_eq!(send(&mut kim, &json!([ended(3, &session)])).await["taken"], json!(0));
    assert_eq!(lines(&mut kim, "Asked during the session").await, 1);
    assert_eq!(lines(&mut kim, "Session finished").await, 1);
    assert_eq!(state(&mut kim).await["open"], json!([]));
}

#[tokio::test]
async fn what_belongs_to_another_record_waits_for_it() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let session = data(&begin(&mut kim, "partner", &[]).await);
    let mut alex = finished(&home, "Alex", &[]).await;
    assert_eq!(send(&mut alex, &json!([checked(1, &session)])).await, json!({ "taken": 0, "done": [] }));
    assert_eq!(send(&mut kim, &json!([checked(1, &session)])).await, json!({ "taken": 1, "done": [id(1)] }));
}

#[tokio::test]
async fn what_a_phone_sends_and_nobody_can_read_is_kept_as_it_came_and_does_nothing() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let session = data(&begin(&mut kim, "partner", &[]).await);
    let with = |number: u32, name: &str, value: Value| {
        let mut event = checked(number, &session);
        event[name] = value;
        event
    };
    let odd = [
        with(11, "kind", json!("answers.given")),
        with(12, "kind", json!("session.mood")),
        with(13, "second", json!(-1)),
        with(14, "second", json!(1_000_000)),
        with(15, "did", json!("press harder")),
        json!({ "id": id(17), "kind": "session.ended", "session": session["id"], "said": { "pain-after": 11 } }),
    ];
    for event in &odd {
        assert_eq!(send(&mut kim, &json!([event])).await, json!({ "taken": 1, "done": [event["id"]] }), "{event}");
    }
    // Once, and none of it counts as what it claims to be: the session goes on.
    assert_eq!(send(&mut kim, &json!([odd[1]])).await["taken"], json!(0));
    assert_eq!(state(&mut kim).await["open"], json!([session["id"]]));
    assert_eq!(lines(&mut kim, "Asked during the session").await, 0);
    kim.get("/record/take.json").await;
    let taken: Value = serde_json::from_str(&kim.page.html).unwrap();
    let unread = taken["events"].as_array().unwrap().iter().filter(|event| event["kind"] == "session.unread");
    assert_eq!(unread.map(|event| event["payload"]["sent"].clone()).collect::<Vec<_>>(), odd);
    // What is too long to be the player's stays where it is, and that is said; a number that is too high is none.
    let long = with(18, "kind", json!("x".repeat(20_000)));
    let said = send(&mut kim, &json!([long])).await;
    assert_eq!((said["taken"].clone(), said["refused"][0]["why"].clone()), (json!(0), json!("long")), "{said}");
    assert_eq!(send(&mut kim, &json!([with(19, "discomfort", json!(11))])).await["taken"], json!(1));
    assert_eq!(lines(&mut kim, "Asked during the session").await, 1);
}

#[tokio::test]
async fn what_the_record_cannot_take_stays_on_the_phone_and_is_said() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let session = data(&begin(&mut kim, "partner", &[]).await);
    let with = |number: u32, name: &str, value: Value| {
        let mut event = checked(number, &session);
        event[name] = value;
        event
    };
    let first = checked(1, &session);
    assert_eq!(send(&mut kim, &json!([first])).await, json!({ "taken": 1, "done": [id(1)] }));
    // The same id with other content, and ids that the player does not make: refused each time, and nothing is written.
    let odd = [
        (with(1, "discomfort", json!(9)), "conflict"),
        (with(1, "kind", json!("session.mood")), "conflict"),
        (with(2, "id", json!("nothing")), "malformed"),
        (with(2, "id", json!("01900000-0000-4000-8000-000000000002")), "malformed"),
        (with(2, "id", json!(2)), "malformed"),
        (with(2, "id", Value::Null), "malformed"),
    ];
    for (event, why) in &odd {
        for _ in 0..3 {
            let said = send(&mut kim, &json!([event, first])).await;
            assert_eq!((said["taken"].clone(), said["done"].clone()), (json!(0), json!([id(1)])), "{event}");
            assert_eq!(said["refused"], json!([{ "nth": 0, "id": event["id"], "why": why }]));
            assert!(said["said"].as_str().unwrap().contains("not taken") && said["drop"].is_string(), "{said}");
        }
    }
    // Two under one id in one sending: the first counts.
    let twins =
        json!([with(3, "discomfort", json!(1)), with(3, "discomfort", json!(2)), with(3, "discomfort", json!(1))]);
    let said = send(&mut kim, &twins).await;
    assert_eq!((said["taken"].clone(), said["refused"][0]["nth"].clone()), (json!(1), json!(1)), "{said}");
    assert_eq!(lines(&mut kim, "Asked during the session").await, 2);
    // What came as nobody could read it, and the end of a session, are there already too.
    for event in [with(4, "kind", json!("session.mood")), ended(5, &session)] {
        assert_eq!(send(&mut kim, &json!([event])).await["taken"], json!(1));
        assert_eq!(send(&mut kim, &json!([event])).await, json!({ "taken": 0, "done": [event["id"]] }));
    }
}

#[tokio::test]
async fn a_session_that_was_edited_by_hand_is_composed_within_the_limits() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let page = begin(&mut kim, "therapist", &[]).await;
    assert!(!page.html.contains("session-data"), "nobody but those who are offered");
    let page = begin(&mut kim, "partner", &[("minutes", "500"), ("position", "headstand"), ("firmness", "firm")]).await;
    let session = data(&page);
    let steps = session["steps"].as_array().unwrap();
    let seconds: u64 = steps.iter().map(|step| step["s"].as_u64().unwrap()).sum();
    assert_eq!(seconds, 15 * 60);
    assert!(steps.iter().all(|step| step["ceiling"].as_u64().unwrap_or(0) <= 2));
    kim.get("/tonight?minutes=0").await;
    assert!(text_of(&kim.page.html).contains("minutes at least"), "{}", text_of(&kim.page.html));
}

#[tokio::test]
async fn a_clearance_that_is_withdrawn_stops_the_session() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    begin(&mut kim, "partner", &[]).await;
    assert_eq!(state(&mut kim).await["cleared"], json!(true));
    // In another window an answer is corrected.
    kim.get("/ask/general").await;
    let form = kim.healthy(&[("fever", "yes")].into_iter().collect());
    kim.post("/ask/general", &form).await;
    assert_eq!(state(&mut kim).await["cleared"], json!(false), "{}", text_of(&kim.page.html));
    assert!(!kim.get("/player").await.html.contains("session-data"));
    assert!(!kim.get("/player/file").await.html.contains("session-data"));
}

#[tokio::test]
async fn stretches_and_breathing_stand_in_the_record_and_ask_for_nothing_new() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let page = kim.get("/routines").await;
    let routine = page.html.split("action=\"/routine/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = kim.post(&format!("/routine/{routine}"), &fields(&[])).await;
    assert_eq!(page.path, "/player");
    let session = data(&page);
    send(&mut kim, &json!([ended(1, &session)])).await;
    kim.get("/breathe").await;
    let page = kim.post("/breathe", &fields(&[("minutes", "3")])).await;
    let session = data(&page);
    assert_eq!(session["steps"].as_array().unwrap().iter().map(|step| step["s"].as_u64().unwrap()).sum::<u64>(), 180);
    send(&mut kim, &json!([ended(2, &session)])).await;
    assert_eq!(lines(&mut kim, "Session begun").await, 2);
    assert_eq!(lines(&mut kim, "Session finished").await, 2);
    assert!(begin(&mut kim, "partner", &[]).await.html.contains("session-data"), "nothing has to be asked anew");
    assert!(!kim.get("/morning").await.html.contains("s-soreness"), "nobody is sore of breathing");
}

#[tokio::test]
async fn every_page_about_sessions_is_linked_from_where_it_is_looked_for() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let links = |page: &Page, to: &str| page.html.contains(&format!("href=\"{to}\""));
    assert!(links(&kim.get("/record").await, "/code"));
    assert!(links(&kim.get("/giving").await, "/lesson"));
    let care = kim.get("/care").await;
    assert!(links(&care, "/routines") && links(&care, "/breathe"));
    let session = data(&begin(&mut kim, "partner", &[]).await);
    send(&mut kim, &json!([ended(1, &session)])).await;
    assert!(links(&kim.get("/player/ended").await, "/morning"));
    assert!(!links(&kim.get("/").await, "/morning"), "tomorrow");
    home.later(1);
    kim.reopen().await;
    assert!(links(&kim.get("/").await, "/morning"));
}

#[tokio::test]
async fn breathing_needs_no_record_and_no_clearance() {
    let home = Home::new();
    let mut somebody = home.browser();
    somebody.get("/breathe").await;
    let page = somebody.post("/breathe", &fields(&[("minutes", "1")])).await;
    assert_eq!(page.path, "/breathe?minutes=1");
    assert_eq!(data(&page)["kept"], json!(false));
    let mut ill = finished(&home, "Kim", &[("fever", "yes")]).await;
    ill.get("/breathe").await;
    assert_eq!(data(&ill.post("/breathe", &fields(&[("minutes", "0")])).await)["steps"][0]["s"], json!(60));
}

/// Goes through the lesson and says whose it was.
async fn learn(browser: &mut Browser, who: &str, name: &str) -> Page {
    let lesson = &crate::common::knowledge().session.lesson;
    let mut learnt: Vec<String> = Vec::new();
    for (step, number) in lesson.steps.iter().zip(0..) {
        browser.get(&format!("/lesson?step={number}&learnt={}", learnt.join("+"))).await;
        let right = step.answers[step.right].id.clone();
        let number = number.to_string();
        let mut form = fields(&[("step", &number), ("answer", &right), ("learnt", &learnt.join(" "))]);
        learnt.push(right);
        browser.post("/lesson", &form).await;
        if number == (lesson.steps.len() - 1).to_string() {
            form.extend(fields(&[("finish", "yes"), ("who", who), ("name", name)]));
            return browser.post("/lesson", &form).await;
        }
    }
    panic!("a lesson without steps");
}

#[tokio::test]
async fn a_lesson_cannot_be_skipped() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let steps = &crate::common::knowledge().session.lesson.steps;
    let first = kim.get("/lesson").await;
    assert_eq!(first.says(&steps[0].title), kim.get("/lesson?step=4").await.says(&steps[0].title));
    let last = steps.last().unwrap();
    let right = last.answers[last.right].id.clone();
    let form = fields(&[("step", "4"), ("answer", &right), ("finish", "yes"), ("who", "other"), ("name", "Sam")]);
    kim.post("/lesson", &form).await;
    assert!(!text_of(&kim.get("/tonight").await.html).contains("finished the lesson here"));
}

#[tokio::test]
async fn what_a_browser_keeps_of_a_page_holds_no_score_and_its_data_have_a_checksum() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let page = begin(&mut kim, "partner", &[]).await;
    let session = data(&page);
    assert!(session.get("before").is_none(), "{}", session["before"]);
    let id = session["id"].as_str().unwrap();
    assert_eq!(state(&mut kim).await["before"][id], json!([5, 5, 5]), "the player asks for them");
    let text = page.html.split("id=\"session-data\">").nth(1).unwrap().split("</script>").next().unwrap();
    let fnv =
        |text: &str| text.bytes().fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    assert!(page.html.contains(&format!("data-sum=\"{}\"", fnv(text))), "the checksum of the data");
    let edited = text.replacen("\"ceiling\":2", "\"ceiling\":5", 1);
    assert!(edited != text && fnv(&edited) != fnv(text));
}

#[tokio::test]
async fn a_sign_that_asks_for_help_is_said_until_what_is_new_is_answered() {
    for (rule, did, says) in [(12, "emergency", "Call the emergency number now"), (7, "urgent", "")] {
        let home = Home::new();
        let mut kim = finished(&home, "Kim", &[]).await;
        let session = data(&begin(&mut kim, "partner", &[]).await);
        let mut sign = checked(1, &session);
        sign["did"] = json!(did);
        sign["rule"] = json!(rule);
        sign["signs"] = json!([rule]);
        send(&mut kim, &json!([sign])).await;
        let knowledge = crate::common::knowledge();
        let watch = knowledge.watches.iter().find(|watch| watch.rule.as_ref().is_some_and(|it| it.code == rule));
        let sentence = watch.unwrap().say.clone().unwrap();
        assert!(sentence.contains(says));
        // The browser may be closed there; the questions afterwards may be answered.
        for closed in [true, false] {
            if !closed {
                send(&mut kim, &json!([ended(2, &session)])).await;
            }
            for path in ["/result", "/player/ended", "/player/stopped"] {
                let page = kim.get(path).await;
                let text = text_of(&page.html);
                assert!(text.contains(&sentence), "{path}: {text}");
                for never in ["massage is possible", "stops a massage", "That is it for today", "Good that you stopped"]
                {
                    assert!(!text.contains(never), "{path}: {never}");
                }
            }
            assert!(!kim.get("/tonight").await.says("name=\"giver\""), "no session without new answers");
        }
        kim.get("/again").await;
        kim.post("/again", &fields(&[])).await;
        kim.answer(&[]).await;
        let text = text_of(&kim.get("/result").await.html);
        assert!(!text.contains(&sentence), "{text}");
    }
}

#[tokio::test]
async fn nobody_is_praised_for_what_was_stopped() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let session = data(&begin(&mut kim, "partner", &[]).await);
    let stopped =
        json!({ "id": id(1), "kind": "session.stopped", "session": session["id"], "second": 60, "how": "stopped" });
    send(&mut kim, &json!([stopped, ended(2, &session)])).await;
    let text = text_of(&kim.get("/player/ended").await.html);
    assert!(!text.contains("That is it for today") && text.contains("The session is over"), "{text}");
}

#[tokio::test]
async fn a_lesson_counts_for_the_giver_whoevers_back_it_is() {
    let home = Home::new();
    let mut kim = finished(&home, "Kim", &[]).await;
    let mut alex = finished(&home, "Alex", &[]).await;
    let people = home.app.store.people().unwrap();
    let alexs = people.iter().find(|line| line.name.as_deref() == Some("Alex")).unwrap().id.to_string();
    // Nobody chosen: it is asked again.
    let page = learn(&mut alex, "", "").await;
    assert!(page.html.contains("id=\"who\"") && page.status == 422);
    // Alex learns while Alex's own record is open.
    learn(&mut alex, &alexs, "").await;
    let trained = "Alex, who finished the lesson here";
    assert!(text_of(&kim.get("/tonight").await.html).contains(trained), "for Kim's back");
    assert!(!text_of(&alex.get("/tonight").await.html).contains(trained), "nobody is their own partner");
    // A third one, who learnt while Kim's record was open, counts for Alex's back too.
    learn(&mut kim, "other", "Sam").await;
    assert!(text_of(&alex.get("/tonight").await.html).contains("Sam, who finished the lesson here"));
    let kims = data(&begin(&mut kim, "partner-trained-0", &[]).await);
    assert_eq!(kims["most"], json!(30), "half an hour for somebody who learnt it");
}
