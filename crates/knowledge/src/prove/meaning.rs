//! What a rule means on every sheet: its truth in three values, and what it adds to the decision.

use std::{collections::BTreeMap, rc::Rc};

use biodivine_lib_bdd::{Bdd, BddVariable};
use supple_care::{
    Answer, Disposition, Knowledge, QuestionId, RuleId,
    expr::{Atom, Expr},
    program::unknown_does,
    question::Kind,
    rule::{Effect, Rule, UnknownEffect},
};

use super::sheets::{Of, Read, Sheets};

/// One of the ways in which a rule adds to a decision.
pub(crate) struct Case {
    /// The sheets on which it does.
    pub(crate) when: Bdd,
    /// What it comes to.
    pub(crate) reached: Disposition,
    /// How soon: an index of the timeframes, the most urgent first.
    pub(crate) within: Option<u8>,
    /// Whether a clinician's agreement made it milder.
    pub(crate) lifted: bool,
}

impl Case {
    /// More cautious first, then sooner.
    pub(crate) fn rank(&self) -> (Disposition, u8) {
        (self.reached, self.within.map_or(0, |within| u8::MAX - within))
    }
}

/// What a rule means.
pub(crate) struct Meaning {
    /// Which rule.
    pub(crate) rule: RuleId,
    /// All sheets.
    pub(crate) sheets: Rc<Sheets>,
    /// The sheets on which it surely holds.
    pub(crate) sure: Bdd,
    /// The sheets on which it may hold.
    pub(crate) possible: Bdd,
    /// What it adds; nothing for advice and crisis. The cases exclude each other.
    pub(crate) cases: Vec<Case>,
}

impl Meaning {
    /// The meaning of a rule, over the sheets that it can tell apart.
    pub(crate) fn of(knowledge: &Knowledge, id: RuleId) -> Option<Self> {
        let rule = knowledge.rule(id)?;
        let mut read = Read::default();
        read.rule(knowledge, id, rule);
        Self::on(knowledge, id, &Rc::new(Sheets::over(knowledge, &read)))
    }

    /// The meaning of a rule, over sheets that hold everything it reads.
    pub(crate) fn on(knowledge: &Knowledge, id: RuleId, sheets: &Rc<Sheets>) -> Option<Self> {
        let rule = knowledge.rule(id)?;
        let mut logic = Logic::new(knowledge, sheets);
        let (sure, possible) = logic.expr(&rule.when);
        let certain = symptoms(knowledge, rule)
            .iter()
            .fold(sheets.set.mk_false(), |any, symptom| any.or(&logic.atom(Atom::Yes(*symptom)).0));
        let cases = match rule.effect {
            Effect::Disposition(effect) => cases(knowledge, rule, id, effect, sheets, (&sure, &possible, &certain)),
            Effect::Advice | Effect::Crisis => Vec::new(),
        };
        Some(Self { rule: id, sheets: Rc::clone(sheets), sure, possible, cases })
    }

    /// The sheets on which it adds at least this.
    pub(crate) fn at_least(&self, rank: (Disposition, u8)) -> Bdd {
        let high = self.cases.iter().filter(|case| case.rank() >= rank);
        high.fold(self.sheets.set.mk_false(), |all, case| all.or(&case.when))
    }

    /// The sheets on which it is lifted.
    pub(crate) fn lifted(&self) -> Bdd {
        let lifted = self.cases.iter().filter(|case| case.lifted);
        lifted.fold(self.sheets.set.mk_false(), |all, case| all.or(&case.when))
    }
}

/// The symptoms of a rule's cluster: the yes-no risks that its rules read and that are not marked as no symptom. None
/// where a certain symptom changes nothing.
pub(crate) fn symptoms(knowledge: &Knowledge, rule: &Rule) -> Vec<QuestionId> {
    let mut all = Vec::new();
    if !matches!((rule.effect, rule.unknown), (Effect::Disposition(Disposition::Emergency), UnknownEffect::Default)) {
        return all;
    }
    for other in knowledge.rules.iter().filter(|other| other.cluster == rule.cluster) {
        other.when.atoms(&knowledge.facts, &mut |atom| {
            if let Atom::Yes(id) = atom
                && knowledge.question(id).is_some_and(|question| question.symptom)
                && !all.contains(&id)
            {
                all.push(id);
            }
        });
    }
    all
}

