//! Who may give a massage, when they can, how a course fits, and what becomes of a booking.
//!
//! Pure: no clock, no files, no network, no chance, no threads. The caller passes the moment, the zone and the rules of the
//! place. Nothing here is clinical; what a plan asks for comes in as numbers and names.

pub mod book;
mod days;
pub mod find;
pub mod fit;
pub mod holiday;
pub mod hours;
pub mod ledger;
pub mod licence;
mod line;
pub mod moment;
pub mod notice;
pub mod outcome;
pub mod policy;
pub mod practice;
pub mod refuse;
pub mod reoffer;
pub mod review;
pub mod slots;
pub mod therapist;
pub mod used;
pub mod wait;

pub use moment::{Minutes, Moment, Span, Zone};
pub use practice::{Practice, Room, Service, Taken};
pub use refuse::{Refusal, refusals};
pub use reoffer::reoffer;
pub use slots::{Slot, slots};
pub use therapist::Therapist;
