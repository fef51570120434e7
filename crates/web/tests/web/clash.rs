//! What a client books is held against what they have already, against their course and against the hands.

use axum::http::StatusCode;

use serde_json::{Value, json};
use supple_store::{Booked, DeskError, Item, PersonId, Shelf, Take, UtcMs, Uuid};

use crate::{
    access::people::{adds_therapist, answers, everybody, opens_practice},
    common::{Browser, Fields, Home, Page, fields, finished, text_of, value_of},
    mail::{cancels, change},
    practice::{CHECKED, booked, practice, shared, values, whole},
    programs::{client, entries, program, value},
    programs_write::appointment,
};

const HOUR: i64 = 12;
const DAY: i64 = 288;

/// What the dry run of a course sends when it is held, without the sessions.
fn held(page: &Page) -> Fields {
    let field = |name: &str| value_of(&page.html, name).unwrap().replace("&#38;", "&").replace("&amp;", "&");
    ["wishes", "practice", "service", "key", "of"].into_iter().map(|name| (name.to_owned(), field(name))).collect()
}

/// A session of the form, begun so many steps of five minutes after the one that is offered.
fn later(take: &str, nth: usize, steps: i64) -> String {
    let parts: Vec<&str> = take.split('|').collect();
    format!("{nth}|{}|{}", parts[1].parse::<i64>().unwrap() + steps, parts[2])
}

async fn refused(client: &mut Browser, form: &Fields) {
    let page = client.post("/book", form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", page.path, text_of(&page.html));
    assert!(!client.get("/bookings").await.says("not booked yet"), "{}", text_of(&client.page.html));
    client.get("/book?giver=therapist").await;
}

#[tokio::test]
async fn a_session_is_not_moved_onto_another_of_the_same_client_in_any_practice() {
    let home = Home::new();
    let (_, first) = practice(&home, &CHECKED).await;
    let (_, second) = practice(&home, &CHECKED).await;
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let mut ada = finished(&home, "Ada", &[]).await;
    let at = |path: &str, clock: &str| format!("practice={}&count=1&from=2026-11-23&day=1&at={clock}", id(path));
    let other = change(&booked(&mut ada, &at(&first, "15:30"), 1).await);
    let page = booked(&mut ada, &at(&second, "14:00"), 1).await;
    let ids = page.html.split("/bookings/change?id=").skip(1).filter_map(|rest| rest.split('"').next());
    let own = ids.filter(|id| **id != other).map(str::to_owned).next().unwrap();
    let page = ada.get(&format!("/bookings/change?id={own}")).await;
    assert!(page.says("Monday, 23 November 2026, 14:00"), "{}", text_of(&page.html));
    // The clock of the second practice at half past three, as it is offered to somebody who has nothing then.
    let mut ben = finished(&home, "Ben", &[]).await;
    let dry = ben.get(&format!("/book?giver=therapist&{}", at(&second, "15:30"))).await;
    let start = values(&dry, "take")[0].split('|').nth(1).unwrap().to_owned();
    let offered = values(&page, "to");
    assert!(!offered.is_empty() && !offered.contains(&start), "{offered:?} hold {start}");
    // Asked for all the same, it is not done.
    let page = ada.post("/bookings/change", &fields(&[("id", &own), ("act", "move"), ("to", &start)])).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", text_of(&page.html));
    assert!(ada.get("/bookings").await.says("14:00"), "{}", text_of(&ada.page.html));
}

#[tokio::test]
async fn what_is_held_is_held_to_the_course_and_its_gaps() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let dry = ada.get("/book?giver=therapist&count=2&from=2026-11-23&at=10:00").await;
    whole(&dry);
    let take = values(&dry, "take")[0].clone();
    let with = |takes: &[String], of: &str| -> Fields {
        let mut form = held(&dry);
        form.retain(|(name, _)| name != "of");
        form.push(("of".to_owned(), of.to_owned()));
        form.extend(takes.iter().map(|take| ("take".to_owned(), take.clone())));
        form
    };
    // Two on one day, and on the next: nearer than the plan allows.
    refused(&mut ada, &with(&[later(&take, 1, 0), later(&take, 2, 2 * HOUR)], "2")).await;
    refused(&mut ada, &with(&[later(&take, 1, 0), later(&take, 2, DAY)], "2")).await;
    // More than the course has, none of them by itself too near; the same place in the course twice; none at all.
    let weekly: Vec<String> =
        (0..8).map(|nth: i64| later(&take, usize::try_from(nth).unwrap() + 1, nth * 7 * DAY)).collect();
    refused(&mut ada, &with(&weekly[..2], "1")).await;
    refused(&mut ada, &with(&weekly[..2], "61")).await;
    refused(&mut ada, &with(&[later(&take, 1, 0), later(&take, 1, 7 * DAY)], "2")).await;
    refused(&mut ada, &with(&[later(&take, 0, 0)], "2")).await;
    // What the dry run offers is held.
    let page = ada.post("/book", &with(&weekly[..2], "2")).await;
    whole(&page);
    assert!(page.says("not booked yet"), "{}", text_of(&page.html));
}

