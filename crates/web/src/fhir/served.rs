//! Exactly what is served: the one table that the CapabilityStatement is written from and that requests are looked up in.

mod parameters;

use serde_json::{Map, Value, json};

pub(super) use parameters::{COMMON, PUBLISHED, Parameter, Sort};

use crate::access::Act;

/// Whose the resources of a type are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Everybody's: what Supple knows.
    Everybodys,
    /// A practice's: offers, times and clients' names.
    Practices,
    /// A person's: out of their record, where they let the practice's programs read it.
    Persons,
}

/// What can be done with a type beside reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interaction {
    Read,
    Search,
    Create,
    Update,
}

/// A type of resource.
pub(crate) struct Kind {
    pub(super) name: &'static str,
    pub(crate) whose: Whose,
    pub(super) interactions: &'static [Interaction],
    pub(super) parameters: &'static [Parameter],
    pub(super) includes: &'static [&'static str],
    pub(super) revincludes: &'static [&'static str],
    pub(super) operations: &'static [Operation],
    /// The addresses of all of its resources, and of what lies below.
    pub(crate) paths: [&'static str; 2],
}

/// An operation; its parts stand in the standard's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Apply,
    Populate,
    Extract,
    Validate,
    Everything,
    Find,
    Hold,
    Book,
}

use Interaction::{Create, Read, Search, Update};
use Operation::{Apply, Book, Everything, Extract, Find, Hold, Populate, Validate};
use Whose::{Everybodys, Persons, Practices};
use parameters as p;

const READ: &[Interaction] = &[Read, Search];

macro_rules! kinds {
    ($($name:literal, $whose:expr, $interactions:expr, $parameters:expr, $includes:expr, $revincludes:expr, $operations:expr;)+) => {
        /// Everything.
        pub(crate) const KINDS: &[Kind] = &[$(Kind {
            name: $name,
            whose: $whose,
            interactions: $interactions,
            parameters: $parameters,
            includes: $includes,
            revincludes: $revincludes,
            operations: $operations,
            paths: [concat!("/fhir/", $name), concat!("/fhir/", $name, "/{*rest}")],
        }),+];
    };
}

kinds! {
    "Questionnaire", Everybodys, READ, PUBLISHED, &[], &[], &[Populate];
    "PlanDefinition", Everybodys, READ, PUBLISHED, &[], &[], &[Apply];
    "ActivityDefinition", Everybodys, READ, PUBLISHED, &[], &[], &[];
    "Library", Everybodys, READ, PUBLISHED, &[], &[], &[];
    "Organization", Practices, READ, p::NAMED, &[], &[], &[];
    "Location", Practices, READ, p::LOCATION, p::LOCATION_INCLUDES, &[], &[];
    "HealthcareService", Practices, READ, p::SERVICE, &["HealthcareService:organization"], &[], &[];
    "Practitioner", Practices, READ, p::NAMED, &[], &["PractitionerRole:practitioner"], &[];
    "PractitionerRole", Practices, READ, p::ROLE, p::ROLE_INCLUDES, &[], &[];
    "Schedule", Practices, READ, p::SCHEDULE, &["Schedule:actor"], &["Slot:schedule"], &[];
    "Slot", Practices, READ, p::SLOT, &["Slot:schedule"], &["Appointment:slot"], &[];
    "Patient", Practices, READ, p::PATIENT, &["Patient:organization"], &["Appointment:patient"], &[Everything];
    "Appointment", Practices, &[Read, Search, Create, Update], p::APPOINTMENT, p::APPOINTMENT_INCLUDES, &["AppointmentResponse:appointment"], &[Find, Hold, Book];
    "AppointmentResponse", Practices, &[Read, Search, Create], p::APPOINTMENT_RESPONSE, p::RESPONSE_INCLUDES, &[], &[];
    "Consent", Practices, READ, p::CONSENT, &["Consent:patient"], &[], &[];
    "QuestionnaireResponse", Persons, &[Read, Search, Create], p::RESPONSE, &["QuestionnaireResponse:patient"], p::PROVENANCE_OF, &[Extract, Validate];
    "GuidanceResponse", Persons, READ, p::GUIDANCE, &["GuidanceResponse:patient"], &[], &[];
    "CarePlan", Persons, READ, p::CARE_PLAN, p::CARE_PLAN_INCLUDES, p::PROVENANCE_OF, &[];
    "Goal", Persons, READ, p::GOAL, &["Goal:patient"], &[], &[];
    "Observation", Persons, READ, p::OBSERVATION, &["Observation:patient"], &[], &[];
    "Procedure", Persons, READ, p::PROCEDURE, &["Procedure:patient"], &[], &[];
    "Flag", Persons, READ, p::FLAG, &["Flag:patient"], &[], &[];
    "DetectedIssue", Persons, READ, p::ISSUE, &["DetectedIssue:patient"], &[], &[];
    "ServiceRequest", Persons, READ, p::REQUEST, &["ServiceRequest:patient"], &[], &[];
    "DocumentReference", Persons, READ, p::DOCUMENT, &["DocumentReference:patient"], &[], &[];
    "Binary", Persons, &[Read], &[], &[], &[], &[];
    "Provenance", Persons, READ, p::PROVENANCE, &["Provenance:target"], &[], &[];
    "AuditEvent", Persons, READ, p::AUDIT, &["AuditEvent:patient"], &[], &[];
}

