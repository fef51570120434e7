//! What single events say, as it is kept in memory.

use serde_json::Value;
use supple_care::{Answer, Day, Disposition, Knowledge, Mark, PlaceSet, measure::Score, pain::MapState};
use supple_store::UtcMs;
use uuid::Uuid;

use super::outcomes::Reacted;

/// The latest answer to a question, with when and by whom it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// What was said.
    pub answer: Answer,
    /// On which day.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
    /// Where it became what it is.
    pub(crate) changed: u64,
    /// Where it was first given as it is on its day, since the last session: saying it again tells nothing new.
    pub(crate) told: u64,
    /// Whether somebody else answered for the person.
    pub proxy: bool,
}

/// One marked place with everything that was said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// The place with its strength, spread and start.
    pub mark: Mark,
    /// Ids of how it feels.
    pub qualities: Vec<String>,
    /// Id of how deep it is.
    pub depth: Option<String>,
}

/// The latest body map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapGiven {
    /// How far the map is finished.
    pub state: MapState,
    /// Every marked place.
    pub marks: Vec<Marked>,
    /// The places whose strength somebody chose: all of a confirmed map.
    pub chosen: PlaceSet,
    /// On which day.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
    /// Where something came to it that had not been there.
    pub(crate) grown: u64,
}

/// A decision as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// For which day.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
    /// What was decided.
    pub disposition: Disposition,
    /// Ids of the rules that it rests on.
    pub rules: Vec<String>,
    /// The limits that it set, as they were kept.
    pub limits: Value,
}

/// A session that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// Its id; for sessions that were kept before they had one, that of their event.
    pub id: Uuid,
    /// When it was begun.
    pub at: UtcMs,
    /// What it is, as it was kept.
    pub order: Value,
    /// The id of its course: the one that was asked for, or that of the plan that was taken then.
    pub course: Option<String>,
    /// The pain before it, 0 to 10.
    pub before: Option<u8>,
    /// The scores that were given before it.
    pub said: Value,
    /// The pain after it, 0 to 10.
    pub after: Option<u8>,
    /// The worst of what was told of the pain after it, 0 to 10, where it was told more than once.
    pub worst: Option<u8>,
    /// Whether something new came, or may have come.
    pub sign: bool,
    /// Whether it has come to an end, whichever.
    pub over: bool,
    /// Whether the questions afterwards were answered.
    pub ended: bool,
    /// Whether a code from a phone said how it went.
    pub coded: bool,
    /// Whether it was taken along, and has not come back.
    pub saved: bool,
    /// On which day, as days are counted for courses.
    pub on: Day,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// Whether less than half of it was played; nobody knows that of a session without script.
    pub hardly: bool,
    /// The codes of the stop rules that spoke during it.
    pub signs: Vec<u8>,
    /// The day on which the questions of the next morning were answered.
    pub morning: Option<Day>,
    /// The place in the record where it ended; 0 while it has not.
    pub ended_at: u64,
    /// The place in the record where it was begun. One that a practice told of shares it with what came next.
    pub started_at: u64,
    /// The place from which on the record knows of it.
    pub(crate) known_at: u64,
}

impl MapGiven {
    /// The places whose strength was chosen on this day: the worst of another day is not that of today.
    pub fn chosen_on(&self, today: Day) -> PlaceSet {
        if self.on == today { self.chosen } else { PlaceSet::NONE }
    }
}

impl Begun {
    /// Whether it is to be asked how it was since: on the next morning, and once more from the second day on where it was
    /// answered before.
    pub fn asks_since(&self, knowledge: &Knowledge, today: Day) -> bool {
        let late = knowledge.measures.tracking.since_days.is_some_and(|days| self.on.plus(days) < today);
        let second = |answered: Day| answered <= self.on.plus(1) && today >= self.on.plus(2);
        !late && self.over && self.is_massage() && self.morning.is_none_or(second)
    }

    /// Whether somebody was massaged: not in a routine of stretches, nor in a breathing exercise.
    pub fn is_massage(&self) -> bool {
        !matches!(self.order.get("what").and_then(Value::as_str), Some("routine" | "breathe"))
    }

    /// Whether a practice gave it and told of it.
    pub fn is_told(&self) -> bool {
        self.order.get("telling").is_some()
    }

    /// The rise of pain in points by the worst that was told of it; negative is better.
    pub fn rise(&self) -> Option<i16> {
        self.worst.max(self.after).zip(self.before).map(|(after, before)| i16::from(after) - i16::from(before))
    }

    /// The change of pain in points; negative is better.
    pub fn change(&self) -> Option<i16> {
        self.after.zip(self.before).map(|(after, before)| i16::from(after) - i16::from(before))
    }
}

/// The plan that was taken last.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// On which day.
    pub on: Day,
    /// Its place in the record.
    pub seq: u64,
    /// The wishes, as `supple-interop` writes them.
    pub wishes: Value,
    /// The course's id.
    pub course: String,
}

/// What one event says, for the timeline.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A page of questions was answered.
    Answers {
        /// The page's id.
        page: String,
        /// How many answers and texts.
        count: usize,
        /// The therapist who entered them, and their practice.
        by: Option<(String, String)>,
    },
    /// The body map was filled in.
    Map {
        /// How far it is finished.
        state: MapState,
        /// How many places are marked.
        count: usize,
    },
    /// A clinician agreed.
    Agreement {
        /// Who it was.
        by: String,
    },
    /// A decision was made.
    Decision(Disposition),
    /// What was made elsewhere was taken in: so many entries.
    Brought(usize),
    /// A session was begun.
    Started,
    /// A session was taken along.
    Saved,
    /// A check during a session was answered.
    Checked,
    /// The questions of the next morning were answered.
    Morning,
    /// The giver with this name finished the lesson.
    Lesson(String),
    /// A session was stopped.
    Stopped,
    /// A session was finished, with the pain on both sides of it.
    Ended {
        /// Before it, 0 to 10.
        before: u8,
        /// After it, 0 to 10.
        after: u8,
    },
    /// A session was finished without scores.
    Over,
    /// A practice gave a session.
    Given {
        /// The therapist's name; empty where nobody says it.
        by: String,
        /// The practice's name.
        place: String,
        /// How long it was.
        minutes: Option<u16>,
        /// Whether the practice had told of it before.
        again: bool,
    },
    /// A session that a practice had told of did not take place after all.
    Withdrawn {
        /// The therapist's name; empty where nobody says it.
        by: String,
        /// The practice's name.
        place: String,
    },
    /// The way in with this id was chosen.
    Door(String),
    /// The country with this code was chosen.
    Country(String),
    /// A plan with this course was taken.
    Plan(String),
    /// The questions about what is new are to be asked.
    Rescreen,
    /// A measure was answered, or put off.
    CheckIn {
        /// The measure's id.
        instrument: String,
        /// Whether it was put off.
        put_off: bool,
        /// What the answers come to, where they come to something.
        score: Option<Score>,
    },
    /// A reaction was told.
    Reaction(Reacted),
    /// What came after a session has gone.
    Gone,
    /// Something happened beside the massage.
    Noted(String),
    /// A review was answered with this way.
    Review(String),
    /// Something that this program does not know.
    Other,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: UtcMs,
    /// The zone (IANA) in which it happened.
    pub zone: String,
    /// Whether somebody else did it for the person.
    pub proxy: bool,
    /// What it says.
    pub what: What,
}
