//! Problem Details (RFC 9457): what is wrong with a request, every problem at once.

use axum::{body::Bytes, http::StatusCode, response::Response};
use serde_json::json;
use supple_interop::Problem;
use supple_words::Arg;

use super::typed;
use crate::voice::Voice;

const KIND: &str = "application/problem+json";

/// A problem with the request as a whole.
pub(crate) fn whole(voice: &Voice, status: StatusCode, code: &str, detail: &str) -> Response {
    let body = json!({
        "type": "about:blank",
        "title": voice.t("api-title"),
        "status": status.as_u16(),
        "detail": detail,
        "problems": [{ "path": "", "code": code, "say": detail }],
    });
    typed(status, KIND, Bytes::from(body.to_string()))
}

/// Every problem that was found in the answers. What cannot be parsed at all is a bad request.
pub(crate) fn unreadable(voice: &Voice, found: &[Problem]) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let list: Vec<serde_json::Value> = found
        .iter()
        .map(|problem| json!({ "path": problem.path, "code": problem.code, "say": say(voice, problem) }))
        .collect();
    let body = json!({
        "type": "about:blank",
        "title": voice.t("api-title"),
        "status": status.as_u16(),
        "detail": voice.n("api-detail", "count", found.len()),
        "problems": list,
    });
    typed(status, KIND, Bytes::from(body.to_string()))
}

/// The sentence of a problem.
pub(crate) fn say(voice: &Voice, problem: &Problem) -> String {
    let args: Vec<(&str, Arg<'_>)> = problem.args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
    voice.with(&format!("problem-{}", problem.code), &args)
}
