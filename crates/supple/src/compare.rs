//! `supple knowledge diff`, `ask` and `pack`: what a change changes, and for whom.

use std::{
    fs,
    path::{Path, PathBuf},
};

use supple_care::{Knowledge, RuleId};
use supple_knowledge::{
    Files, ask as asking, compile,
    diff::{self, Intended},
    prove::Proved,
};
use supple_words::Words;

use crate::{
    args::{self, Diff, Proof},
    base::{self, about, say},
    patience::{Patience, limits},
    trouble::{self, BadInput},
};

/// The ending of a packed version.
const PACKED: &str = "packed";

/// Prints every difference between two versions, less caution first.
///
/// # Errors
/// Versions that cannot be read; with the option, less caution for anybody that is not listed as intended.
pub(crate) fn diff(words: &Words, given: &Diff) -> anyhow::Result<()> {
    let new_files = files(words, &given.new)?;
    let new = compile(&new_files).map_err(|errors| base::mistakes(words, &errors))?;
    let old = older(words, &files(words, &given.old)?, &new_files)?;
    let intended = intended(words, given.intended.as_deref())?;
    let patience = Patience::watch(words, given.patience);
    let differences = diff::between(&old, &new, limits(given.patience))?;
    drop(patience);
    for one in &differences.found {
        say(&one.to_string());
        if let Some(because) = intended.because(one) {
            say(&words.get("diff-intended", &[("because", because.into())]));
        }
    }
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let less = differences.found.iter().filter(|one| one.less).count();
    let args = [
        ("less", count(less).into()),
        ("more", count(differences.found.len() - less).into()),
        ("sheets", about(&differences.sheets).into()),
        ("old", old.version.as_str().into()),
        ("new", new.version.as_str().into()),
    ];
    say(&words.get("diff-done", &args));
    if let Some(spent) = differences.spent {
        anyhow::bail!("{spent}");
    }
    if given.deny_less_caution {
        let unmeant = differences.found.iter().filter(|one| one.less && intended.because(one).is_none()).count();
        anyhow::ensure!(unmeant == 0, words.get("diff-denied", &[("count", count(unmeant).into())]));
        let stale = intended.stale(&differences.found);
        anyhow::ensure!(stale.is_empty(), words.get("diff-stale", &[("rules", stale.join(", ").into())]));
    }
    Ok(())
}

/// An older version, compiled. One that was kept before some file was needed that screening does not read takes that file from
/// the new one.
fn older(words: &Words, files: &Files, new: &Files) -> Result<Knowledge, BadInput> {
    let compiled = compile(files).or_else(|_| compile(&files.with_unscreened(new)));
    compiled.map_err(|errors| base::mistakes(words, &errors))
}

/// An older version, of a directory or packed, to be held against the one inside the program.
///
/// # Errors
/// A version that cannot be read.
pub(crate) fn version(words: &Words, path: &Path) -> Result<Knowledge, BadInput> {
    older(words, &files(words, path)?, &Files::embedded())
}

/// The list of what is meant; an empty one where none is given.
fn intended(words: &Words, path: Option<&Path>) -> Result<Intended, BadInput> {
    let Some(path) = path else { return Ok(Intended::default()) };
    let text = fs::read_to_string(path).map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    Intended::read(&text).map_err(|problem| {
        let file = path.display().to_string();
        BadInput(words.get("cli-unreadable", &[("file", file.into()), ("why", problem.into())]))
    })
}

/// Proves that no caution was lost since a version that is named, or, of a directory, since the one inside the program; nothing
/// where there is nothing to compare with. Gives the version as well.
///
/// # Errors
/// A version or a list that cannot be read.
pub(crate) fn lost(
    words: &Words,
    new: (&Files, &Knowledge),
    is_directory: bool,
    given: &Proof,
) -> Result<Option<(String, Proved)>, BadInput> {
    let old = match (&given.against, is_directory) {
        (Some(path), _) => files(words, path)?,
        (None, false) if given.only.is_none() => return Ok(None),
        (None, _) => Files::embedded(),
    };
    let old = older(words, &old, new.0)?;
    let intended = intended(words, given.intended.as_deref())?;
    let proved = diff::no_caution_is_lost(&old, new.1, &intended, limits(given.patience));
    Ok(Some((old.version, proved)))
}

/// The files of a directory of knowledge, of a packed version, or of a directory that holds one packed version.
fn files(words: &Words, path: &Path) -> Result<Files, BadInput> {
    match packed(path) {
        None => base::files(words, Some(path)),
        Some(file) => {
            let packed = fs::read(&file).map_err(|error| trouble::file(words, "cli-unreadable", &file, &error))?;
            let version = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            Files::unpack(&packed, &version).map_err(|problem| {
                let name = file.display().to_string();
                let why = problem.to_string();
                BadInput(words.get("cli-unreadable", &[("file", name.into()), ("why", why.into())]))
            })
        }
    }
}

fn packed(path: &Path) -> Option<PathBuf> {
    let is_packed = |path: &Path| path.extension().is_some_and(|ending| ending == PACKED);
    if path.is_file() {
        return Some(path.to_owned());
    }
    let mut found = fs::read_dir(path).ok()?.flatten().map(|entry| entry.path()).filter(|path| is_packed(path));
    found.next()
}

/// Answers what can be asked of one rule, or of two.
///
/// # Errors
/// Ids that no rule has.
pub(crate) fn ask(
    words: &Words,
    knowledge: &Knowledge,
    (rule, other): (&str, Option<&str>),
    given: args::Patience,
) -> anyhow::Result<()> {
    let find = |id: &str| -> Result<RuleId, BadInput> {
        knowledge.rule_id(id).ok_or_else(|| BadInput(words.get("ask-no-rule", &[("rule", id.into())])))
    };
    let second = other.map(find).transpose()?;
    let patience = Patience::watch(words, given);
    patience.at(rule);
    say(&words.get("ask-fires", &[]));
    for answer in asking::about(knowledge, find(rule)?, second) {
        say(&answer.to_string());
    }
    Ok(())
}

/// Keeps a version as one file, named by its hash.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn pack(words: &Words, files: &Files, into: &Path) -> anyhow::Result<()> {
    let path = into.join(format!("{}.{PACKED}", files.version()));
    fs::write(&path, files.pack()?).map_err(|error| trouble::file(words, "cli-unwritable", &path, &error))?;
    say(&path.display().to_string());
    Ok(())
}
