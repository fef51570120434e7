//! The letter for a physician, as it can be printed, out of what the person's record says today.

use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    super::answer::Refused,
    chart::Chart,
    kept::{coded, instant, resource},
};
use crate::letter::{Letter, Material, NoFile, Reader, letter, pdf, usual};

const LACKS: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "processing", "fhir-letter-lacks");
const UNREAD: Refused = Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "fhir-broken");

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

/// The id of the letter, of its reference as of its file.
pub(super) fn id(chart: &Chart<'_>) -> String {
    chart.own("letter")
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
            "url": format!("{}/fhir/Binary/{}", chart.base, id(chart)),
            "title": made.title,
            "creation": instant(at),
        } }],
    });
    resource("DocumentReference", &id(chart), chart.changed(), fields)
}

/// The letter itself.
///
/// # Errors
/// Which letters of it no font has, and what to do; or that the fonts cannot be read.
pub(super) fn binary(chart: &Chart<'_>) -> Result<Value, Refused> {
    let made = made(chart);
    let bytes = pdf(&made, &chart.call.voice).map_err(|why| match why {
        NoFile::Letters(letters) => LACKS.naming(letters),
        NoFile::Font => UNREAD,
    })?;
    let fields = json!({ "contentType": "application/pdf", "data": STANDARD.encode(bytes) });
    Ok(resource("Binary", &id(chart), chart.changed(), fields))
}
