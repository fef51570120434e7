//! What came after a session: what, how bad, how long. A warning sign opens the questions again at once.

use askama::Template;
use supple_care::{Answer, Knowledge};
use uuid::Uuid;

use super::{
    Sent, fresh_id, known,
    open::{OpenSign, open_signs},
    said::{self, BAD},
    sent, under,
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    pages::{
        session::{
            page::{Watch, watches},
            sign::emergency_number,
        },
        typed::Choice,
    },
    record::{
        Begun, Person,
        outcomes::{self, Reacted},
    },
    voice::Voice,
};

/// What a sign comes to: what to watch for, and the questions again.
#[derive(Template)]
#[template(path = "reaction_told.html")]
struct Told {
    f: Frame,
    v: Voice,
    told: String,
    next: String,
    /// Those of which it is asked whether they have gone.
    open: Vec<OpenSign>,
    /// The warnings that speak of what was told, the gravest first.
    first: Vec<Watch>,
    /// Their colour and the shape of the first.
    band: &'static str,
    shape: &'static str,
    /// Whether one of them may need the emergency number.
    calls: bool,
    /// The emergency number, where it is known.
    number: Option<String>,
    /// The other warnings.
    watch: Vec<Watch>,
}

/// The shape of what cannot wait.
const EMERGENCY: &str = "emergency";

#[derive(Template)]
#[template(path = "reaction.html")]
struct Page {
    f: Frame,
    v: Voice,
    form_id: String,
    session: String,
    date: String,
    /// Whether a sign was told already, and it is asked which: the emergency number comes first then, where it is known.
    which: bool,
    calls: Vec<Watch>,
    number: Option<String>,
    what: Vec<Choice>,
    bad: Vec<Choice>,
    lasted: Vec<Choice>,
    what_error: Option<String>,
    bad_error: Option<String>,
    lasted_error: Option<String>,
    troubles: Vec<Trouble>,
    watch: Vec<Watch>,
}

/// The session that is spoken of: the one of the address or the form, else the last that is over. An id that is no
/// session's is an error.
fn session<'p>(call: &Call, person: &'p Person) -> Result<Option<&'p Begun>, ()> {
    match call.form.text("session").or_else(|| call.wish("session")) {
        Some(id) => {
            let id = Uuid::try_parse(id).ok();
            person.record.sessions.iter().find(|begun| Some(begun.id) == id).map(Some).ok_or(())
        }
        None => Ok(person.record.sessions.iter().rfind(|begun| begun.over && begun.is_massage())),
    }
}

/// Asks.
pub(crate) fn show(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let open = call.flag("open");
    if open && person.record.open_signs().is_empty() {
        return Reply::to("/check-in");
    }
    let last = if open {
        person.record.open_signs().last().copied()
    } else {
        person.record.outcomes.reactions.last().filter(|told| call.flag("told") && told.sign)
    };
    if let Some(told) = last {
        let (knowledge, v) = (call.knowledge(), &call.voice);
        let next = knowledge.session.next.iter().find(|next| next.id == "told-sign");
        let signs: Vec<&Reacted> = if open { person.record.open_signs() } else { vec![told] };
        let what: Vec<String> = signs.iter().flat_map(|told| told.what.clone()).collect();
        let (mut first, watch): (Vec<Watch>, Vec<Watch>) = watches(call, None, true)
            .into_iter()
            .partition(|watch| watch.speaks_of(&what) && concerns(knowledge, &person, watch));
        first.sort_by_key(|watch| (watch.shape != EMERGENCY, !watch.call, watch.shape != "urgent"));
        return Reply::ok(&Told {
            f: call.track("reaction-page", "/").at(person.record.last_seq),
            v: v.clone(),
            told: v.parts(&said::reaction(knowledge, v, told)),
            next: next.map(|next| v.k(&next.say)).unwrap_or_default(),
            number: emergency_number(call, &person),
            band: if first.iter().any(|watch| watch.shape == EMERGENCY) { "danger" } else { "caution" },
            shape: first.first().map_or("", |watch| watch.shape),
            calls: first.iter().any(|watch| watch.call),
            first,
            watch,
            open: if open { open_signs(call, &person) } else { Vec::new() },
        });
    }
    match session(call, &person) {
        Ok(Some(begun)) => Reply::ok(&page(call, &person, begun, Vec::new())),
        Ok(None) => Reply::to("/check-in"),
        Err(()) => crate::pages::trouble::not_found(call),
    }
}

/// What a sign that was told after a massage calls for at once, where it is an emergency and nobody has looked at it yet.
pub(super) fn at_once(call: &Call, person: &Person) -> Option<String> {
    let what: Vec<String> = person.record.open_signs().into_iter().flat_map(|told| told.what.clone()).collect();
    let grave = |watch: &Watch| watch.shape == EMERGENCY && watch.speaks_of(&what);
    let watch = watches(call, None, true).into_iter().find(grave)?;
    concerns(call.knowledge(), person, &watch).then_some(watch.say)
}

