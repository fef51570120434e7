//! The list of therapists that was taken in from registers and tables, kept in memory while the file stays the same.

use std::{
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use supple_practice::find::Index;

/// The list, with what its file was when it was read.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    file: Option<PathBuf>,
    read: Mutex<Option<(Mark, Arc<Index>)>>,
}

/// What tells one state of the file from another: its length, and when it was written.
type Mark = (u64, Option<SystemTime>);

/// A list that is there and cannot be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unread;

impl Listing {
    pub(crate) fn new(file: Option<PathBuf>) -> Self {
        Self { file, read: Mutex::default() }
    }

    /// Everybody who is listed, as the file says now; nobody where there is no file.
    pub(crate) fn index(&self) -> Result<Arc<Index>, Unread> {
        let Some(file) = &self.file else { return Ok(Arc::default()) };
        let mark = match fs::metadata(file) {
            Ok(is) => (is.len(), is.modified().ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Arc::default()),
            Err(_) => return Err(Unread),
        };
        // Held while it is read: whoever comes meanwhile waits for the same.
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, index)) = read.as_ref()
            && *of == mark
        {
            return Ok(Arc::clone(index));
        }
        let text = fs::read_to_string(file).map_err(|_| Unread)?;
        let index = Arc::new(Index::of(text).map_err(|_| Unread)?);
        *read = Some((mark, Arc::clone(&index)));
        Ok(index)
    }
}
