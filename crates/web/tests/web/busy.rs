//! A therapist's own calendar keeps them from being booked, whether it comes as a file or from an address.

use std::sync::{Arc, Mutex};

use axum::{body::Body, http::StatusCode};
use supple_web::{App, Came, NotSent, Outside, Sent, read_due, router};

use crate::{
    access::people::everybody,
    common::{Browser, Home, Page, fields, text_of},
    practice::{CHECKED, practice, whole},
};

/// Somebody who gives calendars away; what, and how, can be changed.
struct Server {
    heard: Mutex<Vec<Sent>>,
    answer: Mutex<Result<(u16, String), NotSent>>,
}

impl Outside for Server {
    fn send(&self, sent: &Sent) -> Result<Came, NotSent> {
        self.heard.lock().unwrap().push(sent.clone());
        let answer = self.answer.lock().unwrap().clone();
        answer.map(|(status, body)| Came { status, again_after_s: None, body: body.into_bytes() })
    }
}

fn calendar(day: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:secret-uid\r\nSUMMARY:Dentist with Mrs Doe\r\nDTSTART;TZID=Eastern Standard \
         Time:{day}T000000\r\nDTEND;TZID=Eastern Standard Time:{day}T235900\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

async fn upload(browser: &mut Browser, path: &str, therapist: &str, file: &[u8]) -> Page {
    let csrf = browser.page.csrf();
    let mut body = Vec::new();
    for (name, value) in [("csrf", csrf.as_str()), ("therapist", therapist), ("act", "file")] {
        body.extend(format!("--zz\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--zz\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.ics\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend(b"\r\n--zz--\r\n");
    let request = browser.request("POST", path).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "multipart/form-data; boundary=zz").body(Body::from(body)).unwrap();
    let page = browser.raw(request).await;
    if page.status == StatusCode::SEE_OTHER {
        let to = page.headers["location"].to_str().unwrap().to_owned();
        return browser.get(&to).await;
    }
    browser.page = page.clone();
    page
}

fn therapist(page: &Page) -> String {
    page.html.split("/busy?therapist=").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Whether the time that was wished is offered on a day.
async fn offers(client: &mut Browser, day: &str) -> bool {
    let page = client.get(&format!("/book?giver=therapist&count=1&from={day}&at=10:00")).await;
    whole(&page);
    let month_day = day.rsplit('-').next().unwrap().trim_start_matches('0').to_owned();
    assert!(page.says("Which sessions do you want?"), "times are offered: {}", text_of(&page.html));
    text_of(&page.html).contains(&format!("{month_day} November 2026, 10:00, with"))
}

async fn begun() -> (Home, Browser, String, String, Browser) {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let page = owner.get(&path).await;
    let id = therapist(&page);
    let client = crate::common::finished(&home, "Ada", &[]).await;
    (home, owner, path, id, client)
}

#[tokio::test]
async fn a_calendar_as_a_file_keeps_its_therapist_from_being_booked_and_no_title_is_kept() {
    let (_home, mut owner, path, id, mut client) = begun().await;
    assert!(offers(&mut client, "2026-11-24").await, "free before");
    let busy = format!("{path}/busy");
    whole(&owner.get(&format!("{busy}?therapist={id}")).await);
    let page = upload(&mut owner, &busy, &id, calendar("20261124").as_bytes()).await;
    whole(&page);
    assert!(page.says("one time keeps you busy"), "{}", text_of(&page.html));
    assert!(!page.says("Dentist") && !page.says("Mrs Doe") && !page.says("secret-uid"));
    assert!(!offers(&mut client, "2026-11-24").await, "busy");
    // Another takes its place; forgotten, all is free.
    let page = upload(&mut owner, &busy, &id, calendar("20261125").as_bytes()).await;
    whole(&page);
    assert!(offers(&mut client, "2026-11-24").await);
    owner.post(&busy, &fields(&[("therapist", &id), ("act", "off")])).await;
    assert!(owner.page.says("No calendar is read"), "{}", text_of(&owner.page.html));
}

#[tokio::test]
async fn a_file_that_is_no_calendar_is_refused_and_what_was_read_before_still_counts() {
    let (_home, mut owner, path, id, mut client) = begun().await;
    let busy = format!("{path}/busy");
    owner.get(&format!("{busy}?therapist={id}")).await;
    upload(&mut owner, &busy, &id, calendar("20261124").as_bytes()).await;
    let whole_file = calendar("20261125");
    for (file, said) in [
        (&b""[..], "Choose a file first"),
        (b"\xff\xd8\xff\xe0", "That is no calendar file"),
        (&whole_file.as_bytes()[..60], "breaks off"),
    ] {
        let page = upload(&mut owner, &busy, &id, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(page.says(said) && page.says("one time keeps you busy"), "{said}: {}", text_of(&page.html));
    }
    let endless = "BEGIN:VEVENT\r\nDTSTART:19000101T140000Z\r\nDURATION:P30000D\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
        .repeat(2000);
    let page = upload(&mut owner, &busy, &id, format!("BEGIN:VCALENDAR\r\n{endless}END:VCALENDAR").as_bytes()).await;
    assert!(page.says("There is too much"), "{}", text_of(&page.html));
    let page = upload(&mut owner, &busy, &id, &vec![b'x'; 50 * 1024 * 1024]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", text_of(&page.html));
    assert!(!offers(&mut client, "2026-11-24").await, "what was read before still counts");
}

#[tokio::test]
async fn an_address_is_read_every_hour_and_what_it_gave_stays_while_nobody_answers() {
    let (home, _, path, id, _) = begun().await;
    let server = Arc::new(Server { heard: Mutex::default(), answer: Mutex::new(Ok((200, calendar("20261124")))) });
    let app = App { outside: Arc::clone(&server) as Arc<dyn Outside>, ..home.app.clone() };
    let home = Home { router: router(app.clone()), app, ..home };
    let mut owner = home.browser();
    let mut client = crate::common::finished(&home, "Ben", &[]).await;
    let busy = format!("{path}/busy");
    whole(&owner.get(&format!("{busy}?therapist={id}")).await);
    let url = |url: &str| fields(&[("therapist", &id), ("act", "url"), ("url", url)]);
    for wrong in ["", "http://cal.example/a.ics", "file:///etc/passwd"] {
        let page = owner.post(&busy, &url(wrong)).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says("begins with https://"), "{wrong}");
    }
    assert!(server.heard.lock().unwrap().is_empty(), "nothing is asked of what is no address");
    for (answer, said) in [
        (Err(NotSent::Private), "private network"),
        (Err(NotSent::Large), "There is too much"),
        (Ok((302, String::new())), "Nobody gives a calendar"),
        (Ok((200, "<html>".to_owned())), "That is no calendar"),
    ] {
        *server.answer.lock().unwrap() = answer;
        let page = owner.post(&busy, &url("webcal://cal.example/private-key/a.ics")).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says(said), "{said}: {}", text_of(&page.html));
        assert!(page.says("private-key"), "what was typed stays");
    }
    *server.answer.lock().unwrap() = Ok((200, calendar("20261124")));
    let page = owner.post(&busy, &url("webcal://cal.example/private-key/a.ics")).await;
    whole(&page);
    assert!(page.says("again every hour, from cal.example") && !page.says("private-key"), "{}", text_of(&page.html));
    let sent = server.heard.lock().unwrap().last().cloned().unwrap();
    assert_eq!((sent.method, sent.url.as_str()), ("GET", "https://cal.example/private-key/a.ics"));
    assert!(!offers(&mut client, "2026-11-24").await);
    // Nothing is read before it is due; a day later what changed counts.
    assert_eq!(read_due(&home.app), Ok(0));
    *server.answer.lock().unwrap() = Ok((200, calendar("20261125")));
    home.later(1);
    assert_eq!(read_due(&home.app), Ok(1));
    let mut client = crate::common::finished(&home, "Cara", &[]).await;
    assert!(offers(&mut client, "2026-11-24").await && !offers(&mut client, "2026-11-25").await);
    *server.answer.lock().unwrap() = Err(NotSent::Unreachable);
    home.later(1);
    assert_eq!(read_due(&home.app), Ok(0));
    let page = owner.get(&format!("{busy}?therapist={id}")).await;
    whole(&page);
    assert!(page.says("could not be read"), "{}", text_of(&page.html));
    let mut client = crate::common::finished(&home, "Dana", &[]).await;
    assert!(!offers(&mut client, "2026-11-25").await, "what was read before still counts");
    // Forgotten, it is asked no more.
    owner.post(&busy, &fields(&[("therapist", &id), ("act", "off")])).await;
    let asked = server.heard.lock().unwrap().len();
    home.later(1);
    assert_eq!(read_due(&home.app), Ok(0));
    assert_eq!(server.heard.lock().unwrap().len(), asked);
}

#[tokio::test]
async fn nobody_says_when_somebody_else_is_busy() {
    let mut house = everybody().await;
    let page = house.therapist.browser.get(&house.path).await;
    let id = therapist(&page);
    let path = format!("{}/busy?therapist={id}", house.path);
    whole(&house.therapist.browser.get(&path).await);
    for browser in [&mut house.owner.browser, &mut house.desk.browser, &mut house.client.browser] {
        let page = browser.get(&path).await;
        assert!(page.status == StatusCode::FORBIDDEN || page.status == StatusCode::NOT_FOUND, "{}", page.status);
    }
    let other = format!("{}/busy?therapist=019f0c1e-0000-7000-8000-000000000000", house.path);
    assert_eq!(house.therapist.browser.get(&other).await.status, StatusCode::NOT_FOUND);
}
