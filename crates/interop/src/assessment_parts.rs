//! The smaller pieces of an assessment.

use serde::Serialize;
use serde_json::Value;
use supple_care::{
    Decision, Knowledge, PlaceSet, Reading, Sheet,
    rule::{Owner, Restriction, Until},
};

use crate::dates;

/// An answer that a rule rests on.
#[derive(Debug, Serialize)]
pub struct Given<'k> {
    /// The question's id; `pain` for the body map.
    pub question: &'k str,
    /// The answer; `not-asked` where there is none.
    pub answer: Value,
}

/// A source, in a line.
#[derive(Debug, Serialize)]
pub struct SourceLine<'k> {
    /// Its id.
    pub id: &'k str,
    /// Its title.
    pub title: &'k str,
    /// How it was read.
    pub read: &'k str,
}

impl<'k> SourceLine<'k> {
    pub(crate) fn of(knowledge: &'k Knowledge, index: usize) -> Option<Self> {
        let source = knowledge.sources.get(index)?;
        Some(Self { id: &source.id, title: &source.title, read: &source.read })
    }

    pub(crate) fn all(knowledge: &'k Knowledge, indexes: &[usize]) -> Vec<Self> {
        indexes.iter().filter_map(|index| Self::of(knowledge, *index)).collect()
    }
}

/// A ban or a ceiling; a dimension that is null means all of it.
#[derive(Debug, Serialize, PartialEq)]
pub struct Restricted<'k> {
    /// Places.
    pub places: Option<Vec<&'k str>>,
    /// The margin around them.
    pub margin: Option<&'k str>,
    /// Technique classes.
    pub techniques: Option<&'k [String]>,
    /// Applicators.
    pub applicators: Option<&'k [String]>,
    /// Givers.
    pub givers: Option<&'k [String]>,
    /// Positions.
    pub positions: Option<&'k [String]>,
    /// Products.
    pub products: Option<&'k [String]>,
    /// Devices.
    pub devices: Option<&'k [String]>,
    /// The highest pressure allowed, P0 to P5; null for a ban or a limit of time.
    pub max_pressure: Option<u8>,
    /// The longest time allowed, in minutes.
    pub max_minutes: Option<u16>,
    /// Whether it forbids.
    pub ban: bool,
    /// Until when: a date or words.
    pub until: Option<String>,
    /// In words.
    pub say: &'k str,
    /// The rules and limits it comes from.
    pub reasons: Vec<&'k str>,
    /// Whether it holds for everybody, always.
    pub always: bool,
}

/// The restrictions in force: those of the rules first, then the always-on ones. Equal ones are told once.
pub(crate) fn restrictions<'k>(knowledge: &'k Knowledge, sheet: &Sheet, decision: &Decision) -> Vec<Restricted<'k>> {
    let mut list = own_restrictions(knowledge, sheet, decision);
    let always = knowledge.restrictions.iter().filter(|restriction| matches!(restriction.owner, Owner::Limit(_)));
    list.extend(told_once(always.map(|restriction| restricted(knowledge, sheet, restriction))));
    list
}

/// The restrictions of the rules that spoke.
pub(crate) fn own_restrictions<'k>(
    knowledge: &'k Knowledge,
    sheet: &Sheet,
    decision: &Decision,
) -> Vec<Restricted<'k>> {
    let spoken = decision.findings.iter().filter_map(|finding| knowledge.rule(finding.rule));
    let indexes = spoken.flat_map(|rule| &rule.restrictions);
    let own = indexes.filter_map(|index| knowledge.restrictions.get(usize::from(*index)));
    told_once(own.map(|restriction| restricted(knowledge, sheet, restriction)))
}

fn told_once<'k>(all: impl Iterator<Item = Restricted<'k>>) -> Vec<Restricted<'k>> {
    let mut list: Vec<Restricted<'k>> = Vec::new();
    for one in all {
        match list.iter_mut().find(|known| known.forbids_as(&one)) {
            Some(known) => {
                for reason in one.reasons {
                    if !known.reasons.contains(&reason) {
                        known.reasons.push(reason);
                    }
                }
            }
            None => list.push(one),
        }
    }
    list
}

impl Restricted<'_> {
    /// Whether another takes away the same, whatever the reason and the words.
    fn forbids_as(&self, other: &Self) -> bool {
        (self.ban, self.max_pressure, self.max_minutes, self.margin)
            == (other.ban, other.max_pressure, other.max_minutes, other.margin)
            && (self.techniques, self.applicators, self.givers) == (other.techniques, other.applicators, other.givers)
            && (self.positions, self.products, self.devices) == (other.positions, other.products, other.devices)
            && self.until == other.until
            && self.places == other.places
    }
}

fn restricted<'k>(knowledge: &'k Knowledge, sheet: &Sheet, restriction: &'k Restriction) -> Restricted<'k> {
    let named = |list: &'k Vec<String>| if list.is_empty() { None } else { Some(list.as_slice()) };
    let places = supple_care::screen_places(restriction, sheet, Reading::Shown);
    let (reason, always) = match restriction.owner {
        Owner::Rule(id) => (knowledge.rule(id).map(|rule| rule.id.as_str()), false),
        Owner::Limit(index) => (knowledge.limits.get(usize::from(index)).map(|limit| limit.id.as_str()), true),
    };
    Restricted {
        places: (places != PlaceSet::ALL)
            .then(|| places.iter().filter_map(|place| knowledge.place(place)).map(|place| place.id.as_str()).collect()),
        margin: restriction
            .margin
            .and_then(|margin| knowledge.terms.margins.get(usize::from(margin)))
            .map(|margin| margin.id.as_str()),
        techniques: named(&restriction.named.techniques),
        applicators: named(&restriction.named.applicators),
        givers: named(&restriction.named.givers),
        positions: named(&restriction.named.positions),
        products: named(&restriction.named.products),
        devices: named(&restriction.named.devices),
        max_pressure: restriction.max_pressure,
        max_minutes: restriction.max_minutes,
        ban: restriction.ban,
        until: match &restriction.until {
            Until::Open => None,
            Until::Days(days) => Some(dates::print(sheet.today.plus(*days))),
            Until::Words(words) => Some(words.clone()),
        },
        say: &restriction.say,
        reasons: reason.into_iter().collect(),
        always,
    }
}
