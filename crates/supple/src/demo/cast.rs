//! The made-up people, as `cast.toml` lists them.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cast {
    pub(super) practice: Practice,
    pub(super) service: Vec<Service>,
    pub(super) staff: Vec<Staff>,
    pub(super) therapist: Vec<Therapist>,
    pub(super) notes: Notes,
    pub(super) client: Vec<Client>,
}

/// The practice and its rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Practice {
    pub(super) name: String,
    /// The id of the place whose rules hold.
    pub(super) place: String,
    pub(super) rooms: Vec<String>,
    pub(super) notice_min: u16,
    pub(super) horizon_days: u16,
    pub(super) free_hours: u16,
    pub(super) fee_percent: u8,
    pub(super) no_show_percent: u8,
}

/// What can be booked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) length_min: u16,
    pub(super) after_min: u16,
    pub(super) price: String,
}

/// Somebody who works there and signs in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Staff {
    pub(super) name: String,
    pub(super) login: String,
    /// The id of the role; whoever is a therapist has the name of one.
    pub(super) role: String,
}

/// Somebody who treats.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Therapist {
    pub(super) name: String,
    pub(super) education: String,
    pub(super) specialities: String,
    pub(super) languages: String,
    /// The weekday of today and the six after it, as they are typed.
    pub(super) hours: Vec<String>,
    /// The number of the licence.
    pub(super) licence: String,
    /// Its last day, from today on.
    pub(super) licence_ends_in_days: i64,
    /// Whether somebody looked it up.
    pub(super) checked: bool,
}

/// What therapists write.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notes {
    pub(super) found: Vec<String>,
    pub(super) better: Vec<String>,
    pub(super) same: Vec<String>,
    pub(super) next: Vec<String>,
}

/// How it goes with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Story {
    /// The pain gets less.
    Better,
    /// It does not.
    Same,
    /// A sign of something grave comes up in the second week.
    RedFlag,
    /// Leaves after two sessions.
    Gone,
    /// Does not come once.
    NoShow,
    /// Is unwell once.
    Unwell,
    /// Has only just begun.
    New,
}

/// Somebody who is treated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Client {
    pub(super) name: String,
    /// Places on the body map, each with its intensity from 1 to 10.
    pub(super) marks: Vec<(String, String)>,
    pub(super) story: Story,
    pub(super) began_days_ago: i64,
    /// The name of the wished therapist.
    pub(super) with: String,
    /// The wished weekday: so many days after that of today.
    pub(super) days_after_today: i64,
    pub(super) at: String,
    pub(super) sessions: u16,
    /// Answers that are not those of somebody healthy.
    pub(super) answers: BTreeMap<String, String>,
}

impl Cast {
    /// The file inside the program.
    ///
    /// # Errors
    /// A file that is not as it should be; a test keeps that from happening.
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(include_str!("cast.toml"))
    }
}

impl Client {
    /// The name that is typed to sign in.
    pub(super) fn login(&self) -> String {
        self.name.split(' ').next().unwrap_or(&self.name).to_lowercase()
    }
}
