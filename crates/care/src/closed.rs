//! What a person's decision closes for one giver: the one reading of it that plans, techniques and sessions share.

use crate::{
    Decision, Knowledge, PlaceId, PlaceSet, Reading, Sheet, Tri,
    permit::{PRESSURES, Space, Touch},
    technique::Stroke,
};

/// One way of touching (bit indexes), without a place: a technique with an applicator, a device and a product, in a
/// position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Technique class.
    pub technique: u8,
    /// With what.
    pub applicator: u8,
    /// In which position.
    pub position: u8,
    /// With which product.
    pub product: u8,
    /// With which device; 0 is "no device".
    pub device: u8,
}

impl Way {
    /// This way at one place, by one giver.
    #[must_use]
    pub fn at(&self, place: PlaceId, giver: u8) -> Touch {
        Touch {
            place,
            technique: self.technique,
            applicator: self.applicator,
            giver,
            position: self.position,
            product: self.product,
            device: self.device,
        }
    }
}

/// What a decision closes for one giver: the bans and ceilings of its rules, of a clinician's agreement and of the
/// always-on limits, and what lies beside a place that is closed with a margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    giver: u8,
    /// What is taken away from this giver.
    taken: Vec<Space>,
    /// What is closed with a margin, that margin included, and the devices for which it is.
    margins: Vec<(u32, PlaceSet)>,
    /// The acupressure points that are left out for this person (indexes).
    points: Vec<usize>,
}

/// The points whose condition holds for this person, or may hold.
fn left_out(knowledge: &Knowledge, sheet: &Sheet) -> Vec<usize> {
    let points = &knowledge.techniques.points;
    if points.iter().all(|point| point.not_when.is_none()) {
        return Vec::new();
    }
    let view = knowledge.program.view(sheet, Reading::Shown);
    let holds = |when: usize| knowledge.program.other(&view, when) != Tri::No;
    let found = points.iter().enumerate().filter(|(_, point)| point.not_when.is_some_and(holds));
    found.map(|(index, _)| index).collect()
}

impl Closed {
    /// What is closed for a giver (bit index).
    #[must_use]
    pub fn of(knowledge: &Knowledge, decision: &Decision, sheet: &Sheet, giver: u8) -> Self {
        let by_giver = bit(giver);
        let mut taken = decision.taken(knowledge, sheet, Reading::Shown);
        taken.extend(knowledge.always_on().map(|in_force| in_force.space));
        taken.retain(|space| space.givers & by_giver != 0 && !space.is_empty());
        let margins = decision
            .restrictions(knowledge, sheet, Reading::Shown)
            .filter(|in_force| in_force.restriction.margin.is_some() && in_force.restriction.ban)
            .map(|in_force| (in_force.space.devices, with_neighbours(knowledge, in_force.places)))
            .collect();
        Self { giver, taken, margins, points: left_out(knowledge, sheet) }
    }

    /// For whom it was read (bit index).
    #[must_use]
    pub fn giver(&self) -> u8 {
        self.giver
    }

    /// Whether a stroke holds a point that is left out for this person.
    #[must_use]
    pub fn leaves_out(&self, stroke: &Stroke) -> bool {
        stroke.point.is_some_and(|point| self.points.contains(&point))
    }

    /// Every box that is taken away from the giver.
    #[must_use]
    pub fn taken(&self) -> &[Space] {
        &self.taken
    }

    /// The places closed with a margin, and those within it, for a device (bit index; 0 is "no device").
    #[must_use]
    pub fn margins(&self, device: u8) -> PlaceSet {
        let speaks = |devices: u32| devices & bit(device) != 0;
        self.margins.iter().filter(|(devices, _)| speaks(*devices)).fold(PlaceSet::NONE, |all, (_, at)| all.or(*at))
    }

    /// Whether a position (bit index) is closed whatever is done in it: then nobody lies, breathes or rests in it either.
    #[must_use]
    pub fn shuts(&self, position: u8) -> bool {
        self.taken.iter().any(|space| {
            space.pressures & 1 == 1
                && space.minutes & 1 == 1
                && space.positions != u32::MAX
                && space.positions & bit(position) != 0
                && space.techniques == u32::MAX
                && space.applicators == u32::MAX
                && space.products & 1 == 1
                && space.devices & 1 == 1
                && space.places == PlaceSet::ALL
        })
    }

    /// The highest pressure with which a way may be used, P1 to P5, at every one of the places together; 0 is "not at
    /// all", which is also the answer where there is no place.
    #[must_use]
    pub fn ceiling(&self, way: &Way, places: PlaceSet) -> u8 {
        if places.is_empty() || !self.margins(way.device).and(places).is_empty() {
            return 0;
        }
        // One pass over the boxes serves all places: the lowest ceiling is that of the union of what is taken away.
        let banned = self
            .taken
            .iter()
            .filter(|space| space.minutes & 1 == 1 && !space.places.and(places).is_empty() && speaks_of(space, way))
            .fold(0, |banned, space| banned | space.pressures);
        highest(banned)
    }

