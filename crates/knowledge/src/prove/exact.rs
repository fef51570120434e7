//! The fast evaluation is the exact meaning.
//!
//! Three steps, each over everything there is: the compiled terms and gates, as evaluation finds them, mean what the
//! conditions as written mean (diagrams, all sheets); each single answer is read as that meaning takes it (run through the
//! engine: every answer to every question, by oneself and by somebody else, asked and hidden); each rule comes to what its
//! effect says (run through the engine: one sheet for each way in which it can speak).

use std::collections::{BTreeMap, HashSet};

use biodivine_lib_bdd::{Bdd, BddValuation};
use supple_care::{Knowledge, QuestionId, Reading, Sheet, Tri, expr::Atom, program::Condition, rule::Effect, screen};

use super::{
    check::Checked,
    meaning::{Logic, Meaning, symptoms},
    sheets::{Of, Part, Read, Sheets, setting},
    whole::Whole,
    words,
};

/// All three steps.
pub(crate) fn check(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    terms(whole, &mut checked);
    for (_, index) in whole.knowledge.questions.iter().zip(0u16..) {
        if !whole.over_budget() {
            reading(whole.knowledge, QuestionId(index), &mut checked);
        }
    }
    map_reading(whole.knowledge, &mut checked);
    for meaning in &whole.rules {
        if !whole.over_budget() {
            effects(whole, meaning, &mut checked);
        }
    }
    checked
}

/// The compiled form as diagrams, bit by bit.
struct Compiled<'a> {
    knowledge: &'a Knowledge,
    logic: Logic<'a>,
    bits: BTreeMap<u16, (Bdd, Bdd)>,
    sheets: &'a Sheets,
}

impl Compiled<'_> {
    /// Reads the compiled gate of a question, and those that it rests on.
    fn open(&mut self, id: QuestionId) {
        if self.logic.knows_gate(id) {
            return;
        }
        let open = match self.knowledge.program.gate(id) {
            None => self.sheets.set.mk_true(),
            Some(condition) => self.condition(&condition).1,
        };
        self.logic.set_gate(id, open);
    }

    fn bit(&mut self, bit: u16) -> (Bdd, Bdd) {
        if let Some(known) = self.bits.get(&bit) {
            return known.clone();
        }
        let made = if let Some((count, parts)) = self.knowledge.program.parts_of(bit) {
            let (sure, possible): (Vec<Bdd>, Vec<Bdd>) = parts.iter().map(|part| self.condition(part)).unzip();
            (self.logic.count(count, &sure), self.logic.count(count, &possible))
        } else if let Some(atom) = self.knowledge.program.atom_of(bit) {
            if let Some(id) = atom.question() {
                self.open(id);
            }
            self.logic.atom(atom)
        } else {
            (self.sheets.set.mk_false(), self.sheets.set.mk_false())
        };
        self.bits.insert(bit, made.clone());
        made
    }

    fn term(&mut self, bits: &[u16]) -> (Bdd, Bdd) {
        let start = (self.sheets.set.mk_true(), self.sheets.set.mk_true());
        bits.iter().fold(start, |(sure, possible), bit| {
            let (surely, possibly) = self.bit(*bit);
            (sure.and(&surely), possible.and(&possibly))
        })
    }

    fn condition(&mut self, condition: &Condition) -> (Bdd, Bdd) {
        let start = (self.sheets.set.mk_false(), self.sheets.set.mk_false());
        condition.iter().fold(start, |(sure, possible), term| {
            let (surely, possibly) = self.term(term);
            (sure.or(&surely), possible.or(&possibly))
        })
    }
}

fn terms(whole: &Whole<'_>, checked: &mut Checked) {
    let (knowledge, sheets) = (whole.knowledge, &*whole.sheets);
    let mut compiled = Compiled { knowledge, logic: Logic::new(knowledge, sheets), bits: BTreeMap::new(), sheets };
    let none = || (sheets.set.mk_false(), sheets.set.mk_false());
    let mut found: BTreeMap<u16, (Bdd, Bdd)> = BTreeMap::new();
    for filed in knowledge.program.filed() {
        let (surely, mut possibly) = compiled.term(&filed.bits);
        if let Some(key) = filed.key {
            // A term is seen only where its key is possible.
            possibly = possibly.and(&compiled.bit(key).1);
        }
        let (sure, possible) = found.entry(filed.rule).or_insert_with(none);
        *sure = sure.or(&surely.and(&possibly));
        *possible = possible.or(&possibly);
    }
    for meaning in &whole.rules {
        let Some(rule) = whole.rule(meaning) else { continue };
        let (sure, possible) = found.remove(&meaning.rule.0).unwrap_or_else(none);
        let differ = |fast: &Bdd, exact: &Bdd| sheets.valid.and(&fast.xor(exact));
        checked.nobody(whole, meaning, &differ(&sure, &meaning.sure), "compiled, it is certain for others");
        checked.nobody(whole, meaning, &differ(&possible, &meaning.possible), "compiled, it may hold for others");
        let wanted = symptoms(knowledge, rule);
        let has = knowledge.program.symptoms(meaning.rule);
        checked.checks += 1;
        if !wanted.is_empty() && (has.len() as usize != wanted.len() || !wanted.iter().all(|id| has.has(id.0))) {
            checked.fails(rule, "compiled, its cluster has other symptoms");
        }
    }
}

