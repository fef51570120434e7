//! Programs of a practice: each has a token, shown once and kept as its mark, with what it may do and until when.

use serde::{Deserialize, Serialize};
use serde_json::json;
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::Uuid;

use super::{membership, secret};
use crate::{
    access::{self, Scope},
    cds,
};

#[path = "program/short.rs"]
mod short;
pub(crate) use short::{LIFE_S, NotGiven, Proof, Short};

/// What a token begins with: whoever finds one knows what it is.
const START: &str = "supple_";
/// Digits of an id in a token.
const ID: usize = 32;
/// Longest name of a program, in characters.
pub(crate) const NAME: usize = 80;
/// Most days that a token may be good for.
pub const MOST_DAYS: u16 = 366;
/// Most programs of a practice.
const MOST: usize = 50;
/// Most keys of a program, and most bytes of them.
const KEYS: (usize, usize) = (10, 16 * 1024);

/// What is kept of a program, on the shelf of what signs in, at the practice's desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    name: String,
    /// What its secret hashes to; of one that signs, a secret of ours that nobody is given.
    mark: String,
    scopes: Vec<String>,
    patient: Option<Uuid>,
    made_ms: i64,
    until_ms: i64,
    /// Who let it in; nothing where nobody signs in.
    by: Option<String>,
    /// Of one that signs: its public keys, a JWK set (RFC 7517).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keys: Option<String>,
}

/// A program as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id: it opens nothing.
    pub id: Uuid,
    /// What it was called.
    pub name: String,
    /// What it may do, as SMART scopes.
    pub scopes: String,
    /// The one client that it is about.
    pub patient: Option<Uuid>,
    /// Since when.
    pub made: UtcMs,
    /// Until when.
    pub until: UtcMs,
    /// Under which name it asks for access.
    pub client: String,
    /// Whether it signs with a key of its own, and was given no token.
    pub signs: bool,
}

/// How a program that was let in shows that it is the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// By this token, which is also the secret of its client; it is shown once.
    Token(String),
    /// By what it signs with its key, as the client of this name.
    Client(String),
}

/// What a program is to be.
#[derive(Clone, Debug)]
pub struct Wished<'a> {
    /// What it is called.
    pub name: &'a str,
    /// SMART scopes between spaces, such as `system/*.rs`.
    pub scopes: &'a str,
    /// The one client that it is about; needed by scopes that begin with `patient/`.
    pub patient: Option<Uuid>,
    /// How many days its token is good for.
    pub days: u16,
    /// Who lets it in.
    pub by: Option<&'a str>,
    /// The public keys that it signs with, as a JWK set; without them it gets a token.
    pub keys: Option<&'a str>,
}

/// Why no program was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotLet {
    /// It has no name, or too long a one.
    Name,
    /// This scope cannot be read, or there is none.
    Scope(String),
    /// A scope of a client without a client of this practice, or the other way round.
    Patient,
    /// So many days are none, or too many.
    Days,
    /// Its keys cannot be read, or are none that are taken.
    Keys,
    /// Its keys are private ones, which are for nobody else.
    PrivateKeys,
    /// There are too many.
    Many,
    /// There is no such practice.
    Practice,
    /// No randomness, or the database fails.
    Store,
}

impl NotLet {
    /// The key of the sentence.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Name => "program-name-needed",
            Self::Scope(_) => "program-scope-wrong",
            Self::Patient => "program-patient-wrong",
            Self::Days => "program-days-wrong",
            Self::Keys => "program-keys-wrong",
            Self::PrivateKeys => "program-keys-private",
            Self::Many => "program-many",
            Self::Practice => "program-practice",
            Self::Store => "program-store",
        }
    }
}

impl From<DeskError> for NotLet {
    fn from(_: DeskError) -> Self {
        Self::Store
    }
}

/// A program that a token named.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) seat: access::Program,
}

