//! Listing the questions, looking after the knowledge, help.

use serde_json::Value;

use crate::run::{copy, root, supple};

#[test]
fn every_question_is_listed_with_everything_about_it() {
    let knowledge = supple_knowledge::embedded().unwrap();
    let listing = supple(&["questions", "--format", "json"], b"").json();
    let questions = listing["questions"].as_array().unwrap();
    assert_eq!(questions.len(), knowledge.questions.len());
    for (listed, question) in questions.iter().zip(&knowledge.questions) {
        assert_eq!(listed["id"], question.id.as_str());
        for field in ["page", "purpose", "kind", "polarity", "ask", "short"] {
            assert!(listed[field].as_str().is_some_and(|text| !text.is_empty()), "{} {field}", question.id);
        }
        assert_eq!(listed["valid_days"], question.valid_days, "{}", question.id);
        assert_eq!(listed["applies"].is_string(), question.applies.is_some(), "{}", question.id);
        assert!(!listed["allowed"].as_object().unwrap().is_empty(), "{}", question.id);
    }
    assert_eq!(listing["places"].as_array().unwrap().len(), knowledge.places.len());
    assert_eq!(listing["groups"].as_array().unwrap().len(), knowledge.groups.len());
}

#[test]
fn what_the_listing_allows_is_taken() {
    let listing = supple(&["questions", "--format", "json"], b"").json();
    let mut answers = serde_json::Map::new();
    for question in listing["questions"].as_array().unwrap() {
        let allowed = &question["allowed"];
        let value = match question["kind"].as_str().unwrap() {
            "yes-no" => allowed["values"][1].clone(),
            "choice" => allowed["options"][0]["id"].clone(),
            "choices" => Value::from(vec![allowed["options"][0]["id"].clone()]),
            "number" => allowed["max"].clone(),
            "places" => Value::from(vec![allowed["places"][0].clone()]),
            _ => Value::from("in my words"),
        };
        answers.insert(question["id"].as_str().unwrap().to_owned(), value);
    }
    let input = serde_json::json!({ "answers": answers, "pain": "unknown" }).to_string();
    let ran = supple(&["assess", "-", "--format", "json"], input.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn the_questions_can_be_read_by_people_as_well() {
    let knowledge = supple_knowledge::embedded().unwrap();
    let ran = supple(&["questions"], b"");
    assert_eq!(ran.code, 0);
    assert!(!ran.out.contains('«'), "{}", ran.out);
    for question in &knowledge.questions {
        assert!(ran.out.contains(&format!("  - {}: ", question.id)), "{}", question.id);
    }
}

#[test]
fn the_knowledge_inside_is_the_knowledge_of_the_repository() {
    let directory = root().join("knowledge");
    let directory = directory.to_str().unwrap();
    let inside = supple(&["knowledge", "version"], b"");
    let outside = supple(&["knowledge", "version", "--knowledge", directory], b"");
    assert_eq!((inside.code, inside.out.trim()), (0, outside.out.trim()));
    let checked = supple(&["knowledge", "check", "--knowledge", directory], b"");
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    assert!(checked.out.contains(inside.out.trim()), "{}", checked.out);
    let version = supple(&["--version"], b"");
    assert!(version.out.contains(inside.out.trim()) && version.out.contains(env!("CARGO_PKG_VERSION")), "{version:?}");
}

#[test]
fn help_says_what_each_word_does() {
    let commands = [
        &["--help"][..],
        &["serve", "--help"],
        &["assess", "--help"],
        &["interview", "--help"],
        &["questions", "--help"],
        &["claims", "--help"],
        &["knowledge", "--help"],
        &["knowledge", "docs", "--help"],
    ];
    for args in commands {
        let ran = supple(args, b"");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
        assert!(!ran.out.contains('«'), "{args:?}: {}", ran.out);
        for line in ran.out.lines().filter(|line| line.trim_start().starts_with('-') && line.contains('<')) {
            let said = line.split("  ").filter(|part| !part.trim().is_empty()).count();
            assert!(said > 1, "{args:?}: {line}");
        }
    }
}

#[test]
fn the_pages_of_the_rules_are_written_into_a_repository_only() {
    let dir = tempfile::tempdir().unwrap();
    let ran = supple(&["knowledge", "docs", dir.path().to_str().unwrap()], b"");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("docs/traceability.toml"), "{}", ran.err);
}

#[test]
fn claims_are_shown_by_article_and_answer() {
    let all = supple(&["claims", "--format", "json"], b"").json();
    assert_eq!(all["claims"].as_array().unwrap().len(), 98);
    assert!(all["claims"].as_array().unwrap().iter().all(|claim| {
        let sources = claim["sources"].as_array().unwrap();
        !sources.is_empty() && sources.iter().all(|source| source["read"].as_str().is_some_and(|read| !read.is_empty()))
    }));
    assert_eq!(all["beside"].as_array().unwrap().len(), 52);
    let some = supple(&["claims", "--article", "a1", "--verdict", "contradicted", "--format", "json"], b"").json();
    let ids: Vec<&str> = some["claims"].as_array().unwrap().iter().map(|claim| claim["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["S1.3", "S1.7", "S1.15"]);
    let text = supple(&["claims", "--article", "A3", "--verdict", "mis-attributed"], b"");
    assert_eq!(text.code, 0);
    assert!(text.out.contains("S3.8") && text.out.contains("Nobody was treated for a back"), "{}", text.out);
    assert!(!text.out.contains('«') && !text.out.contains("S3.9"), "{}", text.out);
    for (args, named) in [(["--article", "A9"], "A0, A1"), (["--verdict", "true"], "contradicted")] {
        let ran = supple(&[&["claims"][..], &args].concat(), b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(named), "{}", ran.err);
    }
}

#[test]
fn a_reader_that_has_gone_away_stops_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    for words in [["doctor"].as_slice(), &["record", "retention"], &["questions"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut ran = std::process::Command::new(env!("CARGO_BIN_EXE_supple"));
        ran.args(words).stdout(writer).stderr(std::process::Stdio::piped());
        if words != ["questions"] {
            ran.args(["--data", data]);
        }
        let ran = ran.output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!said.contains("panicked") && ran.status.code() != Some(101), "{words:?}: {said}");
    }
}

#[test]
fn what_a_changed_directory_loses_is_proved_and_shown_with_a_person() {
    let dir = tempfile::tempdir().unwrap();
    let (knowledge, list) = (dir.path().join("knowledge"), dir.path().join("intended.toml"));
    std::fs::create_dir(&knowledge).unwrap();
    copy(&root().join("knowledge"), &knowledge);
    let (directory, meant) = (knowledge.to_str().unwrap(), list.to_str().unwrap());
    let prove = ["knowledge", "prove", "--knowledge", directory, "--only", "no_caution_is_lost"];
    let same = supple(&prove, b"");
    assert!(same.code == 0 && same.out.starts_with("no_caution_is_lost: holds."), "{same:?}");

    std::fs::remove_file(knowledge.join("rules/RF-CES-1.toml")).unwrap();
    let lost = supple(&prove, b"");
    assert_eq!(lost.code, 1, "{lost:?}");
    assert!(lost.out.contains("no_caution_is_lost: does not hold."), "{}", lost.out);
    assert!(lost.out.contains("(rules/RF-CES-1.toml:5)\n  somebody with "), "{}", lost.out);
    std::fs::write(&list, "[[intended]]\nrule = \"RF-CES-1\"\nwhat = \"disposition\"\nbecause = \"a test\"\n").unwrap();
    assert_eq!(supple(&[&prove[..], &["--intended", meant]].concat(), b"").code, 0);
    let itself = supple(&[&prove[..], &["--against", directory]].concat(), b"");
    assert_eq!(itself.code, 0, "{itself:?}");

    let unknown = supple(&["knowledge", "prove", "--only", "everything"], b"");
    assert!(unknown.code == 2 && unknown.err.contains("more_risk_never_less_caution, "), "{unknown:?}");
}
