//! The week with a plan, and its calendar file.

use askama::Template;
use supple_care::{
    Day, Knowledge,
    plan::Plan,
    week::{Entry, What, check_ins, later, week},
};
use supple_interop::{
    calendar::{Text, calendar},
    dates,
};

use super::{Asked, refuse, wishes};
use crate::{
    call::{Call, Reply},
    form::Form,
    frame::Frame,
    voice::Voice,
};

/// The farthest week that can be asked for, from the day of the plan: a year.
const FARTHEST: i32 = 52;

#[derive(Template)]
#[template(path = "week.html")]
struct Page {
    f: Frame,
    v: Voice,
    lead: String,
    /// What is the same on every day.
    daily: Vec<EntryLine>,
    days: Vec<DayLine>,
    query: String,
    before: Option<i32>,
    next: Option<i32>,
    now: i32,
}

/// A day of the week.
struct DayLine {
    title: String,
    massage: bool,
    lines: Vec<EntryLine>,
}

/// What is done on a day: once, or several times.
struct EntryLine {
    at: String,
    title: String,
    more: String,
    main: bool,
}

/// What a request for a week comes to.
struct Week {
    asked: Asked,
    plan: Plan,
    from: Day,
    number: i32,
}

fn asked(call: &Call) -> Result<Week, Reply> {
    let asked = Asked::of(call)?;
    let mut plan = asked.plan(call).map_err(|no| refuse::refused(call, &asked, &no))?;
    if let Some(day) = super::show::promised(call.knowledge(), &asked, &plan) {
        plan.course.review = day;
    }
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    let number = form.text("week").and_then(|text| text.parse().ok()).unwrap_or(0i32).clamp(0, FARTHEST);
    let from = plan.on.plus(number * 7);
    Ok(Week { asked, plan, from, number })
}

