//! Whole cohorts at once.
//!
//! A condition is two planes of bits, what surely holds and what possibly holds, and a [`Word`] holds one bit of many people.
//! [`Sliced`] is compiled from the same [`supple_care::program::Program`] that screens one person, as a straight line of
//! `and`, `or` and `not` over words; it gives the same truth of every rule and the same disposition. Only who is
//! modified by a clinician's agreement is looked at singly, because its limits are his own.
//! [`cohort`] reads and writes whole populations in columns.

pub mod cohort;
mod compile;
mod dice;
mod differs;
mod limits;
mod read;
mod run;
mod synth;
mod tally;
mod terms;
mod word;

pub use compile::Sliced;
pub use dice::Dice;
pub use differs::{Changed, Changes, Differs, Screened};
pub use limits::{Content, Limits};
pub use read::Block;
pub use run::Outcome;
pub use synth::{Synth, WrongShares};
pub use tally::{Flow, Moved, Tally};
pub use word::Word;
