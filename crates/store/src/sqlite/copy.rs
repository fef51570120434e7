//! Copies of a database file that are whole and durable before they have their name.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::schema::{beside, make_owner_only};
use crate::{BackupError, StoreError, naming};

fn io(error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull => StoreError::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => StoreError::ReadOnly,
        kind => StoreError::Io { what: kind.to_string() },
    }
}

/// Copies the state that `source` sees into a new file.
pub(crate) fn backup(source: &Connection, to: &Path) -> Result<(), BackupError> {
    if to.exists() {
        return Err(BackupError::Exists);
    }
    let aside = beside(to, ".part");
    let copied = copy_pages(source, &aside).and_then(|()| name_whole(&aside, to));
    if copied.is_err() {
        // What is left of a failed copy is sealed, and in nobody's way but by its name.
        drop(fs::remove_file(&aside));
    }
    copied
}

fn copy_pages(source: &Connection, aside: &Path) -> Result<(), BackupError> {
    make_owner_only(aside)?;
    let mut copy = Connection::open(aside).map_err(StoreError::from)?;
    // All at once: the source is one state already, and readers and the writer go on beside it.
    let step = Backup::new(source, &mut copy).and_then(|backup| backup.step(-1)).map_err(StoreError::from)?;
    if step != rusqlite::backup::StepResult::Done {
        return Err(StoreError::Busy.into());
    }
    Ok(copy.close().map_err(|(_, error)| StoreError::from(error))?)
}

/// Makes the file durable and only then gives it its name; never that of another one.
fn name_whole(aside: &Path, to: &Path) -> Result<(), BackupError> {
    let named = File::open(aside).and_then(|file| file.sync_all()).and_then(|()| naming::name_new(aside, to));
    match named {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(BackupError::Exists),
        named => named.map_err(|error| io(&error))?,
    }
    Ok(sync_directory(to).map_err(|error| io(&error))?)
}

/// Makes the names in the file's directory durable.
fn sync_directory(of: &Path) -> io::Result<()> {
    #[cfg(unix)]
    match of.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => File::open(dir),
        _ => File::open("."),
    }?
    .sync_all()?;
    Ok(())
}

/// Copies a file that nobody writes to, for its owner alone, and makes it durable.
pub(crate) fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(&error)),
        _ => {}
    }
    make_owner_only(to)?;
    let copied = File::open(from).and_then(|mut from| {
        let mut to = fs::OpenOptions::new().write(true).open(to)?;
        io::copy(&mut from, &mut to)?;
        to.sync_all()
    });
    copied.map_err(|error| io(&error))
}

/// Puts `new` in the place of the database at `path`; what was there is kept beside it under `.before-restore`.
///
/// The write-ahead log of the old database goes first: it must never be applied to the new one.
pub(crate) fn replace(path: &Path, new: &Path) -> Result<(), StoreError> {
    let kept = beside(path, super::BEFORE_RESTORE);
    let all = || -> io::Result<()> {
        for ending in ["-wal", "-shm"] {
            match fs::rename(beside(path, ending), beside(&kept, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        if path.exists() {
            match fs::remove_file(&kept) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                // Without links it has no name for a moment; cut off there, the next restore finds it under the other.
                _ => fs::hard_link(path, &kept).or_else(|_| fs::rename(path, &kept))?,
            }
        }
        fs::rename(new, path)?;
        sync_directory(path)
    };
    all().map_err(|error| io(&error))
}
