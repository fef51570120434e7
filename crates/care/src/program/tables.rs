//! The tables that a sheet is read with.

use super::{Condition, Mask};
use crate::{
    Bits, PlaceSet, QuestionId, Reading,
    expr::Atom,
    question::{Kind, Polarity, Purpose, Question},
    sheet::Value,
};

/// The bits that read the body map.
#[derive(Clone, Debug, Default)]
pub(super) struct MapBits {
    /// Pain at a place.
    pub(super) pain: Vec<(u16, PlaceSet)>,
    /// Numbness at a place.
    pub(super) numb: Vec<(u16, PlaceSet)>,
    /// Pain that spreads to a place.
    pub(super) spreads: Vec<(u16, PlaceSet)>,
    /// The highest intensity, at least this.
    pub(super) highest: Vec<(u16, u8)>,
    /// All of them.
    pub(super) all: Mask,
}

impl MapBits {
    /// The bits among these atoms that read the map.
    pub(super) fn of(atoms: &[(u16, Atom)]) -> Self {
        let mut map = Self::default();
        for (bit, atom) in atoms {
            match *atom {
                Atom::PainAt(places) => map.pain.push((*bit, places)),
                Atom::NumbAt(places) => map.numb.push((*bit, places)),
                Atom::SpreadsTo(places) => map.spreads.push((*bit, places)),
                Atom::PainMax(least) => map.highest.push((*bit, least)),
                Atom::Yes(_)
                | Atom::NotYes(_)
                | Atom::SaidNo(_)
                | Atom::AtLeast(..)
                | Atom::Below(..)
                | Atom::OneOf(..)
                | Atom::NamedAt(..) => {}
            }
        }
        map.all = atoms.iter().filter(|(_, atom)| atom.question().is_none()).map(|(bit, _)| *bit).collect();
        map
    }
}

/// When a question is asked at all.
#[derive(Clone, Debug)]
pub(super) enum Gate {
    /// One bit: by far the most.
    Bit(u16),
    /// Any of these bits.
    Any(Mask, Condition),
    /// Anything else.
    Terms(Condition),
}

impl Gate {
    pub(super) fn of(condition: Condition) -> Self {
        let single: Option<Vec<u16>> = condition
            .iter()
            .map(|term| match **term {
                [bit] => Some(bit),
                _ => None,
            })
            .collect();
        match single.as_deref() {
            Some([bit]) => Self::Bit(*bit),
            Some(bits) => Self::Any(bits.iter().copied().collect(), condition),
            None => Self::Terms(condition),
        }
    }

    /// Whether it may be open.
    #[inline]
    pub(super) fn is_open(&self, possible: &Bits) -> bool {
        match self {
            Self::Bit(bit) => possible.has(*bit),
            Self::Any(bits, _) => bits.meets(possible),
            Self::Terms(condition) => condition.iter().any(|term| term.iter().all(|bit| possible.has(*bit))),
        }
    }

    /// The gate as a condition.
    pub(super) fn condition(&self) -> Condition {
        match self {
            Self::Bit(bit) => vec![Box::from([*bit])],
            Self::Any(_, condition) | Self::Terms(condition) => condition.clone(),
        }
    }
}

/// The questions whose gates read only questions of earlier levels.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    /// Those that have a gate.
    pub(super) gated: Bits,
    /// Those that are counted only on an explicit yes, each with the bit that says that there is none.
    pub(super) reliefs: Vec<(QuestionId, u16)>,
    /// Numbers and choices, in the order of the questions.
    pub(super) values: Vec<Values>,
    /// Places.
    pub(super) named: Vec<Named>,
}

/// What the places that answer a question make true.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) question: QuestionId,
    /// Whether it counts that it was not asked.
    pub(super) asked: bool,
    /// The bits that hold where one of these places is named.
    pub(super) bits: Vec<(u16, PlaceSet)>,
}

impl Named {
    /// The table of a question that these atoms read.
    pub(super) fn of(id: QuestionId, question: &Question, atoms: &[(u16, Atom)]) -> Self {
        let named = atoms.iter().filter_map(|(bit, atom)| match *atom {
            Atom::NamedAt(_, places) => Some((*bit, places)),
            _ => None,
        });
        Self { question: id, asked: question.purpose == Purpose::Safety, bits: named.collect() }
    }
}

