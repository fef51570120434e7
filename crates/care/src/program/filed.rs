//! The compiled terms as evaluation finds them, for those who prove that it finds the right ones.

use super::Program;

/// One `and` of bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed<'p> {
    /// The rule that holds where the bits do.
    pub rule: u16,
    /// The bit under which it is filed: it is looked at only where this bit is possible.
    pub key: Option<u16>,
    /// The bits.
    pub bits: &'p [u16],
}

impl Program {
    /// Every term that evaluation can reach.
    pub fn filed(&self) -> impl Iterator<Item = Filed<'_>> {
        let under = self.keys.iter().filter_map(|key| self.keyed.get(usize::from(key)).map(|list| (key, list)));
        let keyed = under.flat_map(|(key, list)| list.iter().map(move |one| (Some(key), one)));
        let all = self.unkeyed.iter().map(|one| (None, one)).chain(keyed);
        all.map(|(key, one)| Filed { rule: one.rule, key, bits: &one.bits })
    }
}
