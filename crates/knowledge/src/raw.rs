//! The files as they are written. Unknown keys and wrong types are refused by name.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub(crate) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Places {
    pub(crate) targets: Text,
    pub(crate) map_valid_days: i32,
    pub(crate) place: Vec<Place>,
    pub(crate) group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Place {
    pub(crate) site: Text,
    pub(crate) sides: Vec<Text>,
    pub(crate) say: String,
    pub(crate) view: Text,
    pub(crate) class: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) id: Text,
    #[serde(default)]
    pub(crate) sites: Vec<Text>,
    #[serde(default)]
    pub(crate) places: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Neighbours {
    pub(crate) neighbour: Vec<Neighbour>,
    #[serde(default)]
    pub(crate) limb: Vec<Limb>,
    #[serde(default)]
    pub(crate) round: Vec<Round>,
}

/// Where a limb joins the body, drawn on the left side.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limb {
    pub(crate) sites: Vec<Text>,
    pub(crate) cut_back: Text,
    pub(crate) cut_front: Text,
}

/// How round the body's side is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Round {
    pub(crate) sites: Vec<Text>,
    pub(crate) radius_mm: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Neighbour {
    pub(crate) place: Text,
    pub(crate) up: Option<Text>,
    pub(crate) down: Option<Text>,
    pub(crate) left: Option<Text>,
    pub(crate) right: Option<Text>,
    #[serde(default)]
    pub(crate) adjacent: Vec<Text>,
    /// Places of the other view within a hand's width, round the side of the body.
    #[serde(default)]
    pub(crate) around: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    pub(crate) technique: Vec<Term>,
    pub(crate) applicator: Vec<Term>,
    pub(crate) giver: Vec<Term>,
    pub(crate) position: Vec<Term>,
    pub(crate) product: Vec<Term>,
    pub(crate) device: Vec<Term>,
    pub(crate) margin: Vec<Term>,
    pub(crate) timeframe: Vec<Term>,
    pub(crate) default_timeframe: BTreeMap<String, Text>,
    /// Knowledge that was released before it had one bounds no agreement.
    pub(crate) agreement: Option<Agreement>,
}

/// What holds for every agreement of a clinician.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreement {
    pub(crate) longest_days: Spanned<i32>,
    pub(crate) longest_minutes: Option<Spanned<u16>>,
    #[serde(rename = "source")]
    pub(crate) _source: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) home: Option<bool>,
    /// The distance that a margin is.
    pub(crate) mm: Option<u16>,
    #[serde(rename = "source")]
    pub(crate) _source: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pages {
    pub(crate) page: Vec<Page>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) optional: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Questions {
    pub(crate) question: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    pub(crate) id: Text,
    pub(crate) page: Text,
    pub(crate) purpose: Text,
    pub(crate) kind: Text,
    pub(crate) polarity: Text,
    pub(crate) symptom: Option<bool>,
    pub(crate) private: Option<bool>,
    pub(crate) applies: Option<Text>,
    pub(crate) options: Option<Vec<Choice>>,
    pub(crate) min: Option<i32>,
    pub(crate) max: Option<i32>,
    pub(crate) unit: Option<String>,
    pub(crate) ask: String,
    pub(crate) help: Option<String>,
    pub(crate) find_out: Option<String>,
    pub(crate) short: String,
    pub(crate) valid_days: i32,
    #[serde(default)]
    pub(crate) reopens: Vec<Text>,
    pub(crate) mission: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Facts {
    pub(crate) fact: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) id: Text,
    pub(crate) is: Text,
    pub(crate) short: String,
}

