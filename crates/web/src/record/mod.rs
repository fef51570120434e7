//! The person's record as this room reads and writes it: events in, a sheet of answers out.
//!
//! docs/decisions/0003-event-vocabulary.md describes every kind of event.

mod fold;
mod kinds;
mod readable;
mod replay;
mod write;

pub(crate) use fold::{Made, Marked, Record, Step, What};
pub(crate) use kinds::{
    Draft, agreement, answers, country, door, map_value, plan_chosen, rescreen, session_ended, session_started,
    session_stopped,
};
pub use readable::readable;
pub use replay::{Again, Replayed, replay};
pub(crate) use write::{NotWritten, Person, ReadTrouble};
