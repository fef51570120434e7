//! Which programs of a practice are told what happens: entered with an address, tried, turned off and on, and what became of what was
//! sent there.

use std::collections::BTreeSet;

use askama::Template;
use supple_store::{DeskError, UtcMs};
use uuid::Uuid;

use super::field::{Field, Fields};
use crate::{
    access::does,
    call::{Call, Reply},
    desk::Office,
    frame::{Frame, Trouble, beside},
    hooks::{self, Delivery, Event, Found, NotEntered, State, Why, Wished},
    pages::{account::own::when, trouble},
    record::NotWritten,
    voice::Voice,
};

/// Most messages on a page.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "practice_hooks.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    hooks: Vec<Line>,
    fields: Vec<Field>,
    /// What can be chosen: the name in the form, the sentence, whether it is chosen.
    events: Vec<(&'static str, String, bool)>,
    events_wrong: Option<String>,
    /// What the messages to an address that was just entered are signed with: it is shown once.
    secret: Option<String>,
    troubles: Vec<Trouble>,
}

/// An address.
struct Line {
    id: String,
    name: String,
    url: String,
    events: String,
    since: String,
    /// Why nothing is sent there.
    off: Option<String>,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Programs);
    office.and_then(|(office, _)| page(call, &office, None, Vec::new())).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, office: &Office, secret: Option<String>, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (v, again) = (&call.voice, !troubles.is_empty());
    let found = hooks::all(&call.house.app.store, office.desk()).map_err(|_| trouble::read(call))?;
    let fields = Fields { call, troubles: &troubles };
    let mut fields =
        vec![fields.of("name", "programs-name", "text", ""), fields.hinted("url", "hooks-url", "login", "")];
    if secret.is_some() {
        // What was just taken does not stand in the form for the next one.
        fields.iter_mut().for_each(|field| field.value.clear());
    }
    let chosen = |event: Event| secret.is_none() && call.form.all("event").any(|it| it == event.id());
    let page = Page {
        f: call.frame("hooks-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        hooks: found.into_iter().map(|found| line(call, found)).collect(),
        fields,
        events: Event::ALL.into_iter().map(|event| (event.id(), said(v, event), chosen(event))).collect(),
        events_wrong: beside(&troubles, "events"),
        secret,
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

fn said(v: &Voice, event: Event) -> String {
    v.t(&format!("hooks-event-{}", event.id().replace('.', "-")))
}

fn line(call: &Call, found: Found) -> Line {
    let v = &call.voice;
    let events: Vec<String> = found.it.events.iter().map(|event| said(v, *event)).collect();
    Line {
        id: found.id.to_string(),
        events: v.comma(&events),
        since: v.s("programs-since", "when", &when(call, UtcMs(found.it.made_ms))),
        off: found.it.off.map(|off| v.t(&format!("hooks-off-{}", off.id()))),
        name: found.it.name,
        url: found.it.url,
    }
}

/// Enters an address, tries it, turns it off or on, or takes it out.
pub(crate) fn act(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Programs);
    office
        .and_then(|(office, _)| match call.form.get("act") {
            Some(act @ ("try" | "on" | "off" | "out")) => changed(call, &office, act),
            _ => entered(call, &office),
        })
        .unwrap_or_else(|reply| reply)
}

/// The name of whoever is signed in.
fn by(call: &Call) -> Option<&str> {
    call.visit.open.as_ref().filter(|_| call.visit.signed.is_some()).map(|open| open.name.as_str())
}

fn entered(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let events: BTreeSet<Event> =
        Event::ALL.into_iter().filter(|event| call.form.all("event").any(|it| it == event.id())).collect();
    let text = |name: &str| call.form.text(name).unwrap_or_default();
    let wished = Wished { name: text("name"), url: text("url"), events, by: by(call) };
    let wrong = hooks::problems(&wished);
    if !wrong.is_empty() {
        return page(call, office, None, wrong.into_iter().map(|why| problem(call, why)).collect());
    }
    match hooks::enter(&call.house.app.store, office.desk(), &wished, call.now.at) {
        Ok(secret) => page(call, office, Some(secret), Vec::new()),
        Err(NotEntered::Store) => Err(not_written(call)),
        Err(why) => page(call, office, None, vec![problem(call, why)]),
    }
}

fn problem(call: &Call, why: NotEntered) -> Trouble {
    let (field, key) = match why {
        NotEntered::Name => ("name", "program-name-needed"),
        NotEntered::Url => ("url", "hooks-url-wrong"),
        NotEntered::Events => ("events", "hooks-events-wrong"),
        NotEntered::Many => ("name", "hooks-many"),
        NotEntered::Store => ("name", "program-store"),
    };
    Trouble::new(field, call.voice.t(key))
}

fn not_written(call: &Call) -> Reply {
    trouble::not_written(call, NotWritten::Store)
}

/// The address that a form or an address of ours names.
fn named(call: &Call, office: &Office, id: Option<&str>) -> Result<Found, Reply> {
    let id = id.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
    let found = hooks::one(&call.house.app.store, office.desk(), id).map_err(|_| trouble::read(call))?;
    found.ok_or_else(|| trouble::not_found(call))
}

fn changed(call: &Call, office: &Office, act: &str) -> Result<Reply, Reply> {
    let (store, desk, now) = (&call.house.app.store, office.desk(), call.now.at);
    let found = named(call, office, call.form.text("id"))?;
    let done = match act {
        "try" => hooks::told_of(store, desk, Event::Test, None, Some(found.id), now.0).map(drop),
        "out" => hooks::take_out(store, desk, &found, by(call), now),
        _ => hooks::turn(store, desk, &found, act == "on", by(call), now),
    };
    match done {
        // Somebody else, or what was sent at this moment, changed it: the page shows how it stands.
        Ok(()) | Err(DeskError::Changed { .. }) => {}
        Err(_) => return Err(not_written(call)),
    }
    let path = format!("/practice/{}/hooks", office.id());
    Ok(Reply::to(if act == "try" { format!("{path}/sent?hook={}", found.id) } else { path }))
}

#[derive(Template)]
#[template(path = "practice_hooks_sent.html")]
struct SentPage {
    f: Frame,
    v: Voice,
    practice: String,
    hook: String,
    name: String,
    url: String,
    off: Option<String>,
    messages: Vec<Message>,
}

/// A message.
struct Message {
    id: String,
    what: String,
    message: String,
    made: String,
    stands: String,
    last: Option<String>,
    /// Whether it can be sent once more.
    again: bool,
}

/// Shows what was sent to an address, and what is to be.
pub(crate) fn sent(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Programs)?;
    let found = named(call, &office, call.wish("hook"))?;
    let kept = hooks::of_hook(&call.house.app.store, office.desk(), found.id).map_err(|_| trouble::read(call))?;
    let message = |kept: &hooks::Kept| Message {
        id: kept.id.to_string(),
        what: said(&call.voice, kept.it.event),
        message: kept.message_id(),
        made: when(call, UtcMs(kept.it.made_ms)),
        stands: stands(call, &kept.it),
        last: kept.it.last.filter(|_| !matches!(kept.it.state, State::Arrived { .. })).map(|why| because(call, why)),
        again: matches!(kept.it.state, State::Arrived { .. } | State::GivenUp { .. }),
    };
    Ok(Reply::ok(&SentPage {
        f: call.frame("hooks-sent-title", Some(&format!("/practice/{}/hooks", office.id()))),
        v: call.voice.clone(),
        practice: office.id().to_string(),
        hook: found.id.to_string(),
        name: found.it.name.clone(),
        url: found.it.url.clone(),
        off: found.it.off.map(|off| call.voice.t(&format!("hooks-off-{}", off.id()))),
        messages: kept.iter().take(MOST).map(message).collect(),
    }))
}

