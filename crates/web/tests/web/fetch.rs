//! A record fetched from a clinic: the person leaves, agrees there, comes back once, and everything is asked about as a file is.

use std::sync::{Arc, Mutex};

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use supple_web::{App, Came, NotSent, Outside, Sent, Systems, router};

use crate::common::{Browser, Home, Page, fields, finished, text_of, value_of};

const ISS: &str = "https://ehr.example/fhir";

/// A clinic's server. `breaks` names what goes wrong there.
#[derive(Default)]
struct Clinic {
    heard: Mutex<Vec<Sent>>,
    breaks: Mutex<&'static str>,
    challenge: Mutex<String>,
}

impl Clinic {
    fn says(status: u16, value: &Value) -> Result<Came, NotSent> {
        Ok(Came { status, again_after_s: None, body: value.to_string().into_bytes() })
    }

    fn search(url: &str, breaks: &str) -> Result<Came, NotSent> {
        let bundle = |entries: Value, next: Option<&str>| {
            let link = next.map_or(json!([]), |url| json!([{ "relation": "next", "url": url }]));
            Self::says(200, &json!({ "resourceType": "Bundle", "type": "searchset", "link": link, "entry": entries }))
        };
        let condition = |id: &str, code: &str, name: &str| {
            json!([{ "resource": { "resourceType": "Condition", "id": id, "subject": { "reference": "Patient/p1" },
                "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code, "display": name }] } } }])
        };
        match url.strip_prefix(ISS).unwrap_or(url) {
            "/Patient/p1" => {
                Self::says(200, &json!({ "resourceType": "Patient", "id": "p1", "name": [{ "text": "Ada King" }] }))
            }
            "/Condition?patient=p1&_count=200" if breaks == "elsewhere" => {
                bundle(condition("c1", "G40.9", "Epilepsy"), Some("https://evil.example/more"))
            }
            "/Condition?patient=p1&_count=200" => {
                bundle(condition("c1", "G40.9", "Epilepsy"), Some("https://ehr.example/fhir?page=2"))
            }
            "?page=2" => bundle(condition("c2", "M81.0", "Brittle bones"), None),
            "/Observation?patient=p1&_count=200" if breaks == "observations" => {
                Self::says(403, &json!({ "resourceType": "OperationOutcome" }))
            }
            other => {
                assert!(other.starts_with('/'), "the token went to {url}");
                bundle(json!([]), None)
            }
        }
    }
}

impl Outside for Clinic {
    fn send(&self, sent: &Sent) -> Result<Came, NotSent> {
        self.heard.lock().unwrap().push(sent.clone());
        let breaks = *self.breaks.lock().unwrap();
        let bearer =
            sent.headers.iter().any(|(name, value)| *name == "authorization" && value == "Bearer secret-token");
        match sent.url.as_str() {
            "https://ehr.example/fhir/.well-known/smart-configuration" => {
                let methods = if breaks == "plain" { json!(["plain"]) } else { json!(["S256"]) };
                let token = if breaks == "clear" { "http://ehr.example/token" } else { "https://ehr.example/token" };
                let said = json!({ "authorization_endpoint": "https://login.example/authorize?a=b", "token_endpoint": token,
                    "code_challenge_methods_supported": methods });
                if breaks == "away" { Err(NotSent::Slow) } else { Self::says(200, &said) }
            }
            "https://ehr.example/token" => {
                let form: Vec<(String, String)> = form_urlencoded::parse(&sent.body).into_owned().collect();
                let text = |name: &str| {
                    form.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone()).unwrap_or_default()
                };
                let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(text("code_verifier").as_bytes()));
                let right = text("code") == "the-code"
                    && challenge == *self.challenge.lock().unwrap()
                    && text("client_id") == "supple";
                match breaks {
                    "patient" => Self::says(
                        200,
                        &json!({ "access_token": "secret-token", "token_type": "bearer", "patient": "../x" }),
                    ),
                    "kind" => Self::says(
                        200,
                        &json!({ "access_token": "secret-token", "token_type": "mac", "patient": "p1" }),
                    ),
                    _ if right => Self::says(
                        200,
                        &json!({ "access_token": "secret-token", "token_type": "Bearer", "patient": "p1" }),
                    ),
                    _ => Self::says(400, &json!({ "error": "invalid_grant" })),
                }
            }
            _ if breaks == "all" || !bearer => Self::says(401, &json!({})),
            url => Self::search(url, breaks),
        }
    }
}

fn with_clinic(home: Home) -> (Home, Arc<Clinic>) {
    let clinic = Arc::new(Clinic::default());
    let settings = json!({ "clinics": [{ "name": "General Hospital", "iss": ISS, "client_id": "supple" }] });
    let systems = Systems::read(settings.to_string().as_bytes()).unwrap();
    let app = App { systems, outside: Arc::clone(&clinic) as Arc<dyn Outside>, ..home.app.clone() };
    (Home { router: router(app.clone()), app, ..home }, clinic)
}

/// Leaves for the clinic: what stands in the address that the page leads to.
async fn leaves(browser: &mut Browser, clinic: &Clinic, form: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.post("/record/fetch", &fields(form)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", text_of(&page.html));
    let to = page.html.split("href=\"https://login.example/authorize?").nth(1).unwrap().split('"').next().unwrap();
    let to = to.replace("&#38;", "&").replace("&amp;", "&");
    let query: Vec<(String, String)> = form_urlencoded::parse(to.as_bytes()).into_owned().collect();
    *clinic.challenge.lock().unwrap() = of(&query, "code_challenge");
    query
}

fn of(query: &[(String, String)], name: &str) -> String {
    query.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone()).unwrap_or_default()
}

async fn comes_back(browser: &mut Browser, state: &str, more: &str) -> Page {
    browser.get(&format!("/record/fetched?state={state}{more}")).await
}

#[tokio::test]
async fn a_record_is_fetched_once_with_what_was_agreed_and_nothing_stays_of_the_access() {
    let (home, clinic) = with_clinic(Home::new());
    let mut browser = finished(&home, "Ada", &[]).await;
    assert!(browser.get("/record/import").await.says("href=\"/record/fetch\""));
    assert!(browser.get("/record/fetch").await.says("General Hospital"));
    let query = leaves(&mut browser, &clinic, &[("iss", ISS)]).await;
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "supple"),
        ("aud", ISS),
        ("code_challenge_method", "S256"),
        ("a", "b"),
    ] {
        assert_eq!(of(&query, name), value);
    }
    assert_eq!(of(&query, "redirect_uri"), "http://localhost:8080/from/clinic");
    let scope = of(&query, "scope");
    assert!(
        scope.starts_with("launch/patient patient/Patient.r patient/Condition.rs") && !scope.contains('*'),
        "{scope}"
    );
    assert!(of(&query, "state").len() >= 43 && of(&query, "code_challenge").len() == 43);
    // The clinic sends the browser back from another site: that page brings no cookie and sets none.
    let request = browser.request("GET", "/from/clinic?code=the-code&state=x&evil=%22%3E").body(Body::empty()).unwrap();
    let arrived = browser.raw(request).await;
    assert!(arrived.headers.get(header::SET_COOKIE).is_none() && !arrived.says("evil"), "{}", arrived.html);
    assert!(arrived.says("0;url=/record/fetched?code=the-code"), "{}", arrived.html);
    let state = of(&query, "state");
    let page = comes_back(&mut browser, &state, "&code=the-code").await;
    assert_eq!(page.status, StatusCode::OK, "{}", text_of(&page.html));
    for part in ["Epilepsy", "Brittle bones", "Ada King"] {
        assert!(page.says(part), "no `{part}`: {}", text_of(&page.html));
    }
    assert!(!page.says("More belongs to this record"), "both pages were read");
    assert!(!page.says("secret-token") && !page.says(" checked"), "nothing is chosen");
    // Once: the same word opens nothing again, and nothing was written by coming back.
    let asked = clinic.heard.lock().unwrap().len();
    let again = comes_back(&mut browser, &state, "&code=the-code").await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.says("You did not leave for the clinic"));
    assert_eq!(clinic.heard.lock().unwrap().len(), asked, "nobody was asked");
    // What is confirmed becomes an answer as from a file.
    let query = leaves_again(&mut browser, &clinic).await;
    let page = comes_back(&mut browser, &of(&query, "state"), "&code=the-code").await;
    let found: Vec<String> = page
        .html
        .split("name=\"found\" value=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0.replace("&#34;", "\""))
        .collect();
    let mut form: Vec<(String, String)> = found.into_iter().map(|it| ("found".to_owned(), it)).collect();
    form.push(("s-osteoporosis".to_owned(), "yes".to_owned()));
    browser.post("/record/import", &form).await;
    assert!(browser.get("/record").await.says("A record from a clinic"), "{}", text_of(&browser.page.html));
}

