//! Where it hurts.

use crate::{Day, PlaceId, PlaceSet};

/// How strong a pain is, from 0 (none) to 10 (the worst one can imagine), or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intensity {
    /// "I don't know": read as the worst.
    Unknown,
    /// 0 to 10.
    Of(u8),
}

/// One marked place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub place: PlaceId,
    /// How strong.
    pub intensity: Intensity,
    /// Whether the place is numb or tingles.
    pub numb: bool,
    /// Where the pain spreads to.
    pub spreads: PlaceSet,
    /// Since when, where known.
    pub since: Option<Day>,
}

/// How far the body map has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapState {
    /// Not shown yet, or not confirmed.
    #[default]
    NotAsked,
    /// "I don't know where": read as everywhere.
    Unknown,
    /// The person has said that the map is complete.
    Confirmed,
}

/// The body map. An unmarked place means "no pain there" only once the person has confirmed the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PainMap {
    /// How far the map has got.
    pub state: MapState,
    /// The marked places.
    pub marks: Vec<Mark>,
}

impl PainMap {
    /// The places marked with pain above 0 or of unknown strength.
    #[must_use]
    pub fn painful(&self) -> PlaceSet {
        self.marks.iter().filter(|mark| mark.intensity != Intensity::Of(0)).map(|mark| mark.place).collect()
    }

    /// The places marked as numb.
    #[must_use]
    pub fn numb(&self) -> PlaceSet {
        self.marks.iter().filter(|mark| mark.numb).map(|mark| mark.place).collect()
    }

    /// Where any of the pains spreads to.
    #[must_use]
    pub fn spreads(&self) -> PlaceSet {
        self.marks.iter().fold(PlaceSet::NONE, |all, mark| all.or(mark.spreads))
    }

    /// The highest marked intensity; unknown if a mark's is unknown and none is known to be 10.
    #[must_use]
    pub fn highest(&self) -> Intensity {
        self.marks.iter().fold(Intensity::Of(0), |highest, mark| match (highest, mark.intensity) {
            (Intensity::Unknown, _) | (_, Intensity::Unknown) => Intensity::Unknown,
            (Intensity::Of(a), Intensity::Of(b)) => Intensity::Of(a.max(b)),
        })
    }
}
