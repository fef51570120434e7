//! Key files, passphrases and PINs, as somebody at a shell gives them.

use std::{
    io::{self, IsTerminal},
    path::Path,
};

use supple_store::{KeyFileError, MasterKey, PinError, Store};
use supple_words::Words;

use super::{now, variable};
use crate::trouble::BadInput;

/// Reads a key file, and asks for its passphrase if it has one.
///
/// # Errors
/// A file that is missing, malformed or open to others; a wrong passphrase.
pub(crate) fn from_file(words: &Words, path: &Path) -> Result<MasterKey, BadInput> {
    from_file_with(words, path).map(|(key, _)| key)
}

/// As [`from_file`], with the passphrase, if it has one.
///
/// # Errors
/// As [`from_file`].
pub(crate) fn from_file_with(words: &Words, path: &Path) -> Result<(MasterKey, Option<String>), BadInput> {
    let read = MasterKey::needs_passphrase(path).map_err(|error| key_trouble(words, path, &error))?;
    if !read {
        let key = MasterKey::from_file(path).map_err(|error| key_trouble(words, path, &error))?;
        return Ok((key, None));
    }
    let passphrase = secret(words, "SUPPLE_PASSPHRASE", "key-passphrase-ask")
        .ok_or_else(|| key_trouble(words, path, &KeyFileError::PassphraseNeeded))?;
    let key = MasterKey::from_sealed_file(path, &passphrase).map_err(|error| key_trouble(words, path, &error))?;
    Ok((key, Some(passphrase)))
}

/// What to say about a key file.
pub(crate) fn key_trouble(words: &Words, path: &Path, error: &KeyFileError) -> BadInput {
    let sentence = match error {
        KeyFileError::Missing => "serve-key-missing",
        KeyFileError::TooOpen { .. } => "serve-key-open",
        KeyFileError::Malformed => "serve-key-malformed",
        KeyFileError::PassphraseNeeded => "key-passphrase-needed",
        KeyFileError::WrongPassphrase => "key-passphrase-wrong",
        KeyFileError::PassphraseLength => "key-passphrase-short",
        KeyFileError::Exists => "cli-exists",
        _ => "cli-unreadable",
    };
    BadInput(words.get(sentence, &[("file", path.display().to_string().into()), ("why", error.to_string().into())]))
}

/// Something secret: from an environment variable, else typed unseen where there is a terminal.
pub(crate) fn secret(words: &Words, name: &str, question: &str) -> Option<String> {
    if let Some(text) = variable(name) {
        return Some(text);
    }
    if !io::stdin().is_terminal() {
        return None;
    }
    dialoguer::Password::new().with_prompt(words.get(question, &[])).interact().ok()
}

/// Unlocks the record of somebody who may have a PIN.
///
/// # Errors
/// A PIN that is wrong or missing; a record that does not open.
pub(crate) fn unlock(
    words: &Words,
    store: &Store,
    person: supple_store::PersonId,
) -> Result<supple_store::PersonKey, BadInput> {
    let opened = match store.unlock(person, None, now()) {
        Err(PinError::Needed) => {
            let pin = secret(words, "SUPPLE_PIN", "record-pin-ask");
            store.unlock(person, pin.as_deref(), now())
        }
        opened => opened,
    };
    opened.map_err(|error| {
        let sentence = match &error {
            PinError::Needed => "record-pin-needed",
            PinError::Wrong { .. } | PinError::Wait { .. } => "record-pin-wrong",
            PinError::Erased { .. } => "record-erased-before",
            _ => "record-unreadable",
        };
        BadInput(words.get(sentence, &[("why", error.to_string().into())]))
    })
}
