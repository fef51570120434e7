//! Everybody in examples/ to whom no clinician agreed anything, as the response that the exported form would give: one JSON
//! line each, with the name of the file.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a tool of the tests: it fails where something is wrong")]

use std::{fs, path::Path};

use serde_json::json;
use supple_care::Day;
use supple_interop::{answers, fhir};

/// A day on which all of them have answered.
const NOW: Day = Day(21_100);

fn main() {
    let knowledge = supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    for file in files {
        let request = answers::read_json(&knowledge, &fs::read(&file).unwrap(), NOW).unwrap();
        // A form holds neither agreements nor free texts that were read elsewhere.
        if request.sheet.clearances.is_empty() && request.texts.is_empty() {
            let name = file.file_name().unwrap().to_str().unwrap();
            println!("{}", json!({ "file": name, "response": fhir::response(&knowledge, &request.sheet) }));
        }
    }
}
