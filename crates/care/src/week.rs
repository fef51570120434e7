//! A week with a plan: massage, and everything that goes with it, each on its day.

use crate::{
    Day, Knowledge,
    course::{Activity, Course},
    plan::Plan,
};

/// Days of a week.
const WEEK: u16 = 7;
/// Minutes of a day.
const MIDNIGHT: u16 = 24 * 60;
/// What makes way begins on a full five minutes.
const STEP: u16 = 5;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A preparation (index) before a session.
    Prepare(usize),
    /// The session with this number, from 1.
    Session(u16),
    /// An activity (index).
    Activity(usize),
    /// The day on which the course is judged.
    Review,
    /// The weekly questions.
    CheckIn,
    /// The questions of the morning after a session.
    Morning,
    /// The questions of the weeks of review.
    Questions,
}

/// One entry of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub day: Day,
    /// When it begins, in minutes after midnight; nothing for something that belongs to the whole day.
    pub at: Option<u16>,
    /// Minutes that it takes; 0 for something without a length.
    pub minutes: u16,
    /// What it is.
    pub what: What,
}

/// The seven days from a day on, in the order of days and times. The course begins on the day of the plan; `past` is how
/// much of that day is over, in minutes after midnight: what would have begun before then can be done at any time.
///
/// The same plan gives the same week: sessions are spread evenly over the days that the course counts in, with its days of
/// rest; activities evenly over the week. No two entries of a day lie on each other: what comes beside a session makes way.
#[must_use]
pub fn week(knowledge: &Knowledge, plan: &Plan, from: Day, past: u16) -> Vec<Entry> {
    let known = &knowledge.courses;
    let end = from.plus(i32::from(WEEK));
    let mut entries = Vec::new();
    if let Some(course) = known.courses.get(plan.course.course) {
        for (number, day) in sessions(plan, course).take_while(|(_, day)| *day < end).filter(|(_, day)| *day >= from) {
            let at = known.planning.session_at;
            let baths = plan.prepare.iter().filter_map(|index| known.preparations.get(*index).map(|one| (*index, one)));
            for (index, one) in baths.filter(|(_, one)| one.kind == "bath") {
                let before = one.before.map_or(one.minutes, |(least, most)| u16::midpoint(least, most));
                let at = at.saturating_sub(before.max(one.minutes));
                entries.push(Entry { day, at: Some(at), minutes: one.minutes, what: What::Prepare(index) });
            }
            entries.push(Entry { day, at: Some(at), minutes: plan.course.minutes, what: What::Session(number) });
        }
    }
    for index in &plan.beside {
        let Some(activity) = known.activities.get(*index) else { continue };
        for day in days(activity).map(|day| from.plus(i32::from(day))) {
            let entry = |at| Entry { day, at, minutes: activity.minutes, what: What::Activity(*index) };
            if activity.at.is_empty() {
                entries.push(entry(None));
            }
            entries.extend(activity.at.iter().map(|at| entry(Some(*at))));
        }
    }
    if from <= plan.course.review && plan.course.review < end {
        entries.push(Entry { day: plan.course.review, at: None, minutes: 0, what: What::Review });
    }
    leave_past(&mut entries, plan.on, past);
    entries.sort_by_key(|entry| (entry.day, entry.at, entry.what));
    for day in entries.chunk_by_mut(|one, other| one.day == other.day) {
        make_way(day);
    }
    entries.sort_by_key(|entry| (entry.day, entry.at, entry.what));
    entries
}

/// What there is to answer beside these entries, for a calendar: the morning after each of their sessions; the days of the weekly
/// questions up to the review, or the week after the last session where that is later; the weeks in which more is asked; and the
/// review itself. They belong to whole days.
#[must_use]
pub fn check_ins(knowledge: &Knowledge, plan: &Plan, entries: &[Entry], from: Day) -> Vec<Entry> {
    let whole = |day: Day, what: What| Entry { day, at: None, minutes: 0, what };
    let tracking = &knowledge.measures.tracking;
    let sessions = || entries.iter().filter(|entry| matches!(entry.what, What::Session(_))).map(|entry| entry.day);
    let mut found: Vec<Entry> = sessions().map(|day| whole(day.plus(1), What::Morning)).collect();
    found.dedup();
    let every = tracking.weekly_days;
    if every > 0 {
        let last = sessions().map(|day| day.plus(every)).max().max(Some(plan.course.review));
        let days = std::iter::successors(Some(plan.on), |day| Some(day.plus(every)));
        let days = days.take_while(|day| Some(*day) <= last).filter(|day| *day >= from);
        found.extend(days.map(|day| whole(day, What::CheckIn)));
    }
    let weeks = tracking.review_weeks.iter().map(|weeks| plan.on.plus(weeks.saturating_mul(i32::from(WEEK))));
    found.extend(weeks.filter(|day| *day >= from).map(|day| whole(day, What::Questions)));
    if plan.course.review >= from && !entries.iter().any(|entry| entry.what == What::Review) {
        found.push(whole(plan.course.review, What::Review));
    }
    found
}

