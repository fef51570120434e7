//! The resources of a record, out of whatever they came in.

use serde_json::Value;

/// Most resources that are looked at.
const MOST: usize = 5_000;

/// Resources, and whether there may be more.
#[derive(Clone, Debug, Default)]
pub struct Resources<'v> {
    /// Each with the address that its bundle gives it.
    pub all: Vec<(Option<&'v str>, &'v Value)>,
    /// Whether there is more than was sent, or some of it could not be had.
    pub partial: bool,
}

/// Gathers what lies in a resource: itself, or the entries of a bundle. An OperationOutcome says that something is missing.
pub fn gather<'v>(value: &'v Value, into: &mut Resources<'v>) {
    match text(value, "resourceType") {
        Some("Bundle") => {
            let links = value.get("link").and_then(Value::as_array).into_iter().flatten();
            into.partial |= links.into_iter().any(|link| text(link, "relation") == Some("next"));
            for entry in value.get("entry").and_then(Value::as_array).into_iter().flatten() {
                let Some(resource) = entry.get("resource") else { continue };
                match text(resource, "resourceType") {
                    Some("OperationOutcome" | "Bundle") | None => into.partial = true,
                    Some(_) if into.all.len() >= MOST => into.partial = true,
                    Some(_) => into.all.push((text(entry, "fullUrl"), resource)),
                }
            }
        }
        Some("OperationOutcome") | None => into.partial = true,
        Some(_) => into.all.push((None, value)),
    }
}

/// A text in a field.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

/// The codings of a concept: system and code.
pub(super) fn codings(concept: &Value) -> impl Iterator<Item = (&str, &str)> {
    let all = concept.get("coding").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|coding| Some((text(coding, "system")?, text(coding, "code")?)))
}

/// Whether a concept holds one of these codes, of whatever system.
pub(super) fn has_code(concept: Option<&Value>, codes: &[&str]) -> bool {
    let all = concept.and_then(|concept| concept.get("coding")).and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|coding| text(coding, "code")).any(|code| codes.contains(&code))
}

/// What a concept is called: its text, or the first name of a code.
pub(super) fn called(concept: &Value) -> Option<&str> {
    let codes = concept.get("coding").and_then(Value::as_array);
    let display = || codes.into_iter().flatten().find_map(|coding| text(coding, "display"));
    let code = || codes.into_iter().flatten().find_map(|coding| text(coding, "code"));
    text(concept, "text").or_else(display).or_else(code)
}

/// Everything that names a concept, in small letters.
pub(super) fn names(concept: &Value) -> String {
    let codes = concept.get("coding").and_then(Value::as_array).into_iter().flatten();
    let all = text(concept, "text").into_iter().chain(codes.filter_map(|coding| text(coding, "display")));
    all.collect::<Vec<_>>().join(" | ").to_lowercase()
}

/// Whom a resource is about, as it is written.
pub(crate) fn subject(resource: &Value) -> Option<&str> {
    ["subject", "patient"].into_iter().find_map(|name| text(resource.get(name)?, "reference"))
}

/// The id at the end of a reference, without its version.
pub(crate) fn id_of(reference: &str) -> &str {
    let bare = reference.split("/_history/").next().unwrap_or(reference);
    bare.rsplit(['/', ':']).next().unwrap_or(bare)
}

/// The address of a resource within its server.
pub(super) fn address(resource: &Value) -> String {
    let part = |name| text(resource, name).unwrap_or_default();
    format!("{}/{}", part("resourceType"), part("id"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_missing_shows() {
        let bundle = json!({ "resourceType": "Bundle", "link": [{ "relation": "next", "url": "x" }], "entry": [
            { "resource": { "resourceType": "Condition", "id": "1" } } ] });
        let mut found = Resources::default();
        gather(&bundle, &mut found);
        assert!(found.partial && found.all.len() == 1);
        for broken in [
            json!({ "resourceType": "OperationOutcome" }),
            json!(3),
            json!({ "resourceType": "Bundle",
            "entry": [{ "resource": { "resourceType": "OperationOutcome" } }] }),
        ] {
            let mut found = Resources::default();
            gather(&broken, &mut found);
            assert!(found.partial && found.all.is_empty(), "{broken}");
        }
        assert_eq!(id_of("https://ehr.example/fhir/Patient/7/_history/2"), "7");
        assert_eq!(id_of("urn:uuid:7"), "7");
    }
}
