//! Neck artery, meningitis and bleeding, giant cell arteritis.

use super::super::limit::{Limit, ban, gentle, no_gun};
use super::super::row::Row;
use super::super::tri::{any, at_least, both};

/// No deep work on the neck, no turning, no pulling; nor what comes to the same.
fn neck_rested() -> Vec<Limit> {
    const NOT: &[&str] = &["deep", "trigger-point", "traction", "stretching"];
    vec![ban().on(&["neck"]).techniques(NOT), no_gun().on(&["neck"])]
}

/// A pain unlike any before, with signs of the brain or with a reason; the reason alone closes the neck to deep work.
pub(super) fn neck_artery(row: &mut Row<'_>) {
    let [unlike, brain, eyelid] = row.each(["new_head_neck_pain", "brain_signs", "drooping_eyelid"]);
    let sick = row.yes("migraine_sick");
    let recent = row.yes("neck_event_recent");
    let tissue = row.yes("tissue_disorder");
    let background = any(&row.each(["migraine", "high_bp", "smoker"]));
    let infection = row.yes("infection_recent");
    let reason = any(&[recent, infection, tissue, background]);
    let neck = row.person.pain_at(&["neck"]);
    let [thrown, crash, hit, injury] = row.each(["neck_whiplash", "neck_crash", "head_injury", "any_injury"]);
    let reason = any(&[reason, thrown, crash, hit, both(injury, neck)]);
    let neck_or_head = row.person.pain_at(&["neck", "head-all"]);
    row.emergency(any(&[both(unlike, any(&[brain, sick, reason])), eyelid, both(brain, neck)]));
    row.urgent(unlike);
    row.modified(any(&[recent, thrown, crash, tissue, both(background, neck_or_head)]), neck_rested());
}

/// Any two signs, or the headache that is at its worst within a minute.
pub(super) fn meningitis(row: &mut Row<'_>) {
    let thunderclap = row.yes("thunderclap");
    let [stiff, fever, light, spots, drowsy] =
        row.each(["stiff_neck", "fever", "light_hurts", "spots_rash", "drowsy_confused"]);
    let [headache, different] = row.each(["headache_now", "headache_different"]);
    // Spots that do not fade are enough alone.
    row.emergency(any(&[thunderclap, spots, at_least(2, &[stiff, fever, light, spots, drowsy])]));
    row.emergency(both(headache, any(&[stiff, fever, spots, drowsy])));
    // Headache with light that hurts is what known migraines are like: it counts where the headache is new.
    row.emergency(both(different, light));
}

/// From 50: sight with another sign, a new headache with another sign, or stiff shoulders or hips in the morning.
pub(super) fn giant_cell_arteritis(row: &mut Row<'_>) {
    let over_50 = row.person.from("age", 50);
    let [headache, scalp, jaw, sight] = row.each(["headache_different", "scalp_sore", "jaw_chewing", "sight_change"]);
    let [stiff] = row.each(["morning_stiff_both"]);
    row.emergency(both(over_50, both(sight, any(&[headache, scalp, jaw, stiff]))));
    row.urgent(both(over_50, both(headache, any(&[scalp, jaw, sight, stiff]))));
    // The jaw counts with a sore scalp or any headache; sight that went suddenly is enough alone, at any age.
    let aches = row.yes("headache_now");
    row.urgent(both(over_50, both(jaw, any(&[scalp, aches]))));
    let lost = row.yes("sight_lost");
    row.emergency(lost);
    row.until_agreed(both(over_50, stiff), gentle());
}
