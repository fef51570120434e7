//! The formats of the outside world: mapping only.
//!
//! [`answers`] reads a person's answers from JSON or TOML into a [`supple_care::Sheet`], and says every problem at once;
//! [`assessment`] writes the decision, schema 1; [`questions`] lists what can be asked. FHIR, CDS Hooks and iCalendar come to stand beside them.

pub mod answers;
pub mod assessment;
mod assessment_parts;
pub mod dates;
mod marks;
mod problem;
pub mod questions;
mod strict;

pub use problem::{Problem, codes};
