//! Named courses (dose), and what a person does beside massage.

use crate::{PlaceSet, knowledge::Passage, source::Evidence, technique::Firmness};

/// When a course is judged and when it ends early.
#[derive(Clone, Debug)]
pub struct StopRule {
    /// Stable id.
    pub id: String,
    /// After this many sessions, if that is what counts.
    pub after_sessions: Option<u8>,
    /// After this many days, if that is what counts.
    pub after_days: Option<u16>,
    /// What is seen.
    pub when: String,
    /// What to do then.
    pub say: String,
}

/// A course: how many sessions, how often, how long, by whom, for what, until when.
#[derive(Clone, Debug)]
pub struct Course {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for, in words.
    pub say: String,
    /// The condition over the answers under which it is indicated: an index for [`crate::program::Program::other`].
    pub when: Option<usize>,
    /// Why the condition is as it is, shown on the plan.
    pub because: String,
    /// Bits of the givers.
    pub givers: u32,
    /// Techniques (indexes).
    pub techniques: Vec<usize>,
    /// The sites it is for (indexes); empty means any.
    pub sites: Vec<usize>,
    /// Number of sessions, from and to; nothing for a course without end.
    pub sessions: Option<(u16, u16)>,
    /// Days from one session to the next, at least and at most.
    pub spacing_days: (u16, u16),
    /// Minutes of one session, from and to.
    pub minutes: (u16, u16),
    /// How it feels.
    pub firmness: Firmness,
    /// Days until the review.
    pub review_days: u16,
    /// When it is stopped or changed, beside the stop rules of every session.
    pub stops: Vec<StopRule>,
    /// What to expect and when.
    pub expect: String,
    /// What is said where its dose is below the best-supported one.
    pub below_best: Option<String>,
    /// The article whose course it is, such as `A4`; it can be chosen as the article has it.
    pub article: Option<String>,
    /// Why Supple shows it but does not plan it.
    pub not_offered: Option<String>,
    /// Its place in the stated order: lower comes first.
    pub rank: u16,
    /// Why it has that place.
    pub rank_because: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps.
    pub evidence: Evidence,
}

/// Something the person does beside massage: an exercise, a stretch, a walk, a break, heat, sleep, breathing.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Stable id.
    pub id: String,
    /// Kind: `exercise`, `stretch`, `walk`, `break`, `heat`, `sleep`, `breathing`, `workstation`, `self-release`, `general`.
    pub kind: String,
    /// Whether it counts as the active component that every plan has.
    pub active: bool,
    /// Title.
    pub title: String,
    /// How it is done, step by step.
    pub how: Vec<String>,
    /// How much, in words.
    pub dose: String,
    /// Minutes each time.
    pub minutes: u16,
    /// Times a week.
    pub per_week: u16,
    /// Seconds of one repetition and number of repetitions to begin with, for the player.
    pub repeats: Option<(u16, u16)>,
    /// When to stop.
    pub stop: String,
    /// Where it hurts when it is offered first.
    pub places: PlaceSet,
    /// The device that it needs (bit index); not offered where that is banned.
    pub device: Option<u8>,
    /// The position that it needs (bit index); not offered where that is banned.
    pub position: Option<u8>,
    /// A condition under which it is not offered: an index for [`crate::program::Program::other`].
    pub not_when: Option<usize>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps.
    pub evidence: Evidence,
}

/// A routine: activities one after the other, guided by the same player as a massage.
#[derive(Clone, Debug)]
pub struct Routine {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub say: String,
    /// Activities (indexes), in order.
    pub activities: Vec<usize>,
    /// Where it hurts when it is offered first.
    pub places: PlaceSet,
}

/// Everything about dose, and about what goes with massage.
#[derive(Clone, Debug, Default)]
pub struct Courses {
    /// Courses.
    pub courses: Vec<Course>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// Routines.
    pub routines: Vec<Routine>,
    /// Preparation: what to have and do before a session.
    pub preparations: Vec<Passage>,
}
