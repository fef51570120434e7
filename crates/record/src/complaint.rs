//! Since when the present pain can have lasted, as far as was told.

use supple_care::{
    Day, Intensity, Knowledge, PlaceId, Tri,
    measure::{Entry, Tracking},
    pain::MapState,
    question::Kind,
    track::{NotEnough, Verdict},
};

use super::{
    Marked, Record,
    course::{Judged, NoWeek},
};

/// The question about how long the pain has lasted, and its options that say "no longer than".
pub(crate) const DURATION: &str = "pain_duration";
const SHORT: &str = "under-6-weeks";
const MIDDLE: &str = "6-to-12-weeks";

/// When a pain can have begun: the first day, where that can be said, and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Began {
    earliest: Option<Day>,
    latest: Day,
}

impl Began {
    /// What an answer of a day says.
    fn told(tracking: &Tracking, option: &str, on: Day) -> Self {
        let ago = |days: i32| on.plus(-days);
        match option {
            SHORT => Self { earliest: Some(ago(tracking.recovery_days)), latest: on },
            MIDDLE => Self { earliest: Some(ago(tracking.chronic_days)), latest: ago(tracking.recovery_days) },
            _ => Self { earliest: None, latest: ago(tracking.chronic_days) },
        }
    }

    /// What both say, where they can be true of one pain.
    fn and(self, other: Self) -> Option<Self> {
        let both = Self { earliest: self.earliest.max(other.earliest), latest: self.latest.min(other.latest) };
        both.earliest.is_none_or(|earliest| earliest <= both.latest).then_some(both)
    }
}

impl Record {
    /// When the present pain can have begun by all that was told, and the day of an answer that does not fit.
    ///
    /// What was told of one pain at different times holds together. An answer that makes it younger than what was told before is
    /// of another pain; but where sessions are under way that began before that, they are not cut off from their own beginning
    /// by it: pain that came back in a course is what the course is about.
    fn began(&self, knowledge: &Knowledge) -> (Option<Began>, Option<Day>) {
        let options = knowledge.question_id(DURATION).and_then(|id| knowledge.question(id)).map(|it| &it.kind);
        let Some(Kind::Choice(options)) = options else { return (None, None) };
        let sessions = self.course_sessions(knowledge);
        let gap = i32::from(knowledge.courses.planning.stop_days.1);
        let course = sessions.first().zip(sessions.last()).map(|(first, last)| (first.on, last.on.plus(gap)));
        let (mut known, mut doubted): (Option<Began>, Option<Day>) = (None, None);
        for (on, option) in &self.durations {
            let Some(option) = options.get(usize::from(*option)) else { continue };
            let told = Began::told(&knowledge.measures.tracking, &option.id, *on);
            let is_inside = course.is_some_and(|(first, until)| told.earliest > Some(first) && *on <= until);
            match known.map(|known| (known, known.and(told))) {
                Some((_, Some(both))) => (known, doubted) = (Some(both), None),
                Some((before, None)) if is_inside && told.earliest > Some(before.latest) => doubted = Some(*on),
                Some((_, None)) | None => (known, doubted) = (Some(told), None),
            }
        }
        (known, doubted)
    }

    /// The day on which the pain was said to be younger than what was told of it and the sessions under way.
    pub fn younger_told(&self, knowledge: &Knowledge) -> Option<Day> {
        self.began(knowledge).1
    }

    /// How long the present pain had lasted on a day, in days: at least, and at most where that can be said. It grows with the
    /// calendar, however long ago the question was answered. Nothing where nobody said.
    pub fn age_of_pain(&self, knowledge: &Knowledge, on: Day) -> Option<(i32, Option<i32>)> {
        let began = self.began(knowledge).0?;
        let age = |since: Day| on.days_since(since).max(0);
        Some((age(began.latest), began.earliest.map(age)))
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
        self.began(knowledge).0?.earliest
    }

    /// Whether a measure was answered up to a day at a place, be it of the present pain or of an earlier one.
    pub fn asked_until(&self, measure: usize, at: Option<PlaceId>, day: Day) -> bool {
        self.outcomes.entries(measure, at).iter().any(|entry| entry.day <= day)
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
