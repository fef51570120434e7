//! Changes towards less caution that are meant, each with its reason.

use serde::Deserialize;

use super::Difference;

/// The list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intended {
    #[serde(default)]
    intended: Vec<Entry>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The rule, as the comparison names it.
    rule: String,
    /// `disposition`, `crisis` or `limit`.
    what: String,
    /// Why.
    because: String,
}

impl Intended {
    /// Reads the list.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let list: Self = crate::tables::parse_placed(text)?;
        match list.intended.iter().find(|entry| entry.because.trim().is_empty()) {
            Some(entry) => Err(format!("`{}` has no reason", entry.rule)),
            None => Ok(list),
        }
    }

    /// Why a difference towards less caution is meant, if it is listed.
    #[must_use]
    pub fn because(&self, one: &Difference) -> Option<&str> {
        self.entry(one).filter(|_| one.less).map(|entry| entry.because.as_str())
    }

    /// The rules of entries that nothing differs by any more.
    #[must_use]
    pub fn stale(&self, found: &[Difference]) -> Vec<&str> {
        let used =
            |entry: &&Entry| found.iter().any(|one| self.entry(one).is_some_and(|known| known.rule == entry.rule));
        self.intended.iter().filter(|entry| !used(entry)).map(|entry| entry.rule.as_str()).collect()
    }

    fn entry(&self, one: &Difference) -> Option<&Entry> {
        self.intended.iter().find(|entry| entry.rule == one.rule && entry.what == one.what.id())
    }
}
