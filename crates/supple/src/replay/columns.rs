//! A cohort in columns, screened group by group by all processors.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    num::NonZero,
    path::Path,
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use supple_care::Day;
use supple_interop::{Problem, answers};
use supple_population::{
    Limits, Screened, Tally,
    cohort::{Bad, Bound, Cells, Cohort, CohortError, Days, Groups, Taken, WrongColumn},
};
use supple_words::Words;

use super::{
    Reading,
    count::{Counted, Older, Version},
    count_of, place_and_reason,
    progress::Progress,
};
use crate::{
    input,
    trouble::{self, BadInput},
};

/// How such a file begins.
const MARK: &[u8; 4] = b"PAR1";
/// How it is called.
pub(crate) const ENDING: &str = "parquet";

/// Whether a path is called a file in columns.
pub(crate) fn is_called(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// Whether a path is a file in columns: it is called so, or begins so.
pub(super) fn is_one(path: &Path) -> bool {
    let begins = || -> io::Result<bool> {
        let mut start = [0u8; MARK.len()];
        File::open(path)?.read_exact(&mut start)?;
        Ok(start == *MARK)
    };
    // What cannot be looked into is told when it is read.
    !input::is_standard(path) && (is_called(path) || (path.is_file() && begins().is_ok_and(|begins| begins)))
}

/// One version, and how it reads the file.
struct Bounded<'v> {
    version: &'v Version,
    bound: Bound,
}

/// What one group came to.
#[derive(Default)]
struct Part {
    counted: Counted,
    bad: Vec<(u64, String)>,
    rows: u64,
    /// What is wrong with the file from the row after these on.
    broken: Option<CohortError>,
}

/// What all threads share.
struct Work<'a> {
    words: &'a Words,
    new: Bounded<'a>,
    old: Option<(Bounded<'a>, &'a Limits)>,
    today: Day,
    cohort: Cohort,
    next: AtomicUsize,
    stop: &'a AtomicBool,
}

/// Screens and counts a file; gives each row that cannot be used to `aside`, in their order.
///
/// # Errors
/// A file that is no cohort of this knowledge; rows that cannot be put aside.
pub(super) fn count<'v>(
    words: &Words,
    (new, old): (&'v Version, Option<&'v Older>),
    path: &Path,
    today: Day,
    stop: &AtomicBool,
    mut aside: impl FnMut(u64, &str) -> io::Result<()>,
) -> anyhow::Result<Reading> {
    let cohort = Cohort::open(path).map_err(|error| wrong(words, path, None, error))?;
    let span = answers::days_of_answers(today);
    let days = Days { earliest: *span.start(), latest: *span.end(), otherwise: today };
    let bounded = |version: &'v Version| {
        let bound = Bound::of(&version.sliced, &version.knowledge, &cohort, days);
        Ok::<_, BadInput>(Bounded { version, bound: bound.map_err(|error| wrong(words, path, Some(version), error))? })
    };
    let older = |old: &'v Older| Ok::<_, BadInput>((bounded(&old.version)?, &old.limits));
    let (new, old) = (bounded(new)?, old.map(older).transpose()?);
    let work = Work { words, new, old, today, cohort, next: AtomicUsize::new(0), stop };
    let mut progress = Progress::of_rows(work.cohort.rows());
    let (mut reading, mut broken) = (Reading::default(), None);
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let (send, receive) = mpsc::sync_channel(processors);
    thread::scope(|scope| {
        for _ in 0..processors {
            let (send, work) = (send.clone(), &work);
            scope.spawn(move || work.groups(&send));
        }
        drop(send);
        // Groups come as they are done, and are counted in their order.
        let (mut waiting, mut due) = (BTreeMap::new(), 0usize);
        for (group, part) in receive {
            waiting.insert(group, part);
            while let Some(part) = waiting.remove(&due) {
                due += 1;
                take(&mut reading, &mut broken, part, &mut aside)?;
            }
            progress.step(words, reading.rows, reading.rows);
        }
        waiting.into_values().try_for_each(|part| take(&mut reading, &mut broken, part, &mut aside))
    })?;
    progress.close();
    reading.trouble = broken.map(|(row, error)| broken_at(words, path, row, &error));
    Ok(reading)
}

fn take(
    reading: &mut Reading,
    broken: &mut Option<(u64, CohortError)>,
    part: Part,
    aside: &mut impl FnMut(u64, &str) -> io::Result<()>,
) -> io::Result<()> {
    reading.rows += part.rows;
    reading.counted.new.merge(&part.counted.new);
    reading.counted.differs.merge(part.counted.differs);
    if let Some(error) = part.broken {
        broken.get_or_insert((reading.rows + 1, error));
    }
    part.bad.iter().try_for_each(|(row, reason)| aside(*row, reason))
}

