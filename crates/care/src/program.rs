//! The compiled form of all conditions, and its evaluation in three values.
//!
//! Every condition is monotone once reliefs are turned round: it is an `or` of `and`s of bits that can only push towards
//! more caution. So two passes over two sets of bits are exact three-valued logic: with what is surely so, and with what
//! is possibly so.

use std::collections::BTreeMap;

use crate::{
    Answer, Bits, Disposition, Intensity, QuestionId, Sheet, Tri,
    expr::{Atom, Expr, Fact},
    pain::MapState,
    question::{Kind, Polarity, Purpose, Question},
    rule::Rule,
};

/// How questions that were not asked are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As "I don't know": what is shown.
    Shown,
    /// As the least cautious answers there can be.
    Least,
    /// As the most cautious answers there can be.
    Most,
}

/// What the bits of a sheet surely are, and what they possibly are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Surely so.
    pub sure: Bits,
    /// Possibly so. Always holds `sure`.
    pub possible: Bits,
    /// Questions hidden by their gate.
    pub hidden: Bits,
}

impl View {
    fn hide(&mut self, question: QuestionId) {
        self.hidden.insert(question.0);
        self.sure.remove(question.0);
        self.possible.remove(question.0);
    }

    fn set(&mut self, bit: u16, holds: bool) {
        self.sure.set(bit, holds);
        self.possible.set(bit, holds);
    }

    /// The truth of one bit.
    #[must_use]
    pub fn bit(&self, bit: u16) -> Tri {
        Tri::from_bounds(self.sure.has(bit), self.possible.has(bit))
    }

    /// The truth of a condition.
    #[must_use]
    pub fn truth(&self, condition: &[Box<[u16]>]) -> Tri {
        let holds = |bits: &Bits| condition.iter().any(|term| term.iter().all(|bit| bits.has(*bit)));
        Tri::from_bounds(holds(&self.sure), holds(&self.possible))
    }
}

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

impl Derived {
    fn any(condition: Condition) -> Self {
        let (single, terms): (Condition, Condition) = condition.into_iter().partition(|term| term.len() == 1);
        Self::Any(single.iter().flat_map(|term| term.iter().copied()).collect(), terms)
    }

    fn holds(&self, bits: &Bits) -> bool {
        match self {
            Self::Any(single, terms) => {
                single.meets(bits) || terms.iter().any(|term| term.iter().all(|bit| bits.has(*bit)))
            }
            Self::AtLeast(count, of) => of.and(bits).len() >= u32::from(*count),
        }
    }
}

#[derive(Clone, Debug)]
enum Gate {
    /// One bit: by far the most.
    Bit(u16),
    /// Anything else.
    Any(Condition),
}

impl Gate {
    fn is_open(&self, view: &View) -> bool {
        match self {
            Self::Bit(bit) => view.possible.has(*bit),
            Self::Any(condition) => condition.iter().any(|term| term.iter().all(|bit| view.possible.has(*bit))),
        }
    }
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

struct Builder<'a> {
    facts: &'a [Fact],
    next: u16,
    bits: BTreeMap<u16, Atom>,
    values: Vec<(u16, Atom)>,
    derived: Vec<(u16, Derived)>,
    fact_bits: Vec<Option<u16>>,
}