async fn leaves_again(browser: &mut Browser, clinic: &Clinic) -> Vec<(String, String)> {
    browser.get("/record/fetch").await;
    leaves(browser, clinic, &[("iss", ISS)]).await
}

#[tokio::test]
async fn nobody_comes_back_for_somebody_else_or_too_late_or_without_having_agreed() {
    let (home, clinic) = with_clinic(Home::new());
    let mut browser = finished(&home, "Ada", &[]).await;
    let mut other = finished(&home, "Ben", &[]).await;
    let query = leaves_again(&mut browser, &clinic).await;
    let state = of(&query, "state");
    let asked = clinic.heard.lock().unwrap().len();
    for (who, more) in [(&mut other, "&code=the-code"), (&mut browser, "&code=the-code")] {
        // Whoever is not the one who left ends it for both: a word that somebody else has is no secret any more.
        let page = comes_back(who, &state, more).await;
        assert!(page.says("You did not leave for the clinic"), "{}", text_of(&page.html));
    }
    for (more, says) in [
        ("&error=access_denied&code=the-code", "Nothing was agreed"),
        ("", "Nothing was agreed"),
        ("&code=the-code&iss=https://evil.example", "You did not leave"),
    ] {
        let query = leaves_again(&mut browser, &clinic).await;
        let page = comes_back(&mut browser, &of(&query, "state"), more).await;
        assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says(says), "{more}: {}", text_of(&page.html));
    }
    for state in ["", "x", "%00"] {
        assert!(comes_back(&mut browser, state, "&code=the-code").await.says("You did not leave"));
    }
    let tokens = clinic.heard.lock().unwrap().iter().skip(asked).filter(|sent| sent.url.ends_with("/token")).count();
    assert_eq!(tokens, 0, "no code was given away");
    // A wrong code.
    let query = leaves_again(&mut browser, &clinic).await;
    let page = comes_back(&mut browser, &of(&query, "state"), "&code=another").await;
    assert!(page.says("did not let this program read"), "{}", text_of(&page.html));
}

