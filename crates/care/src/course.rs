//! Named courses (dose), and what a person does beside massage.

use crate::{
    PlaceSet,
    source::Evidence,
    technique::{Clothing, Firmness},
};

/// When a course is judged and when it ends early.
#[derive(Clone, Debug)]
pub struct StopRule {
    /// Stable id.
    pub id: String,
    /// After this many sessions, if that is what counts.
    pub after_sessions: Option<u16>,
    /// After this many days, if that is what counts.
    pub after_days: Option<u16>,
    /// What is seen.
    pub when: String,
    /// What to do then.
    pub say: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
    /// Whether it speaks of a response: it says nothing to somebody who has no pain.
    pub response: bool,
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
    /// Nothing for a course that asks for none.
    pub when: Option<usize>,
    /// Why the condition is as it is, shown on the plan.
    pub because: String,
    /// Bits of the givers.
    pub givers: u32,
    /// Techniques (indexes).
    pub techniques: Vec<usize>,
    /// The places it is for; everywhere, where it names none.
    pub places: PlaceSet,
    /// The places at which it was tried; elsewhere its evidence is read across. Empty where it was tried nowhere.
    pub tested_at: PlaceSet,
    /// Bits of the devices it is done with; bit 0 is "no device".
    pub devices: u32,
    /// Bits of the positions in which it is done.
    pub positions: u32,
    /// Whether it is done through clothes only, on bare skin only, or either way.
    pub clothing: Clothing,
    /// Whether it goes over the whole body, and not only where it hurts.
    pub whole_body: bool,
    /// Number of sessions, from and to; nothing for a course without end.
    pub sessions: Option<(u16, u16)>,
    /// How often: so many times, from and to, in [`Course::in_days`].
    pub times: (u16, u16),
    /// How often where nobody wishes otherwise.
    pub usual_times: u16,
    /// The days that [`Course::times`] counts in: 7 for times a week.
    pub in_days: u16,
    /// The courses that it comes after (indexes), once they have helped; empty for one that begins by itself.
    pub follows: Vec<usize>,
    /// After this many days with a session comes a day of rest.
    pub rest_after: Option<u16>,
    /// Minutes of one session, from and to.
    pub minutes: (u16, u16),
    /// How it feels.
    pub firmness: Firmness,
    /// Days until the review.
    pub review_days: u16,
    /// When it is stopped or changed, beside the stop rules of every session and [`Planning::stops`].
    pub stops: Vec<StopRule>,
    /// What to expect and when.
    pub expect: String,
    /// What is said where its dose is below the best-supported one.
    pub below_best: Option<String>,
    /// What is said where no evidence separates it from another, so that the person's liking decides.
    pub your_choice: Option<String>,
    /// What is said where its evidence is about another part of the body or another illness.
    pub indirect: Option<String>,
    /// The article whose course it is, such as `A4`; it can be chosen as the article has it.
    pub article: Option<String>,
    /// Why Supple shows it but does not plan it.
    pub not_offered: Option<String>,
    /// Its place in the stated order: lower comes first. No two are alike.
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
    /// Kind: one of [`Activity::KINDS`].
    pub kind: String,
    /// Whether it counts as the active component that every plan has.
    pub active: bool,
    /// Title.
    pub title: String,
    /// How it is done, step by step.
    pub how: Vec<String>,
    /// How much, in words.
    pub dose: String,
    /// Why.
    pub why: String,
    /// Minutes each time; 0 for something without a length, such as a reminder.
    pub minutes: u16,
    /// Days a week on which it is done.
    pub days_a_week: u16,
    /// When in the day, in minutes after midnight, each time of a day; empty for something without a time.
    pub at: Vec<u16>,
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
    /// A condition under which it is offered before others of its kind, and a reminder at all: an index for
    /// [`crate::program::Program::other`].
    pub when: Option<usize>,
    /// A condition under which it is not offered, "I don't know" included: an index for
    /// [`crate::program::Program::other`].
    pub not_when: Option<usize>,
    /// Whether it is offered only where [`Activity::when`] holds.
    pub only_when: bool,
    /// Its place among its kind: lower comes first. No two of a kind are alike.
    pub rank: u16,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps.
    pub evidence: Evidence,
}

impl Activity {
    /// The kinds, in the order in which a plan names them.
    pub const KINDS: [&'static str; 11] = [
        "walk",
        "exercise",
        "stretch",
        "self-release",
        "break",
        "workstation",
        "heat",
        "breathing",
        "sleep",
        "general",
        "reminder",
    ];
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
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is that it helps: no surer than the least sure of its activities.
    pub evidence: Evidence,
}

