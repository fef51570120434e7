//! What was told: a score, a reaction, something that happened, a review, a course; and what of it cannot be read.

use std::collections::BTreeMap;

use serde_json::Value;
use supple_care::{
    Day, Knowledge, PlaceId,
    adapt::Way,
    measure::{Entry, Instrument, NoScore, Score},
};
use uuid::Uuid;

use super::Outcomes;

/// A score with where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Index of the measure.
    pub instrument: usize,
    /// The day, the moment, the place and the score.
    pub entry: Entry,
    /// The strongest pain among its answers, where it asks for more than that.
    pub pain: Option<Score>,
    /// The session that it was asked for.
    pub session: Option<Uuid>,
    /// Whether somebody trained gave that session; nothing for a score without one, or where nobody knows who gave it.
    pub practice: Option<bool>,
    /// The person's own words for the items, where they are asked for.
    pub names: Vec<String>,
}

/// Severe pain that was told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Severe {
    /// How strong.
    pub(crate) worst: Score,
    /// Of which place of the body; nothing where it is told of all of it.
    pub(crate) at: Option<PlaceId>,
    /// Its place in the record.
    pub(crate) place: u64,
}

/// A reaction after a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Reacted {
    /// The session it followed.
    pub session: Uuid,
    /// The day of which it was told.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
    /// Ids of what came; "nothing" is an empty list.
    pub what: Vec<String>,
    /// `mild`, `moderate` or `severe`.
    pub bad: Option<String>,
    /// The id of how long it lasted; nothing where nobody knows.
    pub lasted: Option<String>,
    /// At least so many hours; nothing where nobody knows.
    pub hours: Option<u16>,
    /// Whether it was worse than before the session.
    pub worse: bool,
    /// Whether it was a sign that asks for a new screening.
    pub sign: bool,
    /// Whether only somebody who has looked at it takes it back.
    pub stays: bool,
}

/// Something that happened beside the massage.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// The id of what it was.
    pub what: String,
    /// The day on which it was.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
}

/// A review that was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// The way that was chosen.
    pub way: Way,
    /// The rule that was highlighted.
    pub rule: Option<String>,
    /// The day on which it was answered.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
}

/// What a review says of a clinician who has looked at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Who it was; nothing in records from before that was asked.
    pub by: Option<String>,
    /// On which day; that of the review where nobody was asked.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
}

/// What the review at a place, given on a day, says of that.
pub(super) fn seen(payload: &Value, seq: u64, given: Day) -> Option<Seen> {
    match payload.get("seen")? {
        Value::Bool(true) => Some(Seen { by: None, on: given, seq }),
        said @ Value::Object(_) => Some(Seen {
            by: super::text(said, "by").map(str::to_owned),
            on: super::date(said, "day").unwrap_or(given),
            seq,
        }),
        _ => None,
    }
}

/// A course that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Undertaken {
    /// The course's id.
    pub course: String,
    /// Planned sessions; nothing for a course without end.
    pub sessions: Option<u16>,
    /// The day of the review that was promised, with the course or by the answer to the review before.
    pub review: Option<Day>,
    /// After relief: the weeks from one session to the next, and the day on which they end.
    pub upkeep: Option<(u16, Day)>,
    /// The day on which it was taken.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
}

/// An answer that cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// Its place in the record.
    pub seq: u64,
    /// The day of the event.
    pub on: Day,
    /// The measure, as it was named.
    pub what: String,
    /// What cannot be read about it.
    pub why: Unreadable,
}

/// Why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// This program does not know the measure, or not any more.
    Instrument,
    /// It does not know the place.
    Place,
    /// An answer is no whole number.
    Number,
    /// An answer lies outside the range.
    Range,
    /// An answer is missing.
    Missing,
}

impl Unreadable {
    /// The stable spelling.
    pub fn id(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Place => "place",
            Self::Number => "number",
            Self::Range => "range",
            Self::Missing => "missing",
        }
    }
}

impl From<NoScore> for Unreadable {
    fn from(why: NoScore) -> Self {
        match why {
            NoScore::Missing(_) => Self::Missing,
            NoScore::OutOfRange(_) => Self::Range,
            NoScore::TooMany => Self::Number,
        }
    }
}

