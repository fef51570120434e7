//! The operations: answers in, a draft plan, a form begun, observations or problems out. Nothing is kept.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};
use supple_care::Day;
use supple_interop::{
    cds::{self, Picture, Resources},
    fhir,
};

use super::{
    answer::{self, Refused},
    served::Operation,
};
use crate::{House, cds as hooks, voice::Voice};

const WRONG: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-parameters");
const SUBJECT: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "required", "fhir-subject");
const BROKEN: Refused = Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "exception", "fhir-broken");

/// The parameters of a call.
struct Parameters<'v> {
    body: &'v Value,
}

impl<'v> Parameters<'v> {
    fn of(body: &'v Value) -> Option<Self> {
        (body.get("resourceType").and_then(Value::as_str) == Some("Parameters")).then_some(Self { body })
    }

    fn all(&self) -> impl Iterator<Item = &'v Value> + use<'v> {
        self.body.get("parameter").and_then(Value::as_array).into_iter().flatten()
    }

    /// A text, an address or a reference under a name.
    fn text(&self, name: &str) -> Option<&'v str> {
        let kinds = ["/valueString", "/valueUri", "/valueCanonical", "/valueReference/reference"];
        let mut named = self.all().filter(|one| one.get("name").and_then(Value::as_str) == Some(name));
        named.find_map(|one| kinds.into_iter().find_map(|kind| one.pointer(kind)).and_then(Value::as_str))
    }

    /// Every resource that came along, wherever: `data`, `response`, or the content of a `context`.
    fn resources(&self) -> Resources<'v> {
        let mut found = Resources::default();
        for one in self.all() {
            let parts = one.get("part").and_then(Value::as_array).into_iter().flatten();
            for resource in std::iter::once(one).chain(parts).filter_map(|part| part.get("resource")) {
                cds::gather(resource, &mut found);
            }
        }
        found
    }
}

/// Answers an operation.
///
/// # Errors
/// What is missing.
pub(super) fn operate(
    house: &House,
    voice: &Voice,
    operation: Operation,
    named: Option<&str>,
    body: &Value,
    today: Day,
) -> Result<Response, Refused> {
    match operation {
        // They are of a client, and answered where those are.
        Operation::Everything | Operation::Find | Operation::Hold | Operation::Book => Err(Refused::UNSUPPORTED),
        Operation::Validate => Ok(validate(house, voice, body, today)),
        Operation::Extract => extract(house, voice, body, today),
        Operation::Apply => {
            let parameters = Parameters::of(body).ok_or(WRONG)?;
            is_ours(named.or_else(|| parameters.text("planDefinition")), "PlanDefinition")?;
            let (picture, subject) = pictured(house, &parameters, today)?;
            let say = |key: &str| hooks::plan_say(voice, key);
            let plan = fhir::care_plan(&house.app.knowledge, &picture, subject, &say);
            Ok(answer::resource(StatusCode::OK, &plan))
        }
        Operation::Populate => {
            let parameters = Parameters::of(body).ok_or(WRONG)?;
            is_ours(named.or_else(|| parameters.text("questionnaire")), "Questionnaire")?;
            let (picture, subject) = pictured(house, &parameters, today)?;
            Ok(answer::resource(StatusCode::OK, &populated(house, voice, &picture, subject)))
        }
    }
}

/// Whether a definition that is named is the one there is; none named is that one.
fn is_ours(named: Option<&str>, kind: &str) -> Result<(), Refused> {
    let canonical = format!("urn:supple:fhir:{kind}:screening");
    let ours = named.is_none_or(|named| {
        let bare = named.split('|').next().unwrap_or(named);
        bare == canonical || bare.rsplit('/').next() == Some("screening")
    });
    if ours { Ok(()) } else { Err(Refused::NOT_FOUND) }
}

