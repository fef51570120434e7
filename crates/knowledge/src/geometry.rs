//! Strokes on the drawing of the body: what they touch, proved by intervals.
//!
//! [`prove`] shows the statements of [`Report`] for every stroke on both sides of every body shape. Composing a session
//! adds no path of its own: it takes strokes as they are, so what holds for each of them holds for every session
//! (docs/decisions/0007-strokes-are-proved-by-intervals.md).

mod around;
mod body;
pub mod distance;
pub mod drawing;
mod piece;
mod prove;
mod sweep;

pub use prove::{Clearance, Found, Proved, Report, prove};
pub(crate) use sweep::read as read_path;
pub use sweep::{Side, Sweep};
