//! `supple track`: how it goes, from a record.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use supple_care::Day;
use supple_store::Store;
use supple_words::Words;

use crate::{
    args::{Format, Track},
    base,
    told::{Told, told},
};

/// Prints what the scores of somebody say, and what follows.
///
/// # Errors
/// Nobody of that name; a record that cannot be read; what the output did not take.
pub(crate) fn run(
    words: &Words,
    directory: Option<&Path>,
    store: &Store,
    today: Day,
    given: &Track,
) -> anyhow::Result<()> {
    let Told { events, today, .. } = told(words, store, &given.person, given.today.as_deref(), today)?;
    let knowledge = base::read(words, directory)?;
    let spoken = Arc::new(Words::load(words.lang())?);
    // What came after a day that was asked for was not known on it.
    let events = if given.today.is_some() { supple_web::events_until(&events, today) } else { events };
    let tracked = supple_web::tracked(&knowledge, spoken, &events, today, given.rows);
    let mut out = io::stdout().lock();
    match given.format {
        Format::Text => writeln!(out, "{}", tracked.text)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &tracked.json)?;
            writeln!(out)?;
        }
    }
    Ok(())
}