fn cases(
    knowledge: &Knowledge,
    rule: &Rule,
    id: RuleId,
    effect: Disposition,
    sheets: &Sheets,
    (sure, possible, certain): (&Bdd, &Bdd, &Bdd),
) -> Vec<Case> {
    let unknown = possible.and_not(sure);
    let of_unknown = |symptom: bool| match rule.unknown {
        UnknownEffect::Exactly(exception) => exception,
        UnknownEffect::Default => unknown_does(effect, rule.critical, symptom && effect == Disposition::Emergency),
    };
    let plain = [
        (sure.clone(), effect),
        (unknown.and(certain), of_unknown(true)),
        (unknown.and_not(certain), of_unknown(false)),
    ];
    let agreed = sheets.bit(Of::Agreed(id));
    let mut all = Vec::new();
    for (when, reached) in plain {
        let liftable = rule.liftable && reached == Disposition::MedicalFirst;
        let mut add = |when: Bdd, reached: Disposition, lifted: bool| {
            let own = if reached == effect { rule.timeframe } else { None };
            let within = own.or_else(|| default_timeframe(knowledge, reached));
            all.push(Case { when, reached, within, lifted });
        };
        if liftable {
            add(when.and(&agreed), Disposition::Modified, true);
            add(when.and_not(&agreed), reached, false);
        } else {
            add(when, reached, false);
        }
    }
    all
}

fn default_timeframe(knowledge: &Knowledge, reached: Disposition) -> Option<u8> {
    let defaults = knowledge.default_timeframes.into_iter().zip(Disposition::ALL);
    defaults.into_iter().find(|(_, disposition)| *disposition == reached).and_then(|(within, _)| within)
}

/// Conditions as pairs of diagrams: where they surely hold, and where they may hold.
pub(crate) struct Logic<'a> {
    knowledge: &'a Knowledge,
    sheets: &'a Sheets,
    gates: BTreeMap<QuestionId, Bdd>,
}

impl<'a> Logic<'a> {
    /// Over these sheets.
    pub(crate) fn new(knowledge: &'a Knowledge, sheets: &'a Sheets) -> Self {
        Self { knowledge, sheets, gates: BTreeMap::new() }
    }

    /// Where a condition surely holds, and where it may hold.
    pub(crate) fn expr(&mut self, expr: &Expr) -> (Bdd, Bdd) {
        match expr {
            Expr::Atom(atom) => self.atom(*atom),
            Expr::Fact(index) => {
                let knowledge = self.knowledge;
                match knowledge.facts.get(usize::from(*index)) {
                    Some(fact) => self.expr(&fact.is),
                    None => (self.sheets.set.mk_false(), self.sheets.set.mk_true()),
                }
            }
            Expr::And(parts) => {
                let start = (self.sheets.set.mk_true(), self.sheets.set.mk_true());
                parts.iter().fold(start, |(sure, possible), part| {
                    let (surely, possibly) = self.expr(part);
                    (sure.and(&surely), possible.and(&possibly))
                })
            }
            Expr::Or(parts) => {
                let start = (self.sheets.set.mk_false(), self.sheets.set.mk_false());
                parts.iter().fold(start, |(sure, possible), part| {
                    let (surely, possibly) = self.expr(part);
                    (sure.or(&surely), possible.or(&possibly))
                })
            }
            Expr::AtLeast(count, parts) => {
                let (sure, possible): (Vec<Bdd>, Vec<Bdd>) = parts.iter().map(|part| self.expr(part)).unzip();
                (self.count(*count, &sure), self.count(*count, &possible))
            }
        }
    }

    /// Whether the gate of a question has been read.
    pub(crate) fn knows_gate(&self, id: QuestionId) -> bool {
        self.gates.contains_key(&id)
    }

