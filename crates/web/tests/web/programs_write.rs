//! Programs that write: a form into a record, a time for a client, several of them at once.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use supple_store::{NewEvent, PersonId, UtcMs, Uuid, Who};

use crate::{
    access::people::{answers, everybody},
    common::{Page, fields, text_of},
    programs::{Program, client, entries, lets, program, value},
    track::NOW,
};

async fn post(program: &mut Program, path: &str, body: &Value) -> Page {
    program.send("POST", path, &[], Some(body)).await
}

fn refused(page: &Page, status: StatusCode) -> Value {
    assert_eq!(page.status, status, "{}: {}", page.path, page.html);
    let found = value(page);
    assert_eq!(found["resourceType"], "OperationOutcome");
    assert!(!page.html.contains('«'), "{}", page.html);
    found
}

/// The form as a healthy person fills it in, of this client.
fn form(id: &str) -> Value {
    let mut form = crate::cds::healthy();
    form["subject"] = json!({ "reference": format!("Patient/{id}") });
    form["authored"] = json!("2026-11-21");
    form
}

/// The answer to a question, wherever it stands in the form.
fn replace(items: &mut Value, id: &str, code: &Value) {
    for item in items.as_array_mut().into_iter().flatten() {
        if item["linkId"] == id {
            item["answer"] = json!([{ "valueCoding": code }]);
        }
        if item.get("item").is_some() {
            replace(&mut item["item"], id, code);
        }
    }
}

