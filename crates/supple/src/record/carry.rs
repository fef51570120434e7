//! Taking a record along, and bringing it back.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
};

use supple_store::{ImportError, PinError, Portable, Store};
use supple_words::Words;

use super::{Somebody, unreadable};
use crate::{
    args::ExportForm,
    base,
    home::{self, now},
    paper::printable,
    trouble::{self, BadInput},
};

/// The longest file that is read: a hundred thousand entries of ten kilobytes.
const LONGEST: u64 = 1 << 30;

/// Writes everything about somebody into a new file, or to the standard output.
pub(super) fn export(
    words: &Words,
    store: &Store,
    knowledge: Option<&Path>,
    who: &Somebody,
    form: ExportForm,
    to: Option<&Path>,
) -> anyhow::Result<bool> {
    let key = home::unlock(words, store, who.id)?;
    let record = store.export(&key).map_err(|error| unreadable(words, &error))?;
    let text = match form {
        ExportForm::Json => serde_json::to_vec_pretty(&record)?,
        ExportForm::Html => {
            let words = Arc::new(Words::load(words.lang())?);
            let knowledge = base::read(&words, knowledge)?;
            supple_web::readable(&knowledge, words, &record, now()).into_bytes()
        }
    };
    match to {
        None => io::stdout().lock().write_all(&text)?,
        Some(path) => {
            let written = create_own(path).and_then(|mut file| {
                file.write_all(&text)?;
                file.sync_all()
            });
            written.map_err(|error| trouble::file(words, "cli-unwritable", path, &error))?;
            let shown = path.display().to_string();
            println!("{}", words.get("export-done", &[("file", shown.into())]));
        }
    }
    Ok(true)
}

/// A new file for its owner alone; never one that is there.
pub(crate) fn create_own(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes in what was exported elsewhere.
pub(super) fn import(words: &Words, store: &Store, path: &Path) -> anyhow::Result<bool> {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut text));
    read.map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    let shown = path.display().to_string();
    let refused =
        |why: String| BadInput(words.get("import-refused", &[("file", (&shown).into()), ("why", why.into())]));
    // The usual reading of JSON takes the last of two equal names; a record is not guessed at.
    supple_interop::answers::json(&text).map_err(|problems| trouble::problems(words, &shown, &problems))?;
    let record: Portable = serde_json::from_slice(&text).map_err(|error| refused(error.to_string()))?;
    let (name, count) = (printable(&record.name), record.events.len());
    store.import(record, now()).map_err(|error| match error {
        ImportError::Here(PinError::Needed) => BadInput(words.get("import-pin", &[])),
        ImportError::Here(PinError::Erased { .. }) => BadInput(words.get("import-erased", &[])),
        error => refused(error.to_string()),
    })?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    println!("{}", words.get("import-done", &[("name", name.into()), ("count", count.into())]));
    Ok(true)
}
