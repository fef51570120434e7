//! The files of what frames a session, as they are written.

use serde::Deserialize;

use crate::raw::{Review, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frame {
    pub(crate) title: String,
    #[serde(rename = "status")]
    pub(crate) _status: String,
    pub(crate) lead: String,
    pub(crate) expect: String,
    pub(crate) why: String,
    pub(crate) stop_places: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    pub(crate) roles: Roles,
    pub(crate) breathing: Breathing,
    pub(crate) need: Vec<Need>,
    pub(crate) position: Vec<Position>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Roles {
    pub(crate) receiver: String,
    pub(crate) giver: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breathing {
    pub(crate) in_seconds: u8,
    pub(crate) out_seconds: u8,
    pub(crate) minutes: (u16, u16),
    #[serde(rename = "say")]
    pub(crate) _say: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "evidence")]
    pub(crate) _evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Need {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) then: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
    pub(crate) id: Text,
    pub(crate) givers: Vec<Text>,
    #[serde(default)]
    pub(crate) turns: bool,
    pub(crate) seconds: u16,
    pub(crate) say: String,
    pub(crate) giver: Option<String>,
    pub(crate) cue: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    pub(crate) part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) id: String,
    pub(crate) kind: Text,
    pub(crate) givers: Vec<Text>,
    pub(crate) seconds: (u16, u16),
    #[serde(default)]
    pub(crate) pacer: bool,
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) cue: String,
    pub(crate) feel: String,
    pub(crate) ease_off: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asks {
    pub(crate) ask: Vec<Ask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    pub(crate) id: String,
    pub(crate) when: Text,
    pub(crate) say: String,
    pub(crate) kind: Text,
    #[serde(default)]
    pub(crate) options: Vec<Need>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NextFile {
    pub(crate) next: Vec<Next>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Next {
    pub(crate) id: String,
    #[serde(rename = "when")]
    pub(crate) _when: String,
    pub(crate) change: Option<i8>,
    pub(crate) say: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "evidence")]
    pub(crate) _evidence: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lesson {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) done: String,
    pub(crate) minutes: u16,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    pub(crate) step: Vec<LessonStep>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LessonStep {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) say: Vec<String>,
    pub(crate) drawing: String,
    pub(crate) ask: String,
    pub(crate) answers: Vec<Need>,
    pub(crate) right: Text,
}

#[derive(Deserialize)]
pub(crate) struct Check {
    pub(crate) ask: CheckAsk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckAsk {
    pub(crate) every_minutes: u16,
    pub(crate) say: String,
    pub(crate) unanswered_stops_after: u8,
    pub(crate) wait_seconds: u16,
}
