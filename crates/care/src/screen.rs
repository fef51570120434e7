//! From answers to a decision.

use crate::{
    Answer, Disposition, Knowledge, PlaceSet, Reading, RuleId, Sheet, Tri,
    knowledge::Terms,
    permit::Space,
    program::{View, unknown_does},
    rule::{Effect, Owner, Restriction, Rule, UnknownEffect},
};

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
    let mut disposition = Disposition::Clear;
    let mut timeframe: Option<u8> = None;
    let mut crisis = sheet.mention;
    let mut wait: Option<u32> = None;
    let mut only_waiting = true;
    let (sure, possible) = knowledge.program.rules(view);
    for index in possible.iter() {
        let id = RuleId(index);
        let Some(rule) = knowledge.rule(id) else { continue };
        let truth = if sure.has(index) { Tri::Yes } else { Tri::Unknown };
        let (does, lifted) = match rule.effect {
            Effect::Advice => (Effect::Advice, false),
            // The crisis page answers what was said; before the question is asked there is nothing to answer.
            Effect::Crisis if reading == Reading::Shown && !was_said(knowledge, sheet, id) => continue,
            Effect::Crisis => {
                crisis = true;
                (Effect::Crisis, false)
            }
            Effect::Disposition(effect) => {
                let reached = match (truth, rule.unknown) {
                    (Tri::Yes, _) => effect,
                    (_, UnknownEffect::Exactly(exception)) => exception,
                    (_, UnknownEffect::Default) => {
                        let certain = effect == Disposition::Emergency
                            && !view.sure.and(&knowledge.program.symptoms(id)).is_empty();
                        unknown_does(effect, rule.critical, certain)
                    }
                };
                let lifted = reached == Disposition::MedicalFirst
                    && rule.liftable
                    && sheet.clearances.iter().any(|given| given.holds_on(sheet.today) && given.covers(id));
                let reached = if lifted { Disposition::Modified } else { reached };
                let within = timeframe_of(knowledge, rule, reached);
                if reached > disposition {
                    disposition = reached;
                    timeframe = within;
                    only_waiting = true;
                } else if reached == disposition {
                    timeframe = earlier(timeframe, within);
                }
                if reached == disposition && reached == Disposition::MedicalFirst {
                    match rule.postpone_hours {
                        Some(hours) => wait = Some(wait.unwrap_or(0).max(hours)),
                        None => only_waiting = false,
                    }
                }
                (Effect::Disposition(reached), lifted)
            }
        };
        decision.findings.push(Finding { rule: id, truth, does, lifted });
    }
    decision.disposition = disposition;
    decision.timeframe = timeframe;
    decision.crisis = crisis;
    decision.postpone_hours = None;
    decision.nothing_left = false;
    if disposition == Disposition::MedicalFirst && only_waiting {
        decision.postpone_hours = wait;
    }
    if disposition == Disposition::Modified && !something_left(knowledge, sheet, reading, decision) {
        decision.nothing_left = true;
        decision.disposition = Disposition::MedicalFirst;
        // No rule says how soon.
        decision.timeframe = knowledge.nothing_left_timeframe;
    }
}

/// The time within which a rule asks to act where it comes to `reached`: its own only if that is its full effect.
pub(crate) fn timeframe_of(knowledge: &Knowledge, rule: &Rule, reached: Disposition) -> Option<u8> {
    let own = if rule.effect == Effect::Disposition(reached) { rule.timeframe } else { None };
    own.or_else(|| default_timeframe(knowledge, reached))
}

fn default_timeframe(knowledge: &Knowledge, disposition: Disposition) -> Option<u8> {
    let [clear, modified, medical_first, urgent, emergency] = knowledge.default_timeframes;
    match disposition {
        Disposition::Clear => clear,
        Disposition::Modified => modified,
        Disposition::MedicalFirst => medical_first,
        Disposition::Urgent => urgent,
        Disposition::Emergency => emergency,
    }
}

fn earlier(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// Whether any question that a rule reads was answered.
fn was_said(knowledge: &Knowledge, sheet: &Sheet, rule: RuleId) -> bool {
    let bits = knowledge.program.condition(rule).iter().flat_map(|term| term.iter());
    let questions = bits.filter_map(|bit| knowledge.program.atom_of(*bit)).filter_map(|atom| atom.question());
    questions.into_iter().any(|question| sheet.get(question) != Answer::NotAsked)
}

/// Where a restriction holds for this person. A place that is not known is everywhere.
#[must_use]
pub fn places_of(restriction: &Restriction, sheet: &Sheet, reading: Reading) -> PlaceSet {
    match restriction.places_from {
        None => restriction.places,
        Some(question) => match (sheet.get(question), reading) {
            (Answer::Places(places), _) if !places.is_empty() => places,
            (Answer::NotAsked, Reading::Least) => PlaceSet::NONE,
            _ => PlaceSet::ALL,
        },
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

/// The gentlest there is of one technique, giver and position: a flat hand at the lightest pressure, without product or
/// device, for a minute; and where the always-on limits leave it on the back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gentle {
    technique: u32,
    giver: u32,
    position: u32,
    places: PlaceSet,
}

impl Gentle {
    /// Every one that the always-on limits leave.
    #[must_use]
    pub fn all(restrictions: &[Restriction], terms: &Terms, targets: PlaceSet) -> Vec<Self> {
        let bits =
            |count: usize| (0..u32::try_from(count).unwrap_or(0)).map(|index| 1u32.checked_shl(index).unwrap_or(0));
        let limits = || restrictions.iter().filter(|restriction| matches!(restriction.owner, Owner::Limit(_)));
        let mut all = Vec::new();
        for technique in bits(terms.techniques.len()) {
            for giver in bits(terms.givers.len()) {
                for position in bits(terms.positions.len()) {
                    let one = Self { technique, giver, position, places: targets };
                    let barred = limits().filter(|limit| one.is_barred_by(&limit.space));
                    let places = targets.without(barred.fold(PlaceSet::NONE, |all, limit| all.or(limit.places)));
                    if !places.is_empty() {
                        all.push(Self { places, ..one });
                    }
                }
            }
        }
        all
    }

    /// Where on the back the always-on limits leave it.
    #[must_use]
    pub fn places(&self) -> PlaceSet {
        self.places
    }

    /// Whether a box takes it away wherever the box is.
    #[must_use]
    pub fn is_barred_by(&self, space: &Space) -> bool {
        space.applicators & space.products & space.devices & space.pressures & 1 == 1
            && space.minutes & 1 == 1
            && space.techniques & self.technique != 0
            && space.givers & self.giver != 0
            && space.positions & self.position != 0
    }
}

/// Whether at least one technique, position and giver is left somewhere on the back.
fn something_left(knowledge: &Knowledge, sheet: &Sheet, reading: Reading, decision: &Decision) -> bool {
    let lifted = decision.findings.iter().any(|finding| finding.lifted);
    let agreed = if lifted { agreed_limits(sheet) } else { Vec::new() };
    let mut open = knowledge.gentle.iter().filter(|gentle| !agreed.iter().any(|limit| gentle.is_barred_by(limit)));
    open.any(|gentle| {
        let spoke = decision.findings.iter().filter_map(|finding| knowledge.rule(finding.rule));
        let indexes = spoke.flat_map(|rule| &rule.restrictions);
        let barred = indexes
            .filter_map(|index| knowledge.restrictions.get(usize::from(*index)))
            .filter(|restriction| gentle.is_barred_by(&restriction.space))
            .fold(PlaceSet::NONE, |all, restriction| all.or(places_of(restriction, sheet, reading)));
        !gentle.places.without(barred).is_empty()
    })
}
