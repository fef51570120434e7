//! A session: what is done, step by step, with the second at which each step begins.
//!
//! [`compose()`] makes a [`Timeline`] of a massage, [`routine()`] one of stretches, [`breathe`] one of breathing alone; all are
//! of the same kind and are followed by the same player. [`react()`] says what an answer during the session does to it.

mod assemble;
mod compose;
mod fit;
mod focus;
mod left_out;
mod minutes;
mod placed;
mod positions;
mod react;
mod routine;
mod texts;
mod timeline;
mod usable;

pub use compose::{NoSession, Order, compose};
pub(crate) use compose::{Outline, outline};
pub use focus::Target;
pub use react::{Act, Check, Reaction, Rule, react, rules};
pub use routine::{breathe, routine};
pub use texts::{Ask, Kind, Lesson, LessonStep, Next, Part, PartKind, Position, Scale, Texts, When};
pub use timeline::{Does, LeftOut, Side, Step, Timeline, Why};
