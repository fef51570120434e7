//! What one event says, as a title.

use supple_care::Knowledge;

use crate::{
    pages::{start::DOORS, track::said},
    record::{What, elsewhere::ELSEWHERE, outcomes},
    voice::Voice,
};

/// The title of the page of questions with this id; nothing where this program has no such page.
pub(super) fn of_page(knowledge: &Knowledge, v: &Voice, page: &str) -> Option<String> {
    match page {
        "confirm" => Some(v.t("check-confirm-title")),
        "fit" => Some(v.t("result-contradiction-title")),
        "exception" => Some(v.t("exception-title")),
        "map" => Some(v.t("record-map")),
        ELSEWHERE => Some(v.t("import-from")),
        _ => knowledge.pages.iter().find(|known| known.id == page).map(|known| v.k(&known.title)),
    }
}

/// A few words for the event. What this knowledge does not have any more is named so, never left out.
pub(crate) fn title(what: &What, knowledge: &Knowledge, v: &Voice) -> String {
    let known = |say: Option<&String>| say.map_or_else(|| v.t("record-other"), |say| v.k(say));
    match what {
        What::Answers { page, .. } => {
            let title = of_page(knowledge, v, page).unwrap_or_else(|| v.t("record-other"));
            v.s("record-answers", "page", &title)
        }
        What::Map { .. } => v.t("record-map"),
        What::Agreement { .. } => v.t("record-agreement"),
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
        What::Given { by, place, minutes, again } => {
            let key = if *again { "record-given-again" } else { "record-given" };
            let minutes = minutes.map_or(0, i64::from);
            let args = [("name", by.as_str().into()), ("practice", place.as_str().into()), ("minutes", minutes.into())];
            v.with(key, &args)
        }
        What::Withdrawn { by, place } => {
            v.with("record-withdrawn", &[("name", by.as_str().into()), ("practice", place.as_str().into())])
        }
        What::Door(door) => {
            let is_one = DOORS.contains(&door.as_str());
            let say = if is_one { v.t(&format!("door-{door}")) } else { v.t("record-other") };
            v.s("record-door", "door", &say)
        }
        What::Country(code) => {
            let name = knowledge.country(code).map_or_else(|| v.t("country-other"), |country| v.k(&country.name));
            v.s("record-country", "country", &name)
        }
        What::Plan(id) => {
            let course = knowledge.courses.courses.iter().find(|course| course.id == *id);
            v.s("record-plan", "course", &course.map_or_else(|| id.clone(), |course| v.k(&course.title)))
        }
        What::Brought(entries) => v.n("record-brought", "count", *entries),
        What::Rescreen => v.t("record-rescreen"),
        What::CheckIn { instrument, put_off, score } => {
            let measure = knowledge.measures.instrument(instrument);
            let title = known(measure.map(|known| &known.title));
            match measure.zip(*score) {
                Some((measure, score)) => {
                    let score = said::score(v, measure, score);
                    v.with("record-check-in-score", &[("title", title.into()), ("score", score.into())])
                }
                None => v.s(if *put_off { "record-put-off" } else { "record-check-in" }, "title", &title),
            }
        }
        What::Reaction(told) => v.s("record-reaction-told", "told", &v.parts(&said::reaction(knowledge, v, told))),
        What::Gone => v.t("record-reaction-gone"),
        What::Noted(what) => {
            let beside = knowledge.measures.tracking.events.iter().find(|known| known.id == *what);
            v.s("record-noted", "what", &known(beside.map(|beside| &beside.say)))
        }
        What::Review(way) => {
            let is_one = outcomes::way_of(way).is_some();
            v.s("record-review", "way", &v.t(&if is_one { format!("review-{way}") } else { "record-other".to_owned() }))
        }
        What::Other => v.t("record-other"),
    }
}
