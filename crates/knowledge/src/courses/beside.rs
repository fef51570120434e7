//! Preparation, devices, and what is refused.

use supple_care::course::{Courses, DeviceGuide, Preparation, Refused};

use super::{DEVICES, PREPARATIONS, REFUSED, Reader, raw};

/// The kinds of preparation.
const KINDS: [&str; 5] = ["bath", "product", "room", "music", "breathing"];

pub(super) fn preparations(reader: &mut Reader<'_, '_>, raw: raw::Preparations, all: &mut Courses) {
    let terms = reader.terms;
    for entry in raw.preparation {
        if !KINDS.contains(&entry.kind.get_ref().as_str()) {
            reader.at(PREPARATIONS, &entry.kind, format!("expected one of: {}", KINDS.join(", ")));
        }
        all.preparations.push(Preparation {
            id: entry.id,
            kind: entry.kind.get_ref().clone(),
            title: entry.title,
            say: entry.say,
            why: entry.why,
            before: entry.before,
            minutes: entry.minutes,
            device: reader.index(PREPARATIONS, &terms.device, entry.device.as_ref(), "device"),
            product: reader.index(PREPARATIONS, &terms.product, entry.product.as_ref(), "product"),
            bare_skin: entry.bare_skin,
            not_when: reader.condition(PREPARATIONS, entry.not_when.as_ref()),
            sources: reader.loader.sources(PREPARATIONS, &entry.sources),
            evidence: reader.evidence(PREPARATIONS, &entry.evidence),
        });
    }
}

pub(super) fn devices(reader: &mut Reader<'_, '_>, raw: raw::Devices, all: &mut Courses) {
    let terms = reader.terms;
    for entry in raw.device {
        let Some(device) = reader.index(DEVICES, &terms.device, Some(&entry.device), "device") else { continue };
        all.devices.push(DeviceGuide {
            id: entry.id,
            device,
            title: entry.title,
            suits: entry.suits,
            not_for: entry.not_for,
            how: entry.how,
            noise: entry.noise.map(|noise| (noise.dba, noise.say)),
            most_minutes: entry.most_minutes,
            sources: reader.loader.sources(DEVICES, &entry.sources),
            evidence: reader.evidence(DEVICES, &entry.evidence),
        });
    }
}

pub(super) fn refused(reader: &mut Reader<'_, '_>, raw: raw::AllRefused, all: &mut Courses) {
    for entry in raw.refused {
        all.refused.push(Refused {
            id: entry.id,
            title: entry.title,
            why: entry.why,
            instead: entry.instead,
            sources: reader.loader.sources(REFUSED, &entry.sources),
            evidence: reader.evidence(REFUSED, &entry.evidence),
        });
    }
}
