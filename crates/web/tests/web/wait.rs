//! Waiting for a time: what becomes free is offered to those whom it suits, in their order, once each, and booked by the rules.

use axum::http::StatusCode;

use crate::{
    common::{Browser, Fields, Home, Page, fields, finished, text_of, value_of},
    mail::{cancels, change, gives, sent},
    practice::{CHECKED, booked, practice, whole},
};

/// Monday, 23 November 2026, 10:00 in New York; it is Saturday there, 13:30.
const MONDAY: &str = "count=1&from=2026-11-23&day=1&at=10:00";
const TEN: [(&str, &str); 4] =
    [("after", "10:00"), ("before", "11:00"), ("first", "2026-11-23"), ("last", "2026-11-23")];

/// Waits; the page that comes then.
async fn waits(client: &mut Browser, when: &[(&str, &str)]) -> Page {
    let page = client.get("/wait?giver=therapist").await;
    whole(&page);
    let mut form: Fields = fields(when);
    for name in ["wishes", "practice", "key"] {
        form.push((name.to_owned(), value_of(&page.html, name).unwrap().replace("&#38;", "&").replace("&amp;", "&")));
    }
    let service = page.html.split("id=\"service\"").nth(1).unwrap().split("option value=\"").nth(1).unwrap();
    form.push(("service".to_owned(), service.split('"').next().unwrap().to_owned()));
    let waits = client.post("/wait", &form).await;
    form.push(("csrf".to_owned(), client.page.csrf()));
    if waits.status == StatusCode::OK {
        assert_eq!(client.send("/wait", &form).await.status, StatusCode::SEE_OTHER, "a double click waits once");
    }
    waits
}

/// Somebody with an appointment at ten on Monday; its id.
async fn at_ten(home: &Home, name: &str) -> (Browser, String) {
    let mut client = finished(home, name, &[]).await;
    let id = change(&booked(&mut client, MONDAY, 1).await);
    (client, id)
}

async fn takes(client: &mut Browser, act: &str) -> Page {
    let list = client.get("/bookings").await;
    let id = value_of(list.html.split("id=\"offers\"").nth(1).unwrap(), "id").unwrap();
    client.post("/bookings", &fields(&[("id", &id), ("act", act)])).await
}

#[tokio::test]
async fn what_is_cancelled_is_held_for_who_waits_told_by_mail_and_booked_as_always() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let (mut ben, id) = at_ten(&home, "Ben").await;
    let mut ada = finished(&home, "Ada", &[]).await;
    gives(&home, &mut ada, "ada@example.org").await;
    let page = waits(&mut ada, &TEN).await;
    whole(&page);
    assert!(page.says("You wait for") && page.says("from 10:00 to 11:00") && !page.says("has become free"));
    assert_eq!(page.html.matches("value=\"leave\"").count(), 1, "{}", text_of(&page.html));
    let list = owner.get(&format!("{path}/waiting")).await;
    whole(&list);
    assert!(list.says("Ada") && list.says("Waits since Saturday") && !list.says("A time is held"));
    cancels(&mut ben, &id).await;
    let page = ada.get("/bookings").await;
    whole(&page);
    for part in ["has become free", "Monday, 23 November 2026, 10:00", "21 November 2026, 15:30", "Minutes left: 120"] {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    assert!(owner.get(&format!("{path}/waiting")).await.says("A time is held for them until"));
    let letters = sent(&home, 0);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.to == "ada@example.org" && letter.subject.starts_with("A time is free"), "{letter:?}");
    assert!(letter.text.contains("15:30") && !letter.text.contains("Ben"), "{letter:?}");
    assert_eq!(sent(&home, 1), [], "once");
    // Nobody else gets it meanwhile.
    let mut cara = finished(&home, "Cara", &[]).await;
    let dry = cara.get(&format!("/book?giver=therapist&{MONDAY}")).await;
    assert!(dry.says("as wished") || dry.says("moved"), "{}", text_of(&dry.html));
    assert!(!dry.says("23 November 2026, 10:00, with Cleo"), "{}", text_of(&dry.html));
    let page = takes(&mut ada, "confirm").await;
    whole(&page);
    assert!(page.says("Move it or cancel") && !page.says("You wait for"), "{}", text_of(&page.html));
    assert!(owner.get(&format!("{path}/waiting")).await.says("Nobody waits"));
    assert!(owner.get(&format!("{path}/day?date=2026-11-23")).await.says("Ada"));
    let letters = sent(&home, 3);
    assert!(letters.iter().any(|letter| letter.subject.starts_with("Your appointment on Monday")), "{letters:?}");
}

