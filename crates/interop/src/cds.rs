//! CDS Hooks 2: what a clinical system sends when it asks, and what of a record becomes proposed answers.
//!
//! Nothing that a record does not hold is read as a "no": what it holds can add caution and no more. Only a completed form
//! of ours ([`crate::fhir`]) can say that something is not so.

mod hook;
mod picture;
mod propose;
mod resource;

pub use hook::{Asked, Fetched, KEYS, PATIENT_VIEW, Service, Unreadable, read, templates};
pub use picture::{Differs, FormUse, Picture, picture};
pub(crate) use propose::READ;
pub use propose::{NotUsed, Proposal, Proposed, Why, propose};
pub use resource::{Resources, gather};
pub(crate) use resource::{id_of, subject, text};
