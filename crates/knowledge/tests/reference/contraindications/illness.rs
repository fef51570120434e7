//! CI-01, CI-02, CI-39, CI-40: illness that passes, and the head.

use super::super::limit::{HEAT, ban, cap, gentle};
use super::super::row::Row;
use super::super::tri::{any, both};

/// CI-01: feverish, or ill in any other way: come back when well.
pub(super) fn fever(row: &mut Row<'_>) {
    let ill = any(&row.each(["fever", "ill_today", "looks_very_ill"]));
    let mut limits = gentle();
    limits.push(ban().devices(HEAT));
    row.until_passed(ill, limits);
}

/// CI-02: 48 hours after the stomach is clear.
pub(super) fn stomach(row: &mut Row<'_>) {
    let sick = row.yes("vomiting_diarrhoea");
    row.until_passed(sick, vec![cap(2), ban().on(&["belly"])]);
}

/// CI-39: danger signs, among them a blood thinner; fresh or concussed: no head or neck work.
pub(super) fn head_injury(row: &mut Row<'_>) {
    let hit = row.yes("head_injury");
    let [danger, fresh] = row.each(["head_injury_danger", "head_injury_fresh"]);
    let elsewhere =
        any(&row.each(["blood_thinner", "bleeding_disorder", "sight_change", "new_weakness", "drowsy_confused"]));
    row.emergency(any(&[danger, both(hit, elsewhere)]));
    let still = any(&row.each(["headache_now", "vomiting_diarrhoea"]));
    row.urgent_within(both(hit, still), vec![ban().on(&["head-all", "neck"]), cap(2)]);
    row.until_agreed(fresh, vec![ban().on(&["head-all", "neck"]), cap(2)]);
}

/// CI-40: a new or different headache today; sick with migraine, wait; a known one spares the neck.
pub(super) fn headache(row: &mut Row<'_>) {
    const HEAD: &[&str] = &["neck", "head-all"];
    const NOT: &[&str] = &["deep", "trigger-point", "friction", "percussion", "stretching", "traction"];
    let [now, different, sick] = row.each(["headache_now", "headache_different", "migraine_sick"]);
    row.urgent(different);
    row.until_passed(sick, vec![cap(2), ban().on(HEAD), ban().products(&["scented"])]);
    row.modified(now, vec![cap(2).on(HEAD), ban().on(HEAD).techniques(NOT)]);
}
