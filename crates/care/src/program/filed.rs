//! The compiled terms as evaluation finds them, for those who prove that it finds the right ones.

use super::{Program, Rows};

/// One `and` of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The rule that holds where the bits do.
    pub rule: u16,
    /// The bit under which it is filed: it is looked at only where this bit is possible.
    pub key: Option<u16>,
    /// The bits.
    pub bits: Vec<u16>,
}

impl Program {
    /// Every term that evaluation can reach.
    pub fn filed(&self) -> impl Iterator<Item = Filed> {
        self.rows.filed()
    }
}

impl Rows {
    fn filed(&self) -> impl Iterator<Item = Filed> {
        let always = self.always.iter().map(|rule| Filed { rule, key: None, bits: Vec::new() });
        always.chain(self.keys.iter().flat_map(move |key| {
            let (rules, terms) = self.row(key).unwrap_or_default();
            let single = members(rules).map(move |rule| Filed { rule, key: Some(key), bits: vec![key] });
            let term = move |number| self.term(number).map(|(rule, bits)| Filed { rule, key: Some(key), bits });
            single.chain(members(terms).filter_map(term))
        }))
    }
}

/// The numbers of the bits that are set in a row.
fn members(words: &[u64]) -> impl Iterator<Item = u16> {
    (0u16..)
        .zip(words)
        .flat_map(|(at, word)| (0u16..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit))
}
