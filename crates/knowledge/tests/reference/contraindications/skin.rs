//! CI-06 to CI-11, CI-41: skin, scars and lumps. Mostly one place and a hand's width round it.

use super::super::limit::{ban, cap, gentle};
use super::super::row::Row;
use super::super::tri::{any, both, given, unless};

/// CI-06.
pub(super) fn wound(row: &mut Row<'_>) {
    let [wound, infected, fever] = row.each(["wound", "wound_infected", "fever"]);
    row.urgent(both(wound, any(&[infected, fever])));
    row.modified(wound, vec![ban().at(row.person.around("wound_where"))]);
}

/// CI-07.
pub(super) fn bruise(row: &mut Row<'_>) {
    let [bruise, large, growing, thinner] = row.each(["bruise", "bruise_large", "bruise_growing", "blood_thinner"]);
    let site = row.person.around("bruise_where");
    row.urgent(both(bruise, both(growing, thinner)));
    row.until_agreed(both(bruise, any(&[large, growing, thinner])), vec![ban().at(site.clone())]);
    row.modified(bruise, vec![ban().at(site)]);
}

/// CI-08.
pub(super) fn contagious(row: &mut Row<'_>) {
    let [catching, spreading] = row.each(["skin_catching", "skin_hot_spreading"]);
    row.urgent(spreading);
    row.until_passed(catching, gentle());
}

/// CI-09: the patch itself, without a margin, and nothing scented.
pub(super) fn rash(row: &mut Row<'_>) {
    let rash = row.yes("rash");
    let patch = ban().at(row.person.where_is("rash_where"));
    row.modified(rash, vec![patch, ban().products(&["scented"])]);
}

/// CI-10.
pub(super) fn shingles(row: &mut Row<'_>) {
    let [shingles, face, immune] = row.each(["shingles", "shingles_face", "immune_lowered"]);
    let crusted = row.person.relief("shingles_crusted");
    let site = row.person.around("shingles_where");
    row.urgent(both(shingles, any(&[face, immune])));
    row.until_passed(unless(shingles, crusted), vec![ban().at(site.clone())]);
    row.modified(given(shingles, crusted), vec![ban().at(site)]);
}

/// CI-11: six weeks the site and, after a general anaesthetic or on tummy or leg, a clinician; then no deep work on the
/// scar for six months, or two years after a major operation.
pub(super) fn operation(row: &mut Row<'_>) {
    let [general, major] = row.each(["operation_general", "operation_major"]);
    let person = row.person;
    let reached = |when| person.reached("operation_when", when);
    let site = person.around("operation_where");
    // Deep work is strong pressure by any other name.
    let scar = || vec![cap(3).at(site.clone()), ban().at(site.clone()).techniques(&["deep"])];
    let fresh = reached("under-6-weeks");
    row.until_agreed(both(fresh, general), vec![ban().at(site.clone())]);
    row.modified(fresh, vec![ban().at(site.clone())]);
    row.modified(reached("6-weeks-to-6-months"), scar());
    row.modified(both(reached("6-months-to-2-years"), major), scar());
}

/// CI-41: a known aneurysm stands in RF-AORTA.
pub(super) fn lump(row: &mut Row<'_>) {
    let [lump, hot] = row.each(["lump", "lump_hot"]);
    row.urgent(both(lump, hot));
    row.until_agreed(lump, vec![ban().at(row.person.around("lump_where"))]);
}
