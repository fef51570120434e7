//! Since when the present pain can have lasted, as far as was told.

use supple_care::{
    Answer, Day, Intensity, Knowledge, PlaceId, Tri,
    measure::Entry,
    pain::MapState,
    question::Kind,
    track::{NotEnough, Verdict},
};

use super::{
    Marked, Record,
    course::{Judged, NoWeek},
};

/// The question about how long the pain has lasted, and its options that say "no longer than".
const DURATION: &str = "pain_duration";
const SHORT: &str = "under-6-weeks";
const MIDDLE: &str = "6-to-12-weeks";

impl Record {
    /// How long the present pain had lasted on a day, in days: at least, and at most where that can be said. It grows with the
    /// calendar, however long ago the question was answered. Nothing where nobody said.
    pub fn age_of_pain(&self, knowledge: &Knowledge, on: Day) -> Option<(i32, Option<i32>)> {
        let id = knowledge.question_id(DURATION)?;
        let given = self.answers.get(&id)?;
        let (Answer::Choice(index), Kind::Choice(options)) = (given.answer, &knowledge.question(id)?.kind) else {
            return None;
        };
        let tracking = &knowledge.measures.tracking;
        let (least, most) = match options.get(usize::from(index))?.id.as_str() {
            SHORT => (0, Some(tracking.recovery_days)),
            MIDDLE => (tracking.recovery_days, Some(tracking.chronic_days)),
            _ => (tracking.chronic_days, None),
        };
        let since = on.days_since(given.on);
        Some(((least + since).max(0), most.map(|most| (most + since).max(0))))
    }

    /// Whether the present pain has lasted so long that it counts as long-standing.
    pub fn is_chronic(&self, knowledge: &Knowledge, on: Day) -> Tri {
        let chronic = knowledge.measures.tracking.chronic_days;
        match self.age_of_pain(knowledge, on) {
            Some((least, _)) if least >= chronic => Tri::Yes,
            Some((_, Some(most))) if most <= chronic => Tri::No,
            Some(_) | None => Tri::Unknown,
        }
    }

    /// Whether the present pain was so young on a day that much of it goes by itself, as far as can be said.
    pub fn is_young(&self, knowledge: &Knowledge, on: Day) -> bool {
        self.age_of_pain(knowledge, on).is_some_and(|(least, _)| least < knowledge.measures.tracking.recovery_days)
    }

    /// The earliest day on which the present pain can have begun; nothing where nobody said, or where it may have lasted for
    /// years.
    pub fn complaint_since(&self, knowledge: &Knowledge) -> Option<Day> {
        let given = self.answers.get(&knowledge.question_id(DURATION)?)?;
        let (_, most) = self.age_of_pain(knowledge, given.on)?;
        most.map(|most| given.on.plus(-most))
    }

    /// Whether a day was before the present pain, as far as that can be said.
    pub fn is_earlier(&self, knowledge: &Knowledge, day: Day) -> bool {
        self.complaint_since(knowledge).is_some_and(|since| day < since)
    }

    /// The scores of a measure at a place that speak of the present pain: what was answered before it is no beginning of it.
    pub fn of_complaint(&self, knowledge: &Knowledge, measure: usize, at: Option<PlaceId>, today: Day) -> Vec<Entry> {
        let since = self.complaint_since(knowledge).filter(|since| *since <= today);
        let mut entries = self.outcomes.entries(measure, at);
        entries.retain(|entry| since.is_none_or(|since| entry.day >= since));
        entries
    }

    /// Whether the map of the body is complete and shows no pain.
    pub(crate) fn is_painless(&self) -> bool {
        let hurts = |marked: &Marked| marked.mark.intensity != Intensity::Of(0);
        self.map.as_ref().is_some_and(|map| map.state == MapState::Confirmed && !map.marks.iter().any(hurts))
    }

    /// Why the weekly answers cannot be compared, where they cannot.
    pub(crate) fn no_week(&self, knowledge: &Knowledge, weekly: &Judged, today: Day) -> Option<NoWeek> {
        let why = match weekly.verdict {
            Verdict::NotEnough(NotEnough::Beginning | NotEnough::Since) => NoWeek::Few,
            Verdict::NotEnough(NotEnough::NothingToGain) => NoWeek::Painless,
            _ => return None,
        };
        let any = self.outcomes.entries(weekly.instrument, None).iter().any(|entry| entry.day <= today);
        let present = self.of_complaint(knowledge, weekly.instrument, None, today);
        let present = present.iter().any(|entry| entry.day <= today);
        let since = self.complaint_since(knowledge).filter(|_| any && !present);
        Some(match since {
            Some(since) => NoWeek::Earlier(since),
            None if !any => NoWeek::None,
            None => why,
        })
    }
}
