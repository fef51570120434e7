//! CI-03, CI-18 to CI-22, CI-42: heart and vessels.

use super::super::limit::{Limit, ban, cap, gentle, minutes};
use super::super::row::Row;
use super::super::tri::{any, both, unless};

/// Lying flat in any way.
const LYING: &[&str] = &["prone", "supine", "side-lying"];

/// Nothing that warms the whole body or drums.
const NO_BATH: &[&str] = &["hot-bath", "percussion-gun"];

/// CI-03: suspected now, known, or past.
pub(super) fn clot(row: &mut Row<'_>) {
    const MACHINES: &[&str] = &["percussion-gun", "massage-chair", "magnetic-mat"];
    let swollen = row.yes("leg_swollen");
    let breath =
        any(&row.each(["sudden_breathless_or_blood", "chest_pain", "sharp_on_breathing", "faint_pale_with_pain"]));
    let [known, ever] = row.each(["clot_known", "clot_ever"]);
    row.emergency(both(swollen, breath));
    row.urgent(swollen);
    row.until_agreed(known, vec![ban().on(&["legs", "arms"]), cap(2), ban().devices(MACHINES)]);
    row.modified(ever, vec![ban().on(&["legs"]), cap(2).on(&["arms"]), ban().devices(MACHINES)]);
}

/// CI-18: worse lately, wait; stable, with an agreement short, light and half sitting.
pub(super) fn heart_failure(row: &mut Row<'_>) {
    let [failure, worse, flat] = row.each(["heart_failure", "heart_failure_worse", "breathless_flat"]);
    row.until_passed(worse, vec![cap(1), minutes(15), ban().positions(LYING)]);
    let limits = vec![
        cap(2),
        minutes(20),
        ban().positions(LYING),
        ban().techniques(&["deep", "trigger-point", "percussion"]),
        ban().devices(NO_BATH),
    ];
    row.until_agreed(failure, limits);
    row.modified(flat, vec![ban().positions(LYING)]);
}

/// CI-19: by the time since the last event, and by what the heart still says.
pub(super) fn heart_event(row: &mut Row<'_>) {
    let [heart, symptoms, unstable] = row.each(["heart_condition", "heart_symptoms", "heart_unstable"]);
    let person = row.person;
    let since = |when| both(heart, person.reached("heart_event_when", when));
    let light = || vec![cap(2), ban().devices(NO_BATH)];
    row.emergency(unstable);
    let mut fresh = light();
    fresh.extend([minutes(15), ban().positions(&["prone"])]);
    row.until_passed(since("under-6-weeks"), fresh);
    row.until_agreed(since("6-weeks-to-6-months"), light());
    row.until_agreed(symptoms, light());
    row.modified(heart, vec![cap(3), ban().devices(&["hot-bath"])]);
}

/// CI-20: a stroke now, a stroke lately, narrowed neck arteries.
pub(super) fn stroke(row: &mut Row<'_>) {
    let [now, carotid] = row.each(["brain_signs", "carotid_disease"]);
    row.emergency(now);
    let mut limits = gentle();
    limits.push(ban().on(&["neck"]));
    row.until_agreed(row.person.reached("stroke_when", "under-6-months"), limits);
    row.modified(carotid, vec![ban().on(&["neck"])]);
}

/// Nothing but what relaxes.
fn relaxing() -> Vec<Limit> {
    const FIRM: &[&str] = &["friction", "trigger-point", "deep", "percussion", "stretching", "traction"];
    vec![cap(2), ban().techniques(FIRM), ban().devices(&["ball", "percussion-gun", "hot-bath"])]
}

/// CI-21: by the last reading. With a headache, a reading that nobody knows only limits: the row says so itself.
pub(super) fn high_pressure(row: &mut Row<'_>) {
    let [over_180, over_160] = row.each(["bp_180", "bp_160"]);
    let [headache, sight, drowsy, failing] =
        row.each(["headache_now", "sight_change", "drowsy_confused", "heart_failure_worse"]);
    let chest = any(&row.each(["chest_pain", "sudden_breathless_or_blood", "faint_pale_with_pain"]));
    row.emergency(both(over_180, any(&[sight, drowsy, failing, chest])));
    row.emergency_if_known(both(over_180, headache), vec![cap(2)]);
    row.until_passed(over_180, relaxing());
    row.until_agreed(unless(over_160, row.person.relief("bp_treated")), relaxing());
    row.modified(over_160, relaxing());
}

/// CI-22: not flat on face or back, no hot bath; a faint that nobody explained waits for a clinician.
pub(super) fn low_pressure(row: &mut Row<'_>) {
    let [dizzy, faint] = row.each(["dizzy_standing", "faint_unexplained"]);
    let limits = || vec![ban().positions(&["prone", "supine"]), ban().devices(&["hot-bath"])];
    let mut light = limits();
    light.push(cap(2));
    row.until_agreed(faint, light);
    row.modified(dizzy, limits());
}

/// CI-42: knotted veins; with an inflamed one, neither leg.
pub(super) fn veins(row: &mut Row<'_>) {
    let [knotted, inflamed] = row.each(["varicose", "vein_inflamed"]);
    let site = row.person.around("varicose_where");
    row.until_agreed(inflamed, vec![ban().at(site), ban().on(&["legs"])]);
    row.modified(knotted, vec![ban().at(site)]);
}
