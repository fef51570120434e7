//! So many blocks of people in planes, for a counter of instructions: `count healthy 100`. The difference between two counts is
//! what a block costs; it prints how many operations on words the terms themselves need. `cargo xtask bench instructions` runs all of it.

#[path = "../../knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "shared with the tests")]
mod draw;
#[path = "../../knowledge/tests/invariants/partial.rs"]
#[expect(clippy::unwrap_used, reason = "shared with the tests")]
mod partial;
#[path = "../../knowledge/tests/invariants/people.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, reason = "shared with the tests")]
mod people;

use std::{env, hint, process};

use supple_care::Sheet;
use supple_population::{Outcome, Sliced, Synth, Word};

use people::{TODAY, base};

/// The people of a kind, as many as a word holds.
fn sheets(kind: &str) -> Option<Vec<Sheet>> {
    let lanes = 0..Word::LANES as u64;
    match kind {
        "healthy" => Some(vec![people::Person::healthy().sheet(); Word::LANES]),
        "drawn" => Some(lanes.map(partial::partial).collect()),
        "made-up" => {
            let synth = Synth::of(base(), 1).ok()?;
            Some(lanes.map(|number| synth.person(number, TODAY)).collect())
        }
        _ => None,
    }
}

fn main() {
    // `cargo bench` adds a word of its own.
    let given: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let [kind, count] = given.as_slice() else { return };
    let (Some(sheets), Ok(count)) = (sheets(kind), count.parse::<u32>()) else {
        eprintln!("usage: count healthy|drawn|made-up BLOCKS");
        process::exit(2);
    };
    let sliced = Sliced::of(base());
    let (mut block, mut outcome) = (sliced.read(base(), &sheets), Outcome::default());
    sliced.run_into(&mut block, &mut outcome);
    println!("{}", sliced.operations_needed(&block, &outcome));
    for _ in 0..count {
        sliced.run_into(hint::black_box(&mut block), &mut outcome);
        hint::black_box(&outcome.at_least);
    }
}
