//! Whether the file that the witness is written to is still the one in its place. A file that somebody deleted goes on taking
//! what is written, and nobody would ever read it.

use std::fs::Metadata;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::file::{self, Begin};
use crate::key::Keys;
use crate::{BackupError, StoreError, sqlite};

/// The open file of a witness.
pub(super) struct Placed {
    path: PathBuf,
    conn: Connection,
    file: FileId,
}

/// What makes a file this one and no other, whatever its name: its device and its number there.
type FileId = Option<(u64, u64)>;

#[cfg(unix)]
fn id(of: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    Some((of.dev(), of.ino()))
}

#[cfg(not(unix))]
fn id(_of: &Metadata) -> FileId {
    None
}

impl Placed {
    pub(super) fn new(path: &Path, conn: Connection) -> Result<Self, StoreError> {
        let file = std::fs::metadata(path).map_err(|error| StoreError::Io { what: error.kind().to_string() })?;
        Ok(Self { path: path.to_owned(), conn, file: id(&file) })
    }

    /// Makes sure that what is written stays. Where nothing lies in its place any more, what this program still holds is put
    /// there again, whole: each line is proved. Whether that was needed.
    ///
    /// # Errors
    /// When another file lies there, it may not be written, or nothing can be put there.
    pub(super) fn hold(&mut self, keys: &Keys) -> Result<bool, StoreError> {
        match std::fs::metadata(&self.path) {
            Ok(found) if id(&found) != self.file => {
                Err(StoreError::Io { what: "another file lies in its place".to_owned() })
            }
            Ok(found) if found.permissions().readonly() => Err(StoreError::ReadOnly),
            Ok(_) => Ok(false),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.put_back(keys).map(|()| true),
            Err(error) => Err(StoreError::Io { what: error.kind().to_string() }),
        }
    }

    fn put_back(&mut self, keys: &Keys) -> Result<(), StoreError> {
        sqlite::backup(&self.conn, &self.path).map_err(|error| match error {
            BackupError::Store(why) => why,
            other => StoreError::Io { what: other.to_string() },
        })?;
        // What the old file has not taken over yet is in the new one; its log must not be taken for that of the new one.
        for log in ["-wal", "-shm"] {
            drop(std::fs::remove_file(sqlite::beside(&self.path, log)));
        }
        let opened =
            file::open(&self.path, keys, Begin::Never).map_err(|error| StoreError::Io { what: error.to_string() });
        match opened.and_then(|(conn, _)| Self::new(&self.path, conn)) {
            Ok(again) => {
                *self = again;
                Ok(())
            }
            Err(error) => {
                // The next try begins where this one did.
                drop(std::fs::remove_file(&self.path));
                Err(error)
            }
        }
    }
}

impl Deref for Placed {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.conn
    }
}

impl DerefMut for Placed {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.conn
    }
}
