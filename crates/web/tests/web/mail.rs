//! Mail to clients: to the address that they gave, about what holds, neutral, and never lost.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use supple_web::{App, Carrier, Letter, NotCarried, send_due};

use crate::{
    common::{Browser, Home, Page, fields, finished, text_of},
    practice::{CHECKED, booked, practice, values, whole},
};

/// What takes letters, or does not.
struct Bag {
    letters: Mutex<Vec<Letter>>,
    refuses: Option<NotCarried>,
}

impl Carrier for Bag {
    fn from(&self) -> &str {
        "desk@example.org"
    }

    fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        self.letters.lock().unwrap().push(letter.clone());
        self.refuses.map_or(Ok(()), Err)
    }
}

/// Everything that goes out so many minutes after the clock of the house.
fn refused(home: &Home, minutes: i64, refuses: Option<NotCarried>) -> Vec<Letter> {
    let clock = Arc::clone(&home.app.clock);
    let clock: supple_web::Clock = Arc::new(move || clock().checked_add(jiff::Span::new().minutes(minutes)).unwrap());
    let bag = Bag { letters: Mutex::default(), refuses };
    send_due(&App { clock, ..home.app.clone() }, &bag).unwrap();
    bag.letters.into_inner().unwrap()
}

pub(crate) fn sent(home: &Home, minutes: i64) -> Vec<Letter> {
    refused(home, minutes, None)
}

/// A practice, and a client who gets its mail: the owner's browser, the practice's address, the client's browser.
async fn with_mail(home: &Home) -> (Browser, String, Browser) {
    let (owner, path) = practice(home, &CHECKED).await;
    let mut client = finished(home, "Ada", &[]).await;
    gives(home, &mut client, "ada@example.org").await;
    (owner, path, client)
}

/// Gives an address and shows that it is theirs.
pub(crate) async fn gives(home: &Home, client: &mut Browser, address: &str) {
    whole(&client.get("/mail").await);
    let given = client.post("/mail", &fields(&[("act", "give"), ("address", address)])).await;
    whole(&given);
    assert!(given.says("A code was sent"), "{}", text_of(&given.html));
    let letters = sent(home, 0);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.to == address && letter.calendar.is_none());
    let code = letter.text.lines().find(|line| line.len() == 6 && line.bytes().all(|it| it.is_ascii_digit())).unwrap();
    let sure = client.post("/mail", &fields(&[("act", "confirm"), ("code", code)])).await;
    whole(&sure);
    assert!(sure.says("Mail goes to:"), "{}", text_of(&sure.html));
}

pub(crate) fn change(page: &Page) -> String {
    let id = page.html.split("/bookings/change?id=").nth(1).unwrap();
    id.split('"').next().unwrap().to_owned()
}

/// Monday, 23 November 2026, 10:00 in New York; it is Saturday there, 13:30.
const WISHES: &str = "count=1&from=2026-11-23&day=1&at=10:00";

pub(crate) async fn cancels(client: &mut Browser, id: &str) {
    client.get(&format!("/bookings/change?id={id}")).await;
    let done = client.post("/bookings/change", &fields(&[("id", id), ("act", "cancel"), ("scope", "this")])).await;
    whole(&done);
}

#[tokio::test]
async fn what_is_booked_is_told_once_and_reminded_of_a_day_before() {
    let home = Home::new();
    let (_, _) = practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    gives(&home, &mut client, "ada@example.org").await;
    booked(&mut client, WISHES, 1).await;
    assert_eq!(sent(&home, 2), [], "the grace is not over");
    let letters = sent(&home, 3);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert_eq!(letter.to, "ada@example.org");
    assert_eq!(letter.from, "Back Room");
    assert_eq!(letter.subject, "Your appointment on Monday, 23 November 2026, 10:00");
    let calendar = letter.calendar.as_ref().unwrap();
    assert!(calendar.method == "REQUEST" && calendar.text.contains("DTSTART;TZID=America/New_York:20261123T100000"));
    assert_eq!(sent(&home, 4), [], "once");
    // 18:30 UTC and 20 and a half hours is Sunday, 10:00 in New York.
    assert_eq!(sent(&home, 20 * 60 + 29), []);
    let letters = sent(&home, 20 * 60 + 30);
    let [reminder] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(reminder.subject.starts_with("Reminder") && reminder.calendar.is_none(), "{reminder:?}");
    assert_eq!(sent(&home, 48 * 60), []);
}

#[tokio::test]
async fn moved_and_cancelled_within_three_minutes_is_one_message_and_no_reminder() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    gives(&home, &mut client, "ada@example.org").await;
    let page = booked(&mut client, WISHES, 1).await;
    let id = change(&page);
    let before = sent(&home, 3);
    let to = client.get(&format!("/bookings/change?id={id}")).await;
    let to = values(&to, "to").pop().unwrap_or_else(|| panic!("{}", text_of(&to.html)));
    whole(&client.post("/bookings/change", &fields(&[("id", &id), ("act", "move"), ("to", &to)])).await);
    cancels(&mut client, &id).await;
    let letters = sent(&home, 6);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.subject.contains("was cancelled"), "{letter:?}");
    let calendar = letter.calendar.as_ref().unwrap();
    assert!(calendar.method == "CANCEL" && calendar.text.contains(&format!("UID:{id}@supple")), "{}", calendar.text);
    assert_ne!(letter.id, before[0].id, "another message has another name");
    assert_eq!(sent(&home, 48 * 60), [], "of what was cancelled nobody is reminded");
}

