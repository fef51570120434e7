//! The keys that callers hold: the household's master key and the key of one person.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::crypto::{self, Secret};
use crate::{KeyFileError, PersonId, naming};

/// The key above all others of a database. It is never written into the database.
///
/// A key file that lies **beside the database** protects a database that gets away alone: a copy, a backup, a mail. It
/// does **not** protect a stolen disk or computer, because then the key goes along. For that, keep the key elsewhere
/// (an encrypted disk, the system's secret store, a removable medium). Whoever loses the key loses every record.
pub struct MasterKey(Secret);

impl MasterKey {
    /// The key made of these 32 bytes, which must come from a random source.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    /// Reads the key from a file of 64 hexadecimal digits.
    ///
    /// # Errors
    /// When the file is missing, holds something else, or others than its owner may read or write it.
    pub fn from_file(path: &Path) -> Result<Self, KeyFileError> {
        if Self::needs_passphrase(path)? {
            return Err(KeyFileError::PassphraseNeeded);
        }
        Self::from_text(&read(path)?).ok_or(KeyFileError::Malformed)
    }

    /// Reads the key from 64 hexadecimal digits, with blanks around them or not: from an environment variable or from a
    /// key service.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        from_hex(text.trim()).map(Self)
    }

    /// A fresh random key.
    ///
    /// # Errors
    /// When the operating system gives no random bytes.
    pub fn fresh() -> Result<Self, KeyFileError> {
        crypto::random_secret().map(Self).map_err(|_| KeyFileError::Randomness)
    }

    /// Whether it is the same key.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }

    pub(crate) fn from_secret(secret: Secret) -> Self {
        Self(secret)
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }

    /// Reads the key file, or makes one with a fresh random key, readable by its owner only (0600).
    ///
    /// Use [`MasterKey::from_file`] when the database already exists: a fresh key cannot open it.
    ///
    /// # Errors
    /// As [`MasterKey::from_file`], or when the file cannot be made.
    pub fn from_file_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match Self::from_file(path) {
            Err(KeyFileError::Missing) => {}
            found => return found,
        }
        let key = Self::fresh()?;
        create_whole(path, &to_hex(key.0.as_slice()))?;
        // Read back instead of returned: when two programs start at once, both take the file that came first.
        Self::from_file(path)
    }

    /// The same key once more, for another handle on the database.
    pub(crate) fn same(&self) -> Self {
        Self(self.0.clone())
    }

    /// The keys for the single purposes.
    pub(crate) fn keys(&self) -> Keys {
        Keys {
            profile: crypto::derive(&self.0, "supple/key/profile/1"),
            wrap: crypto::derive(&self.0, "supple/key/wrap/1"),
            head: crypto::derive(&self.0, "supple/key/head/1"),
            check: crypto::derive(&self.0, "supple/key/check/1"),
            lookup: crypto::derive(&self.0, "supple/key/lookup/1"),
        }
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// The keys below the master key, one for each purpose.
pub(crate) struct Keys {
    /// Seals names.
    pub(crate) profile: Secret,
    /// Wraps the persons' keys.
    pub(crate) wrap: Secret,
    /// Authenticates the end of each chain.
    pub(crate) head: Secret,
    /// Tells the right master key from a wrong one.
    pub(crate) check: Secret,
    /// Makes the entries of the blind index.
    pub(crate) lookup: Secret,
}

/// The unlocked key of one person: whoever holds it may read and append to that person's record.
///
/// Made by [`crate::Store::unlock`]; overwritten in memory when the last clone is dropped.
#[derive(Clone)]
pub struct PersonKey(Arc<(PersonId, Secret)>);

impl PersonKey {
    pub(crate) fn new(person: PersonId, secret: Secret) -> Self {
        Self(Arc::new((person, secret)))
    }

    /// Whose key it is.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.0.0
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0.1
    }
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonKey({}, ..)", self.person())
    }
}

/// Writes the file aside, makes it durable and only then gives it its name, so that it never exists half-written.
pub(crate) fn create_whole(path: &Path, text: &str) -> Result<(), KeyFileError> {
    let io = |error: io::Error| KeyFileError::Io { kind: error.kind() };
    let mark: [u8; 8] = crypto::random().map_err(|_| KeyFileError::Randomness)?;
    let mut aside = PathBuf::from(path).into_os_string();
    aside.push(format!(".{:016x}", u64::from_be_bytes(mark)));
    let written = write_owner_only(Path::new(&aside), text).and_then(|()| {
        // A key that is already there is never replaced.
        match naming::name_new(Path::new(&aside), path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => fs::remove_file(&aside),
            named => named,
        }
    });
    written.inspect_err(|_| drop(fs::remove_file(&aside))).map_err(io)?;
    // The name itself must survive a power cut, or the database would outlive its key.
    #[cfg(unix)]
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => File::open(dir),
        _ => File::open("."),
    }
    .and_then(|dir| dir.sync_all())
    .map_err(io)?;
    Ok(())
}

fn write_owner_only(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

#[cfg(unix)]
fn check_owner_only(file: &File) -> Result<(), KeyFileError> {
    use std::os::unix::fs::PermissionsExt;
    let meta = file.metadata().map_err(|error| KeyFileError::Io { kind: error.kind() })?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyFileError::TooOpen { mode }) }
}

#[cfg(not(unix))]
fn check_owner_only(_file: &File) -> Result<(), KeyFileError> {
    Ok(())
}

/// The text of a key file that is its owner's alone.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, KeyFileError> {
    let file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => KeyFileError::Missing,
        kind => KeyFileError::Io { kind },
    })?;
    check_owner_only(&file)?;
    let mut text = Zeroizing::new(String::new());
    file.take(512).read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => KeyFileError::Malformed,
        kind => KeyFileError::Io { kind },
    })?;
    Ok(text)
}

pub(crate) fn to_hex(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

pub(crate) fn from_hex_bytes(text: &str) -> Option<Vec<u8>> {
    // Digits one by one: `from_str_radix` on the pair would also take a plus sign.
    let digit = |at: u8| char::from(at).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
            _ => None,
        })
        .collect()
}

fn from_hex(text: &str) -> Option<Secret> {
    let bytes = Zeroizing::new(from_hex_bytes(text)?);
    bytes.as_slice().try_into().map(Secret::new).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_read_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        let made = MasterKey::from_file_or_create(&path).unwrap();
        let read = MasterKey::from_file_or_create(&path).unwrap();
        assert_eq!(made.0, read.0);
        assert_ne!(*made.0, [0; 32]);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_missing_or_malformed_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        assert_eq!(MasterKey::from_file(&path).unwrap_err(), KeyFileError::Missing);
        for text in ["", "00", &"g0".repeat(32), &"+1".repeat(32), &"ab".repeat(33)] {
            let path = dir.path().join("bad.key");
            write_owner_only(&path, text).unwrap();
            assert_eq!(MasterKey::from_file(&path).unwrap_err(), KeyFileError::Malformed);
            fs::remove_file(path).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        MasterKey::from_file_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(MasterKey::from_file_or_create(&path).unwrap_err(), KeyFileError::TooOpen { mode: 0o644 });
    }

    #[test]
    fn keys_show_nothing_in_a_log() {
        assert_eq!(format!("{:?}", MasterKey::from_bytes([65; 32])), "MasterKey(..)");
        let key = PersonKey::new(PersonId::from_bytes([0; 16]), Secret::new([65; 32]));
        assert_eq!(format!("{key:?}"), "PersonKey(00000000-0000-0000-0000-000000000000, ..)");
    }
}
