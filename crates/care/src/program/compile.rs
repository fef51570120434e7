//! From conditions as they are written to bits.

use std::collections::BTreeMap;

use super::{Atoms, CompileError, Condition, Derived, Gate, Keyed, Level, Program};
use crate::{
    Bits, QuestionId,
    expr::{Atom, Expr, Fact},
    question::{Kind, Polarity, Purpose, Question},
    rule::Rule,
};

struct Builder<'a> {
    facts: &'a [Fact],
    next: u16,
    bits: BTreeMap<u16, Atom>,
    values: Vec<(u16, Atom)>,
    derived: Vec<(u16, Derived)>,
    fact_bits: Vec<Option<u16>>,
}

impl Derived {
    fn any(condition: Condition) -> Self {
        let (single, terms): (Condition, Condition) = condition.into_iter().partition(|term| term.len() == 1);
        Self::Any(single.iter().flat_map(|term| term.iter().copied()).collect(), terms)
    }
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
