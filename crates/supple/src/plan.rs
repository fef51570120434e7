//! `supple plan`: answers and wishes in, a plan, a document or a calendar out.

mod cited;
mod left;
mod steps;
mod told;

use std::{
    io::{self, Write},
    path::Path,
};

use serde_json::{Map, Value, json};
use supple_care::{
    Day, Knowledge,
    week::{Entry, What, check_ins, week},
};
use supple_interop::{
    calendar::{Text, calendar},
    dates,
    plan::{document, made},
    wishes::{PlanRequest, read},
};
use supple_words::Words;

use crate::{
    args::{Plan, PlanFormat},
    assess::chosen_day,
    input,
    paper::printable,
    speech::Speech,
    trouble::{self, BadInput},
};

/// Plans a file and prints it.
///
/// # Errors
/// Every problem of the file and of the wishes; for a calendar, that there is no plan; what the output did not take.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, today: Day, given: &Plan) -> anyhow::Result<()> {
    let chosen = given.today.as_deref().map(|date| chosen_day(words, date)).transpose()?;
    let minutes = minutes(words, knowledge, given)?;
    let mut request = request(words, knowledge, &given.file, chosen.unwrap_or(today), wished(given, minutes))?;
    if let Some(day) = chosen {
        request.request = request.request.on(knowledge, day);
    }
    let speech = Speech { words, knowledge };
    let mut out = io::stdout().lock();
    match given.format {
        PlanFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &document(knowledge, &request))?;
            writeln!(out)?;
        }
        PlanFormat::Text => write!(out, "{}", told::text(speech, &request, chosen.unwrap_or(today)))?,
        PlanFormat::Ics => match made(knowledge, &request) {
            Some((plan, from)) => {
                // Help is said beside the file: a calendar is often shared.
                if let Some(help) = told::help_first(speech, &request) {
                    writeln!(io::stderr(), "{help}")?;
                }
                let mut entries = week(knowledge, &plan, from, past(plan.on));
                entries.extend(check_ins(knowledge, &plan, &entries, from));
                let name = words.get("calendar-name", &[]);
                let text = calendar(knowledge, &name, plan.on, 0, &entries, |entry| neutral(speech, entry));
                write!(out, "{text}")?;
            }
            // The reasons, where the file would have been.
            None => return Err(BadInput(told::text(speech, &request, chosen.unwrap_or(today))).into()),
        },
    }
    Ok(())
}

/// The answers and wishes of a file; wishes of the command line come before those of the file.
fn request(
    words: &Words,
    knowledge: &Knowledge,
    file: &Path,
    today: Day,
    wished: Map<String, Value>,
) -> Result<PlanRequest, BadInput> {
    let bytes = input::bytes(words, file)?;
    input::parse(file, &bytes)
        .map(|mut value| {
            if let (Some(map), false) = (value.as_object_mut(), wished.is_empty()) {
                let of_file = map.entry("wishes").or_insert_with(|| json!({}));
                if let Some(of_file) = of_file.as_object_mut() {
                    of_file.extend(wished);
                }
            }
            value
        })
        .and_then(|value| read(knowledge, value, today))
        .map_err(|problems| trouble::problems(words, &input::name_of(words, file), &problems))
}

/// How much of a day is over, in minutes after midnight; nothing where it is not today.
fn past(day: Day) -> u16 {
    let now = jiff::Zoned::now();
    let minutes = i32::from(now.hour()) * 60 + i32::from(now.minute());
    if dates::day(now.date()) == day { u16::try_from(minutes).unwrap_or(0) } else { 0 }
}

/// The minutes of one session and of a week, as they were typed.
///
/// # Errors
/// Says what was expected, where one of them is no number of minutes.
fn minutes(words: &Words, knowledge: &Knowledge, given: &Plan) -> Result<[Option<u16>; 2], BadInput> {
    let planning = &knowledge.courses.planning;
    let read = |name: &str, typed: &Option<String>, most: u16| match typed {
        None => Ok(None),
        Some(typed) => typed.parse().map(Some).map_err(|_| {
            let (typed, from) = (printable(typed), i64::from(planning.shortest));
            let args =
                [("name", name.into()), ("typed", typed.into()), ("from", from.into()), ("to", i64::from(most).into())];
            BadInput(words.get("cli-bad-minutes", &args))
        }),
    };
    let week = planning.longest.saturating_mul(7);
    Ok([read("--minutes", &given.minutes, planning.longest)?, read("--minutes-a-week", &given.minutes_a_week, week)?])
}

/// The wishes of the command line, as a file has them.
fn wished(given: &Plan, [minutes, a_week]: [Option<u16>; 2]) -> Map<String, Value> {
    let mut map = Map::new();
    let mut text = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            map.insert(name.to_owned(), Value::from(value.as_str()));
        }
    };
    text("giver", &given.giver);
    text("position", &given.position);
    text("surface", &given.surface);
    text("course", &given.course);
    if given.firm || given.gentle {
        map.insert("firmness".to_owned(), Value::from(if given.firm { "firm" } else { "gentle" }));
    }
    for (name, minutes) in [("minutes", minutes), ("minutes_a_week", a_week)] {
        if let Some(minutes) = minutes {
            map.insert(name.to_owned(), Value::from(minutes));
        }
    }
    for (name, list) in [("devices", &given.device), ("sites", &given.site)] {
        if !list.is_empty() {
            map.insert(name.to_owned(), json!(list));
        }
    }
    if given.clothed {
        map.insert("clothed".to_owned(), Value::from(true));
    }
    map
}

/// The title of an entry in a calendar that others may see.
fn neutral(speech: Speech<'_>, entry: &Entry) -> Text {
    let title = match entry.what {
        What::Prepare(_) => speech.t("calendar-prepare"),
        What::Session(number) => speech.n("calendar-session", "number", usize::from(number)),
        What::Review => speech.t("calendar-review"),
        What::CheckIn => speech.t("calendar-check-in"),
        What::Morning => speech.t("calendar-morning"),
        What::Questions => speech.t("calendar-questions"),
        What::Activity(index) => {
            let known = speech.knowledge.courses.activities.get(index);
            speech.t(&format!("calendar-{}", known.map_or("general", |activity| activity.kind.as_str())))
        }
    };
    Text { title, note: Some(speech.n("calendar-note", "minutes", usize::from(entry.minutes))), remind: false }
}
