//! The HTTP API: every bad input with its message, and a description that is true.

use crate::common::{Browser, Home, Page, knowledge};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

async fn send(browser: &mut Browser, kind: &str, body: impl Into<Body>) -> Page {
    let request = Request::post("/api/v1/assess")
        .header("host", "localhost:8080")
        .header("content-type", kind)
        .body(body.into())
        .unwrap();
    browser.raw(request).await
}

pub(crate) async fn assess(browser: &mut Browser, value: &Value) -> (StatusCode, Value) {
    let page = send(browser, "application/json", value.to_string()).await;
    (page.status, serde_json::from_str(&page.html).unwrap())
}

fn openapi() -> Value {
    serde_json::from_str(include_str!("../../api/openapi.json")).unwrap()
}

/// What does not fit the schema, in words; the part of JSON Schema that the description uses.
fn misfit(schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let path = name.trim_start_matches('#');
        return misfit(openapi().pointer(path).unwrap_or_else(|| panic!("no `{name}`")), value, at);
    }
    if let Some(any) = schema.get("oneOf").and_then(Value::as_array) {
        let fits = any.iter().filter(|one| misfit(one, value, at).is_none()).count();
        return (fits != 1).then(|| format!("{at}: {value} fits {fits} of them"));
    }
    if let Some(only) = schema.get("const") {
        return (only != value).then(|| format!("{at}: {value} is not {only}"));
    }
    if let Some(any) = schema.get("enum").and_then(Value::as_array) {
        return (!any.contains(value)).then(|| format!("{at}: {value} is not in the list"));
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(any)) => any.iter().filter_map(Value::as_str).collect(),
        _ => vec![kind],
    };
    if !allowed.contains(&kind) {
        return Some(format!("{at}: {kind}, expected {allowed:?}"));
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        return list.iter().enumerate().find_map(|(index, item)| misfit(items, item, &format!("{at}[{index}]")));
    }
    let fields = value.as_object()?;
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            return Some(format!("{at}: {name} is missing"));
        }
    }
    fields.iter().find_map(|(name, field)| {
        let inner = schema.get("properties").and_then(|known| known.get(name));
        match (inner, schema.get("additionalProperties")) {
            (Some(inner), _) => misfit(inner, field, &format!("{at}.{name}")),
            (None, Some(Value::Bool(false))) => Some(format!("{at}.{name} is not described")),
            (None, Some(other @ Value::Object(_))) => misfit(other, field, &format!("{at}.{name}")),
            (None, _) => None,
        }
    })
}

/// Complains about a value that is not as it is described.
pub(crate) fn fits(name: &str, value: &Value) {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    assert_eq!(misfit(&schema, value, name), None);
}

#[tokio::test]
async fn an_assessment_is_as_it_is_described() {
    let home = Home::new();
    let mut browser = home.browser();
    let requests = [
        json!({}),
        json!({ "today": "2026-11-21", "country": "DE", "answers": { "saddle_numbness": "yes", "fever": "unknown", "age": 44 } }),
        json!({ "answers": { "fever": "yes", "bruise": "yes", "bruise_where": ["calf-left"] }, "pain": [
            { "site": "low-back", "side": "left", "intensity": 6, "quality": ["numb"], "since": "2026-11-01", "spreads": ["leg-left"] }] }),
        json!({ "answers": { "sex": "male", "pregnant": "yes" }, "pain": "unknown", "rescreen": true, "proxy": true }),
    ];
    for request in requests {
        fits("Answers", &request);
        let (status, value) = assess(&mut browser, &request).await;
        assert_eq!(status, StatusCode::OK, "{value}");
        fits("Assessment", &value);
    }
    let (_, value) =
        assess(&mut browser, &json!({ "answers": { "saddle_numbness": "yes", "ces_old_assessed": "no" } })).await;
    assert_eq!(value["disposition"], "emergency");
    assert_eq!(value["at_least"], "emergency");
}

