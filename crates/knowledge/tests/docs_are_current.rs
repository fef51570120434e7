//! The generated pages in docs/ are those that knowledge/ gives now.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use supple_knowledge::docs;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn renew(what: &str) -> String {
    format!("{what}; renew the pages with `{}`", docs::COMMAND)
}

#[test]
fn every_rule_and_limit_has_its_page_and_no_page_is_stale() {
    let knowledge = supple_knowledge::load(&root().join("knowledge")).unwrap();
    let wanted: BTreeMap<String, String> = docs::pages(&knowledge).into_iter().collect();
    let folder = root().join(docs::RULES);
    let found: BTreeMap<String, String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    for (name, text) in &wanted {
        assert_eq!(found.get(name), Some(text), "{}", renew(&format!("`{name}` is missing or stale")));
    }
    for name in found.keys() {
        assert!(wanted.contains_key(name), "{}", renew(&format!("`{name}` is of no rule")));
    }
}

#[test]
fn the_pages_are_the_same_every_time() {
    let knowledge = supple_knowledge::embedded().unwrap();
    assert_eq!(docs::pages(&knowledge), docs::pages(&knowledge.clone()));
}

#[test]
fn the_traceability_table_is_current_and_leads_somewhere() {
    let knowledge = supple_knowledge::load(&root().join("knowledge")).unwrap();
    let wanted = docs::traceability(&knowledge, &root()).unwrap_or_else(|wrong| panic!("{}", wrong.join("\n")));
    let found = fs::read_to_string(root().join(docs::traceability::PAGE)).unwrap();
    assert!(found == wanted, "{}", renew("docs/TRACEABILITY.md is stale"));
}

#[test]
fn the_traceability_table_has_no_hole() {
    let data = fs::read_to_string(root().join(docs::traceability::DATA)).unwrap();
    let table = docs::traceability::parse(&data).unwrap();
    let rows: BTreeSet<&str> = table.row.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(rows.len(), table.row.len(), "a row stands twice");
    for row in paper() {
        assert!(rows.contains(row.as_str()), "row `{row}` of the paper is missing");
    }
    let named: BTreeSet<&str> = table
        .row
        .iter()
        .flat_map(|row| &row.points)
        .flat_map(|point| &point.at)
        .map(|target| target.split_once(" @ ").map_or(target.as_str(), |(name, _)| name))
        .collect();
    for folder in ["rules", "limits"] {
        for entry in fs::read_dir(root().join("knowledge").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let id = path.file_stem().unwrap().to_str().unwrap();
            assert!(named.contains(id), "no row of the table names `{id}`");
        }
    }
    let knowledge = supple_knowledge::embedded().unwrap();
    for question in &knowledge.questions {
        let safety = question.purpose == supple_care::question::Purpose::Safety;
        let traced = named.contains(format!("?{}", question.id).as_str());
        assert!(traced || !safety, "no row names `?{}`", question.id);
    }
}

#[test]
fn every_test_named_in_the_docs_is_there() {
    let mut code = String::new();
    for room in ["crates", "xtask", "e2e"] {
        gather(&root().join(room), &mut code);
    }
    for page in ["docs/HAZARDS.md", "docs/ARCHITECTURE.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let names = text.split('`').skip(1).step_by(2).filter(|name| {
            let letters =
                name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
            letters && name.matches('_').count() >= 2
        });
        for name in names {
            assert!(code.contains(name), "{page} names `{name}`, which no file of the code holds");
        }
    }
}

/// The text of all code below a folder.
fn gather(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let code_file =
            ["rs", "py", "js", "mjs", "ts"].iter().any(|ending| path.extension().is_some_and(|e| e == *ending));
        if path.is_dir() && !path.ends_with("node_modules") {
            gather(&path, code);
        } else if code_file {
            code.push_str(&fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

/// The rows that the paper has.
fn paper() -> Vec<String> {
    let flags = [
        "CES", "FX", "CA", "INF", "CORD", "AORTA", "CARD", "LUNG", "KIDNEY", "PANC", "GYN", "CAD", "MEN", "GCA", "SPA",
        "RAD", "JOINT", "PSY",
    ];
    let sites = [
        "SPINE",
        "NECK-FRONT",
        "NECK-SIDE",
        "SUBOCCIPITAL",
        "NECK-BACK",
        "KIDNEY",
        "LOW-RIBS",
        "BLADE",
        "ARMPIT",
        "SHOULDER-FRONT",
        "PRIVATE",
        "NOTCH",
        "SACRUM",
        "KNEE-BACK",
        "CALF",
        "ABDOMEN",
    ];
    let stops = [
        "every 5 min",
        "discomfort",
        "pain",
        "nerve",
        "faint",
        "brain",
        "chest",
        "headache",
        "silence",
        "soften",
        "skin",
        "stop",
        "length",
    ];
    let after = ["soreness", "tired", "skin", "nerve", "urine", "neck", "fever", "check-ins"];
    let rest = ["0", "0.1", "0.3", "1", "2", "2 harm", "3 invariants", "5.1", "5.2", "5.3", "5.4"];
    flags
        .iter()
        .map(|id| format!("RF-{id}"))
        .chain((1..=48).map(|number| format!("CI-{number:02}")))
        .chain((1..=4).map(|number| format!("DV-{number}")))
        .chain((1..=3).map(|number| format!("DEV-{number}")))
        .chain((1..=8).map(|number| format!("0.2.{number}")))
        .chain(sites.iter().map(|id| format!("ES-{id}")))
        .chain(stops.iter().map(|id| format!("STOP {id}")))
        .chain(after.iter().map(|id| format!("AFTER {id}")))
        .chain((1..=9).map(|number| format!("ESC-{number}")))
        .chain(rest.iter().map(|id| (*id).to_owned()))
        .collect()
}
