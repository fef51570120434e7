//! What whoever runs the program may count of it: nothing about anybody.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use tower::ServiceExt;

use crate::common::{Browser, Home, finished};

async fn asked(router: &Router, method: &str, path: &str) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    (status, String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap())
}

/// The value of a line.
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{name}: {text}")).parse().unwrap()
}

#[tokio::test]
async fn answers_are_counted_and_nothing_says_whose_they_were() {
    let home = Home::new();
    let (router, operations) = supple_web::routers(home.app.clone());
    let home = Home { router, ..home };
    let mut browser: Browser = finished(&home, "Ada Lovelace", &[]).await;
    let (_, before) = asked(&operations, "GET", "/metrics").await;
    browser.get("/crisis").await;
    browser.get("/not-there").await;
    let (status, text) = asked(&operations, "GET", "/metrics").await;
    assert_eq!(status, StatusCode::OK);
    for (class, more) in [("2xx", 1.0), ("4xx", 1.0), ("5xx", 0.0)] {
        let name = format!("supple_answers_total{{status=\"{class}\"}}");
        assert_eq!(value(&text, &name) - value(&before, &name), more, "{class}");
    }
    assert_eq!(value(&text, "supple_answer_seconds_count"), value(&text, "supple_answer_seconds_bucket{le=\"+Inf\"}"));
    assert_eq!((value(&text, "supple_records_up"), value(&text, "supple_witness_up")), (1.0, 1.0));
    for private in ["Ada", "crisis", "not-there", "/", "localhost", "cookie"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    // As Prometheus has it: a help and a type before each name, and a number at the end of each line.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, number) = line.rsplit_once(' ').unwrap();
        let name = name.split(['{', ' ']).next().unwrap();
        assert!(number.parse::<f64>().is_ok() && name.starts_with("supple_"), "{line}");
        let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        assert!(text.contains(&format!("# HELP {family} ")) && text.contains(&format!("# TYPE {family} ")), "{line}");
    }
}

#[tokio::test]
async fn counts_are_at_their_own_address_alone_and_pages_are_not_there() {
    let home = Home::new();
    let (router, operations) = supple_web::routers(home.app.clone());
    let mut browser = Home { router, ..home }.browser();
    for path in ["/metrics", "/health/live", "/health/ready"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(asked(&operations, "GET", "/health/live").await, (StatusCode::NO_CONTENT, String::new()));
    assert_eq!(asked(&operations, "GET", "/health/ready").await, (StatusCode::NO_CONTENT, String::new()));
    assert_eq!(asked(&operations, "POST", "/metrics").await.0, StatusCode::METHOD_NOT_ALLOWED);
    for path in ["/", "/record", "/healthz", "/api/v1/questions"] {
        assert_eq!(asked(&operations, "GET", path).await, (StatusCode::NOT_FOUND, String::new()), "{path}");
    }
}
