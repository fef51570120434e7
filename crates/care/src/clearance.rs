//! A clinician's agreement, and the proof of clearance that a session needs.

use crate::{Day, Decision, Disposition, Knowledge, RuleId, Sheet, interview, screen};

/// A clinician's recorded agreement to massage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// Who agreed, with their profession.
    pub by: String,
    /// The first day on which it holds.
    pub from: Day,
    /// The last day on which it holds.
    pub until: Day,
    /// The rules it speaks of; an agreement that names none lifts nothing.
    pub rules: Vec<RuleId>,
    /// The highest pressure the clinician allows, P0 to P5.
    pub max_pressure: Option<u8>,
    /// The longest session the clinician allows, in minutes.
    pub max_minutes: Option<u16>,
    /// Other limits, in the clinician's words.
    pub words: String,
}

impl Clearance {
    /// The last day that an agreement of this day may name, where the knowledge bounds it.
    #[must_use]
    pub fn latest(knowledge: &Knowledge, from: Day) -> Option<Day> {
        knowledge.agreement_days.map(|days| from.plus(days))
    }

    /// Whether it holds on a day, both ends included.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }

    /// Whether it speaks of a rule. It never lifts urgent or emergency: only liftable rules ask.
    #[must_use]
    pub fn covers(&self, rule: RuleId) -> bool {
        self.rules.contains(&rule)
    }
}

/// Proof that screening found no reason to stop: this person, this knowledge, this day. Only [`Cleared::of`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleared {
    person: u128,
    version: String,
    on: Day,
    decision: Decision,
}

/// Why there is no clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCleared {
    /// Questions that can still change the outcome have not been answered.
    NotSettled,
    /// The answers do not permit a massage.
    Disposition(Disposition),
}

/// Why a clearance does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is somebody else's.
    OtherPerson,
    /// It was made with other knowledge.
    OtherKnowledge,
    /// It is of another day: screen again.
    OtherDay,
}

impl Cleared {
    /// Screens, and gives the proof if the sheet is settled and at most modified.
    ///
    /// # Errors
    /// [`NotCleared`] with the reason.
    pub fn of(knowledge: &Knowledge, sheet: &Sheet, person: u128) -> Result<Self, NotCleared> {
        let decision = screen(knowledge, sheet);
        let standing = interview::standing(knowledge, sheet);
        // While the open questions can still permit it, finishing them comes first.
        if !standing.settled && standing.at_least.permits_massage() {
            return Err(NotCleared::NotSettled);
        }
        if !decision.disposition.permits_massage() {
            return Err(NotCleared::Disposition(decision.disposition));
        }
        Ok(Self { person, version: knowledge.version.clone(), on: sheet.today, decision })
    }

    /// The decision that it rests on, if it fits this person, this knowledge and this day.
    ///
    /// # Errors
    /// [`Misfit`] with what does not fit.
    pub fn decision(&self, knowledge: &Knowledge, person: u128, today: Day) -> Result<&Decision, Misfit> {
        if self.person != person {
            return Err(Misfit::OtherPerson);
        }
        if self.version != knowledge.version {
            return Err(Misfit::OtherKnowledge);
        }
        if self.on != today {
            return Err(Misfit::OtherDay);
        }
        Ok(&self.decision)
    }
}
