//! The practice's audit: who did and saw what, the last first.

use askama::Template;
use supple_store::{Item, Shelf};

use crate::{
    access::does,
    call::{Call, Reply},
    desk::Office,
    frame::Frame,
    pages::{account::own, trouble},
    voice::Voice,
};

/// Most notes on a page.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "practice_audit.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    notes: Vec<Line>,
    /// The page of newer and of older ones, where there are any.
    newer: Option<usize>,
    older: Option<usize>,
    practice: String,
}

/// One note.
struct Line {
    when: String,
    what: String,
    who: Option<String>,
    /// What the text beside it is, and the text: the reason that was typed, or the fingerprint of notes.
    reason: Option<(String, String)>,
    about: String,
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
        notes: notes.iter().rev().skip(first).take(MOST).map(|note| line(call, note)).collect(),
    };
    Ok(Reply::ok(&page))
}

fn line(call: &Call, note: &Item) -> Line {
    let text = |name: &str| note.body.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let what = text("what").unwrap_or_default();
    let known = call.voice.known(&format!("audit-{what}"));
    Line {
        when: note.at.map_or_else(String::new, |at| own::when(call, at)),
        who: text("name"),
        // What was signed has a fingerprint in the place of a reason.
        reason: text("reason")
            .map(|text| (call.voice.t(if what == "sign" { "audit-mark" } else { "look-reason" }), text)),
        what: known.unwrap_or_else(|| call.voice.t("audit-other")),
        about: text("booking").unwrap_or_default(),
    }
}
