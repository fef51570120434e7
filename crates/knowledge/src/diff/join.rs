//! Two versions of the knowledge in the same words: one list of questions, places, terms and rules for both, so that one
//! sheet can be read by either.

use supple_care::{
    Knowledge, PlaceId, PlaceSet, QuestionId, RuleId,
    expr::{Atom, Expr, Fact},
    knowledge::Index,
    permit::Space,
    question::{Choice, Kind, Question},
    rule::{Effect, Owner, Restriction, Rule},
};

use super::Incomparable;

/// Two versions over the same questions, places, terms and rules, and one that reads everything that either reads.
pub(crate) struct Joined {
    pub(crate) old: Knowledge,
    pub(crate) new: Knowledge,
    pub(crate) both: Knowledge,
}

/// From the numbers of the old version to those of both.
struct Map {
    questions: Vec<u16>,
    /// For each question the option of both that stands for each option of the old version.
    options: Vec<Vec<u8>>,
    places: Vec<u8>,
    facts: usize,
    timeframes: Vec<u8>,
    terms: [Vec<u8>; 6],
}

/// Brings two versions together.
///
/// # Errors
/// Where their vocabularies cannot be brought together.
pub(crate) fn join(old: &Knowledge, new: &Knowledge) -> Result<Joined, Incomparable> {
    let mut both = new.clone();
    let places = union(&mut both.places, &old.places, |place| place.id.as_str());
    if both.places.len() > 128 {
        return Err(Incomparable("together they name more than 128 places"));
    }
    let terms = [
        union(&mut both.terms.techniques, &old.terms.techniques, |term| term.id.as_str()),
        union(&mut both.terms.applicators, &old.terms.applicators, |term| term.id.as_str()),
        union(&mut both.terms.givers, &old.terms.givers, |giver| giver.id.as_str()),
        union(&mut both.terms.positions, &old.terms.positions, |term| term.id.as_str()),
        union(&mut both.terms.products, &old.terms.products, |term| term.id.as_str()),
        union(&mut both.terms.devices, &old.terms.devices, |term| term.id.as_str()),
    ];
    let named = |knowledge: &Knowledge| -> Vec<String> {
        knowledge.terms.timeframes.iter().map(|term| term.id.clone()).collect()
    };
    if named(old) != named(new) {
        return Err(Incomparable("their timeframes differ"));
    }
    let timeframes = (0u8..).take(old.terms.timeframes.len()).collect();
    let (questions, options) = questions(old, &mut both.questions);
    let map = Map { questions, options, places, facts: new.facts.len(), timeframes, terms };

    let old_facts = old.facts.iter().map(|fact| Fact { is: map.expr(&fact.is), ..fact.clone() });
    both.facts.extend(old_facts);
    let mut old_questions = both.questions.clone();
    let gates_of_old: Vec<(u16, Option<Expr>)> = map
        .questions
        .iter()
        .zip(&old.questions)
        .map(|(index, question)| (*index, question.applies.as_ref().map(|gate| map.expr(gate))))
        .collect();
    for ((index, gate), question) in gates_of_old.iter().zip(&old.questions) {
        if let Some(slot) = old_questions.get_mut(usize::from(*index)) {
            slot.applies.clone_from(gate);
            (slot.private, slot.symptom) = (question.private, question.symptom);
        }
    }

    let (mut rules, mut old_rules) = (Vec::new(), Vec::new());
    let mut restrictions: Vec<Restriction> = new.restrictions.clone();
    let first_of_old = restrictions.len();
    restrictions.extend(old.restrictions.iter().map(|one| map.restriction(one)));
    let moved = |rule: &Rule| Rule {
        when: map.expr(&rule.when),
        timeframe: rule.timeframe.and_then(|at| map.timeframes.get(usize::from(at)).copied()),
        restrictions: rule
            .restrictions
            .iter()
            .map(|index| index.saturating_add(u16::try_from(first_of_old).unwrap_or(u16::MAX)))
            .collect(),
        ..rule.clone()
    };
    for rule in &new.rules {
        rules.push(rule.clone());
        let same = old.rules.iter().find(|other| other.id == rule.id);
        old_rules.push(same.map_or_else(|| absent(rule), moved));
    }
    for rule in old.rules.iter().filter(|rule| !new.rules.iter().any(|other| other.id == rule.id)) {
        rules.push(absent(rule));
        old_rules.push(moved(rule));
    }

    both.restrictions = restrictions;
    let side = |questions: &[Question], rules: Vec<Rule>, limits: std::ops::Range<usize>, of: &Knowledge| {
        let mut side = both.clone();
        side.questions = questions.to_vec();
        side.rules = rules;
        side.limits.clone_from(&of.limits);
        side.default_timeframes = of.default_timeframes;
        for (at, restriction) in side.restrictions.iter_mut().enumerate() {
            if matches!(restriction.owner, Owner::Limit(_)) && !limits.contains(&at) {
                // The other version's: no rule of this one.
                restriction.owner = Owner::Rule(RuleId(u16::MAX));
            }
        }
        side
    };
    let all = both.restrictions.len();
    let old_side = side(&old_questions, old_rules.clone(), first_of_old..all, old);
    let new_side = side(&both.questions, rules.clone(), 0..first_of_old, new);
    // Everything that either reads: both lists of rules, and the old gates as if they were rules.
    let gates = gates_of_old.into_iter().filter_map(|(_, gate)| gate);
    let template = old_rules.first().or(rules.first()).cloned();
    both.rules = rules;
    both.rules.extend(old_rules);
    if let Some(template) = template {
        both.rules.extend(gates.map(|when| Rule { when, restrictions: Vec::new(), ..template.clone() }));
    }
    both.index = Index::of(&both.questions, &both.rules, &both.places);
    Ok(Joined { old: old_side, new: new_side, both })
}

