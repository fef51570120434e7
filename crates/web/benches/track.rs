//! A record of 500 check-ins judged, drawn and written as a letter, and the outcomes of a practice with 2,000 clients.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run says why")]

use std::sync::{Arc, OnceLock};

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::json;
use supple_care::{Day, Knowledge};
use supple_store::{Booked, Event, Item, MasterKey, Options, PersonId, PinCost, Store, UtcMs, Who};
use supple_web::{App, Reader};
use supple_words::Words;
use tower::ServiceExt;
use uuid::Uuid;

fn main() {
    divan::main();
}

const DAY_MS: i64 = 86_400_000;
/// 1 January 2026.
const START_MS: i64 = 1_767_225_600_000;
const CHECK_INS: i64 = 500;
const CLIENTS: i64 = 2_000;
const SESSIONS: i64 = 6;

fn knowledge() -> Arc<Knowledge> {
    static KNOWLEDGE: OnceLock<Arc<Knowledge>> = OnceLock::new();
    Arc::clone(KNOWLEDGE.get_or_init(|| Arc::new(supple_knowledge::embedded().unwrap())))
}

fn words() -> Arc<Words> {
    Arc::new(Words::load("en").unwrap())
}

/// 500 weekly answers and a session a fortnight, over years.
fn events() -> (Vec<Event>, Day) {
    let mut events = Vec::new();
    let mut add = |at: i64, kind: &str, payload: serde_json::Value| {
        let seq = u64::try_from(events.len()).unwrap_or(0) + 1;
        events.push(Event {
            id: Uuid::from_u128(u128::from(seq)),
            person: PersonId::from_uuid(Uuid::nil()),
            seq,
            at: UtcMs(at),
            zone: "Europe/Berlin".to_owned(),
            kind: kind.to_owned(),
            version: 1,
            who: Who::Self_,
            payload,
        });
    };
    for week in 0..CHECK_INS {
        let (at, score) = (START_MS + 7 * week * DAY_MS, 7 - week * 5 / CHECK_INS);
        let answers = json!({ "pain": score, "enjoyment": score, "activity": (score + week) % 11 });
        add(at, "check-in.given", json!({ "instrument": "peg", "for": "weekly", "answers": answers }));
        if week % 2 == 0 {
            let session = Uuid::from_u128(u128::from(week.unsigned_abs()) + 10_000).to_string();
            let begun =
                json!({ "session": session, "giver": "partner", "before": score, "said": { "pain-before": score } });
            add(at + DAY_MS, "session.started", begun);
            let said = json!({ "pain-after": score - 1, "signs-after": "no" });
            let ended = json!({ "session": session, "before": score, "after": score - 1, "said": said });
            add(at + DAY_MS + 1, "session.ended", ended);
        }
    }
    let today = i32::try_from((START_MS + 7 * CHECK_INS * DAY_MS) / DAY_MS).unwrap_or(0);
    (events, Day(today - 6))
}

#[divan::bench]
fn fold_and_judge_500_check_ins(bencher: divan::Bencher<'_, '_>) {
    let (knowledge, (events, today)) = (knowledge(), events());
    bencher.bench(|| supple_web::judged(&knowledge, &events, today));
}

#[divan::bench]
fn fold_and_draw_500_check_ins(bencher: divan::Bencher<'_, '_>) {
    let (knowledge, words, (events, today)) = (knowledge(), words(), events());
    let drawn = supple_web::chart_svg(&knowledge, Arc::clone(&words), &events, today);
    println!("chart: {} bytes", drawn.map_or(0, |svg| svg.len()));
    bencher.bench(|| supple_web::chart_svg(&knowledge, Arc::clone(&words), &events, today));
}

#[divan::bench]
fn everything_on_the_page_of_progress(bencher: divan::Bencher<'_, '_>) {
    let (knowledge, words, (events, today)) = (knowledge(), words(), events());
    bencher.bench(|| supple_web::tracked(&knowledge, Arc::clone(&words), &events, today, 60));
}

#[divan::bench]
fn fold_and_write_the_letter(bencher: divan::Bencher<'_, '_>) {
    let (knowledge, words, (events, today)) = (knowledge(), words(), events());
    let (name, reader) = ("Ada", Reader::Physician);
    let letter = supple_web::Written { knowledge: &knowledge, events: &events, name, today, reader };
    let write = || letter.pdf(Arc::clone(&words), None);
    println!("letter: {} bytes", write().map_or(0, |file| file.len()));
    bencher.bench(write);
}

/// Names in letters that the font inside does not have: joined, without spaces, reordered, several at once.
const NAMES: [&str; 5] = ["محمد", "李雷", "देवी", "สมชาย", "李雷 محمد देवी"];

