//! Outcome measures: what is asked, and how answers become a score. All arithmetic is exact.

mod scoring;

pub use scoring::{NoScore, tenths, written};

use crate::{Day, source::Evidence};

/// A score in sixtieths of a point, so that a mean of up to six whole answers, and one decimal, are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(pub i32);

impl Score {
    /// How many of these make one point.
    pub const PER_POINT: i32 = 60;

    /// A whole number of points.
    #[must_use]
    pub fn points(points: i32) -> Self {
        Self(points.saturating_mul(Self::PER_POINT))
    }

    /// A number of tenths of a point, such as an imported total of 35.6.
    #[must_use]
    pub fn tenths(tenths: i32) -> Self {
        Self(tenths.saturating_mul(Self::PER_POINT / 10))
    }

    /// Tenths of a point, rounded half away from zero: for showing only, never for judging.
    #[must_use]
    pub fn shown_tenths(self) -> i32 {
        let sixth = Self::PER_POINT / 10;
        let half = if self.0 < 0 { -(sixth / 2) } else { sixth / 2 };
        self.0.saturating_add(half).checked_div(sixth).unwrap_or(0)
    }

    /// This minus the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Better {
    /// Lower scores are better.
    Lower,
    /// Higher scores are better.
    Higher,
}

impl Better {
    /// How much better the second score is than the first; negative is worse.
    #[must_use]
    pub fn gain(self, before: Score, after: Score) -> Score {
        match self {
            Self::Lower => before.minus(after),
            Self::Higher => after.minus(before),
        }
    }
}

/// How answers become a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scoring {
    /// One number is the score.
    One,
    /// The mean of the items; all of them have to be answered.
    Mean,
    /// The sum of the items; all of them have to be answered.
    Sum,
    /// The number of ticked sentences; what is not ticked counts as not so, once the list has been handed in.
    Ticks,
    /// The score of a questionnaire that was filled in elsewhere; its questions are not shown.
    Import,
}

/// When a measure is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// Just before a session.
    Before,
    /// Just after a session.
    After,
    /// On the morning after a session.
    NextMorning,
    /// Once a week.
    Weekly,
    /// At the beginning and in the weeks of review.
    Review,
}

impl Moment {
    /// All moments.
    pub const ALL: [Self; 5] = [Self::Before, Self::After, Self::NextMorning, Self::Weekly, Self::Review];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::NextMorning => "next-morning",
            Self::Weekly => "weekly",
            Self::Review => "review",
        }
    }

    /// The moment with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|moment| moment.id() == id)
    }
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Stable id.
    pub id: String,
    /// Whether it asks how strong the pain is, on the scale of the body map.
    pub pain: bool,
    /// The question or sentence, in its published wording where there is one.
    pub ask: String,
    /// What the lowest number means.
    pub lowest: Option<String>,
    /// What the highest number means.
    pub highest: Option<String>,
    /// The names of the numbers from the lowest to the highest, where each has one.
    pub names: Vec<String>,
    /// The LOINC code, where two sources agree on it.
    pub loinc: Option<String>,
}

/// What counts as a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The smallest change of one person that matters, in points.
    pub points: Score,
    /// The smallest change that matters in percent of the beginning, if it can be counted so.
    pub percent: Option<u16>,
    /// Percent count from this beginning on.
    pub percent_from: Score,
}

/// What is said from a score on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// From this score on.
    pub at_least: Score,
    /// What to do.
    pub say: String,
}

/// A measure.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it speaks of: now, last night, the past week, today.
    pub recall: String,
    /// The sentence above the questions.
    pub lead: String,
    /// The questions.
    pub items: Vec<Item>,
    /// The lowest and the highest answer of one question, in points.
    pub range: (i32, i32),
    /// Whether its score may have one decimal, as it is published: a percentage, a length.
    pub decimal: bool,
    /// What its numbers count, where they are no scale of so many points: centimetres, spells.
    pub unit: Option<String>,
    /// How the answers become a score.
    pub scoring: Scoring,
    /// Which way is better.
    pub better: Better,
    /// What counts as a change; nothing for what is only noted.
    pub change: Option<Change>,
    /// How much two answers differ although nothing has changed: one standard deviation.
    pub noise: Option<Score>,
    /// How much it usually changes in a few weeks.
    pub prior: Option<crate::track::Prior>,
    /// What is said from which score on; the highest that is reached counts.
    pub levels: Vec<Level>,
    /// When it is asked.
    pub moments: Vec<Moment>,
    /// Whether it is asked for each painful place.
    pub per_place: bool,
    /// Whether it judges courses.
    pub judges: bool,
    /// Where it hurts when it is asked: places; empty is always.
    pub places: crate::PlaceSet,
    /// The LOINC code of the score, where two sources agree on it.
    pub loinc: Option<String>,
    /// Who wrote it, as it has to be cited.
    pub cite: String,
    /// Why the words may be shown.
    pub licence: String,
    /// Whether it has been examined as a measure.
    pub validated: bool,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure its thresholds are.
    pub evidence: Evidence,
}

