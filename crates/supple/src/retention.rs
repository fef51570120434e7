//! `supple record retention`: how long a practice has to keep records, and whose time is over. The rules are data.

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::Deserialize;
use supple_store::{PersonLine, Store, UtcMs};
use supple_words::Words;

use crate::{home, paper::printable, trouble::BadInput};

const RULES: &str = include_str!("../data/retention.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    keep: Vec<Keep>,
}

/// One rule: see the head of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keep {
    place: String,
    whom: String,
    years: i16,
    age: Option<i16>,
    basis: Basis,
    sure: Sure,
    source: String,
    read: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Basis {
    Rule,
    Standard,
    Insurer,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Sure {
    Read,
    SecondHand,
}

impl Keep {
    /// Whether it speaks of the place, or of the country that the place is in.
    fn is_for(&self, place: &str) -> bool {
        place == self.place || place.split_once('-').is_some_and(|(country, _)| country == self.place)
    }

    fn sentence(&self, words: &Words) -> String {
        let args = [
            ("place", (&self.place).into()),
            ("whom", (&self.whom).into()),
            ("years", i64::from(self.years).into()),
            ("age", self.age.map_or(0, i64::from).into()),
            ("basis", format!("{:?}", self.basis).to_lowercase().into()),
            ("sure", format!("{:?}", self.sure).to_lowercase().into()),
            ("source", (&self.source).into()),
            ("read", (&self.read).into()),
        ];
        words.get("retention-rule", &args)
    }
}

fn rules() -> anyhow::Result<Vec<Keep>> {
    Ok(toml::from_str::<File>(RULES)?.keep)
}

/// Lists the rules; with a place, also until when the records here would have to be kept there.
///
/// # Errors
/// A place that no rule speaks of; records that cannot be read.
pub(crate) fn run(words: &Words, store: Option<&Store>, place: Option<&str>) -> anyhow::Result<bool> {
    let place = place.map(str::to_uppercase);
    let mut rules = rules()?;
    if let Some(place) = &place {
        rules.retain(|rule| rule.is_for(place));
        if rules.is_empty() {
            return Err(BadInput(words.get("retention-unknown", &[("place", printable(place).into())])).into());
        }
    }
    println!("{}", words.get("retention-lead", &[]));
    for rule in &rules {
        println!("{}", rule.sentence(words));
    }
    let longest = rules.iter().map(|rule| rule.years).max().filter(|_| place.is_some());
    let (Some(years), Some(store)) = (longest, store) else { return Ok(true) };
    let Some(today) = date(home::now()) else { return Ok(true) };
    for line in store.people()? {
        println!("{}", of_one(words, store, &line, years, today));
    }
    Ok(true)
}

fn of_one(words: &Words, store: &Store, line: &PersonLine, years: i16, today: Date) -> String {
    let person = [("person", line.id.to_string().into())];
    // Without the PIN nobody knows when the last entry was made.
    let last = store
        .unlock(line.id, None, home::now())
        .ok()
        .and_then(|key| store.events(&key).ok())
        .and_then(|events| events.iter().map(|event| event.at).max());
    let Some(until) = last.and_then(date).and_then(|last| last.checked_add(years.years()).ok()) else {
        return words.get("retention-not-known", &person);
    };
    let sentence = if until <= today { "retention-over" } else { "retention-until" };
    let [person] = person;
    words.get(sentence, &[person, ("until", until.to_string().into())])
}

/// The day of a moment; `None` for one beyond the calendar.
fn date(at: UtcMs) -> Option<Date> {
    Some(jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn every_rule_has_a_source_and_a_sensible_length() {
        let rules = rules().unwrap();
        assert!(rules.len() >= 5);
        for rule in &rules {
            assert!(rule.source.len() > 20 && !rule.whom.is_empty(), "{}", rule.place);
            assert!((1..=30).contains(&rule.years) && rule.age.is_none_or(|age| (18..=40).contains(&age)));
            assert!(rule.read.parse::<super::Date>().is_ok(), "{}", rule.read);
            assert!(rule.place.split('-').all(|part| part.len() == 2), "{}", rule.place);
        }
    }

    #[test]
    fn a_rule_of_the_country_holds_in_its_states() {
        let rules = rules().unwrap();
        let years = |place: &str| {
            let mut years: Vec<i16> = rules.iter().filter(|rule| rule.is_for(place)).map(|rule| rule.years).collect();
            years.sort_unstable();
            years
        };
        assert_eq!((years("US-NJ"), years("US"), years("US-TX")), (vec![4, 7], vec![4], vec![4]));
        assert!(years("FR").is_empty() && years("").is_empty());
    }
}