/// A rule; a limit is one without `when`, `effect` and what belongs to them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) cluster: Option<String>,
    pub(crate) status: Text,
    pub(crate) when: Option<Text>,
    pub(crate) effect: Option<Text>,
    pub(crate) timeframe: Option<Text>,
    pub(crate) say: Option<String>,
    pub(crate) why: String,
    pub(crate) doctor: Option<String>,
    #[serde(default)]
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    pub(crate) mission: Vec<Text>,
    pub(crate) reviewed: Vec<Review>,
    #[serde(default)]
    pub(crate) critical: bool,
    pub(crate) unknown: Option<Text>,
    pub(crate) unknown_because: Option<String>,
    #[serde(default)]
    pub(crate) liftable: bool,
    pub(crate) postpone_hours: Option<u32>,
    pub(crate) deviation: Option<String>,
    pub(crate) redundant_because: Option<String>,
    pub(crate) note: Option<String>,
    #[serde(default)]
    pub(crate) refused: Vec<String>,
    #[serde(default)]
    pub(crate) restrict: Vec<Restrict>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Review {
    pub(crate) by: String,
    pub(crate) on: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restrict {
    pub(crate) ban: Option<bool>,
    pub(crate) max_pressure: Option<Spanned<u8>>,
    pub(crate) max_minutes: Option<Spanned<u16>>,
    pub(crate) places: Option<Vec<Text>>,
    pub(crate) margin: Option<Text>,
    pub(crate) techniques: Option<Vec<Text>>,
    pub(crate) applicators: Option<Vec<Text>>,
    pub(crate) givers: Option<Vec<Text>>,
    pub(crate) positions: Option<Vec<Text>>,
    pub(crate) products: Option<Vec<Text>>,
    pub(crate) devices: Option<Vec<Text>>,
    pub(crate) until: Option<String>,
    pub(crate) until_days: Option<i32>,
    pub(crate) say: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) id: Text,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) authors: String,
    pub(crate) year: Option<u16>,
    #[serde(rename = "where")]
    pub(crate) address: String,
    pub(crate) read: Text,
    pub(crate) says: String,
    #[serde(default, rename = "licence")]
    pub(crate) _licence: String,
    pub(crate) checked: toml::value::Datetime,
    pub(crate) review_by: toml::value::Datetime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contradictions {
    pub(crate) contradiction: Vec<Contradiction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contradiction {
    pub(crate) id: Text,
    pub(crate) when: Text,
    pub(crate) doubt: Vec<Text>,
    pub(crate) ask: Vec<Text>,
    pub(crate) unmarked: Option<bool>,
    /// Why the doubted answers are not read as a yes; only that it is given matters to a decision.
    pub(crate) unsure: Option<String>,
    pub(crate) passes: Option<bool>,
    pub(crate) news: Option<Text>,
    pub(crate) maybe: Option<Text>,
    pub(crate) since_over_days: Option<Spanned<i32>>,
    pub(crate) since_under_days: Option<Spanned<i32>>,
    pub(crate) say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Countries {
    pub(crate) country: Vec<Country>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Country {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) emergency: Option<String>,
    #[serde(default)]
    pub(crate) crisis: Vec<Line>,
    pub(crate) source: Option<Text>,
    #[serde(default)]
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) number: String,
    #[serde(default)]
    pub(crate) hours: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrisisWords {
    #[serde(rename = "note")]
    pub(crate) _note: String,
    pub(crate) sources: Vec<Text>,
    pub(crate) phrases: Vec<String>,
    /// Those that count only where a sentence ends with them.
    #[serde(default)]
    pub(crate) at_the_end: Vec<String>,
    /// Sentences that must not open the page: used by a test.
    #[serde(default)]
    pub(crate) never_alone: Vec<String>,
}

/// The same in another language; its file is named after it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrisisWordsIn {
    pub(crate) language: Text,
    #[serde(rename = "note")]
    pub(crate) _note: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    pub(crate) phrases: Vec<String>,
    #[serde(default)]
    pub(crate) at_the_end: Vec<String>,
    pub(crate) never_alone: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CrisisPage {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "status")]
    pub(crate) _status: String,
    #[serde(rename = "reviewed")]
    pub(crate) _reviewed: Vec<Review>,
    pub(crate) answer: Vec<Passage>,
    pub(crate) step: Vec<Passage>,
    pub(crate) plain: Vec<Passage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passage {
    pub(crate) id: String,
    pub(crate) say: String,
    #[serde(rename = "do")]
    pub(crate) then: Option<String>,
}
