//! The shape of a plan as it is written outside: schema 1.

use serde::Serialize;
use serde_json::Value;

use crate::assessment::SourceLine;

/// A plan, or why there is none.
#[derive(Debug, Serialize)]
pub struct PlanDocument<'k> {
    /// The version of this shape.
    pub schema: u8,
    /// The version of the knowledge.
    pub knowledge: &'k str,
    /// The day for which it holds.
    pub today: String,
    /// The day on which the answers were given. What has grown old since counts as not asked.
    pub answered: String,
    /// The disposition that it rests on.
    pub disposition: &'static str,
    /// Whether help comes first: thoughts of ending one's life were told, or nobody has asked yet.
    pub crisis: bool,
    /// The plan; nothing where there is none.
    pub plan: Option<Planned<'k>>,
    /// Why there is none, every reason at once; empty where there is one.
    pub problems: Vec<Refusal<'k>>,
    /// What is left where there is none (ids of activities).
    pub instead: Vec<&'k str>,
    /// The question whose answer renews the clearance; nothing where that is not what is missing.
    pub renew: Option<&'k str>,
}

/// A plan.
#[derive(Debug, Serialize)]
pub struct Planned<'k> {
    /// The day on which it is good.
    pub on: String,
    /// Whether nothing hurts, and it is for relaxing.
    pub relax: bool,
    /// Who gives it.
    pub giver: &'k str,
    /// How it is to feel: `gentle`, `firm` or `either`.
    pub firmness: &'static str,
    /// Whether the clothes stay on.
    pub clothed: bool,
    /// Sites in order.
    pub focuses: Vec<Site<'k>>,
    /// The course.
    pub course: Dose<'k>,
    /// The other courses that would do, in order.
    pub others: Vec<Dose<'k>>,
    /// The courses that cannot be had.
    pub barred: Vec<Barred<'k>>,
    /// What it is combined with; at least one is active.
    pub beside: Vec<Beside<'k>>,
    /// What to have and do before (ids of preparations).
    pub prepare: Vec<&'k str>,
    /// What is said beside it.
    pub notes: Vec<Said<'k>>,
    /// The rules of screening that limit it, or ask for something.
    pub heed: Vec<Heeded<'k>>,
    /// What the history asks for: `other-treatment`, or nothing.
    pub turn: Option<&'static str>,
    /// The positions in which it can be given.
    pub positions: Vec<&'k str>,
    /// The products that are not closed.
    pub products: Vec<&'k str>,
    /// The most minutes that are allowed in one session with what it uses.
    pub most_duration_min: u16,
    /// What hurts and is not worked on in a session, each with its reason.
    pub not_worked_on: Vec<NotWorked<'k>>,
    /// Places that hurt beside the work, and no stroke goes over them.
    pub untouched: Value,
}

/// What hurts and is not worked on.
#[derive(Debug, Serialize)]
pub struct NotWorked<'k> {
    /// The site; null for places that belong to none.
    pub site: Option<&'k str>,
    /// The places.
    pub places: Value,
    /// Why: `limits`, `nothing-fits`, `no-time`, `not-worked-on` or `not-for-you`.
    pub why: &'static str,
    /// The limits in words, where it is they.
    pub say: Vec<&'k str>,
}

/// A site of the plan.
#[derive(Debug, Serialize)]
pub struct Site<'k> {
    /// The site.
    pub site: &'k str,
    /// What people read.
    pub title: &'k str,
    /// Why hands go there: `hurts`, `wished`, `whole-body`, `course` or `usual`.
    pub why: &'static str,
    /// The highest intensity marked there, or `unknown`; null where it does not hurt.
    pub pain: Value,
    /// Minutes of touch there in one session; 0 where no time is left for it.
    pub duration_min: u16,
    /// What is done there.
    pub works: Vec<Done<'k>>,
    /// Whether hands could go there, but not in this course.
    pub otherwise: bool,
    /// Places of the site that are left out.
    pub left_out: Value,
    /// What is left where nothing is done by hand (ids of activities).
    pub instead: Vec<&'k str>,
}

