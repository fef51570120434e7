//! Finding a therapist: those who can be booked here, those who are only listed, and what is said of them.

use axum::http::StatusCode;
use supple_practice::find::{Change, Gender, Licence, Listed, place_of};

use crate::{
    common::{Browser, Fields, Home, fields, finished, text_of, value_of},
    practice::{CHECKED, practice, therapist, whole},
};

/// Puts people on the list of this computer.
fn list(home: &Home, all: &[Listed], out: &[&str]) {
    let mut text = String::new();
    all.iter().for_each(|it| it.write(&mut text));
    text.extend(out.iter().map(|key| Change::removal(key)));
    std::fs::write(home.app.listing.as_ref().unwrap(), text).unwrap();
}

fn listed(number: u32, name: &str, zip: &str) -> Listed {
    Listed {
        key: format!("npi-{number}"),
        name: name.to_owned(),
        gender: Some(Gender::Man),
        city: "New York".to_owned(),
        place: "us-ny".to_owned(),
        postal: zip.to_owned(),
        country: "US".to_owned(),
        at: place_of(zip),
        phone: "5555550001".to_owned(),
        licences: vec![Licence { place: "us-ny".to_owned(), number: "012345".to_owned() }],
        source: "NPPES".to_owned(),
        dated: "01/02/2025".to_owned(),
        ..Listed::default()
    }
}

/// The names under one of the two headings.
fn names(browser: &Browser, section: &str) -> Vec<String> {
    let start = format!("<section id=\"{section}\">");
    let part = browser.page.html.split(&start).nth(1).and_then(|rest| rest.split("</section>").next()).unwrap();
    part.split("<h3>")
        .skip(1)
        .filter_map(|rest| rest.split("</h3>").next())
        .map(|name| name.trim_start_matches("<bdi translate=\"no\">").trim_end_matches("</bdi>").to_owned())
        .collect()
}

async fn search(browser: &mut Browser, typed: &[(&str, &str)]) {
    browser.get("/therapists").await;
    let page = browser.post("/therapists", &fields(typed)).await;
    whole(&page);
}

