//! Everything recorded, in its order.

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use supple_care::pain::MapState;
use supple_interop::dates;
use supple_store::clock_set_back;

use crate::{
    call::{Call, Reply},
    frame::Frame,
    readable::title,
    record::{Step, What},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "record.html")]
struct Page {
    f: Frame,
    v: Voice,
    rows: Vec<Row>,
    /// How many entries there are up to the end of the page before, and of the page behind this one.
    older: Option<usize>,
    newer: Option<usize>,
    place: String,
}

/// How many entries are on one page: somebody reads these, and a phone shows them at once.
const PAGE: usize = 500;

/// One line of the timeline.
struct Row {
    when: String,
    what: String,
    detail: Option<String>,
    /// Typed by the person.
    typed: Option<String>,
    proxy: bool,
    /// The clock stood earlier than at an entry before.
    back: bool,
}

/// Shows the timeline in its order: the newest entries, and ways to the others.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let steps = &person.record.steps;
    // Without a wish, or with one that is none, the newest.
    let wished = call.query.split('&').find_map(|part| part.strip_prefix("until=")?.parse::<usize>().ok());
    let until = wished.map_or(steps.len(), |until| until.min(steps.len()));
    let from = until.saturating_sub(PAGE);
    let back = clock_set_back(steps.iter().map(|step| step.at));
    let back = |nth: usize| back.get(from.saturating_add(nth)).copied().unwrap_or_default();
    let rows = shown(steps.get(from..until).unwrap_or_default());
    Reply::ok(&Page {
        f: call.frame("record-page", Some("/")).at(person.record.last_seq),
        v: call.voice.clone(),
        rows: rows.map(|(nth, step)| row(call, step, back(nth))).collect(),
        older: (from > 0).then_some(from),
        newer: (until < steps.len()).then_some(until.saturating_add(PAGE).min(steps.len())),
        place: call.house.app.place.clone(),
    })
}

/// The steps without those of the map that the next one completes: places are marked on one page and their pain on the
/// next, and both keep the whole map.
/// Each with its place among these.
fn shown(steps: &[Step]) -> impl Iterator<Item = (usize, &Step)> {
    let is_map = |step: &Step| matches!(step.what, What::Map { .. });
    let after = steps.iter().skip(1).map(Some).chain([None]);
    let same = move |step: &Step, next: &Step| is_map(step) && is_map(next) && step.proxy == next.proxy;
    let all = steps.iter().zip(after).enumerate();
    all.filter(move |(_, (step, next))| !next.is_some_and(|next| same(step, next))).map(|(nth, (step, _))| (nth, step))
}

fn row(call: &Call, step: &Step, back: bool) -> Row {
    let v = &call.voice;
    let (mut detail, mut typed) = (None, None);
    match &step.what {
        What::Answers { count, by, .. } => {
            detail = Some(v.n("record-answers-count", "count", *count));
            typed = by.as_ref().map(|(name, place)| format!("{name} ({place})"));
        }
        What::Map { state, count } => {
            detail = Some(match state {
                MapState::Unknown => v.t("record-map-unknown"),
                MapState::Confirmed | MapState::NotAsked => v.n("record-map-places", "count", *count),
            });
        }
        What::Agreement { by } => typed = Some(by.clone()),
        _ => {}
    }
    Row {
        when: when(v, step),
        what: title::title(&step.what, call.knowledge(), v),
        detail,
        typed,
        proxy: step.proxy,
        back,
    }
}

/// The moment as it was on the clock where it happened.
fn when(v: &Voice, step: &Step) -> String {
    let zone = TimeZone::get(&step.zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(step.at.0).unwrap_or_default().to_zoned(zone);
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    v.with("date-time", &[("date", v.date(dates::day(at.date())).into()), ("time", time.into())])
}
