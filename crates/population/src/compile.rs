//! From the compiled conditions to a straight line over words.

use supple_care::{
    Bar, Bits, Disposition, Knowledge, PlaceId, QuestionId, RuleId,
    expr::Atom,
    last_left,
    program::{Condition, unknown_does},
    rule::{Effect, UnknownEffect},
};

use crate::terms::Terms;

/// One step of the line. Slots hold a pair of planes each.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// The slot is a condition.
    Any { to: u16, terms: Terms },
    /// The slot is at least so many of these slots.
    Count { to: u16, least: u8, of: Box<[u16]> },
    /// Where the gate cannot hold, the question is hidden: what it says falls, that a relief is not given holds.
    Gate { gate: Terms, falls: Box<[u16]>, rises: Box<[u16]> },
}

/// What a rule comes to.
#[derive(Clone, Debug)]
pub(crate) struct Reaches {
    pub(crate) certain: Disposition,
    pub(crate) unknown: Disposition,
    /// What an unknown condition comes to beside a certain symptom of a cluster, and which cluster.
    pub(crate) beside: Option<(Disposition, usize)>,
    /// Whether a clinician's agreement makes medical-first modified.
    pub(crate) liftable: bool,
}

/// A rule.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) terms: Terms,
    /// Nothing for advice and crisis.
    pub(crate) reaches: Option<Reaches>,
}

/// What takes away one of the massages that could be the last one left.
#[derive(Clone, Debug, Default)]
pub(crate) struct Barring {
    /// Rules that take it away from whoever may meet them.
    pub(crate) rules: Box<[u16]>,
    /// Rules that take it away only at a place: the place among those of answers.
    pub(crate) at: Box<[(u16, usize)]>,
}

/// A knowledge base, ready to screen as many people at a time as a [`Word`](crate::Word) holds.
#[derive(Clone, Debug)]
pub struct Sliced {
    /// The atoms that are read from each sheet.
    pub(crate) atoms: Vec<(u16, Atom)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) rules: Vec<Line>,
    /// The symptoms of each cluster.
    pub(crate) clusters: Vec<Terms>,
    /// What takes away each massage that could be the last one left.
    pub(crate) last: Vec<Barring>,
    /// The places of answers that limits ask for.
    pub(crate) places: Vec<(QuestionId, PlaceId)>,
}

impl Sliced {
    /// Compiles.
    #[must_use]
    pub fn of(knowledge: &Knowledge) -> Self {
        let program = &knowledge.program;
        let all = 0..u16::try_from(Bits::CAPACITY).unwrap_or(u16::MAX);
        let atoms: Vec<(u16, Atom)> =
            all.clone().filter_map(|bit| program.atom_of(bit).map(|atom| (bit, atom))).collect();
        let mut order =
            Order { knowledge, atoms: &atoms, steps: Vec::new(), done: Bits::default(), open: Bits::default() };
        for bit in all.clone() {
            order.bit(bit);
        }
        let steps = order.steps;
        let ids = (0u16..).zip(&knowledge.rules).map(|(index, _)| RuleId(index));
        let mut symptoms = Vec::new();
        let line =
            |id| Line { terms: Terms::of(program.condition(id)), reaches: reaches(knowledge, id, &mut symptoms) };
        let rules = ids.map(line).collect();
        let clusters = symptoms.iter().map(|bits| Terms::any(bits.iter())).collect();
        let mut places = Vec::new();
        let last = last_left(knowledge).iter().map(|bars| barring(bars, &mut places)).collect();
        Self { last, places, atoms, steps, rules, clusters }
    }
}

/// `places` are those of answers that were met so far.
fn barring(bars: &[Bar], places: &mut Vec<(QuestionId, PlaceId)>) -> Barring {
    let rules: Bits = bars.iter().filter(|bar| bar.only.is_none()).map(|bar| bar.rule.0).collect();
    let mut at: Vec<(u16, usize)> = Vec::new();
    for (bar, only) in bars.iter().filter_map(|bar| Some((bar.rule.0, bar.only?))) {
        if !rules.has(bar) {
            let known = places.iter().position(|known| *known == only);
            at.push((bar, known.unwrap_or(places.len())));
            if known.is_none() {
                places.push(only);
            }
        }
    }
    Barring { rules: rules.iter().collect(), at: at.into() }
}

/// Puts gates and derived bits in an order in which everything is there before it is read.
struct Order<'k> {
    knowledge: &'k Knowledge,
    atoms: &'k [(u16, Atom)],
    steps: Vec<Step>,
    done: Bits,
    open: Bits,
}

impl Order<'_> {
    fn condition(&mut self, condition: &Condition) {
        for bit in condition.iter().flat_map(|term| term.iter()) {
            self.bit(*bit);
        }
    }

    /// The gate of a question, before anything that reads the question.
    fn gate(&mut self, id: QuestionId) {
        if self.open.has(id.0) {
            return;
        }
        self.open.insert(id.0);
        let Some(gate) = self.knowledge.program.gate(id) else { return };
        self.condition(&gate);
        let own = || self.atoms.iter().filter(|(_, atom)| atom.question() == Some(id));
        let (mut falls, mut rises) = (Vec::new(), Vec::new());
        for (bit, atom) in own() {
            match atom {
                Atom::NotYes(_) => rises.push(*bit),
                // Reads the answer raw.
                Atom::SaidNo(_) => {}
                Atom::Yes(_)
                | Atom::AtLeast(..)
                | Atom::Below(..)
                | Atom::OneOf(..)
                | Atom::NamedAt(..)
                | Atom::PainAt(_)
                | Atom::NumbAt(_)
                | Atom::SpreadsTo(_)
                | Atom::PainMax(_) => falls.push(*bit),
            }
        }
        self.steps.push(Step::Gate { gate: Terms::of(&gate), falls: falls.into(), rises: rises.into() });
    }

    fn bit(&mut self, bit: u16) {
        if self.done.has(bit) {
            return;
        }
        self.done.insert(bit);
        if let Some(id) = self.knowledge.program.atom_of(bit).and_then(|atom| atom.question()) {
            self.gate(id);
        } else if let Some((least, parts)) = self.knowledge.program.parts_of(bit) {
            for part in &parts {
                self.condition(part);
            }
            if let ([terms], 1) = (parts.as_slice(), least) {
                self.steps.push(Step::Any { to: bit, terms: Terms::of(terms) });
            } else {
                // INVARIANT: each part of a count is a single bit.
                let of = parts.iter().flatten().flat_map(|term| term.iter().copied()).collect();
                self.steps.push(Step::Count { to: bit, least, of });
            }
        }
    }
}

/// `clusters` are the symptoms of those that were met so far.
fn reaches(knowledge: &Knowledge, id: RuleId, clusters: &mut Vec<Bits>) -> Option<Reaches> {
    let rule = knowledge.rule(id)?;
    let Effect::Disposition(certain) = rule.effect else { return None };
    let of_unknown = |symptom: bool| match rule.unknown {
        UnknownEffect::Exactly(exception) => exception,
        UnknownEffect::Default => unknown_does(certain, rule.critical, symptom),
    };
    let (unknown, beside) = (of_unknown(false), of_unknown(true));
    let mut cluster = || {
        let symptoms = knowledge.program.symptoms(id);
        let known = clusters.iter().position(|known| *known == symptoms);
        known.unwrap_or_else(|| {
            clusters.push(symptoms);
            clusters.len() - 1
        })
    };
    let beside = (beside != unknown).then(|| (beside, cluster()));
    Some(Reaches { certain, unknown, beside, liftable: rule.liftable })
}
