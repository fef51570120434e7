//! Programs of a practice: let in with a token, and what they read by it.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::{Value, json};
use supple_store::{MasterKey, Rotation, Store};

use crate::{
    access::people::{House, answers, everybody},
    common::{Browser, Page, fields, knowledge, text_of},
};

/// What calls /fhir with a token.
pub(crate) struct Program {
    pub(crate) browser: Browser,
    pub(crate) token: String,
}

impl Program {
    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Page {
        let mut request = self.browser.request(method, path).header("authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/fhir+json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.browser.raw(request.body(body).unwrap()).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Value {
        let page = self.send("GET", path, &[], None).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
        value(&page)
    }

    pub(crate) async fn refused(&mut self, path: &str, status: StatusCode) -> Value {
        let page = self.send("GET", path, &[], None).await;
        assert_eq!(page.status, status, "{path}: {}", page.html);
        let value = value(&page);
        assert_eq!(value["resourceType"], "OperationOutcome", "{value}");
        assert!(!page.html.contains('«') && value["issue"][0]["diagnostics"].is_string(), "{value}");
        value
    }
}

pub(crate) fn value(page: &Page) -> Value {
    assert_eq!(page.headers[header::CONTENT_TYPE], "application/fhir+json", "{}", page.html);
    serde_json::from_str(&page.html).unwrap()
}

pub(crate) fn entries(bundle: &Value) -> Vec<Value> {
    bundle["entry"].as_array().cloned().unwrap_or_default().iter().map(|entry| entry["resource"].clone()).collect()
}

/// Lets a program in through the owner's page.
pub(crate) async fn program(house: &mut House, scopes: &str) -> Program {
    let path = format!("{}/programs", house.path);
    house.owner.browser.get(&path).await;
    let form = fields(&[("act", "in"), ("name", "Clinic record"), ("scopes", scopes), ("days", "90")]);
    let page = house.owner.browser.post(&path, &form).await;
    crate::practice::whole(&page);
    let token = page.html.split("class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(token.starts_with("supple_") && token.len() == 7 + 96, "{token}");
    Program { browser: house.home.browser(), token }
}

/// The client says what programs may do.
pub(crate) async fn lets(house: &mut House, word: &str) {
    let id = house.path.rsplit('/').next().unwrap().to_owned();
    crate::practice::whole(&house.client.browser.get("/record/programs").await);
    let page = house.client.browser.post("/record/programs", &fields(&[("id", &id), ("act", word)])).await;
    crate::practice::whole(&page);
}

/// The client's id, as the practice knows it.
pub(crate) async fn client(program: &mut Program) -> String {
    let found = program.get("/fhir/Patient?name=cleo").await;
    assert_eq!(found["total"], 1, "{found}");
    found["entry"][0]["resource"]["id"].as_str().unwrap().to_owned()
}

/// A practice whose client has answered, been booked and said what programs may do.
pub(crate) async fn cared_for(word: &str) -> House {
    let mut house = everybody().await;
    answers(&mut house.client.browser).await;
    crate::practice::booked(&mut house.client.browser, "count=2&from=2026-11-23&at=15:30", 2).await;
    if word != "nothing" {
        lets(&mut house, word).await;
    }
    house
}

#[tokio::test]
async fn a_token_is_shown_once_and_opens_nothing_once_it_was_taken_out_or_has_run_out() {
    let mut house = everybody().await;
    let mut program = program(&mut house, "system/*.rs").await;
    assert_eq!(program.get("/fhir/Organization").await["total"], 1);
    let path = format!("{}/programs", house.path);
    let page = house.owner.browser.get(&path).await;
    assert!(page.says("Clinic record") && !page.html.contains(&program.token[40..]), "shown once");
    let audit = house.auditor.browser.get(&format!("{}/audit", house.path)).await;
    for part in ["Let a program in", "A program read", "Clinic record"] {
        assert!(audit.says(part), "no `{part}`: {}", text_of(&audit.html));
    }
    let right = program.token.clone();
    for wrong in ["", "supple_", "supple_x", &right[..50], &format!("{right}0")] {
        let token = std::mem::replace(&mut program.token, wrong.to_owned());
        program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
        program.token = token;
    }
    // Neither the cookie of somebody who signed in nor its absence opens this door.
    let request = house.owner.browser.request("GET", "/fhir/Patient").body(Body::empty()).unwrap();
    assert_eq!(house.owner.browser.raw(request).await.status, StatusCode::UNAUTHORIZED);
    house.home.later(89);
    program.get("/fhir/Organization").await;
    house.home.later(1);
    program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
    house.home.later(-90);
    let id = page.html.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.owner.browser.get(&path).await;
    house.owner.browser.post(&path, &fields(&[("act", "out"), ("id", &id)])).await;
    program.refused("/fhir/Organization", StatusCode::UNAUTHORIZED).await;
}

#[tokio::test]
async fn a_program_that_cannot_be_is_refused_with_every_word_kept() {
    let mut house = everybody().await;
    let path = format!("{}/programs", house.path);
    for (name, scopes, days, says) in [
        ("", "system/*.rs", "90", "Give it a name"),
        ("A", "everything", "90", "“<bdi>everything</bdi>” is no scope"),
        ("A", "", "90", "is no scope"),
        ("A", "patient/*.rs", "90", "for one client"),
        ("A", "system/*.rs", "0", "from 1 to 366"),
        ("A", "system/*.rs", "367", "from 1 to 366"),
    ] {
        house.owner.browser.get(&path).await;
        let form = fields(&[("act", "in"), ("name", name), ("scopes", scopes), ("days", days)]);
        let page = house.owner.browser.post(&path, &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {scopes} {days}");
        assert!(
            page.says(says) || text_of(&page.html).contains(&says.replace("<bdi>", "").replace("</bdi>", "")),
            "{}",
            text_of(&page.html)
        );
        assert!(page.says(&format!("value=\"{days}\"")), "what was typed is kept");
    }
}

/// Nobody can look whether it still opens something: it is not told that it does not.
#[tokio::test]
async fn a_token_that_cannot_be_looked_up_now_is_not_refused() {
    let mut house = everybody().await;
    let mut program = program(&mut house, "system/*.crs").await;
    let file = house.home.dir.path().join("home.sqlite");
    let (old, new) = (MasterKey::from_bytes([7; 32]), MasterKey::from_bytes([8; 32]));
    Store::rotate(&file, &old, &new, &Rotation::default()).unwrap();
    program.refused("/fhir/Organization", StatusCode::SERVICE_UNAVAILABLE).await;
    for path in ["/fhir/PlanDefinition/$apply", "/fhir/Appointment", "/fhir"] {
        let page = program.send("POST", path, &[], Some(&json!({ "resourceType": "Parameters" }))).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {}", page.html);
    }
}

#[tokio::test]
async fn nothing_of_a_record_is_shown_until_its_person_says_so_and_each_time_is_noted() {
    let mut house = cared_for("nothing").await;
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    // Times and names, as for those who work there.
    assert_eq!(program.get(&format!("/fhir/Appointment?patient={id}")).await["total"], 2);
    let found = program.get(&format!("/fhir/CarePlan?patient={id}")).await;
    assert_eq!(found["total"], 0);
    assert_eq!(found["entry"][0]["search"]["mode"], "outcome");
    let own = format!("{}.screening", id.replace('-', ""));
    let refused = program.refused(&format!("/fhir/CarePlan/{own}"), StatusCode::FORBIDDEN).await;
    assert_eq!(refused["issue"][0]["code"], "suppressed");
    let all = entries(&program.get(&format!("/fhir/Patient/{id}/$everything")).await);
    assert!(all.iter().all(|one| {
        ["Patient", "Appointment", "AppointmentResponse", "Consent", "OperationOutcome"]
            .contains(&one["resourceType"].as_str().unwrap())
    }));
    let looks = house.client.browser.get("/account/looks").await;
    assert!(looks.says("Nobody yet"), "{}", text_of(&looks.html));
    lets(&mut house, "read").await;
    let plan = program.get(&format!("/fhir/CarePlan/{own}")).await;
    assert_eq!(plan["contained"][0]["status"], "success", "{plan}");
    let looks = house.client.browser.get("/account/looks").await;
    crate::practice::whole(&looks);
    assert!(
        looks.says("Clinic record, Back Room") && looks.says("A program read out of your record"),
        "{}",
        text_of(&looks.html)
    );
    let events = entries(&program.get(&format!("/fhir/AuditEvent?patient={id}")).await);
    assert_eq!(events[0]["agent"][0]["name"], "Clinic record");
    // Taken back, it is closed at once.
    lets(&mut house, "nothing").await;
    program.refused(&format!("/fhir/CarePlan/{own}"), StatusCode::FORBIDDEN).await;
    let audit = house.auditor.browser.get(&format!("{}/audit", house.path)).await;
    assert!(audit.says("Lets programs of this practice read nothing any more"), "{}", text_of(&audit.html));
}

#[tokio::test]
async fn others_are_not_there_and_a_scope_is_a_scope() {
    let mut house = cared_for("read").await;
    let mut all = program(&mut house, "system/*.rs").await;
    let id = client(&mut all).await;
    let stranger = "019f0c1e-0000-7000-8000-000000000000";
    for path in [
        format!("/fhir/Patient/{stranger}"),
        format!("/fhir/CarePlan/{}.screening", stranger.replace('-', "")),
        format!("/fhir/Patient/{stranger}/$everything"),
        format!("/fhir/CarePlan/{}.none", id.replace('-', "")),
        "/fhir/Appointment/none".to_owned(),
        "/fhir/Patient/$lookup".to_owned(),
    ] {
        all.refused(&path, StatusCode::NOT_FOUND).await;
    }
    assert_eq!(all.get(&format!("/fhir/CarePlan?patient={stranger}")).await["total"], 0);
    all.refused("/fhir/CarePlan", StatusCode::BAD_REQUEST).await;
    let mut times = program(&mut house, "system/Slot.rs system/Patient.r").await;
    times.get("/fhir/Slot?_count=1").await;
    times.get(&format!("/fhir/Patient/{id}")).await;
    times.refused("/fhir/Patient", StatusCode::FORBIDDEN).await;
    times.refused(&format!("/fhir/CarePlan?patient={id}"), StatusCode::FORBIDDEN).await;
    // Another practice's program knows nobody here.
    let other = crate::access::people::opens_practice(&mut house.owner.browser, "Other Room").await;
    let here = std::mem::replace(&mut house.path, other);
    let mut elsewhere = program(&mut house, "system/*.cruds").await;
    house.path = here;
    elsewhere.refused(&format!("/fhir/Patient/{id}"), StatusCode::NOT_FOUND).await;
    assert_eq!(elsewhere.get("/fhir/Appointment").await["total"], 0);
}

#[tokio::test]
async fn a_search_follows_references_as_far_as_its_scopes_and_clients_allow() {
    let mut house = cared_for("read").await;
    let mut all = program(&mut house, "system/*.rs").await;
    let id = client(&mut all).await;
    let total = |bundle: &Value| bundle["total"].as_u64().unwrap();
    for (path, many) in [
        ("Appointment?patient.name=cleo", 2),
        ("Appointment?patient:Patient.name=cleo", 2),
        ("Appointment?actor:Patient.name=cleo", 2),
        ("Appointment?patient.name=nobody", 0),
        ("Appointment?patient.organization.name=back", 2),
        ("AppointmentResponse?appointment.patient.name=nobody", 0),
    ] {
        assert_eq!(total(&all.get(&format!("/fhir/{path}")).await), many, "{path}");
    }
    let chained = all.get("/fhir/CarePlan?subject:Patient.name=cleo&_count=1").await;
    let named = all.get(&format!("/fhir/CarePlan?subject=Patient/{id}&_count=1")).await;
    assert!(total(&named) > 0);
    assert_eq!(entries(&chained), entries(&named));
    let slots = all.get("/fhir/Slot?status=free&_count=1").await;
    let by_chain = all.get("/fhir/Slot?schedule.active=true&status=free&_count=1").await;
    assert_eq!(total(&by_chain), total(&slots));
    assert_eq!(total(&all.get("/fhir/Slot?schedule.active=false&status=free").await), 0);
    // What leads nowhere is refused, and not passed over.
    for path in [
        "Appointment?actor.name=cleo",
        "Appointment?patient:Practitioner.name=cleo",
        "Appointment?patient.nothing=cleo",
        "Appointment?patient.name:sideways=cleo",
        "Appointment?slot.schedule.actor:Practitioner.name=cleo",
    ] {
        all.refused(&format!("/fhir/{path}"), StatusCode::BAD_REQUEST).await;
    }
    // Nobody learns by a chain what they may not search for.
    let mut times = program(&mut house, "system/Appointment.rs").await;
    times.refused("/fhir/Appointment?patient.name=cleo", StatusCode::FORBIDDEN).await;
    lets(&mut house, "nothing").await;
    assert_eq!(total(&all.get("/fhir/CarePlan?subject:Patient.name=cleo").await), 0);
}

#[tokio::test]
async fn a_practice_is_taken_along_as_resources_with_every_record_that_opens() {
    let mut house = cared_for("nothing").await;
    let id = house.path.trim_start_matches("/practice/").parse().unwrap();
    let mut all: Vec<Value> = Vec::new();
    let app = house.home.app.clone();
    let mut put = |one: &Value| {
        all.push(one.clone());
        Ok(())
    };
    let shut = supple_web::practice_resources(app.clone(), id, &mut put).unwrap();
    assert_eq!(shut, Some(0));
    let count = |kind: &str| all.iter().filter(|one| one["resourceType"] == kind).count();
    assert_eq!((count("Organization"), count("Patient"), count("Appointment"), count("Slot")), (1, 1, 2, 0));
    for kind in
        ["Practitioner", "PractitionerRole", "Location", "HealthcareService", "QuestionnaireResponse", "CarePlan"]
    {
        assert!(count(kind) > 0, "no {kind}");
    }
    // What is referred to is in it, but for what is everybody's and free times.
    let ids: std::collections::BTreeSet<String> = all
        .iter()
        .map(|one| format!("{}/{}", one["resourceType"].as_str().unwrap(), one["id"].as_str().unwrap()))
        .collect();
    assert_eq!(ids.len(), all.len(), "each once");
    let patient = all.iter().find(|one| one["resourceType"] == "Patient").unwrap();
    for one in all.iter().filter(|one| one["resourceType"] == "CarePlan") {
        assert_eq!(one["subject"]["reference"], format!("Patient/{}", patient["id"].as_str().unwrap()));
    }
    let nobody = supple_store::Uuid::from_u128(7);
    assert_eq!(supple_web::practice_resources(app, nobody, &mut |_| Ok(())).unwrap(), None);
    let full = supple_web::practice_resources(house.home.app.clone(), id, &mut |_| Err(std::io::Error::other("full")));
    assert!(full.is_err());
    house.owner.browser.get("/practice").await;
}

/// Every kind that the statement names, with what it says of it.
async fn statement(program: &mut Program) -> Vec<Value> {
    let statement = program.get("/fhir/metadata").await;
    statement["rest"][0]["resource"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_type_that_is_served_is_read_searched_and_versioned() {
    let mut house = cared_for("read").await;
    // A check-in, so that there is an outcome.
    let client_browser = &mut house.client.browser;
    client_browser.get("/plan?giver=therapist").await;
    client_browser.post("/plan", &fields(&[])).await;
    client_browser.get("/check-in/pain-week").await;
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    let mut seen = Vec::new();
    for resource in statement(&mut program).await {
        let kind = resource["type"].as_str().unwrap();
        let names: Vec<&str> =
            resource["searchParam"].as_array().into_iter().flatten().map(|one| one["name"].as_str().unwrap()).collect();
        if names.is_empty() {
            continue;
        }
        let of = if names.contains(&"patient") { format!("patient={id}&") } else { String::new() };
        let bundle = program.get(&format!("/fhir/{kind}?{of}_count=3")).await;
        assert_eq!((bundle["resourceType"].as_str(), bundle["type"].as_str()), (Some("Bundle"), Some("searchset")));
        for one in entries(&bundle).iter().filter(|one| one["resourceType"] == kind) {
            let path = format!("/fhir/{kind}/{}", one["id"].as_str().unwrap());
            assert!(one["id"].as_str().unwrap().len() <= 64, "{path}");
            let page = program.send("GET", &path, &[], None).await;
            if kind == "AuditEvent" {
                continue;
            }
            assert_eq!(&value(&page), one, "{path}");
            crate::cds::no_gaps(one);
            let version = one["meta"]["versionId"].as_str().unwrap();
            let tag = format!("W/\"{version}\"");
            assert_eq!(page.headers[header::ETAG], tag);
            let again = program.send("GET", &path, &[("if-none-match", &tag)], None).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED);
            assert_eq!(&program.get(&format!("{path}/_history/{version}")).await, one);
            program.refused(&format!("{path}/_history/0"), StatusCode::NOT_FOUND).await;
            seen.push(kind.to_owned());
        }
        for name in names {
            let wanted = match name {
                "date" | "_lastUpdated" | "start" | "authored" | "recorded" | "identified" | "start-date"
                | "target-date" => "2001-01-01",
                _ => "no-such-thing",
            };
            let of = if name == "patient" || name == "subject" { "" } else { of.as_str() };
            let page = program
                .send("GET", &format!("/fhir/{kind}?{of}{name}={wanted}"), &[("prefer", "handling=strict")], None)
                .await;
            assert_eq!((page.status, &value(&page)["total"]), (StatusCode::OK, &json!(0)), "{kind} {name}");
        }
        let form = format!("{of}_count=3");
        let posted = program
            .browser
            .request("POST", &format!("/fhir/{kind}/_search"))
            .header("authorization", format!("Bearer {}", program.token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let posted = program.browser.raw(posted).await;
        if !["Questionnaire", "PlanDefinition", "ActivityDefinition", "Library", "AuditEvent"].contains(&kind) {
            assert_eq!(value(&posted), bundle, "{kind}");
        }
    }
    seen.dedup();
    for kind in [
        "Organization",
        "Location",
        "Practitioner",
        "Slot",
        "Schedule",
        "Patient",
        "Appointment",
        "Consent",
        "QuestionnaireResponse",
        "GuidanceResponse",
        "CarePlan",
        "DocumentReference",
        "Provenance",
    ] {
        assert!(seen.contains(&kind.to_owned()), "nothing of {kind}: {seen:?}");
    }
}

#[tokio::test]
async fn what_is_no_point_of_a_scale_has_its_own_unit() {
    let mut house = cared_for("read").await;
    for (measure, typed) in
        [("odi-total", "35.6"), ("fingertip-floor", "-4.5"), ("episodes", "3"), ("global-change", "2")]
    {
        let path = format!("/check-in/{measure}");
        house.client.browser.get(&path).await;
        house.client.browser.post(&path, &fields(&[("a-0", typed)])).await;
    }
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    let bundle = program.get(&format!("/fhir/Observation?patient={id}&_count=100")).await;
    let all = entries(&bundle);
    for (measure, value, unit, code) in [
        ("odi-total", json!(35.6), "%", "%"),
        ("fingertip-floor", json!(-4.5), "cm", "cm"),
        ("episodes", json!(3), "new spells", "{#}"),
        ("global-change", json!(2), "points", "{score}"),
    ] {
        let coded = |one: &&Value| {
            one["code"]["coding"].as_array().is_some_and(|codes| codes.iter().any(|code| code["code"] == measure))
        };
        let observation = all.iter().find(coded).unwrap_or_else(|| panic!("nothing of {measure}: {bundle}"));
        let quantity = json!({ "value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": code });
        assert_eq!(observation["valueQuantity"], quantity, "{measure}");
    }
}

#[tokio::test]
async fn a_letter_that_no_font_can_write_is_refused_with_its_letters_and_what_to_do() {
    let mut house = cared_for("read").await;
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    let bundle = program.get(&format!("/fhir/DocumentReference?patient={id}")).await;
    let letter = entries(&bundle)[0]["id"].as_str().unwrap().to_owned();
    let file = program.get(&format!("/fhir/Binary/{letter}")).await;
    assert_eq!(file["contentType"], "application/pdf", "{file}");
    program.refused(&format!("/fhir/Binary/{letter}x"), StatusCode::NOT_FOUND).await;
    // A letter for private use: no font anywhere has it.
    let store = &house.home.app.store;
    let person = supple_store::PersonId::from_uuid(id.parse().unwrap());
    let key = store.unlock(person, None, supple_store::UtcMs(crate::track::NOW)).unwrap();
    store.rename(&key, "Cleo \u{10fffd}").unwrap();
    let told = program.refused(&format!("/fhir/Binary/{letter}"), StatusCode::UNPROCESSABLE_ENTITY).await;
    let said = told["issue"][0]["diagnostics"].as_str().unwrap();
    assert!(said.contains('\u{10fffd}') && said.contains("Have a font installed"), "{said}");
    assert_eq!(told["issue"][0]["code"], "processing");
    let bundle = program.get(&format!("/fhir/DocumentReference?patient={id}")).await;
    assert_eq!(bundle["total"], 1, "the letter itself is still there");
}

#[tokio::test]
async fn a_search_sorts_pages_includes_and_counts() {
    let mut house = cared_for("read").await;
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    let starts = |bundle: &Value| -> Vec<String> {
        entries(bundle)
            .iter()
            .filter(|one| one["resourceType"] == "Appointment")
            .map(|one| one["start"].as_str().unwrap().to_owned())
            .collect()
    };
    let up = starts(&program.get(&format!("/fhir/Appointment?patient={id}&_sort=date")).await);
    let down = starts(&program.get(&format!("/fhir/Appointment?patient=Patient/{id}&_sort=-date")).await);
    assert!(up.len() == 2 && up[0] < up[1] && down.iter().rev().eq(up.iter()), "{up:?} {down:?}");
    let day = &up[0][..10];
    assert_eq!(program.get(&format!("/fhir/Appointment?date={day}")).await["total"], 1);
    assert_eq!(program.get(&format!("/fhir/Appointment?date=gt{day}&status=booked")).await["total"], 1);
    assert_eq!(program.get("/fhir/Appointment?status:not=booked").await["total"], 0);
    let with = program.get("/fhir/Appointment?_include=Appointment:actor&_include=Appointment:slot").await;
    let kinds: Vec<String> =
        entries(&with).iter().map(|one| one["resourceType"].as_str().unwrap().to_owned()).collect();
    for kind in ["Patient", "Practitioner", "Location", "Slot"] {
        assert!(kinds.contains(&kind.to_owned()), "{kinds:?}");
    }
    assert_eq!(with["total"], 2);
    let with = program.get(&format!("/fhir/CarePlan?patient={id}&_revinclude=Provenance:target")).await;
    assert!(entries(&with).iter().any(|one| one["resourceType"] == "Provenance"), "{with}");
    let count = program.get("/fhir/Slot?status=free&_summary=count").await;
    assert!(count["total"].as_u64().unwrap() > 100 && count.get("entry").is_none());
    let (mut url, mut seen) = ("/fhir/Slot?status=free&start=2026-11-24&_count=5".to_owned(), 0);
    loop {
        let page = program.get(&url).await;
        seen += entries(&page).len();
        match page["link"].as_array().unwrap().iter().find(|link| link["relation"] == "next") {
            Some(next) => url = next["url"].as_str().unwrap().strip_prefix("https://care.example").unwrap().to_owned(),
            None => break assert_eq!(page["total"], seen),
        }
    }
    for wrong in ["start=soon", "start:missing=perhaps", "status:above=x", "_count=many"] {
        program.refused(&format!("/fhir/Slot?{wrong}"), StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test]
async fn do_not_know_stays_itself_and_each_answer_keeps_its_day() {
    let mut house = everybody().await;
    let browser = &mut house.client.browser;
    browser.get("/").await;
    browser.post("/start", &fields(&[("door", "d1")])).await;
    browser.answer(&[("fever", "unknown")]).await;
    lets(&mut house, "read").await;
    let mut program = program(&mut house, "system/*.rs").await;
    let id = client(&mut program).await;
    let responses = entries(&program.get(&format!("/fhir/QuestionnaireResponse?patient={id}")).await);
    assert_eq!(responses.len(), 1);
    assert_eq!(responses[0]["authored"], "2026-11-21");
    let text = responses[0].to_string();
    assert!(text.contains("asked-unknown"), "{text}");
    let today = supple_interop::dates::parse("2026-11-21").unwrap();
    let read = supple_interop::fhir::read_value(&knowledge(), &responses[0], today).unwrap();
    let fever = knowledge().question_id("fever").unwrap();
    assert_eq!(read.sheet.get(fever), supple_care::Answer::Unknown);
}
