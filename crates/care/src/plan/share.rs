//! How the minutes of a session are shared out, and what the plan says of that session.

use super::{Focus, Plan, focus::points};
use crate::{
    Decision, Knowledge, PlaceId, PlaceSet, Sheet,
    closed::Closed,
    permit::PRESSURES,
    session::{self, Outline},
    source::Evidence,
};

/// What may come to a session whose minutes are not filled.
#[derive(Clone, Copy, Debug)]
pub(super) enum More {
    /// At the same sites, the techniques that are there for everybody.
    Techniques,
    /// These too, and the sites that the course is for although nothing hurts there.
    Sites,
}

/// A session has no more minutes than its strokes fill. Where the course's own do not fill them, what is there for everybody
/// comes to them, and then the other sites that the course is for; where that does not reach either, the sessions are
/// shorter, and the plan says so.
pub(super) fn fill(
    knowledge: &Knowledge,
    decision: &Decision,
    closed: &Closed,
    sheet: &Sheet,
    plan: &mut Plan,
    more: impl Fn(More) -> Vec<Focus>,
) {
    let outline = |plan: &Plan, exact: bool| session::outline(knowledge, decision, closed, sheet, plan, exact);
    let wanted = plan.course.minutes;
    let length = |found: &Option<Outline>| found.as_ref().map_or(wanted, |outline| outline.minutes);
    let mut found = outline(plan, false);
    for step in [More::Techniques, More::Sites] {
        if length(&found) >= wanted {
            break;
        }
        let own = std::mem::replace(&mut plan.focuses, more(step));
        let filled = outline(plan, false);
        if length(&filled) > length(&found) {
            found = filled;
        } else {
            plan.focuses = own;
        }
    }
    let minutes = length(&found);
    if minutes < wanted {
        let course = knowledge.courses.courses.get(plan.course.course);
        plan.course.minutes = minutes;
        plan.course.carried = true;
        if course.is_some_and(|course| minutes < course.minutes.0) {
            plan.course.shortened = true;
            plan.course.evidence = plan.course.evidence.min(Evidence::ExpertOpinion);
            for work in plan.focuses.iter_mut().flat_map(|focus| &mut focus.works) {
                work.evidence = work.evidence.min(Evidence::ExpertOpinion);
            }
        }
        // Time is not short where strokes do not fill it: the same sites stay.
        let sites = plan.focuses.iter().filter(|focus| focus.share > 0).count();
        share(knowledge, &mut plan.focuses, minutes, sites);
        found = outline(plan, true);
    }
    if let Some(outline) = found {
        tell(plan, outline, sheet.pain.painful());
    }
}

/// What the plan says of its session: for how long each site is touched, and what hurts and is not.
fn tell(plan: &mut Plan, outline: Outline, painful: PlaceSet) {
    let mut spoken = PlaceSet::NONE;
    for focus in &mut plan.focuses {
        let seconds = outline.seconds.iter().find(|(site, _)| *site == focus.site);
        focus.seconds = seconds.map_or(0, |(_, seconds)| *seconds);
        for work in &mut focus.works {
            work.timed = outline.techniques.contains(&(focus.site, work.technique));
        }
        if focus.seconds > 0 {
            spoken = focus.works.iter().fold(spoken, |all, work| all.or(work.places));
        }
    }
    spoken = outline.left_out.iter().fold(spoken, |all, left| all.or(left.places));
    plan.untouched = painful.without(spoken);
    plan.left_out = outline.left_out;
}

/// The highest ceiling of any work at each place.
pub(super) fn ceilings(knowledge: &Knowledge, focuses: &[Focus]) -> Vec<u8> {
    let mut at = [PlaceSet::NONE; 1 + PRESSURES as usize];
    for work in focuses.iter().flat_map(|focus| &focus.works) {
        if let Some(places) = at.get_mut(usize::from(work.ceiling)) {
            *places = places.or(work.places);
        }
    }
    let highest = |place: PlaceId| at.iter().rposition(|places| places.has(place)).unwrap_or(0);
    let places = (0u8..).map(PlaceId).take(knowledge.places.len());
    places.map(|place| u8::try_from(highest(place)).unwrap_or(0)).collect()
}

/// Shares the minutes by pain and ceiling; where they do not reach for the fewest minutes at every site, the last sites
/// get none. At least so many `sites` get some.
pub(super) fn share(knowledge: &Knowledge, focuses: &mut [Focus], minutes: u16, sites: usize) {
    let planning = &knowledge.courses.planning;
    let (site, pain, ceiling) = planning.weight;
    let all = u16::try_from(sites.max(1)).unwrap_or(u16::MAX);
    let least = planning.least_at_site.min(minutes / all).max(1);
    let reach = usize::from(minutes / least);
    let mut weights: Vec<(usize, u32)> = Vec::with_capacity(focuses.len());
    focuses.iter_mut().for_each(|focus| focus.share = 0);
    for (index, focus) in focuses.iter().enumerate().filter(|(_, focus)| !focus.works.is_empty()).take(reach) {
        let highest = focus.works.iter().map(|work| work.ceiling).max().unwrap_or(0);
        let weight =
            u32::from(site) + u32::from(pain) * u32::from(points(focus.pain)) + u32::from(ceiling) * u32::from(highest);
        weights.push((index, weight));
    }
    // Everybody gets the least; what is over is shared by weight, and what that leaves goes to the first ones.
    let sites = u32::try_from(weights.len()).unwrap_or(0);
    let over = u32::from(minutes).saturating_sub(sites * u32::from(least));
    let sum: u32 = weights.iter().map(|(_, weight)| *weight).sum();
    let part = |weight: u32| (over * weight).checked_div(sum).unwrap_or(0);
    let mut rest = over.saturating_sub(weights.iter().map(|(_, weight)| part(*weight)).sum());
    for (index, weight) in weights {
        let extra = u32::from(rest > 0);
        rest -= extra;
        if let Some(focus) = focuses.get_mut(index) {
            focus.share = u16::try_from(u32::from(least) + part(weight) + extra).unwrap_or(u16::MAX);
        }
    }
}
