//! Proving that records are whole. It needs no person's key: the chains are made of sealed bodies.

use std::fmt;

use rusqlite::{Connection, OptionalExtension};

use crate::chain::{self, Head, NoHead, broken};
use crate::key::Keys;
use crate::pin::PinMark;
use crate::{PersonId, Store, StoreError, VerifyError, people, unlock};

/// The first place where a person's record is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrokenLink {
    /// Whose record it is.
    pub person: PersonId,
    /// The event's place; `None` for the person's own row.
    pub seq: Option<u64>,
    /// What is wrong there.
    pub why: BrokenWhy,
}

/// What is wrong at a broken link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokenWhy {
    /// The event is not there.
    Missing,
    /// The event is not the one that was written.
    Altered,
    /// The event stands behind the end of the chain.
    Unexpected,
    /// The sealed body does not open in this place.
    Seal,
    /// The end of the chain is not the one that was written.
    Head,
    /// The sealed name does not open.
    Profile,
    /// The wrapped key does not open.
    Key,
    /// SQLite cannot read the row.
    Unreadable,
}

impl fmt::Display for BrokenLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, seq, why } = self;
        match seq {
            Some(seq) => write!(f, "the record of `{person}` is broken at event `{seq}`: ")?,
            None => write!(f, "the record of `{person}` is broken: ")?,
        }
        f.write_str(match why {
            BrokenWhy::Missing => "the event is missing",
            BrokenWhy::Altered => "the event was altered",
            BrokenWhy::Unexpected => "the event stands behind the end of the chain",
            BrokenWhy::Seal => "the sealed body does not open here",
            BrokenWhy::Head => "the end of the chain was altered",
            BrokenWhy::Profile => "the name does not open",
            BrokenWhy::Key => "the key does not open",
            BrokenWhy::Unreadable => "the row cannot be read",
        })
    }
}

impl std::error::Error for BrokenLink {}

/// What was found in the whole database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many people were looked at.
    pub people: u64,
    /// How many events of whole records were proved.
    pub events: u64,
    /// The first broken link of each record that is not whole.
    pub broken: Vec<BrokenLink>,
    /// What SQLite says about the file, if it is not sound.
    pub file: Vec<String>,
}

impl Report {
    /// Whether nothing is broken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.broken.is_empty() && self.file.is_empty()
    }
}

impl Store {
    /// Proves the record of one person and says how many events it has.
    ///
    /// # Errors
    /// When there is no such person, the record is not whole (with the first broken link), or the database fails.
    pub fn verify(&self, person: PersonId) -> Result<u64, VerifyError> {
        self.readers.read(|conn| verify(conn, &self.keys, person))
    }

    /// Proves every record and the file itself. What is broken is in the report, not an error.
    ///
    /// # Errors
    /// When the database cannot be looked at.
    pub fn verify_all(&self) -> Result<Report, StoreError> {
        self.readers.read(|conn| {
            let mut report = Report { file: check_file(conn)?, ..Report::default() };
            for person in all_people(conn, &mut report.file)? {
                report.people += 1;
                match verify(conn, &self.keys, person) {
                    Ok(events) => report.events += events,
                    Err(VerifyError::Broken(link)) => report.broken.push(link),
                    Err(VerifyError::UnknownPerson { person }) => {
                        report.broken.push(broken(person, None, BrokenWhy::Unreadable));
                    }
                    Err(VerifyError::Store(StoreError::Damaged { what })) => report.file.push(what),
                    Err(VerifyError::Store(error)) => return Err(error),
                }
            }
            Ok(report)
        })
    }
}

fn check_file(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let lines = conn
        .prepare("PRAGMA integrity_check")
        .and_then(|mut check| check.query_map((), |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>());
    match lines.map_err(StoreError::from) {
        Ok(lines) => Ok(lines.into_iter().filter(|line| line != "ok").collect()),
        Err(StoreError::Damaged { what }) => Ok(vec![what]),
        Err(error) => Err(error),
    }
}

/// Everybody with a row or with events, so that a lost row shows as well.
fn all_people(conn: &Connection, file: &mut Vec<String>) -> Result<Vec<PersonId>, StoreError> {
    let mut people = Vec::new();
    let mut select = conn.prepare("SELECT person_id FROM person UNION SELECT person_id FROM event")?;
    for id in select.query_map((), |row| row.get(0))? {
        match id.map_err(StoreError::from) {
            Ok(id) => people.push(PersonId::from_bytes(id)),
            Err(StoreError::Damaged { what }) => {
                file.push(what);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(people)
}

fn verify(conn: &Connection, keys: &Keys, person: PersonId) -> Result<u64, VerifyError> {
    // The events first, so that the first broken event is named even if the person's row is broken too.
    let end = chain::walk(conn, person, Head::start(person), |_, _| Ok::<_, VerifyError>(()))?;
    let head = Head::load(conn, keys, person).map_err(|no_head| match no_head {
        NoHead::Unknown => VerifyError::UnknownPerson { person },
        NoHead::Broken(link) => link.into(),
        NoHead::Store(error) => error.into(),
    })?;
    head.check_end(person, &end)?;
    let row = conn
        .query_row(
            "SELECT profile_sealed, key_wrapped, pin FROM person WHERE person_id = ?1",
            [person.bytes()],
            |row| {
                let mark: Option<[u8; 25]> = row.get(2)?;
                Ok((row.get::<_, Option<Vec<u8>>>(0)?, row.get::<_, Option<Vec<u8>>>(1)?, mark.map(PinMark)))
            },
        )
        .optional()
        .map_err(StoreError::from);
    let (profile, wrapped, mark) = match row {
        Ok(row) => row.ok_or(VerifyError::UnknownPerson { person })?,
        Err(StoreError::Damaged { .. }) => {
            return Err(broken(person, None, BrokenWhy::Unreadable).into());
        }
        Err(error) => return Err(error.into()),
    };
    // An erased person has neither name nor key, and the chain is whole all the same.
    if profile.is_some_and(|sealed| !people::profile_opens(keys, person, &sealed)) {
        return Err(broken(person, None, BrokenWhy::Profile).into());
    }
    if wrapped.is_some_and(|wrapped| !unlock::wrapping_opens(keys, person, mark.as_ref(), &wrapped)) {
        return Err(broken(person, None, BrokenWhy::Key).into());
    }
    Ok(head.seq)
}
