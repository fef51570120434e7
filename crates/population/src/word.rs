//! One bit of each of many people.

use std::ops::{BitAnd, BitOr, Not};

/// How many 64-bit words make a [`Word`]. Four lie in one or two registers of today's machines, and all planes of a
/// knowledge base in the nearest cache.
const WORDS: usize = 4;

/// One bit of each of [`Word::LANES`] people.
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
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().fold(0, |any, word| any | word) == 0
    }

    /// How many are in it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    #[inline]
    fn zip(mut self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        for (word, with) in self.0.iter_mut().zip(other.0) {
            *word = combine(*word, with);
        }
        self
    }
}

impl BitAnd for Word {
    type Output = Self;

    #[inline]
    fn bitand(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }
}

impl BitOr for Word {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }
}

impl Not for Word {
    type Output = Self;

    #[inline]
    fn not(self) -> Self {
        self.zip(self, |a, _| !a)
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn the_first_so_many_are_those_and_no_others() {
        for count in [0, 1, 63, 64, 65, 255, 256] {
            let word = Word::first(count);
            assert_eq!(word.count(), count as u64);
            assert_eq!((word.has(count), word.has(count.wrapping_sub(1))), (false, count > 0));
            assert_eq!((!word).count(), (Word::LANES - count) as u64);
            assert_eq!(word.is_empty(), count == 0);
        }
        assert_eq!((Word::first(70) & !Word::first(60)).count(), 10);
        assert_eq!((Word::first(3) | Word::first(5)), Word::first(5));
    }
}
