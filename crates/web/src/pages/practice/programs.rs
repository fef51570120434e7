//! The programs of a practice: which may read what, until when; let in with a token that is shown once, and taken out.

use askama::Template;
use uuid::Uuid;

use super::field::{Field, Fields, Reading};
use crate::{
    access::does,
    account::program::{self, NotLet, Shown, Wished},
    call::{Call, Reply},
    desk::Office,
    frame::{Frame, Trouble},
    pages::{account::own::when, trouble},
    record::NotWritten,
    voice::Voice,
};

/// What the form proposes: to read everything that clients agree to.
const SCOPES: &str = "system/*.rs";
/// And for how many days.
const DAYS: u16 = 90;

#[derive(Template)]
#[template(path = "practice_programs.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    programs: Vec<Line>,
    fields: Vec<Field>,
    /// How a program that was just let in shows itself; a token is shown once.
    token: Option<String>,
    client: Option<String>,
    troubles: Vec<Trouble>,
}

/// A program.
struct Line {
    id: String,
    name: String,
    scopes: String,
    since: String,
    until: String,
    over: bool,
    client: String,
    signs: bool,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Programs);
    office.and_then(|(office, _)| page(call, &office, None, Vec::new())).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, office: &Office, shown: Option<Shown>, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (v, again) = (&call.voice, !troubles.is_empty());
    let listed = program::listed(&call.house.app.store, office.id()).map_err(|_| trouble::read(call))?;
    let line = |one: program::Listed| Line {
        id: one.id.to_string(),
        name: one.name,
        scopes: one.scopes,
        since: v.s("programs-since", "when", &when(call, one.made)),
        until: v.s("programs-until", "when", &when(call, one.until)),
        over: one.until <= call.now.at,
        client: one.client,
        signs: one.signs,
    };
    let fields = Fields { call, troubles: &troubles };
    let mut fields = vec![
        fields.of("name", "programs-name", "text", ""),
        fields.hinted("scopes", "programs-scopes", "text", SCOPES),
        fields.of("days", "programs-days", "number", DAYS.to_string()),
        fields.hinted("keys", "programs-keys", "long", ""),
    ];
    if shown.is_some() {
        // What was just taken does not stand in the form for the next one.
        let taken = |field: &&mut Field| ["name", "keys"].contains(&field.id.as_str());
        fields.iter_mut().filter(taken).for_each(|field| field.value.clear());
    }
    let (token, client) = match shown {
        Some(Shown::Token(token)) => (Some(token), None),
        Some(Shown::Client(client)) => (None, Some(client)),
        None => (None, None),
    };
    let page = Page {
        f: call.frame("programs-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        programs: listed.into_iter().map(line).collect(),
        fields,
        token,
        client,
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Lets a program in, or takes one out.
pub(crate) fn act(call: &Call) -> Reply {
    let office = Office::of_path(call, does::Programs);
    office
        .and_then(|(office, _)| match call.form.get("act") {
            Some("out") => taken_out(call, &office),
            _ => let_in(call, &office),
        })
        .unwrap_or_else(|reply| reply)
}

/// The name of whoever is signed in.
fn by(call: &Call) -> Option<&str> {
    call.visit.open.as_ref().filter(|_| call.visit.signed.is_some()).map(|open| open.name.as_str())
}

fn let_in(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let mut reading = Reading::new(call);
    let (name, scopes) = (reading.text("name"), reading.text("scopes"));
    if !reading.troubles.is_empty() {
        return page(call, office, None, reading.troubles);
    }
    let days = call.form.text("days").and_then(|days| days.parse().ok()).unwrap_or(0);
    let keys = call.form.text("keys");
    let wished = Wished { name: &name, scopes: &scopes, patient: None, days, by: by(call), keys };
    match program::let_in(&call.house.app.store, office.id(), &wished, call.now.at) {
        Ok(shown) => page(call, office, Some(shown), Vec::new()),
        Err(NotLet::Store) => Err(trouble::not_written(call, NotWritten::Store)),
        Err(why) => page(call, office, None, vec![wrong(call, &why)]),
    }
}

fn wrong(call: &Call, why: &NotLet) -> Trouble {
    let (field, said) = match why {
        NotLet::Scope(scope) => ("scopes", call.voice.s(why.key(), "scope", &call.voice.k(scope))),
        NotLet::Patient => ("scopes", call.voice.t(why.key())),
        NotLet::Keys | NotLet::PrivateKeys => ("keys", call.voice.t(why.key())),
        NotLet::Days => ("days", call.voice.n(why.key(), "most", program::MOST_DAYS)),
        _ => ("name", call.voice.t(why.key())),
    };
    Trouble::new(field, said)
}

fn taken_out(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let id = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
    program::take_out(&call.house.app.store, office.id(), id, by(call), call.now.at)
        .map_err(|_| trouble::not_written(call, NotWritten::Store))?;
    Ok(Reply::to(format!("/practice/{}/programs", office.id())))
}
