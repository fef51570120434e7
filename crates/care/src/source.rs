//! Where a statement comes from, and how sure it is.

/// How sure a statement is, from the least to the most. Shown beside everything Supple says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// Handed down; not examined.
    Tradition,
    /// The judgement of people who know the field.
    ExpertOpinion,
    /// Very low certainty.
    VeryLow,
    /// Low certainty.
    Low,
    /// Moderate certainty: the highest that a claim of benefit may carry here.
    Moderate,
    /// High certainty.
    High,
}

impl Evidence {
    /// All marks, from the least to the most sure.
    pub const ALL: [Self; 6] =
        [Self::Tradition, Self::ExpertOpinion, Self::VeryLow, Self::Low, Self::Moderate, Self::High];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Tradition => "tradition",
            Self::ExpertOpinion => "expert-opinion",
            Self::VeryLow => "very-low",
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
        }
    }

    /// The mark with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.id() == id)
    }
}

/// A source: what of it was read, and what is used.
#[derive(Clone, Debug)]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Who wrote it.
    pub authors: String,
    /// Year of publication, where known.
    pub year: Option<u16>,
    /// Where to find it: DOI, address or shelf.
    pub address: String,
    /// How it was read: `source text`, `abstract`, `second hand`, `weak source`, `memory` or `proposal`.
    pub read: String,
    /// What Supple uses of it, in its own words.
    pub says: String,
    /// When it was last checked (ISO date).
    pub checked: String,
    /// When it is to be checked again (ISO date).
    pub review_by: String,
}
