//! Whose record it is: one person's, or it is refused.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::shown::{date, plain};
use crate::cds::{id_of, subject, text};

/// What a file says of whom it is about, for somebody to see that it is theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whose {
    /// The name, on one line; empty where there is none.
    pub name: String,
    /// The day of birth, as exact as it is given.
    pub born: Option<String>,
}

/// The resources of a file, each with the address that its bundle gives it.
type Resources = [(Option<String>, Value)];

/// The id of the one person whom everything is about; nothing where nobody is named.
///
/// # Errors
/// More than one person is spoken of.
pub(super) fn only(all: &Resources) -> Result<Option<String>, ()> {
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let mut addresses: BTreeMap<&str, &str> = BTreeMap::new();
    for (url, patient) in all.iter().filter(|(_, resource)| text(resource, "resourceType") == Some("Patient")) {
        let url = url.as_deref();
        if let Some(id) = text(patient, "id").or_else(|| url.map(id_of)) {
            ids.insert(id);
            addresses.extend(url.map(|url| (url, id)));
        }
    }
    let mut marks: BTreeSet<&str> = BTreeSet::new();
    for (_, resource) in all {
        if let Some(about) = subject(resource).filter(|about| is_person(about)) {
            ids.insert(addresses.get(about).copied().unwrap_or_else(|| id_of(about)));
        } else if let Some(mark) = resource.pointer("/subject/identifier/value").and_then(Value::as_str) {
            marks.insert(mark);
        }
    }
    if ids.len() > 1 || marks.len() > 1 {
        Err(())
    } else {
        Ok(ids.pop_first().filter(|id| !id.is_empty()).map(str::to_owned))
    }
}

/// Whether a reference names a person: not a group, a device or a place, and nothing inside its own resource.
fn is_person(reference: &str) -> bool {
    let other = ["Group/", "Device/", "Location/"].iter().any(|kind| reference.contains(kind));
    !other && !reference.starts_with('#') && !reference.is_empty()
}

/// Who it is, as far as the file says.
pub(super) fn whose(all: &Resources) -> Option<Whose> {
    let (_, patient) = all.iter().find(|(_, resource)| text(resource, "resourceType") == Some("Patient"))?;
    let names = patient.get("name").and_then(Value::as_array);
    let official = |name: &&Value| text(name, "use") == Some("official");
    let name = names.and_then(|names| names.iter().find(official).or_else(|| names.first()));
    let parts = |name: &Value| {
        let given = name.get("given").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        given.chain(text(name, "family")).collect::<Vec<_>>().join(" ")
    };
    let said = name.map(|name| text(name, "text").map_or_else(|| parts(name), str::to_owned));
    Some(Whose { name: plain(&said.unwrap_or_default()), born: text(patient, "birthDate").and_then(date) })
}
