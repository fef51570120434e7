//! `supple assess`: answers from files in, decisions out.

use std::{
    io::{self, Write},
    path::Path,
};

use serde::Serialize;
use serde_json::Value;
use supple_care::{Day, Knowledge};
use supple_interop::{answers::Request, assessment::assess, dates};
use supple_words::Words;

use crate::{
    args::{Assess, Format},
    input, report,
    speech::Speech,
    trouble::BadInput,
};

/// Assesses every file and prints what it comes to, in the order of the files. One that cannot be used stops no other.
///
/// For programs one file gives its assessment alone; several give one JSON list, each entry with its `file`, and its
/// `assessment` or, where it cannot be used, its `problems`.
///
/// # Errors
/// Every problem of every file; what the output did not take.
pub(crate) fn run(
    words: &Words,
    knowledge: &Knowledge,
    today: Day,
    country: Option<String>,
    given: &Assess,
) -> anyhow::Result<()> {
    let chosen = given.today.as_deref().map(|date| chosen_day(words, date)).transpose()?;
    let several = given.files.len() > 1;
    let listed = several && given.format == Format::Json;
    let mut bad = Vec::new();
    let mut out = io::stdout().lock();
    for (file, number) in given.files.iter().zip(0usize..) {
        if listed {
            write!(out, "{}", if number == 0 { "[\n" } else { ",\n" })?;
        }
        let read = if given.fhir { input::response } else { input::request };
        let request = match read(words, knowledge, file, chosen.unwrap_or(today)) {
            Ok(request) => filled(knowledge, request, chosen, country.as_ref()),
            Err(refused) => {
                if listed {
                    entry(&mut out, file, "problems", &Value::from(refused.problems))?;
                }
                bad.push(refused.text.0);
                continue;
            }
        };
        let assessment = assess(knowledge, &request);
        match given.format {
            Format::Json if several => entry(&mut out, file, "assessment", &assessment)?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &assessment)?;
                writeln!(out)?;
            }
            Format::Text => {
                let title = several.then(|| input::name_of(words, file));
                let speech = Speech { words, knowledge };
                write!(
                    out,
                    "{}",
                    report::text(speech, &request, &assessment, title.as_deref(), chosen.unwrap_or(today))
                )?;
            }
        }
    }
    if listed {
        writeln!(out, "\n]")?;
    }
    if bad.is_empty() { Ok(()) } else { Err(BadInput(bad.join("\n")).into()) }
}

/// The answers on the day of the command line, with its country where the file leaves that to it.
fn filled(knowledge: &Knowledge, request: Request, day: Option<Day>, country: Option<&String>) -> Request {
    let mut request = match day {
        Some(day) => request.on(knowledge, day),
        None => request,
    };
    request.country = request.country.or_else(|| country.cloned());
    request
}

/// One entry of the list: the file as it was named on the command line, and what came of it in the same shape and order as
/// for one file alone.
fn entry(out: &mut impl Write, file: &Path, name: &str, what: &impl Serialize) -> anyhow::Result<()> {
    let shown = serde_json::to_string(&file.display().to_string())?;
    write!(out, "{{ \"file\": {shown}, \"{name}\": ")?;
    serde_json::to_writer_pretty(&mut *out, what)?;
    write!(out, " }}")?;
    Ok(())
}

pub(crate) fn chosen_day(words: &Words, date: &str) -> Result<Day, BadInput> {
    dates::parse(date).ok_or_else(|| BadInput(words.get("cli-bad-date", &[("date", date.into())])))
}
