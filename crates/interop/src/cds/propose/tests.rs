//! What a record proposes, and what it never does.

use serde_json::{Value, json};
use supple_care::{Answer, Disposition, Knowledge, interview, screen};
use supple_knowledge::Library;

use super::{super::picture, Proposed, Why, propose};
use crate::dates;

fn known() -> (Knowledge, Library) {
    (supple_knowledge::embedded().unwrap(), Library::embedded())
}

fn of(resources: &[Value]) -> (Knowledge, Proposed) {
    let (knowledge, library) = known();
    let all: Vec<(Option<&str>, &Value)> = resources.iter().map(|one| (None, one)).collect();
    let today = dates::parse("2026-11-22").unwrap();
    let found = propose(&knowledge, library.codes(&knowledge).unwrap(), &all, Some("1"), today);
    (knowledge, found)
}

fn said(resources: &[Value]) -> Vec<(String, Answer)> {
    let (knowledge, found) = of(resources);
    let name = |id| knowledge.question(id).unwrap().id.clone();
    found.answers.iter().map(|one| (name(one.question), one.answer)).collect()
}

fn condition(code: &str, more: Value) -> Value {
    let mut condition = json!({ "resourceType": "Condition", "id": "c", "subject": { "reference": "Patient/1" },
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code, "display": "something" }] } });
    let (Value::Object(fields), Value::Object(more)) = (&mut condition, more) else { panic!() };
    fields.extend(more);
    condition
}

fn status(of: &str, code: &str) -> Value {
    json!({ of: { "coding": [{ "code": code }] } })
}

fn measured(code: &str, value: f64, unit: &str, date: &str) -> Value {
    json!({ "resourceType": "Observation", "id": "o", "status": "final", "effectiveDateTime": date,
        "subject": { "reference": "https://ehr.example/Patient/1" }, "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
        "valueQuantity": { "value": value, "code": unit, "system": "http://unitsofmeasure.org" } })
}

fn yes(id: &str) -> (String, Answer) {
    (id.to_owned(), Answer::Yes)
}

#[test]
fn a_condition_says_what_it_is_and_what_it_was() {
    assert_eq!(said(&[condition("C79.51", json!({}))]), [yes("cancer_ever"), yes("cancer_now"), yes("bone_cancer")]);
    assert_eq!(said(&[condition("C50.911", status("clinicalStatus", "remission"))]), [yes("cancer_ever")]);
    assert_eq!(said(&[condition("I50.9", json!({ "abatementDateTime": "2020" }))]), [yes("heart_condition")]);
    assert_eq!(said(&[condition("C44.91", json!({}))]), []);
}

#[test]
fn what_is_not_so_or_not_sure_says_nothing() {
    for (field, code) in [("verificationStatus", "refuted"), ("verificationStatus", "entered-in-error")] {
        let (_, found) = of(&[condition("C79.51", status(field, code))]);
        assert!(found.answers.is_empty() && found.not_used[0].why == Why::NotSo, "{code}");
    }
    let (knowledge, found) = of(&[condition("C79.51", status("verificationStatus", "differential"))]);
    assert!(
        found.answers.is_empty()
            && found.asks.iter().any(|(id, _)| knowledge.question(*id).unwrap().id == "bone_cancer")
    );
    let other = json!({ "subject": { "reference": "Patient/2" } });
    let (_, found) = of(&[condition("C79.51", other), condition("C79.51", json!({ "modifierExtension": [] }))]);
    assert_eq!(found.not_used.iter().map(|left| left.why).collect::<Vec<_>>(), [Why::OtherPerson, Why::Modifier]);
    assert!(found.answers.is_empty() && found.not_used[0].shown == "Condition/c", "nothing of somebody else is shown");
    let (_, found) = of(&[condition("M54.5", json!({}))]);
    assert_eq!(found.unmapped, ["something"]);
}