/// A rule that is not there: it never holds.
fn absent(rule: &Rule) -> Rule {
    Rule {
        when: Expr::Or(Vec::new()),
        effect: Effect::Advice,
        restrictions: Vec::new(),
        liftable: false,
        ..rule.clone()
    }
}

/// Adds what only the other list has; gives for each entry of the other where it stands now.
fn union<T: Clone>(all: &mut Vec<T>, other: &[T], id: impl Fn(&T) -> &str) -> Vec<u8> {
    let mut places = Vec::new();
    for entry in other {
        let at = all.iter().position(|known| id(known) == id(entry)).unwrap_or_else(|| {
            all.push(entry.clone());
            all.len() - 1
        });
        places.push(u8::try_from(at).unwrap_or(u8::MAX));
    }
    places
}

/// Adds the questions that only the old version has, or asks in another way; gives where each stands now.
fn questions(old: &Knowledge, all: &mut Vec<Question>) -> (Vec<u16>, Vec<Vec<u8>>) {
    let (mut places, mut options) = (Vec::new(), Vec::new());
    for question in &old.questions {
        let same = all.iter().position(|known| known.id == question.id && alike(known, question));
        let at = same.unwrap_or_else(|| {
            let taken = all.iter().any(|known| known.id == question.id);
            let id = if taken { format!("{} (as it was)", question.id) } else { question.id.clone() };
            all.push(Question { id, applies: None, ..question.clone() });
            all.len() - 1
        });
        places.push(u16::try_from(at).unwrap_or(u16::MAX));
        let mut where_options = Vec::new();
        if let Some(known) = all.get_mut(at) {
            match (&mut known.kind, &question.kind) {
                (Kind::Choice(all), Kind::Choice(own)) | (Kind::Choices(all), Kind::Choices(own)) => {
                    where_options = union(all, own, |choice: &Choice| choice.id.as_str());
                }
                (Kind::Number { min, .. }, Kind::Number { min: own, .. }) => *min = (*min).min(*own),
                _ => {}
            }
        }
        options.push(where_options);
    }
    (places, options)
}