impl Builder<'_> {
    fn fresh(&mut self) -> u16 {
        let bit = self.next;
        self.next = self.next.saturating_add(1);
        bit
    }

    fn atom(&mut self, atom: Atom) -> u16 {
        if let Atom::Yes(question) = atom {
            self.bits.insert(question.0, atom);
            return question.0;
        }
        if let Some((bit, _)) = self.values.iter().find(|(_, known)| *known == atom) {
            return *bit;
        }
        let bit = self.fresh();
        self.values.push((bit, atom));
        self.bits.insert(bit, atom);
        bit
    }

    fn fact(&mut self, index: u16) -> u16 {
        if let Some(bit) = self.fact_bits.get(usize::from(index)).copied().flatten() {
            return bit;
        }
        let terms = match self.facts.get(usize::from(index)) {
            Some(fact) => self.terms(&fact.is, true),
            None => Vec::new(),
        };
        let bit = self.fresh();
        self.derived.push((bit, Derived::any(terms)));
        if let Some(slot) = self.fact_bits.get_mut(usize::from(index)) {
            *slot = Some(bit);
        }
        bit
    }

    /// The condition as an `or` of `and`s. With `share`, facts and counts become bits of their own.
    fn terms(&mut self, expr: &Expr, share: bool) -> Condition {
        match expr {
            Expr::Atom(atom) => vec![Box::from([self.atom(*atom)])],
            Expr::Fact(index) if share => vec![Box::from([self.fact(*index)])],
            Expr::Fact(index) => match self.facts.get(usize::from(*index)) {
                Some(fact) => self.terms(&fact.is, share),
                None => Vec::new(),
            },
            Expr::Or(parts) => parts.iter().flat_map(|part| self.terms(part, share)).collect(),
            Expr::And(parts) => parts.iter().fold(vec![Box::from([])], |so_far: Condition, part| {
                let with = self.terms(part, share);
                so_far
                    .iter()
                    .flat_map(|left| {
                        with.iter().map(|right| {
                            let mut bits: Vec<u16> = left.iter().chain(right.iter()).copied().collect();
                            bits.sort_unstable();
                            bits.dedup();
                            bits.into_boxed_slice()
                        })
                    })
                    .collect()
            }),
            Expr::AtLeast(count, parts) => {
                let bits = parts.iter().map(|part| self.bit(part)).collect();
                let bit = self.fresh();
                self.derived.push((bit, Derived::AtLeast(*count, bits)));
                vec![Box::from([bit])]
            }
        }
    }

    fn bit(&mut self, expr: &Expr) -> u16 {
        match expr {
            Expr::Atom(atom) => self.atom(*atom),
            Expr::Fact(index) => self.fact(*index),
            Expr::And(_) | Expr::Or(_) | Expr::AtLeast(..) => {
                let terms = self.terms(expr, true);
                let bit = self.fresh();
                self.derived.push((bit, Derived::any(terms)));
                bit
            }
        }
    }
}

fn counts(expr: &Expr, facts: &[Fact]) -> bool {
    match expr {
        Expr::AtLeast(..) => true,
        Expr::And(parts) | Expr::Or(parts) => parts.iter().any(|part| counts(part, facts)),
        Expr::Fact(index) => facts.get(usize::from(*index)).is_some_and(|fact| counts(&fact.is, facts)),
        Expr::Atom(_) => false,
    }
}

