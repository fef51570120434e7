//! The fixed parts and texts of sessions, as knowledge/session describes them.

use crate::{knowledge::Passage, source::Evidence};

/// Everything about sessions that is not a stroke.
#[derive(Clone, Debug)]
pub struct Texts {
    /// Title of the gentle session at home.
    pub title: String,
    /// What it is, in one or two sentences.
    pub lead: String,
    /// What to expect, honestly.
    pub expect: String,
    /// Why it is as it is.
    pub why: String,
    /// What is never touched, in words.
    pub stop_places: String,
    /// What the receiver is told.
    pub receiver: String,
    /// What the giver is told.
    pub giver: String,
    /// What is needed.
    pub needs: Vec<Passage>,
    /// The positions, in order of preference for a giver.
    pub positions: Vec<Position>,
    /// Seconds of breathing in and out.
    pub breath: (u8, u8),
    /// Minutes of breathing alone: usual and most.
    pub breathe_minutes: (u16, u16),
    /// The fixed parts.
    pub parts: Vec<Part>,
    /// What is asked before, after and the next morning.
    pub asks: Vec<Ask>,
    /// What comes next, by how it went.
    pub next: Vec<Next>,
    /// The giver's lesson.
    pub lesson: Lesson,
    /// Minutes between two checks during a session.
    pub check_minutes: u16,
    /// What is asked at a check.
    pub check_say: String,
    /// Seconds that an answer to a check is waited for.
    pub check_wait_seconds: u16,
    /// So many checks without an answer end the session.
    pub silent_ends_after: u8,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// How a position is taken when one of these givers gives.
#[derive(Clone, Debug)]
pub struct Position {
    /// Bit index.
    pub position: u8,
    /// Bits of the givers for whom it is said so.
    pub givers: u32,
    /// How the receiver takes it.
    pub say: String,
    /// Where the giver is; nothing for somebody alone.
    pub giver: Option<String>,
    /// What is spoken before it is taken.
    pub cue: String,
    /// Whether only the side that lies on top can be reached, so that the receiver turns over halfway.
    pub turns: bool,
    /// Seconds to take it.
    pub seconds: u16,
}

/// What a fixed part is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// Getting comfortable.
    Settle,
    /// Breathing before the first touch.
    Breathe,
    /// Warming the hands.
    Hands,
    /// Turning over onto the other side.
    Turn,
    /// Resting at the end, and getting up.
    Rest,
    /// Breathing as an exercise of its own.
    Alone,
}

impl PartKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Settle, Self::Breathe, Self::Hands, Self::Turn, Self::Rest, Self::Alone];

    /// Its id in knowledge/.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Settle => "settle",
            Self::Breathe => "breathe",
            Self::Hands => "hands",
            Self::Turn => "turn",
            Self::Rest => "rest",
            Self::Alone => "alone",
        }
    }
}

/// A part without touch.
#[derive(Clone, Debug)]
pub struct Part {
    /// Stable id.
    pub id: String,
    /// What it is for.
    pub kind: PartKind,
    /// Bits of the givers in whose sessions it stands.
    pub givers: u32,
    /// Seconds, from and to.
    pub seconds: (u16, u16),
    /// Whether the breathing pacer runs.
    pub pacer: bool,
    /// Title.
    pub title: String,
    /// Caption: what to do.
    pub say: String,
    /// What is spoken before it begins.
    pub cue: String,
    /// What the receiver should feel.
    pub feel: String,
    /// When to do less.
    pub ease_off: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// When something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Before the session.
    Before,
    /// Right after it.
    After,
    /// On the next morning.
    Morning,
}

/// A range of whole numbers, both ends included.
pub type Scale = (u8, u8);

/// How something is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Scale(Scale),
    /// Yes, no, or "I don't know".
    YesNo,
    /// One of these.
    Choice(Vec<Passage>),
}

/// A question before a session, after it or on the next morning.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Stable id.
    pub id: String,
    /// When it is asked.
    pub when: When,
    /// The question.
    pub say: String,
    /// How it is answered.
    pub kind: Kind,
}

/// What comes next.
#[derive(Clone, Debug)]
pub struct Next {
    /// Stable id: `new-sign`, `told-sign`, `hardly`, `worse`, `better`, `same`, `check`, `no-help`, `hard` or `stopped`.
    pub id: String,
    /// The change of pain in points from which it holds; negative is better.
    pub change: Option<i8>,
    /// What to do.
    pub say: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// The giver's lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Title.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// What finishing it means.
    pub done: String,
    /// Minutes it takes.
    pub minutes: u16,
    /// Its steps.
    pub steps: Vec<LessonStep>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// One step of the lesson, with one question.
#[derive(Clone, Debug)]
pub struct LessonStep {
    /// Stable id; also names its drawing.
    pub id: String,
    /// Title.
    pub title: String,
    /// What to know, one sentence each.
    pub say: Vec<String>,
    /// What the drawing shows, in words.
    pub drawing: String,
    /// The question.
    pub ask: String,
    /// The answers: what is said, and what it means.
    pub answers: Vec<Passage>,
    /// Index of the answer that is right.
    pub right: usize,
}