#[tokio::test]
async fn a_clinic_that_is_unsafe_away_or_incomplete_is_said_so_and_the_token_goes_nowhere_else() {
    let (home, clinic) = with_clinic(Home::new());
    let mut browser = finished(&home, "Ada", &[]).await;
    for (breaks, says) in [("plain", "not safely enough"), ("clear", "not safely enough"), ("away", "does not answer")]
    {
        *clinic.breaks.lock().unwrap() = breaks;
        browser.get("/record/fetch").await;
        let page = browser.post("/record/fetch", &fields(&[("iss", ISS)])).await;
        assert!(
            page.status == StatusCode::UNPROCESSABLE_ENTITY && page.says(says),
            "{breaks}: {}",
            text_of(&page.html)
        );
    }
    for (breaks, says) in [
        ("patient", "did not let this program read"),
        ("kind", "did not let this program read"),
        ("all", "nothing of your record could be read"),
        ("observations", "More belongs to this record than the file holds"),
        ("elsewhere", "More belongs to this record than the file holds"),
    ] {
        *clinic.breaks.lock().unwrap() = "";
        let query = leaves_again(&mut browser, &clinic).await;
        *clinic.breaks.lock().unwrap() = breaks;
        let page = comes_back(&mut browser, &of(&query, "state"), "&code=the-code").await;
        assert!(page.says(says), "{breaks}: {}", text_of(&page.html));
    }
    let heard = clinic.heard.lock().unwrap();
    assert!(heard.iter().all(|sent| sent.url.starts_with("https://ehr.example/")), "{heard:?}");
}

#[tokio::test]
async fn only_a_clinic_that_was_named_is_asked_also_where_one_sends_somebody() {
    let (home, clinic) = with_clinic(Home::new());
    let mut browser = finished(&home, "Ada", &[]).await;
    for iss in
        ["https://evil.example/fhir", "https://ehr.example/fhir/../x", "http://ehr.example/fhir", "https://ehr.example"]
    {
        let page = browser.get(&format!("/record/fetch?iss={iss}&launch=abc")).await;
        assert!(page.says("has not named this clinic") && !page.says("General Hospital"), "{iss}");
        browser.get("/record/fetch").await;
        let page = browser.post("/record/fetch", &fields(&[("iss", iss), ("launch", "abc")])).await;
        assert!(page.says("has not named this clinic"), "{iss}");
    }
    assert!(clinic.heard.lock().unwrap().is_empty(), "nobody was asked");
    let page = browser.get(&format!("/record/fetch?iss={ISS}&launch=abc")).await;
    assert!(page.says("You come from this clinic") && value_of(&page.html, "launch").as_deref() == Some("abc"));
    let query = leaves(&mut browser, &clinic, &[("iss", ISS), ("launch", "abc")]).await;
    assert!(of(&query, "launch") == "abc" && of(&query, "scope").starts_with("launch patient/"));
    let (plain, _) = (Home::new(), ());
    let mut nobody = finished(&plain, "Ada", &[]).await;
    assert!(!nobody.get("/record/import").await.says("/record/fetch"));
    assert!(nobody.get("/record/fetch").await.says("There is no clinic here"));
}
