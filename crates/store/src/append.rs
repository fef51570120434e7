//! Appending: idempotent by event id, atomic for one person, on demand only if nobody came in between.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::chain::{Head, broken};
use crate::crypto::{self, CryptoError};
use crate::envelope::{self, Draft, ENVELOPE, Place};
use crate::heads::Heads;
use crate::key::Keys;
use crate::tables::{Before, EndRow, EventRow, Tables};
use crate::verify::BrokenWhy;
use crate::witness::Chain;
use crate::{AppendError, NewEvent, PersonId, PersonKey, Store, StoreError};

/// How often an append begins anew because somebody else was quicker. Each time somebody else's event was kept.
const TRIES: u32 = 1000;

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
            Ok(work) => {
                let (person, witness) = (key.person(), self.witness.clone());
                self.engines.of(person).submit_one(work, move |result| {
                    done(result.map(|(appended, from, to)| {
                        witness.saw(Chain::Record, person, Some(from), to);
                        appended
                    }));
                });
            }
            Err(error) => done(Err(error)),
        }
    }

    fn append_all(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: Vec<NewEvent>,
    ) -> Result<Vec<Appended>, AppendError> {
        self.append_to_head(key, expected_last_seq, events).map(|(appended, _)| appended)
    }

    /// As [`Store::append_many`], with where the record ends now.
    #[expect(clippy::needless_pass_by_value, reason = "the events are handed over; their bodies travel to the writer")]
    pub(crate) fn append_to_head(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: Vec<NewEvent>,
    ) -> Result<(Vec<Appended>, Head), AppendError> {
        let work = self.append_work(key, expected_last_seq, &events)?;
        let (appended, from, to) = self.engines.of(key.person()).write_one(work)?;
        self.witness.saw(Chain::Record, key.person(), Some(from), to);
        Ok((appended, to))
    }

    fn append_work(
        &self,
        key: &PersonKey,
        expected_last_seq: Option<u64>,
        events: &[NewEvent],
    ) -> Result<impl FnMut(&mut dyn Tables) -> Done + Send + 'static, AppendError> {
        let drafts: Vec<Draft> = events
            .iter()
            .map(|event| Draft::of(event).map_err(|problems| AppendError::Invalid { id: event.id, problems }))
            .collect::<Result<_, _>>()?;
        let heads = self.engines.of(key.person()).is_far().then(|| self.heads.clone());
        let (keys, key) = (self.keys.clone(), key.clone());
        Ok(move |tables: &mut dyn Tables| append(tables, &keys, heads.as_ref(), &key, expected_last_seq, &drafts))
    }
}

fn first(all: Result<Vec<Appended>, AppendError>) -> Result<Appended, AppendError> {
    // INVARIANT: one event in, one answer out.
    all?.first().copied().ok_or_else(|| StoreError::Closed.into())
}

/// The answers, where the chain ended before, and where it ends now.
type Done = Result<Ends, AppendError>;
type Ends = (Vec<Appended>, Head, Head);

/// Seals what is new behind the end, and moves the end if it is still the same. Where the end was a guess that does not
/// hold, or after somebody else was quicker, it is read.
fn append(
    tables: &mut dyn Tables,
    keys: &Keys,
    heads: Option<&Heads>,
    key: &PersonKey,
    expected_last_seq: Option<u64>,
    drafts: &[Draft],
) -> Done {
    let person = key.person();
    let guess = heads.and_then(|heads| heads.guess(person));
    if let Some(end) = guess.filter(|end| expected_last_seq.is_none_or(|expected| expected == end.head.seq)) {
        let before = Before { end, erased: false, known: Vec::new() };
        if let Some(done) = link(key, &before, expected_last_seq, drafts)?.keep(tables, keys, heads, &before.end)? {
            return Ok(done);
        }
    }
    let ids: Vec<[u8; 16]> = drafts.iter().map(|draft| *draft.id.as_bytes()).collect();
    for _ in 0..TRIES {
        let before = tables.before(person, &ids).map_err(|error| match error {
            StoreError::Damaged { .. } => AppendError::Broken(broken(person, None, BrokenWhy::Unreadable)),
            error => error.into(),
        })?;
        let before = before.filter(|before| !before.erased).ok_or(AppendError::UnknownPerson { person })?;
        before.end.check(keys, person).map_err(AppendError::Broken)?;
        if let Some(done) = link(key, &before, expected_last_seq, drafts)?.keep(tables, keys, heads, &before.end)? {
            return Ok(done);
        }
    }
    Err(StoreError::Busy.into())
}

