//! What was seen of a chain, and when it takes the place of what is remembered.

use std::collections::BTreeMap;
use std::sync::Weak;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::{Chain, lines};
use crate::chain::Head;
use crate::compare;
use crate::engine::Engines;
use crate::key::Keys;
use crate::{PersonId, StoreError};

/// How far a chain has come.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// Where it ended before; `None` when nobody knows.
    pub(super) from: Option<Head>,
    /// Where it ends now.
    pub(super) to: Head,
}

impl Seen {
    /// Adds what was seen besides; it may have come about before.
    pub(super) fn add(&mut self, other: Self) {
        if other.from == Some(self.to) {
            self.to = other.to;
        } else if self.from == Some(other.to) {
            self.from = other.from;
        } else {
            self.from = None;
            if self.to.seq < other.to.seq {
                self.to = other.to;
            }
        }
    }
}

/// What becomes of what is remembered.
enum Step {
    Begin,
    /// It goes on from here.
    Replace(Head),
}

/// Writes what was seen. What is remembered gives way only to a chain that still holds it; else it stays, and shows for as
/// long as nobody says that an older copy was put back on purpose.
pub(super) fn write(
    conn: &mut Connection,
    keys: &Keys,
    engines: &Weak<Engines>,
    all: &BTreeMap<(Chain, PersonId), Seen>,
) -> Result<(), StoreError> {
    if all.is_empty() {
        return Ok(());
    }
    // Asked before the witness is held: a server may take its time.
    let mut steps = Vec::new();
    for ((chain, owner), seen) in all {
        if let Some(step) = step(conn, keys, engines, (*chain, *owner), seen)? {
            steps.push((*chain, *owner, step, seen.to));
        }
    }
    // A line that is begun is as durable as the record: whoever is here after a power cut has been seen.
    let begun = steps.iter().any(|(chain, _, step, _)| *chain == Chain::Record && matches!(step, Step::Begin));
    if begun {
        conn.execute_batch("PRAGMA synchronous = FULL")?;
    }
    let written = replace(conn, keys, steps);
    if begun {
        conn.execute_batch("PRAGMA synchronous = NORMAL")?;
    }
    written
}

fn replace(conn: &mut Connection, keys: &Keys, steps: Vec<(Chain, PersonId, Step, Head)>) -> Result<(), StoreError> {
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (chain, owner, step, to) in steps {
        let (table, mac) = (chain.table(), chain.mac(keys, owner, &to));
        match step {
            Step::Begin => {
                let sql = format!(
                    "INSERT INTO {table} (person_id, seq, hash, mac) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (person_id) DO NOTHING"
                );
                if change.prepare_cached(&sql)?.execute((owner.bytes(), to.seq, to.hash, mac))? == 1 {
                    lines::changed(&change, keys, (table, owner), None, &mac)?;
                }
            }
            Step::Replace(was) => {
                // Another program may have gone further meanwhile.
                let sql = format!(
                    "UPDATE {table} SET seq = ?2, hash = ?3, mac = ?4 WHERE person_id = ?1 AND seq = ?5 AND hash = ?6"
                );
                let values = (owner.bytes(), to.seq, to.hash, mac, was.seq, was.hash);
                if change.prepare_cached(&sql)?.execute(values)? == 1 {
                    let gone = chain.mac(keys, owner, &was);
                    lines::changed(&change, keys, (table, owner), Some(&gone), &mac)?;
                }
            }
        }
    }
    Ok(change.commit()?)
}

fn step(
    conn: &Connection,
    keys: &Keys,
    engines: &Weak<Engines>,
    (chain, owner): (Chain, PersonId),
    seen: &Seen,
) -> Result<Option<Step>, StoreError> {
    let sql = format!("SELECT seq, hash, mac FROM {} WHERE person_id = ?1", chain.table());
    let read = |row: &rusqlite::Row<'_>| {
        Ok((Head { seq: row.get(0)?, hash: row.get(1)? }, row.get::<_, Option<[u8; 32]>>(2)?))
    };
    let Some((was, mac)) = conn.prepare_cached(&sql)?.query_row([owner.bytes()], read).optional()? else {
        return Ok(Some(Step::Begin));
    };
    // What somebody else wrote is not replaced either: it is for `verify` to name.
    if seen.to.seq <= was.seq || mac != Some(chain.mac(keys, owner, &was)) {
        return Ok(None);
    }
    // Every record holds its beginning.
    let holds = seen.from == Some(was)
        || (chain == Chain::Record && was == Head::start(owner))
        || match engines.upgrade() {
            Some(engines) => compare::there_at(&engines, chain, owner, was.seq)? == Some(was),
            // The store is being closed: the next append goes on from here.
            None => false,
        };
    Ok(holds.then_some(Step::Replace(was)))
}
