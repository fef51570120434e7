//! The interview without a terminal: plain lines in, plain lines out.

use std::path::Path;

use serde_json::Value;

use crate::run::{Ran, supple, talk};

fn interview(args: &[&str], lines: &[&str]) -> Ran {
    let args: Vec<&str> = ["interview", "--country", "GB"].into_iter().chain(args.iter().copied()).collect();
    supple(&args, format!("{}\n", lines.join("\n")).as_bytes())
}

/// What somebody of 30 whom nothing hurts answers to this.
fn healthy(asked: &str) -> Option<String> {
    let lines = ["Nothing hurts", "No to all of these", "Male", "Never", "See the result", "No"];
    let chosen = lines.into_iter().find(|line| asked.lines().any(|option| option.ends_with(&format!("  {line}"))));
    Some(chosen.unwrap_or("30").to_owned())
}

fn talk_as(args: &[&str], answer: impl FnMut(&str) -> Option<String>) -> Ran {
    let args: Vec<&str> = ["interview", "--country", "GB"].into_iter().chain(args.iter().copied()).collect();
    talk(&args, answer)
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_healthy_person_comes_to_a_clear_result() {
    let ran = talk_as(&[], healthy);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Nothing in your answers stops a massage today."), "{}", ran.out);
    assert!(!ran.out.contains("questions open"), "{}", ran.out);
    assert!(!ran.out.contains('«'), "{}", ran.out);
    assert!(ran.out.contains("minutes left"), "{}", ran.out);
}

#[test]
fn the_end_of_the_input_says_what_is_open_and_how_to_go_on() {
    for lines in [&[][..], &["Nothing hurts", "30"]] {
        let ran = interview(&[], lines);
        assert_eq!(ran.code, 2);
        assert!(ran.out.contains("questions open that can still change the result"), "{}", ran.out);
        assert!(ran.out.contains("To be asked next:"), "{}", ran.out);
        assert!(ran.err.contains("Nothing was saved.") && ran.err.contains("--save"), "{}", ran.err);
    }
    let nothing = supple(&["interview"], b"");
    assert_eq!(nothing.code, 2, "{}", nothing.err);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let kept = interview(&["--save", file.to_str().unwrap()], &["Nothing hurts", "30"]);
    assert_eq!(kept.code, 2);
    assert!(kept.err.contains(&format!("supple interview --resume {}", file.display())), "{}", kept.err);
    assert_eq!(read(&file)["answers"]["age"], 30);
    let ended = interview(&[], &["Nothing hurts", "q"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "who ends it knows");
}

#[test]
fn lines_that_answer_nothing_do_not_go_round_for_ever() {
    let ran = supple(&["interview"], "no\n".repeat(1000).as_bytes());
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("Three lines in a row") && ran.err.contains("from 1 to 3"), "{}", ran.err);
    assert!(ran.out.matches("Type a number from 1 to 3.").count() == 3, "{}", ran.out);
}

#[test]
fn an_emergency_is_told_before_its_exception_is_asked() {
    let numb = |then: &'static str| {
        move |asked: &str| {
            if asked.contains("14 days without any change") {
                return Some(then.to_owned());
            }
            let nerves = asked.contains("between your legs") && asked.contains("One by one");
            if nerves {
                Some("One by one".to_owned())
            } else if asked.contains("between your legs") {
                Some("Yes".to_owned())
            } else {
                healthy(asked)
            }
        }
    };
    let ran = talk_as(&[], numb("No"));
    let (help, exception) = (ran.out.find("Emergency number in United Kingdom: 999"), ran.out.find("14 days without"));
    assert!(help.is_some() && help < exception, "{}", ran.out);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let old = talk_as(&[], numb("Yes"));
    assert!(old.out.contains("See a clinician before any massage."), "{}", old.out);
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
fn a_one_that_means_yes_passes_over_no_question() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let ran = interview(&["--save", file.to_str().unwrap()], &["Nothing hurts", "30", "Male", "1"]);
    assert!(ran.out.contains("No to all of these"), "{}", ran.out);
    let saved = read(&file);
    assert_eq!(saved["answers"].as_object().unwrap().len(), 2, "{saved}");
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
    drop(interview(&["--save", file.to_str().unwrap()], &["Nothing hurts", "30", "b", "31", "Female", "b", "Male"]));
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
    let second = talk(&["interview", "--resume", file], healthy);
    assert_eq!((second.code, second.err.as_str()), (0, ""));
    assert!(!second.out.contains("How old are you?"), "{}", second.out);
    assert!(second.out.contains("Nothing in your answers stops a massage today."), "{}", second.out);
    let assessed = supple(&["assess", file, "--format", "json"], b"").json();
    assert_eq!((&assessed["settled"], &assessed["disposition"]), (&true.into(), &"clear".into()));
}

#[test]
fn a_wish_to_die_in_free_text_brings_help_first() {
    let ran = talk_as(&[], |asked| {
        let says = |part: &str| asked.contains(part);
        let line = match () {
            () if says("Add what may play a part") => "Add what may play a part",
            () if says("In your own words") => "Some days I want to die",
            () if says("Choose any number of them") => "",
            () if says("How old are you?") => "30",
            () if says("from 0 to 10") || says("Go on with the questions") => "1",
            () => return healthy(asked).map(|line| if line == "30" { "1".to_owned() } else { line }),
        };
        Some(line.to_owned())
    });
    assert_eq!(ran.code, 0, "{}\n{}", ran.err, ran.out);
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
