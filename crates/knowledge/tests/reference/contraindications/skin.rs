//! CI-06 to CI-11, CI-41: skin, scars and lumps. Mostly one place and a hand's width round it.

use super::super::limit::{ban, cap};
use super::super::row::Row;
use super::super::tri::{any, both, unless};

/// CI-06.
pub(super) fn wound(row: &mut Row<'_>) {
    let [wound, infected, fever] = row.each(["wound", "wound_infected", "fever"]);
    row.urgent(any(&[infected, both(wound, fever)]));
    row.modified(wound, vec![ban().at(row.person.around("wound_where"))]);
}

/// CI-07.
pub(super) fn bruise(row: &mut Row<'_>) {
    let [bruise, large, growing, thinner] = row.each(["bruise", "bruise_large", "bruise_growing", "blood_thinner"]);
    let site = row.person.around("bruise_where");
    row.urgent(both(growing, thinner));
    let limits = vec![ban().at(site), cap(2), ban().devices(&["percussion-gun", "cupping", "ball"])];
    row.until_agreed(any(&[large, growing, both(bruise, thinner)]), limits);
    row.modified(bruise, vec![ban().at(site)]);
}

/// CI-08.
pub(super) fn contagious(row: &mut Row<'_>) {
    let [catching, spreading] = row.each(["skin_catching", "skin_hot_spreading"]);
    row.urgent(spreading);
    let devices = ban().devices(&["ball", "roller", "percussion-gun", "cupping"]);
    row.until_passed(catching, vec![cap(2), ban().techniques(&["friction"]), devices]);
}

/// CI-09: not there, and nothing scented.
pub(super) fn rash(row: &mut Row<'_>) {
    let rash = row.yes("rash");
    let patch = ban().at(row.person.around("rash_where"));
    row.modified(rash, vec![patch, ban().products(&["scented"])]);
}

/// CI-10.
pub(super) fn shingles(row: &mut Row<'_>) {
    let [shingles, face, immune] = row.each(["shingles", "shingles_face", "immune_lowered"]);
    let crusted = row.person.relief("shingles_crusted");
    let site = row.person.around("shingles_where");
    row.urgent(any(&[face, both(shingles, immune)]));
    row.until_passed(unless(shingles, crusted), vec![ban().at(site), cap(2)]);
    row.modified(shingles, vec![ban().at(site)]);
}

/// CI-11: six weeks the site and, after a general anaesthetic or on tummy or leg, a clinician; then no deep work on the
/// scar for six months, or two years after a major operation.
pub(super) fn operation(row: &mut Row<'_>) {
    let [general, major] = row.each(["operation_general", "operation_major"]);
    let person = row.person;
    let reached = |when| person.reached("operation_when", when);
    let site = person.around("operation_where");
    // Deep work is strong pressure by any other name, and small firm rubbing; on the scar, without a margin.
    let there = person.where_is("operation_where");
    let scar = || {
        vec![
            cap(3).at(there),
            ban().at(there).techniques(&["deep", "trigger-point", "friction"]),
            ban().at(there).devices(&["ball", "roller", "percussion-gun", "cupping"]),
        ]
    };
    let machines = || ban().devices(&["massage-chair", "magnetic-mat"]);
    let fresh = reached("under-6-weeks");
    let clots = vec![ban().at(site), ban().on(&["legs"]), cap(2), ban().devices(&["percussion-gun"]), machines()];
    row.until_agreed(both(fresh, general), clots);
    row.modified(fresh, vec![ban().at(site), machines()]);
    row.modified(reached("6-weeks-to-6-months"), scar());
    row.modified(both(reached("6-months-to-2-years"), major), scar());
}

/// CI-41: a known aneurysm stands in RF-AORTA.
pub(super) fn lump(row: &mut Row<'_>) {
    let [lump, hot] = row.each(["lump", "lump_hot"]);
    row.urgent(hot);
    row.until_agreed(lump, vec![ban().at(row.person.around("lump_where"))]);
}
