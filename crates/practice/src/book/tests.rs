use super::*;
use crate::policy::Tier;
use jiff::civil::date;

const HOUR_MS: i64 = 3_600_000;
const START: i64 = 100 * HOUR_MS;

fn today() -> Date {
    date(1970, 1, 5)
}

fn booking(nth: u16) -> Booking {
    let from = Moment::begun(START + i64::from(nth) * 24 * HOUR_MS);
    let hands = Span { from, until: from.plus(Minutes(60)) };
    Booking {
        client: Uuid::from_u128(1),
        therapist: Uuid::from_u128(2),
        room: None,
        service: Uuid::from_u128(3),
        course: Some(OfCourse { id: Uuid::from_u128(4), nth, of: 4 }),
        hands,
        whole: Span { from: hands.from, until: hands.until.plus(Minutes(10)) },
        made: Moment(0),
        state: State::Held { until_ms: 600_000 },
        policy: Policy {
            tiers: vec![Tier { under_hours: 24, fee: Percent(50) }],
            grace_min: 10,
            no_show: Percent(100),
        },
        screened: None,
        late: Minutes(0),
        offered: None,
    }
}

fn booked() -> Booking {
    booking(0).after(Act::Confirm, 1, today()).unwrap()
}

fn screened(allowed: bool) -> Act {
    Act::Screen(Screened { on: today(), allowed })
}

#[test]
fn what_was_held_and_let_go_is_free_and_what_is_booked_is_not_let_go() {
    let held = Booking { state: State::Held { until_ms: 1000 }, ..booking(1) };
    let gone = held.let_go(500).unwrap();
    assert!(!gone.is_live(500) && gone.let_go(500).is_none() && held.let_go(1000).is_none());
    assert!(Booking { state: State::Booked, ..booking(1) }.let_go(500).is_none());
}

#[test]
fn confirming_twice_is_confirming_once() {
    let once = booked();
    assert_eq!(once.state, State::Booked);
    assert_eq!(once.after(Act::Confirm, 700_000, today()), Ok(once.clone()), "even after the hold would be over");
    assert_eq!(booking(0).after(Act::Confirm, 600_000, today()), Err(NotNow::HoldIsOver));
    assert!(!booking(0).is_live(600_000) && once.is_live(600_000));
}

#[test]
fn no_session_begins_without_answers_of_its_day() {
    let begin = |booking: &Booking| booking.after(Act::Start, START, today()).map(|it| it.state);
    assert_eq!(begin(&booked()), Err(NotNow::Screen(Ready::NotAsked)));
    let no = booked().after(screened(false), 1, today()).unwrap();
    assert_eq!(begin(&no), Err(NotNow::Screen(Ready::Forbids)));
    let old = Act::Screen(Screened { on: date(1970, 1, 4), allowed: true });
    assert_eq!(begin(&booked().after(old, 1, today()).unwrap()), Err(NotNow::Screen(Ready::NotAsked)));
    let yes = booked().after(screened(true), 1, today()).unwrap();
    assert_eq!(begin(&yes), Ok(State::Started));
    // Answers that forbid it forbid it on every day, until there are others.
    let late_no = Act::Screen(Screened { on: date(1970, 1, 1), allowed: false });
    assert_eq!(begin(&yes.after(late_no, 1, today()).unwrap()), Err(NotNow::Screen(Ready::Forbids)));
}

#[test]
fn cancelling_costs_what_was_shown_and_once() {
    let late = START - HOUR_MS;
    let state = |booking: &Booking, why, now| booking.after(Act::Cancel(why), now, today()).unwrap().state;
    let fee = |percent| State::Cancelled { why: Because::Client, fee: Percent(percent) };
    assert_eq!(state(&booked(), Because::Client, late), fee(50));
    assert_eq!(state(&booked(), Because::Client, 300_000), fee(0), "a change of mind");
    assert_eq!(state(&booking(0), Because::Client, 1), fee(0), "only held");
    let unwell = State::Cancelled { why: Because::Unwell, fee: Percent(0) };
    assert_eq!(state(&booked(), Because::Unwell, late), unwell);
    let gone = booked().after(Act::Cancel(Because::Unwell), late, today()).unwrap();
    assert_eq!(state(&gone, Because::Client, late), unwell, "the first word counts");
    assert_eq!(gone.after(Act::Confirm, late, today()), Err(NotNow::Ended));
}

#[test]
fn who_is_late_keeps_the_end_and_who_does_not_come_is_marked_after_a_while() {
    let ready = booked().after(screened(true), 1, today()).unwrap();
    let late = ready.after(Act::Late(Minutes(20)), START, today()).unwrap();
    let done = late.after(Act::Start, START, today()).unwrap().after(Act::Done, START, today()).unwrap();
    assert_eq!(done.state, State::Done { minutes: Minutes(40) });
    let at = |minutes: i64| booked().after(Act::NoShow, START + minutes * 60_000, today()).map(|it| it.state);
    assert_eq!(at(14), Err(NotNow::TooSoon));
    assert_eq!(at(15), Ok(State::NoShow { fee: Percent(100) }));
    assert_eq!(booked().after(Act::Done, START, today()), Err(NotNow::TooSoon));
}

