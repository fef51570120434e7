//! What the programs of a practice may do with one's own record: nothing, until one says otherwise here.

use std::collections::BTreeSet;

use askama::Template;
use supple_store::PersonId;
use uuid::Uuid;

use crate::{
    access::{Lets, Role},
    account::{self, Agreed, Membership, program},
    call::{Call, Reply},
    desk::Office,
    frame::Frame,
    hooks::Event,
    pages::trouble,
    record::NotWritten,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "record_programs.html")]
struct Page {
    f: Frame,
    v: Voice,
    practices: Vec<Line>,
    /// Whether the record has a PIN, which no program has.
    pin: bool,
}

/// A practice.
struct Line {
    id: String,
    name: String,
    says: String,
    programs: Vec<String>,
    /// What can be said instead.
    acts: Vec<(&'static str, String)>,
}

/// What can be said, by the word in the form.
const SAYS: [(&str, Lets); 3] = [("read", Lets::Read), ("add", Lets::Add), ("nothing", Lets::Nothing)];

/// A practice, with what one is there, as it was read.
type Belonging = (Office, Option<(u32, Membership)>);

/// The practices that one can say it to: those that one belongs to; on this computer alone, all that are here.
fn practices(call: &Call, person: Uuid) -> Result<Vec<Belonging>, Reply> {
    let store = &call.house.app.store;
    let mut found = Vec::new();
    for office in call.offices()? {
        let member = account::membership(store, office.id(), person).map_err(|_| trouble::read(call))?;
        if member.is_some() || !call.house.app.mode.signs_in() {
            found.push((office, member.map(|(item, member)| (item.version, member))));
        }
    }
    Ok(found)
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call) -> Result<Reply, Reply> {
    let (open, v) = (call.open()?, &call.voice);
    let person = open.key.person();
    let store = &call.house.app.store;
    let mut lines = Vec::new();
    for (office, member) in practices(call, person.as_uuid())? {
        let lets = member.as_ref().map_or(Lets::Nothing, |(_, member)| member.lets());
        let word = SAYS.into_iter().find(|(_, known)| *known == lets).map_or("nothing", |(word, _)| word);
        let programs = program::listed(store, office.id()).map_err(|_| trouble::read(call))?;
        let others = SAYS.into_iter().filter(|(_, known)| *known != lets);
        lines.push(Line {
            id: office.id().to_string(),
            name: office.page.name.clone(),
            says: v.t(&format!("lets-now-{word}")),
            programs: programs.into_iter().filter(|one| call.now.at < one.until).map(|one| one.name).collect(),
            acts: others.map(|(word, _)| (word, v.t(&format!("lets-{word}")))).collect(),
        });
    }
    let pin = store.unlock(person, None, call.now.at).is_err();
    Ok(Reply::ok(&Page { f: call.frame("record-page", Some("/record")), v: v.clone(), practices: lines, pin }))
}

/// Says it.
pub(crate) fn act(call: &Call) -> Reply {
    said(call).unwrap_or_else(|reply| reply)
}

fn said(call: &Call) -> Result<Reply, Reply> {
    let open = call.open()?;
    let person = open.key.person();
    let id = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
    let word = call.form.get("act").unwrap_or_default();
    let lets = SAYS.into_iter().find(|(known, _)| *known == word).ok_or_else(|| trouble::not_found(call))?.1;
    let found = practices(call, person.as_uuid())?.into_iter().find(|(office, _)| office.id() == id);
    let (office, member) = found.ok_or_else(|| trouble::not_found(call))?;
    let agreed = match lets {
        Lets::Nothing => None,
        Lets::Read | Lets::Add => Some(Agreed { since_ms: call.now.at.0, add: lets == Lets::Add }),
    };
    let new = || Membership {
        name: open.name.clone(),
        roles: BTreeSet::from([Role::Client]),
        therapist: None,
        invited: None,
        lets: None,
    };
    let (version, member) = member.unwrap_or_else(|| (0, new()));
    keep(call, &office, person, version, &Membership { lets: agreed, ..member })?;
    Ok(Reply::to("/record/programs"))
}

fn keep(call: &Call, office: &Office, person: PersonId, version: u32, member: &Membership) -> Result<(), Reply> {
    let failed = || trouble::not_written(call, NotWritten::Store);
    // In the audit before it counts: who let whom, without what stands in the record.
    let what = if member.lets.is_some() { "lets" } else { "lets-nothing" };
    office.note(call, what, person.as_uuid(), None).map_err(|_| failed())?;
    let store = &call.house.app.store;
    let event = if member.lets.is_some() { Event::Shared } else { Event::Closed };
    account::put_word(store, office.desk(), person.as_uuid(), (version, member), event, call.now.at)
        .map_err(|_| failed())?;
    Ok(())
}
