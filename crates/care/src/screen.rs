//! From answers to a decision.

mod action;
mod gentle;
mod left;

use crate::{
    Answer, Disposition, Knowledge, PlaceSet, QuestionId, Reading, RuleId, Sheet, Tri,
    permit::Space,
    program::View,
    rule::{Effect, Owner, Restriction},
};

use action::{Outcome, Weight};

pub use action::Actions;
pub(crate) use action::timeframe_of;
pub use gentle::Gentle;
pub use left::{Bar, last_left};

/// A rule that had something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// Whether its condition is certain or unknown; never [`Tri::No`].
    pub truth: Tri,
    /// What it comes to.
    pub does: Effect,
    /// Whether a clinician's agreement turned it into `modified`.
    pub lifted: bool,
}

/// What screening says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// What to do first.
    pub disposition: Disposition,
    /// The time within which: an index into the timeframes, most urgent first.
    pub timeframe: Option<u8>,
    /// Whether the crisis page comes first. It hides nothing.
    pub crisis: bool,
    /// Whether the restrictions together left nothing to give, which makes it medical-first.
    pub nothing_left: bool,
    /// Hours after which to come back, where everything that stops a massage is a postponement.
    pub postpone_hours: Option<u32>,
    /// The rules that spoke, in the order of the knowledge base.
    pub findings: Vec<Finding>,
}

/// One restriction that is in force, and whether it always is.
#[derive(Clone, Copy, Debug)]
pub struct InForce<'k> {
    /// The restriction.
    pub restriction: &'k Restriction,
    /// What it takes away, for this person.
    pub space: Space,
    /// The places it holds at, for this person.
    pub places: PlaceSet,
    /// Whether it holds for everybody, always.
    pub always: bool,
}

/// Screens a sheet as it stands: what was not asked is read as "I don't know".
#[must_use]
pub fn screen(knowledge: &Knowledge, sheet: &Sheet) -> Decision {
    let mut decision = Decision::default();
    screen_into(knowledge, sheet, Reading::Shown, &mut decision);
    decision
}

/// Screens a sheet into a decision that is reused, so that nothing is allocated once its list has grown.
pub fn screen_into(knowledge: &Knowledge, sheet: &Sheet, reading: Reading, decision: &mut Decision) {
    let view = knowledge.program.decision_view(sheet, reading);
    screen_view(knowledge, sheet, reading, &view, decision);
}

pub(crate) fn screen_view(
    knowledge: &Knowledge,
    sheet: &Sheet,
    reading: Reading,
    view: &View,
    decision: &mut Decision,
) {
    decision.findings.clear();
    let mut weight = Weight::default();
    let mut crisis = sheet.mention;
    let mut any_lifted = false;
    let (sure, possible) = knowledge.program.rules(view);
    for index in possible.iter() {
        let Some(action) = knowledge.actions.of_rule(RuleId(index)) else { continue };
        // The crisis page answers what was said; before the question is asked there is nothing to answer.
        if action.crisis {
            if reading == Reading::Shown && !was_said(knowledge, sheet, RuleId(index)) {
                continue;
            }
            crisis = true;
        }
        let mut outcome = if sure.has(index) {
            action.sure
        } else if action.asks_symptoms && knowledge.program.symptoms(RuleId(index)).meets(&view.sure) {
            action.beside_symptom
        } else {
            action.unknown
        };
        if action.liftable && is_lifted(sheet, &outcome) {
            outcome = outcome.lifted(action.lifted);
            any_lifted = true;
        }
        weight = weight.max(outcome.weight);
        decision.findings.push(outcome.finding);
    }
    decision.disposition = weight.disposition();
    decision.timeframe = weight.timeframe();
    decision.crisis = crisis;
    decision.postpone_hours = None;
    decision.nothing_left = false;
    match decision.disposition {
        Disposition::MedicalFirst => decision.postpone_hours = postponed(knowledge, &decision.findings),
        Disposition::Modified if !gentle::something_left(knowledge, sheet, reading, &decision.findings, any_lifted) => {
            decision.nothing_left = true;
            decision.disposition = Disposition::MedicalFirst;
            // No rule says how soon.
            decision.timeframe = knowledge.nothing_left_timeframe;
        }
        _ => {}
    }
}

/// Whether a clinician's agreement that holds today speaks of a medical-first finding.
fn is_lifted(sheet: &Sheet, outcome: &Outcome) -> bool {
    outcome.finding.does == Effect::Disposition(Disposition::MedicalFirst)
        && sheet.clearances.iter().any(|given| given.holds_on(sheet.today) && given.covers(outcome.finding.rule))
}

/// The longest of the waits, where every medical-first finding is one.
fn postponed(knowledge: &Knowledge, findings: &[Finding]) -> Option<u32> {
    let stops = findings.iter().filter(|finding| finding.does == Effect::Disposition(Disposition::MedicalFirst));
    let mut waits = stops.map(|finding| knowledge.actions.of_rule(finding.rule)?.postpone_hours);
    waits.try_fold(0, |longest: u32, hours| hours.map(|hours| longest.max(hours)))
}

