//! Is the change real, and is it enough to matter.

mod judge;
mod model;

pub use judge::{NotEnough, Series, Verdict, judge, judge_or_first, level, responds, worsens};
pub use model::{Estimate, Prior, compare, estimate};
