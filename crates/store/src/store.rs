//! The handle on an open database.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::engine::{Engine, Engines};
use crate::generation::{self, KeyRing, Rotated};
use crate::heads::Heads;
use crate::key::Keys;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use crate::witness::{self, Alarm, Begin, Following, Told, Witness};
use crate::{AsWritten, MasterKey, OpenError, PinCost, RotateError, StoreError, Upcast, UtcMs};

/// An open record of a household. It may be shared by many threads, which all write through one.
///
/// All methods wait for the disk. From an async program call them where waiting is allowed, or use
/// [`Store::append_then`]. Dropping the store writes what still waits and closes the file.
pub struct Store {
    pub(crate) keys: Arc<Keys>,
    /// Which master key this is, counted from 1.
    pub(crate) generation: u32,
    pub(crate) engines: Arc<Engines>,
    pub(crate) witness: Witness,
    pub(crate) heads: Heads,
    /// Ends the following of the witness with the store.
    _following: Option<Following>,
    pub(crate) pin_cost: PinCost,
    pub(crate) upcast: Box<dyn Upcast>,
    /// The last to go: whoever waits for it finds everything closed.
    _lock: Option<File>,
}

/// How a database is opened.
pub struct Options {
    /// How much work a try of a newly set PIN is.
    pub pin_cost: PinCost,
    /// Lifts old payloads when they are read.
    pub upcast: Box<dyn Upcast>,
    /// The most pages of 4 KiB that the database may have; `None` for no limit but the disk.
    pub max_pages: Option<u32>,
    /// The file that remembers, outside the database, how far each record had come and who was erased. It is made with
    /// the first record; where there are records and it is missing, opening is refused. Whoever is on its list, with
    /// proof, and in the database is erased on opening. `None` for no witness: then an
    /// older database that is put back looks like the newest one, and brings erased people back.
    pub witness: Option<PathBuf>,
    /// Makes a missing witness although there are records: it knows nothing of what was before this moment.
    pub new_witness: Option<UtcMs>,
    /// Told when the witness cannot be written, once until it can be again. What it was to remember waits.
    pub alarm: Option<Alarm>,
    /// How long an answer of a database server is waited for; it is given three quarters of it for one statement, and for
    /// handing out a lock. After that it counts as silent until it is heard again, and nobody waits. Not for a file.
    pub patience: Duration,
    /// A lock on a file, or nothing: held for as long as the store is open.
    pub lock: Option<File>,
}

