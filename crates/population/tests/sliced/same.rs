//! The same truths and dispositions, on drawn people, half of them with open questions.

use std::{env, thread};

use supple_care::{Reading, RuleId, Sheet, Tri, screen};
use supple_population::{Sliced, Tally, Word};

use crate::{
    partial::partial,
    people::base,
    wild::{settled, wild},
};

/// How many sheets are compared, unless `SUPPLE_SHEETS` says otherwise.
const SHEETS: u64 = 200_000;

/// What was seen in a part of the sheets.
struct Seen {
    /// How often each rule was certain, and how often unknown.
    spoke: Vec<(u32, u32)>,
    /// How many were screened singly, had nothing left, and contradicted themselves.
    singly: u64,
    nothing_left: u64,
    contradicted: u64,
}

/// The sheet of a seed; every other as it counts after answers were changed to any that there are.
fn sheet(seed: u64) -> (Sheet, bool) {
    if seed.is_multiple_of(2) { (partial(seed), false) } else { settled(&wild(seed)) }
}

/// Compares the sheets of these seeds.
fn compare(sliced: &Sliced, seeds: std::ops::Range<u64>) -> Seen {
    let mut seen = Seen { spoke: vec![(0, 0); base().rules.len()], singly: 0, nothing_left: 0, contradicted: 0 };
    let seeds: Vec<u64> = seeds.collect();
    for block in seeds.chunks(Word::LANES) {
        let (sheets, contradicted): (Vec<Sheet>, Vec<bool>) = block.iter().map(|seed| sheet(*seed)).unzip();
        seen.contradicted += contradicted.iter().filter(|one| **one).count() as u64;
        let (outcome, dispositions) = sliced.screen(base(), &sheets);
        seen.singly += outcome.doubtful.count();
        for (lane, ((sheet, seed), disposition)) in sheets.iter().zip(block).zip(dispositions).enumerate() {
            let (sure, possible) = base().program.rules(&base().program.view(sheet, Reading::Shown));
            for (rule, (certain, unknown)) in (0u16..).zip(&mut seen.spoke) {
                let one = Tri::from_bounds(sure.has(rule), possible.has(rule));
                assert_eq!(
                    outcome.truth(RuleId(rule), lane),
                    one,
                    "{}, seed {seed}",
                    base().rules[usize::from(rule)].id
                );
                *certain += u32::from(one == Tri::Yes);
                *unknown += u32::from(one == Tri::Unknown);
            }
            let single = screen(base(), sheet);
            assert_eq!(disposition, single.disposition, "seed {seed}");
            let nothing_left = outcome.nothing_left.has(lane);
            assert!(outcome.doubtful.has(lane) || nothing_left == single.nothing_left, "seed {seed}");
            assert!(!nothing_left || single.nothing_left, "seed {seed}");
            seen.nothing_left += u64::from(nothing_left);
        }
    }
    seen
}

#[test]
fn many_at_a_time_are_the_same_as_one_at_a_time() {
    let sheets = env::var("SUPPLE_SHEETS").map_or(SHEETS, |count| count.parse().unwrap());
    let sliced = Sliced::of(base());
    let half = sheets / 2;
    let seen = thread::scope(|scope| {
        let parts = [0..half, half..sheets].map(|seeds| scope.spawn(|| compare(&sliced, seeds)));
        parts.map(|part| part.join().unwrap())
    });
    let silent: Vec<&str> = base()
        .rules
        .iter()
        .zip(seen[0].spoke.iter().zip(&seen[1].spoke))
        .filter(|(_, (a, b))| a.0 + b.0 < 20)
        .map(|(rule, _)| rule.id.as_str())
        .collect();
    assert!(silent.is_empty(), "rules that were seldom certain: {silent:?}");
    assert!(seen.iter().any(|seen| seen.spoke.iter().any(|(_, unknown)| *unknown > 20)));
    let all = |of: fn(&Seen) -> u64| seen.iter().map(of).sum::<u64>();
    assert!(all(|seen| seen.nothing_left) > 20, "somebody has nothing left");
    assert!(all(|seen| seen.contradicted) * 300 > sheets, "some contradict themselves");
    let singly = all(|seen| seen.singly);
    assert!(singly > 0 && singly * 20 < sheets, "{singly} were screened singly");
}

#[test]
fn a_block_that_is_not_full_holds_nobody_else() {
    let sliced = Sliced::of(base());
    let sheets: Vec<Sheet> = (0..3).map(partial).collect();
    let mut tally = Tally::default();
    assert_eq!(tally.add(&sliced, base(), &sheets).dispositions.len(), 3);
    assert_eq!((tally.people, tally.dispositions.iter().sum::<u64>()), (3, 3));
    assert!(tally.rules.iter().all(|(certain, unknown)| certain + unknown <= 3));
    assert!(tally.add(&sliced, base(), &[]).dispositions.is_empty());
    assert_eq!(tally.people, 3);
}

#[test]
fn parts_that_are_counted_apart_come_to_the_whole() {
    let sliced = Sliced::of(base());
    let sheets: Vec<Sheet> = (0..40).map(partial).collect();
    let (mut whole, mut left, mut right) = (Tally::default(), Tally::default(), Tally::default());
    whole.add(&sliced, base(), &sheets);
    left.add(&sliced, base(), &sheets[..17]);
    right.add(&sliced, base(), &sheets[17..]);
    left.merge(&right);
    assert_eq!(left, whole);
}
