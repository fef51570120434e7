//! How far a replay has got, on a terminal.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::Path,
    time::Instant,
};

use supple_words::Words;

use super::count_of;

/// Rows, rate and time left, on one line.
pub(crate) struct Progress {
    started: Instant,
    shown: bool,
    all: Option<u64>,
}

impl Progress {
    pub(crate) fn of(path: &Path) -> Self {
        let all = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len());
        Self { started: Instant::now(), shown: io::stderr().is_terminal(), all }
    }

    /// Of so many rows; each counts as one.
    pub(crate) fn of_rows(all: u64) -> Self {
        Self { started: Instant::now(), shown: io::stderr().is_terminal(), all: Some(all) }
    }

    pub(crate) fn step(&mut self, words: &Words, rows: u64, bytes: u64) {
        if !self.shown {
            return;
        }
        let millis = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        let rate = rows.saturating_mul(1_000) / millis;
        // Nothing is said of the time left where nobody knows how long the input is.
        let left = self.all.map(|all| all.saturating_sub(bytes).saturating_mul(millis) / bytes.max(1) / 1_000);
        let mut args = vec![("rows", count_of(rows).into()), ("rate", count_of(rate).into())];
        args.extend(left.map(|left| ("left", count_of(left).into())));
        let key = if left.is_some() { "replay-progress-left" } else { "replay-progress" };
        // A terminal that takes no progress takes the result all the same.
        drop(write!(io::stderr(), "\r\u{1b}[K{}", words.get(key, &args)));
    }

    pub(crate) fn close(&self) {
        if self.shown {
            drop(write!(io::stderr(), "\r\u{1b}[K"));
        }
    }
}
