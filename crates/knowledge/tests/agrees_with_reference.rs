//! The engine and the reference model say the same about the same people: disposition, crisis, and how hard each of some
//! ways to touch may press. The model was written from the tables without a look at the rules; where the tables leave
//! something open, both follow docs/decisions/0006-readings-of-the-tables.md.
//!
//! `SUPPLE_SHEETS` sets how many people are drawn; `SUPPLE_SEED` draws others.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod reference;

use std::collections::BTreeMap;

use agreement::{draw::Draw, judges::Judges, person::base};

/// How many disagreements are printed, one of each kind.
const PRINTED: usize = 40;

/// From this many people on, the draw itself is looked at too.
const LARGE: u64 = 1_000_000;

/// How often every rule has to speak, and how many in a hundred have to come to each disposition, in a large draw.
const OFTEN: u64 = 1_000;
const SHARE: u64 = 5;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn engine_and_reference_agree_on_every_sheet() {
    let sheets = from_environment("SUPPLE_SHEETS").unwrap_or(if cfg!(debug_assertions) { 20_000 } else { LARGE });
    let judges = Judges::of(base());
    let mut draw = Draw::new(from_environment("SUPPLE_SEED").unwrap_or(2026));
    let mut kinds: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let mut reached = [0u64; 5];
    let mut spoke = vec![0u64; base().rules.len()];
    for _ in 0..sheets {
        let person = draw.person(None);
        let touches = draw.touches();
        let (decision, difference) = judges.judge(&person, &touches);
        reached[agreement::judges::rank(decision.disposition)] += 1;
        for finding in &decision.findings {
            spoke[usize::from(finding.rule.0)] += 1;
        }
        if difference.is_none() {
            continue;
        }
        let (person, difference) = judges.smallest(person, &touches);
        let count = kinds.entry(difference.kind).or_insert_with(|| (0, format!("{person}\n    {}", difference.words)));
        count.0 += 1;
        if kinds.len() >= PRINTED {
            break;
        }
    }
    println!("of {sheets}, from clear to emergency: {reached:?}");
    for (kind, (count, words)) in &kinds {
        println!("{count} x {kind}\n  {words}");
    }
    let apart: u64 = kinds.values().map(|(count, _)| count).sum();
    assert_eq!(apart, 0, "{apart} people are judged differently, in {} ways", kinds.len());
    if sheets >= LARGE {
        let seldom: Vec<(&str, u64)> =
            base().rules.iter().map(|rule| rule.id.as_str()).zip(spoke).filter(|(_, count)| *count < OFTEN).collect();
        assert!(seldom.is_empty(), "{seldom:?} speak too seldom");
        assert!(reached.iter().all(|count| count * 100 >= sheets * SHARE), "{reached:?}");
    }
}