    /// Takes a gate as given.
    pub(crate) fn set_gate(&mut self, id: QuestionId, open: Bdd) {
        self.gates.insert(id, open);
    }

    /// At least so many of them.
    pub(crate) fn count(&self, least: u8, parts: &[Bdd]) -> Bdd {
        // `so_far` holds, for each number up to `least`, where at least that many of the parts seen hold.
        let mut so_far = vec![self.sheets.set.mk_false(); usize::from(least)];
        for part in parts {
            let mut below = self.sheets.set.mk_true();
            for slot in &mut so_far {
                let now = slot.or(&below.and(part));
                below = std::mem::replace(slot, now);
            }
        }
        so_far.pop().unwrap_or_else(|| self.sheets.set.mk_true())
    }

    /// Where a question applies: its gate may hold.
    pub(crate) fn applies(&mut self, id: QuestionId) -> Bdd {
        if let Some(known) = self.gates.get(&id) {
            return known.clone();
        }
        let knowledge = self.knowledge;
        let gate = knowledge.question(id).and_then(|question| question.applies.as_ref());
        let applies = match gate {
            None => self.sheets.set.mk_true(),
            Some(gate) => self.expr(gate).1,
        };
        self.gates.insert(id, applies.clone());
        applies
    }

    pub(crate) fn atom(&mut self, atom: Atom) -> (Bdd, Bdd) {
        let Some(id) = atom.question() else {
            let holds = match atom {
                Atom::PainAt(places) => self.sheets.marked(places, Of::Pain),
                Atom::NumbAt(places) => self.sheets.marked(places, Of::Numb),
                Atom::SpreadsTo(places) => self.sheets.marked(places, Of::Spreads),
                Atom::PainMax(least) => self.sheets.strongest(least),
                _ => self.sheets.set.mk_true(),
            };
            return (holds.clone(), holds);
        };
        let applies = self.applies(id);
        let one = |holds: Bdd| (holds.clone(), holds);
        match atom {
            Atom::Yes(_) => {
                let yes = self.sheets.answer(id, |answer| answer == Answer::Yes);
                let mut may = self.sheets.answer(id, |answer| answer != Answer::No);
                if self.is_private(id) {
                    may = may.or(&self.sheets.bit(Of::Proxy));
                }
                (yes.and(&applies), may.and(&applies))
            }
            Atom::NotYes(_) => {
                let mut given = self.sheets.answer(id, |answer| answer == Answer::Yes).and(&applies);
                if self.is_private(id) {
                    given = given.and_not(&self.sheets.bit(Of::Proxy));
                }
                one(given.not())
            }
            Atom::SaidNo(_) => one(self.sheets.answer(id, |answer| answer == Answer::No)),
            Atom::AtLeast(_, least) => one(self.cells(id, |value| value >= least).and(&applies)),
            Atom::Below(_, limit) => one(self.cells(id, |value| value < limit).and(&applies)),
            Atom::OneOf(_, mask) => {
                let chosen = self.sheets.answer(id, |answer| match answer {
                    Answer::Choice(option) => mask.checked_shr(u32::from(option)).unwrap_or(0) & 1 == 1,
                    _ => true,
                });
                one(chosen.and(&applies))
            }
            Atom::NamedAt(_, places) => one(self.sheets.named(id, places).and(&applies)),
            Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) | Atom::PainMax(_) => one(applies),
        }
    }

    /// Whether only the person can feel what is asked, so that somebody else can neither deny it nor be sure of a relief.
    fn is_private(&self, id: QuestionId) -> bool {
        self.knowledge.question(id).is_some_and(|question| question.private && question.kind == Kind::YesNo)
    }

    fn cells(&self, id: QuestionId, holds: impl Fn(i32) -> bool) -> Bdd {
        self.sheets.answer(id, |answer| match answer {
            Answer::Number(value) => holds(value),
            _ => true,
        })
    }
}

/// The variables that a diagram depends on.
pub(crate) fn depends(bdd: &Bdd, on: &[(BddVariable, bool)]) -> bool {
    let support = bdd.support_set();
    on.iter().any(|(var, _)| support.contains(var))
}