impl Kind {
    /// The one with this name.
    pub(super) fn of(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    pub(super) fn does(&self, interaction: Interaction) -> bool {
        self.interactions.contains(&interaction)
    }

    /// What is needed to read it.
    pub(crate) const fn reads(&self) -> Act {
        match self.whose {
            Everybodys => Act::Learn,
            Practices => Act::Times,
            Persons => Act::Chart,
        }
    }

    /// What is needed to send something there.
    pub(crate) fn takes(&self) -> Act {
        match self.whose {
            _ if !self.does(Create) => self.reads(),
            Everybodys => Act::Learn,
            Practices => Act::Reserve,
            Persons => Act::Enter,
        }
    }

    /// Every parameter of a search: those of all types first.
    pub(super) fn all_parameters(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        let common = if self.whose == Everybodys { &[] } else { COMMON };
        common.iter().chain(self.parameters)
    }
}

impl Operation {
    pub(super) const ALL: [Self; 8] = [Apply, Populate, Extract, Validate, Everything, Find, Hold, Book];

    /// The name behind the dollar sign.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Apply => "apply",
            Populate => "populate",
            Extract => "extract",
            Validate => "validate",
            Everything => "everything",
            Find => "find",
            Hold => "hold",
            Book => "book",
        }
    }

    const fn definition(self) -> &'static str {
        match self {
            Apply => "http://hl7.org/fhir/OperationDefinition/PlanDefinition-apply",
            Populate => "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-populate",
            Extract => "http://hl7.org/fhir/uv/sdc/OperationDefinition/QuestionnaireResponse-extract",
            Validate => "http://hl7.org/fhir/OperationDefinition/Resource-validate",
            Everything => "http://hl7.org/fhir/OperationDefinition/Patient-everything",
            Find => "http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-find",
            Hold => "http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-hold",
            Book => "http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-book",
        }
    }
}

/// The CapabilityStatement (R4).
pub(super) fn statement(base: &str, version: &str, today: &str, say: &dyn Fn(&str) -> String) -> Value {
    json!({
        "resourceType": "CapabilityStatement",
        "id": "supple",
        "url": "urn:supple:fhir:CapabilityStatement:supple",
        "version": version,
        "name": "Supple",
        "status": "active",
        "date": today,
        "kind": "instance",
        "software": { "name": "Supple", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": say("implementation"), "url": format!("{base}/fhir") },
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [{
            "mode": "server",
            "documentation": say("server"),
            "security": {
                "cors": true,
                "service": [{ "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "SMART-on-FHIR",
                }] }],
                "description": say("security"),
            },
            "interaction": [{ "code": "transaction" }, { "code": "batch" }],
            "resource": KINDS.iter().map(kind).collect::<Vec<_>>(),
        }],
    })
}

fn kind(kind: &Kind) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("type", json!(kind.name));
    let mut codes: Vec<&str> = Vec::new();
    for interaction in kind.interactions {
        codes.extend(match interaction {
            Read => ["read", "vread"].as_slice(),
            Search => &["search-type"],
            Create => &["create"],
            Update => &["update"],
        });
    }
    put("interaction", codes.iter().map(|code| json!({ "code": code })).collect());
    put("versioning", json!("versioned"));
    put("conditionalRead", json!("not-match"));
    if kind.does(Create) {
        put("conditionalCreate", json!(true));
    }
    if !kind.includes.is_empty() {
        put("searchInclude", json!(kind.includes));
    }
    if !kind.revincludes.is_empty() {
        put("searchRevInclude", json!(kind.revincludes));
    }
    if kind.does(Search) {
        let one = |one: &Parameter| json!({ "name": one.name, "type": one.sort.name() });
        put("searchParam", kind.all_parameters().map(one).collect());
    }
    if !kind.operations.is_empty() {
        let one = |one: &Operation| json!({ "name": one.name(), "definition": one.definition() });
        put("operation", kind.operations.iter().map(one).collect());
    }
    Value::Object(fields)
}
