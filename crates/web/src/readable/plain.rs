//! Everything in a payload, line by line: nothing is left out because nobody knows what it means.

use serde_json::Value;
use uuid::Uuid;

use super::{Line, named::Named};

/// The lines of a payload.
pub(super) fn plain(named: Named<'_>, payload: &Value, lines: &mut Vec<Line>) {
    plain_at(named, "", payload, lines);
}

/// The lines of a part of a payload, behind the name of the part.
pub(super) fn plain_at(named: Named<'_>, name: &str, value: &Value, lines: &mut Vec<Line>) {
    let label = if name.is_empty() { String::new() } else { named.label("", name) };
    Lines { named, lines }.walk(&label, ("", name), value);
}

struct Lines<'a> {
    named: Named<'a>,
    lines: &'a mut Vec<Line>,
}

impl Lines<'_> {
    /// `of` is the name of the part, and the name of the field in it.
    fn walk(&mut self, path: &str, (of, name): (&str, &str), value: &Value) {
        let below = |label: &str| if path.is_empty() { label.to_owned() } else { format!("{path} · {label}") };
        match value {
            Value::Object(fields) => {
                for (field, value) in fields.iter().filter(|(field, value)| !is_number_of_session(field, value)) {
                    self.walk(&below(&self.named.label(name, field)), (name, field), value);
                }
            }
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                items.iter().zip(1..).for_each(|(item, nth)| self.walk(&below(&nth.to_string()), (of, name), item));
            }
            Value::Array(items) if items.is_empty() => {
                self.lines.push(Line { label: path.to_owned(), value: self.named.v.t("readable-nothing") });
            }
            Value::Array(items) => {
                let all: Vec<String> = items.iter().map(|item| self.scalar(of, name, item)).collect();
                self.lines.push(Line { label: path.to_owned(), value: self.named.v.parts(&all) });
            }
            other => self.lines.push(Line { label: path.to_owned(), value: self.scalar(of, name, other) }),
        }
    }

    fn scalar(&self, of: &str, name: &str, value: &Value) -> String {
        let v = self.named.v;
        match value {
            Value::String(_) if name == "person" => v.t("readable-somebody"),
            Value::String(text) => self.named.said(of, name, text).unwrap_or_else(|| text.clone()),
            Value::Null => v.t("readable-not-said"),
            Value::Bool(true) => v.t("answer-yes"),
            Value::Bool(false) => v.t("answer-no"),
            Value::Number(number) => {
                let known = number.as_i64().and_then(|whole| self.named.number(of, name, whole));
                known.unwrap_or_else(|| number.to_string())
            }
            other => other.to_string(),
        }
    }
}

/// Whether it is only the number by which a session is told from others, or how often it was told: it says nothing to anybody.
fn is_number_of_session(field: &str, value: &Value) -> bool {
    (field == "telling" && value.is_number())
        || field == "session" && value.as_str().is_some_and(|id| Uuid::try_parse(id).is_ok())
}
