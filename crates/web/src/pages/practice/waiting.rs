//! Who waits for a time at a practice: in their order, with what is held for whom. Names and times; nothing that was answered.

use askama::Template;
use supple_practice::Moment;
use supple_store::PersonId;

use super::said;
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, wait},
    frame::Frame,
    mail::mailbox,
    pages::{
        book::{offer::until, wait::wants},
        trouble,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_waiting.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    held: String,
    rows: Vec<Row>,
}

/// Somebody who waits.
struct Row {
    client: String,
    since: String,
    wants: String,
    /// Until when something is held for them.
    offered: Option<String>,
    /// Whether mail reaches them.
    no_address: bool,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    page(call).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call) -> Result<Page, Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let (v, store) = (&call.voice, &call.house.app.store);
    let unread = |_| trouble::read(call);
    let held = wait::held(store, office.desk(), call.now.at.0).map_err(unread)?;
    let mut rows = Vec::new();
    for place in wait::all(store, office.desk()).map_err(unread)? {
        let waiting = &place.it.waiting;
        let address = mailbox::sure(store, PersonId::from_uuid(waiting.client)).map_err(unread)?;
        let since = said::when(v, &office.zone, Moment::begun(waiting.since_ms));
        rows.push(Row {
            client: place.it.client.clone(),
            since: v.s("waiting-since", "when", &since),
            wants: wants(v, &office, waiting),
            offered: held.get(&place.id).map(|at| v.s("waiting-offered", "when", &until(v, &office.zone, *at))),
            no_address: address.is_none(),
        });
    }
    Ok(Page {
        f: call.frame("waiting-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        name: office.page.name.clone(),
        held: v.n("wait-how-long", "minutes", office.page.offer_held.0),
        rows,
    })
}
