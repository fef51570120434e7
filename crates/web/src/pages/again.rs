//! Coming back: the "anything new?" questions first, then what has grown old.

use askama::Template;

use crate::{
    call::{Call, Reply},
    frame::{self, Frame},
    pages::track::{
        open::{OpenSign, open_signs},
        said,
    },
    record,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "again.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// What the last result says; nothing where there was none.
    last: Option<String>,
    /// How long it takes and how many answers have grown old, where something is open.
    takes: Vec<String>,
    /// That severe pain was told, and the body map is asked for again.
    severe: Option<String>,
    /// What came after a massage, and has neither gone nor been looked at.
    open: Vec<OpenSign>,
}

/// Shows what the last result was, and a button to begin.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let v = &call.voice;
    let last = person.record.decisions.last().map(|made| {
        let args = [("disposition", v.disposition(made.disposition).into()), ("date", v.date(made.on).into())];
        // After something new the last result says nothing any more.
        if person.record.new_sign() { v.t("again-new") } else { v.with("again-last", &args) }
    });
    let open = !person.standing.settled && person.record.due(call.now.today);
    let given = person.record.answers.keys();
    let old = given.filter(|id| person.record.grown_old(call.knowledge(), &person.sheet, **id).is_some()).count();
    let mut takes = Vec::new();
    if open {
        takes.push(v.n("again-minutes", "minutes", frame::minutes(&person.standing)));
        takes.extend((old > 0).then(|| v.n("again-old", "count", old)));
    }
    Reply::ok(&Page {
        f: call.frame("again-page", Some("/")).at(person.record.last_seq),
        v: v.clone(),
        last,
        takes,
        severe: said::severe(v, &person),
        open: open_signs(call, &person),
    })
}

/// Asks anew.
pub(crate) fn start(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    match call.write(open, &person, vec![record::rescreen()]) {
        Ok(after) => Reply::to(super::next::path(call.knowledge(), &after)),
        Err(reply) => reply,
    }
}
