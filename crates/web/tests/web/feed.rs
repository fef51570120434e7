//! Calendars at secret addresses.

use axum::http::{StatusCode, header};

use crate::access::people::{adds_therapist, everybody, invites, join};
use crate::common::{Browser, Home, Page, fields, finished, text_of};
use crate::practice::{CHECKED, booked, practice, whole};

/// The path of the address that stands on a page.
fn address(page: &Page) -> String {
    let (_, rest) = page.html.split_once("/feed/").unwrap_or_else(|| panic!("{}", text_of(&page.html)));
    format!("/feed/{}", rest.split('<').next().unwrap())
}

async fn make(browser: &mut Browser, page: &str, therapist: &str) -> String {
    let action = page.split('?').next().unwrap().to_owned();
    whole(&browser.get(page).await);
    let made = browser.post(&action, &fields(&[("act", "make"), ("therapist", therapist)])).await;
    whole(&made);
    address(&made)
}

/// Fetches as a calendar program does: without a cookie.
async fn fetch(home: &Home, path: &str, has: &str) -> Page {
    let mut program = home.browser();
    let request = program.request("GET", path).header(header::IF_NONE_MATCH, has);
    program.raw(request.body(axum::body::Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_address_shows_times_and_nothing_else_until_another_is_made() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let page = booked(&mut client, "count=2&from=2026-11-23&day=1&at=10:00", 2).await;
    let mine = make(&mut client, "/calendar", "").await;
    let file = fetch(&home, &mine, "").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    assert!(!file.headers.contains_key(header::SET_COOKIE), "a program that fetches is no visit");
    assert_eq!(file.html.matches("BEGIN:VEVENT").count(), 2, "{}", file.html);
    assert!(file.says("DTSTART;TZID=America/New_York:20261123T100000") && file.says("STATUS:CONFIRMED"));
    for told in ["Ada", "Cleo", "Back Room", "Massage", "massage"] {
        assert!(!file.says(told), "{told}: {}", file.html);
    }
    let mark = file.headers[header::ETAG].to_str().unwrap().to_owned();
    let same = fetch(&home, &mine, &mark).await;
    assert!(same.status == StatusCode::NOT_MODIFIED && same.html.is_empty());
    // What is cancelled stays, changed more often than before.
    let id = page.html.split("/bookings/change?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    client.get(&format!("/bookings/change?id={id}")).await;
    client.post("/bookings/change", &fields(&[("id", &id), ("act", "unwell")])).await;
    let after = fetch(&home, &mine, &mark).await;
    assert_eq!(after.status, StatusCode::OK);
    assert!(after.says("STATUS:CANCELLED") && after.says(&format!("UID:{id}@supple")), "{}", after.html);
    let sequence = |text: &str| -> u32 {
        let event = text.split("BEGIN:VEVENT").find(|event| event.contains(&id)).unwrap();
        event.split("SEQUENCE:").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap()
    };
    assert!(sequence(&after.html) > sequence(&file.html));
    // Another address takes its place, and then none.
    let other = make(&mut client, "/calendar", "").await;
    assert_ne!(mine, other);
    assert_eq!(fetch(&home, &mine, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(fetch(&home, &other, "").await.status, StatusCode::OK);
    client.post("/calendar", &fields(&[("act", "off")])).await;
    assert_eq!(fetch(&home, &other, "").await.status, StatusCode::NOT_FOUND);
    // The therapist's has the same times.
    let therapist =
        owner.get(&path).await.html.split("/calendar?therapist=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let theirs = make(&mut owner, &format!("{path}/calendar?therapist={therapist}"), &therapist).await;
    let file = fetch(&home, &theirs, "").await;
    assert_eq!(file.html.matches("BEGIN:VEVENT").count(), 2, "{}", file.html);
    assert!(!file.says("Ada"));
}

#[tokio::test]
async fn a_therapists_calendar_is_theirs_alone_and_stops_when_they_leave() {
    let mut house = everybody().await;
    let path = house.path.clone();
    let page = house.therapist.browser.get(&path).await;
    let own = page.html.split("/calendar?therapist=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mine = make(&mut house.therapist.browser, &format!("{path}/calendar?therapist={own}"), &own).await;
    assert_eq!(fetch(&house.home, &mine, "").await.status, StatusCode::OK, "who fetches need not sign in");
    // Neither a colleague nor whoever runs the place.
    let other = adds_therapist(&mut house.owner.browser, &path, "Zoe").await;
    let link = invites(&mut house.owner.browser, &path, "Zoe", "therapist", &other).await;
    let mut zoe = join(&house.home, &link, "zoe").await.second(&house.home).await;
    for browser in [&mut zoe.browser, &mut house.owner.browser, &mut house.desk.browser] {
        let page = browser.get(&format!("{path}/calendar?therapist={own}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", text_of(&page.html));
    }
    let people = format!("{path}/people");
    let page = house.owner.browser.get(&people).await;
    let id = crate::access::people::id_of(page.html.split("<bdi>theo</bdi></h2>").nth(1).unwrap());
    house.owner.browser.post(&people, &fields(&[("act", "remove"), ("id", &id)])).await;
    assert_eq!(fetch(&house.home, &mine, "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_is_none_opens_nothing() {
    let home = Home::new();
    let mut client = finished(&home, "Ada", &[]).await;
    let mine = make(&mut client, "/calendar", "").await;
    let cut = &mine[..mine.len() - 1];
    let wrong = format!("{cut}{}", if mine.ends_with('0') { '1' } else { '0' });
    for path in ["/feed/x", "/feed/", cut, &wrong, "/feed/é", &format!("{mine}0")] {
        assert_eq!(fetch(&home, &path.replace('é', "%C3%A9"), "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let file = fetch(&home, &mine, "").await;
    assert!(file.status == StatusCode::OK && !file.says("VEVENT"), "{}", file.html);
}