/// What would have begun on a day before a minute of it: one entry for any time, where none of its times is left.
fn leave_past(entries: &mut Vec<Entry>, on: Day, past: u16) {
    let over = |entry: &Entry| entry.day == on && entry.at.is_some_and(|at| at < past);
    let (gone, mut kept): (Vec<Entry>, Vec<Entry>) = entries.drain(..).partition(over);
    for entry in gone {
        if !kept.iter().any(|other| other.day == entry.day && other.what == entry.what) {
            kept.push(Entry { at: None, ..entry });
        }
    }
    *entries = kept;
}

/// Moves what lies on something else behind it. Sessions and what prepares them stay; what finds no room before midnight
/// can be done at any time.
fn make_way(day: &mut [Entry]) {
    let fixed = |entry: &Entry| match entry.what {
        What::Prepare(_) | What::Session(_) => true,
        What::Activity(_) | What::Review | What::CheckIn | What::Morning | What::Questions => false,
    };
    let span = |at: u16, minutes: u16| (at, at.saturating_add(minutes.max(1)));
    let mut taken: Vec<(u16, u16)> =
        day.iter().filter(|entry| fixed(entry)).filter_map(|entry| Some(span(entry.at?, entry.minutes))).collect();
    for entry in day.iter_mut().filter(|entry| !fixed(entry)) {
        let Some(mut at) = entry.at else { continue };
        let minutes = entry.minutes;
        let meets = |at: u16| {
            let (from, to) = span(at, minutes);
            taken.iter().filter(|(begin, end)| from < *end && *begin < to).map(|(_, end)| *end).max()
        };
        while let Some(end) = meets(at) {
            at = end.next_multiple_of(STEP);
        }
        entry.at = (at < MIDNIGHT).then_some(at);
        taken.push(span(at, minutes));
    }
}

/// The sessions after the first week: those of the whole course, and of one without end those up to the review.
#[must_use]
pub fn later(knowledge: &Knowledge, plan: &Plan, from: Day) -> Vec<Entry> {
    let at = Some(knowledge.courses.planning.session_at);
    let Some(course) = knowledge.courses.courses.get(plan.course.course) else { return Vec::new() };
    let ends = plan.upkeep.is_some() || plan.course.sessions.is_some();
    let session = |(number, day)| Entry { day, at, minutes: plan.course.minutes, what: What::Session(number) };
    sessions(plan, course)
        .skip_while(|(_, day)| *day < from.plus(i32::from(WEEK)))
        .take_while(|(_, day)| ends || *day <= plan.course.review)
        .map(session)
        .collect()
}

/// The sessions of a course with their days: the `n`-th after `n` times its even spacing and the days of rest so far; those of
/// a plan that was thinned out on the days that are left.
fn sessions<'p>(plan: &'p Plan, course: &'p Course) -> impl Iterator<Item = (u16, Day)> + 'p {
    let few = plan.upkeep.iter().flat_map(|upkeep| (1u16..).zip(upkeep.days()));
    let count = if plan.upkeep.is_some() { 0 } else { plan.course.sessions.unwrap_or(u16::MAX) };
    few.chain((0..count).map(move |done| {
        let even = u32::from(done) * u32::from(plan.course.in_days) / u32::from(plan.course.times.max(1));
        let rests = course.rest_after.map_or(0, |after| u32::from(done / after.max(1)));
        let day = plan.on.plus(i32::try_from(even + rests).unwrap_or(i32::MAX));
        (done.saturating_add(1), day)
    }))
}

/// The days of the week, from 0, on which an activity is done: as even as whole days can be.
fn days(activity: &Activity) -> impl Iterator<Item = u16> {
    let times = activity.days_a_week.min(WEEK);
    (0..WEEK).filter(move |day| (day + 1) * times / WEEK > day * times / WEEK)
}
