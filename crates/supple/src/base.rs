//! `supple knowledge`: check, prove and print what Supple knows.

use std::{fs, path::Path};

use supple_care::Knowledge;
use supple_knowledge::{Errors, Files, compile};
use supple_words::Words;

use crate::{
    args::KnowledgeAction,
    trouble::{self, BadInput},
};

/// The knowledge that the program works with: its own, or that of a directory.
///
/// # Errors
/// Every mistake in it, each with file, line, column and what was expected.
pub(crate) fn read(words: &Words, directory: Option<&Path>) -> Result<Knowledge, BadInput> {
    match directory {
        None => supple_knowledge::embedded(),
        Some(_) => compile(&files(words, directory)?),
    }
    .map_err(|errors| mistakes(words, &errors))
}

/// The files of a directory, or those inside the program.
fn files(words: &Words, directory: Option<&Path>) -> Result<Files, BadInput> {
    let Some(directory) = directory else { return Ok(Files::embedded()) };
    fs::read_dir(directory).map_err(|error| trouble::file(words, "cli-unreadable", directory, &error))?;
    Files::read(directory).map_err(|errors| mistakes(words, &errors))
}

fn mistakes(words: &Words, errors: &Errors) -> BadInput {
    let count = i64::try_from(errors.0.len()).unwrap_or(i64::MAX);
    BadInput(format!(
        "{}\n{}",
        words.get("knowledge-mistakes", &[("count", count.into())]),
        errors.to_string().trim_end()
    ))
}

/// Does one of the things that can be done with a knowledge base.
///
/// # Errors
/// Mistakes in it; a proof that fails; pages that cannot be written.
pub(crate) fn run(words: &Words, directory: Option<&Path>, action: &KnowledgeAction) -> anyhow::Result<()> {
    match action {
        KnowledgeAction::Check => check(words, directory),
        KnowledgeAction::Version => {
            say(&read(words, directory)?.version);
            Ok(())
        }
        KnowledgeAction::Docs { repository } => {
            let pages = supple_knowledge::docs::write(&read(words, directory)?, repository)?;
            let count = i64::try_from(pages).unwrap_or(i64::MAX);
            say(&words.get("knowledge-docs", &[("count", count.into())]));
            Ok(())
        }
    }
}

/// Reads and checks all of it, sentences included, which a start leaves to the tests.
fn check(words: &Words, directory: Option<&Path>) -> anyhow::Result<()> {
    let files = files(words, directory)?;
    let knowledge = compile(&files).map_err(|errors| mistakes(words, &errors))?;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let args = [
        ("files", number(files.iter().count()).into()),
        ("rules", number(knowledge.rules.len()).into()),
        ("limits", number(knowledge.limits.len()).into()),
        ("questions", number(knowledge.questions.len()).into()),
        ("sources", number(knowledge.sources.len()).into()),
        ("version", (&knowledge.version).into()),
    ];
    say(&words.get("knowledge-checked", &args));
    Ok(())
}

fn say(text: &str) {
    println!("{text}");
}
