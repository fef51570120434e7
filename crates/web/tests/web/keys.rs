//! What a program sends again under the same key is done once.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    access::people::{House, everybody},
    common::Page,
    programs::{Program, client, entries, lets, program, value},
};

async fn post(program: &mut Program, path: &str, key: &str, body: &Value) -> Page {
    program.send("POST", path, &[("idempotency-key", key)], Some(body)).await
}

async fn slots(program: &mut Program) -> Vec<String> {
    let found = program.get("/fhir/Slot?status=free&start=ge2026-11-24&_count=200&_sort=start").await;
    entries(&found).iter().map(|slot| slot["id"].as_str().unwrap().to_owned()).collect()
}

fn appointment(id: &str, slot: &str) -> Value {
    json!({ "resourceType": "Appointment", "status": "booked", "slot": [{ "reference": format!("Slot/{slot}") }],
        "participant": [{ "actor": { "reference": format!("Patient/{id}") }, "status": "accepted" }] })
}

async fn count(program: &mut Program) -> u64 {
    program.get("/fhir/Appointment?_summary=count").await["total"].as_u64().unwrap()
}

async fn begun() -> (House, Program, String, Vec<String>) {
    let mut house = everybody().await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let slots = slots(&mut program).await;
    (house, program, id, slots)
}

#[tokio::test]
async fn what_comes_again_under_the_same_key_is_answered_the_same_and_done_once() {
    let (house, mut program, id, slots) = begun().await;
    let wish = appointment(&id, &slots[0]);
    let first = post(&mut program, "/fhir/Appointment", "k-1", &wish).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.html);
    for key in ["k-1", "\"k-1\""] {
        let again = post(&mut program, "/fhir/Appointment", key, &wish).await;
        assert_eq!((again.status, &again.html), (first.status, &first.html), "the same answer");
        for name in ["location", "etag"] {
            assert_eq!(again.headers[name], first.headers[name]);
        }
    }
    assert_eq!(count(&mut program).await, 1);
    // Without the key the time is taken; under the key nothing else may come.
    let plain = program.send("POST", "/fhir/Appointment", &[], Some(&wish)).await;
    assert_eq!(plain.status, StatusCode::CONFLICT);
    let other = post(&mut program, "/fhir/Appointment", "k-1", &appointment(&id, &slots[5])).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.html.contains("Something else came"), "{}", other.html);
    let elsewhere = post(&mut program, "/fhir/AppointmentResponse", "k-1", &wish).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", elsewhere.html);
    assert_eq!(count(&mut program).await, 1);
    for wrong in ["", " ", "two words", &"x".repeat(256), "\"\""] {
        let page = post(&mut program, "/fhir/Appointment", wrong, &wish).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "`{wrong}`: {}", page.html);
    }
    // What came to be is answered as it stands: cancelled by now.
    let made = value(&first);
    let path = format!("/fhir/Appointment/{}", made["id"].as_str().unwrap());
    let mut gone = made.clone();
    gone["status"] = json!("cancelled");
    assert_eq!(program.send("PUT", &path, &[], Some(&gone)).await.status, StatusCode::OK);
    let again = post(&mut program, "/fhir/Appointment", "k-1", &wish).await;
    assert_eq!((again.status, &value(&again)["status"]), (StatusCode::CREATED, &json!("cancelled")));
    // A day later the key is forgotten, and the time is free: that is another appointment.
    house.home.later(1);
    let later = post(&mut program, "/fhir/Appointment", "k-1", &wish).await;
    assert_eq!(later.status, StatusCode::CREATED, "{}", later.html);
    assert_ne!(value(&later)["id"], made["id"]);
    drop(house);
}

#[tokio::test]
async fn a_refused_request_leaves_no_key_behind_and_others_have_their_own() {
    let (mut house, mut one, id, slots) = begun().await;
    let mut two = program(&mut house, "system/*.cruds").await;
    let mut wish = appointment(&id, "none");
    assert_eq!(post(&mut one, "/fhir/Appointment", "k", &wish).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    wish = appointment(&id, &slots[0]);
    assert_eq!(post(&mut one, "/fhir/Appointment", "k", &wish).await.status, StatusCode::CREATED);
    // The key of one program is none of another's: the time is taken for it.
    assert_eq!(post(&mut two, "/fhir/Appointment", "k", &wish).await.status, StatusCode::CONFLICT);
    let body = json!({ "resourceType": "Parameters", "parameter": [
        { "name": "appt-id", "valueString": slots[20] }, { "name": "patient-id", "valueString": id }] });
    let first = post(&mut two, "/fhir/Appointment/$book", "k", &body).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html);
    let again = post(&mut two, "/fhir/Appointment/$book", "k", &body).await;
    assert_eq!((again.status, &again.html), (StatusCode::OK, &first.html));
    assert_eq!(count(&mut one).await, 2);
}

#[tokio::test]
async fn a_bundle_under_a_key_is_done_once() {
    let (_house, mut program, id, slots) = begun().await;
    let entry = |slot: &str| json!({ "request": { "method": "POST", "url": "Appointment" }, "resource": appointment(&id, slot) });
    let read = json!({ "request": { "method": "GET", "url": "Organization" } });
    let bundle = |kind: &str, entries: Vec<Value>| json!({ "resourceType": "Bundle", "type": kind, "entry": entries });
    let both = bundle("transaction", vec![read.clone(), entry(&slots[0]), entry(&slots[20])]);
    let first = post(&mut program, "/fhir", "t", &both).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.html);
    assert_eq!(post(&mut program, "/fhir", "t", &both).await.html, first.html);
    assert_eq!(count(&mut program).await, 2);
    // Of a batch, what was done stays done, and what was refused is tried again.
    let half = bundle("batch", vec![entry(&slots[0]), entry(&slots[40])]);
    let first = value(&post(&mut program, "/fhir", "b", &half).await);
    let status =
        |bundle: &Value, at: usize| bundle["entry"][at]["response"]["status"].as_str().unwrap()[..3].to_owned();
    assert_eq!((status(&first, 0).as_str(), status(&first, 1).as_str()), ("409", "201"));
    let again = value(&post(&mut program, "/fhir", "b", &half).await);
    assert_eq!((status(&again, 0).as_str(), &again["entry"][1]), ("409", &first["entry"][1]));
    assert_eq!(count(&mut program).await, 3);
}

#[tokio::test]
async fn a_form_under_a_key_is_kept_once_and_shut_with_the_record() {
    let (mut house, mut program, id, _) = begun().await;
    lets(&mut house, "read").await;
    lets(&mut house, "add").await;
    let mut form = crate::cds::healthy();
    form["subject"] = json!({ "reference": format!("Patient/{id}") });
    form["authored"] = json!("2026-11-21");
    let first = post(&mut program, "/fhir/QuestionnaireResponse", "f", &form).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.html);
    let said = house.client.browser.get("/record").await.html.matches("Answers").count();
    let again = post(&mut program, "/fhir/QuestionnaireResponse", "f", &form).await;
    assert_eq!((again.status, &again.html), (first.status, &first.html));
    assert_eq!(house.client.browser.get("/record").await.html.matches("Answers").count(), said);
    lets(&mut house, "nothing").await;
    let shut = post(&mut program, "/fhir/QuestionnaireResponse", "f", &form).await;
    assert_eq!(shut.status, StatusCode::FORBIDDEN, "a key opens nothing that the client shut: {}", shut.html);
}
