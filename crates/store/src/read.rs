//! Reading a record back.

use uuid::Uuid;

use crate::chain::{self, Head, NoHead, broken};
use crate::envelope::{ENVELOPE, Place, read_body};
use crate::tables::{EventRow, Tables};
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{Event, PersonId, PersonKey, ReadError, Store, StoreError, Upcast, crypto, upcast};

impl From<BrokenLink> for ReadError {
    fn from(link: BrokenLink) -> Self {
        Self::Broken(link)
    }
}

impl Store {
    /// All events of the key's person in their order, proved whole: a changed or missing event is an error, never a
    /// shorter record.
    ///
    /// # Errors
    /// When there is no such person or they were erased, the record is not whole, or the database fails.
    pub fn events(&self, key: &PersonKey) -> Result<Vec<Event>, ReadError> {
        self.events_after(key, 0)
    }

    /// The events after the place `seq`, proved whole from there to the end; none when the record ends at or before
    /// it.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn events_after(&self, key: &PersonKey, seq: u64) -> Result<Vec<Event>, ReadError> {
        self.events_through(key, seq, self.upcast.as_ref())
    }

    /// The events after the place `seq`, lifted by `steps`.
    pub(crate) fn events_through(
        &self,
        key: &PersonKey,
        seq: u64,
        steps: &dyn Upcast,
    ) -> Result<Vec<Event>, ReadError> {
        let person = key.person();
        self.engines.of(person).read(|tables| {
            let head = self.head(tables, person)?;
            if seq >= head.seq {
                // The walk would see nothing; what lies before `seq` is not asked for.
                return if seq == 0 { read_on(tables, key, steps, Head::start(person), head) } else { Ok(Vec::new()) };
            }
            let missing = broken(person, Some(seq), BrokenWhy::Missing);
            let from = chain::end_at(tables, person, seq)?.ok_or(missing)?;
            read_on(tables, key, steps, from, head)
        })
    }

    /// The events with these ids, in their order, each opened in its place; those that are not there are left out. The
    /// chain between them is not walked.
    ///
    /// # Errors
    /// When there is no such person or they were erased, one of the events was changed, or the database fails.
    pub fn events_with(&self, key: &PersonKey, ids: &[Uuid]) -> Result<Vec<Event>, ReadError> {
        let person = key.person();
        let ids: Vec<[u8; 16]> = ids.iter().map(|id| *id.as_bytes()).collect();
        self.engines.of(person).read(|tables| {
            self.head(tables, person)?;
            let mut known = tables.before(person, &ids)?.map_or_else(Vec::new, |before| before.known);
            known.sort_by_key(|(row, _)| row.seq);
            let start = Head::start(person).hash;
            let read = |(row, previous): &(EventRow, Option<[u8; 32]>)| {
                let place = row.place(person, previous.as_ref(), &start)?;
                read_event(key, self.upcast.as_ref(), &place, &row.sealed)
            };
            known.iter().map(read).collect()
        })
    }

    /// The place of the person's last event, 0 when there is none. It needs no key.
    ///
    /// # Errors
    /// When there is no such person or they were erased, the end of the record was changed, or the database fails.
    pub fn last_seq(&self, person: PersonId) -> Result<u64, ReadError> {
        self.engines.of(person).read(|tables| Ok(self.head(tables, person)?.seq))
    }

    pub(crate) fn head(&self, tables: &mut dyn Tables, person: PersonId) -> Result<Head, ReadError> {
        Head::load(tables, &self.keys, person).map_err(|no_head| match no_head {
            NoHead::Unknown | NoHead::Erased => ReadError::UnknownPerson { person },
            NoHead::Broken(link) => self.same_key(tables).map_or_else(ReadError::from, |()| link.into()),
            NoHead::Store(error) => error.into(),
        })
    }

    /// Whether the databases answer and their master key is still the one with which this store was opened: what a program
    /// asks that was refused, to say why.
    ///
    /// # Errors
    /// When a database does not answer ([`StoreError::Unreachable`]), fails, or its key was changed
    /// ([`StoreError::KeyChanged`]).
    pub fn standing(&self) -> Result<(), StoreError> {
        self.engines.all().try_for_each(|engine| engine.read(|tables| self.same_key(tables)))
    }

    /// Whether the witness could be written whenever it had to be; so too where there is none. Since the last look, a minute
    /// ago at most.
    pub fn witness_stands(&self) -> bool {
        self.witness.stands()
    }

    /// Asked where something does not open: whether that is because the master key was changed while this store was open.
    ///
    /// # Errors
    /// [`StoreError::KeyChanged`] where it was.
    pub(crate) fn same_key(&self, tables: &mut dyn Tables) -> Result<(), StoreError> {
        match tables.key_checks()?.as_slice() {
            // No check at all is damage, not a change.
            [] => Ok(()),
            [(generation, _)] if *generation == self.generation => Ok(()),
            _ => Err(StoreError::KeyChanged),
        }
    }
}

pub(crate) fn read_on(
    tables: &mut dyn Tables,
    key: &PersonKey,
    steps: &dyn Upcast,
    from: Head,
    head: Head,
) -> Result<Vec<Event>, ReadError> {
    let mut events = Vec::new();
    let end = chain::walk(tables, key.person(), from, |place, sealed| {
        events.push(read_event(key, steps, place, sealed)?);
        Ok::<_, ReadError>(())
    })?;
    head.check_end(key.person(), &end)?;
    Ok(events)
}

fn read_event(key: &PersonKey, steps: &dyn Upcast, place: &Place<'_>, sealed: &[u8]) -> Result<Event, ReadError> {
    let forged = || ReadError::Broken(broken(place.person, Some(place.seq), BrokenWhy::Seal));
    if place.envelope != ENVELOPE {
        return Err(forged());
    }
    let body = crypto::open(key.secret(), &place.aad(), sealed).map_err(|_| forged())?;
    let (header, payload) = read_body(&body).ok_or_else(forged)?;
    let payload = serde_json::from_slice(payload).map_err(|_| forged())?;
    let written = header.version;
    let (version, payload) = upcast::lift(steps, &header.kind, written, payload)
        .ok_or(ReadError::Upcast { seq: place.seq, version: written })?;
    Ok(Event {
        id: Uuid::from_bytes(*place.event_id),
        person: place.person,
        seq: place.seq,
        at: header.at,
        zone: header.zone,
        kind: header.kind,
        version,
        who: header.who,
        payload,
    })
}
