//! FHIR R4 at /fhir: what Supple knows, to read and search; the operations that decide without keeping anything; and, for
//! programs with a token, what a practice and its clients' records hold.

mod answer;
mod known;
mod operate;
mod search;
mod served;
mod shelf;

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use supple_interop::{answers, dates};

use answer::{Refused, Stated};
pub(crate) use known::{of_practice, own_bundle};
use served::{Interaction, Kind, Operation};
pub(crate) use served::{KINDS, Whose};
pub(crate) use shelf::Shelf;

use crate::{
    House, api, cds, oauth,
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
    let found = answered(&house, &voice, request).await.unwrap_or_else(|stated| stated.answer(&voice));
    cds::shared(&house, &headers, found)
}

async fn answered(house: &Arc<House>, voice: &Voice, request: Request) -> Result<Response, Stated> {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default();
    let format = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "_format").map(|(_, value)| value);
    if !answer::reads_json(&parts.headers, format.as_deref()) {
        return Err(Refused::new(StatusCode::NOT_ACCEPTABLE, "not-supported", "fhir-xml").into());
    }
    let path = parts.uri.path().to_owned();
    let steps: Vec<&str> = path.trim_end_matches('/').split('/').skip(2).collect();
    let is_post = parts.method == Method::POST;
    // What knows somebody is asked for by a token before anything else is said of it.
    let guarded = steps.first().and_then(|name| Kind::of(name)).filter(|kind| needs_token(kind, &steps));
    let is_bundle = is_post && (steps.is_empty() || steps == [""]);
    if guarded.is_some() || is_bundle {
        return for_program(house, voice, guarded, parts, body).await;
    }
    if is_post && matches!(steps.as_slice(), [_, "_search"]) {
        let query = posted(query, &parts.headers, body).await?;
        return Ok(read(house, voice, &parts.headers, steps.get(..1).unwrap_or_default(), &query)?);
    }
    match parts.method {
        Method::GET => Ok(read(house, voice, &parts.headers, &steps, query)?),
        Method::POST => {
            let program = known::lets_in(house, &parts.headers).await?;
            if !program && !cds::lets_in(house, &parts.headers, &path) {
                return Err(Refused::new(StatusCode::UNAUTHORIZED, "login", "cds-token").into());
            }
            let (operation, named) = operation(&steps)?;
            let value = json_of(voice, &parts.headers, body).await?;
            let today = Now::of(&(house.app.clock)()).today;
            Ok(operate::operate(house, voice, operation, named, &value, today)?)
        }
        _ => Err(METHOD.into()),
    }
}

/// What a program sends: its token first, then what came with it.
async fn for_program(
    house: &Arc<House>,
    voice: &Voice,
    kind: Option<&'static Kind>,
    parts: Parts,
    body: axum::body::Body,
) -> Result<Response, Stated> {
    let (is_post, is_put) = (parts.method == Method::POST, parts.method == Method::PUT);
    if !is_post && !is_put && parts.method != Method::GET {
        return Err(METHOD.into());
    }
    let path = parts.uri.path().trim_end_matches('/').to_owned();
    let steps: Vec<String> = path.split('/').skip(2).map(str::to_owned).collect();
    let mut query = parts.uri.query().unwrap_or_default().to_owned();
    let last = steps.last().map(String::as_str);
    let reads = last == Some("_search") || last == Some("$everything");
    let mut sent = None;
    // A body is read from somebody who may come in, and from nobody else.
    if (is_post || is_put) && !known::lets_in(house, &parts.headers).await? {
        return Err(known::TOKEN.into());
    }
    if is_post && reads {
        query = posted(&query, &parts.headers, body).await?;
    } else if is_post || is_put {
        sent = Some(json_of(voice, &parts.headers, body).await?);
    }
    let sent = known::Sent { headers: parts.headers, is_post, is_put, body: sent, steps, query };
    known::answer(house, voice, kind, sent).await
}

/// A body of JSON.
async fn json_of(voice: &Voice, headers: &HeaderMap, body: axum::body::Body) -> Result<serde_json::Value, Stated> {
    if !answer::is_json(headers) {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-supported", "fhir-xml").into());
    }
    let bytes = match receive(body, BODY_LIMIT).await {
        Received::Whole(bytes) => bytes,
        Received::TooLong => return Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "fhir-large").into()),
        Received::Broken => return Err(Refused::new(StatusCode::BAD_REQUEST, "incomplete", "api-length").into()),
    };
    answers::json(&bytes).map_err(|found| {
        let issue = answer::issue("error", "structure", &cds::unsound(voice, &found), None);
        Stated::new(StatusCode::BAD_REQUEST, answer::outcome(&[issue]))
    })
}

