//! A QuestionnaireResponse as answers.
//!
//! It is turned into an input of Supple's own and read as one, so that each rule of reading stands once. What this form does
//! not know is a problem, never passed over: an item of another form, a modifier extension, a value of another kind.

use serde_json::{Map, Value};
use supple_care::{
    Day, Knowledge,
    question::{Kind, Question},
};

use super::{ABSENT, ABSENT_EXTENSION, PLACES, UNKNOWN, UNKNOWN_ITEM, YES_NO, link, system};
use crate::{
    Problem,
    answers::{self, DEEPEST, Request, depth, unknown_question},
    codes,
};

/// What "I don't know" is in an input of Supple's own.
const DO_NOT_KNOW: &str = "unknown";

/// Reads a response.
///
/// # Errors
/// Every problem in it.
pub fn read(knowledge: &Knowledge, bytes: &[u8], today: Day) -> Result<Request, Vec<Problem>> {
    read_value(knowledge, &answers::json(bytes)?, today)
}

/// Reads a response that was parsed before.
///
/// # Errors
/// Every problem in it.
pub fn read_value(knowledge: &Knowledge, value: &Value, today: Day) -> Result<Request, Vec<Problem>> {
    if depth(value) > DEEPEST + 8 {
        return Err(vec![Problem::plain("", codes::DEPTH)]);
    }
    let is = |name: &str, word: &str| value.get(name).and_then(Value::as_str) == Some(word);
    if !is("resourceType", "QuestionnaireResponse") || is("status", "entered-in-error") {
        return Err(vec![Problem::plain("", codes::RESPONSE)]);
    }
    let mut reader =
        Reader { knowledge, document: Map::new(), answers: Map::new(), marks: Vec::new(), problems: Vec::new() };
    reader.refuse_modifiers(value, "");
    // A moment is a day with a time.
    if let Some(day) = value.get("authored").and_then(Value::as_str).and_then(|moment| moment.get(..10)) {
        reader.document.insert("today".to_owned(), Value::from(day));
    }
    reader.items(value, "");
    let Reader { mut document, answers, marks, mut problems, .. } = reader;
    // Marks on a map of which nobody said that it is complete: it has not been asked, which is read as everywhere.
    if document.contains_key("pain") && !document.get("pain").is_some_and(Value::is_string) {
        document.insert("pain".to_owned(), Value::Array(marks));
    }
    document.insert("answers".to_owned(), Value::Object(answers));
    match answers::read_value(knowledge, &Value::Object(document), today) {
        Ok(request) if problems.is_empty() => Ok(request),
        Ok(_) => Err(problems),
        Err(more) => {
            problems.extend(more);
            Err(problems)
        }
    }
}

struct Reader<'k> {
    knowledge: &'k Knowledge,
    document: Map<String, Value>,
    answers: Map<String, Value>,
    marks: Vec<Value>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// A modifier may turn what is said into its opposite.
    fn refuse_modifiers(&mut self, value: &Value, id: &str) {
        if value.get("modifierExtension").is_some() || value.get("implicitRules").is_some() {
            self.problems.push(Problem::plain(id, codes::MODIFIER));
        }
    }

    fn items(&mut self, of: &Value, within: &str) {
        let Some(list) = of.get("item") else { return };
        let Some(list) = list.as_array() else {
            self.problems.push(Problem::plain(format!("{within}.item"), codes::LIST));
            return;
        };
        for item in list {
            let id = item.get("linkId").and_then(Value::as_str).unwrap_or_default();
            self.refuse_modifiers(item, id);
            if id == link::MARK {
                let mark = self.mark(item);
                self.marks.push(Value::Object(mark));
            } else {
                self.item(id, item);
                self.items(item, id);
            }
        }
    }

    fn item(&mut self, id: &str, item: &Value) {
        let is_group = id == link::MAP || id == link::ABOUT || id.starts_with("page.");
        let given = given(item);
        match id {
            _ if given.is_empty() && (is_group || self.is_known(id)) => {}
            link::COMPLETE => {
                let complete = match word(&given, YES_NO) {
                    Some("Y") => Value::Array(Vec::new()),
                    Some(DO_NOT_KNOW) => Value::from(DO_NOT_KNOW),
                    _ => return self.problems.push(Problem::plain(id, codes::YES_NO)),
                };
                self.put(id, "pain", complete);
            }
            link::PROXY => self.put(id, "proxy", value_of(&given, "valueBoolean")),
            link::CONFIRMED => self.put(id, "person_confirms", value_of(&given, "valueBoolean")),
            link::LATER => self.put(id, "rescreen", value_of(&given, "valueBoolean")),
            link::COUNTRY => self.put(id, "country", value_of(&given, "valueString")),
            _ => self.answer(id, &given),
        }
    }

    /// Whether an item without an answer may stand here.
    fn is_known(&self, id: &str) -> bool {
        let own = [link::COMPLETE, link::PROXY, link::CONFIRMED, link::LATER, link::COUNTRY];
        let question = id.strip_suffix(UNKNOWN_ITEM).or_else(|| id.strip_suffix(".help")).unwrap_or(id);
        own.contains(&id) || self.knowledge.question_id(question).is_some()
    }

    fn put(&mut self, id: &str, name: &str, value: Value) {
        if self.document.insert(name.to_owned(), value).is_some() {
            self.problems.push(Problem::new(id, codes::TWICE, vec![("name", id.to_owned())]));
        }
    }

    fn answer(&mut self, id: &str, given: &[&Value]) {
        let (name, beside) = match id.strip_suffix(UNKNOWN_ITEM) {
            Some(name) => (name, true),
            None => (id, false),
        };
        let known = self.knowledge.question_id(name).and_then(|known| self.knowledge.question(known));
        let Some(question) = known else {
            return self.problems.push(unknown_question(self.knowledge, name));
        };
        let value = if beside { beside_a_number(question, given) } else { value(question, given) };
        if self.answers.insert(name.to_owned(), value).is_some() {
            self.problems.push(Problem::new(id, codes::TWICE, vec![("name", id.to_owned())]));
        }
    }

    /// A mark as an entry of `pain`.
    fn mark(&mut self, of: &Value) -> Map<String, Value> {
        let mut mark = Map::new();
        for item in of.get("item").and_then(Value::as_array).into_iter().flatten() {
            let id = item.get("linkId").and_then(Value::as_str).unwrap_or_default();
            self.refuse_modifiers(item, id);
            let given = given(item);
            let place = || Value::from(word(&given, &system(PLACES)));
            let beside = format!("{}{UNKNOWN_ITEM}", link::INTENSITY);
            let (name, value) = match id {
                _ if given.is_empty() => continue,
                link::PLACE => ("site", place()),
                link::INTENSITY => ("intensity", number(&given)),
                _ if id == beside => ("intensity", Value::from(word(&given, ""))),
                link::NUMB => match value_of(&given, "valueBoolean") {
                    Value::Bool(false) => continue,
                    Value::Bool(true) => ("quality", Value::from(vec!["numb"])),
                    other => ("quality", other),
                },
                link::SPREADS => ("spreads", words(&given, &system(PLACES))),
                link::SINCE => ("since", value_of(&given, "valueDate")),
                _ => {
                    self.problems.push(unknown_question(self.knowledge, id));
                    continue;
                }
            };
            if mark.insert(name.to_owned(), value).is_some() {
                self.problems.push(Problem::new(id, codes::TWICE, vec![("name", id.to_owned())]));
            }
        }
        mark
    }
}

