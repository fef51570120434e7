//! What a person does beside massage, and routines of it.

use supple_care::{
    PlaceSet,
    course::{Activity, Courses, Routine},
    expr::Expr,
    source::Evidence,
};
use toml::Spanned;

use super::{ROUTINES, Reader, raw};
use crate::tables;

pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    parsed: Vec<(&str, Result<raw::Activities, tables::Error>)>,
    all: &mut Courses,
) {
    for (file, parsed) in parsed {
        let Some(raw) = reader.loader.parsed(file, parsed) else { continue };
        let of_file = raw.not_when.as_ref().and_then(|when| reader.loader.expression(file, when, false));
        reader.loader.sources(file, &raw.sources);
        for entry in raw.activity {
            reader.once(file, &entry.id, all.activities.iter().map(|known| known.id.as_str()));
            let activity = activity(reader, file, raw.kind.as_ref(), &raw.stop, of_file.as_ref(), entry);
            all.activities.push(activity);
        }
    }
    let kind = |activity: &Activity| Activity::KINDS.iter().position(|kind| *kind == activity.kind);
    all.activities.sort_by_key(|activity| (kind(activity), activity.rank));
}

fn activity(
    reader: &mut Reader<'_, '_>,
    file: &str,
    kind_of_file: Option<&Spanned<String>>,
    stop_of_file: &str,
    not_of_file: Option<&Expr>,
    raw: raw::Activity,
) -> Activity {
    let terms = reader.terms;
    let kind = raw.kind.as_ref().or(kind_of_file);
    match kind {
        None => reader.at(file, &raw.id, "needs `kind`, here or for the whole file"),
        Some(word) if !Activity::KINDS.contains(&word.get_ref().as_str()) => {
            reader.at(file, word, format!("expected one of: {}", Activity::KINDS.join(", ")));
        }
        Some(_) => {}
    }
    if raw.sources.is_empty() {
        reader.at(file, &raw.id, "every statement has a source: `sources` is empty");
    }
    if !(1..=7).contains(raw.days_a_week.get_ref()) {
        reader.at(file, &raw.days_a_week, "expected 1 to 7 days a week");
    }
    if raw.only_when && raw.when.is_none() {
        reader.at(file, &raw.id, "`only_when` needs `when`");
    }
    let own = raw.not_when.as_ref().and_then(|when| reader.loader.expression(file, when, false));
    let of_file = if raw.alone { None } else { not_of_file.cloned() };
    let not_when = match (of_file, own) {
        (Some(a), Some(b)) => Some(Expr::Or(vec![a, b])),
        (one, None) | (None, one) => one,
    };
    let mut at = Vec::new();
    for text in &raw.at {
        at.push(reader.clock(file, text));
    }
    Activity {
        kind: kind.map(|word| word.get_ref().clone()).unwrap_or_default(),
        places: reader.loader.place_set(file, &raw.places),
        device: reader.index(file, &terms.device, raw.device.as_ref(), "device"),
        position: reader.index(file, &terms.position, raw.position.as_ref(), "position"),
        when: reader.condition(file, raw.when.as_ref()),
        not_when: not_when.map(|expr| reader.keep(expr)),
        only_when: raw.only_when,
        sources: reader.loader.sources(file, &raw.sources),
        evidence: reader.evidence(file, &raw.evidence),
        id: raw.id.into_inner(),
        active: raw.active,
        title: raw.title,
        how: raw.how,
        dose: raw.dose,
        why: raw.why,
        minutes: raw.minutes,
        days_a_week: raw.days_a_week.into_inner(),
        at,
        repeats: raw.repeats,
        stop: raw.stop.unwrap_or_else(|| stop_of_file.to_owned()),
        rank: raw.rank.into_inner(),
    }
}

pub(super) fn routines(reader: &mut Reader<'_, '_>, raw: raw::Routines, all: &mut Courses) {
    for entry in raw.routine {
        reader.once(ROUTINES, &entry.id, all.routines.iter().map(|known| known.id.as_str()));
        let mut activities = Vec::new();
        for name in &entry.activities {
            let known = all.activities.iter().map(|activity| activity.id.as_str());
            activities.extend(reader.find(ROUTINES, name, "activity", known));
        }
        let parts = || activities.iter().filter_map(|index| all.activities.get(*index));
        let routine = Routine {
            places: parts().fold(PlaceSet::NONE, |all, activity| all.or(activity.places)),
            evidence: parts().map(|activity| activity.evidence).min().unwrap_or(Evidence::Tradition),
            sources: reader.loader.sources(ROUTINES, &entry.sources),
            id: entry.id.into_inner(),
            title: entry.title,
            say: entry.say,
            activities,
        };
        all.routines.push(routine);
    }
}
