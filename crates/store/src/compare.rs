//! What the witness says about the records, and what it is told about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::Connection;

use crate::chain::{self, Head, broken};
use crate::engine::Engines;
use crate::erase::Erasure;
use crate::tables::Tables;
use crate::verify::{BrokenLink, BrokenWhy};
use crate::witness::{self, Chain};
use crate::{PersonId, Store, StoreError, UtcMs, desk};

/// How many are asked about in one go.
const PAGE: u32 = 500;

/// Whether what stands in a witness without proof is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// It is the program's own: whatever has no proof was written by somebody else.
    Proved,
    /// Somebody who runs the program names it as theirs.
    All,
}

impl Store {
    /// Compares with a witness that was kept elsewhere: who has lost events since, and where, and who was erased there and
    /// is here. It is believed without proof, because whoever runs the program names it.
    ///
    /// # Errors
    /// When the file is no witness, or the database cannot be looked at.
    pub fn compare_with_witness(&self, path: &Path) -> Result<Vec<BrokenLink>, StoreError> {
        let conn = witness::open_copy(path)?;
        let mut seen = self.compare(&conn, Belief::All)?;
        for (person, _) in witness::erased(&conn)? {
            if self.is_here(person)? {
                seen.push(broken(person, None, BrokenWhy::ErasedElsewhere));
            }
        }
        Ok(seen)
    }

    /// What the witness has seen and is not there any more, or otherwise, and what it claims without proof. Nothing
    /// without a witness.
    ///
    /// # Errors
    /// When the witness or the database cannot be looked at.
    pub fn compare_with_own(&self) -> Result<Vec<BrokenLink>, StoreError> {
        let mut seen = self.witness.read(|conn| self.compare(conn, Belief::Proved))?.unwrap_or_default();
        let Some(listed) = self.witness.read(witness::erased)? else { return Ok(seen) };
        let unproved = listed.iter().filter(|(person, erasure)| !erasure.is_ours(&self.keys, *person));
        seen.extend(unproved.map(|(person, _)| broken(*person, None, BrokenWhy::ErasureUnproved)));
        let listed: BTreeSet<PersonId> = listed.into_iter().map(|(person, _)| person).collect();
        for (person, erasure) in self.erased_here()?.into_iter().filter(|(person, _)| !listed.contains(person)) {
            // On a server another program may have done it, with a witness of its own: this one learns of it.
            if self.engines.of(person).is_far() {
                self.witness.erased(person, &erasure)?;
            } else {
                seen.push(broken(person, None, BrokenWhy::ErasureUnwitnessed));
            }
        }
        seen.extend(self.unwitnessed()?.into_iter().map(|person| broken(person, None, BrokenWhy::Unwitnessed)));
        Ok(seen)
    }

    /// What is wrong with the witness itself: its file, its tables, lines that were taken out. Nothing without one.
    pub(crate) fn witness_troubles(&self) -> Result<Vec<String>, StoreError> {
        let troubles = self.witness.read(|conn| {
            let mut all = witness::troubles(conn)?;
            let wrong = witness::wrong(conn, &self.keys)?.into_iter();
            all.extend(wrong.map(|table| format!("lines of `{table}` were taken out, added or put back")));
            Ok(all)
        })?;
        Ok(troubles.unwrap_or_default().into_iter().map(|what| format!("the witness: {what}")).collect())
    }

    /// Whose records in a file the witness has never seen. On a server other programs may have witnesses of their own.
    fn unwitnessed(&self) -> Result<Vec<PersonId>, StoreError> {
        let lacks = |person: PersonId| -> Result<bool, StoreError> {
            Ok(!self.witness.read(|conn| witness::has_head(conn, person))?.unwrap_or(true))
        };
        let mut found = Vec::new();
        for engine in self.engines.all().filter(|engine| !engine.is_far()) {
            let mut after = None;
            loop {
                let people = engine.read(|tables| tables.people(after, PAGE))?;
                let Some(last) = people.last() else { break };
                after = Some(*last);
                for person in people {
                    if lacks(person)? {
                        let end = engine.read(|tables| tables.end(person))?;
                        found.extend(end.filter(|(end, _)| end.head.seq > 0).map(|_| person));
                    }
                }
            }
        }
        // Another program writes into the witness a moment after the record.
        found.into_iter().filter_map(|person| lacks(person).map(|lacks| lacks.then_some(person)).transpose()).collect()
    }

    /// Has the witness take over the records that it has never seen, as they are: for whoever knows why it has not.
    ///
    /// # Errors
    /// When the database or the witness fails.
    pub fn witness_unseen(&self) -> Result<(), StoreError> {
        for person in self.unwitnessed()? {
            if let Some(head) = self.engines.of(person).read(|tables| there(tables, Chain::Record, person))? {
                self.witness.saw(Chain::Record, person, None, head);
            }
        }
        self.witness.flush()
    }

