//! The handle on an open database.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::key::Keys;
use crate::readers::Readers;
use crate::writer::Writer;
use crate::{AsWritten, MasterKey, OpenError, PinCost, StoreError, Upcast, schema};

/// An open record of a household. It may be shared by many threads, which all write through one.
///
/// All methods wait for the disk. From an async program call them where waiting is allowed, or use
/// [`Store::append_then`]. Dropping the store writes what still waits and closes the file.
pub struct Store {
    pub(crate) keys: Arc<Keys>,
    pub(crate) readers: Readers,
    pub(crate) writer: Writer,
    pub(crate) pin_cost: PinCost,
    pub(crate) upcast: Box<dyn Upcast>,
}

/// How a database is opened.
pub struct Options {
    /// How much work a try of a newly set PIN is.
    pub pin_cost: PinCost,
    /// Lifts old payloads when they are read.
    pub upcast: Box<dyn Upcast>,
    /// The most pages of 4 KiB that the database may have; `None` for no limit but the disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { pin_cost: PinCost::default(), upcast: Box::new(AsWritten), max_pages: None }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("pin_cost", &self.pin_cost)
            .field("max_pages", &self.max_pages)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `path`, or makes it when the file is missing or empty.
    ///
    /// # Errors
    /// When the file is something else, from a newer program or under another key (it is not changed then), or when
    /// the database fails.
    pub fn open(path: &Path, master: MasterKey) -> Result<Self, OpenError> {
        Self::open_with(path, master, Options::default())
    }

    /// As [`Store::open`], with options.
    ///
    /// # Errors
    /// As [`Store::open`].
    #[expect(clippy::needless_pass_by_value, reason = "the master key is overwritten as soon as it has done its work")]
    pub fn open_with(path: &Path, master: MasterKey, options: Options) -> Result<Self, OpenError> {
        let keys = master.keys();
        let conn = schema::open_writer(path, &keys)?;
        if let Some(pages) = options.max_pages {
            let limit = format!("PRAGMA max_page_count = {pages}");
            conn.query_row(&limit, (), |_| Ok(())).map_err(StoreError::from)?;
        }
        Ok(Self {
            keys: Arc::new(keys),
            readers: Readers::new(path),
            writer: Writer::start(conn)?,
            pin_cost: options.pin_cost,
            upcast: options.upcast,
        })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.readers.close();
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store(..)")
    }
}
