//! Which target is worked on in which position, and how the seconds are shared out among them.

use super::{
    assemble::Taken,
    focus::Target,
    minutes::{fill, least, seconds},
    positions::Choice,
    usable::{Sides, Usable},
};

/// A target in one of the positions taken.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) position: usize,
    pub(super) sides: Sides,
    pub(super) usable: Vec<Usable>,
    pub(super) weight: u32,
    /// The fewest seconds in which anything can be done.
    pub(super) least: u32,
    /// The most seconds that its strokes fill.
    pub(super) most: u32,
}

/// Each side of each target goes to the first position in which it can be worked on.
pub(super) fn placed(targets: &[Target], choices: &[Choice], taken: &[Taken]) -> Vec<Placed> {
    let mut all = Vec::new();
    for choice in choices {
        let mut open = Sides::BOTH;
        for (position, at) in taken.iter().zip(0usize..) {
            let reached = choice.reached(position.position);
            let sides = Sides { left: reached.left && open.left, right: reached.right && open.right };
            if sides == Sides::default() {
                continue;
            }
            let here = choice.usable.iter().filter(|one| one.position == position.position);
            let usable: Vec<Usable> = here.filter_map(|one| one.only(sides)).collect();
            let Some(least) = least(&usable, sides) else { continue };
            open = Sides { left: open.left && !sides.left, right: open.right && !sides.right };
            let weight = targets.get(choice.target).map_or(1, |target| target.weight);
            let weight = weight * (u32::from(sides.left) + u32::from(sides.right));
            let most = seconds(&fill(&usable, sides, u32::MAX).0).max(least);
            all.push(Placed { position: at, sides, usable, weight, least, most });
        }
    }
    all
}

/// The seconds of each: the fewest that it needs, and of the free ones a share by weight, as far as its strokes fill them. What
/// one cannot fill goes to the others.
pub(super) fn shares(placed: &[Placed], free: u32) -> Vec<u32> {
    let mut shares: Vec<u32> = placed.iter().map(|one| one.least).collect();
    let mut left = free;
    while left > 0 {
        let open = || placed.iter().zip(&shares).filter(|(one, share)| **share < one.most);
        let weights = open().map(|(one, _)| u64::from(one.weight)).sum::<u64>();
        let now = left;
        for (one, share) in placed.iter().zip(&mut shares).filter(|(one, share)| **share < one.most) {
            let part = (u64::from(now) * u64::from(one.weight)).checked_div(weights).unwrap_or(0);
            // A share of less than a second is one, so that it ends.
            let part = u32::try_from(part).unwrap_or(u32::MAX).max(1).min(one.most - *share).min(left);
            *share += part;
            left -= part;
        }
        if left == now {
            break;
        }
    }
    shares
}
