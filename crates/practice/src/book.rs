//! A booking and what may become of it.
//!
//! Every act is safe to repeat: done again, it finds its own work and changes nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Minutes, Moment, Span,
    policy::{Because, Percent, Policy},
};

/// How far a booking has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum State {
    /// Kept free for a while, so that somebody can make up their mind.
    Held {
        /// Until this moment, in milliseconds since 1970 UTC; afterwards it is as if it had never been.
        until_ms: i64,
    },
    /// Both sides count on it.
    Booked,
    /// It has begun.
    Started,
    /// It took place.
    Done {
        /// How long it was.
        minutes: Minutes,
    },
    /// It does not take place.
    Cancelled {
        /// Why.
        why: Because,
        /// What it costs.
        fee: Percent,
    },
    /// The client did not come.
    NoShow {
        /// What it costs.
        fee: Percent,
    },
}

/// What the questions before a session came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screened {
    /// On which day they were answered.
    pub on: Date,
    /// Whether they allow a massage.
    pub allowed: bool,
}

/// Which session of which course it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfCourse {
    /// The id under which the sessions of a course are booked.
    pub id: Uuid,
    /// Which one, from 1.
    pub nth: u16,
    /// Of how many.
    pub of: u16,
}

/// What stood there before the practice offered something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offered {
    /// By whom it was to be.
    pub therapist: Uuid,
    /// When the massage was to begin.
    pub from: Moment,
}

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Whose.
    pub client: Uuid,
    /// By whom.
    pub therapist: Uuid,
    /// In which room, if in one.
    pub room: Option<Uuid>,
    /// What.
    pub service: Uuid,
    /// The course it belongs to, if to one.
    pub course: Option<OfCourse>,
    /// When the massage is.
    pub hands: Span,
    /// When therapist and room are busy with it.
    pub whole: Span,
    /// When it was booked or held.
    pub made: Moment,
    /// How far it has come.
    pub state: State,
    /// What cancelling costs, as it was shown when it was booked.
    pub policy: Policy,
    /// What the questions came to, if they were answered.
    pub screened: Option<Screened>,
    /// By how many minutes the client was late.
    pub late: Minutes,
    /// What it was before the practice put this in its place, while the client has not said whether that suits them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<Offered>,
}

/// Something that happens to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// What was held is booked.
    Confirm,
    /// It takes place at another time, by the same or another therapist.
    Move {
        /// By whom.
        therapist: Uuid,
        /// In which room.
        room: Option<Uuid>,
        /// When the massage is.
        hands: Span,
        /// When therapist and room are busy.
        whole: Span,
    },
    /// The practice cannot give it as it was booked, and offers another time or another therapist instead.
    Offer {
        /// By whom.
        therapist: Uuid,
        /// In which room.
        room: Option<Uuid>,
        /// When the massage is.
        hands: Span,
        /// When therapist and room are busy.
        whole: Span,
    },
    /// What was offered suits the client.
    Accept,
    /// It does not take place.
    Cancel(Because),
    /// The questions were answered.
    Screen(Screened),
    /// What the questions came to holds no longer, and they have to be asked again.
    Unscreen,
    /// The client comes later: the end stays.
    Late(Minutes),
    /// It begins.
    Start,
    /// It is over.
    Done,
    /// The client did not come.
    NoShow,
    /// That it was over was said by mistake: it goes on.
    NotDone,
    /// That it began, took place or was missed was said by mistake: it is booked as it was before.
    NotBegun,
}

/// Why something cannot happen to a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// It was held, and that is over.
    HoldIsOver,
    /// It is over, or was cancelled.
    Ended,
    /// It has begun already.
    Begun,
    /// It has not begun yet, or not long enough ago.
    TooSoon,
    /// The new time is over.
    Past,
    /// There are no answers of today to the questions, or they forbid a massage.
    Screen(Ready),
    /// It is not booked yet, only held.
    OnlyHeld,
}

