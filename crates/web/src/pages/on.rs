//! A page between another site and ours. The visit's cookie is `SameSite=Strict`: a browser that comes from another site brings none,
//! and one that goes on from here does. Nothing is read or changed, and no visit begins.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{House, voice::Voice};

#[derive(Template)]
#[template(path = "on.html")]
struct On {
    lang: String,
    title: String,
    on: String,
    to: String,
    made_up: Option<String>,
}

/// Leads on to a page of ours, under this title.
pub(crate) fn lead(house: &House, title: &str, to: String) -> Response {
    let v = Voice::new(Arc::clone(&house.app.words));
    let page = On {
        lang: v.lang().to_owned(),
        title: v.t(title),
        on: v.t("on-link"),
        to,
        made_up: house.app.made_up.then(|| v.t("made-up")),
    };
    let Ok(html) = page.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], html)
        .into_response()
}
