//! A count of rows that only the program can write: how many there are, and the sum of their marks. A row that was taken
//! out, added or put back by hand no longer fits it.
//!
//! Marks are keyed hashes, and the sums are sealed: whoever sees the file learns neither, so that no choice of rows can be
//! made whose marks happen to cancel out.

use crate::crypto::{self, Secret};

/// What the marks and the sealed sums begin with.
const DOMAIN: &[u8] = b"supple/tally/1";
/// Bytes of one count and sum.
const BYTES: usize = 40;

/// One count with its sum.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    count: u64,
    sum: [u8; 32],
}

/// What stands for a row in a sum. The caller makes sure that the parts cannot run into each other.
pub(crate) fn mark(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    crypto::mac(key, &[&[DOMAIN], parts].concat())
}

impl Tally {
    /// Counts a row in.
    pub(crate) fn add(&mut self, mark: &[u8; 32]) {
        self.count = self.count.wrapping_add(1);
        self.turn(mark);
    }

    /// Counts a row out.
    pub(crate) fn take(&mut self, mark: &[u8; 32]) {
        self.count = self.count.wrapping_sub(1);
        self.turn(mark);
    }

    fn turn(&mut self, mark: &[u8; 32]) {
        self.sum.iter_mut().zip(mark).for_each(|(sum, byte)| *sum ^= byte);
    }
}

/// Seals counts for the place that `of` describes.
pub(crate) fn seal(key: &Secret, of: &[u8], all: &[Tally]) -> Result<Vec<u8>, crypto::CryptoError> {
    let plain: Vec<u8> = all.iter().flat_map(|one| one.count.to_be_bytes().into_iter().chain(one.sum)).collect();
    crypto::seal(key, &[DOMAIN, of].concat(), &plain)
}

/// Opens what [`seal`] made; `None` when it was changed or belongs elsewhere.
pub(crate) fn open<const N: usize>(key: &Secret, of: &[u8], sealed: &[u8]) -> Option<[Tally; N]> {
    let plain = crypto::open(key, &[DOMAIN, of].concat(), sealed).ok()?;
    let all = plain.chunks_exact(BYTES).map(|one| {
        let (count, sum) = one.split_first_chunk::<8>()?;
        Some(Tally { count: u64::from_be_bytes(*count), sum: sum.try_into().ok()? })
    });
    all.collect::<Option<Vec<_>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_tells_which_rows_there_are_and_opens_only_in_its_place() {
        let key = Secret::new([1; 32]);
        let of = |rows: &[u8]| {
            let mut tally = Tally::default();
            rows.iter().for_each(|row| tally.add(&mark(&key, &[&[*row]])));
            tally
        };
        assert!(of(&[1, 2, 3]) == of(&[3, 1, 2]) && of(&[1, 2]) != of(&[1, 3]) && of(&[1, 1]) != of(&[]));
        let mut tally = of(&[1, 2, 3]);
        tally.take(&mark(&key, &[&[2]]));
        assert!(tally == of(&[1, 3]));
        let sealed = seal(&key, b"here", &[tally, of(&[])]).unwrap();
        assert!(open::<2>(&key, b"here", &sealed) == Some([tally, of(&[])]));
        assert!(open::<2>(&key, b"there", &sealed).is_none() && open::<3>(&key, b"here", &sealed).is_none());
    }
}
