//! Appending: idempotent by event id, atomic for one person, on demand only if nobody came in between.

use rusqlite::{Connection, OptionalExtension};

use crate::chain::{self, Head, NoHead, broken};
use crate::crypto::{self, CryptoError};
use crate::envelope::{self, Draft, ENVELOPE, Place};
use crate::key::Keys;
use crate::verify::BrokenWhy;
use crate::{AppendError, NewEvent, PersonKey, Store, StoreError};

/// What became of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place in the person's record, counted from 1.
    pub seq: u64,
    /// Whether it was in the record before, word for word.
    pub already: bool,
}

impl Store {
    /// Appends an event to the record of the key's person and waits until it is durable.
    ///
    /// An event that is already there with the same id and content is not added again.
    ///
    /// # Errors
    /// When the event cannot be kept as it is, its id stands for other content, the record is not whole, or the
    /// database fails.
    pub fn append(&self, key: &PersonKey, event: NewEvent) -> Result<Appended, AppendError> {
        first(self.append_all(key, None, vec![event]))
    }

    /// Appends only if the record still ends at `expected_last_seq` (0 for an empty one): for decisions made on what
    /// was read before, such as in a second tab. An event that is already there is never a conflict.
    ///
    /// # Errors
    /// As [`Store::append`], and [`AppendError::Conflict`].
    pub fn append_expecting(
        &self,
        key: &PersonKey,
        expected_last_seq: u64,
        event: NewEvent,
    ) -> Result<Appended, AppendError> {
        first(self.append_all(key, Some(expected_last_seq), vec![event]))
    }

    /// Appends all events in this order, or none. Those that are already there keep their place.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn append_many(&self, key: &PersonKey, events: Vec<NewEvent>) -> Result<Vec<Appended>, AppendError> {
        self.append_all(key, None, events)
    }

    /// [`Store::append_many`] under the condition of [`Store::append_expecting`].
    ///
    /// # Errors
    /// As [`Store::append_expecting`].
    pub fn append_many_expecting(
        &self,
        key: &PersonKey,
        expected_last_seq: u64,
        events: Vec<NewEvent>,
    ) -> Result<Vec<Appended>, AppendError> {
        self.append_all(key, Some(expected_last_seq), events)
    }

    /// Appends without waiting for the disk and calls `done` when the events are durable or refused.
    ///
    /// `done` is called exactly once, on the writer's thread or, when the events cannot even be sent there, on this
    /// one. It must be short, such as sending into a channel, and must not call the store. When about a thousand
    /// writes wait already, this call holds its caller up until there is room.
    pub fn append_then(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: Vec<NewEvent>,
        done: impl FnOnce(Result<Vec<Appended>, AppendError>) + Send + 'static,
    ) {
        match self.append_work(key, expected_last_seq, &events) {
            Ok(work) => self.writer.submit(work, done),
            Err(error) => done(Err(error)),
        }
    }

    #[expect(clippy::needless_pass_by_value, reason = "the events are handed over; their bodies travel to the writer")]
    fn append_all(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: Vec<NewEvent>,
    ) -> Result<Vec<Appended>, AppendError> {
        self.writer.wait(self.append_work(key, expected_last_seq, &events)?)
    }

    fn append_work(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: &[NewEvent],
    ) -> Result<impl FnMut(&Connection) -> Result<Vec<Appended>, AppendError> + Send + 'static, AppendError> {
        let drafts: Vec<Draft> = events
            .iter()
            .map(|event| Draft::of(event).map_err(|problems| AppendError::Invalid { id: event.id, problems }))
            .collect::<Result<_, _>>()?;
        let (keys, key) = (self.keys.clone(), key.clone());
        Ok(move |conn: &Connection| append(conn, &keys, &key, expected_last_seq, &drafts))
    }
}

fn first(all: Result<Vec<Appended>, AppendError>) -> Result<Appended, AppendError> {
    // INVARIANT: one event in, one answer out.
    all?.first().copied().ok_or_else(|| StoreError::Closed.into())
}

/// Inside the writer's transaction.
fn append(
    conn: &Connection,
    keys: &Keys,
    key: &PersonKey,
    expected_last_seq: Option<u64>,
    drafts: &[Draft],
) -> Result<Vec<Appended>, AppendError> {
    let person = key.person();
    let before = Head::load(conn, keys, person).map_err(|no_head| match no_head {
        NoHead::Unknown => AppendError::UnknownPerson { person },
        NoHead::Broken(link) => AppendError::Broken(link),
        NoHead::Store(error) => error.into(),
    })?;
    let mut end = before;
    let mut appended = Vec::with_capacity(drafts.len());
    for draft in drafts {
        if let Some(seq) = already_there(conn, key, draft)? {
            appended.push(Appended { seq, already: true });
            continue;
        }
        // Only here, so that repeating what was acknowledged is never a conflict.
        if let Some(expected) = expected_last_seq
            && expected != before.seq
        {
            return Err(AppendError::Conflict { expected, actual: before.seq });
        }
        end = add(conn, key, end, draft)?;
        appended.push(Appended { seq: end.seq, already: false });
    }
    if end != before {
        end.save(conn, keys, person)?;
    }
    Ok(appended)
}

/// Seals the draft into the next place of the chain.
fn add(conn: &Connection, key: &PersonKey, end: Head, draft: &Draft) -> Result<Head, StoreError> {
    let place = Place {
        person: key.person(),
        seq: end.seq.saturating_add(1),
        event_id: draft.id.as_bytes(),
        envelope: ENVELOPE,
        previous: &end.hash,
    };
    let sealed = crypto::seal(key.secret(), &place.aad(), &draft.body)?;
    let hash = place.hash(&sealed);
    conn.prepare_cached(
        "INSERT INTO event (person_id, seq, event_id, envelope, sealed, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .and_then(|mut insert| {
        insert.execute((place.person.bytes(), place.seq, place.event_id, place.envelope, &sealed, hash))
    })?;
    Ok(Head { seq: place.seq, hash })
}

/// The place of the draft's event if it is in the record with the same content.
fn already_there(conn: &Connection, key: &PersonKey, draft: &Draft) -> Result<Option<u64>, AppendError> {
    let person = key.person();
    let row = conn
        .prepare_cached("SELECT seq, envelope, sealed FROM event WHERE person_id = ?1 AND event_id = ?2")
        .and_then(|mut select| {
            select
                .query_row((person.bytes(), draft.id.as_bytes()), |row| {
                    Ok((row.get::<_, u64>(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
                })
                .optional()
        })
        .map_err(StoreError::from)?;
    let Some((seq, envelope, sealed)) = row else {
        return Ok(None);
    };
    let missing = || AppendError::Broken(broken(person, Some(seq.saturating_sub(1)), BrokenWhy::Missing));
    let previous = chain::end_at(conn, person, seq.saturating_sub(1))?.ok_or_else(missing)?;
    let place = Place { person, seq, event_id: draft.id.as_bytes(), envelope, previous: &previous.hash };
    let body = crypto::open(key.secret(), &place.aad(), &sealed).map_err(|error| match error {
        CryptoError::Randomness => AppendError::Store(StoreError::Randomness),
        CryptoError::Forged => AppendError::Broken(broken(person, Some(seq), BrokenWhy::Seal)),
    })?;
    if envelope::same_content(&body, &draft.body) { Ok(Some(seq)) } else { Err(AppendError::IdTaken { id: draft.id }) }
}