impl Known {
    /// Whoever runs this computer.
    pub(crate) const fn inside(seat: access::Program) -> Self {
        Self { id: Uuid::nil(), name: String::new(), seat }
    }
}

fn desk(store: &Store, practice: Uuid) -> Result<Desk, NotLet> {
    store.known_desk(PersonId::from_uuid(practice))?.filter(Desk::is_practice).ok_or(NotLet::Practice)
}

fn scopes(text: &str) -> Result<Vec<Scope>, NotLet> {
    let read = |scope: &str| Scope::read(scope).ok_or_else(|| NotLet::Scope(scope.chars().take(NAME).collect()));
    let all = text.split_whitespace().map(read).collect::<Result<Vec<_>, _>>()?;
    if all.is_empty() { Err(NotLet::Scope(String::new())) } else { Ok(all) }
}

/// Keys that a program may sign with, as they are kept.
fn keys(text: &str) -> Result<String, NotLet> {
    let set: serde_json::Value =
        serde_json::from_str(text).ok().filter(|_| text.len() <= KEYS.1).ok_or(NotLet::Keys)?;
    let all = set.get("keys").and_then(serde_json::Value::as_array).ok_or(NotLet::Keys)?;
    // RFC 7518, 6.2.2 and 6.3.2: what only the owner of a key has.
    if all.iter().any(|key| key.get("d").is_some()) {
        return Err(NotLet::PrivateKeys);
    }
    let read = cds::keys(text).map_err(|_| NotLet::Keys)?;
    if read.is_empty() || read.len() > KEYS.0 { Err(NotLet::Keys) } else { Ok(set.to_string()) }
}

/// Lets a program in: how it shows that it is the one.
///
/// # Errors
/// What is wrong with what is wished.
pub fn let_in(store: &Store, practice: Uuid, wished: &Wished<'_>, now: UtcMs) -> Result<Shown, NotLet> {
    let desk = desk(store, practice)?;
    let name = wished.name.trim();
    if name.is_empty() || name.chars().count() > NAME {
        return Err(NotLet::Name);
    }
    let scopes = scopes(wished.scopes)?;
    // One client, and nothing of others; or the practice as a whole.
    if scopes.iter().any(|scope| scope.of_patient != wished.patient.is_some()) {
        return Err(NotLet::Patient);
    }
    if let Some(patient) = wished.patient
        && membership(store, practice, patient)?.is_none()
    {
        return Err(NotLet::Patient);
    }
    if wished.days == 0 || wished.days > MOST_DAYS {
        return Err(NotLet::Days);
    }
    let keys = wished.keys.map(keys).transpose()?;
    if store.items(&desk, Shelf::Account)?.iter().filter_map(kept).count() >= MOST {
        return Err(NotLet::Many);
    }
    let proof = secret::token().ok_or(NotLet::Store)?;
    let id = secret::token().and_then(|id| Uuid::try_parse(&id).ok()).ok_or(NotLet::Store)?;
    let kept = Kept {
        name: name.to_owned(),
        mark: secret::mark(&proof),
        scopes: scopes.iter().map(ToString::to_string).collect(),
        patient: wished.patient,
        made_ms: now.0,
        until_ms: now.0.saturating_add(i64::from(wished.days) * 24 * 60 * 60 * 1000),
        by: wished.by.map(str::to_owned),
        keys,
    };
    noted(store, &desk, now, "program-let-in", &kept)?;
    let body = serde_json::to_value(&kept).map_err(|_| NotLet::Store)?;
    let about = kept.patient.map(PersonId::from_uuid);
    store.put(&desk, Shelf::Account, &Item { id, at: None, until: None, about, version: 0, body })?;
    let client = client(practice, id);
    Ok(if kept.keys.is_some() { Shown::Client(client) } else { Shown::Token(format!("{START}{client}{proof}")) })
}

