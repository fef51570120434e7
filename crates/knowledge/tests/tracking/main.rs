//! Measuring, judging and adapting with the numbers of knowledge/: properties, hand-computed cases, calibration.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod calibration;
mod courses;
mod verdicts;
mod within;

use std::sync::OnceLock;

use supple_care::{
    Day, Knowledge,
    measure::{Entry, Instrument, Moment, Score},
    track::Series,
};

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| supple_knowledge::embedded().unwrap())
}

fn peg() -> &'static Instrument {
    let measures = &knowledge().measures;
    &measures.instruments[measures.judge]
}

/// The weekly measure in a course that began on day 0.
fn weekly() -> Series {
    knowledge().measures.series(peg(), Day(0)).unwrap()
}

fn entry(day: i32, score: Score) -> Entry {
    Entry { day: Day(day), order: 0, moment: Moment::Weekly, place: None, score }
}