fn stands(call: &Call, it: &Delivery) -> String {
    let v = &call.voice;
    let at = |ms: i64| when(call, UtcMs(ms));
    match it.state {
        State::Waits { next_ms } if it.tries > 0 => {
            v.with("hooks-again", &[("tries", i64::from(it.tries).into()), ("when", at(next_ms).into())])
        }
        State::Waits { .. } => v.t("hooks-waits"),
        State::Arrived { at_ms } => v.s("hooks-arrived", "when", &at(at_ms)),
        State::GivenUp { at_ms } => v.s("hooks-given-up", "when", &at(at_ms)),
    }
}

fn because(call: &Call, why: Why) -> String {
    let key = format!("hooks-why-{}", why.id());
    match why {
        Why::Status(status) => call.voice.n(&key, "status", status),
        _ => call.voice.t(&key),
    }
}

/// Sends a message once more.
pub(crate) fn again(call: &Call) -> Reply {
    once_more(call).unwrap_or_else(|reply| reply)
}

fn once_more(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::Programs)?;
    let (store, desk) = (&call.house.app.store, office.desk());
    let found = named(call, &office, call.form.text("hook"))?;
    let id = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok());
    let kept = hooks::of_hook(store, desk, found.id).map_err(|_| trouble::read(call))?;
    let kept = kept.into_iter().find(|kept| Some(kept.id) == id).ok_or_else(|| trouble::not_found(call))?;
    match hooks::again(store, desk, &kept, call.now.at.0) {
        Ok(()) | Err(DeskError::Changed { .. }) => {}
        Err(_) => return Err(not_written(call)),
    }
    Ok(Reply::to(format!("/practice/{}/hooks/sent?hook={}", office.id(), found.id)))
}
