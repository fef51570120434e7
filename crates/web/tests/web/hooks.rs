//! Programs that are told what happens: signed, with ids and times alone, until it has arrived.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;
use supple_web::{App, Came, NotSent, Outside, Sent, tell_due};

use crate::{
    common::{Browser, Home, Page, fields, finished, text_of, value_of},
    mail::{cancels, change},
    practice::{CHECKED, booked, practice, values, whole},
};

/// Somebody outside who answers always the same.
struct Ear {
    heard: Mutex<Vec<Sent>>,
    answer: Result<u16, NotSent>,
    again_after_s: Option<u32>,
}

impl Outside for Ear {
    fn send(&self, sent: &Sent) -> Result<Came, NotSent> {
        self.heard.lock().unwrap().push(sent.clone());
        self.answer.map(|status| Came { status, again_after_s: self.again_after_s, body: Vec::new() })
    }
}

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * MINUTE;

/// What is sent so many seconds after the clock of the house.
fn told(home: &Home, seconds: i64, answer: Result<u16, NotSent>, again_after_s: Option<u32>) -> Vec<Sent> {
    let clock = Arc::clone(&home.app.clock);
    let clock: supple_web::Clock = Arc::new(move || clock().checked_add(jiff::Span::new().seconds(seconds)).unwrap());
    let ear = Ear { heard: Mutex::default(), answer, again_after_s };
    tell_due(&App { clock, ..home.app.clone() }, &ear).unwrap();
    ear.heard.into_inner().unwrap()
}

fn heard(home: &Home, seconds: i64) -> Vec<Sent> {
    told(home, seconds, Ok(204), None)
}

fn body(sent: &Sent) -> Value {
    serde_json::from_slice(&sent.body).unwrap()
}

fn header<'a>(sent: &'a Sent, name: &str) -> &'a str {
    &sent.headers.iter().find(|(known, _)| *known == name).unwrap().1
}

/// Reads the signature as a receiver does.
fn is_signed(sent: &Sent, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).unwrap();
    mac.update(format!("{}.{}.", header(sent, "webhook-id"), header(sent, "webhook-timestamp")).as_bytes());
    mac.update(&sent.body);
    header(sent, "webhook-signature") == format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Enters an address that is told these things; what its messages are signed with.
pub(crate) async fn enters(owner: &mut Browser, path: &str, events: &[&str]) -> String {
    whole(&owner.get(&format!("{path}/hooks")).await);
    let mut form = fields(&[("act", "in"), ("name", "Clinic record"), ("url", "https://records.example/in")]);
    form.extend(events.iter().map(|event| ("event".to_owned(), (*event).to_owned())));
    let page = owner.post(&format!("{path}/hooks"), &form).await;
    whole(&page);
    let secret = page.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().replace("&#43;", "+");
    assert!(secret.starts_with("whsec_"), "{secret}");
    assert!(!owner.get(&format!("{path}/hooks")).await.html.contains(&secret[10..]), "shown once");
    secret
}

async fn acts(owner: &mut Browser, path: &str, act: &str) -> Page {
    let page = owner.get(&format!("{path}/hooks")).await;
    let id = value_of(&page.html, "id").unwrap();
    let page = owner.post(&format!("{path}/hooks"), &fields(&[("act", act), ("id", &id)])).await;
    whole(&page);
    page
}

async fn sent_page(owner: &mut Browser, path: &str) -> Page {
    let page = owner.get(&format!("{path}/hooks")).await;
    let id = value_of(&page.html, "id").unwrap();
    let page = owner.get(&format!("{path}/hooks/sent?hook={id}")).await;
    whole(&page);
    page
}

const WISHES: &str = "count=1&from=2026-11-23&day=1&at=10:00";