/// The answers of an item.
fn given(item: &Value) -> Vec<&Value> {
    item.get("answer").and_then(Value::as_array).into_iter().flatten().collect()
}

/// What the single answer is; null, which nothing takes, where there is not one of this kind.
fn value_of(given: &[&Value], kind: &str) -> Value {
    match given {
        [one] => one.get(kind).cloned().unwrap_or_default(),
        _ => Value::Null,
    }
}

/// The code of one answer: of this system, or "I don't know".
fn code<'v>(answer: &'v Value, system: &str) -> Option<&'v str> {
    let coding = answer.get("valueCoding")?;
    let field = |name: &str| coding.get(name).and_then(Value::as_str);
    match (field("system"), field("code")) {
        (Some(ABSENT), Some(UNKNOWN)) => Some(DO_NOT_KNOW),
        (Some(of), Some(code)) if of == system => Some(code),
        _ => None,
    }
}

/// The code of the single answer.
fn word<'v>(given: &[&'v Value], system: &str) -> Option<&'v str> {
    match given {
        [one] => code(one, system),
        _ => None,
    }
}

/// The codes of several answers; "I don't know" stands alone.
fn words(given: &[&Value], system: &str) -> Value {
    match word(given, system) {
        Some(DO_NOT_KNOW) => Value::from(DO_NOT_KNOW),
        _ => given.iter().map(|answer| Value::from(code(answer, system))).collect(),
    }
}

/// A number; "I don't know" where its value is said to be absent because it was asked and is unknown.
fn number(given: &[&Value]) -> Value {
    let absent = match given {
        [one] => one.pointer("/_valueInteger/extension").and_then(Value::as_array),
        _ => None,
    };
    let says = |extension: &Value| {
        extension.get("url").and_then(Value::as_str) == Some(ABSENT_EXTENSION)
            && extension.get("valueCode").and_then(Value::as_str) == Some(UNKNOWN)
    };
    match absent {
        Some(list) if list.iter().any(says) => Value::from(DO_NOT_KNOW),
        _ => value_of(given, "valueInteger"),
    }
}

/// "I don't know" to a number.
fn beside_a_number(question: &Question, given: &[&Value]) -> Value {
    match (&question.kind, word(given, "")) {
        (Kind::Number { .. }, Some(word)) => Value::from(word),
        _ => Value::Null,
    }
}

/// An answer as an input of Supple's own has it; null, which no question takes, where it cannot be read.
fn value(question: &Question, given: &[&Value]) -> Value {
    match &question.kind {
        Kind::YesNo => match (word(given, YES_NO), value_of(given, "valueBoolean")) {
            (Some("Y"), _) | (None, Value::Bool(true)) => Value::from("yes"),
            (Some("N"), _) | (None, Value::Bool(false)) => Value::from("no"),
            (Some(DO_NOT_KNOW), _) => Value::from(DO_NOT_KNOW),
            _ => Value::Null,
        },
        Kind::Choice(_) => Value::from(word(given, &system(&question.id))),
        Kind::Choices(_) => words(given, &system(&question.id)),
        Kind::Places => words(given, &system(PLACES)),
        Kind::Number { .. } => number(given),
        Kind::Text => value_of(given, "valueString"),
    }
}
