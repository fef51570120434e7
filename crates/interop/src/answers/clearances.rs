//! A clinician's agreement as it comes from outside, and as it was recorded.

use serde_json::Value;
use supple_care::{Clearance, Day, Knowledge};

use super::{CLEARANCE_FIELDS, LONGEST_TEXT, date, object, take, unknown_word};
use crate::{Problem, codes, dates};

/// Reads clearances: `[{ "by", "from", "until", "rules", "max_pressure"?, "max_minutes"?, "words"? }]`.
pub(super) fn clearances(
    knowledge: &Knowledge,
    value: &Value,
    today: Day,
    problems: &mut Vec<Problem>,
) -> Vec<Clearance> {
    let Some(list) = value.as_array() else {
        problems.push(Problem::plain("clearances", codes::LIST));
        return Vec::new();
    };
    let mut all = Vec::new();
    for (index, entry) in list.iter().enumerate() {
        match read_clearance(knowledge, entry, &format!("clearances[{index}]"), today) {
            Ok(clearance) => all.push(clearance),
            Err(more) => problems.extend(more),
        }
    }
    all
}

/// Reads one clearance. It names the rules that the clinician spoke of, so that it never lifts what came up later, and it
/// ends within the time that the knowledge gives it.
///
/// # Errors
/// Every problem in it.
pub fn read_clearance(knowledge: &Knowledge, value: &Value, path: &str, today: Day) -> Result<Clearance, Vec<Problem>> {
    let given = clearance(knowledge, value, path, today)?;
    match Clearance::latest(knowledge, given.from) {
        Some(latest) if given.until > latest => {
            let args = vec![("latest", dates::print(latest))];
            Err(vec![Problem::new(format!("{path}.until"), codes::AGREED_LONG, args)])
        }
        _ => Ok(given),
    }
}

/// Reads a clearance as it was recorded. One that was to hold longer than the knowledge gives it ends where that ends.
///
/// # Errors
/// Every problem in it.
pub fn recorded_clearance(knowledge: &Knowledge, value: &Value, on: Day) -> Result<Clearance, Vec<Problem>> {
    let given = clearance(knowledge, value, "agreement", on)?;
    let until = Clearance::latest(knowledge, given.from).map_or(given.until, |latest| latest.min(given.until));
    Ok(Clearance { until, ..given })
}

fn clearance(knowledge: &Knowledge, value: &Value, path: &str, today: Day) -> Result<Clearance, Vec<Problem>> {
    let Value::Object(map) = value else { return Err(vec![object(path)]) };
    let at = |name: &str| format!("{path}.{name}");
    let mut problems = Vec::new();
    for name in map.keys().filter(|name| !CLEARANCE_FIELDS.contains(&name.as_str())) {
        problems.push(unknown_word(&at(name), name, codes::FIELD, codes::FIELD_NEAR, CLEARANCE_FIELDS));
    }
    let mut text = |name: &'static str, needed: bool| match map.get(name) {
        Some(Value::String(text)) if !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT => text.clone(),
        None if !needed => String::new(),
        Some(Value::String(text)) if text.trim().is_empty() && !needed => String::new(),
        None => {
            problems.push(Problem::new(at(name), codes::MISSING, vec![("name", name.to_owned())]));
            String::new()
        }
        Some(_) => {
            problems.push(Problem::plain(at(name), codes::TEXT));
            String::new()
        }
    };
    let (by, words) = (text("by", true), text("words", false));
    let mut day = |name: &'static str, latest| match map.get(name) {
        Some(value) => take(date(value, &at(name), latest), today, &mut problems),
        None => {
            problems.push(Problem::new(at(name), codes::MISSING, vec![("name", name.to_owned())]));
            today
        }
    };
    let (from, until) = (day("from", Some(today)), day("until", None));
    if until < from {
        problems.push(Problem::plain(at("until"), codes::ORDER));
    }
    let mut number = |name: &'static str, min: u16, max: u16| match map.get(name) {
        None | Some(Value::Null) => None,
        Some(value) => {
            let read = value.as_u64().and_then(|number| u16::try_from(number).ok());
            let read = read.filter(|number| (min..=max).contains(number));
            if read.is_none() {
                let args = vec![("min", min.to_string()), ("max", max.to_string())];
                problems.push(Problem::new(at(name), codes::NUMBER, args));
            }
            read
        }
    };
    let max_pressure = number("max_pressure", 1, 5).and_then(|pressure| u8::try_from(pressure).ok());
    let max_minutes = number("max_minutes", 1, knowledge.agreement_minutes.unwrap_or(supple_care::permit::MINUTES));
    let mut rules = Vec::new();
    match map.get("rules") {
        None => problems.push(Problem::new(at("rules"), codes::MISSING, vec![("name", "rules".to_owned())])),
        Some(Value::Array(list)) if list.is_empty() => {
            problems.push(Problem::new(at("rules"), codes::MISSING, vec![("name", "rules".to_owned())]));
        }
        Some(Value::Array(list)) => {
            for entry in list {
                let name = entry.as_str().unwrap_or("");
                match knowledge.rule_id(name) {
                    Some(rule) => rules.push(rule),
                    None => problems.push(Problem::new(at("rules"), codes::RULE, vec![("name", name.to_owned())])),
                }
            }
        }
        Some(_) => problems.push(Problem::plain(at("rules"), codes::LIST)),
    }
    if problems.is_empty() {
        Ok(Clearance { by, from, until, rules, max_pressure, max_minutes, words })
    } else {
        Err(problems)
    }
}
