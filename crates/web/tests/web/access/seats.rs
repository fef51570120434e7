//! What each seat sees of a session.

use axum::http::StatusCode;

use super::people::{adds_therapist, answers, everybody, id_of, invites, join};
use crate::common::{fields, text_of};

#[tokio::test]
async fn answers_are_for_the_therapist_of_the_session_and_the_client_sees_who_looked() {
    let mut house = everybody().await;
    let client = &mut house.client.browser;
    answers(client).await;
    // Saturday evening; Cleo works on Mondays.
    crate::practice::booked(client, "count=1&from=2026-11-23&at=15:30", 1).await;
    house.home.later(2);
    // Whoever works there begins with their work, and has the practice in the header; a client has neither.
    let path = house.path.clone();
    for (somebody, begins) in [
        (&mut house.client, "/".to_owned()),
        (&mut house.therapist, format!("{path}/day")),
        (&mut house.desk, format!("{path}/day")),
        (&mut house.owner, path.clone()),
        (&mut house.auditor, format!("{path}/audit")),
    ] {
        super::people::signs_in(&mut somebody.browser, &somebody.login, super::people::PASSWORD).await;
        let code = super::people::code(&somebody.secret, &house.home);
        somebody.browser.post("/sign-in/code", &fields(&[("code", &code)])).await;
        assert_eq!(somebody.browser.page.path, begins, "{}", text_of(&somebody.browser.page.html));
        let there = &somebody.browser.page.html;
        assert_eq!(there.contains(&format!("<a href=\"{path}\">Practice</a>")), begins != "/", "{}", text_of(there));
        // On the practice's pages stands who is signed in: the answers there are other people's.
        assert_eq!(text_of(there).contains("Answers of"), begins == "/", "{}", text_of(there));
        assert_eq!(somebody.browser.get("/sign-in").await.path, begins);
        assert_eq!(somebody.browser.get("/").await.path, "/");
    }
    // The client finds what they have booked, on the first page, beside the result and with the account.
    let client = &mut house.client.browser;
    for page in ["/", "/result", "/account"] {
        let page = client.get(page).await;
        assert!(page.says("href=\"/bookings\""), "{}", text_of(&page.html));
    }
    assert!(client.get("/").await.says("Your next session: Monday, 23 November 2026, 15:30, with Cleo"));
    assert!(!house.desk.browser.get("/").await.says("Your next session"));
    let client = &mut house.client.browser;
    client.get("/again").await;
    client.post("/again", &fields(&[])).await;
    client.get("/next").await;
    client.answer(&[]).await;
    let list = client.get("/bookings").await;
    let id = id_of(&list.html);
    client.post("/bookings", &fields(&[("id", &id), ("act", "share")])).await;
    let day = format!("{}/day", house.path);
    // The front desk and the owner see when and who, and nothing that was answered.
    for browser in [&mut house.desk.browser, &mut house.owner.browser] {
        let sheet = browser.get(&day).await;
        crate::practice::whole(&sheet);
        assert!(sheet.says("<bdi>cleo</bdi>") && sheet.says("15:30"), "{}", text_of(&sheet.html));
        assert!(!sheet.says("Where it hurts") && !sheet.says("value=\"begin\""), "{}", text_of(&sheet.html));
        let form = fields(&[("id", &id), ("act", "begin"), ("well", "yes"), ("consent", "yes")]);
        assert_eq!(browser.post(&day, &form).await.status, StatusCode::FORBIDDEN);
    }
    let looks = house.client.browser.get("/account/looks").await;
    assert!(looks.says("Nobody yet"), "{}", text_of(&looks.html));
    let sheet = house.therapist.browser.get(&day).await;
    assert!(sheet.says("Where it hurts") && sheet.says("value=\"begin\""), "{}", text_of(&sheet.html));
    house.therapist.browser.get(&day).await;
    let account = house.client.browser.get("/account").await;
    assert!(account.says("One that you have not read"), "once for a visit: {}", text_of(&account.html));
    let looks = house.client.browser.get("/account/looks").await;
    crate::practice::whole(&looks);
    assert!(looks.says("theo, Back Room") && looks.says("Saw what you let"), "{}", text_of(&looks.html));
    // A colleague needs a reason, and the client reads it.
    let other = adds_therapist(&mut house.owner.browser, &house.path, "Zoe").await;
    let link = invites(&mut house.owner.browser, &house.path, "Zoe", "therapist", &other).await;
    let mut zoe = join(&house.home, &link, "zoe").await.second(&house.home).await;
    let sheet = zoe.browser.get(&day).await;
    assert!(!sheet.says("Where it hurts") && sheet.says("/open?id="), "{}", text_of(&sheet.html));
    let open = format!("{}/open", house.path);
    crate::practice::whole(&zoe.browser.get(&format!("{open}?id={id}")).await);
    let short = zoe.browser.post(&open, &fields(&[("id", &id), ("reason", "why not")])).await;
    assert!(short.status == StatusCode::UNPROCESSABLE_ENTITY && !short.says("Where it hurts"));
    let shown = zoe.browser.post(&open, &fields(&[("id", &id), ("reason", "Theo fell ill this morning")])).await;
    crate::practice::whole(&shown);
    assert!(shown.says("Where it hurts"), "{}", text_of(&shown.html));
    let looks = house.client.browser.get("/account/looks").await;
    assert!(looks.says("Theo fell ill this morning"), "{}", text_of(&looks.html));
    let audit = house.auditor.browser.get(&format!("{}/audit", house.path)).await;
    crate::practice::whole(&audit);
    for part in [
        "The reason that was given:",
        "Theo fell ill this morning",
        "Saw what a client shared",
        "Invited somebody",
        "No reason was asked for",
    ] {
        assert!(audit.says(part), "no `{part}`: {}", text_of(&audit.html));
    }
    assert!(!audit.says("<bdi>cleo</bdi>"), "no client's name");
    // A heading for each day, and a session by its last digits, with the whole of its id behind them.
    assert_eq!(audit.html.matches("<h2>Monday, 23 November 2026</h2>").count(), 1, "{}", text_of(&audit.html));
    let short = &id[id.len() - 8..];
    assert!(audit.says(&format!("<code translate=\"no\">{short}</code>")) && audit.says(&id), "{short}");
    // The therapist begins the session; the colleague may not.
    let form = fields(&[("id", &id), ("act", "begin"), ("well", "yes"), ("consent", "yes")]);
    zoe.browser.get(&day).await;
    assert_eq!(zoe.browser.post(&day, &form).await.status, StatusCode::FORBIDDEN);
    house.therapist.browser.get(&day).await;
    let begun = house.therapist.browser.post(&day, &form).await;
    assert!(begun.says("value=\"done\""), "{}", text_of(&begun.html));
}

#[tokio::test]
async fn every_page_of_a_practice_has_a_name_of_its_own() {
    let mut house = everybody().await;
    let title = |html: &str| html.split("<title>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let mut titles = std::collections::BTreeMap::new();
    for part in [
        "",
        "/day",
        "/away",
        "/mail",
        "/waiting",
        "/reviews",
        "/money",
        "/money/list",
        "/money/month",
        "/outcomes",
        "/people",
        "/programs",
        "/hooks",
        "/audit",
        "/therapist",
    ] {
        let page = house.owner.browser.get(&format!("{}{part}", house.path)).await;
        assert_eq!(page.status, StatusCode::OK, "{part}");
        let before = titles.insert(title(&page.html), part);
        assert_eq!(before, None, "{part}: {}", title(&page.html));
    }
}
