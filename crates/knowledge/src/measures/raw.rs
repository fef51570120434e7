//! Measures, adapt rules and the numbers of tracking as they stand in the files.

use serde::Deserialize;
use toml::Spanned;

type Names = Vec<Spanned<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Instrument {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    pub(crate) recall: String,
    pub(crate) lead: String,
    pub(crate) scoring: Spanned<String>,
    pub(crate) min: Spanned<i32>,
    pub(crate) max: Spanned<i32>,
    pub(crate) better: Spanned<String>,
    pub(crate) moments: Names,
    #[serde(default)]
    pub(crate) per_place: bool,
    #[serde(default)]
    pub(crate) judges: bool,
    #[serde(default)]
    pub(crate) places: Names,
    #[serde(default)]
    pub(crate) decimal: bool,
    pub(crate) unit: Option<String>,
    pub(crate) noise: Option<Spanned<f64>>,
    pub(crate) cite: String,
    pub(crate) licence: String,
    pub(crate) validated: bool,
    pub(crate) loinc: Option<String>,
    pub(crate) sources: Names,
    pub(crate) evidence: Spanned<String>,
    #[expect(dead_code, reason = "read by the traceability table and by people")]
    pub(crate) mission: Vec<String>,
    #[expect(dead_code, reason = "shown when somebody has signed")]
    pub(crate) reviewed: Vec<toml::Value>,
    #[expect(dead_code, reason = "for reviewers")]
    pub(crate) note: Option<String>,
    pub(crate) change: Option<Change>,
    pub(crate) prior: Option<Prior>,
    #[serde(default)]
    pub(crate) level: Vec<Level>,
    pub(crate) item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) points: Spanned<f64>,
    pub(crate) percent: Option<Spanned<u16>>,
    pub(crate) percent_from: Option<Spanned<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prior {
    pub(crate) mean: Spanned<f64>,
    pub(crate) spread: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub(crate) at_least: Spanned<f64>,
    pub(crate) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    pub(crate) pain: bool,
    pub(crate) ask: String,
    pub(crate) lowest: Option<String>,
    pub(crate) highest: Option<String>,
    #[serde(default)]
    pub(crate) names: Vec<String>,
    pub(crate) loinc: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adapt {
    pub(crate) id: Spanned<String>,
    pub(crate) title: String,
    pub(crate) act: Spanned<String>,
    pub(crate) rank: Spanned<u16>,
    pub(crate) say: String,
    pub(crate) why: String,
    pub(crate) sources: Names,
    pub(crate) evidence: Spanned<String>,
    #[expect(dead_code, reason = "read by the traceability table and by people")]
    pub(crate) mission: Vec<String>,
    #[expect(dead_code, reason = "shown when somebody has signed")]
    pub(crate) reviewed: Vec<toml::Value>,
    pub(crate) needs: Needs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Needs {
    pub(crate) sessions: Option<u16>,
    pub(crate) days: Option<u16>,
    pub(crate) days_chronic: Option<Spanned<u16>>,
    pub(crate) response: Option<bool>,
    #[serde(default)]
    pub(crate) confirmed: bool,
    pub(crate) helped: Option<bool>,
    #[serde(default)]
    pub(crate) sure: bool,
    #[serde(default)]
    pub(crate) worse: bool,
    pub(crate) disposition: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) open: bool,
    #[serde(default)]
    pub(crate) alone: bool,
    pub(crate) worse_hours: Option<u16>,
    pub(crate) worse_sessions: Option<u16>,
    pub(crate) at_least: Option<Spanned<f64>>,
    pub(crate) at_most: Option<Spanned<f64>>,
    pub(crate) pain_at_most: Option<Spanned<f64>>,
    pub(crate) risen: Option<Spanned<f64>>,
    #[serde(default)]
    pub(crate) new_sign: bool,
    #[serde(default)]
    pub(crate) reaction: bool,
    #[serde(default)]
    pub(crate) course_ended: bool,
    pub(crate) relapses: Option<u16>,
    #[serde(default)]
    pub(crate) not_enough: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tracking {
    pub(crate) sources: Names,
    pub(crate) sure_percent: Spanned<u8>,
    pub(crate) before_days: u16,
    pub(crate) now_days: Spanned<u16>,
    pub(crate) compare_spread: Spanned<f64>,
    pub(crate) compare_within: Option<Within>,
    pub(crate) chronic_days: u16,
    pub(crate) recovery_days: u16,
    // What older versions of the knowledge do not have.
    pub(crate) since_days: Option<u16>,
    pub(crate) severe_from: Option<Spanned<f64>>,
    pub(crate) severe_unless: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) now_least: u16,
    #[serde(default)]
    pub(crate) now_reach: u16,
    #[serde(default)]
    pub(crate) weekly_days: u16,
    #[serde(default)]
    pub(crate) review_weeks: Vec<u16>,
    #[serde(default)]
    pub(crate) gap_days: u16,
    #[serde(default)]
    pub(crate) compare_sessions: u16,
    #[serde(default)]
    pub(crate) longest_years: u16,
    #[serde(default)]
    pub(crate) upkeep_every: Vec<u16>,
    #[serde(default)]
    pub(crate) upkeep_until: Vec<u16>,
    pub(crate) upkeep_status: Option<Spanned<String>>,
    pub(crate) count_least: Option<u16>,
    #[serde(default)]
    pub(crate) reaction: Vec<Reaction>,
    #[serde(default)]
    pub(crate) lasted: Vec<Lasted>,
    #[serde(default)]
    pub(crate) event: Vec<Beside>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Within {
    pub(crate) start: f64,
    pub(crate) margin: f64,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reaction {
    pub(crate) id: String,
    pub(crate) say: String,
    #[serde(default)]
    pub(crate) worse: bool,
    #[serde(default)]
    pub(crate) sign: bool,
    pub(crate) sign_hours: Option<u16>,
    #[serde(default)]
    pub(crate) stays: bool,
    #[serde(default = "yes")]
    pub(crate) offered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lasted {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) hours: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Beside {
    pub(crate) id: String,
    pub(crate) say: String,
    #[serde(default)]
    pub(crate) rescreen: bool,
}
