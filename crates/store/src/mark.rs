//! Going on reading where a reading ended, for whoever keeps what a record comes to beside it.

use crate::chain::{self, Head};
use crate::{AppendError, Appended, Event, NewEvent, PersonKey, ReadError, Store};

/// A place in the chain of one person up to which it was read and proved, with its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub(crate) Head);

/// What stands in a record since a mark.
#[derive(Debug)]
pub enum Since {
    /// The record goes on from there with these events, proved whole; it ends at the new mark now.
    More(Vec<Event>, Mark),
    /// The record does not go on from there: another copy of the database was put in its place. What was kept is not this
    /// record's.
    Other,
}

impl Store {
    /// All events as [`Store::events`], with the mark from which to go on.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn events_marked(&self, key: &PersonKey) -> Result<(Vec<Event>, Mark), ReadError> {
        let person = key.person();
        self.engines.of(person).read(|tables| {
            let head = self.head(tables, person)?;
            let events = crate::read::read_on(tables, key, self.upcast.as_ref(), Head::start(person), head)?;
            Ok((events, Mark(head)))
        })
    }

    /// What has come since a mark, by whichever program. Only the end is read where nothing has. That what lies before the
    /// mark is still there is not looked at again, but the chain has to go on from it.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn events_since(&self, key: &PersonKey, mark: Mark) -> Result<Since, ReadError> {
        let person = key.person();
        self.engines.of(person).read(|tables| {
            let head = self.head(tables, person)?;
            let from = match head.seq.cmp(&mark.0.seq) {
                std::cmp::Ordering::Less => None,
                std::cmp::Ordering::Equal => Some(head),
                std::cmp::Ordering::Greater if mark.0.seq == 0 => Some(Head::start(person)),
                std::cmp::Ordering::Greater => chain::end_at(tables, person, mark.0.seq)?,
            };
            if from != Some(mark.0) {
                return Ok(Since::Other);
            }
            if head == mark.0 {
                return Ok(Since::More(Vec::new(), mark));
            }
            Ok(Since::More(crate::read::read_on(tables, key, self.upcast.as_ref(), mark.0, head)?, Mark(head)))
        })
    }

    /// [`Store::append_many_expecting`], with the mark at which the record ends then.
    ///
    /// # Errors
    /// As [`Store::append_expecting`].
    pub fn append_many_marked(
        &self,
        key: &PersonKey,
        expected_last_seq: u64,
        events: Vec<NewEvent>,
    ) -> Result<(Vec<Appended>, Mark), AppendError> {
        self.append_to_head(key, Some(expected_last_seq), events).map(|(appended, head)| (appended, Mark(head)))
    }
}
