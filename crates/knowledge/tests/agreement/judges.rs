//! The two judges, and what they say differently.

use supple_care::{
    Decision, Disposition, Knowledge, PlaceId, Reading, Sheet, Tri,
    permit::{Space, Touch},
    rule::Effect,
    screen,
};

use super::person::{Person, base, for_model, name};
use crate::reference::{self, Body, Level, Places, Verdict};

/// A difference: its kind, by which those of one cause are counted together, and in full.
pub(crate) struct Difference {
    pub(crate) kind: String,
    pub(crate) words: String,
}

/// Both judges with what they need.
pub(crate) struct Judges<'k> {
    /// What the engine knows.
    knowledge: &'k Knowledge,
    body: Body,
    always: Vec<Space>,
}

impl<'k> Judges<'k> {
    /// The model, and the engine with this knowledge: the base, or one that differs from it in its rules alone.
    pub(crate) fn of(knowledge: &'k Knowledge) -> Self {
        let neighbours = base().places.iter().zip(0u8..).map(|(place, index)| {
            let beside = place.adjacent.iter().map(for_model).fold(Places::default(), Places::or);
            (for_model(PlaceId(index)), beside)
        });
        let always = knowledge.always_on().map(|in_force| in_force.space).collect();
        Self { knowledge, body: Body::drawn(neighbours), always }
    }

    /// What the engine decides, and what the model says differently, if anything.
    pub(crate) fn judge(&self, person: &Person, touches: &[Touch]) -> (Decision, Option<Difference>) {
        let sheet = person.sheet();
        let decision = screen(self.knowledge, &sheet);
        let verdict = reference::screen_on(&self.body, &person.for_reference());
        let difference = self.difference(&sheet, &decision, &verdict, touches);
        (decision, difference)
    }

    fn difference(
        &self,
        sheet: &Sheet,
        decision: &Decision,
        verdict: &Verdict,
        touches: &[Touch],
    ) -> Option<Difference> {
        let (engine, model) = (advice(decision), &verdict.advice);
        let (first, words) = if engine != *model {
            (format!("advice {engine:?} against {model:?}"), String::new())
        } else if (rank(decision.disposition), decision.crisis) == (level(verdict.disposition), verdict.crisis) {
            let mut taken = decision.taken(self.knowledge, sheet, Reading::Shown);
            // What always holds has minutes of its own by course; those of the rows are compared.
            let of_rows = taken.clone();
            taken.extend(margins(self.knowledge, decision, sheet));
            taken.extend(&self.always);
            let (touch, engine, model) = touches.iter().find_map(|touch| {
                let named = named(touch);
                let engine = (touch.ceiling(&taken), longest(touch, &of_rows));
                let model = (reference::ceiling(verdict, &named), reference::longest(verdict, &named));
                (engine != model).then_some((touch, engine, model))
            })?;
            (format!("P{engine:?} against P{model:?}"), format!("{}\n    ", words(touch)))
        } else {
            let [engine, model] = [format!("{:?}", decision.disposition), format!("{:?}", verdict.disposition)];
            (format!("{engine} {} against {model} {}", decision.crisis, verdict.crisis), String::new())
        };
        let rules =
            || decision.findings.iter().filter_map(|finding| Some((self.knowledge.rule(finding.rule)?, finding)));
        let ids: Vec<&str> = rules().map(|(rule, _)| rule.id.as_str()).collect();
        let rows: Vec<&str> = verdict.spoke.iter().map(|(row, _)| *row).collect();
        let findings: Vec<String> =
            rules().map(|(rule, finding)| format!("{} {:?} {:?}", rule.id, finding.truth, finding.does)).collect();
        Some(Difference {
            kind: format!("{first} {ids:?} {rows:?}"),
            words: format!(
                "{words}engine {:?} {findings:?}\n    model {:?} {:?}",
                decision.disposition, verdict.disposition, verdict.spoke
            ),
        })
    }

    fn differ(&self, person: &Person, touches: &[Touch]) -> Option<Difference> {
        self.judge(person, touches).1
    }