#[test]
fn a_medicine_is_known_by_its_code_or_its_name() {
    let order = |of: Value| {
        let mut order =
            json!({ "resourceType": "MedicationRequest", "status": "active", "subject": { "reference": "Patient/1" } });
        let (Value::Object(fields), Value::Object(more)) = (&mut order, of) else { panic!() };
        fields.extend(more);
        order
    };
    let named = json!({ "medicationCodeableConcept": { "text": "Warfarin sodium 5 MG Oral Tablet" } });
    assert_eq!(said(&[order(named.clone())]), [yes("blood_thinner")]);
    let rxnorm = json!({ "coding": [{ "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "1364430" }] });
    assert_eq!(said(&[order(json!({ "medicationCodeableConcept": rxnorm }))]), [yes("blood_thinner")]);
    let inside = json!({ "medicationReference": { "reference": "#m" },
        "contained": [{ "resourceType": "Medication", "id": "m", "code": rxnorm }] });
    assert_eq!(said(&[order(inside)]), [yes("blood_thinner")]);
    let away = json!({ "medicationReference": { "reference": "Medication/9" } });
    assert_eq!(of(&[order(away.clone())]).1.not_used[0].why, Why::Missing);
    let beside = json!({ "resourceType": "Medication", "id": "9", "code": rxnorm });
    assert_eq!(said(&[order(away), beside]), [yes("blood_thinner")]);
    let mut stopped = order(named);
    stopped["status"] = json!("stopped");
    assert_eq!(said(&[stopped]), []);
}

#[test]
fn the_latest_fresh_value_counts_and_an_old_one_asks() {
    let high = measured("8480-6", 186.0, "mm[Hg]", "2026-11-21T10:00:00Z");
    assert_eq!(said(std::slice::from_ref(&high)).len(), 3);
    assert_eq!(said(&[high, measured("8480-6", 128.0, "mm[Hg]", "2026-11-22")]), []);
    assert_eq!(said(&[measured("8310-5", 38.4, "Cel", "2026-11-22")]), [yes("fever")]);
    assert_eq!(said(&[measured("8310-5", 101.2, "[degF]", "2026-11-22")]), [yes("fever")]);
    let (_, old) = of(&[measured("8310-5", 38.4, "Cel", "2026-11-02")]);
    assert!(old.answers.is_empty() && old.asks.len() == 1);
    let (_, odd) = of(&[measured("8310-5", 311.5, "K", "2026-11-22")]);
    assert!(odd.answers.is_empty() && odd.asks.len() == 1 && odd.not_used[0].why == Why::Unit);
    let mut gone = measured("8310-5", 38.4, "Cel", "2026-11-22");
    gone["status"] = json!("entered-in-error");
    assert_eq!(said(&[gone]), []);
}

#[test]
fn age_is_counted_and_gender_is_not_read() {
    let patient = |born: &str| json!({ "resourceType": "Patient", "id": "1", "birthDate": born, "gender": "male" });
    assert_eq!(said(&[patient("1960-11-23")]), [("age".to_owned(), Answer::Number(65))]);
    assert_eq!(said(&[patient("1960-11-22")]), [("age".to_owned(), Answer::Number(66))]);
    assert_eq!(said(&[patient("1960")]), []);
    assert_eq!(said(&[patient("2030-01-01")]), []);
}

/// Whatever stands in a record, and whatever does not: screening comes to no milder end than without it, and never to "clear".
#[test]
fn no_record_clears_anybody() {
    let (knowledge, library) = known();
    let codes = library.codes(&knowledge).unwrap();
    let today = dates::parse("2026-11-22").unwrap();
    let nothing = picture(&knowledge, codes, &[], Some("1"), today);
    let level = |sheet: &supple_care::Sheet| interview::standing(&knowledge, sheet).at_least;
    assert!(!nothing.assessment.settled && nothing.assessment.disposition != Disposition::Clear.id());
    for entry in &codes.coded {
        let code = entry.codes.first().map_or("", |range| range.from.as_str());
        let concept = json!({ "coding": [{ "system": entry.system, "code": code }], "text": entry.names.first() });
        for clinical in ["active", "resolved"] {
            let resource = match entry.stands {
                supple_care::coded::Stands::Condition => json!({ "resourceType": "Condition", "code": concept,
                    "clinicalStatus": { "coding": [{ "code": clinical }] } }),
                supple_care::coded::Stands::Medicine => {
                    json!({ "resourceType": "MedicationStatement", "status": "active",
                    "medicationCodeableConcept": concept })
                }
                supple_care::coded::Stands::Allergy => json!({ "resourceType": "AllergyIntolerance", "code": concept,
                    "clinicalStatus": { "coding": [{ "code": clinical }] } }),
                supple_care::coded::Stands::Procedure => {
                    json!({ "resourceType": "Procedure", "status": "completed", "code": concept })
                }
            };
            let seen = picture(&knowledge, codes, &[(None, &resource)], Some("1"), today);
            assert!(seen.proposed.unmapped.is_empty(), "{}", entry.title);
            assert!(!seen.assessment.settled || seen.assessment.disposition != Disposition::Clear.id());
            assert!(level(&seen.request.sheet) >= level(&nothing.request.sheet), "{}", entry.title);
            let (one, other) = (screen(&knowledge, &seen.request.sheet), screen(&knowledge, &nothing.request.sheet));
            assert!(one.disposition >= other.disposition, "{}: {:?}", entry.title, one.disposition);
        }
    }
}
