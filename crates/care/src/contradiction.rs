//! Answers that cannot both be true: they are asked again, and read cautiously meanwhile.

use crate::{
    Answer, Intensity, Knowledge, PlaceSet, QuestionId, Sheet,
    expr::{Atom, Expr, Fact},
    pain::MapState,
    question::{Kind, Polarity, Question},
};

/// The contradictions on a sheet, as indexes into [`Knowledge::contradictions`]. What is in doubt is read as the more
/// cautious of the two answers ([`Sheet::is_doubted`]), and the sheet is marked as doubtful.
pub fn settle(knowledge: &Knowledge, sheet: &mut Sheet) -> Vec<usize> {
    settle_in_time(knowledge, sheet, &|_| false)
}

/// As [`settle`], for answers of several days: `over` says which are older than the "no" that hides them. Of what passes,
/// such an answer is only hidden.
pub fn settle_in_time(knowledge: &Knowledge, sheet: &mut Sheet, over: &dyn Fn(QuestionId) -> bool) -> Vec<usize> {
    let found: Vec<usize> = knowledge
        .contradictions
        .iter()
        .zip(0usize..)
        .filter(|(contradiction, _)| {
            let read = |question| if contradiction.passes && over(question) { None } else { Some(sheet.get(question)) };
            let said = Said { facts: &knowledge.facts, sheet, read: &read };
            (!contradiction.unmarked || nothing_hurts(sheet)) && said.holds(&contradiction.when)
        })
        .map(|(_, index)| index)
        .collect();
    for contradiction in found.iter().filter_map(|index| knowledge.contradictions.get(*index)) {
        for question in &contradiction.doubt {
            if !contradiction.unsure && is_risk(knowledge, *question) {
                sheet.doubt(*question);
            } else if !sheet.is_doubted(*question) {
                sheet.set(*question, Answer::Unknown);
            }
        }
        if contradiction.unmarked {
            // Whatever it says, the map is not complete: it is read as not known, and asked again.
            sheet.pain.state = MapState::NotAsked;
        }
    }
    sheet.doubtful = !found.is_empty();
    found
}

/// Whether a question is one of risk that is answered with yes or no: a "no" in doubt is then read as a yes. Anything else
/// has its worst reading in "I don't know": a relief that is not given, the worst number or option.
fn is_risk(knowledge: &Knowledge, question: QuestionId) -> bool {
    let of_risk = |question: &Question| question.kind == Kind::YesNo && question.polarity == Polarity::Risk;
    knowledge.question(question).is_some_and(of_risk)
}

/// Whether the map is confirmed and shows no pain.
fn nothing_hurts(sheet: &Sheet) -> bool {
    sheet.pain.state == MapState::Confirmed && sheet.pain.highest() == Intensity::Of(0)
}

/// The answers as they were given, without gates; what was not said does not hold.
struct Said<'a> {
    facts: &'a [Fact],
    sheet: &'a Sheet,
    /// An answer; nothing where it is not to be read.
    read: &'a dyn Fn(QuestionId) -> Option<Answer>,
}

impl Said<'_> {
    fn holds(&self, expr: &Expr) -> bool {
        match expr {
            Expr::And(parts) => parts.iter().all(|part| self.holds(part)),
            Expr::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Expr::AtLeast(count, parts) => parts.iter().filter(|part| self.holds(part)).count() >= usize::from(*count),
            Expr::Fact(index) => self.facts.get(usize::from(*index)).is_some_and(|fact| self.holds(&fact.is)),
            Expr::Atom(atom) => self.said(*atom),
        }
    }

    fn said(&self, atom: Atom) -> bool {
        let pain = &self.sheet.pain;
        let marked =
            |places: PlaceSet, marked: PlaceSet| pain.state == MapState::Confirmed && !places.and(marked).is_empty();
        match atom {
            Atom::Yes(question) | Atom::AtLeast(question, _) | Atom::Below(question, _) | Atom::OneOf(question, _) => {
                (self.read)(question).is_some_and(|answer| says(atom, answer))
            }
            // What hides is read however old what it hides is.
            Atom::SaidNo(question) | Atom::NotYes(question) => says(atom, self.sheet.get(question)),
            Atom::PainAt(places) => marked(places, pain.painful()),
            Atom::NumbAt(places) => marked(places, pain.numb()),
            Atom::SpreadsTo(places) => marked(places, pain.spreads()),
            Atom::PainMax(least) => {
                pain.state == MapState::Confirmed
                    && matches!(pain.highest(), Intensity::Of(highest) if highest >= least)
            }
        }
    }
}

/// Whether an answer, as it was given, says what an atom of a contradiction says of its question. An atom of the body map is
/// said by no answer.
#[must_use]
pub fn says(atom: Atom, answer: Answer) -> bool {
    match (atom, answer) {
        (Atom::Yes(_), answer) => answer == Answer::Yes,
        (Atom::SaidNo(_) | Atom::NotYes(_), answer) => matches!(answer, Answer::No | Answer::Choice(0)),
        (Atom::AtLeast(_, least), Answer::Number(value)) => value >= least,
        (Atom::Below(_, limit), Answer::Number(value)) => value < limit,
        (Atom::OneOf(_, mask), Answer::Choice(option)) => mask & 1u32.checked_shl(u32::from(option)).unwrap_or(0) != 0,
        (Atom::OneOf(_, mask), Answer::Choices(options)) => mask & options != 0,
        (Atom::AtLeast(..) | Atom::Below(..) | Atom::OneOf(..), _) => false,
        (Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_), _) => false,
    }
}
