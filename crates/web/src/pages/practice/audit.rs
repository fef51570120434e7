//! The practice's audit: who did and saw what, the last first.

use askama::Template;
use supple_practice::Moment;
use supple_store::{Item, Shelf};

use crate::{
    access::does,
    call::{Call, Reply},
    desk::Office,
    frame::Frame,
    pages::trouble,
    voice::Voice,
};

use super::said;

/// Most notes on a page.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "practice_audit.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    days: Vec<Day>,
    /// The page of newer and of older ones, where there are any.
    newer: Option<usize>,
    older: Option<usize>,
    practice: String,
}

/// How many digits of an id or a fingerprint are read.
const SHORT: usize = 8;

/// An id or a fingerprint: what is read at once, and the whole of it.
struct Code {
    short: String,
    whole: String,
}

/// The notes of one day, on the practice's clock.
struct Day {
    day: String,
    notes: Vec<Line>,
}

/// One note.
struct Line {
    time: String,
    what: String,
    who: Option<String>,
    /// The reason that was typed.
    reason: Option<String>,
    /// The fingerprint of notes that were signed.
    mark: Option<Code>,
    /// The session that it is about.
    about: Option<Code>,
}

/// Shows it. A session stands there by its id alone: whoever audits needs no client's name.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Audit)?;
    let notes = call.house.app.store.items(office.desk(), Shelf::Audit).map_err(|_| trouble::broken(call))?;
    // The last ones stand on page 0.
    let number: usize = call.wish("page").and_then(|page| page.parse().ok()).unwrap_or(0).min(notes.len() / MOST);
    let first = number * MOST;
    let page = Page {
        f: call.frame("audit-title", Some(&format!("/practice/{}", office.id()))),
        v: call.voice.clone(),
        name: office.page.name.clone(),
        practice: office.id().to_string(),
        newer: number.checked_sub(1),
        older: (notes.len() > first.saturating_add(MOST)).then(|| number + 1),
        days: days(call, &office, notes.iter().rev().skip(first).take(MOST)),
    };
    Ok(Reply::ok(&page))
}

/// The notes by their days, in the order that they come in.
fn days<'a>(call: &Call, office: &Office, notes: impl Iterator<Item = &'a Item>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for note in notes {
        let wall = note.at.and_then(|at| office.zone.wall(Moment::begun(at.0)));
        let day = wall.map_or_else(String::new, |(day, _)| said::weekday(&call.voice, day));
        if days.last().is_none_or(|last| last.day != day) {
            days.push(Day { day, notes: Vec::new() });
        }
        let time = wall.map_or_else(String::new, |(_, minute)| said::clock(minute));
        if let Some(last) = days.last_mut() {
            last.notes.push(line(call, note, time));
        }
    }
    days
}

fn line(call: &Call, note: &Item, time: String) -> Line {
    let text = |name: &str| note.body.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let what = text("what").unwrap_or_default();
    // What was signed has a fingerprint in the place of a reason.
    let (mark, reason) = if what == "sign" { (text("reason"), None) } else { (None, text("reason")) };
    Line {
        time,
        what: call.voice.known(&format!("audit-{what}")).unwrap_or_else(|| call.voice.t("audit-other")),
        who: text("name"),
        reason,
        mark: mark.map(|whole| Code { short: whole.chars().take(SHORT).collect(), whole }),
        // The last digits tell sessions apart: the first say when they were made.
        about: text("booking").filter(|id| !id.is_empty()).map(|whole| Code {
            short: whole.chars().skip(whole.chars().count().saturating_sub(SHORT)).collect(),
            whole,
        }),
    }
}