/// Events sealed behind an end, not kept yet.
struct Linked {
    person: PersonId,
    rows: Vec<EventRow>,
    appended: Vec<Appended>,
    end: Head,
}

/// Seals what is not in the record yet behind `before`.
fn link(
    key: &PersonKey,
    before: &Before,
    expected_last_seq: Option<u64>,
    drafts: &[Draft],
) -> Result<Linked, AppendError> {
    let head = before.end.head;
    let mut linked = Linked {
        person: key.person(),
        rows: Vec::with_capacity(drafts.len()),
        appended: Vec::with_capacity(drafts.len()),
        end: head,
    };
    let known: BTreeMap<[u8; 16], _> = before.known.iter().map(|known| (known.0.event_id, known)).collect();
    // The same event may stand twice in one batch.
    let mut twins: BTreeMap<Uuid, (&Draft, u64)> = BTreeMap::new();
    for draft in drafts {
        if let Some((row, previous)) = known.get(draft.id.as_bytes()) {
            let seq = already_there(key, draft, row, previous.as_ref())?;
            linked.appended.push(Appended { seq, already: true });
            continue;
        }
        if let Some((twin, seq)) = twins.get(&draft.id) {
            if !envelope::same_content(&twin.body, &draft.body) {
                return Err(AppendError::IdTaken { id: draft.id });
            }
            linked.appended.push(Appended { seq: *seq, already: true });
            continue;
        }
        // Only here, so that repeating what was acknowledged is never a conflict.
        if let Some(expected) = expected_last_seq
            && expected != head.seq
        {
            return Err(AppendError::Conflict { expected, actual: head.seq });
        }
        let row = seal(key, linked.end, draft)?;
        linked.end = Head { seq: row.seq, hash: row.hash };
        linked.appended.push(Appended { seq: row.seq, already: false });
        twins.insert(draft.id, (draft, row.seq));
        linked.rows.push(row);
    }
    Ok(linked)
}

impl Linked {
    /// Adds the rows if the chain still ends at `before`; nothing when it does not.
    fn keep(
        self,
        tables: &mut dyn Tables,
        keys: &Keys,
        heads: Option<&Heads>,
        before: &EndRow,
    ) -> Result<Option<Ends>, AppendError> {
        if !self.rows.is_empty() {
            let after = self.end.proved(keys, self.person);
            let kept = tables.extend(self.person, before, &self.rows, &after)?;
            match heads {
                Some(heads) if kept => heads.saw(self.person, after),
                Some(heads) => heads.forget(self.person),
                None => {}
            }
            if !kept {
                return Ok(None);
            }
        }
        Ok(Some((self.appended, before.head, self.end)))
    }
}

/// Seals the draft into the next place of the chain.
fn seal(key: &PersonKey, end: Head, draft: &Draft) -> Result<EventRow, StoreError> {
    let place = Place {
        person: key.person(),
        seq: end.seq.saturating_add(1),
        event_id: draft.id.as_bytes(),
        envelope: ENVELOPE,
        previous: &end.hash,
    };
    let sealed = crypto::seal(key.secret(), &place.aad(), &draft.body)?;
    let hash = place.hash(&sealed);
    Ok(EventRow { seq: place.seq, event_id: *place.event_id, envelope: place.envelope, sealed, hash })
}

/// The place of the draft's event, which is in the record, if it has the same content.
fn already_there(
    key: &PersonKey,
    draft: &Draft,
    row: &EventRow,
    previous: Option<&[u8; 32]>,
) -> Result<u64, AppendError> {
    let person = key.person();
    let start = Head::start(person).hash;
    let place = row.place(person, previous, &start).map_err(AppendError::Broken)?;
    let body = crypto::open(key.secret(), &place.aad(), &row.sealed).map_err(|error| match error {
        CryptoError::Randomness => AppendError::Store(StoreError::Randomness),
        CryptoError::Forged => AppendError::Broken(broken(person, Some(row.seq), BrokenWhy::Seal)),
    })?;
    let same = envelope::same_content(&body, &draft.body);
    if same { Ok(row.seq) } else { Err(AppendError::IdTaken { id: draft.id }) }
}
