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
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (mut detail, mut typed) = (None, None);
    let what = match &step.what {
        What::Answers { page, count } => {
            detail = Some(v.n("record-answers-count", "count", *count));
            let known = knowledge.pages.iter().find(|known| known.id == *page);
            let title = match known {
                Some(known) => v.k(&known.title),
                None if page == "confirm" => v.t("check-confirm-title"),
                None => v.t("result-contradiction-again"),
            };
            v.s("record-answers", "page", &title)
        }
        What::Map { state, count } => {
            detail = Some(match state {
                MapState::Unknown => v.t("record-map-unknown"),
                MapState::Confirmed | MapState::NotAsked => v.n("record-map-places", "count", *count),
            });
            v.t("record-map")
        }
        What::Agreement { by } => {
            typed = Some(by.clone());
            v.t("record-agreement")
        }
        What::Decision(disposition) => v.s("record-decision", "disposition", &v.disposition(*disposition)),
        What::Started => v.t("record-session-started"),
        What::Saved => v.t("record-session-saved"),
        What::Checked => v.t("record-session-checked"),
        What::Morning => v.t("record-morning"),
        What::Lesson(name) => v.s("record-lesson", "name", name),
        What::Stopped => v.t("record-session-stopped"),
        What::Ended { before, after } => v.with(
            "record-session-ended",
            &[("before", i64::from(*before).into()), ("after", i64::from(*after).into())],
        ),
        What::Over => v.t("record-session-over"),
        What::Door(door) => {
            let known = super::start::DOORS.contains(&door.as_str());
            let say = if known { v.t(&format!("door-{door}")) } else { v.t("record-other") };
            v.s("record-door", "door", &say)
        }
        What::Country(code) => {
            let name = knowledge.country(code).map_or_else(|| v.t("country-other"), |country| v.k(&country.name));
            v.s("record-country", "country", &name)
        }
        What::Plan(id) => {
            let known = knowledge.courses.courses.iter().find(|course| course.id == *id);
            let course = known.map_or_else(|| id.clone(), |course| v.k(&course.title));
            v.s("record-plan", "course", &course)
        }
        What::Rescreen => v.t("record-rescreen"),
        What::CheckIn { instrument, put_off } => {
            let known = knowledge.measures.instrument(instrument);
            let title = known.map_or_else(|| v.t("record-other"), |known| v.k(&known.title));
            v.s(if *put_off { "record-put-off" } else { "record-check-in" }, "title", &title)
        }
        What::Reaction => v.t("record-reaction"),
        What::Noted(what) => {
            let known = knowledge.measures.tracking.events.iter().find(|known| known.id == *what);
            v.s("record-noted", "what", &known.map_or_else(|| v.t("record-other"), |known| v.k(&known.say)))
        }
        What::Review(way) => {
            let known = crate::record::outcomes::way_of(way).is_some();
            v.s("record-review", "way", &v.t(&if known { format!("review-{way}") } else { "record-other".to_owned() }))
        }
        What::Other => v.t("record-other"),
    };
    Row { when: when(v, step), what, detail, typed, proxy: step.proxy }
}

/// The moment as it was on the clock where it happened.
fn when(v: &Voice, step: &Step) -> String {
    let zone = TimeZone::get(&step.zone).unwrap_or(TimeZone::UTC);
    let at = Timestamp::from_millisecond(step.at.0).unwrap_or_default().to_zoned(zone);
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    v.with("date-time", &[("date", v.date(dates::day(at.date())).into()), ("time", time.into())])
}
