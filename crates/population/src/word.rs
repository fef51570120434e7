//! One bit of each of many people.

use std::ops::{BitAndAssign, BitOrAssign, Not};

/// How many 64-bit words make a [`Word`]. What it costs to find out what to do next is shared by so many people that it is
/// less than doing it, and all planes of a knowledge base still lie in a processor's second cache.
const WORDS: usize = 16;

/// One bit of each of [`Word::LANES`] people. It lies where a processor's vector registers take it straight from memory.
#[repr(align(64))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word([u64; WORDS]);

impl Word {
    /// How many people it holds.
    pub const LANES: usize = WORDS * 64;
    /// Nobody.
    pub const NONE: Self = Self([0; WORDS]);
    /// Everybody.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// The first so many.
    #[must_use]
    pub fn first(count: usize) -> Self {
        let mut word = Self::NONE;
        for lane in 0..count.min(Self::LANES) {
            word.insert(lane);
        }
        word
    }

    /// Somebody alone.
    #[must_use]
    pub(crate) fn only(lane: usize) -> Self {
        let mut word = Self::NONE;
        word.insert(lane);
        word
    }

    /// Those whose value holds; the first value is that of the first lane.
    #[must_use]
    pub(crate) fn whose(values: &[i32], holds: impl Fn(i32) -> bool) -> Self {
        let mut word = Self::NONE;
        let (full, rest) = values.as_chunks::<64>();
        for (into, values) in word.0.iter_mut().zip(full) {
            *into = held(values, &holds);
        }
        for (value, lane) in rest.iter().zip(full.len() * 64..) {
            if holds(*value) {
                word.insert(lane);
            }
        }
        word
    }

    /// Who is in it, rising.
    pub(crate) fn lanes(&self) -> impl Iterator<Item = usize> {
        self.0.iter().zip((0usize..).step_by(64)).flat_map(|(word, first)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let low = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (low < 64).then_some(first + low as usize)
            })
        })
    }

    /// Whether somebody is in it.
    #[must_use]
    pub fn has(&self, lane: usize) -> bool {
        self.0.get(lane >> 6).is_some_and(|word| word >> (lane & 63) & 1 == 1)
    }

    /// Adds somebody. A lane that there is not changes nothing.
    pub fn insert(&mut self, lane: usize) {
        if let Some(word) = self.0.get_mut(lane >> 6) {
            *word |= 1 << (lane & 63);
        }
    }

    /// Whether nobody is in it.
    #[inline(always)]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    /// How many are in it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Takes away whoever is in the other.
    #[inline(always)]
    pub fn remove(&mut self, other: &Self) {
        self.zip(other, |a, b| a & !b);
    }

    /// Adds others; gives in their place who was there before.
    #[inline(always)]
    pub(crate) fn carry(&mut self, others: &mut Self) {
        for (word, with) in self.0.iter_mut().zip(&mut others.0) {
            (*word, *with) = (*word | *with, *word & *with);
        }
    }

    #[inline(always)]
    fn zip(&mut self, other: &Self, combine: impl Fn(u64, u64) -> u64) {
        for (word, with) in self.0.iter_mut().zip(&other.0) {
            *word = combine(*word, *with);
        }
    }
}

/// The bits of those whose value holds. All are looked at before any is put together, which a processor does many at a time.
#[inline]
fn held(values: &[i32; 64], holds: impl Fn(i32) -> bool) -> u64 {
    let mut bytes = [0u8; 64];
    for (byte, value) in bytes.iter_mut().zip(values) {
        *byte = u8::from(holds(*value));
    }
    let (eights, _) = bytes.as_chunks::<8>();
    eights.iter().zip((0u32..64).step_by(8)).fold(0, |bits, (eight, shift)| {
        // The lowest bits of eight bytes, side by side in the highest byte.
        bits | (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << shift
    })
}

impl BitAndAssign<&Self> for Word {
    #[inline(always)]
    fn bitand_assign(&mut self, other: &Self) {
        self.zip(other, |a, b| a & b);
    }
}

impl BitOrAssign<&Self> for Word {
    #[inline(always)]
    fn bitor_assign(&mut self, other: &Self) {
        self.zip(other, |a, b| a | b);
    }
}

impl Not for Word {
    type Output = Self;

    #[inline(always)]
    fn not(mut self) -> Self {
        for word in &mut self.0 {
            *word = !*word;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn the_first_so_many_are_those_and_no_others() {
        for count in [0, 1, 63, 64, 65, Word::LANES - 1, Word::LANES] {
            let word = Word::first(count);
            assert_eq!(word.count(), count as u64);
            assert_eq!((word.has(count), word.has(count.wrapping_sub(1))), (false, count > 0));
            assert_eq!((!word).count(), (Word::LANES - count) as u64);
            assert_eq!(word.is_empty(), count == 0);
        }
        let mut word = Word::first(70);
        word &= &!Word::first(60);
        assert_eq!(word.count(), 10);
        word.remove(&Word::first(65));
        assert_eq!(word.count(), 5);
        word |= &Word::first(3);
        assert_eq!(word.count(), 8);
    }

    #[test]
    fn those_whose_value_holds_stand_in_the_lanes_of_their_values() {
        let values: Vec<i32> = (0..Word::LANES as i32 - 3).collect();
        let word = Word::whose(&values, |value| value % 7 == 3);
        let expected: Vec<usize> = (0..values.len()).filter(|lane| lane % 7 == 3).collect();
        assert_eq!(word.lanes().collect::<Vec<_>>(), expected);
        assert!(Word::whose(&[], |_| true).is_empty() && Word::NONE.lanes().next().is_none());
    }
}
