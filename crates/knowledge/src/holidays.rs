//! Public holidays: holidays/*.toml.

use serde::Deserialize;
use supple_practice::holiday::{Day, Region};

use crate::{
    Errors, Files,
    diagnostic::Sink,
    folder::{self, Head},
    raw::Text,
};

/// The folder that is read here, and by nobody else.
pub(crate) const FOLDER: &str = "holidays";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    region: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: Text,
    name: Text,
    of: Option<Text>,
    source: Text,
    on: Text,
    days: Vec<Vec<Text>>,
}

/// Every region, in the order of the files; one that lies in another comes behind it.
///
/// # Errors
/// Every mistake, each with file, line, column and what was expected.
pub fn holidays(files: &Files) -> Result<Vec<Region>, Errors> {
    folder::read(files, FOLDER, |file: File, regions, sink| {
        file.region.into_iter().for_each(|raw| take(raw, regions, sink));
    })
}

fn take(raw: Raw, regions: &mut Vec<Region>, sink: &mut Sink<'_>) {
    let head = Head { id: &raw.id, name: &raw.name, source: &raw.source, on: &raw.on };
    let on = head.check(|id| regions.iter().any(|known| known.id == id), sink);
    let mut days = match &raw.of {
        None => Vec::new(),
        Some(of) => match regions.iter().find(|known| known.id == *of.get_ref()) {
            Some(region) => region.days.clone(),
            None => return sink.at(of.span(), "expected the id of a region further up"),
        },
    };
    for texts in &raw.days {
        let plain: Vec<String> = texts.iter().map(|text| text.get_ref().clone()).collect();
        let span = |at: usize| texts.get(at).map_or(raw.id.span(), Text::span);
        match Day::read(&plain) {
            Ok(day) if days.iter().any(|known| known.name == day.name) => {
                sink.at(span(0), format!("`{}` is there already", day.name));
            }
            Ok(day) => days.push(day),
            Err(0) => sink.at(span(0), "expected a name, and behind it when the day is"),
            Err(at) => sink.at(span(at), "expected a day, as in `12-25`, `easter+1`, `1 mon 09` or `mon from 05-18`"),
        }
    }
    let Some(on) = on else { return };
    let (id, name, source) = (raw.id.into_inner(), raw.name.into_inner(), raw.source.into_inner());
    regions.push(Region { id, name, source, on, days });
}

#[cfg(test)]
mod tests {
    use super::*;
    use supple_practice::holiday::Region;

    fn embedded() -> Vec<Region> {
        holidays(&Files::embedded()).unwrap_or_else(|errors| panic!("{errors}"))
    }

    #[test]
    fn every_region_is_of_a_country_that_is_known_and_has_days_every_year() {
        let regions = embedded();
        assert_eq!(regions.iter().filter(|region| region.id.starts_with("de")).count(), 17);
        let knowledge = crate::embedded().unwrap_or_else(|errors| panic!("{errors}"));
        for region in &regions {
            let country = region.id.get(..2).unwrap_or_default().to_uppercase();
            assert!(knowledge.countries.iter().any(|known| known.code == country), "{}", region.id);
            for year in 2026..2040 {
                let day = |month, day| format!("{year}-{month:02}-{day:02}").parse().unwrap();
                let found = region.between(day(1, 1), day(12, 31));
                assert!((4..=20).contains(&found.len()), "{} has {} in {year}", region.id, found.len());
                assert!(found.contains_key(&day(12, 25)) && found.contains_key(&day(1, 1)), "{}", region.id);
            }
        }
    }

    #[test]
    fn days_are_those_of_the_region_and_of_the_one_around_it() {
        let regions = embedded();
        let of = |id: &str, from: &str, until: &str| -> Vec<String> {
            let region = regions.iter().find(|region| region.id == id).unwrap();
            let found = region.between(from.parse().unwrap(), until.parse().unwrap());
            found.into_iter().map(|(date, day)| format!("{date} {}", day.name)).collect()
        };
        assert_eq!(
            of("de-sn", "2027-10-01", "2027-12-31"),
            [
                "2027-10-03 Day of German Unity",
                "2027-10-31 Reformation Day",
                "2027-11-17 Day of Repentance and Prayer",
                "2027-12-25 Christmas Day",
                "2027-12-26 Second day of Christmas",
            ]
        );
        // gov.uk: in 2027 Christmas Day is a Saturday, and Monday and Tuesday are off in its place and that of Boxing Day.
        assert_eq!(
            of("gb-nir", "2027-12-24", "2027-12-31"),
            ["2027-12-25 Christmas Day", "2027-12-26 Boxing Day", "2027-12-27 Christmas Day", "2027-12-28 Boxing Day",]
        );
        // opm.gov: New Year's Day 2028 is a Saturday.
        assert_eq!(of("us", "2027-12-26", "2027-12-31"), ["2027-12-31 New Year's Day"]);
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let region = |id: &str, of: &str, days: &str| {
            format!("[[region]]\nid = '{id}'\nname = 'A'\n{of}\nsource = 's'\non = '2026-01-01'\ndays = {days}\n")
        };
        let text = region("a", "", "[['X', '01-01']]")
            + &region("b", "of = 'a'", "[['X', '01-02']]")
            + &region("c", "of = 'z'", "[]")
            + &region("A", "", "[['Y', '5 mon 01'], ['Z']]");
        let errors = holidays(&Files::new(vec![("holidays/x.toml".to_owned(), text)])).unwrap_err();
        let lines: Vec<usize> = errors.0.iter().map(|error| error.line).collect();
        assert_eq!(lines, [14, 18, 23, 28, 28], "{errors}");
    }
}
