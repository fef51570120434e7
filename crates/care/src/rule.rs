//! Rules and restrictions.

use crate::{Disposition, PlaceSet, QuestionId, expr::Expr, permit::Space, source::Evidence};

/// The index of a rule in [`crate::Knowledge::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// What a rule does when its condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A disposition.
    Disposition(Disposition),
    /// Something worth saying that changes no disposition.
    Advice,
    /// The crisis page.
    Crisis,
}

/// What a rule does when its condition is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownEffect {
    /// As semantics say for its effect.
    Default,
    /// An exception, with its reason in the rule's text.
    Exactly(Disposition),
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable id, such as `RF-CES-1`.
    pub id: String,
    /// The file it stands in, for messages to developers.
    pub file: String,
    /// The line of its condition in that file, from 1.
    pub line: usize,
    /// The cluster whose symptoms it shares.
    pub cluster: String,
    /// Title.
    pub title: String,
    /// Life: `draft`, `reviewed`, `active` or `retired`.
    pub status: String,
    /// The condition.
    pub when: Expr,
    /// The condition as it is written.
    pub when_text: String,
    /// What it does.
    pub effect: Effect,
    /// What an unknown condition does.
    pub unknown: UnknownEffect,
    /// Why an unknown condition does something else than usual.
    pub unknown_because: Option<String>,
    /// Whether "I don't know" is medical-first too.
    pub critical: bool,
    /// Whether a clinician's recorded agreement turns it into `modified`.
    pub liftable: bool,
    /// The time within which to act: an index into [`crate::knowledge::Terms::timeframes`], most urgent first.
    pub timeframe: Option<u8>,
    /// Hours after which to come back, where the rule is worded as a postponement.
    pub postpone_hours: Option<u32>,
    /// What to do, in plain words.
    pub say: String,
    /// Why.
    pub why: String,
    /// What to say to the doctor.
    pub doctor: Option<String>,
    /// Where it departs from guidance, and why.
    pub deviation: Option<String>,
    /// Why it is kept although other rules always say at least as much.
    pub redundant_because: Option<String>,
    /// For reviewers.
    pub note: Option<String>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure the action is.
    pub evidence: Evidence,
    /// Mission rows.
    pub mission: Vec<String>,
    /// Who reviewed it, and when.
    pub reviewed: Vec<Review>,
    /// Indexes into [`crate::Knowledge::restrictions`].
    pub restrictions: Vec<u16>,
}

/// A clinician's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: String,
    /// When (ISO date).
    pub on: String,
}

/// An always-on limit: a rule without a condition.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Stable id, such as `ES-SPINE`.
    pub id: String,
    /// The file it stands in.
    pub file: String,
    /// Title.
    pub title: String,
    /// Life.
    pub status: String,
    /// What it means for the person.
    pub say: String,
    /// Why.
    pub why: String,
    /// What is refused outright, in words.
    pub refused: Vec<String>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
    /// Mission rows.
    pub mission: Vec<String>,
    /// Who reviewed it, and when.
    pub reviewed: Vec<Review>,
    /// Indexes into [`crate::Knowledge::restrictions`].
    pub restrictions: Vec<u16>,
}

/// What a restriction belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A rule.
    Rule(RuleId),
    /// An always-on limit: an index into [`crate::Knowledge::limits`].
    Limit(u16),
}

/// Until when a restriction holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// No end.
    Open,
    /// So many days from the day of the answers.
    Days(i32),
    /// Until something has happened, in words.
    Words(String),
}

/// A ban or a ceiling on a part of what a massage can be. A dimension that is not named means all of it.
#[derive(Clone, Debug)]
pub struct Restriction {
    /// What it belongs to.
    pub owner: Owner,
    /// What it takes away.
    pub space: Space,
    /// Where, if the places are answered by a question instead of being fixed.
    pub places_from: Option<QuestionId>,
    /// The fixed places; all of them where none is named.
    pub places: PlaceSet,
    /// Whether places were named.
    pub places_named: bool,
    /// The margin around the places: an index into [`crate::knowledge::Terms::margins`].
    pub margin: Option<u8>,
    /// Named techniques and so on, as ids, for people and for the outside; empty means all.
    pub named: Named,
    /// Whether it forbids; else it caps.
    pub ban: bool,
    /// The highest pressure allowed, P0 to P5.
    pub max_pressure: Option<u8>,
    /// The longest time allowed, in minutes.
    pub max_minutes: Option<u16>,
    /// Until when.
    pub until: Until,
    /// One sentence for the person.
    pub say: String,
}

impl Restriction {
    /// Whether it forbids everything at places that it names, whatever is done there and with what.
    #[must_use]
    pub fn shuts_places(&self) -> bool {
        let everywhere = Space { places: self.space.places, ..Space::ALL };
        self.ban && (self.places_named || self.places_from.is_some()) && self.space == everywhere
    }
}

/// The ids that a restriction names, per dimension; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Places and groups as they were written.
    pub places: Vec<String>,
    /// Techniques.
    pub techniques: Vec<String>,
    /// Applicators.
    pub applicators: Vec<String>,
    /// Givers.
    pub givers: Vec<String>,
    /// Positions.
    pub positions: Vec<String>,
    /// Products.
    pub products: Vec<String>,
    /// Devices.
    pub devices: Vec<String>,
}
