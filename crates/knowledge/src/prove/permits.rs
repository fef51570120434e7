//! What forbids holds on an unknown; what permits does not. And what is hidden cannot matter.

use biodivine_lib_bdd::Bdd;
use supple_care::{Answer, QuestionId, question::Polarity};

use super::{
    check::Checked,
    meaning::{Logic, Meaning, depends},
    sheets::{Coordinate, Of, Part, setting},
    whole::Whole,
};

/// Everything that a rule adds, as diagrams with a name.
fn parts(meaning: &Meaning) -> Vec<(String, Bdd)> {
    let mut parts =
        vec![("it is certain".to_owned(), meaning.sure.clone()), ("it may hold".to_owned(), meaning.possible.clone())];
    for case in &meaning.cases {
        parts.push((format!("it comes to {}", case.reached), case.when.clone()));
    }
    parts
}

fn state(coordinate: &Coordinate, wanted: Answer) -> Option<Part> {
    let found = coordinate.states.iter().find(|(_, answer)| *answer == wanted);
    found.map(|(bits, _)| setting(coordinate, bits))
}

/// "I don't know" to a relief is a "no"; "I don't know" to a risk keeps every limit that a "yes" would bring.
pub(crate) fn unknowns(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    for meaning in &whole.rules {
        for coordinate in &whole.sheets.coordinates {
            let Of::Question(id) = coordinate.of else { continue };
            let Some(question) = whole.knowledge.question(id) else { continue };
            let Some(unknown) = state(coordinate, Answer::Unknown) else { continue };
            if whole.over_budget() || !depends(&meaning.possible, &unknown) {
                continue;
            }
            match question.polarity {
                Polarity::Relief => {
                    let Some(no) = state(coordinate, Answer::No) else { continue };
                    for (what, holds) in parts(meaning) {
                        let differ = holds.restrict(&unknown).xor(&holds.restrict(&no));
                        let says = format!("{what} otherwise for 'I don't know' than for 'no' to a relief");
                        checked.nobody(whole, meaning, &whole.sheets.valid.and(&differ), &says);
                    }
                }
                Polarity::Risk | Polarity::Neutral => {
                    for (bits, answer) in &coordinate.states {
                        if *answer == Answer::Unknown {
                            continue;
                        }
                        let known = setting(coordinate, bits);
                        let lost = meaning.possible.restrict(&known).and_not(&meaning.possible.restrict(&unknown));
                        let both =
                            whole.sheets.valid.restrict(&known).and(&whole.sheets.valid.restrict(&unknown)).and(&lost);
                        checked.nobody(
                            whole,
                            meaning,
                            &both,
                            "its limits hold for an answer, and not for 'I don't know'",
                        );
                    }
                }
            }
        }
    }
    checked
}

/// A question is hidden only where none of its answers comes to anything else.
pub(crate) fn hidden(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    let mut logic = Logic::new(whole.knowledge, &whole.sheets);
    for coordinate in &whole.sheets.coordinates {
        let Of::Question(id) = coordinate.of else { continue };
        let gated = whole.knowledge.question(id).is_some_and(|question| question.applies.is_some());
        if !gated {
            continue;
        }
        let closed = whole.sheets.valid.and_not(&logic.applies(id));
        let states: Vec<Part> = coordinate.states.iter().map(|(bits, _)| setting(coordinate, bits)).collect();
        let Some(first) = states.first() else { continue };
        for meaning in whole.rules.iter().filter(|meaning| depends(&meaning.possible, first)) {
            if whole.over_budget() {
                return checked;
            }
            for (what, holds) in parts(meaning) {
                for other in states.iter().skip(1) {
                    let differ = holds.restrict(first).xor(&holds.restrict(other));
                    let there = closed.restrict(first).and(&closed.restrict(other));
                    let says = format!("`{}` is hidden, and yet whether {what} rests on it", name(whole, id));
                    checked.nobody(whole, meaning, &there.and(&differ), &says);
                }
            }
        }
    }
    checked
}

fn name(whole: &Whole<'_>, id: QuestionId) -> String {
    whole.knowledge.question(id).map_or_else(String::new, |question| question.id.clone())
}