#[tokio::test]
async fn what_came_after_a_massage_counts_where_it_is_sent_as_answers_and_only_there() {
    let home = Home::new();
    // A record that waits after a warning is none of the caller's business, and changes nothing for them.
    let mut browser = crate::common::finished(&home, "Ada", &[]).await;
    let session = crate::track::session(&home, 0, 6, 6);
    let told = json!({ "session": session, "what": ["sore"], "bad": "severe", "lasted": null });
    crate::track::put(&home, "reaction.reported", 0, told);
    let example: Value = serde_json::from_str(include_str!("../../../../examples/a30-desk-neck.json")).unwrap();
    let with = |id: &str, answer: Value| {
        let mut request = example.clone();
        request["answers"][id] = answer;
        request
    };
    let (_, usual) = assess(&mut browser, &example).await;
    assert_eq!(usual["disposition"], "clear");
    let (_, tried) = assess(&mut browser, &with("massage_without_help", json!("four-or-more"))).await;
    assert_eq!(tried["disposition"], "medical-first", "four sessions without help");
    let mut bruised = with("bruise", json!("yes"));
    bruised["answers"]["bruise_where"] = json!(["neck-back-left"]);
    let (_, bruised) = assess(&mut browser, &bruised).await;
    let rules = |value: &Value| value["reasons"].as_array().unwrap().iter().any(|one| one["rule"] == "CI-07-1");
    assert!(rules(&bruised) && !rules(&usual), "a bruise after a massage is left alone");
    let described = openapi();
    let says = described["paths"]["/api/v1/assess"]["post"]["description"].as_str().unwrap().to_owned();
    assert!(says.contains("no record is looked at"), "{says}");
}

#[tokio::test]
async fn every_problem_is_told_at_once() {
    let home = Home::new();
    let mut browser = home.browser();
    let request = json!({
        "today": "tomorrow",
        "answers": { "fevr": "no", "age": 121, "fever": false, "cannot_lift_arm": 1.5 },
        "pain": [{ "site": "low-back", "intensity": 11, "since": "2027-01-01" }],
    });
    let (status, value) = assess(&mut browser, &request).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    fits("Problem", &value);
    let problems = value["problems"].as_array().unwrap();
    let paths: Vec<&str> = problems.iter().map(|problem| problem["path"].as_str().unwrap()).collect();
    for path in [
        "today",
        "answers.fevr",
        "answers.age",
        "answers.fever",
        "answers.cannot_lift_arm",
        "pain[0].side",
        "pain[0].intensity",
    ] {
        assert!(paths.contains(&path), "{path} in {paths:?}");
    }
    assert!(
        problems.iter().any(|problem| problem["say"].as_str().unwrap().contains("Did you mean “fever”?")),
        "{value}"
    );
    assert!(problems.iter().all(|problem| !problem["say"].as_str().unwrap().contains('«')));
}

