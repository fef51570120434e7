//! The part of `supple knowledge prove` that is about strokes: statements, distances, pictures.

use std::{fs, time::Instant};

use supple_care::Knowledge;
use supple_knowledge::{
    Files,
    geometry::{self, Found, Proved, Report, drawing::View, picture},
};
use supple_words::Words;

use crate::{
    args::Proof,
    base::say,
    trouble::{self, BadInput},
};

/// How many findings of one statement are told; the rest is counted.
const TOLD: usize = 8;

/// Proves the statements about strokes, and gives the number of those that do not hold.
///
/// # Errors
/// A drawing that cannot be read; a picture that cannot be written.
pub(crate) fn prove(words: &Words, files: &Files, knowledge: &Knowledge, given: &Proof) -> anyhow::Result<i64> {
    let started = Instant::now();
    let only = given.stroke.as_ref().map(|id| one(words, knowledge, id)).transpose()?;
    let report = match &only {
        Some(knowledge) => geometry::prove_strokes(files, knowledge),
        None => geometry::prove(files, knowledge),
    };
    let report = report.map_err(anyhow::Error::msg)?;
    let knowledge = only.as_ref().unwrap_or(knowledge);
    let mut failed = 0i64;
    for statement in report.statements.iter().filter(|statement| statement.checks > 0) {
        let args = [
            ("invariant", statement.invariant.into()),
            ("says", statement.says.into()),
            ("checks", i64::try_from(statement.checks).unwrap_or(i64::MAX).into()),
        ];
        if statement.found.is_empty() {
            say(&words.get("knowledge-strokes-proved", &args));
        } else {
            failed += 1;
            say(&words.get("knowledge-strokes-disproved", &args));
            findings(words, statement);
        }
    }
    distances(words, knowledge, &report, given.all);
    let seconds = format!("{:.1}", started.elapsed().as_secs_f64());
    let (strokes, shapes) = (knowledge.techniques.strokes.len(), knowledge.techniques.shapes.len());
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let args = [("strokes", number(strokes).into()), ("shapes", number(shapes).into()), ("seconds", seconds.into())];
    say(&words.get("knowledge-strokes-time", &args));
    if let Some(found) = worst(&report) {
        draw(words, files, knowledge, found, given)?;
    }
    Ok(failed)
}

/// The knowledge with a single stroke.
fn one(words: &Words, knowledge: &Knowledge, id: &str) -> Result<Knowledge, BadInput> {
    let mut knowledge = knowledge.clone();
    knowledge.techniques.strokes.retain(|stroke| stroke.id == id);
    match knowledge.techniques.strokes.is_empty() {
        true => Err(BadInput(words.get("knowledge-strokes-unknown", &[("id", id.into())]))),
        false => Ok(knowledge),
    }
}

fn findings(words: &Words, statement: &Proved) {
    for found in statement.found.iter().take(TOLD) {
        let args = [
            ("what", (&found.what).into()),
            ("shape", (&found.shape).into()),
            ("place", found.place.as_deref().unwrap_or("-").into()),
            ("message", (&found.message).into()),
        ];
        say(&words.get("knowledge-strokes-found", &args));
    }
    let rest = statement.found.len().saturating_sub(TOLD);
    if rest > 0 {
        let rest = i64::try_from(rest).unwrap_or(i64::MAX);
        say(&words.get("knowledge-strokes-more", &[("count", rest.into())]));
    }
}

/// The room that is left: to the spine and everything else that is forbidden, the least first; or to every place.
fn distances(words: &Words, knowledge: &Knowledge, report: &Report, all: bool) {
    let mut rows: Vec<_> = report
        .rooms
        .iter()
        .filter_map(|room| {
            let stroke = knowledge.techniques.strokes.get(room.stroke)?;
            let place = knowledge.place(room.place)?;
            let told = all || place.class == "forbidden";
            told.then_some((room.mm, stroke.id.as_str(), place.id.as_str()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    if !all {
        rows.truncate(TOLD);
        say(&words.get("knowledge-strokes-least", &[]));
    }
    for (mm, stroke, place) in rows {
        // Lower bounds are rounded downwards, so that what is printed is never more than the truth.
        let key = if mm > 0.0 { "knowledge-strokes-room" } else { "knowledge-strokes-touched" };
        let mm = format!("{:.1}", (mm * 10.0).floor() / 10.0);
        say(&words.get(key, &[("stroke", stroke.into()), ("place", place.into()), ("mm", mm.into())]));
    }
}

/// What is worst of all findings about strokes: a no-go zone before anything else.
fn worst(report: &Report) -> Option<&Found> {
    let no_go = report.statements.iter().find(|statement| statement.invariant == "no_stroke_presses_a_no_go_zone");
    no_go.and_then(|statement| statement.found.first()).or_else(|| report.first())
}

fn draw(words: &Words, files: &Files, knowledge: &Knowledge, found: &Found, given: &Proof) -> anyhow::Result<()> {
    let views = View::read(files.get("body.svg").unwrap_or("")).map_err(anyhow::Error::msg)?;
    let Some((svg, sketch)) = picture::of_found(knowledge, &views, found) else { return Ok(()) };
    say(&words.get("knowledge-strokes-sketch", &[("what", (&found.what).into()), ("shape", (&found.shape).into())]));
    say(&sketch);
    if let Some(file) = &given.picture {
        fs::write(file, svg).map_err(|error| trouble::file(words, "cli-unwritable", file, &error))?;
        say(&words.get("knowledge-strokes-picture", &[("file", file.display().to_string().into())]));
    }
    Ok(())
}
