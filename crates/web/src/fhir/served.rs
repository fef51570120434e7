//! Exactly what is served: the one table that the CapabilityStatement is written from and that requests are looked up in.

use serde_json::{Value, json};

/// A type of resource.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Whether it is read and searched for.
    pub(super) is_read: bool,
    pub(super) operations: &'static [Operation],
}

/// An operation; its parts stand in the standard's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Apply,
    Populate,
    Extract,
    Validate,
}

use Operation::{Apply, Extract, Populate, Validate};

/// Everything.
pub(super) const KINDS: [Kind; 5] = [
    Kind { name: "Questionnaire", is_read: true, operations: &[Populate] },
    Kind { name: "QuestionnaireResponse", is_read: false, operations: &[Extract, Validate] },
    Kind { name: "PlanDefinition", is_read: true, operations: &[Apply] },
    Kind { name: "ActivityDefinition", is_read: true, operations: &[] },
    Kind { name: "Library", is_read: true, operations: &[] },
];

/// How a parameter of a search is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Token,
    Uri,
    Text,
}

/// The parameters of a search, of every type that is searched for.
pub(super) const PARAMETERS: [(&str, &str, Sort); 6] = [
    ("_id", "id", Sort::Token),
    ("url", "url", Sort::Uri),
    ("version", "version", Sort::Token),
    ("status", "status", Sort::Token),
    ("name", "name", Sort::Text),
    ("title", "title", Sort::Text),
];

impl Operation {
    pub(super) const ALL: [Self; 4] = [Apply, Populate, Extract, Validate];

    /// The name behind the dollar sign.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Apply => "apply",
            Populate => "populate",
            Extract => "extract",
            Validate => "validate",
        }
    }

    const fn definition(self) -> &'static str {
        match self {
            Apply => "http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply",
            Populate => "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate",
            Extract => "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract",
            Validate => "http://hl7.org/fhir/OperationDefinition/Resource-validate",
        }
    }
}

/// The CapabilityStatement (R4).
pub(super) fn statement(base: &str, version: &str, today: &str, say: &dyn Fn(&str) -> String) -> Value {
    json!({
        "resourceType": "CapabilityStatement",
        "id": "supple",
        "url": "urn:supple:fhir:CapabilityStatement:supple",
        "version": version,
        "name": "Supple",
        "status": "active",
        "date": today,
        "kind": "instance",
        "software": { "name": "Supple", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": say("implementation"), "url": format!("{base}/fhir") },
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{
            "mode": "server",
            "documentation": say("server"),
            "security": { "cors": true, "description": say("security") },
            "resource": KINDS.iter().map(kind).collect::<Vec<_>>(),
        }],
    })
}

fn kind(kind: &Kind) -> Value {
    let mut one = json!({ "type": kind.name });
    let Value::Object(fields) = &mut one else { return one };
    if kind.is_read {
        let interactions = ["read", "vread", "search-type"].map(|code| json!({ "code": code }));
        let parameters: Vec<Value> = PARAMETERS
            .iter()
            .map(|(name, _, sort)| {
                let sort = match sort {
                    Sort::Token => "token",
                    Sort::Uri => "uri",
                    Sort::Text => "string",
                };
                json!({ "name": name, "type": sort })
            })
            .collect();
        fields.insert("interaction".to_owned(), json!(interactions));
        fields.insert("versioning".to_owned(), json!("versioned"));
        fields.insert("conditionalRead".to_owned(), json!("not-match"));
        fields.insert("searchParam".to_owned(), json!(parameters));
    }
    if !kind.operations.is_empty() {
        let all: Vec<Value> =
            kind.operations.iter().map(|one| json!({ "name": one.name(), "definition": one.definition() })).collect();
        fields.insert("operation".to_owned(), json!(all));
    }
    one
}
