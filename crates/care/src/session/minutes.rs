//! How the seconds are shared out: among the fixed parts, the targets and the strokes.

use crate::technique::Role;

use super::{
    Side,
    usable::{Sides, Usable},
};

/// A stroke with the seconds of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) usable: Usable,
    pub(super) seconds: u16,
    /// On how many sides it is done.
    pub(super) sides: u16,
}

impl Item {
    fn all(&self, seconds: u16) -> u32 {
        u32::from(seconds) * u32::from(self.sides)
    }

    /// Its seconds on all of its sides.
    pub(super) fn total(&self) -> u32 {
        self.all(self.seconds)
    }
}

/// How often the strokes of a site may come in one session at most.
const ROUNDS: usize = 4;

/// The fewest seconds in which anything can be done with these strokes on these sides; nothing where nothing can.
pub(super) fn least(usable: &[Usable], sides: Sides) -> Option<u32> {
    let mains = usable.iter().filter(|one| one.role == Role::Main);
    mains.map(|one| u32::from(one.seconds.0) * u32::from(one.sides(sides))).filter(|seconds| *seconds > 0).min()
}

/// Chooses strokes for a site and spreads the seconds over them; the sides of a stroke are always equally long. Gives the
/// strokes in their order, and the seconds that are left over.
pub(super) fn fill(usable: &[Usable], sides: Sides, share: u32) -> (Vec<Item>, u32) {
    let done = |one: &&Usable| one.sides(sides) > 0;
    let of = |role: Role| usable.iter().filter(done).filter(move |one| one.role == role);
    let mut chosen: Vec<Usable> = Vec::new();
    let from = |chosen: &[Usable]| sum(chosen, sides, |one| one.seconds.0);
    let mut mains: Vec<&Usable> = of(Role::Main).collect();
    // The best that fits; where time is short, the shortest.
    if from(&mains.first().map(|one| vec![**one]).unwrap_or_default()) > share {
        mains.sort_by_key(|one| u32::from(one.seconds.0) * u32::from(one.sides(sides)));
    }
    let frame = [Role::Open, Role::Close, Role::WarmUp];
    let mut mains = mains.into_iter();
    chosen.extend(mains.next());
    for one in frame.into_iter().filter_map(|role| of(role).next()) {
        if from(&chosen) + from(&[*one]) <= share {
            chosen.push(*one);
        }
    }
    for one in mains {
        let usual = sum(&chosen, sides, |one| one.seconds.0.midpoint(one.seconds.1));
        if usual >= share {
            break;
        }
        if from(&chosen) + from(&[*one]) <= share {
            chosen.push(*one);
        }
    }
    let first: Vec<Usable> = chosen.iter().filter(|one| one.role == Role::Main && one.again).copied().collect();
    for one in first.iter().cycle().take(first.len() * (ROUNDS - 1)) {
        if sum(&chosen, sides, |one| one.seconds.1) >= share || from(&chosen) + from(&[*one]) > share {
            break;
        }
        chosen.push(*one);
    }
    spread(&chosen, sides, share)
}

/// The seconds of all items on all of their sides.
pub(super) fn seconds(items: &[Item]) -> u32 {
    items.iter().map(Item::total).sum()
}

fn sum(chosen: &[Usable], sides: Sides, seconds: impl Fn(&Usable) -> u16) -> u32 {
    chosen.iter().map(|one| u32::from(seconds(one)) * u32::from(one.sides(sides))).sum()
}

fn spread(chosen: &[Usable], sides: Sides, share: u32) -> (Vec<Item>, u32) {
    let least = sum(chosen, sides, |one| one.seconds.0);
    let room = sum(chosen, sides, |one| one.seconds.1 - one.seconds.0);
    let extra = share.saturating_sub(least).min(room);
    let mut items: Vec<Item> = chosen
        .iter()
        .map(|one| {
            let more = u32::from(one.seconds.1 - one.seconds.0) * extra / room.max(1);
            let seconds = one.seconds.0.saturating_add(u16::try_from(more).unwrap_or(0));
            Item { usable: *one, seconds, sides: one.sides(sides) }
        })
        .collect();
    // The seconds that rounding down left go to the first strokes that have room for one more.
    let mut left = least.saturating_add(extra).saturating_sub(seconds(&items));
    for item in &mut items {
        if item.seconds < item.usable.seconds.1 && u32::from(item.sides) <= left {
            item.seconds += 1;
            left -= u32::from(item.sides);
        }
    }
    items.sort_by_key(|item| item.usable.role);
    let spare = share.saturating_sub(seconds(&items));
    (items, spare)
}

/// Whether [`in_order`] has anything for a side on which the receiver turns over.
pub(super) fn on_side(items: &[Item], side: Side) -> bool {
    items.iter().any(|item| match item.usable.whole {
        true => (item.usable.role == Role::Close) == (side == Side::Right),
        false => item.usable.ceiling(side) > 0,
    })
}

/// The items of a site in the order in which they are done: what goes over both sides frames them, then one side after the
/// other.
pub(super) fn in_order(items: &[Item], turning: Option<Side>) -> Vec<(Item, Option<Side>)> {
    let mut order: Vec<(Item, Option<Side>)> = Vec::new();
    let first = turning.is_none_or(|side| side == Side::Left);
    let whole = |closing: bool| {
        items.iter().filter(move |item| item.usable.whole && (item.usable.role == Role::Close) == closing)
    };
    if first {
        order.extend(whole(false).map(|item| (*item, None)));
    }
    for side in Side::BOTH.into_iter().filter(|side| turning.is_none_or(|turned| turned == *side)) {
        let of = items.iter().filter(|item| !item.usable.whole && item.usable.ceiling(side) > 0);
        order.extend(of.map(|item| (*item, Some(side))));
    }
    if turning.is_none_or(|side| side == Side::Right) {
        order.extend(whole(true).map(|item| (*item, None)));
    }
    order
}
