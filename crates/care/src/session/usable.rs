//! Which strokes can be used, on which side and in which position, and how hard.

use crate::{
    Closed, Knowledge, PlaceSet,
    closed::{Near, POSITIONS},
    permit::PRESSURES,
    plan::Work,
    technique::{Clothing, Firmness, Role, Stroke, Technique, Tempo},
};

use super::{Side, focus::Target};

/// What a session is to be made of.
#[derive(Clone, Debug)]
pub(super) struct Terms<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) closed: &'k Closed,
    /// Bit index.
    pub(super) giver: u8,
    pub(super) firmness: Firmness,
    pub(super) clothed: bool,
    /// Bits.
    pub(super) devices: u32,
    /// Bits.
    pub(super) positions: u32,
    /// The positions (bits) in which only the side on top can be reached: nothing goes over both sides at once there.
    pub(super) turning: u32,
    /// The techniques (indexes) that the course has; nothing where no course says.
    pub(super) techniques: Option<&'k [usize]>,
}

/// A stroke that can be used in a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usable {
    pub(super) stroke: usize,
    pub(super) position: u8,
    pub(super) role: Role,
    /// The ceilings on the left and on the right; 0 where it is closed. A stroke over both sides has one, on the left.
    pub(super) ceilings: [u8; 2],
    /// Whether it goes over both sides at once.
    pub(super) whole: bool,
    pub(super) start: u8,
    pub(super) seconds: (u16, u16),
    /// Whether it may come a second time: pressure on a point comes once.
    pub(super) again: bool,
    /// The longest that it is held before it is let go, in seconds; nothing for what moves.
    pub(super) hold: Option<u16>,
}

impl Usable {
    pub(super) fn ceiling(&self, side: Side) -> u8 {
        let [left, right] = self.ceilings;
        match side {
            Side::Left => left,
            Side::Right => right,
        }
    }

    /// The same on these sides only; nothing where nothing is left of it.
    pub(super) fn only(&self, sides: Sides) -> Option<Self> {
        if self.whole {
            return Some(*self);
        }
        let [left, right] = self.ceilings;
        let ceilings = [if sides.left { left } else { 0 }, if sides.right { right } else { 0 }];
        (ceilings != [0, 0]).then_some(Self { ceilings, ..*self })
    }

    /// On how many sides it is done, of those that are wanted.
    pub(super) fn sides(&self, wanted: Sides) -> u16 {
        if self.whole {
            return u16::from(wanted.left || wanted.right);
        }
        u16::from(wanted.left && self.ceiling(Side::Left) > 0)
            + u16::from(wanted.right && self.ceiling(Side::Right) > 0)
    }
}

/// Which sides are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) left: bool,
    pub(super) right: bool,
}

impl Sides {
    pub(super) const BOTH: Self = Self { left: true, right: true };
}

/// The places of a stroke on a side; all of them for one that goes over both at once.
pub(super) fn places_of(stroke: &Stroke, side: Option<Side>) -> PlaceSet {
    match (side, stroke.mirrored) {
        (Some(Side::Right), Some(mirrored)) => mirrored,
        (Some(_), _) => stroke.places,
        (None, mirrored) => stroke.places.or(mirrored.unwrap_or(PlaceSet::NONE)),
    }
}

