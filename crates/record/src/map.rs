//! The body map of a record: what was marked on it, and when it has to be marked again.

use serde_json::Value;
use supple_care::{Day, Intensity, Knowledge, PlaceId, PlaceSet, measure::Score, pain::MapState};
use supple_interop::answers as format;

use super::{Record, known::Marked};

impl Record {
    /// Whether pain that is told is stronger than every mark of the body map; of a place, than the marks there.
    pub fn is_stronger(&self, told: Score, at: Option<PlaceId>) -> bool {
        let weaker = |marked: &&Marked| match marked.mark.intensity {
            Intensity::Of(strong) => Score::points(i32::from(strong)) < told,
            Intensity::Unknown => false,
        };
        let here = |marked: &&Marked| at.is_none_or(|at| marked.mark.place == at);
        self.map.as_ref().is_some_and(|map| map.marks.iter().filter(here).all(|marked| weaker(&marked)))
    }

    /// The severe pain that was told and has opened the body map, while nobody has marked it again.
    pub fn severe_told(&self) -> Option<Score> {
        let told = self.outcomes.severe()?;
        let map = self.map.as_ref()?;
        (map.seq < told.place && map.state == MapState::NotAsked).then_some(told.worst)
    }

    /// Opens the body map again where an entry tells of severe pain that is stronger than the map says: what the map lets pass does
    /// not hold then.
    pub(crate) fn open_map(&mut self, place: u64) {
        let told = self.outcomes.severe().filter(|told| told.place == place);
        let stronger = told.is_some_and(|told| self.is_stronger(told.worst, told.at));
        if let Some(map) = self.map.as_mut().filter(|_| stronger) {
            (map.state, map.chosen) = (MapState::NotAsked, PlaceSet::NONE);
            self.fresh_from = place;
            self.outcomes.sign = Some(place);
        }
    }
}

/// Whether marks show more than those before: another place, numbness, a wider spread, or stronger pain.
pub(crate) fn grew(before: &[Marked], now: &[Marked]) -> bool {
    let strength = |marks: &[Marked]| {
        marks
            .iter()
            .map(|marked| match marked.mark.intensity {
                Intensity::Of(number) => number,
                Intensity::Unknown => 10,
            })
            .max()
    };
    let was_there = |marked: &Marked| {
        before.iter().any(|known| {
            known.mark.place == marked.mark.place
                && known.mark.numb >= marked.mark.numb
                && marked.mark.spreads.without(known.mark.spreads).is_empty()
        })
    };
    strength(now) > strength(before) || !now.iter().all(was_there)
}

/// The places that were chosen on the map.
pub(crate) fn read_chosen(knowledge: &Knowledge, map: &Value) -> PlaceSet {
    let names = map.get("chosen").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    names.filter_map(|name| knowledge.place_id(name)).collect()
}

/// The marks of the map, and whether all of them could be read.
pub(crate) fn read_marks(knowledge: &Knowledge, map: &Value, on: Day) -> (Vec<Marked>, bool) {
    let mut whole = true;
    let mut marks = Vec::new();
    for entry in map.get("pain").and_then(Value::as_array).into_iter().flatten() {
        let Ok(read) = format::read_mark(knowledge, entry, "pain", on) else {
            whole = false;
            continue;
        };
        let qualities: Vec<String> = entry
            .get("quality")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|quality| quality.as_str().map(str::to_owned))
            .collect();
        let depth = entry.get("depth").and_then(Value::as_str).map(str::to_owned);
        marks.extend(read.into_iter().map(|mark| Marked { mark, qualities: qualities.clone(), depth: depth.clone() }));
    }
    (marks, whole)
}

/// The stable spelling of the state of the map.
pub(crate) fn state_id(state: MapState) -> &'static str {
    match state {
        MapState::NotAsked => "draft",
        MapState::Unknown => "unknown",
        MapState::Confirmed => "confirmed",
    }
}