/// A technique at a site.
#[derive(Debug, Serialize)]
pub struct Done<'k> {
    /// The technique.
    pub technique: &'k str,
    /// What people read.
    pub title: &'k str,
    /// With what.
    pub applicators: Vec<&'k str>,
    /// The device.
    pub device: &'k str,
    /// The positions in which it is open.
    pub positions: Vec<&'k str>,
    /// Where.
    pub places: Value,
    /// Whether the session of the plan has time for it.
    pub timed: bool,
    /// The pressure it begins with, P1 to P5.
    pub start_pressure: u8,
    /// The ceiling, P1 to P5.
    pub ceiling_pressure: u8,
    /// How sure it is that it helps.
    pub evidence: &'static str,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
}

/// A course.
#[derive(Debug, Serialize)]
pub struct Dose<'k> {
    /// The course.
    pub course: &'k str,
    /// What people read.
    pub title: &'k str,
    /// Number of sessions; null for one without end.
    pub sessions: Option<u16>,
    /// So many times in `in_days` days.
    pub times: u16,
    /// The days that `times` counts in.
    pub in_days: u16,
    /// Minutes of one session.
    pub duration_min: u16,
    /// The date of the review.
    pub review: String,
    /// Whether its condition holds for this person.
    pub indicated: bool,
    /// Whether it was tried somewhere else than where it hurts here.
    pub read_across: bool,
    /// Whether its sessions are shorter than the course has them.
    pub shortened: bool,
    /// Whether it has fewer minutes than were to be had, because the strokes that are open fill no more.
    pub carried: bool,
    /// The article whose course it is.
    pub article: Option<&'k str>,
    /// What is said where its dose is below the best-supported one.
    pub below_best: Option<&'k str>,
    /// Why it came second: `rank`, `firmness`, `minutes`, `no-response`, `not-indicated` or `not-chosen`; null for the first.
    pub second: Option<&'static str>,
    /// Why it has its place in the stated order.
    pub because: &'k str,
    /// What to expect and when.
    pub expect: &'k str,
    /// How sure it is that it helps.
    pub evidence: &'static str,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
}

/// A course that cannot be had.
#[derive(Debug, Serialize)]
pub struct Barred<'k> {
    /// The course.
    pub course: &'k str,
    /// Everything that stands in the way.
    pub barriers: Vec<Barring>,
}

/// What stands in the way of a course.
#[derive(Debug, Serialize)]
pub struct Barring {
    /// Which: `not-offered`, `giver`, `elsewhere`, `device`, `position`, `clothing`, `longer-than-wished`,
    /// `shorter-than-wished`, `minutes-a-week` or `nothing-left`.
    pub code: &'static str,
    /// The minutes that it speaks of, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_min: Option<u16>,
}

/// Something beside the massage.
#[derive(Debug, Serialize)]
pub struct Beside<'k> {
    /// The activity.
    pub activity: &'k str,
    /// Its kind.
    pub kind: &'k str,
    /// What people read.
    pub title: &'k str,
    /// Whether it counts as active.
    pub active: bool,
    /// How much.
    pub dose: &'k str,
    /// How sure it is that it helps.
    pub evidence: &'static str,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
}

/// A rule of screening that speaks to the plan.
#[derive(Debug, Serialize)]
pub struct Heeded<'k> {
    /// The rule.
    pub rule: &'k str,
    /// What people read.
    pub title: &'k str,
    /// What it asks for.
    pub say: &'k str,
    /// How sure it is.
    pub evidence: &'static str,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
}

/// Something that is said.
#[derive(Debug, Serialize)]
pub struct Said<'k> {
    /// The note.
    pub note: &'k str,
    /// What is said.
    pub say: &'k str,
    /// How sure it is.
    pub evidence: &'static str,
    /// Its sources.
    pub sources: Vec<SourceLine<'k>>,
}

/// Why there is no plan.
#[derive(Debug, Serialize)]
pub struct Refusal<'k> {
    /// Which reason.
    pub code: &'static str,
    /// The minutes that it speaks of, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_min: Option<u16>,
    /// The course that it speaks of, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub course: Option<&'k str>,
    /// The site that it speaks of, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<&'k str>,
    /// Everything that stands in the way of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub barriers: Vec<Barring>,
}
