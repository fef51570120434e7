use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    Minutes, Span,
    book::{Act, Screened},
    moment::tests::berlin,
    policy::{Because, Policy},
};

const NOON: i64 = 1_800_000_000_000 - 1_800_000_000_000 % 86_400_000 + 43_200_000;

fn booking(state: State) -> Booking {
    let from = Moment::begun(NOON + 3 * 86_400_000);
    let hands = Span { from, until: from.plus(Minutes(60)) };
    Booking {
        client: Uuid::from_u128(1),
        therapist: Uuid::from_u128(2),
        room: None,
        service: Uuid::from_u128(3),
        course: None,
        hands,
        whole: hands,
        made: Moment::begun(NOON),
        state,
        policy: Policy::default(),
        screened: None,
        late: Minutes(0),
        offered: None,
    }
}

/// Steps of five minutes later, of the same length.
fn shifted(booking: &Booking, steps: i64) -> Span {
    let from = Moment(booking.hands.from.0 + steps);
    Span { from, until: from.plus(Minutes(60)) }
}

fn act(kind: u8, steps: i64, booking: &Booking) -> Act {
    let (hands, therapist) = (shifted(booking, steps), Uuid::from_u128(2));
    match kind {
        0 => Act::Confirm,
        1 => Act::Move { therapist, room: None, hands, whole: hands },
        2 => Act::Offer { therapist: Uuid::from_u128(4), room: None, hands, whole: hands },
        3 => Act::Accept,
        4 => Act::Cancel(Because::Client),
        5 => Act::Screen(Screened { on: date(2027, 1, 15), allowed: false }),
        6 => Act::Screen(Screened { on: date(2027, 1, 15), allowed: true }),
        _ => Act::Unscreen,
    }
}

proptest! {
    /// Whatever happens within the grace, in whatever order, one message is due, and it says what then holds.
    #[test]
    fn what_happens_within_the_grace_is_told_once_as_it_then_holds(
        acts in prop::collection::vec((0u8..8, -40i64..40, 0i64..20_000), 1..9),
        held in any::<bool>(),
    ) {
        let (zone, rules) = (berlin(), Rules::default());
        let state = if held { State::Held { until_ms: i64::MAX } } else { State::Booked };
        let first = booking(state);
        let (mut it, mut waits, mut now) = (first.clone(), None::<Telling>, NOON);
        let mut knew = None;
        for (kind, steps, later) in acts {
            now += later;
            let Ok(after) = it.after(act(kind, steps, &it), now, date(2027, 1, 15)) else { continue };
            let (before, then) = (Stands::of(Some(&it)), Stands::of(Some(&after)));
            if before.concerns(then) {
                knew.get_or_insert((before, it.clone()));
            }
            let told = Telling::after(waits, before, then, now, &zone, &rules);
            // What waits is never pushed away, and never another one.
            prop_assert!(waits.is_none() || told == waits);
            (waits, it) = (told, after);
        }
        prop_assert_eq!(waits.is_some(), knew.is_some());
        if let Some((waits, (knew, first))) = waits.zip(knew) {
            prop_assert!(waits.due_ms >= NOON + GRACE_MIN * MINUTE_MS);
            prop_assert_eq!(waits.knew, knew);
            let says = Notice::of(waits.knew, Stands::of(Some(&it)));
            match it.state {
                State::Booked if it.offered.is_some() => prop_assert_eq!(says, Some(Notice::Offered)),
                State::Booked => {
                    let moved = knew != Stands::Nowhere && (it.hands.from != first.hands.from || it.therapist != first.therapist);
                    prop_assert_eq!(says == Some(Notice::Moved), moved);
                    prop_assert!(matches!(says, Some(Notice::Booked | Notice::Moved | Notice::Waits)));
                }
                State::Cancelled { .. } => prop_assert_eq!(says, Some(Notice::Cancelled)),
                _ => prop_assert!(false, "no act of these leads there"),
            }
        }
    }

    /// Nothing is sent in the quiet hours, whatever the clocks do, and nothing waits longer than they last.
    #[test]
    fn nothing_is_sent_in_the_quiet_hours(at in 1_767_000_000_000i64..1_900_000_000_000, from in 0u16..288, until in 0u16..288) {
        let rules = Rules { reminder_hours: 24, quiet_from_min: from * 5, quiet_until_min: until * 5 };
        let zone = berlin();
        let sent = rules.awake(&zone, at);
        prop_assert!(sent >= at && sent - at <= 25 * 3_600_000);
        prop_assert!(!rules.is_quiet(&zone, sent) || until.abs_diff(30) <= 6, "only a morning that the clocks skip is moved");
        prop_assert!(rules.is_quiet(&zone, at) || sent == at);
    }

    /// A reminder comes before its appointment and never in the quiet hours, on both sides of every change of the clocks.
    #[test]
    fn a_reminder_comes_before_its_appointment_and_not_at_night(step in 5_890_000i64..6_330_000, hours in 1u16..100) {
        let rules = Rules { reminder_hours: hours, ..Rules::default() };
        let (zone, from) = (berlin(), Moment(step));
        let at = rules.reminder(&zone, from).unwrap();
        prop_assert!(at < from.as_ms());
        prop_assert!(!rules.is_quiet(&zone, at));
        // At the hour that was wished for, unless that is at night.
        let (date, minute) = zone.wall(from).unwrap();
        let wished = Rules::earlier(&zone, date, minute, hours).unwrap().as_ms();
        prop_assert!(at == wished || rules.is_quiet(&zone, wished) || wished >= from.as_ms());
    }
}

