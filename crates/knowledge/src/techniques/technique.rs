//! Techniques: one a file.

use supple_care::technique::{By, Clothing, Firmness, Technique, Techniques};
use toml::Spanned;

use super::{evidence, find, index, mask, pressure, range, raw, sources, tempo, word};
use crate::{load::Loader, raw::Terms, tables};

type Read<'a> = Vec<(&'a str, Result<raw::Technique, tables::Error>)>;

pub(super) fn read(loader: &mut Loader<'_>, terms: &Terms, parsed: Read<'_>, all: &mut Techniques) {
    let mut parts: Vec<(&str, Vec<Spanned<String>>)> = Vec::new();
    for (file, parsed) in parsed {
        let Some(raw) = loader.parsed(file, parsed) else { continue };
        parts.push((file, raw.parts.clone()));
        all.techniques.extend(technique(loader, terms, file, raw));
    }
    // Parts may name any technique, so they come when all are known.
    let ids: Vec<String> = all.techniques.iter().map(|technique| technique.id.clone()).collect();
    for (file, names) in parts {
        let mut indexes = Vec::new();
        for name in names {
            indexes.extend(find(loader, file, &name, "technique", ids.iter().map(String::as_str)));
        }
        let owner = all.techniques.iter_mut().find(|technique| file == path(&technique.id));
        if let Some(owner) = owner {
            owner.parts = indexes;
        }
    }
}

fn path(id: &str) -> String {
    format!("techniques/{id}.toml")
}

fn technique(loader: &mut Loader<'_>, terms: &Terms, file: &str, raw: raw::Technique) -> Option<Technique> {
    if file != path(raw.id.get_ref()) {
        loader.at(file, &raw.id, crate::files::misnamed(file));
    }
    if !["draft", "reviewed", "active", "retired"].contains(&raw.status.get_ref().as_str()) {
        loader.at(file, &raw.status, "expected `draft`, `reviewed`, `active` or `retired`");
    }
    if raw.reviewed.is_empty() && ["reviewed", "active"].contains(&raw.status.get_ref().as_str()) {
        loader.at(file, &raw.status, "a reviewed technique names who reviewed it, and when");
    }
    if raw.how.is_empty() {
        loader.at(file, &raw.id, "needs `how`: what to do, step by step");
    }
    if raw.by.is_empty() && raw.not_offered.is_none() {
        loader.at(file, &raw.id, "expected a giver in [[by]], or `not_offered` with the reason");
    }
    for row in &raw.mission {
        let known = row.get_ref().strip_prefix('M').and_then(|number| number.parse::<u8>().ok());
        if !known.is_some_and(|number| (1..=39).contains(&number)) {
            loader.at(file, row, "expected a mission row, `M1` to `M39`");
        }
    }
    let firmness = word(
        loader,
        file,
        &raw.firmness,
        &[("gentle", Firmness::Gentle), ("firm", Firmness::Firm), ("either", Firmness::Either)],
    );
    let clothing = word(
        loader,
        file,
        &raw.clothing,
        &[("on", Clothing::On), ("off", Clothing::Off), ("either", Clothing::Either)],
    );
    let class = index(loader, file, &terms.technique, &raw.class, "technique class");
    let evidence = evidence(loader, file, &raw.evidence);
    let sources = sources(loader, file, &raw.id, &raw.sources);
    let tempo = tempo(loader, file, &raw.id, raw.tempo);
    let seconds = range(loader, file, &raw.id, raw.seconds);
    let by = givers(loader, terms, file, &raw.by);
    Some(Technique {
        id: raw.id.into_inner(),
        title: raw.title,
        class: class?,
        say: raw.say,
        how: raw.how,
        feel: raw.feel,
        ease_off: raw.ease_off,
        cautions: raw.cautions,
        by,
        not_by: raw.not_by,
        tempo,
        pace: raw.pace,
        seconds,
        firmness: firmness?,
        clothing: clothing?,
        parts: Vec::new(),
        not_offered: raw.not_offered,
        sources,
        evidence: evidence?,
        mission: raw.mission.into_iter().map(Spanned::into_inner).collect(),
    })
}

/// One entry a giver, however many share a line.
fn givers(loader: &mut Loader<'_>, terms: &Terms, file: &str, raw: &[raw::By]) -> Vec<By> {
    let mut all = Vec::new();
    for line in raw {
        let (start, most) = (pressure(loader, file, &line.start), pressure(loader, file, &line.most));
        if start > most {
            loader.at(file, &line.start, format!("it begins with {start} and may not go beyond {most}"));
        }
        let applicators = mask(loader, file, &terms.applicator, &line.applicators, "applicator");
        let devices = match &line.devices {
            Some(names) => mask(loader, file, &terms.device, names, "device"),
            None => 1,
        };
        for name in &line.givers {
            if let Some(giver) = index(loader, file, &terms.giver, name, "giver") {
                all.push(By { giver, applicators, devices, start, most });
            }
        }
    }
    all
}
