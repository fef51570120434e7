//! Jobs: each is taken by one, and left to the next when that one dies.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Desk, PAGE, seal};
use crate::counted;
use crate::shelf::{DueRow, Item, Shelf};
use crate::tables::Tables;
use crate::{DeskError, PersonId, Store, StoreError, UtcMs};

impl Store {
    /// Jobs that are due, the longest due first: whose, and which.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due(&self, now: UtcMs, limit: u32) -> Result<Vec<(PersonId, Uuid)>, StoreError> {
        self.due_of(now, limit, |_, _| true)
    }

    /// The same of those jobs alone that are `wanted`, by whose they are and which, and whose desk opens: however many others are
    /// due, they keep none of these waiting.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_of(
        &self,
        now: UtcMs,
        limit: u32,
        wanted: impl Fn(PersonId, Uuid) -> bool,
    ) -> Result<Vec<(PersonId, Uuid)>, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut jobs: Vec<DueRow> = Vec::new();
        let mut known: BTreeMap<PersonId, bool> = BTreeMap::new();
        let mut opens = |owner: PersonId| {
            let looks = || !matches!(self.known_desk(owner), Err(DeskError::Broken(_)));
            *known.entry(owner).or_insert_with(looks)
        };
        for engine in self.engines.all() {
            let mut after = DueRow::FIRST;
            let mut left = limit;
            while left > 0 {
                let page = engine.read(|tables| tables.due(now.0, &after, PAGE))?;
                let Some(last) = page.last() else { break };
                after = *last;
                let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
                let wanted = page.into_iter().filter(|job| wanted(job.owner, Uuid::from_bytes(job.id)));
                let wanted = wanted.filter(|job| opens(job.owner));
                let before = jobs.len();
                jobs.extend(wanted.take(left));
                left = left.saturating_sub(jobs.len().saturating_sub(before));
                if is_last {
                    break;
                }
            }
        }
        // The databases take turns by what has waited longest, so that none keeps another's waiting.
        jobs.sort_unstable();
        jobs.truncate(limit);
        Ok(jobs.into_iter().map(|job| (job.owner, Uuid::from_bytes(job.id))).collect())
    }

    /// Takes a job that is due, so that nobody else does before `again_at`: whoever dies over it leaves it to the
    /// next. `None` when it is gone, or somebody else was quicker. Done, it is removed with the version it has now.
    ///
    /// # Errors
    /// When it does not open, or the database fails.
    pub fn take_job(&self, desk: &Desk, id: Uuid, now: UtcMs, again_at: UtcMs) -> Result<Option<Item>, DeskError> {
        let due = |job: &Item| job.at.is_some_and(|at| at <= now);
        let Some(mut job) = self.item(desk, Shelf::Job, id)?.filter(due) else { return Ok(None) };
        job.at = Some(again_at);
        let (owner, before) = (desk.owner(), job.version);
        let row = seal(desk, Shelf::Job, &job, &[0; 32])?;
        job.version = row.version;
        let desk = desk.clone();
        let put = move |tables: &mut dyn Tables| counted::keep(tables, &desk, Shelf::Job, &row, before);
        Ok(self.engines.of(owner).write(put)?.then_some(job))
    }
}
