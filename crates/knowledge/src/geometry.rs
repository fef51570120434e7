//! Strokes on the drawing of the body: what they touch, proved by intervals.
//!
//! [`mod@prove`] shows the statements of [`Report`] for every stroke on both sides of every body shape. Composing a session
//! adds no path of its own: it takes strokes as they are, so what holds for each of them holds for every session
//! (docs/decisions/0016-strokes-are-proved-by-intervals.md).

mod around;
mod body;
pub mod distance;
pub mod drawing;
pub mod picture;
mod piece;
mod prove;
mod sweep;

pub use prove::{Found, Proved, Report, Room, prove, prove_strokes};
pub(crate) use sweep::read as read_path;
pub use sweep::{Side, Sweep};