/// Whether a session can begin, as far as the questions go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Answered on the day, and a massage is allowed.
    Yes,
    /// Not answered on the day of the session: it is held until they are.
    NotAsked,
    /// They forbid a massage: it is held.
    Forbids,
}

/// How many minutes a course is held, so that somebody can look at it in peace.
pub const HOLD: Minutes = Minutes(10);
/// A client counts as not coming after so many minutes.
const NO_SHOW_AFTER: Minutes = Minutes(15);

impl Booking {
    /// Whether it keeps its time busy.
    #[must_use]
    pub const fn is_live(&self, now_ms: i64) -> bool {
        match self.state {
            State::Held { until_ms } => now_ms < until_ms,
            State::Booked | State::Started | State::Done { .. } | State::NoShow { .. } => true,
            State::Cancelled { .. } => false,
        }
    }

    /// Whether it is still ahead.
    #[must_use]
    pub const fn is_open(&self, now_ms: i64) -> bool {
        matches!(self.state, State::Held { .. } | State::Booked) && self.is_live(now_ms)
    }

    /// Whether it can begin on this day, which is the day of the session.
    #[must_use]
    pub fn ready(&self, day: Date) -> Ready {
        match self.screened {
            Some(screened) if !screened.allowed => Ready::Forbids,
            Some(screened) if screened.on == day => Ready::Yes,
            Some(_) | None => Ready::NotAsked,
        }
    }

    /// What cancelling it now would cost. What was offered instead costs nothing before it was accepted.
    #[must_use]
    pub fn fee(&self, why: Because, now_ms: i64) -> Percent {
        match self.state {
            State::Held { .. } => Percent::NONE,
            _ if self.offered.is_some() => Percent::NONE,
            _ => self.policy.fee(why, self.made, self.hands.from, Moment::begun(now_ms)),
        }
    }

    /// The booking after what was only held for its client was let go: the time is free, as if it had never been held. Nothing
    /// where it is not held any more.
    #[must_use]
    pub fn let_go(&self, now_ms: i64) -> Option<Self> {
        let held = matches!(self.state, State::Held { .. }) && self.is_live(now_ms);
        held.then(|| Self { state: State::Held { until_ms: now_ms }, ..self.clone() })
    }

