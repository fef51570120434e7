//! The people of the household: adding, listing, renaming.

use std::fmt;

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use uuid::Builder;
use zeroize::Zeroizing;

use crate::chain::{Head, broken};
use crate::crypto::{self, CryptoError};
use crate::key::Keys;
use crate::verify::BrokenWhy;
use crate::{CreateError, PeopleError, PersonId, PersonKey, RenameError, Store, StoreError, UtcMs, pin, unlock};

/// Most bytes of a name.
const NAME_MAX_BYTES: usize = 1000;
/// Profiles are filled up to a multiple of this many bytes, so that their length does not tell the name's.
const PADDING: usize = 128;

/// One line of the list of people.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// Who it is.
    pub id: PersonId,
    /// The name; `None` when the row is damaged ([`Store::verify_all`] says so), so that one damaged row does not
    /// keep the others from their records.
    pub name: Option<String>,
    /// Whether the record opens only with a PIN.
    pub has_pin: bool,
}

/// Shows no name: names do not reach a log.
impl fmt::Debug for PersonLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonLine").field("id", &self.id).field("has_pin", &self.has_pin).finish_non_exhaustive()
    }
}

/// What is known about a person before the record is unlocked.
#[derive(Serialize, Deserialize)]
struct Profile {
    name: String,
    created_at: UtcMs,
}

impl Profile {
    fn seal(&self, keys: &Keys, person: PersonId) -> Result<Vec<u8>, CryptoError> {
        #[expect(clippy::expect_used, reason = "a text and a number under string keys can always be written as JSON")]
        let mut text = Zeroizing::new(serde_json::to_vec(self).expect("a profile is plain json"));
        // Spaces after the closing brace mean nothing to JSON.
        let length = text.len().next_multiple_of(PADDING);
        text.resize(length, b' ');
        crypto::seal(&keys.profile, &aad(person), &text)
    }

    fn open(keys: &Keys, person: PersonId, sealed: &[u8]) -> Option<Self> {
        let text = crypto::open(&keys.profile, &aad(person), sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

fn aad(person: PersonId) -> Vec<u8> {
    [b"supple/profile/1".as_slice(), person.bytes()].concat()
}

/// Whether the sealed profile opens.
pub(crate) fn profile_opens(keys: &Keys, person: PersonId, sealed: &[u8]) -> bool {
    Profile::open(keys, person, sealed).is_some()
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.len() <= NAME_MAX_BYTES
}

impl Store {
    /// Adds a person, with a fresh key and, if given, a PIN. `now` places them in the list of people.
    ///
    /// # Errors
    /// When the name or the PIN is not one, or the database fails.
    pub fn create_person(&self, name: &str, pin: Option<&str>, now: UtcMs) -> Result<PersonId, CreateError> {
        if !is_name(name) {
            return Err(CreateError::Name);
        }
        if pin.is_some_and(|pin| !pin::is_allowed(pin)) {
            return Err(CreateError::PinLength);
        }
        let random = crypto::random().map_err(StoreError::from)?;
        let person = PersonId::from_uuid(Builder::from_random_bytes(random).into_uuid());
        let secret = crypto::random_secret().map_err(StoreError::from)?;
        let profile = Profile { name: name.to_owned(), created_at: now };
        let profile = profile.seal(&self.keys, person).map_err(StoreError::from)?;
        let (mark, wrapped) = unlock::wrap(&self.keys, person, &secret, pin, self.pin_cost)?;
        let head = Head::start(person);
        let mac = head.mac(&self.keys, person);
        self.writer.wait(move |conn| {
            conn.prepare_cached(
                "INSERT INTO person (person_id, profile_sealed, key_wrapped, pin, last_seq, head_hash, head_mac)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )
            .and_then(|mut insert| {
                let mark = mark.as_ref().map(|mark| mark.0);
                insert.execute((person.bytes(), &profile, &wrapped, mark, head.seq, head.hash, mac))
            })
            .map_err(|error| CreateError::Store(error.into()))?;
            Ok(person)
        })
    }

    /// Everybody in the household, in the order in which they came; erased people are not listed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn people(&self) -> Result<Vec<PersonLine>, PeopleError> {
        let mut lines = self.readers.read(|conn| list(conn, &self.keys))?;
        lines.sort_by_key(|(came, line)| (*came, line.id));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// Gives the key's person another name.
    ///
    /// # Errors
    /// When the name is not one, the person was erased or their row is damaged, or the database fails.
    pub fn rename(&self, key: &PersonKey, name: &str) -> Result<(), RenameError> {
        if !is_name(name) {
            return Err(RenameError::Name);
        }
        let (keys, person, name) = (self.keys.clone(), key.person(), name.to_owned());
        self.writer.wait(move |conn| rename(conn, &keys, person, &name))
    }
}

fn list(conn: &Connection, keys: &Keys) -> Result<Vec<(Option<UtcMs>, PersonLine)>, StoreError> {
    let sql = "SELECT person_id, profile_sealed, pin IS NOT NULL FROM person WHERE profile_sealed IS NOT NULL";
    let mut select = conn.prepare_cached(sql)?;
    let lines = select.query_map((), |row| {
        let id = PersonId::from_bytes(row.get(0)?);
        let profile = Profile::open(keys, id, row.get_ref(1)?.as_blob().unwrap_or_default());
        let came = profile.as_ref().map(|profile| profile.created_at);
        let name = profile.map(|profile| profile.name);
        Ok((came, PersonLine { id, name, has_pin: row.get(2)? }))
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn rename(conn: &Connection, keys: &Keys, person: PersonId, name: &str) -> Result<(), RenameError> {
    let sealed: Option<Option<Vec<u8>>> = conn
        .prepare_cached("SELECT profile_sealed FROM person WHERE person_id = ?1")
        .and_then(|mut select| select.query_row([person.bytes()], |row| row.get(0)).optional())
        .map_err(StoreError::from)?;
    let sealed = sealed.flatten().ok_or(RenameError::UnknownPerson { person })?;
    let profile =
        Profile::open(keys, person, &sealed).ok_or(RenameError::Broken(broken(person, None, BrokenWhy::Profile)))?;
    let profile = Profile { name: name.to_owned(), ..profile }.seal(keys, person).map_err(StoreError::from)?;
    conn.prepare_cached("UPDATE person SET profile_sealed = ?2 WHERE person_id = ?1")
        .and_then(|mut update| update.execute((person.bytes(), profile)))
        .map_err(StoreError::from)?;
    Ok(())
}
