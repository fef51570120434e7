//! The limits of two versions, paired by what they take away.

use std::{
    collections::BTreeMap,
    ops::{BitAndAssign, BitOrAssign},
};

use serde::Serialize;
use supple_care::{
    Knowledge, PlaceSet, RuleId,
    rule::{Owner, Restriction, Until},
};

use crate::{Outcome, Word};

/// What a limit takes away and until when, in the ids of the vocabularies. Two limits with the same content are the same one,
/// wherever they stand and whatever their sentence says. A part that is not given means all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Content {
    /// Whether it forbids.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ban: Option<bool>,
    /// The highest pressure allowed, P0 to P5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pressure: Option<u8>,
    /// The longest time allowed, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_minutes: Option<u16>,
    /// The places, with the groups that were named taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<String>>,
    /// The question whose answer is the places.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub places_from: Option<String>,
    /// How far it reaches around the places, in millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin_mm: Option<u16>,
    /// Technique classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub techniques: Option<Vec<String>>,
    /// Applicators.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicators: Option<Vec<String>>,
    /// Givers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub givers: Option<Vec<String>>,
    /// Positions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positions: Option<Vec<String>>,
    /// Products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<String>>,
    /// Devices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub devices: Option<Vec<String>>,
    /// The days from that of the answers for which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_days: Option<i32>,
    /// What has to happen before it ends, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl Content {
    /// What a restriction of this knowledge takes away.
    #[must_use]
    pub fn of(knowledge: &Knowledge, restriction: &Restriction) -> Self {
        let (terms, space) = (&knowledge.terms, &restriction.space);
        // A ceiling of no pressure at all is a ban.
        let ban = restriction.ban || restriction.max_pressure == Some(0);
        let from = restriction.places_from.and_then(|id| knowledge.question(id));
        let margin = restriction.margin.and_then(|index| terms.margins.get(usize::from(index)));
        let (until_days, until) = match &restriction.until {
            Until::Open => (None, None),
            Until::Days(days) => (Some(*days), None),
            Until::Words(words) => (None, Some(words.clone())),
        };
        Self {
            ban: ban.then_some(true),
            max_pressure: restriction.max_pressure.filter(|_| !ban),
            max_minutes: restriction.max_minutes,
            places: if from.is_some() { None } else { places(knowledge, restriction.places) },
            places_from: from.map(|question| question.id.clone()),
            margin_mm: margin.map(|margin| margin.mm),
            techniques: named(space.techniques, terms.techniques.iter().map(|term| &term.id)),
            applicators: named(space.applicators, terms.applicators.iter().map(|term| &term.id)),
            givers: named(space.givers, terms.givers.iter().map(|giver| &giver.id)),
            positions: named(space.positions, terms.positions.iter().map(|term| &term.id)),
            products: named(space.products, terms.products.iter().map(|term| &term.id)),
            devices: named(space.devices, terms.devices.iter().map(|term| &term.id)),
            until_days,
            until,
        }
    }
}

fn places(knowledge: &Knowledge, set: PlaceSet) -> Option<Vec<String>> {
    let ids = set.iter().filter_map(|place| knowledge.places.get(usize::from(place.0)));
    (set != PlaceSet::ALL).then(|| sorted(ids.map(|place| &place.id)))
}

/// The members of a dimension that a mask names; nothing where it names all that there can be.
fn named<'k>(mask: u32, ids: impl Iterator<Item = &'k String>) -> Option<Vec<String>> {
    let members = ids.zip(0u32..).filter(|(_, bit)| mask.checked_shr(*bit).unwrap_or(0) & 1 == 1);
    (mask != u32::MAX).then(|| sorted(members.map(|(id, _)| id)))
}

/// Without the order of the vocabulary, which may be another one in another version.
fn sorted<'k>(ids: impl Iterator<Item = &'k String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.cloned().collect();
    ids.sort_unstable();
    ids
}

/// What sets a limit in one version.
#[derive(Clone, Debug)]
pub(crate) struct Setter {
    /// The rule and the number of the limit in it, such as `CI-36-1#1`.
    pub(crate) id: String,
    /// Nothing where it always holds.
    rule: Option<RuleId>,
}

impl Setter {
    /// For whom it sets the limit: for whoever may meet the rule. (One of crisis, which speaks only where something was said, limits
    /// nothing.)
    pub(crate) fn whom(&self, outcome: &Outcome) -> Word {
        match self.rule {
            None => Word::ALL,
            Some(rule) => outcome.possible.get(usize::from(rule.0)).copied().unwrap_or_default(),
        }
    }
}

/// One limit, and what sets it in either version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limit {
    pub(crate) content: Content,
    pub(crate) old: Vec<Setter>,
    pub(crate) new: Vec<Setter>,
}

/// Every limit of two versions.
#[derive(Clone, Debug, Default)]
pub struct Limits(pub(crate) Vec<Limit>);

impl Limits {
    /// Pairs the limits of two versions by their content.
    #[must_use]
    pub fn between(old: &Knowledge, new: &Knowledge) -> Self {
        let mut all: BTreeMap<Content, Limit> = BTreeMap::new();
        let mut take = |knowledge: &Knowledge, side: fn(&mut Limit) -> &mut Vec<Setter>| {
            for (content, setter) in setters(knowledge) {
                let limit = all.entry(content.clone()).or_insert_with(|| Limit { content, ..Limit::default() });
                side(limit).push(setter);
            }
        };
        take(old, |limit| &mut limit.old);
        take(new, |limit| &mut limit.new);
        Self(all.into_values().collect())
    }
}

fn setters(knowledge: &Knowledge) -> impl Iterator<Item = (Content, Setter)> {
    knowledge.restrictions.iter().zip(0u16..).filter_map(|(restriction, index)| {
        let (id, own, rule) = match restriction.owner {
            Owner::Rule(id) => knowledge.rule(id).map(|rule| (&rule.id, &rule.restrictions, Some(id)))?,
            Owner::Limit(at) => {
                let limit = knowledge.limits.get(usize::from(at))?;
                (&limit.id, &limit.restrictions, None)
            }
        };
        let number = own.iter().position(|known| *known == index)? + 1;
        Some((Content::of(knowledge, restriction), Setter { id: format!("{id}#{number}"), rule }))
    })
}

impl Limit {
    /// For whom of these the limit is gone, and for whom it is new.
    pub(crate) fn changes(&self, old: &Outcome, new: &Outcome, who: &Word) -> [Word; 2] {
        let [was, is] = [(&self.old, old), (&self.new, new)].map(|(setters, outcome)| {
            let mut set = Word::NONE;
            setters.iter().for_each(|setter| set.bitor_assign(&setter.whom(outcome)));
            set.bitand_assign(who);
            set
        });
        let (mut gone, mut added) = (was, is);
        gone.remove(&is);
        added.remove(&was);
        [gone, added]
    }
}
