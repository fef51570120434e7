//! How many people a second, one core: planes in, the truth of every rule (and so all limits) and all dispositions out; one at
//! a time beside it, on the same people.

#[path = "../../knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "shared with the tests")]
mod draw;
#[path = "../../knowledge/tests/invariants/partial.rs"]
#[expect(clippy::unwrap_used, reason = "shared with the tests")]
mod partial;
#[path = "../../knowledge/tests/invariants/people.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with the tests")]
mod people;

use divan::{Bencher, counter::ItemsCount};
use supple_care::{Decision, Reading, Sheet, screen_into};
use supple_population::{Outcome, Sliced, Word};

use people::base;

fn main() {
    divan::main();
}

/// People who differ: each rule is aimed at.
fn drawn() -> Vec<Sheet> {
    (0..Word::LANES as u64).map(partial::partial).collect()
}

/// People who say no to everything.
fn healthy() -> Vec<Sheet> {
    vec![people::Person::healthy().sheet(); Word::LANES]
}

fn planes(bencher: Bencher<'_, '_>, sheets: &[Sheet]) {
    let sliced = Sliced::of(base());
    let (mut block, mut outcome) = (sliced.read(base(), sheets), Outcome::default());
    bencher.counter(ItemsCount::new(Word::LANES)).bench_local(|| {
        sliced.run_into(divan::black_box(&mut block), &mut outcome);
        divan::black_box(outcome.at_least)
    });
}

fn one_by_one(bencher: Bencher<'_, '_>, sheets: &[Sheet]) {
    let mut decision = Decision::default();
    bencher.counter(ItemsCount::new(Word::LANES)).bench_local(|| {
        for sheet in divan::black_box(sheets) {
            screen_into(base(), sheet, Reading::Shown, &mut decision);
        }
        decision.disposition
    });
}

#[divan::bench]
fn planes_drawn(bencher: Bencher<'_, '_>) {
    planes(bencher, &drawn());
}

#[divan::bench]
fn planes_healthy(bencher: Bencher<'_, '_>) {
    planes(bencher, &healthy());
}

#[divan::bench]
fn one_at_a_time_drawn(bencher: Bencher<'_, '_>) {
    one_by_one(bencher, &drawn());
}

#[divan::bench]
fn one_at_a_time_healthy(bencher: Bencher<'_, '_>) {
    one_by_one(bencher, &healthy());
}

#[divan::bench]
fn reading_drawn(bencher: Bencher<'_, '_>) {
    let (sliced, sheets) = (Sliced::of(base()), drawn());
    bencher.counter(ItemsCount::new(Word::LANES)).bench_local(|| sliced.read(base(), divan::black_box(&sheets)));
}
