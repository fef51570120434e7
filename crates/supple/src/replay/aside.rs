//! Rows that cannot be used.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use supple_words::Words;

use crate::{
    out::{self, Readers},
    trouble::{self, BadInput},
};

/// How many rows that cannot be used are shown where they are written nowhere else.
const SHOWN: u64 = 10;

/// Where rows go that cannot be used: to a file, or, the first of them, to the standard error.
pub(crate) struct Aside {
    file: Option<BufWriter<File>>,
    /// The file that was made for them; nothing where they go to a device or a pipe.
    made: Option<PathBuf>,
    /// How many there were.
    pub(crate) rows: u64,
}

impl Aside {
    /// Makes the file.
    ///
    /// # Errors
    /// A file that is there already or cannot be made.
    pub(crate) fn to(words: &Words, path: Option<&Path>) -> Result<Self, BadInput> {
        let Some(path) = path else { return Ok(Self { file: None, made: None, rows: 0 }) };
        // What was answered stands there, so it is for its owner alone.
        let (file, is_made) =
            out::file(path, Readers::Owner).map_err(|error| trouble::unwritten(words, path, &error))?;
        Ok(Self { file: Some(BufWriter::new(file)), made: is_made.then(|| path.to_owned()), rows: 0 })
    }

    /// Puts one row aside.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn put(&mut self, row: u64, reason: &str) -> io::Result<()> {
        self.rows += 1;
        match &mut self.file {
            Some(file) => writeln!(file, "{row}\t{reason}"),
            None if self.rows <= SHOWN => writeln!(io::stderr(), "{row}: {reason}"),
            None => Ok(()),
        }
    }

    /// Writes out what was put.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn close(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }

    /// Takes the file away again where nothing came of a cohort and nothing stands in it, so that it is not in the way of the next
    /// try.
    ///
    /// # Errors
    /// When it cannot be taken away.
    pub(crate) fn give_up(self) -> io::Result<()> {
        match self.made {
            Some(path) if self.rows == 0 => fs::remove_file(path),
            Some(_) | None => Ok(()),
        }
    }
}
