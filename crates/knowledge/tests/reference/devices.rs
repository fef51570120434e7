//! The table of devices: bans that depend on answers. What holds for everyone stands with the endangerment sites.

use super::Verdict;
use super::limit::{HEAT, ban, no_gun};
use super::reader::Reader;
use super::row::Row;
use super::tri::{Tri, any};

/// DV-1 to DV-4.
pub(crate) fn read(person: &Reader<'_>, verdict: &mut Verdict) {
    percussion_gun(person, verdict);
    heat(person, verdict);
    ball(person, verdict);
    chair(person, verdict);
}

/// Platelets under fifty, or not known, wherever they are asked.
fn few_platelets(row: &Row<'_>) -> Tri {
    row.person.reached("platelets", "20-to-49")
}

/// DV-1. Wounds, devices and operated places are closed to everything; any operation of the last months may be the eye's.
fn percussion_gun(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-1");
    let blood = any(&row.each(["blood_thinner", "bleeding_disorder", "clot_ever", "leg_swollen"]));
    let body = any(&row.each(["pregnant", "osteoporosis", "fragility_fracture"]));
    let operated = person.reached("operation_when", "6-weeks-to-6-months");
    let any_of_them = any(&[blood, body, operated, few_platelets(&row)]);
    row.modified(any_of_them, vec![no_gun()]);
    row.close(verdict);
}

/// DV-2.
fn heat(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-2");
    let infected = any(&row.each(["fever", "ill_today", "skin_hot_spreading", "wound_infected"]));
    let dulled = any(&row.each(["intoxicated", "drowsy_confused"]));
    let other = any(&row.each(["bleeding_disorder", "bone_cancer"]));
    row.modified(any(&[infected, dulled, other]), vec![ban().devices(HEAT)]);
    let bath = || ban().devices(&["hot-bath"]);
    let pack = |id| ban().devices(&["heat-pack"]).at(person.where_is(id));
    let [cancer, insulin, pregnant] = row.each(["cancer_now", "insulin", "pregnant"]);
    row.modified(cancer, vec![bath(), pack("cancer_where")]);
    row.modified(insulin, vec![bath(), pack("insulin_where")]);
    row.modified(pregnant, vec![bath(), ban().devices(&["heat-pack"]).on(&["low-back-region", "belly"])]);
    let faint = any(&row.each(["heart_condition", "dizzy_standing", "faint_unexplained"]));
    row.modified(faint, vec![bath()]);
    row.close(verdict);
}

/// DV-3: CI-04, 05, 14, 17, 24; CI-27 has it where the skin is numb. The roller follows the ball.
fn ball(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-3");
    let blood = any(&row.each(["blood_thinner", "bleeding_disorder"]));
    let bones = any(&row.each(["osteoporosis", "fragility_fracture", "bone_cancer"]));
    let pregnant = row.yes("pregnant");
    let any_of_them = any(&[blood, bones, pregnant, few_platelets(&row)]);
    row.modified(any_of_them, vec![ban().devices(&["ball", "roller"])]);
    row.close(verdict);
}

/// DV-4.
fn chair(person: &Reader<'_>, verdict: &mut Verdict) {
    let mut row = Row::new(person, "DV-4");
    let body = any(&row.each(["device_electronic", "pregnant", "osteoporosis", "fragility_fracture", "caesarean"]));
    let clot = any(&row.each(["clot_ever", "leg_swollen"]));
    let operated = person.reached("operation_when", "6-weeks-to-6-months");
    let spine = person.reached("spine_surgery_when", "6-to-12-weeks");
    row.modified(any(&[body, clot, operated, spine]), vec![ban().devices(&["massage-chair", "magnetic-mat"])]);
    row.close(verdict);
}
