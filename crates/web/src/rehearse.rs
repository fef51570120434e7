//! The pages, called by the program itself: what fills a made-up practice goes through the same rules as what people type.
//!
//! The clock is the caller's, so that three months pass in seconds. Only the password of whoever sits down is not asked for:
//! whoever holds the store and its keys can read everything in it anyway.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use supple_record::Now;
use supple_store::PersonId;
use tower::ServiceExt;

use crate::{
    App, House, account, account::totp::Totp, routes::routed, serve::FORM_LIMIT, visit, visit::Open, visit::Signed,
};

/// Most bytes of a page that are read.
const PAGE_LIMIT: usize = 4 * 1024 * 1024;

/// The pages of a practice without a socket.
pub struct Rehearsal {
    router: Router,
    house: Arc<House>,
}

impl std::fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rehearsal(..)")
    }
}

/// Somebody at a browser.
#[derive(Clone, Debug, Default)]
pub struct Sitting {
    cookie: Option<String>,
    /// What every form of theirs carries; empty until a page was looked at.
    pub csrf: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The status of HTTP.
    pub status: u16,
    /// Where it leads, if it leads elsewhere.
    pub to: Option<String>,
    /// The page.
    pub html: String,
}

impl Rehearsal {
    /// The pages of a program that serves a practice.
    #[must_use]
    pub fn new(app: App) -> Self {
        let house = Arc::new(House::new(app));
        Self { router: routed(Arc::clone(&house)), house }
    }

    /// Somebody sits down who has an account, as after signing in; nothing where they have none, or nothing can be read.
    #[must_use]
    pub fn sit(&self, person: PersonId) -> Option<Sitting> {
        let (store, now) = (&self.house.app.store, Now::of(&(self.house.app.clock)()).at);
        let strong = account::of(store, person).ok()??.it.has_second();
        let open = Open { key: store.unlock(person, None, now).ok()?, name: store.name_of(person).ok()??, proxy: None };
        let (token, _) = self.house.visits.begin(now)?;
        let signed = Signed::new(person, strong, "", now)?;
        let (token, visit) = self.house.visits.sign_in(&token, open, signed, now)?;
        let cookie = format!("{}={token}", visit::cookie_name(self.house.app.mode.signs_in()));
        Some(Sitting { cookie: Some(cookie), csrf: visit.csrf })
    }

    /// Looks at a page, or sends a form, without following where it leads. Nothing where the answer cannot be read.
    pub async fn ask(&self, sitting: &mut Sitting, path: &str, form: Option<&[(String, String)]>) -> Option<Answered> {
        let mut request = Request::builder()
            .method(if form.is_some() { "POST" } else { "GET" })
            .uri(path)
            .header(header::HOST, self.house.app.mode.host().unwrap_or("localhost"));
        if let Some(cookie) = &sitting.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let body = form.map(|form| form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish());
        let body = body.filter(|body| body.len() <= FORM_LIMIT).unwrap_or_default();
        let answer = self.router.clone().oneshot(request.body(Body::from(body)).ok()?).await.ok()?;
        let (parts, body) = answer.into_parts();
        let text = |name: header::HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let cookie = text(header::SET_COOKIE).and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        if let Some(cookie) = cookie {
            sitting.cookie = Some(cookie);
        }
        let html = String::from_utf8(to_bytes(body, PAGE_LIMIT).await.ok()?.to_vec()).ok()?;
        if let Some(csrf) = html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            csrf.clone_into(&mut sitting.csrf);
        }
        Some(Answered { status: parts.status.as_u16(), to: text(header::LOCATION).map(str::to_owned), html })
    }
}

/// The code that an authenticator app shows for a key (base 32, spaces allowed) at a moment, in milliseconds since 1970;
/// nothing where the key is none.
#[must_use]
pub fn code_of(key: &str, now_ms: i64) -> Option<String> {
    Totp::of_text(key)?.shown(now_ms)
}