#[tokio::test]
async fn what_is_let_go_or_not_answered_goes_to_the_next_and_nobody_sees_the_others() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let (mut ben, id) = at_ten(&home, "Ben").await;
    let mut three = Vec::new();
    for name in ["Ada", "Cara", "Dora"] {
        let mut client = finished(&home, name, &[]).await;
        gives(&home, &mut client, &format!("{name}@example.org")).await;
        whole(&waits(&mut client, &TEN).await);
        three.push(client);
    }
    cancels(&mut ben, &id).await;
    let mut offered = Vec::new();
    for client in &mut three {
        offered.push(client.get("/bookings").await.says("has become free"));
    }
    // All of them began to wait at the same moment: the id decides, the same for everybody.
    assert_eq!(offered.iter().filter(|it| **it).count(), 1, "{offered:?}");
    let first = offered.iter().position(|it| *it).unwrap();
    let page = takes(&mut three[first], "let-go").await;
    whole(&page);
    assert!(page.says("You wait for") && !page.says("has become free"), "{}", text_of(&page.html));
    let mut second = None;
    for (at, client) in three.iter_mut().enumerate() {
        let page = client.get("/bookings").await;
        if page.says("has become free") {
            assert!(second.is_none() && at != first, "not to whoever let it go");
            second = Some(at);
        }
        let others = ["Ada", "Cara", "Dora", "Ben"].iter().enumerate().filter(|(other, _)| *other != at);
        for (_, name) in others {
            assert!(!page.says(name), "{name} is seen by another: {}", text_of(&page.html));
        }
    }
    let second = second.unwrap();
    sent(&home, 0);
    // Nobody answers: two hours later it is the third one's, and then nobody's.
    let third = ["Ada", "Cara", "Dora"].iter().enumerate().find(|(at, _)| *at != first && *at != second).unwrap().1;
    let letters: Vec<_> = sent(&home, 119).into_iter().filter(|it| it.subject.starts_with("A time is")).collect();
    assert_eq!(letters, [], "it is still held");
    sent(&home, 120);
    let letters = sent(&home, 120);
    assert!(letters.iter().any(|it| it.to == format!("{third}@example.org")), "{letters:?}");
    sent(&home, 241);
    assert_eq!(sent(&home, 242).iter().filter(|it| it.subject.starts_with("A time is")).count(), 0);
    assert_eq!(owner.get(&format!("{path}/waiting")).await.html.matches("<h2><bdi>").count(), 3, "they wait on");
}

#[tokio::test]
async fn taking_it_needs_a_plan_of_that_moment_and_it_stays_held_without_one() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let (mut ben, id) = at_ten(&home, "Ben").await;
    let mut ada = finished(&home, "Ada", &[]).await;
    waits(&mut ada, &TEN).await;
    cancels(&mut ben, &id).await;
    ada.get("/ask/nerves?all").await;
    ada.post("/ask/nerves", &fields(&[("q", "saddle_numbness"), ("a-saddle_numbness", "yes")])).await;
    takes(&mut ada, "confirm").await;
    let list = ada.get("/bookings").await;
    assert!(list.says("has become free") && !list.says("Move it or cancel"), "{}", text_of(&list.html));
    let day = owner.get(&format!("{path}/day?date=2026-11-23")).await;
    assert!(day.says("held, not booked yet"), "{}", text_of(&day.html));
}

#[tokio::test]
async fn an_offer_whose_licence_ran_out_meanwhile_is_refused_with_the_reason() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let (mut ben, id) = at_ten(&home, "Ben").await;
    let mut ada = finished(&home, "Ada", &[]).await;
    waits(&mut ada, &TEN).await;
    cancels(&mut ben, &id).await;
    let page = owner.get(&path).await;
    let cleo = page.html.split("/therapist?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    owner.get(&format!("{path}/therapist?id={cleo}")).await;
    let ended: Vec<_> = CHECKED
        .into_iter()
        .map(|(name, value)| (name, if name == "p0-until" { "2026-11-22" } else { value }))
        .collect();
    let mut form = crate::practice::therapist(&ended);
    form.push(("id".to_owned(), cleo));
    whole(&owner.post(&format!("{path}/therapist"), &form).await);
    let refused = takes(&mut ada, "confirm").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("cannot be booked now") && refused.says("Has run out"), "{}", text_of(&refused.html));
}

