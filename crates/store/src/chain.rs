//! The chain of one person's events: its end, and the walk along it.

use rusqlite::{Connection, OptionalExtension};

use crate::crypto;
use crate::envelope::{self, Place};
use crate::key::Keys;
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{PersonId, StoreError};

/// The end of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// The place of the last event, 0 when there is none.
    pub(crate) seq: u64,
    /// Its hash, or the start of the chain.
    pub(crate) hash: [u8; 32],
}

/// Why there is no head to go on from.
pub(crate) enum NoHead {
    Unknown,
    Broken(BrokenLink),
    Store(StoreError),
}

impl Head {
    /// The head of a person without events.
    pub(crate) fn start(person: PersonId) -> Self {
        Self { seq: 0, hash: envelope::start_of_chain(person) }
    }

    /// Proves this end under the master key. Whoever lacks that key can neither cut the last events off nor write
    /// the chain anew.
    pub(crate) fn mac(&self, keys: &Keys, person: PersonId) -> [u8; 32] {
        crypto::mac(&keys.head, &[person.bytes(), &self.seq.to_be_bytes(), &self.hash])
    }

    /// The head that the person's row tells.
    pub(crate) fn load(conn: &Connection, keys: &Keys, person: PersonId) -> Result<Self, NoHead> {
        let row = conn
            .prepare_cached("SELECT last_seq, head_hash, head_mac FROM person WHERE person_id = ?1")
            .and_then(|mut select| {
                select
                    .query_row([person.bytes()], |row| {
                        Ok((Self { seq: row.get(0)?, hash: row.get(1)? }, row.get::<_, [u8; 32]>(2)?))
                    })
                    .optional()
            })
            .map_err(|error| match StoreError::from(error) {
                StoreError::Damaged { .. } => NoHead::Broken(broken(person, None, BrokenWhy::Unreadable)),
                error => NoHead::Store(error),
            })?;
        let (head, mac) = row.ok_or(NoHead::Unknown)?;
        let parts: [&[u8]; 3] = [person.bytes(), &head.seq.to_be_bytes(), &head.hash];
        if crypto::mac_matches(&keys.head, &parts, &mac) {
            Ok(head)
        } else {
            Err(NoHead::Broken(broken(person, None, BrokenWhy::Head)))
        }
    }

    /// Moves the person's row to this head.
    pub(crate) fn save(&self, conn: &Connection, keys: &Keys, person: PersonId) -> Result<(), StoreError> {
        conn.prepare_cached("UPDATE person SET last_seq = ?2, head_hash = ?3, head_mac = ?4 WHERE person_id = ?1")?
            .execute((person.bytes(), self.seq, self.hash, self.mac(keys, person)))?;
        Ok(())
    }

    /// Whether a walk that ended at `end` saw the whole chain.
    pub(crate) fn check_end(&self, person: PersonId, end: &Self) -> Result<(), BrokenLink> {
        match end.seq.cmp(&self.seq) {
            std::cmp::Ordering::Less => Err(broken(person, Some(end.seq.saturating_add(1)), BrokenWhy::Missing)),
            std::cmp::Ordering::Greater => Err(broken(person, Some(self.seq.saturating_add(1)), BrokenWhy::Unexpected)),
            // Every link fits and yet it is another chain: it was written anew without the master key.
            std::cmp::Ordering::Equal if end.hash != self.hash => Err(broken(person, None, BrokenWhy::Head)),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }
}

pub(crate) fn broken(person: PersonId, seq: Option<u64>, why: BrokenWhy) -> BrokenLink {
    BrokenLink { person, seq, why }
}

/// The end of the chain after `seq` events as the event there tells it; `None` when there is no such event.
pub(crate) fn end_at(conn: &Connection, person: PersonId, seq: u64) -> Result<Option<Head>, StoreError> {
    if seq == 0 {
        return Ok(Some(Head::start(person)));
    }
    let mut select = conn.prepare_cached("SELECT hash FROM event WHERE person_id = ?1 AND seq = ?2")?;
    let hash = select.query_row((person.bytes(), seq), |row| row.get(0)).optional()?;
    Ok(hash.map(|hash| Head { seq, hash }))
}

/// Walks the events after `from` in order, proves each link and hands it on with its sealed body. Returns the end.
pub(crate) fn walk<E: From<StoreError> + From<BrokenLink>>(
    conn: &Connection,
    person: PersonId,
    from: Head,
    mut each: impl FnMut(&Place<'_>, &[u8]) -> Result<(), E>,
) -> Result<Head, E> {
    let mut end = from;
    // A row that SQLite cannot read is a broken link as well, and it is the next one.
    let unreadable = |error: rusqlite::Error, next: u64| match StoreError::from(error) {
        StoreError::Damaged { .. } => E::from(broken(person, Some(next), BrokenWhy::Unreadable)),
        error => E::from(error),
    };
    let sql = "SELECT seq, event_id, envelope, sealed, hash FROM event WHERE person_id = ?1 AND seq > ?2 ORDER BY seq";
    let mut select = conn.prepare_cached(sql).map_err(StoreError::from)?;
    let mut rows = select.query((person.bytes(), from.seq)).map_err(StoreError::from)?;
    loop {
        let next = end.seq.saturating_add(1);
        let Some(row) = rows.next().map_err(|error| unreadable(error, next))? else {
            return Ok(end);
        };
        let read = || {
            let blob = row.get_ref(3)?.as_blob().map_err(|_| rusqlite::Error::InvalidQuery)?;
            Ok((row.get::<_, u64>(0)?, row.get::<_, [u8; 16]>(1)?, row.get(2)?, blob, row.get::<_, [u8; 32]>(4)?))
        };
        let (seq, event_id, envelope, sealed, hash) = read().map_err(|error| unreadable(error, next))?;
        if seq != next {
            return Err(broken(person, Some(next), BrokenWhy::Missing).into());
        }
        let place = Place { person, seq, event_id: &event_id, envelope, previous: &end.hash };
        if place.hash(sealed) != hash {
            return Err(broken(person, Some(seq), BrokenWhy::Altered).into());
        }
        each(&place, sealed)?;
        end = Head { seq, hash };
    }
}
