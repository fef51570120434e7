//! The table of devices: bans that depend on answers. What holds for everyone stands with the endangerment sites.

use super::Verdict;
use super::limit::{HEAT, ban};
use super::reader::Reader;
use super::row::Row;
use super::tri::{any, both};

/// DV-1 to DV-4.
pub(crate) fn read(person: &Reader<'_>, verdict: &mut Verdict) {
    percussion_gun(person, verdict);
    heat(person, verdict);
    ball(person, verdict);
    chair(person, verdict);
}

/// DV-1. Wounds, devices and operated places are closed to everything; the gun is closed to the numb, the bruised, metal.
fn percussion_gun(person: &Reader<'_>, verdict: &mut Verdict) {
    let gun = || ban().devices(&["percussion-gun"]);
    let mut row = Row::new(person, "DV-1");
    let bleeding = any(&row.each(["blood_thinner", "bleeding_disorder"]));
    let clot = any(&row.each(["clot_known", "clot_ever", "leg_swollen"]));
    let other = any(&row.each(["pregnant", "osteoporosis", "fragility_fracture"]));
    row.modified(any(&[bleeding, clot, other]), vec![gun()]);
    let platelets = both(row.yes("chemo_recent"), person.reached("platelets", "20-to-49"));
    row.modified(platelets, vec![gun()]);
    row.close(verdict);
}

/// DV-2.
fn heat(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-2");
    let bleeding = row.yes("bleeding_disorder");
    let unwell = any(&row.each(["fever", "ill_today", "intoxicated"]));
    row.modified(any(&[bleeding, unwell]), vec![ban().devices(HEAT)]);
    let cancer = row.yes("cancer_now");
    row.modified(cancer, vec![ban().devices(HEAT).at(person.around("cancer_where"))]);
    let numb = row.yes("numb_skin");
    row.modified(numb, vec![ban().devices(&["hot-bath"])]);
    let faint = any(&row.each(["heart_condition", "dizzy_standing", "faint_unexplained"]));
    row.modified(faint, vec![ban().devices(&["hot-bath"])]);
    row.close(verdict);
}

/// DV-3: CI-04, 05, 14, 17, 24; CI-27 has it where the skin is numb.
fn ball(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-3");
    let blood = any(&row.each(["blood_thinner", "bleeding_disorder"]));
    let bones = any(&row.each(["osteoporosis", "fragility_fracture", "bone_cancer"]));
    let pregnant = row.yes("pregnant");
    row.modified(any(&[blood, bones, pregnant]), vec![ban().devices(&["ball"])]);
    let platelets = both(row.yes("chemo_recent"), person.reached("platelets", "20-to-49"));
    row.modified(platelets, vec![ban().devices(&["ball"])]);
    row.close(verdict);
}

/// DV-4.
fn chair(person: &Reader<'_>, verdict: &mut Verdict) {
    let chair = || vec![ban().devices(&["massage-chair", "magnetic-mat"])];
    let mut row = Row::new(person, "DV-4");
    let body = any(&row.each(["device_electronic", "pregnant", "osteoporosis", "fragility_fracture"]));
    let clot = any(&row.each(["clot_known", "clot_ever", "leg_swollen"]));
    row.modified(any(&[body, clot]), chair());
    let spine = both(row.yes("spine_surgery"), person.reached("spine_surgery_when", "6-to-12-weeks"));
    row.modified(any(&[person.reached("operation_when", "under-6-weeks"), spine]), chair());
    row.close(verdict);
}
