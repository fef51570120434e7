//! The HTTP API: stateless, nothing kept. `openapi.json` describes it.

mod letter;
pub(crate) mod problems;
mod questions;

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use supple_care::Day;
use supple_interop::{Problem, answers, assessment, plan, wishes};

use crate::{
    House,
    receive::{Received, receive},
    record::Now,
    voice::Voice,
};

/// Most bytes of a set of answers: every question with its longest answer is far below.
const BODY_LIMIT: usize = 1024 * 1024;

const OPENAPI: &str = include_str!("../../api/openapi.json");

/// Says that the program answers, and whether the witness of its records could be written.
pub(crate) async fn health(State(house): State<Arc<House>>) -> Response {
    let witness = if house.app.store.witness_stands() { "ok" } else { "unwritten" };
    json(StatusCode::OK, Bytes::from(serde_json::json!({ "status": "ok", "witness": witness }).to_string()))
}

/// The description of this API.
pub(crate) async fn openapi() -> Response {
    json(StatusCode::OK, Bytes::from_static(OPENAPI.as_bytes()))
}

/// Every question, with what it takes and when it applies.
pub(crate) async fn questions(State(house): State<Arc<House>>) -> Response {
    json(StatusCode::OK, Bytes::from(questions::all(&house.app.knowledge).to_string()))
}

/// Assesses a set of answers.
pub(crate) async fn assess(State(house): State<Arc<House>>, request: Request) -> Response {
    let made = |house: &House, sent: &Sent, today| {
        let read = match sent.format {
            Format::Json => answers::read_json(&house.app.knowledge, &sent.bytes, today)?,
            Format::Toml => answers::read_toml(&house.app.knowledge, &sent.bytes, today)?,
        };
        Ok(assessed(house, &read).ok())
    };
    match sent(&house, request, &[Format::Json, Format::Toml]).await {
        Ok(sent) => answer(&house, JSON, made(&house, &sent, today(&house))),
        Err(refused) => refused,
    }
}

/// Plans a set of answers with wishes.
pub(crate) async fn plan(State(house): State<Arc<House>>, request: Request) -> Response {
    let made = |house: &House, sent: &Sent, today| {
        let read = wishes::read(&house.app.knowledge, sent.parse()?, today)?;
        Ok(serde_json::to_vec(&plan::document(&house.app.knowledge, &read)).ok())
    };
    match sent(&house, request, &[Format::Json, Format::Toml]).await {
        Ok(sent) => answer(&house, JSON, made(&house, &sent, today(&house))),
        Err(refused) => refused,
    }
}

/// Writes a letter from a record that was taken along.
pub(crate) async fn letter(State(house): State<Arc<House>>, request: Request) -> Response {
    let sent = match sent(&house, request, &[Format::Json]).await {
        Ok(sent) => sent,
        Err(refused) => return refused,
    };
    let (writing, today) = (Arc::clone(&house), today(&house));
    // Fonts, shaping and a PDF take long: nobody else's page waits for them.
    let made = tokio::task::spawn_blocking(move || letter::made(&writing, &sent, today)).await;
    answer(&house, "application/pdf", made.unwrap_or(Ok(None)))
}

fn today(house: &House) -> Day {
    Now::of(&(house.app.clock)()).today
}

const JSON: &str = "application/json";

/// The formats that a body is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Toml,
}

impl Format {
    /// What the body says that it is, with or without parameters; JSON also by its suffix.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
        let kind = kind.split(';').next()?.trim().to_ascii_lowercase();
        match kind.strip_prefix("application/")? {
            "json" => Some(Self::Json),
            "toml" => Some(Self::Toml),
            other => other.ends_with("+json").then_some(Self::Json),
        }
    }
}

/// A body, as it came.
struct Sent {
    format: Format,
    bytes: Vec<u8>,
}

impl Sent {
    /// What it holds, without looking at what it says.
    fn parse(&self) -> Result<serde_json::Value, Vec<Problem>> {
        match self.format {
            Format::Json => answers::json(&self.bytes),
            Format::Toml => answers::toml(&self.bytes),
        }
    }
}

/// What is made of a body: the answer, nothing where it cannot be written, or every problem in the body.
type Made = Result<Option<Vec<u8>>, Vec<Problem>>;

/// Reads a body in one of the formats that are taken.
async fn sent(house: &House, request: Request, takes: &[Format]) -> Result<Sent, Response> {
    let voice = Voice::new(Arc::clone(&house.app.words));
    let Some(format) = Format::of(request.headers()).filter(|format| takes.contains(format)) else {
        let detail = voice.t(if takes.contains(&Format::Toml) { "api-type" } else { "api-type-json" });
        return Err(problems::whole(&voice, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", &detail));
    };
    match receive(request.into_body(), BODY_LIMIT).await {
        Received::Whole(bytes) => Ok(Sent { format, bytes }),
        Received::TooLong => {
            let detail = voice.n("api-large", "kilobytes", BODY_LIMIT / 1024);
            Err(problems::whole(&voice, StatusCode::UNPROCESSABLE_ENTITY, "large", &detail))
        }
        Received::Broken => Err(problems::whole(&voice, StatusCode::BAD_REQUEST, "broken-off", &voice.t("api-length"))),
    }
}

/// Answers with what was made, or with every problem.
fn answer(house: &House, kind: &'static str, made: Made) -> Response {
    match made {
        Err(found) => problems::unreadable(&Voice::new(Arc::clone(&house.app.words)), &found),
        Ok(Some(bytes)) => typed(StatusCode::OK, kind, Bytes::from(bytes)),
        Ok(None) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn assessed(house: &House, read: &answers::Request) -> Result<Vec<u8>, serde_json::Error> {
    match &house.prepared {
        Some(prepared) => assessment::assess_json(&house.app.knowledge, prepared, read),
        None => serde_json::to_vec(&assessment::assess(&house.app.knowledge, read)),
    }
}

/// The address is there and takes another method.
pub(crate) async fn method(State(house): State<Arc<House>>) -> Response {
    let voice = Voice::new(Arc::clone(&house.app.words));
    problems::whole(&voice, StatusCode::METHOD_NOT_ALLOWED, "method", &voice.t("trouble-method"))
}

/// There is no such address.
pub(crate) async fn not_found(State(house): State<Arc<House>>) -> Response {
    let voice = Voice::new(Arc::clone(&house.app.words));
    problems::whole(&voice, StatusCode::NOT_FOUND, "not-found", &voice.t("api-not-found"))
}

pub(crate) fn json(status: StatusCode, bytes: Bytes) -> Response {
    typed(status, JSON, bytes)
}

fn typed(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Body::from(bytes)).into_response()
}
