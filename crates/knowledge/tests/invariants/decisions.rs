//! Whole decisions on drawn people.

use std::{cell::RefCell, cmp::Reverse, collections::BTreeMap};

use supple_care::{
    Answer, Decision, Disposition, Intensity, PlaceId, PlaceSet, QuestionId, Reading, RuleId, Sheet, Tri,
    pain::MapState,
    permit::{Space, Touch},
    question::{Kind, Polarity},
    rule::Effect,
    screen,
};
use supple_knowledge::{Files, compile};

use crate::{
    draw::{decides, everybody},
    people::{base, mark, words},
    truth::truth,
};

/// How many people are drawn for the tally.
const TALLIED: u32 = 380_000;

/// How many people each statement is tried on.
const TRIED: u32 = 20_000;

/// How often every rule has to decide over the tally.
const DECIDES_AT_LEAST: u32 = 1_000;

#[test]
fn every_rule_decides_a_thousand_times_and_no_disposition_is_rare() {
    let rules = RefCell::new(vec![0u32; base().rules.len()]);
    let dispositions = RefCell::new(BTreeMap::<Disposition, u32>::new());
    everybody(TALLIED, |person| {
        let decision = screen(base(), &person.sheet());
        *dispositions.borrow_mut().entry(decision.disposition).or_default() += 1;
        for finding in decision.findings.iter().filter(|finding| decides(&decision, finding.does)) {
            rules.borrow_mut()[usize::from(finding.rule.0)] += 1;
        }
        Ok(())
    });
    let mut tally: Vec<(u32, &str)> =
        rules.borrow().iter().zip(&base().rules).map(|(count, rule)| (*count, rule.id.as_str())).collect();
    tally.sort_unstable();
    println!("dispositions: {:?}", dispositions.borrow());
    println!("the rules that decide least: {:?}", &tally[..20]);
    println!("the rules that decide most: {:?}", &tally[tally.len() - 5..]);
    for disposition in Disposition::ALL {
        let count = dispositions.borrow().get(&disposition).copied().unwrap_or(0);
        assert!(count >= TALLIED / 20, "{disposition} is {count} of {TALLIED}");
    }
    let rare: Vec<_> = tally.iter().filter(|(count, _)| *count < DECIDES_AT_LEAST).collect();
    assert!(rare.is_empty(), "{} rules decide too seldom: {rare:?}", rare.len());
}

/// The rules with their truth on a sheet, by the plain evaluator.
fn truths(sheet: &Sheet) -> impl Iterator<Item = (RuleId, &'static supple_care::rule::Rule, Tri)> {
    base().rules.iter().zip(0u16..).map(move |(rule, index)| (RuleId(index), rule, truth(base(), sheet, &rule.when)))
}

#[test]
fn the_engine_agrees_with_plain_three_valued_logic() {
    everybody(TRIED / 2, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        for (id, rule, truth) in truths(&sheet) {
            let found =
                decision.findings.iter().find(|finding| finding.rule == id).map_or(Tri::No, |finding| finding.truth);
            if found != truth {
                return Err(format!("{} is {truth:?}, the engine says {found:?}", rule.id));
            }
        }
        Ok(())
    });
}

#[test]
fn unknown_never_clears() {
    everybody(TRIED, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        if decision.disposition != Disposition::Clear {
            return Ok(());
        }
        for (_, rule, truth) in truths(&sheet) {
            let stern = matches!(rule.effect, Effect::Disposition(effect) if effect >= Disposition::MedicalFirst);
            if stern && truth == Tri::Unknown {
                return Err(format!("clear, though {} is unknown", rule.id));
            }
        }
        Ok(())
    });
}

