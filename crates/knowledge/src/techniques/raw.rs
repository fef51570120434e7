//! The files of techniques, strokes and what they speak of, as they are written.

use serde::Deserialize;

use crate::raw::{Review, Text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Technique {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) class: Text,
    pub(crate) status: Text,
    pub(crate) say: String,
    pub(crate) how: Vec<String>,
    pub(crate) feel: String,
    pub(crate) ease_off: String,
    pub(crate) cautions: Vec<String>,
    #[serde(default)]
    pub(crate) by: Vec<By>,
    pub(crate) not_by: Option<String>,
    pub(crate) tempo: Tempo,
    pub(crate) pace: String,
    pub(crate) seconds: [u16; 2],
    pub(crate) firmness: Text,
    pub(crate) clothing: Text,
    #[serde(default)]
    pub(crate) parts: Vec<Text>,
    pub(crate) not_offered: Option<String>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
    pub(crate) mission: Vec<Text>,
    pub(crate) reviewed: Vec<Review>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct By {
    pub(crate) givers: Vec<Text>,
    pub(crate) applicators: Vec<Text>,
    pub(crate) devices: Option<Vec<Text>>,
    pub(crate) start: toml::Spanned<u8>,
    pub(crate) most: toml::Spanned<u8>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Tempo {
    Strokes([u16; 2]),
    Hold([u16; 2]),
    Drag([u16; 2]),
    Beats([u16; 2]),
    Free,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sites {
    pub(crate) site: Vec<Site>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    pub(crate) id: Text,
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) places: Vec<Text>,
    #[serde(default)]
    pub(crate) pain_at: Vec<Text>,
    #[serde(default)]
    pub(crate) default: bool,
    #[serde(default)]
    pub(crate) beyond_the_back: bool,
    #[serde(default)]
    pub(crate) muscles: Vec<Text>,
    pub(crate) refused: Option<String>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Muscles {
    pub(crate) muscle: Vec<Muscle>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Muscle {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) landmarks: String,
    pub(crate) referral: String,
    pub(crate) driver: String,
    pub(crate) beside: String,
    pub(crate) places: Vec<Text>,
    pub(crate) techniques: Vec<Text>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Points {
    pub(crate) point: Vec<Point>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    pub(crate) id: Text,
    pub(crate) say: String,
    pub(crate) places: Vec<Text>,
    #[serde(default)]
    pub(crate) givers: Vec<Text>,
    pub(crate) caution: Option<String>,
    pub(crate) not_when: Option<Text>,
    pub(crate) not_offered: Option<String>,
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contacts {
    pub(crate) contact: Vec<Contact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) id: Text,
    pub(crate) say: String,
    pub(crate) applicator: Text,
    pub(crate) device: Option<Text>,
    pub(crate) width_mm: u16,
    pub(crate) length_mm: u16,
    pub(crate) sources: Vec<Text>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shapes {
    pub(crate) shape: Vec<Shape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shape {
    pub(crate) id: Text,
    pub(crate) say: String,
    pub(crate) width_percent: u16,
    pub(crate) sources: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Strokes {
    pub(crate) site: Text,
    #[serde(default)]
    pub(crate) stroke: Vec<Stroke>,
}

/// A stroke; what is absent is as its technique has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stroke {
    pub(crate) id: Text,
    pub(crate) title: String,
    pub(crate) technique: Text,
    pub(crate) role: Text,
    pub(crate) places: Vec<Text>,
    #[serde(default)]
    pub(crate) middle: bool,
    #[serde(default)]
    pub(crate) together: bool,
    pub(crate) view: Option<Text>,
    pub(crate) path: Text,
    pub(crate) way: Text,
    pub(crate) fingers: toml::Spanned<u16>,
    pub(crate) contact: Text,
    pub(crate) givers: Vec<Text>,
    pub(crate) positions: Vec<Text>,
    pub(crate) pressure: toml::Spanned<u8>,
    pub(crate) seconds: Option<[u16; 2]>,
    pub(crate) tempo: Option<Tempo>,
    pub(crate) pace: Option<String>,
    pub(crate) point: Option<Text>,
    pub(crate) direction: String,
    pub(crate) cue: String,
    pub(crate) caption: String,
    pub(crate) feel: Option<String>,
    pub(crate) ease_off: Option<String>,
    #[serde(default)]
    pub(crate) sources: Vec<Text>,
    pub(crate) evidence: Option<Text>,
    #[serde(rename = "note")]
    pub(crate) _note: Option<String>,
}
