//! The numbers of a plan, and what is said on it.

use supple_care::{
    course::{Activity, Courses, Note, Planning, Surface},
    permit::PRESSURES,
};

use super::{PLANNING, Reader, raw};

pub(super) fn read(reader: &mut Reader<'_, '_>, mut raw: raw::Planning, all: &mut Courses) {
    let terms = reader.terms;
    let minutes = &raw.minutes;
    let ordered = 0 < minutes.shortest && minutes.shortest <= minutes.usual && minutes.usual <= minutes.longest;
    let pressed = [raw.pressure.gentle_most, raw.pressure.firm_least].iter().all(|p| (1..=PRESSURES).contains(p));
    let shared = raw.share.site > 0 && minutes.least_at_site > 0;
    if !(ordered && pressed && shared) {
        let message = "expected minutes from shortest over usual to longest, pressures from 1 to 5, and shares above 0";
        reader.loader.sink(PLANNING, |sink| sink.whole(message));
    }
    let beside = Activity::KINDS.iter().map(|kind| raw.beside.remove(*kind).map_or(0, toml::Spanned::into_inner));
    let beside: Vec<u16> = beside.collect();
    for (kind, count) in &raw.beside {
        reader.at(PLANNING, count, format!("`{kind}` is no kind: expected one of: {}", Activity::KINDS.join(", ")));
    }
    all.planning = Planning {
        shortest: raw.minutes.shortest,
        longest: raw.minutes.longest,
        usual: raw.minutes.usual,
        worth_a_visit: raw.minutes.worth_a_visit,
        least_at_site: raw.minutes.least_at_site,
        weight: (raw.share.site, raw.share.pain, raw.share.ceiling),
        gentle_most: raw.pressure.gentle_most,
        firm_least: raw.pressure.firm_least,
        switch_after: raw.response.switch_after,
        stop_after: raw.response.stop_after,
        stop_days: (raw.response.stop_days, raw.response.stop_days_chronic),
        chronic: reader.condition(PLANNING, Some(&raw.response.chronic)),
        beside,
        session_at: reader.clock(PLANNING, &raw.week.session_at),
        stops: reader.stops(PLANNING, raw.stop),
        sources: reader.loader.sources(PLANNING, &raw.sources),
    };
    for surface in raw.surface {
        let positions = reader.mask(PLANNING, &terms.position, Some(&surface.positions), "position");
        all.surfaces.push(Surface { id: surface.id, say: surface.say, positions });
    }
    for note in raw.note {
        all.notes.push(Note {
            when: reader.condition(PLANNING, note.when.as_ref()),
            unless: reader.condition(PLANNING, note.unless.as_ref()),
            sources: reader.loader.sources(PLANNING, &note.sources),
            evidence: reader.evidence(PLANNING, &note.evidence),
            id: note.id,
            title: note.title,
            say: note.say,
            relax: note.relax,
        });
    }
}
