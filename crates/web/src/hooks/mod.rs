//! Programs of a practice that are told what happens: each at an address, signed as Standard Webhooks has it.
//!
//! What is to be told is put down at the practice's desk in the transaction that makes it so, and sent from there until it has arrived.
//! It holds ids and times, and nothing clinical: whoever wants to know more asks at /fhir, where scopes and the client's word count.

mod deliver;
mod outbox;
mod sign;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::Uuid;

use crate::{
    access::Lets,
    account::{self, secret},
};

pub use deliver::tell_due;
pub(crate) use outbox::{Delivery, Kept, State, Why, again, is_wake, of_hook, on_bookings, on_word, told_of};

/// Most addresses of a practice.
const MOST: usize = 10;
/// Longest name, in characters, as that of a program.
const NAME: usize = crate::account::program::NAME;
/// Longest address, in bytes.
const URL: usize = 200;

/// Something that may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Event {
    /// A session is booked.
    #[serde(rename = "appointment.booked")]
    Booked,
    /// It is at another time or by somebody else.
    #[serde(rename = "appointment.moved")]
    Moved,
    /// It does not take place.
    #[serde(rename = "appointment.cancelled")]
    Cancelled,
    /// It has begun.
    #[serde(rename = "appointment.started")]
    Started,
    /// It took place.
    #[serde(rename = "appointment.done")]
    Done,
    /// The client did not come.
    #[serde(rename = "appointment.missed")]
    Missed,
    /// A client lets programs read, or read and add.
    #[serde(rename = "record.shared")]
    Shared,
    /// They do no longer.
    #[serde(rename = "record.closed")]
    Closed,
    /// There is another decision for a client who lets programs read.
    #[serde(rename = "decision.changed")]
    Decided,
    /// Nothing happened: somebody tries whether it arrives.
    #[serde(rename = "test")]
    Test,
}

impl Event {
    /// Those that can be chosen.
    pub(crate) const ALL: [Self; 9] = [
        Self::Booked,
        Self::Moved,
        Self::Cancelled,
        Self::Started,
        Self::Done,
        Self::Missed,
        Self::Shared,
        Self::Closed,
        Self::Decided,
    ];

    /// The name in what is sent, and in forms.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Booked => "appointment.booked",
            Self::Moved => "appointment.moved",
            Self::Cancelled => "appointment.cancelled",
            Self::Started => "appointment.started",
            Self::Done => "appointment.done",
            Self::Missed => "appointment.missed",
            Self::Shared => "record.shared",
            Self::Closed => "record.closed",
            Self::Decided => "decision.changed",
            Self::Test => "test",
        }
    }
}

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Off {
    /// Somebody turned it off.
    Hand,
    /// It said that it is gone for good (410).
    Gone,
    /// For days nothing arrived there.
    Silent,
}

impl Off {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Gone => "gone",
            Self::Silent => "silent",
        }
    }
}

/// An address that is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hook {
    pub(crate) name: String,
    pub(crate) url: String,
    /// What its messages are signed with, as it was shown: `whsec_` and base64.
    secret: String,
    pub(crate) events: BTreeSet<Event>,
    pub(crate) made_ms: i64,
    /// Who entered it; nothing where nobody signs in.
    by: Option<String>,
    #[serde(default)]
    pub(crate) off: Option<Off>,
    /// Since when nothing arrives, in milliseconds since 1970 UTC; nothing where the last try arrived.
    #[serde(default)]
    silent_since_ms: Option<i64>,
}

/// As it is kept: on its shelf lie the practice's tokens, too.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    hook: Hook,
}

/// An address as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) id: Uuid,
    version: u32,
    pub(crate) it: Hook,
}

/// What an address is to be.
pub(crate) struct Wished<'a> {
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) events: BTreeSet<Event>,
    pub(crate) by: Option<&'a str>,
}

/// Why an address was not entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotEntered {
    Name,
    Url,
    Events,
    Many,
    Store,
}

impl From<DeskError> for NotEntered {
    fn from(_: DeskError) -> Self {
        Self::Store
    }
}

/// Everything that is wrong with what is wished.
pub(crate) fn problems(wished: &Wished<'_>) -> Vec<NotEntered> {
    let mut wrong = Vec::new();
    if wished.name.is_empty() || wished.name.chars().count() > NAME {
        wrong.push(NotEntered::Name);
    }
    if !is_address(wished.url) {
        wrong.push(NotEntered::Url);
    }
    if wished.events.is_empty() {
        wrong.push(NotEntered::Events);
    }
    wrong
}

/// Whether something can be told at an address: encrypted, a host and no name or password.
fn is_address(url: &str) -> bool {
    let uri = url.parse::<axum::http::Uri>().ok().filter(|_| url.len() <= URL && !url.contains('#'));
    uri.is_some_and(|uri| {
        let authority = uri.authority().map_or("", |it| it.as_str());
        uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| !host.is_empty()) && !authority.contains('@')
    })
}

