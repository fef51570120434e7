//! Proving that records are whole. It needs no person's key: the chains are made of sealed bodies.

use std::fmt;

use crate::chain::{self, Head, NoHead, broken};
use crate::engine::Engine;
use crate::key::Keys;
use crate::profile::Profile;
use crate::tables::Tables;
use crate::{DeskError, PersonId, Store, StoreError, VerifyError, desk, lookup, unlock};

/// How many people are looked at in one go.
const PAGE: u32 = 500;

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
    /// The row says that it stands under another master key.
    Generation,
    /// The entries of the blind index are not those of the name and the addresses.
    Lookup,
    /// Something that is kept beside the record does not open in its place, or a note of the audit is missing.
    Desk,
    /// What is kept beside the record is not all there, or there is more than was kept.
    Counted,
    /// The record ends before a place that the witness has seen: the database was put back to an older state.
    Behind,
    /// At a place that the witness has seen stands another event.
    Forked,
    /// The audit ends before a note that the witness has seen: its tail was cut off, or the database was put back.
    AuditBehind,
    /// Where the witness has seen a note of the audit stands another one.
    AuditForked,
    /// The witness has seen a desk, such as a practice, and it is gone.
    DeskGone,
    /// The witness says something else about it, without a proof that this program wrote that.
    Unproved,
    /// The witness says that the person was erased, without a proof that this program wrote that.
    ErasureUnproved,
    /// The database proves that the person was erased, and the witness does not know: an older backup would bring them back.
    ErasureUnwitnessed,
    /// The witness has never seen this record.
    Unwitnessed,
    /// A witness that was kept elsewhere says that the person was erased, and they are here.
    ErasedElsewhere,
    /// The database cannot read the row.
    Unreadable,
}

