//! One small change of one rule.

use supple_care::{
    Actions, Disposition, Knowledge,
    expr::{Atom, Expr},
    permit::Space,
    program::{Program, unknown_does},
    rule::{Effect, UnknownEffect},
};

use crate::agreement::person::base;

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The rule never holds.
    Drop,
    /// The outermost "and" becomes "or", or the other way round.
    Flip,
    /// The first cut-point moves by one.
    Cut(i32),
    /// It does what it does when unknown, and when unknown what it does.
    Swap,
    /// Its effect is a step milder.
    Milder,
    /// "I don't know" is critical where it was not, or the other way round.
    Critical,
    /// One of its limits is gone.
    Unlimit(usize),
    /// One of its limits allows a step more pressure.
    Loosen(usize),
}

/// A change of a rule, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mutant {
    pub(crate) rule: usize,
    pub(crate) change: Change,
}

/// Every mutant that there is, in an order that mixes rules and changes.
pub(crate) fn all() -> Vec<Mutant> {
    let mut all = Vec::new();
    for (rule, at) in base().rules.iter().zip(0usize..) {
        let mut add = |change| all.push(Mutant { rule: at, change });
        add(Change::Drop);
        for change in [Change::Flip, Change::Cut(1), Change::Cut(-1)] {
            if changed(&rule.when, change).is_some() {
                add(change);
            }
        }
        if let Effect::Disposition(effect) = rule.effect {
            if rule.unknown == UnknownEffect::Default && unknown_does(effect, rule.critical, false) != effect {
                add(Change::Swap);
            }
            if effect > Disposition::Modified {
                add(Change::Milder);
            }
            if effect == Disposition::MedicalFirst && rule.unknown == UnknownEffect::Default {
                add(Change::Critical);
            }
        }
        for (number, index) in rule.restrictions.iter().enumerate() {
            add(Change::Unlimit(number));
            if base().restrictions[usize::from(*index)].max_pressure.is_some() {
                add(Change::Loosen(number));
            }
        }
    }
    // A step that shares no factor with the count visits each once.
    let step = (0..).map(|more| 331 + more).find(|step| gcd(*step, all.len()) == 1).unwrap();
    (0..all.len()).map(|at| all[at * step % all.len()]).collect()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

impl Mutant {
    /// The knowledge with this change.
    pub(crate) fn knowledge(self) -> Knowledge {
        let mut knowledge = base().clone();
        let rule = &mut knowledge.rules[self.rule];
        match self.change {
            Change::Drop => rule.when = Expr::Or(Vec::new()),
            Change::Flip | Change::Cut(_) => rule.when = changed(&rule.when, self.change).unwrap(),
            Change::Swap => {
                let Effect::Disposition(effect) = rule.effect else { panic!("{self:?}") };
                rule.effect = Effect::Disposition(unknown_does(effect, rule.critical, false));
                rule.unknown = UnknownEffect::Exactly(effect);
            }
            Change::Milder => {
                let Effect::Disposition(effect) = rule.effect else { panic!("{self:?}") };
                rule.effect = Effect::Disposition(Disposition::ALL[effect as usize - 1]);
            }
            Change::Critical => rule.critical = !rule.critical,
            Change::Unlimit(number) => drop(rule.restrictions.remove(number)),
            Change::Loosen(number) => {
                let restriction = &mut knowledge.restrictions[usize::from(rule.restrictions[number])];
                let highest = restriction.max_pressure.unwrap() + 1;
                restriction.max_pressure = Some(highest);
                restriction.space.pressures &= Space::pressures_above(highest);
            }
        }
        knowledge.program = Program::compile(&knowledge.questions, &knowledge.facts, &knowledge.rules, &[]).unwrap();
        knowledge.actions = Actions::of(
            &knowledge.rules,
            &knowledge.restrictions,
            &knowledge.terms,
            knowledge.targets,
            &knowledge.default_timeframes,
        );
        knowledge
    }

    /// In words, with the rule's id.
    pub(crate) fn words(self) -> String {
        format!("{} {:?}", base().rules[self.rule].id, self.change)
    }
}

/// The condition with one change, where it can be made.
fn changed(expr: &Expr, change: Change) -> Option<Expr> {
    let by = if let Change::Cut(by) = change { by } else { 0 };
    let within = |parts: &[Expr]| -> Option<Vec<Expr>> {
        let (at, new) = parts.iter().enumerate().find_map(|(at, part)| Some((at, changed(part, change)?)))?;
        let mut parts = parts.to_vec();
        parts[at] = new;
        Some(parts)
    };
    match expr {
        Expr::And(parts) if change == Change::Flip && parts.len() > 1 => Some(Expr::Or(parts.clone())),
        Expr::Or(parts) if change == Change::Flip && parts.len() > 1 => Some(Expr::And(parts.clone())),
        Expr::And(parts) => within(parts).map(Expr::And),
        Expr::Or(parts) => within(parts).map(Expr::Or),
        Expr::AtLeast(count, parts) if by != 0 => {
            let moved = count.checked_add_signed(i8::try_from(by).unwrap())?;
            (1..=parts.len()).contains(&usize::from(moved)).then(|| Expr::AtLeast(moved, parts.clone()))
        }
        Expr::AtLeast(count, parts) => within(parts).map(|parts| Expr::AtLeast(*count, parts)),
        Expr::Fact(index) => changed(&base().facts[usize::from(*index)].is, change),
        Expr::Atom(atom) if by != 0 => moved(*atom, by).map(Expr::Atom),
        Expr::Atom(_) => None,
    }
}

fn moved(atom: Atom, by: i32) -> Option<Atom> {
    match atom {
        Atom::AtLeast(id, least) => Some(Atom::AtLeast(id, least + by)),
        Atom::Below(id, limit) => Some(Atom::Below(id, limit + by)),
        Atom::PainMax(least) => least
            .checked_add_signed(i8::try_from(by).unwrap())
            .filter(|least| (1..=10).contains(least))
            .map(Atom::PainMax),
        // An ordered choice from some option on: one option more or less.
        Atom::OneOf(id, mask) => {
            let count = u32::try_from(base().question(id).unwrap().options().len()).unwrap();
            let from = mask.trailing_zeros();
            let all_from = |from: u32| ((1u32 << count) - 1) & !((1u32 << from) - 1);
            let moved = from.checked_add_signed(by)?;
            (mask == all_from(from) && (1..count).contains(&moved)).then(|| Atom::OneOf(id, all_from(moved)))
        }
        Atom::Yes(_) | Atom::NotYes(_) | Atom::SaidNo(_) => None,
        Atom::NamedAt(..) | Atom::PainAt(_) | Atom::NumbAt(_) | Atom::SpreadsTo(_) => None,
    }
}