/// Whether two versions of a question can be answered alike: the same kind, with the same order of caution.
fn alike(a: &Question, b: &Question) -> bool {
    let kinds = match (&a.kind, &b.kind) {
        (Kind::Choice(a), Kind::Choice(b)) => {
            // What both have stands in the same order, and the least risk is the same.
            let common = |of: &[Choice], other: &[Choice]| -> Vec<String> {
                let ids = of.iter().filter(|choice| other.iter().any(|known| known.id == choice.id));
                ids.map(|choice| choice.id.clone()).collect()
            };
            common(a, b) == common(b, a) && a.first().map(|choice| &choice.id) == b.first().map(|choice| &choice.id)
        }
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    kinds && a.polarity == b.polarity && a.purpose == b.purpose
}

impl Map {
    fn question(&self, id: QuestionId) -> QuestionId {
        QuestionId(self.questions.get(usize::from(id.0)).copied().unwrap_or(u16::MAX))
    }

    fn places(&self, set: PlaceSet) -> PlaceSet {
        if set == PlaceSet::ALL {
            return set;
        }
        set.iter().filter_map(|place| self.places.get(usize::from(place.0)).copied().map(PlaceId)).collect()
    }

    fn atom(&self, atom: Atom) -> Atom {
        match atom {
            Atom::Yes(id) => Atom::Yes(self.question(id)),
            Atom::NotYes(id) => Atom::NotYes(self.question(id)),
            Atom::SaidNo(id) => Atom::SaidNo(self.question(id)),
            Atom::AtLeast(id, least) => Atom::AtLeast(self.question(id), least),
            Atom::Below(id, limit) => Atom::Below(self.question(id), limit),
            Atom::OneOf(id, mask) => {
                let options = self.options.get(usize::from(id.0)).map_or(&[][..], Vec::as_slice);
                Atom::OneOf(self.question(id), moved(mask, options))
            }
            Atom::NamedAt(id, places) => Atom::NamedAt(self.question(id), self.places(places)),
            Atom::PainAt(places) => Atom::PainAt(self.places(places)),
            Atom::NumbAt(places) => Atom::NumbAt(self.places(places)),
            Atom::SpreadsTo(places) => Atom::SpreadsTo(self.places(places)),
            Atom::PainMax(least) => Atom::PainMax(least),
        }
    }

    fn expr(&self, expr: &Expr) -> Expr {
        let all = |parts: &[Expr]| parts.iter().map(|part| self.expr(part)).collect();
        match expr {
            Expr::And(parts) => Expr::And(all(parts)),
            Expr::Or(parts) => Expr::Or(all(parts)),
            Expr::AtLeast(count, parts) => Expr::AtLeast(*count, all(parts)),
            Expr::Fact(index) => Expr::Fact(u16::try_from(usize::from(*index) + self.facts).unwrap_or(u16::MAX)),
            Expr::Atom(atom) => Expr::Atom(self.atom(*atom)),
        }
    }

    fn restriction(&self, one: &Restriction) -> Restriction {
        let [techniques, applicators, givers, positions, products, devices] = &self.terms;
        let places = self.places(one.places);
        Restriction {
            space: Space {
                places: self.places(one.space.places),
                techniques: all_or_moved(one.space.techniques, techniques),
                applicators: all_or_moved(one.space.applicators, applicators),
                givers: all_or_moved(one.space.givers, givers),
                positions: all_or_moved(one.space.positions, positions),
                products: all_or_moved(one.space.products, products),
                devices: all_or_moved(one.space.devices, devices),
                pressures: one.space.pressures,
                minutes: one.space.minutes,
            },
            places,
            places_from: one.places_from.map(|id| self.question(id)),
            ..one.clone()
        }
    }
}

fn all_or_moved(mask: u32, to: &[u8]) -> u32 {
    if mask == u32::MAX { mask } else { moved(mask, to) }
}

/// A mask with each bit at its new place.
fn moved(mask: u32, to: &[u8]) -> u32 {
    (0u32..)
        .zip(to)
        .filter(|(bit, _)| mask.checked_shr(*bit).unwrap_or(0) & 1 == 1)
        .fold(0, |all, (_, to)| all | 1u32.checked_shl(u32::from(*to)).unwrap_or(0))
}
