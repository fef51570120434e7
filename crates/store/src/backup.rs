//! Backups: a copy of the database while it is in use. What is sealed stays sealed; the master key goes another way.

use std::fs;
use std::path::Path;

use crate::{
    BackupError, BrokenLink, MasterKey, OpenError, Options, Report, RestoreError, RotateError, Rotation, Store,
    StoreError, sqlite, witness,
};

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
        copied(backup, &copy)?;
        let report = prove(&copy, master);
        remove(&copy);
        report
    }

    /// Puts a backup in the place of the database at `path`, which nobody may have open. The old database is kept
    /// beside it under `.before-restore`. Whoever was erased since the backup was made is erased again, and the
    /// witness takes the restored state for the truth from now on.
    ///
    /// # Errors
    /// When the backup is not whole or not under this key, or the witness cannot be used (nothing is changed then); when
    /// the disk fails.
    pub fn restore(backup: &Path, path: &Path, master: &MasterKey, options: Options) -> Result<Restored, RestoreError> {
        Self::restore_from(backup, None, path, master, options)
    }

    /// As [`Store::restore`], of a backup that was made under an older master key, `before`. It is brought under the present
    /// one first, so that the witness, which is under that, says who was erased since.
    ///
    /// # Errors
    /// As [`Store::restore`]; the backup has to open under `before`.
    pub fn restore_from(
        backup: &Path,
        before: Option<&MasterKey>,
        path: &Path,
        master: &MasterKey,
        options: Options,
    ) -> Result<Restored, RestoreError> {
        if let Some(witness) = &options.witness
            && !witness::look(witness, &master.keys())?
            && options.new_witness.is_none()
        {
            // Nobody would know who was erased since.
            return Err(OpenError::WitnessMissing.into());
        }
        let new = sqlite::beside(path, ".restoring");
        copied(backup, &new)?;
        let report = prove(&new, before.unwrap_or(master)).and_then(|report| match before {
            Some(before) if report.is_whole() => brought_under(&new, before, master).map(|()| report),
            _ => Ok(report),
        });
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
        let mut known = Vec::new();
        if path.exists() {
            // Closing the old database empties its write-ahead log. One that does not open is kept as it is. Whoever was
            // erased in it stays so, also where the witness was lost.
            known = Self::open(path, master.same()).and_then(|old| Ok(old.erased_here()?)).unwrap_or_default();
        }
        sqlite::replace(path, &new)?;
        let witness = options.witness.is_some();
        let store = Self::open_before_erasing(path, master, options)?;
        for (person, erasure) in &known {
            store.witness.erased(*person, erasure)?;
        }
        let known = known.into_iter().map(|(person, erasure)| (person, erasure.at)).collect::<Vec<_>>();
        let erased_again = store.erase_again(&known)? + store.erase_again(&store.erased_before()?)?;
        let lost = if witness { store.verify_all()?.broken } else { Vec::new() };
        store.witness_anew()?;
        Ok(Restored { report: proved, erased_again, lost })
    }
}

/// Brings a copy that is whole under the present master key.
fn brought_under(copy: &Path, before: &MasterKey, master: &MasterKey) -> Result<(), RestoreError> {
    Store::rotate(copy, before, master, &Rotation::default()).map(drop).map_err(|error| match error {
        RotateError::Open(error) => RestoreError::Backup(error),
        RotateError::Store(error) | RotateError::Witness { why: error } => RestoreError::Backup(error.into()),
        RotateError::NotWhole { broken } => RestoreError::NotWhole { report: Report { broken, ..Report::default() } },
    })
}

fn prove(copy: &Path, master: &MasterKey) -> Result<Report, RestoreError> {
    let store = Store::open(copy, master.same()).map_err(RestoreError::Backup)?;
    store.verify_all().map_err(|error| RestoreError::Backup(error.into()))
}

/// A copy of the backup to work on.
fn copied(backup: &Path, copy: &Path) -> Result<(), RestoreError> {
    if let Err(error) = fs::File::open(backup) {
        return Err(RestoreError::Backup(StoreError::Io { what: error.kind().to_string() }.into()));
    }
    Ok(sqlite::copy_file(backup, copy)?)
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
