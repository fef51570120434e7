//! What happened, what to do, and everything that was typed, to be sent again.

use askama::Template;
use axum::http::StatusCode;
use supple_store::StoreError;

use crate::{
    access::Refusal,
    call::{Call, Reply},
    frame::Frame,
    record::NotWritten,
    serve::FORM_LIMIT,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "trouble.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    text: String,
    again: Option<Again>,
    /// Whether it has to be said besides that what was typed is still here.
    kept: bool,
}

/// A form that was not saved.
struct Again {
    path: String,
    fields: Vec<(String, String)>,
}

fn page(call: &Call, status: StatusCode, title: &str, text: String, again: Option<Again>) -> Reply {
    let f = call.frame("trouble-page", Some("/"));
    let kept = status != StatusCode::OK;
    Reply::page(status, &Page { f, v: call.voice.clone(), title: call.voice.t(title), text, again, kept })
}

fn kept(call: &Call) -> Option<Again> {
    let fields = call.form.kept();
    if fields.is_empty() { None } else { Some(Again { path: call.path.clone(), fields }) }
}

/// No record is open: by a link to the first page, by a form with what was typed.
pub(crate) fn lost(call: &Call) -> Reply {
    let posted = call.form.has("csrf") || !call.form.kept().is_empty();
    if posted { super::start::lost(call) } else { Reply::to("/") }
}

/// What was typed before the record was opened again.
pub(crate) fn send_again(call: &Call, path: &str, kept: &str) -> Reply {
    let fields: Vec<(String, String)> = form_urlencoded::parse(kept.as_bytes()).into_owned().collect();
    let inside = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '?', '#']);
    if fields.is_empty() || !inside {
        return Reply::to("/next");
    }
    let again = Some(Again { path: path.to_owned(), fields });
    page(call, StatusCode::OK, "trouble-kept-title", call.voice.t("trouble-kept"), again)
}

/// What people can read up on cannot be read.
pub(crate) fn library(call: &Call) -> Reply {
    let text = call.voice.t("trouble-library");
    page(call, StatusCode::INTERNAL_SERVER_ERROR, "trouble-library-title", text, None)
}

/// In how many seconds it is worth asking a database server again that did not answer.
const AWAY_S: u16 = 10;

/// The database server does not answer.
pub(crate) fn away(call: &Call) -> Reply {
    let text = call.voice.t("trouble-away");
    let page = page(call, StatusCode::SERVICE_UNAVAILABLE, "trouble-away-title", text, kept(call));
    Reply { later: Some(AWAY_S), ..page }
}

/// Nobody is destroyed whom the witness cannot remember as such.
pub(crate) fn witness(call: &Call) -> Reply {
    let text = call.voice.t("trouble-witness");
    page(call, StatusCode::SERVICE_UNAVAILABLE, "trouble-witness-title", text, kept(call))
}

/// Something was not written.
pub(crate) fn not_written(call: &Call, trouble: NotWritten) -> Reply {
    call.clashed.set(trouble == NotWritten::Conflict);
    let (status, title, text) = match trouble {
        // There is nobody any more to whom what was typed could belong.
        NotWritten::Erased => return Reply::to("/destroyed"),
        NotWritten::Away => return away(call),
        NotWritten::Rekeyed => {
            (StatusCode::SERVICE_UNAVAILABLE, "trouble-rekeyed-title", call.voice.t("trouble-rekeyed"))
        }
        NotWritten::Full => (StatusCode::INSUFFICIENT_STORAGE, "trouble-full-title", call.voice.t("trouble-full")),
        // There is no disk here to look at.
        NotWritten::Store if on_server(call) => return away(call),
        NotWritten::Store | NotWritten::Conflict => {
            (StatusCode::SERVICE_UNAVAILABLE, "trouble-store-title", call.voice.t("trouble-store"))
        }
        NotWritten::Broken => (StatusCode::SERVICE_UNAVAILABLE, "trouble-broken-title", call.voice.t("trouble-broken")),
        NotWritten::Large => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "trouble-large-title",
            call.voice.n("trouble-large", "kilobytes", FORM_LIMIT / 1024),
        ),
    };
    page(call, status, title, text, kept(call))
}

