//! What whoever runs the program may count of it, and nothing about anybody: no address of a page, no name, no id. Where few people come,
//! a count of who opened which page is a person.

use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{House, voice::Voice};

/// The form of the text, as Prometheus has it.
const KIND: &str = "text/plain; version=0.0.4; charset=utf-8";
/// The upper ends of the classes of duration, in milliseconds; what took longer is in none of them.
const ENDS_MS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000];
/// The classes of status, by their first digit less one.
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Counts since the program began.
#[derive(Debug)]
pub(crate) struct Metrics {
    /// Answers by class of status.
    answers: [AtomicU64; CLASSES.len()],
    /// Answers by how long they took: each in the first class that is long enough.
    took: [AtomicU64; ENDS_MS.len()],
    /// How long all answers took, in microseconds.
    all_us: AtomicU64,
    /// When the program began, in seconds since 1970.
    began_s: u64,
}

impl Default for Metrics {
    fn default() -> Self {
        let began_s = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { answers: Default::default(), took: Default::default(), all_us: AtomicU64::new(0), began_s }
    }
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn count(&self, status: StatusCode, took: Duration) {
        let add = |counter: Option<&AtomicU64>, by: u64| {
            if let Some(counter) = counter {
                counter.fetch_add(by, Ordering::Relaxed);
            }
        };
        add(self.answers.get(usize::from(status.as_u16() / 100).saturating_sub(1)), 1);
        add(ENDS_MS.iter().position(|end| took <= Duration::from_millis(*end)).and_then(|at| self.took.get(at)), 1);
        add(Some(&self.all_us), u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// The text that is scraped; `stands` says whether the records answer, and whether their witness can be written.
    fn text(&self, v: &Voice, knowledge: &str, stands: (bool, bool)) -> String {
        let mut text = String::new();
        let mut put = |name: &str, kind: &str, lines: &[(String, String)]| {
            let say = v.t(&format!("metrics-{}", name.replace('_', "-")));
            // INVARIANT: writing into memory does not fail.
            let _ = writeln!(text, "# HELP supple_{name} {say}\n# TYPE supple_{name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(text, "supple_{name}{labels} {value}");
            }
        };
        let one = |value: u64| vec![(String::new(), value.to_string())];
        let answers: Vec<u64> = self.answers.iter().map(|counter| counter.load(Ordering::Relaxed)).collect();
        let by_class =
            CLASSES.iter().zip(&answers).map(|(class, count)| (format!("{{status=\"{class}\"}}"), count.to_string()));
        put("answers_total", "counter", &by_class.collect::<Vec<_>>());
        put("answer_seconds", "histogram", &self.histogram(answers.iter().sum()));
        put("records_up", "gauge", &one(stands.0.into()));
        put("witness_up", "gauge", &one(stands.1.into()));
        put("start_time_seconds", "gauge", &one(self.began_s));
        let labels = format!("{{version=\"{}\",knowledge=\"{knowledge}\"}}", env!("CARGO_PKG_VERSION"));
        put("build_info", "gauge", &[(labels, "1".to_owned())]);
        text
    }

    /// The lines of the durations: classes that hold those before them, the sum in seconds, and the count.
    fn histogram(&self, all: u64) -> Vec<(String, String)> {
        let mut so_far = 0;
        let mut lines: Vec<(String, String)> = Vec::new();
        for (end, counter) in ENDS_MS.iter().zip(&self.took) {
            so_far += counter.load(Ordering::Relaxed);
            let end = seconds(end * 1000);
            lines.push((format!("_bucket{{le=\"{end}\"}}"), so_far.to_string()));
        }
        lines.push(("_bucket{le=\"+Inf\"}".to_owned(), all.to_string()));
        lines.push(("_sum".to_owned(), seconds(self.all_us.load(Ordering::Relaxed))));
        lines.push(("_count".to_owned(), all.to_string()));
        lines
    }
}

/// Microseconds as seconds with a point, exactly.
fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is answered at an address of its own, for whoever runs the program: the counts, whether it lives, whether it is ready.
pub(crate) fn operations(house: Arc<House>) -> Router {
    Router::new()
        .route("/metrics", get(scraped))
        .route("/health/live", get(|| async { StatusCode::NO_CONTENT }))
        .route("/health/ready", get(ready))
        .with_state(house)
}

/// Whether the records answer, and whether their witness can be written. It waits for the disk.
async fn stands(house: &Arc<House>) -> (bool, bool) {
    let house = Arc::clone(house);
    let looked =
        tokio::task::spawn_blocking(move || (house.app.store.standing().is_ok(), house.app.store.witness_stands()));
    looked.await.unwrap_or((false, false))
}

async fn scraped(State(house): State<Arc<House>>) -> Response {
    let stands = stands(&house).await;
    let voice = Voice::new(Arc::clone(&house.app.words));
    let text = house.metrics.text(&voice, &house.app.knowledge.version, stands);
    ([(header::CONTENT_TYPE, KIND), (header::CACHE_CONTROL, "no-store")], text).into_response()
}

async fn ready(State(house): State<Arc<House>>) -> StatusCode {
    match stands(&house).await {
        (true, _) => StatusCode::NO_CONTENT,
        (false, _) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

#[cfg(test)]
mod tests {
    use super::{Metrics, seconds};
    use axum::http::StatusCode;
    use std::time::Duration;

    #[test]
    fn every_answer_is_counted_in_one_class_and_the_classes_add_up() {
        let metrics = Metrics::default();
        for ms in [0, 5, 6, 99, 5_000, 60_000] {
            metrics.count(StatusCode::OK, Duration::from_millis(ms));
        }
        metrics.count(StatusCode::NOT_FOUND, Duration::from_micros(1));
        let lines = metrics.histogram(7);
        let of = |name: &str| lines.iter().find(|(label, _)| label == name).unwrap().1.clone();
        assert_eq!(of("_bucket{le=\"0.005\"}"), "3");
        assert_eq!(of("_bucket{le=\"0.01\"}"), "4");
        assert_eq!(of("_bucket{le=\"0.1\"}"), "5");
        assert_eq!((of("_bucket{le=\"5\"}"), of("_bucket{le=\"+Inf\"}")), ("6".to_owned(), "7".to_owned()));
        assert_eq!(of("_sum"), "65.110001");
        assert_eq!(
            (seconds(5_000), seconds(0), seconds(10_000_000)),
            ("0.005".to_owned(), "0".to_owned(), "10".to_owned())
        );
    }
}
