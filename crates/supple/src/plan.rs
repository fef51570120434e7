//! `supple plan`: answers and wishes in, a plan, a document or a calendar out.

mod told;

use std::{
    io::{self, Write},
    path::Path,
};

use serde_json::{Map, Value, json};
use supple_care::{
    Day, Knowledge,
    week::{Entry, What, week},
};
use supple_interop::{
    calendar::{Text, calendar},
    plan::{document, made},
    wishes::{PlanRequest, read},
};
use supple_words::Words;

use crate::{
    args::{Plan, PlanFormat},
    assess::chosen_day,
    input,
    speech::Speech,
    trouble::{self, BadInput},
};

/// Plans a file and prints it.
///
/// # Errors
/// Every problem of the file and of the wishes; for a calendar, that there is no plan; what the output did not take.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, today: Day, given: &Plan) -> anyhow::Result<()> {
    let chosen = given.today.as_deref().map(|date| chosen_day(words, date)).transpose()?;
    let mut request = request(words, knowledge, &given.file, chosen.unwrap_or(today), given)?;
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
        PlanFormat::Text => write!(out, "{}", told::text(speech, &request, today))?,
        PlanFormat::Ics => match made(knowledge, &request) {
            Some((plan, from)) => {
                let entries = week(knowledge, &plan, from);
                let name = words.get("calendar-name", &[]);
                let text = calendar(knowledge, &name, plan.on, 0, &entries, |entry| neutral(speech, entry));
                write!(out, "{text}")?;
            }
            // The reasons, where the file would have been.
            None => return Err(BadInput(told::text(speech, &request, today)).into()),
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
    given: &Plan,
) -> Result<PlanRequest, BadInput> {
    let bytes = input::bytes(words, file)?;
    input::parse(file, &bytes)
        .map(|mut value| {
            let wished = wished(given);
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

/// The wishes of the command line, as a file has them.
fn wished(given: &Plan) -> Map<String, Value> {
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
    for (name, minutes) in [("minutes", given.minutes), ("minutes_a_week", given.minutes_a_week)] {
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
        What::Activity(index) => {
            let known = speech.knowledge.courses.activities.get(index);
            speech.t(&format!("calendar-{}", known.map_or("general", |activity| activity.kind.as_str())))
        }
    };
    Text { title, note: Some(speech.n("calendar-note", "minutes", usize::from(entry.minutes))) }
}
