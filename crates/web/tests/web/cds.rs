//! A clinical system asks (CDS Hooks): what it is answered, what it is refused, and that nothing clears by being absent.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

use crate::common::{Browser, Home, Page, knowledge};

async fn ask(browser: &mut Browser, path: &str, body: &Value, token: Option<&str>) -> Page {
    let mut request = browser.request("POST", path).header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    browser.raw(request.body(Body::from(body.to_string())).unwrap()).await
}

fn view(prefetch: Value) -> Value {
    json!({ "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": { "userId": "Practitioner/1", "patientId": "7" }, "prefetch": prefetch })
}

async fn card(body: &Value) -> Value {
    let page =
        ask(&mut Home::new().browser(), &format!("/cds-services/{}", body["hook"].as_str().unwrap()), body, None).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let value: Value = serde_json::from_str(&page.html).unwrap();
    let cards = value["cards"].as_array().unwrap();
    for card in cards {
        assert!(
            card["summary"].as_str().unwrap().chars().count() < 140 && !card["summary"].as_str().unwrap().contains('«')
        );
        assert!(!card["detail"].as_str().unwrap_or_default().contains('«'), "{card}");
        assert!(["info", "warning", "critical"].contains(&card["indicator"].as_str().unwrap()));
        no_gaps(card);
    }
    cards.first().cloned().unwrap_or_default()
}

