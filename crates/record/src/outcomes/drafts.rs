//! The events in which it is kept how it went.

use serde_json::{Map, Value, json};
use supple_care::{
    Day, Knowledge, PlaceId,
    adapt::Way,
    measure::{Instrument, Moment},
};
use supple_interop::dates;
use uuid::Uuid;

use super::{CHECK_IN, GONE, NOTED, PUT_OFF, REACTION, REVIEW, numbers::number, way_id};
use crate::kinds::{self, Draft};

/// A measure was answered: with one number for each item, in tenths of a point.
pub fn check_in(
    knowledge: &Knowledge,
    instrument: &Instrument,
    moment: Moment,
    place: Option<PlaceId>,
    day: Day,
    answers: &[Option<i32>],
    names: &[String],
) -> Draft {
    let given: Map<String, Value> = instrument
        .items
        .iter()
        .zip(answers)
        .filter_map(|(item, answer)| Some((item.id.clone(), number((*answer)?))))
        .collect();
    let mut payload = Map::from_iter([
        ("instrument".to_owned(), Value::from(instrument.id.as_str())),
        ("for".to_owned(), Value::from(moment.id())),
        ("day".to_owned(), Value::from(dates::print(day))),
        ("answers".to_owned(), Value::from(given)),
    ]);
    if let Some(place) = place.and_then(|place| knowledge.place(place)) {
        payload.insert("place".to_owned(), Value::from(place.id.as_str()));
    }
    let named: Map<String, Value> = instrument
        .items
        .iter()
        .zip(names)
        .filter(|(_, name)| !name.is_empty())
        .map(|(item, name)| (item.id.clone(), Value::from(name.as_str())))
        .collect();
    if !named.is_empty() {
        payload.insert("names".to_owned(), Value::from(named));
    }
    Draft::now(CHECK_IN, Value::from(payload))
}

/// A measure was put off until it is due the next time.
pub fn put_off(instrument: &str) -> Draft {
    Draft::now(PUT_OFF, json!({ "instrument": instrument }))
}

/// What came after a session; an empty list is "nothing".
pub fn reaction(session: Uuid, what: &[String], bad: Option<&str>, lasted: Option<&str>) -> Draft {
    Draft::now(REACTION, json!({ "session": session.to_string(), "what": what, "bad": bad, "lasted": lasted }))
}

/// What came after a session has gone.
pub fn gone(session: Uuid) -> Draft {
    Draft::now(GONE, json!({ "session": session.to_string() }))
}

/// Something happened beside the massage.
pub fn noted(what: &str, day: Day) -> Draft {
    Draft::now(NOTED, json!({ "what": what, "day": dates::print(day) }))
}

/// The plan goes on with fewer sessions, and ends on a date.
pub fn upkeep(payload: Value) -> Draft {
    Draft::now(kinds::PLAN, payload)
}

/// A review was answered: what was chosen, which rule was highlighted, and whether a clinician has looked at it and massage
/// may go on; where the course goes on, the day of its next review.
pub fn review(
    way: Way,
    rule: Option<&str>,
    course: Option<&str>,
    seen: Option<(&str, Day)>,
    next: Option<Day>,
) -> Draft {
    let seen = seen.map(|(by, on)| json!({ "by": by, "day": dates::print(on) }));
    let mut payload = json!({ "way": way_id(way), "rule": rule, "course": course, "seen": seen });
    if let (Some(next), Some(payload)) = (next, payload.as_object_mut()) {
        payload.insert("next".to_owned(), Value::from(dates::print(next)));
    }
    Draft::now(REVIEW, payload)
}
