//! The files of sessions, self-care and stop rules as they are written.

use serde::Deserialize;

use crate::raw::{Review, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tonight {
    #[serde(rename = "id")]
    pub(crate) _id: String,
    pub(crate) title: String,
    #[serde(rename = "status")]
    pub(crate) _status: String,
    pub(crate) lead: String,
    pub(crate) expect: String,
    pub(crate) why: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
    pub(crate) limits: Limits,
    pub(crate) roles: Roles,
    pub(crate) need: Vec<Need>,
    pub(crate) position: Vec<Position>,
    pub(crate) breathing: Breathing,
    pub(crate) ask: Vec<Ask>,
    pub(crate) focus: Vec<Focus>,
    pub(crate) step: Vec<Step>,
    pub(crate) next: Vec<Next>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limits {
    #[serde(rename = "max_pressure")]
    pub(crate) _max_pressure: u8,
    pub(crate) max_minutes_session: u16,
    pub(crate) stop_above_discomfort: u8,
    pub(crate) stop_places: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Roles {
    pub(crate) receiver: String,
    pub(crate) giver: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Need {
    pub(crate) id: String,
    pub(crate) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Position {
    pub(crate) id: Text,
    pub(crate) say: String,
    pub(crate) focus: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Breathing {
    pub(crate) in_seconds: u8,
    pub(crate) out_seconds: u8,
    #[serde(rename = "never_below_per_minute")]
    pub(crate) _never_below_per_minute: u8,
    #[serde(rename = "say")]
    pub(crate) _say: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "evidence")]
    pub(crate) _evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ask {
    pub(crate) id: String,
    pub(crate) when: String,
    #[serde(rename = "kind")]
    pub(crate) _kind: Option<String>,
    pub(crate) say: String,
    pub(crate) min: Option<u8>,
    pub(crate) max: Option<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Focus {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) pain_at: Vec<Text>,
    #[serde(default)]
    pub(crate) default: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) id: Text,
    pub(crate) part: Text,
    pub(crate) title: String,
    pub(crate) givers: Vec<Text>,
    #[serde(default)]
    pub(crate) focus: Vec<Text>,
    #[serde(default)]
    pub(crate) places: Vec<Text>,
    pub(crate) sides: Text,
    pub(crate) seconds: u16,
    #[serde(default)]
    pub(crate) pacer: bool,
    pub(crate) technique: Option<Text>,
    pub(crate) applicator: Option<Text>,
    pub(crate) pressure: Option<u8>,
    pub(crate) positions: Option<Vec<Text>>,
    pub(crate) direction: Option<String>,
    pub(crate) tempo: Option<String>,
    pub(crate) say: String,
    pub(crate) cue: String,
    pub(crate) feel: String,
    pub(crate) ease_off: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Next {
    pub(crate) id: String,
    #[serde(rename = "when")]
    pub(crate) _when: String,
    pub(crate) change: Option<i8>,
    #[serde(rename = "hours")]
    pub(crate) _hours: Option<Vec<u16>>,
    pub(crate) say: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "evidence")]
    pub(crate) _evidence: Option<Text>,
}

#[derive(Deserialize)]
pub(crate) struct Instead {
    /// The dispositions in which nothing of the file is shown.
    #[serde(default)]
    pub(crate) not_at: Vec<Text>,
    #[serde(default)]
    pub(crate) item: Vec<Care>,
    #[serde(default)]
    pub(crate) advice: Vec<Care>,
    #[serde(default)]
    pub(crate) driver: Vec<Care>,
    #[serde(default)]
    pub(crate) fear: Vec<Fear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Care {
    pub(crate) id: Option<String>,
    pub(crate) option: Option<Text>,
    pub(crate) kind: Option<String>,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) regions: Vec<Text>,
    pub(crate) device: Option<Text>,
    pub(crate) say: String,
    pub(crate) dose: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) sure: Option<String>,
    pub(crate) rests_on: Option<String>,
    #[serde(rename = "try")]
    pub(crate) attempt: Option<String>,
    pub(crate) watch: Option<String>,
    pub(crate) instead: Option<String>,
    #[serde(default)]
    pub(crate) not_at: Vec<Text>,
    pub(crate) not_when: Option<Text>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fear {
    pub(crate) id: String,
    pub(crate) question: String,
    pub(crate) say: String,
    pub(crate) but: String,
    pub(crate) sure: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
pub(crate) struct Stops {
    pub(crate) id: Text,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(default)]
    pub(crate) stop: Vec<Stop>,
    #[serde(default)]
    pub(crate) after: Vec<After>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stop {
    pub(crate) sign: Text,
    #[serde(default)]
    pub(crate) tap: bool,
    #[serde(default)]
    pub(crate) silent: bool,
    pub(crate) event: String,
    pub(crate) action: Text,
    pub(crate) say: String,
    pub(crate) givers: Option<Vec<Text>>,
    pub(crate) above: Option<u8>,
    pub(crate) at_least: Option<u8>,
    pub(crate) again: Option<Text>,
    pub(crate) still_after_minutes: Option<u16>,
    pub(crate) then: Option<Text>,
    pub(crate) leave: Option<Vec<Text>>,
    #[serde(rename = "after_seconds")]
    pub(crate) _after_seconds: Option<u16>,
    #[serde(rename = "cluster")]
    pub(crate) _cluster: Option<Vec<String>>,
}

#[derive(Deserialize)]
pub(crate) struct After {
    pub(crate) normal: Option<String>,
    pub(crate) warning: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) say: Option<String>,
}
