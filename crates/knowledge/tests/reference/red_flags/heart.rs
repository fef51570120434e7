//! Aorta, heart, lung.

use super::super::limit::{ban, cap, careful, gentle, minutes};
use super::super::row::Row;
use super::super::tri::{any, both, every, unless};

/// Sudden tearing pain; fainting with back or tummy pain; a known aneurysm with new pain.
pub(super) fn aorta(row: &mut Row<'_>) {
    let person = row.person;
    let [tearing, faint] = row.each(["sudden_tearing_pain", "faint_pale_with_pain"]);
    let [upper, low, steady] = row.each(["upper_tummy_pain", "low_tummy_pain", "deep_steady_pain"]);
    let trunk = person.pain_at(&["back", "neck", "chest-all", "belly"]);
    let side = row.yes("side_pain");
    let back_or_tummy = any(&[trunk, upper, low, side, steady]);
    let known = row.yes("aneurysm_known");
    let new = row.yes("pain_new");
    let new_pain = any(&[both(new, trunk), upper, low, side]);
    row.emergency(any(&[tearing, both(faint, back_or_tummy), both(known, new_pain)]));

    let pulsing = row.yes("pulsing_tummy");
    row.urgent_within(both(pulsing, back_or_tummy), gentle());
    let man = both(person.sex_in(&["male", "another"]), person.from("age", 66));
    let woman = both(person.sex_in(&["female", "another"]), person.from("age", 70));
    let background = any(&row.each(["smoker", "high_bp", "copd", "aneurysm_family"]));
    row.urgent_within(every(&[any(&[man, woman]), background, steady]), gentle());
    // A steady pain is not known to be new, but with a known aneurysm it cannot wait.
    row.urgent_within(both(known, steady), gentle());
    let mut limits = careful();
    limits.extend([ban().devices(&["ball", "roller"]), ban().positions(&["prone"])]);
    row.until_agreed(known, limits);
}

/// Chest pain with back or shoulder pain; an ache on effort; the known angina in its usual pattern needs an agreement.
pub(super) fn heart(row: &mut Row<'_>) {
    let [chest, effort, sudden] = row.each(["chest_pain", "effort_pain", "sudden_upper_pain"]);
    let with_it = any(&row.each(["sick_lightheaded_with_pain", "faint_pale_with_pain"]));
    let usual = row.person.relief("angina_known_usual");
    let with_back = both(chest, row.person.pain_at(&["back", "neck", "shoulder", "arms", "face", "chest-all"]));
    row.emergency(unless(with_back, usual));
    row.emergency(both(with_it, any(&[chest, effort, sudden])));
    // Sick or light-headed with a pain that did not come suddenly: the table is silent; a new one cannot wait for days.
    let sick = row.yes("sick_lightheaded_with_pain");
    let felt = row.person.pain_at(&["back", "neck", "chest-all", "belly", "shoulder", "arms", "face"]);
    let new = row.yes("pain_new");
    row.urgent_within(every(&[sick, felt, new]), gentle());
    row.until_agreed(both(sick, felt), vec![cap(2), minutes(20)]);
    // The table is silent on chest pain without pain elsewhere; it cannot be milder than an ache on effort.
    row.urgent_within(unless(any(&[chest, effort]), usual), gentle());
    let mut limits = careful();
    limits.extend([minutes(20), ban().devices(&["hot-bath"])]);
    row.until_agreed_critical(any(&[chest, effort]), limits);
}

/// Breathlessness or blood with pain; a sharp pain on breathing in, alone or with the marks of a clot.
pub(super) fn lung(row: &mut Row<'_>) {
    let [sharp, breathless, chest] = row.each(["sharp_on_breathing", "sudden_breathless_or_blood", "chest_pain"]);
    let swollen = row.yes("leg_swollen");
    let birth = row.person.reached("birth_when", "6-to-12-weeks");
    let operation = row.person.reached("operation_when", "under-6-weeks");
    let told = any(&row.each(["clot_risk_recent", "pregnant", "cancer_ever", "clot_ever"]));
    let spine = row.person.reached("spine_surgery_when", "6-to-12-weeks");
    let risk = any(&[told, birth, operation, spine]);
    let pain = any(&[row.person.pain_from(1), sharp, chest]);
    row.emergency(any(&[both(breathless, pain), both(sharp, any(&[swollen, risk]))]));
    // The table is silent on sudden breathlessness without any pain; it cannot be milder than the sharp pain.
    row.urgent_within(any(&[sharp, breathless]), gentle());
}
