//! CI-03, CI-18 to CI-22, CI-42: heart and vessels.

use super::super::limit::{Limit, ban, cap, gentle, minutes};
use super::super::row::Row;
use super::super::tri::{Tri, any, both, unless};

/// Lying flat, on the face or on the back.
const FLAT: &[&str] = &["prone", "supine"];

/// CI-03: suspected now, known, or past.
pub(super) fn clot(row: &mut Row<'_>) {
    let swollen = row.yes("leg_swollen");
    let chest = any(&row.each(["sudden_breathless_or_blood", "chest_pain", "sharp_on_breathing"]));
    let past = any(&row.each(["clot_known", "clot_ever"]));
    row.emergency(both(swollen, chest));
    row.urgent(swollen);
    row.until_agreed(past, vec![ban().on(&["legs"])]);
}

/// CI-18: worse lately, wait; stable, with an agreement short, light and never flat.
pub(super) fn heart_failure(row: &mut Row<'_>) {
    let [heart, failure, worse, flat] =
        row.each(["heart_condition", "heart_failure", "heart_failure_worse", "breathless_flat"]);
    let limits = || vec![cap(2), ban().positions(FLAT), minutes(20)];
    row.until_passed(both(failure, worse), limits());
    row.until_agreed(failure, limits());
    row.modified(both(heart, flat), vec![ban().positions(FLAT)]);
}

/// CI-19: by the time since the last event, and by what the heart still says.
pub(super) fn heart_event(row: &mut Row<'_>) {
    let [heart, symptoms, unstable] = row.each(["heart_condition", "heart_symptoms", "heart_unstable"]);
    let person = row.person;
    let since = |when| both(heart, person.reached("heart_event_when", when));
    row.emergency(both(heart, unstable));
    row.until_passed(since("under-6-weeks"), gentle());
    row.until_agreed(any(&[since("6-weeks-to-6-months"), both(heart, symptoms)]), gentle());
    row.modified(heart, vec![cap(3)]);
}

/// CI-20: a stroke now, a stroke lately, narrowed neck arteries.
pub(super) fn stroke(row: &mut Row<'_>) {
    let [now, carotid] = row.each(["brain_signs", "carotid_disease"]);
    row.emergency(now);
    row.until_agreed(row.person.reached("stroke_when", "under-6-months"), gentle());
    row.modified(carotid, vec![ban().on(&["neck"])]);
}

/// Nothing but what relaxes.
fn relaxing() -> Vec<Limit> {
    const FIRM: &[&str] = &["friction", "trigger-point", "deep", "percussion", "stretching", "traction", "myofascial"];
    vec![cap(3), ban().techniques(FIRM)]
}

/// CI-21: by the last reading. A reading that nobody knows only limits: the row says so itself.
pub(super) fn high_pressure(row: &mut Row<'_>) {
    let [high, over_180, over_160] = row.each(["high_bp", "bp_180", "bp_160"]);
    let head = any(&row.each(["headache_now", "sight_change", "drowsy_confused"]));
    let chest = any(&row.each(["chest_pain", "sudden_breathless_or_blood", "faint_pale_with_pain"]));
    let crisis = both(over_180, any(&[head, chest]));
    if over_180 == Tri::Unknown {
        row.modified(crisis, relaxing());
    } else {
        row.emergency(crisis);
    }
    row.until_passed(both(high, over_180), relaxing());
    row.until_agreed(unless(both(high, over_160), row.person.relief("bp_treated")), relaxing());
    row.modified(both(high, any(&[over_180, over_160])), relaxing());
}

/// CI-22: lying on the side, no hot bath; a faint that nobody explained waits for a clinician.
pub(super) fn low_pressure(row: &mut Row<'_>) {
    let [dizzy, faint] = row.each(["dizzy_standing", "faint_unexplained"]);
    const OTHERS: &[&str] = &["prone", "supine", "semi-reclined", "seated"];
    let limits = || vec![ban().positions(OTHERS), ban().devices(&["hot-bath"])];
    row.until_agreed(faint, limits());
    row.modified(dizzy, limits());
}

/// CI-42: knotted veins, or an inflamed one.
pub(super) fn veins(row: &mut Row<'_>) {
    let [knotted, inflamed] = row.each(["varicose", "vein_inflamed"]);
    let site = row.person.around("varicose_where");
    row.until_agreed(both(knotted, inflamed), vec![ban().at(site.clone())]);
    row.modified(knotted, vec![ban().at(site)]);
}
