//! What a session is about: the sites where it hurts, or the usual ones.

use crate::{
    Intensity, Knowledge, PlaceSet, Sheet,
    pain::PainMap,
    plan::{Focus, Work},
};

use super::Side;

/// A site that a session is to be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Index of the site.
    pub site: usize,
    /// How much of the time it gets, in proportion.
    pub weight: u32,
    /// Where it hurts there; nothing where it does not.
    pub painful: PlaceSet,
    /// What the plan does there; empty where no plan says.
    pub works: Vec<Work>,
}

/// Those of the places that lie on a side; places in the middle lie on both.
pub(super) fn on(knowledge: &Knowledge, places: PlaceSet, side: Side) -> PlaceSet {
    let lies = |place: &crate::PlaceId| {
        knowledge.place(*place).is_some_and(|known| known.side == side.id() || known.side == "middle")
    };
    places.iter().filter(lies).collect()
}

/// The weight of a place that hurts: its strength; an unknown strength counts as strong as can be.
fn strength(map: &PainMap, places: PlaceSet) -> u8 {
    let of = |intensity| match intensity {
        Intensity::Of(number) => number,
        Intensity::Unknown => 10,
    };
    map.marks.iter().filter(|mark| places.has(mark.place)).map(|mark| of(mark.intensity)).max().unwrap_or(0)
}

/// The sites where it hurts, strongest first, then in the order of knowledge/; where nothing hurts that a massage of the back is for, the
/// usual sites.
///
/// Arms, hips and legs only where they are wished for, by the bits of `also`.
pub(super) fn targets(knowledge: &Knowledge, sheet: &Sheet, also: u64) -> Vec<Target> {
    let wished = |index: usize| u32::try_from(index).is_ok_and(|index| also.checked_shr(index).unwrap_or(0) & 1 == 1);
    let painful = sheet.pain.painful();
    let mut found: Vec<Target> = Vec::new();
    for (site, index) in knowledge.techniques.sites.iter().zip(0usize..) {
        let here = site.pain_at.and(painful);
        if (!here.is_empty() || wished(index)) && (site.back || wished(index)) && site.refused.is_none() {
            let weight = u32::from(strength(&sheet.pain, here)).max(1);
            found.push(Target { site: index, weight, painful: here, works: Vec::new() });
        }
    }
    found.sort_by_key(|target| std::cmp::Reverse(target.weight));
    if found.is_empty() {
        let usual = knowledge.techniques.sites.iter().zip(0usize..).filter(|(site, _)| site.default);
        found.extend(usual.map(|(_, index)| Target {
            site: index,
            weight: 1,
            painful: PlaceSet::NONE,
            works: Vec::new(),
        }));
    }
    found
}

/// What is worked on where nothing can be done at the sites that hurt: the usual sites, then any other of the back. Nothing of
/// it is a remedy for the pain, which stays listed as left out.
pub(super) fn elsewhere(knowledge: &Knowledge, targets: &[Target]) -> Vec<Target> {
    let mut others: Vec<(bool, Target)> = knowledge
        .techniques
        .sites
        .iter()
        .zip(0usize..)
        .filter(|(site, index)| site.back && !targets.iter().any(|target| target.site == *index))
        .map(|(site, index)| {
            (!site.default, Target { site: index, weight: 1, painful: PlaceSet::NONE, works: Vec::new() })
        })
        .collect();
    others.sort_by_key(|(unusual, _)| *unusual);
    others.into_iter().map(|(_, target)| target).collect()
}

/// The sites of a plan, with its shares of the time; 0 for one that there is no time for.
pub(super) fn planned(knowledge: &Knowledge, sheet: &Sheet, focuses: &[Focus]) -> Vec<Target> {
    let painful = sheet.pain.painful();
    focuses
        .iter()
        .filter(|focus| !focus.works.is_empty())
        .map(|focus| Target {
            site: focus.site,
            weight: u32::from(focus.share),
            painful: knowledge
                .techniques
                .sites
                .get(focus.site)
                .map_or(PlaceSet::NONE, |site| site.pain_at.and(painful)),
            works: focus.works.clone(),
        })
        .collect()
}
