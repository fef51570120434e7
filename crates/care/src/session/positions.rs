//! In which positions: as few changes as possible, and only what is allowed.

use super::usable::{Sides, Usable, bit, bits};
use crate::technique::Role;

/// What can be done at one target. Both sides are worked on, also where one alone hurts.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Its place in the list of targets.
    pub(super) target: usize,
    pub(super) usable: Vec<Usable>,
}

impl Choice {
    /// The sides that the work itself reaches in a position.
    pub(super) fn reached(&self, position: u8) -> Sides {
        let mut reached = Sides::default();
        for one in self.usable.iter().filter(|one| one.position == position && one.role == Role::Main) {
            let [left, right] = one.ceilings;
            reached.left |= left > 0;
            reached.right |= right > 0 || one.whole;
        }
        reached
    }

    /// Whether anything of the work can be done in any of the positions.
    pub(super) fn worked(&self, positions: u32) -> bool {
        bits(positions).any(|position| self.reached(position) != Sides::default())
    }
}

/// The positions to take, in order.
///
/// Only those in which something of the work can be done: nobody is laid anywhere for nothing. Of them the set that reaches most sides of the targets, and among those the one that holds the wished position, then the
/// smallest, then the one with more strokes to choose from, then the one preferred. `preferred` is the order of preference.
pub(super) fn choose(choices: &[Choice], preferred: &[u8], wished: Option<u8>) -> Vec<u8> {
    let useful = |position: &u8| choices.iter().any(|choice| choice.worked(bit(*position)));
    let all: Vec<u8> = {
        let mut known: Vec<u8> = preferred.to_vec();
        for one in choices.iter().flat_map(|choice| &choice.usable) {
            if !known.contains(&one.position) {
                known.push(one.position);
            }
        }
        known.retain(useful);
        known
    };
    let all = all.get(..all.len().min(MOST)).unwrap_or(&all);
    // For each position: which sides it reaches of each target (two bits each), and how many strokes of the work it has.
    let reached: Vec<u128> = all.iter().map(|position| sides_reached(choices, *position)).collect();
    let mains = |position: &u8| {
        let usable = choices.iter().flat_map(|choice| &choice.usable);
        usable.filter(|one| one.role == Role::Main && one.position == *position).count()
    };
    let strokes: Vec<usize> = all.iter().map(mains).collect();
    let mut best: Option<(Key, u32)> = None;
    for set in 1u32..1u32.checked_shl(u32::try_from(all.len()).unwrap_or(0)).unwrap_or(1) {
        let members = || bits(set).map(usize::from);
        let sides = members().filter_map(|at| reached.get(at)).fold(0, |all, one| all | one).count_ones();
        if sides == 0 {
            continue;
        }
        let strokes: usize = members().filter_map(|at| strokes.get(at)).sum();
        let key = (
            u32::MAX - sides,
            !wished.is_some_and(|wished| members().any(|at| all.get(at) == Some(&wished))),
            set.count_ones(),
            usize::MAX - strokes.min(ENOUGH * choices.len()),
            set,
        );
        if best.is_none_or(|(known, _)| key < known) {
            best = Some((key, set));
        }
    }
    let Some((_, set)) = best else { return Vec::new() };
    let mut members: Vec<u8> = bits(set).filter_map(|at| all.get(usize::from(at)).copied()).collect();
    // Where the first target can be worked on comes first: what hurts most is not what time runs out for.
    let first = |position: u8| choices.first().is_none_or(|choice| !choice.worked(bit(position)));
    members.sort_by_key(|position| (wished != Some(*position), first(*position)));
    members
}

/// More strokes than this at a site make no position better.
const ENOUGH: usize = 3;

/// Of more positions than this the first are looked at.
const MOST: usize = 8;

type Key = (u32, bool, u32, usize, u32);

/// The sides of the targets that are reached in a position, two bits for each target.
fn sides_reached(choices: &[Choice], position: u8) -> u128 {
    let sides = choices.iter().map(|choice| choice.reached(position));
    sides.zip((0u32..).step_by(2)).fold(0, |all, (sides, at)| {
        let two = u128::from(sides.left) | u128::from(sides.right) << 1;
        all | two.checked_shl(at).unwrap_or(0)
    })
}
