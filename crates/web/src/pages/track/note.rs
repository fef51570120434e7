//! Something happened beside the massage: a new medicine, a fall. It is marked in the charts.

use askama::Template;
use supple_interop::dates;

use super::{Sent, fresh_id, known, sent, typed_day, under};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    pages::typed::Choice,
    record::{Person, outcomes},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "note.html")]
struct Page {
    f: Frame,
    v: Voice,
    form_id: String,
    what: Vec<Choice>,
    day: String,
    what_error: Option<String>,
    day_error: Option<String>,
    troubles: Vec<Trouble>,
}

/// Asks what and when.
pub(crate) fn show(call: &Call) -> Reply {
    known(call).map_or_else(|reply| reply, |person| Reply::ok(&page(call, &person, Vec::new())))
}

fn page(call: &Call, person: &Person, troubles: Vec<Trouble>) -> Page {
    let v = &call.voice;
    let chosen = call.form.get("what").unwrap_or_default();
    let events = call.knowledge().measures.tracking.events.iter();
    Page {
        f: call.track("note-page", "/check-in").at(person.record.last_seq),
        v: v.clone(),
        form_id: fresh_id(call),
        what: events.map(|one| Choice { on: chosen == one.id, value: one.id.clone(), say: v.k(&one.say) }).collect(),
        day: call.form.get("day").map_or_else(|| dates::print(call.now.today), str::to_owned),
        what_error: beside(&troubles, "what"),
        day_error: beside(&troubles, "day"),
        troubles,
    }
}

/// Records it.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Sent::New(id) = sent(call, &person) else { return Reply::to("/progress") };
    let v = &call.voice;
    let events = &call.knowledge().measures.tracking.events;
    let what = call.form.get("what").and_then(|id| events.iter().find(|known| known.id == id));
    let day = typed_day(call, call.form.text("day"));
    let (Some(what), Ok(day)) = (what, &day) else {
        let mut troubles = Vec::new();
        if what.is_none() {
            troubles.push(Trouble::new("what", v.t("form-choose")));
        }
        if let Err(wrong) = day {
            troubles.push(Trouble::new("day", wrong));
        }
        return Reply::again(&page(call, &person, troubles));
    };
    let draft = under(call, outcomes::noted(&what.id, *day), id);
    match call.write(open, &person, vec![draft]) {
        Ok(_) => Reply::to(if what.rescreen { "/again" } else { "/progress" }),
        Err(reply) => reply,
    }
}
