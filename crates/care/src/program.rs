//! The compiled form of all conditions, and its evaluation in three values.
//!
//! Every condition is monotone once reliefs are turned round: it is an `or` of `and`s of bits that can only push towards
//! more caution. So two passes over two sets of bits are exact three-valued logic: with what is surely so, and with what
//! is possibly so.

mod compile;
mod evaluate;
mod filed;
mod view;

use std::collections::BTreeMap;

use crate::{Bits, Disposition, QuestionId, Tri, expr::Atom, question::Polarity};

pub use filed::Filed;
pub use view::{Reading, View};

/// An `or` of `and`s of bits.
pub type Condition = Vec<Box<[u16]>>;

/// Atoms with their bits.
type Atoms = Box<[(u16, Atom)]>;

#[derive(Clone, Debug)]
enum Derived {
    /// Any of these bits, or any of these terms.
    Any(Bits, Condition),
    /// At least so many of these bits.
    AtLeast(u8, Bits),
}

#[derive(Clone, Debug)]
enum Gate {
    /// One bit: by far the most.
    Bit(u16),
    /// Anything else.
    Any(Condition),
}

/// The questions whose gates read only questions of earlier levels.
#[derive(Clone, Debug, Default)]
struct Level {
    /// Gated questions whose gate matters only where their answer is possible: yes-no risks.
    gated: Bits,
    /// Gated questions that other atoms read: their gate always matters.
    watched: Bits,
    /// The atoms that read a question which is no yes-no risk.
    values: Vec<(QuestionId, Atoms)>,
}

#[derive(Clone, Debug)]
struct Keyed {
    rule: u16,
    bits: Box<[u16]>,
}

/// The compiled conditions of a knowledge base.
#[derive(Clone, Debug, Default)]
pub struct Program {
    map: Atoms,
    levels: Vec<Level>,
    gates: Vec<Option<Gate>>,
    gated: Bits,
    derived: Vec<(u16, Derived)>,
    fact_bits: Vec<u16>,
    atoms: BTreeMap<u16, Atom>,
    conditions: Vec<Condition>,
    others: Vec<Condition>,
    keyed: Vec<Vec<Keyed>>,
    keys: Bits,
    unkeyed: Vec<Keyed>,
    asked_yes_no: Bits,
    risk_yes_no: Bits,
    rescreen: Bits,
    private: Bits,
    relief: Bits,
    kinds: Vec<(Polarity, bool)>,
    clusters: Vec<Bits>,
    rule_cluster: Vec<u16>,
}

/// Why conditions cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompileError {
    /// There are more different conditions than fit.
    TooManyBits(usize),
    /// Gates refer to each other in a circle.
    GateCircle(Vec<QuestionId>),
    /// A gate counts ("2 of"), which gates may not.
    GateCounts(QuestionId),
}

impl Program {
    /// How many bits, terms and derived bits there are: the size that speed is measured against.
    #[must_use]
    pub fn size(&self) -> (usize, usize, usize) {
        let terms = self.conditions.iter().map(Vec::len).sum();
        (self.atoms.len(), terms, self.derived.len())
    }

    /// The atom that a bit stands for, unless the bit is derived.
    #[must_use]
    pub fn atom_of(&self, bit: u16) -> Option<Atom> {
        self.atoms.get(&bit).copied()
    }

    /// The condition of a derived bit: its terms, or the parts and the count that it needs.
    #[must_use]
    pub fn parts_of(&self, bit: u16) -> Option<(u8, Vec<Condition>)> {
        self.derived.iter().find(|(derived, _)| *derived == bit).map(|(_, derived)| match derived {
            Derived::Any(single, terms) => {
                (1, vec![single.iter().map(|bit| Box::from([bit])).chain(terms.iter().cloned()).collect()])
            }
            Derived::AtLeast(count, bits) => (*count, bits.iter().map(|bit| vec![Box::from([bit])]).collect()),
        })
    }

    /// The compiled condition of a rule.
    #[must_use]
    pub fn condition(&self, rule: crate::RuleId) -> &[Box<[u16]>] {
        self.conditions.get(usize::from(rule.0)).map_or(&[], Vec::as_slice)
    }

    /// The truth of one of the other conditions.
    #[must_use]
    pub fn other(&self, view: &View, index: usize) -> Tri {
        self.others.get(index).map_or(Tri::Unknown, |condition| view.truth(condition))
    }

    /// The bit of a fact.
    #[must_use]
    pub fn fact_bit(&self, fact: u16) -> Option<u16> {
        self.fact_bits.get(usize::from(fact)).copied()
    }

    /// The gate of a question, if it has one.
    #[must_use]
    pub fn gate(&self, question: QuestionId) -> Option<Condition> {
        match self.gates.get(usize::from(question.0))?.as_ref()? {
            Gate::Bit(bit) => Some(vec![Box::from([*bit])]),
            Gate::Any(condition) => Some(condition.clone()),
        }
    }

    /// The symptoms of a rule's cluster, as question indexes.
    #[must_use]
    pub fn symptoms(&self, rule: crate::RuleId) -> Bits {
        self.rule_cluster
            .get(usize::from(rule.0))
            .and_then(|cluster| self.clusters.get(usize::from(*cluster)))
            .copied()
            .unwrap_or_default()
    }

    /// The questions that have a gate.
    #[must_use]
    pub fn gated(&self) -> Bits {
        self.gated
    }

    /// The relief questions.
    #[must_use]
    pub fn reliefs(&self) -> Bits {
        self.relief
    }
}

/// What semantics say an unknown condition does, before the rule's own exceptions.
#[must_use]
pub fn unknown_does(effect: Disposition, critical: bool, symptom_is_certain: bool) -> Disposition {
    match effect {
        Disposition::Emergency if symptom_is_certain => Disposition::Urgent,
        Disposition::Emergency | Disposition::Urgent => Disposition::MedicalFirst,
        Disposition::MedicalFirst if critical => Disposition::MedicalFirst,
        Disposition::MedicalFirst | Disposition::Modified => Disposition::Modified,
        Disposition::Clear => Disposition::Clear,
    }
}
