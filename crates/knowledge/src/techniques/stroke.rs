//! Strokes: one file a site.

use supple_care::{
    PlaceSet,
    technique::{Role, Stroke, Technique, Techniques, Way},
};

use super::{evidence, find, mask, pressure, range, raw, tempo, word};
use crate::{geometry::read_path, load::Loader, raw::Terms, tables};

type Read<'a> = Vec<(&'a str, Result<raw::Strokes, tables::Error>)>;

pub(super) fn read(loader: &mut Loader<'_>, terms: &Terms, parsed: Read<'_>, all: &mut Techniques) {
    for (file, parsed) in parsed {
        let Some(raw) = loader.parsed(file, parsed) else { continue };
        let known = all.sites.iter().map(|site| site.id.as_str());
        let Some(site) = find(loader, file, &raw.site, "site", known) else { continue };
        if all.sites.get(site).is_some_and(|site| site.refused.is_some()) {
            loader.at(file, &raw.site, "this site is refused: it has no strokes");
        }
        for entry in raw.stroke {
            if all.strokes.iter().any(|stroke| stroke.id == *entry.id.get_ref()) {
                loader.at(file, &entry.id, format!("`{}` stands twice", entry.id.get_ref()));
            }
            let read = stroke(loader, terms, file, site, entry, all);
            all.strokes.extend(read);
        }
    }
}

fn stroke(
    loader: &mut Loader<'_>,
    terms: &Terms,
    file: &str,
    site: usize,
    raw: raw::Stroke,
    all: &Techniques,
) -> Option<Stroke> {
    let known = all.techniques.iter().map(|technique| technique.id.as_str());
    let technique = find(loader, file, &raw.technique, "technique", known);
    let contact = find(loader, file, &raw.contact, "contact", all.contacts.iter().map(|contact| contact.id.as_str()));
    let point = match &raw.point {
        Some(name) => find(loader, file, name, "point", all.points.iter().map(|point| point.id.as_str())),
        None => None,
    };
    let roles = [("warm-up", Role::WarmUp), ("open", Role::Open), ("main", Role::Main), ("close", Role::Close)];
    let role = word(loader, file, &raw.role, &roles);
    let ways = [
        ("back", Way::Back),
        ("again", Way::Again),
        ("round", Way::Round),
        ("wander", Way::Wander),
        ("still", Way::Still),
    ];
    let way = word(loader, file, &raw.way, &ways);
    let view = match &raw.view {
        Some(name) => word(loader, file, name, &[("back", "back"), ("front", "front")])?,
        None => "back",
    };
    if *raw.fingers.get_ref() >= 360 {
        loader.at(file, &raw.fingers, "expected degrees from 0 (to the head) to 359");
    }
    let givers = mask(loader, file, &terms.giver, &raw.givers, "giver");
    let positions = mask(loader, file, &terms.position, &raw.positions, "position");
    let pressure = pressure(loader, file, &raw.pressure);
    if let Err(message) = read_path(raw.path.get_ref()) {
        loader.at(file, &raw.path, message);
    }
    let (places, mirrored) = places(loader, file, &raw);
    let kind = all.techniques.get(technique?)?;
    let touching = all.contacts.get(contact?)?;
    allowed_by_technique(loader, terms, file, &raw, kind, (givers, touching.applicator, touching.device, pressure));
    let seconds = match raw.seconds {
        Some(given) => range(loader, file, &raw.id, given),
        None => kind.seconds,
    };
    let own_tempo = raw.tempo.map(|given| tempo(loader, file, &raw.id, given));
    let own_sources = loader.sources(file, &raw.sources);
    let own_evidence = match &raw.evidence {
        Some(name) => evidence(loader, file, name),
        None => Some(kind.evidence),
    };
    Some(Stroke {
        id: raw.id.into_inner(),
        title: raw.title,
        technique: technique?,
        site,
        role: role?,
        places,
        mirrored,
        together: raw.together,
        path: raw.path.into_inner(),
        view: view.to_owned(),
        way: way?,
        fingers: *raw.fingers.get_ref(),
        contact: contact?,
        givers,
        applicator: touching.applicator,
        device: touching.device,
        positions,
        pressure,
        seconds,
        tempo: own_tempo.unwrap_or(kind.tempo),
        pace: raw.pace.unwrap_or_else(|| kind.pace.clone()),
        point,
        direction: raw.direction,
        cue: raw.cue,
        caption: raw.caption,
        feel: raw.feel.unwrap_or_else(|| kind.feel.clone()),
        ease_off: raw.ease_off.unwrap_or_else(|| kind.ease_off.clone()),
        sources: if own_sources.is_empty() { kind.sources.clone() } else { own_sources },
        evidence: own_evidence?,
    })
}

/// A stroke keeps to its technique: what is shown as text only has no strokes, and nobody does it who is not listed.
fn allowed_by_technique(
    loader: &mut Loader<'_>,
    terms: &Terms,
    file: &str,
    raw: &raw::Stroke,
    technique: &Technique,
    (givers, applicator, device, pressure): (u32, u8, u8, u8),
) {
    if technique.not_offered.is_some() {
        loader.at(file, &raw.technique, format!("`{}` is not offered: it has no strokes", technique.id));
    }
    let bit = |index: u8| 1u32.checked_shl(u32::from(index)).unwrap_or(0);
    let listed = terms.giver.iter().zip(0u8..).filter(|(_, giver)| givers & bit(*giver) != 0);
    for (name, giver) in listed {
        let fits = technique.by.iter().any(|by| {
            by.giver == giver
                && by.applicators & bit(applicator) != 0
                && by.devices & bit(device) != 0
                && by.most >= pressure
        });
        if !fits && technique.not_offered.is_none() {
            let message = format!(
                "`{}` does not give `{}` this applicator, device and pressure {pressure}",
                technique.id, name.id
            );
            loader.at(file, &raw.id, message);
        }
    }
}

/// The places of the left side, and the same mirrored to the right.
fn places(loader: &mut Loader<'_>, file: &str, raw: &raw::Stroke) -> (PlaceSet, Option<PlaceSet>) {
    let left = loader.place_set(file, &raw.places);
    if raw.middle {
        return (left, None);
    }
    let mut right = PlaceSet::NONE;
    for name in &raw.places {
        let other = match name.get_ref() {
            id if id.ends_with("-left") => id.replace("-left", "-right"),
            id if id.ends_with("-right") => id.replace("-right", "-left"),
            id => id.to_owned(),
        };
        match loader.places.find(&other) {
            Some(found) => right = right.or(found),
            None => loader.at(file, name, format!("there is no `{other}` on the other side")),
        }
    }
    (left, Some(right))
}
