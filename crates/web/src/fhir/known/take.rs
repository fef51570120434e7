//! Somebody's own record as a Bundle, to take along.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::served::{KINDS, Whose},
    chart::Chart,
    clients::Client,
    gate,
    kept::resource,
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
