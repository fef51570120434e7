use std::collections::BTreeSet;

use supple_practice::{
    Minutes, Span,
    book::{Booking, State},
    policy::Policy,
};

use super::*;
use crate::desk::{Mails, zone_of};

/// What a message never says, whoever reads it: what is done, to what, for what, by whom.
const FORBIDDEN: [&str; 24] = [
    "massage",
    "therap",
    "pain",
    "back",
    "neck",
    "shoulder",
    "spine",
    "muscle",
    "health",
    "medical",
    "doctor",
    "treat",
    "symptom",
    "screen",
    "clinic",
    "question",
    "answer ",
    "forbid",
    "allowed",
    "consent",
    "pregnan",
    "injur",
    "course",
    "technique",
];

fn page() -> Page {
    Page {
        name: "North Room".to_owned(),
        place: "us-ny".to_owned(),
        zone: "UTC".to_owned(),
        rooms: Vec::new(),
        services: Vec::new(),
        notice: Minutes(0),
        horizon_days: 90,
        policy: Policy::default(),
        mail: Mails { address: "1 Main Street".to_owned(), ..Mails::default() },
        offer_held: Minutes(120),
        located: String::new(),
        currency: String::new(),
        packages: Vec::new(),
        holidays: None,
    }
}

fn appointment() -> Appointment {
    let from = Moment::begun(1_800_000_000_000);
    let hands = Span { from, until: Moment(from.0 + 12) };
    let booking = Booking {
        client: Uuid::from_u128(1),
        therapist: Uuid::from_u128(2),
        room: None,
        service: Uuid::from_u128(3),
        course: None,
        hands,
        whole: hands,
        made: from,
        state: State::Booked,
        policy: Policy::default(),
        screened: None,
        late: Minutes(0),
        offered: None,
    };
    Appointment::new(booking, "Ada Lovelace".to_owned(), None, BTreeSet::new())
}

fn app(mode: crate::Mode) -> (App, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("home.sqlite");
    let store = supple_store::Store::open(&path, supple_store::MasterKey::from_bytes([7; 32])).unwrap();
    let app = App {
        knowledge: std::sync::Arc::new(supple_knowledge::embedded().unwrap()),
        library: std::sync::Arc::new(supple_knowledge::Library::embedded()),
        store: std::sync::Arc::new(store),
        words: std::sync::Arc::new(supple_words::Words::load("en").unwrap()),
        clock: std::sync::Arc::new(jiff::Zoned::now),
        country: None,
        mode,
        made_up: false,
        listing: None,
        systems: crate::Systems::default(),
        outside: std::sync::Arc::new(crate::Nowhere),
        place: String::new(),
    };
    (app, directory)
}

fn letters(app: &App, page: &Page) -> Vec<Letter> {
    let (zone, it) = (zone_of(&page.zone).unwrap(), appointment());
    let about = About { page, zone: &zone, id: Uuid::from_u128(9), version: 2, it: &it };
    let to = ("ada@example.org", "desk@example.org");
    let mut all: Vec<Letter> =
        Notice::ALL.into_iter().map(|notice| of(app, notice, &about, Uuid::from_u128(8), to, 0)).collect();
    all.push(free(app, &about, Uuid::from_u128(8), 1_799_990_000_000, to.0, 0));
    all.push(code(app, "123456", "ada@example.org", Uuid::from_u128(8), 1, 0));
    all
}

fn practice() -> crate::Mode {
    crate::Mode::Practice { host: "care.example".to_owned(), behind_proxy: true, setup: None }
}

fn everything(letter: &Letter) -> String {
    let calendar = letter.calendar.as_ref().map(|it| it.text.replace("\r\n ", "")).unwrap_or_default();
    format!("{}\n{}\n{}\n{calendar}", letter.from, letter.subject, letter.text)
}

/// Words of at least five letters.
fn words(text: &str) -> BTreeSet<String> {
    let parts = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase);
    parts.filter(|word| word.chars().count() >= 5).collect()
}

#[test]
fn no_message_says_anything_clinical() {
    for mode in [crate::Mode::Alone, practice()] {
        let (app, _directory) = app(mode);
        // The words of the questions, the places, the techniques and the rules, as far as they mean anything.
        let knowledge = &app.knowledge;
        let mut vocabulary: BTreeSet<String> = BTreeSet::new();
        for question in &knowledge.questions {
            vocabulary.extend(words(&question.id.replace('_', " ")));
        }
        knowledge.places.iter().for_each(|place| vocabulary.extend(words(&place.id.replace('_', " "))));
        for technique in &knowledge.techniques.techniques {
            vocabulary.extend(words(&technique.title));
        }
        knowledge.rules.iter().for_each(|rule| vocabulary.extend(words(&rule.title)));
        // Words of every day that a heading of the knowledge has as well.
        for plain in NEUTRAL {
            assert!(vocabulary.remove(plain), "`{plain}` is no exception that is needed");
        }
        assert!(vocabulary.len() > 300 && vocabulary.contains("fever"), "{}", vocabulary.len());
        let mut said: BTreeSet<String> = BTreeSet::new();
        for letter in letters(&app, &page()) {
            let text = everything(&letter);
            let lower = text.to_lowercase();
            for word in FORBIDDEN {
                assert!(!lower.contains(word), "`{word}`: {text}");
            }
            said.extend(words(&text).intersection(&vocabulary).cloned());
            assert!(!text.contains("Ada") && !text.contains('\u{ab}'), "{text}");
        }
        assert!(said.is_empty(), "{said:?}");
    }
}

/// Words that headings of the knowledge and messages share, and that say nothing.
const NEUTRAL: [&str; 7] = ["another", "before", "cannot", "change", "place", "somebody", "where"];

#[test]
fn every_message_says_where_to_go_on_and_how_to_get_no_more() {
    let (app, _directory) = app(practice());
    for letter in letters(&app, &page()).iter().filter(|letter| letter.from == "North Room") {
        assert!(letter.text.contains("https://care.example/bookings"), "{letter:?}");
        assert!(letter.text.contains("https://care.example/mail"), "{letter:?}");
        assert!(letter.subject.contains("15 January 2027, 8:00") && letter.text.contains("North Room"), "{letter:?}");
    }
}

#[test]
fn names_of_any_kind_stay_in_their_line() {
    let (app, _directory) = app(practice());
    let hostile =
        ["A\r\nBcc: eve@example.org", "\u{0}\u{7}", "{ $when } { MSG }", &"ö".repeat(100_000), "\u{202e}txe.elpmaxe"];
    for name in hostile {
        let page =
            Page { name: name.to_owned(), mail: Mails { address: name.to_owned(), ..Mails::default() }, ..page() };
        for letter in letters(&app, &page) {
            assert!(
                !letter.from.contains(char::is_control) && !letter.subject.contains(char::is_control),
                "{letter:?}"
            );
            assert!(!letter.text.lines().any(|line| line.starts_with("Bcc")), "{letter:?}");
            assert!(letter.text.len() < 5_000 && letter.subject.len() < 500, "{}", letter.text.len());
        }
    }
}
