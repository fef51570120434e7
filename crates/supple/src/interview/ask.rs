//! Asking one question.

use serde_json::Value;
use supple_care::{
    Answer, QuestionId,
    question::{Kind, Question},
};
use supple_interop::answers::{LONGEST_TEXT, answer_value};

use super::{
    document::Document,
    flow::{Flow, Trouble},
    map,
    talk::{Reply, Stop},
};
use crate::paper::Paper;

/// What an answer does to the answers so far.
pub(super) type Set = Box<dyn FnOnce(&mut Document)>;

/// Asks a question and gives what its answer does.
///
/// # Errors
/// The end of the talk.
pub(super) fn question(flow: &mut Flow<'_>, id: QuestionId) -> Result<Reply<Set>, Trouble> {
    let knowledge = flow.knowledge();
    let Some(question) = knowledge.question(id) else { return Ok(Reply::Back) };
    let mut paper = Paper::default();
    paper.say(&flow.speech.k(&question.ask));
    if let Some(help) = &question.help {
        paper.below(&flow.speech.k(help));
    }
    flow.talk.say(&format!("\n{}", paper.text()))?;
    if question.kind == Kind::Text {
        let reply = text(flow)?;
        let name = question.id.clone();
        return Ok(match reply {
            Reply::Given(text) if text.is_empty() => Reply::Given(Box::new(|_| ())),
            Reply::Given(text) => Reply::Given(Box::new(move |document| document.set_value(&name, Value::from(text)))),
            Reply::Back => Reply::Back,
        });
    }
    let mut reply = answer(flow, question)?;
    while reply == Reply::Given(Answer::Unknown) && !leave_unknown(flow, question)? {
        reply = answer(flow, question)?;
    }
    let Reply::Given(answer) = reply else { return Ok(Reply::Back) };
    let (name, value) = (question.id.clone(), answer_value(knowledge, id, answer));
    Ok(Reply::Given(Box::new(move |document| document.set_value(&name, value))))
}

/// "I don't know" says how to find out. Whether it stays.
fn leave_unknown(flow: &mut Flow<'_>, question: &Question) -> Result<bool, Stop> {
    let Some(find_out) = &question.find_out else { return Ok(true) };
    let mut paper = Paper::default();
    paper.say(&flow.speech.s("report-find-out", "how", &flow.speech.k(find_out)));
    flow.talk.say(&paper.text())?;
    let options = [flow.speech.t("interview-leave-unknown"), flow.speech.t("interview-answer-now")];
    Ok(flow.talk.one(&options)? == Reply::Given(0))
}

fn answer(flow: &mut Flow<'_>, question: &Question) -> Result<Reply<Answer>, Trouble> {
    let unknown = flow.speech.t("answer-unknown");
    Ok(match &question.kind {
        Kind::YesNo => {
            let options = [flow.speech.t("answer-yes"), flow.speech.t("answer-no"), unknown];
            given(flow.talk.one(&options)?, |index| match index {
                0 => Answer::Yes,
                1 => Answer::No,
                _ => Answer::Unknown,
            })
        }
        Kind::Choice(choices) => {
            let mut options: Vec<String> = choices.iter().map(|choice| flow.speech.k(&choice.say)).collect();
            let count = options.len();
            options.push(unknown);
            given(flow.talk.one(&options)?, |index| match u8::try_from(index) {
                Ok(option) if index < count => Answer::Choice(option),
                _ => Answer::Unknown,
            })
        }
        Kind::Choices(choices) => {
            let options: Vec<String> = choices.iter().map(|choice| flow.speech.k(&choice.say)).collect();
            flow.talk.tell(&flow.speech.t("interview-several"))?;
            given(flow.talk.several(&options)?, |chosen| {
                Answer::Choices(chosen.into_iter().fold(0, |mask, index| mask | 1 << index))
            })
        }
        Kind::Number { min, max, .. } => number(flow, *min, *max)?,
        Kind::Places => {
            let options = [flow.speech.t("interview-choose-places"), unknown];
            match flow.talk.one(&options)? {
                Reply::Back => Reply::Back,
                Reply::Given(0) => given(map::some_places(flow)?, Answer::Places),
                Reply::Given(_) => Reply::Given(Answer::Unknown),
            }
        }
        // Asked elsewhere: a text is no answer that screening reads.
        Kind::Text => Reply::Back,
    })
}

fn given<T>(reply: Reply<T>, answer: impl FnOnce(T) -> Answer) -> Reply<Answer> {
    match reply {
        Reply::Given(value) => Reply::Given(answer(value)),
        Reply::Back => Reply::Back,
    }
}

/// The line that says "I don't know" to a number.
const UNKNOWN: &str = "?";

fn number(flow: &mut Flow<'_>, min: i32, max: i32) -> Result<Reply<Answer>, Stop> {
    let speech = flow.speech;
    let args = [("min", i64::from(min).into()), ("max", i64::from(max).into())];
    flow.talk.tell(&speech.with("interview-number-hint", &args))?;
    let read = |line: &str| line.parse::<i32>().ok().filter(|number| (min..=max).contains(number));
    let check = |line: &str| match line == UNKNOWN || read(line).is_some() {
        true => Ok(()),
        false => Err(speech.with("interview-number-hint", &args)),
    };
    Ok(given(flow.talk.line(&check)?, |line| read(&line).map_or(Answer::Unknown, Answer::Number)))
}

fn text(flow: &mut Flow<'_>) -> Result<Reply<String>, Stop> {
    let speech = flow.speech;
    let check = |line: &str| match line.chars().count() <= LONGEST_TEXT {
        true => Ok(()),
        false => Err(speech.n("problem-long", "most", LONGEST_TEXT)),
    };
    flow.talk.tell(&speech.t("interview-text"))?;
    flow.talk.line(&check)
}