impl Program {
    /// Compiles the conditions of all questions, facts and rules, and `others` that decide nothing.
    ///
    /// # Errors
    /// [`CompileError`] where a gate cannot be compiled or there is too much.
    pub fn compile(
        questions: &[Question],
        facts: &[Fact],
        rules: &[Rule],
        others: &[Expr],
    ) -> Result<Self, CompileError> {
        let first_value = u16::try_from(questions.len()).map_err(|_| CompileError::TooManyBits(questions.len()))?;
        let mut builder = Builder {
            facts,
            next: first_value,
            bits: BTreeMap::new(),
            values: Vec::new(),
            derived: Vec::new(),
            fact_bits: vec![None; facts.len()],
        };
        let mut gates: Vec<Option<Gate>> = vec![None; questions.len()];
        let mut needs: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for ((question, index), slot) in questions.iter().zip(0u16..).zip(&mut gates) {
            let Some(gate) = &question.applies else { continue };
            if counts(gate, facts) {
                return Err(CompileError::GateCounts(QuestionId(index)));
            }
            let condition = builder.terms(gate, false);
            *slot = Some(match condition.as_slice() {
                [term] => match **term {
                    [bit] => Gate::Bit(bit),
                    _ => Gate::Any(condition),
                },
                _ => Gate::Any(condition),
            });
            let mut read = Vec::new();
            gate.atoms(facts, &mut |atom| read.extend(atom.question().map(|question| question.0)));
            needs.insert(index, read);
        }
        let conditions: Vec<Condition> = rules.iter().map(|rule| builder.terms(&rule.when, true)).collect();
        let others = others.iter().map(|other| builder.terms(other, true)).collect();
        let fact_bits = (0u16..).take(facts.len()).map(|index| builder.fact(index)).collect();
        if usize::from(builder.next) > Bits::CAPACITY {
            return Err(CompileError::TooManyBits(usize::from(builder.next)));
        }

        let pick = |keep: &dyn Fn(&Question) -> bool| -> Bits {
            questions.iter().zip(0u16..).filter(|(question, _)| keep(question)).map(|(_, index)| index).collect()
        };
        let reads = |question: Option<QuestionId>| -> Atoms {
            builder.values.iter().filter(|(_, atom)| atom.question() == question).copied().collect()
        };
        let mut levels: Vec<Level> = Vec::new();
        for (question, (index, depth)) in questions.iter().zip((0u16..).zip(depths(first_value, &needs)?)) {
            while levels.len() <= depth {
                levels.push(Level::default());
            }
            let Some(level) = levels.get_mut(depth) else { continue };
            let own = reads(Some(QuestionId(index)));
            match (question.applies.is_some(), own.is_empty() && question.kind == Kind::YesNo) {
                (true, true) => level.gated.insert(index),
                (true, false) => level.watched.insert(index),
                (false, _) => {}
            }
            if !own.is_empty() {
                level.values.push((QuestionId(index), own));
            }
        }
        let mut program = Self {
            map: reads(None),
            levels,
            gates,
            gated: pick(&|question| question.applies.is_some()),
            derived: builder.derived,
            fact_bits,
            atoms: builder.bits,
            conditions,
            others,
            keyed: Vec::new(),
            keys: Bits::default(),
            unkeyed: Vec::new(),
            asked_yes_no: pick(&|question| question.purpose == Purpose::Safety && question.kind == Kind::YesNo),
            risk_yes_no: pick(&|question| question.kind == Kind::YesNo && question.polarity == Polarity::Risk),
            rescreen: pick(&|question| question.purpose == Purpose::Rescreen && question.kind == Kind::YesNo),
            private: pick(&|question| question.private && question.kind == Kind::YesNo),
            relief: pick(&|question| question.polarity == Polarity::Relief),
            kinds: questions
                .iter()
                .map(|question| (question.polarity, question.purpose == Purpose::Baseline))
                .collect(),
            clusters: Vec::new(),
            rule_cluster: Vec::new(),
        };
        program.index_terms();
        program.index_clusters(questions, facts, rules);
        Ok(program)
    }

    /// Files every term under one bit that is seldom possible, so that a healthy sheet touches few terms.
    fn index_terms(&mut self) {
        self.keyed = vec![Vec::new(); Bits::CAPACITY];
        let derived: Bits = self.derived.iter().map(|(bit, _)| *bit).collect();
        for (condition, rule) in self.conditions.iter().zip(0u16..) {
            for term in condition {
                let keyed = Keyed { rule, bits: term.clone() };
                let key = term
                    .iter()
                    .find(|bit| self.risk_yes_no.has(**bit))
                    .or_else(|| term.iter().find(|bit| derived.has(**bit)))
                    .or_else(|| term.first());
                match key.and_then(|bit| self.keyed.get_mut(usize::from(*bit)).map(|list| (*bit, list))) {
                    Some((bit, list)) => {
                        list.push(keyed);
                        self.keys.insert(bit);
                    }
                    None => self.unkeyed.push(keyed),
                }
            }
        }
    }

    fn index_clusters(&mut self, questions: &[Question], facts: &[Fact], rules: &[Rule]) {
        let mut names: Vec<&str> = Vec::new();
        for rule in rules {
            let at = names.iter().position(|name| *name == rule.cluster).unwrap_or_else(|| {
                names.push(&rule.cluster);
                self.clusters.push(Bits::default());
                names.len() - 1
            });
            self.rule_cluster.push(u16::try_from(at).unwrap_or(u16::MAX));
            let Some(symptoms) = self.clusters.get_mut(at) else { continue };
            rule.when.atoms(facts, &mut |atom| {
                if let Atom::Yes(question) = atom
                    && questions.get(usize::from(question.0)).is_some_and(|question| question.symptom)
                {
                    symptoms.insert(question.0);
                }
            });
        }
    }

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

