//! In which positions: as few changes as possible, and only what is allowed.

use super::Side;
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
    let mut best: Option<(Key, u32)> = None;
    for set in 1u32..(1u32.checked_shl(u32::try_from(all.len().min(8)).unwrap_or(0)).unwrap_or(1)) {
        let members: Vec<u8> = bits(set).filter_map(|at| all.get(usize::from(at)).copied()).collect();
        let reached: usize = choices.iter().map(|choice| reached_in(choice, &members)).sum();
        if reached == 0 {
            continue;
        }
        let strokes = choices
            .iter()
            .flat_map(|choice| &choice.usable)
            .filter(|one| one.role == Role::Main && members.contains(&one.position))
            .count();
        let key = (
            usize::MAX - reached,
            !wished.is_some_and(|wished| members.contains(&wished)),
            members.len(),
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

type Key = (usize, bool, usize, usize, u32);

/// How many sides of a target are reached in any of the positions.
fn reached_in(choice: &Choice, positions: &[u8]) -> usize {
    let reached = positions.iter().map(|position| choice.reached(*position));
    let both =
        reached.fold(Sides::default(), |all, one| Sides { left: all.left || one.left, right: all.right || one.right });
    Side::BOTH.into_iter().filter(|side| both.has(*side)).count()
}
