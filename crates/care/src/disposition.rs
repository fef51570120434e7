//! What to do first.

use std::fmt;

/// What screening says to do, from the least to the most cautious. The most cautious finding wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// Nothing in the answers stops a massage today; the always-on limits hold.
    #[default]
    Clear,
    /// A massage within further limits.
    Modified,
    /// No massage until a clinician has looked or agreed, or until a date.
    MedicalFirst,
    /// A doctor within a day; no massage.
    Urgent,
    /// Emergency help now; no massage.
    Emergency,
}

impl Disposition {
    /// All of them, from the least to the most cautious.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Modified, Self::MedicalFirst, Self::Urgent, Self::Emergency];

    /// The stable spelling used outside Rust.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Modified => "modified",
            Self::MedicalFirst => "medical-first",
            Self::Urgent => "urgent",
            Self::Emergency => "emergency",
        }
    }

    /// The disposition with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|disposition| disposition.id() == id)
    }

    /// Whether a massage may be given at all.
    #[must_use]
    pub fn permits_massage(self) -> bool {
        match self {
            Self::Clear | Self::Modified => true,
            Self::MedicalFirst | Self::Urgent | Self::Emergency => false,
        }
    }
}

impl fmt::Display for Disposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
