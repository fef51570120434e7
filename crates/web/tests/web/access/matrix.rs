//! Every address by every seat. The addresses come from the router itself, so a new one is in it by being there; who may go
//! where stands below by hand and shares nothing with the policy.

use axum::http::{StatusCode, header};
use supple_web::{Act, Address};

use super::people::{SETUP, everybody, join};
use crate::common::{Browser, Fields, Page, text_of};

/// n(obody), c(lient), t(herapist), f(ront desk), o(wner), u (auditor).
fn who(act: Act) -> &'static str {
    match act {
        Act::Learn | Act::SignIn | Act::Feed => "nctfou",
        Act::Account | Act::Record | Act::Compute | Act::Practices => "ctfou",
        // A clinical system alone, by its token.
        Act::Advise => "",
        // The owner made the first account.
        Act::Found | Act::Arrange | Act::Staff => "o",
        Act::Overview => "tfou",
        Act::DaySheet | Act::InviteClient => "tfo",
        Act::Till => "fo",
        Act::Accounts => "o",
        Act::Outcomes => "to",
        Act::BreakGlass => "t",
        Act::Audit => "ou",
        Act::Programs => "o",
        // A program alone, by its token.
        Act::Times | Act::Chart | Act::Enter | Act::Reserve => "",
        // These are asked for inside a page, for one session: no address needs them.
        Act::Brief | Act::Treat | Act::Reception => panic!("an address needs {act:?}"),
    }
}

/// An address with something in its parameters.
fn filled(path: &str, practice: &str) -> String {
    let path = path.replace("/practice/{id}", practice);
    let mut filled = String::new();
    let mut rest = path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        filled.push('x');
        rest = after.split_once('}').unwrap().1;
    }
    filled + rest
}

async fn asks(browser: &mut Browser, address: &Address, path: &str) -> Page {
    if address.method == "GET" {
        let request = browser.request("GET", path).body(axum::body::Body::empty()).unwrap();
        return browser.raw(request).await;
    }
    // Without the token of a page: whoever is let in is told so, and nothing is changed.
    browser.send(path, &Fields::new()).await
}

fn refused(page: &Page) -> bool {
    let to = page.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    page.status == StatusCode::UNAUTHORIZED
        || matches!(to.as_deref(), Some("/sign-in" | "/account/second?needed"))
        || (page.status == StatusCode::FORBIDDEN && (page.says("Sign in first") || page.says("This is for others")))
}

#[tokio::test]
async fn every_address_is_for_whom_the_table_says() {
    let house = everybody().await;
    let addresses = supple_web::addresses(house.home.app.clone());
    assert!(addresses.len() > 100, "{}", addresses.len());
    let mut nobody = house.home.browser();
    let (owner, therapist, desk) = (house.owner.browser, house.therapist.browser, house.desk.browser);
    let (auditor, client) = (house.auditor.browser, house.client.browser);
    nobody.get("/sign-in").await;
    let seats = [('n', nobody), ('c', client), ('t', therapist), ('f', desk), ('o', owner), ('u', auditor)];
    for (name, mut browser) in seats {
        for address in &addresses {
            let path = filled(address.path, &house.path);
            let page = asks(&mut browser, address, &path).await;
            let allowed = who(address.act).contains(name);
            // A practice is not there for whoever only is treated in it.
            let hidden = name == 'c' && path.starts_with("/practice/");
            if hidden {
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path} by {name}", address.method);
                assert!(!page.says("Back Room"));
                continue;
            }
            let said = text_of(&page.html);
            // Without a password there is no code to be asked for: that page sends back by itself.
            let sent_back = path == "/sign-in/code";
            assert_eq!(
                sent_back || !refused(&page),
                allowed,
                "{} {path} by {name}: {} {said}",
                address.method,
                page.status
            );
        }
    }
}

#[tokio::test]
async fn nothing_of_another_practice_is_there_for_anybody() {
    let mut house = everybody().await;
    let other = super::people::opens_practice(&mut house.owner.browser, "Other Room").await;
    let addresses = supple_web::addresses(house.home.app.clone());
    let inside = addresses.iter().filter(|address| address.path.starts_with("/practice/"));
    for address in inside {
        let path = filled(address.path, &other);
        for browser in [&mut house.therapist.browser, &mut house.desk.browser, &mut house.auditor.browser] {
            let page = asks(browser, address, &path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{} {path}", address.method);
            assert!(!page.says("Other Room"), "{path}");
        }
    }
    assert!(!house.therapist.browser.get("/practice").await.says("Other Room"));
    // The link of the first account opens nothing once there is one.
    let mut stranger = house.home.browser();
    assert_eq!(stranger.get(&format!("/invitation/{SETUP}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_works_without_a_second_factor() {
    let mut house = everybody().await;
    let link = super::people::invites(&mut house.owner.browser, &house.path, "Gil", "front-desk", "").await;
    let mut weak = join(&house.home, &link, "gilbert").await;
    let page = weak.browser.get(&format!("{}/day", house.path)).await;
    assert!(page.path == "/account/second?needed" && page.says("needs a second factor"), "{}", text_of(&page.html));
    let mut strong = weak.second(&house.home).await;
    assert_eq!(strong.browser.get(&format!("{}/day", house.path)).await.status, StatusCode::OK);
    // Taken out, the same session sees nothing more.
    let people = format!("{}/people", house.path);
    let page = house.owner.browser.get(&people).await;
    let id = page.html.split("<bdi>Gil</bdi></h2>").nth(1).unwrap();
    let id = super::people::id_of(id);
    house.owner.browser.post(&people, &crate::common::fields(&[("act", "remove"), ("id", &id)])).await;
    assert_eq!(strong.browser.get(&format!("{}/day", house.path)).await.status, StatusCode::NOT_FOUND);
}
