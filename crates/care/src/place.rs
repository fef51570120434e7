//! Places on the body.

/// The index of a place in [`crate::Knowledge::places`]. Below 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u8);

/// A place on the body: a site with a side, such as "low-back-left".
#[derive(Clone, Debug)]
pub struct Place {
    /// Stable id: the site, and the side where there are two.
    pub id: String,
    /// The site's id.
    pub site: String,
    /// `left`, `right` (the person's own) or `middle`.
    pub side: String,
    /// The site in plain words.
    pub say: String,
    /// `back` or `front`: the view in which it is drawn.
    pub view: String,
    /// The always-on class: `open`, `limited`, `capped` or `forbidden`.
    pub class: String,
    /// The places within a hand's width of it.
    pub adjacent: PlaceSet,
}

/// A set of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlaceSet(pub u128);

impl PlaceSet {
    /// Every place there can be.
    pub const ALL: Self = Self(u128::MAX);

    /// No place.
    pub const NONE: Self = Self(0);

    /// The set of one place.
    #[must_use]
    pub fn of(place: PlaceId) -> Self {
        Self(1u128.checked_shl(u32::from(place.0)).unwrap_or(0))
    }

    /// Whether the place is in the set.
    #[must_use]
    pub fn has(self, place: PlaceId) -> bool {
        self.0 & Self::of(place).0 != 0
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This without the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether no place is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many places are in it.
    #[must_use]
    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The places in it, in the order of the vocabulary.
    pub fn iter(self) -> impl Iterator<Item = PlaceId> {
        (0..128u8).map(PlaceId).filter(move |place| self.has(*place))
    }
}

impl FromIterator<PlaceId> for PlaceSet {
    fn from_iter<I: IntoIterator<Item = PlaceId>>(places: I) -> Self {
        places.into_iter().fold(Self::NONE, |set, place| set.or(Self::of(place)))
    }
}