fn pictured<'h, 'v>(
    house: &'h House,
    parameters: &Parameters<'v>,
    today: Day,
) -> Result<(Picture<'h>, &'v str), Refused> {
    let subject = parameters.text("subject").filter(|subject| subject.len() <= 200).ok_or(SUBJECT)?;
    let codes = hooks::codes(house).ok_or(BROKEN)?;
    let id = subject.rsplit(['/', ':']).next().unwrap_or(subject);
    let found = parameters.resources();
    Ok((cds::picture(&house.app.knowledge, codes, &found.all, Some(id), today), subject))
}

/// The form with what the record proposes, for the person to look at; and where each answer comes from.
fn populated(house: &House, voice: &Voice, picture: &Picture<'_>, subject: &str) -> Value {
    let knowledge = &house.app.knowledge;
    let mut response = fhir::response(knowledge, &picture.request.sheet);
    if let Value::Object(fields) = &mut response {
        fields.insert("status".to_owned(), json!("in-progress"));
        fields.insert("subject".to_owned(), json!({ "reference": subject }));
        // Who answers is not known before somebody does.
        if let Some(Value::Array(items)) = fields.get_mut("item") {
            items.retain(|item| item.get("linkId").and_then(Value::as_str) != Some("about"));
            if items.is_empty() {
                fields.remove("item");
            }
        }
    }
    let mut issues: Vec<Value> = Vec::new();
    for one in &picture.proposed.answers {
        let question = voice.short(knowledge, one.question);
        let key = if one.date.is_some() { "fhir-proposed-dated" } else { "fhir-proposed" };
        let date = one.date.as_deref().unwrap_or_default();
        let args = [
            ("question", question.into()),
            ("what", (&one.shown).into()),
            ("from", (&one.from).into()),
            ("date", date.into()),
        ];
        let id = knowledge.question(one.question).map(|question| question.id.as_str());
        let at = id.map(|id| format!("QuestionnaireResponse.descendants().where(linkId='{id}')"));
        issues.push(answer::issue("information", "informational", &voice.with(key, &args), at));
    }
    for left in &picture.proposed.not_used {
        let why = voice.t(&format!("cds-why-{}", left.why.id()));
        let said = voice.with("cds-left", &[("what", (&left.shown).into()), ("why", why.into())]);
        issues.push(answer::issue("warning", "not-supported", &said, None));
    }
    for shown in &picture.proposed.unmapped {
        issues.push(answer::issue("information", "code-invalid", &voice.s("fhir-unmapped", "what", shown), None));
    }
    let mut parameters = vec![json!({ "name": "response", "resource": response })];
    if !issues.is_empty() {
        parameters.push(json!({ "name": "issues", "resource": answer::outcome(&issues) }));
    }
    json!({ "resourceType": "Parameters", "parameter": parameters })
}

/// The resource that is meant: the body, or the one in its parameters.
fn meant<'v>(body: &'v Value, name: &str) -> &'v Value {
    let inside = Parameters::of(body).and_then(|parameters| {
        parameters.all().find(|one| one.get("name").and_then(Value::as_str) == Some(name))?.get("resource")
    });
    inside.unwrap_or(body)
}

fn validate(house: &House, voice: &Voice, body: &Value, today: Day) -> Response {
    let said = match fhir::read_value(&house.app.knowledge, meant(body, "resource"), today) {
        Ok(_) => answer::outcome(&[answer::issue("information", "informational", &voice.t("fhir-valid"), None)]),
        Err(found) => answer::problems(voice, &found),
    };
    answer::resource(StatusCode::OK, &said)
}

fn extract(house: &House, voice: &Voice, body: &Value, today: Day) -> Result<Response, Refused> {
    let response = meant(body, "questionnaire-response");
    let subject = response.pointer("/subject/reference").and_then(Value::as_str);
    match fhir::read_value(&house.app.knowledge, response, today) {
        Ok(request) => {
            let bundle = fhir::extract(&house.app.knowledge, &request, subject);
            Ok(answer::resource(StatusCode::OK, &bundle))
        }
        Err(found) => Ok(answer::resource(StatusCode::UNPROCESSABLE_ENTITY, &answer::problems(voice, &found))),
    }
}
