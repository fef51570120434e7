//! Which massages could be the last one left, for those who ask for whole populations or in another language whether
//! anything is left to give.

use crate::{
    Knowledge, PlaceId, QuestionId, RuleId,
    rule::{Owner, Restriction},
};

/// A rule whose limits take a massage away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The rule: its limits are in force unless its condition is surely false.
    pub rule: RuleId,
    /// Only where this question is answered with this place, or not at all; else always.
    pub only: Option<(QuestionId, PlaceId)>,
}

impl Bar {
    /// Whether this one is in force whenever the other is.
    fn is_at_least(&self, other: &Self) -> bool {
        self.rule == other.rule && (self.only.is_none() || self.only == other.only)
    }
}

/// What takes away each of the gentlest massages (one technique, giver and position at one place) that could be the last
/// one left: something is left while of one of them nothing is in force. Where two are taken away by the same rules, and one
/// by a further one too, only the other is here. The limits of a clearance come on top.
#[must_use]
pub fn last_left(knowledge: &Knowledge) -> Vec<Vec<Bar>> {
    let mut all = Vec::new();
    for gentle in knowledge.actions.gentle() {
        let of_rules = knowledge.restrictions.iter().filter_map(|one| match one.owner {
            Owner::Rule(rule) => Some((rule, one)),
            Owner::Limit(_) => None,
        });
        let barring: Vec<(RuleId, &Restriction)> =
            of_rules.filter(|(_, one)| gentle.is_barred_by(&one.space)).collect();
        for place in gentle.places().iter() {
            keep(&mut all, barring.iter().filter_map(|(rule, one)| bar(*rule, one, place)).collect());
        }
    }
    all
}

fn bar(rule: RuleId, restriction: &Restriction, place: PlaceId) -> Option<Bar> {
    match restriction.places_from {
        None => restriction.places.has(place).then_some(Bar { rule, only: None }),
        Some(question) => Some(Bar { rule, only: Some((question, place)) }),
    }
}

/// Keeps what can be the last one left.
fn keep(all: &mut Vec<Vec<Bar>>, new: Vec<Bar>) {
    let no_more = |a: &[Bar], b: &[Bar]| a.iter().all(|one| b.iter().any(|other| other.is_at_least(one)));
    if !all.iter().any(|known| no_more(known, &new)) {
        all.retain(|known| !no_more(&new, known));
        all.push(new);
    }
}
