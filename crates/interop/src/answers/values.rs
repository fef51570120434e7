//! The answer to one question as it comes from outside, and as it goes out.

use serde_json::Value;
use supple_care::{
    Answer, Knowledge, PlaceSet, QuestionId, Sheet,
    question::{Kind, Question},
};

use super::{LONGEST_TEXT, UNKNOWN, unknown_word};
use crate::{Problem, codes, document::Given, marks};

/// Reads one answer onto a sheet; a free text beside it.
///
/// # Errors
/// What was expected.
pub(crate) fn read_given(
    knowledge: &Knowledge,
    id: QuestionId,
    given: &Given<'_>,
    sheet: &mut Sheet,
    texts: &mut Vec<(QuestionId, String)>,
) -> Result<(), Problem> {
    let Some(question) = knowledge.question(id) else { return Err(Problem::plain("answers", codes::QUESTION)) };
    match (&question.kind, given) {
        (Kind::Text, Given::Word(text)) if text.chars().count() <= LONGEST_TEXT => {
            texts.push((id, text.clone().into_owned()));
        }
        (Kind::Text, Given::Word(_)) => {
            return Err(Problem::new(path_of(question), codes::LONG, vec![("most", LONGEST_TEXT.to_string())]));
        }
        (_, Given::Word(word)) => sheet.set(id, read_word(question, word)?),
        (_, Given::Value(value)) => sheet.set(id, read_other(knowledge, question, value)?),
    }
    Ok(())
}

/// Reads the answer to one question.
///
/// # Errors
/// What was expected.
pub fn read_answer(knowledge: &Knowledge, id: QuestionId, value: &Value) -> Result<Answer, Problem> {
    let Some(question) = knowledge.question(id) else { return Err(Problem::plain("answers", codes::QUESTION)) };
    match value {
        Value::String(word) => read_word(question, word),
        other => read_other(knowledge, question, other),
    }
}

/// Reads an answer that is a word.
fn read_word(question: &Question, word: &str) -> Result<Answer, Problem> {
    match (&question.kind, word) {
        (_, UNKNOWN) => Ok(Answer::Unknown),
        (Kind::YesNo, "yes") => Ok(Answer::Yes),
        (Kind::YesNo, "no") => Ok(Answer::No),
        (Kind::Choice(options), _) => options
            .iter()
            .position(|option| option.id == word)
            .and_then(|index| u8::try_from(index).ok())
            .map(Answer::Choice)
            .ok_or_else(|| expected(question)),
        (Kind::YesNo | Kind::Number { .. } | Kind::Choices(_) | Kind::Places | Kind::Text, _) => {
            Err(expected(question))
        }
    }
}

/// Reads an answer that is no word.
fn read_other(knowledge: &Knowledge, question: &Question, value: &Value) -> Result<Answer, Problem> {
    let wrong = || expected(question);
    match &question.kind {
        Kind::Number { min, max, .. } => value
            .as_i64()
            .and_then(|number| i32::try_from(number).ok())
            .filter(|number| (min..=max).contains(&number))
            .map(Answer::Number)
            .ok_or_else(wrong),
        Kind::Choices(options) => {
            let mut mask = 0u32;
            for entry in value.as_array().ok_or_else(wrong)? {
                let index = entry.as_str().and_then(|word| options.iter().position(|option| option.id == word));
                mask |= 1u32 << index.ok_or_else(wrong)?;
            }
            Ok(Answer::Choices(mask))
        }
        Kind::Places => {
            let mut places = PlaceSet::NONE;
            for (index, entry) in value.as_array().ok_or_else(wrong)?.iter().enumerate() {
                let word = entry.as_str().ok_or_else(wrong)?;
                let at = format!("{}[{index}]", path_of(question));
                places = places.or(marks::place_or_site(knowledge, word, &at)?);
            }
            if places.is_empty() { Err(wrong()) } else { Ok(Answer::Places(places)) }
        }
        Kind::YesNo | Kind::Choice(_) | Kind::Text => Err(wrong()),
    }
}

fn path_of(question: &Question) -> String {
    format!("answers.{}", question.id)
}

/// What a question takes, as the problem that something else was given.
fn expected(question: &Question) -> Problem {
    let path = path_of(question);
    match &question.kind {
        Kind::YesNo => Problem::plain(path, codes::YES_NO),
        Kind::Number { min, max, .. } => {
            Problem::new(path, codes::NUMBER, vec![("min", min.to_string()), ("max", max.to_string())])
        }
        Kind::Choice(_) => Problem::new(path, codes::OPTION, vec![("options", words_of(question))]),
        Kind::Choices(_) => Problem::new(path, codes::OPTIONS, vec![("options", words_of(question))]),
        Kind::Places => Problem::plain(path, codes::PLACES),
        Kind::Text => Problem::plain(path, codes::TEXT),
    }
}

/// A question that is not known, with the nearest one.
pub(crate) fn unknown_question(knowledge: &Knowledge, name: &str) -> Problem {
    let known = knowledge.questions.iter().map(|question| question.id.as_str());
    unknown_word(&format!("answers.{name}"), name, codes::QUESTION, codes::QUESTION_NEAR, known)
}

fn words_of(question: &Question) -> String {
    question.options().iter().map(|option| option.id.as_str()).collect::<Vec<_>>().join(", ")
}

/// Writes the answer to one question; nothing where it was not asked.
#[must_use]
pub fn answer_value(knowledge: &Knowledge, id: QuestionId, answer: Answer) -> Value {
    let options = knowledge.question(id).map_or(&[][..], Question::options);
    let name = |index: usize| options.get(index).map_or(Value::Null, |option| Value::from(option.id.as_str()));
    match answer {
        Answer::NotAsked => Value::Null,
        Answer::Unknown => Value::from(UNKNOWN),
        Answer::No => Value::from("no"),
        Answer::Yes => Value::from("yes"),
        Answer::Number(number) => Value::from(number),
        Answer::Choice(index) => name(usize::from(index)),
        Answer::Choices(mask) => (0..options.len()).filter(|index| mask >> index & 1 == 1).map(name).collect(),
        Answer::Places(places) => marks::names(knowledge, places),
    }
}
