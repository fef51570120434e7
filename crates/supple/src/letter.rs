//! `supple letter`: a letter from a record, as a PDF.

use std::{io::Write, path::Path, sync::Arc};

use supple_care::Day;
use supple_store::Store;
use supple_web::{NoFile, Reader, Written};
use supple_words::Words;

use crate::{
    args::{Letter, LetterFor},
    base,
    paper::printable,
    record::create_own,
    told::{Told, told},
    trouble::{self, BadInput},
};

/// Writes the letter of somebody into a file.
///
/// # Errors
/// Nobody of that name; a record that cannot be read; a file that cannot be written.
pub(crate) fn run(
    words: &Words,
    directory: Option<&Path>,
    store: &Store,
    today: Day,
    given: &Letter,
) -> anyhow::Result<()> {
    let Told { name, events, today } = told(words, store, &given.person, given.today.as_deref(), today)?;
    let knowledge = base::read(words, directory)?;
    let reader = match given.reader {
        LetterFor::Physician => Reader::Physician,
        LetterFor::Therapist => Reader::Therapist,
        LetterFor::Person => Reader::Person,
    };
    let spoken = Arc::new(Words::load(words.lang())?);
    let letter = Written { knowledge: &knowledge, events: &events, name: &name, today, reader };
    let bytes = letter.pdf(spoken, None).map_err(|why| {
        BadInput(match why {
            NoFile::Letters(lacks) => words.get("letter-lacks-file", &[("letters", printable(&lacks).into())]),
            NoFile::Font => words.get("letter-unwritten", &[]),
        })
    })?;
    // A letter of somebody else may lie there; and what it says is for its owner alone.
    let write = || create_own(&given.to)?.write_all(&bytes);
    write().map_err(|error| trouble::unwritten(words, &given.to, &error))?;
    println!("{}", words.get("letter-written", &[("file", printable(&given.to.display().to_string()).into())]));
    Ok(())
}
