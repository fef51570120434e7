//! What guidelines say about massage, what is known of the benefits people seek, and what averages hide.

use crate::source::Evidence;

/// What a guideline speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Region {
    /// The low back.
    LowBack,
    /// The neck.
    Neck,
    /// The upper and middle back.
    UpperBack,
}

impl Region {
    /// All regions.
    pub const ALL: [Self; 3] = [Self::LowBack, Self::Neck, Self::UpperBack];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::LowBack => "low-back",
            Self::Neck => "neck",
            Self::UpperBack => "upper-back",
        }
    }

    /// The region with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|region| region.id() == id)
    }
}

/// How old a pain is. Where one ends and the next begins stands in the knowledge base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// New.
    Acute,
    /// Weeks old.
    Subacute,
    /// Months old.
    Chronic,
}

impl Phase {
    /// All phases.
    pub const ALL: [Self; 3] = [Self::Acute, Self::Subacute, Self::Chronic];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Acute => "acute",
            Self::Subacute => "subacute",
            Self::Chronic => "chronic",
        }
    }

    /// The phase with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.id() == id)
    }
}

/// What a body says about massage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stance {
    /// It may be offered.
    Offer,
    /// It may be offered together with something else only.
    OnlyWith,
    /// It should not be used, but for named exceptions.
    Against,
    /// It is not in the body's list.
    NotListed,
    /// A review: it weighs the trials and recommends nothing.
    Review,
    /// What it says has not been read.
    NotRead,
}

impl Stance {
    /// All stances.
    pub const ALL: [Self; 6] =
        [Self::Offer, Self::OnlyWith, Self::Against, Self::NotListed, Self::Review, Self::NotRead];

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::OnlyWith => "only-with",
            Self::Against => "against",
            Self::NotListed => "not-listed",
            Self::Review => "review",
            Self::NotRead => "not-read",
        }
    }

    /// The stance with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.id() == id)
    }
}

/// What a body says for one kind of complaint.
#[derive(Clone, Debug)]
pub struct Line {
    /// For which regions.
    pub regions: Vec<Region>,
    /// For pains of which age.
    pub phases: Vec<Phase>,
    /// What it says, in one word.
    pub stance: Stance,
    /// What it says.
    pub say: String,
}

/// A guideline.
#[derive(Clone, Debug)]
pub struct Guideline {
    /// Stable id, such as `who-2023`.
    pub id: String,
    /// Who issued it.
    pub body: String,
    /// For which country or world region it speaks.
    pub country: String,
    /// Year.
    pub year: u16,
    /// What to know of it as a whole, such as that it counts as lapsed.
    pub note: Option<String>,
    /// What it says.
    pub lines: Vec<Line>,
    /// Index into [`crate::Knowledge::sources`].
    pub source: usize,
}

/// Something people seek from a massage.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Stable id.
    pub id: String,
    /// What people seek.
    pub title: String,
    /// The answer in one sentence.
    pub short: String,
    /// What is known.
    pub known: String,
    /// What is not known.
    pub unknown: String,
    /// How sure what is known is; never above moderate.
    pub evidence: Evidence,
    /// Whether what was found speaks against it.
    pub against: bool,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}

/// Something that averages hide.
#[derive(Clone, Debug)]
pub struct Truth {
    /// Stable id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// The sentence that stands beside an expectation.
    pub say: String,
    /// Why.
    pub why: String,
    /// For pains of which age.
    pub phases: Vec<Phase>,
    /// Indexes into [`crate::Knowledge::sources`].
    pub sources: Vec<usize>,
}