async fn slots(program: &mut Program) -> Vec<String> {
    let found = program.get("/fhir/Slot?status=free&start=2026-11-24&_count=6").await;
    entries(&found).iter().map(|slot| slot["id"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn appointment(id: &str, slot: &str, status: &str) -> Value {
    json!({ "resourceType": "Appointment", "status": status, "slot": [{ "reference": format!("Slot/{slot}") }],
        "participant": [{ "actor": { "reference": format!("Patient/{id}") }, "status": "accepted" }] })
}

#[tokio::test]
async fn a_form_from_elsewhere_is_kept_with_its_decision_where_the_client_lets_it() {
    let mut house = everybody().await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let path = "/fhir/QuestionnaireResponse";
    for word in ["read", "add"] {
        refused(&post(&mut program, path, &form(&id)).await, StatusCode::FORBIDDEN);
        lets(&mut house, word).await;
    }
    let page = post(&mut program, path, &form(&id)).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let kept = value(&page);
    let at = page.headers[header::LOCATION].to_str().unwrap().strip_prefix("https://care.example").unwrap().to_owned();
    assert_eq!(program.get(&at).await, kept);
    let guidance = kept["extension"][0]["valueReference"]["reference"].as_str().unwrap().to_owned();
    assert_eq!(program.get(&format!("/fhir/{guidance}")).await["status"], "success");
    // The same page that the client would see after answering, and a line about who added it.
    let result = house.client.browser.get("/result").await;
    assert_eq!(result.status, StatusCode::OK);
    assert!(
        house.client.browser.get("/record").await.says("Result: Nothing stops a massage"),
        "{}",
        text_of(&house.client.browser.page.html)
    );
    let looks = house.client.browser.get("/account/looks").await;
    assert!(looks.says("A program added to your record"), "{}", text_of(&looks.html));
    // What cannot be read is told all at once, and nothing of it is kept.
    let mut wrong = form(&id);
    wrong["item"].as_array_mut().unwrap().extend([
        json!({ "linkId": "fevr", "answer": [{ "valueBoolean": true }] }),
        json!({ "linkId": "agee", "answer": [{ "valueInteger": 3 }] }),
    ]);
    let before = program.get(&format!("/fhir/QuestionnaireResponse?patient={id}")).await;
    assert_eq!(
        refused(&post(&mut program, path, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY)["issue"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let mut turned = form(&id);
    turned["modifierExtension"] = json!([{ "url": "urn:not", "valueBoolean": true }]);
    refused(&post(&mut program, path, &turned).await, StatusCode::UNPROCESSABLE_ENTITY);
    for stranger in ["019f0c1e-0000-7000-8000-000000000000", "x"] {
        let found = refused(&post(&mut program, path, &form(stranger)).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(found["issue"][0]["expression"][0], "QuestionnaireResponse.subject");
    }
    assert_eq!(program.get(&format!("/fhir/QuestionnaireResponse?patient={id}")).await["entry"], before["entry"]);
}

#[tokio::test]
async fn what_came_after_a_massage_waits_for_programs_too_whatever_a_form_says() {
    let mut house = everybody().await;
    house.client.browser.get("/").await;
    house.client.browser.post("/start", &fields(&[("door", "d1")])).await;
    lets(&mut house, "add").await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let person = PersonId::from_uuid(Uuid::parse_str(&id).unwrap());
    let key = house.home.app.store.unlock(person, None, UtcMs(NOW)).unwrap();
    let session = Uuid::now_v7();
    for (kind, payload) in [
        ("session.started", json!({ "session": session, "giver": "partner", "before": 5 })),
        ("session.ended", json!({ "session": session, "before": 5, "after": 4, "said": { "signs-after": "no" } })),
        ("reaction.reported", json!({ "session": session, "what": ["nerve"], "bad": "mild" })),
    ] {
        let (id, zone, kind) = (Uuid::now_v7(), "UTC".to_owned(), kind.to_owned());
        let event = NewEvent { id, at: UtcMs(NOW), zone, kind, version: 1, who: Who::Self_, payload };
        house.home.app.store.append(&key, event).unwrap();
    }
    let page = post(&mut program, "/fhir/QuestionnaireResponse", &form(&id)).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let said = value(&page);
    let display = said["extension"][0]["valueReference"]["display"].as_str().unwrap();
    assert!(display.starts_with("No massage for now"), "{display}");
    let mut all = Vec::new();
    for kind in ["CarePlan", "GuidanceResponse", "Flag", "DetectedIssue", "ServiceRequest"] {
        all.push((kind, program.get(&format!("/fhir/{kind}?patient={id}")).await));
    }
    let found = |kind: &str| all.iter().find(|(known, _)| *known == kind).map(|(_, found)| found.to_string()).unwrap();
    assert!(found("CarePlan").contains("on-hold"), "{}", found("CarePlan"));
    assert!(found("GuidanceResponse").contains("Leave the next massage out"), "{}", found("GuidanceResponse"));
    for kind in ["Flag", "DetectedIssue", "ServiceRequest"] {
        assert!(found(kind).contains("ADAPT-REACTION"), "{kind}: {}", found(kind));
    }
}

#[tokio::test]
async fn an_older_form_takes_nothing_back_that_was_told_later() {
    let mut house = everybody().await;
    let browser = &mut house.client.browser;
    browser.get("/").await;
    browser.post("/start", &fields(&[("door", "d1")])).await;
    browser.answer(&[("cancer_ever", "yes")]).await;
    lets(&mut house, "add").await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let path = format!("/fhir/QuestionnaireResponse?patient={id}");
    let said = entries(&program.get(&path).await);
    assert_eq!(said.len(), 1);
    let mut older = form(&id);
    older["authored"] = json!("2026-11-20");
    let page = post(&mut program, "/fhir/QuestionnaireResponse", &older).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    // What was not asked yet is taken, under its own day; what was told since stands as it was told.
    let after = entries(&program.get(&path).await);
    let of_day = |day: &str| after.iter().find(|one| one["authored"] == day).unwrap().clone();
    assert_eq!(of_day("2026-11-21")["item"], said[0]["item"]);
    assert!(!of_day("2026-11-20").to_string().contains("\"cancer_ever\""));
    // Once more, there is nothing new in it.
    let none = json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-11-20",
        "subject": { "reference": format!("Patient/{id}") }, "item": [{ "linkId": "cancer_ever",
        "answer": [{ "valueCoding": { "system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "N" } }] }] });
    refused(&post(&mut program, "/fhir/QuestionnaireResponse", &none).await, StatusCode::UNPROCESSABLE_ENTITY);
    // A worse answer of now counts at once, and a session that stands is held.
    let mut worse = form(&id);
    let yes = json!({ "system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y" });
    replace(&mut worse["item"], "saddle_numbness", &yes);
    let page = post(&mut program, "/fhir/QuestionnaireResponse", &worse).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let request = program.get(&format!("/fhir/ServiceRequest?patient={id}")).await;
    assert_eq!(request["entry"][0]["resource"]["priority"], "stat", "{request}");
}

#[tokio::test]
async fn a_time_is_found_held_booked_moved_and_given_back() {
    let mut house = everybody().await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let free = slots(&mut program).await;
    let booked = appointment(&id, &free[0], "booked");
    let once = format!("patient={id}&slot=Slot/{}", free[0]);
    let page = program.send("POST", "/fhir/Appointment", &[("if-none-exist", &once)], Some(&booked)).await;
    assert_eq!((page.status, value(&page)["status"].as_str()), (StatusCode::CREATED, Some("booked")), "{}", page.html);
    let again = program.send("POST", "/fhir/Appointment", &[("if-none-exist", &once)], Some(&booked)).await;
    assert_eq!((again.status, value(&again)), (StatusCode::OK, value(&page)), "the same once more is the same");
    let taken = refused(&post(&mut program, "/fhir/Appointment", &booked).await, StatusCode::CONFLICT);
    assert_eq!(taken["issue"][0]["code"], "conflict");
    assert!(house.client.browser.get("/bookings").await.says("Back Room"), "the client sees it");
    let slot = program.get(&format!("/fhir/Slot/{}", free[0])).await;
    assert_eq!(slot["status"], "busy");
    // Changed by somebody who saw this very version alone.
    let mut changed = value(&page);
    let url = format!("/fhir/Appointment/{}", changed["id"].as_str().unwrap());
    changed["slot"] = json!([{ "reference": format!("Slot/{}", free[3]) }]);
    let stale = program.send("PUT", &url, &[("if-match", "W/\"0\"")], Some(&changed)).await;
    refused(&stale, StatusCode::PRECONDITION_FAILED);
    let tag = page.headers[header::ETAG].to_str().unwrap().to_owned();
    let moved = program.send("PUT", &url, &[("if-match", &tag)], Some(&changed)).await;
    assert_eq!(moved.status, StatusCode::OK, "{}", moved.html);
    assert_eq!(value(&moved)["slot"][0]["reference"], format!("Slot/{}", free[3]));
    assert_eq!(program.get(&format!("/fhir/Slot/{}", free[0])).await["status"], "free");
    let mut over = value(&moved);
    over["status"] = json!("cancelled");
    let gone = program.send("PUT", &url, &[], Some(&over)).await;
    assert_eq!(value(&gone)["status"], "cancelled", "{}", gone.html);
    over["status"] = json!("booked");
    refused(&program.send("PUT", &url, &[], Some(&over)).await, StatusCode::CONFLICT);
    // By the operations of the scheduling guide.
    let parameters = |all: Value| json!({ "resourceType": "Parameters", "parameter": all });
    let span = parameters(
        json!([{ "name": "start", "valueDateTime": "2026-11-25" }, { "name": "end", "valueDateTime": "2026-11-26" }]),
    );
    let found = value(&post(&mut program, "/fhir/Appointment/$find", &span).await);
    let proposed = found["entry"][0]["resource"].clone();
    assert_eq!(proposed["status"], "proposed", "{found}");
    let hold = parameters(
        json!([{ "name": "appt-resource", "resource": proposed }, { "name": "patient-id", "valueString": id }]),
    );
    let held = value(&post(&mut program, "/fhir/Appointment/$hold", &hold).await);
    let held = &held["entry"][0]["resource"];
    assert_eq!(held["status"], "pending", "{held}");
    let book = parameters(json!([{ "name": "appt-id", "valueString": held["id"] }]));
    let booked = value(&post(&mut program, "/fhir/Appointment/$book", &book).await);
    assert_eq!(booked["entry"][0]["resource"]["status"], "booked");
    let answer = json!({ "resourceType": "AppointmentResponse", "appointment": { "reference": format!("Appointment/{}", held["id"].as_str().unwrap()) },
        "actor": { "reference": format!("Patient/{id}") }, "participantStatus": "declined" });
    let page = post(&mut program, "/fhir/AppointmentResponse", &answer).await;
    assert_eq!(
        (page.status, value(&page)["participantStatus"].as_str()),
        (StatusCode::CREATED, Some("declined")),
        "{}",
        page.html
    );
    // A scope that reads books nothing.
    let mut reader = crate::programs::program(&mut house, "system/*.rs").await;
    refused(
        &post(&mut reader, "/fhir/Appointment", &appointment(&id, &free[1], "booked")).await,
        StatusCode::FORBIDDEN,
    );
    for wrong in [
        json!([]),
        json!({ "resourceType": "Patient" }),
        appointment(&id, "none", "booked"),
        appointment("none", &free[1], "booked"),
        appointment(&id, &free[1], "free"),
    ] {
        let page = post(&mut program, "/fhir/Appointment", &wrong).await;
        assert!([StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status), "{}", page.html);
    }
}

#[tokio::test]
async fn a_transaction_keeps_all_or_nothing_and_a_batch_each_for_itself() {
    let mut house = everybody().await;
    answers(&mut house.client.browser).await;
    lets(&mut house, "add").await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let free = slots(&mut program).await;
    let entry = |slot: &str| json!({ "request": { "method": "POST", "url": "Appointment" }, "resource": appointment(&id, slot, "booked") });
    let read = json!({ "request": { "method": "GET", "url": format!("Patient/{id}") } });
    let bundle = |kind: &str, all: &[Value]| json!({ "resourceType": "Bundle", "type": kind, "entry": all });
    let count = async |program: &mut Program| program.get("/fhir/Appointment").await["total"].clone();
    for bad in ["none".to_owned(), free[0].clone()] {
        let sent = bundle("transaction", &[entry(&free[0]), read.clone(), entry(&bad)]);
        let page = post(&mut program, "/fhir", &sent).await;
        assert!([StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY].contains(&page.status), "{}", page.html);
        assert_eq!(count(&mut program).await, 0, "nothing is kept");
    }
    let said =
        value(&post(&mut program, "/fhir", &bundle("batch", &[entry(&free[0]), entry("none"), read.clone()])).await);
    let of = |at: usize| said["entry"][at]["response"]["status"].as_str().unwrap().to_owned();
    assert_eq!((of(0).as_str(), of(1).as_str(), of(2).as_str()), ("201 Created", "422 Unprocessable Entity", "200 OK"));
    assert_eq!(said["entry"][1]["response"]["outcome"]["resourceType"], "OperationOutcome");
    assert_eq!(count(&mut program).await, 1);
    let said =
        value(&post(&mut program, "/fhir", &bundle("transaction", &[entry(&free[3]), read, entry(&free[5])])).await);
    assert_eq!(said["type"], "transaction-response", "{said}");
    assert_eq!(said["entry"].as_array().unwrap().len(), 3);
    assert_eq!(count(&mut program).await, 3);
    let form = json!({ "request": { "method": "POST", "url": "QuestionnaireResponse" }, "resource": form(&id) });
    let free = slots(&mut program).await;
    let mixed = post(&mut program, "/fhir", &bundle("transaction", &[form, entry(&free[0])])).await;
    refused(&mixed, StatusCode::UNPROCESSABLE_ENTITY);
    for wrong in [json!({}), bundle("document", &[]), bundle("batch", &vec![json!({}); 101])] {
        refused(&post(&mut program, "/fhir", &wrong).await, StatusCode::BAD_REQUEST);
    }
    refused(
        &post(&mut Program { token: String::new(), ..program }, "/fhir", &json!({})).await,
        StatusCode::UNAUTHORIZED,
    );
}

/// However a program asks: what it reads is noted for whom it is about, and what is too much is refused before it is looked up.
#[tokio::test]
async fn what_a_bundle_or_a_key_shows_is_noted_and_chains_have_an_end() {
    let mut house = crate::programs::cared_for("add").await;
    let mut program = program(&mut house, "system/*.cruds").await;
    let id = client(&mut program).await;
    let own = format!("CarePlan/{}.screening", id.replace('-', ""));
    let batch = json!({ "resourceType": "Bundle", "type": "batch",
        "entry": [{ "request": { "method": "GET", "url": own } }] });
    assert_eq!(value(&post(&mut program, "/fhir", &batch).await)["entry"][0]["resource"]["resourceType"], "CarePlan");
    let looks = house.client.browser.get("/account/looks").await;
    assert_eq!(looks.html.matches("read out of your record").count(), 1, "{}", text_of(&looks.html));
    let key = [("idempotency-key", "k-1")];
    for _ in 0..2 {
        let page = program.send("POST", "/fhir/QuestionnaireResponse", &key, Some(&form(&id))).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    }
    let looks = house.client.browser.get("/account/looks").await;
    assert_eq!(looks.html.matches("read out of your record").count(), 2, "{}", text_of(&looks.html));
    let chains = "patient.name=cleo&".repeat(5);
    program.refused(&format!("/fhir/Appointment?{chains}"), StatusCode::BAD_REQUEST).await;
    let many = "date=ge2020-01-01&".repeat(101);
    program.refused(&format!("/fhir/Appointment?{many}"), StatusCode::URI_TOO_LONG).await;
}

/// A program that may write and not read is not told that it may not, once it is kept.
#[tokio::test]
async fn who_may_write_and_not_read_is_told_what_was_kept_and_no_more() {
    let mut house = everybody().await;
    answers(&mut house.client.browser).await;
    let mut reads = program(&mut house, "system/*.rs").await;
    let (id, free) = (client(&mut reads).await, slots(&mut reads).await);
    let mut writes = program(&mut house, "system/Appointment.c").await;
    let page = post(&mut writes, "/fhir/Appointment", &appointment(&id, &free[0], "booked")).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.html);
    let made = value(&page);
    let there = format!("/fhir/Appointment/{}", made["id"].as_str().unwrap());
    assert!(
        page.headers[header::LOCATION].to_str().unwrap().ends_with(&there) && made.get("start").is_none(),
        "{made}"
    );
    assert_eq!(reads.get(&there).await["status"], "booked");
    writes.refused(&there, StatusCode::FORBIDDEN).await;
}
