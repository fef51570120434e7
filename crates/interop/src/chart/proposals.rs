//! What a file proposes, gathered by question, each with everything that it rests on.

use serde_json::{Map, Value, json};
use supple_care::{
    Answer, Day, Knowledge, QuestionId,
    coded::Codes,
    question::{Kind, Polarity},
};

use super::{
    Chart,
    shown::{date, plain},
};
use crate::{
    Problem, answers,
    cds::{NotUsed, Proposal, propose},
    codes, dates,
};

/// The question that a day of birth answers: no risk, and the only one that is not.
const AGE: &str = "age";
/// The greatest age that is proposed, in years.
const OLDEST: i32 = 120;
/// Most things that one proposal names as what it rests on; ten entries of one illness say no more than three.
const ORIGINS: usize = 8;

/// One thing of the file on which a proposal rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the file calls it, on one line.
    pub what: String,
    /// Since when, or when it was measured or written down, as exact as the file is.
    pub date: Option<String>,
    /// The resource, as type and id.
    pub from: String,
}

/// A question with the answer that the file proposes.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The question.
    pub question: QuestionId,
    /// The answer: a yes, an option that is not the mildest, or an age in years.
    pub answer: Answer,
    /// What it rests on, at least one.
    pub origins: Vec<Origin>,
}

/// Everything that a file comes to.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Questions with proposed answers, in the order in which they are asked.
    pub asked: Vec<Asked>,
    /// Questions that matter because of what stands there, which its code does not answer; with what that is called.
    pub open: Vec<(QuestionId, String)>,
    /// What was understood, and is spoken of by no question.
    pub unmapped: Vec<String>,
    /// What was not read, and why.
    pub not_used: Vec<NotUsed>,
}

impl Chart {
    /// What it proposes on a day.
    ///
    /// # Errors
    /// The person it is about has died: it is not the record of whoever would confirm it.
    pub fn found(&self, knowledge: &Knowledge, codes: &Codes, today: Day) -> Result<Found, Vec<Problem>> {
        let all: Vec<(Option<&str>, &Value)> = self.all.iter().map(|(url, one)| (url.as_deref(), one)).collect();
        let proposed = propose(knowledge, codes, &all, self.patient.as_deref(), today);
        if proposed.dead {
            return Err(vec![Problem::plain("", codes::CHART_DEAD)]);
        }
        let asked = gathered(&proposed.answers, today);
        let known = |id: QuestionId| asked.iter().any(|one| one.question == id);
        let open = proposed.asks.into_iter().filter(|(id, _)| !known(*id));
        let open = open.map(|(id, shown)| (id, plain(&shown))).collect();
        let not_used = proposed.not_used.into_iter().map(|left| NotUsed { shown: plain(&left.shown), ..left });
        let unmapped = proposed.unmapped.iter().map(|shown| plain(shown)).collect();
        Ok(Found { open, unmapped, not_used: not_used.collect(), asked })
    }
}

/// One line a question: of several answers the most cautious, with what that one rests on.
fn gathered(proposals: &[Proposal], today: Day) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for one in proposals {
        let origin = origin(one, today);
        match all.iter_mut().find(|asked| asked.question == one.question) {
            None => all.push(Asked { question: one.question, answer: one.answer, origins: vec![origin] }),
            Some(asked) if heavier(one.answer, asked.answer) => {
                (asked.answer, asked.origins) = (one.answer, vec![origin]);
            }
            Some(asked) if asked.answer == one.answer && asked.origins.len() < ORIGINS => asked.origins.push(origin),
            Some(_) => {}
        }
    }
    all.sort_by_key(|asked| asked.question);
    all
}

/// Whether an option is the more cautious one: options stand in that order.
const fn heavier(one: Answer, other: Answer) -> bool {
    match (one, other) {
        (Answer::Choice(one), Answer::Choice(other)) => one > other,
        _ => false,
    }
}

fn origin(proposal: &Proposal, today: Day) -> Origin {
    let day = proposal.date.as_deref().and_then(date);
    // A date that lies ahead is a mistake; what it stands at may be none.
    let ahead = day.as_deref().is_some_and(|day| day > dates::print(today.plus(1)).as_str());
    Origin { what: plain(&proposal.shown), date: day.filter(|_| !ahead), from: plain(&proposal.from) }
}

impl Asked {
    /// As it goes to a page and comes back with what somebody says to it.
    #[must_use]
    pub fn to_value(&self, knowledge: &Knowledge) -> Option<Value> {
        let id = &knowledge.question(self.question)?.id;
        let answer = answers::answer_value(knowledge, self.question, self.answer);
        Some(
            json!({ "question": id, "answer": answer, "origins": self.origins.iter().map(Origin::to_value).collect::<Vec<_>>() }),
        )
    }

    /// Reads what came back. Nothing where it is not what a file could have proposed.
    #[must_use]
    pub fn of(knowledge: &Knowledge, value: &Value) -> Option<Self> {
        let question = knowledge.question_id(value.get("question")?.as_str()?)?;
        let answer = answers::read_answer(knowledge, question, value.get("answer")?).ok()?;
        let origins =
            value.get("origins")?.as_array()?.iter().take(ORIGINS).map(Origin::of).collect::<Option<Vec<_>>>()?;
        let whole = proposable(knowledge, question, answer) && !origins.is_empty();
        whole.then_some(Self { question, answer, origins })
    }
}

impl Origin {
    /// As it is kept beside a confirmed answer.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut all = Map::from_iter([("what".to_owned(), json!(self.what)), ("from".to_owned(), json!(self.from))]);
        if let Some(date) = &self.date {
            all.insert("date".to_owned(), json!(date));
        }
        Value::Object(all)
    }

    /// Reads what is kept. Nothing where it is something else.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        Some(Self { what: plain(text("what")?), from: plain(text("from")?), date: text("date").and_then(date) })
    }
}

/// Whether a file may propose an answer: one that adds caution, or an age.
fn proposable(knowledge: &Knowledge, id: QuestionId, answer: Answer) -> bool {
    let Some(question) = knowledge.question(id) else { return false };
    match (answer, &question.kind) {
        (Answer::Yes, Kind::YesNo) | (Answer::Choice(1..), Kind::Choice(_)) => question.polarity == Polarity::Risk,
        (Answer::Number(years), Kind::Number { .. }) => question.id == AGE && (0..=OLDEST).contains(&years),
        _ => false,
    }
}
