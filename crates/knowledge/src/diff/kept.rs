//! The proof that no caution was lost since another version.

use std::time::Instant;

use supple_care::Knowledge;

use super::{Difference, Intended, between};
use crate::prove::{Counterexample, Limits, Proved, Shown};

/// The name of the statement.
pub const NO_CAUTION_IS_LOST: &str = "no_caution_is_lost";
/// What it means.
const SAYS: &str = "nobody is treated with less caution than by the other version, unless that is listed as meant";

/// Proves that nobody is treated with less caution than by another version, unless it is listed as meant.
#[must_use]
pub fn no_caution_is_lost(old: &Knowledge, new: &Knowledge, intended: &Intended, limits: Limits) -> Proved {
    let started = Instant::now();
    let mut ran_out = false;
    let (sheets, variables, found) = match between(old, new, limits) {
        Ok(differences) => {
            let unmeant = differences.found.iter().filter(|one| one.less && intended.because(one).is_none());
            let spent = differences.spent.map(|spent| entry(&spent.to_string()));
            let unmeant: Vec<Counterexample> = unmeant.map(shown).collect();
            ran_out = unmeant.is_empty() && spent.is_some();
            (differences.sheets.clone(), differences.variables, unmeant.into_iter().chain(spent).collect())
        }
        Err(why) => ("0".to_owned(), 0, vec![entry(&why.to_string())]),
    };
    Proved {
        invariant: NO_CAUTION_IS_LOST,
        says: SAYS,
        shown: Shown::Diagrams,
        sheets,
        variables,
        checks: (old.rules.len() + old.limits.len()) as u64,
        took: started.elapsed(),
        spent: ran_out,
        result: if found.is_empty() { Ok(()) } else { Err(found) },
    }
}

fn entry(what: &str) -> Counterexample {
    Counterexample { rule: NO_CAUTION_IS_LOST.to_owned(), what: what.to_owned(), ..Counterexample::default() }
}

/// The person to whom the new version says less.
fn shown(one: &Difference) -> Counterexample {
    let what = match &one.limit {
        Some(limit) => format!("no longer limited: {limit}"),
        None => format!("was {}, is {}", one.old, one.new),
    };
    let (rule, place, before) = (one.rule.clone(), one.place.clone(), one.person.clone());
    Counterexample { rule, place, what, before, somebody: true, ..Counterexample::default() }
}
