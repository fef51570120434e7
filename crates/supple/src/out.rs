//! What the program says on the standard output.

use std::{
    fmt,
    io::{self, Write},
};

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
