//! The files as they are written.

use serde::Deserialize;

use crate::raw::{Review, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimFile {
    #[serde(default)]
    pub(super) claim: Vec<Claim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    pub(super) id: Text,
    pub(super) quote: String,
    pub(super) must: String,
    pub(super) verdict: Text,
    pub(super) part: Option<String>,
    pub(super) evidence: Option<Text>,
    pub(super) up_to: Option<Text>,
    #[serde(default)]
    pub(super) fact: bool,
    pub(super) why: String,
    #[serde(default)]
    pub(super) lays: Vec<Text>,
    #[serde(default)]
    pub(super) used_in: Vec<Text>,
    pub(super) sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageFile {
    pub(super) page: Vec<Page>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Article {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) note: String,
    #[serde(rename = "reviewed")]
    pub(super) _reviewed: Vec<Review>,
    #[serde(default)]
    pub(super) beside: Vec<Beside>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beside {
    pub(super) id: Text,
    pub(super) claims: Vec<Text>,
    pub(super) lays: Vec<Text>,
    pub(super) quote: String,
    pub(super) stand: Text,
    pub(super) advises: String,
    pub(super) why: String,
    pub(super) evidence: Text,
    pub(super) sources: Vec<Text>,
    pub(super) at: Vec<Text>,
    pub(super) tests: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Benefit {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) short: String,
    pub(super) known: String,
    pub(super) unknown: String,
    pub(super) evidence: Text,
    #[serde(default)]
    pub(super) against: bool,
    pub(super) sources: Vec<Text>,
    #[serde(rename = "mission")]
    pub(super) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(super) _reviewed: Vec<Review>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guideline {
    pub(super) id: Text,
    pub(super) body: String,
    pub(super) country: String,
    pub(super) year: u16,
    pub(super) note: Option<String>,
    pub(super) source: Text,
    #[serde(rename = "reviewed")]
    pub(super) _reviewed: Vec<Review>,
    #[serde(default)]
    pub(super) line: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) regions: Vec<Text>,
    pub(super) phases: Vec<Text>,
    pub(super) stance: Text,
    pub(super) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Complaints {
    pub(super) question: Text,
    pub(super) phase: Vec<PhaseOf>,
    pub(super) region: Vec<RegionOf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PhaseOf {
    pub(super) id: Text,
    pub(super) option: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionOf {
    pub(super) id: Text,
    pub(super) places: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Truths {
    pub(super) truth: Vec<Truth>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Truth {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) say: String,
    pub(super) why: String,
    pub(super) phases: Vec<Text>,
    pub(super) sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Checklist {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) lead: String,
    #[serde(rename = "mission")]
    pub(super) _mission: Vec<String>,
    #[serde(rename = "reviewed")]
    pub(super) _reviewed: Vec<Review>,
    pub(super) part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) id: Text,
    pub(super) title: String,
    pub(super) lead: Option<String>,
    #[serde(default)]
    pub(super) item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) say: String,
    pub(super) why: Option<String>,
    pub(super) evidence: Text,
    pub(super) sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authorities {
    pub(super) authority: Vec<Authority>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Authority {
    pub(super) code: Text,
    pub(super) name: String,
    pub(super) guarded: Text,
    pub(super) title: Option<String>,
    pub(super) body: Option<String>,
    pub(super) address: Option<String>,
    pub(super) note: Option<String>,
    pub(super) read: Text,
    pub(super) confidence: Text,
    pub(super) dated: Option<String>,
    pub(super) from: String,
}