    /// Those of the places where a way may be used at all.
    #[must_use]
    pub fn open(&self, way: &Way, places: PlaceSet) -> PlaceSet {
        places.iter().filter(|place| self.ceiling(way, PlaceSet::of(*place)) > 0).collect()
    }

    /// The most minutes of a session in which the ways are used; nothing where no limit speaks of minutes.
    ///
    /// A limit of minutes holds for the whole session as soon as one of its ways is limited, wherever.
    #[must_use]
    pub fn minutes<'a>(&self, ways: impl IntoIterator<Item = &'a Way>) -> Option<u16> {
        let longest = |way: &Way| {
            self.taken
                .iter()
                .filter(|space| space.minutes & 1 == 0 && speaks_of(space, way))
                .map(|space| space.minutes.trailing_zeros())
                .min()
        };
        ways.into_iter().filter_map(longest).min().and_then(|minutes| u16::try_from(minutes).ok())
    }
}

/// Positions are told apart up to this many; one beyond is closed.
pub(crate) const POSITIONS: usize = 8;

/// What is closed to one technique with one applicator and one device, in whatever position: read once for all the sides and
/// positions of a stroke.
#[derive(Debug, Default)]
pub(crate) struct Near {
    /// What lies within a margin.
    margins: PlaceSet,
    /// Where something is taken away for any length of time, in which positions, and which pressures.
    taken: Vec<(PlaceSet, u32, u32)>,
    /// The most minutes of a session with it; nothing where no limit speaks of minutes.
    pub(crate) minutes: Option<u16>,
}

impl Near {
    /// Reads what is closed to a technique class with an applicator and a device (bit indexes), in the place of what was read
    /// before.
    pub(crate) fn read(&mut self, closed: &Closed, technique: u8, applicator: u8, device: u8) {
        self.margins = closed.margins(device);
        let (technique, applicator, device) = (bit(technique), bit(applicator), bit(device));
        self.taken.clear();
        self.minutes = None;
        for space in &closed.taken {
            let speaks = space.techniques & technique != 0
                && space.applicators & applicator != 0
                && space.devices & device != 0
                && space.products & 1 != 0;
            if !speaks {
                continue;
            }
            if space.minutes & 1 == 1 {
                self.taken.push((space.places, space.positions, space.pressures));
            } else if let Ok(longest) = u16::try_from(space.minutes.trailing_zeros()) {
                self.minutes = Some(self.minutes.map_or(longest, |known| known.min(longest)));
            }
        }
    }

    /// The highest pressure at all of the places together, P1 to P5, in each position (bit index); 0 is "not at all", which is
    /// also the answer where there is no place. The same as [`Closed::ceiling`] of each.
    pub(crate) fn ceilings(&self, places: PlaceSet) -> [u8; POSITIONS] {
        if places.is_empty() || !self.margins.and(places).is_empty() {
            return [0; POSITIONS];
        }
        let mut banned = [0u32; POSITIONS];
        for (_, positions, pressures) in self.taken.iter().filter(|(at, ..)| !at.and(places).is_empty()) {
            for (banned, position) in banned.iter_mut().zip(0u8..) {
                *banned |= if positions & bit(position) == 0 { 0 } else { *pressures };
            }
        }
        banned.map(highest)
    }
}

/// The highest pressure below everything that is banned: a ceiling never has a hole below it.
fn highest(banned: u32) -> u8 {
    u8::try_from((banned | !Space::ALL.pressures).trailing_zeros()).unwrap_or(0).min(PRESSURES)
}

/// Whether a box takes away something of a way, at some place, pressure and length.
pub(crate) fn speaks_of(space: &Space, way: &Way) -> bool {
    space.techniques & bit(way.technique) != 0
        && space.applicators & bit(way.applicator) != 0
        && space.positions & bit(way.position) != 0
        && space.products & bit(way.product) != 0
        && space.devices & bit(way.device) != 0
}

/// The places and those within a hand's width of them.
pub(crate) fn with_neighbours(knowledge: &Knowledge, places: PlaceSet) -> PlaceSet {
    let beside = places.iter().filter_map(|place| knowledge.place(place)).map(|place| place.adjacent);
    beside.fold(places, PlaceSet::or)
}

