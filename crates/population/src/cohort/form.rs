//! What the columns of a knowledge base are.

use supple_care::{
    Knowledge, PlaceId, QuestionId,
    question::{Choice, Kind},
};

use super::CohortError;

/// "I don't know", among the words of a column.
pub(super) const UNKNOWN: &str = "unknown";
/// Where a row is empty. No column has it as a value: the file's own is read as the number beside it, which is none either.
pub(super) const NULL: i32 = i32::MIN;
/// The strongest pain.
pub(super) const STRONGEST: i32 = 10;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Answer(QuestionId),
    Today,
    Proxy,
    Rescreen,
    Map,
    Pain(PlaceId),
    Document,
}

/// How what it holds is numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Codes {
    /// A number between both, itself; one less than the least for "I don't know".
    Number(i32, i32),
    /// Each number is a word.
    Words(Vec<(i32, String)>),
    /// A day.
    Day,
    /// Text.
    Text,
}

impl Codes {
    /// What stands in the file; nothing where nothing has to.
    pub(super) fn text(&self) -> Option<String> {
        let text = |code: i32, word: &str| format!("{code} {word}");
        match self {
            Self::Number(min, _) => Some(text(min.saturating_sub(1), UNKNOWN)),
            Self::Words(words) => {
                Some(words.iter().map(|(code, word)| text(*code, word)).collect::<Vec<_>>().join(", "))
            }
            Self::Day | Self::Text => None,
        }
    }

    /// The numbers and words of such a text.
    pub(super) fn read(text: &str) -> Option<Vec<(i32, &str)>> {
        text.split(',')
            .map(|part| part.trim().split_once(' ').and_then(|(code, word)| Some((code.parse().ok()?, word.trim()))))
            .collect()
    }
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) holds: Holds,
    pub(super) codes: Codes,
}

/// All columns that there can be. Questions that take several options or free text have none.
///
/// # Errors
/// A number without one below it.
pub(super) fn columns(knowledge: &Knowledge) -> Result<Vec<Column>, CohortError> {
    let words = |words: &[&str]| Codes::Words((0..).zip(words.iter().map(|word| (*word).to_owned())).collect());
    let column = |name: &str, holds, codes| Column { name: name.to_owned(), holds, codes };
    let truth = || words(&["false", "true"]);
    let mut all = vec![
        column("sheet.today", Holds::Today, Codes::Day),
        column("sheet.proxy", Holds::Proxy, truth()),
        column("sheet.rescreen", Holds::Rescreen, truth()),
        column("sheet.document", Holds::Document, Codes::Text),
        column("pain.map", Holds::Map, with_unknown(&["complete"])),
    ];
    let places: Vec<&str> = knowledge.places.iter().map(|place| place.id.as_str()).collect();
    for (place, index) in places.iter().zip(0u8..) {
        all.push(column(&format!("pain.{place}"), Holds::Pain(PlaceId(index)), Codes::Number(0, STRONGEST)));
    }
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let codes = match &question.kind {
            Kind::YesNo => with_unknown(&["no", "yes"]),
            Kind::Choice(options) => with_unknown(&ids(options)),
            Kind::Number { min, .. } if *min <= NULL + 2 => {
                return Err(CohortError::Unnumbered(question.id.clone()));
            }
            Kind::Number { min, max, .. } => Codes::Number(*min, *max),
            Kind::Places => with_unknown(&places),
            Kind::Choices(_) | Kind::Text => continue,
        };
        all.push(Column { name: question.id.clone(), holds: Holds::Answer(QuestionId(index)), codes });
    }
    Ok(all)
}

fn ids(options: &[Choice]) -> Vec<&str> {
    options.iter().map(|option| option.id.as_str()).collect()
}

/// These words from 0 on, and "I don't know" before them.
fn with_unknown(words: &[&str]) -> Codes {
    Codes::Words((-1..).zip([UNKNOWN].iter().chain(words).map(|word| (*word).to_owned())).collect())
}
