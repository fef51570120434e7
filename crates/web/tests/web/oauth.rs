//! Clients of OAuth 2: by their secret or their signature they get access for minutes, for what they were let in for.

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

use crate::{
    access::people::{House, everybody},
    common::{Browser, Page, fields},
    programs::{Program, program},
};

/// The clock of the tests, in seconds since 1970: 21 November 2026, 18:30.
const NOW: i64 = 1_795_285_800;
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn pair() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &chance).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, made.as_ref(), &chance).unwrap()
}

fn set(pair: &EcdsaKeyPair) -> Value {
    let point = pair.public_key().as_ref();
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({ "keys": [{ "kty": "EC", "crv": "P-384", "kid": "a", "x": text(&point[1..49]), "y": text(&point[49..]) }] })
}

fn claims(client: &str, jti: &str) -> Value {
    json!({ "iss": client, "sub": client, "aud": "https://care.example/oauth/token", "exp": NOW + 240, "jti": jti })
}

fn signed(pair: &EcdsaKeyPair, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(&json!({ "alg": "ES384", "kid": "a", "typ": "JWT" })), part(claims));
    let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn asks(browser: &mut Browser, header: Option<&str>, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let mut request =
        browser.request("POST", "/oauth/token").header("content-type", "application/x-www-form-urlencoded");
    if let Some(header) = header {
        request = request.header("authorization", header);
    }
    let page = browser.raw(request.body(Body::from(body)).unwrap()).await;
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    (page.status, read(&page))
}

fn read(page: &Page) -> Value {
    assert!(!page.html.contains('«'), "{}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

/// Lets a program in that signs: its name as a client.
async fn client(house: &mut House, keys: &str, scopes: &str) -> Page {
    let path = format!("{}/programs", house.path);
    house.owner.browser.get(&path).await;
    let form = fields(&[("act", "in"), ("name", "Nightly list"), ("scopes", scopes), ("days", "90"), ("keys", keys)]);
    house.owner.browser.post(&path, &form).await
}

fn named(page: &Page) -> String {
    crate::practice::whole(page);
    let client = page.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(client.len(), 64, "{client}");
    client
}

#[tokio::test]
async fn what_a_client_signs_gives_access_once_here_and_for_minutes() {
    let (mut house, pair) = (everybody().await, pair());
    let page = client(&mut house, &set(&pair).to_string(), "system/*.rs").await;
    assert!(page.says("Signs with its own key"));
    let id = named(&page);
    let mut browser = house.home.browser();
    let good = signed(&pair, &claims(&id, "1"));
    let asked = [
        ("grant_type", "client_credentials"),
        ("scope", "system/Organization.cruds system/Slot.r launch"),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", &good),
    ];
    let (status, given) = asks(&mut browser, None, &asked).await;
    assert_eq!(status, StatusCode::OK, "{given}");
    assert_eq!(given["token_type"], "bearer");
    assert_eq!(given["expires_in"], 300);
    assert_eq!(given["scope"], "system/Organization.rs system/Slot.r", "as far as it was let in");
    let (status, again) = asks(&mut browser, None, &asked).await;
    assert_eq!((status, &again["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")), "it counts once");
    let token = given["access_token"].as_str().unwrap().to_owned();
    let mut program = Program { browser: house.home.browser(), token: token.clone() };
    assert_eq!(program.get("/fhir/Organization").await["total"], 1);
    program.refused("/fhir/Patient", StatusCode::FORBIDDEN).await;
    program.refused("/fhir/Slot", StatusCode::FORBIDDEN).await;
    // Access is not a secret: no other access comes from it, and a changed one is none.
    let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{token}")));
    let (status, _) = asks(&mut browser, Some(&basic), &[("grant_type", "client_credentials")]).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (said, seal) = token.trim_start_matches("supple_at_").split_once('.').unwrap();
    let mut wider: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(said).unwrap()).unwrap();
    wider["scopes"] = json!("system/*.cruds");
    program.token = format!("supple_at_{}.{seal}", URL_SAFE_NO_PAD.encode(wider.to_string()));
    program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
    for broken in ["supple_at_", "supple_at_.", "supple_at_e30.e30", &token[..token.len() - 2]] {
        program.token = broken.to_owned();
        program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
    }
    program.token = token;
    house.home.later(1);
    program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
    house.home.later(-1);
    // Taken out, what it has opens nothing any more.
    let path = format!("{}/programs", house.path);
    let page = house.owner.browser.get(&path).await;
    let row = page.html.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.owner.browser.post(&path, &fields(&[("act", "out"), ("id", &row)])).await;
    program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn what_does_not_hold_gives_nothing() {
    let (mut house, pair, other) = (everybody().await, pair(), pair());
    let id = named(&client(&mut house, &set(&pair).to_string(), "system/*.rs").await);
    let mut browser = house.home.browser();
    let mut wrong = vec![signed(&other, &claims(&id, "w0")), "a.b.c".to_owned(), String::new()];
    for (number, (name, value)) in [
        ("aud", json!("https://care.example/fhir")),
        ("aud", json!("https://evil.example/oauth/token")),
        ("sub", json!("somebody")),
        ("sub", Value::Null),
        ("iss", json!("https://ehr.example")),
        ("iss", json!(format!("{}{}", &id[..32], "0".repeat(32)))),
        ("exp", json!(NOW + 3600)),
        ("exp", json!(NOW - 120)),
        ("jti", json!("")),
    ]
    .into_iter()
    .enumerate()
    {
        let mut changed = claims(&id, &format!("w{number}"));
        changed[name] = value;
        wrong.push(signed(&pair, &changed));
    }
    for assertion in &wrong {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion),
        ];
        let (status, said) = asks(&mut browser, None, &form).await;
        assert_eq!((status, &said["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")), "{assertion}");
        assert!(said["error_description"].is_string());
    }
    let good = signed(&pair, &claims(&id, "good"));
    let base = [("client_assertion_type", ASSERTION), ("client_assertion", good.as_str())];
    for (more, error) in [
        (vec![], "invalid_request"),
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![("grant_type", "client_credentials"), ("grant_type", "client_credentials")], "invalid_request"),
        (vec![("grant_type", "client_credentials"), ("client_secret", "x")], "invalid_request"),
    ] {
        let form: Vec<_> = base.iter().chain(&more).copied().collect();
        let (status, said) = asks(&mut browser, None, &form).await;
        assert_eq!((status, said["error"].as_str()), (StatusCode::BAD_REQUEST, Some(error)));
    }
    let form = [&base[..], &[("grant_type", "client_credentials"), ("scope", "system/Slot.c user/*.rs")]].concat();
    let (status, said) = asks(&mut browser, None, &form).await;
    assert_eq!((status, &said["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_scope")));
}

