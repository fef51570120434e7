//! Somebody's own record as a Bundle, to take along.

use std::{io, sync::Arc};

use serde_json::{Value, json};
use supple_store::{PersonId, PinError};
use uuid::Uuid;

use super::{
    super::served::{KINDS, Whose},
    chart::Chart,
    clients::{Book, Client},
    gate::{self, Door},
    kept::resource,
    times,
};
use crate::{
    House,
    access::{Lets, Seat},
    call::Reply,
    record::Now,
    visit::Open,
    voice::Voice,
};

/// What the addresses in the file begin with: they lead nowhere (RFC 2606), and hold the references together.
const BASE: &str = "https://supple.invalid";

/// Everything that a record says, as a Bundle of the kind `collection`: who it is, answers, scores, sessions, courses, the decision of today
/// with its plan and warnings, the letter for a physician, who said what, and who looked.
///
/// # Errors
/// The page that says why the record cannot be read.
pub(crate) fn bundle(house: &Arc<House>, voice: &Voice, now: &Now, open: Open) -> Result<Value, Reply> {
    let id = open.key.person().as_uuid();
    let client =
        Client { id: Uuid::from_u128(id.as_u128()), name: open.name.clone(), lets: Lets::Nothing, agreed: None };
    let mut call = gate::call(house, voice, now.clone(), Seat::Nobody);
    call.visit.open = Some(open);
    let person = call.person().map(|(_, person)| person)?;
    let chart = Chart::own_record(call, person, &client, BASE);
    let fields = json!({ "active": true, "name": [{ "text": client.name }] });
    let mut all = vec![resource("Patient", &client.id.to_string(), None, fields)];
    for kind in KINDS.iter().filter(|kind| matches!(kind.whose, Whose::Persons)) {
        all.extend(chart.all(kind.name));
    }
    let entry = |one: Value| {
        let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
        json!({ "fullUrl": format!("{BASE}/fhir/{}/{}", text("resourceType"), text("id")), "resource": one })
    };
    let at = super::kept::instant(chart.call.now.at);
    let entries: Vec<Value> = all.into_iter().map(entry).collect();
    Ok(json!({ "resourceType": "Bundle", "type": "collection", "timestamp": at, "entry": entries }))
}

/// Everything of a practice, resource by resource: what it offers, who works there, its clients, appointments and what they agreed to; then
/// the record of each client that opens without a PIN. Free times are left out: they are made of the rest. Each record is let go of
/// before the next. How many records did not open; nothing where the practice cannot be read.
///
/// # Errors
/// What `put` says.
pub(crate) fn practice(
    house: &Arc<House>,
    voice: &Voice,
    now: &Now,
    id: Uuid,
    put: &mut dyn FnMut(&Value) -> io::Result<()>,
) -> io::Result<Option<usize>> {
    let Some(door) = Door::inside(house, voice, now.clone(), id, BASE) else { return Ok(None) };
    let Ok(book) = Book::open(&door) else { return Ok(None) };
    for kind in KINDS.iter().filter(|kind| kind.whose == Whose::Practices && kind.name != "Slot") {
        let Ok(all) = times::all(&door, &book, kind.name) else { return Ok(None) };
        all.iter().try_for_each(&mut *put)?;
    }
    let mut shut = 0;
    for client in book.clients.values() {
        // A database that fails is no record that is shut.
        if let Err(PinError::Store(_)) = house.app.store.unlock(PersonId::from_uuid(client.id), None, now.at) {
            return Ok(None);
        }
        let Some(chart) = Chart::open(&door, &book, client) else {
            shut += 1;
            continue;
        };
        // Who else looked at a record, at other practices too, is the client's to know.
        for kind in KINDS.iter().filter(|kind| kind.whose == Whose::Persons && kind.name != "AuditEvent") {
            chart.all(kind.name).iter().try_for_each(&mut *put)?;
        }
    }
    Ok(Some(shut))
}