    /// Reads a sheet into bits. `hidden` is complete.
    #[must_use]
    pub fn view(&self, sheet: &Sheet, reading: Reading) -> View {
        self.read(sheet, reading, true)
    }

    /// Reads a sheet into bits for a decision: `hidden` holds only what a decision needs.
    #[must_use]
    pub(crate) fn decision_view(&self, sheet: &Sheet, reading: Reading) -> View {
        self.read(sheet, reading, false)
    }

    fn read(&self, sheet: &Sheet, reading: Reading, all_hidden: bool) -> View {
        let mut yes = sheet.yes;
        let mut unknown = sheet.unknown;
        if sheet.proxy {
            unknown = unknown.or(&sheet.no.and(&self.private));
        }
        let mut open = self.asked_yes_no;
        if sheet.rescreen {
            open = open.or(&self.rescreen);
        }
        let not_asked = open.without(&sheet.yes).without(&sheet.no).without(&sheet.unknown);
        match reading {
            Reading::Shown => unknown = unknown.or(&not_asked),
            // Even the least that somebody else can say about what only the person feels is "I don't know".
            Reading::Least if sheet.proxy => unknown = unknown.or(&not_asked.and(&self.private)),
            Reading::Least => {}
            Reading::Most => yes = yes.or(&not_asked.and(&self.risk_yes_no)),
        }
        let mut view = View { sure: yes, possible: yes.or(&unknown), hidden: Bits::default() };
        self.map_atoms(sheet, reading, &self.map, &mut view);
        for level in &self.levels {
            let gated = if all_hidden { level.gated } else { level.gated.and(&view.possible) };
            for index in gated.or(&level.watched).iter() {
                let gate = self.gates.get(usize::from(index)).and_then(Option::as_ref);
                if gate.is_some_and(|gate| !gate.is_open(&view)) {
                    view.hide(QuestionId(index));
                }
            }
            for (question, atoms) in &level.values {
                self.value_atoms(sheet, reading, *question, atoms, &mut view);
            }
        }
        for (bit, derived) in &self.derived {
            let possible = derived.holds(&view.possible);
            view.possible.set(*bit, possible);
            view.sure.set(*bit, possible && derived.holds(&view.sure));
        }
        view
    }

    /// The atoms that read the body map: a map that is not confirmed hurts everywhere.
    fn map_atoms(&self, sheet: &Sheet, reading: Reading, atoms: &[(u16, Atom)], view: &mut View) {
        let everywhere = match (sheet.pain.state, reading) {
            (MapState::Unknown, _) | (MapState::NotAsked, Reading::Shown | Reading::Most) => true,
            (MapState::Confirmed, _) | (MapState::NotAsked, Reading::Least) => false,
        };
        let (painful, numb, spreads) = (sheet.pain.painful(), sheet.pain.numb(), sheet.pain.spreads());
        let highest = sheet.pain.highest();
        for (bit, atom) in atoms {
            let holds = everywhere
                || match *atom {
                    Atom::PainAt(places) => !places.and(painful).is_empty(),
                    Atom::NumbAt(places) => !places.and(numb).is_empty(),
                    Atom::SpreadsTo(places) => !places.and(spreads).is_empty(),
                    Atom::PainMax(least) => match highest {
                        Intensity::Unknown => true,
                        Intensity::Of(highest) => highest >= least,
                    },
                    // INVARIANT: no other atom is filed under the map.
                    _ => true,
                };
            view.set(*bit, holds);
        }
    }