    /// The same difference or another, of somebody with as few facts as can be.
    pub(crate) fn smallest(&self, mut person: Person, touches: &[Touch]) -> (Person, Difference) {
        let mut found = self.differ(&person, touches).expect("they differ");
        while let Some((one, difference)) =
            simpler(&person).into_iter().find_map(|one| self.differ(&one, touches).map(|difference| (one, difference)))
        {
            (person, found) = (one, difference);
        }
        (person, found)
    }
}

/// The person with one thing less.
fn simpler(person: &Person) -> Vec<Person> {
    let mut all = Vec::new();
    for at in 0..person.facts.len() {
        let mut one = person.clone();
        one.facts.remove(at);
        all.push(one);
    }
    for at in 0..person.marks.len() {
        let mut one = person.clone();
        one.marks.remove(at);
        all.push(one);
    }
    let flags: [fn(&mut Person) -> &mut bool; 4] =
        [|one| &mut one.proxy, |one| &mut one.cleared, |one| &mut one.rescreen, |one| &mut one.mention];
    for flag in flags {
        let mut one = person.clone();
        if std::mem::take(flag(&mut one)) {
            all.push(one);
        }
    }
    all
}

/// The advice that limits nothing, and whether it is certain.
fn advice(decision: &Decision) -> Vec<(&'static str, bool)> {
    let rules = decision.findings.iter().filter_map(|finding| Some((base().rule(finding.rule)?, finding)));
    let only_said = rules.filter(|(rule, _)| rule.effect == Effect::Advice && rule.restrictions.is_empty());
    only_said.map(|(rule, finding)| (rule.id.as_str(), finding.truth == Tri::Yes)).collect()
}

/// The dispositions in order.
pub(crate) fn rank(disposition: Disposition) -> usize {
    match disposition {
        Disposition::Clear => 0,
        Disposition::Modified => 1,
        Disposition::MedicalFirst => 2,
        Disposition::Urgent => 3,
        Disposition::Emergency => 4,
    }
}

fn level(level: Level) -> usize {
    match level {
        Level::Clear => 0,
        Level::Modified => 1,
        Level::MedicalFirst => 2,
        Level::Urgent => 3,
        Level::Emergency => 4,
    }
}

/// What a margin closes: the neighbours of a place that a ban closes to hands.
fn margins(knowledge: &Knowledge, decision: &Decision, sheet: &Sheet) -> Vec<Space> {
    let in_force = decision.restrictions(knowledge, sheet, Reading::Shown);
    in_force
        .filter(|one| one.restriction.margin.is_some() && one.restriction.ban && one.space.devices & 1 == 1)
        .map(|one| {
            let beside = one.places.iter().filter_map(|place| knowledge.place(place)).map(|place| place.adjacent);
            Space { places: beside.fold(one.places, |all, more| all.or(more)), devices: 1, ..one.space }
        })
        .collect()
}

/// The longest session with a touch, in minutes, where anything speaks of time.
fn longest(touch: &Touch, taken: &[Space]) -> Option<u16> {
    let of_time = taken.iter().filter(|space| space.minutes & 1 == 0 && !touch.space().and(space).is_empty());
    of_time.map(|space| space.minutes.trailing_zeros()).min().map(|minutes| u16::try_from(minutes).unwrap())
}

fn named(touch: &Touch) -> reference::Touch<'static> {
    let terms = &base().terms;
    reference::Touch {
        place: for_model(touch.place),
        technique: &terms.techniques[usize::from(touch.technique)].id,
        applicator: &terms.applicators[usize::from(touch.applicator)].id,
        giver: &terms.givers[usize::from(touch.giver)].id,
        position: &terms.positions[usize::from(touch.position)].id,
        product: &terms.products[usize::from(touch.product)].id,
        device: &terms.devices[usize::from(touch.device)].id,
    }
}

fn words(touch: &Touch) -> String {
    let place = name(touch.place);
    let reference::Touch { technique, applicator, giver, position, product, device, .. } = named(touch);
    format!("{technique} with {applicator} at {place} by {giver}, {position}, {product}, {device}")
}
