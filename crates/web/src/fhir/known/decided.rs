//! What the answers of a record come to today: the draft plan with its reasons, limits, what has to be looked at first.

use serde_json::{Value, json};
use supple_care::Disposition;
use supple_interop::{
    answers::Request,
    assessment::{Assessment, Reason, assess},
    cds::{FormUse, Picture, Proposed},
    dates, fhir,
};

use super::{
    chart::Chart,
    kept::{concept, instant, resource, to},
};
use crate::{
    cds::plan_say,
    pages::{
        book::brief,
        track::{Waits, waits},
    },
};

/// What is known, and what screening says of it.
fn picture<'c>(chart: &'c Chart<'_>) -> Picture<'c> {
    let knowledge = chart.call.knowledge();
    let mut request = Request::none(chart.call.now.today);
    request.sheet = chart.person.sheet.clone();
    let assessment = assess(knowledge, &request);
    let form = FormUse::Read(chart.call.now.today);
    Picture { assessment, request, proposed: Proposed::default(), form, differs: Vec::new() }
}

fn assessed<'c>(chart: &'c Chart<'_>) -> Assessment<'c> {
    picture(chart).assessment
}

/// Whether anything was answered yet.
fn is_empty(chart: &Chart<'_>) -> bool {
    chart.person.record.answers.is_empty() && chart.person.record.map.is_none()
}

/// The draft plan; nothing where nothing was answered. What waits for a clinician, for whatever reason, is on hold.
pub(super) fn plan(chart: &Chart<'_>) -> Option<Value> {
    if is_empty(chart) {
        return None;
    }
    let (knowledge, voice, picture) = (chart.call.knowledge(), &chart.call.voice, picture(chart));
    let say = |key: &str| plan_say(voice, key);
    let mut fields = fhir::care_plan(knowledge, &picture, &format!("Patient/{}", chart.id()), &say);
    let waits = fhir::allows(&picture) && !brief::allows(&chart.call, &chart.person);
    if let Value::Object(fields) = &mut fields {
        fields.remove("resourceType");
        fields.insert("subject".to_owned(), chart.subject());
        if waits {
            fields.insert("status".to_owned(), json!("on-hold"));
            let detail = json!({ "status": "on-hold", "code": { "text": say("massage") }, "description": voice.t("fhir-waits"), "doNotPerform": true });
            fields.insert("activity".to_owned(), json!([{ "detail": detail }]));
        }
    }
    Some(resource("CarePlan", &chart.own("screening"), chart.changed(), fields))
}

/// How far the decision goes: `data-required` while answers are missing.
pub(super) fn guidance(chart: &Chart<'_>) -> Option<Value> {
    let plan = plan(chart)?;
    let mut fields = plan.pointer("/contained/0")?.clone();
    let Value::Object(inner) = &mut fields else { return None };
    inner.remove("resourceType");
    inner.remove("id");
    inner.insert("subject".to_owned(), chart.subject());
    if let Some(waits) = waits(&chart.call, &chart.person) {
        inner.insert("note".to_owned(), json!([{ "text": format!("{} {}", waits.say, waits.why) }]));
    }
    inner.insert("result".to_owned(), to("CarePlan", chart.own("screening")));
    // A result is given where the module has come to one.
    if inner.get("status").and_then(Value::as_str) != Some("success") {
        inner.remove("result");
    }
    Some(resource("GuidanceResponse", &chart.own("screening"), chart.changed(), fields))
}

/// The rule that says why sessions wait by what the record tells, as a concept; the person's own choice is no rule.
fn held(chart: &Chart<'_>, waits: &Waits) -> Option<Value> {
    let rule = chart.call.knowledge().measures.adapt.get(waits.rule?)?;
    Some(concept("rules", &rule.id, &chart.call.voice.k(&rule.title)))
}

