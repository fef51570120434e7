//! A stretch of time as bits: one for each five-minute step.

use crate::{Moment, Span};

const BITS: i64 = 64;

/// Bits from a first moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    first: i64,
    words: Vec<u64>,
}

impl Line {
    /// A line of zeros that covers the span.
    pub(crate) fn over(span: Span) -> Self {
        let words = usize::try_from(span.steps().div_euclid(BITS) + 1).unwrap_or(0);
        Self { first: span.from.0, words: vec![0; words] }
    }

    /// Runs over the words that a span meets, with the bits of it.
    fn change(&mut self, span: Span, change: impl Fn(&mut u64, u64)) {
        let end = i64::try_from(self.words.len()).unwrap_or(0).saturating_mul(BITS);
        let from = span.from.0.saturating_sub(self.first).clamp(0, end);
        let until = span.until.0.saturating_sub(self.first).clamp(0, end);
        if from >= until {
            return;
        }
        let place = |bit: i64| usize::try_from(bit / BITS).unwrap_or(0);
        let (first, last) = (place(from), place(until - 1));
        for (index, word) in self.words.iter_mut().enumerate().skip(first).take(last - first + 1) {
            let low = if index == first { u64::MAX << (from % BITS) } else { u64::MAX };
            let high = if index == last { u64::MAX >> (BITS - 1 - (until - 1) % BITS) } else { u64::MAX };
            change(word, low & high);
        }
    }

    pub(crate) fn set(&mut self, span: Span) {
        self.change(span, |word, bits| *word |= bits);
    }

    pub(crate) fn clear(&mut self, span: Span) {
        self.change(span, |word, bits| *word &= !bits);
    }

    /// The bits from which so many in a row are set.
    pub(crate) fn runs(&self, length: i64) -> Self {
        let mut line = self.clone();
        let mut have = 1;
        while have < length {
            let step = have.min(length - have);
            line.and_later(step);
            have += step;
        }
        line
    }

    /// Keeps the bits whose bit `step` places later is set too.
    fn and_later(&mut self, step: i64) {
        let (skip, shift) = (usize::try_from(step / BITS).unwrap_or(usize::MAX), step % BITS);
        let later = |words: &[u64], index: usize| words.get(index.saturating_add(skip)).copied().unwrap_or(0);
        for index in 0..self.words.len() {
            let low = later(&self.words, index) >> shift;
            let high = if shift == 0 { 0 } else { later(&self.words, index + 1) << (BITS - shift) };
            if let Some(word) = self.words.get_mut(index) {
                *word &= low | high;
            }
        }
    }

    /// The same bits, so many places later.
    pub(crate) fn later_by(mut self, steps: i64) -> Self {
        self.first = self.first.saturating_add(steps);
        self
    }

    /// Keeps the bits that the other has too; both may begin at different moments.
    pub(crate) fn and(&mut self, other: &Self) {
        for index in 0..self.words.len() {
            let bits = other.word_at(self.first.saturating_add(i64::try_from(index).unwrap_or(0) * BITS));
            if let Some(word) = self.words.get_mut(index) {
                *word &= bits;
            }
        }
    }

    /// Adds the bits of another line.
    pub(crate) fn or(&mut self, other: &Self) {
        for index in 0..self.words.len() {
            let bits = other.word_at(self.first.saturating_add(i64::try_from(index).unwrap_or(0) * BITS));
            if let Some(word) = self.words.get_mut(index) {
                *word |= bits;
            }
        }
    }

    /// 64 bits from a moment on; zeros outside.
    fn word_at(&self, from: i64) -> u64 {
        let bit = from.saturating_sub(self.first);
        let (place, shift) = (bit.div_euclid(BITS), bit.rem_euclid(BITS));
        let get =
            |place: i64| usize::try_from(place).ok().and_then(|place| self.words.get(place)).copied().unwrap_or(0);
        let low = get(place) >> shift;
        if shift == 0 { low } else { low | get(place + 1) << (BITS - shift) }
    }

    /// The moments whose bit is set.
    pub(crate) fn moments(&self) -> impl Iterator<Item = Moment> + '_ {
        let starts = (0..).map(move |index| self.first + index * BITS);
        self.words.iter().zip(starts).flat_map(|(word, start)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let next = (left != 0).then(|| i64::from(left.trailing_zeros()))?;
                left &= left - 1;
                Some(Moment(start + next))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i64, until: i64) -> Span {
        Span { from: Moment(from), until: Moment(until) }
    }

    proptest! {
        #[test]
        fn bits_are_what_a_set_of_moments_would_be(
            spans in prop::collection::vec((0i64..400, 0i64..80, any::<bool>()), 0..12),
            length in 1i64..150,
            other in prop::collection::vec((-50i64..400, 0i64..80), 0..6),
            later in 0i64..70,
        ) {
            let whole = span(0, 400);
            let mut line = Line::over(whole);
            let mut set = std::collections::BTreeSet::new();
            for (from, steps, on) in spans {
                let part = span(from, from + steps);
                if on { line.set(part) } else { line.clear(part) }
                for at in part.from.0..part.until.0.min(448) {
                    if on { set.insert(at); } else { set.remove(&at); }
                }
            }
            let moments = |line: &Line| line.moments().map(|moment| moment.0).collect::<Vec<_>>();
            prop_assert_eq!(moments(&line), set.iter().copied().collect::<Vec<_>>());
            let runs: Vec<i64> =
                set.iter().copied().filter(|at| (*at..at + length).all(|step| set.contains(&step))).collect();
            prop_assert_eq!(moments(&line.runs(length)), runs);
            let mut mask = Line::over(whole);
            let mut masked = std::collections::BTreeSet::new();
            for (from, steps) in other {
                mask.set(span(from, from + steps));
                masked.extend((from..from + steps).filter(|at| (0..448).contains(at)).map(|at| at + later));
            }
            let mask = mask.later_by(later);
            let mut both = line.clone();
            both.and(&mask);
            prop_assert_eq!(moments(&both), set.intersection(&masked).copied().collect::<Vec<_>>());
            line.or(&mask);
            let either: Vec<i64> = set.union(&masked).copied().filter(|at| *at < 448).collect();
            prop_assert_eq!(moments(&line), either);
        }
    }
}
