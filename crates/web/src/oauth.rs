//! Access for programs (OAuth 2.0, RFC 6749, section 4.4; SMART App Launch 2, Backend Services): a practice's script shows by its
//! secret or its signature that it is a client, and gets access for five minutes.

use std::{collections::HashMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    House,
    account::program::{LIFE_S, NotGiven, Proof, Short},
    api, cds,
    cds::Needed,
    receive::{Received, receive},
    record::Now,
    voice::Voice,
};

/// Where access is asked for.
pub(crate) const PATH: &str = "/oauth/token";
/// Most bytes of such a request.
const LIMIT: usize = 32 * 1024;
/// Most signatures of one program that are remembered at the same time; beyond it none of its is taken until some have run out.
const MOST_SEEN: usize = 1000;
/// What a signature is sent as (RFC 7523, 2.2).
const SIGNED: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Why none is given: the word of RFC 6749, 5.2, and the key of a sentence.
struct Refused(StatusCode, &'static str, &'static str);

const fn bad(code: &'static str, key: &'static str) -> Refused {
    Refused(StatusCode::BAD_REQUEST, code, key)
}
const CLIENT: Refused = Refused(StatusCode::UNAUTHORIZED, "invalid_client", "oauth-client");
const AWAY: Refused = Refused(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "fhir-away");

/// What SMART clients read first, at `/fhir/.well-known/smart-configuration`.
pub(crate) fn configuration(base: &str) -> Value {
    json!({
        "token_endpoint": format!("{base}{PATH}"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_basic", "client_secret_post"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES384", "RS384"],
        "grant_types_supported": ["client_credentials"],
        "scopes_supported": ["system/*.cruds", "system/*.rs", "patient/*.cruds", "patient/*.rs"],
        // Asked for by the standard of every server; there is no launch here in which it would count.
        "code_challenge_methods_supported": ["S256"],
        "capabilities": ["client-confidential-asymmetric", "client-confidential-symmetric", "permission-v1", "permission-v2"],
    })
}

/// Gives access.
pub(crate) async fn token(State(house): State<Arc<House>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let voice = Voice::new(Arc::clone(&house.app.words));
    let (status, body) = match given(&house, request).await {
        Ok(short) => (
            StatusCode::OK,
            json!({ "access_token": short.token, "token_type": "bearer", "expires_in": short.seconds, "scope": short.scopes }),
        ),
        Err(Refused(status, code, key)) => (status, json!({ "error": code, "error_description": voice.t(key) })),
    };
    let mut answer = api::json(status, Bytes::from(body.to_string()));
    answer.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    if status == StatusCode::UNAUTHORIZED {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
    }
    cds::shared(&house, &headers, answer)
}

async fn given(house: &Arc<House>, request: Request) -> Result<Short, Refused> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(bad("invalid_request", "oauth-form"));
    }
    let Received::Whole(bytes) = receive(body, LIMIT).await else { return Err(bad("invalid_request", "oauth-form")) };
    let mut form: HashMap<String, String> = HashMap::new();
    for (name, value) in form_urlencoded::parse(&bytes).into_owned() {
        // RFC 6749, 3.2: each once.
        if form.insert(name, value).is_some() {
            return Err(bad("invalid_request", "oauth-form"));
        }
    }
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => {}
        Some(_) => return Err(bad("unsupported_grant_type", "oauth-grant")),
        None => return Err(bad("invalid_request", "oauth-grant")),
    }
    let basic = basic(&parts.headers)?;
    let ways = [basic.is_some(), form.contains_key("client_secret"), form.contains_key("client_assertion")];
    if ways.iter().filter(|way| **way).count() > 1 {
        return Err(bad("invalid_request", "oauth-ways"));
    }
    let address = format!("{}{PATH}", cds::base(house, &parts.headers));
    let house = Arc::clone(house);
    let done = tokio::task::spawn_blocking(move || shown(&house, &address, &form, basic));
    done.await.unwrap_or(Err(AWAY))
}

/// Looks at what a client shows, where waiting for the disk is allowed.
fn shown(
    house: &House,
    address: &str,
    form: &HashMap<String, String>,
    basic: Option<(String, String)>,
) -> Result<Short, Refused> {
    let now = Now::of(&(house.app.clock)()).at;
    let field = |name: &str| form.get(name).map(String::as_str);
    let needed = Needed { address, now: now.0.div_euclid(1000), life: LIFE_S, most: MOST_SEEN };
    let (named, proof) = match (&basic, field("client_secret"), field("client_assertion")) {
        (Some((named, secret)), _, _) => (Some(named.as_str()), Proof::Secret(secret)),
        (None, Some(secret), _) => (Some(field("client_id").ok_or(CLIENT)?), Proof::Secret(secret)),
        (None, None, Some(signed)) if field("client_assertion_type") == Some(SIGNED) => {
            (field("client_id"), Proof::Signed(signed, needed, &house.seen))
        }
        _ => return Err(CLIENT),
    };
    Short::give(&house.app.store, named, proof, field("scope"), now).map_err(|why| match why {
        NotGiven::Client => CLIENT,
        NotGiven::Scope => bad("invalid_scope", "oauth-scope"),
        NotGiven::Store => AWAY,
    })
}

/// Name and secret from the header (RFC 6749, 2.3.1), each encoded as in a form.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let read = || {
        let (how, text) = value.to_str().ok()?.split_once(' ')?;
        let bytes = how.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(text.trim()).ok())??;
        let text = String::from_utf8(bytes).ok()?;
        let (named, secret) = text.split_once(':')?;
        Some((named.to_owned(), secret.to_owned()))
    };
    // Names and tokens are made of letters, digits and `_`: encoding them changes nothing.
    read().map(Some).ok_or(CLIENT)
}
