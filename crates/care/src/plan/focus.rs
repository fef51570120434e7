//! Where the hands go: the sites in their order.

use super::Reason;
use crate::{Intensity, Knowledge, PlaceSet, Sheet, closed::with_neighbours, technique::Site};

/// A site that the plan is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aim {
    /// Index of the site.
    pub(super) site: usize,
    /// The highest intensity marked there; nothing where it does not hurt.
    pub(super) pain: Option<Intensity>,
    /// Why hands go there.
    pub(super) why: Reason,
}

impl Aim {
    fn unhurt(site: usize, why: Reason) -> Self {
        Self { site, pain: None, why }
    }
}

/// The sites in order: where it hurts most first, then as they are stated; then those that were wished for. Where none of
/// them hurts, those that are worked on when nothing does.
pub(super) fn aims(knowledge: &Knowledge, sheet: &Sheet, wished: u64, everywhere: bool) -> Vec<Aim> {
    let sites = &knowledge.techniques.sites;
    let painful = sheet.pain.painful();
    let offered = || sites.iter().enumerate().filter(|(_, site)| site.refused.is_none());
    let mut aims: Vec<Aim> = offered()
        .filter(|(_, site)| !hurts_at(site).and(painful).is_empty())
        .map(|(index, site)| Aim { site: index, pain: worst(sheet, hurts_at(site)), why: Reason::Hurts })
        .collect();
    aims.sort_by_key(|aim| std::cmp::Reverse(points(aim.pain)));
    let restful = aims.is_empty() && wished == 0;
    for (index, site) in offered() {
        let asked = wished.checked_shr(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 1;
        let why = match () {
            () if asked => Reason::Wished,
            () if everywhere => Reason::WholeBody,
            () if restful && site.default => Reason::Usual,
            () => continue,
        };
        if !aims.iter().any(|aim| aim.site == index) {
            aims.push(Aim::unhurt(index, why));
        }
    }
    aims
}

/// The sites of the back beside those, where nothing hurts.
pub(super) fn others(knowledge: &Knowledge, aims: &[Aim]) -> Vec<Aim> {
    beside(knowledge, aims, Reason::Usual, |site| site.back)
}

/// The sites that a course is for, next to those.
pub(super) fn of_course(knowledge: &Knowledge, aims: &[Aim], places: PlaceSet) -> Vec<Aim> {
    let known = |aim: &Aim| knowledge.techniques.sites.get(aim.site).map_or(PlaceSet::NONE, |site| site.places);
    let near = with_neighbours(knowledge, aims.iter().fold(PlaceSet::NONE, |all, aim| all.or(known(aim))));
    beside(knowledge, aims, Reason::Course, |site| !site.places.and(places).and(near).is_empty())
}

fn beside(knowledge: &Knowledge, aims: &[Aim], why: Reason, meant: impl Fn(&Site) -> bool) -> Vec<Aim> {
    let sites = knowledge.techniques.sites.iter().zip(0usize..);
    let other = |(site, index): &(&Site, usize)| {
        meant(site) && site.refused.is_none() && !aims.iter().any(|aim| aim.site == *index)
    };
    sites.filter(other).map(|(_, site)| Aim::unhurt(site, why)).collect()
}

/// Where it hurts when a site is meant.
fn hurts_at(site: &Site) -> PlaceSet {
    site.pain_at.or(site.places)
}

/// The highest intensity marked at some places; unknown is read as the worst.
fn worst(sheet: &Sheet, places: PlaceSet) -> Option<Intensity> {
    let marks = sheet.pain.marks.iter().filter(|mark| places.has(mark.place) && mark.intensity != Intensity::Of(0));
    marks.map(|mark| mark.intensity).max_by_key(|intensity| match intensity {
        Intensity::Unknown => u8::MAX,
        Intensity::Of(points) => *points,
    })
}

/// The points of a pain, 0 to 10.
pub(super) fn points(pain: Option<Intensity>) -> u8 {
    match pain {
        None => 0,
        Some(Intensity::Unknown) => 10,
        Some(Intensity::Of(points)) => points,
    }
}
