//! A condition, laid out for a straight line: by far the most terms have one or two bits.

use supple_care::Bits;

use crate::Word;

/// A plane of each bit of a program.
pub(crate) type Planes = Box<[Word; Bits::CAPACITY]>;

/// The bit of a plane for everybody.
#[inline(always)]
pub(crate) fn at(planes: &[Word; Bits::CAPACITY], slot: u16) -> &Word {
    // INVARIANT: the program has no more bits than the capacity, so nothing is masked away.
    planes.get(usize::from(slot) % Bits::CAPACITY).unwrap_or(&Word::NONE)
}

/// Changes the bit of a plane.
#[inline(always)]
pub(crate) fn change(planes: &mut [Word; Bits::CAPACITY], slot: u16, change: impl FnOnce(&mut Word)) {
    if let Some(word) = planes.get_mut(usize::from(slot) % Bits::CAPACITY) {
        change(word);
    }
}

/// An `or` of `and`s of bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    singles: Box<[u16]>,
    pairs: Box<[[u16; 2]]>,
    others: Box<[Box<[u16]>]>,
}

impl Terms {
    /// Any of these bits.
    pub(crate) fn any(bits: impl Iterator<Item = u16>) -> Self {
        Self { singles: bits.collect(), ..Self::default() }
    }

    /// Lays out a condition.
    pub(crate) fn of(condition: &[Box<[u16]>]) -> Self {
        let (mut singles, mut pairs, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for term in condition {
            match **term {
                [one] => singles.push(one),
                [one, other] => pairs.push([one, other]),
                _ => others.push(term.clone()),
            }
        }
        Self { singles: singles.into(), pairs: pairs.into(), others: others.into() }
    }

    /// How many operations on words it takes at least: each bit of a term is read, by the operation that uses it, and a term of
    /// several is added to the others.
    pub(crate) fn operations(&self) -> usize {
        let others = self.others.iter().map(|term| term.len() + 1);
        self.singles.len() + 3 * self.pairs.len() + others.sum::<usize>()
    }

    /// Who meets it.
    #[inline(always)]
    pub(crate) fn met(&self, planes: &[Word; Bits::CAPACITY]) -> Word {
        let mut met = Word::NONE;
        self.met_into(planes, &mut met);
        met
    }

    /// Writes who meets it.
    #[inline(always)]
    pub(crate) fn met_into(&self, planes: &[Word; Bits::CAPACITY], into: &mut Word) {
        let mut met = Word::NONE;
        for slot in &self.singles {
            met |= at(planes, *slot);
        }
        for [one, other] in &self.pairs {
            let mut both = *at(planes, *one);
            both &= at(planes, *other);
            met |= &both;
        }
        for term in &self.others {
            let mut all = Word::ALL;
            for slot in term {
                all &= at(planes, *slot);
            }
            met |= &all;
        }
        *into = met;
    }
}

/// Counts up to this one need no allocation.
const FEW: usize = 4;

/// Who meets at least so many of these bits.
#[inline(always)]
pub(crate) fn counted(planes: &[Word; Bits::CAPACITY], least: u8, of: &[u16]) -> Word {
    // The n-th word holds who has met more than n of those before.
    let (mut few, mut many) = ([Word::NONE; FEW], Vec::new());
    let reached = few.get_mut(..usize::from(least)).unwrap_or_else(|| {
        many.resize(usize::from(least), Word::NONE);
        &mut many
    });
    for slot in of {
        let mut more = *at(planes, *slot);
        for word in &mut *reached {
            word.carry(&mut more);
        }
    }
    reached.last().copied().unwrap_or(Word::ALL)
}

#[cfg(test)]
mod tests {
    use super::{Bits, Planes, Terms, Word, counted};

    /// Eight people, of whom the n-th has the bits of n.
    fn planes() -> Planes {
        let mut planes: Planes = Box::new([Word::NONE; Bits::CAPACITY]);
        for lane in 0..8 {
            for bit in (0..3).filter(|bit| lane >> bit & 1 == 1) {
                planes[bit].insert(lane);
            }
        }
        planes
    }

    fn lanes(word: Word) -> Vec<usize> {
        (0..8).filter(|lane| word.has(*lane)).collect()
    }

    #[test]
    fn terms_are_an_or_of_ands() {
        let met = |terms: &[&[u16]]| {
            let condition: Vec<Box<[u16]>> = terms.iter().map(|term| Box::from(*term)).collect();
            lanes(Terms::of(&condition).met(&planes()))
        };
        assert_eq!(met(&[&[0], &[1, 2]]), [1, 3, 5, 6, 7]);
        assert_eq!(met(&[&[0, 1, 2]]), [7]);
        assert_eq!(met(&[&[]]).len(), 8);
        assert!(met(&[]).is_empty());
    }

    #[test]
    fn a_count_is_reached_by_those_who_have_enough() {
        let least = |least| lanes(counted(&planes(), least, &[0, 1, 2]));
        assert_eq!(least(1), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(least(2), [3, 5, 6, 7]);
        assert_eq!(least(3), [7]);
        assert_eq!(least(4), [0usize; 0]);
        assert_eq!(least(6), [0usize; 0]);
    }
}
