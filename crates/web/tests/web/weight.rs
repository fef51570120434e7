//! What the heaviest pages weigh: those of somebody who answers "yes", or "I don't know", to everything there is.

use axum::body::{Body, to_bytes};
use supple_care::question::{Kind, Purpose};
use tower::ServiceExt;

use crate::common::{Browser, Fields, Home, knowledge};

/// Most bytes of a page as it is written, and as it travels.
const MOST: usize = 150_000;
const MOST_SENT: usize = 60_000;
/// The list of all reasons in full is as long as there are rules that speak.
const MOST_REASONS: usize = 285_000;

/// Answers everything, also what no interview would still ask.
async fn everything(home: &Home, value: &str) -> Browser {
    let knowledge = knowledge();
    let mut browser = home.browser();
    browser.begin(value, "d1").await;
    let back = knowledge.group("back").unwrap().places;
    let places: Vec<(&str, &str)> =
        back.iter().map(|place| (knowledge.place(place).unwrap().id.as_str(), "9")).collect();
    browser.hurts(&places).await;
    for (page, at) in knowledge.pages.iter().zip(0usize..) {
        let mut form = Fields::new();
        let asked = knowledge.questions.iter().filter(|asked| asked.page == at && asked.purpose == Purpose::Safety);
        for question in asked {
            let id = &question.id;
            let (field, answer) = match (&question.kind, value) {
                (Kind::Number { .. } | Kind::Places, "unknown") => ("u", "unknown".to_owned()),
                (_, "unknown") => ("a", "unknown".to_owned()),
                (Kind::Number { max, .. }, _) if id == "age" => ("a", 70.min(*max).to_string()),
                (Kind::Number { max, .. }, _) => ("a", max.to_string()),
                (Kind::Choice(options), _) if id == "sex" => ("a", options[0].id.clone()),
                (Kind::Choice(options), _) => ("a", options.last().unwrap().id.clone()),
                (Kind::Places, _) => ("a", "low-back-left".to_owned()),
                (Kind::YesNo | Kind::Choices(_) | Kind::Text, _) => ("a", value.to_owned()),
            };
            form.push(("q".to_owned(), id.clone()));
            form.push((format!("{field}-{id}"), answer));
        }
        browser.get("/emergency").await;
        browser.post(&format!("/ask/{}", page.id), &form).await;
    }
    browser
}

async fn sizes(browser: &Browser, path: &str) -> (usize, usize) {
    let mut sizes = [0, 0];
    for (size, coding) in sizes.iter_mut().zip(["identity", "gzip"]) {
        let request = browser.request("GET", path).header("accept-encoding", coding).body(Body::empty()).unwrap();
        let response = browser.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        *size = to_bytes(response.into_body(), usize::MAX).await.unwrap().len();
    }
    (sizes[0], sizes[1])
}

#[tokio::test]
async fn the_heaviest_pages_stay_light() {
    let home = Home::new();
    let mut heavy = Vec::new();
    for value in ["yes", "unknown"] {
        let browser = everything(&home, value).await;
        for path in [
            "/result",
            "/emergency",
            "/why",
            "/check",
            "/always",
            "/care",
            "/map?all",
            "/map/pain",
            "/see-doctor",
            "/record",
        ] {
            let (whole, sent) = sizes(&browser, path).await;
            println!("{value} {path}: {whole} bytes, {sent} sent");
            let most = if path == "/why" { MOST_REASONS } else { MOST };
            if whole > most || sent > MOST_SENT {
                heavy.push(format!("{value} {path}: {whole} bytes, {sent} sent"));
            }
        }
    }
    assert!(heavy.is_empty(), "{heavy:#?}");
}