#[test]
fn refer_beats_everything() {
    everybody(TRIED, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        let mut unlifted = sheet.clone();
        unlifted.clearances.clear();
        let without = screen(base(), &unlifted);
        for (id, rule, _) in truths(&sheet).filter(|(_, _, truth)| *truth == Tri::Yes) {
            let Effect::Disposition(effect) = rule.effect else { continue };
            if without.disposition < effect {
                return Err(format!("{} is certain, but the answer is {}", rule.id, without.disposition));
            }
            let lifted = sheet.clearances.iter().any(|given| given.holds_on(sheet.today) && given.covers(id));
            let may = rule.liftable && effect == Disposition::MedicalFirst && lifted;
            let least = if may { Disposition::Modified } else { effect };
            if decision.disposition < least {
                return Err(format!("{} is certain, but a clearance made it {}", rule.id, decision.disposition));
            }
        }
        if without.disposition >= Disposition::Urgent && without.disposition != decision.disposition {
            return Err("a clearance changed an urgent or emergency answer".to_owned());
        }
        Ok(())
    });
}

#[test]
fn forbid_fires_on_unknown_permit_does_not() {
    everybody(TRIED / 4, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        let taken = decision.taken(base(), &sheet, Reading::Shown);
        for (_, rule, _) in truths(&sheet).filter(|(_, _, truth)| *truth != Tri::No) {
            for index in &rule.restrictions {
                let restriction = &base().restrictions[usize::from(*index)];
                let places = match restriction.places_from.map(|id| sheet.get(id)) {
                    None => restriction.places,
                    Some(Answer::Places(places)) => places,
                    Some(_) => PlaceSet::ALL,
                };
                if !taken.contains(&Space { places, ..restriction.space }) {
                    return Err(format!("{} may hold, but does not forbid: {}", rule.id, restriction.say));
                }
            }
        }
        for relief in base().program.reliefs().iter().map(QuestionId) {
            let with = |answer: Answer| {
                let mut sheet = sheet.clone();
                sheet.set(relief, answer);
                screen(base(), &sheet)
            };
            if with(Answer::Unknown) != with(Answer::No) {
                return Err(format!("'I don't know' counts as a relief: {}", words(relief, Answer::Unknown)));
            }
        }
        Ok(())
    });
}

/// Whether a flat hand at the lightest pressure may touch anything, asked place by place.
fn anything_left(taken: &[Space]) -> bool {
    let count = |terms: usize| 0..u8::try_from(terms).unwrap();
    let terms = &base().terms;
    let always: Vec<Space> = base().always_on().map(|in_force| in_force.space).collect();
    let all: Vec<Space> = taken.iter().chain(&always).copied().collect();
    base().targets.iter().any(|place| {
        count(terms.techniques.len()).any(|technique| {
            count(terms.givers.len()).any(|giver| {
                count(terms.positions.len()).any(|position| {
                    let touch = Touch { place, technique, applicator: 0, giver, position, product: 0, device: 0 };
                    touch.ceiling(&all) > 0
                })
            })
        })
    })
}

#[test]
fn permitted_is_never_empty() {
    let emptied = RefCell::new(0u32);
    everybody(TRIED, |person| {
        let sheet = person.sheet();
        let decision = screen(base(), &sheet);
        let left = || anything_left(&decision.taken(base(), &sheet, Reading::Shown));
        if decision.disposition.permits_massage() && !left() {
            return Err(format!("{}, but nothing is left to give", decision.disposition));
        }
        if decision.nothing_left {
            if decision.timeframe.is_none() {
                return Err("nothing says by when somebody should look".to_owned());
            }
            *emptied.borrow_mut() += 1;
            if left() {
                return Err("medical-first because nothing is left, but something is".to_owned());
            }
        }
        Ok(())
    });
    println!("{} of {TRIED} have nothing left", emptied.borrow());
    assert!(*emptied.borrow() > 0, "the draw never leaves nothing");
}

/// What the interview is about, in an order: disposition first, then how soon.
fn strength(decision: &Decision) -> (Disposition, Reverse<u8>) {
    (decision.disposition, Reverse(decision.timeframe.unwrap_or(u8::MAX)))
}

