//! CI-15, CI-16, CI-17: cancer.

use super::super::limit::{HOME, ban, cap};
use super::super::row::Row;

/// CI-15: light, and never on tumour, glands or radiated skin.
pub(super) fn now(row: &mut Row<'_>) {
    let now = row.yes("cancer_now");
    row.until_agreed(now, vec![cap(2), ban().at(row.person.around("cancer_where"))]);
}

/// CI-16: the limb and its quadrant light, by trained hands only.
pub(super) fn nodes(row: &mut Row<'_>) {
    let removed = row.yes("nodes_removed");
    let site = row.person.around("nodes_where");
    row.modified(removed, vec![cap(2).at(site.clone()), ban().at(site).givers(HOME)]);
}

/// CI-17: skin only, and not at home.
pub(super) fn bones(row: &mut Row<'_>) {
    let bones = row.yes("bone_cancer");
    row.until_agreed(bones, vec![cap(1), ban().givers(HOME)]);
}
