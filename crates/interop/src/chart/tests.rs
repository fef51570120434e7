//! What a file proposes, what it never does, and how it is refused.

use proptest::prelude::*;
use serde_json::{Value, json};
use supple_care::{Answer, Day, Knowledge, screen};
use supple_knowledge::Library;

use super::{Asked, Found, read};
use crate::{answers, dates};

fn today() -> Day {
    dates::parse("2026-11-23").unwrap()
}

fn base() -> &'static (Knowledge, Library) {
    static BASE: std::sync::OnceLock<(Knowledge, Library)> = std::sync::OnceLock::new();
    BASE.get_or_init(|| (supple_knowledge::embedded().unwrap(), Library::embedded()))
}

fn found(file: &str) -> Result<Found, Vec<&'static str>> {
    let (knowledge, library) = base();
    let codes = library.codes(knowledge).unwrap();
    let chart = read(file.as_bytes());
    chart
        .and_then(|chart| chart.found(knowledge, codes, today()))
        .map_err(|all| all.iter().map(|one| one.code).collect())
}

fn ids(found: &Found) -> Vec<&str> {
    let knowledge = &base().0;
    found.asked.iter().map(|one| knowledge.question(one.question).unwrap().id.as_str()).collect()
}

fn bundle(resources: &[Value]) -> Value {
    let entry: Vec<Value> = resources.iter().map(|one| json!({ "resource": one })).collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entry })
}

fn patient() -> Value {
    json!({ "resourceType": "Patient", "id": "p", "birthDate": "1960-02-03", "name": [
        { "use": "nickname", "text": "Nan" }, { "use": "official", "given": ["Anna", "\u{202e}Maria"], "family": "Berg\u{7}er" } ] })
}

fn condition(code: &str, display: &str, onset: &str) -> Value {
    json!({ "resourceType": "Condition", "id": "c1", "subject": { "reference": "Patient/p" }, "onsetDateTime": onset,
        "text": { "status": "generated", "div": "<div><script>alert(1)</script></div>" },
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code, "display": display }] } })
}

fn named(kind: &str, who: &str, name: &str) -> Value {
    json!({ "resourceType": kind, "id": "n", who: { "reference": "urn:uuid:p" }, "status": "completed", "code": { "text": name } })
}

#[test]
fn everything_that_a_record_holds_is_gathered_by_question_with_its_source() {
    let mut second = condition("M81.8", "Other osteoporosis", "2031-01-01");
    second["id"] = json!("c2");
    let order = json!({ "resourceType": "MedicationRequest", "id": "m", "status": "active", "authoredOn": "2026-10-01T08:00:00Z",
        "subject": { "reference": "https://ehr.example/fhir/Patient/p" },
        "medicationCodeableConcept": { "text": "Apixaban 5 mg" } });
    let mut allergy = named("AllergyIntolerance", "patient", "Natural rubber");
    allergy["patient"] = json!({ "reference": "Patient/p" });
    allergy["reaction"] = json!([{ "manifestation": [{ "text": "Anaphylactic shock" }, { "text": "Hives" }] }]);
    let mut operation = named("Procedure", "subject", "L4/L5 laminectomy");
    operation["subject"] = json!({ "reference": "Patient/p" });
    let other = condition("M54.50", "Low back pain, unspecified", "2020");
    let all = [
        patient(),
        condition("M81.0", "Age-related osteoporosis", "2019-03"),
        second,
        order,
        allergy,
        operation,
        other,
    ];
    let chart = read(bundle(&all).to_string().as_bytes()).unwrap();
    let whose = chart.whose.unwrap();
    assert_eq!((whose.name.as_str(), whose.born.as_deref()), ("Anna Maria Berg er", Some("1960-02-03")));
    let found = found(&bundle(&all).to_string()).unwrap();
    let mut asked = ids(&found);
    asked.sort_unstable();
    assert_eq!(asked, ["age", "allergy_latex", "anaphylaxis", "blood_thinner", "osteoporosis", "spine_surgery"]);
    let knowledge = &base().0;
    let bone = found.asked.iter().find(|one| one.question == knowledge.question_id("osteoporosis").unwrap()).unwrap();
    let origins: Vec<_> =
        bone.origins.iter().map(|one| (one.what.as_str(), one.date.as_deref(), one.from.as_str())).collect();
    let expected =
        [("Age-related osteoporosis", Some("2019-03"), "Condition/c1"), ("Other osteoporosis", None, "Condition/c2")];
    assert_eq!(origins, expected, "a date that lies ahead is not shown as one");
    assert_eq!(found.unmapped, ["Low back pain, unspecified"]);
    assert!(found.open.iter().any(|(id, _)| knowledge.question(*id).unwrap().id == "spine_surgery_when"));
}