/// The same sheet with each single answer one step more cautious.
fn one_step_worse(sheet: &Sheet) -> Vec<(String, Sheet)> {
    let mut all = Vec::new();
    for (question, index) in base().questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        let next = match (&question.kind, question.polarity, sheet.get(id)) {
            (Kind::YesNo, Polarity::Risk, Answer::No) | (Kind::YesNo, Polarity::Relief, Answer::Yes) => Answer::Unknown,
            (Kind::YesNo, Polarity::Risk, Answer::Unknown) => Answer::Yes,
            (Kind::YesNo, Polarity::Relief, Answer::Unknown) => Answer::No,
            (Kind::Choice(options), Polarity::Risk, Answer::Choice(at)) if usize::from(at) + 1 < options.len() => {
                Answer::Choice(at + 1)
            }
            (Kind::Choice(_), _, Answer::Choice(_)) | (Kind::Number { .. }, _, Answer::Number(_)) => Answer::Unknown,
            (Kind::Places, _, Answer::Places(_)) => Answer::Unknown,
            _ => continue,
        };
        let mut worse = sheet.clone();
        worse.set(id, next);
        all.push((format!("{} instead of {}", words(id, next), words(id, sheet.get(id))), worse));
    }
    let mut unknown = sheet.clone();
    unknown.pain.state = MapState::Unknown;
    all.push(("'I don't know' where it hurts".to_owned(), unknown));
    for place in (0u8..).map(PlaceId).take(base().places.len()).filter(|place| place.0 % 7 == 0) {
        let mut more = sheet.clone();
        more.pain.marks.push(mark(place, Intensity::Of(4)));
        all.push((format!("pain 4 of 10 marked at place {} as well", place.0), more));
    }
    all
}

#[test]
fn more_risk_never_less_caution() {
    everybody(TRIED / 10, |person| {
        let sheet = person.sheet();
        let before = screen(base(), &sheet);
        for (step, worse) in one_step_worse(&sheet) {
            let after = screen(base(), &worse);
            if strength(&after) < strength(&before) || before.crisis && !after.crisis {
                let (old, new) = (strength(&before), strength(&after));
                return Err(format!("with {step}, {old:?} becomes {new:?}"));
            }
            if after.disposition.permits_massage() {
                let taken = after.taken(base(), &worse, Reading::Shown);
                for space in before.taken(base(), &sheet, Reading::Shown) {
                    if !space.covered_by(&taken) {
                        return Err(format!("with {step}, a limit is gone: {space:?}"));
                    }
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_decision_is_the_most_cautious_of_its_rules() {
    everybody(TRIED / 2, |person| {
        let decision = screen(base(), &person.sheet());
        let reached = decision.findings.iter().filter_map(|finding| match finding.does {
            Effect::Disposition(reached) => Some(reached),
            Effect::Advice | Effect::Crisis => None,
        });
        let most = reached.max().unwrap_or_default();
        let expected = if decision.nothing_left { Disposition::MedicalFirst.max(most) } else { most };
        if decision.disposition == expected {
            Ok(())
        } else {
            Err(format!("{} is not {expected}", decision.disposition))
        }
    });
}

#[test]
fn replay_is_identical() {
    let again = supple_knowledge::embedded().unwrap();
    let copied = Files::embedded().iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    let from_files = compile(&Files::new(copied)).unwrap();
    assert_eq!(again.version, from_files.version);
    assert_eq!(again.version, base().version);
    everybody(TRIED / 4, |person| {
        let sheet = person.sheet();
        let first = screen(base(), &sheet);
        for knowledge in [base(), &again, &from_files] {
            let taken = |knowledge| first.taken(knowledge, &sheet, Reading::Shown);
            if screen(knowledge, &sheet) != first || taken(knowledge) != taken(base()) {
                return Err("the same answers give another decision".to_owned());
            }
        }
        Ok(())
    });
}