/// The atoms of the compiled form that read a question, or the body map, and that a rule or a gate reads.
fn atoms_of(knowledge: &Knowledge, question: Option<QuestionId>) -> Vec<(u16, Atom)> {
    let mut read: HashSet<Atom> = HashSet::new();
    let gates = knowledge.questions.iter().filter_map(|question| question.applies.as_ref());
    for condition in knowledge.rules.iter().map(|rule| &rule.when).chain(gates) {
        condition.atoms(&knowledge.facts, &mut |atom| {
            read.insert(atom);
        });
    }
    let bits = 0..u16::try_from(supple_care::Bits::CAPACITY).unwrap_or(u16::MAX);
    bits.filter_map(|bit| knowledge.program.atom_of(bit).map(|atom| (bit, atom)))
        .filter(|(_, atom)| atom.question() == question && read.contains(atom))
        .collect()
}

/// Sheets on which a question is asked and is hidden, as far as its gate lets it be either.
pub(crate) fn asked_and_hidden(knowledge: &Knowledge, id: QuestionId) -> (Sheets, Vec<Part>) {
    let mut read = Read::default();
    read.question(knowledge, id);
    let sheets = Sheets::over(knowledge, &read);
    let applies = Logic::new(knowledge, &sheets).applies(id);
    let ways = [sheets.valid.and(&applies), sheets.valid.and_not(&applies)];
    let parts = ways.iter().filter_map(|way| words::setting(&sheets, way, &Part::new())).collect();
    (sheets, parts)
}

fn reading(knowledge: &Knowledge, id: QuestionId, checked: &mut Checked) {
    let atoms = atoms_of(knowledge, Some(id));
    let (sheets, ways) = asked_and_hidden(knowledge, id);
    let Some(coordinate) = sheets.find(Of::Question(id)) else { return };
    let mut logic = Logic::new(knowledge, &sheets);
    let exact: Vec<(u16, (Bdd, Bdd))> = atoms.iter().map(|(bit, atom)| (*bit, logic.atom(*atom))).collect();
    for way in &ways {
        for (bits, _) in &coordinate.states {
            for proxy in [false, true] {
                let mut part: Part = way.iter().filter(|(var, _)| !coordinate.vars.contains(var)).copied().collect();
                part.extend(setting(coordinate, bits));
                let mut sheet = sheets.sheet(knowledge, &part);
                sheet.proxy = proxy;
                compare(knowledge, &sheets, &sheet, &exact, checked);
            }
        }
    }
}

fn map_reading(knowledge: &Knowledge, checked: &mut Checked) {
    let atoms = atoms_of(knowledge, None);
    let sheets = Sheets::over(knowledge, &Read::everything(knowledge));
    let mut logic = Logic::new(knowledge, &sheets);
    let exact: Vec<(u16, (Bdd, Bdd))> = atoms.iter().map(|(bit, atom)| (*bit, logic.atom(*atom))).collect();
    let strengths = sheets.find(Of::Strongest).map_or(&[][..], |strongest| strongest.states.as_slice());
    let blank = sheets.sheet(knowledge, &Part::new());
    compare(knowledge, &sheets, &blank, &exact, checked);
    for coordinate in sheets.coordinates.iter().filter(|coordinate| coordinate.of.is_map()) {
        let marked: Part = coordinate.states.last().map(|(bits, _)| setting(coordinate, bits)).unwrap_or_default();
        for (bits, _) in strengths.iter().skip(1) {
            let mut part = marked.clone();
            if let (Of::Pain(_), Some(strongest)) = (coordinate.of, sheets.find(Of::Strongest)) {
                part.extend(setting(strongest, bits));
            }
            compare(knowledge, &sheets, &sheets.sheet(knowledge, &part), &exact, checked);
        }
    }
}

fn compare(knowledge: &Knowledge, sheets: &Sheets, sheet: &Sheet, exact: &[(u16, (Bdd, Bdd))], checked: &mut Checked) {
    let view = knowledge.program.view(sheet, Reading::Shown);
    let at: BddValuation = sheets.valuation(knowledge, sheet);
    for (bit, (sure, possible)) in exact {
        checked.checks += 1;
        let expected = Tri::from_bounds(sure.eval_in(&at), possible.eval_in(&at));
        if view.bit(*bit) != expected {
            let atom = knowledge.program.atom_of(*bit);
            let id = atom.and_then(|atom| atom.question()).and_then(|id| knowledge.question(id));
            let what = format!("{atom:?} is read as {:?}, and means {expected:?}", view.bit(*bit));
            checked.fails_entry(id.map_or("pain", |question| question.id.as_str()), &what);
        }
    }
}

/// Each way in which a rule can speak comes to what its effect says, and where it cannot hold it is silent.
fn effects(whole: &Whole<'_>, meaning: &Meaning, checked: &mut Checked) {
    let knowledge = whole.knowledge;
    let Some(rule) = whole.rule(meaning) else { return };
    let Some(local) = Meaning::of(knowledge, meaning.rule) else { return };
    let silent = local.sheets.valid.and_not(&local.possible);
    let spoken = local.cases.iter().map(|case| (local.sheets.valid.and(&case.when), Some((case.reached, case.lifted))));
    for (within, expected) in spoken.chain([(silent, None)]) {
        let Some(part) = words::setting(&local.sheets, &within, &Part::new()) else { continue };
        checked.checks += 1;
        let decision = screen(knowledge, &local.sheets.sheet(knowledge, &part));
        let found = decision.findings.iter().find(|finding| finding.rule == meaning.rule);
        let came = found.and_then(|finding| match finding.does {
            Effect::Disposition(reached) => Some((reached, finding.lifted)),
            Effect::Advice | Effect::Crisis => None,
        });
        if came != expected {
            let what = format!("the engine takes it to {came:?}, and its effect is {expected:?}");
            let before = words::say(knowledge, &local.sheets, &part);
            checked.found.push(super::Counterexample {
                before,
                somebody: true,
                ..super::Counterexample::of(rule, &what)
            });
        }
    }
}
