//! What may be done at each site: the strokes that screening leaves, gathered into works.

use super::{Wishes, Work, focus::Aim};
use crate::{
    Knowledge, PlaceSet,
    closed::{Closed, Near, POSITIONS},
    source::Evidence,
    technique::{By, Clothing, Firmness, Role, Stroke},
};

/// A stroke on one side, as far as it is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Index of the technique.
    pub(super) technique: usize,
    /// Index of the aim.
    pub(super) aim: usize,
    /// The places of the site that it works on.
    pub(super) places: PlaceSet,
    /// Applicator bits.
    pub(super) applicators: u32,
    /// The device (bit index).
    pub(super) device: u8,
    /// The positions in which it is open (bits).
    pub(super) positions: u32,
    /// The pressure it begins with.
    pub(super) start: u8,
    /// The lowest ceiling that applies in any of the positions.
    pub(super) ceiling: u8,
    /// Whether it is the work itself, and not what opens or closes it.
    pub(super) main: bool,
}

/// Everything that is open, and what would be if the wishes were others.
pub(super) struct Opened {
    /// What is open.
    pub(super) open: Vec<Open>,
    /// Whether anything is open when wishes do not count, not even which devices are at hand.
    pub(super) anything: bool,
    /// The same with what is at hand.
    pub(super) at_hand: bool,
    /// Whether anything is open in the wished position when the other wishes do not count.
    pub(super) in_position: bool,
    /// Whether anything is open through clothes when the other wishes do not count.
    pub(super) clothed: bool,
    /// Whether anything firm is open when the other wishes do not count.
    pub(super) firm: bool,
    /// The most minutes of a session with each technique, by technique.
    pub(super) minutes: Vec<u16>,
}

/// What one giver may do at the aims.
pub(super) fn open(knowledge: &Knowledge, closed: &Closed, wishes: &Wishes, positions: u32, aims: &[Aim]) -> Opened {
    let known = &knowledge.techniques;
    let longest = knowledge.courses.planning.longest;
    let mut found = Opened {
        open: Vec::with_capacity(known.strokes.len().min(64)),
        anything: false,
        at_hand: false,
        in_position: false,
        clothed: false,
        firm: false,
        minutes: vec![longest; known.techniques.len()],
    };
    let mut near = Near::default();
    let given = |stroke: &&Stroke| stroke.givers & bit(wishes.giver) != 0 && !closed.leaves_out(stroke);
    for stroke in known.strokes.iter().filter(given) {
        let Some((aim, site)) = aims
            .iter()
            .zip(0usize..)
            .find(|(aim, _)| aim.site == stroke.site)
            .and_then(|(aim, at)| known.sites.get(aim.site).map(|site| (at, site)))
        else {
            continue;
        };
        let Some(technique) = known.techniques.get(stroke.technique) else { continue };
        let by = technique.by.iter().find(|by| suits(by, wishes.giver, stroke));
        let Some(by) = by.filter(|_| technique.not_offered.is_none()) else { continue };
        near.read(closed, technique.class, stroke.applicator, stroke.device);
        let at_hand = stroke.device == 0 || wishes.devices & bit(stroke.device) != 0;
        let gentle = wishes.firmness == Firmness::Gentle;
        let fits = at_hand
            && !(wishes.clothed && technique.clothing == Clothing::Off)
            && !(gentle && technique.firmness == Firmness::Firm);
        let mut used = false;
        for places in [Some(stroke.places), stroke.mirrored].into_iter().flatten() {
            let ceilings = near.ceilings(places);
            let most = by.most.min(stroke.pressure);
            let (all, ceiling_of_all) = lowest(&ceilings, stroke.positions, most);
            let main = stroke.role == Role::Main;
            found.anything |= main && all != 0;
            if all == 0 || !at_hand {
                continue;
            }
            if main {
                found.at_hand = true;
                found.in_position |= all & positions != 0;
                found.clothed |= technique.clothing != Clothing::Off;
                found.firm |=
                    technique.firmness != Firmness::Gentle && ceiling_of_all >= knowledge.courses.planning.firm_least;
            }
            let (open, lowest) = lowest(&ceilings, stroke.positions & positions, most);
            if open == 0 || !fits {
                continue;
            }
            used = true;
            let ceiling = if gentle { lowest.min(knowledge.courses.planning.gentle_most) } else { lowest };
            found.open.push(Open {
                technique: stroke.technique,
                aim,
                places: places.and(site.places),
                applicators: bit(stroke.applicator),
                device: stroke.device,
                positions: open,
                start: by.start.min(ceiling),
                ceiling,
                main,
            });
        }
        if used {
            let limit = near.minutes.unwrap_or(longest);
            if let Some(minutes) = found.minutes.get_mut(stroke.technique) {
                *minutes = (*minutes).min(limit);
            }
        }
    }
    found
}

