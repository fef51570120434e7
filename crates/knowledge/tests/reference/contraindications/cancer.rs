//! CI-15, CI-16, CI-17: cancer.

use super::super::limit::{HOME, ban, cap};
use super::super::row::Row;

/// CI-15: light, and never on tumour, glands or radiated skin.
pub(super) fn now(row: &mut Row<'_>) {
    let [now, chemo] = row.each(["cancer_now", "chemo_recent"]);
    let limits = vec![
        cap(2),
        ban().at(row.person.around("cancer_where")),
        ban().techniques(&["deep", "trigger-point", "percussion"]),
        ban().devices(&["ball", "percussion-gun", "cupping"]),
    ];
    row.until_agreed(chemo, vec![cap(2)]);
    row.until_agreed(now, limits);
}

/// CI-16: the limb and its quadrant light, by trained hands only.
pub(super) fn nodes(row: &mut Row<'_>) {
    let removed = row.yes("nodes_removed");
    let site = row.person.around("nodes_where");
    let limits = vec![
        cap(2).at(site),
        ban().at(site).givers(HOME),
        ban().at(site).techniques(&["deep", "trigger-point", "friction", "percussion"]),
        ban().at(site).devices(&["ball", "roller", "percussion-gun", "cupping", "heat-pack"]),
    ];
    row.modified(removed, limits);
}

/// CI-17: skin only, and not at home.
pub(super) fn bones(row: &mut Row<'_>) {
    let bones = row.yes("bone_cancer");
    const NOT: &[&str] = &[
        "deep",
        "trigger-point",
        "friction",
        "kneading",
        "percussion",
        "vibration",
        "stretching",
        "traction",
        "myofascial",
    ];
    const DEVICES: &[&str] = &["ball", "roller", "percussion-gun", "massage-chair", "magnetic-mat", "cupping"];
    row.until_agreed(bones, vec![cap(1), ban().givers(HOME), ban().techniques(NOT), ban().devices(DEVICES)]);
}
