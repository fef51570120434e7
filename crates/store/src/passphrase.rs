//! A key file that opens only with a passphrase: the master key in it is sealed.

use std::path::Path;

use crate::crypto;
use crate::key::{self, from_hex_bytes, to_hex};
use crate::pin::{self, PinCost, PinMark};
use crate::{KeyFileError, MasterKey};

/// What such a file begins with; a plain one holds 64 hexadecimal digits.
const FORM: &str = "supple-passphrase-1";
/// Fewest characters of a passphrase.
const MIN_CHARS: usize = 12;

impl MasterKey {
    /// Whether the key file opens only with a passphrase.
    ///
    /// # Errors
    /// As [`MasterKey::from_file`].
    pub fn needs_passphrase(path: &Path) -> Result<bool, KeyFileError> {
        Ok(key::read(path)?.starts_with(FORM))
    }

    /// Reads a key file that is sealed with a passphrase.
    ///
    /// # Errors
    /// As [`MasterKey::from_file`], and when the passphrase is wrong.
    pub fn from_sealed_file(path: &Path, passphrase: &str) -> Result<Self, KeyFileError> {
        let text = key::read(path)?;
        let mut words = text.split_whitespace();
        let (Some(FORM), Some(mark), Some(sealed), None) = (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(KeyFileError::Malformed);
        };
        let (mark, sealed) = (from_hex_bytes(mark), from_hex_bytes(sealed));
        let (Some(mark), Some(sealed)) = (mark.and_then(|mark| mark.try_into().ok()), sealed) else {
            return Err(KeyFileError::Malformed);
        };
        let mark = PinMark(mark);
        let by_passphrase = mark.key(passphrase).ok_or(KeyFileError::Malformed)?;
        crypto::open_secret(&by_passphrase, &aad(&mark), &sealed)
            .map(Self::from_secret)
            .map_err(|_| KeyFileError::WrongPassphrase)
    }

    /// Writes this key into a new file for its owner alone, sealed with a passphrase if there is one.
    ///
    /// # Errors
    /// When the passphrase is shorter than 12 characters or the file exists or cannot be made.
    pub fn write_new(&self, path: &Path, passphrase: Option<&str>) -> Result<(), KeyFileError> {
        self.write_with(path, passphrase, PinCost::for_passphrases())
    }

    fn write_with(&self, path: &Path, passphrase: Option<&str>, cost: PinCost) -> Result<(), KeyFileError> {
        if path.exists() {
            return Err(KeyFileError::Exists);
        }
        let Some(passphrase) = passphrase else {
            return key::create_whole(path, &to_hex(self.secret().as_slice()));
        };
        if passphrase.chars().count() < MIN_CHARS || passphrase.len() > pin::PIN_MAX_BYTES {
            return Err(KeyFileError::PassphraseLength);
        }
        let random = |_| KeyFileError::Randomness;
        let mark = PinMark::fresh(cost).map_err(random)?;
        let by_passphrase = mark.key(passphrase).ok_or(KeyFileError::Randomness)?;
        let sealed = crypto::seal(&by_passphrase, &aad(&mark), self.secret().as_slice()).map_err(random)?;
        key::create_whole(path, &format!("{FORM} {} {}", *to_hex(&mark.0), *to_hex(&sealed)))
    }
}

fn aad(mark: &PinMark) -> Vec<u8> {
    [b"supple/key-file/1".as_slice(), &mark.0].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_key_file_opens_with_its_passphrase_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        let key = MasterKey::from_bytes([9; 32]);
        let phrase = "five quiet words in a row";
        key.write_with(&path, Some(phrase), PinCost::for_tests()).unwrap();
        assert_eq!(MasterKey::needs_passphrase(&path), Ok(true));
        assert_eq!(*MasterKey::from_sealed_file(&path, phrase).unwrap().secret(), *key.secret());
        let wrong = MasterKey::from_sealed_file(&path, "five quiet words in a Row").unwrap_err();
        assert_eq!(wrong, KeyFileError::WrongPassphrase);
        assert_eq!(MasterKey::from_file(&path).unwrap_err(), KeyFileError::PassphraseNeeded);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(&"09".repeat(16)), "the key itself is not in the file");
        // Any digit changed: the cost, the salt, the sealed key.
        for at in [FORM.len() + 5, FORM.len() + 30, text.len() - 4] {
            let mut spoilt = text.clone().into_bytes();
            spoilt[at] = if spoilt[at] == b'1' { b'2' } else { b'1' };
            let other = dir.path().join(format!("{at}.key"));
            key::create_whole(&other, std::str::from_utf8(&spoilt).unwrap()).unwrap();
            assert!(MasterKey::from_sealed_file(&other, phrase).is_err(), "{at}");
        }
    }

    #[test]
    fn a_short_passphrase_and_a_file_that_is_there_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.key");
        let key = MasterKey::from_bytes([9; 32]);
        assert_eq!(key.write_new(&path, Some("too short")), Err(KeyFileError::PassphraseLength));
        key.write_new(&path, None).unwrap();
        assert_eq!(MasterKey::needs_passphrase(&path), Ok(false));
        assert_eq!(*MasterKey::from_file(&path).unwrap().secret(), *key.secret());
        assert_eq!(key.write_new(&path, None), Err(KeyFileError::Exists));
    }
}
