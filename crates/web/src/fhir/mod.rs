//! FHIR R4 at /fhir: what Supple knows, to read and search, and the operations that decide without keeping anything.

mod answer;
mod operate;
mod search;
mod served;
mod shelf;

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use supple_interop::{answers, dates};

use answer::Refused;
use served::{KINDS, Operation};
pub(crate) use shelf::Shelf;

use crate::{
    House, cds,
    receive::{Received, receive},
    record::Now,
    voice::Voice,
};

/// Most bytes of a body: a long record with every medicine is far below.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Answers everything under /fhir.
pub(crate) async fn door(State(house): State<Arc<House>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let voice = Voice::new(Arc::clone(&house.app.words));
    let found = answered(&house, &voice, request).await.unwrap_or_else(|refused| refused.answer(&voice));
    cds::shared(&house, &headers, found)
}

async fn answered(house: &Arc<House>, voice: &Voice, request: Request) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let format = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_format").map(|(_, value)| value);
    if !answer::reads_json(&parts.headers, format.as_deref()) {
        return Err(Refused::new(StatusCode::NOT_ACCEPTABLE, "not-supported", "fhir-xml"));
    }
    let path = parts.uri.path().to_owned();
    let steps: Vec<&str> = path.trim_end_matches('/').split('/').skip(2).collect();
    match parts.method {
        Method::GET => read(house, voice, &parts.headers, &steps, query),
        Method::POST => {
            if !cds::lets_in(house, &parts.headers, &path) {
                return Err(Refused::new(StatusCode::UNAUTHORIZED, "login", "cds-token"));
            }
            let (operation, named) = operation(&steps)?;
            if !answer::is_json(&parts.headers) {
                return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported", "fhir-xml"));
            }
            let bytes = match receive(body, BODY_LIMIT).await {
                Received::Whole(bytes) => bytes,
                Received::TooLong => return Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "fhir-large")),
                Received::Broken => return Err(Refused::new(StatusCode::BAD_REQUEST, "incomplete", "api-length")),
            };
            let value = match answers::json(&bytes) {
                Ok(value) => value,
                Err(found) => {
                    let issue = answer::issue("error", "structure", &cds::unsound(voice, &found), None);
                    return Ok(answer::resource(StatusCode::BAD_REQUEST, &answer::outcome(&[issue])));
                }
            };
            let today = Now::of(&(house.app.clock)()).today;
            operate::operate(house, voice, operation, named, &value, today)
        }
        _ => Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, "not-supported", "fhir-method")),
    }
}

/// The operation that a path names, and the definition that it is for where the path names one.
fn operation<'p>(steps: &[&'p str]) -> Result<(Operation, Option<&'p str>), Refused> {
    let (kind, named, name) = match steps {
        [kind, name] => (kind, None, name),
        [kind, id, name] => (kind, Some(*id), name),
        _ => return Err(Refused::UNSUPPORTED),
    };
    let kind = KINDS.iter().find(|known| known.name == *kind).ok_or(Refused::UNSUPPORTED)?;
    let name = name.strip_prefix('$').ok_or(Refused::UNSUPPORTED)?;
    let operation = Operation::ALL.into_iter().find(|one| one.name() == name);
    let operation = operation.filter(|one| kind.operations.contains(one)).ok_or(Refused::UNSUPPORTED)?;
    // A response is sent along; none is kept that could be named.
    if named.is_some() && !kind.is_read { Err(Refused::NOT_FOUND) } else { Ok((operation, named)) }
}

fn read(house: &House, voice: &Voice, headers: &HeaderMap, steps: &[&str], query: &str) -> Result<Response, Refused> {
    let base = cds::base(house, headers);
    if steps == ["metadata"] {
        let say = |key: &str| voice.t(&format!("fhir-{key}"));
        let today = dates::print(Now::of(&(house.app.clock)()).today);
        let statement = served::statement(&base, &house.app.knowledge.version, &today, &say);
        return Ok(answer::resource(StatusCode::OK, &statement));
    }
    let shelf = house.shelf.get_or_init(|| Shelf::of(house, voice));
    let kind = steps.first().and_then(|name| KINDS.iter().find(|kind| kind.name == *name && kind.is_read));
    let kind = kind.ok_or(Refused::UNSUPPORTED)?.name;
    match steps {
        [_] => {
            let prefer = headers.get("prefer").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let strict = prefer.split([',', ';']).any(|part| part.trim() == "handling=strict");
            Ok(answer::resource(StatusCode::OK, &search::search(shelf, &base, kind, query, strict)?))
        }
        [_, id] | [_, id, "_history", _] => {
            let one = shelf.all.iter().find(|one| one.is(kind, id)).ok_or(Refused::NOT_FOUND)?;
            if steps.get(3).is_some_and(|version| *version != shelf.version) {
                return Err(Refused::NOT_FOUND);
            }
            Ok(versioned(headers, &shelf.version, one.bytes.clone()))
        }
        _ => Err(Refused::UNSUPPORTED),
    }
}

/// A resource with its version; nothing but that where the reader has it already.
fn versioned(headers: &HeaderMap, version: &str, bytes: Bytes) -> Response {
    let tag = format!("W/\"{version}\"");
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known.flat_map(|value| value.split(',')).any(|one| one.trim() == tag || one.trim() == "*");
    let mut answer =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { answer::bytes(StatusCode::OK, bytes) };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(header::ETAG, tag);
    }
    // It may be kept, and has to be asked for again: the version is the knowledge's.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    answer
}
