//! A question is there, and is asked, because some answer to it can change what the person is told.

use std::{cell::RefCell, collections::BTreeMap};

use supple_care::{
    Answer, PlaceSet, QuestionId, RuleId, Sheet,
    expr::Atom,
    interview::{cuts, same_outcome, standing},
    question::{Kind, Purpose},
    rule::Effect,
    screen,
};

use crate::{
    draw::{Dice, everybody, forget_one, lifts_all, meet_rule, open_gate},
    interview::{blank, complete, least, most},
    people::{Person, base},
};

/// How many people are interviewed.
const INTERVIEWED: u32 = 20;

/// Of a thousand questions, so many may be asked in vain: a rule may still add something that a sterner rule, which
/// speaks on the same answers, then drowns. Asking one question too many does no harm; one too few would.
const IN_VAIN_PER_MILLE: u32 = 50;

/// How often a rule is met in another way before it is given up.
const WAYS: usize = 300;

/// The answers to a question that any rule tells apart.
fn answers(id: QuestionId) -> Vec<Answer> {
    match &base().question(id).unwrap().kind {
        Kind::YesNo => vec![Answer::No, Answer::Unknown, Answer::Yes],
        Kind::Choice(options) => (0u8..).take(options.len()).map(Answer::Choice).chain([Answer::Unknown]).collect(),
        Kind::Number { min, .. } => {
            cuts(base(), id, *min).into_iter().map(Answer::Number).chain([Answer::Unknown]).collect()
        }
        Kind::Places => {
            let of = |place: &str| Answer::Places(PlaceSet::of(base().place_id(place).unwrap()));
            vec![of("foot-left"), of("low-back-left"), Answer::Unknown]
        }
        Kind::Choices(_) | Kind::Text => vec![Answer::Unknown],
    }
}

/// Whether any two answers to a question come to different outcomes on an otherwise answered sheet.
fn tells_apart(full: &Sheet, id: QuestionId) -> bool {
    let with = |answer: Answer| {
        let mut sheet = full.clone();
        sheet.set(id, answer);
        sheet
    };
    let mut all = answers(id).into_iter().map(with);
    let Some(first) = all.next() else { return false };
    all.any(|other| !same_outcome(base(), &first, &other))
}

/// Whether a yes to a question that only advice rests on changes what is advised.
fn changes_advice(full: &Sheet, id: QuestionId) -> bool {
    let with = |answer: Answer| {
        let mut sheet = full.clone();
        sheet.set(id, answer);
        screen(base(), &sheet).findings
    };
    with(Answer::Yes) != with(Answer::No)
}

/// The questions that a rule reads: in its condition, in the gates of these, and for its places.
fn read_by(rule: RuleId) -> Vec<QuestionId> {
    let rule = base().rule(rule).unwrap();
    let mut all: Vec<QuestionId> = Vec::new();
    let mut queue: Vec<QuestionId> = Vec::new();
    rule.when.atoms(&base().facts, &mut |atom: Atom| queue.extend(atom.question()));
    queue.extend(rule.restrictions.iter().filter_map(|index| base().restrictions[usize::from(*index)].places_from));
    while let Some(id) = queue.pop() {
        if all.contains(&id) {
            continue;
        }
        all.push(id);
        if let Some(gate) = &base().question(id).unwrap().applies {
            gate.atoms(&base().facts, &mut |atom: Atom| queue.extend(atom.question()));
        }
    }
    all
}

/// Somebody who meets a rule, in one of many ways: with a relief, with something not known, with a clearance.
fn meeting(rule: RuleId, id: QuestionId, dice: &mut Dice) -> Person {
    let mut person = Person::healthy();
    meet_rule(&mut person, dice, rule);
    if dice.percent(50) {
        open_gate(&mut person, dice, id);
    }
    if dice.percent(40) {
        forget_one(&mut person, dice);
    }
    if dice.percent(30) {
        for relief in base().program.reliefs().iter().map(QuestionId) {
            person.say(relief, Answer::Yes);
        }
    }
    if dice.percent(30) {
        person.clearance = Some(lifts_all());
    }
    person
}

/// A completion of a sheet in which a rule is met, where the open questions allow it; all else as quiet as can be.
fn completed(sheet: &Sheet, rule: RuleId, id: QuestionId, dice: &mut Dice) -> Sheet {
    let wished = meeting(rule, id, dice).sheet();
    complete(sheet, |id| wished.get(id), || wished.pain.clone())
}

/// The rules that a question can move: those that read it, and emergencies of whose cluster it is a symptom.
fn moved_by(id: QuestionId) -> Vec<RuleId> {
    let all = (0u16..).take(base().rules.len()).map(RuleId);
    all.filter(|rule| read_by(*rule).contains(&id) || base().program.symptoms(*rule).has(id.0)).collect()
}

/// Whether some completion of a sheet tells two answers to a question apart.
fn can_matter(sheet: &Sheet, id: QuestionId, dice: &mut Dice) -> bool {
    if least(sheet).iter().take(3).any(|full| tells_apart(full, id)) || tells_apart(&most(sheet), id) {
        return true;
    }
    let rules = moved_by(id);
    (0..WAYS).any(|_| rules.iter().any(|rule| tells_apart(&completed(sheet, *rule, id, dice), id)))
}

#[test]
fn hardly_a_question_is_asked_that_cannot_matter() {
    let tally = RefCell::new((0u32, BTreeMap::<String, u32>::new()));
    everybody(INTERVIEWED, |person| {
        let mut dice = Dice(u64::try_from(person.said.len()).unwrap());
        let full = person.sheet();
        let mut sheet = blank(&full);
        sheet.pain = full.pain.clone();
        while let Some((_, questions)) = standing(base(), &sheet).next {
            for id in &questions {
                let matters = can_matter(&sheet, *id, &mut dice);
                let (asked, idle) = &mut *tally.borrow_mut();
                *asked += 1;
                if !matters {
                    *idle.entry(base().question(*id).unwrap().id.clone()).or_default() += 1;
                }
            }
            for id in questions {
                sheet.set(id, full.get(id));
            }
        }
        Ok(())
    });
    let (asked, idle) = tally.into_inner();
    let in_vain: u32 = idle.values().sum();
    println!("{in_vain} of {asked} questions were asked though no answer was found that matters: {idle:?}");
    assert!(in_vain * 1_000 <= asked * IN_VAIN_PER_MILLE, "{in_vain} of {asked} in vain: {idle:?}");
}

#[test]
fn every_question_can_matter() {
    let mut dice = Dice(1);
    let mut never = Vec::new();
    for (question, index) in base().questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        if question.purpose != Purpose::Safety {
            continue;
        }
        let rules = moved_by(id);
        assert!(!rules.is_empty(), "no rule reads `{}`", question.id);
        let tells = if rules.iter().all(|rule| base().rule(*rule).unwrap().effect == Effect::Advice) {
            changes_advice
        } else {
            tells_apart
        };
        let found = (0..WAYS).any(|_| rules.iter().any(|rule| tells(&meeting(*rule, id, &mut dice).sheet(), id)));
        if !found {
            never.push(question.id.as_str());
        }
    }
    assert!(never.is_empty(), "no answer to these changed anything: {never:?}");
}
