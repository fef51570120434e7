//! The mail address of a person, which they give and withdraw themselves. It lies at their own desk, which opens without a
//! PIN: mail is sent while nobody is there to type one.

use serde::{Deserialize, Serialize};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::Uuid;

use super::{Job, What};
use crate::account::secret;

/// Under this id it lies on its shelf, one for each person; the message with its code, too.
const ID: Uuid = Uuid::from_bytes(*b"supple mail addr");
/// How long a code may be typed, in milliseconds.
const CODE_MS: i64 = 24 * 60 * 60 * 1000;
/// How often a code may be typed wrong.
const WRONG: u8 = 5;

/// A mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mailbox {
    pub(crate) address: String,
    /// The code that was sent there and not typed yet: until then nothing else is sent.
    open: Option<Code>,
}

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Code {
    mark: String,
    until_ms: i64,
    wrong: u8,
}

/// A mailbox as it was read.
pub(crate) struct Found {
    version: u32,
    pub(crate) it: Mailbox,
}

impl Mailbox {
    /// Whether its owner has shown that they read what is sent there.
    pub(crate) const fn is_sure(&self) -> bool {
        self.open.is_none()
    }
}

/// The mailbox of a person, if they have given one.
pub(crate) fn of(store: &Store, person: PersonId) -> Result<Option<Found>, DeskError> {
    let Some(desk) = store.known_desk(person)? else { return Ok(None) };
    let Some(item) = store.item(&desk, Shelf::Account, ID)? else { return Ok(None) };
    Ok(Mailbox::deserialize(&item.body).ok().map(|it| Found { version: item.version, it }))
}

/// Where mail to a person goes: nowhere, where they gave no address or have not shown that it is theirs.
pub(crate) fn sure(store: &Store, person: PersonId) -> Result<Option<String>, DeskError> {
    Ok(of(store, person)?.map(|found| found.it).filter(Mailbox::is_sure).map(|it| it.address))
}

fn put(
    store: &Store,
    person: PersonId,
    shelf: Shelf,
    version: u32,
    body: &impl Serialize,
    at: Option<UtcMs>,
) -> Result<(), DeskError> {
    let body = serde_json::to_value(body).unwrap_or_default();
    store.put(&store.desk(person)?, shelf, &Item { id: ID, at, until: None, about: None, version, body }).map(drop)
}

/// Keeps an address, and has a code sent there.
pub(crate) fn give(
    store: &Store,
    person: PersonId,
    address: String,
    code: String,
    now: UtcMs,
) -> Result<(), DeskError> {
    let version = of(store, person)?.map_or(0, |found| found.version);
    let open = Code { mark: secret::mark(&code), until_ms: now.0.saturating_add(CODE_MS), wrong: 0 };
    put(store, person, Shelf::Account, version, &Mailbox { address, open: Some(open) }, None)?;
    let waits = store.item(&store.desk(person)?, Shelf::Job, ID)?.map_or(0, |item| item.version);
    put(store, person, Shelf::Job, waits, &Job::new(What::Code { code }, now.0), Some(now))
}

/// Takes the code that was sent; whether it is right.
pub(crate) fn confirm(store: &Store, person: PersonId, typed: &str, now: UtcMs) -> Result<bool, DeskError> {
    let Some(mut found) = of(store, person)? else { return Ok(false) };
    let Some(open) = found.it.open.as_mut() else { return Ok(true) };
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let right = open.wrong < WRONG && now.0 < open.until_ms && secret::same(&open.mark, &secret::mark(&digits));
    if right {
        found.it.open = None;
    } else {
        open.wrong = open.wrong.saturating_add(1);
    }
    put(store, person, Shelf::Account, found.version, &found.it, None)?;
    Ok(right)
}

/// Withdraws the address: it is forgotten, and nothing is sent there any more.
pub(crate) fn withdraw(store: &Store, person: PersonId) -> Result<(), DeskError> {
    let Some(desk) = store.known_desk(person)? else { return Ok(()) };
    for shelf in [Shelf::Account, Shelf::Job] {
        if let Some(item) = store.item(&desk, shelf, ID)? {
            store.remove(&desk, shelf, ID, item.version)?;
        }
    }
    Ok(())
}

/// The message that the ways to sign in to an account were changed, to be kept with that; nothing where its owner has no address.
pub(crate) fn of_account(store: &Store, desk: &Desk, now: UtcMs) -> Result<Option<Item>, DeskError> {
    /// Under this id it lies on its shelf, one for each person.
    const TOLD: Uuid = Uuid::from_bytes(*b"supple mail keys");
    if sure(store, desk.owner())?.is_none() {
        return Ok(None);
    }
    let waits = store.item(desk, Shelf::Job, TOLD)?.map_or(0, |item| item.version);
    Ok(Some(Job::new(What::Account, now.0).item(TOLD, now.0, None, waits)))
}

/// Six digits by chance.
pub(crate) fn fresh_code() -> Option<String> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000))
}
