//! Everything that can be asked, and what an answer may be, as it is written outside: schema 1.

use serde::Serialize;
use supple_care::{
    Knowledge, PlaceSet,
    question::{Kind, Polarity, Purpose, Question},
};

use crate::marks;

/// The whole listing.
#[derive(Debug, Serialize)]
pub struct Listing<'k> {
    /// The version of this shape.
    pub schema: u8,
    /// The version of the knowledge.
    pub knowledge: &'k str,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Asked<'k>>,
    /// The other fields of an input.
    pub input: Input,
    /// The places on the body.
    pub places: Vec<PlaceLine<'k>>,
    /// Named groups of places; a group may stand wherever places do.
    pub groups: Vec<GroupLine<'k>>,
}

/// One question.
#[derive(Debug, Serialize)]
pub struct Asked<'k> {
    /// Its id: the name of its field under `answers`.
    pub id: &'k str,
    /// The page it stands on.
    pub page: &'k str,
    /// `safety`, `baseline` or `rescreen`.
    pub purpose: &'static str,
    /// `yes-no`, `choice`, `choices`, `number`, `places` or `text`.
    pub kind: &'static str,
    /// `risk`, `relief` or `neutral`: which way an answer pushes the decision.
    pub polarity: &'static str,
    /// What an answer may be.
    pub allowed: Allowed<'k>,
    /// How many days a reassuring answer stays good.
    pub valid_days: i32,
    /// The condition, as it is written, while which the question is asked; without it the question is always asked.
    pub applies: Option<&'k str>,
    /// Whether only the person can feel it: a "no" from somebody else counts as "I don't know".
    pub private: bool,
    /// The question in plain words.
    pub ask: &'k str,
    /// A sentence of help.
    pub help: Option<&'k str>,
    /// How to find out.
    pub find_out: Option<&'k str>,
    /// The noun phrase for it.
    pub short: &'k str,
    /// The rows of the mission that it serves.
    pub mission: &'k [String],
}

/// What an answer may be, beside `unknown`, which every question but a text accepts.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Allowed<'k> {
    /// One of these words.
    Words {
        /// The words.
        values: &'static [&'static str],
    },
    /// One of these options, or for `choices` a list of them.
    Options {
        /// The options, for a risk from the least to the most.
        options: Vec<OptionLine<'k>>,
    },
    /// A whole number.
    Number {
        /// The least.
        min: i32,
        /// The greatest.
        max: i32,
        /// The unit, for people.
        unit: &'k str,
    },
    /// A list of places.
    Places {
        /// Their ids. A site without its side means both, and a group all of its places.
        places: Vec<&'k str>,
    },
    /// Free text.
    Text {
        /// Its greatest length, in characters.
        max_characters: usize,
    },
}

/// One option.
#[derive(Debug, Serialize)]
pub struct OptionLine<'k> {
    /// Its id.
    pub id: &'k str,
    /// What it says.
    pub say: &'k str,
}

/// One place.
#[derive(Debug, Serialize)]
pub struct PlaceLine<'k> {
    /// Its id.
    pub id: &'k str,
    /// The site without its side.
    pub site: &'k str,
    /// `left`, `right` (the person's own) or `middle`.
    pub side: &'k str,
    /// In plain words, without the side.
    pub say: &'k str,
    /// `back` or `front`.
    pub view: &'k str,
    /// `open`, `limited`, `capped` or `forbidden`, for everybody and always.
    pub class: &'k str,
}

/// One group of places.
#[derive(Debug, Serialize)]
pub struct GroupLine<'k> {
    /// Its id.
    pub id: &'k str,
    /// The ids of its places.
    pub places: Vec<&'k str>,
}

/// The fields of an input beside `answers`.
#[derive(Debug, Serialize)]
pub struct Input {
    /// The names of all fields.
    pub fields: &'static [&'static str],
    /// One entry of `pain`.
    pub pain: Pain,
    /// One entry of `clearances`: a clinician's recorded agreement.
    pub clearance: ClearanceFields,
}

