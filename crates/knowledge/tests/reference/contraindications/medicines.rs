//! CI-04, CI-05, CI-34, CI-35, CI-37, CI-38: medicines, bleeding, devices, allergies.

use super::super::limit::{HEAT, HOME, Limit, ban, cap};
use super::super::row::Row;
use super::super::tri::{any, both};

/// What bleeds under the skin when it is pressed hard.
fn nothing_forceful() -> Vec<Limit> {
    vec![
        ban().techniques(&["deep", "trigger-point", "percussion"]),
        ban().devices(&["ball", "percussion-gun", "cupping"]),
    ]
}

/// CI-04: light at home, medium by a therapist; with an antiplatelet medicine the effect is weaker.
pub(super) fn blood_thinner(row: &mut Row<'_>) {
    let [thinner, antiplatelet] = row.each(["blood_thinner", "antiplatelet"]);
    let growing = row.yes("bruise_growing");
    row.urgent(both(thinner, growing));
    let mut limits = vec![cap(2).givers(HOME), cap(3)];
    limits.extend(nothing_forceful());
    row.modified(thinner, limits);
    row.modified(
        antiplatelet,
        vec![cap(3), ban().techniques(&["deep"]), ban().devices(&["cupping", "percussion-gun"])],
    );
}

/// CI-05: severe, never; else by the platelets, with an agreement. During chemotherapy the count must be known.
pub(super) fn bleeding(row: &mut Row<'_>) {
    let [bleeds, severe, chemo] = row.each(["bleeding_disorder", "bleeding_severe", "chemo_recent"]);
    let person = row.person;
    let under = |count| person.reached("platelets", count);
    const HARD: &[&str] = &["ball", "roller", "percussion-gun", "cupping", "massage-chair"];
    let pulled = || vec![ban().techniques(&["friction", "stretching", "traction"]), ban().devices(HARD)];
    let limits = |most, more: Vec<Limit>| {
        let mut limits = nothing_forceful();
        limits.push(cap(most));
        limits.extend(more);
        limits
    };
    let mut skin_only = pulled();
    skin_only.extend([ban().techniques(&["kneading"]), ban().devices(HEAT)]);
    row.until_passed(severe, limits(1, skin_only));
    row.until_agreed(bleeds, limits(2, vec![ban().techniques(&["friction"]), ban().devices(HEAT)]));
    let counted = any(&[bleeds, chemo]);
    row.until_agreed(both(counted, under("20-to-49")), limits(2, pulled()));
    let mut lowest = pulled();
    lowest.push(ban().techniques(&["kneading", "vibration", "myofascial"]));
    lowest.push(ban().devices(&["magnetic-mat"]));
    row.until_agreed(both(counted, under("under-20")), limits(1, lowest));
    // During chemotherapy a count that nobody knows is as bad as a low one.
    row.until_agreed_critical(both(chemo, under("20-to-49")), limits(2, pulled()));
}

/// CI-34: not on it, not lying on it; nothing that shakes or has magnets where it is electronic.
pub(super) fn device(row: &mut Row<'_>) {
    let [electronic, other] = row.each(["device_electronic", "device_other"]);
    let site = ban().at(row.person.around("device_where"));
    row.modified(any(&[electronic, other]), vec![site, ban().positions(&["prone"])]);
    row.modified(electronic, vec![ban().devices(&["percussion-gun", "massage-chair", "magnetic-mat"])]);
}

/// CI-35: not on it; a hot bath reaches every patch.
pub(super) fn patch(row: &mut Row<'_>) {
    let patch = row.yes("patch_injection");
    row.modified(patch, vec![ban().at(row.person.around("patch_where")), ban().devices(&["hot-bath"])]);
}

/// CI-37: light, no friction.
pub(super) fn steroids(row: &mut Row<'_>) {
    let thin = any(&row.each(["steroids_long", "thin_skin"]));
    row.modified(thin, vec![cap(2), ban().techniques(&["friction", "myofascial"])]);
}

/// CI-38: products only.
pub(super) fn allergy(row: &mut Row<'_>) {
    let [nut, scent, latex, anaphylaxis] = row.each(["allergy_nut", "allergy_scent", "allergy_latex", "anaphylaxis"]);
    row.modified(nut, vec![ban().products(&["nut-oil"])]);
    row.modified(scent, vec![ban().products(&["plain-oil", "nut-oil", "scented"])]);
    row.modified(latex, vec![ban().products(&["latex"])]);
    row.modified(anaphylaxis, vec![ban().products(&["plain-oil", "nut-oil", "scented", "latex"])]);
}
