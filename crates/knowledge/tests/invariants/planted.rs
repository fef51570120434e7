//! Planted mistakes: the proof has to find each, and to show a person.

use supple_care::{
    Disposition, Knowledge,
    expr::{Atom, Expr},
    rule::{Effect, UnknownEffect},
};
use supple_knowledge::prove::{self, Counterexample};

use crate::people::{base, question};

/// The knowledge with one mistake in it.
fn with(mistake: impl FnOnce(&mut Knowledge)) -> Knowledge {
    let mut knowledge = base().clone();
    mistake(&mut knowledge);
    knowledge
}

fn rule<'k>(knowledge: &'k mut Knowledge, id: &str) -> &'k mut supple_care::rule::Rule {
    knowledge.rules.iter_mut().find(|rule| rule.id == id).unwrap()
}

fn gate(knowledge: &mut Knowledge, id: &str, gate: Expr) {
    knowledge.questions[usize::from(question(id).0)].applies = Some(gate);
}

fn yes(id: &str) -> Expr {
    Expr::Atom(Atom::Yes(question(id)))
}

/// What the proof of one statement finds.
fn found(knowledge: &Knowledge, statement: &str) -> Vec<Counterexample> {
    let proved = prove::all(knowledge, &mut |_| {});
    let one = proved.into_iter().find(|proved| proved.invariant == statement).unwrap();
    one.result.err().unwrap_or_default()
}

/// The counterexample for a rule.
fn at(found: &[Counterexample], rule: &str) -> Counterexample {
    found.iter().find(|one| one.rule == rule).unwrap_or_else(|| panic!("{rule} is not among {found:#?}")).clone()
}

#[test]
fn a_relief_hidden_by_the_gate_of_another_risk_is_found() {
    let knowledge = with(|knowledge| gate(knowledge, "angina_known_usual", yes("effort_pain")));
    let found = found(&knowledge, "more_risk_never_less_caution");
    let one = at(&found, "RF-CARD-1");
    println!("{one}");
    assert_eq!(one.question.as_deref(), Some("effort_pain"));
    let says = |said: &[String], id: &str| said.contains(&base().question(question(id)).unwrap().short);
    assert!(says(&one.before, "chest_pain") && says(&one.before, "angina_known_usual"), "{one}");
    assert!(!says(&one.before, "effort_pain"), "{one}");
    assert!(one.before.len() <= 4, "the person has few facts: {one}");
}

#[test]
fn a_relief_hidden_by_the_risk_that_it_speaks_of_is_found() {
    let knowledge = with(|knowledge| gate(knowledge, "spa_under_care", yes("spa_known")));
    let found = found(&knowledge, "more_risk_never_less_caution");
    assert_eq!(found.len(), 1, "{found:?}");
    let one = at(&found, "RF-SPA-1");
    println!("{one}");
    assert_eq!(one.question.as_deref(), Some("spa_known"));
}

#[test]
fn a_relief_opened_by_not_knowing_the_age_is_found() {
    let fifty = Expr::Atom(Atom::AtLeast(question("age"), 50));
    let knowledge = with(|knowledge| gate(knowledge, "pain_assessed", fifty));
    let found = found(&knowledge, "more_risk_never_less_caution");
    let one = at(&found, "ESC-6-1");
    println!("{one}");
    assert_eq!(one.question.as_deref(), Some("age"));
}

#[test]
fn a_risk_hidden_behind_another_risk_is_found() {
    let hides = Expr::Atom(Atom::NotYes(question("fever")));
    let knowledge = with(|knowledge| gate(knowledge, "saddle_numbness", hides));
    let found = found(&knowledge, "more_risk_never_less_caution");
    let one = at(&found, "RF-CES-1");
    println!("{one}");
    assert_eq!(one.question.as_deref(), Some("fever"));
}

#[test]
fn a_condition_that_a_risk_makes_false_is_found() {
    let milder = Expr::And(vec![yes("chest_pain"), Expr::Atom(Atom::NotYes(question("fever")))]);
    let knowledge = with(|knowledge| rule(knowledge, "RF-CARD-6").when = milder);
    let found = found(&knowledge, "more_risk_never_less_caution");
    let one = at(&found, "RF-CARD-6");
    println!("{one}");
    assert_eq!(one.question.as_deref(), Some("fever"));
}

#[test]
fn an_unknown_that_weighs_more_than_a_yes_is_found() {
    let knowledge = with(|knowledge| {
        rule(knowledge, "RF-LUNG-4").unknown = UnknownEffect::Exactly(Disposition::Emergency);
    });
    let found = found(&knowledge, "more_risk_never_less_caution");
    assert_eq!(found.len(), 1, "{found:?}");
    let one = at(&found, "RF-LUNG-4");
    println!("{one}");
    let short = &base().question(question("sharp_on_breathing")).unwrap().short;
    assert_eq!(one.before, [format!("'I don't know' to {short}")]);
    assert_eq!(one.after, std::slice::from_ref(short));
}

#[test]
fn a_yes_that_may_wait_longer_than_an_unknown_is_found() {
    let last = u8::try_from(base().terms.timeframes.len() - 1).unwrap();
    let knowledge = with(|knowledge| {
        let rule = rule(knowledge, "RF-LUNG-4");
        rule.unknown = UnknownEffect::Exactly(Disposition::MedicalFirst);
        rule.effect = Effect::Disposition(Disposition::MedicalFirst);
        rule.timeframe = Some(last);
    });
    // Both come to medical-first with the rule's own timeframe: nothing to find.
    assert_eq!(found(&knowledge, "more_risk_never_less_caution"), []);

    let knowledge = with(|knowledge| {
        let rule = rule(knowledge, "RF-LUNG-4");
        rule.unknown = UnknownEffect::Exactly(Disposition::Urgent);
        rule.effect = Effect::Disposition(Disposition::MedicalFirst);
        rule.timeframe = Some(last);
    });
    at(&found(&knowledge, "more_risk_never_less_caution"), "RF-LUNG-4");
}

#[test]
fn an_unknown_that_clears_is_found() {
    let knowledge = with(|knowledge| rule(knowledge, "CI-01-1").unknown = UnknownEffect::Exactly(Disposition::Clear));
    let found = found(&knowledge, "unknown_never_clears");
    assert_eq!(found.len(), 1, "{found:?}");
    let one = at(&found, "CI-01-1");
    println!("{one}");
    assert_eq!(one.before, [format!("'I don't know' to {}", base().question(question("fever")).unwrap().short)]);
}

#[test]
fn a_rule_that_no_answers_meet_is_found() {
    let weeks = question("pregnancy_weeks");
    let both = Expr::And(vec![Expr::Atom(Atom::Below(weeks, 13)), Expr::Atom(Atom::AtLeast(weeks, 20))]);
    let knowledge = with(|knowledge| rule(knowledge, "CI-24-3").when = both);
    let found = found(&knowledge, "every_rule_can_fire");
    assert_eq!(found.len(), 1, "{found:?}");
    at(&found, "CI-24-3");
}
