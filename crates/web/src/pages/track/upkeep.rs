//! After relief: fewer massages, and a date on which they end. The numbers stand in knowledge/tracking.toml.

use serde_json::{Value, json};
use supple_care::{Day, measure::Moment, plan::Upkeep};
use supple_interop::dates;

use crate::{
    call::Call,
    pages::typed::Choice,
    record::{
        Draft, Person,
        outcomes::{self, Scored},
    },
    voice::Voice,
};

/// A week in days.
const WEEK: i32 = 7;

/// What can be chosen: the weeks from one massage to the next, and the weeks until the last.
pub(super) struct Offer {
    pub(super) every: Vec<Choice>,
    pub(super) until: Vec<Choice>,
    /// What is said where no source says so of these weeks.
    pub(super) own: Option<String>,
}

/// The offer, for somebody whose plan can be thinned out.
pub(super) fn offer(call: &Call, person: &Person) -> Option<Offer> {
    person.record.plan.as_ref()?;
    let (v, tracking) = (&call.voice, &call.knowledge().measures.tracking);
    let choices = |field: &str, weeks: &[u16], say: &dyn Fn(u16) -> String| -> Vec<Choice> {
        let middle = weeks.get(weeks.len() / 2).map(u16::to_string);
        let chosen = call.form.get(field).map(str::to_owned).or(middle);
        let one = |weeks: &u16| {
            let value = weeks.to_string();
            Choice { on: chosen.as_ref() == Some(&value), say: say(*weeks), value }
        };
        weeks.iter().map(one).collect()
    };
    let last = |weeks: u16| v.date(call.now.today.plus(i32::from(weeks).saturating_mul(WEEK)));
    Some(Offer {
        every: choices("every", &tracking.upkeep_every, &|weeks| v.n("upkeep-every", "weeks", weeks)),
        own: (!tracking.upkeep_sourced).then(|| v.t("upkeep-own")),
        until: choices("until", &tracking.upkeep_until, &|weeks| {
            v.with("upkeep-until", &[("date", last(weeks).into()), ("weeks", i64::from(weeks).into())])
        }),
    })
}

/// The plan as it goes on, where a spacing and an end were chosen from the offer.
pub(super) fn chosen(call: &Call, person: &Person) -> Option<Draft> {
    let tracking = &call.knowledge().measures.tracking;
    let of = |field: &str, offered: &[u16]| {
        let typed = call.form.get(field).and_then(|text| text.parse::<u16>().ok());
        typed.filter(|weeks| offered.contains(weeks))
    };
    let (every, until) = (of("every", &tracking.upkeep_every)?, of("until", &tracking.upkeep_until)?);
    let taken = person.record.plan.as_ref()?;
    let done = u16::try_from(person.record.planned_sessions(call.knowledge()).len()).ok()?;
    let end = call.now.today.plus(i32::from(until).saturating_mul(WEEK));
    let payload: Value = json!({
        "knowledge": call.knowledge().version,
        "today": dates::print(call.now.today),
        "wishes": taken.wishes,
        "course": taken.course,
        "sessions": done.saturating_add(until.checked_div(every)?),
        "times": 1,
        "in_days": i32::from(every).saturating_mul(WEEK),
        "review": dates::print(end),
        "upkeep": { "every_weeks": every, "until": dates::print(end) },
    });
    Some(outcomes::upkeep(payload))
}

/// How the course goes on after relief, as it stands on a day: the next massage comes so many weeks after the last one.
pub(crate) fn under_way(person: &Person, today: Day) -> Option<Upkeep> {
    let course = person.record.course()?;
    let (every, until) = course.upkeep?;
    let given = person.record.sessions.iter().filter(|session| session.over && session.is_massage());
    let last = given.map(|session| session.on).filter(|on| *on >= course.on).max();
    Some(Upkeep::on(every, until, last, today))
}

/// The spacing and the end that were chosen after relief, or that they have ended.
pub(crate) fn fewer(v: &Voice, person: &Person, today: Day) -> Option<String> {
    let chosen = under_way(person, today)?;
    let date = v.date(chosen.until);
    let answered = |scored: &Scored| scored.entry.moment == Moment::Weekly && scored.entry.day > chosen.until;
    if chosen.until < today && person.record.outcomes.scores.iter().any(answered) {
        // What was to be answered when it comes back has been answered.
        return None;
    }
    if chosen.until < today {
        return Some(v.s("upkeep-over", "date", &date));
    }
    Some(v.with("upkeep-chosen", &[("weeks", i64::from(chosen.every_weeks).into()), ("date", date.into())]))
}

/// Whether a massage is due by what was chosen, before one is begun.
pub(crate) fn tonight(v: &Voice, person: &Person, today: Day) -> Vec<String> {
    let Some(chosen) = under_way(person, today) else { return Vec::new() };
    let next = if chosen.next > chosen.until {
        // The last of them is done, and the end is still to come.
        (chosen.until >= today).then(|| v.t("upkeep-last-done"))
    } else if chosen.next > today {
        Some(v.s("upkeep-next", "date", &v.date(chosen.next)))
    } else {
        Some(v.t("upkeep-now"))
    };
    fewer(v, person, today).into_iter().chain(next).collect()
}