    /// Whether the records are gone of which the witness remembers some: another disk, or none, is where they were.
    pub(crate) fn is_gone(&self) -> Result<bool, StoreError> {
        if !self.witness.read(witness::remembers)?.unwrap_or_default() {
            return Ok(false);
        }
        for engine in self.engines.all() {
            if engine.read(|tables| Ok::<_, StoreError>(!tables.people(None, 1)?.is_empty()))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Since when the witness has known anything, if it was made when there were records already.
    ///
    /// # Errors
    /// When the witness cannot be read.
    pub fn witness_began(&self) -> Result<Option<UtcMs>, StoreError> {
        Ok(self.witness.read(witness::began)?.flatten())
    }

    /// Whom the witness remembers as erased, and when; nobody without a witness. What stands there without proof is
    /// left out: whoever can write the file could have anybody destroyed.
    ///
    /// # Errors
    /// When the witness cannot be read.
    pub fn erased_before(&self) -> Result<Vec<(PersonId, UtcMs)>, StoreError> {
        let all = self.witness.read(witness::erased)?.unwrap_or_default();
        let proved = all.into_iter().filter(|(person, erasure)| erasure.is_ours(&self.keys, *person));
        Ok(proved.map(|(person, erasure)| (person, erasure.at)).collect())
    }

    /// Everybody of whom it is proved that they were erased, by the witness or by the database, and when.
    ///
    /// # Errors
    /// When the witness or the database cannot be read.
    pub fn all_erased(&self) -> Result<Vec<(PersonId, UtcMs)>, StoreError> {
        let mut all: BTreeMap<PersonId, UtcMs> = self.erased_before()?.into_iter().collect();
        for (person, erasure) in self.erased_here()? {
            all.entry(person).or_insert(erasure.at);
        }
        Ok(all.into_iter().collect())
    }

    /// Makes the witness remember how far each record is now, and forget what it saw before: after an older backup
    /// was put back on purpose. Who was erased it keeps.
    ///
    /// # Errors
    /// When the database or the witness fails.
    pub fn witness_anew(&self) -> Result<(), StoreError> {
        self.witness.forget_heads()?;
        self.remember(&Chain::ALL)
    }

    /// Whether somebody, or their desk, is here and was not erased.
    fn is_here(&self, owner: PersonId) -> Result<bool, StoreError> {
        self.engines.of(owner).read(|tables| {
            let desk = tables.desk(owner)?.is_some();
            Ok(tables.end(owner)?.map_or(desk, |(_, erased)| !erased))
        })
    }

    /// Whether the database itself proves that somebody was erased.
    fn is_erased_here(&self, person: PersonId) -> Result<bool, StoreError> {
        let row = self.engines.of(person).read(|tables| tables.person(person))?;
        Ok(row.and_then(|row| row.erased).is_some_and(|erasure| erasure.is_ours(&self.keys, person)))
    }

    fn compare(&self, conn: &Connection, belief: Belief) -> Result<Vec<BrokenLink>, StoreError> {
        let erased: Vec<PersonId> = witness::erased(conn)?
            .into_iter()
            .filter(|(owner, erasure)| belief == Belief::All || erasure.is_ours(&self.keys, *owner))
            .map(|(owner, _)| owner)
            .collect();
        let mut found: Vec<BrokenLink> = Vec::new();
        for chain in Chain::ALL {
            if !chain.is_in(conn)? {
                continue;
            }
            let mut after = None;
            while let Some((owner, seen, proved)) = witness::next_head(conn, &self.keys, chain, after)? {
                after = Some(owner);
                let believed = proved || belief == Belief::All;
                let why = match self.compare_one(chain, owner, seen)? {
                    // Nobody has to believe it, and it is named all the same: somebody wrote into the witness.
                    _ if !believed => BrokenWhy::Unproved,
                    Some(why) => why,
                    None => continue,
                };
                // The events of the erased stay; what lay beside them goes.
                if chain != Chain::Record && (erased.contains(&owner) || self.is_erased_here(owner)?) {
                    continue;
                }
                found.push(broken(owner, Some(seen.seq), why));
            }
        }
        Ok(found)
    }

    /// What is wrong beside what was seen; `None` when nothing is.
    fn compare_one(&self, chain: Chain, owner: PersonId, seen: Head) -> Result<Option<BrokenWhy>, StoreError> {
        let (fork, behind) = match chain {
            Chain::Record => (BrokenWhy::Forked, BrokenWhy::Behind),
            Chain::Audit => (BrokenWhy::AuditForked, BrokenWhy::AuditBehind),
            Chain::Desk => (BrokenWhy::DeskGone, BrokenWhy::DeskGone),
        };
        match self.engines.of(owner).read(|tables| at(tables, chain, owner, seen.seq)) {
            Ok(Some(head)) if head == seen => Ok(None),
            Ok(Some(_)) => Ok(Some(fork)),
            Ok(None) => Ok(Some(behind)),
            Err(StoreError::Damaged { .. }) => Ok(Some(BrokenWhy::Unreadable)),
            Err(error) => Err(error),
        }
    }

    /// Tells the witness what is there now.
    pub(crate) fn remember(&self, chains: &[Chain]) -> Result<(), StoreError> {
        for chain in chains {
            for engine in self.engines.all() {
                let mut after = None;
                while let Some(last) = engine.read(|tables| {
                    let owners = match chain {
                        Chain::Record => tables.people(after, PAGE)?,
                        Chain::Audit | Chain::Desk => tables.desks(after, PAGE)?,
                    };
                    for owner in &owners {
                        if let Some(head) = there(tables, *chain, *owner)? {
                            self.witness.saw(*chain, *owner, None, head);
                        }
                    }
                    Ok::<_, StoreError>(owners.last().copied())
                })? {
                    after = Some(last);
                }
            }
        }
        self.witness.flush()
    }

    /// Tells a witness that was made just now everything that the databases know: how far each record is, and who was
    /// erased.
    pub(crate) fn begin_witness(&self) -> Result<(), StoreError> {
        self.remember(&Chain::ALL)?;
        for (person, erasure) in self.erased_here()? {
            self.witness.erased(person, &erasure)?;
        }
        Ok(())
    }

    /// Whom the databases themselves prove to be erased. It looks at everybody.
    pub(crate) fn erased_here(&self) -> Result<Vec<(PersonId, Erasure)>, StoreError> {
        let mut erased = Vec::new();
        for engine in self.engines.all() {
            let mut after = None;
            loop {
                let (last, found) = engine.read(|tables| {
                    let (people, mut found) = (tables.people(after, PAGE)?, Vec::new());
                    for person in &people {
                        let erasure = tables.person(*person)?.and_then(|row| row.erased);
                        let proved = erasure.filter(|erasure| erasure.is_ours(&self.keys, *person));
                        found.extend(proved.map(|erasure| (*person, erasure)));
                    }
                    Ok::<_, StoreError>((people.last().copied(), found))
                })?;
                erased.extend(found);
                if last.is_none() {
                    break;
                }
                after = last;
            }
        }
        Ok(erased)
    }

    /// Takes over a witness that an older program wrote without proofs: what the database confirms is proved from now
    /// on, and nothing else is believed.
    pub(crate) fn prove_witness(&self) -> Result<(), StoreError> {
        for chain in [Chain::Record, Chain::Audit] {
            let mut after = None;
            let next = |after| self.witness.read(|conn| witness::next_head(conn, &self.keys, chain, after));
            while let Some((owner, seen, proved)) = next(after)?.flatten() {
                after = Some(owner);
                if !proved && self.compare_one(chain, owner, seen)?.is_none() {
                    self.witness.read(|conn| witness::prove_head(conn, &self.keys, chain, owner, &seen))?;
                }
            }
        }
        for (person, erasure) in self.witness.read(witness::erased)?.unwrap_or_default() {
            if self.is_erased_here(person)? {
                self.witness.erased(person, &Erasure::new(&self.keys, person, erasure.at))?;
            }
        }
        self.remember(&[Chain::Desk])?;
        self.witness.read(|conn| witness::mark(conn, &self.keys, None)).map(drop)
    }
}

/// Where a chain was at a place, as the database tells it now; `None` when it does not go that far or cannot be read.
pub(crate) fn there_at(engines: &Engines, chain: Chain, owner: PersonId, seq: u64) -> Result<Option<Head>, StoreError> {
    match engines.of(owner).read(|tables| at(tables, chain, owner, seq)) {
        Err(StoreError::Damaged { .. }) => Ok(None),
        there => there,
    }
}

fn at(tables: &mut dyn Tables, chain: Chain, owner: PersonId, seq: u64) -> Result<Option<Head>, StoreError> {
    match chain {
        Chain::Record => chain::end_at(tables, owner, seq),
        Chain::Audit => desk::audit_end_at(tables, owner, seq),
        Chain::Desk => desk::head(tables, owner),
    }
}

fn there(tables: &mut dyn Tables, chain: Chain, owner: PersonId) -> Result<Option<Head>, StoreError> {
    match chain {
        Chain::Record => Ok(tables.end(owner)?.map(|(end, _)| end.head)),
        Chain::Audit => desk::audit_end(tables, owner),
        Chain::Desk => desk::head(tables, owner),
    }
}