/// The strokes of a target that can be used, best first: as the plan orders its techniques, then those that feel as
/// wished, then as knowledge/ has them.
pub(super) fn usable(terms: &Terms<'_>, target: &Target) -> Vec<Usable> {
    let mut found: Vec<(usize, bool, Usable)> = Vec::new();
    let mut near = Near::default();
    let strokes = &terms.knowledge.techniques.strokes;
    let there = |(stroke, _): &(&Stroke, usize)| stroke.site == target.site && !terms.closed.leaves_out(stroke);
    for (stroke, index) in strokes.iter().zip(0usize..).filter(there) {
        let Some(technique) = terms.knowledge.techniques.techniques.get(stroke.technique) else { continue };
        let Some((start, most)) = offered(terms, stroke, technique) else { continue };
        // Opening and closing strokes frame the work; the work itself is what plan or course have.
        if stroke.role == Role::Main && !belongs(terms, target, stroke.technique) {
            continue;
        }
        near.read(terms.closed, technique.class, stroke.applicator, stroke.device);
        let at = [stroke.places, stroke.mirrored.unwrap_or(PlaceSet::NONE)];
        let allowed = at.map(|places| near.ceilings(places));
        let turning = if stroke.mirrored.is_none() { terms.turning } else { 0 };
        for position in bits(stroke.positions & terms.positions & !turning) {
            let ceiling = |allowed: &[u8; POSITIONS], places: PlaceSet| {
                let planned = planned(&target.works, stroke, position, places).unwrap_or(most);
                let allowed = allowed.get(usize::from(position)).copied().unwrap_or(0);
                allowed.min(most).min(stroke.pressure).min(planned)
            };
            let ([on_left, on_right], [left, right]) = (&allowed, at);
            let ceilings = [ceiling(on_left, left), ceiling(on_right, right)];
            if ceilings == [0, 0] {
                continue;
            }
            // One hand on each side at the same time, where both sides are open, at the lower of their ceilings.
            let [left, right] = ceilings;
            let together = stroke.together && terms.turning & bit(position) == 0 && left.min(right) > 0;
            let ceilings = if together { [left.min(right), 0] } else { ceilings };
            let order = target.works.iter().position(|work| work.technique == stroke.technique);
            found.push((
                order.unwrap_or(usize::MAX),
                !(terms.firmness == Firmness::Either
                    || technique.firmness == Firmness::Either
                    || technique.firmness == terms.firmness),
                Usable {
                    stroke: index,
                    position,
                    role: stroke.role,
                    ceilings,
                    whole: together || stroke.mirrored.is_none(),
                    start,
                    seconds: (stroke.seconds.0.max(1), stroke.seconds.1.max(stroke.seconds.0).max(1)),
                    again: stroke.device == 0 && !matches!(stroke.tempo, Tempo::Hold(..)),
                    hold: match stroke.tempo {
                        Tempo::Hold(_, longest) => Some(longest.max(1)),
                        _ => None,
                    },
                },
            ));
        }
    }
    found.sort_by_key(|(order, other, one)| (*order, *other, one.stroke));
    found.into_iter().map(|(_, _, one)| one).collect()
}

/// The pressure that a stroke begins with and the highest it is used with, if this giver may use it as things are.
pub(super) fn offered(terms: &Terms<'_>, stroke: &Stroke, technique: &Technique) -> Option<(u8, u8)> {
    if technique.not_offered.is_some()
        || stroke.givers & bit(terms.giver) == 0
        || terms.devices & bit(stroke.device) == 0
    {
        return None;
    }
    match (technique.clothing, terms.clothed) {
        (Clothing::Off, true) | (Clothing::On, false) => return None,
        (Clothing::Off, false) | (Clothing::On, true) | (Clothing::Either, _) => {}
    }
    let by = technique.by.iter().find(|by| {
        by.giver == terms.giver && by.applicators & bit(stroke.applicator) != 0 && by.devices & bit(stroke.device) != 0
    })?;
    Some((by.start, by.most))
}

/// Whether a technique is one that the plan has at this site, or the course has at all.
fn belongs(terms: &Terms<'_>, target: &Target, technique: usize) -> bool {
    if !target.works.is_empty() {
        return target.works.iter().any(|work| work.technique == technique);
    }
    terms.techniques.is_none_or(|techniques| {
        let of = |whole: &usize| terms.knowledge.techniques.techniques.get(*whole);
        techniques.contains(&technique)
            || techniques.iter().filter_map(of).any(|whole| whole.parts.contains(&technique))
    })
}

/// The ceiling that the plan has for a stroke's places, the lowest of theirs; nothing where the plan does not speak of them.
///
/// At one place the highest work of the technique counts: a lower one is that of another stroke, which opens or closes it.
fn planned(works: &[Work], stroke: &Stroke, position: u8, places: PlaceSet) -> Option<u8> {
    let mut at = [PlaceSet::NONE; 1 + PRESSURES as usize];
    for work in works {
        let speaks = work.technique == stroke.technique
            && work.applicators & bit(stroke.applicator) != 0
            && work.device == stroke.device
            && work.positions & bit(position) != 0;
        if let Some(known) = at.get_mut(usize::from(work.ceiling)).filter(|_| speaks) {
            *known = known.or(work.places.and(places));
        }
    }
    // From the highest down: the last that takes in a place which none above it has is the lowest.
    let mut lowest = None;
    let mut left = places;
    for ceiling in (0..=PRESSURES).rev() {
        let Some(here) = at.get(usize::from(ceiling)) else { continue };
        if !here.and(left).is_empty() {
            lowest = Some(ceiling);
            left = left.without(*here);
        }
    }
    lowest
}

pub(super) fn bit(index: u8) -> u32 {
    1u32.checked_shl(u32::from(index)).unwrap_or(0)
}

/// The indexes of the bits that are set.
pub(super) fn bits(mask: u32) -> impl Iterator<Item = u8> {
    (0..32u8).filter(move |index| mask & bit(*index) != 0)
}
