//! What a code of a clinical record proposes as an answer.
//!
//! A proposal is never a "no": what stands in a record can only add caution, and what does not stand there says nothing.

use crate::{Answer, QuestionId};

/// Everything that codes propose.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// Codes and names of conditions and medicines.
    pub coded: Vec<Coded>,
    /// Measured values.
    pub measured: Vec<Measured>,
    /// Words by which an order or an appointment is known to be for a massage, in small letters.
    pub orders: Vec<String>,
}

/// What an entry speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A condition: a diagnosis, a finding, a state.
    Condition,
    /// A medicine.
    Medicine,
    /// What somebody is allergic to.
    Allergy,
    /// What was done: an operation, a treatment.
    Procedure,
}

/// Codes of one meaning, and what they propose.
#[derive(Clone, Debug)]
pub struct Coded {
    /// What it is, as a noun phrase.
    pub title: String,
    /// What kind of entry of a record it is found in.
    pub stands: Stands,
    /// The code system (a FHIR address), where there are codes.
    pub system: String,
    /// The codes.
    pub codes: Vec<CodeRange>,
    /// Names that are looked for as whole words, in small letters: ingredients as everybody writes them (INN).
    pub names: Vec<String>,
    /// What is proposed while it is there.
    pub says: Vec<(QuestionId, Answer)>,
    /// What is proposed once it is over.
    pub once: Vec<(QuestionId, Answer)>,
    /// Questions that have to be asked because of it: the code does not say the answer.
    pub asks: Vec<QuestionId>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// A code with everything below it, or all categories from one to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRange {
    /// The first code, without its dot, in capitals.
    pub from: String,
    /// The last category; the same as `from` where it is one code.
    pub to: String,
    /// Whether only this very code is meant.
    pub whole: bool,
}

/// A measured value, and what it proposes.
#[derive(Clone, Debug)]
pub struct Measured {
    /// What is measured, as a noun phrase.
    pub title: String,
    /// The code system (a FHIR address).
    pub system: String,
    /// Its codes.
    pub codes: Vec<String>,
    /// Units of the same size (UCUM).
    pub units: Vec<String>,
    /// What values propose; the first that fits.
    pub cuts: Vec<Cut>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// What a value in a range proposes.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The least value, in the unit of the measure.
    pub at_least: Option<f64>,
    /// The value below which it has to lie.
    pub below: Option<f64>,
    /// What is proposed.
    pub says: Vec<(QuestionId, Answer)>,
}

impl CodeRange {
    /// Whether a code, without its dot and in capitals, is meant.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        if self.whole {
            return self.from == code;
        }
        if self.from == self.to {
            return code.starts_with(&self.from);
        }
        code.get(..self.from.len()).is_some_and(|category| category >= self.from.as_str())
            && code.get(..self.to.len()).is_some_and(|category| category <= self.to.as_str())
    }
}

impl Cut {
    /// Whether a value lies in it.
    #[must_use]
    pub fn has(&self, value: f64) -> bool {
        self.at_least.is_none_or(|least| value >= least) && self.below.is_none_or(|below| value < below)
    }
}

impl Coded {
    /// Whether one of the names stands as a whole word in a text in small letters.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        names_in(&self.names, text)
    }
}

/// Whether one of the names stands as a whole word in a text in small letters.
#[must_use]
pub fn names_in(names: &[String], text: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric();
    names.iter().any(|name| {
        text.match_indices(name.as_str()).any(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(part) && !after.is_some_and(part)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str) -> CodeRange {
        CodeRange { from: from.to_owned(), to: to.to_owned(), whole: false }
    }

    #[test]
    fn a_range_has_its_codes_and_no_others() {
        let cancer = range("C45", "C96");
        assert!(cancer.has("C50911") && cancer.has("C4A0") && cancer.has("C969") && cancer.has("C45"));
        assert!(!cancer.has("C44") && !cancer.has("C97") && !cancer.has("C4") && !cancer.has("D45"));
        assert!(range("I824", "I824").has("I82401") && !range("I824", "I824").has("I825"));
        let only = CodeRange { whole: true, ..range("11289", "11289") };
        assert!(only.has("11289") && !only.has("112891"));
    }

    #[test]
    fn a_name_is_a_whole_word() {
        let names = ["massage".to_owned(), "heparin".to_owned()];
        assert!(names_in(&names, "back massage, 30 min") && names_in(&names, "massage"));
        assert!(!names_in(&names, "massages") && !names_in(&names, "heparinoid gel"));
    }
}