/// The fields of one entry of `pain`. `pain: []` says that nothing hurts, `pain: "unknown"` that the place is not known.
#[derive(Debug, Serialize)]
pub struct Pain {
    /// The names of its fields.
    pub fields: &'static [&'static str],
    /// The fields that must be there; `side` too where the site has two.
    pub required: &'static [&'static str],
    /// What `side` may be.
    pub sides: &'static [&'static str],
    /// The least and the greatest `intensity`; `unknown` is allowed too.
    pub intensity: [u8; 2],
    /// What `quality` may hold.
    pub qualities: &'static [&'static str],
    /// What `depth` may be.
    pub depths: &'static [&'static str],
}

/// The fields of one entry of `clearances`.
#[derive(Debug, Serialize)]
pub struct ClearanceFields {
    /// The names of its fields.
    pub fields: &'static [&'static str],
    /// The fields that must be there.
    pub required: &'static [&'static str],
}

/// Lists everything that can be asked.
#[must_use]
pub fn list(knowledge: &Knowledge) -> Listing<'_> {
    let ids = |places: PlaceSet| places.iter().filter_map(|id| knowledge.place(id)).map(|place| place.id.as_str());
    Listing {
        schema: 1,
        knowledge: &knowledge.version,
        questions: knowledge.questions.iter().map(|question| asked(knowledge, question)).collect(),
        input: Input {
            fields: &crate::answers::FIELDS,
            pain: Pain {
                fields: &marks::FIELDS,
                required: &["site", "intensity"],
                sides: &["left", "right", "middle", "both"],
                intensity: [0, 10],
                qualities: &marks::QUALITIES,
                depths: &marks::DEPTHS,
            },
            clearance: ClearanceFields {
                fields: &crate::answers::CLEARANCE_FIELDS,
                required: &["by", "from", "until", "rules"],
            },
        },
        places: knowledge
            .places
            .iter()
            .map(|place| PlaceLine {
                id: &place.id,
                site: &place.site,
                side: &place.side,
                say: &place.say,
                view: &place.view,
                class: &place.class,
            })
            .collect(),
        groups: knowledge
            .groups
            .iter()
            .map(|group| GroupLine { id: &group.id, places: ids(group.places).collect() })
            .collect(),
    }
}

fn asked<'k>(knowledge: &'k Knowledge, question: &'k Question) -> Asked<'k> {
    let options = || question.options().iter().map(|option| OptionLine { id: &option.id, say: &option.say }).collect();
    let (kind, allowed) = match &question.kind {
        Kind::YesNo => ("yes-no", Allowed::Words { values: &["yes", "no", "unknown"] }),
        Kind::Choice(_) => ("choice", Allowed::Options { options: options() }),
        Kind::Choices(_) => ("choices", Allowed::Options { options: options() }),
        Kind::Number { min, max, unit } => ("number", Allowed::Number { min: *min, max: *max, unit }),
        Kind::Places => {
            ("places", Allowed::Places { places: knowledge.places.iter().map(|place| place.id.as_str()).collect() })
        }
        Kind::Text => ("text", Allowed::Text { max_characters: crate::answers::LONGEST_TEXT }),
    };
    Asked {
        id: &question.id,
        page: knowledge.pages.get(question.page).map_or("", |page| page.id.as_str()),
        purpose: match question.purpose {
            Purpose::Safety => "safety",
            Purpose::Baseline => "baseline",
            Purpose::Rescreen => "rescreen",
        },
        kind,
        polarity: match question.polarity {
            Polarity::Risk => "risk",
            Polarity::Relief => "relief",
            Polarity::Neutral => "neutral",
        },
        allowed,
        valid_days: question.valid_days,
        applies: question.applies_text.as_deref(),
        private: question.private,
        ask: &question.ask,
        help: question.help.as_deref(),
        find_out: question.find_out.as_deref(),
        short: &question.short,
        mission: &question.mission,
    }
}
