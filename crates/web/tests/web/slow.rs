//! What is sent takes its time, and there are many: the clock is read for each, and nobody goes without.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use supple_store::{Desk, Item, PersonId, Shelf, UtcMs, Uuid};
use supple_web::{App, Came, Carrier, Letter, NotCarried, NotSent, Outside, Sent, send_due, tell_due};

use crate::{
    common::{Home, finished},
    hooks::enters,
    mail::gives,
    practice::{CHECKED, booked, practice},
};

/// A program whose clock somebody moves, and what it and another one on the same database have sent.
struct Slow {
    app: App,
    minutes: Arc<AtomicI64>,
    /// How many minutes the first takes.
    takes: i64,
    sent: Mutex<Vec<String>>,
    by_another: Mutex<usize>,
}

impl Slow {
    fn new(home: &Home, minutes: i64, takes: i64) -> Self {
        let (clock, minutes) = (Arc::clone(&home.app.clock), Arc::new(AtomicI64::new(minutes)));
        let passed = Arc::clone(&minutes);
        let clock: supple_web::Clock =
            Arc::new(move || clock().checked_add(jiff::Span::new().minutes(passed.load(Ordering::Relaxed))).unwrap());
        let app = App { clock, ..home.app.clone() };
        Self { app, minutes, takes, sent: Mutex::default(), by_another: Mutex::default() }
    }

    /// Sends one: the first takes its time, and while others are sent another program looks as well.
    fn one(&self, name: String, another: impl Fn() -> usize) {
        let first = self.sent.lock().unwrap().is_empty();
        self.sent.lock().unwrap().push(name);
        if first {
            self.minutes.fetch_add(self.takes, Ordering::Relaxed);
        } else {
            *self.by_another.lock().unwrap() += another();
        }
    }
}

/// Another program, which sends at once.
struct Quick;

impl Carrier for Quick {
    fn from(&self) -> &str {
        "desk@example.org"
    }

    fn carry(&self, _: &Letter) -> Result<(), NotCarried> {
        Ok(())
    }
}

impl Outside for Quick {
    fn send(&self, _: &Sent) -> Result<Came, NotSent> {
        Ok(Came { status: 204, again_after_s: None, body: Vec::new() })
    }
}

impl Carrier for Slow {
    fn from(&self) -> &str {
        "desk@example.org"
    }

    fn carry(&self, letter: &Letter) -> Result<(), NotCarried> {
        self.one(letter.id.clone(), || send_due(&self.app, &Quick).unwrap());
        Ok(())
    }
}

impl Outside for Slow {
    fn send(&self, sent: &Sent) -> Result<Came, NotSent> {
        self.one(sent.url.clone(), || tell_due(&self.app, &Quick).unwrap());
        Ok(Came { status: 204, again_after_s: None, body: Vec::new() })
    }
}

/// Two appointments of somebody who gets mail of both.
async fn two_letters(home: &Home) {
    practice(home, &CHECKED).await;
    let mut client = finished(home, "Ada", &[]).await;
    gives(home, &mut client, "ada@example.org").await;
    booked(&mut client, "count=2&from=2026-11-24&day=2&at=10:00", 2).await;
}

#[tokio::test]
async fn a_letter_that_is_sent_late_in_a_long_go_is_sent_by_one_program_alone() {
    let home = Home::new();
    two_letters(&home).await;
    let slow = Slow::new(&home, 3, 11);
    assert_eq!(send_due(&slow.app, &slow).unwrap(), 2);
    assert_eq!(*slow.by_another.lock().unwrap(), 0, "sent twice: {:?}", slow.sent.lock().unwrap());
}

#[tokio::test]
async fn what_comes_up_in_the_quiet_hours_of_a_long_go_waits_for_the_morning() {
    let home = Home::new();
    two_letters(&home).await;
    // It is 13:30; at 20:55 there is time for one.
    let slow = Slow::new(&home, 445, 11);
    assert_eq!(send_due(&slow.app, &slow).unwrap(), 1);
    assert_eq!(slow.sent.lock().unwrap().len(), 1, "one of them at 21:06");
    slow.minutes.store(18 * 60 + 30, Ordering::Relaxed);
    assert_eq!(send_due(&slow.app, &slow).unwrap(), 1, "at eight");
}

#[tokio::test]
async fn a_program_that_is_told_late_in_a_long_go_is_told_by_one_alone() {
    let home = Home::new();
    for _ in 0..2 {
        let (mut owner, path) = practice(&home, &CHECKED).await;
        enters(&mut owner, &path, &["appointment.booked"]).await;
        let mut client = finished(&home, "Ada", &[]).await;
        let id = path.rsplit('/').next().unwrap().to_owned();
        booked(&mut client, &format!("practice={id}&count=1&from=2026-11-24&day=2&at=10:00"), 1).await;
    }
    let slow = Slow::new(&home, 3, 11);
    assert_eq!(tell_due(&slow.app, &slow).unwrap(), 2);
    assert_eq!(*slow.by_another.lock().unwrap(), 0, "told twice: {:?}", slow.sent.lock().unwrap());
}

fn desk(home: &Home, path: &str) -> Desk {
    let id = Uuid::parse_str(path.rsplit('/').next().unwrap()).unwrap();
    home.app.store.known_desk(PersonId::from_uuid(id)).unwrap().unwrap()
}

#[tokio::test]
async fn a_morning_full_of_mail_keeps_no_program_waiting() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    enters(&mut owner, &path, &["appointment.booked"]).await;
    let mut client = finished(&home, "Ada", &[]).await;
    let desk = desk(&home, &path);
    // More than are looked at in one go, all of them due for longer.
    for nth in 0..700 {
        let (id, at) = (Uuid::from_u128(nth + 1), Some(UtcMs(1)));
        let body = serde_json::json!({ "letter": nth.to_string() });
        let item = Item { id, at, until: None, about: None, version: 0, body };
        home.app.store.put(&desk, Shelf::Job, &item).unwrap();
    }
    booked(&mut client, "count=1&from=2026-11-24&day=2&at=10:00", 1).await;
    let slow = Slow::new(&home, 1, 0);
    assert_eq!(tell_due(&slow.app, &slow).unwrap(), 1);
}
