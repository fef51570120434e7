//! Muscles, sites, acupressure points, sizes of applicators and body shapes.

use supple_care::{
    expr::Expr,
    technique::{Contact, Muscle, Point, Shape, Site, Techniques},
};

use super::{CONTACTS, MUSCLES, POINTS, SHAPES, SITES, evidence, find, index, mask, once, raw, sources};
use crate::{load::Loader, raw::Terms};

pub(super) fn muscles(loader: &mut Loader<'_>, raw: raw::Muscles, all: &mut Techniques) {
    for entry in raw.muscle {
        once(loader, MUSCLES, &entry.id, all.muscles.iter().map(|muscle| muscle.id.as_str()));
        let mut techniques = Vec::new();
        for name in &entry.techniques {
            let known = all.techniques.iter().map(|technique| technique.id.as_str());
            techniques.extend(find(loader, MUSCLES, name, "technique", known));
        }
        let evidence = evidence(loader, MUSCLES, &entry.evidence);
        let sources = sources(loader, MUSCLES, &entry.id, &entry.sources);
        let places = loader.place_set(MUSCLES, &entry.places);
        all.muscles.extend(evidence.map(|evidence| Muscle {
            id: entry.id.into_inner(),
            title: entry.title,
            landmarks: entry.landmarks,
            referral: entry.referral,
            driver: entry.driver,
            beside: entry.beside,
            places,
            techniques,
            sources,
            evidence,
        }));
    }
}

pub(super) fn sites(loader: &mut Loader<'_>, raw: raw::Sites, all: &mut Techniques) {
    for entry in raw.site {
        once(loader, SITES, &entry.id, all.sites.iter().map(|site| site.id.as_str()));
        if entry.places.is_empty() != entry.refused.is_some() {
            loader.at(SITES, &entry.id, "a site has `places`, or `refused` with the reason");
        }
        let mut muscles = Vec::new();
        for name in &entry.muscles {
            let known = all.muscles.iter().map(|muscle| muscle.id.as_str());
            muscles.extend(find(loader, SITES, name, "muscle", known));
        }
        all.sites.push(Site {
            places: loader.place_set(SITES, &entry.places),
            pain_at: loader.place_set(SITES, &entry.pain_at),
            id: entry.id.into_inner(),
            title: entry.title,
            default: entry.default,
            back: !entry.beyond_the_back,
            muscles,
            refused: entry.refused,
        });
    }
}

/// The points; what leaves one out is kept in `conditions`, and its place there.
pub(super) fn points(
    loader: &mut Loader<'_>,
    terms: &Terms,
    raw: raw::Points,
    conditions: &mut Vec<Expr>,
    all: &mut Techniques,
) {
    for entry in raw.point {
        once(loader, POINTS, &entry.id, all.points.iter().map(|point| point.id.as_str()));
        if entry.givers.is_empty() != entry.not_offered.is_some() {
            loader.at(POINTS, &entry.id, "a point has `givers`, or `not_offered` with the reason");
        }
        let evidence = evidence(loader, POINTS, &entry.evidence);
        let sources = sources(loader, POINTS, &entry.id, &entry.sources);
        let places = loader.place_set(POINTS, &entry.places);
        let givers = mask(loader, POINTS, &terms.giver, &entry.givers, "giver");
        let not_when = entry.not_when.as_ref().and_then(|when| loader.expression(POINTS, when, false));
        let not_when = not_when.map(|expr| {
            conditions.push(expr);
            conditions.len() - 1
        });
        all.points.extend(evidence.map(|evidence| Point {
            id: entry.id.into_inner(),
            say: entry.say,
            places,
            givers,
            caution: entry.caution,
            not_when,
            not_offered: entry.not_offered,
            sources,
            evidence,
        }));
    }
}

pub(super) fn contacts(loader: &mut Loader<'_>, terms: &Terms, raw: raw::Contacts, all: &mut Techniques) {
    for entry in raw.contact {
        once(loader, CONTACTS, &entry.id, all.contacts.iter().map(|contact| contact.id.as_str()));
        if entry.width_mm == 0 || entry.length_mm < entry.width_mm {
            loader.at(CONTACTS, &entry.id, "expected a width above 0, and a length that is not less");
        }
        let applicator = index(loader, CONTACTS, &terms.applicator, &entry.applicator, "applicator");
        let device = match &entry.device {
            Some(name) => index(loader, CONTACTS, &terms.device, name, "device"),
            None => Some(0),
        };
        let sources = sources(loader, CONTACTS, &entry.id, &entry.sources);
        if let (Some(applicator), Some(device)) = (applicator, device) {
            let (width_mm, length_mm) = (entry.width_mm, entry.length_mm);
            let id = entry.id.into_inner();
            all.contacts.push(Contact { id, say: entry.say, applicator, device, width_mm, length_mm, sources });
        }
    }
}

pub(super) fn shapes(loader: &mut Loader<'_>, raw: raw::Shapes, all: &mut Techniques) {
    for entry in raw.shape {
        once(loader, SHAPES, &entry.id, all.shapes.iter().map(|shape| shape.id.as_str()));
        if !(50..=200).contains(&entry.width_percent) {
            loader.at(SHAPES, &entry.id, "expected a width from 50 to 200 percent of the drawing");
        }
        let sources = sources(loader, SHAPES, &entry.id, &entry.sources);
        let width_percent = entry.width_percent;
        all.shapes.push(Shape { id: entry.id.into_inner(), say: entry.say, width_percent, sources });
    }
}
