//! How a sheet is read: what is surely so, and what is possibly so.

use super::Mask;
use crate::{Bits, QuestionId, Tri};

/// How questions that were not asked are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As "I don't know": what is shown.
    Shown,
    /// As the least cautious answers there can be.
    Least,
    /// As the most cautious answers there can be.
    Most,
}

/// What the bits of a sheet surely are, and what they possibly are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Surely so.
    pub sure: Bits,
    /// Possibly so. Always holds `sure`.
    pub possible: Bits,
    /// Questions hidden by their gate.
    pub hidden: Bits,
}

impl View {
    pub(super) fn hide(&mut self, question: QuestionId) {
        self.hidden.insert(question.0);
        self.sure.remove(question.0);
        self.possible.remove(question.0);
    }

    /// Adds a bit where it holds, which is then sure.
    #[inline]
    pub(super) fn put(&mut self, bit: u16, holds: bool) {
        self.sure.put(bit, holds);
        self.possible.put(bit, holds);
    }

    /// Adds bits that are sure.
    #[inline]
    pub(super) fn add(&mut self, mask: &Mask) {
        mask.add_to(&mut self.sure);
        mask.add_to(&mut self.possible);
    }

    /// The truth of one bit.
    #[must_use]
    pub fn bit(&self, bit: u16) -> Tri {
        Tri::from_bounds(self.sure.has(bit), self.possible.has(bit))
    }

    /// The truth of a condition.
    #[must_use]
    pub fn truth(&self, condition: &[Box<[u16]>]) -> Tri {
        let holds = |bits: &Bits| condition.iter().any(|term| term.iter().all(|bit| bits.has(*bit)));
        Tri::from_bounds(holds(&self.sure), holds(&self.possible))
    }
}