#[tokio::test]
async fn nobody_holds_more_at_once_than_a_course_can_have() {
    let home = Home::new();
    let mut licence = CHECKED;
    licence[3].1 = "2027-12-10";
    practice(&home, &licence).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let mut count = 0;
    for at in ["9:00", "10:30", "12:00", "14:00", "15:30"] {
        for from in ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] {
            let dry = ada.get(&format!("/book?giver=therapist&count=30&from={from}&at={at}")).await;
            let takes = values(&dry, "take");
            let more = takes.len();
            let mut form = held(&dry);
            form.extend(takes.into_iter().map(|take| ("take".to_owned(), take)));
            let page = ada.post("/book", &form).await;
            if page.status == StatusCode::UNPROCESSABLE_ENTITY {
                assert!(count + more > 60 && page.says("not confirmed yet"), "{count}: {}", text_of(&page.html));
                return;
            }
            whole(&page);
            count += more;
            assert!(count <= 60, "{count} are held");
        }
    }
    panic!("only {count} are held");
}

#[tokio::test]
async fn a_program_books_nobody_who_has_something_else_in_another_practice() {
    let mut house = everybody().await;
    answers(&mut house.client.browser).await;
    let second = opens_practice(&mut house.owner.browser, "Side Room").await;
    adds_therapist(&mut house.owner.browser, &second, "Dana").await;
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let at = |path: &str, date: &str| format!("practice={}&count=1&from={date}&at=10:00", id(path));
    booked(&mut house.client.browser, &at(&house.path, "2026-11-24"), 1).await;
    booked(&mut house.client.browser, &at(&second, "2026-11-25"), 1).await;
    house.path = second;
    let mut program = program(&mut house, "system/*.cruds").await;
    let cleo = client(&mut program).await;
    let free = entries(&program.get("/fhir/Slot?status=free&start=ge2026-11-24&_count=40").await);
    let slot = |clock: &str| {
        let begins = |slot: &&Value| slot["start"].as_str().is_some_and(|start| start.starts_with(clock));
        free.iter().find(begins).unwrap_or_else(|| panic!("no {clock} in {free:?}"))["id"].as_str().unwrap().to_owned()
    };
    let wish = |slot: &str| appointment(&cleo, slot, "booked");
    let clash = program.send("POST", "/fhir/Appointment", &[], Some(&wish(&slot("2026-11-24T15:00")))).await;
    assert_eq!(clash.status, StatusCode::CONFLICT, "{}", clash.html);
    let after = program.send("POST", "/fhir/Appointment", &[], Some(&wish(&slot("2026-11-24T18:30")))).await;
    assert_eq!(after.status, StatusCode::CREATED, "{}", after.html);
    // Nor is one that stands moved onto it.
    let mut moved = value(&after);
    moved["slot"] = json!([{ "reference": format!("Slot/{}", slot("2026-11-24T15:30")) }]);
    let url = format!("/fhir/Appointment/{}", moved["id"].as_str().unwrap());
    let clash = program.send("PUT", &url, &[], Some(&moved)).await;
    assert_eq!(clash.status, StatusCode::CONFLICT, "{}", clash.html);
}