/// The strongest pain that answers (tenths of a point) to a measure tell of.
pub(super) fn strongest(instrument: &Instrument, answers: &[Option<i32>]) -> Option<Score> {
    let of_pain = instrument.items.iter().zip(answers).filter(|(item, _)| item.pain);
    of_pain.filter_map(|(_, answer)| answer.map(Score::tenths)).max()
}

/// The reaction that soreness of the mornings after is.
pub(super) const SORE: &str = "sore";
/// The question of the morning about it, which is a measure too.
const SORE_ASKED: &str = "soreness";

impl Outcomes {
    /// Keeps what the answers (tenths of a point) to a measure say of the pain, where it is severe.
    pub(super) fn tell_pain(
        &mut self,
        knowledge: &Knowledge,
        instrument: &Instrument,
        answers: &[Option<i32>],
        (at, place): (Option<PlaceId>, u64),
    ) {
        let worst = strongest(instrument, answers);
        let severe = knowledge.measures.tracking.severe;
        if let Some(worst) = worst.filter(|worst| severe.is_some_and(|severe| *worst >= severe)) {
            self.severe = Some(Severe { worst, at, place });
        }
    }

    /// The last severe pain that was told.
    pub(crate) fn severe(&self) -> Option<Severe> {
        self.severe
    }

    /// Whether the soreness that is told on a later morning once more is worse than on the one before, or has lasted as long as
    /// makes it a sign: then the next session is left out (limits/STOP-AFTER.toml).
    pub(super) fn stays_sore(&self, knowledge: &Knowledge, payload: &Value, session: Uuid, on: Day) -> bool {
        let said = payload.get("said").and_then(|said| said.get(SORE_ASKED)).and_then(Value::as_i64);
        let Some(score) = said.and_then(|score| i32::try_from(score).ok()).filter(|score| *score > 0) else {
            return false;
        };
        let measure = knowledge.measures.instruments.iter().position(|known| known.id == SORE_ASKED);
        let of = |told: &&Scored| Some(told.instrument) == measure && told.session == Some(session);
        let mut before = self.scores.iter().filter(of).map(|told| told.entry).filter(|entry| entry.day < on);
        let rises = before.any(|entry| entry.score < Score::points(score));
        let known = knowledge.measures.tracking.reactions.iter().find(|known| known.id == SORE);
        let since = self.givers.get(&session).map(|(_, day)| on.days_since(*day).saturating_mul(24));
        let hours = known.and_then(|known| known.sign_hours).map(i32::from);
        rises || hours.zip(since).is_some_and(|(least, since)| since >= least)
    }

    /// What was told last on each day about each session: a slip is put right on the day itself, and a later day takes nothing
    /// back. What only somebody who has looked at it takes back stands beside everything later.
    pub fn told_on_each_day(&self) -> BTreeMap<(Uuid, Day), &Reacted> {
        last(self.reactions.iter().map(|reaction| ((reaction.session, reaction.on), reaction)))
    }

    /// The signs after sessions that were told since the place `looked`, and not yet that they have gone; in their order.
    pub fn open_signs(&self, looked: u64) -> Vec<&Reacted> {
        let gone = |it: &Reacted| !it.stays && self.gone.get(&it.session).is_some_and(|gone| *gone > it.seq);
        let told = self.told_on_each_day().into_values();
        let mut open: Vec<&Reacted> = told.filter(|it| it.sign && it.seq > looked && !gone(it)).collect();
        open.sort_by_key(|it| it.seq);
        open
    }

    /// What happened beside the massage, in the order of its days.
    pub fn happened_by_day(&self) -> Vec<&Happened> {
        let mut happened: Vec<&Happened> = self.happened.iter().collect();
        happened.sort_by_key(|it| (it.on, it.seq));
        happened
    }

    /// What was told last about each session.
    pub fn told_last(&self) -> BTreeMap<Uuid, &Reacted> {
        last(self.reactions.iter().map(|reaction| (reaction.session, reaction)))
    }
}

/// The last of each; what stays is followed only by what stays.
fn last<'r, K: Ord>(told: impl Iterator<Item = (K, &'r Reacted)>) -> BTreeMap<K, &'r Reacted> {
    let mut last: BTreeMap<K, &Reacted> = BTreeMap::new();
    for (key, reaction) in told {
        let before = last.get(&key).is_some_and(|before| before.stays);
        if !before || reaction.stays {
            last.insert(key, reaction);
        }
    }
    last
}
