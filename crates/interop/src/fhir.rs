//! FHIR R4: what can be asked as a Questionnaire, the rules as a PlanDefinition, and a QuestionnaireResponse as answers.
//!
//! Yes and no are `Y` and `N` of HL7's own table; "I don't know" is the code `asked-unknown`, everywhere the same, and an item
//! without an answer was not asked. A number has no place for a code, so "I don't know" stands beside it in an item of its
//! own (`ID.unknown`).

mod care_plan;
mod extract;
mod gate;
mod guideline;
mod questionnaire;
mod response;
mod write;

use serde_json::{Value, json};
use supple_care::{Disposition, Place};

pub use care_plan::{PlanSay, allows, care_plan};
pub use extract::extract;
pub use guideline::bundle;
pub use questionnaire::questionnaire;
pub use response::{read, read_value};
pub use write::response;

/// The sentences of what is exported.
#[derive(Clone, Copy)]
pub struct Say<'a> {
    /// The sentence of each of [`LABELS`].
    pub label: &'a dyn Fn(&str) -> String,
    /// What a place is called, with its side.
    pub place: &'a dyn Fn(&Place) -> String,
    /// What a disposition is called.
    pub disposition: &'a dyn Fn(Disposition) -> String,
}

/// The keys of the sentences of the form that stand in no question; `fhir-` goes before each.
pub const LABELS: [&str; 17] = [
    "title",
    "yes",
    "no",
    "unknown",
    "map",
    "complete",
    "mark",
    "place",
    "intensity",
    "numb",
    "spreads",
    "since",
    "about",
    "proxy",
    "confirmed",
    "later",
    "country",
];

/// The address that all resources of Supple begin with. A name, not a place in the network.
const BASE: &str = "urn:supple:fhir";
const YES_NO: &str = "http://terminology.hl7.org/CodeSystem/v2-0136";
const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
const ABSENT_EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
const UNKNOWN: &str = "asked-unknown";
/// What stands behind the id of a number where "I don't know" is said to it.
const UNKNOWN_ITEM: &str = ".unknown";
/// Places on the body.
const PLACES: &str = "places";

/// The link ids of what is asked beside the questions.
mod link {
    pub(super) const MAP: &str = "map";
    pub(super) const COMPLETE: &str = "map.complete";
    pub(super) const MARK: &str = "mark";
    pub(super) const PLACE: &str = "mark.place";
    pub(super) const INTENSITY: &str = "mark.intensity";
    pub(super) const NUMB: &str = "mark.numb";
    pub(super) const SPREADS: &str = "mark.spreads";
    pub(super) const SINCE: &str = "mark.since";
    pub(super) const ABOUT: &str = "about";
    pub(super) const PROXY: &str = "about.proxy";
    pub(super) const CONFIRMED: &str = "about.confirmed";
    pub(super) const LATER: &str = "about.later";
    pub(super) const COUNTRY: &str = "about.country";
}

/// The canonical address of the form.
#[must_use]
pub fn form() -> String {
    address("Questionnaire", "screening")
}

/// The canonical address of a resource.
fn address(kind: &str, id: &str) -> String {
    format!("{BASE}:{kind}:{id}")
}

/// The system of the options of a question, or of the places.
fn system(of: &str) -> String {
    address("CodeSystem", of)
}

fn coding(system: &str, code: &str) -> Value {
    json!({ "system": system, "code": code })
}

fn named(system: &str, code: &str, display: &str) -> Value {
    json!({ "system": system, "code": code, "display": display })
}

fn unknown() -> Value {
    coding(ABSENT, UNKNOWN)
}