/// How the master key is changed.
#[derive(Debug, Clone, Default)]
pub struct Rotation {
    /// Whether to go on although something does not open under the old key. It stays as it is, for ever.
    pub leave_broken: bool,
    /// The witness of these records, which is proved anew; `None` where there is none.
    pub witness: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pin_cost: PinCost::default(),
            upcast: Box::new(AsWritten),
            max_pages: None,
            witness: None,
            new_witness: None,
            alarm: None,
            patience: Duration::from_secs(10),
            lock: None,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("pin_cost", &self.pin_cost)
            .field("max_pages", &self.max_pages)
            .field("witness", &self.witness)
            .field("patience", &self.patience)
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
        if let Some(witness) = &options.witness
            && witness::is_blank(path)
            && witness::has_seen(witness, &master.keys())?
        {
            return Err(OpenError::DatabaseGone);
        }
        let store = Self::open_before_erasing(path, &master, options)?;
        store.erase_again(&store.erased_before()?)?;
        Ok(store)
    }

    /// Opens the records on PostgreSQL servers, each of which holds a part of everybody: always the same ones in the
    /// same order. What is missing there is made.
    ///
    /// # Errors
    /// As [`Store::open_with`]; when an address is not one, a server holds another part, or it lies on another computer
    /// and nothing protects the line to it (`sslmode=disable` in the address says that something else does).
    #[expect(clippy::needless_pass_by_value, reason = "the master key is overwritten as soon as it has done its work")]
    pub fn open_servers(urls: &[&str], master: MasterKey, options: Options) -> Result<Self, OpenError> {
        let ring = KeyRing::of(&master);
        let engines = Self::servers(urls, &ring, options.patience, false)?;
        let store = Self::of(engines, ring, options)?;
        if store.is_gone()? {
            return Err(OpenError::DatabaseGone);
        }
        store.erase_again(&store.erased_before()?)?;
        Ok(store)
    }

    fn servers(urls: &[&str], ring: &KeyRing, patience: Duration, alone: bool) -> Result<Engines, OpenError> {
        let open = |(nth, url): (usize, &&str)| {
            Postgres::open(url, ring, (nth, urls.len()), patience, alone).map(Engine::Postgres)
        };
        let engines = urls.iter().enumerate().map(open).collect::<Result<Vec<_>, _>>()?;
        Engines::several(engines).ok_or(OpenError::Address)
    }

    /// Opens without erasing again whom the witness remembers as erased.
    pub(crate) fn open_before_erasing(path: &Path, master: &MasterKey, options: Options) -> Result<Self, OpenError> {
        let ring = KeyRing::of(master);
        let file = Sqlite::open(path, &ring, options.max_pages)?;
        Self::of(Engines::one(Engine::Sqlite(file)), ring, options)
    }

    fn of(engines: Engines, ring: KeyRing, options: Options) -> Result<Self, OpenError> {
        let generation = ring.generation(&engines.first().read(|tables| tables.key_checks())?)?;
        let (keys, engines) = (Arc::new(ring.current), Arc::new(engines));
        let (witness, following, told) = match &options.witness {
            Some(path) => {
                let begin = match options.new_witness {
                    _ if witness::look(path, &keys)? => Begin::Never,
                    _ if !has_records(&engines)? => Begin::WithNothing,
                    Some(now) => Begin::At(now),
                    None => Begin::Never,
                };
                let (witness, following, told) = Witness::open(path, &keys, begin, &engines, options.alarm)?;
                (witness, Some(following), told)
            }
            None => (Witness::default(), None, Told::Known),
        };
        let store = Self {
            keys,
            generation,
            engines,
            witness,
            heads: Heads::default(),
            _following: following,
            pin_cost: options.pin_cost,
            upcast: options.upcast,
            _lock: options.lock,
        };
        match told {
            Told::Known => {}
            Told::Made => store.begin_witness()?,
            Told::Older => store.prove_witness()?,
        }
        Ok(store)
    }

    /// Changes the master key of the database at `path` from `old` to `new`. Nobody may have it open meanwhile; a
    /// store that is open all the same writes nothing more ([`StoreError::KeyChanged`]). Names, wrappings, index
    /// entries and the ends of the chains are renewed; no event is touched, and no PIN is needed. When it was cut off,
    /// calling it again finishes it; until then the database does not open.
    ///
    /// Old backups stay under the old key.
    ///
    /// # Errors
    /// When neither key fits, or a row does not open and it has not been begun yet ([`RotateError::NotWhole`]; nothing
    /// is changed then); when the database fails.
    pub fn rotate(path: &Path, old: &MasterKey, new: &MasterKey, how: &Rotation) -> Result<Rotated, RotateError> {
        let ring = KeyRing { current: old.keys(), next: Some(new.keys()) };
        let engines = Engines::one(Engine::Sqlite(Sqlite::open(path, &ring, None)?));
        let renewed = generation::rotate(&engines, old, new, how);
        engines.all().for_each(Engine::close);
        renewed
    }

    /// As [`Store::rotate`], on servers. It refuses while another program is connected to one of them.
    ///
    /// # Errors
    /// As [`Store::rotate`].
    pub fn rotate_servers(
        urls: &[&str],
        old: &MasterKey,
        new: &MasterKey,
        how: &Rotation,
    ) -> Result<Rotated, RotateError> {
        let ring = KeyRing { current: old.keys(), next: Some(new.keys()) };
        let engines = Self::servers(urls, &ring, Options::default().patience, true)?;
        generation::rotate(&engines, old, new, how)
    }
}

/// Whether there is anything that a witness made now would know nothing of.
fn has_records(engines: &Engines) -> Result<bool, StoreError> {
    for engine in engines.all() {
        if engine.read(|tables| {
            Ok::<_, StoreError>(!(tables.people(None, 1)?.is_empty() && tables.desks(None, 1)?.is_empty()))
        })? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Drop for Store {
    fn drop(&mut self) {
        self.engines.all().for_each(Engine::close);
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store(..)")
    }
}
