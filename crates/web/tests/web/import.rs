//! A record from a clinic as a file: it proposes, the person says what is true, and nothing else of it stays.

use axum::{
    body::Body,
    http::{StatusCode, header},
};
use serde_json::{Value, json};
use supple_store::{PersonKey, UtcMs};

use crate::common::{Browser, Fields, Home, Page, fields, finished, text_of, value_of};

const NOW: UtcMs = UtcMs(1_795_285_800_000);

fn key(home: &Home) -> PersonKey {
    let id = home.app.store.people().unwrap().last().unwrap().id;
    home.app.store.unlock(id, None, NOW).unwrap()
}

fn condition(id: &str, code: &str, display: &str) -> Value {
    json!({ "resource": { "resourceType": "Condition", "id": id, "subject": { "reference": "Patient/p" }, "recordedDate": "2019-03-02",
        "text": { "div": "<div onclick=alert(1)>HIDDEN NARRATIVE</div>" },
        "code": { "coding": [{ "system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code, "display": display }] } } })
}

fn record() -> Value {
    json!({ "resourceType": "Bundle", "type": "searchset", "entry": [
        { "resource": { "resourceType": "Patient", "id": "p", "birthDate": "1990-11-01", "name": [{ "text": "Ada <i>King</i>" }] } },
        condition("c1", "G40.9", "Epilepsy <script>alert(1)</script>"),
        condition("c2", "M81.0", "Brittle bones"),
        condition("c3", "M54.50", "Low back pain"),
        { "resource": { "resourceType": "MedicationRequest", "id": "m1", "status": "active", "subject": { "reference": "Patient/p" },
            "medicationCodeableConcept": { "text": "Warfarin 3 mg" } } },
        { "resource": { "resourceType": "Encounter", "id": "e" } } ] })
}

/// Sends a file from the page that asks for one.
async fn upload(browser: &mut Browser, file: &[u8]) -> Page {
    let asks = browser.get("/record/import").await;
    let csrf = value_of(&asks.html, "csrf").unwrap();
    upload_with(browser, &csrf, file).await
}

async fn upload_with(browser: &mut Browser, csrf: &str, file: &[u8]) -> Page {
    let mut body =
        format!("--zz\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--zz\r\n").into_bytes();
    body.extend(b"content-disposition: form-data; name=\"file\"; filename=\"record.json\"\r\ncontent-type: application/json\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--zz--\r\n");
    let request = browser.request("POST", "/record/import").header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "multipart/form-data; boundary=zz").body(Body::from(body)).unwrap();
    let page = browser.raw(request).await;
    browser.page = page.clone();
    page
}

/// What the page with proposals sends back, with these answers.
fn said(page: &Page, answers: &[(&str, &str)]) -> Fields {
    let found = page.html.split("name=\"found\" value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let unescaped = |text: &str| {
        let text = text.replace("&#34;", "\"").replace("&#60;", "<").replace("&#62;", ">").replace("&#39;", "'");
        text.replace("&#38;", "&")
    };
    let mut form: Fields = found.map(|(value, _)| ("found".to_owned(), unescaped(value))).collect();
    form.extend(fields(answers).into_iter().map(|(id, say)| (format!("s-{id}"), say)));
    form
}

#[tokio::test]
async fn what_is_confirmed_becomes_an_answer_with_its_source_and_nothing_else_does() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let before = home.app.store.events(&key(&home)).unwrap();
    let page = upload(&mut browser, record().to_string().as_bytes()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(home.app.store.events(&key(&home)).unwrap().len(), before.len(), "reading a file writes nothing");
    let text = text_of(&page.html);
    for part in [
        "thin bones",
        "Warfarin",
        "Brittle bones",
        "Low back pain",
        "2 March 2019",
        "Encounter: 1",
        "1 November 1990",
        "you said 30 years, the file says 36 years",
    ] {
        assert!(page.says(part) || text.contains(part), "{part}: {text}");
    }
    assert!(!page.says("HIDDEN NARRATIVE") && !page.says("<script>alert") && !page.says("<i>King"));
    assert!(!page.says(" checked"), "nothing is chosen for anybody");

    let form = said(&page, &[("fits_ever", "yes"), ("osteoporosis", "no"), ("blood_thinner", "unknown")]);
    let done = browser.post("/record/import", &form).await;
    assert_eq!(done.path, "/record/import?kept=2");
    assert!(done.says("2 answers are in your record now"));
    let events = home.app.store.events(&key(&home)).unwrap();
    let new: Vec<_> = events[before.len()..].iter().filter(|event| event.kind == "answers.given").collect();
    assert_eq!(new.len(), 1);
    assert_eq!(new[0].payload["answers"], json!({ "fits_ever": "yes", "blood_thinner": "unknown" }));
    let source =
        json!([{ "what": "Epilepsy <script>alert(1)</script>", "from": "Condition/c1", "date": "2019-03-02" }]);
    assert_eq!(new[0].payload["sources"]["fits_ever"], source);
    let all = serde_json::to_string(&events.iter().map(|event| &event.payload).collect::<Vec<_>>()).unwrap();
    assert!(
        !all.contains("Brittle")
            && !all.contains("Low back pain")
            && !all.contains("1990-11-01")
            && !all.contains("King")
    );

    // It stands in the timeline and in what is taken along, in words.
    assert!(browser.get("/record").await.says("A record from a clinic"));
    let along = browser.get("/record/take.html").await;
    assert!(along.says("diagnosis, 2 March 2019") && along.says("Condition/c1") && !along.says("<script"));
    // What is known is not asked again; what was called wrong is proposed again by the next file.
    let again = upload(&mut browser, record().to_string().as_bytes()).await;
    assert!(
        !again.says("name=\"s-fits_ever\"")
            && again.says("name=\"s-osteoporosis\"")
            && again.says("In your record already")
    );
}

#[tokio::test]
async fn a_no_and_silence_leave_everything_as_it_was() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[("osteoporosis", "yes")]).await;
    let before = home.app.store.events(&key(&home)).unwrap().len();
    let empty =
        json!({ "resourceType": "Bundle", "entry": [{ "resource": { "resourceType": "Patient", "id": "p" } }] });
    assert!(upload(&mut browser, empty.to_string().as_bytes()).await.says("proposes no answer"));
    let page = upload(&mut browser, record().to_string().as_bytes()).await;
    let nothing = browser.post("/record/import", &said(&page, &[])).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.says("Say to at least one") && nothing.says("s-blood_thinner"), "the proposals are still there");
    let no = browser.post("/record/import", &said(&nothing, &[("fits_ever", "no"), ("blood_thinner", "no")])).await;
    assert_eq!(no.path, "/record/import?kept=0");
    assert_eq!(home.app.store.events(&key(&home)).unwrap().len(), before);
}

#[tokio::test]
async fn what_a_page_sends_back_proposes_no_relief_and_no_nonsense() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let before = home.app.store.events(&key(&home)).unwrap().len();
    for (question, answer) in [("osteoporosis", "no"), ("bp_treated", "yes"), ("nothing", "yes")] {
        browser.get("/record/import").await;
        let found = json!({ "question": question, "answer": answer, "origins": [{ "what": "x", "from": "y" }] });
        let form = vec![("found".to_owned(), found.to_string()), (format!("s-{question}"), "yes".to_owned())];
        assert_eq!(browser.post("/record/import", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(home.app.store.events(&key(&home)).unwrap().len(), before);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_refused_in_a_sentence() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let before = home.app.store.events(&key(&home)).unwrap().len();
    let whole = record().to_string();
    let two = whole.replace("\"Patient/p\"},\"medication", "\"Patient/q\"},\"medication");
    let two = if two == whole { whole.replacen("Patient/p", "Patient/q", 1) } else { two };
    let cases: [(&[u8], &str); 7] = [
        (b"", "Choose a file first"),
        (b"<Bundle/>", "XML"),
        (&whole.as_bytes()[..whole.len() - 9], "ends too early"),
        (two.as_bytes(), "more than one person"),
        (b"{\"supple\":1}", "no FHIR record"),
        (b"%PDF-1.7 \xff", "no text"),
        (b"{]", "line 1"),
    ];
    for (file, sentence) in cases {
        let page = upload(&mut browser, file).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{sentence}");
        assert!(page.says(sentence) && page.says("type=\"file\""), "{sentence}: {}", text_of(&page.html));
    }
    let huge = vec![b' '; supple_interop::chart::MOST_BYTES + 300 * 1024];
    let page = upload(&mut browser, &huge).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.says("longer than 16 MB") && page.says("type=\"file\""));
    assert_eq!(home.app.store.events(&key(&home)).unwrap().len(), before);
}

#[tokio::test]
async fn a_file_counts_from_our_own_page_alone() {
    let home = Home::new();
    let mut browser = finished(&home, "Ada", &[]).await;
    let page = upload_with(&mut browser, "made up", record().to_string().as_bytes()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(!page.says("Warfarin"));
    let mut nobody = home.browser();
    let page = upload_with(&mut nobody, "", record().to_string().as_bytes()).await;
    assert!(!page.says("Warfarin") && page.headers.get(header::LOCATION).is_none_or(|to| to == "/"));
}

/// The same, from another page with its fields.
async fn upload_to(browser: &mut Browser, path: &str, id: &str, file: &[u8]) -> Page {
    let csrf = browser.page.csrf();
    let field =
        |name: &str, value: &str| format!("--zz\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut body = (field("csrf", &csrf) + &field("id", id) + "--zz\r\n").into_bytes();
    body.extend(b"content-disposition: form-data; name=\"file\"; filename=\"record.json\"\r\ncontent-type: application/json\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--zz--\r\n");
    let request = browser.request("POST", path).header("sec-fetch-site", "same-origin");
    let request = request.header("content-type", "multipart/form-data; boundary=zz").body(Body::from(body)).unwrap();
    let page = browser.raw(request).await;
    browser.page = page.clone();
    page
}

#[tokio::test]
async fn a_therapist_brings_a_record_in_only_where_the_client_lets_them_and_takes_nothing_back() {
    let mut house = crate::access::people::everybody().await;
    crate::access::people::answers(&mut house.client.browser).await;
    crate::practice::booked(&mut house.client.browser, "count=1&from=2026-11-23&at=15:30", 1).await;
    let (client, therapist) = (&mut house.client.browser, &mut house.therapist.browser);
    // What the client says themselves: not sure about blood thinners, none of the rest.
    client.get("/ask/medicines?all").await;
    let form = client.healthy(&[("blood_thinner", "yes")].into_iter().collect());
    client.post("/ask/medicines", &form).await;
    client.answer(&[("blood_thinner", "yes")]).await;
    let list = client.get("/bookings").await;
    assert!(list.says("Let this therapist bring it in with me"), "{}", text_of(&list.html));
    let id = value_of(&list.html, "brings").unwrap();
    let (day, there) = (format!("{}/day", house.path), format!("{}/brought", house.path));
    let not_yet = therapist.get(&format!("{there}?id={id}")).await;
    assert_eq!(not_yet.path, day, "the client has not let them");
    therapist.get("/account").await;
    let refused = upload_to(therapist, &there, &id, record().to_string().as_bytes()).await;
    assert_eq!(refused.headers[header::LOCATION].to_str().unwrap(), day);
    client.post("/bookings", &fields(&[("brings", &id), ("act", "bring")])).await;
    assert!(client.page.says("This therapist may bring in a file"), "{}", text_of(&client.page.html));
    // Nobody else at the practice.
    for other in [&mut house.owner.browser, &mut house.desk.browser] {
        let page = other.get(&format!("{there}?id={id}")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", text_of(&page.html));
    }
    assert!(therapist.get(&format!("{day}?date=2026-11-23")).await.says(&format!("/brought?id={id}")));
    crate::practice::whole(&therapist.get(&format!("{there}?id={id}")).await);
    let page = upload_to(therapist, &there, &id, record().to_string().as_bytes()).await;
    crate::practice::whole(&page);
    assert!(page.says("Ask your client about these") && page.says("Warfarin"), "{}", text_of(&page.html));
    for hidden in ["In your record already", "You said otherwise", "HIDDEN NARRATIVE", "<script>alert"] {
        assert!(!page.says(hidden), "{hidden}");
    }
    let nothing = therapist.post(&there, &[said(&page, &[]), fields(&[("id", &id)])].concat()).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answers = [("fits_ever", "yes"), ("osteoporosis", "no"), ("blood_thinner", "unknown")];
    let kept = therapist.post(&there, &[said(&nothing, &answers), fields(&[("id", &id)])].concat()).await;
    crate::practice::whole(&kept);
    assert!(kept.says("2 answers are on their way"), "{}", text_of(&kept.html));
    // In the client's record, under the therapist's name; a "yes" of the client stays one.
    let record = client.get("/record").await;
    assert!(record.says("A record from a clinic") && record.says("Cleo (Back Room)"), "{}", text_of(&record.html));
    client.get("/next").await;
    client.answer(&[]).await;
    let check = text_of(&client.get("/check").await.html);
    assert!(check.contains("blood"), "{check}");
    client.get("/ask/medicines?all").await;
    assert!(client.page.says("name=\"a-blood_thinner\" value=\"yes\" checked"), "{}", text_of(&client.page.html));
    // Taken back.
    client.get("/bookings").await;
    client.post("/bookings", &fields(&[("brings", &id), ("act", "bring-not")])).await;
    assert_eq!(therapist.get(&format!("{there}?id={id}")).await.path, day);
    assert!(house.auditor.browser.get(&format!("{}/audit", house.path)).await.says("with the client"));
}
