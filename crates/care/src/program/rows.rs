//! From bits to the rules that hold.
//!
//! A rule with a term of one bit holds with that bit. A longer term is filed under one of its bits, one that is seldom
//! possible, and looked at only where that bit is. So every bit has a row: the rules that hold with it, and the terms to
//! look at. The rows of the possible bits are laid over each other word by word, without a branch.

use super::{CompileError, Condition, View};
use crate::Bits;

/// Most bits of a term that is tested without a loop.
const SHORT: usize = 3;

/// A term of two or three bits; the last is repeated where there are two.
#[derive(Clone, Copy, Debug)]
struct Term {
    rule: u16,
    bits: [u16; SHORT],
}

/// The terms of all rules, by bit.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// The bits that have a row.
    pub(super) keys: Bits,
    /// How many words of a row speak of rules; the others speak of terms.
    rules: usize,
    /// How many words a row has.
    stride: usize,
    /// The row of every bit.
    rows: Vec<u64>,
    /// The short terms, by their number.
    terms: Vec<Term>,
    /// The others, whose numbers come after.
    long: Vec<(u16, Box<[u16]>)>,
    /// Rules that ask for nothing.
    pub(super) always: Bits,
}

impl Rows {
    /// Files the terms of every condition. `key` chooses the bit that a term is filed under.
    ///
    /// # Errors
    /// More rules or terms than fit.
    pub(super) fn of(conditions: &[Condition], key: impl Fn(&[u16]) -> Option<u16>) -> Result<Self, CompileError> {
        let mut filed = Self::default();
        let mut singles: Vec<(u16, u16)> = Vec::new();
        let mut terms: Vec<(u16, &[u16])> = Vec::new();
        for (condition, rule) in conditions.iter().zip(0u16..) {
            for term in condition {
                match **term {
                    [] => filed.always.insert(rule),
                    [bit] => singles.push((bit, rule)),
                    _ => terms.push((rule, term)),
                }
            }
        }
        for count in [conditions.len(), terms.len()] {
            if count > Bits::CAPACITY {
                return Err(CompileError::TooManyBits(count));
            }
        }
        terms.sort_by_key(|(_, term)| term.len() > SHORT);
        filed.rules = conditions.len().div_ceil(64);
        filed.stride = filed.rules + terms.len().div_ceil(64);
        filed.rows = vec![0; filed.stride * Bits::CAPACITY];
        for (bit, rule) in singles {
            filed.mark(bit, 0, rule);
        }
        for ((rule, term), number) in terms.into_iter().zip(0u16..) {
            if let Some(bit) = key(term) {
                filed.mark(bit, filed.rules, number);
            }
            match *term {
                [a, b] => filed.terms.push(Term { rule, bits: [a, b, b] }),
                [a, b, c] => filed.terms.push(Term { rule, bits: [a, b, c] }),
                _ => filed.long.push((rule, term.into())),
            }
        }
        Ok(filed)
    }

    /// Marks a member in the row of a bit, counted from a word of the row on.
    fn mark(&mut self, bit: u16, from: usize, member: u16) {
        let at = usize::from(bit) * self.stride + from + usize::from(member >> 6);
        if let Some(word) = self.rows.get_mut(at) {
            *word |= 1 << (member & 63);
        }
        self.keys.insert(bit);
    }

    /// The row of a bit: its rules and its terms.
    #[inline]
    pub(super) fn row(&self, bit: u16) -> Option<(&[u64], &[u64])> {
        let at = usize::from(bit) * self.stride;
        self.rows.get(at..at + self.stride).and_then(|row| row.split_at_checked(self.rules))
    }

    /// A term by its number: its rule and its bits.
    pub(super) fn term(&self, number: u16) -> Option<(u16, Vec<u16>)> {
        let short = self.terms.get(usize::from(number)).map(|term| (term.rule, term.bits.to_vec()));
        let long = || {
            let (rule, bits) = self.long.get(usize::from(number).checked_sub(self.terms.len())?)?;
            Some((*rule, bits.to_vec()))
        };
        short.or_else(long)
    }

    /// The rules that surely hold and those that possibly hold.
    pub(super) fn holding(&self, view: &View) -> (Bits, Bits) {
        let mut sure = self.always;
        let mut possible = self.always;
        let mut terms = Bits::default();
        for bit in view.possible.and(&self.keys).iter() {
            let Some((rules, filed)) = self.row(bit) else { continue };
            let certain = 0u64.wrapping_sub(u64::from(view.sure.has(bit)));
            for ((possible, sure), with) in possible.words_mut().iter_mut().zip(sure.words_mut()).zip(rules) {
                *possible |= with;
                *sure |= with & certain;
            }
            for (terms, with) in terms.words_mut().iter_mut().zip(filed) {
                *terms |= with;
            }
        }
        for number in terms.iter().map(usize::from) {
            if let Some(Term { rule, bits: [a, b, c] }) = self.terms.get(number) {
                let holds = |bits: &Bits| bits.has(*a) & bits.has(*b) & bits.has(*c);
                possible.put(*rule, holds(&view.possible));
                sure.put(*rule, holds(&view.sure));
            } else if let Some((rule, term)) = self.long.get(number - self.terms.len()) {
                let holds = |bits: &Bits| term.iter().all(|bit| bits.has(*bit));
                possible.put(*rule, holds(&view.possible));
                sure.put(*rule, holds(&view.sure));
            }
        }
        (sure, possible)
    }
}
