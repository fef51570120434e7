//! `supple assess`: answers from files in, decisions out.

use std::io::{self, Write};

use supple_care::{Day, Knowledge};
use supple_interop::{assessment::assess, dates};
use supple_words::Words;

use crate::{
    args::{Assess, Format},
    countries, input, report,
    speech::Speech,
    trouble::BadInput,
};

/// Assesses every file and prints what it comes to, in the order of the files. One that cannot be used stops no other.
///
/// # Errors
/// Every problem of every file; what the output did not take.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, today: Day, given: &Assess) -> anyhow::Result<()> {
    let chosen = given.today.as_deref().map(|date| chosen_day(words, date)).transpose()?;
    let country = countries::chosen(words, given.country.as_deref())?;
    let mut bad = Vec::new();
    let mut out = io::stdout().lock();
    for file in &given.files {
        let mut request = match input::request(words, knowledge, file, chosen.unwrap_or(today)) {
            Ok(request) => request,
            Err(problem) => {
                bad.push(problem.0);
                continue;
            }
        };
        if let Some(day) = chosen {
            request.sheet.today = day;
        }
        if request.country.is_none() {
            request.country.clone_from(&country);
        }
        let assessment = assess(knowledge, &request);
        match given.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, &assessment)?;
                writeln!(out)?;
            }
            Format::Text => {
                let title = (given.files.len() > 1).then(|| input::name_of(words, file));
                let speech = Speech { words, knowledge };
                write!(out, "{}", report::text(speech, &request, &assessment, title.as_deref()))?;
            }
        }
    }
    if bad.is_empty() { Ok(()) } else { Err(BadInput(bad.join("\n")).into()) }
}

fn chosen_day(words: &Words, date: &str) -> Result<Day, BadInput> {
    dates::parse(date).ok_or_else(|| BadInput(words.get("cli-bad-date", &[("date", date.into())])))
}
