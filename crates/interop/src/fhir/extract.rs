//! The answers of a form as Observations, one an answer, for a record that keeps them so.

use serde_json::{Map, Value, json};
use supple_care::{Answer, Knowledge, QuestionId, question::Question};

use super::{YES_NO, coding, system, unknown};
use crate::{answers::Request, dates};

/// A transaction that would create them. "I don't know" has no value and a reason for its absence; what was not asked is not there.
#[must_use]
pub fn extract(knowledge: &Knowledge, request: &Request, subject: Option<&str>) -> Value {
    let all = knowledge.questions.iter().zip((0u16..).map(QuestionId));
    let entries: Vec<Value> = all
        .filter_map(|(question, id)| observation(knowledge, question, request, id, subject))
        .zip(1u32..)
        .map(|(resource, nth)| {
            let url = format!("urn:uuid:00000000-0000-4000-8000-{nth:012}");
            json!({ "fullUrl": url, "resource": resource, "request": { "method": "POST", "url": "Observation" } })
        })
        .collect();
    let mut bundle = json!({ "resourceType": "Bundle", "type": "transaction" });
    if let (false, Value::Object(fields)) = (entries.is_empty(), &mut bundle) {
        fields.insert("entry".to_owned(), Value::Array(entries));
    }
    bundle
}

fn observation(
    knowledge: &Knowledge,
    question: &Question,
    request: &Request,
    id: QuestionId,
    subject: Option<&str>,
) -> Option<Value> {
    let option = |at: usize| {
        question
            .options()
            .get(at)
            .map(|one| json!({ "coding": [coding(&system(&question.id), &one.id)], "text": one.say }))
    };
    let (name, value) = match request.sheet.get(id) {
        Answer::NotAsked => return None,
        Answer::Unknown => ("dataAbsentReason", json!({ "coding": [unknown()] })),
        Answer::Yes => ("valueCodeableConcept", json!({ "coding": [coding(YES_NO, "Y")] })),
        Answer::No => ("valueCodeableConcept", json!({ "coding": [coding(YES_NO, "N")] })),
        Answer::Number(number) => ("valueInteger", json!(number)),
        Answer::Choice(at) => ("valueCodeableConcept", option(usize::from(at))?),
        Answer::Choices(mask) => {
            let chosen = (0..question.options().len()).filter(|at| mask >> at & 1 == 1);
            ("component", parts(question, chosen.filter_map(option).collect())?)
        }
        Answer::Places(places) => {
            let named = places.iter().filter_map(|place| knowledge.place(place));
            let all = named.map(|place| json!({ "coding": [coding(&system(super::PLACES), &place.id)] }));
            ("component", parts(question, all.collect())?)
        }
    };
    let mut fields = Map::new();
    fields.insert("resourceType".to_owned(), json!("Observation"));
    fields.insert("status".to_owned(), json!("final"));
    fields.insert("code".to_owned(), code(question));
    fields.insert("effectiveDateTime".to_owned(), json!(dates::print(request.answered)));
    fields.insert(name.to_owned(), value);
    if let Some(subject) = subject {
        fields.insert("subject".to_owned(), json!({ "reference": subject }));
    }
    Some(Value::Object(fields))
}

fn code(question: &Question) -> Value {
    json!({ "coding": [coding(&system("questions"), &question.id)], "text": question.ask })
}

fn parts(question: &Question, values: Vec<Value>) -> Option<Value> {
    let all: Vec<Value> =
        values.into_iter().map(|value| json!({ "code": code(question), "valueCodeableConcept": value })).collect();
    (!all.is_empty()).then_some(Value::Array(all))
}
