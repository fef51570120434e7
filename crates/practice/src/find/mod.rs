//! Finding a therapist among many: by place, words, speciality, technique, language and gender.
//!
//! One index in memory answers, whichever database keeps the records: what is listed is public and stands in no record. Nobody can
//! pay for a better rank. The order is: how well the words fit, how near, and among equals one that is drawn anew each day.

mod fold;
mod index;
mod listed;
mod point;
mod search;
mod zip;

pub use index::{Index, TooLarge, living};
pub use listed::{Change, Gender, Kind, Licence, Listed, change};
pub use point::Point;
pub use search::{Found, Hit, Near, Query};
pub use zip::place_of;

#[cfg(test)]
mod tests;