#[test]
fn a_bundle_lines_and_one_resource_say_the_same() {
    let all = [patient(), condition("M81.0", "Osteoporosis", "2019")];
    let lines = format!("\u{feff}{}\n{}\n\n", all[0], all[1]);
    let inside = bundle(&[bundle(&all)]);
    for file in [bundle(&all).to_string(), lines, inside.to_string()] {
        assert_eq!(ids(&found(&file).unwrap()), ["age", "osteoporosis"].as_slice().to_vec().sorted(), "{file}");
    }
    assert_eq!(ids(&found(&all[1].to_string()).unwrap()), ["osteoporosis"]);
}

/// The questions' own order is not the alphabet's.
trait Sorted {
    fn sorted(self) -> Self;
}

impl Sorted for Vec<&str> {
    fn sorted(mut self) -> Self {
        self.sort_by_key(|id| base().0.question_id(id));
        self
    }
}

#[test]
fn what_is_no_record_of_one_living_person_is_refused_with_its_reason() {
    let code = |file: &str| found(file).map(|_| ()).unwrap_err();
    assert_eq!(code("<Bundle xmlns=\"http://hl7.org/fhir\"/>"), ["chart-xml"]);
    assert_eq!(code(""), ["chart-empty"]);
    assert_eq!(code(&bundle(&[]).to_string()), ["chart-empty"]);
    let whole = bundle(&[patient()]).to_string();
    assert_eq!(code(&whole[..whole.len() - 3]), ["chart-cut"]);
    assert_eq!(code("{\"resourceType\": Bundle}"), ["chart-syntax"]);
    assert_eq!(code("[1, 2]"), ["chart-none"]);
    assert_eq!(code("{\"supple\": 1}"), ["chart-none"]);
    assert_eq!(code("{\"resourceType\":\"OperationOutcome\"}"), ["chart-type"]);
    assert_eq!(code("{\"resourceType\":\"<script>\"}"), ["chart-type"]);
    assert_eq!(code("{\"resourceType\":\"Patient\",\"id\":\"1\",\"id\":\"2\"}"), ["repeated"]);
    let mut other = patient();
    other["id"] = json!("q");
    assert_eq!(code(&bundle(&[patient(), other]).to_string()), ["chart-two"]);
    let mut child = condition("M81.0", "x", "2019");
    child["subject"] = json!({ "reference": "Patient/q" });
    assert_eq!(code(&bundle(&[patient(), child.clone()]).to_string()), ["chart-two"]);
    assert_eq!(code(&bundle(&[condition("M81.0", "x", "2019"), child]).to_string()), ["chart-two"]);
    let mut unnamed = patient();
    unnamed.as_object_mut().unwrap().remove("id");
    assert!(
        found(&bundle(&[unnamed, condition("M81.0", "x", "2019")]).to_string()).is_ok(),
        "a patient without an id is no second one"
    );
    let mut gone = patient();
    gone["deceasedDateTime"] = json!("2024-01-01");
    assert_eq!(code(&bundle(&[gone]).to_string()), ["chart-dead"]);
    assert_eq!(read(b"\xff\xfe{").unwrap_err()[0].code, "chart-text");
    let deep = format!("{}{}", "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":".repeat(200), "1");
    assert_eq!(code(&deep), ["chart-syntax"]);
}

#[test]
fn what_is_marked_wrong_or_points_in_a_circle_proposes_nothing_and_is_listed() {
    let mut refuted = condition("M81.0", "Osteoporosis", "2019");
    refuted["verificationStatus"] = json!({ "coding": [{ "code": "refuted" }] });
    let circle = json!({ "resourceType": "MedicationStatement", "id": "m", "status": "active", "subject": { "reference": "Patient/p" },
        "medicationReference": { "reference": "MedicationStatement/m" } });
    let around = json!({ "resourceType": "Medication", "id": "a", "ingredient": [{ "itemReference": { "reference": "Medication/a" } }] });
    let unknown = json!({ "resourceType": "Condition", "id": "u", "code": { "coding": [{ "system": "urn:nobody", "code": "M81.0" }] } });
    let found = found(&bundle(&[refuted, circle, around, unknown]).to_string()).unwrap();
    assert!(found.asked.is_empty());
    assert_eq!(found.not_used.len(), 2);
    assert_eq!(found.unmapped, ["M81.0"]);
}

#[test]
fn what_comes_back_from_a_page_is_what_went_there_and_no_relief() {
    let knowledge = &base().0;
    let found = found(&bundle(&[patient(), condition("M81.0", "x", "2019")]).to_string()).unwrap();
    for asked in &found.asked {
        assert_eq!(Asked::of(knowledge, &asked.to_value(knowledge).unwrap()).as_ref(), Some(asked));
    }
    let forged = |question: &str, answer: Value| {
        let value = json!({ "question": question, "answer": answer, "origins": [{ "what": "x", "from": "y" }] });
        Asked::of(knowledge, &value)
    };
    assert!(forged("osteoporosis", json!("yes")).is_some());
    for (question, answer) in [
        ("osteoporosis", "no"),
        ("osteoporosis", "unknown"),
        ("bp_treated", "yes"),
        ("platelets", "50-or-more"),
        ("none", "yes"),
    ] {
        assert_eq!(forged(question, json!(answer)), None, "{question}");
    }
    assert_eq!(forged("age", json!(500)), None);
}

fn any_resource() -> impl Strategy<Value = Value> {
    let codes = vec!["M81.0", "C50.9", "I82.4", "D69.6", "I10", "M54.5", "Z95.0", "S32.0", "G40.9", "nonsense", ""];
    let status = vec!["active", "resolved", "refuted", "entered-in-error", "provisional"];
    let coded = (proptest::sample::select(codes), proptest::sample::select(status)).prop_map(|(code, status)| {
        let mut one = condition(code, code, "2024-05-05");
        let field = if ["active", "resolved"].contains(&status) { "clinicalStatus" } else { "verificationStatus" };
        one[field] = json!({ "coding": [{ "code": status }] });
        one
    });
    let names = vec!["warfarin", "prednisolone", "latex", "laminectomy", "pacemaker", "water"];
    let kinds = vec![("MedicationStatement", "subject"), ("AllergyIntolerance", "patient"), ("Procedure", "subject")];
    let said = (proptest::sample::select(names), proptest::sample::select(kinds)).prop_map(|(name, (kind, who))| {
        json!({ "resourceType": kind, "id": "x", "status": "active", who: { "reference": "Patient/p" },
            "code": { "text": name }, "medicationCodeableConcept": { "text": name } })
    });
    let value = (150.0f64..200.0, 0i32..900).prop_map(|(value, days)| {
        json!({ "resourceType": "Observation", "id": "o", "status": "final", "subject": { "reference": "Patient/p" },
            "effectiveDateTime": dates::print(today().plus(-days)), "code": { "coding": [{ "system": "http://loinc.org", "code": "8480-6" }] },
            "valueQuantity": { "value": value, "code": "mm[Hg]" } })
    });
    prop_oneof![coded, said, value]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands in a file, and whichever of its proposals is confirmed: the decision is as cautious as before, or more so.
    #[test]
    fn no_confirmed_proposal_makes_a_decision_less_cautious(
        all in proptest::collection::vec(any_resource(), 0..6),
        pick in proptest::collection::vec(any::<bool>(), 24),
        before in proptest::collection::vec((0usize..400, 0u8..3), 0..40),
    ) {
        let knowledge = &base().0;
        let found = found(&bundle(&[vec![patient()], all].concat()).to_string()).unwrap();
        let mut sheet = answers::Request::none(today()).sheet;
        for (at, say) in before {
            let id = supple_care::QuestionId(u16::try_from(at % knowledge.questions.len()).unwrap());
            if matches!(knowledge.question(id).unwrap().kind, supple_care::question::Kind::YesNo) {
                sheet.set(id, [Answer::No, Answer::Yes, Answer::Unknown][usize::from(say)]);
            }
        }
        let was = screen(knowledge, &sheet);
        for (asked, taken) in found.asked.iter().zip(pick) {
            prop_assert!(Asked::of(knowledge, &asked.to_value(knowledge).unwrap()).is_some());
            // An age is no risk: it is asked like any other and may be either way.
            if taken && !matches!(asked.answer, Answer::Number(_)) {
                sheet.set(asked.question, asked.answer);
            }
        }
        prop_assert!(screen(knowledge, &sheet).disposition >= was.disposition);
    }

    /// Any bytes are read or refused, and nothing else happens.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0usize..900) {
        drop(read(&bytes));
        let whole = bundle(&[patient(), condition("M81.0", "x", "2019")]).to_string();
        let part = &whole.as_bytes()[..cut.min(whole.len())];
        prop_assert_eq!(read(part).is_ok(), part.len() == whole.len());
    }
}
