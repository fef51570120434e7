//! The files of self-care and stop rules as they are written.

use serde::Deserialize;

use crate::raw::Text;

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
    pub(crate) code: u8,
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
    #[serde(default)]
    pub(crate) reactions: Vec<String>,
    pub(crate) with: Option<String>,
    #[serde(default)]
    pub(crate) call: bool,
}
