//! A few members of a large set.

use crate::Bits;

/// A few members of a [`Bits`], kept by word: most have all of theirs in one or two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask(Box<[(u16, u64)]>);

impl Mask {
    /// Whether it has no members.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds its members to a set.
    #[inline]
    pub(super) fn add_to(&self, bits: &mut Bits) {
        for (word, members) in &self.0 {
            bits.add(*word, *members);
        }
    }

    /// Whether the set has any of them. All words are looked at: that is less than one wrong guess costs.
    #[inline]
    pub(super) fn meets(&self, bits: &Bits) -> bool {
        self.0.iter().fold(0, |met, (word, members)| met | bits.word(*word) & members) != 0
    }

    /// How many of them the set has.
    #[inline]
    pub(super) fn count(&self, bits: &Bits) -> u32 {
        self.0.iter().map(|(word, members)| (bits.word(*word) & members).count_ones()).sum()
    }
}

impl FromIterator<u16> for Mask {
    fn from_iter<I: IntoIterator<Item = u16>>(members: I) -> Self {
        let bits: Bits = members.into_iter().collect();
        Self((0u16..).zip(bits.words()).filter(|(_, members)| *members != 0).collect())
    }
}
