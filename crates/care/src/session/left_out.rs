//! What is left out of a session, and why.

use crate::{
    Decision, Knowledge, PlaceSet, Reading, Sheet, Way, closed::speaks_of, rule::Restriction, technique::Role,
};

use super::{
    LeftOut, Side, Target, Why,
    focus::on,
    usable::{Terms, bit, bits, offered, places_of},
};

/// Why a site is closed on some side: the limits that take away what the giver would do there; where none does, nothing fits.
pub(super) fn why(terms: &Terms<'_>, decision: &Decision, sheet: &Sheet, site: usize, painful: PlaceSet) -> Why {
    let knowledge = terms.knowledge;
    // The work that this giver could do there, if nothing closed it: each way of touching with the places it would meet.
    let mut ways: Vec<(Way, PlaceSet)> = Vec::new();
    for stroke in knowledge.techniques.strokes.iter().filter(|stroke| stroke.site == site && stroke.role == Role::Main)
    {
        let Some(technique) = knowledge.techniques.techniques.get(stroke.technique) else { continue };
        if offered(terms, stroke, technique).is_none() {
            continue;
        }
        for side in Side::BOTH {
            if painful.is_empty() || !on(knowledge, painful, side).is_empty() {
                for position in bits(stroke.positions & terms.positions) {
                    let (technique, applicator, device) = (technique.class, stroke.applicator, stroke.device);
                    let way = Way { technique, applicator, position, product: 0, device };
                    let places = places_of(stroke, Some(side));
                    match ways.iter_mut().find(|(known, _)| *known == way) {
                        Some((_, all)) => *all = all.or(places),
                        None => ways.push((way, places)),
                    }
                }
            }
        }
    }
    let met = ways.iter().fold(PlaceSet::NONE, |all, (_, places)| all.or(*places));
    let mut limits: Vec<usize> = Vec::new();
    let by_rules = decision.restrictions(knowledge, sheet, Reading::Shown);
    for in_force in by_rules.chain(knowledge.always_on()) {
        let restriction = in_force.restriction;
        let closes = restriction.ban || restriction.max_pressure == Some(0);
        if !closes || in_force.space.givers & bit(terms.giver) == 0 {
            continue;
        }
        let margin = restriction.margin.is_some() && restriction.ban && !in_force.always;
        if !margin && in_force.space.places.and(met).is_empty() {
            continue;
        }
        let hits = ways.iter().any(|(way, places)| {
            let beside =
                |place: crate::PlaceId| knowledge.place(place).is_some_and(|at| !at.adjacent.and(*places).is_empty());
            let near = margin && in_force.space.devices & bit(way.device) != 0 && in_force.places.iter().any(beside);
            near || (speaks_of(&in_force.space, way) && !in_force.space.places.and(*places).is_empty())
        });
        if let Some(index) = index_of(knowledge, restriction).filter(|_| hits)
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
