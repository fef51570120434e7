//! Who looked at what is one's own, and why.

use askama::Template;

use super::{keep, own};
use crate::{
    account::Look,
    call::{Call, Reply},
    frame::Frame,
    pages::trouble,
    voice::Voice,
};

/// Most looks on the page, the last first.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "account_looks.html")]
struct Page {
    f: Frame,
    v: Voice,
    looks: Vec<Line>,
}

/// One look.
struct Line {
    when: String,
    who: String,
    what: String,
    reason: Option<String>,
}

/// Shows them, and remembers that they were shown.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let mut found = own(call)?;
    let v = &call.voice;
    let notes = found.looks(&call.house.app.store).map_err(|_| trouble::read(call))?;
    let line = |note: &supple_store::Item| {
        let look = Look::of(note)?;
        let args = [("name", v.k(&look.name).into()), ("practice", v.k(&look.practice).into())];
        Some(Line {
            when: note.at.map_or_else(String::new, |at| super::own::when(call, at)),
            who: v.with("look-who", &args),
            what: v.t(&format!("look-{}", look.what)),
            reason: look.reason,
        })
    };
    let looks = notes.iter().rev().filter_map(line).take(MOST).collect();
    let last = notes.last().map_or(0, |note| u64::try_from(note.id.as_u128()).unwrap_or(u64::MAX));
    if last > found.it.looks_read {
        found.it.looks_read = last;
        keep(call, &mut found)?;
    }
    Ok(Reply::ok(&Page { f: call.frame("looks-title", Some("/account")), v: v.clone(), looks }))
}
