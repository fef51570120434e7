//! What is left out of a session, and why.

use crate::{
    Decision, Knowledge, PlaceSet, Reading, Sheet,
    rule::{Owner, Restriction},
};

use super::{
    LeftOut, Side, Target, Why,
    focus::on,
    usable::{Terms, bit, places_of},
};

/// Why a site is closed on some side: the limits that take away what the giver would do there; where none does, nothing fits.
pub(super) fn why(terms: &Terms<'_>, decision: &Decision, sheet: &Sheet, site: usize, painful: PlaceSet) -> Why {
    let knowledge = terms.knowledge;
    let strokes = knowledge.techniques.strokes.iter().filter(|stroke| stroke.site == site);
    let strokes: Vec<_> = strokes.filter(|stroke| stroke.givers & bit(terms.giver) != 0).collect();
    // What the strokes on the painful side would touch, and what lies within a hand's width of it.
    let mut touched = PlaceSet::NONE;
    for side in Side::BOTH {
        if painful.is_empty() || !on(knowledge, painful, side).is_empty() {
            touched = strokes.iter().fold(touched, |all, stroke| all.or(places_of(stroke, Some(side))));
        }
    }
    if touched.is_empty() {
        return Why::NothingFits;
    }
    let beside = touched.iter().filter_map(|place| knowledge.place(place)).fold(touched, |all, at| all.or(at.adjacent));
    let techniques = strokes
        .iter()
        .filter_map(|stroke| knowledge.techniques.techniques.get(stroke.technique))
        .fold(0, |all, technique| all | bit(technique.class));
    let mut limits: Vec<usize> = Vec::new();
    let by_rules = decision.restrictions(knowledge, sheet, Reading::Shown);
    for in_force in by_rules.chain(knowledge.always_on()) {
        let restriction = in_force.restriction;
        let (space, at) = (in_force.space, if restriction.margin.is_some() { beside } else { touched });
        let closes = restriction.ban || restriction.max_pressure == Some(0);
        if !closes
            || space.givers & bit(terms.giver) == 0
            || space.techniques & techniques == 0
            || space.devices & terms.devices == 0
            || space.places.and(at).is_empty()
            || (!restriction.places_named
                && restriction.places_from.is_none()
                && matches!(restriction.owner, Owner::Limit(_)))
        {
            continue;
        }
        if let Some(index) = index_of(knowledge, restriction)
            && !limits.iter().any(|known| say(knowledge, *known) == Some(restriction.say.as_str()))
        {
            limits.push(index);
        }
    }
    if limits.is_empty() { Why::NothingFits } else { Why::Limits(limits) }
}

fn index_of(knowledge: &Knowledge, restriction: &Restriction) -> Option<usize> {
    knowledge.restrictions.iter().position(|known| std::ptr::eq(known, restriction))
}

fn say(knowledge: &Knowledge, index: usize) -> Option<&str> {
    knowledge.restrictions.get(index).map(|restriction| restriction.say.as_str())
}

/// What hurts and is not worked on: each site with the side that is closed, and what belongs to no site.
pub(super) fn left_out(
    terms: &Terms<'_>,
    decision: &Decision,
    sheet: &Sheet,
    targets: &[Target],
    worked: &[(usize, Side)],
    no_time: &[usize],
) -> Vec<LeftOut> {
    let knowledge = terms.knowledge;
    let mut all = Vec::new();
    let mut spoken = PlaceSet::NONE;
    for target in targets {
        let done = |side: Side| worked.contains(&(target.site, side));
        let open = Side::BOTH.into_iter().filter(|side| done(*side));
        let covered = open.fold(PlaceSet::NONE, |all, side| all.or(on(knowledge, target.painful, side)));
        spoken = spoken.or(target.painful);
        let rest = target.painful.without(covered);
        let nothing = !Side::BOTH.into_iter().any(done);
        if !rest.is_empty() || nothing {
            let why = if no_time.contains(&target.site) {
                Why::NoTime
            } else {
                why(terms, decision, sheet, target.site, rest)
            };
            all.push(LeftOut { site: Some(target.site), activity: None, places: rest, why });
        }
    }
    let elsewhere = sheet.pain.painful().without(spoken);
    if !elsewhere.is_empty() {
        all.push(LeftOut { site: None, activity: None, places: elsewhere, why: Why::NotWorkedOn });
    }
    all
}
