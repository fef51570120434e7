//! Read-only connections, handed out and taken back.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::StoreError;

use super::schema;

/// Most idle connections that are kept; further ones are opened when needed and closed afterwards.
const IDLE: usize = 8;

/// A pool of read-only connections.
pub(super) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default() }
    }

    /// Where the database is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one state of the database, whatever is written meanwhile.
    pub(super) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut conn = idle.map_or_else(|| schema::open_reader(&self.path), Ok)?;
        let snapshot = conn.transaction().map_err(StoreError::from)?;
        let result = work(&snapshot);
        snapshot.finish().map_err(StoreError::from)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(conn);
        }
        result
    }

    /// Closes the idle connections, so that the writer is the last and tidies up the write-ahead log.
    pub(super) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
