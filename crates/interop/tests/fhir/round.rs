//! From a sheet to a response and back.

use serde_json::{Value, json};
use supple_care::{Answer, QuestionId, Sheet, pain::MapState, question::Kind, screen};
use supple_interop::{Problem, fhir};

use crate::{
    partial::partial,
    people::{TODAY, base},
};

const SHEETS: u64 = 1_000;

/// A sheet as a form can hold it: each place marked once, and nothing that a clinician agreed to.
pub(crate) fn of_a_form(seed: u64) -> Sheet {
    let mut sheet = partial(seed);
    sheet.clearances.clear();
    let mut marked = Vec::new();
    sheet.pain.marks.retain(|mark| {
        let new = !marked.contains(&mark.place);
        marked.push(mark.place);
        new
    });
    sheet
}

fn read(response: &Value) -> Result<Sheet, Vec<Problem>> {
    fhir::read(base(), response.to_string().as_bytes(), TODAY).map(|request| request.sheet)
}

#[test]
fn a_sheet_comes_back_from_its_response_and_decides_the_same() {
    for seed in 0..SHEETS {
        let sheet = of_a_form(seed);
        let back = read(&fhir::response(base(), &sheet)).unwrap_or_else(|found| panic!("{found:?}, seed {seed}"));
        assert_eq!(screen(base(), &back), screen(base(), &sheet), "seed {seed}");
        if sheet.pain.state == MapState::Confirmed {
            assert_eq!(back, sheet, "seed {seed}");
        }
    }
}

#[test]
fn i_do_not_know_stays_what_it_is_and_so_does_what_was_not_asked() {
    let mut sheet = Sheet::new(TODAY);
    assert_eq!(read(&fhir::response(base(), &sheet)).unwrap(), sheet);
    for (question, index) in base().questions.iter().zip(0u16..) {
        if question.kind != Kind::Text {
            sheet.set(QuestionId(index), Answer::Unknown);
        }
    }
    sheet.pain.state = MapState::Unknown;
    assert_eq!(read(&fhir::response(base(), &sheet)).unwrap(), sheet);
}

fn with_items(items: &Value) -> Value {
    json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-09-04T10:00:00Z", "item": items })
}

fn coded(id: &str, system: &str, code: &str) -> Value {
    json!({ "linkId": id, "answer": [{ "valueCoding": { "system": system, "code": code } }] })
}

const YES_NO: &str = "http://terminology.hl7.org/CodeSystem/v2-0136";
const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

#[test]
fn a_page_around_a_question_and_a_reason_for_absence_are_read() {
    let absent = json!({ "linkId": "age", "answer": [{ "_valueInteger": { "extension": [
        { "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "asked-unknown" } ] } }] });
    let page = json!({ "linkId": "page.today", "item": [coded("fever", ABSENT, "asked-unknown"), absent] });
    let sheet = read(&with_items(&json!([page, { "linkId": "rash" }]))).unwrap();
    let of = |id: &str| sheet.get(base().question_id(id).unwrap());
    assert_eq!([of("fever"), of("age"), of("rash")], [Answer::Unknown, Answer::Unknown, Answer::NotAsked]);
}

#[test]
fn marks_on_a_map_of_which_nobody_said_that_it_is_complete_leave_it_open() {
    let place = coded("mark.place", "urn:supple:fhir:CodeSystem:places", "low-back-left");
    let strength = json!({ "linkId": "mark.intensity", "answer": [{ "valueInteger": 4 }] });
    let mark = json!({ "linkId": "mark", "item": [place, strength] });
    let open = json!([{ "linkId": "map", "item": [mark] }]);
    assert_eq!(read(&with_items(&open)).unwrap().pain.state, MapState::NotAsked);
    let said = json!([{ "linkId": "map", "item": [mark, coded("map.complete", YES_NO, "Y")] }]);
    let sheet = read(&with_items(&said)).unwrap();
    assert_eq!((sheet.pain.state, sheet.pain.marks.len()), (MapState::Confirmed, 1));
}

#[test]
fn what_this_form_does_not_know_is_a_problem() {
    let codes = |response: &Value| -> Vec<&str> {
        read(response).map(|_| Vec::new()).unwrap_or_else(|found| found.iter().map(|problem| problem.code).collect())
    };
    let fever = || coded("fever", YES_NO, "N");
    let mut denied = fever();
    denied["modifierExtension"] = json!([{ "url": "urn:x", "valueBoolean": true }]);
    let two = json!({ "linkId": "fever", "answer": [{ "valueBoolean": false }, { "valueBoolean": true }] });
    let cases = [
        (with_items(&json!([denied])), "modifier"),
        (with_items(&json!([fever(), fever()])), "twice"),
        (with_items(&json!([two])), "yes-no"),
        (with_items(&json!([coded("fever", "urn:another:system", "N")])), "yes-no"),
        (with_items(&json!([coded("fever", ABSENT, "not-asked")])), "yes-no"),
        (with_items(&json!([coded("feverish_item_of_another_form", YES_NO, "N")])), "question"),
        (with_items(&json!([coded("fever.unknown", ABSENT, "asked-unknown")])), "yes-no"),
        (with_items(&json!({ "linkId": "fever" })), "list"),
        (json!({ "resourceType": "Patient" }), "response"),
        (json!({ "resourceType": "QuestionnaireResponse", "status": "entered-in-error" }), "response"),
    ];
    for (response, code) in cases {
        assert_eq!(codes(&response), [code], "{response}");
    }
    assert_eq!(codes(&with_items(&json!([fever()]))), [""; 0]);
}
