//! The care loop: pure functions from answers to a decision.
//!
//! No clock, no files, no network, no randomness, no threads: `today` and the knowledge are arguments, so that any past
//! decision can be computed again, byte for byte, and so that the same code can run in a browser.
//!
//! The path of one answer: a [`Sheet`] holds answers, [`screen()`] reads it with a [`Knowledge`] and gives a [`Decision`],
//! [`interview::standing`] says what may still change that decision, and only [`Cleared::of`] turns a settled, permitted
//! decision into the value that a session needs.

pub mod adapt;
pub mod ageing;
pub mod at_once;
pub mod because;
mod bits;
pub mod claim;
pub mod claim_guideline;
pub mod claim_visit;
pub mod clearance;
pub mod closed;
pub mod coded;
pub mod contradiction;
pub mod course;
pub mod crisis;
mod day;
pub mod disposition;
pub mod expr;
pub mod interview;
pub mod knowledge;
mod letters;
pub mod measure;
pub mod pain;
pub mod permit;
mod place;
pub mod plan;
pub mod program;
pub mod question;
pub mod rule;
mod screen;
pub mod self_care;
pub mod session;
mod sheet;
pub mod source;
pub mod technique;
pub mod track;
mod tri;
pub mod week;

pub use bits::Bits;
pub use clearance::{Clearance, Cleared, NotCleared};
pub use closed::{Closed, Way};
pub use day::Day;
pub use disposition::Disposition;
pub use knowledge::Knowledge;
pub use pain::{Intensity, Mark, PainMap};
pub use place::{Place, PlaceId, PlaceSet};
pub use program::Reading;
pub use question::{Answer, QuestionId};
pub use rule::RuleId;
pub use screen::{Actions, Bar, Decision, Finding, Gentle, last_left, screen, screen_into};
pub use sheet::Sheet;
pub use tri::Tri;

pub use screen::{InForce, places_of as screen_places};
