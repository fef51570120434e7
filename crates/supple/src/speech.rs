//! How places, answers and dates are said.

use supple_care::{
    Answer, Day, Intensity, Knowledge, Mark, Place, PlaceSet,
    question::{Kind, Question},
};
use supple_interop::dates;
use supple_words::{Arg, Words};

/// The sentences and the knowledge that they speak of.
#[derive(Clone, Copy)]
pub(crate) struct Speech<'a> {
    pub(crate) words: &'a Words,
    pub(crate) knowledge: &'a Knowledge,
}

impl Speech<'_> {
    /// The sentence of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.get(key, &[])
    }

    /// How a source was read.
    pub(crate) fn read(&self, how: &str) -> String {
        self.t(&format!("read-{}", how.replace(' ', "-")))
    }

    /// The sentence of a key with one text in it.
    pub(crate) fn s(&self, key: &str, name: &str, text: &str) -> String {
        self.words.get(key, &[(name, Arg::from(text))])
    }

    /// The sentence of a key with one number in it.
    pub(crate) fn n(&self, key: &str, name: &str, number: usize) -> String {
        self.words.get(key, &[(name, Arg::Number(i64::try_from(number).unwrap_or(i64::MAX)))])
    }

    /// The sentence of a key with several things in it.
    pub(crate) fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.get(key, args)
    }

    /// A sentence of the knowledge base.
    pub(crate) fn k(&self, text: &str) -> String {
        self.words.knowledge(text).into_owned()
    }

    /// "a, b and c".
    pub(crate) fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => self.with("list-and", &[("first", first.into()), ("last", last.into())]),
            [first, rest @ ..] => self.with("list-comma", &[("first", first.into()), ("rest", self.list(rest).into())]),
        }
    }

    /// "21 November 2026".
    pub(crate) fn date(&self, day: Day) -> String {
        let date = dates::date(day);
        let month = self.t(&format!("month-{}", date.month()));
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.with("date", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// "left low back".
    pub(crate) fn place(&self, place: &Place) -> String {
        self.words.place(&place.side, &place.say)
    }

    /// The places of a set, in a list.
    pub(crate) fn places(&self, places: PlaceSet) -> String {
        let names: Vec<String> =
            places.iter().filter_map(|place| self.knowledge.place(place)).map(|place| self.place(place)).collect();
        self.list(&names)
    }

    /// A mark of the body map.
    pub(crate) fn mark(&self, mark: &Mark) -> String {
        let place = self.knowledge.place(mark.place).map_or_else(String::new, |place| self.place(place));
        match mark.intensity {
            Intensity::Unknown => self.s("check-intensity-unknown", "place", &place),
            Intensity::Of(intensity) => {
                self.with("check-intensity", &[("place", place.into()), ("intensity", i64::from(intensity).into())])
            }
        }
    }

    /// An answer in words.
    pub(crate) fn answer(&self, question: &Question, answer: Answer) -> String {
        let option =
            |index: usize| question.options().get(index).map_or_else(String::new, |option| self.k(&option.say));
        match answer {
            Answer::NotAsked => self.t("answer-not-asked"),
            Answer::Unknown => self.t("answer-unknown"),
            Answer::No => self.t("answer-no"),
            Answer::Yes => self.t("answer-yes"),
            Answer::Number(number) => {
                let unit = match &question.kind {
                    Kind::Number { unit, .. } => self.k(unit),
                    Kind::YesNo | Kind::Choice(_) | Kind::Choices(_) | Kind::Places | Kind::Text => String::new(),
                };
                self.with("answer-number", &[("number", i64::from(number).into()), ("unit", unit.into())])
            }
            Answer::Choice(index) => option(usize::from(index)),
            Answer::Choices(mask) => {
                let chosen: Vec<String> =
                    (0..question.options().len()).filter(|index| mask >> index & 1 == 1).map(option).collect();
                self.list(&chosen)
            }
            Answer::Places(places) => self.places(places),
        }
    }
}
