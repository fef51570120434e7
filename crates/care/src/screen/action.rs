//! What every rule comes to, worked out beforehand: a decision only chooses and compares.

use crate::{
    Disposition, Finding, Gentle, PlaceSet, RuleId, Tri,
    knowledge::Terms,
    program::unknown_does,
    rule::{Effect, Restriction, Rule, UnknownEffect},
    screen::gentle::{self, Barred},
};

/// A disposition and the time within which it asks to act, so that the more cautious is the greater.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Weight(u16);

impl Weight {
    fn new(disposition: Disposition, timeframe: Option<u8>) -> Self {
        let sooner = timeframe.map_or(0, |timeframe| u8::MAX - timeframe);
        Self(u16::from(disposition as u8) << 8 | u16::from(sooner))
    }

    pub(crate) fn disposition(self) -> Disposition {
        match self.0 >> 8 {
            0 => Disposition::Clear,
            1 => Disposition::Modified,
            2 => Disposition::MedicalFirst,
            3 => Disposition::Urgent,
            _ => Disposition::Emergency,
        }
    }

    /// An index into the timeframes, most urgent first.
    pub(crate) fn timeframe(self) -> Option<u8> {
        let [_, sooner] = self.0.to_be_bytes();
        (sooner != 0).then_some(u8::MAX - sooner)
    }
}

/// A finding and what it weighs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome {
    pub(crate) finding: Finding,
    pub(crate) weight: Weight,
}

impl Outcome {
    /// What it is once a clinician's agreement has made it `modified`.
    pub(crate) fn lifted(self, weight: Weight) -> Self {
        let does = Effect::Disposition(Disposition::Modified);
        Self { finding: Finding { does, lifted: true, ..self.finding }, weight }
    }
}

/// What one rule comes to.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    /// Where its condition is certain.
    pub(crate) sure: Outcome,
    /// Where its condition is unknown.
    pub(crate) unknown: Outcome,
    /// Where its condition is unknown and a symptom of its cluster certain.
    pub(crate) beside_symptom: Outcome,
    /// Whether that makes a difference.
    pub(crate) asks_symptoms: bool,
    /// Whether it opens the crisis page.
    pub(crate) crisis: bool,
    /// Whether an agreement lifts it, and what it weighs then.
    pub(crate) liftable: bool,
    pub(crate) lifted: Weight,
    /// Hours after which to come back, where the rule is worded as a postponement.
    pub(crate) postpone_hours: Option<u32>,
    /// What its restrictions take of the gentlest there is.
    pub(crate) barred: Barred,
}

impl Action {
    fn of(
        id: RuleId,
        rule: &Rule,
        timeframes: &[Option<u8>; 5],
        restrictions: &[Restriction],
        gentle: &[Gentle],
    ) -> Self {
        let weight = |reached| Weight::new(reached, timeframe_of(timeframes, rule, reached));
        let outcome = |truth, symptom| {
            let does = reached(rule, truth, symptom);
            let weight = match does {
                Effect::Disposition(reached) => weight(reached),
                Effect::Advice | Effect::Crisis => Weight::default(),
            };
            Outcome { finding: Finding { rule: id, truth, does, lifted: false }, weight }
        };
        let own = rule.restrictions.iter().filter_map(|index| restrictions.get(usize::from(*index)));
        let (unknown, beside_symptom) = (outcome(Tri::Unknown, false), outcome(Tri::Unknown, true));
        Self {
            sure: outcome(Tri::Yes, false),
            unknown,
            beside_symptom,
            asks_symptoms: unknown.finding != beside_symptom.finding,
            crisis: rule.effect == Effect::Crisis,
            liftable: rule.liftable,
            lifted: weight(Disposition::Modified),
            postpone_hours: rule.postpone_hours,
            barred: Barred::by(own, gentle),
        }
    }
}

/// What a rule comes to, before any agreement.
fn reached(rule: &Rule, truth: Tri, symptom_is_certain: bool) -> Effect {
    match (rule.effect, truth, rule.unknown) {
        (Effect::Advice | Effect::Crisis, _, _) => rule.effect,
        (Effect::Disposition(effect), Tri::Yes, _) => Effect::Disposition(effect),
        (_, _, UnknownEffect::Exactly(exception)) => Effect::Disposition(exception),
        (Effect::Disposition(effect), _, UnknownEffect::Default) => {
            Effect::Disposition(unknown_does(effect, rule.critical, symptom_is_certain))
        }
    }
}

/// The time within which a rule asks to act where it comes to `reached`: its own only if that is its full effect.
pub(crate) fn timeframe_of(timeframes: &[Option<u8>; 5], rule: &Rule, reached: Disposition) -> Option<u8> {
    let own = if rule.effect == Effect::Disposition(reached) { rule.timeframe } else { None };
    own.or_else(|| default_timeframe(timeframes, reached))
}

fn default_timeframe(timeframes: &[Option<u8>; 5], disposition: Disposition) -> Option<u8> {
    let [clear, modified, medical_first, urgent, emergency] = *timeframes;
    match disposition {
        Disposition::Clear => clear,
        Disposition::Modified => modified,
        Disposition::MedicalFirst => medical_first,
        Disposition::Urgent => urgent,
        Disposition::Emergency => emergency,
    }
}

/// What all rules come to.
#[derive(Clone, Debug)]
pub struct Actions {
    of_rules: Vec<Action>,
    gentle: Vec<Gentle>,
}

impl Actions {
    /// Works out what the rules come to. `timeframes` are those that dispositions have when no rule says one.
    #[must_use]
    pub fn of(
        rules: &[Rule],
        restrictions: &[Restriction],
        terms: &Terms,
        targets: PlaceSet,
        timeframes: &[Option<u8>; 5],
    ) -> Self {
        let gentle = gentle::all(restrictions, terms, targets);
        let ids = (0u16..).map(RuleId);
        let of_rules =
            ids.zip(rules).map(|(id, rule)| Action::of(id, rule, timeframes, restrictions, &gentle)).collect();
        Self { of_rules, gentle }
    }

    /// The gentlest that the always-on limits leave; what rules take least often stands first.
    #[must_use]
    pub fn gentle(&self) -> &[Gentle] {
        &self.gentle
    }

    #[inline]
    pub(crate) fn of_rule(&self, rule: RuleId) -> Option<&Action> {
        self.of_rules.get(usize::from(rule.0))
    }
}
