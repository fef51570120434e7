//! A record from elsewhere, as a file that somebody was given by a clinic: what it proposes, and who it is about.
//!
//! A FHIR R4 Bundle, a single resource, or resources one a line (NDJSON). Nothing in it becomes an answer here: every proposal is for
//! somebody to confirm, and what the file does not hold says nothing.

mod person;
mod proposals;
mod read;
mod shown;

pub use person::Whose;
pub use proposals::{Asked, Found, Origin};
pub use read::{Chart, MOST_BYTES, read};
pub use shown::plain;

#[cfg(test)]
mod tests;
