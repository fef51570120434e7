//! `supple key`: changing the master key, and its passphrase.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use supple_store::{MasterKey, RotateError, Store};
use supple_words::Words;

use crate::{
    args::KeyAction,
    home::{self, Home, KeySource, from_file, key_trouble},
    trouble::BadInput,
};

/// Does one of the things that can be done with the master key.
///
/// # Errors
/// A key that does not open or is no file; records that are in use.
pub(crate) fn run(words: &Words, home: &Home, action: &KeyAction) -> anyhow::Result<bool> {
    match action {
        KeyAction::Rotate { to, .. } => rotate(words, home, to.as_deref()),
        KeyAction::Passphrase { remove, .. } => passphrase(words, home, *remove),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes a new master key and renews everything that the old one protects. Cut off anywhere, the same command finishes
/// it: the new key lies in a file of its own before anything is renewed, and takes the old one's place at the end.
fn rotate(words: &Words, home: &Home, to: Option<&Path>) -> anyhow::Result<bool> {
    let _alone = home.alone(words)?;
    let old_path = match &home.key {
        KeySource::File(path) => path.clone(),
        KeySource::Command(_) | KeySource::Variable => {
            // The key service makes the new key: it is given as a file.
            let Some(to) = to else { return Err(BadInput(words.get("key-rotate-to", &[])).into()) };
            let renewed = renew(words, home, &home.master(words)?, &from_file(words, to)?)?;
            println!("{}", words.get("key-rotated-elsewhere", &[("count", renewed.into())]));
            return Ok(true);
        }
    };
    let (old, passphrase) = home::from_file_with(words, &old_path)?;
    let new_path = beside(&old_path, ".new");
    let new = match to {
        Some(to) => from_file(words, to)?,
        None if new_path.exists() => from_file(words, &new_path)?,
        None => MasterKey::fresh().map_err(|error| key_trouble(words, &new_path, &error))?,
    };
    if !new_path.exists() {
        new.write_new(&new_path, passphrase.as_deref()).map_err(|error| key_trouble(words, &new_path, &error))?;
    }
    let renewed = renew(words, home, &old, &new)?;
    // The old key still opens the old backups. Whoever keeps none may delete it. It gets its second name first, so
    // that there is a key under the usual name at every moment.
    let names = (1..).map(|nth: u32| beside(&old_path, &format!(".old-{nth}")));
    let kept = names.into_iter().find(|name| !name.exists()).context("no name is free")?;
    fs::hard_link(&old_path, &kept).and_then(|()| fs::rename(&new_path, &old_path)).context("the key files")?;
    let args = [("count", renewed.into()), ("file", kept.display().to_string().into())];
    println!("{}", words.get("key-rotated", &args));
    Ok(true)
}

fn renew(words: &Words, home: &Home, old: &MasterKey, new: &MasterKey) -> anyhow::Result<i64> {
    let renewed = match home.servers.as_slice() {
        [] => Store::rotate(&home.database, old, new),
        _ => Store::rotate_servers(&home.addresses(), old, new),
    };
    let renewed = renewed.map_err(|error| match error {
        RotateError::Open(error) => home.trouble(words, &error),
        error => BadInput(words.get("key-rotate-failed", &[("why", error.to_string().into())])),
    })?;
    Ok(i64::try_from(renewed).unwrap_or(i64::MAX))
}

/// Seals the key file with a passphrase, or takes the passphrase away. The key itself stays the same.
fn passphrase(words: &Words, home: &Home, remove: bool) -> anyhow::Result<bool> {
    let KeySource::File(path) = &home.key else { return Err(BadInput(words.get("key-no-file", &[])).into()) };
    let key = from_file(words, path)?;
    let phrase = if remove {
        None
    } else {
        let asked = home::secret(words, "SUPPLE_NEW_PASSPHRASE", "key-passphrase-new");
        Some(asked.ok_or_else(|| BadInput(words.get("key-passphrase-none", &[])))?)
    };
    // Never the name under which a change of the master key keeps its new one.
    let new = beside(path, ".sealing");
    drop(fs::remove_file(&new));
    key.write_new(&new, phrase.as_deref()).map_err(|error| key_trouble(words, path, &error))?;
    fs::rename(&new, path).context("the key file")?;
    let sentence = if remove { "key-passphrase-removed" } else { "key-passphrase-set" };
    println!("{}", words.get(sentence, &[]));
    Ok(true)
}
