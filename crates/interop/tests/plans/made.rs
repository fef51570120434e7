//! Plans, weeks and calendar files from answers and wishes.

use serde_json::{Value, json};
use supple_care::{Day, Knowledge, week::week};
use supple_interop::{
    calendar::{Text, calendar},
    plan::{document, made},
    wishes::{PlanRequest, read},
};

/// The day on which everybody answers: 21 November 2026.
const TODAY: Day = Day(20_778);

fn knowledge() -> Knowledge {
    supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}"))
}

/// Somebody of 44 with no to every question, and pain in the left low back.
fn request(knowledge: &Knowledge, more: &[(&str, Value)], wishes: Value) -> Value {
    let mut answers = serde_json::Map::new();
    for question in &knowledge.questions {
        use supple_care::question::{Kind, Purpose};
        if question.purpose == Purpose::Baseline {
            continue;
        }
        let answer = match &question.kind {
            Kind::YesNo => json!("no"),
            Kind::Choice(options) => json!(options[0].id),
            Kind::Number { .. } => json!("unknown"),
            Kind::Places | Kind::Choices(_) | Kind::Text => continue,
        };
        answers.insert(question.id.clone(), answer);
    }
    answers.insert("age".to_owned(), json!(44));
    for (id, answer) in more {
        answers.insert((*id).to_owned(), answer.clone());
    }
    json!({
        "today": "2026-11-21",
        "answers": answers,
        "pain": [{ "site": "low-back", "side": "left", "intensity": 5 }],
        "wishes": wishes,
    })
}

fn asked(knowledge: &Knowledge, wishes: Value) -> PlanRequest {
    read(knowledge, request(knowledge, &[], wishes), TODAY).unwrap_or_else(|found| panic!("{found:?}"))
}

#[test]
fn a_plan_says_what_it_rests_on() {
    let knowledge = knowledge();
    let asked = asked(&knowledge, json!({ "giver": "therapist" }));
    let written = serde_json::to_value(document(&knowledge, &asked)).unwrap();
    assert_eq!(written["schema"], 1);
    assert_eq!(written["problems"], json!([]));
    let plan = &written["plan"];
    assert_eq!(plan["course"]["course"], "comprehensive-6");
    assert_eq!(plan["course"]["review"], "2026-12-19");
    assert_eq!(plan["focuses"][0]["site"], "low-back");
    for line in plan["beside"].as_array().unwrap().iter().chain(plan["focuses"][0]["works"].as_array().unwrap()) {
        assert!(!line["sources"].as_array().unwrap().is_empty() && line["evidence"].is_string(), "{line}");
    }
    assert_eq!(written, serde_json::to_value(document(&knowledge, &asked)).unwrap());
}

#[test]
fn every_wrong_wish_is_said_at_once() {
    let knowledge = knowledge();
    let wishes = json!({
        "giver": "butcher", "firmness": "hard", "minutes": "ten", "clothed": "yes", "devices": ["hammer"], "sites": "arms",
        "coures": "relax-10w",
    });
    let found = read(&knowledge, request(&knowledge, &[], wishes), TODAY).unwrap_err();
    let paths: Vec<&str> = found.iter().map(|problem| problem.path.as_str()).collect();
    for path in ["giver", "firmness", "minutes", "clothed", "devices[0]", "sites", "coures"] {
        assert!(paths.contains(&format!("wishes.{path}").as_str()), "{path}: {paths:?}");
    }
    let near = found.iter().find(|problem| problem.path == "wishes.coures").unwrap();
    assert!(near.args.contains(&("nearest", "course".to_owned())), "{near:?}");
    let no_object = read(&knowledge, json!({ "wishes": 3, "history": [] }), TODAY).unwrap_err();
    assert_eq!(no_object.len(), 2, "{no_object:?}");
}

#[test]
fn no_plan_says_why_and_what_is_left() {
    let knowledge = knowledge();
    let firm = serde_json::to_value(document(&knowledge, &asked(&knowledge, json!({ "firmness": "firm" })))).unwrap();
    assert_eq!(firm["plan"], Value::Null);
    assert_eq!(firm["problems"][0]["code"], "nothing-firm");
    assert!(!firm["instead"].as_array().unwrap().is_empty());

    let feverish = request(&knowledge, &[("fever", json!("yes"))], json!({}));
    let feverish = read(&knowledge, feverish, TODAY).unwrap();
    let feverish = serde_json::to_value(document(&knowledge, &feverish)).unwrap();
    assert_eq!(feverish["problems"][0]["code"], "not-allowed");

    let open = read(&knowledge, json!({ "answers": { "age": 44 } }), TODAY).unwrap();
    let open = serde_json::to_value(document(&knowledge, &open)).unwrap();
    assert_eq!(open["problems"][0]["code"], "not-settled");
    assert!(open["renew"].is_string(), "{open}");
}

