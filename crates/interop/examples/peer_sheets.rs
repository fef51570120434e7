//! Sheets for the reference engine: one JSON line each, the answers as parameters of the CQL library and what Supple says.
//! `cargo run -p supple-interop --example peer_sheets -- 10000`
//!
//! First everybody in examples/, then people drawn as in the tests of the knowledge: a few facts that are not "no", every
//! rule aimed at; half of them with answers taken back.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "the drawing of people is that of the tests"
)]

#[path = "../../knowledge/tests/invariants/draw.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod draw;
#[path = "../../knowledge/tests/invariants/partial.rs"]
mod partial;
#[path = "../../knowledge/tests/invariants/people.rs"]
#[expect(dead_code, reason = "shared with the tests of the knowledge, which use more of it")]
mod people;

use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use serde_json::{Map, Value, json};
use supple_care::{
    Answer, Clearance, Intensity, Knowledge, PlaceSet, QuestionId, Reading, RuleId, Sheet, contradiction,
    pain::MapState,
    question::{Kind, Question},
    screen,
};
use supple_interop::answers;

use people::{TODAY, base};

fn main() {
    let count: u64 = std::env::args().nth(1).map_or(10_000, |count| count.parse().unwrap());
    let mut out = BufWriter::new(std::io::stdout().lock());
    let examples = examples();
    let drawn = (0..count).map(partial::partial);
    for mut sheet in examples.into_iter().chain(drawn) {
        contradiction::settle(base(), &mut sheet);
        let line = json!({ "parameters": parameters(base(), &sheet), "expected": expected(base(), &sheet) });
        writeln!(out, "{line}").unwrap();
    }
}

/// Everybody in examples/, in the order of their files.
fn examples() -> Vec<Sheet> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    assert!(!files.is_empty(), "no examples");
    // They say themselves on which day they answer; that day only must not lie ahead.
    let now = TODAY.plus(365);
    files.iter().map(|file| answers::read_json(base(), &fs::read(file).unwrap(), now).unwrap().sheet).collect()
}

fn parameters(base: &Knowledge, sheet: &Sheet) -> Value {
    let mut all = Map::new();
    for (question, index) in base.questions.iter().zip(0u16..) {
        answer(question, sheet.counted(QuestionId(index)), &mut all);
    }
    let state = match sheet.pain.state {
        MapState::Confirmed => "confirmed",
        MapState::Unknown => "unknown",
        MapState::NotAsked => "not-asked",
    };
    let strongest = match sheet.pain.highest() {
        Intensity::Of(value) => json!(value),
        Intensity::Unknown => Value::Null,
    };
    let given: Vec<&Clearance> = sheet.clearances.iter().filter(|one| one.holds_on(sheet.today)).collect();
    let rules = base.rules.iter().zip((0u16..).map(RuleId));
    let agreed: Vec<&str> =
        rules.filter(|(_, id)| given.iter().any(|one| one.covers(*id))).map(|(rule, _)| rule.id.as_str()).collect();
    all.insert("body map".to_owned(), json!(state));
    all.insert("painful".to_owned(), json!(ids(base, sheet.pain.painful())));
    all.insert("numb".to_owned(), json!(ids(base, sheet.pain.numb())));
    all.insert("spreads to".to_owned(), json!(ids(base, sheet.pain.spreads())));
    all.insert("strongest pain".to_owned(), strongest);
    all.insert("somebody else answers".to_owned(), json!(sheet.proxy));
    all.insert("later session".to_owned(), json!(sheet.rescreen));
    all.insert("mentioned in a text".to_owned(), json!(sheet.mention));
    all.insert("agreed to".to_owned(), json!(agreed));
    let lowest = given.iter().filter_map(|one| one.max_pressure).min();
    all.insert("highest pressure agreed to".to_owned(), json!(lowest));
    let shortest = given.iter().filter_map(|one| one.max_minutes).min();
    all.insert("most minutes agreed to".to_owned(), json!(shortest));
    Value::Object(all)
}

fn ids(base: &Knowledge, places: PlaceSet) -> Vec<&str> {
    places.iter().filter_map(|place| base.place(place)).map(|place| place.id.as_str()).collect()
}

fn answer(question: &Question, answer: Answer, all: &mut Map<String, Value>) {
    let said = match answer {
        Answer::NotAsked => "not-asked".to_owned(),
        Answer::Unknown => "unknown".to_owned(),
        Answer::No => "no".to_owned(),
        Answer::Yes => "yes".to_owned(),
        Answer::Choice(option) => question.options()[usize::from(option)].id.clone(),
        Answer::Number(_) | Answer::Choices(_) | Answer::Places(_) => "known".to_owned(),
    };
    match question.kind {
        Kind::Number { .. } => {
            let value = if let Answer::Number(value) = answer { json!(value) } else { Value::Null };
            all.insert(question.id.clone(), value);
            all.insert(format!("{} said", question.id), json!(said));
        }
        Kind::YesNo | Kind::Choice(_) => {
            all.insert(question.id.clone(), json!(said));
        }
        Kind::Places => {
            let value = if let Answer::Places(places) = answer { json!(ids(base(), places)) } else { Value::Null };
            all.insert(question.id.clone(), value);
        }
        Kind::Choices(_) | Kind::Text => {}
    }
}

fn expected(base: &Knowledge, sheet: &Sheet) -> Value {
    let decision = screen(base, sheet);
    let mut rules = Map::new();
    let mut limits = Vec::new();
    let (sure, possible) = base.program.rules(&base.program.view(sheet, Reading::Shown));
    for index in possible.iter() {
        let rule = base.rule(RuleId(index)).unwrap();
        rules.insert(rule.id.clone(), json!(sure.has(index).then_some(true)));
        limits.extend((1..=rule.restrictions.len()).map(|number| format!("{}#{number}", rule.id)));
    }
    json!({ "rules": rules, "disposition": decision.disposition.id(), "crisis": decision.crisis,
            "nothing left": decision.nothing_left, "limits": limits })
}