#[test]
fn a_day_before_is_the_same_time_on_the_wall_across_a_change_of_the_clocks() {
    let (zone, rules) = (berlin(), Rules::default());
    let from = zone.at(date(2026, 10, 25), 600).unwrap().0;
    let at = rules.reminder(&zone, from).unwrap();
    assert_eq!(zone.wall(Moment::begun(at)), Some((date(2026, 10, 24), 600)));
    assert_eq!(from.as_ms() - at, 25 * 3_600_000);
    assert_eq!(Rules { reminder_hours: 0, ..rules }.reminder(&zone, from), None);
}

#[test]
fn an_appointment_of_the_morning_is_reminded_of_in_the_evening_before() {
    let (zone, rules) = (berlin(), Rules { reminder_hours: 2, ..Rules::default() });
    let from = zone.at(date(2026, 11, 24), 7 * 60 + 30).unwrap().0;
    let at = rules.reminder(&zone, from).unwrap();
    assert_eq!(zone.wall(Moment::begun(at)), Some((date(2026, 11, 23), 20 * 60 + 55)));
}

#[test]
fn the_night_waits_for_the_morning() {
    let (zone, rules) = (berlin(), Rules::default());
    let at = |day, minute| zone.at(date(2026, 11, day), minute).unwrap().0.as_ms();
    assert_eq!(rules.awake(&zone, at(23, 21 * 60)), at(24, 8 * 60));
    assert_eq!(rules.awake(&zone, at(24, 7 * 60 + 55)), at(24, 8 * 60));
    assert_eq!(rules.awake(&zone, at(24, 8 * 60)), at(24, 8 * 60));
    assert_eq!(rules.awake(&zone, at(23, 20 * 60 + 55)), at(23, 20 * 60 + 55));
}

#[test]
fn what_was_only_held_and_let_go_and_what_is_over_is_not_told() {
    let cancelled = State::Cancelled { why: Because::Client, fee: crate::policy::Percent::NONE };
    let stands = |state| Stands::of(Some(&booking(state)));
    assert!(!Stands::Nowhere.concerns(stands(cancelled)));
    assert!(!stands(State::Booked).concerns(stands(State::Started)));
    assert!(stands(State::Booked).concerns(stands(cancelled)));
    assert!(Stands::Nowhere.concerns(stands(State::Booked)));
    // What the client shares themselves is no news to them.
    let shared =
        Booking { screened: Some(Screened { on: date(2027, 1, 15), allowed: true }), ..booking(State::Booked) };
    assert!(!stands(State::Booked).concerns(Stands::of(Some(&shared))));
    assert!(Stands::of(Some(&shared)).concerns(stands(State::Booked)));
    assert_eq!(Notice::of(Stands::of(Some(&shared)), stands(State::Booked)), Some(Notice::Waits));
}
