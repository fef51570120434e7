//! Is the change real, and is it enough to matter.

mod answers;
mod judge;
mod model;
mod within;

pub use judge::{
    NotEnough, Passed, Series, Verdict, confirmed, judge, judge_or_first, level, nothing_to_gain, passed, responds,
    seen, start, unless_idle, worsens,
};
pub use model::{Estimate, Prior, compare, estimate};
pub use within::{Compared, Said, Terms, Trial, within};
