//! No session for now: why, and what opens the way again.

use askama::Template;

use super::{
    open::{OpenSign, open_signs},
    review::why,
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::Cited,
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "held.html")]
struct Page {
    f: Frame,
    v: Voice,
    say: String,
    why: String,
    sources: Vec<Cited>,
    /// Warnings after massages that have neither gone nor been looked at.
    open: Vec<OpenSign>,
}

/// The page that says why sessions wait; nothing where they do not. Where massage alone waits, because it has not helped,
/// whatever needs no massage goes on, and a plan says by itself what is left.
pub(crate) fn held(call: &Call, person: &Person, massage: bool) -> Option<Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let hold = person.record.hold(knowledge, &person.sheet, call.now.today)?;
    if hold.massage && !massage {
        return None;
    }
    let rule = hold.rule.and_then(|rule| knowledge.measures.adapt.get(rule));
    let (say, because, sources) = match rule {
        Some(rule) => why(call, rule),
        None => (v.t("held-doctor"), v.t("held-doctor-why"), Vec::new()),
    };
    Some(Reply::ok(&Page {
        f: call.track("held-page", "/").of(person),
        v: v.clone(),
        say,
        why: because,
        sources,
        open: open_signs(call, person),
    }))
}
