//! `supple backup` and `supple restore`.

use std::{fs, path::Path};

use anyhow::Context;
use supple_store::{BackupError, PersonId, RestoreError, Store, UtcMs};
use supple_words::Words;

use crate::{
    home::{Home, KeySource},
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

/// Puts a backup back, erases again whoever was erased since, and says what is lost.
///
/// # Errors
/// A backup that is not whole or under another key; records that are in use; a list that cannot be read.
pub(crate) fn restore(words: &Words, home: &Home, backup: &Path, erased: Option<&Path>) -> anyhow::Result<bool> {
    if !home.servers.is_empty() {
        return Err(BadInput(words.get("backup-on-server", &[])).into());
    }
    let alone = home.alone(words)?;
    let master = home.master(words)?;
    let list = erased.map(|path| read_list(words, path)).transpose()?.unwrap_or_default();
    let restored = Store::restore(backup, &home.database, &master, home.options()).map_err(|error| match error {
        RestoreError::Open(error) => home.trouble(words, &error),
        RestoreError::NotWhole { report } => {
            let report = record::reported(words, &report);
            BadInput(words.get("restore-not-whole", &[("report", report.into())]))
        }
        error => BadInput(words.get("record-unreadable", &[("why", error.to_string().into())])),
    })?;
    let store = home.open_alone(words, &alone)?;
    let mut again = restored.erased_again;
    for (person, at) in list {
        if store.erased_at(person)?.is_none() && store.last_seq(person).is_ok() {
            again += u64::from(store.erase(person, at)?.now);
        }
    }
    println!("{}", words.get("restore-done", &[]));
    println!("{}", record::reported(words, &restored.report));
    let count = i64::try_from(again).unwrap_or(i64::MAX);
    println!("{}", words.get("restore-erased", &[("count", count.into())]));
    for link in &restored.lost {
        println!("{}", record::broken(words, link));
    }
    Ok(true)
}

/// A list that `supple record erased` printed.
fn read_list(words: &Words, path: &Path) -> anyhow::Result<Vec<(PersonId, UtcMs)>> {
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
