//! Everything recorded, in its order.

use askama::Template;
use jiff::{Timestamp, tz::TimeZone};
use supple_care::pain::MapState;
use supple_interop::dates;

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::{Step, What},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "record.html")]
struct Page {
    f: Frame,
    v: Voice,
    rows: Vec<Row>,
    place: String,
}

/// One line of the timeline.
struct Row {
    when: String,
    what: String,
    detail: Option<String>,
    /// Typed by the person.
    typed: Option<String>,
    proxy: bool,
}

/// Shows the timeline, latest first on the screen's top.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    Reply::ok(&Page {
        f: call.frame("record-page", Some("/")).at(person.record.last_seq),
        v: call.voice.clone(),
        rows: person.record.steps.iter().map(|step| row(call, step)).collect(),
        place: call.house.app.place.clone(),
    })
}

fn row(call: &Call, step: &Step) -> Row {
    let v = &call.voice;
    let (mut detail, mut typed) = (None, None);
    match &step.what {
        What::Answers { count, .. } => detail = Some(v.n("record-answers-count", "count", *count)),
        What::Map { state, count } => {
            detail = Some(match state {
                MapState::Unknown => v.t("record-map-unknown"),
                MapState::Confirmed | MapState::NotAsked => v.n("record-map-places", "count", *count),
            });
        }
        What::Agreement { by } => typed = Some(by.clone()),
        _ => {}
    }
    Row { when: when(v, step), what: step.what.title(call.knowledge(), v), detail, typed, proxy: step.proxy }
}

/// The moment as it was on the clock where it happened.
fn when(v: &Voice, step: &Step) -> String {
    let zone = TimeZone::get(&step.zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(step.at.0).unwrap_or_default().to_zoned(zone);
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    v.with("date-time", &[("date", v.date(dates::day(at.date())).into()), ("time", time.into())])
}