#[tokio::test]
async fn an_act_that_nobody_knows_tells_the_therapist_nothing() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let booked = booked(&mut ada, "count=1&from=2026-11-23&day=1&at=15:30", 1).await;
    home.later(2);
    let mut ada = home.browser();
    ada.reopen().await;
    ada.get("/again").await;
    ada.post("/again", &fields(&[])).await;
    ada.get("/next").await;
    ada.answer(&[]).await;
    owner.get("/practice").await;
    let (id, day) = (change(&booked), format!("{path}/day"));
    for act in [Some(""), Some("shares"), Some("call-off"), None] {
        assert!(ada.get("/bookings").await.says("Let the therapist know"), "{}", text_of(&ada.page.html));
        let act = act.map(|act| ("act", act));
        ada.post("/bookings", &fields(&[("id", id.as_str())].into_iter().chain(act).collect::<Vec<_>>())).await;
        assert!(
            owner.get(&day).await.says("There are no answers of this day"),
            "{act:?}: {}",
            text_of(&owner.page.html)
        );
    }
    ada.get("/bookings").await;
    ada.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    assert!(owner.get(&day).await.says("Where it hurts"), "{}", text_of(&owner.page.html));
}

#[tokio::test]
async fn what_a_practice_keeps_of_somebody_else_is_not_even_read_for_a_client() {
    let home = Home::new();
    let (_, path) = practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let own = change(&booked(&mut ada, "count=1&from=2026-11-24&day=2&at=10:00", 1).await);
    let store = &home.app.store;
    let practice = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    let desk = store.known_desk(PersonId::from_uuid(practice)).unwrap().unwrap();
    let at = |hours: i64| Some(UtcMs(1_780_000_000_000 + hours * 3_600_000));
    let about = Some(PersonId::from_uuid(Uuid::from_u128(7)));
    let body = json!({ "of": "a form that nobody can show" });
    let other = Item { id: Uuid::from_u128(8), at: at(0), until: at(1), about, version: 0, body };
    store.put(&desk, Shelf::Booking, &other).unwrap();
    let page = ada.get("/bookings").await;
    whole(&page);
    assert!(page.says("Tuesday, 24 November 2026, 10:00"), "{}", text_of(&page.html));
    cancels(&mut ada, &own).await;
    assert!(ada.get("/bookings").await.says("cancelled"), "{}", text_of(&ada.page.html));
}

#[tokio::test]
async fn no_id_of_a_form_is_the_id_of_something_else() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let page = ada.get("/wait?giver=therapist").await;
    whole(&page);
    let option = |select: &str| {
        let rest = page.html.split(&format!("id=\"{select}\"")).nth(1).unwrap();
        let values = rest.split("</select>").next().unwrap().split("option value=\"").skip(1);
        values.map(|rest| rest.split('"').next().unwrap().to_owned()).find(|value| !value.is_empty()).unwrap()
    };
    let therapist = option("with");
    let mut form = fields(&[("after", "10:00"), ("before", "12:00"), ("first", "2026-11-24"), ("last", "2026-11-30")]);
    for name in ["wishes", "practice"] {
        form.push((name.to_owned(), value_of(&page.html, name).unwrap().replace("&#38;", "&").replace("&amp;", "&")));
    }
    form.extend([("service".to_owned(), option("service")), ("key".to_owned(), therapist.clone())]);
    let waits = ada.post("/wait", &form).await;
    whole(&waits);
    assert!(waits.says("You wait for"), "{}", text_of(&waits.html));
    // The therapist's calendar has no address because of that, and one that is made takes nobody off the list.
    let calendar = format!("{path}/calendar?therapist={therapist}");
    let page = owner.get(&calendar).await;
    whole(&page);
    assert!(!page.html.contains("value=\"off\""), "{}", text_of(&page.html));
    whole(&owner.post(&format!("{path}/calendar"), &fields(&[("therapist", &therapist), ("act", "make")])).await);
    assert!(ada.get("/bookings").await.says("You wait for"), "{}", text_of(&ada.page.html));
    // Two clients whose forms have the same id have both.
    let mut ben = finished(&home, "Ben", &[]).await;
    ben.get("/wait?giver=therapist").await;
    whole(&ben.post("/wait", &form).await);
    assert!(ben.get("/bookings").await.says("You wait for"), "{}", text_of(&ben.page.html));
    assert!(ada.get("/bookings").await.says("You wait for"));
}

