//! Old answers: counted for another day, or for the day on which they were given.

use serde_json::{Value, json};

use crate::run::{root, supple};

/// Everybody's healthy example, of another day.
fn answers(today: &str) -> Value {
    let file = root().join("examples/nothing-hurts.json");
    let mut value: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    value["today"] = today.into();
    value
}

#[test]
fn answers_counted_for_a_later_day_have_grown_old() {
    let input = answers("2025-08-01").to_string();
    let given = supple(&["assess", "-", "--format", "json"], input.as_bytes()).json();
    assert_eq!((&given["today"], &given["answered"]), (&json!("2025-08-01"), &json!("2025-08-01")));
    assert_eq!(given["settled"], true);
    let later = supple(&["assess", "-", "--format", "json", "--today", "2025-11-01"], input.as_bytes()).json();
    assert_eq!((&later["today"], &later["answered"]), (&json!("2025-11-01"), &json!("2025-08-01")));
    assert_eq!(later["settled"], false, "old answers settle nothing");
    let asked = later["next_questions"].as_array().unwrap();
    assert!(asked.contains(&json!("pain")), "the old map is asked again: {asked:?}");
    let text = supple(&["assess", "-", "--today", "2025-11-01"], input.as_bytes()).out;
    assert!(text.contains("given on 1 August 2025") && text.contains("92 days later"), "{text}");
    let plan = supple(&["plan", "-", "--format", "json", "--today", "2025-11-01"], input.as_bytes()).json();
    assert_eq!((&plan["plan"], &plan["answered"]), (&Value::Null, &json!("2025-08-01")), "no plan on old answers");
}

#[test]
fn a_report_on_old_answers_says_how_old_they_are() {
    let text = supple(&["assess", "-"], answers("2025-08-01").to_string().as_bytes()).out;
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("days old. This result is as of 1 August 2025"), "{text}");
    let plan = supple(&["plan", "-"], answers("2025-08-01").to_string().as_bytes());
    assert!(format!("{}{}", plan.out, plan.err).contains("days old"), "{plan:?}");
}

#[test]
fn a_report_says_that_somebody_else_has_answered() {
    let mut input = answers("2025-08-01");
    assert!(!supple(&["assess", "-"], input.to_string().as_bytes()).out.contains("Somebody else has answered"));
    input["proxy"] = true.into();
    let text = supple(&["assess", "-"], input.to_string().as_bytes()).out;
    assert!(text.contains("Somebody else has answered") && text.contains("person_confirms"), "{text}");
}