/// Something to have or do before a session.
#[derive(Clone, Debug)]
pub struct Preparation {
    /// Stable id.
    pub id: String,
    /// Kind: `bath`, `product`, `room`, `music` or `breathing`.
    pub kind: String,
    /// Title.
    pub title: String,
    /// What to do.
    pub say: String,
    /// Why, and what is not known.
    pub why: String,
    /// Minutes before the session, at least and at most.
    pub before: Option<(u16, u16)>,
    /// Minutes that it takes.
    pub minutes: u16,
    /// The device that it needs (bit index); not offered where that is banned.
    pub device: Option<u8>,
    /// The product that it needs (bit index); not offered where that is banned.
    pub product: Option<u8>,
    /// Whether it needs bare skin.
    pub bare_skin: bool,
    /// A condition under which it is not offered, "I don't know" included.
    pub not_when: Option<usize>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// What to know of a device.
#[derive(Clone, Debug)]
pub struct DeviceGuide {
    /// Stable id.
    pub id: String,
    /// The device (bit index).
    pub device: u8,
    /// Title.
    pub title: String,
    /// What it suits.
    pub suits: String,
    /// What it does not suit.
    pub not_for: Vec<String>,
    /// How it is used.
    pub how: Vec<String>,
    /// How loud it may be to be called quiet, in dB(A), with what to know about such figures.
    pub noise: Option<(u16, String)>,
    /// The highest number of minutes in one session.
    pub most_minutes: u16,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// Something that people ask for and Supple refuses.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Stable id.
    pub id: String,
    /// What is refused.
    pub title: String,
    /// Why.
    pub why: String,
    /// What to do instead.
    pub instead: String,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// Something that is said on a plan where a condition holds: what a guideline says, what is likely anyway.
#[derive(Clone, Debug)]
pub struct Note {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is said.
    pub say: String,
    /// The condition: an index for [`crate::program::Program::other`]; nothing where it is always said.
    pub when: Option<usize>,
    /// A condition under which it is not said although the other holds; "I don't know" counts as holding.
    pub unless: Option<usize>,
    /// Whether it is said where nothing hurts; else only where something does.
    pub relax: bool,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
    /// How sure it is.
    pub evidence: Evidence,
}

/// Where a session takes place.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Stable id: `floor`, `bed`, `chair` or `table`.
    pub id: String,
    /// What people read.
    pub say: String,
    /// Bits of the positions that it allows.
    pub positions: u32,
}

/// The numbers that a plan is made with. Each stands in knowledge/planning.toml with its source.
#[derive(Clone, Debug, Default)]
pub struct Planning {
    /// The shortest session that can be wished for, in minutes.
    pub shortest: u16,
    /// The longest session that can be wished for, in minutes.
    pub longest: u16,
    /// Minutes of a session where no course says and nobody wishes.
    pub usual: u16,
    /// A session of fewer minutes is not worth a visit to somebody who gives it.
    pub worth_a_visit: u16,
    /// The fewest minutes at one site.
    pub least_at_site: u16,
    /// The weight of a site in the sharing of minutes: for being a site at all, for each point of pain, and for each step
    /// of its highest ceiling.
    pub weight: (u16, u16, u16),
    /// The highest pressure of a session that is wished gentle, P1 to P5.
    pub gentle_most: u8,
    /// The lowest ceiling that lets a session be firm, P1 to P5.
    pub firm_least: u8,
    /// After so many sessions without response another treatment is proposed.
    pub switch_after: u16,
    /// After so many sessions without response the course ends, and a clinician looks.
    pub stop_after: u16,
    /// After so many days without response the course ends; the second is for pain that is chronic.
    pub stop_days: (u16, u16),
    /// The condition under which pain is chronic: an index for [`crate::program::Program::other`].
    pub chronic: Option<usize>,
    /// The most activities of each kind beside one plan, in the order of [`Activity::KINDS`].
    pub beside: Vec<u16>,
    /// When a session begins where nobody says otherwise, in minutes after midnight.
    pub session_at: u16,
    /// When and how any course is judged.
    pub stops: Vec<StopRule>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// Everything about dose, and about what goes with massage.
#[derive(Clone, Debug, Default)]
pub struct Courses {
    /// Courses, in the stated order.
    pub courses: Vec<Course>,
    /// Activities, by kind and rank.
    pub activities: Vec<Activity>,
    /// Routines.
    pub routines: Vec<Routine>,
    /// Preparation: what to have and do before a session.
    pub preparations: Vec<Preparation>,
    /// What to know of devices.
    pub devices: Vec<DeviceGuide>,
    /// What is refused.
    pub refused: Vec<Refused>,
    /// What is said on a plan where a condition holds.
    pub notes: Vec<Note>,
    /// Where a session takes place.
    pub surfaces: Vec<Surface>,
    /// The numbers.
    pub planning: Planning,
}
