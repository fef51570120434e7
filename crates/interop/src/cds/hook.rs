//! What a clinical system sends when it asks: which hook, about whom, and what of the record it brought along.

use serde_json::{Map, Value, json};
use supple_care::coded::{Codes, names_in};

use super::resource::{Resources, gather, names, text};
use crate::{Problem, codes};

/// The hooks that are answered; each is a service with the hook's name as its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Somebody's record is opened.
    PatientView,
    /// Orders were chosen.
    OrderSelect,
    /// An appointment is about to be booked.
    AppointmentBook,
}

/// The id of the service for an opened record.
pub const PATIENT_VIEW: &str = "patient-view";

/// What is asked to be brought along.
pub const KEYS: [&str; 6] = ["patient", "conditions", "statements", "requests", "observations", "responses"];

impl Service {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::PatientView, Self::OrderSelect, Self::AppointmentBook];

    /// The hook's name, and the service's id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::PatientView => PATIENT_VIEW,
            Self::OrderSelect => "order-select",
            Self::AppointmentBook => "appointment-book",
        }
    }

    /// The service of an id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.id() == id)
    }
}

/// What became of one thing that was asked to be brought along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// It was not sent.
    NotSent,
    /// It was looked for, and nothing is there. That says nothing about the person.
    Nothing,
    /// It could not be had.
    Failed,
    /// It is there, and there may be more.
    Partly,
    /// It is there.
    There,
}

/// A call of a service.
#[derive(Debug)]
pub struct Asked<'v> {
    /// The id of the person in the asking system.
    pub patient: &'v str,
    /// What came along.
    pub resources: Vec<(Option<&'v str>, &'v Value)>,
    /// What became of each of [`KEYS`].
    pub fetched: [Fetched; 6],
    /// Whether a massage is spoken of, as far as anybody can tell. An order that names nothing may be one.
    pub massage: bool,
}

/// Why a call cannot be answered.
#[derive(Debug)]
pub enum Unreadable {
    /// It is not as the standard says.
    Wrong(Vec<Problem>),
    /// Nothing of the record came along.
    NothingSent,
}

/// The templates of what is to be brought along.
#[must_use]
pub fn templates(map: &Codes, form: &str) -> Value {
    let measured = map.measured.iter().flat_map(|one| one.codes.iter().map(|code| format!("{}|{code}", one.system)));
    let mut of: Vec<String> = measured.collect();
    of.sort();
    of.dedup();
    let whose = "patient={{context.patientId}}";
    json!({
        "patient": "Patient/{{context.patientId}}",
        "conditions": format!("Condition?{whose}"),
        "statements": format!("MedicationStatement?{whose}"),
        "requests": format!("MedicationRequest?{whose}&status=active,on-hold"),
        "observations": format!("Observation?{whose}&code={}&_sort=-date", of.join(",")),
        "responses": format!("QuestionnaireResponse?{whose}&questionnaire={form}&_sort=-authored&_count=1"),
    })
}

/// Reads a call.
///
/// # Errors
/// What is wrong with it, all at once; or that nothing of the record came along.
pub fn read<'v>(service: Service, map: &Codes, body: &'v Value) -> Result<Asked<'v>, Unreadable> {
    let mut problems = Vec::new();
    let context = body.get("context");
    if text(body, "hook") != Some(service.id()) {
        problems.push(Problem::new("hook", codes::OPTION, vec![("options", service.id().to_owned())]));
    }
    if text(body, "hookInstance").is_none_or(str::is_empty) {
        problems.push(missing("hookInstance"));
    }
    let patient = context.and_then(|context| text(context, "patientId")).filter(|id| is_id(id));
    if patient.is_none() {
        problems.push(missing("context.patientId"));
    }
    let mut resources = Resources::default();
    let mut fetched = [Fetched::NotSent; 6];
    match body.get("prefetch") {
        None | Some(Value::Null) => {}
        Some(Value::Object(prefetch)) => {
            for (state, key) in fetched.iter_mut().zip(KEYS) {
                *state = fetch(prefetch, key, &mut resources);
            }
        }
        Some(_) => problems.push(Problem::plain("prefetch", codes::OBJECT)),
    }
    let other = resources.all.iter().find(|(_, resource)| {
        text(resource, "resourceType") == Some("Patient") && patient.is_some() && text(resource, "id") != patient
    });
    if other.is_some() {
        problems.push(Problem::plain("prefetch.patient", codes::OTHER_PERSON));
    }
    let Some(patient) = patient.filter(|_| problems.is_empty()) else { return Err(Unreadable::Wrong(problems)) };
    if fetched.iter().all(|state| matches!(state, Fetched::NotSent | Fetched::Failed)) {
        return Err(Unreadable::NothingSent);
    }
    let massage = context.is_none_or(|context| speaks_of_massage(service, map, context));
    Ok(Asked { patient, resources: resources.all, fetched, massage })
}

fn missing(name: &str) -> Problem {
    Problem::new(name, codes::MISSING, vec![("name", name.to_owned())])
}

/// Whether a text is an id as FHIR has them.
fn is_id(text: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    !text.is_empty() && text.len() <= 64 && text.chars().all(plain)
}

fn fetch<'v>(prefetch: &'v Map<String, Value>, key: &str, into: &mut Resources<'v>) -> Fetched {
    let value = match prefetch.get(key) {
        None => return Fetched::NotSent,
        Some(Value::Null) => return Fetched::Nothing,
        Some(value) => value,
    };
    let before = into.all.len();
    let mut found = Resources { all: std::mem::take(&mut into.all), partial: false };
    gather(value, &mut found);
    into.all = found.all;
    match (into.all.len() > before, found.partial) {
        (true, true) => Fetched::Partly,
        (true, false) => Fetched::There,
        (false, true) => Fetched::Failed,
        (false, false) => Fetched::Nothing,
    }
}

/// Whether what is ordered or booked may be a massage: it is named one, or not named at all.
fn speaks_of_massage(service: Service, map: &Codes, context: &Value) -> bool {
    let may_be = |resource: &&Value| {
        let concepts = ["code", "category", "serviceType", "appointmentType", "orderDetail", "reasonCode"];
        let lists = concepts.into_iter().filter_map(|name| resource.get(name)).flat_map(|value| match value {
            Value::Array(list) => list.iter().collect(),
            one => vec![one],
        });
        let texts = ["description", "comment"].into_iter().filter_map(|name| text(resource, name));
        let all: Vec<String> = lists.map(names).chain(texts.map(str::to_lowercase)).collect();
        let named = all.iter().any(|text| !text.is_empty());
        !named || all.iter().any(|text| names_in(&map.orders, text))
    };
    match service {
        Service::PatientView => true,
        Service::OrderSelect => {
            let chosen: Option<Vec<&str>> = context
                .get("selections")
                .and_then(Value::as_array)
                .map(|list| list.iter().filter_map(Value::as_str).collect());
            let is_chosen = |resource: &&Value| {
                let id = super::resource::address(resource);
                chosen.as_ref().is_none_or(|chosen| chosen.iter().any(|one| one.ends_with(&id)))
            };
            listed(context.get("draftOrders")).into_iter().filter(is_chosen).any(|order| may_be(&order))
        }
        Service::AppointmentBook => listed(context.get("appointments")).iter().any(may_be),
    }
}

/// The resources of a bundle, or of a bare list: the standard's own example shows one.
fn listed(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(bundle) => {
            let mut found = Resources::default();
            gather(bundle, &mut found);
            found.all.into_iter().map(|(_, resource)| resource).collect()
        }
        None => Vec::new(),
    }
}
