//! Places and terms: the words that everything else uses.

use std::collections::BTreeMap;

use supple_care::{
    Disposition, Place, PlaceId, PlaceSet,
    knowledge::{Giver, Group, Margin, Term, Terms},
    permit::MINUTES,
};
use toml::Spanned;

use crate::{
    diagnostic::{Sink, unknown},
    raw,
};

/// Places with their groups.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) places: Vec<Place>,
    pub(crate) groups: Vec<Group>,
    pub(crate) targets: PlaceSet,
    pub(crate) map_valid_days: i32,
    sites: BTreeMap<String, PlaceSet>,
}

impl Places {
    pub(crate) fn read(raw: raw::Places, sink: &mut Sink<'_>) -> Self {
        let mut places = Self { map_valid_days: raw.map_valid_days, ..Self::default() };
        for site in raw.place {
            for side in &site.sides {
                places.add(&site, side, sink);
            }
        }
        for group in raw.group {
            let mut set = PlaceSet::NONE;
            for name in group.sites.iter().chain(&group.places) {
                match places.find(name.get_ref()) {
                    Some(found) => set = set.or(found),
                    None => sink.at(name.span(), places.unknown(name.get_ref())),
                }
            }
            places.groups.push(Group { id: group.id.into_inner(), places: set });
        }
        let forbidden = places.class("forbidden");
        match places.find(raw.targets.get_ref()) {
            Some(targets) => places.targets = targets.without(forbidden),
            None => sink.at(raw.targets.span(), places.unknown(raw.targets.get_ref())),
        }
        places
    }

    fn add(&mut self, site: &raw::Place, side: &Spanned<String>, sink: &mut Sink<'_>) {
        let (site_id, side_id) = (site.site.get_ref(), side.get_ref());
        if !["left", "right", "middle"].contains(&side_id.as_str()) {
            sink.at(side.span(), "expected `left`, `right` or `middle`");
        }
        if !["back", "front"].contains(&site.view.get_ref().as_str()) {
            sink.at(site.view.span(), "expected `back` or `front`");
        }
        if !["open", "limited", "capped", "forbidden"].contains(&site.class.get_ref().as_str()) {
            sink.at(site.class.span(), "expected `open`, `limited`, `capped` or `forbidden`");
        }
        let Ok(index) = u8::try_from(self.places.len()) else {
            return sink.at(site.site.span(), "too many places");
        };
        if index >= 128 {
            return sink.at(site.site.span(), "more than 128 places do not fit");
        }
        let id = if side_id == "middle" { site_id.clone() } else { format!("{site_id}-{side_id}") };
        if self.places.iter().any(|place| place.id == id) {
            return sink.at(site.site.span(), format!("place `{id}` stands twice"));
        }
        let set = PlaceSet::of(PlaceId(index));
        let sides = self.sites.entry(site_id.clone()).or_default();
        *sides = sides.or(set);
        self.places.push(Place {
            id,
            site: site_id.clone(),
            side: side_id.clone(),
            say: site.say.clone(),
            view: site.view.get_ref().clone(),
            class: site.class.get_ref().clone(),
            adjacent: PlaceSet::NONE,
        });
    }

    pub(crate) fn class(&self, class: &str) -> PlaceSet {
        self.places
            .iter()
            .zip(0u8..)
            .filter(|(place, _)| place.class == class)
            .map(|(_, index)| PlaceId(index))
            .collect()
    }

    /// The places that a name means: a place, a site with its sides, or a group.
    pub(crate) fn find(&self, name: &str) -> Option<PlaceSet> {
        let place = self.places.iter().zip(0u8..).find(|(place, _)| place.id == name);
        place
            .map(|(_, index)| PlaceSet::of(PlaceId(index)))
            .or_else(|| self.groups.iter().find(|group| group.id == name).map(|group| group.places))
            .or_else(|| self.sites.get(name).copied())
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let groups = self.groups.iter().map(|group| group.id.clone());
        self.places.iter().map(|place| place.id.clone()).chain(groups).chain(self.sites.keys().cloned()).collect()
    }

    pub(crate) fn unknown(&self, name: &str) -> String {
        unknown("place or group", name, self.names().iter().map(String::as_str))
    }

