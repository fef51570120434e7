//! What the people of examples/ must come to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The dimensions of a restriction. In an expectation an absent one is not looked at; in an assessment null means all.
const DIMENSIONS: [&str; 7] = ["places", "techniques", "applicators", "givers", "positions", "products", "devices"];

/// Somebody of examples/, and what is expected of them.
pub(crate) struct Example {
    pub(crate) file: String,
    pub(crate) expected: String,
    pub(crate) acceptable: Vec<String>,
    pub(crate) restrictions: Vec<toml::Table>,
}

fn texts(value: &toml::Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Everybody who is expected.
pub(crate) fn examples() -> Vec<Example> {
    let text = fs::read_to_string(root().join("examples/expected.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let one = |entry: &toml::Value| Example {
        file: entry["file"].as_str().unwrap().to_owned(),
        expected: entry["expected"].as_str().unwrap().to_owned(),
        acceptable: texts(&entry["acceptable"]),
        restrictions: match entry.get("restriction") {
            None => Vec::new(),
            Some(list) => list.as_array().unwrap().iter().map(|entry| entry.as_table().unwrap().clone()).collect(),
        },
    };
    table["example"].as_array().unwrap().iter().map(one).collect()
}

/// Whether a restriction forbids or caps what is expected, at least.
pub(crate) fn matches(restriction: &Value, expected: &toml::Table) -> bool {
    let as_strict = match (expected.get("ban"), expected.get("max_pressure")) {
        (Some(_), _) => restriction["ban"] == true,
        (_, Some(most)) => {
            let most = most.as_integer().unwrap();
            restriction["max_pressure"].as_i64().is_some_and(|pressure| pressure <= most)
        }
        (None, None) => panic!("an expected restriction bans or caps: {expected:?}"),
    };
    as_strict
        && DIMENSIONS.iter().all(|dimension| match (expected.get(*dimension), restriction[*dimension].as_array()) {
            (None, _) | (Some(_), None) => true,
            (Some(named), Some(there)) => texts(named).iter().all(|name| there.iter().any(|value| value == name)),
        })
}
