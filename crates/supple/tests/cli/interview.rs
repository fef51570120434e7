//! The interview without a terminal: plain lines in, plain lines out.

use std::path::Path;

use serde_json::Value;
use supple_care::question::{Kind, Purpose};

use crate::run::{Ran, supple};

fn interview(args: &[&str], lines: &[&str]) -> Ran {
    let args: Vec<&str> = ["interview", "--country", "GB"].into_iter().chain(args.iter().copied()).collect();
    supple(&args, format!("{}\n", lines.join("\n")).as_bytes())
}

/// Somebody of 30 whom nothing hurts. What does not fit a question is refused, and the next line tried.
fn healthy() -> Vec<&'static str> {
    let again = ["No to all of these", "No", "Never", "See the result"];
    ["Nothing hurts", "30", "Male"].into_iter().chain(std::iter::repeat_n(again, 60).flatten()).collect()
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_healthy_person_comes_to_a_clear_result() {
    let ran = interview(&[], &healthy());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Nothing in your answers stops a massage today."), "{}", ran.out);
    assert!(!ran.out.contains("questions open"), "{}", ran.out);
    assert!(!ran.out.contains('«'), "{}", ran.out);
    assert!(ran.out.contains("minutes left"), "{}", ran.out);
}

#[test]
fn the_end_of_the_input_ends_cleanly_and_says_what_is_open() {
    for lines in [&[][..], &["Nothing hurts", "30"]] {
        let ran = interview(&[], lines);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert!(ran.out.contains("questions open that can still change the result"), "{}", ran.out);
        assert!(ran.out.contains("To be asked next:"), "{}", ran.out);
    }
    let nothing = supple(&["interview"], b"");
    assert_eq!(nothing.code, 0, "{}", nothing.err);
}

#[test]
fn an_emergency_ends_the_questions_at_once_with_the_number() {
    let ran = interview(&[], &["Nothing hurts", "30", "Male", "One by one", "Yes", "Yes", "Yes", "Yes", "No"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("Get emergency help now."), "{}", ran.out);
    assert!(ran.out.contains("Emergency number in United Kingdom: 999"), "{}", ran.out);
    assert!(!ran.out.contains("questions open"), "{}", ran.out);
}

#[test]
fn i_do_not_know_says_how_to_find_out_and_may_stay() {
    let lines = ["Nothing hurts", "?", "Leave it at “I don’t know”", "I don’t know", "Answer it now", "Female"];
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let ran = interview(&["--save", file.to_str().unwrap()], &lines);
    assert!(ran.out.contains("How to find out: A guess to the nearest year"), "{}", ran.out);
    let saved = read(&file);
    assert_eq!((&saved["answers"]["age"], &saved["answers"]["sex"]), (&"unknown".into(), &"female".into()));
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_not_passed_over() {
    let ran = interview(&["--save", "/dev/null/mine.json"], &["Nothing hurts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("/dev/null/mine.json cannot be written"), "{}", ran.err);
}

#[test]
fn back_takes_an_answer_back() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let ran =
        interview(&["--save", file.to_str().unwrap()], &["Nothing hurts", "30", "b", "31", "Female", "b", "Male"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let saved = read(&file);
    assert_eq!((&saved["answers"]["age"], &saved["answers"]["sex"]), (&31.into(), &"male".into()));
}

#[test]
fn places_are_marked_with_how_strong_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let lines = [
        "Mark places that hurt",
        "Neck, back and buttocks",
        "left low back, beside the spine",
        "1",
        "17,18",
        "That is all",
        "11",
        "6",
        "No",
        "No, it stays there",
        "That is all",
    ];
    let ran = interview(&["--save", file.to_str().unwrap()], &lines);
    let saved = read(&file);
    let marks = saved["pain"].as_array().unwrap();
    assert!(!marks.is_empty() && marks.iter().all(|mark| mark["intensity"] == 6), "{saved}\n{}", ran.out);
}

#[test]
fn what_was_saved_is_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let file = file.to_str().unwrap();
    let first = interview(&["--save", file], &["Nothing hurts", "30"]);
    assert!(first.out.contains(file), "{}", first.out);
    let second = supple(&["interview", "--resume", file], format!("{}\n", healthy()[2..].join("\n")).as_bytes());
    assert_eq!((second.code, second.err.as_str()), (0, ""));
    assert!(!second.out.contains("How old are you?"), "{}", second.out);
    assert!(second.out.contains("Nothing in your answers stops a massage today."), "{}", second.out);
    let assessed = supple(&["assess", file, "--format", "json"], b"").json();
    assert_eq!((&assessed["settled"], &assessed["disposition"]), (&true.into(), &"clear".into()));
}

#[test]
fn a_wish_to_die_in_free_text_brings_help_first() {
    let knowledge = supple_knowledge::embedded().unwrap();
    let optional = knowledge.questions.iter().filter(|question| question.purpose == Purpose::Baseline);
    let before = optional.take_while(|question| question.kind != Kind::Text).count();
    let mut lines = healthy();
    lines.retain(|line| *line != "See the result");
    lines.push("Add what may play a part");
    lines.extend(std::iter::repeat_n("1", before));
    lines.push("Some days I want to die");
    let ran = interview(&[], &lines);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("Help is one step away"), "{}", ran.out);
}

#[test]
fn a_file_that_is_no_interview_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bad.json");
    std::fs::write(&file, r#"{ "answers": { "fevr": "no" } }"#).unwrap();
    let ran = supple(&["interview", "--resume", file.to_str().unwrap()], b"");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("Did you mean “fever”?"), "{}", ran.err);
}