#[test]
fn what_a_practice_offers_instead_costs_nothing_until_it_is_accepted() {
    let to = |hours: i64| {
        let from = Moment::begun(START + hours * HOUR_MS);
        let hands = Span { from, until: from.plus(Minutes(60)) };
        Act::Offer { therapist: Uuid::from_u128(9), room: None, hands, whole: hands }
    };
    let soon = START - HOUR_MS;
    let offered = booked().after(to(5), soon, today()).unwrap();
    let before = Offered { therapist: Uuid::from_u128(2), from: Moment::begun(START) };
    assert_eq!((offered.therapist, offered.offered), (Uuid::from_u128(9), Some(before)));
    let again = offered.after(to(7), soon, today()).unwrap();
    assert_eq!(again.offered, Some(before), "what was booked, not what was offered before");
    let fee = |booking: &Booking| booking.fee(Because::Client, START - HOUR_MS);
    assert_eq!((fee(&booked()), fee(&offered)), (Percent(50), Percent(0)));
    let missed = offered.after(Act::NoShow, START + 6 * HOUR_MS, today()).unwrap();
    assert_eq!(missed.state, State::NoShow { fee: Percent(0) });
    let accepted = offered.after(Act::Accept, soon, today()).unwrap();
    assert_eq!((accepted.offered, fee(&accepted)), (None, Percent(50)));
    assert_eq!(accepted.after(Act::Accept, soon, today()), Ok(accepted.clone()));
    let came = offered.after(screened(true), soon, today()).unwrap().after(Act::Start, START, today()).unwrap();
    assert_eq!((came.state, came.offered), (State::Started, None));
    assert_eq!(booked().after(to(0), START, today()), Err(NotNow::Past));
    assert_eq!(came.after(to(5), soon, today()), Err(NotNow::Begun));
}

#[test]
fn what_was_said_by_mistake_is_put_right_and_twice_is_once() {
    let after = |booking: &Booking, act| booking.after(act, START + HOUR_MS, today());
    let ready = booked().after(screened(true), 1, today()).unwrap();
    let started = ready.after(Act::Start, START, today()).unwrap();
    let done = started.after(Act::Done, START, today()).unwrap();
    assert_eq!(after(&done, Act::NotDone), Ok(started.clone()));
    assert_eq!(after(&started, Act::NotDone), Ok(started.clone()), "a double click takes back one step");
    for wrong in [&done, &started, &after(&ready, Act::NoShow).unwrap()] {
        let right = after(wrong, Act::NotBegun).unwrap();
        assert_eq!(right, ready);
        assert_eq!(after(&right, Act::NotBegun), Ok(ready.clone()));
        assert_eq!(after(&right, Act::NoShow).map(|it| it.state), Ok(State::NoShow { fee: Percent(100) }));
    }
    assert_eq!(after(&booked(), Act::NotDone), Err(NotNow::TooSoon));
    assert_eq!(booking(0).after(Act::NotBegun, 1, today()), Err(NotNow::OnlyHeld));
    let gone = after(&booked(), Act::Cancel(Because::Practice)).unwrap();
    assert_eq!(after(&gone, Act::NotBegun), Err(NotNow::Ended), "somebody else may have the time");
}

#[test]
fn a_move_goes_forward_in_time_only() {
    let to = |hours: i64| {
        let from = Moment::begun(START + hours * HOUR_MS);
        let hands = Span { from, until: from.plus(Minutes(60)) };
        Act::Move { therapist: Uuid::from_u128(9), room: None, hands, whole: hands }
    };
    let moved = booked().after(to(5), START, today()).unwrap();
    assert_eq!((moved.therapist, moved.hands.from), (Uuid::from_u128(9), Moment::begun(START + 5 * HOUR_MS)));
    assert_eq!(moved.policy, booked().policy, "the rule stays the one that was shown");
    assert_eq!(booked().after(to(0), START, today()), Err(NotNow::Past));
    assert_eq!(booking(0).after(to(5), 1, today()), Err(NotNow::OnlyHeld));
    let started = booked().after(screened(true), 1, today()).unwrap().after(Act::Start, START, today()).unwrap();
    assert_eq!(started.after(to(5), START, today()), Err(NotNow::Begun));
}

#[test]
fn a_scope_says_what_goes_and_what_stays() {
    let mut all: Vec<Booking> = (0..4).map(|nth| booking(nth).after(Act::Confirm, 1, today()).unwrap()).collect();
    all[3].state = State::Done { minutes: Minutes(60) };
    all.push(Booking { course: None, ..booking(1) });
    assert_eq!(in_scope(&all, 1, Scope::This, 1), (vec![1], vec![0, 2]));
    assert_eq!(in_scope(&all, 1, Scope::ThisAndLater, 1), (vec![1, 2], vec![0]));
    assert_eq!(in_scope(&all, 1, Scope::All, 1), (vec![0, 1, 2], vec![]));
    assert_eq!(in_scope(&all, 4, Scope::All, 1), (vec![4], vec![]), "a single session belongs to no course");
    assert_eq!(in_scope(&all, 9, Scope::All, 1), (vec![], vec![]));
}

#[test]
fn what_is_written_comes_back() {
    for state in [State::Held { until_ms: 5 }, State::Booked, State::Done { minutes: Minutes(4) }] {
        let booking = Booking { state, ..booking(1) };
        let text = serde_json::to_string(&booking).unwrap();
        assert_eq!(serde_json::from_str::<Booking>(&text).unwrap(), booking);
    }
}