#[tokio::test]
async fn a_token_is_the_secret_of_a_client_as_well() {
    let mut house = everybody().await;
    let mut known = program(&mut house, "system/*.rs").await;
    let id = known.token["supple_".len()..][..64].to_owned();
    let encoded = |text: String| format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text));
    let grant = [("grant_type", "client_credentials")];
    let (status, given) =
        asks(&mut known.browser.clone(), Some(&encoded(format!("{id}:{}", known.token))), &grant).await;
    assert_eq!((status, &given["scope"]), (StatusCode::OK, &json!("system/*.rs")));
    let posted = [grant[0], ("client_id", id.as_str()), ("client_secret", known.token.as_str())];
    let (status, given) = asks(&mut known.browser.clone(), None, &posted).await;
    assert_eq!(status, StatusCode::OK, "{given}");
    let mut short =
        Program { browser: house.home.browser(), token: given["access_token"].as_str().unwrap().to_owned() };
    assert_eq!(short.get("/fhir/Organization").await["total"], 1);
    for header in [format!("{id}:x"), format!("somebody:{}", known.token), known.token.clone(), String::new()] {
        let (status, said) = asks(&mut known.browser.clone(), Some(&encoded(header)), &grant).await;
        assert_eq!((status, &said["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")));
    }
    let page = known.send("GET", "/fhir/.well-known/smart-configuration", &[], None).await;
    let told = read(&page);
    assert_eq!(told["token_endpoint"], "https://care.example/oauth/token");
    assert_eq!(told["grant_types_supported"], json!(["client_credentials"]));
}

#[tokio::test]
async fn keys_that_are_none_are_said_so_and_private_ones_are_not_taken() {
    let (mut house, pair) = (everybody().await, pair());
    let mut private = set(&pair);
    private["keys"][0]["d"] = json!("AAAA");
    let page = client(&mut house, &private.to_string(), "system/*.rs").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("That is a private key"));
    for wrong in ["x", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\"}]}"] {
        let page = client(&mut house, wrong, "system/*.rs").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(page.says("These are no keys"), "{wrong}");
        assert!(page.html.contains("Nightly list") && page.html.contains("JWK"), "what was typed stays");
    }
    assert!(house.owner.browser.get(&format!("{}/programs", house.path)).await.says("No program may ask"));
}
