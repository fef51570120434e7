//! Everything in a payload, line by line: nothing is left out because nobody knows what it means.

use serde_json::Value;
use supple_care::Knowledge;

use super::readable::Line;
use crate::voice::Voice;

/// The lines of a payload.
pub(super) fn plain(knowledge: &Knowledge, v: &Voice, payload: &Value, lines: &mut Vec<Line>) {
    plain_at(knowledge, v, "", payload, lines);
}

/// The lines of a part of a payload, behind the name of the part.
pub(super) fn plain_at(knowledge: &Knowledge, v: &Voice, name: &str, value: &Value, lines: &mut Vec<Line>) {
    let label = if name.is_empty() { String::new() } else { label(knowledge, v, "", name) };
    Lines { knowledge, v, lines }.walk(&label, name, value);
}

struct Lines<'a> {
    knowledge: &'a Knowledge,
    v: &'a Voice,
    lines: &'a mut Vec<Line>,
}

impl Lines<'_> {
    fn walk(&mut self, path: &str, name: &str, value: &Value) {
        let below = |label: &str| if path.is_empty() { label.to_owned() } else { format!("{path} · {label}") };
        match value {
            Value::Object(fields) => {
                for (field, value) in fields {
                    self.walk(&below(&label(self.knowledge, self.v, name, field)), field, value);
                }
            }
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                items.iter().zip(1..).for_each(|(item, nth)| self.walk(&below(&nth.to_string()), name, item));
            }
            Value::Array(items) if items.is_empty() => {
                self.lines.push(Line { label: path.to_owned(), value: self.v.t("readable-nothing") });
            }
            Value::Array(items) => {
                let all: Vec<String> = items.iter().map(|item| self.scalar(name, item)).collect();
                self.lines.push(Line { label: path.to_owned(), value: all.join(", ") });
            }
            other => self.lines.push(Line { label: path.to_owned(), value: self.scalar(name, other) }),
        }
    }

    fn scalar(&self, name: &str, value: &Value) -> String {
        let v = self.v;
        match value {
            Value::String(text) => self.said(name, text).unwrap_or_else(|| text.clone()),
            Value::Null => v.t("readable-nothing"),
            Value::Bool(true) => v.t("answer-yes"),
            Value::Bool(false) => v.t("answer-no"),
            other => other.to_string(),
        }
    }

    /// The words for an id, by the field in which it stands; nothing for free text and for what nobody knows here.
    fn said(&self, name: &str, id: &str) -> Option<String> {
        let (knowledge, v) = (self.knowledge, self.v);
        let tracking = &knowledge.measures.tracking;
        let term =
            |terms: &[supple_care::knowledge::Term]| terms.iter().find(|term| term.id == id).map(|term| v.k(&term.say));
        match name {
            "instrument" => knowledge.measures.instrument(id).map(|known| v.k(&known.title)),
            "what" => {
                let reaction = tracking.reactions.iter().find(|known| known.id == id).map(|known| &known.say);
                let beside = tracking.events.iter().find(|known| known.id == id).map(|known| &known.say);
                reaction.or(beside).map(|say| v.k(say))
            }
            "lasted" => tracking.lasted.iter().find(|known| known.id == id).map(|known| v.k(&known.say)),
            "course" => knowledge.courses.courses.iter().find(|known| known.id == id).map(|known| v.k(&known.title)),
            "giver" => knowledge.terms.givers.iter().find(|known| known.id == id).map(|known| v.k(&known.say)),
            "position" => term(&knowledge.terms.positions),
            "devices" => term(&knowledge.terms.devices),
            "sites" => knowledge.techniques.sites.iter().find(|site| site.id == id).map(|site| v.k(&site.title)),
            "place" | "chosen" => knowledge.places.iter().find(|place| place.id == id).map(|place| v.place(place)),
            _ => {
                // "no" in any other field is an answer.
                let key = format!("answer-{id}");
                matches!(id, "yes" | "no" | "unknown").then(|| v.t(&key))
            }
        }
    }
}

/// The words for the name of a field of the part `of`: a question around a session, an item of a measure, or one of the few
/// names that events use.
fn label(knowledge: &Knowledge, v: &Voice, of: &str, name: &str) -> String {
    let asked = match of {
        "said" => knowledge.session.asks.iter().find(|ask| ask.id == name).map(|ask| &ask.say),
        "answers" | "names" => {
            let mut items = knowledge.measures.instruments.iter().flat_map(|known| &known.items);
            items.find(|item| item.id == name).map(|item| &item.ask)
        }
        _ => None,
    };
    match asked {
        Some(say) => v.k(say),
        None => v.known(&format!("field-{name}")).unwrap_or_else(|| name.to_owned()),
    }
}
