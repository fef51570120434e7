//! The countries and their numbers.

use supple_care::knowledge::{Country, Line};
use toml::Spanned;

use super::Loader;
use crate::raw;

impl Loader<'_> {
    pub(super) fn countries(&mut self) -> Vec<Country> {
        const FILE: &str = "countries.toml";
        let Some(raw) = self.read::<raw::Countries>(FILE) else { return Vec::new() };
        let line = |line: raw::Line| Line { name: line.name, number: line.number, hours: line.hours };
        raw.country
            .into_iter()
            .map(|country| {
                let names: Vec<Spanned<String>> = country.source.into_iter().chain(country.sources).collect();
                if names.is_empty() {
                    let message = format!("the numbers of `{}` need a source", country.code);
                    self.sink(FILE, |sink| sink.whole(message));
                }
                Country {
                    code: country.code,
                    name: country.name,
                    emergency: country.emergency,
                    crisis: country.crisis.into_iter().map(line).collect(),
                    sources: self.sources(FILE, &names),
                }
            })
            .collect()
    }
}