impl fmt::Display for BrokenLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, seq, why } = self;
        match seq {
            Some(seq) => write!(f, "the record of `{person}` is broken at place `{seq}`: ")?,
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
            BrokenWhy::Generation => "the row says that it stands under another master key",
            BrokenWhy::Lookup => "the index entries are not those of the name",
            BrokenWhy::Desk => "something kept beside the record does not open",
            BrokenWhy::Counted => "something kept beside the record was taken out or put back",
            BrokenWhy::Behind => "the witness has seen this event, and the record ends before it",
            BrokenWhy::Forked => "the witness has seen another event here",
            BrokenWhy::AuditBehind => "the witness has seen this note of the audit, and the audit ends before it",
            BrokenWhy::AuditForked => "the witness has seen another note of the audit here",
            BrokenWhy::DeskGone => "the witness has seen what is kept beside it, and it is gone",
            BrokenWhy::Unproved => "the witness says something else about it and does not prove it",
            BrokenWhy::ErasureUnproved => "the witness says that it was erased and does not prove it",
            BrokenWhy::ErasureUnwitnessed => "it was erased and the witness does not know",
            BrokenWhy::Unwitnessed => "the witness has never seen it",
            BrokenWhy::ErasedElsewhere => "the other witness says that it was erased",
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
    /// What is wrong with the file of the database, or with that of the witness.
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
        self.engines.of(person).read(|tables| verify(tables, &self.keys, self.generation, person))
    }

    /// Proves every record and the file itself, and compares with the witness if there is one. What is broken is in
    /// the report, not an error.
    ///
    /// # Errors
    /// When the database or the witness cannot be looked at.
    pub fn verify_all(&self) -> Result<Report, StoreError> {
        let mut report = Report::default();
        for engine in self.engines.all() {
            self.verify_engine(engine, &mut report)?;
        }
        add_seen(&mut report, self.compare_with_own()?);
        report.file.extend(self.witness_troubles()?);
        Ok(report)
    }

    fn verify_engine(&self, engine: &Engine, report: &mut Report) -> Result<(), StoreError> {
        let (mut people, mut file) = engine.check_file()?;
        report.file.append(&mut file);
        let mut after = None;
        loop {
            match engine.read(|tables| tables.people(after, PAGE)) {
                Ok(page) => {
                    let Some(last) = page.last() else { break };
                    after = Some(*last);
                    people.extend(page);
                }
                Err(StoreError::Damaged { what }) => {
                    report.file.push(what);
                    break;
                }
                Err(error) => return Err(error),
            }
            for person in people.drain(..) {
                self.verify_into(engine, person, report)?;
            }
        }
        for person in people {
            self.verify_into(engine, person, report)?;
        }
        self.verify_desks(engine, report)
    }

    fn verify_into(&self, engine: &Engine, person: PersonId, report: &mut Report) -> Result<(), StoreError> {
        report.people += 1;
        match engine.read(|tables| verify(tables, &self.keys, self.generation, person)) {
            Ok(events) => report.events += events,
            Err(VerifyError::Broken(link)) => report.broken.push(link),
            Err(VerifyError::UnknownPerson { person }) => {
                report.broken.push(broken(person, None, BrokenWhy::Unreadable))
            }
            Err(VerifyError::Store(StoreError::Damaged { what })) => report.file.push(what),
            Err(VerifyError::Store(error)) => return Err(error),
        }
        Ok(())
    }

    fn verify_desks(&self, engine: &Engine, report: &mut Report) -> Result<(), StoreError> {
        match engine.read(|tables| tables.without_desk()) {
            Ok(mut owners) => {
                owners.sort_unstable();
                owners.dedup();
                add_seen(report, owners.into_iter().map(|owner| broken(owner, None, BrokenWhy::Desk)).collect());
            }
            Err(StoreError::Damaged { what }) => report.file.push(what),
            Err(error) => return Err(error),
        }
        let mut after = None;
        loop {
            let owners = match engine.read(|tables| tables.desks(after, PAGE)) {
                Ok(owners) => owners,
                Err(StoreError::Damaged { what }) => {
                    report.file.push(what);
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            let Some(last) = owners.last() else { return Ok(()) };
            after = Some(*last);
            for owner in owners {
                match engine.read(|tables| desk::verify(tables, &self.keys, self.generation, owner)) {
                    Ok(()) => {}
                    Err(DeskError::Store(StoreError::Damaged { what })) => report.file.push(what),
                    Err(DeskError::Store(error)) => return Err(error),
                    Err(DeskError::Broken(link)) => add_seen(report, vec![link]),
                    Err(_) => add_seen(report, vec![broken(owner, None, BrokenWhy::Desk)]),
                }
            }
        }
    }
}

/// Adds what the witness says about records that are whole in themselves.
fn add_seen(report: &mut Report, seen: Vec<BrokenLink>) {
    let known: Vec<PersonId> = report.broken.iter().map(|link| link.person).collect();
    report.broken.extend(seen.into_iter().filter(|link| !known.contains(&link.person)));
}

fn verify(tables: &mut dyn Tables, keys: &Keys, generation: u32, person: PersonId) -> Result<u64, VerifyError> {
    // The events first, so that the first broken event is named even if the person's row is broken too.
    let end = chain::walk(tables, person, Head::start(person), |_, _| Ok::<_, VerifyError>(()))?;
    let (head, _) = Head::load_any(tables, keys, person).map_err(|no_head| match no_head {
        NoHead::Unknown | NoHead::Erased => VerifyError::UnknownPerson { person },
        NoHead::Broken(link) => link.into(),
        NoHead::Store(error) => error.into(),
    })?;
    head.check_end(person, &end)?;
    let unreadable = |error: StoreError| match error {
        StoreError::Damaged { .. } => VerifyError::Broken(broken(person, None, BrokenWhy::Unreadable)),
        error => error.into(),
    };
    let row = tables.person(person).map_err(unreadable)?.ok_or(VerifyError::UnknownPerson { person })?;
    let tags = tables.tags(person).map_err(unreadable)?;
    let is = |held: bool, why: BrokenWhy| if held { Ok(()) } else { Err(broken(person, None, why)) };
    is(row.generation == generation, BrokenWhy::Generation)?;
    if let Some(erasure) = row.erased {
        // An erased person has neither name nor key, and the chain is whole all the same.
        is(erasure.is_ours(keys, person) && row.wrapped.is_none(), BrokenWhy::Key)?;
        is(row.profile.is_none(), BrokenWhy::Profile)?;
        is(tags.is_empty(), BrokenWhy::Lookup)?;
        return Ok(head.seq);
    }
    let profile = row.profile.and_then(|sealed| Profile::open(keys, person, &sealed));
    let profile = profile.ok_or(broken(person, None, BrokenWhy::Profile))?;
    let wrapped = row.wrapped.ok_or(broken(person, None, BrokenWhy::Key))?;
    is(unlock::wrapping_opens(keys, person, row.mark.as_ref(), &wrapped), BrokenWhy::Key)?;
    is(tags == lookup::tags(keys, &profile), BrokenWhy::Lookup)?;
    Ok(head.seq)
}
