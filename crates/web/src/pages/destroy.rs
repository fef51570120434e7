//! Destroying the record for good.

use askama::Template;
use supple_store::{EraseError, StoreError};

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
    // Before the record itself: what a practice keeps about somebody has nobody to ask for it afterwards.
    let offices = match call.offices() {
        Ok(offices) => offices,
        Err(reply) => return reply,
    };
    if offices.iter().any(|office| office.forget(call, person.as_uuid()).is_err()) {
        return trouble::not_written(call, NotWritten::Store);
    }
    match store.erase(person, call.now.at) {
        Ok(_) | Err(EraseError::UnknownPerson { .. }) => {
            call.house.visits.forget(person);
            call.house.kept.forget(person);
            match call.house.visits.renew(&call.token, None, call.now.at) {
                Some((token, _)) => Reply::to("/destroyed").with_token(token),
                None => Reply::to("/destroyed"),
            }
        }
        Err(EraseError::Store(StoreError::Full)) => trouble::not_written(call, NotWritten::Full),
        Err(_) => trouble::not_written(call, NotWritten::Store),
    }
}

/// Says that it is done.
pub(crate) fn done(call: &Call) -> Reply {
    Reply::ok(&Done { f: call.frame("destroyed-page", None), v: call.voice.clone() })
}
