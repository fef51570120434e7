//! CI-01, CI-02, CI-39, CI-40: illness that passes, and the head.

use super::super::limit::{HOME, ban, gentle};
use super::super::row::Row;
use super::super::tri::{any, both};

/// CI-01: feverish, or ill in any other way: come back when well.
pub(super) fn fever(row: &mut Row<'_>) {
    let ill = any(&row.each(["fever", "ill_today", "looks_very_ill"]));
    row.until_passed(ill, gentle());
}

/// CI-02: 48 hours after the stomach is clear.
pub(super) fn stomach(row: &mut Row<'_>) {
    let sick = row.yes("vomiting_diarrhoea");
    row.until_passed(sick, gentle());
}

/// CI-39: danger signs, among them a blood thinner; fresh or concussed: no head or neck work.
pub(super) fn head_injury(row: &mut Row<'_>) {
    let hit = row.yes("head_injury");
    let danger = any(&row.each(["head_injury_danger", "blood_thinner"]));
    let fresh = row.yes("head_injury_fresh");
    row.emergency(both(hit, danger));
    row.until_agreed(both(hit, fresh), vec![ban().on(&["head-all", "neck"])]);
}

/// CI-40: a new or different headache is looked at first; sick with migraine, wait. Until it is known, not at home.
pub(super) fn headache(row: &mut Row<'_>) {
    let [now, different, sick] = row.each(["headache_now", "headache_different", "migraine_sick"]);
    let limits = || vec![ban().givers(HOME)];
    row.until_agreed(both(now, different), limits());
    row.until_passed(both(now, sick), limits());
}