/// Whether any question that a rule reads was answered.
fn was_said(knowledge: &Knowledge, sheet: &Sheet, rule: RuleId) -> bool {
    let bits = knowledge.program.condition(rule).iter().flat_map(|term| term.iter());
    let questions = bits.filter_map(|bit| knowledge.program.atom_of(*bit)).filter_map(|atom| atom.question());
    questions.into_iter().any(|question| sheet.get(question) != Answer::NotAsked)
}

/// Where a restriction holds for this person.
#[must_use]
pub fn places_of(restriction: &Restriction, sheet: &Sheet, reading: Reading) -> PlaceSet {
    match restriction.places_from {
        None => restriction.places,
        Some(question) => answered_places(sheet, question, reading),
    }
}

/// The places that answer a question. A place that is not known is everywhere.
fn answered_places(sheet: &Sheet, question: QuestionId, reading: Reading) -> PlaceSet {
    match (sheet.get(question), reading) {
        (Answer::Places(places), _) if !places.is_empty() => places,
        (Answer::NotAsked, Reading::Least) => PlaceSet::NONE,
        _ => PlaceSet::ALL,
    }
}

fn space_of(restriction: &Restriction, places: PlaceSet) -> Space {
    Space { places, ..restriction.space }
}

/// What the clearances that hold today take away, where they lift anything.
pub(crate) fn agreed_limits(sheet: &Sheet) -> Vec<Space> {
    let mut taken = Vec::new();
    for given in sheet.clearances.iter().filter(|given| given.holds_on(sheet.today)) {
        if let Some(highest) = given.max_pressure {
            taken.push(Space { pressures: Space::pressures_above(highest), ..Space::ALL });
        }
        if let Some(longest) = given.max_minutes {
            taken.push(Space { minutes: Space::minutes_after(longest), ..Space::ALL });
        }
    }
    taken
}

impl Decision {
    /// What it asks for, in the order of caution: the disposition, and whether somebody is to be seen. Who only has to wait is sent
    /// to nobody.
    #[must_use]
    pub fn asks(&self) -> (Disposition, bool) {
        (self.disposition, self.postpone_hours.is_none())
    }

    /// The rules that a clinician's agreement would lift, so that a massage is possible; none where it would not be enough, because
    /// something else stands there that nobody lifts.
    #[must_use]
    pub fn liftable(&self, knowledge: &Knowledge) -> Vec<RuleId> {
        if self.disposition != Disposition::MedicalFirst || self.nothing_left {
            return Vec::new();
        }
        let stops = self.findings.iter().filter(|it| it.does == Effect::Disposition(Disposition::MedicalFirst));
        let lifts = |rule: RuleId| knowledge.rule(rule).is_some_and(|rule| rule.liftable);
        stops.map(|it| lifts(it.rule).then_some(it.rule)).collect::<Option<_>>().unwrap_or_default()
    }

    /// The restrictions of the rules that spoke, for this person.
    pub fn restrictions<'k>(
        &'k self,
        knowledge: &'k Knowledge,
        sheet: &'k Sheet,
        reading: Reading,
    ) -> impl Iterator<Item = InForce<'k>> {
        self.findings.iter().filter_map(|finding| knowledge.rule(finding.rule)).flat_map(move |rule| {
            rule.restrictions.iter().filter_map(move |index| {
                let restriction = knowledge.restrictions.get(usize::from(*index))?;
                let places = places_of(restriction, sheet, reading);
                Some(InForce { restriction, space: space_of(restriction, places), places, always: false })
            })
        })
    }

    /// The named places that the person's rules close to everything: to hands, and to whatever lies on the skin there, such as
    /// a warm pack. A rule that closes the whole body to massage says itself what else it closes.
    pub fn shut_places(&self, knowledge: &Knowledge, sheet: &Sheet, reading: Reading) -> PlaceSet {
        self.restrictions(knowledge, sheet, reading)
            .filter(|in_force| in_force.restriction.shuts_places())
            .fold(PlaceSet::NONE, |all, in_force| all.or(in_force.places))
    }

    /// Everything that is taken away beyond the always-on limits: by rules and by the limits of a clearance.
    #[must_use]
    pub fn taken(&self, knowledge: &Knowledge, sheet: &Sheet, reading: Reading) -> Vec<Space> {
        let mut taken: Vec<Space> =
            self.restrictions(knowledge, sheet, reading).map(|in_force| in_force.space).collect();
        if self.findings.iter().any(|finding| finding.lifted) {
            taken.extend(agreed_limits(sheet));
        }
        taken
    }
}

impl Knowledge {
    /// The always-on limits.
    pub fn always_on(&self) -> impl Iterator<Item = InForce<'_>> {
        self.restrictions.iter().filter(|restriction| matches!(restriction.owner, Owner::Limit(_))).map(|restriction| {
            InForce { restriction, space: restriction.space, places: restriction.places, always: true }
        })
    }
}
