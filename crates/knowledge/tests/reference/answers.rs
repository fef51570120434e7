//! The answers of one person, by question.

use std::{collections::HashMap, sync::LazyLock};

use super::body::Places;
use super::vocabulary::{CHOICES, NUMBERS, RELIEFS, RISKS, WHERE};

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ans {
    NotAsked,
    Unknown,
    No,
    Yes,
    Number(i32),
    /// The place of the option in its list.
    Choice(usize),
    Places(Places),
}

/// What a question is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Risk,
    Relief,
    Where,
    Choice,
    Number,
}

static INDEX: LazyLock<HashMap<&'static str, (usize, Kind)>> = LazyLock::new(|| {
    let of = |ids: &'static [&'static str], kind| ids.iter().map(move |id| (*id, kind));
    let choices = CHOICES.iter().map(|(id, _)| (*id, Kind::Choice));
    let yes_no = of(RISKS, Kind::Risk).chain(of(RELIEFS, Kind::Relief));
    let all = yes_no.chain(of(WHERE, Kind::Where)).chain(choices).chain(of(NUMBERS, Kind::Number));
    all.enumerate().map(|(index, (id, kind))| (id, (index, kind))).collect()
});

/// Where a question stands, and its kind; `None` where the tables do not know it.
pub(crate) fn index(id: &str) -> Option<(usize, Kind)> {
    INDEX.get(id).copied()
}

/// How many questions there are.
pub(crate) fn count() -> usize {
    INDEX.len()
}

/// The rank of an option.
pub(crate) fn option(id: &str, option: &str) -> usize {
    let options = CHOICES.iter().find(|(choice, _)| *choice == id).map_or(&[] as &[&str], |(_, options)| options);
    let rank = options.iter().position(|known| *known == option);
    rank.unwrap_or_else(|| panic!("`{id}` has no option `{option}`"))
}

/// Answers by question; a question without one was not asked.
#[derive(Clone, Debug)]
pub(crate) struct Answers(Vec<Ans>);

impl Default for Answers {
    fn default() -> Self {
        Self(vec![Ans::NotAsked; count()])
    }
}

impl Answers {
    /// Records an answer. What the tables do not read is left out.
    pub(crate) fn insert(&mut self, id: &str, answer: Ans) {
        if let Some((index, _)) = index(id) {
            self.0[index] = answer;
        }
    }

    /// The answer to the question at this index.
    pub(crate) fn at(&self, index: usize) -> Ans {
        self.0[index]
    }

    /// The answer to a question.
    pub(crate) fn get(&self, id: &str) -> Ans {
        index(id).map_or(Ans::NotAsked, |(index, _)| self.at(index))
    }
}
