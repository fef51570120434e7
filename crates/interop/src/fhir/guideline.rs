//! The rules as a PlanDefinition, their logic as a Library, what they come to as ActivityDefinitions.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use supple_care::{
    Disposition, Knowledge,
    rule::{Effect, Rule},
};

use super::{Say, address, questionnaire};

/// Everything that is published, as one collection. `cql` is the logic.
#[must_use]
pub fn bundle(knowledge: &Knowledge, cql: &str, say: Say<'_>) -> Value {
    let label = say.label;
    let mut resources = vec![questionnaire(knowledge, say), library(knowledge, cql, label), plan(knowledge, label)];
    resources.extend(Disposition::ALL.into_iter().map(|one| activity(knowledge, one, &(say.disposition)(one))));
    let entries: Vec<Value> = resources
        .into_iter()
        .map(|resource| json!({ "fullUrl": resource.get("url").cloned(), "resource": resource }))
        .collect();
    json!({ "resourceType": "Bundle", "id": "supple", "type": "collection", "entry": entries })
}

fn library(knowledge: &Knowledge, cql: &str, say: &dyn Fn(&str) -> String) -> Value {
    json!({
        "resourceType": "Library",
        "id": "screening",
        "url": address("Library", "screening"),
        "version": knowledge.version,
        "name": "SuppleScreening",
        "title": say("title"),
        "status": "draft",
        "experimental": true,
        "type": { "coding": [super::coding("http://terminology.hl7.org/CodeSystem/library-type", "logic-library")] },
        "content": [{ "contentType": "text/cql", "data": STANDARD.encode(cql) }],
    })
}

fn plan(knowledge: &Knowledge, say: &dyn Fn(&str) -> String) -> Value {
    let rules: Vec<Value> = knowledge.rules.iter().map(|rule| action(knowledge, rule)).collect();
    json!({
        "resourceType": "PlanDefinition",
        "id": "screening",
        "url": address("PlanDefinition", "screening"),
        "version": knowledge.version,
        "name": "SuppleScreening",
        "title": say("title"),
        "type": { "coding": [super::coding("http://terminology.hl7.org/CodeSystem/plan-definition-type", "eca-rule")] },
        "status": "draft",
        "experimental": true,
        "library": [address("Library", "screening")],
        "relatedArtifact": [{ "type": "depends-on", "resource": address("Questionnaire", "screening") }],
        "action": rules,
    })
}

/// A rule speaks where its condition is not surely false.
fn action(knowledge: &Knowledge, rule: &Rule) -> Value {
    let sources = rule.sources.iter().filter_map(|index| knowledge.sources.get(*index));
    let cited: Vec<Value> =
        sources.map(|source| json!({ "type": "citation", "display": source.title, "label": source.id })).collect();
    let mut action = json!({
        "id": rule.id,
        "prefix": rule.id,
        "title": rule.title,
        "description": rule.say,
        "textEquivalent": rule.why,
        "condition": [{ "kind": "applicability", "expression": {
            "language": "text/cql", "expression": format!("not (\"Rule {}\" is false)", rule.id),
            "reference": address("Library", "screening") } }],
    });
    if let Value::Object(fields) = &mut action {
        if !cited.is_empty() {
            fields.insert("documentation".to_owned(), Value::Array(cited));
        }
        // Advice and the crisis page are said by the action itself.
        if let Effect::Disposition(disposition) = rule.effect {
            let definition = address("ActivityDefinition", disposition.id());
            fields.insert("definitionCanonical".to_owned(), Value::from(definition));
        }
    }
    action
}

/// What a disposition asks for: a stub for others to fill with their own orders.
fn activity(knowledge: &Knowledge, disposition: Disposition, title: &str) -> Value {
    let id = disposition.id();
    let name: String = id.split('-').map(capital).collect();
    json!({
        "resourceType": "ActivityDefinition",
        "id": id,
        "url": address("ActivityDefinition", id),
        "version": knowledge.version,
        "name": format!("Supple{name}"),
        "title": title,
        "status": "draft",
        "experimental": true,
        "kind": "CommunicationRequest",
        "description": title,
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
