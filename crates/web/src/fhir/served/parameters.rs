//! What can be searched by, type by type, each with where it stands in the resource.

/// How a parameter of a search is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fhir) enum Sort {
    Token,
    Uri,
    Text,
    Date,
    Reference,
}

impl Sort {
    /// What the standard calls it.
    pub(in crate::fhir) const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Uri => "uri",
            Self::Text => "string",
            Self::Date => "date",
            Self::Reference => "reference",
        }
    }
}

/// A parameter of a search.
#[derive(Clone, Copy, Debug)]
pub(in crate::fhir) struct Parameter {
    pub(in crate::fhir) name: &'static str,
    pub(in crate::fhir) sort: Sort,
    /// Where the values stand: names between dots, through every list.
    pub(in crate::fhir) at: &'static [&'static str],
    /// The one type of resource that a reference is to, where it is meant to be to one.
    pub(in crate::fhir) to: Option<&'static str>,
}

const fn one(name: &'static str, sort: Sort, at: &'static [&'static str]) -> Parameter {
    Parameter { name, sort, at, to: None }
}

const fn to(name: &'static str, at: &'static [&'static str], to: &'static str) -> Parameter {
    Parameter { name, sort: Sort::Reference, at, to: Some(to) }
}

use Sort::{Date, Reference, Text, Token, Uri};

/// Of every type that knows a practice or a person.
pub(in crate::fhir) const COMMON: &[Parameter] =
    &[one("_id", Token, &["id"]), one("_lastUpdated", Date, &["meta.lastUpdated"])];

/// Of what is everybody's.
pub(in crate::fhir) const PUBLISHED: &[Parameter] = &[
    one("_id", Token, &["id"]),
    one("url", Uri, &["url"]),
    one("version", Token, &["version"]),
    one("status", Token, &["status"]),
    one("name", Text, &["name"]),
    one("title", Text, &["title"]),
];

pub(super) const NAMED: &[Parameter] = &[one("name", Text, &["name", "name.text"])];
pub(super) const LOCATION: &[Parameter] =
    &[one("name", Text, &["name"]), to("organization", &["managingOrganization"], "Organization")];
pub(super) const LOCATION_INCLUDES: &[&str] = &["Location:organization"];
pub(super) const SERVICE: &[Parameter] =
    &[one("name", Text, &["name"]), to("organization", &["providedBy"], "Organization")];
pub(super) const ROLE: &[Parameter] = &[
    one("active", Token, &["active"]),
    to("practitioner", &["practitioner"], "Practitioner"),
    to("organization", &["organization"], "Organization"),
    to("service", &["healthcareService"], "HealthcareService"),
    to("location", &["location"], "Location"),
];
pub(super) const ROLE_INCLUDES: &[&str] = &[
    "PractitionerRole:practitioner",
    "PractitionerRole:organization",
    "PractitionerRole:service",
    "PractitionerRole:location",
];
pub(super) const SCHEDULE: &[Parameter] = &[
    one("active", Token, &["active"]),
    one("actor", Reference, &["actor"]),
    one("date", Date, &["planningHorizon"]),
    one("service-type", Token, &["serviceType"]),
];
pub(super) const SLOT: &[Parameter] = &[
    to("schedule", &["schedule"], "Schedule"),
    one("start", Date, &["start"]),
    one("status", Token, &["status"]),
    one("service-type", Token, &["serviceType"]),
];
pub(super) const PATIENT: &[Parameter] = &[
    one("active", Token, &["active"]),
    one("name", Text, &["name.text"]),
    to("organization", &["managingOrganization"], "Organization"),
];
pub(super) const APPOINTMENT: &[Parameter] = &[
    one("actor", Reference, &["participant.actor"]),
    to("patient", &["participant.actor"], "Patient"),
    to("practitioner", &["participant.actor"], "Practitioner"),
    to("location", &["participant.actor"], "Location"),
    one("date", Date, &["start"]),
    one("status", Token, &["status"]),
    one("part-status", Token, &["participant.status"]),
    one("service-type", Token, &["serviceType"]),
    to("slot", &["slot"], "Slot"),
];
pub(super) const APPOINTMENT_INCLUDES: &[&str] = &[
    "Appointment:actor",
    "Appointment:patient",
    "Appointment:practitioner",
    "Appointment:location",
    "Appointment:slot",
];
pub(super) const APPOINTMENT_RESPONSE: &[Parameter] = &[
    to("appointment", &["appointment"], "Appointment"),
    one("actor", Reference, &["actor"]),
    to("patient", &["actor"], "Patient"),
    one("part-status", Token, &["participantStatus"]),
];
pub(super) const RESPONSE_INCLUDES: &[&str] = &["AppointmentResponse:appointment", "AppointmentResponse:patient"];
pub(super) const CONSENT: &[Parameter] = &[
    to("patient", &["patient"], "Patient"),
    one("status", Token, &["status"]),
    one("date", Date, &["dateTime"]),
    to("organization", &["organization"], "Organization"),
];

const PATIENT_OF: Parameter = to("patient", &["subject"], "Patient");
const SUBJECT: Parameter = to("subject", &["subject"], "Patient");

/// What says where something comes from.
pub(super) const PROVENANCE_OF: &[&str] = &["Provenance:target"];
pub(super) const RESPONSE: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("authored", Date, &["authored"]),
    one("questionnaire", Reference, &["questionnaire"]),
    one("status", Token, &["status"]),
];
pub(super) const GUIDANCE: &[Parameter] = &[PATIENT_OF, SUBJECT];
pub(super) const CARE_PLAN: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("status", Token, &["status"]),
    one("intent", Token, &["intent"]),
    one("date", Date, &["period"]),
    to("goal", &["goal"], "Goal"),
];
pub(super) const CARE_PLAN_INCLUDES: &[&str] = &["CarePlan:patient", "CarePlan:goal"];
pub(super) const GOAL: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("lifecycle-status", Token, &["lifecycleStatus"]),
    one("start-date", Date, &["startDate"]),
    one("target-date", Date, &["target.dueDate"]),
];
pub(super) const OBSERVATION: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("category", Token, &["category"]),
    one("code", Token, &["code"]),
    one("date", Date, &["effectiveDateTime"]),
    one("status", Token, &["status"]),
    one("data-absent-reason", Token, &["dataAbsentReason"]),
];
pub(super) const PROCEDURE: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("date", Date, &["performedDateTime", "performedPeriod"]),
    one("status", Token, &["status"]),
    to("performer", &["performer.actor"], "Practitioner"),
];
pub(super) const FLAG: &[Parameter] = &[PATIENT_OF, SUBJECT, one("date", Date, &["period"])];
pub(super) const ISSUE: &[Parameter] = &[
    to("patient", &["patient"], "Patient"),
    one("code", Token, &["code"]),
    one("identified", Date, &["identifiedDateTime"]),
];
pub(super) const REQUEST: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("status", Token, &["status"]),
    one("intent", Token, &["intent"]),
    one("priority", Token, &["priority"]),
    one("authored", Date, &["authoredOn"]),
];
pub(super) const DOCUMENT: &[Parameter] = &[
    PATIENT_OF,
    SUBJECT,
    one("status", Token, &["status"]),
    one("type", Token, &["type"]),
    one("date", Date, &["date"]),
    one("contenttype", Token, &["content.attachment.contentType"]),
];
pub(super) const PROVENANCE: &[Parameter] = &[
    to("patient", &["target"], "Patient"),
    one("target", Reference, &["target"]),
    one("recorded", Date, &["recorded"]),
];
pub(super) const AUDIT: &[Parameter] =
    &[to("patient", &["entity.what"], "Patient"), one("date", Date, &["recorded"]), one("action", Token, &["action"])];
