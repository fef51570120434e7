//! One entry of the record, before and after it is kept.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{PersonId, UtcMs};

/// Who says what the event tells.
///
/// A new kind of author is a new variant here and a new schema version, so that an older program refuses the database
/// instead of guessing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Who {
    /// The person whose record it is.
    #[serde(rename = "self")]
    Self_,
    /// Somebody who answers for the person.
    Proxy {
        /// The name they gave.
        name: String,
        /// What they are to the person, such as "daughter" or "carer".
        relation: String,
    },
    /// The program itself.
    System,
    /// Somebody who treats the person in a practice.
    Therapist {
        /// The id of the practice.
        practice: Uuid,
        /// The practice's name as it was then.
        place: String,
        /// The therapist's id in the practice.
        therapist: Uuid,
        /// The therapist's name as it was then.
        name: String,
    },
}

/// Which of these moments, in the order of a record, lie before one that came earlier in it: the clock was set back, or
/// the event came in later from another device. The order of the record is not changed by it.
#[must_use]
pub fn clock_set_back(moments: impl IntoIterator<Item = UtcMs>) -> Vec<bool> {
    let mut latest = UtcMs(i64::MIN);
    let mut back = Vec::new();
    for at in moments {
        back.push(at < latest);
        latest = latest.max(at);
    }
    back
}

/// Names no one: health data and names do not reach a log.
impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Self_ => "Self_",
            Self::Proxy { .. } => "Proxy { .. }",
            Self::System => "System",
            Self::Therapist { .. } => "Therapist { .. }",
        })
    }
}

/// An event that is to be appended.
#[derive(Clone, PartialEq)]
pub struct NewEvent {
    /// Made where the event happens, a UUIDv7: the same id again means the same event again. It stands in clear.
    pub id: Uuid,
    /// When it happened.
    pub at: UtcMs,
    /// The IANA time zone where it happened, such as `Europe/Paris`; 1 to 64 bytes, not looked up here.
    pub zone: String,
    /// The type of the event, 1 to 100 bytes.
    pub kind: String,
    /// The version of the payload's form for this type.
    pub version: u16,
    /// Who says so.
    pub who: Who,
    /// The content: at most 1 MiB as compact JSON and 64 levels deep.
    pub payload: Value,
}

/// Shows the id only: health data does not reach a log.
impl fmt::Debug for NewEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewEvent").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An event as it is read back.
#[derive(Clone, PartialEq)]
pub struct Event {
    /// The id it was made with.
    pub id: Uuid,
    /// Whose record it is in.
    pub person: PersonId,
    /// Its place in the person's record, counted from 1 without gaps.
    pub seq: u64,
    /// When it happened.
    pub at: UtcMs,
    /// The IANA time zone where it happened.
    pub zone: String,
    /// The type of the event; one that the reader does not know is handed over as it is.
    pub kind: String,
    /// The version of the payload as it is handed over, after [`crate::Upcast`].
    pub version: u16,
    /// Who says so.
    pub who: Who,
    /// The content, after [`crate::Upcast`].
    pub payload: Value,
}

/// Shows id, person and place only: health data does not reach a log.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("id", &self.id)
            .field("person", &self.person)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}