#[tokio::test]
async fn what_cannot_be_read_at_all_is_refused_with_a_sentence() {
    let home = Home::new();
    let mut browser = home.browser();
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let bodies: [(&str, Vec<u8>); 6] = [
        ("not json", b"{ fever: no".to_vec()),
        ("nothing", Vec::new()),
        ("not utf-8", b"{\"answers\":{\"fever\":\"\xff\"}}".to_vec()),
        ("nested", deep.into_bytes()),
        ("a list", b"[]".to_vec()),
        ("huge", br#"{"answers":{"age":1e400}}"#.to_vec()),
    ];
    for (name, body) in bodies {
        let page = send(&mut browser, "application/json", body).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", page.html);
        let value: Value = serde_json::from_str(&page.html).unwrap();
        fits("Problem", &value);
        assert_eq!(value["problems"].as_array().unwrap().len(), 1, "{name}");
        assert_eq!(page.headers.get("content-type").unwrap(), "application/problem+json");
    }
    for route in ["assess", "plan", "letter"] {
        let request = Request::post(format!("/api/v1/{route}"))
            .header("host", "localhost")
            .header("content-type", "application/json")
            .body(Body::from(vec![b' '; 10 * 1024 * 1024]))
            .unwrap();
        let page = browser.raw(request).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{route}");
        let value: Value = serde_json::from_str(&page.html).unwrap();
        fits("Problem", &value);
        assert!(value["problems"][0]["say"].as_str().unwrap().contains("at most 1024 kilobytes"), "{value}");
    }
    let page = send(&mut browser, "text/plain", "{}").await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let request = Request::get("/api/v1/assess").header("host", "localhost").body(Body::empty()).unwrap();
    assert_eq!(browser.raw(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn answers_in_toml_are_the_same_answers() {
    let home = Home::new();
    let mut browser = home.browser();
    let value = json!({ "today": "2026-11-21", "country": "DE", "answers": { "age": 44, "fever": "yes" } });
    let (_, told) = assess(&mut browser, &value).await;
    let text = "today = 2026-11-21\ncountry = \"DE\"\n[answers]\nage = 44\nfever = \"yes\"\n";
    for kind in ["application/toml", "Application/TOML; charset=utf-8"] {
        let page = send(&mut browser, kind, text).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.html);
        assert_eq!(serde_json::from_str::<Value>(&page.html).unwrap(), told);
    }
    let page = send(&mut browser, "application/toml", "answers.fevr = \"no\"\nanswers.age = nan\nanswers.sex =").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = send(&mut browser, "application/toml", "answers.fevr = \"no\"\nanswers.age = nan").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let value: Value = serde_json::from_str(&page.html).unwrap();
    fits("Problem", &value);
    let paths: Vec<&str> =
        value["problems"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    assert!(paths.contains(&"answers.fevr") && paths.contains(&"answers.age"), "{paths:?}");
    let deep = format!("a = {}{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(send(&mut browser, "application/toml", deep).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let plan = |kind: &'static str, body: &'static str| {
        Request::post("/api/v1/plan")
            .header("host", "localhost")
            .header("content-type", kind)
            .body(body.into())
            .unwrap()
    };
    let toml = browser.raw(plan("application/toml", "answers.fever = \"no\"")).await;
    let json = browser.raw(plan("application/json", r#"{ "answers": { "fever": "no" } }"#)).await;
    assert_eq!((toml.status, toml.html), (json.status, json.html));
}

#[tokio::test]
async fn no_sentence_keeps_a_gap() {
    let home = Home::new();
    let mut browser = home.browser();
    let odd = [json!([]), json!(1), json!("x"), json!(true), json!({ "x": [] }), json!(null)];
    let fields = ["wishes", "history", "answers", "pain", "today", "country", "clearances", "proxy", "when", "x"];
    let mut bodies: Vec<Value> = odd.to_vec();
    bodies.extend(fields.iter().flat_map(|field| odd.iter().map(move |value| json!({ *field: value }))));
    bodies.push(json!({ "wishes": { "giver": 3, "minutes": "x", "devices": "ball", "sites": [1], "begun": 1 } }));
    for path in ["/api/v1/assess", "/api/v1/plan"] {
        for body in &bodies {
            let request =
                Request::post(path).header("host", "localhost:8080").header("content-type", "application/json");
            let page = browser.raw(request.body(Body::from(body.to_string())).unwrap()).await;
            assert!(!page.html.contains("{$") && !page.html.contains("{ $"), "{path} {body}: {}", page.html);
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_answered_as_the_others_are() {
    let mut browser = Home::new().browser();
    for (method, path) in [("GET", "/api/v1/asess"), ("POST", "/api/v2/assess"), ("GET", "/api")] {
        let request = Request::builder().method(method).uri(path).header("host", "localhost").body(Body::empty());
        let page = browser.raw(request.unwrap()).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        let value: Value = serde_json::from_str(&page.html).unwrap();
        fits("Problem", &value);
        assert_eq!(value["problems"][0]["code"], "not-found");
    }
}

#[tokio::test]
async fn the_questions_are_all_there() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/api/v1/questions").await;
    let value: Value = serde_json::from_str(&page.html).unwrap();
    fits("Questions", &value);
    assert_eq!(value["questions"].as_array().unwrap().len(), knowledge().questions.len());
    let gated = value["questions"].as_array().unwrap().iter().find(|question| question["id"] == "wound_where").unwrap();
    assert_eq!(gated["applies"], "wound");
}

#[tokio::test]
async fn every_described_address_answers() {
    let home = Home::new();
    let mut browser = home.browser();
    let page = browser.get("/api/v1/openapi.json").await;
    let value: Value = serde_json::from_str(&page.html).unwrap();
    assert_eq!(value, openapi());
    assert_eq!(value["openapi"], "3.1.0");
    for (path, methods) in value["paths"].as_object().unwrap() {
        for (method, described) in methods.as_object().unwrap() {
            let id = if path.starts_with("/cds") { "patient-view" } else { "screening" };
            let version = knowledge().version.clone();
            let to = path.replace("{type}", "Library").replace("{id}", id).replace("{version}", &version);
            let request = Request::builder()
                .method(method.to_uppercase().as_str())
                .uri(&to)
                .header("host", "localhost")
                .header("content-type", "application/json")
                .body(Body::from(if method == "post" { "{}" } else { "" }))
                .unwrap();
            let status = browser.raw(request).await.status;
            assert!(
                described["responses"].get(status.as_str()).is_some(),
                "{method} {path}: {status} is not described"
            );
            // Some need more than nothing, and say so.
            let empty =
                ["/api/v1/letter", "/cds-services/", "/fhir/PlanDefinition/$", "/fhir/Questionnaire/$", "$extract"];
            let refuses = method == "post" && empty.iter().any(|part| path.contains(part));
            let programs = ["/fhir/Patient/", "/fhir/Appointment"].iter().any(|start| path.starts_with(start))
                || ["/fhir", "/fhir/QuestionnaireResponse"].contains(&path.as_str());
            let expected = match programs {
                // A program's alone.
                true => StatusCode::UNAUTHORIZED,
                // Its body is a form.
                false if path == "/oauth/token" => StatusCode::BAD_REQUEST,
                false if refuses => StatusCode::UNPROCESSABLE_ENTITY,
                false => StatusCode::OK,
            };
            assert_eq!(status, expected, "{method} {path}");
        }
    }
    let known = [
        "Answers",
        "Mark",
        "Clearance",
        "Assessment",
        "Problem",
        "Questions",
        "PlanRequest",
        "PlanDocument",
        "LetterRequest",
        "HookCall",
        "Card",
        "Resource",
    ];
    for name in known {
        assert!(value["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

/// The router's own list and the description name the same addresses of the API.
#[test]
fn no_address_of_the_api_is_missing_in_its_description() {
    let described = openapi();
    let paths = described["paths"].as_object().unwrap();
    let is_api =
        |path: &str| ["/api/", "/cds-services", "/healthz", "/oauth/"].iter().any(|start| path.starts_with(start));
    for address in supple_web::addresses(Home::new().app.clone()) {
        let method = address.method.to_lowercase();
        if is_api(address.path) {
            assert!(paths.get(address.path).is_some_and(|it| it.get(&method).is_some()), "{method} {}", address.path);
        } else if address.path.starts_with("/fhir/") {
            // One door; the test of the CapabilityStatement walks what lies behind it.
            let behind = |(path, it): (&String, &Value)| path.starts_with("/fhir/") && it.get(&method).is_some();
            assert!(paths.iter().any(behind), "{method}");
        }
    }
    for (path, methods) in paths {
        for method in methods.as_object().unwrap().keys() {
            let there = |one: &supple_web::Address| {
                let door = path.starts_with("/fhir/") && one.path.starts_with("/fhir/");
                (one.path == path || door) && one.method.eq_ignore_ascii_case(method)
            };
            assert!(supple_web::addresses(Home::new().app.clone()).iter().any(there), "{method} {path}");
        }
    }
}