#[tokio::test]
async fn what_becomes_of_a_booking_is_told_signed_with_ids_and_times_alone() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let all = ["appointment.booked", "appointment.moved", "appointment.cancelled"];
    let secret = enters(&mut owner, &path, &all).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let page = booked(&mut client, WISHES, 1).await;
    let id = change(&page);
    let messages = heard(&home, 1);
    let [message] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!((message.method, message.url.as_str()), ("POST", "https://records.example/in"));
    assert!(is_signed(message, &secret) && !is_signed(message, "whsec_AAAA"));
    let first = body(message);
    assert_eq!(first["type"], "appointment.booked");
    assert_eq!(first["data"]["appointment"], format!("Appointment/{id}"));
    assert_eq!(first["data"]["start"], "2026-11-23T15:00:00Z");
    assert_eq!(first["data"]["organization"], format!("Organization/{}", path.rsplit('/').next().unwrap()));
    let words = String::from_utf8(message.body.clone()).unwrap();
    assert!(!["Ada", "Cleo", "Massage", "Blue", "pain"].iter().any(|word| words.contains(word)), "{words}");
    assert_eq!(
        first["data"].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["appointment", "end", "organization", "patient", "start"]
    );
    assert!(heard(&home, 2).is_empty(), "once");
    // Moved, then cancelled.
    let to = client.get(&format!("/bookings/change?id={id}")).await;
    let to = values(&to, "to").pop().unwrap();
    whole(&client.post("/bookings/change", &fields(&[("id", &id), ("act", "move"), ("to", &to)])).await);
    cancels(&mut client, &id).await;
    let mut types: Vec<String> = heard(&home, 3).iter().map(|sent| body(sent)["type"].to_string()).collect();
    types.sort_unstable();
    assert_eq!(types, ["\"appointment.cancelled\"", "\"appointment.moved\""]);
    let page = sent_page(&mut owner, &path).await;
    assert_eq!(page.html.matches("Arrived").count(), 3, "{}", text_of(&page.html));
}

#[tokio::test]
async fn what_does_not_arrive_comes_again_as_it_was_and_can_be_sent_by_hand() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let secret = enters(&mut owner, &path, &["appointment.booked"]).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, WISHES, 1).await;
    let first = told(&home, 1, Err(NotSent::Unreachable), None);
    assert_eq!(first.len(), 1);
    assert!(heard(&home, 3).is_empty(), "five seconds, at the soonest");
    let page = sent_page(&mut owner, &path).await;
    assert!(page.says("Did not arrive once") && page.says("There was no connection"), "{}", text_of(&page.html));
    // Busy, and says for how long.
    let second = told(&home, 10, Ok(503), Some(7200));
    assert_eq!(
        (first[0].body.clone(), header(&first[0], "webhook-id")),
        (second[0].body.clone(), header(&second[0], "webhook-id"))
    );
    assert!(heard(&home, 7205).is_empty(), "it asked for two hours");
    // A redirect is no arrival.
    let third = told(&home, 7215, Ok(302), None);
    assert!(third.len() == 1 && is_signed(&third[0], &secret));
    // Three days and more: given up, the address is turned off, and the practice sees it.
    let mut tries = 3;
    for hours in 3..110 {
        tries += told(&home, hours * 60 * MINUTE, Err(NotSent::Slow), None).len();
    }
    assert_eq!(tries, 10, "one try and nine more");
    let page = sent_page(&mut owner, &path).await;
    assert!(
        page.says("Given up") && page.says("It took too long") && page.says("nothing arrived there for days"),
        "{}",
        text_of(&page.html)
    );
    assert!(owner.get(&path).await.says("is told nothing any more"));
    assert!(owner.get(&format!("{path}/audit")).await.says("An address was turned off"));
    // While it is off nothing is put down; what was given up is sent again by hand.
    booked(&mut client, "count=1&from=2026-11-24&day=2&at=10:00", 1).await;
    acts(&mut owner, &path, "on").await;
    assert!(heard(&home, 110 * 60 * MINUTE).is_empty());
    let page = sent_page(&mut owner, &path).await;
    let form =
        fields(&[("hook", &value_of(&page.html, "hook").unwrap()), ("id", &value_of(&page.html, "id").unwrap())]);
    whole(&owner.post(&format!("{path}/hooks/sent"), &form).await);
    let again = heard(&home, 110 * 60 * MINUTE + 5);
    assert!(again.len() == 1 && again[0].body == first[0].body && is_signed(&again[0], &secret));
    assert!(!owner.get(&path).await.says("is told nothing any more"));
    // What was told long ago is not kept.
    assert!(sent_page(&mut owner, &path).await.says("a session is booked"));
    heard(&home, 20 * DAY);
    assert!(sent_page(&mut owner, &path).await.says("Nothing yet"));
}