fn suits(by: &By, giver: u8, stroke: &Stroke) -> bool {
    by.giver == giver && by.devices & bit(stroke.device) != 0 && by.applicators & bit(stroke.applicator) != 0
}

/// Those of the positions in which anything is allowed, and the lowest ceiling among them.
fn lowest(ceilings: &[u8; POSITIONS], positions: u32, most: u8) -> (u32, u8) {
    let open = ceilings.iter().zip(0u8..).filter(|(ceiling, at)| **ceiling > 0 && positions & bit(*at) != 0);
    let all = open.fold((0, most), |(open, lowest), (ceiling, at)| (open | bit(at), lowest.min(*ceiling)));
    if all.0 == 0 { (0, 0) } else { all }
}

/// The works of some techniques at one aim, in the order of the techniques, those with higher ceilings first. None, where
/// only what opens and closes is left: that frames the work, and is none.
pub(super) fn works(
    knowledge: &Knowledge,
    opened: &Opened,
    aim: usize,
    techniques: &[usize],
    positions: u32,
    evidence: Evidence,
) -> Vec<Work> {
    let mut works: Vec<Work> = Vec::new();
    let here = |open: &&Open| open.aim == aim && open.positions & positions != 0;
    if !opened.open.iter().filter(here).any(|open| open.main && techniques.contains(&open.technique)) {
        return works;
    }
    for technique in techniques {
        let first = works.len();
        let sure = knowledge.techniques.techniques.get(*technique).map_or(Evidence::Tradition, |it| it.evidence);
        for open in opened.open.iter().filter(here).filter(|open| open.technique == *technique) {
            let same = |work: &&mut Work| {
                (work.device, work.ceiling, work.positions, work.places)
                    == (open.device, open.ceiling, open.positions & positions, open.places)
            };
            match works.iter_mut().skip(first).find(same) {
                Some(work) => {
                    work.applicators |= open.applicators;
                    work.start = work.start.min(open.start);
                }
                None => works.push(Work {
                    technique: *technique,
                    applicators: open.applicators,
                    device: open.device,
                    positions: open.positions & positions,
                    places: open.places,
                    start: open.start,
                    ceiling: open.ceiling,
                    evidence: sure.min(evidence),
                    timed: true,
                }),
            }
        }
        join(&mut works, first);
        if let Some(of_technique) = works.get_mut(first..) {
            of_technique.sort_by_key(|work| std::cmp::Reverse(work.ceiling));
        }
    }
    works
}
/// Joins works that differ in their places alone: what holds for each of the places with each of the applicators, in each of
/// the positions, holds for all of them together.
fn join(works: &mut Vec<Work>, first: usize) {
    let mut at = first;
    while at < works.len() {
        let Some(one) = works.get(at).cloned() else { break };
        let same = |work: &Work| {
            (work.device, work.ceiling, work.positions, work.applicators)
                == (one.device, one.ceiling, one.positions, one.applicators)
        };
        match works.iter_mut().take(at).skip(first).find(|work| same(work)) {
            Some(work) => {
                work.places = work.places.or(one.places);
                work.start = work.start.min(one.start);
                works.remove(at);
            }
            None => at += 1,
        }
    }
}

pub(super) fn bit(index: u8) -> u32 {
    1u32.checked_shl(u32::from(index)).unwrap_or(0)
}