/// What the answers to a number or a choice make true. Never unknown: "I don't know" stands for the worst of the cells.
#[derive(Clone, Debug)]
pub(super) struct Values {
    pub(super) question: QuestionId,
    cells: Cells,
    /// What the worst of the cells makes true.
    pub(super) worst: Mask,
    /// What holds while it was not asked: as it is shown or at most, and at least.
    not_asked: (Mask, Mask),
}

#[derive(Clone, Debug)]
enum Cells {
    /// By option.
    Options(Vec<Mask>),
    /// From a value on, rising.
    Numbers(Vec<(i32, Mask)>),
}

impl Values {
    /// The table of a question that these atoms read.
    pub(super) fn of(id: QuestionId, question: &Question, atoms: &[(u16, Atom)]) -> Self {
        let holding = |holds: &dyn Fn(Atom) -> bool| -> Mask {
            atoms.iter().filter(|(_, atom)| holds(*atom)).map(|(bit, _)| *bit).collect()
        };
        let option = |option: u32| {
            holding(&|atom| match atom {
                Atom::OneOf(_, mask) => mask >> option & 1 == 1,
                // A choice where a number is asked cannot be read: the worst is assumed.
                _ => true,
            })
        };
        let number = |value: i32| {
            holding(&|atom| match atom {
                Atom::AtLeast(_, least) => value >= least,
                Atom::Below(_, limit) => value < limit,
                _ => true,
            })
        };
        let cells = match question.kind {
            Kind::Number { .. } => {
                let mut cuts = vec![i32::MIN];
                cuts.extend(atoms.iter().filter_map(|(_, atom)| match atom {
                    Atom::AtLeast(_, cut) | Atom::Below(_, cut) => Some(*cut),
                    _ => None,
                }));
                cuts.sort_unstable();
                cuts.dedup();
                Cells::Numbers(cuts.into_iter().map(|cut| (cut, number(cut))).collect())
            }
            Kind::YesNo | Kind::Choice(_) | Kind::Choices(_) | Kind::Places | Kind::Text => {
                Cells::Options((0u32..).take(question.options().len()).map(option).collect())
            }
        };
        let worst = holding(&|_| true);
        let not_asked = match (question.purpose == Purpose::Baseline, question.polarity) {
            (true, _) => (Mask::default(), Mask::default()),
            (false, Polarity::Risk) => {
                (worst.clone(), holding(&|atom| matches!(atom, Atom::OneOf(_, mask) if mask & 1 == 1)))
            }
            // A neutral question that was not asked: the interview tries every cell; here, none holds.
            (false, Polarity::Neutral | Polarity::Relief) => (worst.clone(), Mask::default()),
        };
        Self { question: id, cells, worst, not_asked }
    }

    /// What holds while it was not asked.
    #[inline]
    pub(super) fn not_asked(&self, reading: Reading) -> &Mask {
        match reading {
            Reading::Shown | Reading::Most => &self.not_asked.0,
            Reading::Least => &self.not_asked.1,
        }
    }

    /// What an answer makes true.
    #[inline]
    pub(super) fn add(&self, value: Value, add: &mut impl FnMut(&Mask)) {
        match (&self.cells, value) {
            (Cells::Options(options), Value::Choice(option)) => {
                add(options.get(usize::from(option)).unwrap_or(&self.worst));
            }
            (Cells::Options(options), Value::Choices(chosen)) => {
                for (option, mask) in (0u32..32).zip(options) {
                    if chosen >> option & 1 == 1 {
                        add(mask);
                    }
                }
            }
            (Cells::Numbers(cells), Value::Number(number)) => {
                let cell = cells.iter().rev().find(|(from, _)| number >= *from);
                add(cell.map_or(&self.worst, |(_, mask)| mask));
            }
            // An answer of another kind cannot be read: the worst is assumed.
            (Cells::Options(_), Value::Number(_)) | (Cells::Numbers(_), Value::Choice(_) | Value::Choices(_)) => {
                add(&self.worst);
            }
        }
    }
}