/// The standard wants no null, and nothing empty.
pub(crate) fn no_gaps(value: &Value) {
    match value {
        Value::Null => panic!("null"),
        Value::String(text) => assert!(!text.is_empty()),
        Value::Array(list) => {
            assert!(!list.is_empty());
            list.iter().for_each(no_gaps);
        }
        Value::Object(fields) => {
            assert!(!fields.is_empty());
            fields.values().for_each(no_gaps);
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn condition(code: &str, name: &str) -> Value {
    json!({ "resourceType": "Condition", "id": "c1", "subject": { "reference": "Patient/7" }, "recordedDate": "2026-03-01",
        "code": { "text": name, "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code }] } })
}

fn bundle(resources: &[Value]) -> Value {
    let entry: Vec<Value> = resources.iter().map(|resource| json!({ "resource": resource })).collect();
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": entry })
}

/// The form filled in by somebody in good health.
pub(crate) fn healthy() -> Value {
    let knowledge = knowledge();
    let today = supple_interop::dates::parse("2026-11-21").unwrap();
    let answers: serde_json::Map<String, Value> = knowledge
        .questions
        .iter()
        .filter_map(|question| {
            let answer = match &question.kind {
                supple_care::question::Kind::YesNo => json!("no"),
                supple_care::question::Kind::Choice(_) if question.id == "sex" => json!("male"),
                supple_care::question::Kind::Choice(options) => json!(options.first()?.id),
                supple_care::question::Kind::Number { .. } => json!(if question.id == "age" { 40 } else { 0 }),
                _ => return None,
            };
            Some((question.id.clone(), answer))
        })
        .filter(|(id, _)| id != "pregnancy_weeks")
        .collect();
    let input = json!({ "today": "2026-11-21", "answers": answers,
        "pain": [{ "site": "low-back", "side": "left", "intensity": 3 }] });
    let read = supple_interop::answers::read_value(&knowledge, &input, today).unwrap_or_else(|all| panic!("{all:?}"));
    let mut response = supple_interop::fhir::response(&knowledge, &read.sheet);
    response["subject"] = json!({ "reference": "Patient/7" });
    response
}

#[tokio::test]
async fn the_services_are_listed_for_everybody() {
    let page = Home::practice("x").browser().get("/cds-services").await;
    let value: Value = serde_json::from_str(&page.html).unwrap();
    let services = value["services"].as_array().unwrap();
    let hooks: Vec<&str> = services.iter().map(|service| service["hook"].as_str().unwrap()).collect();
    assert_eq!(hooks, ["patient-view", "order-select", "appointment-book"]);
    assert_eq!(services[0]["prefetch"].as_object().unwrap().len(), 6);
    assert!(services[0]["prefetch"]["observations"].as_str().unwrap().contains("http://loinc.org|8480-6"));
    no_gaps(&value);
}

#[tokio::test]
async fn a_record_alone_never_clears_and_says_what_is_not_known() {
    for prefetch in [
        json!({ "patient": { "resourceType": "Patient", "id": "7", "birthDate": "1990-05-05" } }),
        json!({ "conditions": null, "requests": null }),
        json!({ "conditions": bundle(&[]), "observations": { "resourceType": "OperationOutcome" } }),
        json!({ "conditions": bundle(&[condition("M54.50", "Low back pain")]) }),
    ] {
        let card = card(&view(prefetch)).await;
        assert!(card["summary"].as_str().unwrap().contains("not decided yet"), "{card}");
        assert_eq!(card["indicator"], "info");
        assert!(card.get("suggestions").is_none());
        let detail = card["detail"].as_str().unwrap();
        assert!(detail.contains("**Not known**") && detail.contains("not read as a no"), "{detail}");
    }
}

#[tokio::test]
async fn what_stands_in_the_record_and_speaks_against_it_is_said_first() {
    let card = card(&view(json!({ "conditions": bundle(&[condition("C79.51", "Bone [metastasis](x)")]) }))).await;
    assert!(card["summary"].as_str().unwrap().contains("examine first"), "{card}");
    assert_eq!(card["indicator"], "warning");
    let detail = card["detail"].as_str().unwrap();
    assert!(detail.contains("Bone \\[metastasis\\]\\(x\\) (2026-03-01)"), "{detail}");
    assert!(card["links"][0]["url"].as_str().unwrap().starts_with("http://localhost:8080/rules/"));
    assert_eq!(card["overrideReasons"].as_array().unwrap().len(), 5);
    assert!(card.get("suggestions").is_none(), "nothing is drafted that is not allowed");
}

#[tokio::test]
async fn a_completed_form_gives_the_whole_decision_and_the_record_still_counts() {
    let card1 = card(&view(json!({ "responses": bundle(&[healthy()]) }))).await;
    assert_eq!(card1["indicator"], "info", "{card1}");
    assert!(!card1["summary"].as_str().unwrap().contains("not decided"), "{card1}");
    let plan = &card1["suggestions"][0]["actions"][0]["resource"];
    assert_eq!((plan["resourceType"].as_str(), plan["status"].as_str()), (Some("CarePlan"), Some("draft")));
    assert_eq!(plan["subject"]["reference"], "Patient/7");
    // The form says that there is no cancer, the record that there is: the record counts, and the difference is named.
    let both = json!({ "responses": bundle(&[healthy()]), "conditions": bundle(&[condition("C79.51", "Metastasis")]) });
    let card2 = card(&view(both)).await;
    assert_eq!(card2["indicator"], "warning", "{card2}");
    assert!(card2["detail"].as_str().unwrap().contains("says otherwise than the record"), "{card2}");
    // Somebody else's form, and one that cannot be read, count as none.
    let mut other = healthy();
    other["subject"]["reference"] = json!("Patient/8");
    let mut broken = healthy();
    broken["item"] = json!([{ "linkId": "no-such-question", "answer": [{ "valueBoolean": true }] }]);
    for response in [other, broken] {
        let card = card(&view(json!({ "responses": response }))).await;
        assert!(card["summary"].as_str().unwrap().contains("not decided"), "{card}");
    }
}

#[tokio::test]
async fn orders_and_appointments_of_other_kinds_get_no_card() {
    let conditions = json!({ "conditions": bundle(&[condition("C79.51", "Metastasis")]) });
    let order = |name: Option<&str>| {
        let code = name.map_or_else(|| json!({}), |name| json!({ "text": name }));
        let orders = bundle(&[
            json!({ "resourceType": "ServiceRequest", "id": "1", "code": code }),
            json!({ "resourceType": "ServiceRequest", "id": "2", "code": { "text": "Massage therapy" } }),
        ]);
        json!({ "hook": "order-select", "hookInstance": "a", "prefetch": conditions, "context":
            { "patientId": "7", "selections": ["ServiceRequest/1"], "draftOrders": orders } })
    };
    assert!(card(&order(Some("Chest X-ray"))).await.is_null());
    assert_eq!(card(&order(Some("Back massage, 30 min"))).await["indicator"], "warning");
    assert_eq!(card(&order(None)).await["indicator"], "warning", "an order that names nothing may be one");
    let book = |appointments: Value| {
        json!({ "hook": "appointment-book", "hookInstance": "a", "prefetch": conditions,
            "context": { "patientId": "7", "appointments": appointments } })
    };
    let massage = json!({ "resourceType": "Appointment", "serviceType": [{ "text": "Massagetherapie" }] });
    let other = json!({ "resourceType": "Appointment", "description": "Dentist" });
    // The standard's own example is a bare list.
    assert_eq!(card(&book(json!([massage]))).await["indicator"], "warning");
    assert_eq!(card(&book(bundle(&[massage]))).await["indicator"], "warning");
    assert!(card(&book(json!([other]))).await.is_null());
}

#[tokio::test]
async fn what_cannot_be_answered_is_refused_with_a_sentence() {
    let mut browser = Home::new().browser();
    let path = "/cds-services/patient-view";
    let cases = [
        (path, view(json!({})), StatusCode::PRECONDITION_FAILED),
        (path, view(Value::Null), StatusCode::PRECONDITION_FAILED),
        (path, view(json!({ "conditions": { "resourceType": "OperationOutcome" } })), StatusCode::PRECONDITION_FAILED),
        (path, view(json!([])), StatusCode::UNPROCESSABLE_ENTITY),
        (path, view(json!({ "patient": { "resourceType": "Patient", "id": "8" } })), StatusCode::UNPROCESSABLE_ENTITY),
        (path, json!({ "hook": "order-sign", "context": { "patientId": "../7" } }), StatusCode::UNPROCESSABLE_ENTITY),
        (path, json!([1]), StatusCode::UNPROCESSABLE_ENTITY),
        ("/cds-services/none", view(json!({})), StatusCode::NOT_FOUND),
    ];
    for (path, body, status) in cases {
        let page = ask(&mut browser, path, &body, None).await;
        assert_eq!(page.status, status, "{body}: {}", page.html);
        let value: Value = serde_json::from_str(&page.html).unwrap();
        crate::api::fits("Problem", &value);
        assert!(!page.html.contains('«'), "{}", page.html);
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
    for body in [deep, "{\"hook\":1,\"hook\":2}".to_owned(), " ".repeat(5 * 1024 * 1024), String::new()] {
        let request = browser.request("POST", path).header("content-type", "application/json").body(Body::from(body));
        assert_eq!(browser.raw(request.unwrap()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn the_dead_are_not_assessed() {
    let card =
        card(&view(json!({ "patient": { "resourceType": "Patient", "id": "7", "deceasedBoolean": true } }))).await;
    assert!(card["summary"].as_str().unwrap().contains("has died"));
}

fn pair() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &chance).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, made.as_ref(), &chance).unwrap()
}

fn settings(pair: &EcdsaKeyPair, practice: Option<&str>) -> Value {
    let point = pair.public_key().as_ref();
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let key = json!({ "kty": "EC", "crv": "P-384", "kid": "a", "x": text(&point[1..49]), "y": text(&point[49..]) });
    let mut system = json!({ "name": "General Hospital", "iss": "https://ehr.example", "keys": { "keys": [key] } });
    if let Some(practice) = practice {
        system["practice"] = json!(practice);
    }
    json!({ "origins": ["https://sandbox.example"], "systems": [system] })
}

fn token(pair: &EcdsaKeyPair, path: &str, jti: &str) -> String {
    // The clock of the tests stands at 21 November 2026, 18:30.
    let now = 1_795_285_800;
    let claims = json!({ "iss": "https://ehr.example", "aud": format!("https://care.example{path}"), "iat": now,
        "exp": now + 300, "jti": jti });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&json!({ "alg": "ES384", "kid": "a", "typ": "JWT" })), part(&claims));
    let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test]
async fn a_practice_answers_systems_that_it_knows_and_keeps_what_they_say_of_cards() {
    let house = crate::access::people::everybody().await;
    let pair = pair();
    let practice = house.path.trim_start_matches("/practice/").to_owned();
    let home = house.home.asked_by(&settings(&pair, Some(&practice)));
    let mut browser = home.browser();
    let (path, body) = ("/cds-services/patient-view", view(json!({ "conditions": null })));
    assert_eq!(ask(&mut browser, path, &body, None).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ask(&mut browser, path, &body, Some("a.b.c")).await.status, StatusCode::UNAUTHORIZED);
    let good = token(&pair, path, "1");
    assert_eq!(ask(&mut browser, path, &body, Some(&good)).await.status, StatusCode::OK);
    assert_eq!(ask(&mut browser, path, &body, Some(&good)).await.status, StatusCode::UNAUTHORIZED, "it counts once");
    let away = token(&pair, "/cds-services/order-select", "2");
    assert_eq!(ask(&mut browser, path, &body, Some(&away)).await.status, StatusCode::UNAUTHORIZED);
    // What became of a card is for the practice's audit, without the words that might name somebody.
    let path = "/cds-services/patient-view/feedback";
    let feedback = json!({ "feedback": [{ "card": "4e0a3a1e-3283-4575-ab82-028d55fe2719", "outcome": "overridden",
        "overrideReason": { "reason": { "code": "will-examine" }, "userComment": "Mrs Doe comes at nine" } }] });
    let page = ask(&mut browser, path, &feedback, Some(&token(&pair, path, "3"))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let bad = json!({ "feedback": [{ "card": "x", "outcome": "overridden" }] });
    let page = ask(&mut browser, path, &bad, Some(&token(&pair, path, "4"))).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut owner = house.owner.browser;
    let audit = owner.get(&format!("/practice/{practice}/audit")).await;
    assert!(audit.says("a card was not followed") && audit.says("General Hospital"), "{}", audit.html);
    assert!(audit.says("Will be examined before the massage") && !audit.says("Mrs Doe"));
}

#[tokio::test]
async fn a_page_of_a_listed_origin_may_ask_and_no_other() {
    let home = Home::new().asked_by(&settings(&pair(), None));
    let mut browser = home.browser();
    for (origin, let_in) in
        [("https://sandbox.example", true), ("https://sandbox.example.evil", false), ("null", false)]
    {
        for (method, path) in [("OPTIONS", "/cds-services/patient-view"), ("GET", "/cds-services")] {
            let request = browser.request(method, path).header("origin", origin).body(Body::empty()).unwrap();
            let page = browser.raw(request).await;
            let allowed = page.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|it| it.to_str().unwrap());
            assert_eq!(allowed, let_in.then_some(origin), "{method} {origin}");
            assert_eq!(page.headers.contains_key(header::ACCESS_CONTROL_ALLOW_HEADERS), let_in && method == "OPTIONS");
        }
    }
}
