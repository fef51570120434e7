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
    let mut list: Vec<Restricted<'k>> = Vec::new();
    let spoken = decision.findings.iter().filter_map(|finding| knowledge.rule(finding.rule));
    let indexes = spoken.flat_map(|rule| &rule.restrictions).copied();
    let always = (0u16..).zip(&knowledge.restrictions);
    let always = always.filter(|(_, restriction)| matches!(restriction.owner, Owner::Limit(_))).map(|(index, _)| index);
    for restriction in indexes.chain(always).filter_map(|index| knowledge.restrictions.get(usize::from(index))) {
        let one = restricted(knowledge, sheet, restriction);
        let same = |known: &&mut Restricted<'k>| {
            let (known, one) = (&**known, &one);
            (&known.places, known.margin, known.techniques, known.applicators, known.givers, known.always)
                == (&one.places, one.margin, one.techniques, one.applicators, one.givers, one.always)
                && (known.positions, known.products, known.devices, known.max_pressure, known.max_minutes, known.ban, &known.until)
                    == (one.positions, one.products, one.devices, one.max_pressure, one.max_minutes, one.ban, &one.until)
        };
        match list.iter_mut().find(same) {
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