/// Enters an address: what its messages are signed with, to be shown once.
pub(crate) fn enter(store: &Store, desk: &Desk, wished: &Wished<'_>, now: UtcMs) -> Result<String, NotEntered> {
    if let Some(wrong) = problems(wished).first() {
        return Err(*wrong);
    }
    if all(store, desk)?.len() >= MOST {
        return Err(NotEntered::Many);
    }
    let secret = sign::fresh().ok_or(NotEntered::Store)?;
    let id = secret::token().and_then(|id| Uuid::try_parse(&id).ok()).ok_or(NotEntered::Store)?;
    let hook = Hook {
        name: wished.name.to_owned(),
        url: wished.url.to_owned(),
        secret: secret.clone(),
        events: wished.events.clone(),
        made_ms: now.0,
        by: wished.by.map(str::to_owned),
        off: None,
        silent_since_ms: None,
    };
    note(store, desk, now, "hook-entered", &hook, wished.by)?;
    put(store, desk, id, 0, &hook)?;
    Ok(secret)
}

/// Takes an address out, with what waits to be told there.
pub(crate) fn take_out(
    store: &Store,
    desk: &Desk,
    found: &Found,
    by: Option<&str>,
    now: UtcMs,
) -> Result<(), DeskError> {
    store.remove(desk, Shelf::Account, found.id, found.version)?;
    note(store, desk, now, "hook-taken-out", &found.it, by)?;
    outbox::wake(store, desk, now.0)
}

/// Turns an address on or off.
pub(crate) fn turn(
    store: &Store,
    desk: &Desk,
    found: &Found,
    on: bool,
    by: Option<&str>,
    now: UtcMs,
) -> Result<(), DeskError> {
    let hook = Hook { off: (!on).then_some(Off::Hand), silent_since_ms: None, ..found.it.clone() };
    note(store, desk, now, if on { "hook-on" } else { "hook-off" }, &hook, by)?;
    put(store, desk, found.id, found.version, &hook)?;
    outbox::wake(store, desk, now.0)
}

fn note(store: &Store, desk: &Desk, now: UtcMs, what: &str, hook: &Hook, by: Option<&str>) -> Result<(), DeskError> {
    let reason = format!("{} ({})", hook.name, hook.url);
    store.note(desk, now, json!({ "what": what, "name": by, "reason": reason })).map(drop)
}

fn put(store: &Store, desk: &Desk, id: Uuid, version: u32, hook: &Hook) -> Result<u32, DeskError> {
    let body = serde_json::to_value(Body { hook: hook.clone() }).unwrap_or_default();
    store.put(desk, Shelf::Account, &Item { id, at: None, until: None, about: None, version, body })
}

fn read(item: &Item) -> Option<Found> {
    let it = Body::deserialize(&item.body).ok()?.hook;
    Some(Found { id: item.id, version: item.version, it })
}

/// The addresses of a practice, in the order in which they were entered.
///
/// # Errors
/// When something does not open, or the database fails.
pub(crate) fn all(store: &Store, desk: &Desk) -> Result<Vec<Found>, DeskError> {
    let mut all: Vec<Found> = store.items(desk, Shelf::Account)?.iter().filter_map(read).collect();
    all.sort_by_key(|found| (found.it.made_ms, found.id));
    Ok(all)
}

/// Tells the practices whose programs may read somebody's record that there is another decision in it.
pub(crate) fn decided(store: &Store, person: PersonId, now: UtcMs) -> Result<(), DeskError> {
    // No program reads what a PIN closes.
    if store.unlock(person, None, now).is_err() {
        return Ok(());
    }
    for practice in store.keepers_of(person)? {
        let member = account::membership(store, practice.as_uuid(), person.as_uuid())?;
        if member.is_some_and(|(_, member)| member.lets() >= Lets::Read)
            && let Some(desk) = store.known_desk(practice)?
        {
            told_of(store, &desk, Event::Decided, Some(person.as_uuid()), None, now.0)?;
        }
    }
    Ok(())
}

/// One of them.
pub(crate) fn one(store: &Store, desk: &Desk, id: Uuid) -> Result<Option<Found>, DeskError> {
    Ok(store.item(desk, Shelf::Account, id)?.as_ref().and_then(read))
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_encrypted_and_holds_no_password() {
        for url in ["https://example.org", "https://example.org:8443/in?a=b", "https://[2606:4700::1]/x"] {
            assert!(is_address(url), "{url}");
        }
        let long = format!("https://example.org/{}", "x".repeat(1000));
        for url in [
            "",
            "example.org",
            "http://example.org",
            "https://",
            "https://u:p@example.org",
            "https://u@example.org",
            "ftp://x",
            "https://a b",
            "https://x/#y",
            "javascript:alert(1)",
            &long,
        ] {
            assert!(!is_address(url), "{url}");
        }
    }
}
