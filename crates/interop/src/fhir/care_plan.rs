//! What screening comes to, as a CarePlan: a draft, with the reasons, for somebody to look at and take over.

use serde_json::{Map, Value, json};
use supple_care::Knowledge;

use super::address;
use crate::cds::{FormUse, Picture};

/// The sentences of a CarePlan that stand in no rule: `title`, `massage`, `ask`, `unreviewed`, and what a disposition is called.
pub type PlanSay<'a> = &'a dyn Fn(&str) -> String;

/// The draft. `subject` is the reference to the person.
#[must_use]
pub fn care_plan(knowledge: &Knowledge, picture: &Picture<'_>, subject: &str, say: PlanSay<'_>) -> Value {
    let assessment = &picture.assessment;
    let mut plan = Map::new();
    let mut put = |name: &str, value: Value| plan.insert(name.to_owned(), value);
    let canonical = format!("{}|{}", address("PlanDefinition", "screening"), knowledge.version);
    put("resourceType", json!("CarePlan"));
    put("contained", json!([guidance(picture, &canonical, subject)]));
    put("instantiatesCanonical", json!([canonical]));
    put("status", json!("draft"));
    put("intent", json!("proposal"));
    put("title", json!(say("title")));
    put("description", json!(say(assessment.disposition)));
    put("subject", json!({ "reference": subject }));
    put("created", json!(assessment.today));
    let mut from: Vec<&str> = picture.proposed.answers.iter().map(|one| one.from.as_str()).collect();
    from.retain(|reference| reference.starts_with("Condition/") && !reference.ends_with('/'));
    from.sort_unstable();
    from.dedup();
    if !from.is_empty() {
        put("addresses", from.iter().map(|reference| json!({ "reference": reference })).collect());
    }
    put("supportingInfo", json!([{ "reference": "#guidance" }]));
    put("activity", activities(picture, say));
    let mut notes: Vec<Value> = Vec::new();
    for reason in assessment.reasons.iter().filter(|reason| reason.certain || assessment.settled) {
        notes.push(json!({ "text": format!("{} {}: {} {}", reason.rule, reason.title, reason.say, reason.why) }));
    }
    if !assessment.reviewed {
        notes.push(json!({ "text": say("unreviewed") }));
    }
    if !notes.is_empty() {
        put("note", Value::Array(notes));
    }
    Value::Object(plan)
}

/// Whether a massage is allowed by what is known: nothing that is still open can change that.
#[must_use]
pub fn allows(picture: &Picture<'_>) -> bool {
    let assessment = &picture.assessment;
    assessment.settled && !assessment.crisis && ["clear", "modified"].contains(&assessment.disposition)
}

fn detail(code: &str, description: &str, forbidden: bool) -> Value {
    let mut detail = json!({ "status": "not-started", "code": { "text": code }, "description": description });
    if let (true, Value::Object(fields)) = (forbidden, &mut detail) {
        fields.insert("doNotPerform".to_owned(), Value::Bool(true));
    }
    json!({ "detail": detail })
}

fn activities(picture: &Picture<'_>, say: PlanSay<'_>) -> Value {
    let assessment = &picture.assessment;
    let massage = say("massage");
    if !assessment.settled {
        let open: Vec<&str> = assessment.unknown.iter().map(|one| one.short).collect();
        // Where the body map alone is open, no question is named.
        let named = if open.is_empty() { say("ask") } else { open.join("; ") };
        return json!([detail(&say("ask"), &named, false), detail(&massage, &say(assessment.disposition), true)]);
    }
    if !allows(picture) {
        return json!([detail(&massage, &say(assessment.disposition), true)]);
    }
    let own = assessment.restrictions.iter().filter(|one| !one.always);
    let (bans, caps): (Vec<_>, Vec<_>) = own.partition(|one| one.ban);
    let limits: Vec<&str> = caps.iter().map(|one| one.say).collect();
    let limits = if limits.is_empty() { say(assessment.disposition) } else { limits.join(" ") };
    let mut all = vec![detail(&massage, &limits, false)];
    all.extend(bans.iter().map(|one| detail(&massage, one.say, true)));
    Value::Array(all)
}

/// How far the answer goes: `data-required` while answers are missing, with which.
fn guidance(picture: &Picture<'_>, module: &str, subject: &str) -> Value {
    let assessment = &picture.assessment;
    let status = if assessment.settled { "success" } else { "data-required" };
    let mut guidance = json!({
        "resourceType": "GuidanceResponse",
        "id": "guidance",
        "moduleCanonical": module,
        "status": status,
        "subject": { "reference": subject },
    });
    let Value::Object(fields) = &mut guidance else { return guidance };
    let rules: Vec<Value> = assessment
        .reasons
        .iter()
        .filter(|reason| reason.certain || assessment.settled)
        .map(|reason| json!({ "coding": [{ "system": super::system("rules"), "code": reason.rule, "display": reason.title }] }))
        .collect();
    if !rules.is_empty() {
        fields.insert("reasonCode".to_owned(), Value::Array(rules));
    }
    if !assessment.settled {
        let form = json!({ "type": "QuestionnaireResponse", "profile": ["http://hl7.org/fhir/StructureDefinition/QuestionnaireResponse"] });
        fields.insert("dataRequirement".to_owned(), json!([form]));
    }
    if let FormUse::Read(day) = &picture.form {
        fields.insert("occurrenceDateTime".to_owned(), json!(crate::dates::print(*day)));
    }
    guidance
}
