//! The record in a file: SQLite inside the program, one writer, readers beside it.

mod copy;
mod occupancy;
mod readers;
mod schema;
mod tables;
mod writer;

use std::path::{Path, PathBuf};

use crate::generation::KeyRing;
use crate::key::Keys;
use crate::tables::Tables;
use crate::{BackupError, OpenError, PersonId, StoreError};

use readers::Readers;
use tables::Rows;
use writer::Writer;

pub(crate) use copy::{backup, copy_file, replace};
pub(crate) use schema::{beside, check_file, make_owner_only};

/// What the name of the database that was there before a backup was put back ends in.
const BEFORE_RESTORE: &str = ".before-restore";

/// An open file.
pub(crate) struct Sqlite {
    readers: Readers,
    writer: Writer,
}

impl Sqlite {
    /// Opens the file or makes it.
    pub(crate) fn open(path: &Path, keys: &KeyRing, max_pages: Option<u32>) -> Result<Self, OpenError> {
        let conn = schema::open_writer(path, keys)?;
        if let Some(pages) = max_pages {
            let limit = format!("PRAGMA max_page_count = {pages}");
            conn.query_row(&limit, (), |_| Ok(())).map_err(StoreError::from)?;
        }
        // While the key is being changed there are two generations, and the change itself is what is written.
        let generation = match keys.next {
            Some(_) => None,
            None => Some(keys.generation(&Rows(&conn).key_checks()?)?),
        };
        Ok(Self { readers: Readers::new(path), writer: Writer::start(conn, generation)? })
    }

    /// Reads one state, whatever is written meanwhile.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut dyn Tables) -> Result<T, E>,
    ) -> Result<T, E> {
        self.readers.read(|conn| work(&mut Rows(conn)))
    }

    /// Whether the file is sound in itself: people who have events but no row, and what SQLite says.
    pub(crate) fn check(&self) -> Result<(Vec<PersonId>, Vec<String>), StoreError> {
        self.readers.read(|conn| {
            let mut file = schema::check_file(conn)?;
            file.append(&mut schema::check_schema(conn)?);
            match Rows(conn).strangers() {
                Ok(strangers) => Ok((strangers, file)),
                Err(StoreError::Damaged { what }) => {
                    file.push(what);
                    Ok((Vec::new(), file))
                }
                Err(error) => Err(error),
            }
        })
    }

    /// Writes, and returns when it is durable. `work` may run more than once.
    pub(crate) fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        self.writer.wait(move |conn| work(&mut Rows(conn)))
    }

    /// As [`Sqlite::write`]; what was replaced is gone from the write-ahead log too. Whether it is, comes with the
    /// result: another program that was reading at that moment keeps it there until the next time.
    pub(crate) fn write_and_scrub<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
    ) -> Result<(T, bool), E> {
        self.writer.wait_and_scrub(move |conn| work(&mut Rows(conn)))
    }

    /// Writes without waiting and calls `done` on the writer's thread.
    pub(crate) fn submit<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Tables) -> Result<T, E> + Send + 'static,
        done: impl FnOnce(Result<T, E>) + Send + 'static,
    ) {
        self.writer.submit(move |conn| work(&mut Rows(conn)), done);
    }

    /// Works in the copy that was kept when a backup was put back. The copy, if there is one in which that failed.
    pub(crate) fn in_kept_copy<T>(
        &self,
        keys: &Keys,
        work: impl FnOnce(&mut dyn Tables) -> Result<T, StoreError>,
    ) -> Option<PathBuf> {
        let kept = schema::beside(self.readers.path(), BEFORE_RESTORE);
        (kept.exists() && schema::in_copy(&kept, keys, |conn| work(&mut Rows(conn))).is_err()).then_some(kept)
    }

    /// Copies one state into a new file.
    pub(crate) fn backup(&self, to: &Path) -> Result<(), BackupError> {
        self.readers.read(|conn| copy::backup(conn, to))
    }

    /// Closes the idle readers, so that the writer is the last and tidies up.
    pub(crate) fn close(&self) {
        self.readers.close();
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let what = error.to_string();
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Full,
            Some(Code::ReadOnly) => Self::ReadOnly,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Busy,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged { what },
            Some(_) => Self::Io { what },
            // Not SQLite but the shape of a value: a column holds what was never written there.
            None => Self::Damaged { what },
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, OpenFlags};

    use super::*;

    #[test]
    fn a_read_only_database_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (a)").unwrap();
        let reader = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let error = reader.execute_batch("INSERT INTO t VALUES (1)").unwrap_err();
        assert_eq!(StoreError::from(error), StoreError::ReadOnly);
    }

    #[test]
    fn a_locked_database_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.sqlite");
        let holder = Connection::open(&path).unwrap();
        holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
        let other = Connection::open(&path).unwrap();
        other.busy_timeout(std::time::Duration::ZERO).unwrap();
        assert_eq!(StoreError::from(other.execute_batch("BEGIN IMMEDIATE").unwrap_err()), StoreError::Busy);
    }
}
