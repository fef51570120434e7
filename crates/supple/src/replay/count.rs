//! Rows screened and counted, by all processors.

use std::{num::NonZero, thread};

use supple_care::{Day, Knowledge, Sheet, contradiction};
use supple_interop::{Problem, answers};
use supple_population::{Differs, Limits, Screened, Sliced, Tally, Word};

use super::rows::Row;

/// One version of the knowledge.
pub(super) struct Version {
    pub(super) knowledge: Knowledge,
    pub(super) sliced: Sliced,
}

impl Version {
    pub(super) fn of(knowledge: Knowledge) -> Self {
        Self { sliced: Sliced::of(&knowledge), knowledge }
    }

    /// The sheet of a row, read as `supple assess` reads it.
    pub(super) fn sheet(&self, row: &[u8], today: Day) -> Result<Sheet, Vec<Problem>> {
        let mut sheet = answers::read_json(&self.knowledge, row, today)?.sheet;
        contradiction::settle(&self.knowledge, &mut sheet);
        Ok(sheet)
    }
}

/// An older version, and the limits of both.
pub(super) struct Older {
    pub(super) version: Version,
    pub(super) limits: Limits,
}

impl Older {
    pub(super) fn of(knowledge: Knowledge, new: &Version) -> Self {
        Self { limits: Limits::between(&knowledge, &new.knowledge), version: Version::of(knowledge) }
    }
}

/// What was counted so far.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) new: Tally,
    pub(super) differs: Differs,
    /// Whether the last row could not be used.
    pub(super) last_was_bad: bool,
}

/// A row that cannot be used, and why.
pub(super) type Bad = (u64, Vec<Problem>);

impl Counted {
    /// Screens and counts a batch; gives the rows that cannot be used, in their order.
    pub(super) fn add(&mut self, new: &Version, old: Option<&Older>, batch: &[Row], today: Day) -> Vec<Bad> {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let share = batch.len().div_ceil(processors).max(1);
        let parts: Vec<(Self, Vec<Bad>)> = thread::scope(|scope| {
            let working: Vec<_> =
                batch.chunks(share).map(|rows| scope.spawn(|| Self::of(new, old, rows, today))).collect();
            // A part that broke down is a mistake of the program: it is not counted as if it had not been there.
            working
                .into_iter()
                .map(|part| part.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)))
                .collect()
        });
        let mut bad = Vec::new();
        for (part, rows) in parts {
            self.new.merge(&part.new);
            self.differs.merge(part.differs);
            bad.extend(rows);
        }
        self.last_was_bad = bad.last().map(|(row, _)| *row) == batch.last().map(|row| row.number);
        bad
    }

    fn of(new: &Version, old: Option<&Older>, rows: &[Row], today: Day) -> (Self, Vec<Bad>) {
        let (mut counted, mut bad) = (Self::default(), Vec::new());
        for block in rows.chunks(Word::LANES) {
            let (mut numbers, mut sheets, mut before) = (Vec::new(), Vec::new(), Vec::new());
            for row in block {
                let read = new.sheet(&row.text, today).and_then(|sheet| {
                    let older = old.map(|old| old.version.sheet(&row.text, today)).transpose()?;
                    Ok((sheet, older))
                });
                match read {
                    Ok((sheet, older)) => {
                        numbers.push(row.number);
                        sheets.push(sheet);
                        before.extend(older);
                    }
                    Err(problems) => bad.push((row.number, problems)),
                }
            }
            let now = counted.new.add(&new.sliced, &new.knowledge, &sheets);
            if let Some(Older { version, limits }) = old {
                let (outcome, dispositions) = version.sliced.screen(&version.knowledge, &before);
                let was = Screened { outcome, dispositions: dispositions.into_iter().map(Some).collect() };
                counted.differs.add(limits, &was, &now, |lane| numbers.get(lane).copied().unwrap_or_default());
            }
        }
        (counted, bad)
    }
}
