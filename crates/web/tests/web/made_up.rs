//! Where everything is made up, every page says so; elsewhere none does.

use axum::http::header;
use supple_web::{App, addresses, router};

use crate::common::{Home, finished, text_of};

const SAID: [&str; 2] = ["Everything here is made up", "(Made up)"];

/// The paths of all pages that are looked at, with something in their parameters.
fn paths(home: &Home) -> Vec<String> {
    let gets = addresses(home.app.clone()).into_iter().filter(|address| address.method == "GET");
    let filled = gets.map(|address| {
        let parts = address.path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        parts.collect::<Vec<_>>().join("/")
    });
    filled.collect()
}

#[tokio::test]
async fn every_page_of_a_made_up_place_says_so_and_no_other_does() {
    for made_up in [true, false] {
        let mut home = Home::new();
        home.app = App { made_up, ..home.app.clone() };
        home.router = router(home.app.clone());
        let mut browser = finished(&home, "Ada", &[]).await;
        let mut seen = 0;
        for path in paths(&home) {
            let page = browser.get(&path).await;
            let kind = page.headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
            // What is taken along is a document of its own.
            let file = page.headers.contains_key(header::CONTENT_DISPOSITION);
            if file || !kind.is_some_and(|kind| kind.starts_with("text/html")) {
                continue;
            }
            seen += 1;
            let says = SAID.iter().any(|said| page.says(said));
            assert_eq!(says, made_up, "{path}: {}", text_of(&page.html));
        }
        assert!(seen > 60, "{seen} pages");
    }
}
