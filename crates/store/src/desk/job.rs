//! Jobs: each is taken by one, and left to the next when that one dies.

use uuid::Uuid;

use super::{Desk, seal};
use crate::counted;
use crate::shelf::{Item, Shelf};
use crate::tables::Tables;
use crate::{DeskError, PersonId, Store, StoreError, UtcMs};

impl Store {
    /// Jobs that are due, the longest due first: whose, and which.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due(&self, now: UtcMs, limit: u32) -> Result<Vec<(PersonId, Uuid)>, StoreError> {
        let mut jobs = Vec::new();
        for engine in self.engines.all() {
            jobs.extend(engine.read(|tables| tables.due(now.0, limit))?);
        }
        jobs.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(jobs.into_iter().map(|(owner, id)| (owner, Uuid::from_bytes(id))).collect())
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