    /// The booking after something has happened. `today` is the day in the practice's zone.
    ///
    /// # Errors
    /// Why it cannot happen; the booking stays as it is.
    pub fn after(&self, act: Act, now_ms: i64, today: Date) -> Result<Self, NotNow> {
        let now = Moment::begun(now_ms);
        let to = |state: State| Ok(Self { state, ..self.clone() });
        match (self.state, act) {
            // Done again: nothing is left to do.
            (State::Booked | State::Started | State::Done { .. }, Act::Confirm)
            | (State::Started, Act::Start)
            | (State::Done { .. }, Act::Done)
            | (State::NoShow { .. }, Act::NoShow)
            | (State::Started, Act::NotDone)
            | (State::Booked, Act::NotBegun)
            | (State::Cancelled { .. }, Act::Cancel(_)) => Ok(self.clone()),
            (State::Done { .. }, Act::NotDone) => to(State::Started),
            (State::Done { .. } | State::Started | State::NoShow { .. }, Act::NotBegun) => to(State::Booked),
            (State::Cancelled { .. } | State::NoShow { .. } | State::Done { .. }, _) => Err(NotNow::Ended),
            (State::Held { until_ms }, Act::Confirm) => {
                if now_ms < until_ms {
                    to(State::Booked)
                } else {
                    Err(NotNow::HoldIsOver)
                }
            }
            (State::Booked, Act::Accept) => Ok(Self { offered: None, ..self.clone() }),
            (State::Booked, Act::Offer { therapist, room, hands, whole }) => {
                if hands.from <= now {
                    return Err(NotNow::Past);
                }
                // Of several offers the client reads what was booked first.
                let before = Offered { therapist: self.therapist, from: self.hands.from };
                let offered = Some(self.offered.unwrap_or(before));
                Ok(Self { therapist, room, hands, whole, late: Minutes(0), offered, ..self.clone() })
            }
            (State::Held { .. } | State::Booked, Act::Cancel(why)) => {
                to(State::Cancelled { why, fee: self.fee(why, now_ms) })
            }
            (
                State::Started,
                Act::Cancel(_) | Act::Move { .. } | Act::Offer { .. } | Act::Accept | Act::NoShow | Act::Late(_),
            ) => Err(NotNow::Begun),
            (_, Act::Screen(screened)) => Ok(Self { screened: Some(screened), ..self.clone() }),
            (_, Act::Unscreen) => Ok(Self { screened: None, ..self.clone() }),
            (
                State::Held { .. },
                Act::Move { .. }
                | Act::Offer { .. }
                | Act::Accept
                | Act::Start
                | Act::Done
                | Act::NoShow
                | Act::Late(_)
                | Act::NotDone
                | Act::NotBegun,
            ) => Err(NotNow::OnlyHeld),
            (State::Booked, Act::Move { therapist, room, hands, whole }) => {
                if hands.from <= now {
                    return Err(NotNow::Past);
                }
                // Answers are of their day: those for another day count no more, and `ready` sees to that.
                Ok(Self { therapist, room, hands, whole, late: Minutes(0), offered: None, ..self.clone() })
            }
            (State::Booked, Act::Late(late)) => Ok(Self { late, ..self.clone() }),
            (State::Booked, Act::NoShow) => {
                let late = self.hands.from.plus(NO_SHOW_AFTER);
                let fee = if self.offered.is_some() { Percent::NONE } else { self.policy.no_show };
                if now < late { Err(NotNow::TooSoon) } else { to(State::NoShow { fee }) }
            }
            (State::Booked, Act::Start) => match self.ready(today) {
                // Whoever comes has accepted what was offered.
                Ready::Yes => Ok(Self { state: State::Started, offered: None, ..self.clone() }),
                held => Err(NotNow::Screen(held)),
            },
            (State::Booked, Act::Done | Act::NotDone) => Err(NotNow::TooSoon),
            (State::Started, Act::Done) => {
                let minutes = u16::try_from(self.hands.steps() * crate::moment::STEP_MIN).unwrap_or(u16::MAX);
                to(State::Done { minutes: Minutes(minutes.saturating_sub(self.late.0)) })
            }
        }
    }
}

/// How much of a course something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The one that is named.
    This,
    /// This and all later ones.
    ThisAndLater,
    /// Every session that is still ahead.
    All,
}

/// Which bookings of a course something is about, and which stay: indexes into `bookings`, in the order of time. Only those
/// that are still ahead are in either.
#[must_use]
pub fn in_scope(bookings: &[Booking], this: usize, scope: Scope, now_ms: i64) -> (Vec<usize>, Vec<usize>) {
    let Some(chosen) = bookings.get(this) else { return (Vec::new(), Vec::new()) };
    let course = chosen.course.as_ref().map(|course| course.id);
    let same = |booking: &Booking| course.is_some() && booking.course.as_ref().map(|it| it.id) == course;
    let mut open: Vec<(Moment, usize)> = bookings
        .iter()
        .zip(0..)
        .filter(|(booking, index)| booking.is_open(now_ms) && (*index == this || same(booking)))
        .map(|(booking, index)| (booking.hands.from, index))
        .collect();
    open.sort_unstable();
    let meant = |(from, index): &(Moment, usize)| match scope {
        Scope::This => *index == this,
        Scope::ThisAndLater => *from >= chosen.hands.from,
        Scope::All => true,
    };
    let (meant, stay): (Vec<_>, Vec<_>) = open.into_iter().partition(meant);
    let places = |list: Vec<(Moment, usize)>| list.into_iter().map(|(_, index)| index).collect();
    (places(meant), places(stay))
}

#[cfg(test)]
mod tests;
