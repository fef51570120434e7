//! What clients say of a therapist after a course: whether they would go there again, and why.
//!
//! One for a course with a therapist, from somebody with whom a session took place. Numbers are shown with how many they are of and the range that
//! they leave open; nobody stands higher because of them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    book::{Booking, State},
    outcome::Share,
};

/// The longest text of a review, an answer or a reason, in letters.
pub const LONGEST: usize = 1_000;

/// Words, with when they were written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// In milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The words.
    pub words: String,
}

/// What a client says after a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Whether they would go there again.
    pub again: bool,
    /// Why, in their words, and when they wrote it last; the words may be empty.
    pub said: Said,
    /// What the therapist answers.
    #[serde(default)]
    pub answer: Option<Said>,
    /// What others reported, with their reasons.
    #[serde(default)]
    pub reports: Vec<Said>,
    /// Why the practice shows the words no more. What was said of going there again counts all the same.
    #[serde(default)]
    pub hidden: Option<Said>,
}

/// Whether a booking is a session of the same course with the same therapist that took place: then both have one review.
#[must_use]
pub fn shares_review(one: &Booking, other: &Booking) -> bool {
    let course = |booking: &Booking| booking.course.as_ref().map(|course| course.id);
    let same = course(one).is_some() && course(one) == course(other);
    let took_place = matches!(other.state, State::Done { .. });
    took_place && (same || one == other) && one.therapist == other.therapist && one.client == other.client
}

/// How many of those who said so would go to a therapist again: only where a session took place.
#[must_use]
pub fn again<'a>(therapist: Uuid, all: impl IntoIterator<Item = (&'a Booking, &'a Review)>) -> Share {
    let of = all
        .into_iter()
        .filter(|(booking, _)| booking.therapist == therapist && matches!(booking.state, State::Done { .. }));
    of.fold(Share { of: 0, some: 0 }, |share, (_, review)| Share {
        of: share.of.saturating_add(1),
        some: share.some.saturating_add(u32::from(review.again)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Minutes, Moment, Span, book::OfCourse, policy::Policy};

    fn booking(therapist: u128, course: u128, nth: u16, state: State) -> Booking {
        let span = Span { from: Moment(i64::from(nth) * 288), until: Moment(i64::from(nth) * 288 + 12) };
        Booking {
            client: Uuid::from_u128(9),
            therapist: Uuid::from_u128(therapist),
            room: None,
            service: Uuid::nil(),
            course: Some(OfCourse { id: Uuid::from_u128(course), nth, of: 6 }),
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

    #[test]
    fn a_course_has_one_review_for_each_therapist_with_whom_a_session_took_place() {
        let first = booking(1, 5, 1, DONE);
        assert!(shares_review(&first, &booking(1, 5, 2, DONE)));
        assert!(!shares_review(&first, &booking(1, 5, 2, State::Booked)), "it has not taken place");
        assert!(!shares_review(&first, &booking(2, 5, 2, DONE)), "with somebody else");
        assert!(!shares_review(&first, &booking(1, 6, 2, DONE)), "another course");
        let single = Booking { course: None, ..first.clone() };
        assert!(
            shares_review(&single, &single)
                && !shares_review(&single, &Booking { course: None, ..booking(1, 5, 2, DONE) })
        );
        assert!(!shares_review(
            &Booking { state: State::Booked, ..single.clone() },
            &Booking { state: State::Booked, ..single }
        ));
    }

    #[test]
    fn only_what_took_place_counts_and_two_people_say_little() {
        let review = |again| Review {
            again,
            said: Said { at_ms: 0, words: String::new() },
            answer: None,
            reports: Vec::new(),
            hidden: None,
        };
        let all = [
            (booking(1, 5, 1, DONE), review(true)),
            (booking(1, 6, 1, DONE), review(true)),
            (booking(2, 7, 1, DONE), review(false)),
            (booking(1, 8, 1, State::Booked), review(false)),
        ];
        let share = again(Uuid::from_u128(1), all.iter().map(|(booking, review)| (booking, review)));
        assert_eq!(share, Share { of: 2, some: 2 });
        assert!(share.range().is_some_and(|(low, high)| low < 0.4 && high > 0.99), "{:?}", share.range());
    }
}
