//! Letters: one page for a physician, for the next therapist, for the person. What stands in it is chosen.

mod asked;
mod fit;
mod fonts;
mod parts;
mod pdf;
mod shape;
mod terminal;

pub(crate) use parts::letter;
pub use pdf::NoFile;
pub(crate) use pdf::{lacking, pdf};
pub use terminal::{Tracked, Written, chart_svg, events_until, judged, tracked};

use supple_care::{Knowledge, Sheet};

use crate::{pages::track::chart::Chart, record::Record, voice::Voice};

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A physician.
    Physician,
    /// The next therapist.
    Therapist,
    /// The person.
    Person,
}

impl Reader {
    /// Every reader with the stable spelling.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Physician, "physician"), (Self::Therapist, "therapist"), (Self::Person, "person")];

    /// The reader with this spelling.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, spelling)| *spelling == id).map(|(reader, _)| reader)
    }

    /// Whether it is about somebody else than the one who reads it.
    pub(crate) fn is_other(self) -> bool {
        self != Self::Person
    }

    /// The stable spelling.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.into_iter().find(|(reader, _)| *reader == self).map_or("", |(_, spelling)| spelling)
    }
}

/// The parts that can go in, in their order.
pub(crate) const PARTS: [&str; 8] =
    ["name", "complaint", "screening", "medicines", "done", "outcome", "reactions", "question"];

/// What goes in when nothing was chosen yet.
pub(crate) fn usual(reader: Reader, part: &str) -> bool {
    match (reader, part) {
        (Reader::Therapist, "medicines" | "question") | (Reader::Person, "name" | "question" | "medicines") => false,
        (Reader::Physician | Reader::Therapist | Reader::Person, _) => true,
    }
}

/// A letter.
#[derive(Clone)]
pub(crate) struct Letter {
    pub(crate) title: String,
    /// When, by what, and what it is not.
    pub(crate) head: String,
    pub(crate) sections: Vec<Section>,
    pub(crate) foot: String,
}

/// A part of a letter.
#[derive(Clone)]
pub(crate) struct Section {
    /// Which of [`PARTS`].
    pub(crate) part: &'static str,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    /// The chart, and how high it is, in hundredths of the usual.
    pub(crate) chart: Option<(Chart, usize)>,
    /// Whether the first line is the name, as the person typed it.
    pub(crate) is_name: bool,
    /// The lines from this one on are many, long and all "no": they are printed smaller.
    pub(crate) small_from: usize,
}

/// What a letter is made of.
pub(crate) struct Material<'a> {
    pub(crate) knowledge: &'a Knowledge,
    pub(crate) v: &'a Voice,
    pub(crate) record: &'a Record,
    pub(crate) sheet: &'a Sheet,
    pub(crate) name: &'a str,
    pub(crate) today: supple_care::Day,
}
