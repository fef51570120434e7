//! The person's language, as templates use it.

use std::fmt;
use std::sync::Arc;

use supple_care::{
    Answer, Day, Decision, Disposition, Knowledge, Place, PlaceId, PlaceSet, QuestionId, question::Question,
};
use supple_interop::dates;
use supple_words::{Arg, Words};

/// The words of the person's language, with the short names that templates use.
#[derive(Clone, Debug)]
pub(crate) struct Voice {
    words: Arc<Words>,
}

impl Voice {
    pub(crate) fn new(words: Arc<Words>) -> Self {
        Self { words }
    }

    pub(crate) fn lang(&self) -> &str {
        self.words.lang()
    }

    /// The sentence of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.get(key, &[])
    }

    /// How a source was read.
    pub(crate) fn read(&self, how: &str) -> String {
        self.t(&format!("read-{}", how.replace(' ', "-")))
    }

    /// The sentence of a key, where there is one.
    pub(crate) fn known(&self, key: &str) -> Option<String> {
        self.words.has(key).then(|| self.t(key))
    }

    /// The sentence of a key with one number.
    pub(crate) fn n(&self, key: &str, name: &str, number: impl Count) -> String {
        self.words.get(key, &[(name, Arg::Number(number.count()))])
    }

    /// A key or a name made of two parts.
    pub(crate) fn cat(&self, start: &str, end: impl fmt::Display) -> String {
        format!("{start}{end}")
    }

    /// The sentence of a key with one text in the person's language.
    pub(crate) fn s(&self, key: &str, name: &str, text: &str) -> String {
        self.words.get(key, &[(name, Arg::from(text))])
    }

    /// The sentence of a key with several arguments.
    pub(crate) fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.get(key, args)
    }

    /// A sentence of the knowledge base.
    pub(crate) fn k(&self, text: &str) -> String {
        self.words.knowledge(text).into_owned()
    }

    /// What a decision asks for, in words.
    pub(crate) fn decision(&self, decision: &Decision) -> String {
        match decision.postpone_hours {
            Some(_) => self.t("disposition-wait"),
            None => self.disposition(decision.disposition),
        }
    }

    pub(crate) fn disposition(&self, disposition: Disposition) -> String {
        self.t(&format!("disposition-{}", disposition.id()))
    }

    pub(crate) fn pressure(&self, pressure: u8) -> String {
        self.t(&format!("pressure-{}", pressure.min(5)))
    }

    /// "a, b and c".
    pub(crate) fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => self.with("list-and", &[("first", first.into()), ("last", last.into())]),
            [first, rest @ ..] => {
                let rest = self.list(rest);
                self.with("list-comma", &[("first", first.into()), ("rest", rest.into())])
            }
        }
    }

    /// "a, b, c".
    pub(crate) fn comma(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first, rest @ ..] => {
                let rest = self.comma(rest);
                self.with("list-comma", &[("first", first.into()), ("rest", rest.into())])
            }
        }
    }

    /// "a; b; c", for parts that have commas in them.
    pub(crate) fn parts(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first, rest @ ..] => {
                let rest = self.parts(rest);
                self.with("list-semicolon", &[("first", first.into()), ("rest", rest.into())])
            }
        }
    }

    /// "21 November 2026".
    pub(crate) fn date(&self, day: Day) -> String {
        let date = dates::date(day);
        let month = self.t(&format!("month-{}", date.month()));
        self.with(
            "date",
            &[
                ("day", Arg::from(date.day().to_string())),
                ("month", month.into()),
                ("year", Arg::from(date.year().to_string())),
            ],
        )
    }

    /// "left low back, beside the spine".
    pub(crate) fn place(&self, place: &Place) -> String {
        self.words.place(&place.side, &place.say)
    }

    pub(crate) fn place_of(&self, knowledge: &Knowledge, place: PlaceId) -> String {
        knowledge.place(place).map_or_else(String::new, |place| self.place(place))
    }

    pub(crate) fn places(&self, knowledge: &Knowledge, places: PlaceSet) -> String {
        let names: Vec<String> =
            places.iter().filter_map(|place| knowledge.place(place)).map(|place| self.place(place)).collect();
        self.parts(&names)
    }

    /// An answer in words.
    pub(crate) fn answer(&self, knowledge: &Knowledge, question: &Question, answer: Answer) -> String {
        let say = |index: usize| question.options().get(index).map_or_else(String::new, |option| self.k(&option.say));
        match answer {
            Answer::NotAsked => self.t("answer-not-asked"),
            Answer::Unknown => self.t("answer-unknown"),
            Answer::No => self.t("answer-no"),
            Answer::Yes => self.t("answer-yes"),
            Answer::Number(number) => {
                let unit = match &question.kind {
                    supple_care::question::Kind::Number { unit, .. } => self.k(unit),
                    _ => String::new(),
                };
                self.with("answer-number", &[("number", i64::from(number).into()), ("unit", unit.into())])
            }
            Answer::Choice(index) => say(usize::from(index)),
            Answer::Choices(mask) => {
                let chosen: Vec<String> =
                    (0..question.options().len()).filter(|index| mask >> index & 1 == 1).map(say).collect();
                self.list(&chosen)
            }
            Answer::Places(places) => self.places(knowledge, places),
        }
    }

    pub(crate) fn short(&self, knowledge: &Knowledge, question: QuestionId) -> String {
        knowledge.question(question).map_or_else(String::new, |question| self.k(&question.short))
    }
}

/// A number that can stand in a sentence.
pub(crate) trait Count {
    fn count(self) -> i64;
}

impl<N: Count + Copy> Count for &N {
    fn count(self) -> i64 {
        (*self).count()
    }
}

impl Count for i64 {
    fn count(self) -> i64 {
        self
    }
}

impl Count for usize {
    fn count(self) -> i64 {
        i64::try_from(self).unwrap_or(i64::MAX)
    }
}

impl Count for u32 {
    fn count(self) -> i64 {
        self.into()
    }
}

impl Count for u16 {
    fn count(self) -> i64 {
        self.into()
    }
}

impl Count for u8 {
    fn count(self) -> i64 {
        self.into()
    }
}

impl Count for i32 {
    fn count(self) -> i64 {
        self.into()
    }
}
