//! Distances between sets of curves, as an interval that holds the truth.
//!
//! Pairs of pieces are split, the nearest first. The gap between the hulls of two pieces is never more than the distance
//! between them; the distance of two points, one of each, is never less than it. So the true least distance always lies
//! between the lowest gap that is left and the nearest pair of points that was seen. It stops when both are as good as
//! equal; nothing is sampled, and nothing between two samples can hide.

use std::{cmp::Ordering, collections::BinaryHeap};

use kurbo::Point;

use super::piece::{Piece, gap};

/// An interval that holds a distance in millimetres, with the two points that show the upper bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distance {
    /// Never more than the truth.
    pub low: f64,
    /// Never less than the truth.
    pub high: f64,
    /// A point of either set, `high` apart.
    pub shown_by: (Point, Point),
}

impl Distance {
    /// No distance: both sets share this point.
    pub(crate) fn none(at: Point) -> Self {
        Self { low: 0.0, high: 0.0, shown_by: (at, at) }
    }

    /// Two sets of which one is empty.
    pub(crate) const FAR: Self = Self { low: f64::INFINITY, high: f64::INFINITY, shown_by: (Point::ZERO, Point::ZERO) };
}

/// How near the bounds come to each other: a hundredth of a millimetre, and less finely where it does not matter.
fn near_enough(distance: f64) -> f64 {
    0.01 + distance * 0.002
}

/// After so many splits the bounds are given as they are. They hold all the same.
const PATIENCE: usize = 200_000;

struct Pair {
    low: f64,
    a: Piece,
    b: Piece,
}

impl Ord for Pair {
    /// The heap gives the nearest pair first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.low.total_cmp(&self.low)
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pair {}

/// The least distance between two sets of pieces.
pub(crate) fn between(a: &[Piece], b: &[Piece]) -> Distance {
    within(a, b, Care { near: 0.0, far: f64::INFINITY })
}

/// Between which distances it matters how large a distance is: it is looked at no closer than to know that it is at most
/// `near`, or at least `far`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Care {
    pub(crate) near: f64,
    pub(crate) far: f64,
}

/// The least distance between two sets of pieces, as finely as it matters.
pub(crate) fn within(a: &[Piece], b: &[Piece], care: Care) -> Distance {
    let mut best = Distance::FAR;
    let mut open = BinaryHeap::new();
    for a in a {
        for b in b {
            look(*a, *b, &mut best, &mut open);
        }
    }
    let mut patience = PATIENCE;
    while let Some(Pair { low, a, b }) = open.pop() {
        let known = low >= care.far || best.high <= care.near || low >= best.high - near_enough(best.high);
        if known || patience == 0 {
            best.low = low.min(best.high);
            return best;
        }
        patience -= 1;
        if a.size() > b.size() {
            for half in a.split() {
                look(half, b, &mut best, &mut open);
            }
        } else {
            for half in b.split() {
                look(a, half, &mut best, &mut open);
            }
        }
    }
    // Every pair was farther than what was seen: the truth is what was seen.
    best.low = best.high;
    best
}

fn look(a: Piece, b: Piece, best: &mut Distance, open: &mut BinaryHeap<Pair>) {
    let (here, there) = (a.middle(), b.middle());
    let seen = here.distance(there);
    if seen < best.high {
        best.high = seen;
        best.shown_by = (here, there);
    }
    let low = gap(&a, &b);
    if low < best.high {
        open.push(Pair { low, a, b });
    }
}