/// Something kept cannot be read: because the server is away, the key was changed, or of the disk.
pub(crate) fn read(call: &Call) -> Reply {
    match call.house.app.store.standing() {
        Err(StoreError::Unreachable { .. }) => away(call),
        Err(StoreError::KeyChanged) => not_written(call, NotWritten::Rekeyed),
        Err(StoreError::Busy) | Ok(()) if on_server(call) => away(call),
        Ok(()) | Err(_) => {
            let text = call.voice.t("trouble-read");
            page(call, StatusCode::SERVICE_UNAVAILABLE, "trouble-read-title", text, kept(call))
        }
    }
}

/// Whether the records lie on a database server.
fn on_server(call: &Call) -> bool {
    call.house.app.place.is_empty()
}

/// Why something was not written, in a sentence beside a field.
pub(crate) fn beside(call: &Call) -> String {
    call.voice.t(match call.house.app.store.standing() {
        Err(StoreError::Unreachable { .. }) => "trouble-away",
        Err(StoreError::KeyChanged) => "trouble-rekeyed",
        Err(StoreError::Busy) | Ok(()) if on_server(call) => "trouble-away",
        Ok(()) | Err(_) => "trouble-store",
    })
}

/// The record was changed.
pub(crate) fn broken(call: &Call) -> Reply {
    let text = call.voice.t("trouble-broken");
    page(call, StatusCode::SERVICE_UNAVAILABLE, "trouble-broken-title", text, kept(call))
}

/// The form is not from a page that was shown to this visitor.
pub(crate) fn token(call: &Call) -> Reply {
    page(call, StatusCode::FORBIDDEN, "trouble-token-title", call.voice.t("trouble-token"), kept(call))
}

/// The form comes from another site: nothing of it is kept.
pub(crate) fn origin(call: &Call) -> Reply {
    page(call, StatusCode::FORBIDDEN, "trouble-token-title", call.voice.t("trouble-token"), None)
}

/// More than a form may hold.
pub(crate) fn large(call: &Call) -> Reply {
    if call.path == super::import::PATH {
        return super::import::large(call);
    }
    if call.path == super::account::bring::PATH {
        return super::account::bring::large(call);
    }
    let text = match call.path.rsplit('/').next() {
        Some("busy") => call.voice.t("busy-failed-large"),
        Some("brought") => call.voice.n("import-large", "megabytes", supple_interop::chart::MOST_BYTES / (1024 * 1024)),
        _ => call.voice.n("trouble-large", "kilobytes", FORM_LIMIT / 1024),
    };
    page(call, StatusCode::PAYLOAD_TOO_LARGE, "trouble-large-title", text, None)
}

/// What was sent did not come to its end.
pub(crate) fn cut(call: &Call) -> Reply {
    page(call, StatusCode::BAD_REQUEST, "trouble-cut-title", call.voice.t("trouble-cut"), None)
}

/// The form is no text.
pub(crate) fn form(call: &Call) -> Reply {
    page(call, StatusCode::UNPROCESSABLE_ENTITY, "trouble-form-title", call.voice.t("trouble-form"), None)
}

/// The policy does not allow it. What belongs to others is not there for whoever asks.
pub(crate) fn refused(call: &Call, refusal: Refusal) -> Reply {
    match refusal {
        Refusal::NotThere => not_found(call),
        Refusal::SignIn if call.form.has("csrf") => {
            page(call, StatusCode::FORBIDDEN, "refused-sign-in-title", call.voice.t("refused-sign-in"), kept(call))
        }
        Refusal::SignIn => Reply::to("/sign-in"),
        Refusal::NotThisRole => {
            page(call, StatusCode::FORBIDDEN, "refused-role-title", call.voice.t("refused-role"), None)
        }
        Refusal::SecondFactor => Reply::to("/account/second?needed"),
    }
}

/// There is no such page.
pub(crate) fn not_found(call: &Call) -> Reply {
    page(call, StatusCode::NOT_FOUND, "trouble-not-found-title", call.voice.t("trouble-not-found"), None)
}

/// The address takes no such request.
pub(crate) fn method(call: &Call) -> Reply {
    page(call, StatusCode::METHOD_NOT_ALLOWED, "trouble-method-title", call.voice.t("trouble-method"), None)
}
