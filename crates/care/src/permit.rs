//! What remains allowed: everything that no restriction takes away.
//!
//! A massage is a point in a space of nine dimensions. A ban takes a box out of it, a ceiling takes out the part of a box
//! that lies above it. What is permitted is what is left: the union of bans and the minimum of ceilings follow.

use crate::PlaceSet;

/// Highest pressure of the scale P0 (none) to P5 (deep).
pub const PRESSURES: u8 = 5;

/// Minutes are told apart up to this many; longer sessions count as this long.
pub const MINUTES: u16 = 64;

/// A box in the space of massages: the product of one set per dimension. Bit `i` of a dimension is its `i`-th member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Places.
    pub places: PlaceSet,
    /// Technique classes.
    pub techniques: u32,
    /// Applicators.
    pub applicators: u32,
    /// Givers.
    pub givers: u32,
    /// Positions.
    pub positions: u32,
    /// Products.
    pub products: u32,
    /// Devices.
    pub devices: u32,
    /// Pressures: bit 0 is P1, bit 4 is P5.
    pub pressures: u32,
    /// Minutes: bit `m - 1` is the `m`-th minute.
    pub minutes: u64,
}

impl Space {
    /// Everything.
    pub const ALL: Self = Self {
        places: PlaceSet::ALL,
        techniques: u32::MAX,
        applicators: u32::MAX,
        givers: u32::MAX,
        positions: u32::MAX,
        products: u32::MAX,
        devices: u32::MAX,
        pressures: (1 << PRESSURES) - 1,
        minutes: u64::MAX,
    };

    /// The pressures above `highest`.
    #[must_use]
    pub fn pressures_above(highest: u8) -> u32 {
        Self::ALL.pressures & u32::MAX.checked_shl(u32::from(highest)).unwrap_or(0)
    }

    /// The minutes after the `longest`-th.
    #[must_use]
    pub fn minutes_after(longest: u16) -> u64 {
        u64::MAX.checked_shl(u32::from(longest)).unwrap_or(0)
    }

    /// Whether nothing is in the box.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
            || self.techniques == 0
            || self.applicators == 0
            || self.givers == 0
            || self.positions == 0
            || self.products == 0
            || self.devices == 0
            || self.pressures == 0
            || self.minutes == 0
    }

    /// Whether it takes away even the lightest touch of a minute.
    pub(crate) const fn takes_the_lightest(&self) -> bool {
        self.pressures & 1 != 0 && self.minutes & 1 != 0
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            places: self.places.and(other.places),
            techniques: self.techniques & other.techniques,
            applicators: self.applicators & other.applicators,
            givers: self.givers & other.givers,
            positions: self.positions & other.positions,
            products: self.products & other.products,
            devices: self.devices & other.devices,
            pressures: self.pressures & other.pressures,
            minutes: self.minutes & other.minutes,
        }
    }

    /// This box without the other, as boxes that do not overlap.
    fn without(&self, other: &Self) -> Vec<Self> {
        let inside = self.and(other);
        if inside.is_empty() {
            return vec![*self];
        }
        let mut rest = Vec::new();
        let mut core = *self;
        let mut cut = |piece: Self| {
            if !piece.is_empty() {
                rest.push(piece);
            }
        };
        cut(Self { places: core.places.without(inside.places), ..core });
        core.places = inside.places;
        cut(Self { techniques: core.techniques & !inside.techniques, ..core });
        core.techniques = inside.techniques;
        cut(Self { applicators: core.applicators & !inside.applicators, ..core });
        core.applicators = inside.applicators;
        cut(Self { givers: core.givers & !inside.givers, ..core });
        core.givers = inside.givers;
        cut(Self { positions: core.positions & !inside.positions, ..core });
        core.positions = inside.positions;
        cut(Self { products: core.products & !inside.products, ..core });
        core.products = inside.products;
        cut(Self { devices: core.devices & !inside.devices, ..core });
        core.devices = inside.devices;
        cut(Self { pressures: core.pressures & !inside.pressures, ..core });
        core.pressures = inside.pressures;
        cut(Self { minutes: core.minutes & !inside.minutes, ..core });
        rest
    }

    /// Whether every massage in this box is in at least one of `others`: exact.
    #[must_use]
    pub fn covered_by(&self, others: &[Self]) -> bool {
        // Most often one box holds it whole, and nothing has to be cut.
        if self.is_empty() || others.iter().any(|other| self.and(other) == *self) {
            return true;
        }
        let Some(at) = others.iter().position(|other| !self.and(other).is_empty()) else {
            return false;
        };
        let (Some(first), Some(rest)) = (others.get(at), others.get(at + 1..)) else {
            return false;
        };
        self.without(first).iter().all(|piece| piece.covered_by(rest))
    }
}