#[tokio::test]
async fn an_old_form_that_holds_nothing_says_so() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let dry = ada.get("/book?giver=therapist&count=2&from=2026-11-23&at=10:00").await;
    let takes = values(&dry, "take");
    let with = |takes: &[&String]| -> Fields {
        held(&dry).into_iter().chain(takes.iter().map(|take| ("take".to_owned(), (*take).clone()))).collect()
    };
    let first = with(&[&takes[0]]);
    assert!(ada.post("/book", &first).await.says("not booked yet"));
    // Back, and the second one ticked too; or another time for the first: nothing new is held by that, and it says so.
    let hour_later = later(&takes[0], 1, HOUR);
    for takes in [&[&takes[0], &takes[1]][..], &[&hour_later]] {
        ada.get("/book?giver=therapist").await;
        let page = ada.post("/book", &with(takes)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", page.path, text_of(&page.html));
    }
    // Sent twice it is held once; let go, the old form holds nothing any more.
    ada.get("/book?giver=therapist").await;
    let page = ada.post("/book", &first).await;
    assert!(page.path == "/bookings" && page.says("not booked yet"), "{}", text_of(&page.html));
    let id = value_of(&page.html, "id").unwrap();
    ada.post("/bookings", &fields(&[("id", &id), ("act", "let-go")])).await;
    ada.get("/book?giver=therapist").await;
    let page = ada.post("/book", &first).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {}", page.path, text_of(&page.html));
}

/// Two windows that send at the same moment: what one of them has looked at before is not what stands when it writes.
#[tokio::test]
async fn nobody_has_two_massages_at_a_time_in_a_practice_whoever_looked_before() {
    let mut house = everybody().await;
    answers(&mut house.client.browser).await;
    let page = booked(&mut house.client.browser, "count=1&from=2026-11-24&at=10:00", 1).await;
    let store = &house.home.app.store;
    let practice = PersonId::from_uuid(Uuid::parse_str(house.path.rsplit('/').next().unwrap()).unwrap());
    let desk = store.known_desk(practice).unwrap().unwrap();
    let id = Uuid::parse_str(&change(&page)).unwrap();
    let known = store.item(&desk, Shelf::Booking, id).unwrap().unwrap();
    let span = |hands: &Value| (hands["from"].as_i64().unwrap(), hands["until"].as_i64().unwrap());
    let (from, until) = span(&known.body["booking"]["hands"]);
    // Somebody else's hands, the same client, at the end of the first and right after it.
    let other = |id: u128, from_step: i64| {
        let client = known.about.unwrap().as_uuid();
        let take = |resource| Take { resource, from_step, until_step: from_step + 12 };
        let item = Item { id: Uuid::from_u128(id), version: 0, ..known.clone() };
        Booked { item, takes: vec![take(client), take(Uuid::from_u128(99))], held_until: None }
    };
    let now = UtcMs(known.at.unwrap().0 - 86_400_000);
    assert!(matches!(store.book(&desk, &[other(1, until - 1)], now), Err(DeskError::Taken { .. })));
    assert!(matches!(store.book(&desk, &[other(2, from - 11)], now), Err(DeskError::Taken { .. })));
    store.book(&desk, &[other(3, until)], now).unwrap();
}

/// What one practice keeps is damaged: another is told all the same that the session of today cannot be.
#[tokio::test]
async fn a_damaged_booking_keeps_no_other_practice_from_being_told() {
    let home = Home::new();
    let (mut owner, path, mut ada, _) = shared(&home).await;
    let (_, other) = practice(&home, &CHECKED).await;
    let day = format!("{path}/day");
    owner.get("/practice").await;
    assert!(owner.get(&day).await.says("value=\"begin\""), "{}", text_of(&owner.page.html));
    let store = &home.app.store;
    let of = |path: &str| {
        let id = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
        store.known_desk(PersonId::from_uuid(id)).unwrap().unwrap()
    };
    let at = |hours: i64| Some(UtcMs(1_780_000_000_000 + hours * 3_600_000));
    let about = store.items(&of(&path), Shelf::Booking).unwrap()[0].about;
    let body = json!({ "of": "a form that nobody can read" });
    let damaged = Item { id: Uuid::from_u128(8), at: at(0), until: at(1), about, version: 0, body };
    store.put(&of(&other), Shelf::Booking, &damaged).unwrap();
    ada.get("/ask/nerves?all").await;
    ada.post("/ask/nerves", &fields(&[("q", "saddle_numbness"), ("a-saddle_numbness", "yes")])).await;
    let page = owner.get(&day).await;
    assert!(page.says("Not today:") && !page.says("value=\"begin\""), "{}", text_of(&page.html));
}
