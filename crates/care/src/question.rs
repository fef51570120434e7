//! Questions and answers.

use crate::{PlaceSet, expr::Expr};

/// The index of a question in [`crate::Knowledge::questions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub u16);

/// The four states of an answer. Every kind of question accepts [`Answer::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody has answered yet. Keeps the interview open.
    NotAsked,
    /// "I don't know". An answer, and never read as "no".
    Unknown,
    /// No.
    No,
    /// Yes.
    Yes,
    /// A number in the question's unit.
    Number(i32),
    /// The index of one option.
    Choice(u8),
    /// Several options, as a bit mask of their indexes.
    Choices(u32),
    /// Places on the body.
    Places(PlaceSet),
}

/// What kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// One of the options.
    Choice(Vec<Choice>),
    /// Any of the options (baseline questions only).
    Choices(Vec<Choice>),
    /// A whole number within the range.
    Number {
        /// The least allowed value.
        min: i32,
        /// The greatest allowed value.
        max: i32,
        /// The unit, for people.
        unit: String,
    },
    /// Places on the body.
    Places,
    /// Free text (baseline questions only); read for a mention of suicide, and for nothing else.
    Text,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Stable id.
    pub id: String,
    /// What it says.
    pub say: String,
}

/// Which way an answer pushes a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polarity {
    /// Yes is the more cautious answer.
    Risk,
    /// Yes is the less cautious answer; it counts only when explicit and unexpired.
    Relief,
    /// Neither: rules say which values they mean.
    Neutral,
}

/// What a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Decides whether and how a massage is allowed.
    Safety,
    /// Describes the person; never decides whether a massage is allowed.
    Baseline,
    /// Asked again before each session.
    Rescreen,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Stable id.
    pub id: String,
    /// Index of its page in [`crate::Knowledge::pages`].
    pub page: usize,
    /// What it is for.
    pub purpose: Purpose,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Which way its answer pushes.
    pub polarity: Polarity,
    /// Whether a yes is a symptom that makes an unknown emergency of its cluster urgent.
    pub symptom: bool,
    /// Whether only the person can feel it: a "no" given by somebody else counts as unknown.
    pub private: bool,
    /// The gate: the question is hidden only while this is known to be false.
    pub applies: Option<Expr>,
    /// The gate as it is written.
    pub applies_text: Option<String>,
    /// The question in plain words.
    pub ask: String,
    /// One sentence of help, if any.
    pub help: Option<String>,
    /// How to turn "I don't know" into an answer.
    pub find_out: Option<String>,
    /// The noun phrase used in reasons.
    pub short: String,
    /// How many days a "no" stays good.
    pub valid_days: i32,
    /// Pages whose "no" answers a yes here opens again.
    pub reopens: Vec<usize>,
    /// Mission rows.
    pub mission: Vec<String>,
}

impl Question {
    /// The options of a choice, or nothing.
    #[must_use]
    pub fn options(&self) -> &[Choice] {
        match &self.kind {
            Kind::Choice(options) | Kind::Choices(options) => options,
            Kind::YesNo | Kind::Number { .. } | Kind::Places | Kind::Text => &[],
        }
    }
}
