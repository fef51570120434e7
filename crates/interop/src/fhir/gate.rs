//! When a question is shown in a form: as in the interview, once its gate is answered with yes or "I don't know".

use serde_json::{Value, json};
use supple_care::{
    Knowledge, QuestionId,
    expr::Atom,
    question::{Kind, Question},
};

use super::{UNKNOWN_ITEM, YES_NO, coding, link, system, unknown};

/// `enableWhen` and how its parts are joined. Nothing for a question without a gate, and for a gate that `enableWhen` cannot
/// say (one that reads the body map, or an `or` of `and`s): such a question is always shown, and its answer is masked by the
/// gate when it is read.
pub(super) fn enable(knowledge: &Knowledge, id: QuestionId) -> Option<(&'static str, Vec<Value>)> {
    let condition = knowledge.program.gate(id)?;
    let atoms =
        |term: &[u16]| -> Option<Vec<Atom>> { term.iter().map(|bit| knowledge.program.atom_of(*bit)).collect() };
    let terms: Vec<Vec<Atom>> = condition.iter().map(|term| atoms(term)).collect::<Option<_>>()?;
    if let Some(single) = terms.iter().map(|term| single(term)).collect::<Option<Vec<_>>>() {
        let parts: Vec<Vec<Value>> = single.into_iter().map(|atom| any(knowledge, atom)).collect::<Option<_>>()?;
        return Some(("any", parts.concat()));
    }
    let [term] = terms.as_slice() else { return None };
    let parts: Vec<Vec<Value>> = term.iter().map(|atom| all(knowledge, *atom)).collect::<Option<_>>()?;
    Some(("all", parts.concat()))
}

fn single(term: &[Atom]) -> Option<Atom> {
    match term {
        [atom] => Some(*atom),
        _ => None,
    }
}

fn when(question: &Question, operator: &str, answer: &Value) -> Value {
    json!({ "question": question.id, "operator": operator, "answerCoding": answer })
}

/// The answers of which any is enough.
fn any(knowledge: &Knowledge, atom: Atom) -> Option<Vec<Value>> {
    let question = knowledge.question(atom.question()?)?;
    let number = |operator: &str, limit: i32| {
        let beside = format!("{}{UNKNOWN_ITEM}", question.id);
        vec![
            json!({ "question": question.id, "operator": operator, "answerInteger": limit }),
            json!({ "question": beside, "operator": "=", "answerCoding": unknown() }),
        ]
    };
    let mut parts = match atom {
        Atom::Yes(_) => vec![when(question, "=", &coding(YES_NO, "Y"))],
        Atom::NotYes(_) => vec![when(question, "=", &coding(YES_NO, "N"))],
        Atom::OneOf(_, mask) => options(question, mask).map(|code| when(question, "=", &code)).collect(),
        Atom::AtLeast(_, least) => return Some(number(">=", least)),
        Atom::Below(_, limit) => return Some(number("<", limit)),
        Atom::NamedAt(..)
        | Atom::SaidNo(_)
        | Atom::PainAt(_)
        | Atom::NumbAt(_)
        | Atom::SpreadsTo(_)
        | Atom::PainMax(_) => return None,
    };
    parts.push(when(question, "=", &unknown()));
    if question.private {
        // Somebody else's no about what only the person feels is "I don't know".
        parts.push(json!({ "question": link::PROXY, "operator": "=", "answerBoolean": true }));
    }
    Some(parts)
}

/// Conditions that all hold with the right answers and "I don't know". A no about what only the person feels shows what
/// follows too, because somebody else's no is none.
fn all(knowledge: &Knowledge, atom: Atom) -> Option<Vec<Value>> {
    let question = knowledge.question(atom.question()?)?;
    let mut parts = vec![json!({ "question": question.id, "operator": "exists", "answerBoolean": true })];
    match atom {
        Atom::Yes(_) if question.private => {}
        Atom::Yes(_) => parts.push(when(question, "!=", &coding(YES_NO, "N"))),
        Atom::NotYes(_) => parts.push(when(question, "!=", &coding(YES_NO, "Y"))),
        Atom::OneOf(_, mask) => parts.extend(options(question, !mask).map(|code| when(question, "!=", &code))),
        Atom::AtLeast(..)
        | Atom::Below(..)
        | Atom::NamedAt(..)
        | Atom::SaidNo(_)
        | Atom::PainAt(_)
        | Atom::NumbAt(_)
        | Atom::SpreadsTo(_)
        | Atom::PainMax(_) => return None,
    }
    Some(parts)
}

/// The codes of the options in a mask.
fn options(question: &Question, mask: u32) -> impl Iterator<Item = Value> {
    let options = match &question.kind {
        Kind::Choice(options) => options.as_slice(),
        Kind::YesNo | Kind::Choices(_) | Kind::Number { .. } | Kind::Places | Kind::Text => &[],
    };
    let system = system(&question.id);
    (0u32..)
        .zip(options)
        .filter(move |(bit, _)| mask.checked_shr(*bit).unwrap_or(0) & 1 == 1)
        .map(move |(_, option)| coding(&system, &option.id))
}
