//! Signing in and out, and what guessing leads to.

use axum::http::{StatusCode, header};

use super::people::{PASSWORD, SETUP, code, everybody, join, signs_in};
use crate::common::{Home, fields, text_of, value_of};

#[tokio::test]
async fn a_cookie_is_for_this_host_alone_and_new_at_every_sign_in() {
    let home = Home::practice(SETUP);
    let mut browser = home.browser();
    let page = browser.get("/").await;
    assert_eq!(page.path, "/sign-in");
    crate::practice::whole(&page);
    let cookie = page.headers.get(header::SET_COOKIE);
    assert!(cookie.is_none() || cookie.unwrap().to_str().unwrap().starts_with("__Host-supple="));
    assert_eq!(page.headers.get(header::STRICT_TRANSPORT_SECURITY).unwrap(), "max-age=31536000");
    let before = browser.cookie.clone().unwrap();
    let somebody = join(&home, &format!("/invitation/{SETUP}"), "olga").await;
    assert_ne!(somebody.browser.cookie, Some(before));
    let mut other = home.browser();
    other.get("/sign-in").await;
    let old = other.cookie.clone();
    let page = other
        .send(
            "/sign-in",
            &fields(&[
                ("login", " Olga "),
                ("password", PASSWORD),
                ("csrf", &value_of(&other.page.html, "csrf").unwrap()),
            ]),
        )
        .await;
    let cookie = page.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    for part in ["__Host-supple=", "; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
        assert!(cookie.contains(part), "no `{part}` in {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    // The cookie of before signing in opens nothing.
    let mut thief = home.browser();
    thief.cookie = old;
    assert_eq!(thief.get("/record").await.path, "/sign-in");
    assert_eq!(other.get("/record").await.path, "/record");
    // Under another name nobody is answered, and other sites send nothing.
    other.host = "evil.example";
    let request = other.request("GET", "/").body(axum::body::Body::empty()).unwrap();
    assert_eq!(other.raw(request).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn a_code_is_asked_for_counts_once_and_a_recovery_code_too() {
    let home = Home::practice(SETUP);
    let olga = join(&home, &format!("/invitation/{SETUP}"), "olga").await.second(&home).await;
    assert_eq!(olga.codes.len(), 8);
    let mut other = home.browser();
    signs_in(&mut other, "olga", PASSWORD).await;
    assert_eq!(other.page.path, "/sign-in/code");
    crate::practice::whole(&other.page);
    assert_eq!(other.get("/record").await.path, "/sign-in", "half signed in is not signed in");
    // The code with which it was set up is used up; the next one counts.
    other.get("/sign-in/code").await;
    let used = other.post("/sign-in/code", &fields(&[("code", &code(&olga.secret, &home))])).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY);
    let entered = other.post("/sign-in/code", &fields(&[("code", &olga.codes[0])])).await;
    assert_eq!(entered.path, "/", "{}", text_of(&entered.html));
    let mut again = home.browser();
    signs_in(&mut again, "olga", PASSWORD).await;
    let used = again.post("/sign-in/code", &fields(&[("code", &olga.codes[0])])).await;
    assert_eq!(used.status, StatusCode::UNPROCESSABLE_ENTITY, "each counts once");
    home.later(1);
    let mut late = home.browser();
    signs_in(&mut late, "olga", PASSWORD).await;
    let entered = late.post("/sign-in/code", &fields(&[("code", &code(&olga.secret, &home))])).await;
    assert_eq!(entered.path, "/", "{}", text_of(&entered.html));
}

#[tokio::test]
async fn whoever_guesses_waits_and_whoever_is_guessed_at_does_not() {
    let home = Home::practice(SETUP);
    let _olga = join(&home, &format!("/invitation/{SETUP}"), "olga").await;
    let mut guesser = home.browser();
    guesser.sender = "198.51.100.66".to_owned();
    let mut said = Vec::new();
    for _ in 0..7 {
        signs_in(&mut guesser, "olga", "password123456789").await;
        said.push(text_of(&guesser.page.html));
    }
    assert!(said[4].contains("do not fit together") && said[5].contains("Too many tries"), "{said:?}");
    // Somebody who is not known is answered the same, and nothing tells them apart.
    signs_in(&mut guesser, "nobody-here", "password123456789").await;
    assert!(guesser.page.says("do not fit together"));
    let mut olga = home.browser();
    signs_in(&mut olga, "olga", PASSWORD).await;
    assert_eq!(olga.page.path, "/", "{}", text_of(&olga.page.html));
    // A right password does not jump the queue.
    signs_in(&mut guesser, "olga", PASSWORD).await;
    assert!(guesser.page.says("Too many tries"));
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_and_end_by_themselves() {
    let home = Home::practice(SETUP);
    let mut olga = join(&home, &format!("/invitation/{SETUP}"), "olga").await;
    let mut phone = home.browser();
    signs_in(&mut phone, "olga", PASSWORD).await;
    let page = olga.browser.get("/account").await;
    crate::practice::whole(&page);
    assert_eq!(page.html.matches("A browser").count(), 2, "{}", text_of(&page.html));
    let id = crate::practice::values(&page, "id").pop().unwrap();
    olga.browser.post("/account", &fields(&[("act", "end"), ("id", &id)])).await;
    assert_eq!(phone.get("/record").await.path, "/sign-in");
    assert_eq!(olga.browser.get("/record").await.path, "/record");
    // A new password ends the others as well, and needs the old one.
    signs_in(&mut phone, "olga", PASSWORD).await;
    let change = |old: &str, new: &str| fields(&[("act", "password"), ("password", old), ("new-password", new)]);
    olga.browser.get("/account").await;
    let wrong = olga.browser.post("/account", &change("something else", "another long password")).await;
    assert!(wrong.says("This is not your password") && !wrong.says("another long password"));
    let short = olga.browser.post("/account", &change(PASSWORD, "short")).await;
    assert!(short.says("at least 15 characters"), "{}", text_of(&short.html));
    olga.browser.post("/account", &change(PASSWORD, "another long password")).await;
    assert_eq!(phone.get("/record").await.path, "/sign-in");
    home.later(1);
    assert_eq!(olga.browser.get("/record").await.path, "/sign-in", "half a day later at the latest");
    signs_in(&mut olga.browser, "olga", "another long password").await;
    assert_eq!(olga.browser.page.path, "/");
    let left = olga.browser.post("/leave", &fields(&[])).await;
    assert_eq!(left.path, "/sign-in");
}

#[tokio::test]
async fn nobody_opens_a_record_by_choosing_a_name() {
    let mut house = everybody().await;
    let client = &mut house.client.browser;
    let page = client.get("/").await;
    assert!(!page.says("olga") && !page.says("name=\"who\""), "{}", text_of(&page.html));
    let people = house.home.app.store.people().unwrap();
    let olga = people.iter().find(|line| line.name.as_deref() == Some("olga")).unwrap().id.to_string();
    for who in [olga.as_str(), "new"] {
        let page = client.post("/start", &fields(&[("who", who), ("name", "Eve"), ("door", "d1")])).await;
        assert!(page.says("<bdi>cleo</bdi>") && !page.says("<bdi>olga</bdi>"), "{}", text_of(&page.html));
        client.get("/").await;
    }
    assert_eq!(house.home.app.store.people().unwrap().len(), 5);
}

#[tokio::test]
async fn two_people_do_not_get_one_login() {
    let mut house = everybody().await;
    let link = super::people::invites(&mut house.owner.browser, &house.path, "X", "client", "").await;
    let mut other = house.home.browser();
    other.get(&link).await;
    let form = fields(&[("name", "X"), ("login", "OLGA"), ("new-password", "some other long password")]);
    let taken = other.post(&link, &form).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.says("Somebody else has this sign-in name"));
    crate::practice::whole(&other.get(&link).await);
    // Taken once, the link is gone.
    other
        .post(&link, &fields(&[("name", "X"), ("login", "xenia"), ("new-password", "some other long password")]))
        .await;
    assert_eq!(house.home.browser().get(&link).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn guesses_at_a_code_are_counted_for_the_account_however_they_are_typed() {
    let home = Home::practice(SETUP);
    let _olga = join(&home, &format!("/invitation/{SETUP}"), "olga").await.second(&home).await;
    let mut said = Vec::new();
    for from in 0..12 {
        let mut guesser = home.browser();
        guesser.sender = format!("198.51.100.{from}");
        signs_in(&mut guesser, "olga", PASSWORD).await;
        let page = guesser.post("/sign-in/code", &fields(&[("code", &format!("12  \u{a0}  3{from:03}"))])).await;
        said.push(text_of(&page.html));
    }
    assert!(said.last().unwrap().contains("Too many tries"), "{said:?}");
}

#[tokio::test]
async fn a_sign_in_name_is_found_among_many_who_are_called_so() {
    let home = Home::practice(SETUP);
    let _owner = join(&home, &format!("/invitation/{SETUP}"), "smith").await;
    for one in 0..60 {
        home.app.store.create_person(&format!("Aa{one} Smith"), None, supple_store::UtcMs(0)).unwrap();
    }
    let mut browser = home.browser();
    signs_in(&mut browser, "smith", PASSWORD).await;
    assert_eq!(browser.page.path, "/", "{}", text_of(&browser.page.html));
}