/// Shows the seven days.
pub(crate) fn show(call: &Call) -> Reply {
    let found = match asked(call) {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let entries = week(knowledge, &found.plan, found.from, call.now.minute);
    let whole: Vec<Day> = (0..7).map(|after| found.from.plus(after)).collect();
    let on = |day: Day, what: What| entries.iter().any(|entry| entry.day == day && entry.what == what);
    let is_daily =
        |entry: &Entry| matches!(entry.what, What::Activity(_)) && whole.iter().all(|day| on(*day, entry.what));
    // A day that is not half over shows all of its times.
    let whole_day = whole.last().copied().unwrap_or(found.from);
    let daily: Vec<&Entry> = entries.iter().filter(|entry| entry.day == whole_day && is_daily(entry)).collect();
    let days = whole.iter().map(|day| {
        let day = *day;
        let of_day: Vec<&Entry> = entries.iter().filter(|entry| entry.day == day && !is_daily(entry)).collect();
        DayLine {
            title: weekday(v, day),
            massage: of_day.iter().any(|entry| matches!(entry.what, What::Session(_))),
            lines: lines(knowledge, v, &of_day),
        }
    });
    Reply::ok(&Page {
        f: found.asked.frame(call, "week-page", "/plan"),
        v: v.clone(),
        lead: v.s("week-lead", "date", &v.date(found.from)),
        daily: lines(knowledge, v, &daily),
        days: days.collect(),
        query: wishes::query(knowledge, &found.asked.wishes),
        before: (found.number > 0).then(|| found.number - 1),
        next: (found.number < FARTHEST).then(|| found.number + 1),
        now: found.number,
    })
}

/// The same as a calendar file.
pub(crate) fn file(call: &Call) -> Reply {
    let found = match asked(call) {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut entries = week(knowledge, &found.plan, found.from, call.now.minute);
    // Several times a day would fill a calendar: the first of the day stands for all.
    let mut seen: Vec<(Day, What)> = Vec::new();
    entries.retain(|entry| {
        let fresh = !seen.contains(&(entry.day, entry.what));
        seen.push((entry.day, entry.what));
        fresh
    });
    entries.extend(later(knowledge, &found.plan, found.from));
    entries.extend(check_ins(knowledge, &found.plan, &entries, found.from));
    let remind = call.flag("remind");
    let text = |entry: &Entry| {
        // What is done every day needs no bell.
        let rings = !matches!(entry.what, What::Activity(_) | What::Prepare(_));
        Text { remind: remind && rings, ..neutral(knowledge, v, entry) }
    };
    // The place in the record says which plan it is, and nothing else.
    let seed = found.asked.person.record.plan.as_ref().map_or(0, |taken| taken.seq);
    let text = calendar(knowledge, &v.t("calendar-name"), found.plan.on, seed, &entries, text);
    Reply::file("supple-week.ics", "text/calendar; charset=utf-8", text.into_bytes())
}

/// The title of an entry in a calendar that others may see.
fn neutral(knowledge: &Knowledge, v: &Voice, entry: &Entry) -> Text {
    let title = match entry.what {
        What::Prepare(_) => v.t("calendar-prepare"),
        What::Session(number) => v.n("calendar-session", "number", number),
        What::Review => v.t("calendar-review"),
        What::CheckIn => v.t("calendar-check-in"),
        What::Morning => v.t("calendar-morning"),
        What::Questions => v.t("calendar-questions"),
        What::Activity(index) => {
            let kind = knowledge.courses.activities.get(index).map_or("general", |activity| activity.kind.as_str());
            v.t(&format!("calendar-{kind}"))
        }
    };
    Text { title, note: Some(v.n("calendar-note", "minutes", entry.minutes)), remind: false }
}

/// The entries of a day; what comes several times stands in one line.
fn lines(knowledge: &Knowledge, v: &Voice, of_day: &[&Entry]) -> Vec<EntryLine> {
    let mut done: Vec<What> = Vec::new();
    let mut lines = Vec::new();
    for entry in of_day {
        if done.contains(&entry.what) {
            continue;
        }
        done.push(entry.what);
        let same: Vec<&&Entry> = of_day.iter().filter(|other| other.what == entry.what).collect();
        let first = entry.at.map(clock);
        let last = same.last().and_then(|last| last.at).map(clock);
        let at = match (first, last) {
            (Some(first), Some(last)) if same.len() > 1 => v.with(
                "week-times",
                &[
                    ("first", first.into()),
                    ("last", last.into()),
                    ("count", i64::try_from(same.len()).unwrap_or(0).into()),
                ],
            ),
            (Some(first), _) => first,
            (None, _) => v.t("week-whole-day"),
        };
        let (title, dose) = said(knowledge, v, entry);
        let minutes = (entry.minutes > 0).then(|| v.n("plan-minutes", "minutes", entry.minutes));
        let main = matches!(entry.what, What::Session(_) | What::Review);
        lines.push(EntryLine { at, title, more: dose.or(minutes).unwrap_or_default(), main });
    }
    lines
}

fn said(knowledge: &Knowledge, v: &Voice, entry: &Entry) -> (String, Option<String>) {
    let known = &knowledge.courses;
    match entry.what {
        What::Prepare(index) => {
            let one = known.preparations.get(index);
            (one.map_or_else(String::new, |one| v.k(&one.title)), one.map(|one| v.k(&one.say)))
        }
        What::Session(number) => (v.n("week-session", "number", number), None),
        What::Activity(index) => {
            let one = known.activities.get(index);
            (one.map_or_else(String::new, |one| v.k(&one.title)), one.map(|one| v.k(&one.dose)))
        }
        What::Review => (v.t("week-review"), None),
        // Only the calendar file reminds of these.
        What::CheckIn => (v.t("calendar-check-in"), None),
        What::Morning => (v.t("calendar-morning"), None),
        What::Questions => (v.t("calendar-questions"), None),
    }
}

/// "Monday, 23 November 2026".
fn weekday(v: &Voice, day: Day) -> String {
    let name = v.t(&format!("weekday-{}", dates::date(day).weekday().to_monday_one_offset()));
    v.with("weekday-date", &[("weekday", name.into()), ("date", v.date(day).into())])
}

fn clock(at: u16) -> String {
    format!("{:02}:{:02}", at / 60, at % 60)
}
