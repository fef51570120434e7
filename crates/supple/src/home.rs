//! Where the records lie, and the key to them.

mod command;
mod key;

use std::{
    env,
    fs::{File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use etcetera::{BaseStrategy, choose_base_strategy};
use supple_store::{Alarm, KeyFileError, MasterKey, OpenError, Options, Store, StoreError, UtcMs, WitnessNews};
use supple_words::Words;

pub(crate) use key::{from_file, from_file_with, key_trouble, secret, unlock};

use crate::{
    args::Place,
    trouble::{self, BadInput},
};

/// The directory of the records with everything in it.
pub(crate) struct Home {
    pub(crate) directory: PathBuf,
    pub(crate) database: PathBuf,
    /// Addresses of PostgreSQL servers; none where the records are in the file.
    pub(crate) servers: Vec<String>,
    pub(crate) witness: PathBuf,
    pub(crate) key: KeySource,
}

/// The lock of whoever serves the pages.
pub(crate) const SERVING: &str = "supple.lock";
/// The lock of everybody who has the records open.
pub(crate) const OPEN: &str = "supple.open";

/// The list of therapists.
const LISTING: &str = "therapists.txt";
/// What says that everything in a directory is made up.
const MADE_UP: &str = "made-up.txt";

/// That nobody else has the records open; on servers the servers see to it themselves.
pub(crate) struct Alone {
    _serving: Option<File>,
    _open: Option<File>,
}

/// Where the master key comes from.
pub(crate) enum KeySource {
    /// What this command prints: a key service, a smart card, a password manager.
    Command(String),
    /// The environment variable `SUPPLE_MASTER_KEY`.
    Variable,
    /// A file, with a passphrase or without.
    File(PathBuf),
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.is_empty())
}

impl Home {
    /// The directory of the account.
    ///
    /// # Errors
    /// An account without a home.
    pub(crate) fn usual(words: &Words) -> Result<PathBuf, BadInput> {
        let base = choose_base_strategy()
            .map_err(|error| BadInput(words.get("serve-no-home", &[("why", error.to_string().into())])))?;
        Ok(base.data_dir().join("supple"))
    }

    /// The list of therapists that was taken in from registers and tables. It is public, and stands in no record.
    pub(crate) fn listing(&self) -> PathBuf {
        self.directory.join(LISTING)
    }

    /// Whether everything in it is made up.
    pub(crate) fn is_made_up(&self) -> bool {
        self.directory.join(MADE_UP).exists()
    }

    /// Says in the directory that everything in it is made up.
    ///
    /// # Errors
    /// A directory that cannot be written.
    pub(crate) fn mark_made_up(&self, words: &Words) -> Result<(), BadInput> {
        let path = self.directory.join(MADE_UP);
        drop(std::fs::remove_file(&path));
        let text = words.get("made-up", &[]);
        crate::record::create_own(&path)
            .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
            .map_err(|error| trouble::file(words, "cli-unwritable", &path, &error))
    }

    /// The wished directory, or the one of the account. It is made where it is missing, and closed to others.
    ///
    /// # Errors
    /// An account without a home; a directory that cannot be made.
    pub(crate) fn of(words: &Words, wished: Option<&Path>, place: &Place) -> Result<Self, BadInput> {
        let directory = match wished {
            Some(directory) => directory.to_owned(),
            None => Self::usual(words)?,
        };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory).map_err(|error| trouble::file(words, "cli-unwritable", &directory, &error))?;
        let path = |wished: &Option<PathBuf>, name: &str, usual: &str| {
            wished.clone().or_else(|| variable(name).map(PathBuf::from)).unwrap_or_else(|| directory.join(usual))
        };
        let command = place.key_command.clone().or_else(|| variable("SUPPLE_KEY_COMMAND"));
        let key = match command {
            Some(command) => KeySource::Command(command),
            None if place.key_file.is_none() && variable("SUPPLE_MASTER_KEY").is_some() => KeySource::Variable,
            None => KeySource::File(path(&place.key_file, "SUPPLE_KEY_FILE", "supple.key")),
        };
        Ok(Self {
            database: directory.join("supple.sqlite"),
            servers: match place.database.as_slice() {
                [] => variable("SUPPLE_DATABASE").map(|all| all.split_whitespace().map(str::to_owned).collect()),
                given => Some(given.to_vec()),
            }
            .unwrap_or_default(),
            witness: path(&place.witness, "SUPPLE_WITNESS", "supple.witness"),
            key,
            directory,
        })
    }

    /// Makes sure that no other Supple serves the file of the records; servers take any number. The lock belongs to the
    /// operating system and goes when the program goes, also when it is killed.
    ///
    /// # Errors
    /// When another one does.
    pub(crate) fn serving(&self, words: &Words) -> Result<Option<File>, BadInput> {
        if !self.servers.is_empty() {
            return Ok(None);
        }
        self.locked(words, SERVING, "home-busy", File::try_lock).map(Some)
    }

    /// The copies of the database that a restore has kept, in the order of their names.
    pub(crate) fn kept_copies(&self) -> Vec<PathBuf> {
        self.called(|name| name.ends_with(".before-restore"))
    }

    /// The master keys of before, in the order of their names.
    pub(crate) fn old_keys(&self) -> Vec<PathBuf> {
        self.called(|name| name.contains(".key.old-"))
    }

    fn called(&self, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        let all = std::fs::read_dir(&self.directory).into_iter().flatten().flatten();
        let named = all.filter(|file| wanted(&file.file_name().to_string_lossy()));
        let mut found: Vec<PathBuf> = named.map(|file| file.path()).collect();
        found.sort();
        found
    }

    /// Makes sure that no other program has the file of the records open, and that none opens it meanwhile: for changing
    /// what all of them rely on.
    ///
    /// # Errors
    /// When another one has.
    pub(crate) fn alone(&self, words: &Words) -> Result<Alone, BadInput> {
        let serving = self.serving(words)?;
        let open = match serving {
            Some(_) => Some(self.locked(words, OPEN, "home-busy", File::try_lock)?),
            None => None,
        };
        Ok(Alone { _serving: serving, _open: open })
    }

    fn locked(
        &self,
        words: &Words,
        name: &str,
        refused: &str,
        lock: fn(&File) -> Result<(), TryLockError>,
    ) -> Result<File, BadInput> {
        let path = self.directory.join(name);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| trouble::file(words, "cli-unwritable", &path, &error))?;
        match lock(&file) {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                let shown = self.directory.display().to_string();
                Err(BadInput(words.get(refused, &[("directory", shown.into())])))
            }
            Err(TryLockError::Error(error)) => Err(trouble::file(words, "cli-unwritable", &path, &error)),
        }
    }

    /// The master key. A file is made only where there is no database yet: a fresh key could not open it.
    ///
    /// # Errors
    /// A key that is missing, malformed, open to others or sealed with another passphrase.
    pub(crate) fn master(&self, words: &Words) -> Result<MasterKey, BadInput> {
        match &self.key {
            KeySource::Command(command) => command::key(words, command),
            KeySource::Variable => variable("SUPPLE_MASTER_KEY")
                .and_then(|text| MasterKey::from_text(&text))
                .ok_or_else(|| BadInput(words.get("key-variable-malformed", &[]))),
            KeySource::File(path) if self.database.exists() || path.exists() => from_file(words, path),
            KeySource::File(path) => {
                MasterKey::from_file_or_create(path).map_err(|error| key_trouble(words, path, &error))
            }
        }
    }

    /// Opens the records, with the witness beside them. As long as they are open nobody changes the master key or puts
    /// a backup back.
    ///
    /// # Errors
    /// A key or a database that does not open; somebody who is changing the key or putting a backup back.
    pub(crate) fn open(&self, words: &Words) -> Result<Store, BadInput> {
        // Before the key is read: it is another one after a change.
        let lock = match self.servers.as_slice() {
            [] => Some(self.locked(words, OPEN, "home-changing", File::try_lock_shared)?),
            _ => None,
        };
        let witness = self.witness.display().to_string();
        let said = |id| words.get(id, &[("witness", witness.as_str().into())]);
        let (unwritten, put_back) = (said("witness-unwritten"), said("witness-put-back"));
        let alarm: Alarm = Arc::new(move |news| match news {
            WitnessNews::Unwritten(why) => eprintln!("{unwritten} ({why})"),
            WitnessNews::PutBack => eprintln!("{put_back}"),
        });
        self.open_with(words, Options { lock, alarm: Some(alarm), ..self.options() })
    }

    /// As [`Home::open`], for whoever has made sure to be alone.
    ///
    /// # Errors
    /// As [`Home::open`].
    pub(crate) fn open_alone(&self, words: &Words, _alone: &Alone) -> Result<Store, BadInput> {
        self.open_with(words, self.options())
    }

    /// Makes sure that no line is opened in clear where this computer asks for TLS (`PGSSLMODE`) and the address does not
    /// say otherwise.
    ///
    /// # Errors
    /// Where one would be.
    pub(crate) fn line(&self) -> Result<(), OpenError> {
        let asked =
            variable("PGSSLMODE").is_some_and(|mode| ["require", "verify-ca", "verify-full"].contains(&mode.as_str()));
        match self.servers.iter().any(|address| !address.contains("sslmode")) && asked {
            true => Err(OpenError::Tls),
            false => Ok(()),
        }
    }

    /// As [`Home::open_alone`], with options.
    ///
    /// # Errors
    /// As [`Home::open`].
    pub(crate) fn open_with(&self, words: &Words, options: Options) -> Result<Store, BadInput> {
        self.line().map_err(|error| self.trouble(words, &error))?;
        let made = matches!(&self.key, KeySource::File(path) if !path.exists());
        let master = self.master(words)?;
        let opened = if self.servers.is_empty() {
            Store::open_with(&self.database, master, options)
        } else {
            Store::open_servers(&self.addresses(), master, options)
        };
        opened.map_err(|error| {
            if let (true, KeySource::File(path)) = (made && trouble::opens_nothing(&error), &self.key) {
                // A key that was made a moment ago and opens nothing would only stand in the way of the right one.
                drop(std::fs::remove_file(path));
                if error == OpenError::WrongMasterKey {
                    return key_trouble(words, path, &KeyFileError::Missing);
                }
            }
            self.trouble(words, &error)
        })
    }

    /// Opens records that must be there.
    ///
    /// # Errors
    /// As [`Home::open`], and when there are none.
    pub(crate) fn open_known(&self, words: &Words) -> Result<Store, BadInput> {
        if self.database.exists() || !self.servers.is_empty() {
            return self.open(words);
        }
        let shown = self.directory.display().to_string();
        Err(BadInput(words.get("home-empty", &[("directory", shown.into())])))
    }

    /// The servers, as the store takes them.
    pub(crate) fn addresses(&self) -> Vec<&str> {
        self.servers.iter().map(String::as_str).collect()
    }

    /// How the records are opened.
    pub(crate) fn options(&self) -> Options {
        Options { witness: Some(self.witness.clone()), ..Options::default() }
    }

    /// What to say about a database that does not open.
    pub(crate) fn trouble(&self, words: &Words, error: &OpenError) -> BadInput {
        let sentence = match error {
            OpenError::NotSupple => "serve-not-supple",
            OpenError::Newer { .. } => "serve-newer",
            OpenError::WrongMasterKey => match self.key {
                KeySource::File(_) => "serve-wrong-key",
                KeySource::Variable => "serve-wrong-key-variable",
                KeySource::Command(_) => "serve-wrong-key-command",
            },
            OpenError::RotationUnfinished => "key-unfinished",
            OpenError::DatabaseGone => "database-gone",
            OpenError::WitnessMissing => "witness-missing",
            OpenError::WitnessForeign => "witness-foreign",
            OpenError::Witness { why: StoreError::Full } => "witness-full",
            OpenError::Witness { .. } => "witness-unusable",
            OpenError::Address => "server-address",
            OpenError::Unprotected => "server-unprotected",
            OpenError::Tls => "server-tls",
            OpenError::OtherPart => "server-other-part",
            OpenError::Store(StoreError::Busy) if !self.servers.is_empty() => "server-busy",
            _ if !self.servers.is_empty() => "server-unreachable",
            _ => "serve-database",
        };
        // An address may hold a password: it is not repeated.
        let file = match self.servers.as_slice() {
            [] => self.database.display().to_string(),
            _ => words.get("server-name", &[]),
        };
        let witness = self.witness.display().to_string();
        let key = match &self.key {
            KeySource::File(path) => path.display().to_string(),
            KeySource::Variable | KeySource::Command(_) => String::new(),
        };
        let args = [("file", file), ("witness", witness), ("why", error.to_string()), ("key", key)];
        BadInput(words.get(sentence, &args.map(|(name, text)| (name, text.into()))))
    }

    /// Has a new witness made where there is none; one that is there is kept under another name. It begins now.
    ///
    /// # Errors
    /// A witness that cannot be set aside.
    pub(crate) fn new_witness(&self, words: &Words) -> Result<Options, BadInput> {
        let aside = |nth: u32| {
            let mut name = self.witness.clone().into_os_string();
            name.push(format!(".old-{nth}"));
            PathBuf::from(name)
        };
        if self.witness.exists()
            && let Some(kept) = (1..).map(aside).find(|name| !name.exists())
        {
            for ending in ["", "-wal", "-shm"] {
                let with = |path: &Path| {
                    let mut name = path.as_os_str().to_owned();
                    name.push(ending);
                    PathBuf::from(name)
                };
                match std::fs::rename(with(&self.witness), with(&kept)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(trouble::file(words, "cli-unwritable", &self.witness, &error));
                    }
                    _ => {}
                }
            }
        }
        Ok(Options { new_witness: Some(now()), ..self.options() })
    }
}

/// The present moment.
pub(crate) fn now() -> UtcMs {
    UtcMs(jiff::Timestamp::now().as_millisecond())
}

/// A moment as it is written: in UTC, to the second; its bare number where no calendar has it.
pub(crate) fn moment(at: UtcMs) -> String {
    let Ok(at) = jiff::Timestamp::from_millisecond(at.0) else { return at.0.to_string() };
    at.round(jiff::Unit::Second).unwrap_or(at).to_string()
}
