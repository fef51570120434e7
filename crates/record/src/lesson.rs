//! Who finished the giver's lesson.

use serde_json::Value;
use supple_care::Day;
use supple_store::{Event, PersonId};

use super::{fold::day_of, kinds};

/// Somebody who finished the giver's lesson, and when. It counts for the giver, whoever's back it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The name that was given; may be empty.
    pub giver: String,
    /// Who it is, where the giver has a record in this household.
    pub person: Option<PersonId>,
    /// The day on which it was finished.
    pub on: Day,
}

impl Lesson {
    /// From its event; nothing for any other.
    pub fn read(event: &Event) -> Option<Self> {
        if (event.kind.as_str(), event.version) != (kinds::LESSON, 1) {
            return None;
        }
        let text = |name: &str| event.payload.get(name).and_then(Value::as_str);
        let person = text("person").and_then(|id| id.parse().ok());
        Some(Self { giver: text("giver")?.to_owned(), person, on: day_of(event) })
    }

    /// Adds it to a list that holds each giver once, with the latest day.
    pub fn add(list: &mut Vec<Self>, lesson: Self) {
        let same = |known: &Self| match (known.person, lesson.person) {
            (Some(known), Some(person)) => known == person,
            (None, None) => known.giver == lesson.giver,
            (Some(_), None) | (None, Some(_)) => false,
        };
        match list.iter_mut().find(|known| same(known)) {
            Some(known) if known.on > lesson.on => {}
            Some(known) => *known = lesson,
            None => list.push(lesson),
        }
    }
}
