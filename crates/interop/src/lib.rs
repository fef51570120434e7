//! The formats of the outside world: mapping only.
//!
//! [`answers`] reads a person's answers from JSON or TOML into a [`supple_care::Sheet`], and says every problem at once;
//! [`assessment`] writes the decision, schema 1; [`questions`] lists what can be asked; [`wishes`] reads what is wished of a plan, [`plan`] writes the plan, schema 1, and
//! [`calendar`] a week of it; [`feed`] writes appointments, and [`busy`] reads when somebody's own calendar keeps them busy. [`fhir`] writes the form and the rules as FHIR R4 and reads what a form gave.
//! [`cds`] reads what a clinical system sends when it asks (CDS Hooks), and what of a record becomes proposed answers; [`chart`]
//! reads a record as a file, for somebody to confirm. [`nppes`] reads a register of therapists.

pub mod answers;
pub mod assessment;
mod assessment_parts;
pub mod busy;
pub mod calendar;
pub mod cds;
pub mod chart;
pub mod claims;
pub mod code;
pub mod countries;
pub mod dates;
mod document;
pub mod feed;
pub mod fhir;
mod marks;
pub mod nppes;
pub mod plan;
mod problem;
pub mod questions;
mod strict;
pub mod wishes;

pub use problem::{Problem, codes};
