use proptest::prelude::*;
use uuid::Uuid;

use super::{Planned, Response, Seen, Share, Tally, Told, Treated, courses};
use crate::{
    Minutes, Moment, Span,
    book::{Booking, OfCourse, State},
    policy::{Because, Percent, Policy},
};

const NOW: Moment = Moment(1_000);

fn booking(client: u128, nth: u16, of: u16, state: State) -> Booking {
    let from = Moment(100 * i64::from(nth));
    let span = Span { from, until: Moment(from.0 + 12) };
    Booking {
        client: Uuid::from_u128(client),
        therapist: Uuid::from_u128(900),
        room: None,
        service: Uuid::from_u128(901),
        course: Some(OfCourse { id: Uuid::from_u128(client), nth, of }),
        hands: span,
        whole: span,
        made: Moment(0),
        state,
        policy: Policy::default(),
        screened: None,
        late: Minutes(0),
        offered: None,
    }
}

const DONE: State = State::Done { minutes: Minutes(60) };

fn told(response: Response) -> Told {
    Told { response, sessions: 2, reactions: Some(1), serious: Some(0) }
}

fn course(done: u16, of: u16, ahead: bool, told: Option<&Told>) -> Treated<'_> {
    Treated { planned: None, of, done, ahead, told }
}

#[test]
fn the_range_is_the_published_one() {
    // Newcombe 1998, table I, method 3.
    for (some, of, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let (from, to) = Share { of, some }.range().unwrap();
        assert!((from - low).abs() < 5e-5 && (to - high).abs() < 5e-5, "{some} of {of}: {from} to {to}");
    }
    assert_eq!(Share { of: 0, some: 0 }.range(), None, "nothing of nothing");
}

#[test]
fn who_left_and_who_never_told_is_in_the_denominator_and_not_better() {
    let (better, not, unknown) = (told(Response::Better), told(Response::NotBetter), told(Response::Unknown));
    let all = [
        course(2, 2, false, Some(&better)),
        course(2, 2, false, Some(&not)),
        course(2, 2, false, Some(&unknown)),
        course(2, 2, false, None),
        // Better when it was told, and then not seen again.
        course(2, 6, false, Some(&better)),
        course(1, 6, true, None),
        // Nobody ever came: no course.
        course(0, 6, false, None),
    ];
    let tally = Tally::of(&all);
    assert_eq!((tally.over, tally.better, tally.left, tally.untold, tally.under_way), (5, 1, 1, 2, 1));
    assert_eq!(tally.responders(), Share { of: 5, some: 1 });
    assert_eq!((tally.sessions, tally.asked, tally.reactions), (11, 8, 4), "nobody asked about three sessions");
}

#[test]
fn a_course_is_followed_through_its_bookings() {
    let cancelled = State::Cancelled { why: Because::Client, fee: Percent::NONE };
    let (first, last) = (told(Response::NotBetter), told(Response::Better));
    let planned = Planned { course: "x".to_owned(), technique: None };
    let bookings = [
        booking(1, 1, 3, DONE),
        booking(1, 2, 3, DONE),
        booking(1, 3, 3, cancelled),
        // Booked for a time that is over: nobody said what became of it, and nothing lies ahead.
        booking(2, 1, 2, DONE),
        booking(2, 2, 2, State::Booked),
        booking(3, 1, 11, DONE),
        booking(3, 11, 11, State::Booked),
    ];
    let told = [Some(&first), Some(&last), None, None, None, None, None];
    let mut seen: Vec<Seen<'_>> = bookings
        .iter()
        .zip(told)
        .map(|(booking, told)| Seen { booking, planned: (booking.client.as_u128() == 1).then_some(&planned), told })
        .collect();
    let found = courses(seen.clone(), NOW);
    let expected = [
        Treated { planned: Some(&planned), ..course(2, 3, false, Some(&last)) },
        course(1, 2, false, None),
        course(1, 11, true, None),
    ];
    assert_eq!(found, expected);
    seen.reverse();
    assert_eq!(courses(seen, NOW), expected, "whatever their order");
}

proptest! {
    #[test]
    fn the_range_holds_the_share_and_narrows_with_more(of in 1u32..5_000, part in 0.0f64..=1.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a small number")]
        let some = (f64::from(of) * part) as u32;
        let share = Share { of, some };
        let (low, high) = share.range().unwrap();
        let value = share.value().unwrap();
        prop_assert!((0.0..=1.0).contains(&low) && low <= value && value <= high && high <= 1.0 && low < high);
        let (less, more) = Share { of: of * 4, some: some * 4 }.range().unwrap();
        prop_assert!(more - less < high - low);
    }

    #[test]
    fn everybody_is_counted_once(made in proptest::collection::vec((0u16..5, 0u16..5, any::<bool>(), 0u8..4), 0..40)) {
        let words = [told(Response::Better), told(Response::NotBetter), told(Response::Unknown)];
        let all: Vec<Treated<'_>> = made
            .iter()
            .map(|(done, of, ahead, word)| course(*done, *of, *ahead, words.get(usize::from(*word))))
            .collect();
        let tally = Tally::of(&all);
        let began = u32::try_from(all.iter().filter(|course| course.done > 0).count()).unwrap();
        prop_assert_eq!(tally.over + tally.under_way, began);
        prop_assert!(tally.better + tally.left + tally.untold <= tally.over);
        prop_assert!(tally.reactions <= tally.asked && tally.serious <= tally.asked && tally.asked <= tally.sessions);
    }
}
