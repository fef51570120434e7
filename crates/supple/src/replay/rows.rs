//! The rows of a cohort, a batch at a time, so that memory does not grow with it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

#[cfg(unix)]
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use crate::input::is_standard;

/// How many rows make a batch.
const BATCH: usize = 8_192;
/// The longest row, in bytes: as long as a single input may be.
const LONGEST: usize = 1024 * 1024;

/// One row with its number, counted from 1.
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) text: Vec<u8>,
}

/// What comes by itself, until ctrl-C: waiting for more does not keep that from being heard.
struct Incoming(Arc<AtomicBool>);

#[cfg(unix)]
impl Read for Incoming {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        /// How long ctrl-C may wait.
        const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };
        let from = io::stdin();
        while !self.0.load(Ordering::Relaxed) {
            match poll(&mut [PollFd::new(&from, PollFlags::IN)], Some(&LOOK)) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(rustix::io::read(&from, to)?),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(0)
    }
}

#[cfg(not(unix))]
impl Read for Incoming {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        io::stdin().read(to)
    }
}

/// Rows that are read.
pub(super) struct Rows {
    from: Box<dyn BufRead>,
    read: u64,
    bytes: u64,
    cut_off: bool,
}

impl Rows {
    pub(super) fn open(path: &Path, stop: &Arc<AtomicBool>) -> io::Result<Self> {
        let from: Box<dyn BufRead> = if is_standard(path) {
            Box::new(BufReader::with_capacity(LONGEST, Incoming(Arc::clone(stop))))
        } else {
            Box::new(BufReader::with_capacity(LONGEST, File::open(path)?))
        };
        Ok(Self { from, read: 0, bytes: 0, cut_off: false })
    }

    /// The next rows; none at the end. Rows without anything on them are counted and left out.
    pub(super) fn next(&mut self) -> io::Result<Vec<Row>> {
        let mut batch = Vec::new();
        let mut held = 0;
        // Rows that are long fill a batch sooner.
        while batch.len() < BATCH && held < 64 * LONGEST {
            let mut text = Vec::new();
            let read = self.line(&mut text)?;
            if read == 0 {
                break;
            }
            self.read += 1;
            self.bytes += read as u64;
            self.cut_off = text.last() != Some(&b'\n');
            if !text.iter().all(u8::is_ascii_whitespace) {
                held += text.len();
                batch.push(Row { number: self.read, text });
            }
        }
        Ok(batch)
    }

    /// Reads a line; of one that is too long only the beginning is kept, which then is no row.
    fn line(&mut self, text: &mut Vec<u8>) -> io::Result<usize> {
        let mut read = 0;
        loop {
            let part = self.from.fill_buf()?;
            if part.is_empty() {
                return Ok(read);
            }
            let end = part.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(part.len());
            if text.len() <= LONGEST {
                text.extend_from_slice(part.get(..taken).unwrap_or_default());
            }
            self.from.consume(taken);
            read += taken;
            if end.is_some() {
                return Ok(read);
            }
        }
    }

    /// How many rows were read.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// How many bytes were read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the last row ends without a line's end.
    pub(super) fn is_cut_off(&self) -> bool {
        self.cut_off
    }
}
