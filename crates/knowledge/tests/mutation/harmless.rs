//! Mutants that are proved to change nothing for anybody, and why.

use supple_care::RuleId;
use supple_knowledge::ask::{Question, about};

use crate::{
    agreement::person::base,
    change::{Change, Mutant},
};

/// The reasons that are neither found by asking nor stand in the file of the rule.
const KNOWN: [(&str, &str); 4] = [
    (
        "CI-11-1 Cut(-1)",
        "Whether it was under general anaesthetic, or on tummy or leg, is asked in the first 6 weeks only: nobody beyond them is meant.",
    ),
    (
        "CI-47-2 Unlimit(0)",
        "CI-47-1 may hold whenever CI-47-2 may, because nobody else is asked, and takes away as much.",
    ),
    (
        "DV-3-1 Cut(1)",
        "CI-05-3 takes ball and roller away at the same count of platelets, which is asked of nobody whom it does not mean.",
    ),
    (
        "RF-PANC-5 Loosen(0)",
        "RF-PANC-6 may hold whenever RF-PANC-5 may, because nobody else is asked how severe it is, and takes away as much.",
    ),
];

/// Why a mutant that nobody notices is harmless.
pub(crate) fn reason(mutant: Mutant) -> Option<String> {
    let words = mutant.words();
    if let Some((_, reason)) = KNOWN.iter().find(|(known, _)| *known == words) {
        return Some((*reason).to_owned());
    }
    let found = match mutant.change {
        Change::Unlimit(number) | Change::Loosen(number) => elsewhere(mutant.rule, number),
        _ => None,
    };
    found.or_else(|| base().rules[mutant.rule].redundant_because.clone())
}

/// What takes away as much as this limit whenever it holds.
fn elsewhere(rule: usize, number: usize) -> Option<String> {
    let limit = |index: u16| &base().restrictions[usize::from(index)];
    let own = limit(base().rules[rule].restrictions[number]);
    let always: Vec<_> = base().always_on().map(|one| one.space).collect();
    if own.places_from.is_none() && own.space.covered_by(&always) {
        return Some("What always holds takes away as much.".to_owned());
    }
    let covers = |index: &u16| {
        let other = limit(*index);
        other.places_from == own.places_from && own.space.covered_by(&[other.space])
    };
    let id = |at: usize| RuleId(u16::try_from(at).unwrap());
    let mut beside = (0..).zip(&base().rules[rule].restrictions).filter(|(at, _)| *at != number);
    if beside.any(|(_, index)| covers(index)) {
        return Some("Another limit of the same rule takes away as much.".to_owned());
    }
    let others = (0..base().rules.len()).filter(|at| *at != rule && base().rules[*at].restrictions.iter().any(covers));
    let implied = |at: &usize| {
        let answered = about(base(), id(rule), Some(id(*at)));
        answered.iter().any(|one| one.question == Question::Implies && one.unless.is_none())
    };
    let other = others.into_iter().find(implied)?;
    let [own, other] = [rule, other].map(|at| base().rules[at].id.as_str());
    Some(format!("{other} holds whenever {own} does, and takes away as much."))
}
