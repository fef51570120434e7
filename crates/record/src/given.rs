//! Sessions that a practice gave: told by the practice under the id of the booking, and put right by a later telling.
//!
//! A telling may arrive late, twice, and after one that puts it right. Of each session the telling with the highest number
//! counts, and the session stands where it was in time: the order in which tellings arrive changes nothing.

use serde_json::{Map, Value, json};
use supple_care::{Day, Knowledge};
use supple_store::{Event, UtcMs, Who};
use uuid::Uuid;

use super::{
    Record,
    kinds::{AFTER, AGREEMENT, BEFORE},
    known::{Begun, What},
};

/// A practice gave a session.
pub const GIVEN: &str = "session.given";
/// A session that a practice told of did not take place after all.
pub const WITHDRAWN: &str = "session.withdrawn";

/// A minute, in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// What a practice tells of a session that it gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gave {
    /// How long it was, in minutes.
    pub minutes: u16,
    /// The id of the course that it was booked for.
    pub course: Option<String>,
    /// Which session of how many of the course.
    pub nth: Option<(u16, u16)>,
    /// The ids of the techniques that were noted.
    pub techniques: Vec<String>,
    /// The id of the main one, where that is known.
    pub technique: Option<String>,
    /// The ids of the places that were noted.
    pub places: Vec<String>,
    /// The pain before it as the client said it, 0 to 10.
    pub before: Option<u8>,
    /// The pain after it, 0 to 10.
    pub after: Option<u8>,
}

impl Gave {
    /// What the event says: of which booking, and which telling of it, from 1.
    #[must_use]
    pub fn payload(&self, session: Uuid, telling: u32) -> Value {
        let mut payload = Map::from_iter([
            ("session".to_owned(), json!(session.to_string())),
            ("telling".to_owned(), json!(telling)),
            ("what".to_owned(), json!("plan")),
            ("giver".to_owned(), json!("therapist")),
            ("minutes".to_owned(), json!(self.minutes)),
        ]);
        let mut add = |name: &str, value: Value| {
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                payload.insert(name.to_owned(), value);
            }
        };
        add("course", json!(self.course));
        add("nth", json!(self.nth.map(|(nth, _)| nth)));
        add("of", json!(self.nth.map(|(_, of)| of)));
        add("techniques", json!(self.techniques));
        add("technique", json!(self.technique));
        add("places", json!(self.places));
        add("before", json!(self.before));
        add("after", json!(self.after));
        let said = [(BEFORE, self.before), (AFTER, self.after)];
        let said: Map<String, Value> =
            said.into_iter().filter_map(|(name, pain)| Some((name.to_owned(), json!(pain?)))).collect();
        if !said.is_empty() {
            add("said", Value::from(said));
        }
        Value::from(payload)
    }
}

/// What the event of a withdrawal says.
#[must_use]
pub fn withdrawn(session: Uuid, telling: u32) -> Value {
    json!({ "session": session.to_string(), "telling": telling })
}

/// How far a session was told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Telling {
    /// The highest number that came.
    number: u64,
    /// The session as it stood before it was withdrawn: what the client answered about it is not lost.
    shelved: Option<Begun>,
}

/// Whether an event is told by a practice.
pub(crate) fn is_telling(event: &Event) -> bool {
    matches!((event.kind.as_str(), event.version), (GIVEN | WITHDRAWN, 1))
}

/// Whether it is an agreement that a therapist entered.
pub(crate) fn is_entered(event: &Event) -> bool {
    event.kind == AGREEMENT && matches!(event.who, Who::Therapist { .. })
}

fn session_of(event: &Event) -> Option<Uuid> {
    event.payload.get("session").and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok())
}

impl Record {
    /// Takes what a practice tells. Of each session only a telling with a higher number than those before it counts.
    pub(crate) fn take_telling(&mut self, knowledge: &Knowledge, event: &Event, on: Day) -> What {
        let number = event.payload.get("telling").and_then(Value::as_u64);
        let (Some(session), Some(number)) = (session_of(event), number) else { return What::Other };
        let before = self.tellings.get(&session).map_or(0, |telling| telling.number);
        if number > before {
            self.tellings.entry(session).or_default().number = number;
            let stood = self.taken_out(session);
            if event.kind == GIVEN {
                self.stand(knowledge, event, session, on, stood);
            } else if let Some(telling) = self.tellings.get_mut(&session) {
                telling.shelved = stood.or(telling.shelved.take());
            }
        }
        let (by, place) = match &event.who {
            Who::Therapist { name, place, .. } => (name.clone(), place.clone()),
            _ => (String::new(), String::new()),
        };
        if event.kind == WITHDRAWN {
            return What::Withdrawn { by, place };
        }
        let whole = |name: &str| event.payload.get(name).and_then(Value::as_u64).and_then(|it| u16::try_from(it).ok());
        What::Given { by, place, minutes: whole("minutes"), again: before > 0 }
    }

    /// The session as it stood, which stands no more.
    fn taken_out(&mut self, session: Uuid) -> Option<Begun> {
        let at = self.sessions.iter().position(|begun| begun.id == session && begun.is_told())?;
        self.outcomes.take_out(session);
        Some(self.sessions.remove(at))
    }

    /// Puts the session where it was in time.
    fn stand(&mut self, knowledge: &Knowledge, event: &Event, session: Uuid, on: Day, stood: Option<Begun>) {
        let whole = |name: &str| event.payload.get(name).and_then(Value::as_u64);
        let score = |name: &str| whole(name).and_then(|pain| u8::try_from(pain).ok()).filter(|pain| *pain <= 10);
        let minutes = whole("minutes").and_then(|minutes| i64::try_from(minutes).ok()).unwrap_or(0);
        let until = UtcMs(event.at.0.saturating_add(minutes.saturating_mul(MINUTE_MS)));
        let (begun, ended) = (self.place(event.at), self.place(until));
        let shelved = self.tellings.get_mut(&session).and_then(|telling| telling.shelved.take());
        let earlier = stood.or(shelved);
        let is_before = |other: &Begun| (other.at, other.id) < (event.at, session);
        let at = self.sessions.iter().rposition(is_before).map_or(0, |at| at + 1);
        let known = Begun {
            id: session,
            at: event.at,
            order: event.payload.clone(),
            course: event.payload.get("course").and_then(Value::as_str).map(str::to_owned),
            before: score("before"),
            said: event.payload.get("said").cloned().unwrap_or(Value::Null),
            after: score("after"),
            // What a practice puts right is what it says then: the session is its own.
            worst: None,
            sign: false,
            over: true,
            ended: false,
            coded: false,
            saved: false,
            on,
            stopped: false,
            hardly: false,
            signs: Vec::new(),
            morning: earlier.as_ref().and_then(|earlier| earlier.morning),
            // It shares the number with what came next.
            ended_at: ended + 1,
            started_at: begun + 1,
            known_at: earlier.map_or(event.seq, |earlier| earlier.known_at),
        };
        self.outcomes.take_given(knowledge, &known);
        self.sessions.insert(at, known);
        // Answers given before its end do not count any more; those given since do.
        self.fresh_from = self.fresh_from.max(ended);
    }

    /// The place of the last entry up to a moment, tellings aside: they stand in no order.
    pub(crate) fn place(&self, at: UtcMs) -> u64 {
        let told = |what: &What| matches!(what, What::Given { .. } | What::Withdrawn { .. });
        let before = self.steps.iter().rposition(|step| step.at <= at && !told(&step.what));
        before.and_then(|index| u64::try_from(index + 1).ok()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