#[test]
fn a_calendar_file_is_the_same_every_time_and_neutral() {
    let knowledge = knowledge();
    let (plan, from) = made(&knowledge, &asked(&knowledge, json!({ "giver": "therapist" }))).unwrap();
    let entries = week(&knowledge, &plan, from, 0);
    let text =
        |_: &_| Text { title: "Appointment".to_owned(), note: Some("One, two; three\nfour".to_owned()), remind: false };
    let file = calendar(&knowledge, "Mine", plan.on, 1, &entries, text);
    assert_eq!(file, calendar(&knowledge, "Mine", plan.on, 1, &entries, text));
    let rings = |_: &_| Text { title: "Appointment".to_owned(), note: None, remind: true };
    let bells = calendar(&knowledge, "Mine", plan.on, 1, &entries, rings);
    assert_eq!(bells, calendar(&knowledge, "Mine", plan.on, 1, &entries, rings));
    assert_eq!(bells.matches("BEGIN:VALARM").count(), bells.matches("BEGIN:VEVENT").count());
    assert!(
        !file.contains("VALARM")
            && file.starts_with("BEGIN:VCALENDAR\r\n")
            && file.trim_end().ends_with("END:VCALENDAR"),
        "{file}"
    );
    let counts = file.lines().filter_map(|line| line.split_once("COUNT=")?.1.trim().parse::<usize>().ok());
    let (ruled, rules) = counts.fold((0, 0), |(sum, rules), count| (sum + count, rules + 1));
    let events = file.matches("BEGIN:VEVENT").count();
    assert_eq!(events - rules + ruled, entries.len(), "nothing is lost");
    assert!(rules > 0 && events * 2 < entries.len(), "what comes back is one event: {events} of {}", entries.len());
    assert!(file.lines().all(|line| line.len() <= 75), "a line is too long");
    let ids: std::collections::BTreeSet<&str> = file.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!(ids.len(), events, "every event has an id of its own");
    for word in ["low-back", "pain", "knee", "comprehensive"] {
        assert!(!file.contains(word), "`{word}` is in the file");
    }
    let session = "DTSTART:20261121T190000";
    assert!(file.contains(session), "no `{session}`");
    // The same entry keeps its id when the rest changes.
    let one = calendar(&knowledge, "Mine", plan.on, 1, &entries[..1], text);
    let id = one.lines().find(|line| line.starts_with("UID:")).unwrap();
    assert!(file.contains(id));
    assert!(!calendar(&knowledge, "Mine", plan.on, 2, &entries[..1], text).contains(id));
}

#[test]
fn a_week_proposes_nothing_that_is_past_and_nothing_twice_at_a_time() {
    use supple_care::week::What;
    let knowledge = knowledge();
    for wishes in [json!({ "giver": "partner" }), json!({ "giver": "therapist", "course": "daily-10-14" })] {
        let (plan, from) = made(&knowledge, &asked(&knowledge, wishes)).unwrap();
        for past in [0, 8 * 60, 19 * 60 + 1, 23 * 60 + 59] {
            let entries = week(&knowledge, &plan, from, past);
            let whole = week(&knowledge, &plan, from, 0);
            assert!(
                entries.iter().all(|it| it.day != from || it.at.is_none_or(|at| at >= past)),
                "{past}: {entries:?}"
            );
            for what in whole.iter().map(|entry| (entry.day, entry.what)) {
                assert!(entries.iter().any(|it| (it.day, it.what) == what), "{what:?} is lost");
            }
            for (one, next) in entries.iter().zip(entries.iter().skip(1)).filter(|(one, next)| one.day == next.day) {
                if let (Some(at), Some(then)) = (one.at, next.at) {
                    assert!(at + one.minutes.max(1) <= then, "{one:?} lies on {next:?}");
                }
            }
            let session = entries.iter().find(|it| it.what == What::Session(1)).unwrap();
            assert_eq!(session.at, (past <= 19 * 60).then_some(19 * 60));
        }
    }
}

#[test]
fn a_session_whose_hour_is_past_keeps_its_id() {
    let knowledge = knowledge();
    let (plan, from) = made(&knowledge, &asked(&knowledge, json!({}))).unwrap();
    let ids = |past: u16| -> Vec<String> {
        let mut entries = week(&knowledge, &plan, from, past);
        entries.retain(|entry| matches!(entry.what, supple_care::week::What::Session(_)));
        let file = calendar(&knowledge, "Mine", plan.on, 1, &entries, |_| Text {
            title: String::new(),
            note: None,
            remind: false,
        });
        file.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(ids(0), ids(23 * 60));
}

#[test]
fn a_week_keeps_to_the_course() {
    let knowledge = knowledge();
    let sessions = |wishes: Value, weeks: i32| -> Vec<i32> {
        let (plan, from) = made(&knowledge, &asked(&knowledge, wishes)).unwrap();
        let mut days = Vec::new();
        for number in 0..weeks {
            let entries = week(&knowledge, &plan, from.plus(number * 7), 0);
            let found = entries.iter().filter(|entry| matches!(entry.what, supple_care::week::What::Session(_)));
            days.extend(found.map(|entry| entry.day.0 - from.0));
        }
        days
    };
    // Six in four weeks, evenly.
    assert_eq!(sessions(json!({ "giver": "therapist" }), 6), [0, 4, 9, 14, 18, 23]);
    // Every day with a day of rest after six, and no more than fourteen.
    let daily = sessions(json!({ "giver": "therapist", "course": "daily-10-14" }), 4);
    assert_eq!(daily, [0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 15]);
    // Three a week at home, without end.
    assert_eq!(sessions(json!({ "giver": "partner" }), 2), [0, 2, 4, 7, 9, 11]);
    // Fewer where the week has fewer minutes.
    assert_eq!(sessions(json!({ "giver": "partner", "minutes_a_week": 20 }), 2), [0, 7]);
}
