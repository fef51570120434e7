//! The files of courses, activities and preparations as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::raw::{Review, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Course {
    pub(crate) id: Text,
    pub(crate) title: String,
    #[serde(rename = "status")]
    pub(crate) _status: String,
    pub(crate) say: String,
    pub(crate) when: Option<Text>,
    pub(crate) because: String,
    pub(crate) givers: Vec<Text>,
    pub(crate) techniques: Vec<Text>,
    pub(crate) places: Option<Vec<Text>>,
    pub(crate) tested_at: Vec<Text>,
    pub(crate) devices: Option<Vec<Text>>,
    pub(crate) positions: Option<Vec<Text>>,
    pub(crate) clothing: Option<Text>,
    #[serde(default)]
    pub(crate) whole_body: bool,
    #[serde(default)]
    pub(crate) follows: Vec<Text>,
    pub(crate) sessions: Option<toml::Spanned<(u16, u16)>>,
    pub(crate) times: toml::Spanned<(u16, u16)>,
    pub(crate) usual_times: toml::Spanned<u16>,
    pub(crate) in_days: u16,
    pub(crate) rest_after: Option<u16>,
    pub(crate) minutes: toml::Spanned<(u16, u16)>,
    pub(crate) firmness: Text,
    pub(crate) review_days: u16,
    pub(crate) expect: String,
    pub(crate) below_best: Option<String>,
    pub(crate) your_choice: Option<String>,
    pub(crate) indirect: Option<String>,
    pub(crate) article: Option<Text>,
    pub(crate) not_offered: Option<String>,
    pub(crate) rank: toml::Spanned<u16>,
    pub(crate) rank_because: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
    #[serde(default)]
    pub(crate) stop: Vec<Stop>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stop {
    pub(crate) id: String,
    pub(crate) after_sessions: Option<u16>,
    pub(crate) after_days: Option<u16>,
    pub(crate) when: String,
    pub(crate) say: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(default)]
    pub(crate) response: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activities {
    #[serde(rename = "title")]
    pub(crate) _title: String,
    pub(crate) kind: Option<Text>,
    pub(crate) stop: String,
    pub(crate) not_when: Option<Text>,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
    pub(crate) activity: Vec<Activity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activity {
    pub(crate) id: Text,
    pub(crate) kind: Option<Text>,
    pub(crate) title: String,
    pub(crate) active: bool,
    pub(crate) how: Vec<String>,
    pub(crate) dose: String,
    pub(crate) why: String,
    pub(crate) minutes: u16,
    pub(crate) days_a_week: toml::Spanned<u16>,
    pub(crate) at: Vec<Text>,
    pub(crate) repeats: Option<(u16, u16)>,
    pub(crate) places: Vec<Text>,
    pub(crate) device: Option<Text>,
    pub(crate) position: Option<Text>,
    pub(crate) when: Option<Text>,
    #[serde(default)]
    pub(crate) only_when: bool,
    /// Whether the condition of the file does not hold for it.
    #[serde(default)]
    pub(crate) alone: bool,
    pub(crate) not_when: Option<Text>,
    pub(crate) stop: Option<String>,
    pub(crate) rank: toml::Spanned<u16>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Routines {
    pub(crate) routine: Vec<Routine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Routine {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) activities: Vec<Text>,
    pub(crate) sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AllRefused {
    pub(crate) refused: Vec<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Refused {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) instead: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preparations {
    pub(crate) preparation: Vec<Preparation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preparation {
    pub(crate) id: String,
    pub(crate) kind: Text,
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) why: String,
    pub(crate) before: Option<(u16, u16)>,
    pub(crate) minutes: u16,
    pub(crate) device: Option<Text>,
    pub(crate) product: Option<Text>,
    #[serde(default)]
    pub(crate) bare_skin: bool,
    pub(crate) not_when: Option<Text>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Devices {
    pub(crate) device: Vec<Device>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Device {
    pub(crate) id: String,
    pub(crate) device: Text,
    pub(crate) title: String,
    pub(crate) suits: String,
    pub(crate) not_for: Vec<String>,
    pub(crate) how: Vec<String>,
    pub(crate) noise: Option<Noise>,
    pub(crate) most_minutes: u16,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    #[serde(rename = "mission")]
    pub(crate) _mission: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Noise {
    pub(crate) dba: u16,
    pub(crate) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Planning {
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    pub(crate) minutes: Minutes,
    pub(crate) share: Share,
    pub(crate) pressure: Pressure,
    pub(crate) response: Response,
    pub(crate) beside: BTreeMap<String, toml::Spanned<u16>>,
    pub(crate) week: Week,
    pub(crate) stop: Vec<Stop>,
    pub(crate) surface: Vec<Surface>,
    pub(crate) note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Minutes {
    pub(crate) shortest: u16,
    pub(crate) longest: u16,
    pub(crate) usual: u16,
    pub(crate) worth_a_visit: u16,
    pub(crate) least_at_site: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    pub(crate) site: u16,
    pub(crate) pain: u16,
    pub(crate) ceiling: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pressure {
    pub(crate) gentle_most: u8,
    pub(crate) firm_least: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    pub(crate) switch_after: u16,
    pub(crate) stop_after: u16,
    pub(crate) stop_days: u16,
    pub(crate) stop_days_chronic: u16,
    pub(crate) chronic: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Week {
    pub(crate) session_at: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surface {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) positions: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) say: String,
    pub(crate) when: Option<Text>,
    pub(crate) unless: Option<Text>,
    #[serde(default)]
    pub(crate) relax: bool,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}