impl Work<'_> {
    /// Takes one group after the other until there is none left.
    fn groups(&self, send: &mpsc::SyncSender<(usize, Part)>) {
        let mut reader = None;
        loop {
            let group = self.next.fetch_add(1, Ordering::Relaxed);
            if group >= self.cohort.groups() || self.stop.load(Ordering::Relaxed) {
                return;
            }
            let mut part = Part::default();
            if let Err(error) = self.read(&mut reader, group, &mut part) {
                part.broken = Some(error);
                // What comes behind is not tried: a file that is damaged here may be damaged there.
                self.next.store(self.cohort.groups(), Ordering::Relaxed);
            }
            if send.send((group, part)).is_err() {
                return;
            }
        }
    }

    fn read(&self, reader: &mut Option<Groups>, group: usize, part: &mut Part) -> Result<(), CohortError> {
        let reader = match reader {
            Some(reader) => reader,
            None => reader.insert(self.cohort.reader()?),
        };
        let mut people = reader.group(group)?;
        let mut cells = Cells::default();
        while !self.stop.load(Ordering::Relaxed) && people.next(&mut cells)? {
            self.block(&cells, part);
            part.rows += cells.rows as u64;
        }
        Ok(())
    }

    fn block(&self, cells: &Cells, part: &mut Part) {
        let (new, mut bad) = self.new.take(cells, self.today);
        let old = self.old.as_ref().map(|(old, limits)| {
            let (taken, bad) = old.take(cells, self.today);
            (old, *limits, taken, bad)
        });
        let now = |taken, bad: &BTreeMap<usize, _>, counted: &mut Counted| {
            self.new.screen(cells, taken, bad.keys().copied(), &mut counted.new)
        };
        match old {
            None => drop(now(new, &bad, &mut part.counted)),
            Some((old, limits, taken, more)) => {
                for (lane, why) in more {
                    // What neither version can read is told once.
                    bad.entry(lane).or_insert(why);
                }
                let now = now(new, &bad, &mut part.counted);
                let was = old.screen(cells, taken, bad.keys().copied(), &mut Default::default());
                part.counted.differs.add(limits, &was, &now, |lane| cells.first + lane as u64);
            }
        }
        let told = bad.into_iter().map(|(lane, why)| {
            let reasons: Vec<String> = why.iter().map(|why| self.reason(why)).collect();
            (cells.first + lane as u64, reasons.join(" "))
        });
        part.bad.extend(told);
    }

    fn reason(&self, bad: &Bad<Vec<Problem>>) -> String {
        match bad {
            Bad::Number(at, value) => {
                let (column, codes) = self.new.bound.column(*at);
                let args = [("column", column.into()), ("value", value.to_string().into()), ("codes", codes.into())];
                self.words.get("replay-cell", &args)
            }
            Bad::MapNotComplete => self.words.get("replay-map", &[]),
            Bad::Beside => self.words.get("replay-beside", &[]),
            Bad::Document(problems) => {
                let told: Vec<String> = problems.iter().map(|one| place_and_reason(self.words, one)).collect();
                told.join(" ")
            }
        }
    }
}

/// Who of a block cannot be used, by lane.
type Refused = BTreeMap<usize, Vec<Bad<Vec<Problem>>>>;

impl Bounded<'_> {
    fn take(&self, cells: &Cells, today: Day) -> (Taken, Refused) {
        self.bound.take(cells, |text| self.version.sheet(text, today))
    }

    fn screen(
        &self,
        cells: &Cells,
        taken: Taken,
        left_out: impl Iterator<Item = usize>,
        tally: &mut Tally,
    ) -> Screened {
        self.bound.screen(&self.version.sliced, &self.version.knowledge, cells, taken, left_out, tally)
    }
}

/// A file that cannot be read from a row on, in words.
fn broken_at(words: &Words, path: &Path, row: u64, error: &CohortError) -> BadInput {
    let (key, why) = match error {
        CohortError::Compressed(compression) => ("replay-compressed", (*compression).to_owned()),
        error => ("replay-broken-at", error.to_string()),
    };
    let args = [("file", input::name_of(words, path).into()), ("row", count_of(row).into()), ("why", why.into())];
    BadInput(words.get(key, &args))
}

/// A file that cannot be read as a cohort of a version, in words.
fn wrong(words: &Words, path: &Path, version: Option<&Version>, error: CohortError) -> BadInput {
    let version = version.map_or("", |version| version.knowledge.version.as_str());
    let (mut key, mut column, mut codes, mut why) = ("replay-broken", String::new(), String::new(), String::new());
    match error {
        CohortError::File(error) => return trouble::file(words, "cli-unreadable", path, &error),
        CohortError::Broken(error) => why = error.to_string(),
        CohortError::NoQuestion => key = "replay-no-question",
        CohortError::Unnumbered(_) | CohortError::Compressed(_) => why = error.to_string(),
        CohortError::Column { name, wrong } => {
            column = name;
            key = match wrong {
                WrongColumn::NotKnown => "replay-column",
                WrongColumn::NoNumbers => "replay-column-numbers",
                WrongColumn::NoText => "replay-column-text",
                WrongColumn::NoCodes(expected) => {
                    codes = expected;
                    "replay-column-codes"
                }
            };
        }
    }
    let file = input::name_of(words, path);
    let args = [
        ("file", file.into()),
        ("version", version.into()),
        ("column", column.into()),
        ("codes", codes.into()),
        ("why", why.into()),
    ];
    BadInput(words.get(key, &args))
}