/// Whether a warning concerns somebody: one that speaks of a medicine does, unless it is known not to be taken.
fn concerns(knowledge: &Knowledge, person: &Person, watch: &Watch) -> bool {
    let question = watch.with.as_deref().and_then(|id| knowledge.question_id(id));
    question.is_none_or(|question| person.sheet.get(question) != Answer::No)
}

fn page(call: &Call, person: &Person, begun: &Begun, troubles: Vec<Trouble>) -> Page {
    let (tracking, v) = (&call.knowledge().measures.tracking, &call.voice);
    let choice = |field: &str, id: &str, say: String| Choice {
        on: call.form.all(field).any(|chosen| chosen == id),
        value: id.to_owned(),
        say,
    };
    let mut lasted: Vec<Choice> = tracking.lasted.iter().map(|one| choice("lasted", &one.id, v.k(&one.say))).collect();
    lasted.push(choice("lasted", "unknown", v.t("answer-unknown")));
    let which = call.flag("which") || call.form.has("which");
    let mut offered: Vec<_> = tracking.reactions.iter().filter(|one| one.offered).collect();
    // Whoever is asked which sign it was reads the gravest first.
    if which {
        offered.sort_by_key(|one| (!one.stays, !one.sign));
    }
    Page {
        f: call.track("reaction-page", "/check-in").at(person.record.last_seq),
        v: v.clone(),
        form_id: fresh_id(call),
        session: begun.id.to_string(),
        date: v.date(begun.on),
        which,
        calls: watches(call, None, true).into_iter().filter(|watch| watch.shape == EMERGENCY).collect(),
        number: emergency_number(call, person),
        what: offered.into_iter().map(|one| choice("what", &one.id, v.k(&one.say))).collect(),
        bad: BAD.iter().map(|id| choice("bad", id, v.t(&format!("reaction-{id}")))).collect(),
        lasted,
        what_error: beside(&troubles, "what"),
        bad_error: beside(&troubles, "bad"),
        lasted_error: beside(&troubles, "lasted"),
        troubles,
        watch: watches(call, None, true),
    }
}

/// Records it.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Sent::New(id) = sent(call, &person) else { return Reply::to("/check-in") };
    let v = &call.voice;
    let begun = match session(call, &person) {
        Ok(Some(begun)) => begun,
        Ok(None) => return Reply::to("/check-in"),
        Err(()) => {
            // There is a session or there is not; without any, nothing can have followed from one.
            let Some(last) = person.record.sessions.last() else { return crate::pages::trouble::not_found(call) };
            return Reply::again(&page(call, &person, last, vec![Trouble::new("what", v.t("track-no-session"))]));
        }
    };
    if call.form.has("gone") {
        let draft = under(call, outcomes::gone(begun.id), id);
        return match call.write(open, &person, vec![draft]) {
            Ok(after) if after.record.open_signs().is_empty() => Reply::to("/again"),
            Ok(_) => Reply::to("/reaction?open"),
            Err(reply) => reply,
        };
    }
    let tracking = &call.knowledge().measures.tracking;
    let what: Vec<String> = tracking
        .reactions
        .iter()
        .map(|one| one.id.clone())
        .filter(|id| call.form.all("what").any(|chosen| chosen == id))
        .collect();
    let none = call.form.has("nothing");
    let bad = call.form.get("bad").filter(|bad| BAD.contains(bad));
    let lasted = call.form.get("lasted").filter(|id| *id == "unknown" || tracking.lasted.iter().any(|it| it.id == *id));
    let mut troubles = Vec::new();
    if what.is_empty() && !none {
        troubles.push(Trouble::new("what", v.t("reaction-what-missing")));
    }
    if !what.is_empty() {
        for (field, given) in [("bad", bad), ("lasted", lasted)] {
            if given.is_none() {
                troubles.push(Trouble::new(field, v.t("form-choose")));
            }
        }
    }
    // It cannot have lasted longer than since the massage.
    let days = call.now.today.days_since(begun.on).max(0);
    let longer = |hours: u16| i32::from(hours) > days.saturating_mul(24);
    if tracking.lasted.iter().any(|it| Some(it.id.as_str()) == lasted && longer(it.hours)) && !what.is_empty() {
        troubles.push(Trouble::new("lasted", v.s("reaction-too-long", "date", &v.date(begun.on))));
    }
    if !troubles.is_empty() {
        return Reply::again(&page(call, &person, begun, troubles));
    }
    let (bad, lasted) = if what.is_empty() { (None, None) } else { (bad, lasted.filter(|id| *id != "unknown")) };
    let draft = under(call, outcomes::reaction(begun.id, &what, bad, lasted), id);
    match call.write(open, &person, vec![draft]) {
        Ok(after) if after.record.outcomes.reactions.last().is_some_and(|told| told.sign) => {
            Reply::to("/reaction?told")
        }
        Ok(after) if after.record.hold(call.knowledge(), &after.sheet, call.now.today).is_some() => Reply::to("/plan"),
        Ok(_) => Reply::to("/check-in"),
        Err(reply) => reply,
    }
}