fn bit(index: u8) -> u32 {
    1u32.checked_shl(u32::from(index)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Closed, Near, Way, bit};
    use crate::{
        PlaceId, PlaceSet,
        permit::{PRESSURES, Space},
    };

    const WAY: Way = Way { technique: 1, applicator: 0, position: 2, product: 0, device: 0 };

    fn places(indexes: &[u8]) -> PlaceSet {
        indexes.iter().map(|index| PlaceId(*index)).collect()
    }

    fn above(highest: u8, at: &[u8]) -> Space {
        Space { places: places(at), pressures: Space::pressures_above(highest), ..Space::ALL }
    }

    #[test]
    fn the_ceiling_of_several_places_is_the_lowest_of_theirs() {
        let closed =
            Closed { giver: 1, taken: vec![above(3, &[4]), above(2, &[5])], margins: Vec::new(), points: Vec::new() };
        assert_eq!(closed.ceiling(&WAY, places(&[3])), 5);
        assert_eq!(closed.ceiling(&WAY, places(&[4])), 3);
        assert_eq!(closed.ceiling(&WAY, places(&[3, 4, 5])), 2);
        assert_eq!(closed.ceiling(&WAY, PlaceSet::NONE), 0);
        for place in 0..8 {
            let touch = WAY.at(PlaceId(place), 1);
            assert_eq!(closed.ceiling(&WAY, places(&[place])), touch.ceiling(&closed.taken));
        }
    }

    #[test]
    fn what_is_read_once_for_a_stroke_is_the_ceiling_of_each_way() {
        let boxes = [
            above(3, &[0]),
            above(1, &[1, 2]),
            Space { positions: 0b101, ..above(2, &[0, 1]) },
            Space { techniques: 0b01, positions: 0b010, ..above(0, &[1]) },
            Space { devices: 0b10, ..above(1, &[0, 2]) },
            Space { minutes: Space::minutes_after(10), ..above(0, &[0, 1, 2]) },
            Space { products: 0b10, ..above(0, &[0]) },
            // A pressure is taken away below one that is not.
            Space { pressures: 0b00010, places: places(&[2]), ..Space::ALL },
        ];
        let mut tried = 0;
        for chosen in 0u32..1 << boxes.len() {
            let taken = boxes.iter().zip(0u8..).filter(|(_, at)| chosen & bit(*at) != 0).map(|(space, _)| *space);
            let margins = vec![(0b10, places(&[1]))];
            let closed = Closed { giver: 0, taken: taken.collect(), margins, points: Vec::new() };
            for (technique, device, at) in (0u8..2).flat_map(|technique| {
                (0u8..2).flat_map(move |device| (0u128..8).map(move |at| (technique, device, PlaceSet(at))))
            }) {
                let mut near = Near::default();
                near.read(&closed, technique, 0, device);
                let way = |position| Way { technique, applicator: 0, position, product: 0, device };
                let each: Vec<u8> = (0u8..8).map(|position| closed.ceiling(&way(position), at)).collect();
                assert_eq!(near.ceilings(at).as_slice(), each);
                assert_eq!(near.minutes, closed.minutes([&way(0)]));
                tried += usize::from(each.iter().any(|ceiling| (1..PRESSURES).contains(ceiling)));
            }
        }
        assert!(tried > 1000, "only {tried} of them had a ceiling");
    }

    #[test]
    fn a_margin_closes_what_lies_within_it_for_its_devices_only() {
        let closed = Closed { giver: 1, taken: Vec::new(), margins: vec![(0b10, places(&[4, 5]))], points: Vec::new() };
        let ball = Way { device: 1, ..WAY };
        assert_eq!(closed.ceiling(&WAY, places(&[4])), 5);
        assert_eq!(closed.ceiling(&ball, places(&[3, 5])), 0);
        assert_eq!(closed.open(&ball, places(&[3, 5])), places(&[3]));
    }

    #[test]
    fn minutes_are_the_fewest_of_the_ways_that_are_used() {
        let ball = Way { device: 1, ..WAY };
        let limit = |minutes, devices| Space { minutes: Space::minutes_after(minutes), devices, ..Space::ALL };
        let closed =
            Closed { giver: 0, taken: vec![limit(10, 0b10), limit(30, 0b01)], margins: Vec::new(), points: Vec::new() };
        assert_eq!(closed.minutes([&WAY]), Some(30));
        assert_eq!(closed.minutes([&WAY, &ball]), Some(10));
        assert_eq!(
            Closed { giver: 0, taken: Vec::new(), margins: Vec::new(), points: Vec::new() }.minutes([&WAY]),
            None
        );
    }

    #[test]
    fn a_place_closed_for_more_than_a_minute_is_open_for_one() {
        let closed = Closed {
            giver: 0,
            taken: vec![Space { minutes: Space::minutes_after(10), places: places(&[4]), ..Space::ALL }],
            margins: Vec::new(),
            points: Vec::new(),
        };
        assert_eq!(closed.ceiling(&WAY, places(&[4])), 5);
    }
}