    pub(crate) fn adjacent(&mut self, raw: raw::Neighbours, sink: &mut Sink<'_>) {
        for line in raw.neighbour {
            let mut set = PlaceSet::NONE;
            let arrows = [&line.up, &line.down, &line.left, &line.right].into_iter().flatten();
            for name in arrows.chain(&line.adjacent).chain(&line.around) {
                match self.find(name.get_ref()) {
                    Some(found) => set = set.or(found),
                    None => sink.at(name.span(), self.unknown(name.get_ref())),
                }
            }
            match self.places.iter_mut().find(|place| place.id == *line.place.get_ref()) {
                Some(place) => place.adjacent = set,
                None => sink.at(line.place.span(), self.unknown(line.place.get_ref())),
            }
        }
    }
}

pub(crate) fn terms(raw: &raw::Terms) -> Terms {
    let plain = |list: &[raw::Term]| -> Vec<Term> {
        list.iter().map(|term| Term { id: term.id.clone(), say: term.say.clone() }).collect()
    };
    Terms {
        techniques: plain(&raw.technique),
        applicators: plain(&raw.applicator),
        givers: raw
            .giver
            .iter()
            .map(|term| Giver { id: term.id.clone(), say: term.say.clone(), home: term.home == Some(true) })
            .collect(),
        positions: plain(&raw.position),
        products: plain(&raw.product),
        devices: plain(&raw.device),
        margins: raw
            .margin
            .iter()
            .map(|term| Margin { id: term.id.clone(), say: term.say.clone(), mm: term.mm.unwrap_or(u16::MAX) })
            .collect(),
        timeframes: plain(&raw.timeframe),
    }
}

pub(crate) fn default_timeframes(raw: &raw::Terms, sink: &mut Sink<'_>) -> [Option<u8>; 5] {
    let mut frames = [None; 5];
    for (disposition, name) in raw.default_timeframe.iter().filter(|(name, _)| *name != NOTHING_LEFT) {
        let slot = Disposition::from_id(disposition)
            .and_then(|disposition| frames.iter_mut().zip(Disposition::ALL).find(|(_, known)| *known == disposition));
        match slot {
            Some((slot, _)) => *slot = index_of(&raw.timeframe, name, "timeframe", sink),
            None => sink.at(name.span(), format!("`{disposition}` is no disposition")),
        }
    }
    frames
}

/// The key of the timeframe where the limits together leave nothing to give.
pub(crate) const NOTHING_LEFT: &str = "nothing-left";

pub(crate) fn nothing_left_timeframe(raw: &raw::Terms, sink: &mut Sink<'_>) -> Option<u8> {
    match raw.default_timeframe.get(NOTHING_LEFT) {
        Some(name) => index_of(&raw.timeframe, name, "timeframe", sink),
        None => {
            sink.whole(format!("`default_timeframe` has no `{NOTHING_LEFT}`"));
            None
        }
    }
}

/// For how many days an agreement of a clinician holds at most.
pub(crate) fn agreement_days(raw: &raw::Terms, sink: &mut Sink<'_>) -> Option<i32> {
    let days = &raw.agreement.as_ref()?.longest_days;
    if *days.get_ref() < 1 {
        sink.at(days.span(), "an agreement holds for one day at least");
    }
    Some(*days.get_ref())
}

/// How many minutes a session may have at most that a clinician agrees to.
pub(crate) fn agreement_minutes(raw: &raw::Terms, sink: &mut Sink<'_>) -> Option<u16> {
    let minutes = raw.agreement.as_ref()?.longest_minutes.as_ref()?;
    if !(1..=MINUTES).contains(minutes.get_ref()) {
        sink.at(minutes.span(), format!("an agreement is for 1 to {MINUTES} minutes"));
    }
    Some(*minutes.get_ref())
}

/// The index of a term, or a message with the nearest one.
pub(crate) fn index_of(terms: &[raw::Term], name: &Spanned<String>, what: &str, sink: &mut Sink<'_>) -> Option<u8> {
    let at = terms.iter().position(|term| term.id == *name.get_ref());
    if at.is_none() {
        sink.at(name.span(), unknown(what, name.get_ref(), terms.iter().map(|term| term.id.as_str())));
    }
    at.and_then(|at| u8::try_from(at).ok())
}

/// The bits of a list of terms; all of them where the list is absent.
pub(crate) fn mask_of(
    terms: &[raw::Term],
    names: Option<&Vec<Spanned<String>>>,
    what: &str,
    sink: &mut Sink<'_>,
) -> u32 {
    let Some(names) = names else { return u32::MAX };
    let indexes = names.iter().filter_map(|name| index_of(terms, name, what, sink));
    indexes.fold(0, |mask, index| mask | 1u32.checked_shl(u32::from(index)).unwrap_or(0))
}