/// The name of a program as a client of OAuth 2.
fn client(practice: Uuid, id: Uuid) -> String {
    format!("{}{}", practice.simple(), id.simple())
}

/// The practice and the program of a client's name.
fn of_client(client: &str) -> Option<(Uuid, Uuid)> {
    let id = |from: usize| client.get(from..from + ID).and_then(|id| Uuid::try_parse(id).ok());
    id(0).zip(id(ID))
}

fn noted(store: &Store, desk: &Desk, now: UtcMs, what: &str, kept: &Kept) -> Result<(), DeskError> {
    let reason = format!("{} ({})", kept.name, kept.scopes.join(" "));
    store.note(desk, now, json!({ "what": what, "name": kept.by, "reason": reason })).map(drop)
}

fn kept(item: &Item) -> Option<Kept> {
    Kept::deserialize(&item.body).ok()
}

/// The programs of a practice, those that have run out among them.
///
/// # Errors
/// When there is no such practice, or the database fails.
pub fn listed(store: &Store, practice: Uuid) -> Result<Vec<Listed>, NotLet> {
    let items = store.items(&desk(store, practice)?, Shelf::Account)?;
    let one = |item: &Item| {
        let kept = kept(item)?;
        let (made, until) = (UtcMs(kept.made_ms), UtcMs(kept.until_ms));
        let (client, signs) = (client(practice, item.id), kept.keys.is_some());
        let scopes = kept.scopes.join(" ");
        Some(Listed { id: item.id, scopes, name: kept.name, patient: kept.patient, made, until, client, signs })
    };
    let mut all: Vec<Listed> = items.iter().filter_map(one).collect();
    all.sort_by_key(|one| one.made);
    Ok(all)
}

/// Takes a program out: its token opens nothing from now on. Whether there was one.
///
/// # Errors
/// When there is no such practice, or the database fails.
pub fn take_out(store: &Store, practice: Uuid, id: Uuid, by: Option<&str>, now: UtcMs) -> Result<bool, NotLet> {
    let desk = desk(store, practice)?;
    let Some(item) = store.item(&desk, Shelf::Account, id)? else { return Ok(false) };
    store.remove(&desk, Shelf::Account, id, item.version)?;
    if let Some(kept) = kept(&item) {
        noted(store, &desk, now, "program-taken-out", &Kept { by: by.map(str::to_owned), ..kept })?;
    }
    Ok(true)
}

/// What is kept of a program that may come in now.
fn living(store: &Store, (practice, id): (Uuid, Uuid), now: UtcMs) -> Result<Option<Kept>, DeskError> {
    let Some(desk) = store.known_desk(PersonId::from_uuid(practice))?.filter(Desk::is_practice) else {
        return Ok(None);
    };
    let kept = store.item(&desk, Shelf::Account, id)?.as_ref().and_then(kept);
    Ok(kept.filter(|kept| now.0 < kept.until_ms))
}

/// The program of a token, if it may come in now.
pub(crate) fn of_token(store: &Store, token: &str, now: UtcMs) -> Result<Option<Known>, DeskError> {
    let Some(rest) = token.strip_prefix(START) else { return Ok(None) };
    if let Some(short) = rest.strip_prefix(short::START) {
        return short::of_token(store, short, now);
    }
    let (Some(of), Some(proof)) = (of_client(rest), rest.get(2 * ID..)) else { return Ok(None) };
    let Some(kept) = living(store, of, now)? else { return Ok(None) };
    if kept.keys.is_some() || !secret::same(&kept.mark, &secret::mark(proof)) {
        return Ok(None);
    }
    let scopes = kept.scopes.iter().filter_map(|scope| Scope::read(scope)).collect();
    Ok(Some(known(of, kept, scopes)))
}

fn known((practice, id): (Uuid, Uuid), kept: Kept, scopes: Vec<Scope>) -> Known {
    Known { id, name: kept.name, seat: access::Program { practice, patient: kept.patient, scopes } }
}
