//! The rows of a table of text, one at a time, whatever their number.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use crate::input::is_standard;

/// The longest row, in bytes; of a longer one only its beginning is kept, which then cannot be used.
const LONGEST: usize = 1024 * 1024;

/// Rows that are read.
pub(super) struct Lines {
    from: Box<dyn BufRead>,
    text: Vec<u8>,
    /// The line on which the row begins, from 1.
    line: u64,
    /// How many lines the row has.
    has: u64,
    bytes: u64,
    ended: bool,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let from: Box<dyn BufRead> = if is_standard(path) {
            Box::new(BufReader::with_capacity(LONGEST, io::stdin()))
        } else {
            Box::new(BufReader::with_capacity(LONGEST, File::open(path)?))
        };
        Ok(Self { from, text: Vec::new(), line: 0, has: 1, bytes: 0, ended: true })
    }

    /// Reads the next row; whether there was one. Lines without anything on them are passed over.
    pub(super) fn next(&mut self) -> io::Result<bool> {
        loop {
            self.text.clear();
            self.line += self.has;
            self.has = 1;
            if !self.more()? {
                return Ok(false);
            }
            // A line's end between two quotes belongs to the field, unless what follows is the beginning of a row.
            while self.in_quotes() && !self.begins_row()? && self.text.len() < LONGEST {
                if !self.more()? {
                    break;
                }
                self.has += 1;
            }
            if !self.text.iter().all(u8::is_ascii_whitespace) {
                return Ok(true);
            }
        }
    }

    /// The row, without its end.
    pub(super) fn text(&self) -> &[u8] {
        let text = self.text.strip_suffix(b"\n").unwrap_or(&self.text);
        text.strip_suffix(b"\r").unwrap_or(text)
    }

    /// The line on which the row begins.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the row has its line's end. Without one, it is the last, and something of it may be missing.
    pub(super) const fn ended(&self) -> bool {
        self.ended
    }

    /// Reads one line behind what is there; whether there was one.
    fn more(&mut self) -> io::Result<bool> {
        let mut read = 0;
        loop {
            let part = self.from.fill_buf()?;
            if part.is_empty() {
                self.ended = read == 0;
                return Ok(read > 0);
            }
            let end = memchr::memchr(b'\n', part).map(|at| at + 1);
            let taken = end.unwrap_or(part.len());
            if self.text.len() <= LONGEST {
                self.text.extend_from_slice(part.get(..taken).unwrap_or_default());
            }
            self.from.consume(taken);
            self.bytes += taken as u64;
            read += taken;
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Whether a quote is open at the end of what was read.
    fn in_quotes(&self) -> bool {
        memchr::memchr_iter(b'"', &self.text).count() % 2 == 1
    }

    /// Whether what follows begins as a row of the register does: an id of ten digits in quotes; or is the end.
    fn begins_row(&mut self) -> io::Result<bool> {
        let next = self.from.fill_buf()?;
        let rest = next.strip_prefix(b"\"").unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        Ok(next.is_empty() || (digits == 10 && rest.get(10..13) == Some(b"\",\"")))
    }
}
