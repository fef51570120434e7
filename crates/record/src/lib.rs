//! What a person's record says: events in, a sheet of answers, courses, outcomes and the decision of today out.
//!
//! Nothing here decides anything clinical, and nothing speaks to anybody: `supple-care` decides, pages and files say it.
//! docs/decisions/0003-event-vocabulary.md describes every kind of event.

mod alarm;
pub mod brought;
mod complaint;
pub mod course;
pub mod elsewhere;
mod fold;
mod given;
mod history;
mod hold;
mod kept;
pub mod kinds;
mod known;
mod lesson;
mod map;
mod mention;
mod now;
pub mod outcomes;
mod replay;
mod today;
mod write;

pub use fold::{Record, day_of};
pub use given::{GIVEN, Gave, WITHDRAWN, withdrawn};
pub use hold::Hold;
pub use kept::{Kept, Records};
pub use kinds::{
    CHECKED, CODE, Draft, ENDED, SIGNS, STOPPED, TECHNIQUE, UNREAD, agreement, answers, country, door, lesson,
    map_draft, map_value, morning, plan_chosen, rescreen, session_ended, session_saved, session_started,
    session_stopped,
};
pub use known::{Begun, Given, Made, MapGiven, Marked, Step, Taken, What};
pub use lesson::Lesson;
pub use now::Now;
pub use replay::{Again, Replayed, knowledge_named, knowledge_named_along, replay};
pub use write::{NotWritten, Person, Proxy, ReadTrouble};
