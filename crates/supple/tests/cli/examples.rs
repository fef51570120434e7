//! The people of examples/: what each must come to.

use std::{collections::BTreeSet, fs};

use serde_json::Value;

use crate::{
    expected::{Example, examples, matches},
    run::{root, supple},
};

/// All examples with what they come to, assessed in one run.
fn assessed() -> Vec<(Example, Value)> {
    let examples = examples();
    let paths: Vec<String> = examples.iter().map(|example| path(&example.file)).collect();
    let args: Vec<&str> = ["assess", "--format", "json"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let ran = supple(&args, b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let entries = ran.json().as_array().unwrap().clone();
    let named: Vec<&str> = entries.iter().map(|entry| entry["file"].as_str().unwrap()).collect();
    assert_eq!(named, paths);
    examples.into_iter().zip(entries).map(|(example, entry)| (example, entry["assessment"].clone())).collect()
}

fn path(file: &str) -> String {
    root().join("examples").join(file).to_str().unwrap().to_owned()
}

#[test]
fn every_example_is_expected_and_every_expectation_has_its_example() {
    let named: BTreeSet<String> = examples().into_iter().map(|example| example.file).collect();
    let there: BTreeSet<String> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    assert_eq!(named, there);
    assert!(named.len() >= 12);
}

#[test]
fn every_example_comes_to_an_acceptable_disposition_and_the_vignettes_to_the_expected_one() {
    let (mut vignettes, mut hits) = (0, 0);
    let mut reached = BTreeSet::new();
    for (example, assessment) in assessed() {
        let disposition = assessment["disposition"].as_str().unwrap();
        assert!(
            example.acceptable.iter().any(|acceptable| acceptable == disposition),
            "{}: {disposition}",
            example.file
        );
        assert_eq!(assessment["settled"], true, "{}", example.file);
        reached.insert(disposition.to_owned());
        if example.file.starts_with('a') && example.file[1..3].chars().all(|digit| digit.is_ascii_digit()) {
            vignettes += 1;
            hits += usize::from(disposition == example.expected);
        }
    }
    assert_eq!(vignettes, 16);
    assert!(hits >= 14, "{hits} of {vignettes} vignettes at the expected disposition");
    let all = supple_care::Disposition::ALL.map(|disposition| disposition.id().to_owned());
    assert_eq!(reached, BTreeSet::from(all));
}

#[test]
fn every_expected_restriction_is_there() {
    for (example, assessment) in assessed() {
        let restrictions = assessment["restrictions"].as_array().unwrap();
        for expected in &example.restrictions {
            let found =
                restrictions.iter().any(|restriction| restriction["always"] == false && matches(restriction, expected));
            assert!(found, "{} lacks\n{expected:?}", example.file);
        }
    }
}

#[test]
fn who_is_clear_has_the_limits_that_everybody_has() {
    let mut clear = 0;
    for (example, assessment) in assessed() {
        let restrictions = assessment["restrictions"].as_array().unwrap();
        assert!(restrictions.iter().any(|restriction| restriction["always"] == true), "{}", example.file);
        if assessment["disposition"] == "clear" {
            clear += 1;
            assert!(restrictions.iter().all(|restriction| restriction["always"] == true), "{}", example.file);
        }
    }
    assert!(clear >= 3);
}

#[test]
fn reports_leave_no_word_without_a_sentence() {
    let paths: Vec<String> = examples().iter().map(|example| path(&example.file)).collect();
    let args: Vec<&str> = ["assess"].into_iter().chain(paths.iter().map(String::as_str)).collect();
    let ran = supple(&args, b"");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for slip in ["«", "{$", "{ $", "medical-first"] {
        assert!(!ran.out.contains(slip), "{slip} in\n{}", ran.out);
    }
    let long = ran.out.lines().find(|line| line.chars().count() > 78 && line.contains(' '));
    assert_eq!(long.filter(|line| !line.contains("examples/")), None);
    assert_eq!(ran.out.matches("What Supple is, and is not").count(), paths.len());
}

#[test]
fn several_files_are_all_assessed_in_their_order() {
    let (first, second) = (path("nothing-hurts.json"), path("a14-heart-failure.json"));
    let dispositions: Vec<Value> = assessed().iter().map(|(_, assessment)| assessment["disposition"].clone()).collect();
    let expected: Vec<Value> = examples().iter().map(|example| example.expected.as_str().into()).collect();
    let same = dispositions.iter().zip(&expected).filter(|(got, wanted)| got == wanted).count();
    assert!(same + 2 >= expected.len(), "{dispositions:?}");
    let text = supple(&["assess", &first, &second], b"").out;
    assert!(text.find(&first).unwrap() < text.find(&second).unwrap());
    let bad = supple(&["assess", &first, "no-such-file.json", "--format", "json"], b"");
    assert_eq!(bad.code, 2);
    let list = bad.json();
    assert_eq!((&list[0]["file"], &list[0]["assessment"]["disposition"]), (&first.as_str().into(), &"clear".into()));
    assert_eq!(list[1]["file"], "no-such-file.json");
    assert_eq!(list[1]["problems"][0]["code"], "unreadable");
    assert!(list[1].get("assessment").is_none());
    let alone = supple(&["assess", &first, "--format", "json"], b"").json();
    assert_eq!(alone, list[0]["assessment"], "one file stays as it is");
    assert!(bad.err.contains("no-such-file.json"), "{}", bad.err);
}

#[test]
fn toml_says_the_same_as_json() {
    let text = fs::read_to_string(root().join("examples/a14-heart-failure.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let toml = toml::to_string(&json).unwrap();
    let assess = |text: &str| supple(&["assess", "-", "--format", "json"], text.as_bytes());
    let (a, b) = (assess(&text), assess(&toml));
    assert_eq!((a.code, &a.out), (0, &b.out), "{}", b.err);
}

#[test]
fn the_day_can_be_chosen() {
    let path = path("heart-failure-agreed.json");
    let path = path.as_str();
    let agreed = supple(&["assess", path, "--format", "json"], b"").json();
    let expired = supple(&["assess", path, "--format", "json", "--today", "2027-02-02"], b"").json();
    assert_eq!((&agreed["disposition"], &expired["disposition"]), (&"modified".into(), &"medical-first".into()));
}
