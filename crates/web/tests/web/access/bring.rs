//! What somebody made alone, taken into their account by their own act.

use axum::{body::Body, http::StatusCode};
use serde_json::{Value, json};
use supple_store::{Event, Portable, UtcMs};
use supple_web::Lined;

use super::people::{SETUP, Somebody, answers, join};
use crate::common::{Browser, Home, Page, finished, text_of, value_of};

const PATH: &str = "/account/bring";
const NOW: UtcMs = UtcMs(1_795_285_800_000);

/// Sends parts from a page of the account.
async fn send(browser: &mut Browser, parts: &[(&str, &[u8])]) -> Page {
    let csrf = value_of(&browser.get(PATH).await.html, "csrf").unwrap();
    let mut body = Vec::new();
    for (name, content) in parts.iter().copied().chain([("csrf", csrf.as_bytes())]) {
        let file = if name == "file" { "; filename=\"r.json\"" } else { "" };
        body.extend(format!("--zz\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").as_bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--zz--\r\n");
    let request = browser.request("POST", PATH).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "multipart/form-data; boundary=zz").body(Body::from(body)).unwrap();
    let page = browser.raw(request).await;
    browser.page = page.clone();
    page
}

/// What the page gives back to be sent.
fn record(page: &Page) -> String {
    let text = value_of(&page.html, "record").unwrap();
    let text = text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'");
    text.replace("&#38;", "&")
}

async fn take(browser: &mut Browser, file: &[u8]) -> Page {
    let shown = send(browser, &[("file", file)]).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", text_of(&shown.html));
    crate::practice::whole(&shown);
    let parts: [(&str, &[u8]); 3] = [("record", &record(&shown).into_bytes()), ("mine", b"yes"), ("act", b"take")];
    send(browser, &parts).await
}

fn events(home: &Home) -> Vec<Event> {
    let id = home.app.store.people().unwrap().last().unwrap().id;
    let key = home.app.store.unlock(id, None, NOW).unwrap();
    home.app.store.events(&key).unwrap()
}

/// Somebody's record at home, as they take it along.
async fn at_home(otherwise: &[(&str, &str)]) -> Vec<u8> {
    let home = Home::new();
    let mut browser = finished(&home, "Ada <b>King</b>", otherwise).await;
    browser.get("/record/take.json").await.html.into_bytes()
}

async fn account() -> (Home, Somebody) {
    let home = Home::practice(SETUP);
    let ada = join(&home, &format!("/invitation/{SETUP}"), "ada").await;
    (home, ada)
}

#[tokio::test]
async fn a_record_made_alone_comes_into_an_account_once_and_counts_as_it_was_said() {
    let file = at_home(&[("cancer_ever", "yes")]).await;
    let (home, mut ada) = account().await;
    let browser = &mut ada.browser;
    let account = browser.get("/account").await;
    assert!(account.says("href=\"/account/bring\""));
    let asks = browser.get(PATH).await;
    crate::practice::whole(&asks);
    // It is told before anything is written, and nothing is taken that nobody said is theirs.
    let shown = send(browser, &[("file", &file)]).await;
    assert!(shown.says("Ada &#60;b&#62;King") && shown.says("another name"), "{}", text_of(&shown.html));
    assert!(text_of(&shown.html).contains(" answers") && !shown.says("value=\"yes\" id=\"mine\" checked"));
    let unsaid = send(browser, &[("record", record(&shown).as_bytes()), ("act", b"take")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.says("e-mine") && record(&unsaid) == record(&shown), "nothing is lost");
    assert!(events(&home).is_empty());
    let done = take(browser, &file).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text_of(&done.html));
    // The same entries with their ids, days and authors, without those that are decided anew; then where they come from.
    let told: Portable = serde_json::from_slice(&file).unwrap();
    let kept = events(&home);
    let brought = kept.iter().find(|event| event.kind == "record.brought").unwrap();
    assert_eq!(brought.payload["from"], told.person.to_string());
    assert_eq!(brought.payload["entries"], kept.iter().filter(|event| event.seq < brought.seq).count());
    for event in kept.iter().filter(|event| event.seq < brought.seq) {
        let there = told.events.iter().find(|there| there.id == event.id).unwrap();
        assert_eq!((there.at_ms, &there.kind, &there.who), (event.at, &event.kind, &event.who));
    }
    let of = |events: &[Event]| {
        let knowledge = crate::common::knowledge();
        supple_record::Record::fold(&knowledge, events).answers.len()
    };
    let at = |(event, seq): (&supple_store::PortableEvent, u64)| Event {
        id: event.id,
        person: told.person,
        seq,
        at: event.at_ms,
        zone: event.zone.clone(),
        kind: event.kind.clone(),
        version: event.version,
        who: event.who.clone(),
        payload: event.payload.clone(),
    };
    let theirs: Vec<Event> = told.events.iter().zip(1..).map(at).collect();
    assert_eq!(of(&kept), of(&theirs));
    let check = browser.get("/record").await;
    assert!(check.says("Taken in from a record made alone"), "{}", text_of(&check.html));
    // Twice is once, as JSON and as lines.
    let mut lines = Vec::new();
    told.write(&mut lines).unwrap();
    for again in [file, lines] {
        let page = send(browser, &[("file", &again)]).await;
        assert!(page.says("nothing in it that your account does not have"), "{}", text_of(&page.html));
        assert!(!page.says("name=\"mine\""));
    }
    assert_eq!(events(&home).len(), kept.len());
}

#[tokio::test]
async fn what_the_account_says_stays_and_that_is_told() {
    let file = at_home(&[]).await;
    let (home, mut ada) = account().await;
    answers(&mut ada.browser).await;
    ada.browser.get("/ask/general").await;
    let before = events(&home);
    let shown = send(&mut ada.browser, &[("file", &file)]).await;
    assert!(shown.says("nothing in it that your account does not have"), "{}", text_of(&shown.html));
    assert_eq!(events(&home), before);
    // What is older there and more cautious is told, and changes nothing by itself.
    let mut other: Value = serde_json::from_slice(&at_home(&[("cancer_ever", "yes")]).await).unwrap();
    for event in other["events"].as_array_mut().unwrap() {
        event["at_ms"] = json!(event["at_ms"].as_i64().unwrap() - 86_400_000);
    }
    let shown = send(&mut ada.browser, &[("file", other.to_string().as_bytes())]).await;
    assert!(shown.says("This stays as your account has it"), "{}", text_of(&shown.html));
    // A later yes comes in.
    let later = at_home(&[("cancer_ever", "yes")]).await;
    let done = take(&mut ada.browser, &later).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", text_of(&done.html));
    let last = events(&home);
    assert!(last.iter().skip(before.len()).any(|event| event.payload["answers"]["cancer_ever"] == "yes"));
}

#[tokio::test]
async fn what_is_damaged_or_no_record_is_refused_with_the_reason_and_nothing_is_taken() {
    let file = at_home(&[]).await;
    let text = String::from_utf8(file.clone()).unwrap();
    let (home, mut ada) = account().await;
    let told: Portable = serde_json::from_slice(&file).unwrap();
    let mut lines = Vec::new();
    told.write(&mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let cut = &lines[..lines.trim_end().rfind('\n').unwrap()];
    let mut value: Value = serde_json::from_str(&text).unwrap();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = value.clone();
        change(&mut changed);
        changed.to_string()
    };
    let future = with(&|it| it["events"][0]["at_ms"] = json!(NOW.0 + 7_200_000));
    let newer = with(&|it| it["format"] = json!("supple-person/2"));
    let twice = with(&|it| {
        let mut other = it["events"][0].clone();
        other["zone"] = json!("Asia/Tokyo");
        it["events"].as_array_mut().unwrap().push(other);
    });
    let long = text.replacen("\"version\": 1", "\"version\": 1, \"version\": 1", 1);
    value["events"][0]["payload"]["n"] = json!(7);
    let number = value.to_string().replacen("\"n\":7", "\"n\":99999999999999999999", 1);
    let cases: [(&str, &str); 12] = [
        ("", "Choose a file first"),
        (&text[..text.len() / 2], "ends too early"),
        (cut, "ends too early"),
        ("<record/>", "damaged in line 1"),
        ("{\"resourceType\":\"Bundle\"}", "record from a clinic"),
        ("{\"format\":\"supple-practice/1\"}", "whole practice"),
        ("{\"answers\":{}}", "no record of Supple"),
        (&newer, "form that this version does not know"),
        (&future, "yet to come"),
        (&twice, "Two different entries"),
        (&long, "in line"),
        (&number, "longer than can be kept"),
    ];
    for (bytes, sentence) in cases {
        let page = send(&mut ada.browser, &[("file", bytes.as_bytes())]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(page.says(sentence) && page.says("id=\"file\""), "{sentence}: {}", text_of(&page.html));
    }
    assert!(events(&home).is_empty());
    // What comes back from the page is read as the file was.
    let made_up = send(&mut ada.browser, &[("record", future.as_bytes()), ("mine", b"yes"), ("act", b"take")]).await;
    assert_eq!(made_up.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = vec![b' '; 17 << 20];
    let page = send(&mut ada.browser, &[("file", &long)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", text_of(&page.html));
    assert!(events(&home).is_empty());
}

#[tokio::test]
async fn whoever_speaks_of_wanting_to_die_in_what_is_brought_is_shown_help_first() {
    let mut file: Value = serde_json::from_slice(&at_home(&[]).await).unwrap();
    let mut last = file["events"][0].clone();
    last["id"] = json!("01939a00-0000-7000-8000-000000000001");
    last["kind"] = json!("event.noted");
    last["payload"] = json!({ "what": "I want to kill myself", "day": "2026-11-20" });
    file["events"].as_array_mut().unwrap().push(last);
    let (_home, mut ada) = account().await;
    let done = take(&mut ada.browser, file.to_string().as_bytes()).await;
    assert_eq!(done.headers["location"], "/crisis", "{}", text_of(&done.html));
}
