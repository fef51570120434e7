//! How two versions differ on a cohort: who moves from what to what, and whose limits change.

use std::collections::{BTreeMap, BTreeSet};

use supple_care::Disposition;

use crate::{Flow, Limits, Moved, Outcome, Word, limits::Content};

/// A block of people as one version screens them.
#[derive(Clone, Debug, Default)]
pub struct Screened {
    /// What the rules come to, of those who are not left out.
    pub outcome: Outcome,
    /// The disposition of each lane; nothing for one that is left out.
    pub dispositions: Vec<Option<Disposition>>,
}

/// How two versions differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differs {
    /// Who moves from what to what.
    pub flow: Flow,
    /// Whose limits change.
    pub limits: Changes,
}

impl Differs {
    /// Counts a block that both versions screened, of which each lane stands in a row.
    pub fn add(&mut self, limits: &Limits, old: &Screened, new: &Screened, row: impl Fn(usize) -> u64) {
        let (mut both, mut same) = (Word::NONE, Word::NONE);
        for (lane, dispositions) in old.dispositions.iter().zip(&new.dispositions).enumerate() {
            let (Some(was), Some(now)) = dispositions else { continue };
            self.flow.add(*was, *now, row(lane));
            both.insert(lane);
            if was == now {
                same.insert(lane);
            }
        }
        self.limits.add(limits, (&old.outcome, &new.outcome), (&both, same), row);
    }

    /// Takes in another part of the cohort, whose rows come later.
    pub fn merge(&mut self, other: Self) {
        self.flow.merge(other.flow);
        self.limits.merge(other.limits);
    }
}

/// People whose limits change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Everybody who has lost a limit or has a new one.
    pub anybody: Moved,
    /// How many of them come to the same disposition.
    pub same_disposition: u64,
    /// By the place of the limit among all.
    gone: BTreeMap<usize, Change>,
    new: BTreeMap<usize, Change>,
}

/// People for whom one limit is gone, or new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Change {
    people: Moved,
    /// What set it for them, or sets it now.
    by: BTreeSet<String>,
}

/// One limit that is gone for some people, or new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<'a> {
    /// What it takes away.
    pub limit: &'a Content,
    /// What set it for them, or sets it now: the id of the rule or limit and the number in it.
    pub by: Vec<&'a str>,
    /// How many, and the first of them.
    pub people: &'a Moved,
}

impl Changes {
    fn add(
        &mut self,
        limits: &Limits,
        (old, new): (&Outcome, &Outcome),
        (who, mut same): (&Word, Word),
        row: impl Fn(usize) -> u64,
    ) {
        let mut anybody = Word::NONE;
        for (limit, at) in limits.0.iter().zip(0usize..) {
            let [gone, added] = limit.changes(old, new, who);
            let sides = [(gone, &mut self.gone, &limit.old, old), (added, &mut self.new, &limit.new, new)];
            for (people, changes, setters, outcome) in sides {
                if people.is_empty() {
                    continue;
                }
                let change = changes.entry(at).or_default();
                change.people.add(&people, &row);
                for setter in setters {
                    let mut whom = setter.whom(outcome);
                    whom &= &people;
                    if !whom.is_empty() && !change.by.contains(&setter.id) {
                        change.by.insert(setter.id.clone());
                    }
                }
                anybody |= &people;
            }
        }
        self.anybody.add(&anybody, &row);
        same &= &anybody;
        self.same_disposition += same.count();
    }

    fn merge(&mut self, other: Self) {
        self.anybody.merge(other.anybody);
        self.same_disposition += other.same_disposition;
        for (changes, more) in [(&mut self.gone, other.gone), (&mut self.new, other.new)] {
            for (at, more) in more {
                let change = changes.entry(at).or_default();
                change.people.merge(more.people);
                change.by.extend(more.by);
            }
        }
    }

    /// The limits that are gone for somebody, in the order of their content. `limits` are those that were counted with.
    #[must_use]
    pub fn gone<'a>(&'a self, limits: &'a Limits) -> Vec<Changed<'a>> {
        changed(&self.gone, limits)
    }

    /// The limits that are new for somebody, in the same order.
    #[must_use]
    pub fn new_ones<'a>(&'a self, limits: &'a Limits) -> Vec<Changed<'a>> {
        changed(&self.new, limits)
    }
}

fn changed<'a>(changes: &'a BTreeMap<usize, Change>, limits: &'a Limits) -> Vec<Changed<'a>> {
    let with_limit = |(at, change): (&usize, &'a Change)| {
        let limit = &limits.0.get(*at)?.content;
        Some(Changed { limit, by: change.by.iter().map(String::as_str).collect(), people: &change.people })
    };
    changes.iter().filter_map(with_limit).collect()
}
