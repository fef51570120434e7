//! The list of questions, for programs that ask them.

use serde_json::{Value, json};
use supple_care::{
    Knowledge,
    question::{Kind, Polarity, Purpose, Question},
};

/// Every question in its order.
pub(crate) fn all(knowledge: &Knowledge) -> Value {
    let questions: Vec<Value> = knowledge.questions.iter().map(|question| one(knowledge, question)).collect();
    json!({ "schema": 1, "knowledge": knowledge.version, "questions": questions })
}

fn one(knowledge: &Knowledge, question: &Question) -> Value {
    let (kind, allowed) = match &question.kind {
        Kind::YesNo => ("yes-no", json!({ "values": ["yes", "no", "unknown"] })),
        Kind::Choice(_) => ("choice", json!({ "options": options(question) })),
        Kind::Choices(_) => ("choices", json!({ "options": options(question) })),
        Kind::Number { min, max, unit } => ("number", json!({ "min": min, "max": max, "unit": unit })),
        Kind::Places => ("places", json!({ "places": places(knowledge) })),
        Kind::Text => ("text", json!({ "max_characters": supple_interop::answers::LONGEST_TEXT })),
    };
    json!({
        "id": question.id,
        "page": knowledge.pages.get(question.page).map(|page| page.id.as_str()),
        "kind": kind,
        "allowed": allowed,
        "purpose": match question.purpose {
            Purpose::Safety => "safety",
            Purpose::Baseline => "baseline",
            Purpose::Rescreen => "rescreen",
        },
        "polarity": match question.polarity {
            Polarity::Risk => "risk",
            Polarity::Relief => "relief",
            Polarity::Neutral => "neutral",
        },
        "valid_days": question.valid_days,
        "applies": question.applies_text,
        "ask": question.ask,
        "help": question.help,
        "find_out": question.find_out,
        "short": question.short,
    })
}

fn options(question: &Question) -> Vec<Value> {
    question.options().iter().map(|option| json!({ "id": option.id, "say": option.say })).collect()
}

fn places(knowledge: &Knowledge) -> Vec<&str> {
    knowledge.places.iter().map(|place| place.id.as_str()).collect()
}
