//! Small pieces that many resources have.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use supple_practice::Moment;
use supple_store::UtcMs;
use uuid::Uuid;

use crate::account::secret;

/// Digits of a version.
const VERSION: usize = 16;

/// The name of a system of codes of our own.
pub(super) fn system(of: &str) -> String {
    format!("urn:supple:fhir:CodeSystem:{of}")
}

/// A reference to one of our resources.
pub(super) fn to(kind: &str, id: impl std::fmt::Display) -> Value {
    json!({ "reference": format!("{kind}/{id}") })
}

/// The same with the name of what it is to.
pub(super) fn to_named(kind: &str, id: impl std::fmt::Display, name: &str) -> Value {
    json!({ "reference": format!("{kind}/{id}"), "display": name })
}

/// A concept with a code of our own.
pub(super) fn concept(of: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system(of), "code": code, "display": text }], "text": text })
}

/// A concept of a system that others keep.
pub(super) fn coded(system: &str, code: &str, text: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": text }], "text": text })
}

/// A moment as FHIR writes it, in UTC.
pub(super) fn instant(at: UtcMs) -> String {
    Timestamp::from_millisecond(at.0).unwrap_or_default().to_string()
}

/// The same of a step of the practice's clock.
pub(super) fn moment(at: Moment) -> String {
    instant(UtcMs(at.as_ms()))
}

/// The beginning of ids of what is somebody's: so it is found again.
pub(super) fn own(person: Uuid, rest: impl std::fmt::Display) -> String {
    format!("{}.{rest}", person.simple())
}

/// Whose something is, by its id.
pub(super) fn owner(id: &str) -> Option<Uuid> {
    Uuid::try_parse(id.split_once('.')?.0).ok()
}

/// A resource: its fields, with the version that its content has, and when it changed last where that is known.
pub(super) fn resource(kind: &str, id: &str, changed: Option<UtcMs>, fields: Value) -> Value {
    let Value::Object(fields) = fields else { return Value::Null };
    // What is not there is not written: FHIR knows no null.
    let fields: Map<String, Value> = fields.into_iter().filter(|(_, value)| !is_empty(value)).collect();
    let version: String = secret::mark(&json!([kind, id, fields]).to_string()).chars().take(VERSION).collect();
    let mut meta = json!({ "versionId": version });
    if let (Some(changed), Value::Object(meta)) = (changed, &mut meta) {
        meta.insert("lastUpdated".to_owned(), json!(instant(changed)));
    }
    let head = [("resourceType", json!(kind)), ("id", json!(id)), ("meta", meta)];
    let head = head.into_iter().map(|(name, value)| (name.to_owned(), value));
    Value::Object(head.chain(fields).collect())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
