//! `supple replay`: a cohort through the knowledge, and from one version to another.

mod aside;
pub(crate) mod columns;
mod count;
mod progress;
mod rows;
mod table;

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use supple_care::{Day, Knowledge};
use supple_words::Words;

use crate::{
    args::Replay,
    compare, input,
    trouble::{self, BadInput},
};

pub(crate) use aside::Aside;
use count::{Counted, Older, Version};
pub(crate) use progress::Progress;
use rows::Rows;

/// What a shell is told when ctrl-C ended it: 128 and the number of the signal.
pub(crate) const STOPPED: u8 = 130;
/// What came of reading a cohort.
#[derive(Default)]
struct Reading {
    counted: Counted,
    /// How many rows were counted, those that cannot be used among them.
    rows: u64,
    /// Why it was not read to its end.
    trouble: Option<BadInput>,
}

/// Screens every row of a cohort and prints what it comes to.
///
/// # Errors
/// Files that cannot be read or written; a cohort without a single row that can be used, or one that is cut off.
pub(crate) fn run(words: &Words, knowledge: Knowledge, today: Day, given: &Replay) -> anyhow::Result<ExitCode> {
    let new = Version::of(knowledge);
    let old = match &given.against {
        Some(path) => Some(Older::of(compare::version(words, path)?, &new)),
        None => None,
    };
    let mut aside = Aside::to(words, given.bad.as_deref())?;
    let stop = stopped_by_ctrl_c()?;
    let reading = match read(words, (&new, old.as_ref()), today, given, &stop, &mut aside) {
        Ok(reading) => reading,
        Err(error) => {
            aside.give_up()?;
            return Err(error);
        }
    };
    let stopped = stop.load(Ordering::Relaxed);
    let result = table::Result { new: &new, old: old.as_ref(), counted: &reading.counted, bad: aside.rows, stopped };
    table::print(words, given.format, &result)?;
    if stopped {
        writeln!(io::stderr(), "{}", words.get("replay-stopped", &[("rows", count_of(reading.rows).into())]))?;
        return Ok(ExitCode::from(STOPPED));
    }
    match reading.trouble {
        Some(trouble) => Err(trouble.into()),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Screens and counts a cohort.
///
/// # Errors
/// As [`run`]; that nobody can be used.
fn read(
    words: &Words,
    versions: (&Version, Option<&Older>),
    today: Day,
    given: &Replay,
    stop: &Arc<AtomicBool>,
    aside: &mut Aside,
) -> anyhow::Result<Reading> {
    let in_columns = columns::is_one(&given.answers);
    let reading = if in_columns {
        columns::count(words, versions, &given.answers, today, stop, |row, reason| aside.put(row, reason))?
    } else {
        documents(words, versions, &given.answers, today, stop, aside)?
    };
    aside.close()?;
    if reading.counted.new.people > 0 {
        return Ok(reading);
    }
    if let Some(trouble) = reading.trouble {
        return Err(trouble.into());
    }
    let args = [("file", input::name_of(words, &given.answers).into()), ("bad", count_of(aside.rows).into())];
    let key = if in_columns { "replay-nobody-in-columns" } else { "replay-nobody" };
    Err(BadInput(words.get(key, &args)).into())
}

/// Screens and counts a cohort of one document a line.
fn documents(
    words: &Words,
    (new, old): (&Version, Option<&Older>),
    path: &Path,
    today: Day,
    stop: &Arc<AtomicBool>,
    aside: &mut Aside,
) -> anyhow::Result<Reading> {
    let unreadable = |error: &io::Error| trouble::file(words, "cli-unreadable", path, error);
    let (mut counted, mut done) = (Counted::default(), 0);
    let mut rows = Rows::open(path, stop).map_err(|error| unreadable(&error))?;
    let mut progress = Progress::of(path);
    loop {
        let mut batch = rows.next().map_err(|error| unreadable(&error))?;
        let is_stopped = stop.load(Ordering::Relaxed);
        // Of what comes by itself the last row may not have come whole.
        let half = batch.pop_if(|_| is_stopped && rows.is_cut_off());
        if batch.is_empty() {
            break;
        }
        for (row, problems) in counted.add(new, old, &batch, today) {
            let reasons: Vec<String> = problems.iter().map(|one| place_and_reason(words, one)).collect();
            aside.put(row, &reasons.join(" "))?;
        }
        done = rows.read().saturating_sub(u64::from(half.is_some()));
        progress.step(words, done, rows.bytes());
        if is_stopped {
            break;
        }
    }
    progress.close();
    let args = [("file", input::name_of(words, path).into()), ("row", count_of(rows.read()).into())];
    let cut_off = rows.is_cut_off() && counted.last_was_bad && counted.new.people > 0;
    let trouble = cut_off.then(|| BadInput(words.get("replay-cut-off", &args)));
    Ok(Reading { counted, rows: done, trouble })
}

/// A count as the language files take it.
pub(crate) fn count_of(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// One problem of a row, on one line.
fn place_and_reason(words: &Words, problem: &supple_interop::Problem) -> String {
    let sentence = trouble::sentence(words, problem).replace('\n', " ");
    if problem.path.is_empty() { sentence } else { format!("{}: {sentence}", problem.path) }
}

/// A flag that ctrl-C raises, once; the second time the program ends at once, as the system does it.
pub(crate) fn stopped_by_ctrl_c() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    let raise = Arc::clone(&flag);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let first = tokio::signal::ctrl_c().await;
            raise.store(first.is_ok(), Ordering::Relaxed);
            if first.is_ok() && tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(i32::from(STOPPED));
            }
        });
    });
    Ok(flag)
}
