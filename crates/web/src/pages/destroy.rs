//! Destroying the record for good.

use askama::Template;
use supple_store::{EraseError, Erased, PersonId, StoreError};

use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    pages::trouble,
    record::NotWritten,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "destroy.html")]
struct Page {
    f: Frame,
    v: Voice,
    count: usize,
    proxy: bool,
    has_pin: bool,
    pin_error: Option<String>,
    sure_error: Option<String>,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "destroyed.html")]
struct Done {
    f: Frame,
    v: Voice,
    /// Whether a copy that was kept could not be changed.
    copy: bool,
    /// Whether the old key may still stand in the database's own log.
    log: bool,
}

/// Says what goes and what stays, and asks.
pub(crate) fn show(call: &Call) -> Reply {
    match page(call, Vec::new()) {
        Ok(page) => Reply::ok(&page),
        Err(reply) => reply,
    }
}

fn page(call: &Call, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let open = call.open()?;
    let store = &call.house.app.store;
    let person = open.key.person();
    let count = store.last_seq(person).map_err(|_| trouble::read(call))?;
    let people = call.people_here().map_err(|_| trouble::read(call))?;
    Ok(Page {
        f: call.frame("destroy-page", Some("/record/take")).at(count),
        v: call.voice.clone(),
        count: usize::try_from(count).unwrap_or(usize::MAX),
        proxy: open.proxy.is_some(),
        has_pin: people.iter().any(|line| line.id == person && line.has_pin),
        pin_error: beside(&troubles, "pin"),
        sure_error: beside(&troubles, "sure"),
        troubles,
    })
}

/// Destroys it, once the person is sure.
pub(crate) fn destroy(call: &Call) -> Reply {
    let open = match call.open() {
        Ok(open) => open,
        Err(reply) => return reply,
    };
    if open.proxy.is_some() {
        return Reply::to("/record/destroy");
    }
    let (v, store, person) = (&call.voice, &call.house.app.store, open.key.person());
    let mut troubles = Vec::new();
    if let Err(error) = store.unlock(person, call.form.text("pin"), call.now.at) {
        troubles.push(super::start::pin_trouble(call, &error));
    }
    if !call.form.has("sure") {
        troubles.push(Trouble::new("sure", v.t("form-destroy-sure")));
    }
    if !troubles.is_empty() {
        return page(call, troubles).map_or_else(|reply| reply, |page| Reply::again(&page));
    }
    match store.erase(person, call.now.at) {
        Ok(Erased { kept, scrubbed, .. }) => gone(call, person, kept.is_some(), !scrubbed),
        Err(EraseError::UnknownPerson { .. }) => gone(call, person, false, false),
        Err(EraseError::Store(StoreError::Witness { .. })) => trouble::witness(call),
        Err(EraseError::Store(why)) => trouble::not_written(call, why.into()),
        Err(_) => trouble::not_written(call, NotWritten::Store),
    }
}

/// Closes every visit of the person, and leads to the page that says what is left: a copy that still opens, or bytes of the
/// key in the database's own log.
fn gone(call: &Call, person: PersonId, copy: bool, log: bool) -> Reply {
    call.house.visits.forget(person);
    call.house.kept.forget(person);
    let left: String =
        [(copy, "&copy"), (log, "&log")].into_iter().filter_map(|(is, name)| is.then_some(name)).collect();
    let reply = Reply::to(if left.is_empty() { "/destroyed".to_owned() } else { left.replacen('&', "/destroyed?", 1) });
    match call.house.visits.renew(&call.token, None, call.now.at) {
        Some((token, _)) => reply.with_token(token),
        None => reply,
    }
}

/// Says that it is done.
pub(crate) fn done(call: &Call) -> Reply {
    let left = |name: &str| call.query.split('&').any(|part| part == name);
    Reply::ok(&Done {
        f: call.frame("destroyed-page", None),
        v: call.voice.clone(),
        copy: left("copy"),
        log: left("log"),
    })
}
