//! What single events say, as it is kept in memory.

use serde_json::Value;
use supple_care::{Answer, Day, Disposition, Mark, PlaceSet, measure::Score, pain::MapState};
use supple_store::UtcMs;
use uuid::Uuid;

use super::outcomes::Reacted;

/// The latest answer to a question, with when and by whom it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Given {
    pub(crate) answer: Answer,
    pub(crate) on: Day,
    pub(crate) seq: u64,
    /// Where it became what it is.
    pub(super) changed: u64,
    /// Where it was first given as it is on its day, since the last session: saying it again tells nothing new.
    pub(super) told: u64,
    pub(crate) proxy: bool,
}

/// One marked place with everything that was said about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Marked {
    pub(crate) mark: Mark,
    pub(crate) qualities: Vec<String>,
    pub(crate) depth: Option<String>,
}

/// The latest body map.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MapGiven {
    pub(crate) state: MapState,
    pub(crate) marks: Vec<Marked>,
    /// The places whose strength somebody chose: all of a confirmed map.
    pub(crate) chosen: PlaceSet,
    pub(crate) on: Day,
    pub(crate) seq: u64,
    /// Where something came to it that had not been there.
    pub(super) grown: u64,
}

/// A decision as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Made {
    pub(crate) on: Day,
    pub(crate) seq: u64,
    pub(crate) disposition: Disposition,
    pub(crate) rules: Vec<String>,
    pub(crate) limits: Value,
}

/// A session that was begun.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Begun {
    /// Its id; for sessions that were kept before they had one, that of their event.
    pub(crate) id: Uuid,
    pub(crate) at: UtcMs,
    /// What it is, as it was kept.
    pub(crate) order: Value,
    /// The id of its course: the one that was asked for, or that of the plan that was taken then.
    pub(crate) course: Option<String>,
    pub(crate) before: Option<u8>,
    /// The scores that were given before it.
    pub(crate) said: Value,
    pub(crate) after: Option<u8>,
    /// Whether something new came, or may have come.
    pub(crate) sign: bool,
    pub(crate) over: bool,
    /// Whether the questions afterwards were answered.
    pub(crate) ended: bool,
    /// Whether a code from a phone said how it went.
    pub(crate) coded: bool,
    /// Whether it was taken along, and has not come back.
    pub(crate) saved: bool,
    pub(crate) on: Day,
    /// Whether it was stopped before its end.
    pub(crate) stopped: bool,
    /// Whether less than half of it was played; nobody knows that of a session without script.
    pub(crate) hardly: bool,
    /// The codes of the stop rules that spoke during it.
    pub(crate) signs: Vec<u8>,
    /// The day on which the questions of the next morning were answered.
    pub(crate) morning: Option<Day>,
    /// The place in the record where it ended; 0 while it has not.
    pub(crate) ended_at: u64,
    /// The place in the record where it was begun.
    pub(crate) started_at: u64,
}

impl MapGiven {
    /// The places whose strength was chosen on this day: the worst of another day is not that of today.
    pub(crate) fn chosen_on(&self, today: Day) -> PlaceSet {
        if self.on == today { self.chosen } else { PlaceSet::NONE }
    }
}

impl Begun {
    /// Whether somebody was massaged: not in a routine of stretches, nor in a breathing exercise.
    pub(crate) fn is_massage(&self) -> bool {
        !matches!(self.order.get("what").and_then(Value::as_str), Some("routine" | "breathe"))
    }

    /// The change of pain in points; negative is better.
    pub(crate) fn change(&self) -> Option<i16> {
        self.after.zip(self.before).map(|(after, before)| i16::from(after) - i16::from(before))
    }
}

/// The plan that was taken last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) on: Day,
    pub(crate) seq: u64,
    /// The wishes, as `supple-interop` writes them.
    pub(crate) wishes: Value,
    /// The course's id.
    pub(crate) course: String,
}

/// What one event says, for the timeline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Answers {
        page: String,
        count: usize,
    },
    Map {
        state: MapState,
        count: usize,
    },
    Agreement {
        by: String,
    },
    Decision(Disposition),
    Started,
    Saved,
    Checked,
    Morning,
    Lesson(String),
    Stopped,
    Ended {
        before: u8,
        after: u8,
    },
    Over,
    Door(String),
    Country(String),
    Plan(String),
    Rescreen,
    /// A measure was answered, or put off.
    CheckIn {
        instrument: String,
        put_off: bool,
        score: Option<Score>,
    },
    Reaction(Reacted),
    /// Something happened beside the massage.
    Noted(String),
    Review(String),
    Other,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) at: UtcMs,
    pub(crate) zone: String,
    pub(crate) proxy: bool,
    pub(crate) what: What,
}
