//! Pieces that several pages show.

use supple_care::{Knowledge, PlaceId, PlaceSet, source::Source};

use crate::voice::Voice;

/// The places as a list of checkboxes, a line for each site: the back first, the rest folded away.
#[derive(Clone, Debug)]
pub(crate) struct PlaceList {
    pub(crate) back: Vec<Site>,
    pub(crate) rest: Vec<Site>,
    /// Whether something in the folded part is chosen.
    pub(crate) unfold: bool,
}

/// One site with its sides.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) name: String,
    pub(crate) sides: Vec<Side>,
}

/// One side of a site.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) value: String,
    /// The side alone, as it stands in the line.
    pub(crate) say: String,
    /// The side and the site.
    pub(crate) full: String,
    pub(crate) on: bool,
}

pub(crate) fn place_list(knowledge: &Knowledge, voice: &Voice, marked: PlaceSet) -> PlaceList {
    let back = back(knowledge);
    let all: PlaceSet = (0u8..).take(knowledge.places.len()).map(PlaceId).collect();
    let rest = all.without(back);
    PlaceList {
        back: sites(knowledge, voice, back, marked),
        rest: sites(knowledge, voice, rest, marked),
        unfold: !marked.and(rest).is_empty(),
    }
}

fn sites(knowledge: &Knowledge, voice: &Voice, places: PlaceSet, marked: PlaceSet) -> Vec<Site> {
    let mut sites: Vec<(String, Site)> = Vec::new();
    for place in places.iter() {
        let Some(known) = knowledge.place(place) else { continue };
        let side = Side {
            value: known.id.clone(),
            say: voice.t(&format!("side-{}", known.side)),
            full: voice.place(known),
            on: marked.has(place),
        };
        match sites.iter_mut().find(|(site, _)| *site == known.site) {
            Some((_, site)) => site.sides.push(side),
            None => sites.push((known.site.clone(), Site { name: voice.k(&known.say), sides: vec![side] })),
        }
    }
    sites.into_iter().map(|(_, site)| site).collect()
}

/// The places of the back, the neck and the shoulders.
pub(crate) fn back(knowledge: &Knowledge) -> PlaceSet {
    knowledge.group("back").map_or(knowledge.targets, |group| group.places)
}

/// A source as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Cited {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) by: String,
    /// The first of the authors, and the year.
    pub(crate) first: String,
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
        id: source.id.clone(),
        title: source.title.clone(),
        by: format!("{}{year}", source.authors),
        first: format!("{}{year}", source.authors.split([',', ';']).next().unwrap_or_default()),
        address: source.address.clone(),
        says: voice.k(&source.says),
        read: voice.read(&source.read),
    }
}
