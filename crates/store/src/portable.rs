//! A person's record in a form that can be carried away and brought back: plain JSON, readable without Supple.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::envelope::Draft;
use crate::people::profile_of;
use crate::profile::Profile;
use crate::{
    AppendError, AsWritten, CreateError, ImportError, NewEvent, PersonId, PersonKey, PinError, ReadError, RenameError,
    Store, UtcMs, Who,
};

/// The name and version of the form.
/// The form of [`Portable`] that this program writes and reads.
pub const FORMAT: &str = "supple-person/1";

/// Everything about one person. Whoever holds it can read it: it is not sealed.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portable {
    /// The form: `supple-person/1`.
    pub format: String,
    /// Who it is.
    pub person: PersonId,
    /// The name they gave.
    pub name: String,
    /// When they came, in milliseconds since 1970 UTC.
    pub created_at_ms: UtcMs,
    /// Their mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Their telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// All events in their order, as they were written.
    pub events: Vec<PortableEvent>,
    /// Their bookings at practices, as these keep them. They are not taken in with the person: they are the practices'.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<PortableBooking>,
    /// Practices that may keep something about them and do not open: nobody knows what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shut: Vec<PersonId>,
    /// The versions of the knowledge that the decisions name, packed, in base64: whoever exports puts them in, and whoever
    /// imports checks and keeps them. The store does not know what events mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub knowledge: BTreeMap<String, String>,
}

/// What a practice keeps about a session with somebody.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableBooking {
    /// Which practice.
    pub practice: PersonId,
    /// The id of the booking.
    pub id: Uuid,
    /// When it begins, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<UtcMs>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<UtcMs>,
    /// The content.
    pub body: Value,
}

/// Shows the id only.
impl fmt::Debug for PortableBooking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortableBooking").field("id", &self.id).finish_non_exhaustive()
    }
}

/// One event as it was written: kinds and versions that nobody knows any more included.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableEvent {
    /// The id it was made with.
    pub id: Uuid,
    /// When it happened, in milliseconds since 1970 UTC.
    pub at_ms: UtcMs,
    /// The IANA time zone where it happened.
    pub zone: String,
    /// The type of the event.
    pub kind: String,
    /// The version of the payload's form.
    pub version: u16,
    /// Who says so.
    pub who: Who,
    /// The content.
    pub payload: Value,
}

impl Portable {
    /// As JSON with line breaks. Each event goes as soon as it is written, so that a long record does not stand in memory
    /// twice.
    ///
    /// # Errors
    /// When a payload cannot be written as JSON, which none that came from JSON does.
    pub fn into_json(mut self) -> Result<Vec<u8>, serde_json::Error> {
        let events = Leaving(RefCell::new(std::mem::take(&mut self.events).into_iter()));
        let Self { format, person, name, created_at_ms, mail, phone, events: _, bookings, shut, knowledge } = self;
        serde_json::to_vec_pretty(&Written {
            format,
            person,
            name,
            created_at_ms,
            mail,
            phone,
            events,
            bookings,
            shut,
            knowledge,
        })
    }
}

/// [`Portable`] while it is written: the same fields in the same order.
#[derive(Serialize)]
struct Written {
    format: String,
    person: PersonId,
    name: String,
    created_at_ms: UtcMs,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    events: Leaving,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bookings: Vec<PortableBooking>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shut: Vec<PersonId>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    knowledge: BTreeMap<String, String>,
}

/// Events that are written once, each gone afterwards.
struct Leaving(RefCell<std::vec::IntoIter<PortableEvent>>);

impl Serialize for Leaving {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(std::iter::from_fn(|| self.0.borrow_mut().next()))
    }
}

/// Shows no content: health data does not reach a log.
impl fmt::Debug for Portable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Portable").field("person", &self.person).finish_non_exhaustive()
    }
}

/// Shows the id only.
impl fmt::Debug for PortableEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortableEvent").field("id", &self.id).finish_non_exhaustive()
    }
}

impl From<PortableEvent> for NewEvent {
    fn from(event: PortableEvent) -> Self {
        let PortableEvent { id, at_ms, zone, kind, version, who, payload } = event;
        Self { id, at: at_ms, zone, kind, version, who, payload }
    }
}

/// Whether all events could be kept, each by itself and all together: an id stands for one content.
pub(crate) fn check(events: &[NewEvent]) -> Result<(), ImportError> {
    let mut seen: BTreeMap<Uuid, [u8; 32]> = BTreeMap::new();
    for event in events {
        let draft = Draft::of(event).map_err(|problems| ImportError::Invalid { id: event.id, problems })?;
        let sum: [u8; 32] = Sha256::digest(&draft.body).into();
        if seen.insert(event.id, sum).is_some_and(|other| other != sum) {
            return Err(ImportError::Append(AppendError::IdTaken { id: event.id }));
        }
    }
    Ok(())
}

impl Store {
    /// Everything about the key's person: events as they were written, and what practices keep about sessions with them.
    ///
    /// # Errors
    /// When the person was erased, the record is not whole, or the database fails.
    pub fn export(&self, key: &PersonKey) -> Result<Portable, ReadError> {
        let person = key.person();
        let profile = self.engines.of(person).read(|tables| profile_of(tables, &self.keys, person));
        let profile = profile.map_err(|error| match error {
            RenameError::Broken(link) => link.into(),
            RenameError::Store(error) => error.into(),
            RenameError::Name | RenameError::UnknownPerson { .. } => ReadError::UnknownPerson { person },
        })?;
        let events = self.events_through(key, 0, &AsWritten)?.into_iter().map(|event| PortableEvent {
            id: event.id,
            at_ms: event.at,
            zone: event.zone,
            kind: event.kind,
            version: event.version,
            who: event.who,
            payload: event.payload,
        });
        let (bookings, shut) = self.bookings_of(person)?;
        Ok(Portable {
            format: FORMAT.to_owned(),
            person,
            name: profile.name,
            created_at_ms: profile.created_at,
            mail: profile.mail,
            phone: profile.phone,
            events: events.collect(),
            bookings,
            shut,
            knowledge: BTreeMap::new(),
        })
    }

    /// Takes in a person who was exported elsewhere, under the id they had there, and returns their key. The record
    /// begins a chain of its own here. What was begun and cut off is finished by importing again; a record that has
    /// gone on here keeps what it has.
    ///
    /// Whoever was erased here stays erased.
    ///
    /// # Errors
    /// With every problem of the first event that cannot be kept, before anything is written; when the person is here
    /// with a PIN or with another record, or was erased; when the database fails.
    pub fn import(&self, from: Portable, now: UtcMs) -> Result<PersonKey, ImportError> {
        if from.format != FORMAT {
            return Err(ImportError::Format { found: from.format });
        }
        let events: Vec<NewEvent> = from.events.into_iter().map(NewEvent::from).collect();
        check(&events)?;
        let person = from.person;
        if self.erased_before()?.iter().any(|(erased, _)| *erased == person) {
            return Err(ImportError::Here(PinError::Erased { person }));
        }
        if self.engines.of(person).read(|tables| tables.end(person))?.is_none() {
            let profile =
                Profile { name: from.name, created_at: from.created_at_ms, mail: from.mail, phone: from.phone };
            self.add(person, &profile, None).map_err(|error| match error {
                CreateError::Store(error) => error.into(),
                CreateError::Name | CreateError::PinLength => ImportError::Name,
            })?;
        }
        let key = self.unlock(person, None, now).map_err(ImportError::Here)?;
        self.append_many(&key, events).map_err(ImportError::Append)?;
        Ok(key)
    }
}
