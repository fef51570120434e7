//! From HTTP to a call of a page and back.

use std::cell::Cell;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::{
    body::Body as HttpBody,
    extract::{ConnectInfo, Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use supple_interop::chart::MOST_BYTES;
use tokio::task::JoinError;

use crate::{
    House,
    access::{Act, Refusal, Seat, Show, enter},
    account, assets,
    call::{Body, Browser, Call, Reply},
    country::{self, Hints},
    form::Form,
    guard,
    pages::{self, trouble},
    receive::{Received, receive},
    record::Now,
    upload, visit,
    voice::Voice,
};

/// Most bytes of a form: the longest page with every free text filled is far below.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;

/// So often a form is tried again when somebody else wrote in between.
const CLASHES: usize = 8;

type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A page as axum calls it, once the policy allows its act. It runs where waiting for the disk is allowed.
pub(crate) fn page(
    act: Act,
    show: Show,
) -> impl Fn(State<Arc<House>>, Request) -> Answer + Clone + Send + Sync + 'static {
    move |State(house), request| Box::pin(answer(house, request, act, show))
}

async fn answer(house: Arc<House>, request: Request, act: Act, show: Show) -> Response {
    let practice = house.app.mode.signs_in();
    let (parts, body) = request.into_parts();
    let posted = parts.method == Method::POST;
    let name = visit::cookie_name(practice);
    if !posted
        && !HURRIED.contains(&parts.uri.path())
        && guard::comes_from_elsewhere(&parts.headers)
        && guard::cookie(&parts.headers, name).is_none()
        && let Some(to) = parts.uri.path_and_query().filter(|to| !to.as_str().starts_with("//"))
    {
        return pages::on::lead(&house, "on-title", to.to_string());
    }
    let takes_file = pages::import::takes(parts.uri.path());
    // A file is taken from somebody who is here, and from nobody else.
    let is_here = || {
        let now = Now::of(&(house.app.clock)()).at;
        let visit = guard::cookie(&parts.headers, name).and_then(|token| house.visits.find(token, now));
        // Where people sign in, anybody has a visit after one page.
        visit.is_some_and(|visit| visit.signed.is_some() || !house.app.mode.signs_in())
    };
    let limit = if takes_file && is_here() { FORM_LIMIT + MOST_BYTES } else { FORM_LIMIT };
    // A body that is too long or breaks off is read as none; the page then says so instead of acting on half of it.
    let (bytes, came) = match posted {
        true => match receive(body, limit).await {
            Received::Whole(bytes) => (bytes, Came::Whole),
            Received::TooLong => (Vec::new(), Came::TooLong),
            Received::Broken => (Vec::new(), Came::Broken),
        },
        false => (Vec::new(), Came::Whole),
    };
    let boundary = if takes_file { upload::boundary(&parts.headers) } else { None };
    let (form, file) = match boundary {
        Some(boundary) => upload::read(bytes, boundary, pages::import::FILE).await.unwrap_or_default(),
        None => (Form::read(&bytes), None),
    };
    let asked = Asked { parts, form, file, came, act, show, alone: false };
    let shown = match HURRIED.contains(&asked.parts.uri.path()) && !posted {
        true => hurried(house, asked).await,
        false => tokio::task::spawn_blocking(move || shown(house, asked)).await,
    };
    match shown {
        Ok(Some((reply, token))) => respond(reply, token, practice),
        Ok(None) | Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The pages of an emergency: nothing may stand between somebody and the number, not even a record that cannot be read now.
const HURRIED: [&str; 2] = ["/emergency", "/crisis"];
/// So long they wait for the record. Then they are shown without it.
const PATIENCE: Duration = Duration::from_millis(600);

/// What came of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    /// All of it.
    Whole,
    /// More than is taken.
    TooLong,
    /// It broke off, or did not come in time.
    Broken,
}

/// What was asked of a page.
#[derive(Clone)]
struct Asked {
    parts: Parts,
    /// What was typed; nothing where that is no text.
    form: Option<Form>,
    file: Option<Vec<u8>>,
    came: Came,
    act: Act,
    show: Show,
    /// Whether it is shown without the record and without who is signed in.
    alone: bool,
}

/// What a page answers, with the token of the visit that begins with it.
type Shown = Option<(Reply, Option<String>)>;

/// Shows a page; without the record where that does not come in time. Whoever waits for the record goes on waiting aside.
async fn hurried(house: Arc<House>, asked: Asked) -> Result<Shown, JoinError> {
    let (again, alone) = (Arc::clone(&house), Asked { alone: true, ..asked.clone() });
    let whole = tokio::task::spawn_blocking(move || shown(house, asked));
    match tokio::time::timeout(PATIENCE, whole).await {
        Ok(shown) => shown,
        Err(_) => tokio::task::spawn_blocking(move || shown(again, alone)).await,
    }
}

fn shown(house: Arc<House>, asked: Asked) -> Shown {
    let now = Now::of(&(house.app.clock)());
    let known = guard::cookie(&asked.parts.headers, visit::cookie_name(house.app.mode.signs_in()))
        .and_then(|token| house.visits.find(token, now.at).map(|visit| (token.to_owned(), visit)));
    let fresh = known.is_none();
    let (token, mut visit) = match known {
        Some(known) => known,
        None => house.visits.begin(now.at)?,
    };
    let seat = if asked.alone { Ok(Seat::Nobody) } else { seat(&house, &visit, asked.act) };
    if asked.alone {
        visit.open = None;
    }
    let Asked { parts, form, file, came, act, show, .. } = asked;
    let posted = parts.method == Method::POST;
    let broken = form.is_none();
    let call = Call {
        voice: Voice::new(Arc::clone(&house.app.words)),
        now,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        form: form.unwrap_or_default(),
        file,
        token: token.clone(),
        visit,
        clashed: Cell::new(false),
        crisis: Cell::new(false),
        country_hints: Hints::read(&parts.headers, &house.app.knowledge),
        browser: browser(&parts, &house),
        seat: seat.clone().unwrap_or(Seat::Nobody),
        house,
    };
    let refused = match seat {
        Ok(seat) => enter(&seat, act, &call.path).err().map(|refusal| trouble::refused(&call, refusal)),
        // Who asks cannot be read: then nobody is answered.
        Err(()) => Some(trouble::read(&call)),
    };
    let reply = if let Some(refused) = refused {
        refused
    } else if !posted {
        show(&call)
    } else if came == Came::TooLong && !fresh {
        trouble::large(&call)
    } else if came == Came::Broken {
        trouble::cut(&call)
    } else if broken {
        trouble::form(&call)
    } else if !guard::same_origin(&parts.headers, &call.house.app.mode) {
        trouble::origin(&call)
    } else if fresh {
        trouble::lost(&call)
    } else if call.form.get("csrf") != Some(call.visit.csrf.as_str()) {
        trouble::token(&call)
    } else {
        // Somebody wrote in between: everything is read again, and what was sent is looked at anew.
        let mut reply = show(&call);
        for _ in 0..CLASHES {
            if !call.clashed.replace(false) {
                break;
            }
            reply = show(&call);
        }
        match &reply.body {
            Body::To(_) if call.crisis.get() => Reply { body: Body::To("/crisis".to_owned()), ..reply },
            _ => reply,
        }
    };
    // What a script fetches begins no visit: its cookie could replace the one that a page got meanwhile, and that page's form
    // would count as out of date.
    let scripted =
        guard::fetched_by_script(&parts.headers) || matches!(reply.body, Body::File { .. } | Body::Calendar { .. });
    let begun = (fresh && !scripted).then_some(token);
    let token = reply.token.clone().map(String::from).or(begun);
    Some((has_already(reply, &call.browser.has), token))
}

/// What was fetched before and is the same is not sent again (RFC 9110, 13.1.2).
fn has_already(reply: Reply, has: &str) -> Reply {
    let known = |mark: &str| {
        let marks = has.split(',').map(|one| one.trim().trim_start_matches("W/").trim_matches('"'));
        has.trim() == "*" || marks.into_iter().any(|one| one == mark)
    };
    match &reply.body {
        Body::Calendar { mark, .. } if known(mark) => Reply { status: StatusCode::NOT_MODIFIED, ..reply },
        _ => reply,
    }
}

fn respond(reply: Reply, token: Option<String>, practice: bool) -> Response {
    let attributes = if practice { "; Secure" } else { "" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(token) = token
        && let Ok(cookie) = HeaderValue::from_str(&format!(
            "{}={token}; Path=/; HttpOnly; SameSite=Strict{attributes}",
            visit::cookie_name(practice)
        ))
    {
        headers.insert(header::SET_COOKIE, cookie);
    }
    if let Some(code) = reply.country
        && let Ok(cookie) = HeaderValue::from_str(&format!(
            "{}={code}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{attributes}",
            country::COOKIE,
            country::REMEMBERED_S
        ))
    {
        headers.append(header::SET_COOKIE, cookie);
    }
    if let Some(known) = reply.known
        && let Ok(cookie) = HeaderValue::from_str(&format!(
            "{}={known}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{attributes}",
            visit::KNOWN_COOKIE,
            visit::KNOWN_S
        ))
    {
        headers.append(header::SET_COOKIE, cookie);
    }
    if let Some(seconds) = reply.later {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match reply.body {
        Body::Page(html) => {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            (reply.status, headers, html).into_response()
        }
        Body::Calendar { mark, text } => {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
            // Kept by whoever fetched it, and asked for again each time.
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            if let Ok(mark) = HeaderValue::from_str(&format!("\"{mark}\"")) {
                headers.insert(header::ETAG, mark);
            }
            let text = if reply.status == StatusCode::NOT_MODIFIED { String::new() } else { text };
            (reply.status, headers, text).into_response()
        }
        Body::File { name, kind, bytes } => {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            if let Ok(kept) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
                headers.insert(header::CONTENT_DISPOSITION, kept);
            }
            (reply.status, headers, bytes).into_response()
        }
        Body::To(path) => {
            if let Ok(path) = HeaderValue::from_str(&path) {
                headers.insert(header::LOCATION, path);
            }
            (reply.status, headers).into_response()
        }
    }
}

/// Who asks. What is there for everybody is answered without looking, even when nothing can be read.
fn seat(house: &House, visit: &visit::Visit, act: Act) -> Result<Seat, ()> {
    match &visit.signed {
        _ if !house.app.mode.signs_in() => Ok(Seat::Alone),
        Some(signed) if act != Act::Learn => {
            let found = account::of(&house.app.store, signed.person).map_err(drop)?;
            match found.map(|found| found.member(&house.app.store, signed.strong)).transpose().map_err(drop)? {
                Some(member) => Ok(Seat::Member(member)),
                // The account is gone.
                None => Ok(Seat::Nobody),
            }
        }
        _ => Ok(Seat::Nobody),
    }
}

fn browser(parts: &axum::http::request::Parts, house: &House) -> Browser {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    Browser {
        sender: guard::sender(&parts.headers, peer, &house.app.mode),
        agent: agent.unwrap_or_default().to_owned(),
        host: header(header::HOST),
        has: header(header::IF_NONE_MATCH),
        known: guard::cookie(&parts.headers, visit::KNOWN_COOKIE).map(str::to_owned),
    }
}

/// What is no page, such as the API: refused with a status where the policy does not allow it.
pub(crate) async fn only(act: Act, State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let practice = house.app.mode.signs_in();
    let token = guard::cookie(request.headers(), visit::cookie_name(practice)).map(str::to_owned);
    let seat = match token.filter(|_| practice) {
        // Whoever signed in is looked up, where waiting for the disk is allowed.
        Some(token) => tokio::task::spawn_blocking(move || {
            let visit = house.visits.find(&token, Now::of(&(house.app.clock)()).at);
            visit.map_or(Ok(Seat::Nobody), |visit| seat(&house, &visit, act))
        })
        .await
        .unwrap_or(Err(())),
        None => Ok(if practice { Seat::Nobody } else { Seat::Alone }),
    };
    match seat.map(|seat| enter(&seat, act, request.uri().path())) {
        Ok(Ok(())) => next.run(request).await,
        Ok(Err(Refusal::SignIn)) => StatusCode::UNAUTHORIZED.into_response(),
        Ok(Err(_)) => StatusCode::FORBIDDEN.into_response(),
        Err(()) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Refuses what is not addressed to this computer or this practice, and puts the protecting headers on every answer.
pub(crate) async fn guarded(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let mut response = if guard::host_is_ours(request.headers(), &house.app.mode) {
        next.run(request).await
    } else {
        let voice = Voice::new(Arc::clone(&house.app.words));
        (StatusCode::MISDIRECTED_REQUEST, voice.t("trouble-host")).into_response()
    };
    for (name, value) in &house.headers {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    house.metrics.count(response.status(), begun.elapsed());
    response
}

/// A script, under the name of its content: it may be kept for ever.
pub(crate) async fn script(State(house): State<Arc<House>>, Path(file): Path<String>) -> Response {
    let assets = &house.assets;
    let named = |path: &str| path.strip_prefix("/assets/") == Some(file.as_str());
    let script = match () {
        () if named(&assets.script_path) => assets.script.clone(),
        () if named(&assets.held_path) => assets.held.clone(),
        () if named(&assets.passkey_path) => assets.passkey.clone(),
        () if named(&assets.player_path) => assets.player.clone(),
        () => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, HttpBody::from(script)).into_response()
}

/// The script that keeps the player without a network. It is asked for anew each time, so that a new one takes over.
pub(crate) async fn worker(State(house): State<Arc<House>>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, HttpBody::from(house.assets.worker.clone())).into_response()
}

/// What makes the player installable.
pub(crate) async fn manifest() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, HttpBody::from(assets::MANIFEST)).into_response()
}

/// The little picture in the browser's tab.
pub(crate) async fn icon() -> Response {
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, HttpBody::from(assets::ICON)).into_response()
}

#[cfg(test)]
mod tests {
    use super::{Reply, header, respond};

    #[test]
    fn what_may_work_later_says_when() {
        let wait =
            |later| respond(Reply { later, ..Reply::to("/") }, None, false).headers().get(header::RETRY_AFTER).cloned();
        assert_eq!(wait(Some(10)), Some("10".parse().unwrap()));
        assert_eq!(wait(None), None);
    }
}