#[tokio::test]
async fn new_hours_are_offered_too_and_a_place_is_its_owners_alone() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    // Saturdays are closed.
    let saturday = [("after", "9:00"), ("before", "17:00"), ("first", "2026-11-28"), ("last", "2026-11-28")];
    let page = waits(&mut ada, &saturday).await;
    assert!(page.says("You wait for") && !page.says("has become free"), "{}", text_of(&page.html));
    let place = value_of(page.html.split("id=\"waits\"").nth(1).unwrap(), "id").unwrap();
    let mut eve = finished(&home, "Eve", &[]).await;
    let list = eve.get("/bookings").await;
    assert!(!list.says("You wait for"));
    eve.post("/wait", &fields(&[("act", "leave"), ("id", &place)])).await;
    assert!(ada.get("/bookings").await.says("You wait for"), "nobody else takes it off the list");
    let page = owner.get(&path).await;
    let cleo = page.html.split("/therapist?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    owner.get(&format!("{path}/therapist?id={cleo}")).await;
    let mut form = crate::practice::therapist(&CHECKED);
    form.extend(fields(&[("h-6", "9-12"), ("id", &cleo)]));
    whole(&owner.post(&format!("{path}/therapist"), &form).await);
    let list = ada.get("/bookings").await;
    assert!(list.says("has become free") && list.says("28 November 2026, 9:00"), "{}", text_of(&list.html));
    let offer = value_of(list.html.split("id=\"offers\"").nth(1).unwrap(), "id").unwrap();
    eve.get("/bookings").await;
    eve.post("/bookings", &fields(&[("id", &offer), ("act", "confirm")])).await;
    assert!(!eve.get("/bookings").await.says("28 November"), "nobody else takes what is held");
    // Who stops waiting has nothing held any more.
    ada.get("/bookings").await;
    let left = ada.post("/wait", &fields(&[("act", "leave"), ("id", &place)])).await;
    assert!(!left.says("has become free") && !left.says("You wait for"), "{}", text_of(&left.html));
    let dry = eve.get("/book?giver=therapist&count=1&from=2026-11-28&day=6&at=9:00").await;
    assert!(dry.says("Saturday, 28 November 2026, 9:00"), "{}", text_of(&dry.html));
    let destroyed = waits(&mut ada, &saturday).await;
    assert!(destroyed.says("has become free"), "a new place on the list is a new one: {}", text_of(&destroyed.html));
    ada.get("/record/destroy").await;
    ada.post("/record/destroy", &fields(&[("sure", "yes")])).await;
    let list = owner.get(&format!("{path}/waiting")).await;
    assert!(list.says("Nobody waits") && !list.says("Ada"), "{}", text_of(&list.html));
}

#[tokio::test]
async fn mistakes_are_said_all_at_once_and_nothing_typed_is_lost() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut ada = finished(&home, "Ada", &[]).await;
    let wrong = waits(&mut ada, &[("after", "nine"), ("before", "25:00"), ("first", "soon"), ("last", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.html.matches("Give a time like 9:00").count(), 4, "named twice each: {}", text_of(&wrong.html));
    assert!(wrong.says("Give a date like") && wrong.says("value=\"nine\"") && wrong.says("value=\"soon\""));
    let narrow = [("after", "10:00"), ("before", "10:30"), ("first", "2026-11-30"), ("last", "2026-11-23")];
    let wrong = waits(&mut ada, &narrow).await;
    assert!(wrong.says("has no room") && wrong.says("not before the first"), "{}", text_of(&wrong.html));
    let far = [("after", "8:00"), ("before", "20:00"), ("first", "2026-11-30"), ("last", "2027-11-23")];
    assert!(waits(&mut ada, &far).await.says("90 days ahead"));
    for day in ["05", "12", "19", "13", "20"] {
        let date = format!("2026-12-{day}");
        let never = [("after", "0:00"), ("before", "2:00"), ("first", date.as_str()), ("last", date.as_str())];
        whole(&waits(&mut ada, &never).await);
    }
    assert!(waits(&mut ada, &TEN).await.says("You wait for five times"));
}

#[tokio::test]
async fn however_many_look_at_once_a_time_is_offered_once_to_each() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let (mut ben, id) = at_ten(&home, "Ben").await;
    for name in ["Ada", "Cara", "Dora"] {
        whole(&waits(&mut finished(&home, name, &[]).await, &TEN).await);
    }
    cancels(&mut ben, &id).await;
    for round in 1..4 {
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| sent(&home, round * 121));
            }
        });
    }
    let practice = home.app.store.practices().unwrap()[0];
    let desk = home.app.store.desk(practice).unwrap();
    let items = home.app.store.items(&desk, supple_store::Shelf::Booking).unwrap();
    let offered: Vec<_> = items.iter().filter(|item| item.body.get("waited").is_some()).collect();
    let clients: std::collections::BTreeSet<_> = offered.iter().map(|item| item.about).collect();
    assert_eq!((offered.len(), clients.len()), (3, 3), "each of them once, one after the other");
    assert!(home.app.store.verify_all().unwrap().is_whole());
    assert!(owner.get(&format!("{path}/waiting")).await.says("Ada"));
}