    /// The atoms of one question that are never unknown: an unknown number or choice stands for the worst of its cells,
    /// and a relief that is not given does not count.
    fn value_atoms(
        &self,
        sheet: &Sheet,
        reading: Reading,
        question: QuestionId,
        atoms: &[(u16, Atom)],
        view: &mut View,
    ) {
        let hidden = view.hidden.has(question.0);
        let answer = sheet.get(question);
        let (polarity, baseline) = self.kinds.get(usize::from(question.0)).copied().unwrap_or((Polarity::Risk, false));
        for (bit, atom) in atoms {
            let holds = match (atom, answer) {
                // What only the person can feel is not relieved by somebody else's yes.
                (Atom::NotYes(_), Answer::Yes) => hidden || (sheet.proxy && self.private.has(question.0)),
                (Atom::NotYes(_), Answer::NotAsked) => {
                    hidden || reading != Reading::Least || (sheet.proxy && self.private.has(question.0))
                }
                (Atom::NotYes(_), _) => true,
                (Atom::SaidNo(_), answer) => answer == Answer::No,
                _ if hidden => false,
                (atom, Answer::Number(value)) => number_holds(*atom, value),
                (atom, Answer::Choice(option)) => option_holds(*atom, 1u32.checked_shl(u32::from(option)).unwrap_or(0)),
                (atom, Answer::Choices(options)) => option_holds(*atom, options),
                (_, Answer::NotAsked) if baseline => false,
                (atom, Answer::NotAsked) => match (reading, polarity) {
                    (Reading::Least, Polarity::Risk) => option_holds_least(*atom),
                    // A neutral question that was not asked: the interview tries every cell; here, none holds.
                    (Reading::Least, Polarity::Neutral | Polarity::Relief) => false,
                    (Reading::Shown | Reading::Most, _) => true,
                },
                (_, Answer::Unknown | Answer::No | Answer::Yes | Answer::Places(_)) => true,
            };
            view.set(*bit, holds);
        }
    }

    /// The rules that surely hold and those that possibly hold, as sets of rule indexes.
    #[must_use]
    pub fn rules(&self, view: &View) -> (Bits, Bits) {
        let mut sure = Bits::default();
        let mut possible = Bits::default();
        let mut test = |keyed: &Keyed| {
            if keyed.bits.iter().all(|bit| view.possible.has(*bit)) {
                possible.insert(keyed.rule);
                if keyed.bits.iter().all(|bit| view.sure.has(*bit)) {
                    sure.insert(keyed.rule);
                }
            }
        };
        self.unkeyed.iter().for_each(&mut test);
        for key in view.possible.and(&self.keys).iter() {
            if let Some(terms) = self.keyed.get(usize::from(key)) {
                terms.iter().for_each(&mut test);
            }
        }
        (sure, possible)
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

fn number_holds(atom: Atom, value: i32) -> bool {
    match atom {
        Atom::AtLeast(_, least) => value >= least,
        Atom::Below(_, limit) => value < limit,
        // A number where a choice is asked cannot be read: the worst is assumed.
        _ => true,
    }
}

fn option_holds(atom: Atom, options: u32) -> bool {
    match atom {
        Atom::OneOf(_, mask) => mask & options != 0,
        _ => true,
    }
}

/// Whether an atom holds for the least option of an ordered choice, or the least value of a number.
fn option_holds_least(atom: Atom) -> bool {
    match atom {
        Atom::OneOf(_, mask) => mask & 1 == 1,
        _ => false,
    }
}

/// For each question how many gates deep it lies: 0 without a gate, else one more than what its gate reads.
fn depths(count: u16, needs: &BTreeMap<u16, Vec<u16>>) -> Result<Vec<usize>, CompileError> {
    let mut depths: BTreeMap<u16, usize> = BTreeMap::new();
    while depths.len() < usize::from(count) {
        let before = depths.len();
        for index in 0..count {
            let depth = match needs.get(&index) {
                None => Some(0),
                // INVARIANT: a gate that reads only the body map lies one deep.
                Some(read) => read
                    .iter()
                    .map(|need| depths.get(need).copied())
                    .try_fold(0, |deepest, depth| depth.map(|depth| depth.max(deepest)))
                    .map(|deepest| deepest + 1),
            };
            if let Some(depth) = depth {
                depths.entry(index).or_insert(depth);
            }
        }
        if depths.len() == before {
            let stuck = (0..count).filter(|index| !depths.contains_key(index)).map(QuestionId).collect();
            return Err(CompileError::GateCircle(stuck));
        }
    }
    Ok(depths.into_values().collect())
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
