//! A record fetched from a clinic that whoever runs the program has named: the person leaves for it, agrees there, comes back, and what it
//! answers is asked about as a file is.

use askama::Template;
use axum::{extract::State, http::Uri, response::Response};
use form_urlencoded::Serializer;
use std::sync::Arc;

use super::{feed, import, on};
use crate::{
    House,
    call::{Call, Reply},
    frame::{Frame, Trouble},
    smart::{self, Brought, Clinic, Leaver, NotAsked},
    voice::Voice,
};

/// Where people come back to.
const BACK: &str = "/from/clinic";
/// Longest word by which a clinic's program says what somebody comes for, in bytes.
const LAUNCH: usize = 2000;

#[derive(Template)]
#[template(path = "fetch.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// The clinics that can be asked: name and address.
    clinics: Vec<(String, String)>,
    /// What a clinic's program sent the person with.
    launch: String,
    /// The clinic that the person leaves for, its host, and where to.
    leaves: Option<(String, String, String)>,
    troubles: Vec<Trouble>,
}

/// What came along in an address or a form: where from, and what for.
struct Wish {
    iss: Option<String>,
    launch: Option<String>,
}

fn page(call: &Call, wish: &Wish, leaves: Option<(String, String, String)>, troubles: Vec<Trouble>) -> Page {
    let all = &call.house.app.systems.clinics;
    let named = |clinic: &&Clinic| wish.launch.is_none() || wish.iss.as_deref() == Some(clinic.iss.as_str());
    Page {
        f: call.frame("import-page", Some(import::PATH)),
        v: call.voice.clone(),
        clinics: all.iter().filter(named).map(|clinic| (clinic.name.clone(), clinic.iss.clone())).collect(),
        launch: wish.launch.clone().unwrap_or_default(),
        leaves,
        troubles,
    }
}

fn trouble(sentence: String) -> Vec<Trouble> {
    vec![Trouble::new("clinics", sentence)]
}

/// Shows which clinics can be asked; where one of their programs sent the person, that one.
pub(crate) fn show(call: &Call) -> Reply {
    if let Err(reply) = call.open() {
        return reply;
    }
    let query = crate::form::Form::read(call.query.as_bytes()).unwrap_or_default();
    let text = |name: &str| query.text(name).filter(|text| text.len() <= LAUNCH).map(str::to_owned);
    let wish = Wish { iss: text("iss"), launch: text("launch") };
    match &wish.iss {
        Some(iss) if known(call, iss).is_none() => {
            Reply::again(&page(call, &wish, None, trouble(call.voice.t("fetch-not-known"))))
        }
        _ => Reply::ok(&page(call, &wish, None, Vec::new())),
    }
}

/// The clinic of an address, letter by letter, but for a slash at its end.
fn known<'a>(call: &'a Call, iss: &str) -> Option<&'a Clinic> {
    let plain = |text: &str| text.trim_end_matches('/').to_owned();
    call.house.app.systems.clinics.iter().find(|clinic| plain(&clinic.iss) == plain(iss))
}

/// Asks the clinic where people sign in, and shows the way there. A form does not lead to another site by itself: the person goes.
pub(crate) fn leave(call: &Call) -> Reply {
    let open = match call.open() {
        Ok(open) => open,
        Err(reply) => return reply,
    };
    let text =
        |name: &str| call.form.text(name).filter(|text| !text.is_empty() && text.len() <= LAUNCH).map(str::to_owned);
    let wish = Wish { iss: text("iss"), launch: text("launch") };
    let Some(clinic) = wish.iss.as_deref().and_then(|iss| known(call, iss)) else {
        return Reply::again(&page(call, &wish, None, trouble(call.voice.t("fetch-not-known"))));
    };
    let leaver = Leaver {
        person: open.key.person(),
        visit: &call.visit.csrf,
        redirect: format!("{}{BACK}", feed::origin(call)),
        launch: wish.launch.as_deref(),
        now: call.now.at,
    };
    match smart::leave(call.house.app.outside.as_ref(), &call.house.leaving, clinic, &leaver) {
        Ok(to) => {
            let host = to.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default();
            Reply::ok(&page(call, &wish, Some((clinic.name.clone(), host, to)), Vec::new()))
        }
        Err(why) => Reply::again(&page(call, &wish, None, trouble(sentence(call, why, clinic)))),
    }
}

fn sentence(call: &Call, why: NotAsked, clinic: &Clinic) -> String {
    call.voice.s(why.key(), "name", &clinic.name)
}

/// Somebody comes back: the record is read, and asked about.
pub(crate) fn back(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let query = crate::form::Form::read(call.query.as_bytes()).unwrap_or_default();
    let brought = Brought {
        state: query.get("state"),
        code: query.get("code"),
        iss: query.get("iss"),
        error: query.has("error"),
    };
    let wish = Wish { iss: None, launch: None };
    let again = |why: String| Reply::again(&page(call, &wish, None, trouble(why)));
    let (away, code) =
        match smart::back(&call.house.leaving, &brought, (open.key.person(), &call.visit.csrf), call.now.at) {
            Ok(back) => back,
            Err(why) => return again(call.voice.s(why.key(), "name", "")),
        };
    let fetched = match smart::fetched(call.house.app.outside.as_ref(), &away, code) {
        Ok(fetched) => fetched,
        Err(why) => return again(sentence(call, why, &away.clinic)),
    };
    import::of_bytes(call, &person, &fetched.bytes)
}

/// What a clinic sends people back to, and what its programs send them to first. A browser that comes from another site brings no cookie;
/// one that goes on from here does. Nothing is read or changed.
pub(crate) async fn arrive(State(house): State<Arc<House>>, uri: Uri) -> Response {
    let there = if uri.path() == BACK { "/record/fetched" } else { "/record/fetch" };
    let mut query = Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        if ["state", "code", "iss", "error", "launch"].contains(&name.as_ref()) {
            query.append_pair(&name, &value);
        }
    }
    on::lead(&house, "fetch-arrived", format!("{there}?{}", query.finish()))
}