/// The first letter of a process looks for the fonts of the machine, so of the first name both are printed.
#[divan::bench(args = NAMES)]
fn fold_and_write_a_letter_in_other_letters(bencher: divan::Bencher<'_, '_>, name: &str) {
    let (knowledge, words, (events, today)) = (knowledge(), words(), events());
    let letter = supple_web::Written { knowledge: &knowledge, events: &events, name, today, reader: Reader::Physician };
    let write = || letter.pdf(Arc::clone(&words), None);
    let begun = std::time::Instant::now();
    match write() {
        Ok(file) => println!("{name}: {} bytes, this one {:?}", file.len(), begun.elapsed()),
        Err(_) => return println!("{name}: no font of this machine has it"),
    }
    bencher.bench(write);
}

/// A practice with 2,000 clients and six sessions of each, four of five told.
fn practice() -> (axum::Router, String, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { pin_cost: PinCost::for_tests(), ..Options::default() };
    let store = Store::open_with(&dir.path().join("home.sqlite"), MasterKey::from_bytes([7; 32]), options);
    let store = store.unwrap();
    let page = json!({
        "name": "Back Room", "place": "us-ny", "zone": "America/New_York", "rooms": [], "services": [], "notice": 0,
        "horizon_days": 90, "policy": { "tiers": [], "grace_min": 0, "no_show": 0 },
    });
    let desk = store.create_practice(page).unwrap();
    let courses: Vec<String> = knowledge().courses.courses.iter().map(|course| course.id.clone()).collect();
    for client in 0..CLIENTS {
        let bookings: Vec<Booked> = (0..SESSIONS).map(|nth| booked(client, nth, &courses)).collect();
        store.book(&desk, &bookings, UtcMs(START_MS)).unwrap();
    }
    let app = App {
        knowledge: knowledge(),
        library: Arc::new(supple_knowledge::Library::embedded()),
        store: Arc::new(store),
        words: words(),
        clock: Arc::new(|| {
            jiff::Timestamp::from_second(1_795_000_000).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC)
        }),
        country: None,
        mode: supple_web::Mode::Alone,
        made_up: false,
        listing: None,
        systems: supple_web::Systems::default(),
        outside: Arc::new(supple_web::Nowhere),
        place: String::new(),
    };
    (supple_web::router(app), format!("/practice/{}/outcomes", desk.owner()), dir)
}

fn booked(client: i64, nth: i64, courses: &[String]) -> Booked {
    let id = |kind: i64, number: i64| Uuid::from_u128(u128::from((kind * 1_000_000 + number).unsigned_abs()));
    let from = (START_MS + client * 3_600_000 + nth * 7 * DAY_MS) / 300_000;
    let span = json!({ "from": from, "until": from + 12 });
    let course = usize::try_from(client).ok().and_then(|client| courses.get(client % courses.len().max(1)));
    let state = if nth == SESSIONS - 1 && client % 7 == 0 {
        json!({ "is": "no-show", "fee": 0 })
    } else {
        json!({ "is": "done", "minutes": 60 })
    };
    let response = if client % 3 == 0 { "better" } else { "not-better" };
    let told = json!({ "response": response, "sessions": 6, "reactions": client % 3, "serious": 0 });
    let brief = json!({
        "on": "2026-01-01", "places": ["low back, left: 6 of 10", "mid back: 3 of 10"], "limits": [], "unknown": [],
        "last_change": -1,
    });
    let body = json!({
        "booking": {
            "client": id(1, client), "therapist": id(2, client % 50), "room": null, "service": id(3, 0),
            "course": { "id": id(4, client), "nth": nth + 1, "of": SESSIONS }, "hands": span, "whole": span, "made": from,
            "state": state, "policy": { "tiers": [], "grace_min": 0, "no_show": 0 }, "screened": null, "late": 0,
        },
        "client": "Somebody", "brief": brief, "planned": { "course": course, "technique": "kneading" },
        "told": if nth == SESSIONS - 1 && client % 5 > 0 { told } else { json!(null) },
    });
    let item = Item {
        id: id(5, client * 10 + nth),
        at: Some(UtcMs(from * 300_000)),
        until: None,
        about: None,
        version: 0,
        body,
    };
    Booked { item, takes: Vec::new(), held_until: None }
}

#[divan::bench(sample_count = 20)]
fn outcomes_of_2_000_clients(bencher: divan::Bencher<'_, '_>) {
    let (router, path, _dir) = practice();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let page = || {
        runtime.block_on(async {
            let request = Request::builder().uri(&path).header("host", "localhost:8080").body(Body::empty());
            let request = request.unwrap();
            let response = router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
            assert!(response.status().is_success(), "{}", response.status());
            to_bytes(response.into_body(), usize::MAX).await.map_or(0, |bytes| bytes.len())
        })
    };
    println!("outcomes: {} bytes", page());
    bencher.bench(page);
}
