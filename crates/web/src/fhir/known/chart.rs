//! A client's record as resources.

use serde_json::{Value, json};
use supple_store::UtcMs;
use uuid::Uuid;

use super::{
    clients::{Book, Client},
    decided,
    gate::Door,
    kept::{instant, resource, to, to_named},
    letter, told,
};
use crate::{
    account::{self, Look},
    call::Call,
    desk::Office,
    record::Person,
};

/// A record that is open.
pub(super) struct Chart<'d> {
    pub(super) call: Call,
    pub(super) person: Person,
    client: &'d Client,
    /// The practice that is asked, with its appointments; nothing where somebody takes their own record along.
    pub(super) practice: Option<(&'d Office, &'d Book)>,
    /// What addresses begin with.
    pub(super) base: &'d str,
}

impl<'d> Chart<'d> {
    /// Opens a client's record; nothing where it cannot be opened or read.
    pub(super) fn open(door: &'d Door, book: &'d Book, client: &'d Client) -> Option<Self> {
        let call = door.with(client)?;
        let (_, person) = call.person().ok()?;
        Some(Self { call, person, client, practice: Some((&door.office, book)), base: &door.base })
    }

    /// Somebody's own record, which no practice is asked about.
    pub(super) fn own_record(call: Call, person: Person, client: &'d Client, base: &'d str) -> Self {
        Self { call, person, client, practice: None, base }
    }

    pub(super) fn id(&self) -> Uuid {
        self.client.id
    }

    /// The reference to the person.
    pub(super) fn subject(&self) -> Value {
        to_named("Patient", self.client.id, &self.client.name)
    }

    /// The id of something of theirs.
    pub(super) fn own(&self, rest: impl std::fmt::Display) -> String {
        super::kept::own(self.client.id, rest)
    }

    /// When the event at a place in the record was.
    pub(super) fn at(&self, seq: u64) -> Option<UtcMs> {
        let index = usize::try_from(seq).ok()?.checked_sub(1)?;
        self.person.record.steps.get(index).map(|step| step.at)
    }

    /// When something was last added.
    pub(super) fn changed(&self) -> Option<UtcMs> {
        self.at(self.person.record.last_seq)
    }

    /// Every resource of a type.
    pub(super) fn all(&self, kind: &str) -> Vec<Value> {
        match kind {
            "QuestionnaireResponse" => told::responses(self),
            "Observation" => told::observations(self),
            "Procedure" => told::procedures(self),
            "Goal" => told::goals(self),
            "CarePlan" => decided::plan(self).into_iter().chain(told::courses(self)).collect(),
            "GuidanceResponse" => decided::guidance(self).into_iter().collect(),
            "Flag" => decided::flags(self),
            "DetectedIssue" => decided::issues(self),
            "ServiceRequest" => decided::request(self).into_iter().collect(),
            "DocumentReference" => vec![letter::reference(self)],
            "Binary" => letter::binary(self).into_iter().collect(),
            "Provenance" => self.provenance(),
            "AuditEvent" => self.looks(),
            _ => Vec::new(),
        }
    }

    /// Who said what stands in the forms, and what the decision was made by.
    fn provenance(&self) -> Vec<Value> {
        let by = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
        let agent =
            |code: &str, who: Value| json!({ "type": { "coding": [{ "system": by, "code": code }] }, "who": who });
        let mut all = Vec::new();
        for told::OfDay { response, proxy } in told::of_days(self) {
            let Some(id) = response.get("id").and_then(Value::as_str) else { continue };
            let author = if proxy { json!({ "display": self.call.voice.t("fhir-proxied") }) } else { self.subject() };
            let recorded = response.pointer("/meta/lastUpdated").and_then(Value::as_str).unwrap_or_default();
            let fields = json!({
                "target": [to("QuestionnaireResponse", id), self.subject()],
                "recorded": recorded,
                "agent": [agent("author", author)],
            });
            let of = id.split_once('.').map_or(id, |(_, of)| of);
            all.push(resource("Provenance", &self.own(format_args!("p-{of}")), self.changed(), fields));
        }
        if let (Some(plan), Some(changed)) = (decided::plan(self), self.changed()) {
            let id = plan.get("id").and_then(Value::as_str).unwrap_or_default();
            let canonical = format!("urn:supple:fhir:PlanDefinition:screening|{}", self.call.knowledge().version);
            let fields = json!({
                "target": [to("CarePlan", id), self.subject()],
                "recorded": instant(changed),
                "agent": [agent("assembler", json!({ "display": format!("Supple {}", env!("CARGO_PKG_VERSION")) }))],
                "entity": [{ "role": "derivation", "what": { "display": canonical } }],
            });
            all.push(resource("Provenance", &self.own("p-screening"), Some(changed), fields));
        }
        all
    }

    /// Who looked at what is theirs.
    fn looks(&self) -> Vec<Value> {
        let store = &self.call.house.app.store;
        let Ok(Some(desk)) = store.known_desk(supple_store::PersonId::from_uuid(self.id())) else { return Vec::new() };
        let notes = store.items(&desk, supple_store::Shelf::Audit).unwrap_or_default();
        let one = |note: &supple_store::Item| {
            let (look, at) = (Look::of(note)?, note.at?);
            // Who looked at another practice is the client's to know.
            self.practice.is_none_or(|(office, _)| office.page.name == look.practice).then_some(())?;
            let adds = look.what == account::ADDED;
            let fields = json!({
                "type": { "system": "http://terminology.hl7.org/CodeSystem/audit-event-type", "code": "rest", "display": "RESTful Operation" },
                "action": if adds { "C" } else { "R" },
                "recorded": instant(at),
                "outcome": "0",
                "outcomeDesc": self.call.voice.t(&format!("look-{}", look.what)),
                "agent": [{ "name": look.name, "requestor": true }],
                "source": { "observer": { "display": look.practice } },
                "entity": [{ "what": self.subject(), "description": look.reason }],
            });
            Some(resource("AuditEvent", &self.own(format_args!("a{}", note.id.as_u128())), Some(at), drop_null(fields)))
        };
        notes.iter().filter_map(one).collect()
    }
}

/// Without the reason that nobody gave.
fn drop_null(mut fields: Value) -> Value {
    if let Some(Value::Object(entity)) = fields.pointer_mut("/entity/0") {
        entity.retain(|_, value| !value.is_null());
    }
    fields
}
