//! The compiled form of all conditions, and its evaluation in three values.
//!
//! Every condition is monotone once reliefs are turned round: it is an `or` of `and`s of bits that can only push towards
//! more caution. So two passes over two sets of bits are exact three-valued logic: with what is surely so, and with what
//! is possibly so.

mod compile;
mod evaluate;
mod filed;
mod mask;
mod rows;
mod tables;
mod view;

use crate::{Bits, Disposition, QuestionId, Tri, expr::Atom};

use mask::Mask;
use rows::Rows;
use tables::{Gate, Level, MapBits};

pub use filed::Filed;
pub use view::{Reading, View};

/// An `or` of `and`s of bits.
pub type Condition = Vec<Box<[u16]>>;

/// A bit that follows from others: a fact, or a count.
#[derive(Clone, Debug)]
struct Derived {
    bit: u16,
    /// How many of the single bits it takes.
    needs: u8,
    /// The single bits.
    single: Mask,
    /// Terms of several bits, one of which is enough.
    terms: Condition,
    /// All of it, as conditions of which `needs` have to hold.
    parts: Vec<Condition>,
}

/// The compiled conditions of a knowledge base.
#[derive(Clone, Debug, Default)]
pub struct Program {
    conditions: Vec<Condition>,
    others: Vec<Condition>,
    fact_bits: Vec<u16>,
    /// By bit; nothing for bits that are derived or not used.
    atoms: Vec<Option<Atom>>,
    /// In the order of their bits, which is the order in which they read each other.
    derived: Vec<Derived>,
    gates: Vec<Option<Gate>>,
    gated: Bits,
    map: MapBits,
    levels: Vec<Level>,
    rows: Rows,
    asked_yes_no: Bits,
    risk_yes_no: Bits,
    rescreen: Bits,
    private: Bits,
    relief: Bits,
    /// The questions that conditions read as reliefs, neutral ones among them.
    read_as_relief: Bits,
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
        (self.atoms.iter().flatten().count(), terms, self.derived.len())
    }

    /// The atom that a bit stands for, unless the bit is derived.
    #[must_use]
    pub fn atom_of(&self, bit: u16) -> Option<Atom> {
        self.atoms.get(usize::from(bit)).copied().flatten()
    }

    /// The condition of a derived bit: its terms, or the parts and the count that it needs.
    #[must_use]
    pub fn parts_of(&self, bit: u16) -> Option<(u8, Vec<Condition>)> {
        self.parts(bit).map(|(needs, parts)| (needs, parts.to_vec()))
    }

    /// The same, borrowed.
    #[must_use]
    pub(crate) fn parts(&self, bit: u16) -> Option<(u8, &[Condition])> {
        let at = self.derived.binary_search_by_key(&bit, |derived| derived.bit).ok()?;
        self.derived.get(at).map(|derived| (derived.needs, derived.parts.as_slice()))
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
        self.gates.get(usize::from(question.0))?.as_ref().map(Gate::condition)
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
