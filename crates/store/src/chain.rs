//! The chain of one person's events: its end, and the walk along it.

use crate::crypto;
use crate::envelope::{self, Place};
use crate::key::Keys;
use crate::tables::{EndRow, Tables};
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{PersonId, StoreError};

/// How many events are read at once.
const PAGE: u32 = 256;

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
    Erased,
    Broken(BrokenLink),
    Store(StoreError),
}

impl Head {
    /// The head of a person without events.
    pub(crate) fn start(person: PersonId) -> Self {
        Self { seq: 0, hash: envelope::start_of_chain(person) }
    }

    /// This end with its proof under the master key. Whoever lacks that key can neither cut the last events off nor
    /// write the chain anew.
    pub(crate) fn proved(self, keys: &Keys, person: PersonId) -> EndRow {
        let mac = crypto::mac(&keys.head, &[person.bytes(), &self.seq.to_be_bytes(), &self.hash]);
        EndRow { head: self, mac }
    }

    /// The head that the person's row tells, of a person who was not erased.
    pub(crate) fn load(tables: &mut dyn Tables, keys: &Keys, person: PersonId) -> Result<Self, NoHead> {
        match Self::load_any(tables, keys, person)? {
            (_, true) => Err(NoHead::Erased),
            (head, false) => Ok(head),
        }
    }

    /// The head that the person's row tells, and whether the person was erased.
    pub(crate) fn load_any(tables: &mut dyn Tables, keys: &Keys, person: PersonId) -> Result<(Self, bool), NoHead> {
        let row = tables.end(person).map_err(|error| match error {
            StoreError::Damaged { .. } => NoHead::Broken(broken(person, None, BrokenWhy::Unreadable)),
            error => NoHead::Store(error),
        })?;
        let (end, erased) = row.ok_or(NoHead::Unknown)?;
        match end.check(keys, person) {
            Ok(head) => Ok((head, erased)),
            Err(link) => Err(NoHead::Broken(link)),
        }
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

impl EndRow {
    /// The head, if it is the one that was written.
    pub(crate) fn check(&self, keys: &Keys, person: PersonId) -> Result<Head, BrokenLink> {
        let parts: [&[u8]; 3] = [person.bytes(), &self.head.seq.to_be_bytes(), &self.head.hash];
        let proved = crypto::mac_matches(&keys.head, &parts, &self.mac);
        if proved { Ok(self.head) } else { Err(broken(person, None, BrokenWhy::Head)) }
    }
}

pub(crate) fn broken(person: PersonId, seq: Option<u64>, why: BrokenWhy) -> BrokenLink {
    BrokenLink { person, seq, why }
}

/// The end of the chain after `seq` events as the event there tells it; `None` when there is no such event.
pub(crate) fn end_at(tables: &mut dyn Tables, person: PersonId, seq: u64) -> Result<Option<Head>, StoreError> {
    if seq == 0 {
        return Ok(Some(Head::start(person)));
    }
    Ok(tables.hash_at(person, seq)?.map(|hash| Head { seq, hash }))
}

/// Walks the events after `from` in order, proves each link and hands it on with its sealed body. Returns the end.
pub(crate) fn walk<E: From<StoreError> + From<BrokenLink>>(
    tables: &mut dyn Tables,
    person: PersonId,
    from: Head,
    mut each: impl FnMut(&Place<'_>, &[u8]) -> Result<(), E>,
) -> Result<Head, E> {
    let mut end = from;
    let mut rows = Vec::new();
    loop {
        rows.clear();
        let read = tables.events(person, end.seq, PAGE, &mut rows);
        for row in &rows {
            let next = end.seq.saturating_add(1);
            if row.seq != next {
                return Err(broken(person, Some(next), BrokenWhy::Missing).into());
            }
            let place =
                Place { person, seq: row.seq, event_id: &row.event_id, envelope: row.envelope, previous: &end.hash };
            if place.hash(&row.sealed) != row.hash {
                return Err(broken(person, Some(row.seq), BrokenWhy::Altered).into());
            }
            each(&place, &row.sealed)?;
            end = Head { seq: row.seq, hash: row.hash };
        }
        match read {
            Ok(()) if rows.is_empty() => return Ok(end),
            Ok(()) => {}
            // A row that the database cannot read is a broken link as well, and it is the next one.
            Err(StoreError::Damaged { .. }) => {
                return Err(broken(person, Some(end.seq.saturating_add(1)), BrokenWhy::Unreadable).into());
            }
            Err(error) => return Err(error.into()),
        }
    }
}
