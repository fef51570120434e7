//! From conditions as they are written to bits.

use std::collections::BTreeMap;

use super::{
    CompileError, Condition, Derived, Gate, Level, MapBits, Program, Rows,
    tables::{Named, Values},
};
use crate::{
    Bits, QuestionId,
    expr::{Atom, Expr, Fact},
    question::{Kind, Polarity, Purpose, Question},
    rule::Rule,
};

struct Builder<'a> {
    facts: &'a [Fact],
    next: u16,
    /// The yes-no questions that are read.
    read: Bits,
    values: Vec<(u16, Atom)>,
    derived: Vec<Derived>,
    fact_bits: Vec<Option<u16>>,
}

impl Derived {
    /// Any of these terms.
    fn any(bit: u16, condition: Condition) -> Self {
        let (single, terms): (Condition, Condition) = condition.into_iter().partition(|term| term.len() == 1);
        let parts = vec![single.iter().chain(&terms).cloned().collect()];
        Self { bit, needs: 1, single: single.iter().flat_map(|term| term.iter().copied()).collect(), terms, parts }
    }

    /// At least so many of these bits.
    fn at_least(bit: u16, needs: u8, of: &Bits) -> Self {
        let parts = of.iter().map(|bit| -> Condition { vec![Box::from([bit])] }).collect();
        Self { bit, needs, single: of.iter().collect(), terms: Vec::new(), parts }
    }
}

impl Builder<'_> {
    fn fresh(&mut self) -> u16 {
        let bit = self.next;
        self.next = self.next.saturating_add(1);
        bit
    }

    /// Gives the atoms bits that lie side by side: those of the body map first, then the others. A word that holds all
    /// the bits of a question is read and written once.
    fn lay_out<'e>(&mut self, all: impl Iterator<Item = &'e Expr> + Clone) {
        for of_map in [true, false] {
            let mut block: Vec<Atom> = Vec::new();
            for expr in all.clone() {
                expr.atoms(self.facts, &mut |atom| {
                    let wanted = atom.question().is_none() == of_map && !matches!(atom, Atom::Yes(_));
                    if wanted && !block.contains(&atom) {
                        block.push(atom);
                    }
                });
            }
            block.sort_by_key(|atom| atom.question());
            let used = usize::from(self.next % 64);
            if used + block.len() > 64 && block.len() <= 64 {
                self.next = self.next.saturating_add(u16::try_from(64 - used).unwrap_or(0));
            }
            for atom in block {
                self.atom(atom);
            }
        }
    }

    fn atom(&mut self, atom: Atom) -> u16 {
        if let Atom::Yes(question) = atom {
            self.read.insert(question.0);
            return question.0;
        }
        if let Some((bit, _)) = self.values.iter().find(|(_, known)| *known == atom) {
            return *bit;
        }
        let bit = self.fresh();
        self.values.push((bit, atom));
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
        self.derived.push(Derived::any(bit, terms));
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
                let of: Bits = parts.iter().map(|part| self.bit(part)).collect();
                let bit = self.fresh();
                self.derived.push(Derived::at_least(bit, *count, &of));
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
                self.derived.push(Derived::any(bit, terms));
                bit
            }
        }
    }
}

impl Level {
    /// Takes in a question and the atoms that read it.
    fn read(&mut self, id: QuestionId, question: &Question, atoms: &[(u16, Atom)]) {
        if question.applies.is_some() {
            self.gated.insert(id.0);
        }
        let own = atoms.iter().filter(|(_, atom)| atom.question() == Some(id)).copied();
        let (reliefs, others): (Vec<_>, Vec<_>) = own.partition(|(_, atom)| matches!(atom, Atom::NotYes(_)));
        let (named, values): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, atom)| matches!(atom, Atom::NamedAt(..)));
        self.reliefs.extend(reliefs.into_iter().map(|(bit, _)| (id, bit)));
        if !values.is_empty() {
            self.values.push(Values::of(id, question, &values));
        }
        if !named.is_empty() {
            self.named.push(Named::of(id, question, &named));
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
            read: Bits::default(),
            values: Vec::new(),
            derived: Vec::new(),
            fact_bits: vec![None; facts.len()],
        };
        let asked = questions.iter().filter_map(|question| question.applies.as_ref());
        let written = asked.chain(rules.iter().map(|rule| &rule.when)).chain(others);
        builder.lay_out(written.chain(facts.iter().map(|fact| &fact.is)));
        let mut gates: Vec<Option<Gate>> = vec![None; questions.len()];
        let mut needs: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
        for ((question, index), slot) in questions.iter().zip(0u16..).zip(&mut gates) {
            let Some(gate) = &question.applies else { continue };
            if counts(gate, facts) {
                return Err(CompileError::GateCounts(QuestionId(index)));
            }
            let condition = builder.terms(gate, false);
            *slot = Some(Gate::of(condition));
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
        let mut levels: Vec<Level> = Vec::new();
        for (question, (index, depth)) in questions.iter().zip((0u16..).zip(depths(first_value, &needs)?)) {
            while levels.len() <= depth {
                levels.push(Level::default());
            }
            if let Some(level) = levels.get_mut(depth) {
                level.read(QuestionId(index), question, &builder.values);
            }
        }
        let risk_yes_no = pick(&|question| question.kind == Kind::YesNo && question.polarity == Polarity::Risk);
        let derived: Bits = builder.derived.iter().map(|derived| derived.bit).collect();
        // A term is filed under a bit that is seldom possible, so that a healthy sheet touches few terms.
        let key = |term: &[u16]| {
            let risk = term.iter().find(|bit| risk_yes_no.has(**bit));
            risk.or_else(|| term.iter().find(|bit| derived.has(**bit))).or_else(|| term.first()).copied()
        };
        let mut atoms: Vec<Option<Atom>> = vec![None; usize::from(builder.next)];
        let yes = builder.read.iter().map(|bit| (bit, Atom::Yes(QuestionId(bit))));
        for (bit, atom) in yes.chain(builder.values.iter().copied()) {
            if let Some(slot) = atoms.get_mut(usize::from(bit)) {
                *slot = Some(atom);
            }
        }
        let mut program = Self {
            map: MapBits::of(&builder.values),
            read_as_relief: levels.iter().flat_map(|level| &level.reliefs).map(|(question, _)| question.0).collect(),
            levels,
            gates,
            gated: pick(&|question| question.applies.is_some()),
            derived: builder.derived,
            fact_bits,
            atoms,
            rows: Rows::of(&conditions, key)?,
            conditions,
            others,
            asked_yes_no: pick(&|question| question.purpose == Purpose::Safety && question.kind == Kind::YesNo),
            risk_yes_no,
            rescreen: pick(&|question| question.purpose == Purpose::Rescreen && question.kind == Kind::YesNo),
            private: pick(&|question| question.private && question.kind == Kind::YesNo),
            relief: pick(&|question| question.polarity == Polarity::Relief),
            clusters: Vec::new(),
            rule_cluster: Vec::new(),
        };
        program.index_clusters(questions, facts, rules);
        Ok(program)
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
