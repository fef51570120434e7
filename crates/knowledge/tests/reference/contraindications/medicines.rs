//! CI-04, CI-05, CI-34, CI-35, CI-37, CI-38: medicines, bleeding, devices, allergies.

use super::super::limit::{HOME, Limit, ban, cap};
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
    let [bruise, growing] = row.each(["bruise", "bruise_growing"]);
    row.urgent(both(thinner, both(bruise, growing)));
    let mut limits = vec![cap(2).givers(HOME), cap(3)];
    limits.extend(nothing_forceful());
    row.modified(thinner, limits);
    row.modified(antiplatelet, vec![cap(3), ban().techniques(&["deep"]), ban().devices(&["cupping"])]);
}

/// CI-05: severe, never; else by the platelets, with an agreement. During chemotherapy the count must be known.
pub(super) fn bleeding(row: &mut Row<'_>) {
    let [bleeds, severe, chemo] = row.each(["bleeding_disorder", "bleeding_severe", "chemo_recent"]);
    let person = row.person;
    let under = |count| person.reached("platelets", count);
    let limits = |most| {
        let mut limits = nothing_forceful();
        limits.push(cap(most));
        limits
    };
    row.until_passed(both(bleeds, severe), limits(2));
    row.until_agreed(bleeds, limits(2));
    row.until_agreed(both(bleeds, under("under-20")), limits(1));
    row.until_agreed_critical(both(chemo, under("20-to-49")), limits(2));
    row.until_agreed_critical(both(chemo, under("under-20")), limits(1));
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
    row.modified(thin, vec![cap(2), ban().techniques(&["friction"])]);
}

/// CI-38: products only.
pub(super) fn allergy(row: &mut Row<'_>) {
    let [nut, scent, latex, anaphylaxis] = row.each(["allergy_nut", "allergy_scent", "allergy_latex", "anaphylaxis"]);
    row.modified(nut, vec![ban().products(&["nut-oil"])]);
    row.modified(scent, vec![ban().products(&["plain-oil", "nut-oil", "scented"])]);
    row.modified(latex, vec![ban().products(&["latex"])]);
    row.modified(anaphylaxis, vec![ban().products(&["plain-oil", "nut-oil", "scented", "latex"])]);
}
