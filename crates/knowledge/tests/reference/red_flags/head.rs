//! Neck artery, meningitis and bleeding, giant cell arteritis.

use super::super::limit::{ban, gentle};
use super::super::row::Row;
use super::super::tri::{any, at_least, both};

/// A pain unlike any before, with signs of the brain or with a reason; the reason alone closes the neck to deep work.
pub(super) fn neck_artery(row: &mut Row<'_>) {
    let [unlike, brain, eyelid] = row.each(["new_head_neck_pain", "brain_signs", "drooping_eyelid"]);
    let recent = row.yes("neck_event_recent");
    let background = any(&row.each(["tissue_disorder", "migraine", "high_bp", "smoker"]));
    let reason = any(&[recent, background]);
    let neck = row.person.pain_at(&["neck"]);
    row.emergency(any(&[both(unlike, any(&[brain, reason])), eyelid, both(brain, neck)]));
    row.urgent(unlike);
    row.modified(reason, vec![ban().on(&["neck"]).techniques(&["deep", "traction"])]);
}

/// Any two signs, or the headache that is at its worst within a minute.
pub(super) fn meningitis(row: &mut Row<'_>) {
    let thunderclap = row.yes("thunderclap");
    let signs = row.each(["stiff_neck", "fever", "headache_now", "light_hurts", "spots_rash", "drowsy_confused"]);
    row.emergency(any(&[thunderclap, at_least(2, &signs)]));
}

/// From 50: sight with another sign, a new headache with another sign, or stiff shoulders or hips in the morning.
pub(super) fn giant_cell_arteritis(row: &mut Row<'_>) {
    let over_50 = row.person.from("age", 50);
    let [headache, scalp, jaw, sight] = row.each(["headache_different", "scalp_sore", "jaw_chewing", "sight_change"]);
    let [stiff] = row.each(["morning_stiff_both"]);
    row.emergency(both(over_50, both(sight, any(&[headache, scalp, jaw]))));
    row.urgent(both(over_50, both(headache, any(&[scalp, jaw, sight]))));
    row.until_agreed(both(over_50, stiff), gentle());
}
