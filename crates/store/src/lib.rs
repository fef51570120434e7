//! Everything that is kept: the encrypted, append-only record of a household on an embedded SQLite database.
//!
//! The record is a log of events for each person. Payloads are opaque JSON with a type and a version; nothing here
//! knows what they mean. Each person has a key of their own, wrapped by a [`MasterKey`] that does not live in the
//! database and, when the person wishes, by a PIN as well. Each event carries the hash of the one before it, so a
//! changed or missing event shows ([`Store::verify_all`]). What stands in clear and why is argued in
//! `docs/decisions/0002-event-envelope.md`.
//!
//! The crate reads no clock: where time matters the caller passes it in.
//!
//! ```
//! use supple_store::{MasterKey, NewEvent, Store, UtcMs, Uuid, Who};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = tempfile::tempdir()?;
//! let now = UtcMs(1_790_000_000_000);
//! let store = Store::open(&dir.path().join("home.sqlite"), MasterKey::from_bytes([7; 32]))?;
//! let ada = store.create_person("Ada", None, now)?;
//! let key = store.unlock(ada, None, now)?;
//! let event = NewEvent {
//!     id: Uuid::from_u128(1), // made where the event happens, a UUIDv7 in the program
//!     at: now,
//!     zone: "Europe/Paris".to_owned(),
//!     kind: "answered".to_owned(),
//!     version: 1,
//!     who: Who::Self_,
//!     payload: serde_json::json!({ "pain": 7 }),
//! };
//! assert_eq!(store.append(&key, event.clone())?.seq, 1);
//! assert!(store.append(&key, event)?.already); // sending it twice is harmless
//! assert_eq!(store.events(&key)?.len(), 1);
//! # Ok(())
//! # }
//! ```

mod append;
mod backup;
mod book;
mod canonical;
mod chain;
mod compare;
mod counted;
mod crypto;
mod desk;
mod engine;
mod envelope;
mod erase;
mod error;
mod event;
mod forget;
mod generation;
mod heads;
mod ids;
mod key;
mod knowledge;
mod lookup;
mod mark;
mod moving;
mod naming;
mod passphrase;
mod people;
mod pin;
mod portable;
mod postgres;
mod profile;
mod read;
mod shelf;
mod sqlite;
mod store;
mod tables;
mod tally;
mod unlock;
mod upcast;
mod verify;
mod witness;

pub use append::Appended;
pub use backup::Restored;
pub use book::{Booked, Kept, Take};
pub use desk::Desk;
pub use erase::Erased;
pub use error::{
    AppendError, BackupError, CreateError, DeskError, EraseError, EventProblem, ImportError, KeyFileError, OpenError,
    PeopleError, PinError, ReadError, RenameError, RestoreError, RotateError, SetPinError, StoreError, VerifyError,
};
pub use event::{Event, NewEvent, Who, clock_set_back};
pub use generation::Rotated;
pub use ids::{PersonId, UtcMs};
pub use key::{MasterKey, PersonKey};
pub use mark::{Mark, Since};
pub use moving::{Arrived, PortableItem, PortablePractice};
pub use people::{Contact, PersonLine};
pub use pin::PinCost;
pub use portable::{FORMAT as PERSON_FORMAT, Portable, PortableBooking, PortableEvent};
pub use shelf::{Item, Shelf};
pub use store::{Options, Rotation, Store};
pub use upcast::{AsWritten, Upcast};
pub use uuid::Uuid;
pub use verify::{BrokenLink, BrokenWhy, Report};
pub use witness::{Alarm, WitnessNews};
