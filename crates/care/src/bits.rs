//! A fixed set of small numbers.

/// How many 64-bit words a [`Bits`] has.
const WORDS: usize = 8;

/// A set of numbers below [`Bits::CAPACITY`], held without allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bits([u64; WORDS]);

impl Bits {
    /// One more than the largest number that fits.
    pub const CAPACITY: usize = WORDS * 64;

    /// Whether `index` is in the set. A number that does not fit is in no set.
    #[inline]
    #[must_use]
    pub fn has(&self, index: u16) -> bool {
        self.0.get(usize::from(index >> 6)).is_some_and(|word| word >> (index & 63) & 1 == 1)
    }

    /// Adds `index`. INVARIANT: the program's builder refuses more bits than [`Bits::CAPACITY`].
    #[inline]
    pub fn insert(&mut self, index: u16) {
        if let Some(word) = self.0.get_mut(usize::from(index >> 6)) {
            *word |= 1 << (index & 63);
        }
    }

    /// Takes `index` away.
    #[inline]
    pub fn remove(&mut self, index: u16) {
        if let Some(word) = self.0.get_mut(usize::from(index >> 6)) {
            *word &= !(1 << (index & 63));
        }
    }

    /// Adds or takes away `index`.
    #[inline]
    pub fn set(&mut self, index: u16, value: bool) {
        if value {
            self.insert(index);
        } else {
            self.remove(index);
        }
    }

    /// Adds `index` where `value` holds; takes nothing away.
    #[inline]
    pub(crate) fn put(&mut self, index: u16, value: bool) {
        self.add(index >> 6, u64::from(value) << (index & 63));
    }

    /// The numbers from `word * 64` on, as bits of a word.
    #[inline]
    pub(crate) fn word(&self, word: u16) -> u64 {
        self.0.get(usize::from(word)).copied().unwrap_or(0)
    }

    /// Adds numbers from `word * 64` on.
    #[inline]
    pub(crate) fn add(&mut self, word: u16, members: u64) {
        if let Some(word) = self.0.get_mut(usize::from(word)) {
            *word |= members;
        }
    }

    /// All words.
    pub(crate) fn words(&self) -> [u64; WORDS] {
        self.0
    }

    /// All words, to be changed.
    pub(crate) fn words_mut(&mut self) -> &mut [u64; WORDS] {
        &mut self.0
    }

    /// What is in both.
    #[inline]
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// What is in either.
    #[inline]
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// What is in this set and not in the other.
    #[inline]
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Whether something is in both.
    #[inline]
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        // All words are looked at: that is less than one wrong guess costs.
        self.0.iter().zip(other.0).fold(0, |met, (a, b)| met | a & b) != 0
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many numbers are in it.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// The numbers in it, rising.
    #[inline]
    #[must_use]
    pub fn iter(&self) -> Iter {
        Iter { words: self.0, at: 0 }
    }

    #[inline]
    fn zip(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        let mut out = *self;
        for (word, with) in out.0.iter_mut().zip(other.0) {
            *word = combine(*word, with);
        }
        out
    }
}

/// The numbers in a set, rising.
#[derive(Clone, Debug)]
pub struct Iter {
    words: [u64; WORDS],
    at: usize,
}

impl Iterator for Iter {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        while let Some(word) = self.words.get_mut(self.at) {
            if *word != 0 {
                let low = word.trailing_zeros();
                *word &= *word - 1;
                // INVARIANT: below the capacity, so it fits.
                return Some((self.at as u16) << 6 | low as u16);
            }
            self.at += 1;
        }
        None
    }
}

impl FromIterator<u16> for Bits {
    fn from_iter<I: IntoIterator<Item = u16>>(indexes: I) -> Self {
        let mut bits = Self::default();
        for index in indexes {
            bits.insert(index);
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn what_is_inserted_is_listed_in_order() {
        let bits: Bits = [511, 0, 63, 64, 200].into_iter().collect();
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 200, 511]);
        assert_eq!(bits.len(), 5);
        assert!(bits.has(64) && !bits.has(65) && !bits.has(512));
    }

    #[test]
    fn without_takes_away_only_the_other() {
        let a: Bits = [1, 2, 3].into_iter().collect();
        let b: Bits = [2, 9].into_iter().collect();
        assert_eq!(a.without(&b).iter().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(a.and(&b).iter().collect::<Vec<_>>(), [2]);
        assert_eq!(a.or(&b).len(), 4);
    }
}
