//! Since when the present pain can have lasted, as far as was told.

use supple_care::{Answer, Day, Knowledge, question::Kind};

use super::Record;

/// The question about how long the pain has lasted, and its options that say "no longer than".
const DURATION: &str = "pain_duration";
const SHORT: &str = "under-6-weeks";
const MIDDLE: &str = "6-to-12-weeks";

impl Record {
    /// The earliest day on which the present pain can have begun; nothing where nobody said, or where it may have lasted for
    /// years.
    pub(crate) fn complaint_since(&self, knowledge: &Knowledge) -> Option<Day> {
        let id = knowledge.question_id(DURATION)?;
        let given = self.answers.get(&id)?;
        let (Answer::Choice(index), Kind::Choice(options)) = (given.answer, &knowledge.question(id)?.kind) else {
            return None;
        };
        let tracking = &knowledge.measures.tracking;
        let days = match options.get(usize::from(index))?.id.as_str() {
            SHORT => tracking.recovery_days,
            MIDDLE => tracking.chronic_days,
            _ => return None,
        };
        Some(given.on.plus(-days))
    }
}
