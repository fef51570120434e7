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

/// Why sessions wait, for pages that speak of the answers alone.
pub(crate) struct Waits {
    /// The rule that says so; nothing where the person chose to see a doctor.
    pub(crate) rule: Option<usize>,
    /// What to do.
    pub(crate) say: String,
    /// Why.
    pub(crate) why: String,
    /// Whether massage alone waits: what needs none goes on.
    pub(crate) massage: bool,
}

/// Why sessions wait today by what the record tells, whatever the answers say; nothing where they do not.
pub(crate) fn waits(call: &Call, person: &Person) -> Option<Waits> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let hold = person.record.hold(knowledge, &person.sheet, call.now.today)?;
    let (say, why) = match hold.rule.and_then(|rule| knowledge.measures.adapt.get(rule)) {
        Some(rule) => (v.k(&rule.say), v.k(&rule.why)),
        None if hold.today => (v.t("held-today"), v.t("held-today-why")),
        None => (v.t("held-doctor"), v.t("held-doctor-why")),
    };
    Some(Waits { rule: hold.rule, say, why, massage: hold.massage })
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
        None if hold.today => (v.t("held-today"), v.t("held-today-why"), Vec::new()),
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
