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
    answered(&house, request, JSON, |house, body, today| {
        let read = answers::read_json(&house.app.knowledge, body, today)?;
        Ok(assessed(house, &read).ok())
    })
    .await
}

/// Plans a set of answers with wishes.
pub(crate) async fn plan(State(house): State<Arc<House>>, request: Request) -> Response {
    answered(&house, request, JSON, |house, body, today| {
        let read = wishes::read(&house.app.knowledge, answers::json(body)?, today)?;
        Ok(serde_json::to_vec(&plan::document(&house.app.knowledge, &read)).ok())
    })
    .await
}

/// Writes a letter from a record that was taken along.
pub(crate) async fn letter(State(house): State<Arc<House>>, request: Request) -> Response {
    answered(&house, request, "application/pdf", letter::made).await
}

const JSON: &str = "application/json";

/// What is made of a body: the answer, nothing where it cannot be written, or every problem in the body.
type Made = Result<Option<Vec<u8>>, Vec<Problem>>;

/// Reads a body, makes something of it, and answers with that or with every problem.
async fn answered(
    house: &House,
    request: Request,
    kind: &'static str,
    make: fn(&House, &[u8], Day) -> Made,
) -> Response {
    let voice = Voice::new(Arc::clone(&house.app.words));
    if !is_json(request.headers()) {
        return problems::whole(&voice, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", &voice.t("api-type"));
    }
    let body = match receive(request.into_body(), BODY_LIMIT).await {
        Received::Whole(body) => body,
        Received::TooLong => {
            let detail = voice.n("api-large", "kilobytes", BODY_LIMIT / 1024);
            return problems::whole(&voice, StatusCode::UNPROCESSABLE_ENTITY, "large", &detail);
        }
        Received::Broken => {
            return problems::whole(&voice, StatusCode::BAD_REQUEST, "broken-off", &voice.t("api-length"));
        }
    };
    let today = Now::of(&(house.app.clock)()).today;
    match make(house, &body, today) {
        Err(found) => problems::unreadable(&voice, &found),
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

/// Whether the body says that it is JSON, with or without parameters or a suffix.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || (kind.starts_with("application/") && kind.ends_with("+json"))
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