/// The numbers of tracking.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracking {
    /// From this probability on something is said to be so.
    pub sure: f64,
    /// The question (id) whose yes says that severe pain was examined.
    pub severe_unless: Option<String>,
    /// How it was since a massage is asked for so many days after it; without end where the knowledge does not say.
    pub since_days: Option<i32>,
    /// Pain that is told as so strong, and stronger than the body map says, opens the map again; nothing where the knowledge does
    /// not say.
    pub severe: Option<Score>,
    /// The answers of so many days up to the first session are the beginning.
    pub before_days: i32,
    /// The answers of so many last days are "now".
    pub now_days: i32,
    /// Where there are fewer, the ones before them count too, up to so many in all.
    pub now_least: usize,
    /// None of those is older than so many days.
    pub now_reach: i32,
    /// How far two ways of treating the same person differ before anything is known, in points: one standard deviation.
    pub compare_spread: f64,
    /// In points: how far apart the sessions of two techniques may begin, on average, to be compared; and from where on a
    /// difference is said. Nothing where the knowledge does not say, and then nothing is compared.
    pub compare_within: Option<(f64, f64)>,
    /// Pain that has lasted for so many days is long-standing.
    pub chronic_days: i32,
    /// Natural recovery is mentioned up to this age of the pain, in days.
    pub recovery_days: i32,
    /// The weekly measures are due so many days after they were last answered or put off.
    pub weekly_days: i32,
    /// The measures of the reviews are due in these weeks after the first session.
    pub review_weeks: Vec<i32>,
    /// So many days without an answer are drawn as a gap.
    pub gap_days: i32,
    /// Two ways of treating are compared from so many sessions of each on.
    pub compare_sessions: usize,
    /// A day that lies farther back than this, in days, is a slip of the pen.
    pub longest_days: i32,
    /// After relief: the weeks from one session to the next that can be chosen.
    pub upkeep_every: Vec<u16>,
    /// After relief: the weeks after which the massages end that can be chosen.
    pub upkeep_until: Vec<u16>,
    /// Whether a source says so of these weeks; else they are a choice of our own, and that is said.
    pub upkeep_sourced: bool,
    /// Shares of fewer than so many are neither put into percent nor compared; nothing where the knowledge names no number,
    /// and then no share is.
    pub count_least: Option<u16>,
    /// What may come after a massage.
    pub reactions: Vec<Reaction>,
    /// How long a reaction lasted.
    pub lasted: Vec<Lasted>,
    /// What may happen beside the massage and change the scores.
    pub events: Vec<Beside>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// What may come after a massage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Whether it means that the pain is worse.
    pub worse: bool,
    /// Whether it is a sign after which the questions are asked again at once.
    pub sign: bool,
    /// From so many hours on it is such a sign, whatever it was; nothing where no length makes it one.
    pub sign_hours: Option<u16>,
    /// Whether only somebody who has looked at it takes it back, and nothing that is told later.
    pub stays: bool,
    /// Whether it can be chosen; what cannot only stands in records.
    pub offered: bool,
}

/// How long a reaction lasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lasted {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// At least so many hours.
    pub hours: u16,
}

/// What may happen beside the massage and change the scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Stable id.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Whether the questions are asked again after it.
    pub rescreen: bool,
}

/// Everything about measuring.
#[derive(Clone, Debug)]
pub struct Measures {
    /// The measures.
    pub instruments: Vec<Instrument>,
    /// The one that judges courses (index).
    pub judge: usize,
    /// What follows from how it went.
    pub adapt: Vec<crate::adapt::Adapt>,
    /// The numbers of tracking.
    pub tracking: Tracking,
}

impl Measures {
    /// The measure with this id.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// How the scores of a measure are judged in a course that began on a day; nothing for what is only noted.
    #[must_use]
    pub fn series(&self, instrument: &Instrument, began: Day) -> Option<crate::track::Series> {
        Some(crate::track::Series {
            better: instrument.better,
            change: instrument.change?,
            noise: f64::from(instrument.noise?.0) / f64::from(Score::PER_POINT),
            prior: instrument.prior?,
            began,
            before_days: self.tracking.before_days,
            now_days: self.tracking.now_days,
            now_least: self.tracking.now_least,
            now_reach: self.tracking.now_reach,
            sure: self.tracking.sure,
        })
    }
}

/// A score that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day it speaks of, in the person's own time zone.
    pub day: Day,
    /// Its place among all entries of the record: later entries of the same day have a higher one.
    pub order: u64,
    /// When it was asked.
    pub moment: Moment,
    /// The place, where it is asked for each place.
    pub place: Option<crate::PlaceId>,
    /// The score.
    pub score: Score,
}
