//! What the program says on the standard output, and writes into files.

use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
};

use crate::record::create_own;

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Its owner.
    Owner,
    /// Whoever reads what its owner writes.
    Anybody,
}

/// Opens a file to write into, and says whether it was made: never one in which something may stand. A device or a pipe holds
/// nothing, so it is taken as it is.
///
/// # Errors
/// One that is there already, or cannot be made.
pub(crate) fn file(path: &Path, readers: Readers) -> io::Result<(File, bool)> {
    let made = match readers {
        Readers::Owner => create_own(path),
        Readers::Anybody => File::create_new(path),
    };
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && holds_nothing(path) => {
            Ok((OpenOptions::new().write(true).open(path)?, false))
        }
        made => Ok((made?, true)),
    }
}

fn holds_nothing(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|what| !what.is_file() && !what.is_dir())
}

/// Writes a line. Where nobody reads any more, as behind `head`, the work goes on and is finished; whatever else goes wrong
/// is said.
pub(crate) fn line(text: fmt::Arguments<'_>) {
    if let Err(error) = writeln!(io::stdout(), "{text}")
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        // Where even this cannot be written, nothing can be said.
        drop(writeln!(io::stderr(), "{error}"));
    }
}
