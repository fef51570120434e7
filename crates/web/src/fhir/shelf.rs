//! What is published: the form, the rules and their logic, written once when somebody asks first.

use axum::body::Bytes;
use serde_json::{Value, json};
use supple_interop::fhir::{self, Say};

use crate::{House, voice::Voice};

/// The resources that know no person.
#[derive(Debug)]
pub(crate) struct Shelf {
    pub(super) all: Vec<Published>,
    /// The version of each.
    pub(super) version: String,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Published {
    pub(super) value: Value,
    pub(super) bytes: Bytes,
}

impl Shelf {
    pub(super) fn of(house: &House, voice: &Voice) -> Self {
        let knowledge = &house.app.knowledge;
        let label = |key: &str| voice.t(&format!("fhir-{key}"));
        let place = |place: &supple_care::Place| voice.place(place);
        let disposition = |one| voice.disposition(one);
        let say = Say { label: &label, place: &place, disposition: &disposition };
        let bundle = fhir::bundle(knowledge, &supple_knowledge::export::cql(knowledge), say);
        let entries = bundle.get("entry").and_then(Value::as_array).into_iter().flatten();
        let all = entries.filter_map(|entry| entry.get("resource")).map(|resource| {
            let mut value = resource.clone();
            if let Value::Object(fields) = &mut value {
                let meta = fields.entry("meta").or_insert_with(|| json!({}));
                if let Value::Object(meta) = meta {
                    meta.insert("versionId".to_owned(), json!(knowledge.version));
                }
            }
            Published { bytes: Bytes::from(value.to_string()), value }
        });
        Self { all: all.collect(), version: knowledge.version.clone() }
    }
}

impl Published {
    pub(super) fn text(&self, name: &str) -> &str {
        self.value.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(super) fn is(&self, kind: &str, id: &str) -> bool {
        self.text("resourceType") == kind && self.text("id") == id
    }
}