#[tokio::test]
async fn those_who_can_be_booked_come_first_and_those_who_are_listed_are_said_to_be_unchecked() {
    let home = Home::new();
    list(
        &home,
        &[
            listed(1, "Jose Example", "10001"),
            listed(2, "Ann Sample", "11201"),
            listed(3, "Far Away", "14201"),
            listed(4, "Gone", "10001"),
        ],
        &["npi-4"],
    );
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let rules = [("act", "rules"), ("notice", "60"), ("horizon", "90"), ("located", "10002")];
    whole(&owner.post(&path, &fields(&rules)).await);
    let mut client = finished(&home, "Kim", &[]).await;
    let page = client.get("/therapists").await;
    whole(&page);
    assert!(
        page.says("3 therapists stand in the public lists") && page.says("Nobody can pay to stand higher"),
        "{}",
        text_of(&page.html)
    );

    search(&mut client, &[("near", "10001"), ("within", "10")]).await;
    assert_eq!(names(&client, "here"), ["Cleo"]);
    assert_eq!(
        names(&client, "listed"),
        ["Jose Example", "Ann Sample"],
        "the nearest first, and who is farther not at all"
    );
    let page = client.page.clone();
    for said in [
        "Works at Back Room.",
        "First free:",
        "can be booked",
        "Listed, licence not checked",
        "States licence 012345 (US-NY)",
        "op.nysed.gov",
        "From: NPPES, last changed there 01/02/2025",
        "km away",
    ] {
        assert!(page.says(said), "{said}: {}", text_of(&page.html));
    }
    assert!(
        !page.html.contains("10001\" method") && page.path == "/therapists",
        "what is searched for stands in no address"
    );
    let book = page.html.split("href=\"/book?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    let book = client.get(&format!("/book?{book}")).await;
    whole(&book);
    assert!(book.says("Cleo"), "{}", text_of(&book.html));

    search(&mut client, &[("words", "jsoe exampel")]).await;
    assert_eq!(
        (names(&client, "here"), names(&client, "listed")),
        (vec![], vec!["Jose Example".to_owned()]),
        "slips are forgiven"
    );
    search(&mut client, &[("words", "cleo"), ("soon", "yes"), ("plan", "yes")]).await;
    assert_eq!(names(&client, "here"), ["Cleo"], "gives every technique, and is free on Monday");
    search(&mut client, &[("gender", "woman")]).await;
    assert!(
        names(&client, "here").is_empty() && names(&client, "listed").is_empty(),
        "who has said nothing of it is not found by it"
    );
}

#[tokio::test]
async fn a_place_that_is_not_known_is_said_and_what_was_typed_stays() {
    let home = Home::new();
    let mut client = home.browser();
    client.get("/therapists").await;
    let typed = [
        ("near", "00000"),
        ("words", "Müller & <Söhne>"),
        ("within", "50"),
        ("gender", "man"),
        ("language", "Deutsch"),
    ];
    let page = client.post("/therapists", &fields(&typed)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.says("This place is not known here") && page.says("No public list"), "{}", text_of(&page.html));
    assert_eq!(value_of(&page.html, "near").as_deref(), Some("00000"));
    assert_eq!(value_of(&page.html, "words").as_deref(), Some("Müller &#38; &#60;Söhne&#62;"));
    assert!(
        page.html.contains("value=\"50\" selected") && page.html.contains("value=\"man\" selected"),
        "{}",
        page.html
    );
    assert_eq!(value_of(&page.html, "language").as_deref(), Some("Deutsch"));
}

#[tokio::test]
async fn a_long_list_has_pages_that_hold_everybody_once() {
    let home = Home::new();
    let all: Vec<Listed> = (0..45).map(|number| listed(number, &format!("Alex {number}"), "10001")).collect();
    list(&home, &all, &[]);
    let mut client = home.browser();
    let mut seen = Vec::new();
    for page in ["0", "1", "2"] {
        search(&mut client, &[("words", "alex"), ("page", page)]).await;
        seen.extend(names(&client, "listed"));
    }
    assert!(client.page.says("45 therapists fit. Page 3 of 3."), "{}", text_of(&client.page.html));
    assert_eq!(seen.len(), 45);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 45);
    search(&mut client, &[("words", "alex"), ("page", "999999999999")]).await;
    list(&home, &all[..2], &[]);
    search(&mut client, &[("words", "alex")]).await;
    assert!(client.page.says("2 therapists fit."), "another list is read without a restart");
    std::fs::write(home.app.listing.as_ref().unwrap(), b"\xff\xfe").unwrap();
    let broken = client.get("/therapists").await;
    assert_eq!(broken.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", text_of(&broken.html));
}

#[tokio::test]
async fn a_practice_says_where_it_is_and_a_therapist_says_their_gender() {
    let home = Home::new();
    let (mut owner, path) = practice(&home, &CHECKED).await;
    let rules: Fields = fields(&[("act", "rules"), ("notice", "60"), ("horizon", "90"), ("located", "nowhere")]);
    let wrong = owner.post(&path, &rules).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(value_of(&wrong.html, "located").as_deref(), Some("nowhere"));
    let id = owner.get(&path).await.html.split("/therapist?id=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    owner.get(&format!("{path}/therapist?id={id}")).await;
    let mut form = therapist(&CHECKED);
    form.extend(fields(&[
        ("id", &id),
        ("gender", "woman"),
        ("languages", "English, Deutsch"),
        ("specialities", "Upper back"),
    ]));
    whole(&owner.post(&format!("{path}/therapist"), &form).await);
    assert!(owner.get(&format!("{path}/therapist?id={id}")).await.html.contains("value=\"woman\" selected"));
    let mut client = home.browser();
    search(&mut client, &[("gender", "woman"), ("language", "german"), ("speciality", "back")]).await;
    assert!(names(&client, "here").is_empty(), "the language has to fit");
    search(&mut client, &[("gender", "woman"), ("language", "deutsch"), ("speciality", "back")]).await;
    assert_eq!(names(&client, "here"), ["Cleo"]);
    search(&mut client, &[("near", "10001")]).await;
    assert!(names(&client, "here").is_empty(), "who has not said where they are is not near");
}
