//! From sheets to planes.

use supple_care::{
    Answer, Bits, Intensity, Knowledge, PlaceId, RuleId, Sheet,
    expr::Atom,
    pain::MapState,
    question::{Kind, Purpose, Question},
};

use crate::{Sliced, Word, terms::Planes};

/// Many people as planes: for each bit who surely and who possibly has it, before any gate.
#[derive(Clone, Debug)]
pub struct Block {
    pub(crate) sure: Planes,
    pub(crate) possible: Planes,
    /// For each rule for whom a clinician agreed.
    pub(crate) agreed: Vec<Word>,
    /// For each place of an answer that limits ask for, who may have it there.
    pub(crate) places: Vec<Word>,
}

impl Block {
    /// Nobody has anything.
    pub(crate) fn of(rules: usize, places: usize) -> Self {
        let empty = || Box::new([Word::NONE; Bits::CAPACITY]);
        Self { sure: empty(), possible: empty(), agreed: vec![Word::NONE; rules], places: vec![Word::NONE; places] }
    }
}

impl Sliced {
    /// Reads up to [`Word::LANES`] sheets as they are shown: what was not asked is "I don't know".
    #[must_use]
    pub fn read(&self, knowledge: &Knowledge, sheets: &[Sheet]) -> Block {
        let mut block = Block::of(knowledge.rules.len(), self.places.len());
        for (sheet, lane) in sheets.iter().take(Word::LANES).zip(0usize..) {
            for (bit, atom) in &self.atoms {
                let (sure, possible) = said(knowledge, sheet, *atom);
                let put = |planes: &mut Planes, holds: bool| {
                    if let Some(word) = planes.get_mut(usize::from(*bit))
                        && holds
                    {
                        word.insert(lane);
                    }
                };
                put(&mut block.sure, sure);
                put(&mut block.possible, possible);
            }
            for (word, (question, place)) in block.places.iter_mut().zip(&self.places) {
                if may_be_at(sheet.get(*question), *place) {
                    word.insert(lane);
                }
            }
            for given in sheet.clearances.iter().filter(|given| given.holds_on(sheet.today)) {
                for (word, index) in block.agreed.iter_mut().zip(0u16..) {
                    if given.covers(RuleId(index)) {
                        word.insert(lane);
                    }
                }
            }
        }
        block
    }
}

/// Whether an answer may mean a place. A place that is not known is everywhere.
pub(crate) fn may_be_at(answer: Answer, place: PlaceId) -> bool {
    match answer {
        Answer::Places(places) => places.is_empty() || places.has(place),
        _ => true,
    }
}

/// What an atom says of a sheet whose questions are all open: surely, and possibly.
fn said(knowledge: &Knowledge, sheet: &Sheet, atom: Atom) -> (bool, bool) {
    let Some(id) = atom.question() else {
        let holds = marked(sheet, atom);
        return (holds, holds);
    };
    let Some(question) = knowledge.question(id) else { return (false, true) };
    answered(question, atom, sheet.counted(id), Setting { proxy: sheet.proxy, rescreen: sheet.rescreen })
}

/// How answers came about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    /// Somebody else answered.
    pub(crate) proxy: bool,
    /// Before a later session.
    pub(crate) rescreen: bool,
}

/// What an atom says of the answer to its question: surely, and possibly.
pub(crate) fn answered(question: &Question, atom: Atom, answer: Answer, setting: Setting) -> (bool, bool) {
    let certain = |holds: bool| (holds, holds);
    // What only the person can feel: somebody else's no is "I don't know", somebody else's yes is no relief.
    let private = setting.proxy && question.private && question.kind == Kind::YesNo;
    let asked = match question.purpose {
        Purpose::Safety => true,
        Purpose::Rescreen => setting.rescreen,
        Purpose::Baseline => false,
    };
    match (atom, answer) {
        (Atom::Yes(_), Answer::Yes) => certain(true),
        (Atom::Yes(_), Answer::No) => (false, private),
        (Atom::Yes(_), Answer::Unknown) => (false, true),
        // An answer of another kind is none.
        (Atom::Yes(_), Answer::NotAsked | Answer::Number(_) | Answer::Choice(_) | Answer::Choices(_)) => (false, asked),
        (Atom::Yes(_), Answer::Places(_)) => (false, asked),
        (Atom::NotYes(_), Answer::Yes) => certain(private),
        (Atom::NotYes(_), _) => certain(true),
        (Atom::SaidNo(_), answer) => certain(answer == Answer::No),
        (Atom::AtLeast(_, least), Answer::Number(value)) => certain(value >= least),
        (Atom::Below(_, limit), Answer::Number(value)) => certain(value < limit),
        (Atom::OneOf(_, mask), Answer::Choice(option)) => {
            certain(mask.checked_shr(u32::from(option)).unwrap_or(0) & 1 == 1)
        }
        (Atom::OneOf(_, mask), Answer::Choices(options)) => certain(mask & options != 0),
        (Atom::NamedAt(_, places), Answer::Places(named)) if !named.is_empty() => {
            certain(!places.and(named).is_empty())
        }
        (_, Answer::NotAsked) => certain(question.purpose != Purpose::Baseline),
        // What cannot be read, and "I don't know", stand for the worst.
        (_, _) => certain(true),
    }
}

/// What an atom says of the body map: a map that is not confirmed hurts everywhere.
fn marked(sheet: &Sheet, atom: Atom) -> bool {
    if sheet.pain.state != MapState::Confirmed {
        return true;
    }
    match atom {
        Atom::PainAt(places) => !places.and(sheet.pain.painful()).is_empty(),
        Atom::NumbAt(places) => !places.and(sheet.pain.numb()).is_empty(),
        Atom::SpreadsTo(places) => !places.and(sheet.pain.spreads()).is_empty(),
        Atom::PainMax(least) => match sheet.pain.highest() {
            Intensity::Unknown => true,
            Intensity::Of(highest) => highest >= least,
        },
        Atom::Yes(_)
        | Atom::NotYes(_)
        | Atom::SaidNo(_)
        | Atom::AtLeast(..)
        | Atom::Below(..)
        | Atom::OneOf(..)
        | Atom::NamedAt(..) => true,
    }
}
