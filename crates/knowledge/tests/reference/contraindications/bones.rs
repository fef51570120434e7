//! CI-12, CI-13, CI-14, CI-31, CI-32, CI-43: spine operations, bones, joints, strains, loose tissue.

use super::super::limit::{ban, cap};
use super::super::row::Row;
use super::super::tri::{both, unless};

/// CI-12: six weeks no work on the back; to twelve weeks with the surgeon's yes; later light, nothing hard over metal.
pub(super) fn spine_surgery(row: &mut Row<'_>) {
    let person = row.person;
    let [ever, metal, injection] = row.each(["spine_surgery", "spine_metal", "spine_injection"]);
    let since = |when| both(ever, person.reached("spine_surgery_when", when));
    let site = person.around("spine_surgery_where");
    const BACK: &[&str] = &["back", "neck"];
    let machines = || ban().devices(&["ball", "roller", "percussion-gun", "massage-chair", "magnetic-mat"]);
    row.until_passed_critical(since("under-6-weeks"), vec![ban().on(BACK), machines()]);
    let healing = vec![
        cap(2).on(BACK),
        ban().on(BACK).techniques(&["percussion", "deep", "trigger-point", "traction"]),
        machines(),
    ];
    row.until_agreed_critical(unless(since("6-to-12-weeks"), person.relief("surgeon_agrees")), healing);
    row.modified(ever, vec![cap(2).at(site)]);
    let hard =
        vec![ban().at(site).techniques(&["percussion"]), ban().at(site).devices(&["ball", "roller", "percussion-gun"])];
    row.modified(metal, hard);
    row.modified(injection, vec![ban().at(person.around("spine_injection_where"))]);
}

/// CI-13: the site and the joint beside it.
pub(super) fn fracture(row: &mut Row<'_>) {
    let broken = row.yes("fracture_recent");
    row.modified(broken, vec![ban().at(row.person.around("fracture_where"))]);
}

/// CI-14: light on the trunk, no tapping, no ball, no percussion; a broken bone from a small fall waits for a clinician.
pub(super) fn osteoporosis(row: &mut Row<'_>) {
    let [thin, fragile] = row.each(["osteoporosis", "fragility_fracture"]);
    let limits = || {
        vec![
            cap(2).on(&["trunk"]),
            cap(1).on(&["low-ribs"]),
            // What loads the ribs or the spine.
            ban().on(&["trunk"]).techniques(&["deep", "trigger-point", "friction", "traction", "stretching"]),
            ban().on(&["trunk"]).applicators(&["forearm", "elbow", "knuckles", "feet", "tool"]),
            ban().techniques(&["percussion"]),
            ban().devices(&["ball", "roller", "percussion-gun", "massage-chair", "magnetic-mat"]),
        ]
    };
    row.until_agreed(fragile, limits());
    row.modified(thin, limits());
}

/// CI-31: the hot joint; a flare of the whole body; no turning or pulling of a neck with long-standing arthritis.
pub(super) fn joint(row: &mut Row<'_>) {
    let [hot, flare, loose] = row.each(["joint_hot", "flare_whole", "ra_or_down"]);
    const NOT: &[&str] = &["friction", "deep", "trigger-point", "percussion", "stretching", "traction"];
    row.until_passed(flare, vec![cap(2), ban().techniques(NOT)]);
    row.modified(hot, vec![ban().at(row.person.around("joint_hot_where"))]);
    row.modified(loose, vec![ban().on(&["neck", "head-all"]).techniques(&["traction", "stretching"])]);
}

/// CI-32: three days nothing there; then light for two weeks, or until the pain is at most 3.
pub(super) fn strain(row: &mut Row<'_>) {
    let person = row.person;
    let site = person.around("strain_where");
    row.until_passed(person.reached("strain_when", "under-3-days"), vec![ban().at(site), ban().devices(&["hot-bath"])]);
    let sore = both(person.reached("strain_when", "3-to-14-days"), person.pain_from(4));
    row.modified(sore, vec![cap(2).at(site)]);
}

/// CI-43: a light hand on the neck, nothing to the end of its range.
pub(super) fn tissue(row: &mut Row<'_>) {
    let loose = row.yes("tissue_disorder");
    row.modified(loose, vec![cap(2).on(&["neck"]), ban().techniques(&["stretching", "traction"])]);
}
