//! `supple import`: therapists from public registers and tables onto the list of this computer.
//!
//! The input is read row by row, so memory does not grow with it. The new list is written beside the old one and takes its place at the end,
//! also where ctrl-C or a damaged input ended it: what was read until then counts, and it is said.

mod lines;
mod list;
mod register;
mod table;

use std::{
    io,
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use supple_practice::find::Listed;
use supple_words::Words;

use crate::{
    args::{ImportAction, Rows},
    base,
    home::Home,
    input,
    replay::{Aside, Progress, STOPPED, count_of, stopped_by_ctrl_c},
    trouble::{self, BadInput},
};
use lines::Lines;
use list::List;

/// So often it is looked whether somebody pressed ctrl-C, and how far it has got, in rows.
const STEP: u64 = 8_192;

/// The longest name of a source, in bytes.
const LONGEST_NAME: usize = 40;

/// What a row says.
enum Says {
    /// Somebody who is listed.
    Listed(Box<Listed>),
    /// That whoever has this key is not listed, or no longer.
    Out(String),
    /// Nothing of anybody.
    Nothing,
}

/// A kind of input.
trait Source {
    /// Reads the header.
    ///
    /// # Errors
    /// Why it is not one, as a sentence.
    fn header(&mut self, line: &[u8]) -> Result<(), String>;

    /// Reads a row; `whole` where something of it may be missing, so that all of it has to be looked at.
    ///
    /// # Errors
    /// Why it cannot be used, as a sentence.
    fn row(&mut self, line: &[u8], whole: bool) -> Result<Says, String>;
}

/// What came of it.
#[derive(Default)]
struct Counts {
    rows: u64,
    new: u64,
    again: u64,
    out: u64,
    /// Whether the last row has no end and could not be read.
    cut_off: bool,
}

/// Takes therapists in.
///
/// # Errors
/// Files that cannot be read or written, a header in which columns are missing, an input that is cut off.
pub(crate) fn run(
    words: &Words,
    home: &Home,
    knowledge: Option<&Path>,
    action: &ImportAction,
) -> anyhow::Result<ExitCode> {
    match action {
        ImportAction::Nppes(rows) => take(words, home, rows, &mut register::Register::new(words)),
        ImportAction::Therapists { rows, source } => {
            // It stands before each id: so it is short and plain, and not the one of the register.
            let plain = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '.');
            if source.is_empty() || source.len() > LONGEST_NAME || source == "npi" || !source.chars().all(plain) {
                return Err(BadInput(words.get("listing-source", &[])).into());
            }
            let (knowledge, library) = base::shelf(words, knowledge)?;
            let places = library.places().map_err(|error| BadInput(error.to_string()))?;
            let mut table = table::Table::new(words, source, places, &knowledge);
            take(words, home, rows, &mut table)
        }
    }
}

fn take(words: &Words, home: &Home, given: &Rows, source: &mut impl Source) -> anyhow::Result<ExitCode> {
    let path = given.file.as_path();
    let unreadable = |error: &io::Error| trouble::file(words, "cli-unreadable", path, error);
    let mut lines = Lines::open(path).map_err(|error| unreadable(&error))?;
    if !lines.next().map_err(|error| unreadable(&error))? {
        return Err(BadInput(words.get("listing-empty", &[("file", input::name_of(words, path).into())])).into());
    }
    source.header(lines.text()).map_err(|why| {
        BadInput(words.get("listing-header", &[("file", input::name_of(words, path).into()), ("why", why.into())]))
    })?;
    let file = home.listing();
    let mut list = List::beside(&file).map_err(|error| trouble::file(words, "cli-unwritable", &file, &error))?;
    let mut aside = Aside::to(words, given.bad.as_deref())?;
    let stop = stopped_by_ctrl_c()?;
    let started = Instant::now();
    let (counts, broken) = match rows(words, &mut lines, source, &mut list, &mut aside, &stop, path) {
        Ok(counts) => (counts, None),
        // What was read until then counts.
        Err(Broken::Input(counts, error)) => (counts, Some(error)),
        Err(Broken::Output(error)) => {
            list.give_up();
            return Err(trouble::file(words, "cli-unwritable", &file, &error).into());
        }
    };
    aside.close()?;
    let listed = list.finish().map_err(|error| trouble::file(words, "cli-unwritable", &file, &error))?;
    told(words, &counts, aside.rows, listed, started);
    if let Some(error) = broken {
        return Err(BadInput(words.get("listing-broken", &[("why", unreadable(&error).to_string().into())])).into());
    }
    if stop.load(Ordering::Relaxed) {
        eprintln!("{}", words.get("listing-stopped", &[("rows", count_of(counts.rows).into())]));
        return Ok(ExitCode::from(STOPPED));
    }
    if counts.cut_off {
        let args = [("file", input::name_of(words, path).into()), ("line", count_of(lines.line()).into())];
        return Err(BadInput(words.get("listing-cut-off", &args)).into());
    }
    Ok(ExitCode::SUCCESS)
}

/// What ended it before its end.
enum Broken {
    /// The input could be read no further, after so many rows.
    Input(Counts, io::Error),
    /// The list or what is put aside could not be written.
    Output(io::Error),
}

fn rows(
    words: &Words,
    lines: &mut Lines,
    source: &mut impl Source,
    list: &mut List,
    aside: &mut Aside,
    stop: &AtomicBool,
    path: &Path,
) -> Result<Counts, Broken> {
    let mut counts = Counts::default();
    let mut progress = Progress::of(path);
    loop {
        match lines.next() {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Broken::Input(counts, error)),
        }
        counts.rows += 1;
        let said = match source.row(lines.text(), !lines.ended()) {
            Ok(Says::Listed(listed)) => {
                let known = list.add(&listed).map_err(Broken::Output)?;
                if known {
                    counts.again += 1
                } else {
                    counts.new += 1
                }
                Ok(())
            }
            Ok(Says::Out(key)) => list.remove(&key).map(|was| counts.out += u64::from(was)),
            Ok(Says::Nothing) => Ok(()),
            Err(why) => {
                counts.cut_off = !lines.ended();
                aside.put(lines.line(), &why)
            }
        };
        said.map_err(Broken::Output)?;
        if counts.rows.is_multiple_of(STEP) {
            progress.step(words, counts.rows, lines.bytes());
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
    }
    progress.close();
    Ok(counts)
}

/// What came of it, on the standard output.
fn told(words: &Words, counts: &Counts, bad: u64, listed: u64, started: Instant) {
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
    let args = [
        ("rows", count_of(counts.rows).into()),
        ("rate", count_of(counts.rows.saturating_mul(1_000) / millis).into()),
        ("new", count_of(counts.new).into()),
        ("again", count_of(counts.again).into()),
        ("out", count_of(counts.out).into()),
        ("bad", count_of(bad).into()),
        ("listed", count_of(listed).into()),
    ];
    println!("{}", words.get("listing-done", &args));
}
