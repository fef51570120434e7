//! A question behind a gate counts as "no" while the gate is closed. What was said behind it must not be lost: it
//! contradicts what closes the gate, or nothing that it is read for can come about while the gate is closed.

use supple_care::{
    Answer, Knowledge, QuestionId, Reading, Sheet, contradiction,
    expr::{Atom, Expr},
    pain::MapState,
    question::{Kind, Polarity, Purpose, Question},
    rule::Effect,
};

use crate::people::{TODAY, base};

/// Hidden by age alone, with what takes its place.
const ELSEWHERE: [(&str, &str); 1] =
    [("deep_steady_pain", "the row is for an age; the pain itself is on the map, and an empty map contradicts it")];

/// "No" to everything, in somebody of this sex and age, with nothing marked.
fn quiet(sex: u8, age: i32) -> Sheet {
    let mut sheet = Sheet::new(TODAY);
    sheet.pain.state = MapState::Confirmed;
    for (question, index) in base().questions.iter().zip(0u16..) {
        let answer = match question.kind {
            Kind::YesNo => Answer::No,
            Kind::Choice(_) if question.id == "sex" => Answer::Choice(sex),
            Kind::Choice(_) => Answer::Choice(0),
            Kind::Number { .. } if question.id == "age" => Answer::Number(age),
            Kind::Number { min, .. } => Answer::Number(min),
            Kind::Choices(_) | Kind::Places | Kind::Text => Answer::NotAsked,
        };
        sheet.set(QuestionId(index), answer);
    }
    sheet
}

/// The answers that are more than "no".
fn more(question: &Question) -> Vec<Answer> {
    match &question.kind {
        Kind::YesNo => vec![Answer::Yes],
        Kind::Choice(options) => (1u8..).take(options.len().saturating_sub(1)).map(Answer::Choice).collect(),
        Kind::Number { max, .. } => vec![Answer::Number(*max)],
        Kind::Choices(_) | Kind::Places | Kind::Text => Vec::new(),
    }
}

/// Whether a condition can hold with this answer while everything that the gate reads is "no" and the rest is free.
fn can_hold(knowledge: &Knowledge, expr: &Expr, closed: &[Atom], id: QuestionId, answer: Answer) -> bool {
    let can = |part: &Expr| can_hold(knowledge, part, closed, id, answer);
    match expr {
        Expr::And(parts) => parts.iter().all(can),
        Expr::Or(parts) => parts.iter().any(can),
        Expr::AtLeast(count, parts) => parts.iter().filter(|part| can(part)).count() >= usize::from(*count),
        Expr::Fact(index) => can(&knowledge.facts[usize::from(*index)].is),
        Expr::Atom(atom) if atom.question() == Some(id) => match (*atom, answer) {
            (Atom::Yes(_), Answer::Yes) => true,
            (Atom::AtLeast(_, least), Answer::Number(number)) => number >= least,
            (Atom::OneOf(_, mask), Answer::Choice(option)) => mask >> option & 1 == 1,
            _ => false,
        },
        Expr::Atom(atom) => !closed.contains(atom),
    }
}

/// The rules that this answer can bring about behind its closed gate.
fn lost(knowledge: &Knowledge, question: &Question, id: QuestionId, answer: Answer) -> Vec<String> {
    let mut closed = Vec::new();
    let gate = question.applies.as_ref().expect("a gate");
    gate.atoms(&knowledge.facts, &mut |atom| closed.push(atom));
    let mut rules = Vec::new();
    for rule in knowledge.rules.iter().filter(|rule| rule.effect != Effect::Advice) {
        let mut read = false;
        rule.when.atoms(&knowledge.facts, &mut |atom| read |= atom.question() == Some(id));
        if read && can_hold(knowledge, &rule.when, &closed, id, answer) {
            rules.push(rule.id.clone());
        }
    }
    rules
}

#[test]
fn a_yes_behind_a_closed_gate_is_never_lost() {
    let knowledge = base();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        if question.applies.is_none() || question.purpose != Purpose::Safety || question.polarity != Polarity::Risk {
            continue;
        }
        for (sex, age) in [(0, 30), (1, 30), (2, 30), (0, 62), (1, 75)] {
            let sheet = quiet(sex, age);
            if !knowledge.program.view(&sheet, Reading::Shown).hidden.has(index) {
                continue;
            }
            for answer in more(question) {
                tried += 1;
                let mut said = sheet.clone();
                said.set(id, answer);
                let found = contradiction::settle(knowledge, &mut said);
                let counts = !knowledge.program.view(&said, Reading::Shown).hidden.has(index);
                let rules = lost(knowledge, question, id, answer);
                let elsewhere = ELSEWHERE.iter().any(|(known, _)| *known == question.id);
                // An answer that is elsewhere too is still a contradiction here, where nothing is marked.
                if !rules.is_empty() && (found.is_empty() || !(counts || elsewhere)) {
                    wrong.push(format!("{} ({answer:?}) at sex {sex}, age {age}: {rules:?}", question.id));
                }
            }
        }
    }
    assert!(tried > 150, "{tried} answers were tried");
    assert!(wrong.is_empty(), "lost behind a gate:\n{}", wrong.join("\n"));
}

#[test]
fn a_contradiction_never_makes_anything_milder() {
    let knowledge = base();
    for (sex, age) in [(0, 30), (1, 30), (0, 62)] {
        for (question, index) in knowledge.questions.iter().zip(0u16..) {
            for answer in more(question) {
                let mut said = quiet(sex, age);
                said.set(QuestionId(index), answer);
                let before = supple_care::screen(knowledge, &said).disposition;
                contradiction::settle(knowledge, &mut said);
                let after = supple_care::screen(knowledge, &said).disposition;
                assert!(after >= before, "{} ({answer:?}): {before:?} became {after:?}", question.id);
            }
        }
    }
}
