use proptest::prelude::*;
use serde_json::json;
use supple_care::{measure::Moment, plan::History};
use supple_store::PersonId;

use super::*;
use crate::{Hold, day_of, outcomes};

/// 1 January 2026.
const START_MS: i64 = 1_767_225_600_000;
const HOUR_MS: i64 = 3_600_000;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: std::sync::OnceLock<Knowledge> = std::sync::OnceLock::new();
    KNOWLEDGE.get_or_init(|| supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

fn event(hours: i64, kind: &str, payload: Value) -> Event {
    Event {
        id: Uuid::nil(),
        person: PersonId::from_uuid(Uuid::nil()),
        seq: 0,
        at: UtcMs(START_MS + hours * HOUR_MS),
        zone: "America/New_York".to_owned(),
        kind: kind.to_owned(),
        version: 1,
        who: Who::Self_,
        payload,
    }
}

/// The record of events in the order in which they arrive.
fn record(events: &[Event]) -> Record {
    let placed = |(seq, event): (u64, &Event)| Event { seq, id: Uuid::from_u128(u128::from(seq)), ..event.clone() };
    Record::fold(knowledge(), &(1..).zip(events).map(placed).collect::<Vec<_>>())
}

fn given(hours: i64, booking: u128, telling: u32, pain: Option<(u8, u8)>) -> Event {
    let (before, after) = pain.unzip();
    let gave = Gave { minutes: 60, course: Some("relax-10w".to_owned()), before, after, ..Gave::default() };
    let who = Who::Therapist {
        practice: Uuid::from_u128(1),
        place: "Back Room".to_owned(),
        therapist: Uuid::from_u128(2),
        name: "Cleo".to_owned(),
    };
    Event { who, ..event(hours, GIVEN, gave.payload(Uuid::from_u128(booking), telling)) }
}

fn taken_back(hours: i64, booking: u128, telling: u32) -> Event {
    event(hours, WITHDRAWN, withdrawn(Uuid::from_u128(booking), telling))
}

fn peg(hours: i64, score: u8) -> Event {
    let answers = json!({ "pain": score, "enjoyment": score, "activity": score });
    event(hours, outcomes::CHECK_IN, json!({ "instrument": "peg", "for": "weekly", "answers": answers }))
}

/// A score: the measure, the moment, the day, the sixtieths of a point, and whether it was in a practice.
type Told = (usize, Moment, Day, i32, Option<bool>);
/// A session: its day, the pain before and after it, and whether the morning after was answered.
type Stood = (Uuid, Day, Option<u8>, Option<u8>, bool);

/// What a record comes to, without the places of its entries.
#[derive(Debug, PartialEq)]
struct View {
    sessions: Vec<Stood>,
    scores: Vec<Told>,
    history: History,
    hold: Option<Hold>,
    course: usize,
}

fn view(record: &Record, today: Day) -> View {
    let (sheet, _) = record.sheet(knowledge(), today);
    let mut scores: Vec<Told> = record
        .outcomes
        .scores
        .iter()
        .map(|it| (it.instrument, it.entry.moment, it.entry.day, it.entry.score.0, it.practice))
        .collect();
    scores.sort_unstable();
    View {
        sessions: record.sessions.iter().map(|it| (it.id, it.on, it.before, it.after, it.morning.is_some())).collect(),
        scores,
        history: record.history(knowledge()),
        hold: record.hold(knowledge(), &sheet, today),
        course: record.course_sessions(knowledge()).len(),
    }
}

fn day(hours: i64) -> Day {
    day_of(&event(hours, "", Value::Null))
}

#[test]
fn four_sessions_in_a_practice_without_response_end_the_course() {
    let week = |nth: i64| nth * 7 * 24 + 15;
    let of = |count: i64| (0..count).map(|nth| given(week(nth), 10 + nth.unsigned_abs() as u128, 1, Some((6, 6))));
    let after = |count: i64| record(&of(count).collect::<Vec<_>>());
    let today = day(week(3));
    assert_eq!(view(&after(1), today).hold, None);
    let four = after(4);
    assert_eq!((four.history(knowledge()).sessions, four.history(knowledge()).without_response), (4, 4));
    assert!(view(&four, today).hold.is_some_and(|hold| hold.massage));
    // One of them was marked by mistake.
    let three = record(&of(4).chain([taken_back(week(4), 12, 2)]).collect::<Vec<_>>());
    assert_eq!(view(&three, today).history.sessions, 3);
    assert_eq!(view(&three, today).hold, None);
}

#[test]
fn sessions_at_home_and_in_a_practice_count_together() {
    let home = |hours: i64, id: u128| {
        let session = Uuid::from_u128(id).to_string();
        let started = json!({ "session": session, "what": "plan", "giver": "self", "minutes": 10, "before": 6 });
        let said = json!({ "pain-before": 6, "pain-after": 6, "signs-after": "no" });
        let ended = json!({ "session": session, "before": 6, "after": 6, "said": said });
        [event(hours, "session.started", started), event(hours + 1, "session.ended", ended)]
    };
    let mut events: Vec<Event> = home(0, 1).into_iter().chain(home(48, 2)).collect();
    events.extend([given(96, 11, 1, Some((6, 6))), given(144, 12, 1, None)]);
    let both = record(&events);
    assert_eq!((both.history(knowledge()).sessions, both.history(knowledge()).without_response), (4, 3));
    assert!(both.sessions.iter().all(|begun| begun.over));
    assert_eq!(both.sessions.iter().filter(|begun| begun.is_told()).count(), 2);
    let practice = |wanted| both.outcomes.scores.iter().filter(|it| it.practice == Some(wanted)).count();
    assert_eq!((practice(true), practice(false)), (2, 4), "each is a dot of its kind");
}

#[test]
fn what_the_client_said_of_a_session_outlives_its_being_put_right() {
    let morning = |hours| {
        let said = json!({ "soreness": 1, "signs-morning": "no" });
        event(hours, "session.morning", json!({ "session": Uuid::from_u128(11).to_string(), "said": said }))
    };
    let mut morning = morning(30);
    morning.kind = crate::kinds::MORNING.to_owned();
    let events = [given(0, 11, 1, None), morning, taken_back(31, 11, 2), given(0, 11, 3, Some((5, 3)))];
    let again = record(&events);
    assert_eq!(again.sessions.len(), 1);
    assert!(again.sessions.first().is_some_and(|it| it.morning == Some(day(30)) && it.after == Some(3)));
}

#[test]
fn answers_given_since_a_session_count_however_late_it_is_told() {
    let early = record(&[peg(0, 5), given(10, 11, 1, None)]);
    assert!(early.fresh_from > 0, "what was answered before the session is asked anew");
    let late = record(&[peg(0, 5), peg(24, 5), given(10, 11, 1, None)]);
    assert_eq!(late.fresh_from, 1, "the answer of the next day was given since");
}

#[test]
fn a_session_told_late_counts_as_one_told_at_once() {
    let early = [peg(0, 6), peg(168, 6), given(340, 11, 1, None), peg(343, 6)];
    let late = [peg(0, 6), peg(168, 6), peg(343, 6), given(340, 11, 1, None)];
    let without = |events: &[Event]| record(events).history(knowledge()).without_response;
    assert_eq!((without(&early), without(&late)), (1, 1), "the answer of the same day came after it");
}

#[test]
fn an_agreement_that_a_therapist_entered_lifts_nothing_that_was_said_since() {
    let knowledge = knowledge();
    let rule =
        (0u16..).zip(&knowledge.rules).find(|(_, rule)| rule.liftable).map(|(index, _)| supple_care::RuleId(index));
    let agreed = supple_care::Clearance {
        by: "Noor, neurologist".to_owned(),
        from: day(20),
        until: day(200),
        rules: rule.into_iter().collect(),
        max_pressure: None,
        max_minutes: None,
        words: String::new(),
    };
    let payload = crate::agreement(knowledge, &agreed).payload;
    let own = event(30, crate::kinds::AGREEMENT, payload.clone());
    let entered = Event { who: given(0, 1, 1, None).who, ..own.clone() };
    let places = |agreement: &Event| {
        let all = record(&[peg(0, 5), peg(40, 5), agreement.clone()]);
        (all.agreements.iter().map(|(place, _)| *place).collect::<Vec<_>>(), all.outcomes.agreements)
    };
    assert_eq!(places(&own), (vec![3], vec![3]));
    assert_eq!(places(&entered), (vec![1], vec![1]), "what was said after it is news to the clinician");
}

/// How a booking is told: pain before and after, or that it did not take place.
type Word = Option<Option<(u8, u8)>>;

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        4 => proptest::option::of((0u8..=10, 0u8..=10)).prop_map(Some),
        1 => Just(None),
    ]
}

