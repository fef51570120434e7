//! Backups: a copy of the database while it is in use. What is sealed stays sealed; the master key goes another way.

use std::fs;
use std::path::Path;

use crate::{BackupError, BrokenLink, MasterKey, Options, Report, RestoreError, Store, StoreError, sqlite};

/// What putting a backup back came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the backup held.
    pub report: Report,
    /// How many people were erased again, because they had been erased after the backup was made.
    pub erased_again: u64,
    /// Whose records had gone further than the backup, and up to which place the witness had seen them. These events
    /// are lost, unless another copy has them.
    pub lost: Vec<BrokenLink>,
}

impl Store {
    /// Copies one state of the database into a new file, while others read and write. The file is made for its owner
    /// alone, and only gets its name when it is whole and on the disk.
    ///
    /// # Errors
    /// When there is a file of that name, the records lie on a database server (which has tools of its own), or the
    /// disk fails.
    pub fn backup(&self, to: &Path) -> Result<(), BackupError> {
        self.engines.first().backup(to)
    }

    /// Proves a backup without changing it: that it opens under the key, and how many people and events it has.
    ///
    /// # Errors
    /// When it is not a database of ours, is under another key, or cannot be read.
    pub fn prove_backup(backup: &Path, master: &MasterKey) -> Result<Report, RestoreError> {
        // A copy, because opening may bring the schema up to date.
        let copy = sqlite::beside(backup, ".proof");
        sqlite::copy_file(backup, &copy)?;
        let report = prove(&copy, master);
        remove(&copy);
        report
    }

    /// Puts a backup in the place of the database at `path`, which nobody may have open. The old database is kept
    /// beside it under `.before-restore`. Whoever was erased since the backup was made is erased again, and the
    /// witness takes the restored state for the truth from now on.
    ///
    /// # Errors
    /// When the backup is not whole or not under this key (nothing is changed then), or the disk fails.
    pub fn restore(backup: &Path, path: &Path, master: &MasterKey, options: Options) -> Result<Restored, RestoreError> {
        let new = sqlite::beside(path, ".restoring");
        sqlite::copy_file(backup, &new)?;
        let report = prove(&new, master);
        let proved = match report {
            Ok(report) if report.is_whole() => report,
            Ok(report) => {
                remove(&new);
                return Err(RestoreError::NotWhole { report });
            }
            Err(error) => {
                remove(&new);
                return Err(error);
            }
        };
        if path.exists() {
            // Closing the old database empties its write-ahead log. One that does not open is kept as it is.
            drop(Self::open(path, master.same()));
        }
        sqlite::replace(path, &new)?;
        let witness = options.witness.is_some();
        let store = Self::open_before_erasing(path, master, options)?;
        let erased_again = store.erase_again(&store.erased_before()?)?;
        let lost = if witness { store.verify_all()?.broken } else { Vec::new() };
        store.witness_anew()?;
        Ok(Restored { report: proved, erased_again, lost })
    }
}

fn prove(copy: &Path, master: &MasterKey) -> Result<Report, RestoreError> {
    let store = Store::open(copy, master.same())?;
    Ok(store.verify_all()?)
}

fn remove(copy: &Path) {
    for ending in ["", "-wal", "-shm"] {
        // What cannot be removed is as sealed as the backup itself.
        drop(fs::remove_file(sqlite::beside(copy, ending)));
    }
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}
