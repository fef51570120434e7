//! CI-36, CI-44 to CI-47: who can say yes and stop, and for whom massage is not the first thing.

use super::super::limit::{HOME, ban, cap, gentle, no_gun};
use super::super::row::Row;
use super::super::tri::{any, unless};

/// CI-36: sober first; a strong painkiller hides too much pressure.
pub(super) fn alcohol(row: &mut Row<'_>) {
    let [drunk, opioid] = row.each(["intoxicated", "opioid"]);
    let alone = ban().givers(&["self"]).devices(&["ball", "roller", "percussion-gun"]);
    row.until_passed(drunk, vec![cap(2), alone]);
    row.modified(opioid, vec![cap(2)]);
}

/// CI-44: adults only; an age that nobody gives is no adult's.
pub(super) fn age(row: &mut Row<'_>) {
    row.until_passed_critical(row.person.below("age", 18), gentle());
}

/// CI-45: never at home; a therapist, with a clinician and a carer.
pub(super) fn cannot_stop(row: &mut Row<'_>) {
    let cannot = row.yes("cannot_say_stop");
    row.until_agreed_critical(cannot, vec![ban().givers(HOME), cap(2), no_gun()]);
}

/// CI-46: severe, or long and never examined; examined and unchanged, light where it is severe.
pub(super) fn severe(row: &mut Row<'_>) {
    let helpless = row.yes("cannot_self_care");
    let severe = any(&[row.person.pain_from(8), helpless]);
    let long = row.person.reached("pain_duration", "over-12-weeks");
    let examined = row.person.relief("pain_assessed");
    row.until_agreed(unless(severe, examined), gentle());
    row.until_agreed(unless(long, examined), vec![cap(3), no_gun()]);
    row.modified(severe, gentle());
}

/// CI-47: consent at each step, lightly; so strong that touch upsets, a clinician first.
pub(super) fn touch(row: &mut Row<'_>) {
    let [difficult, unstable] = row.each(["touch_difficult", "mind_unstable"]);
    row.until_agreed(unstable, gentle());
    row.modified(difficult, gentle());
}