/// What may not be done, or only so far.
pub(super) fn flags(chart: &Chart<'_>) -> Vec<Value> {
    if is_empty(chart) {
        return Vec::new();
    }
    let assessment = assessed(chart);
    let own = assessment.restrictions.iter().filter(|one| !one.always);
    let category = json!([{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "safety", "display": "Safety" }] }]);
    let waits = waits(&chart.call, &chart.person).map(|waits| {
        let mut code = held(chart, &waits).unwrap_or_else(|| json!({}));
        if let Value::Object(code) = &mut code {
            code.insert("text".to_owned(), json!(waits.say));
        }
        let fields = json!({
            "status": "active",
            "category": category,
            "code": code,
            "subject": chart.subject(),
            "period": { "start": dates::print(chart.call.now.today) },
        });
        resource("Flag", &chart.own("f0"), chart.changed(), fields)
    });
    let limits = own.zip(1u32..).map(|(one, nth)| {
        let rules = one.reasons.iter().map(|rule| json!({ "system": super::kept::system("rules"), "code": rule }));
        let fields = json!({
            "status": "active",
            "category": category,
            "code": { "coding": rules.collect::<Vec<_>>(), "text": one.say },
            "subject": chart.subject(),
            "period": { "start": dates::print(chart.call.now.today) },
        });
        resource("Flag", &chart.own(format_args!("f{nth}")), chart.changed(), fields)
    });
    waits.into_iter().chain(limits).collect()
}

fn reaches(reason: &Reason<'_>) -> Option<Disposition> {
    Disposition::ALL.into_iter().find(|one| one.id() == reason.effect)
}

const fn severity(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Emergency | Disposition::Urgent => "high",
        Disposition::MedicalFirst => "moderate",
        Disposition::Modified | Disposition::Clear => "low",
    }
}

/// The rules that spoke. One that rests on an answer that is not known is preliminary.
pub(super) fn issues(chart: &Chart<'_>) -> Vec<Value> {
    if is_empty(chart) {
        return Vec::new();
    }
    let assessment = assessed(chart);
    let spoke = assessment.reasons.iter().filter_map(|reason| Some((reason, reaches(reason)?)));
    let waits = waits(&chart.call, &chart.person).and_then(|waits| {
        let code = held(chart, &waits)?;
        let id = code.pointer("/coding/0/code").and_then(Value::as_str).unwrap_or_default().to_owned();
        let fields = json!({
            "status": "final",
            "code": code,
            "severity": severity(Disposition::MedicalFirst),
            "patient": chart.subject(),
            "identifiedDateTime": chart.changed().map(instant),
            "detail": format!("{} {}", waits.say, waits.why),
        });
        Some(resource("DetectedIssue", &chart.own(format_args!("i-{id}")), chart.changed(), fields))
    });
    let spoke = spoke.map(|(reason, disposition)| {
        let mitigation = reason.lifted.then(|| json!([{ "action": { "text": chart.call.voice.t("fhir-lifted") } }]));
        let fields = json!({
            "status": if reason.certain { "final" } else { "preliminary" },
            "code": concept("rules", reason.rule, reason.title),
            "severity": severity(disposition),
            "patient": chart.subject(),
            "identifiedDateTime": chart.changed().map(instant),
            "detail": format!("{} {}", reason.say, reason.why),
            "mitigation": mitigation,
        });
        resource("DetectedIssue", &chart.own(format_args!("i-{}", reason.rule)), chart.changed(), fields)
    });
    waits.into_iter().chain(spoke).collect()
}

/// That somebody has to look first, once that is settled.
pub(super) fn request(chart: &Chart<'_>) -> Option<Value> {
    let assessment = assessed(chart);
    let disposition = Disposition::ALL.into_iter().find(|one| one.id() == assessment.disposition)?;
    let waits = waits(&chart.call, &chart.person);
    let priority = match disposition {
        _ if is_empty(chart) => return None,
        Disposition::Clear | Disposition::Modified if waits.is_some() => "routine",
        _ if !assessment.settled => return None,
        Disposition::Clear | Disposition::Modified => return None,
        Disposition::MedicalFirst => "routine",
        Disposition::Urgent => "urgent",
        Disposition::Emergency => "stat",
    };
    let certain = assessment.reasons.iter().filter(|reason| reaches(reason) == Some(disposition));
    let mut reasons: Vec<Value> = certain.map(|reason| concept("rules", reason.rule, reason.title)).collect();
    let mut say = plan_say(&chart.call.voice, assessment.disposition);
    if let Some(waits) = waits.filter(|_| disposition <= Disposition::Modified) {
        reasons = held(chart, &waits).into_iter().collect();
        say = waits.say;
    }
    let fields = json!({
        "status": "active",
        "intent": "proposal",
        "priority": priority,
        "code": { "text": say },
        "subject": chart.subject(),
        "authoredOn": chart.changed().map(instant),
        "reasonCode": reasons,
        "note": assessment.timeframe.map(|when| json!([{ "text": when }])),
    });
    Some(resource("ServiceRequest", &chart.own("see-first"), chart.changed(), fields))
}
