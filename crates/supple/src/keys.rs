//! `supple key`: changing the master key, and its passphrase.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::Context;
use supple_store::{MasterKey, RotateError, Rotated, Rotation, Store};
use supple_words::Words;

use crate::{
    args::KeyAction,
    home::{self, Home, KeySource, from_file, key_trouble},
    record,
    trouble::BadInput,
};

/// Does one of the things that can be done with the master key.
///
/// # Errors
/// A key that does not open or is no file; records that are in use.
pub(crate) fn run(words: &Words, home: &Home, action: &KeyAction) -> anyhow::Result<bool> {
    match action {
        KeyAction::Rotate { to, leave_broken, .. } => rotate(words, home, to.as_deref(), *leave_broken),
        KeyAction::Passphrase { remove, .. } => passphrase(words, home, *remove),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Makes a new master key and renews everything that the old one protects. Cut off anywhere, the same command finishes
/// it: the new key lies in a file of its own before anything is renewed, and takes the old one's place at the end. Whether
/// everything opened.
fn rotate(words: &Words, home: &Home, to: Option<&Path>, leave_broken: bool) -> anyhow::Result<bool> {
    let _alone = home.alone(words)?;
    if let Some(copy) = home.kept_copies().first() {
        return Err(BadInput(words.get("key-rotate-copy", &[("file", copy.display().to_string().into())])).into());
    }
    let how = Rotation { leave_broken, witness: Some(home.witness.clone()) };
    let given = to.map(|to| given(words, to)).transpose()?;
    let old_path = match &home.key {
        KeySource::File(path) => path.clone(),
        KeySource::Command(_) | KeySource::Variable => {
            // The key service makes the new key: it is given as a file.
            let Some(new) = given else { return Err(BadInput(words.get("key-rotate-to", &[])).into()) };
            let done = renew(home, &home.master(words)?, &new, &how).map_err(|error| refused(words, home, error))?;
            println!("{}", words.get("key-rotated-elsewhere", &[("count", number(done.renewed).into())]));
            return Ok(left(words, &done));
        }
    };
    let (old, passphrase) = home::from_file_with(words, &old_path)?;
    let new_path = beside(&old_path, ".new");
    let begun = if new_path.exists() { Some(from_file(words, &new_path)?) } else { None };
    let new = match (given, begun) {
        (Some(given), Some(begun)) if !given.is(&begun) => {
            // It may be the key of a change that was cut off: half of the records may be under it.
            let file = new_path.display().to_string();
            return Err(BadInput(words.get("key-new-leftover", &[("file", file.into())])).into());
        }
        (_, Some(begun)) => begun,
        (new, None) => {
            let new = new.map_or_else(MasterKey::fresh, Ok);
            let new = new.map_err(|error| key_trouble(words, &new_path, &error))?;
            new.write_new(&new_path, passphrase.as_deref()).map_err(|error| key_trouble(words, &new_path, &error))?;
            let done = renew(home, &old, &new, &how);
            if let Err(RotateError::Open(_) | RotateError::NotWhole { .. }) = &done {
                // Nothing was begun, so nothing is under it; left there it would be taken for one that was.
                drop(fs::remove_file(&new_path));
            }
            return finish(words, &old_path, &new_path, &done.map_err(|error| refused(words, home, error))?);
        }
    };
    let done = renew(home, &old, &new, &how).map_err(|error| refused(words, home, error))?;
    finish(words, &old_path, &new_path, &done)
}

/// A new key that was made elsewhere.
fn given(words: &Words, to: &Path) -> Result<MasterKey, BadInput> {
    if to.exists() {
        return from_file(words, to);
    }
    Err(BadInput(words.get("key-new-missing", &[("file", to.display().to_string().into())])))
}

/// Gives the new key the usual name. Whether everything opened.
fn finish(words: &Words, old_path: &Path, new_path: &Path, done: &Rotated) -> anyhow::Result<bool> {
    // The old key still opens the old backups. Whoever keeps none may delete it. It gets its second name first, so
    // that there is a key under the usual name at every moment.
    let names = (1..).map(|nth: u32| beside(old_path, &format!(".old-{nth}")));
    let kept = names.into_iter().find(|name| !name.exists()).context("no name is free")?;
    // Without links, as on a memory stick, it is copied.
    let keep = || {
        let text = fs::read(old_path)?;
        let mut copy = record::create_own(&kept)?;
        copy.write_all(&text)?;
        copy.sync_all()
    };
    fs::hard_link(old_path, &kept).or_else(|_| keep()).context("the key files")?;
    fs::rename(new_path, old_path).context("the key files")?;
    let args = [("count", number(done.renewed).into()), ("file", kept.display().to_string().into())];
    println!("{}", words.get("key-rotated", &args));
    Ok(left(words, done))
}

/// Says what did not open and was left. Whether there was nothing.
fn left(words: &Words, done: &Rotated) -> bool {
    if !done.left.is_empty() {
        println!("{}", words.get("key-left", &[]));
        done.left.iter().for_each(|link| println!("{}", record::broken(words, link)));
    }
    done.left.is_empty()
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn renew(home: &Home, old: &MasterKey, new: &MasterKey, how: &Rotation) -> Result<Rotated, RotateError> {
    home.line().map_err(RotateError::Open)?;
    match home.servers.as_slice() {
        [] => Store::rotate(&home.database, old, new, how),
        _ => Store::rotate_servers(&home.addresses(), old, new, how),
    }
}

fn refused(words: &Words, home: &Home, error: RotateError) -> BadInput {
    match error {
        RotateError::Open(error) => home.trouble(words, &error),
        RotateError::NotWhole { broken } => {
            let lines: Vec<String> = broken.iter().map(|link| record::broken(words, link)).collect();
            BadInput(words.get("key-rotate-not-whole", &[("broken", lines.join("\n").into())]))
        }
        error => BadInput(words.get("key-rotate-failed", &[("why", error.to_string().into())])),
    }
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