const METHOD: Refused = Refused::new(StatusCode::METHOD_NOT_ALLOWED, "not-supported", "fhir-method");
/// Most bytes of a search that is sent.
const QUERY_LIMIT: usize = 64 * 1024;

/// Whether resources of a type are for programs alone. What is sent along to be read, and not kept, is not.
fn needs_token(kind: &Kind, steps: &[&str]) -> bool {
    let operation = steps.last().and_then(|step| step.strip_prefix('$'));
    let decides = [Operation::Extract, Operation::Validate].iter().any(|one| Some(one.name()) == operation);
    kind.whose != Whose::Everybodys && !(decides && kind.name == "QuestionnaireResponse")
}

/// The query of a search that was sent in a body, behind that of the address.
async fn posted(query: &str, headers: &HeaderMap, body: axum::body::Body) -> Result<String, Refused> {
    let bytes = match receive(body, QUERY_LIMIT).await {
        Received::Whole(bytes) => bytes,
        Received::TooLong => return Err(Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", "fhir-large")),
        Received::Broken => return Err(Refused::new(StatusCode::BAD_REQUEST, "incomplete", "api-length")),
    };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Ok(query.to_owned());
    }
    let sent = String::from_utf8_lossy(&bytes);
    Ok([query, &sent].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&"))
}

/// The operation that a path names, and the definition that it is for where the path names one.
fn operation<'p>(steps: &[&'p str]) -> Result<(Operation, Option<&'p str>), Refused> {
    let (kind, named, name) = match steps {
        [kind, name] => (kind, None, name),
        [kind, id, name] => (kind, Some(*id), name),
        _ => return Err(Refused::UNSUPPORTED),
    };
    let kind = Kind::of(kind).ok_or(Refused::UNSUPPORTED)?;
    let name = name.strip_prefix('$').ok_or(Refused::UNSUPPORTED)?;
    let operation = Operation::ALL.into_iter().find(|one| one.name() == name);
    let operation = operation.filter(|one| kind.operations.contains(one)).ok_or(Refused::UNSUPPORTED)?;
    // A response is sent along; none is kept that could be named.
    if named.is_some() && kind.whose != Whose::Everybodys { Err(Refused::NOT_FOUND) } else { Ok((operation, named)) }
}

fn read(house: &House, voice: &Voice, headers: &HeaderMap, steps: &[&str], query: &str) -> Result<Response, Refused> {
    let base = cds::base(house, headers);
    if steps == ["metadata"] {
        let say = |key: &str| voice.t(&format!("fhir-{key}"));
        let today = dates::print(Now::of(&(house.app.clock)()).today);
        let statement = served::statement(&base, &house.app.knowledge.version, &today, &say);
        return Ok(answer::resource(StatusCode::OK, &statement));
    }
    if steps == [".well-known", "smart-configuration"] {
        return Ok(api::json(StatusCode::OK, Bytes::from(oauth::configuration(&base).to_string())));
    }
    let shelf = house.shelf.get_or_init(|| Shelf::of(house, voice));
    let kind = steps.first().and_then(|name| Kind::of(name)).filter(|kind| kind.does(Interaction::Read));
    let kind = kind.ok_or(Refused::UNSUPPORTED)?;
    match steps {
        [_] => {
            let prefer = headers.get("prefer").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let strict = prefer.split([',', ';']).any(|part| part.trim() == "handling=strict");
            let query = search::Query::read(kind, query, strict)?;
            let of_kind = shelf.all.iter().map(|one| &one.value).filter(|one| {
                one.get("resourceType").and_then(serde_json::Value::as_str) == Some(kind.name) && query.fits(one)
            });
            Ok(answer::resource(StatusCode::OK, &query.bundle(&base, of_kind.collect(), |_| Vec::new())))
        }
        [_, id] | [_, id, "_history", _] => {
            let one = shelf.all.iter().find(|one| one.is(kind.name, id)).ok_or(Refused::NOT_FOUND)?;
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
