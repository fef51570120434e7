//! The person's record as this room reads and writes it: events in, a sheet of answers out.
//!
//! docs/decisions/0003-event-vocabulary.md describes every kind of event.

mod alarm;
mod booked;
mod complaint;
pub(crate) mod course;
mod fold;
mod history;
mod kept;
mod kinds;
mod known;
mod lesson;
mod named;
pub(crate) mod outcomes;
mod plain;
mod readable;
mod replay;
mod title;
mod today;
mod write;

pub(crate) use fold::{Record, day_of};
pub(crate) use kept::{Kept, Records};
pub(crate) use kinds::{
    CHECKED, CODE, Draft, ENDED, SIGNS, STOPPED, TECHNIQUE, agreement, answers, country, door, lesson, map_draft,
    map_value, morning, plan_chosen, rescreen, session_ended, session_saved, session_started, session_stopped,
};
pub(crate) use known::{Begun, Given, Made, Marked, Step, What};
pub(crate) use lesson::Lesson;
pub(crate) use readable::events_of;
pub use readable::readable;
pub use replay::{Again, Replayed, knowledge_named, replay};
pub(crate) use write::{NotWritten, Person, ReadTrouble};
