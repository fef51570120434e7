//! CDS Hooks 2: a clinical system asks whether somebody may be massaged, and says what became of the answer.
//!
//! Nothing is fetched from anywhere: what the system does not bring along is not known. Nothing that it brings is kept.

mod cards;
mod systems;
mod token;

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use supple_care::coded::Codes;
use supple_interop::{
    Problem,
    cds::{self, Service, Unreadable},
    fhir,
};
use supple_store::{Desk, PersonId};
use uuid::Uuid;

pub(crate) use cards::plan_say;
pub use systems::Systems;
pub(crate) use systems::keys;
pub(crate) use token::{Needed, Seen, Signed};

use crate::{
    House,
    access::{Act, Seat, enter},
    api::{json, problems},
    receive::{Received, receive},
    record::Now,
    voice::Voice,
};

/// Most bytes of a call: a long record with every medicine is far below.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// Most entries of one piece of feedback.
const FEEDBACK: usize = 100;

/// What there is to ask.
pub(crate) async fn discovery(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    let voice = Voice::new(Arc::clone(&house.app.words));
    let Some(codes) = codes(&house) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let services: Vec<Value> = Service::ALL
        .into_iter()
        .map(|service| {
            json!({
                "hook": service.id(),
                "id": service.id(),
                "title": voice.t(&format!("cds-title-{}", service.id())),
                "description": voice.t(&format!("cds-about-{}", service.id())),
                "usageRequirements": voice.t("cds-usage"),
                "prefetch": cds::templates(codes, &fhir::form()),
            })
        })
        .collect();
    shared(&house, &headers, json(StatusCode::OK, Bytes::from(json!({ "services": services }).to_string())))
}

/// Answers a call with cards.
pub(crate) async fn call(State(house): State<Arc<House>>, Path(id): Path<String>, request: Request) -> Response {
    let headers = request.headers().clone();
    let answer = called(&house, &id, request).await.unwrap_or_else(|refused| refused);
    shared(&house, &headers, answer)
}

/// Takes what became of a card.
pub(crate) async fn feedback(State(house): State<Arc<House>>, Path(id): Path<String>, request: Request) -> Response {
    let headers = request.headers().clone();
    let answer = told(&house, &id, request).await.unwrap_or_else(|refused| refused);
    shared(&house, &headers, answer)
}

/// What a browser asks before it sends something from another page.
pub(crate) async fn preflight(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    let mut answer = shared(&house, &headers, StatusCode::NO_CONTENT.into_response());
    if answer.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        let more = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS"),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, idempotency-key"),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ];
        answer.headers_mut().extend(more.map(|(name, value)| (name, HeaderValue::from_static(value))));
    }
    answer
}

/// Lets a page from a listed origin read the answer. No cookie counts here, so none is let through.
pub(crate) fn shared(house: &House, headers: &HeaderMap, mut answer: Response) -> Response {
    answer.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    let origin = headers.get(header::ORIGIN);
    if let Some(origin) = origin.filter(|origin| origin.to_str().is_ok_and(|text| house.app.systems.lets(text))) {
        answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    answer
}

/// What codes propose; a test keeps them readable.
pub(crate) fn codes(house: &House) -> Option<&Codes> {
    house.app.library.codes(&house.app.knowledge).ok()
}

/// Where the pages are, as whoever asks sees them.
pub(crate) fn base(house: &House, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    match house.app.mode.host() {
        Some(host) => format!("https://{host}"),
        None => format!("http://{host}"),
    }
}

fn refused(house: &House, status: StatusCode, code: &str, key: &str) -> Response {
    let voice = Voice::new(Arc::clone(&house.app.words));
    problems::whole(&voice, status, code, &voice.t(key))
}

/// The service, the practice whose audit is for whoever asks, and the body.
struct Let {
    service: Service,
    name: Option<String>,
    practice: Option<Uuid>,
    body: Value,
}

/// Who asks: whoever may use this computer, or a system by its token.
enum Asks<'h> {
    Alone,
    System(&'h systems::System),
}

/// Asks the policy for whoever sends these headers to this address.
fn asks<'h>(house: &'h House, headers: &HeaderMap, path: &str) -> Option<Asks<'h>> {
    let system = house.app.mode.host().map(|host| {
        let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = token.and_then(|text| text.strip_prefix("Bearer ").or_else(|| text.strip_prefix("bearer ")));
        let at = Now::of(&(house.app.clock)()).at.0.div_euclid(1000);
        token
            .and_then(|token| house.app.systems.signed(token.trim(), &format!("https://{host}{path}"), at, &house.seen))
    });
    let (seat, asks) = match system {
        None => (Seat::Alone, Some(Asks::Alone)),
        Some(None) => (Seat::Nobody, None),
        Some(Some(system)) => (Seat::System, Some(Asks::System(system))),
    };
    asks.filter(|_| enter(&seat, Act::Advise, path).is_ok())
}

/// Whether whoever sends these headers to this address may ask. A token counts once.
pub(crate) fn lets_in(house: &House, headers: &HeaderMap, path: &str) -> bool {
    asks(house, headers, path).is_some()
}