#[tokio::test]
async fn who_is_gone_is_told_nothing_more_and_who_is_taken_out_neither() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    enters(&mut owner, &path, &["appointment.booked"]).await;
    acts(&mut owner, &path, "try").await;
    let tests = told(&home, 1, Ok(410), None);
    assert!(tests.len() == 1 && body(&tests[0])["type"] == "test");
    assert!(owner.get(&format!("{path}/hooks")).await.says("gone for good"));
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, WISHES, 1).await;
    assert!(heard(&home, 2).is_empty());
    acts(&mut owner, &path, "on").await;
    booked(&mut client, "count=1&from=2026-11-24&day=2&at=10:00", 1).await;
    acts(&mut owner, &path, "out").await;
    assert!(heard(&home, 3).is_empty(), "what waits goes with the address");
    let page = owner.get(&format!("{path}/hooks")).await;
    assert!(page.says("No program is told anything"), "{}", text_of(&page.html));
    let audit = owner.get(&format!("{path}/audit")).await;
    for part in ["Entered an address", "Took an address out", "https://records.example/in"] {
        assert!(audit.says(part), "no `{part}`: {}", text_of(&audit.html));
    }
}

#[tokio::test]
async fn programs_hear_of_a_record_only_while_its_person_lets_them_read_it() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    enters(&mut owner, &path, &["record.shared", "record.closed", "decision.changed"]).await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let mut client = finished(&home, "Ada", &[]).await;
    assert!(heard(&home, 1).is_empty(), "nobody has let anybody read");
    let types = |messages: Vec<Sent>| -> Vec<String> {
        messages.iter().map(|it| body(it)["type"].as_str().unwrap().to_owned()).collect()
    };
    client.get("/record/programs").await;
    whole(&client.post("/record/programs", &fields(&[("id", &id), ("act", "read")])).await);
    assert_eq!(types(heard(&home, 2)), ["record.shared"]);
    client.get("/ask/medicines?all").await;
    let form = client.healthy(&[("blood_thinner", "yes")].into_iter().collect());
    client.post("/ask/medicines", &form).await;
    client.answer(&[("blood_thinner", "yes")]).await;
    let messages = heard(&home, 3);
    assert_eq!(types(messages.clone()), ["decision.changed"]);
    let data = body(&messages[0])["data"].clone();
    assert_eq!(data.as_object().unwrap().keys().collect::<Vec<_>>(), ["organization", "patient"]);
    client.get("/record/programs").await;
    whole(&client.post("/record/programs", &fields(&[("id", &id), ("act", "nothing")])).await);
    assert_eq!(types(heard(&home, 4)), ["record.closed"]);
}

#[tokio::test]
async fn every_mistake_is_named_at_once_and_nothing_that_was_typed_is_lost() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    owner.get(&format!("{path}/hooks")).await;
    let form = fields(&[("act", "in"), ("name", ""), ("url", "http://records.example/in")]);
    let page = owner.post(&format!("{path}/hooks"), &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in
        ["Give it a name", "begins with https://", "Choose at least one thing", "value=\"http://records.example/in\""]
    {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    let form =
        fields(&[("act", "in"), ("name", "Record"), ("url", "x"), ("event", "appointment.moved"), ("event", "test")]);
    let page = owner.post(&format!("{path}/hooks"), &form).await;
    assert!(page.says("value=\"appointment.moved\" checked") && page.html.matches(" checked").count() == 1);
    for n in 0..10 {
        let url = format!("https://records.example/{n}");
        let form = fields(&[("act", "in"), ("name", "Record"), ("url", &url), ("event", "appointment.moved")]);
        whole(&owner.post(&format!("{path}/hooks"), &form).await);
    }
    let form =
        fields(&[("act", "in"), ("name", "Record"), ("url", "https://x.example"), ("event", "appointment.moved")]);
    assert!(owner.post(&format!("{path}/hooks"), &form).await.says("ten addresses already"));
}
