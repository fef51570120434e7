//! Before a visit: checklists, and who looks after massage where somebody lives.

use crate::source::Evidence;

/// A checklist.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// Stable id: `therapist` or `doctor`.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it is for.
    pub lead: String,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// One part of a checklist.
#[derive(Clone, Debug)]
pub struct Part {
    /// Stable id, such as `ask` or `leave`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// What to know first.
    pub lead: Option<String>,
    /// What to tick off.
    pub items: Vec<Item>,
}

/// One line of a checklist.
#[derive(Clone, Debug)]
pub struct Item {
    /// What to ask, see, bring, say or refuse.
    pub say: String,
    /// Why.
    pub why: Option<String>,
    /// How sure it is that this helps.
    pub evidence: Evidence,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// How the title of a massage therapist is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guarded {
    /// A licence is required.
    Licence,
    /// The title is protected by law.
    Title,
    /// People have to be registered.
    Registration,
    /// Whoever wants can be certified or registered.
    Voluntary,
    /// In part of the country only.
    Part,
    /// Nothing guards it there.
    None,
    /// Not known here.
    Unknown,
}

impl Guarded {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Licence, Self::Title, Self::Registration, Self::Voluntary, Self::Part, Self::None, Self::Unknown];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Licence => "licence",
            Self::Title => "title",
            Self::Registration => "registration",
            Self::Voluntary => "voluntary",
            Self::Part => "part",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }

    /// The one with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guarded| guarded.id() == id)
    }
}

/// Who looks after massage in a country or state.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Country (ISO 3166-1), or country and state (ISO 3166-2), such as `US-OR`.
    pub code: String,
    /// Name of the country or state.
    pub name: String,
    /// How the title is guarded.
    pub guarded: Guarded,
    /// The title that is used there, if one was read.
    pub title: Option<String>,
    /// Who looks up or registers people, if it was read.
    pub body: Option<String>,
    /// Its address, only where a page of it was read.
    pub address: Option<String>,
    /// What else to know.
    pub note: Option<String>,
    /// How it was read: `read`, `mixed` or `memory`.
    pub read: String,
    /// How sure the row is: `high`, `medium` or `low`.
    pub confidence: String,
    /// From which year what was read is, in words; it may be several, or none was shown.
    pub dated: Option<String>,
    /// Where it was read, in words.
    pub from: String,
}
