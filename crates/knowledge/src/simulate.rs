//! Simulated people with known changes: how often the ranges that are shown hold the truth.

use supple_care::{
    Day,
    measure::{Entry, Instrument, Measures, Moment, Score},
    track::{Verdict, judge},
};

/// How simulated answers differ from what the model assumes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// What people read.
    pub name: &'static str,
    /// Correlation of one answer's jitter with the one before, 0 to 1.
    pub correlation: f64,
    /// Whether answers are whole numbers from 0 to 10.
    pub rounded: bool,
    /// The share of answers that are missing, 0 to 1.
    pub missing: f64,
    /// The share of answers whose jitter is three times as large.
    pub wild: f64,
}

/// The model's own assumptions, and four ways of breaking them.
pub const WORLDS: [World; 5] = [
    World { name: "its own assumptions", correlation: 0.0, rounded: false, missing: 0.0, wild: 0.0 },
    World { name: "whole numbers, 0 to 10", correlation: 0.0, rounded: true, missing: 0.0, wild: 0.0 },
    World { name: "four of ten answers missing", correlation: 0.0, rounded: false, missing: 0.4, wild: 0.0 },
    World { name: "one answer in ten three times as wild", correlation: 0.0, rounded: false, missing: 0.0, wild: 0.1 },
    World { name: "jitter that lasts (correlation 0.3)", correlation: 0.3, rounded: false, missing: 0.0, wild: 0.0 },
];

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// People about whom something could be said.
    pub judged: u32,
    /// People about whom nothing could be said.
    pub not_enough: u32,
    /// Ranges of nine in ten that held the true change.
    pub held: u32,
    /// People who were said to be surely better.
    pub said_better: u32,
    /// Those of them whose level had not fallen.
    pub wrongly: u32,
}

impl Tally {
    /// The share of ranges that held, 0 to 1.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        f64::from(self.held) / f64::from(self.judged.max(1))
    }

    /// The share of wrong among "surely better", 0 to 1.
    #[must_use]
    pub fn wrong(&self) -> f64 {
        f64::from(self.wrongly) / f64::from(self.said_better.max(1))
    }
}

/// Simulates people with weekly answers around a course of six weeks and judges each.
#[must_use]
pub fn run(measures: &Measures, instrument: &Instrument, world: World, people: u32, seed: u64) -> Option<Tally> {
    let series = measures.series(instrument, Day(0))?;
    let mut dice = Dice(seed);
    let mut tally = Tally::default();
    for _ in 0..people {
        let change = series.prior.mean + series.prior.spread * dice.normal();
        // A level from which a change can go either way without leaving the scale.
        let level = 5.0 + dice.normal();
        let mut jitter = dice.normal() * series.noise;
        let mut entries = Vec::new();
        for day in [-7, 0, 28, 35, 42] {
            let step = dice.normal() * series.noise;
            jitter = world.correlation * jitter + (1.0 - world.correlation * world.correlation).sqrt() * step;
            let wild = if dice.uniform() < world.wild { 3.0 } else { 1.0 };
            let points = level - if day > 0 { change } else { 0.0 } + jitter * wild;
            if dice.uniform() >= world.missing {
                entries.push(answer(day, points, world.rounded));
            }
        }
        match judge(&series, &entries, Day(42)) {
            Verdict::NotEnough(_) => tally.not_enough += 1,
            verdict => {
                let Some(estimate) = verdict.change() else { continue };
                let (low, high) = estimate.nine_of_ten();
                tally.judged += 1;
                tally.held += u32::from(low <= change && change <= high);
                let sure = estimate.at_least(0.0) >= series.sure;
                tally.said_better += u32::from(sure);
                tally.wrongly += u32::from(sure && change <= 0.0);
            }
        }
    }
    Some(tally)
}

fn answer(day: i32, points: f64, rounded: bool) -> Entry {
    let points = if rounded { points.round().clamp(0.0, 10.0) } else { points };
    #[expect(clippy::cast_possible_truncation, reason = "a score within a few dozen points")]
    let score = Score((points * f64::from(Score::PER_POINT)).round() as i32);
    Entry { day: Day(day), order: 0, moment: Moment::Weekly, place: None, score }
}

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    /// The next number of SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1.
    fn uniform(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    /// Normally distributed with mean 0 and standard deviation 1 (Box and Muller).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).max(f64::MIN_POSITIVE).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}