#[tokio::test]
async fn moved_alone_is_told_with_the_new_time() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    gives(&home, &mut client, "ada@example.org").await;
    let page = booked(&mut client, WISHES, 1).await;
    let id = change(&page);
    sent(&home, 3);
    let to = client.get(&format!("/bookings/change?id={id}")).await;
    let to = values(&to, "to").pop().unwrap();
    whole(&client.post("/bookings/change", &fields(&[("id", &id), ("act", "move"), ("to", &to)])).await);
    let letters = sent(&home, 6);
    let [letter] = letters.as_slice() else { panic!("{letters:?}") };
    assert!(letter.subject.contains("was moved to"), "{letter:?}");
    assert!(!letter.subject.contains("23 November 2026, 10:00"), "the new time, not the old one: {letter:?}");
}

#[tokio::test]
async fn nothing_is_sent_where_no_address_was_given_shown_or_left() {
    let home = Home::new();
    practice(&home, &CHECKED).await;
    let mut client = finished(&home, "Ada", &[]).await;
    booked(&mut client, WISHES, 1).await;
    assert_eq!(sent(&home, 3), []);
    // Not one: nothing is kept, and the mistake is named.
    for wrong in ["ada", "ada@example.org\r\nBcc: eve@example.org", "a@example.org,b@example.org", &"a".repeat(300)] {
        client.get("/mail").await;
        let page = client.post("/mail", &fields(&[("act", "give"), ("address", wrong)])).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.says("Give an address like"), "{}", text_of(&page.html));
    }
    // Given, and not shown to be theirs: the code alone goes there.
    client.post("/mail", &fields(&[("act", "give"), ("address", "other@example.org")])).await;
    assert_eq!(sent(&home, 0).len(), 1);
    let wrong = client.post("/mail", &fields(&[("act", "confirm"), ("code", "nothing")])).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let id = change(&client.get("/bookings").await);
    cancels(&mut client, &id).await;
    assert_eq!(sent(&home, 3), []);
    // Shown and withdrawn.
    gives(&home, &mut client, "ada@example.org").await;
    booked(&mut client, "count=1&from=2026-11-24&day=2&at=10:00", 1).await;
    client.get("/mail").await;
    let gone = client.post("/mail", &fields(&[("act", "withdraw")])).await;
    whole(&gone);
    assert!(gone.says("You get no mail") && !gone.says("ada@example.org"));
    assert_eq!(sent(&home, 100 * 60), []);
}

#[tokio::test]
async fn what_cannot_be_delivered_is_tried_again_and_then_shown_to_the_practice() {
    let home = Home::new();
    let (mut owner, path, mut client) = with_mail(&home).await;
    booked(&mut client, "count=1&from=2026-11-30&day=1&at=10:00", 1).await;
    let page = owner.get(&format!("{path}/mail")).await;
    whole(&page);
    assert!(
        page.says("To be sent from") && page.says("Ada") && !page.says("ada@example.org"),
        "{}",
        text_of(&page.html)
    );
    let (mut tries, mut names) = (0, std::collections::BTreeSet::new());
    // Five days, five minutes at a time; the nights count.
    for minutes in (3..5 * 24 * 60).step_by(5) {
        let at_night = !(8 * 60..21 * 60).contains(&((13 * 60 + 30 + minutes) % (24 * 60)));
        for letter in refused(&home, minutes, Some(NotCarried::Later)) {
            if letter.subject.starts_with("Reminder") {
                continue;
            }
            assert!(!at_night, "sent at night: {minutes}");
            tries += 1;
            names.insert(letter.id);
        }
    }
    assert_eq!((tries, names.len()), (7, 1), "each try is the same message");
    let page = owner.get(&format!("{path}/mail")).await;
    assert!(page.says("given up. Tell them yourself") && page.says("Ada"), "{}", text_of(&page.html));
    // Refused for good: not tried again.
    let id = change(&client.get("/bookings").await);
    cancels(&mut client, &id).await;
    assert_eq!(refused(&home, 3, Some(NotCarried::Never)).len(), 1);
    assert!(owner.get(&format!("{path}/mail")).await.says("The address was refused"));
    assert_eq!(sent(&home, 24 * 60), []);
}

#[tokio::test]
async fn nothing_is_sent_at_night_and_what_is_too_late_by_then_is_shown() {
    let home = Home::new();
    let (mut owner, path, mut client) = with_mail(&home).await;
    booked(&mut client, WISHES, 1).await;
    // Saturday, 21:30 in New York.
    assert_eq!(sent(&home, 8 * 60), []);
    assert_eq!(sent(&home, 18 * 60 + 25), []);
    assert_eq!(sent(&home, 18 * 60 + 30).len(), 1, "Sunday, 8:00");
    let id = change(&client.get("/bookings").await);
    cancels(&mut client, &id).await;
    // Nothing was sent until the appointment was over: Tuesday, 11:30.
    assert_eq!(sent(&home, 70 * 60), []);
    let page = owner.get(&format!("{path}/mail")).await;
    assert!(page.says("came before the morning"), "{}", text_of(&page.html));
}
