//! What one event says, as a title.

use supple_care::Knowledge;

use super::{What, outcomes};
use crate::{
    pages::{start::DOORS, track::said},
    voice::Voice,
};

/// The title of the page of questions with this id; nothing where this program has no such page.
pub(super) fn of_page(knowledge: &Knowledge, v: &Voice, page: &str) -> Option<String> {
    match page {
        "confirm" => Some(v.t("check-confirm-title")),
        "fit" => Some(v.t("result-contradiction-title")),
        "exception" => Some(v.t("exception-title")),
        "map" => Some(v.t("record-map")),
        _ => knowledge.pages.iter().find(|known| known.id == page).map(|known| v.k(&known.title)),
    }
}

impl What {
    /// A few words for the event. What this knowledge does not have any more is named so, never left out.
    pub(crate) fn title(&self, knowledge: &Knowledge, v: &Voice) -> String {
        let known = |say: Option<&String>| say.map_or_else(|| v.t("record-other"), |say| v.k(say));
        match self {
            Self::Answers { page, .. } => {
                let title = of_page(knowledge, v, page).unwrap_or_else(|| v.t("record-other"));
                v.s("record-answers", "page", &title)
            }
            Self::Map { .. } => v.t("record-map"),
            Self::Agreement { .. } => v.t("record-agreement"),
            Self::Decision(disposition) => v.s("record-decision", "disposition", &v.disposition(*disposition)),
            Self::Started => v.t("record-session-started"),
            Self::Saved => v.t("record-session-saved"),
            Self::Checked => v.t("record-session-checked"),
            Self::Morning => v.t("record-morning"),
            Self::Lesson(name) => v.s("record-lesson", "name", name),
            Self::Stopped => v.t("record-session-stopped"),
            Self::Ended { before, after } => v.with(
                "record-session-ended",
                &[("before", i64::from(*before).into()), ("after", i64::from(*after).into())],
            ),
            Self::Over => v.t("record-session-over"),
            Self::Door(door) => {
                let is_one = DOORS.contains(&door.as_str());
                let say = if is_one { v.t(&format!("door-{door}")) } else { v.t("record-other") };
                v.s("record-door", "door", &say)
            }
            Self::Country(code) => {
                let name = knowledge.country(code).map_or_else(|| v.t("country-other"), |country| v.k(&country.name));
                v.s("record-country", "country", &name)
            }
            Self::Plan(id) => {
                let course = knowledge.courses.courses.iter().find(|course| course.id == *id);
                v.s("record-plan", "course", &course.map_or_else(|| id.clone(), |course| v.k(&course.title)))
            }
            Self::Rescreen => v.t("record-rescreen"),
            Self::CheckIn { instrument, put_off, score } => {
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
            Self::Reaction(told) => v.s("record-reaction-told", "told", &v.parts(&said::reaction(knowledge, v, told))),
            Self::Noted(what) => {
                let beside = knowledge.measures.tracking.events.iter().find(|known| known.id == *what);
                v.s("record-noted", "what", &known(beside.map(|beside| &beside.say)))
            }
            Self::Review(way) => {
                let is_one = outcomes::way_of(way).is_some();
                v.s(
                    "record-review",
                    "way",
                    &v.t(&if is_one { format!("review-{way}") } else { "record-other".to_owned() }),
                )
            }
            Self::Other => v.t("record-other"),
        }
    }
}
