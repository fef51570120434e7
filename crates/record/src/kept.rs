//! What the records in use come to, kept in memory: a page that follows reads only what has come since.
//!
//! Derived state, never the record itself: dropping all of it changes no page. Whoever asks has the person's key, and the
//! end of the chain is looked at each time, so that what another program wrote, erased or put back is seen.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use supple_care::Knowledge;
use supple_store::{Mark, NewEvent, PersonId, PersonKey, Since, Store, UtcMs};

use super::{NotWritten, Person, ReadTrouble, Record};
use crate::Now;

/// Most events of all records that are kept, about a kilobyte each; the record that was idle longest makes room.
const MOST_EVENTS: usize = 8_192;
/// A single record beside those may have this many: reading it anew for each page would make every page slow.
const MOST_OF_ONE: usize = 131_072;
/// What a record weighs beside its events, in events.
const EACH: usize = 16;
/// A record that nobody asked for this long is dropped: half an hour, in milliseconds.
const IDLE_MS: i64 = 30 * 60 * 1000;

/// Records by person, each as far as it was read.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    people: HashMap<PersonId, Entry>,
    /// Of all but the long one.
    events: usize,
    /// Whose record has more events than all others may have together, if one is kept.
    long: Option<PersonId>,
}

#[derive(Debug)]
struct Entry {
    mark: Mark,
    person: Person,
    used: UtcMs,
}

fn weight(person: &Person) -> usize {
    EACH.saturating_add(person.record.ids.len())
}

impl Shelf {
    fn drop_one(&mut self, id: PersonId) {
        let Some(entry) = self.people.remove(&id) else { return };
        if self.long == Some(id) {
            self.long = None;
        } else {
            self.events = self.events.saturating_sub(weight(&entry.person));
        }
    }
}

impl Kept {
    fn with<T>(&self, act: impl FnOnce(&mut Shelf) -> T) -> T {
        // A panic elsewhere leaves nothing half done that matters: what is kept can be read again.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn find(&self, id: PersonId, now: UtcMs) -> Option<(Mark, Person)> {
        self.with(|shelf| {
            let entry = shelf.people.get_mut(&id)?;
            entry.used = now;
            Some((entry.mark, entry.person.clone()))
        })
    }

    fn keep(&self, id: PersonId, mark: Mark, person: Person, now: UtcMs) {
        self.with(|shelf| {
            shelf.drop_one(id);
            match weight(&person) {
                weight if weight <= MOST_EVENTS => shelf.events = shelf.events.saturating_add(weight),
                weight if weight <= MOST_OF_ONE => {
                    if let Some(other) = shelf.long.replace(id) {
                        shelf.people.remove(&other);
                    }
                }
                _ => return,
            }
            shelf.people.insert(id, Entry { mark, person, used: now });
            let idle = |entry: &Entry| now.0.saturating_sub(entry.used.0) > IDLE_MS;
            if let Some(long) = shelf.long.filter(|long| shelf.people.get(long).is_some_and(idle)) {
                shelf.drop_one(long);
            }
            let oldest = |shelf: &Shelf| {
                let short = shelf.people.iter().filter(|(id, _)| shelf.long != Some(**id));
                short.map(|(id, entry)| (*id, entry.used)).min_by_key(|(_, used)| *used)
            };
            while let Some((oldest, used)) = oldest(shelf) {
                if shelf.events <= MOST_EVENTS && now.0.saturating_sub(used.0) <= IDLE_MS {
                    break;
                }
                shelf.drop_one(oldest);
            }
        });
    }

    /// Drops what is kept of somebody: when their record is closed or destroyed.
    pub fn forget(&self, id: PersonId) {
        self.with(|shelf| shelf.drop_one(id));
    }

    /// How many events are kept, and of how many people.
    #[cfg(test)]
    fn size(&self) -> (usize, usize) {
        self.with(|shelf| (shelf.events, shelf.people.len()))
    }
}

/// The records, and what is kept of them; nothing for a single reading.
#[derive(Clone, Copy, Debug)]
pub struct Records<'a> {
    /// Where the events are.
    pub store: &'a Store,
    /// What was read before; nothing for a single reading.
    pub kept: Option<&'a Kept>,
}

impl Records<'_> {
    /// Somebody as their record stands now.
    pub(crate) fn person(self, knowledge: &Knowledge, key: &PersonKey, now: &Now) -> Result<Person, ReadTrouble> {
        let read = self.gone_on(knowledge, key, now);
        match (&read, self.kept) {
            (Ok((mark, person)), Some(kept)) => kept.keep(key.person(), *mark, person.clone(), now.at),
            (Err(_), Some(kept)) => kept.forget(key.person()),
            (_, None) => {}
        }
        read.map(|(_, person)| person)
    }

    fn gone_on(self, knowledge: &Knowledge, key: &PersonKey, now: &Now) -> Result<(Mark, Person), ReadTrouble> {
        if let Some((mark, person)) = self.kept.and_then(|kept| kept.find(key.person(), now.at))
            && let Since::More(events, mark) = self.store.events_since(key, mark)?
        {
            return Ok((mark, person.gone_on(knowledge, &events, key, now)));
        }
        let (events, mark) = self.store.events_marked(key)?;
        let record = Arc::new(Record::fold(knowledge, &events));
        Ok((mark, Person::of(knowledge, record, key, now)))
    }

    /// Adds events behind `last_seq`, durably, and keeps what the record comes to then.
    pub(crate) fn append(
        self,
        key: &PersonKey,
        last_seq: u64,
        events: Vec<NewEvent>,
        after: &Person,
        now: &Now,
    ) -> Result<(), NotWritten> {
        let written = self.store.append_many_marked(key, last_seq, events);
        let Some(kept) = self.kept else { return Ok(written.map(|_| ())?) };
        match &written {
            // What was there before has another place than `after` says, and a name beside the record is none of it.
            Ok((appended, mark)) if !after.beside && appended.iter().all(|one| !one.already) => {
                kept.keep(key.person(), *mark, after.clone(), now.at);
            }
            _ => kept.forget(key.person()),
        }
        Ok(written.map(|_| ())?)
    }
}

#[cfg(test)]
mod tests;
