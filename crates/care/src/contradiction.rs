//! Answers that cannot both be true: they are asked again, and read cautiously meanwhile.

use crate::{
    Answer, Intensity, Knowledge, PlaceSet, Sheet,
    expr::{Atom, Expr, Fact},
    pain::MapState,
};

/// The contradictions on a sheet, as indexes into [`Knowledge::contradictions`]. What is in doubt is set to
/// "I don't know", and the sheet is marked as doubtful.
pub fn settle(knowledge: &Knowledge, sheet: &mut Sheet) -> Vec<usize> {
    let found: Vec<usize> = knowledge
        .contradictions
        .iter()
        .zip(0usize..)
        .filter(|(contradiction, _)| holds(&contradiction.when, &knowledge.facts, sheet))
        .map(|(_, index)| index)
        .collect();
    for contradiction in found.iter().filter_map(|index| knowledge.contradictions.get(*index)) {
        for question in &contradiction.doubt {
            sheet.set(*question, Answer::Unknown);
        }
    }
    sheet.doubtful = !found.is_empty();
    found
}

/// Whether a condition holds on the answers as they were given, without gates; what was not said does not hold.
fn holds(expr: &Expr, facts: &[Fact], sheet: &Sheet) -> bool {
    match expr {
        Expr::And(parts) => parts.iter().all(|part| holds(part, facts, sheet)),
        Expr::Or(parts) => parts.iter().any(|part| holds(part, facts, sheet)),
        Expr::AtLeast(count, parts) => {
            parts.iter().filter(|part| holds(part, facts, sheet)).count() >= usize::from(*count)
        }
        Expr::Fact(index) => facts.get(usize::from(*index)).is_some_and(|fact| holds(&fact.is, facts, sheet)),
        Expr::Atom(atom) => said(*atom, sheet),
    }
}

fn said(atom: Atom, sheet: &Sheet) -> bool {
    let marked =
        |places: PlaceSet, marked: PlaceSet| sheet.pain.state == MapState::Confirmed && !places.and(marked).is_empty();
    match atom {
        Atom::Yes(question) => sheet.get(question) == Answer::Yes,
        Atom::SaidNo(question) | Atom::NotYes(question) => sheet.get(question) == Answer::No,
        Atom::AtLeast(question, least) => matches!(sheet.get(question), Answer::Number(value) if value >= least),
        Atom::Below(question, limit) => matches!(sheet.get(question), Answer::Number(value) if value < limit),
        Atom::OneOf(question, mask) => match sheet.get(question) {
            Answer::Choice(option) => mask & 1u32.checked_shl(u32::from(option)).unwrap_or(0) != 0,
            Answer::Choices(options) => mask & options != 0,
            _ => false,
        },
        Atom::PainAt(places) => marked(places, sheet.pain.painful()),
        Atom::NumbAt(places) => marked(places, sheet.pain.numb()),
        Atom::SpreadsTo(places) => marked(places, sheet.pain.spreads()),
        Atom::PainMax(least) => {
            sheet.pain.state == MapState::Confirmed
                && matches!(sheet.pain.highest(), Intensity::Of(highest) if highest >= least)
        }
    }
}
