//! Pieces that several pages show.

use supple_care::{Knowledge, PlaceId, PlaceSet, source::Source};

use super::typed::Choice;
use crate::voice::Voice;

/// The places as a list of checkboxes: the back first, the rest folded away.
#[derive(Clone, Debug)]
pub(crate) struct PlaceList {
    pub(crate) back: Vec<Choice>,
    pub(crate) rest: Vec<Choice>,
    /// Whether something in the folded part is chosen.
    pub(crate) unfold: bool,
}

pub(crate) fn place_list(knowledge: &Knowledge, voice: &Voice, marked: PlaceSet) -> PlaceList {
    let choice = |place: PlaceId| {
        knowledge.place(place).map(|known| Choice {
            value: known.id.clone(),
            say: voice.place(known),
            on: marked.has(place),
        })
    };
    let back = back(knowledge);
    let all: PlaceSet = (0u8..).take(knowledge.places.len()).map(PlaceId).collect();
    let rest = all.without(back);
    PlaceList {
        back: back.iter().filter_map(choice).collect(),
        rest: rest.iter().filter_map(choice).collect(),
        unfold: !marked.and(rest).is_empty(),
    }
}

/// The places of the back, the neck and the shoulders.
pub(crate) fn back(knowledge: &Knowledge) -> PlaceSet {
    knowledge.group("back").map_or(knowledge.targets, |group| group.places)
}

/// A source as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Cited {
    pub(crate) title: String,
    pub(crate) by: String,
    pub(crate) address: String,
    pub(crate) says: String,
    pub(crate) read: String,
}

pub(crate) fn cite(knowledge: &Knowledge, voice: &Voice, sources: &[usize]) -> Vec<Cited> {
    sources.iter().filter_map(|index| knowledge.sources.get(*index)).map(|source| cited(voice, source)).collect()
}

fn cited(voice: &Voice, source: &Source) -> Cited {
    let year = source.year.map(|year| format!(" {year}")).unwrap_or_default();
    Cited {
        title: source.title.clone(),
        by: format!("{}{year}", source.authors),
        address: source.address.clone(),
        says: voice.k(&source.says),
        read: voice.t(&format!("read-{}", source.read.replace(' ', "-"))),
    }
}
