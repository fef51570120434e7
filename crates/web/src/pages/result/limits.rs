//! What is allowed where: the map of ceilings, and the table that says the same.

use supple_care::{
    Knowledge, PlaceId, PlaceSet, Reading,
    permit::{Space, Touch},
};

use super::sites;
use crate::{call::Call, pages::parts::back, record::Person, voice::Voice};

/// The body map of what is allowed, and the table that says the same.
pub(super) struct Map {
    pub(super) views: [String; 2],
    /// Whether it shows where it hurts.
    pub(super) marked: bool,
    /// The kinds of touch that are left somewhere at home.
    pub(super) home: String,
    /// The kinds of touch that are left somewhere for a therapist.
    pub(super) care: String,
    pub(super) rows: Vec<Line>,
    pub(super) rest: Vec<Line>,
}

/// Places with the same ceilings.
pub(super) struct Line {
    pub(super) places: String,
    pub(super) home: String,
    /// What of the kinds of touch is left out here.
    pub(super) home_not: String,
    pub(super) care: String,
    pub(super) care_not: String,
}

/// The highest pressure at a place by any of some givers, and the techniques that are left, as a bit mask.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Ceiling {
    pressure: u8,
    techniques: u32,
}

fn ceiling(knowledge: &Knowledge, taken: &[Space], place: PlaceId, givers: &[u8]) -> Ceiling {
    let terms = &knowledge.terms;
    let count = |list: usize| u8::try_from(list).unwrap_or(u8::MAX);
    let mut best = Ceiling { pressure: 0, techniques: 0 };
    for giver in givers.iter().copied() {
        let of_giver = 1u32.checked_shl(u32::from(giver)).unwrap_or(0);
        let near: Vec<&Space> =
            taken.iter().filter(|space| space.places.has(place) && space.givers & of_giver != 0).collect();
        for technique in 0..count(terms.techniques.len()) {
            let mut highest = 0;
            for applicator in 0..count(terms.applicators.len()) {
                for position in 0..count(terms.positions.len()) {
                    let touch = Touch { place, technique, applicator, giver, position, product: 0, device: 0 };
                    highest = highest.max(touch.ceiling(near.iter().copied()));
                }
            }
            if highest > 0 {
                best.techniques |= 1u32.checked_shl(u32::from(technique)).unwrap_or(0);
                best.pressure = best.pressure.max(highest);
            }
        }
    }
    best
}

/// What is allowed where: at home by oneself or a partner, and by a therapist.
pub(super) fn map(call: &Call, person: &Person) -> Map {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut taken = person.decision.taken(knowledge, &person.sheet, Reading::Shown);
    taken.extend(knowledge.always_on().map(|in_force| in_force.space));
    let giver = |id: &str| knowledge.terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == id).map(|it| it.1);
    // What an untrained partner may do: a map that showed what only one's own hands or ball may, would make a partner press
    // harder than allowed.
    let home: Vec<u8> = ["partner"].into_iter().filter_map(giver).collect();
    let care: Vec<u8> = ["therapist", "physiotherapist"].into_iter().filter_map(giver).collect();
    let all: Vec<(Ceiling, Ceiling)> = (0u8..)
        .take(knowledge.places.len())
        .map(PlaceId)
        .map(|place| (ceiling(knowledge, &taken, place, &home), ceiling(knowledge, &taken, place, &care)))
        .collect();
    let of = |place: PlaceId| all.get(usize::from(place.0)).copied();
    let views = call.house.figure.allowed(v, &person.sheet.pain.marks, |place| {
        of(place).map_or((0, 0), |(home, care)| (home.pressure, care.pressure))
    });
    let back = back(knowledge);
    let mut rows: Vec<(PlaceSet, Ceiling, Ceiling)> = Vec::new();
    let mut rest: Vec<(PlaceSet, Ceiling, Ceiling)> = Vec::new();
    for (pair, index) in all.iter().zip(0u8..) {
        let place = PlaceId(index);
        let list = if back.has(place) { &mut rows } else { &mut rest };
        match list.iter_mut().find(|(_, home, care)| (*home, *care) == *pair) {
            Some((places, _, _)) => *places = places.or(PlaceSet::of(place)),
            None => list.push((PlaceSet::of(place), pair.0, pair.1)),
        }
    }
    let union = all.iter().fold((0, 0), |sum, (home, care)| (sum.0 | home.techniques, sum.1 | care.techniques));
    let in_words = |mut list: Vec<(PlaceSet, Ceiling, Ceiling)>| -> Vec<Line> {
        list.sort_by_key(|(_, home, care)| std::cmp::Reverse((home.pressure, care.pressure)));
        list.into_iter()
            .map(|(places, home, care)| Line {
                places: sites(knowledge, v, places),
                home: name(v, home),
                home_not: missing(knowledge, v, home, union.0),
                care: name(v, care),
                care_not: missing(knowledge, v, care, union.1),
            })
            .collect()
    };
    Map {
        views,
        marked: !person.sheet.pain.marks.is_empty(),
        home: techniques(knowledge, v, union.0),
        care: techniques(knowledge, v, union.1),
        rows: in_words(rows),
        rest: in_words(rest),
    }
}

fn name(v: &Voice, ceiling: Ceiling) -> String {
    match ceiling.pressure {
        0 => v.t("result-table-nothing"),
        pressure => v.s("result-table-up-to", "name", &v.pressure(pressure)),
    }
}

fn missing(knowledge: &Knowledge, v: &Voice, ceiling: Ceiling, union: u32) -> String {
    let left_out = union & !ceiling.techniques;
    if ceiling.pressure == 0 || left_out == 0 {
        return String::new();
    }
    v.s("result-table-not", "techniques", &techniques(knowledge, v, left_out))
}

fn techniques(knowledge: &Knowledge, v: &Voice, mask: u32) -> String {
    let names: Vec<String> = knowledge
        .terms
        .techniques
        .iter()
        .enumerate()
        .filter(|(index, _)| mask >> index & 1 == 1)
        .map(|(_, term)| v.k(&term.say))
        .collect();
    v.list(&names)
}
