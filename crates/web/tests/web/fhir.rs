//! FHIR at /fhir: exactly what the CapabilityStatement says, an OperationOutcome for everything else.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::{Value, json};

use crate::common::{Browser, Home, Page, knowledge};

async fn get(browser: &mut Browser, path: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = browser.request("GET", path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.raw(request.body(Body::empty()).unwrap()).await
}

async fn post(browser: &mut Browser, path: &str, kind: &str, body: impl Into<Body>) -> Page {
    browser.raw(browser.request("POST", path).header("content-type", kind).body(body.into()).unwrap()).await
}

async fn operate(browser: &mut Browser, path: &str, body: &Value) -> (StatusCode, Value) {
    let page = post(browser, path, "application/fhir+json", body.to_string()).await;
    assert!(!page.html.contains('«'), "{}", page.html);
    (page.status, value(&page))
}

fn value(page: &Page) -> Value {
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/fhir+json", "{}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

/// An OperationOutcome with a sentence.
fn refused(page: &Page, status: StatusCode) {
    assert_eq!(page.status, status, "{}: {}", page.path, page.html);
    let value = value(page);
    assert_eq!(value["resourceType"], "OperationOutcome");
    let issue = &value["issue"][0];
    assert!(issue["severity"] == "error" && issue["code"].is_string());
    assert!(issue["diagnostics"].as_str().unwrap().ends_with('.') && !page.html.contains('«'), "{issue}");
}

/// A response of ours with these answers.
fn response(answers: Value) -> Value {
    let knowledge = knowledge();
    let today = supple_interop::dates::parse("2026-11-21").unwrap();
    let read =
        supple_interop::answers::read_value(&knowledge, &json!({ "today": "2026-11-21", "answers": answers }), today);
    let mut response = supple_interop::fhir::response(&knowledge, &read.unwrap().sheet);
    response["subject"] = json!({ "reference": "Patient/7" });
    response
}

fn parameters(resources: &[Value]) -> Value {
    let data = resources.iter().map(|resource| json!({ "name": "data", "resource": resource }));
    let subject = json!({ "name": "subject", "valueString": "Patient/7" });
    json!({ "resourceType": "Parameters", "parameter": std::iter::once(subject).chain(data).collect::<Vec<_>>() })
}

#[tokio::test]
async fn everything_that_the_statement_names_is_served_and_nothing_else() {
    let mut browser = Home::new().browser();
    let statement = value(&get(&mut browser, "/fhir/metadata", &[]).await);
    assert_eq!((statement["fhirVersion"].as_str(), statement["kind"].as_str()), (Some("4.0.1"), Some("instance")));
    let mut walked = 0;
    let resources = statement["rest"][0]["resource"].as_array().unwrap().clone();
    let published = ["Questionnaire", "PlanDefinition", "ActivityDefinition", "Library"];
    for resource in &resources {
        let kind = resource["type"].as_str().unwrap();
        let found = get(&mut browser, &format!("/fhir/{kind}"), &[]).await;
        if !published.contains(&kind) {
            // What knows somebody needs a token: tests/web/programs.rs walks it with one.
            refused(&found, StatusCode::UNAUTHORIZED);
            assert_eq!(found.headers[header::WWW_AUTHENTICATE], "Bearer");
        } else {
            let bundle = value(&found);
            assert!(bundle["total"].as_u64().unwrap() > 0);
            for entry in bundle["entry"].as_array().unwrap() {
                let url = entry["fullUrl"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap();
                let page = get(&mut browser, url, &[]).await;
                assert_eq!(value(&page), entry["resource"]);
                let version = entry["resource"]["meta"]["versionId"].as_str().unwrap();
                assert_eq!(page.headers[header::ETAG], format!("W/\"{version}\""));
                let again = get(&mut browser, url, &[("if-none-match", &format!("W/\"{version}\""))]).await;
                assert_eq!((again.status, again.html.as_str()), (StatusCode::NOT_MODIFIED, ""));
                let of_then = get(&mut browser, &format!("{url}/_history/{version}"), &[]).await;
                assert_eq!(value(&of_then), entry["resource"]);
                refused(&get(&mut browser, &format!("{url}/_history/1"), &[]).await, StatusCode::NOT_FOUND);
            }
            for parameter in resource["searchParam"].as_array().unwrap() {
                let name = parameter["name"].as_str().unwrap();
                let page =
                    get(&mut browser, &format!("/fhir/{kind}?{name}=no-such-thing"), &[("prefer", "handling=strict")])
                        .await;
                assert_eq!(value(&page)["total"], 0, "{name}");
            }
        }
        for operation in
            resource["operation"].as_array().into_iter().flatten().filter(|one| one["name"] != "everything")
        {
            let path = format!("/fhir/{kind}/${}", operation["name"].as_str().unwrap());
            let (status, answer) = operate(&mut browser, &path, &json!({ "resourceType": "Nothing" })).await;
            assert_ne!(status, StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer["resourceType"], "OperationOutcome");
            walked += 1;
        }
        let not_there = if published.contains(&kind) { StatusCode::NOT_FOUND } else { StatusCode::UNAUTHORIZED };
        for name in ["$lookup", "$everything"] {
            let page = post(&mut browser, &format!("/fhir/{kind}/{name}"), "application/fhir+json", "{}").await;
            refused(&page, not_there);
        }
        refused(&get(&mut browser, &format!("/fhir/{kind}/none"), &[]).await, not_there);
    }
    assert_eq!((resources.len(), walked), (28, 7));
    for path in ["/fhir", "/fhir/", "/fhir/Encounter", "/fhir/Encounter/7", "/fhir/x/y/z/a/b", "/fhir/metadata/x"] {
        refused(&get(&mut browser, path, &[]).await, StatusCode::NOT_FOUND);
    }
    refused(&post(&mut browser, "/fhir/Encounter", "application/fhir+json", "{}").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_search_finds_pages_and_says_what_it_used() {
    let mut browser = Home::new().browser();
    let mut url = "/fhir/ActivityDefinition?_count=2&nonsense=1&status=draft".to_owned();
    let mut ids = Vec::new();
    loop {
        let bundle = value(&get(&mut browser, &url, &[]).await);
        assert_eq!(bundle["total"], 5);
        let link = |relation: &str| {
            let all = bundle["link"].as_array().unwrap();
            all.iter().find(|link| link["relation"] == relation).map(|link| link["url"].as_str().unwrap().to_owned())
        };
        assert!(!link("self").unwrap().contains("nonsense") && link("self").unwrap().contains("status=draft"));
        ids.extend(
            bundle["entry"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["resource"]["id"].as_str().unwrap().to_owned()),
        );
        match link("next") {
            Some(next) => url = next.strip_prefix("http://localhost:8080").unwrap().to_owned(),
            None => break,
        }
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
    let total = async |query: &str| {
        value(&get(&mut Home::new().browser(), &format!("/fhir/Library?{query}"), &[]).await)["total"].clone()
    };
    assert_eq!(total("name=supple").await, 1);
    assert_eq!(total("name:exact=supple").await, 0);
    assert_eq!(total("name:contains=SCREEN").await, 1);
    assert_eq!(total("url=urn:supple:fhir:Library:screening&_count=0").await, 1);
    for (query, headers) in
        [("name:above=x", None), ("_count=many", None), ("nonsense=1", Some(("prefer", "handling=strict")))]
    {
        let headers: Vec<(&str, &str)> = headers.into_iter().collect();
        refused(&get(&mut browser, &format!("/fhir/Library?{query}"), &headers).await, StatusCode::BAD_REQUEST);
    }
    refused(
        &get(&mut browser, &format!("/fhir/Library?name={}", "x".repeat(9000)), &[]).await,
        StatusCode::URI_TOO_LONG,
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_an_outcome() {
    let mut browser = Home::new().browser();
    refused(
        &get(&mut browser, "/fhir/metadata", &[("accept", "application/fhir+xml")]).await,
        StatusCode::NOT_ACCEPTABLE,
    );
    refused(&get(&mut browser, "/fhir/metadata?_format=xml", &[]).await, StatusCode::NOT_ACCEPTABLE);
    let apply = "/fhir/PlanDefinition/$apply";
    refused(
        &post(&mut browser, apply, "application/fhir+xml", "<Parameters/>").await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    );
    let deep = format!("{}{}", "[".repeat(9000), "]".repeat(9000));
    for body in ["{", "", "{\"a\":1,\"a\":2}", &deep] {
        refused(&post(&mut browser, apply, "application/fhir+json", body.to_owned()).await, StatusCode::BAD_REQUEST);
    }
    let long = " ".repeat(5 * 1024 * 1024);
    refused(&post(&mut browser, apply, "application/fhir+json", long).await, StatusCode::PAYLOAD_TOO_LARGE);
    for body in [json!({ "resourceType": "Patient" }), json!({ "resourceType": "Parameters" }), json!([])] {
        refused(
            &post(&mut browser, apply, "application/fhir+json", body.to_string()).await,
            StatusCode::UNPROCESSABLE_ENTITY,
        );
    }
    let request = browser.request("DELETE", "/fhir/Library/screening").body(Body::empty()).unwrap();
    refused(&browser.raw(request).await, StatusCode::METHOD_NOT_ALLOWED);
    refused(
        &post(&mut browser, "/fhir/PlanDefinition/other/$apply", "application/json", parameters(&[]).to_string()).await,
        StatusCode::NOT_FOUND,
    );
}

#[tokio::test]
async fn answers_become_a_plan_with_its_reasons_and_missing_ones_are_named() {
    let mut browser = Home::new().browser();
    let (status, plan) = operate(&mut browser, "/fhir/PlanDefinition/$apply", &parameters(&[])).await;
    assert_eq!((status, plan["resourceType"].as_str()), (StatusCode::OK, Some("CarePlan")));
    assert_eq!(plan["contained"][0]["status"], "data-required");
    assert_eq!(plan["activity"][1]["detail"]["doNotPerform"], true);
    // Everything answered but the body map: no question is missing, and nothing empty is written.
    let mut answered = crate::cds::healthy();
    answered["item"].as_array_mut().unwrap().retain(|item| item["linkId"] != "map");
    let (_, plan) = operate(&mut browser, "/fhir/PlanDefinition/$apply", &parameters(&[answered])).await;
    assert_eq!(plan["contained"][0]["status"], "data-required");
    crate::cds::no_gaps(&plan);
    let urgent = response(json!({ "saddle_numbness": "yes", "ces_old_assessed": "no" }));
    let (_, plan) = operate(&mut browser, "/fhir/PlanDefinition/screening/$apply", &parameters(&[urgent])).await;
    assert_eq!(plan["contained"][0]["status"], "success", "{plan}");
    assert_eq!(plan["activity"][0]["detail"]["doNotPerform"], true);
    assert!(plan["note"][0]["text"].as_str().unwrap().starts_with("RF-CES-1"), "{}", plan["note"]);
    assert_eq!(plan["subject"]["reference"], "Patient/7");
}

#[tokio::test]
async fn a_record_begins_the_form_and_the_form_is_read_back() {
    let mut browser = Home::new().browser();
    let cancer = json!({ "resourceType": "Condition", "id": "c", "subject": { "reference": "Patient/7" }, "recordedDate": "2026-01-02",
        "code": { "text": "Myeloma", "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "C90.00" }] } });
    let (status, out) = operate(&mut browser, "/fhir/Questionnaire/$populate", &parameters(&[cancer])).await;
    assert_eq!(status, StatusCode::OK);
    let response = &out["parameter"][0]["resource"];
    assert_eq!(
        (response["status"].as_str(), response["subject"]["reference"].as_str()),
        (Some("in-progress"), Some("Patient/7"))
    );
    let said = out["parameter"][1]["resource"]["issue"].as_array().unwrap();
    assert!(
        said.iter().any(|issue| issue["diagnostics"].as_str().unwrap().contains("Condition/c (Myeloma, 2026-01-02)")),
        "{said:?}"
    );
    let (_, outcome) = operate(&mut browser, "/fhir/QuestionnaireResponse/$validate", response).await;
    assert_eq!(outcome["issue"][0]["severity"], "information");
    let (_, bundle) = operate(&mut browser, "/fhir/QuestionnaireResponse/$extract", response).await;
    let entries = bundle["entry"].as_array().unwrap();
    assert_eq!((bundle["type"].as_str(), entries.len()), (Some("transaction"), 3));
    assert_eq!(entries[0]["resource"]["subject"]["reference"], "Patient/7");
    let mut wrong = response.clone();
    wrong["item"] = json!([{ "linkId": "fevr", "answer": [{ "valueBoolean": true }] }]);
    let (_, outcome) = operate(&mut browser, "/fhir/QuestionnaireResponse/$validate", &wrong).await;
    assert_eq!(outcome["issue"][0]["severity"], "error");
    assert!(outcome["issue"][0]["diagnostics"].as_str().unwrap().contains("fever"), "{outcome}");
}

#[tokio::test]
async fn do_not_know_stays_itself_on_every_way() {
    let mut browser = Home::new().browser();
    let said = response(json!({ "fever": "unknown", "age": "unknown" }));
    let (_, bundle) = operate(&mut browser, "/fhir/QuestionnaireResponse/$extract", &said).await;
    for entry in bundle["entry"].as_array().unwrap() {
        let observation = &entry["resource"];
        assert_eq!(observation["dataAbsentReason"]["coding"][0]["code"], "asked-unknown");
        assert!(observation.as_object().unwrap().keys().all(|name| !name.starts_with("value")));
    }
    let (_, out) = operate(&mut browser, "/fhir/Questionnaire/$populate", &parameters(&[said])).await;
    let text = out["parameter"][0]["resource"].to_string();
    assert_eq!(text.matches("asked-unknown").count(), 2, "{text}");
    let (_, plan) = operate(&mut browser, "/fhir/PlanDefinition/$apply", &parameters(&[])).await;
    assert_eq!(plan["contained"][0]["status"], "data-required");
}

#[tokio::test]
async fn at_a_practice_reading_is_for_everybody_and_deciding_for_systems() {
    let mut browser = Home::practice("x").browser();
    assert_eq!(get(&mut browser, "/fhir/Questionnaire/screening", &[]).await.status, StatusCode::OK);
    let page =
        post(&mut browser, "/fhir/PlanDefinition/$apply", "application/fhir+json", parameters(&[]).to_string()).await;
    refused(&page, StatusCode::UNAUTHORIZED);
}