/// The weekly measure and agreements, and between them bookings with what is told of each.
fn story() -> impl Strategy<Value = (Vec<Event>, Vec<(i64, Vec<Word>)>)> {
    let base = proptest::collection::vec((0u8..=10, proptest::bool::weighted(0.1)), 1..12);
    let bookings = proptest::collection::vec((0i64..2000, proptest::collection::vec(word(), 1..4)), 0..7);
    (base, bookings).prop_map(|(base, bookings)| {
        let entry = |(nth, (score, agrees)): (i64, (u8, bool))| {
            let hours = nth * 168;
            if agrees {
                let review = json!({ "way": "continue", "seen": true });
                event(hours, outcomes::REVIEW, review)
            } else {
                peg(hours, score)
            }
        };
        ((0..).zip(base).map(entry).collect(), bookings)
    })
}

/// The events in an order in which they may arrive: a practice tells of a session when it is over, so nothing from before its end
/// comes after that.
fn arriving(base: &[Event], bookings: &[(i64, Vec<Word>)], delays: &[usize], twice: bool) -> Vec<Event> {
    let mut slots: Vec<Vec<(usize, Event)>> = vec![Vec::new(); base.len() + 1];
    let mut delay = delays.iter().cycle();
    for (nth, (hours, words)) in (10u128..).zip(bookings) {
        // No two sessions begin at once, and none with an answer.
        let hours = hours * 10 + i64::try_from(nth).unwrap_or(0) % 9 + 1;
        for (telling, word) in (1u32..).zip(words) {
            let mut told = match word {
                Some(pain) => given(0, nth, telling, *pain),
                None => taken_back(0, nth, telling),
            };
            told.at = UtcMs(START_MS + hours * HOUR_MS / 10);
            let over = UtcMs(told.at.0 + HOUR_MS);
            let earliest = base.iter().position(|it| it.at > over).unwrap_or(base.len());
            for _ in 0..=usize::from(twice) {
                let late = delay.next().copied().unwrap_or(0);
                let slot = (earliest + late % 4).min(base.len());
                slots[slot].push((late, told.clone()));
            }
        }
    }
    let mut events = Vec::new();
    for (index, slot) in slots.iter_mut().enumerate() {
        slot.sort_by_key(|(late, _)| *late);
        events.extend(slot.drain(..).map(|(_, event)| event));
        events.extend(base.get(index).cloned());
    }
    events
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_arrival_changes_nothing_and_twice_is_once(
        (base, bookings) in story(),
        delays in proptest::collection::vec(0usize..50, 40),
        others in proptest::collection::vec(0usize..50, 40),
    ) {
        let today = day(2100);
        let once = record(&arriving(&base, &bookings, &delays, false));
        let other = record(&arriving(&base, &bookings, &others, true));
        prop_assert_eq!(view(&once, today), view(&other, today));
        let stand = bookings.iter().filter(|(_, words)| words.last().is_some_and(Option::is_some)).count();
        prop_assert_eq!(once.sessions.len(), stand, "each booking whose last word is that it took place, once");
    }
}
