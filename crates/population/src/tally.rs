//! What a cohort comes to, counted.

use std::collections::BTreeMap;

use supple_care::{Disposition, Knowledge, Sheet};

use crate::{Outcome, Screened, Sliced, Word};

/// Counts over a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Everybody.
    pub people: u64,
    /// People by disposition, in the order of [`Disposition::ALL`].
    pub dispositions: [u64; 5],
    /// For each rule for how many it is certain, and for how many it is unknown; its limits hold for both.
    pub rules: Vec<(u64, u64)>,
}

impl Tally {
    /// Screens up to [`Word::LANES`] sheets and counts them; gives what they come to in their order.
    pub fn add(&mut self, sliced: &Sliced, knowledge: &Knowledge, sheets: &[Sheet]) -> Screened {
        let (outcome, dispositions) = sliced.screen(knowledge, sheets);
        self.count(&outcome, &Word::first(dispositions.len()), &dispositions);
        Screened { outcome, dispositions: dispositions.into_iter().map(Some).collect() }
    }

    /// Counts these people, whose dispositions are given.
    pub(crate) fn count(&mut self, outcome: &Outcome, who: &Word, dispositions: &[Disposition]) {
        self.people += dispositions.len() as u64;
        for disposition in dispositions {
            if let Some(count) = self.dispositions.get_mut(*disposition as usize) {
                *count += 1;
            }
        }
        self.rules.resize(outcome.possible.len(), (0, 0));
        let planes = outcome.sure.iter().zip(&outcome.possible);
        for ((certain, unknown), (sure, possible)) in self.rules.iter_mut().zip(planes) {
            let (mut does, mut may) = (*sure, *possible);
            does &= who;
            may &= who;
            may.remove(sure);
            *certain += does.count();
            *unknown += may.count();
        }
    }

    /// Takes in what another part of the cohort came to.
    pub fn merge(&mut self, other: &Self) {
        self.people += other.people;
        for (count, more) in self.dispositions.iter_mut().zip(other.dispositions) {
            *count += more;
        }
        self.rules.resize(self.rules.len().max(other.rules.len()), (0, 0));
        for ((certain, unknown), more) in self.rules.iter_mut().zip(&other.rules) {
            (*certain, *unknown) = (*certain + more.0, *unknown + more.1);
        }
    }
}

/// From what to what people move between two versions, and the first few of each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow(BTreeMap<(Disposition, Disposition), Moved>);

/// People who move alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many.
    pub count: u64,
    /// The rows of the first few.
    pub examples: Vec<u64>,
}

/// How many rows are named for each way of moving.
const EXAMPLES: usize = 3;

impl Moved {
    /// Counts the people of a block, of which each lane stands in a row.
    pub(crate) fn add(&mut self, people: &Word, row: impl Fn(usize) -> u64) {
        self.count += people.count();
        let more = EXAMPLES.saturating_sub(self.examples.len());
        self.examples.extend(people.lanes().take(more).map(row));
    }

    /// Takes in those of another part of the cohort, whose rows come later.
    pub(crate) fn merge(&mut self, more: Self) {
        self.count += more.count;
        self.examples.extend(more.examples);
        self.examples.truncate(EXAMPLES);
    }
}

impl Flow {
    /// Counts one person, who stands in this row.
    pub fn add(&mut self, old: Disposition, new: Disposition, row: u64) {
        let moved = self.0.entry((old, new)).or_default();
        moved.count += 1;
        if moved.examples.len() < EXAMPLES {
            moved.examples.push(row);
        }
    }

    /// Takes in how another part of the cohort moves, whose rows come later.
    pub fn merge(&mut self, other: Self) {
        for (way, more) in other.0 {
            self.0.entry(way).or_default().merge(more);
        }
    }

    /// Every way of moving: less caution first, then more, then none.
    #[must_use]
    pub fn moves(&self) -> Vec<(Disposition, Disposition, &Moved)> {
        let mut all: Vec<_> = self.0.iter().map(|((old, new), moved)| (*old, *new, moved)).collect();
        all.sort_by_key(|(old, new, _)| (u8::from(new >= old) + u8::from(new == old), *old, *new));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::Flow;
    use supple_care::Disposition::{Clear, Modified, Urgent};

    #[test]
    fn less_caution_comes_first_and_the_first_rows_are_named() {
        let mut flow = Flow::default();
        for row in 0..5 {
            flow.add(Clear, Clear, row);
        }
        flow.add(Modified, Urgent, 9);
        flow.add(Urgent, Clear, 7);
        let moves = flow.moves();
        let ways: Vec<_> = moves.iter().map(|(old, new, _)| (*old, *new)).collect();
        assert_eq!(ways, [(Urgent, Clear), (Modified, Urgent), (Clear, Clear)]);
        assert_eq!((moves[2].2.count, moves[2].2.examples.as_slice()), (5, &[0, 1, 2][..]));
        let mut first = Flow::default();
        first.add(Urgent, Clear, 1);
        first.merge(flow);
        assert_eq!((first.moves()[0].2.count, first.moves()[0].2.examples.as_slice()), (2, &[1, 7][..]));
    }
}
