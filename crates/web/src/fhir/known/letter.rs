//! The letter for a physician, as it can be printed, out of what the person's record says today.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    chart::Chart,
    kept::{coded, instant, resource},
};
use crate::letter::{Letter, Material, Reader, letter, pdf, usual};

fn made(chart: &Chart<'_>) -> Letter {
    let call = &chart.call;
    let material = Material {
        knowledge: call.knowledge(),
        v: &call.voice,
        record: &chart.person.record,
        sheet: &chart.person.sheet,
        name: call.visit.open.as_ref().map_or("", |open| open.name.as_str()),
        today: call.now.today,
    };
    letter(&material, Reader::Physician, |part| usual(Reader::Physician, part))
}

/// Where the letter is, and what it is.
pub(super) fn reference(chart: &Chart<'_>) -> Value {
    let made = made(chart);
    let at = chart.changed().unwrap_or(chart.call.now.at);
    let fields = json!({
        "status": "current",
        "docStatus": "final",
        "type": coded("http://loinc.org", "57133-1", "Referral note"),
        "subject": chart.subject(),
        "date": instant(at),
        "description": made.title,
        "content": [{ "attachment": {
            "contentType": "application/pdf",
            "language": chart.call.voice.lang(),
            "url": format!("{}/fhir/Binary/{}", chart.door.base, chart.own("letter")),
            "title": made.title,
            "creation": instant(at),
        } }],
    });
    resource("DocumentReference", &chart.own("letter"), chart.changed(), fields)
}

/// The letter itself; nothing where the file cannot show every letter of it.
pub(super) fn binary(chart: &Chart<'_>) -> Option<Value> {
    let made = made(chart);
    let bytes = pdf(&made, &chart.call.voice).ok()?;
    let fields = json!({ "contentType": "application/pdf", "data": STANDARD.encode(bytes) });
    Some(resource("Binary", &chart.own("letter"), chart.changed(), fields))
}