/// What is wrong with JSON that cannot be read, with its place where there is one.
pub(crate) fn unsound(voice: &Voice, found: &[Problem]) -> String {
    let arg = |name: &str| {
        let mut all = found.iter().flat_map(|problem| &problem.args);
        all.find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    match (arg("line"), arg("column")) {
        (Some(line), Some(column)) => voice.with("cds-json-at", &[("line", line.into()), ("column", column.into())]),
        _ => voice.t("cds-json"),
    }
}

async fn let_in(house: &Arc<House>, id: &str, request: Request) -> Result<Let, Response> {
    let (name, practice) = match asks(house, request.headers(), request.uri().path()) {
        Some(Asks::Alone) => (None, None),
        Some(Asks::System(system)) => (Some(system.name.clone()), system.practice),
        None => {
            let mut answer = refused(house, StatusCode::UNAUTHORIZED, "token", "cds-token");
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            return Err(answer);
        }
    };
    let service =
        Service::of(id).ok_or_else(|| refused(house, StatusCode::NOT_FOUND, "not-found", "cds-no-service"))?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(refused(house, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "api-type-json"));
    }
    let voice = Voice::new(Arc::clone(&house.app.words));
    let bytes = match receive(request.into_body(), BODY_LIMIT).await {
        Received::Whole(bytes) => bytes,
        Received::TooLong => {
            let detail = voice.n("api-large", "kilobytes", BODY_LIMIT / 1024);
            return Err(problems::whole(&voice, StatusCode::UNPROCESSABLE_ENTITY, "large", &detail));
        }
        Received::Broken => return Err(refused(house, StatusCode::BAD_REQUEST, "broken-off", "api-length")),
    };
    let body = supple_interop::answers::json(&bytes).map_err(|found| {
        problems::whole(&voice, StatusCode::UNPROCESSABLE_ENTITY, "syntax", &unsound(&voice, &found))
    })?;
    Ok(Let { service, name, practice, body })
}

async fn called(house: &Arc<House>, id: &str, request: Request) -> Result<Response, Response> {
    let base = base(house, request.headers());
    let let_in = let_in(house, id, request).await?;
    let codes = codes(house).ok_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())?;
    let voice = Voice::new(Arc::clone(&house.app.words));
    let asked = cds::read(let_in.service, codes, &let_in.body).map_err(|why| match why {
        Unreadable::Wrong(found) => problems::unreadable(&voice, &found),
        // Nothing is fetched: what is needed has to come along.
        Unreadable::NothingSent => refused(house, StatusCode::PRECONDITION_FAILED, "prefetch", "cds-prefetch"),
    })?;
    let today = Now::of(&(house.app.clock)()).today;
    let knowledge = &house.app.knowledge;
    let picture = cds::picture(knowledge, codes, &asked.resources, Some(asked.patient), today);
    let id = fresh().ok_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())?;
    let maker = cards::Maker { voice: &voice, knowledge, service: let_in.service, base: &base, id };
    Ok(json(StatusCode::OK, Bytes::from(maker.cards(&asked, &picture).to_string())))
}

/// A random id (RFC 9562, version 4).
fn fresh() -> Option<Uuid> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// What a piece of feedback says, of what is kept: whether it was followed, and which of our own reasons was given. A comment may
/// name somebody, and is not kept.
struct Told {
    accepted: bool,
    reason: Option<&'static str>,
}

fn read_feedback(body: &Value) -> Option<Vec<Told>> {
    let list = body.get("feedback")?.as_array().filter(|list| list.len() <= FEEDBACK)?;
    let one = |entry: &Value| {
        let text = |pointer: &str| entry.pointer(pointer).and_then(Value::as_str);
        Uuid::try_parse(text("/card")?).ok()?;
        let accepted = match text("/outcome")? {
            "accepted" => true,
            "overridden" => false,
            _ => return None,
        };
        let code = text("/overrideReason/reason/code");
        let reason = code.and_then(|code| cards::OVERRIDES.into_iter().find(|known| *known == code));
        Some(Told { accepted, reason })
    };
    list.iter().map(one).collect()
}

async fn told(house: &Arc<House>, id: &str, request: Request) -> Result<Response, Response> {
    let let_in = let_in(house, id, request).await?;
    let all = read_feedback(&let_in.body)
        .ok_or_else(|| refused(house, StatusCode::UNPROCESSABLE_ENTITY, "feedback", "cds-feedback"))?;
    let Some(practice) = let_in.practice else { return Ok(StatusCode::OK.into_response()) };
    let house = Arc::clone(house);
    let kept = tokio::task::spawn_blocking(move || {
        let desk = house.app.store.known_desk(PersonId::from_uuid(practice)).ok()?.filter(Desk::is_practice)?;
        let voice = Voice::new(Arc::clone(&house.app.words));
        for one in &all {
            let what = if one.accepted { "card-followed" } else { "card-overridden" };
            let reason = one.reason.map(|code| voice.t(&format!("cds-override-{code}")));
            let body = json!({ "what": what, "name": let_in.name, "reason": reason, "about": let_in.service.id() });
            house.app.store.note(&desk, Now::of(&(house.app.clock)()).at, body).ok()?;
        }
        Some(())
    })
    .await;
    match kept {
        Ok(Some(())) => Ok((StatusCode::OK, Body::empty()).into_response()),
        _ => Err(StatusCode::SERVICE_UNAVAILABLE.into_response()),
    }
}
