//! Planted mistakes: the proof has to find each, and to show a person.

use std::time::Duration;

use supple_care::{
    Disposition, Knowledge, PlaceSet,
    expr::{Atom, Expr},
    permit::Space,
    program::Program,
    question::Polarity,
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
    prove::one(knowledge, statement).unwrap().result.err().unwrap_or_default()
}

/// The same knowledge, compiled anew.
fn compiled(mut knowledge: Knowledge) -> Knowledge {
    knowledge.program = Program::compile(&knowledge.questions, &knowledge.facts, &knowledge.rules, &[]).unwrap();
    knowledge
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

#[test]
fn a_rule_that_another_covers_is_found() {
    let knowledge = with(|knowledge| rule(knowledge, "RF-LUNG-2").redundant_because = None);
    let found = found(&knowledge, "no_rule_is_redundant");
    let one = at(&found, "RF-LUNG-2");
    println!("{one}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(one.what.contains("CI-03-1"), "{one}");
    assert!(one.place.starts_with("rules/RF-LUNG-2.toml:"), "{one}");
}

#[test]
fn a_rule_that_is_wrongly_called_redundant_is_found() {
    let knowledge = with(|knowledge| rule(knowledge, "RF-CES-1").redundant_because = Some("it is not".to_owned()));
    let one = at(&found(&knowledge, "no_rule_is_redundant"), "RF-CES-1");
    println!("{one}");
    assert!(one.somebody && one.before.len() <= 4, "{one}");
}

#[test]
fn a_limit_that_another_covers_is_found() {
    let knowledge = with(|knowledge| rule(knowledge, "CI-27-4").redundant_because = None);
    at(&found(&knowledge, "no_rule_is_redundant"), "CI-27-4");
}

#[test]
fn a_question_that_only_a_drowned_rule_reads_is_found() {
    // Read by one rule alone, which comes to less than the fever that it needs and limits nothing.
    let knowledge = with(|knowledge| {
        let own = question("tb_or_injecting");
        for rule in &mut knowledge.rules {
            rule.when = without(&rule.when, own);
        }
        for fact in &mut knowledge.facts {
            fact.is = without(&fact.is, own);
        }
        let rule = rule(knowledge, "RF-LUNG-2");
        rule.when = Expr::And(vec![yes("fever"), yes("tb_or_injecting")]);
        rule.effect = Effect::Disposition(Disposition::Modified);
        rule.timeframe = None;
    });
    let found = found(&knowledge, "every_question_can_matter");
    assert!(found.iter().any(|one| one.rule == "tb_or_injecting"), "{found:#?}");
}

/// A condition in which a question is never yes.
fn without(expr: &Expr, id: supple_care::QuestionId) -> Expr {
    let all = |parts: &[Expr]| parts.iter().map(|part| without(part, id)).collect();
    match expr {
        Expr::Atom(Atom::Yes(read)) if *read == id => Expr::Or(Vec::new()),
        Expr::And(parts) => Expr::And(all(parts)),
        Expr::Or(parts) => Expr::Or(all(parts)),
        Expr::AtLeast(count, parts) => Expr::AtLeast(*count, all(parts)),
        Expr::Atom(_) | Expr::Fact(_) => expr.clone(),
    }
}

#[test]
fn a_relief_that_counts_when_it_is_not_known_is_found() {
    // As a risk, "I don't know" to it is more than "no": read as a relief, that is a permission on an unknown.
    let knowledge = with(|knowledge| {
        knowledge.questions[usize::from(question("saddle_numbness").0)].polarity = Polarity::Relief;
    });
    at(&found(&knowledge, "forbid_fires_on_unknown_permit_does_not"), "RF-CES-1");
}

#[test]
fn an_answer_behind_a_closed_gate_that_counts_is_found() {
    let raw = Expr::Atom(Atom::SaidNo(question("pregnancy_danger")));
    let knowledge = with(|knowledge| rule(knowledge, "CI-24-3").when = raw);
    at(&found(&knowledge, "hidden_questions_cannot_matter"), "CI-24-3");
}

#[test]
fn a_rule_whose_compiled_form_is_another_is_found() {
    // The condition as written is changed after compiling: the program still runs the old one.
    let knowledge = with(|knowledge| rule(knowledge, "CI-01-1").when = Expr::And(vec![yes("fever"), yes("pregnant")]));
    let found = found(&knowledge, "the_fast_evaluation_is_exact");
    let one = at(&found, "CI-01-1");
    println!("{one}");
    let says = |id: &str| one.before.iter().any(|said| said.contains(&base().question(question(id)).unwrap().short));
    assert!(says("fever") && !says("pregnant"), "{one}");
}

#[test]
fn a_gate_that_is_compiled_otherwise_is_found() {
    let knowledge = with(|knowledge| gate(knowledge, "pregnancy_weeks", yes("fever")));
    assert!(!found(&knowledge, "the_fast_evaluation_is_exact").is_empty());
}

#[test]
fn a_bound_that_nobody_can_reach_is_found() {
    // Compiled as a relief and asked as a risk: "not asked" is then read as another answer than the least.
    let knowledge = compiled(with(|knowledge| {
        knowledge.questions[usize::from(question("ces_old_assessed").0)].polarity = Polarity::Risk;
    }));
    let found = found(&knowledge, "interview_stops_exactly_when_settled");
    assert!(found.iter().any(|one| one.rule == "ces_old_assessed"), "{found:#?}");
}

#[test]
fn a_rule_that_alone_leaves_nothing_is_found() {
    let knowledge = with(|knowledge| {
        let index = usize::from(rule(knowledge, "CI-38-2").restrictions[0]);
        let restriction = &mut knowledge.restrictions[index];
        restriction.space = Space::ALL;
        restriction.places = PlaceSet::ALL;
    });
    at(&found(&knowledge, "permitted_is_never_empty"), "CI-38-2");
}

#[test]
fn advice_that_limits_somebody_who_is_clear_is_found() {
    let knowledge = with(|knowledge| rule(knowledge, "CI-38-2").effect = Effect::Advice);
    at(&found(&knowledge, "permitted_is_never_empty"), "CI-38-2");
}

#[test]
fn a_proof_without_time_says_so_and_fails() {
    let limits = prove::Limits { time: Duration::ZERO, ..prove::Limits::default() };
    let proved = prove::within(base(), limits, &mut |_| {});
    // Nothing was shown, and nobody is named for whom it would fail.
    let one = |one: &prove::Proved| one.result.as_ref().err().filter(|found| found.len() == 1)?.first().cloned();
    for all in &proved {
        let said = one(all).unwrap_or_else(|| panic!("{all}"));
        assert!(all.spent && !said.somebody && said.what.starts_with("not proved"), "{all}");
    }
    let limits = prove::Limits { nodes: 2, ..prove::Limits::default() };
    let proved = prove::within(base(), limits, &mut |_| {});
    assert!(proved.iter().all(|one| one.to_string().contains("not proved")), "{proved:#?}");
}