/// Whether two lists of boxes take away the same massages: exact.
#[must_use]
pub fn same(a: &[Space], b: &[Space]) -> bool {
    a.iter().all(|piece| piece.covered_by(b)) && b.iter().all(|piece| piece.covered_by(a))
}

/// One question about what is allowed: this technique with this applicator, by this giver, and so on (bit indexes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Where.
    pub place: crate::PlaceId,
    /// Technique class.
    pub technique: u8,
    /// With what.
    pub applicator: u8,
    /// By whom.
    pub giver: u8,
    /// In which position.
    pub position: u8,
    /// With which product.
    pub product: u8,
    /// With which device.
    pub device: u8,
}

impl Touch {
    /// The box of this touch at all pressures and lengths.
    #[must_use]
    pub fn space(&self) -> Space {
        let bit = |index: u8| 1u32.checked_shl(u32::from(index)).unwrap_or(0);
        Space {
            places: PlaceSet::of(self.place),
            techniques: bit(self.technique),
            applicators: bit(self.applicator),
            givers: bit(self.giver),
            positions: bit(self.position),
            products: bit(self.product),
            devices: bit(self.device),
            pressures: Space::ALL.pressures,
            minutes: Space::ALL.minutes,
        }
    }

    /// The highest pressure allowed (0 to 5; 0 is "not at all") when `taken` is taken away, for a session of one minute.
    #[must_use]
    pub fn ceiling<'a>(&self, taken: impl IntoIterator<Item = &'a Space>) -> u8 {
        let touch = Space { minutes: 1, ..self.space() };
        let banned = taken
            .into_iter()
            .map(|space| touch.and(space))
            .filter(|hit| !hit.is_empty())
            .fold(0, |banned, hit| banned | hit.pressures);
        // A pressure is allowed only if every lower one is: a ceiling never has a hole below it.
        let lowest = (banned | !Space::ALL.pressures).trailing_zeros();
        u8::try_from(lowest).unwrap_or(0).min(PRESSURES)
    }
}

/// What a person's rules take away of what is done beside a massage: a warm pack, a stretch, a position to rest in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Barred<'a> {
    /// What is taken away.
    pub(crate) taken: &'a [Space],
    /// The places that are closed to everything that lies on the skin.
    pub(crate) shut: PlaceSet,
}

impl Barred<'_> {
    /// Whether a device (bit index) is taken away at any of the places, even at the lightest and for a minute: by its name, or
    /// because nothing may come there. What is for the whole body can be laid elsewhere.
    pub(crate) fn bars_device(&self, device: u8, places: PlaceSet) -> bool {
        let lies_shut = places != PlaceSet::ALL && !self.shut.and(places).is_empty();
        lies_shut || self.speaks(places, device, |space| space.devices)
    }

    /// Whether a position (bit index) is taken away for anything.
    pub(crate) fn bars_position(&self, position: u8) -> bool {
        self.speaks(PlaceSet::ALL, position, |space| space.positions)
    }

    /// Whether a box that meets the places names a member of a dimension.
    fn speaks(&self, places: PlaceSet, member: u8, dimension: impl Fn(&Space) -> u32) -> bool {
        let bit = 1u32.checked_shl(u32::from(member)).unwrap_or(0);
        let named = |space: &&Space| dimension(space) != u32::MAX && dimension(space) & bit != 0;
        let found = self.taken.iter().filter(named);
        found.filter(|space| space.takes_the_lightest()).any(|space| !space.places.and(places).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::{Space, same};
    use crate::{PlaceId, PlaceSet};

    fn place(index: u8) -> Space {
        Space { places: PlaceSet::of(PlaceId(index)), ..Space::ALL }
    }

    #[test]
    fn a_box_is_covered_by_its_halves_and_not_by_one() {
        let low = Space { pressures: 0b00011, ..place(3) };
        let high = Space { pressures: 0b11100, ..place(3) };
        assert!(place(3).covered_by(&[low, high]));
        assert!(!place(3).covered_by(&[low]));
        assert!(same(&[place(3)], &[high, low]));
    }

    #[test]
    fn a_cover_made_of_three_overlapping_boxes_is_found() {
        let home = Space { givers: 0b011, ..place(1) };
        let away = Space { givers: 0b110, techniques: 1, ..place(1) };
        let rest = Space { techniques: !1, ..place(1) };
        let asked = Space { givers: 0b111, ..place(1) };
        assert!(asked.covered_by(&[home, away, rest]));
        assert!(!asked.covered_by(&[home, away]));
    }

    #[test]
    fn ceilings_take_the_pressures_above() {
        assert_eq!(Space::pressures_above(2), 0b11100);
        assert_eq!(Space::pressures_above(0), 0b11111);
        assert_eq!(Space::pressures_above(5), 0);
        assert_eq!(Space::minutes_after(63), 1 << 63);
    }
}
