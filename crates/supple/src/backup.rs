//! `supple backup` and `supple restore`.

use std::{fs, path::Path};

use anyhow::Context;
use supple_store::{BackupError, OpenError, PersonId, RestoreError, Store, UtcMs};
use supple_words::Words;

use crate::{
    home::{self, Home, KeySource},
    record,
    trouble::{self, BadInput},
};

/// Copies the records into a new file while they are in use, and proves the copy.
///
/// # Errors
/// A file that exists; a disk that is full; a copy that is not whole.
pub(crate) fn backup(words: &Words, home: &Home, to: &Path) -> anyhow::Result<bool> {
    let store = home.open_known(words)?;
    let file = to.display().to_string();
    store.backup(to).map_err(|error| match error {
        BackupError::Exists => BadInput(words.get("cli-exists", &[("file", (&file).into())])),
        BackupError::OnServer => BadInput(words.get("backup-on-server", &[])),
        error => {
            let why = error.to_string();
            BadInput(words.get("cli-unwritable", &[("file", (&file).into()), ("why", why.into())]))
        }
    })?;
    let report = Store::prove_backup(to, &home.master(words)?)?;
    println!("{}", words.get("backup-done", &[("file", file.into())]));
    println!("{}", record::reported(words, &report));
    let reminder = match &home.key {
        KeySource::File(_) => "backup-key-file",
        KeySource::Command(_) | KeySource::Variable => "backup-key-elsewhere",
    };
    println!("{}", words.get(reminder, &[]));
    Ok(report.is_whole())
}

/// How a backup is put back.
pub(crate) struct Restoring<'a> {
    /// A list of people who are erased too.
    pub(crate) erased: Option<&'a Path>,
    /// The key file of then, where the master key was changed since the backup was made.
    pub(crate) key: Option<&'a Path>,
    /// Whether to go on where nobody knows any more who was erased since.
    pub(crate) new_witness: bool,
}

/// Puts a backup back, erases again whoever was erased since, and says what is lost.
///
/// # Errors
/// A backup that is not whole or under another key; a witness that is missing; records that are in use; a list that
/// cannot be read.
pub(crate) fn restore(words: &Words, home: &Home, backup: &Path, how: Restoring<'_>) -> anyhow::Result<bool> {
    if !home.servers.is_empty() {
        return Err(BadInput(words.get("backup-on-server", &[])).into());
    }
    let alone = home.alone(words)?;
    let master = home.master(words)?;
    let list = how.erased.map(|path| read_list(words, path)).transpose()?.unwrap_or_default();
    // On a new computer there never was a witness. Where there were records, one is missing.
    let begins = !home.witness.exists() && (how.new_witness || !home.database.exists());
    let options = if begins { home.new_witness(words)? } else { home.options() };
    let before = how.key.map(|path| home::from_file(words, path)).transpose()?;
    let was_there = home.database.exists();
    std::fs::metadata(backup).map_err(|error| trouble::file(words, "cli-unreadable", backup, &error))?;
    let restored =
        Store::restore_from(backup, before.as_ref(), &home.database, &master, options).map_err(
            |error| match error {
                RestoreError::Open(error) => home.trouble(words, &error),
                RestoreError::Backup(error) => {
                    let file = backup.display().to_string();
                    let sentence = match error {
                        OpenError::WrongMasterKey | OpenError::RotationUnfinished => "restore-other-key",
                        OpenError::NotSupple => "restore-not-supple",
                        _ => "restore-unreadable",
                    };
                    BadInput(words.get(sentence, &[("file", file.into()), ("why", error.to_string().into())]))
                }
                RestoreError::NotWhole { report } => {
                    let report = record::reported(words, &report);
                    BadInput(words.get("restore-not-whole", &[("report", report.into())]))
                }
                error => BadInput(words.get("record-unreadable", &[("why", error.to_string().into())])),
            },
        )?;
    let store = home.open_alone(words, &alone)?;
    let again = restored.erased_again.saturating_add(erase_listed(&store, &list)?);
    println!("{}", words.get(if was_there { "restore-done" } else { "restore-done-fresh" }, &[]));
    println!("{}", record::reported(words, &restored.report));
    let count = i64::try_from(again).unwrap_or(i64::MAX);
    println!("{}", words.get("restore-erased", &[("count", count.into())]));
    if begins && how.erased.is_none() {
        println!("{}", words.get("restore-witness-new", &[]));
    }
    for link in &restored.lost {
        println!("{}", record::broken(words, link));
    }
    Ok(true)
}

/// Erases whoever is on the list and here. Returns how many there were.
pub(crate) fn erase_listed(store: &Store, list: &[(PersonId, UtcMs)]) -> anyhow::Result<u64> {
    let mut erased = 0;
    for (person, at) in list {
        if store.erased_at(*person)?.is_none() && store.last_seq(*person).is_ok() {
            erased += u64::from(store.erase(*person, *at)?.now);
        }
    }
    // Practices that were closed, and what others kept about somebody who is erased already.
    Ok(erased + store.erase_again(list)?)
}

/// A list that `supple record erased` printed.
///
/// # Errors
/// A file that cannot be read, or is no such list.
pub(crate) fn read_list(words: &Words, path: &Path) -> anyhow::Result<Vec<(PersonId, UtcMs)>> {
    let text = fs::read_to_string(path).map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (person, at) = line.trim().split_once(' ').context("no moment")?;
            let at: jiff::Timestamp = at.trim().parse()?;
            Ok((person.parse::<PersonId>()?, UtcMs(at.as_millisecond())))
        })
        .collect::<anyhow::Result<Vec<_>>>()
        .map_err(|error| {
            let args = [("file", path.display().to_string().into()), ("why", error.to_string().into())];
            BadInput(words.get("restore-list", &args)).into()
        })
}
