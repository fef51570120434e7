//! What a program sends again under the same key (Idempotency-Key) is done once: what it came to is kept for a day, as ids, and
//! answered again as it stands.

use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};
use supple_store::{Item, PersonId, Shelf};
use uuid::Uuid;

use super::{
    super::answer::{Refused, Stated},
    gate::{AWAY, Door},
};
use crate::{
    account::secret,
    mail::{Done, Job, What},
};

const HEADER: &str = "idempotency-key";
/// Longest key, in characters.
const LONGEST: usize = 255;
/// How long what came is known, in milliseconds: a day.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
const KEY: Refused = Refused::new(StatusCode::BAD_REQUEST, "value", "fhir-key");
const OTHER: Refused = Refused::new(StatusCode::UNPROCESSABLE_ENTITY, "conflict", "fhir-key-other");

/// Under which key something came, and what it was.
pub(super) struct Key {
    id: Uuid,
    mark: String,
}

impl Key {
    /// The key of a request, where it has one.
    ///
    /// # Errors
    /// One that is none.
    pub(super) fn of(door: &Door, headers: &HeaderMap, path: &str, body: &Value) -> Result<Option<Self>, Refused> {
        let mut all = headers.get_all(HEADER).iter();
        let (Some(key), None) = (all.next(), all.next()) else {
            return if headers.contains_key(HEADER) { Err(KEY) } else { Ok(None) };
        };
        // A text in quotes, as the draft of the header has it; most clients leave them away.
        let key = key.to_str().unwrap_or_default().trim();
        let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
        if key.is_empty() || key.len() > LONGEST || !key.chars().all(|letter| letter.is_ascii_graphic()) {
            return Err(KEY);
        }
        Ok(Some(Self::named(door, key, path, body)))
    }

    /// The key of an entry of a batch: each is done for itself.
    pub(super) fn entry(&self, door: &Door, at: usize, body: &Value) -> Self {
        Self::named(door, &format!("{}#{at}", self.id), "", body)
    }

    fn named(door: &Door, key: &str, path: &str, body: &Value) -> Self {
        let digest = Sha256::digest(format!("supple/key/1\n{}\n{key}", door.program()));
        let id = digest.first_chunk::<16>().map_or(Uuid::nil(), |bytes| Uuid::from_bytes(*bytes));
        Self { id, mark: secret::hex(&Sha256::digest(format!("{path}\n{body}"))) }
    }

    /// What came of it before; nothing where it comes for the first time.
    ///
    /// # Errors
    /// Another body under the same key.
    pub(super) fn before(&self, door: &Door) -> Result<Option<Vec<Done>>, Refused> {
        let item = door.house().app.store.item(door.office.desk(), Shelf::Job, self.id).map_err(|_| AWAY)?;
        // What has run out is as if it had never come, whether it has been cleared away or not.
        let item = item.filter(|item| item.at.is_some_and(|at| at > door.now()));
        match item.and_then(|item| Job::of(&item)).map(|job| job.what) {
            Some(What::Came { mark, .. }) if mark != self.mark => Err(OTHER),
            Some(What::Came { done, .. }) => Ok(Some(done)),
            _ => Ok(None),
        }
    }

    /// What is kept of it, beside what it came to.
    pub(super) fn item(&self, door: &Door, about: Option<Uuid>, done: Vec<Done>) -> Result<Item, Refused> {
        let store = &door.house().app.store;
        let known = store.item(door.office.desk(), Shelf::Job, self.id).map_err(|_| AWAY)?;
        // Only what has run out is written over: whoever came with the same key at this moment is first.
        let over = known.filter(|item| item.at.is_none_or(|at| at <= door.now()));
        let version = over.map_or(0, |known| known.version);
        let (now, mark) = (door.now().0, self.mark.clone());
        let job = Job::new(What::Came { mark, done }, now);
        Ok(job.item(self.id, now.saturating_add(KEPT_MS), about.map(PersonId::from_uuid), version))
    }
}

/// Does something, or finds that it was done under the same key before: what came to be, as it stands.
pub(super) fn by_key<T>(
    door: &Door,
    key: Option<&Key>,
    act: impl FnOnce() -> Result<T, Stated>,
    again: impl Fn(&[Done]) -> Result<T, Stated>,
) -> Result<T, Stated> {
    let before = || Ok::<_, Refused>(key.map(|key| key.before(door)).transpose()?.flatten());
    if let Some(done) = before()? {
        return again(&done);
    }
    match (act(), key) {
        // Somebody with the same key may have been quicker by a moment.
        (Err(stated), Some(_)) => before()?.map_or(Err(stated), |done| again(&done)),
        (found, _) => found,
    }
}
