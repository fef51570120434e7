//! Taking the record along: as a page to read, and as a file to move house with.

use askama::Template;
use supple_store::Portable;

use crate::{
    along,
    call::{Call, Reply},
    fhir::own_bundle,
    frame::Frame,
    pages::trouble,
    readable::readable,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "take.html")]
struct Page {
    f: Frame,
    v: Voice,
}

/// Shows what there is to take.
pub(crate) fn show(call: &Call) -> Reply {
    match call.open() {
        Ok(_) => Reply::ok(&Page { f: call.frame("take-page", Some("/record")), v: call.voice.clone() }),
        Err(reply) => reply,
    }
}

/// The record as one page.
pub(crate) fn html(call: &Call) -> Reply {
    with(call, |record| {
        let page = readable(call.knowledge(), call.house.app.words.clone(), &call.house.app.store, record, call.now.at);
        Reply::file("supple-record.html", "text/html; charset=utf-8", page.into_bytes())
    })
}

/// The record as JSON.
pub(crate) fn json(call: &Call) -> Reply {
    with(call, |record| {
        let Ok(knowledge) = along::knowledge_for(&call.house.app.store, [&record]) else { return trouble::read(call) };
        match (Portable { knowledge, ..record }).into_json() {
            Ok(text) => Reply::file("supple-record.json", "application/json", text),
            // INVARIANT: everything in it came from JSON.
            Err(_) => trouble::read(call),
        }
    })
}

/// The record as a FHIR Bundle.
pub(crate) fn fhir(call: &Call) -> Reply {
    let bundle = call.open().cloned().and_then(|open| own_bundle(&call.house, &call.voice, &call.now, open));
    match bundle.map(|bundle| serde_json::to_vec_pretty(&bundle)) {
        Ok(Ok(text)) => Reply::file("supple-record.fhir.json", "application/fhir+json", text),
        // INVARIANT: it is JSON.
        Ok(Err(_)) => trouble::read(call),
        Err(reply) => reply,
    }
}

fn with(call: &Call, write: impl FnOnce(Portable) -> Reply) -> Reply {
    let open = match call.open() {
        Ok(open) => open,
        Err(reply) => return reply,
    };
    match call.house.app.store.export(&open.key) {
        Ok(record) => write(record),
        Err(supple_store::ReadError::UnknownPerson { person }) => {
            call.house.visits.forget(person);
            Reply::to("/destroyed")
        }
        Err(supple_store::ReadError::Broken(_)) => trouble::broken(call),
        Err(_) => trouble::read(call),
    }
}
