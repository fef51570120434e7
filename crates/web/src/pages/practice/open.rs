//! Opening what a client shared with another therapist, or for another day, for a reason: when somebody stands in, or in an
//! emergency. It is noted before anything is shown, and the client is told who, when and why.

use askama::Template;

use super::{
    day,
    field::{Field, Fields},
    said::{self, Heading},
};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Brief, Entry, Office},
    form::Form,
    frame::{Frame, Trouble},
    voice::Voice,
};

/// Fewest characters of a reason.
const REASON: usize = 10;

#[derive(Template)]
#[template(path = "practice_open.html")]
struct Page {
    f: Frame,
    v: Voice,
    of: Heading,
    fields: Vec<Field>,
    shown: Option<Shown>,
    troubles: Vec<Trouble>,
}

/// What was shared.
struct Shown {
    on: String,
    places: Vec<String>,
    limits: Vec<String>,
    unknown: Vec<String>,
}

fn found(call: &Call, id: Option<&str>) -> Result<(Office, Entry), Reply> {
    let (office, _) = Office::of_path(call, does::BreakGlass)?;
    let entry = office.entry(call, id)?;
    call.may(does::BreakGlass, On::session(office.id(), entry.it.booking.therapist))?;
    Ok((office, entry))
}

/// Asks for the reason.
pub(crate) fn show(call: &Call) -> Reply {
    let query = Form::read(call.query.as_bytes()).unwrap_or_default();
    match found(call, query.get("id")) {
        Ok((office, entry)) => page(call, &office, &entry, false, Vec::new()),
        Err(reply) => reply,
    }
}

/// Notes the reason, then shows.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let (office, entry) = found(call, call.form.get("id"))?;
    let reason = call.form.text("reason").unwrap_or_default();
    if reason.chars().count() < REASON {
        let trouble = Trouble::new("reason", call.voice.n("open-reason-needed", "count", REASON));
        return Ok(page(call, &office, &entry, false, vec![trouble]));
    }
    let reason: String = reason.chars().take(500).collect();
    day::looked(call, &office, &entry, "glass", Some(&reason))?;
    Ok(page(call, &office, &entry, true, Vec::new()))
}

fn page(call: &Call, office: &Office, entry: &Entry, open: bool, troubles: Vec<Trouble>) -> Reply {
    let v = &call.voice;
    let lines = |lines: &[String]| lines.iter().map(|line| v.k(line)).collect();
    let shown = |brief: &Brief| Shown {
        on: said::date(v, brief.on),
        places: lines(&brief.places),
        limits: lines(&brief.limits),
        unknown: lines(&brief.unknown),
    };
    let again = !troubles.is_empty();
    let page = Page {
        f: call.frame("open-title", Some(&format!("/practice/{}/day", office.id()))),
        v: v.clone(),
        of: Heading::of(v, office, entry),
        fields: vec![Fields { call, troubles: &troubles }.hinted("reason", "open-reason", "text", "")],
        shown: entry.it.brief.as_ref().filter(|_| open).map(shown),
        troubles,
    };
    Reply::shown(&page, again)
}
