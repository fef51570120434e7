//! Somebody who gives massages, as they and the practice describe them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Minutes, Span, find::Gender, hours::Hours, licence::Papers};

/// How long somebody's hands may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hands {
    /// The most minutes of massage in a row.
    pub in_a_row: Minutes,
    /// The pause after which a row is over.
    pub rest: Minutes,
    /// The most minutes of massage on one day.
    pub a_day: Minutes,
}

/// A therapist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Therapist {
    /// Their id.
    pub id: Uuid,
    /// Their name, as clients see it.
    pub name: String,
    /// School, hours and year, in their words.
    pub education: String,
    /// What they are good at, in their words.
    pub specialities: String,
    /// Languages, in their words.
    pub languages: String,
    /// What they say of their gender.
    #[serde(default)]
    pub gender: Option<Gender>,
    /// The ids of the techniques they give.
    pub techniques: BTreeSet<String>,
    /// Licences and the like.
    pub papers: Papers,
    /// When they work.
    pub hours: Hours,
    /// When they do not, whatever the hours say: holidays, illness.
    pub away: Vec<Span>,
    /// When a calendar of their own keeps them busy, as it was last read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<Span>,
    /// How long their hands may work; nothing for no limit.
    pub hands: Option<Hands>,
}

impl Therapist {
    /// Every time at which they cannot, whatever the hours say.
    pub fn cannot(&self) -> impl Iterator<Item = Span> {
        self.away.iter().chain(&self.busy).copied()
    }
}
