//! Cauda equina, spinal cord, nerve root.

use super::super::limit::{ban, careful};
use super::super::row::Row;
use super::super::tri::{any, at_least, both, every, unless};

/// From the thigh down, without the groin.
const LEFT_LEG: [&str; 7] =
    ["thigh-back-left", "thigh-front-left", "knee-back-left", "knee-front-left", "calf-left", "shin-left", "foot-left"];
const RIGHT_LEG: [&str; 7] = [
    "thigh-back-right",
    "thigh-front-right",
    "knee-back-right",
    "knee-front-right",
    "calf-right",
    "shin-right",
    "foot-right",
];

/// Any one is enough; a change of sexual function alone is urgent; old, unchanged and assessed signs need an agreement.
pub(super) fn cauda_equina(row: &mut Row<'_>) {
    let signs = row.each(["saddle_numbness", "bladder_change", "bowel_change", "genital_numbness", "both_legs"]);
    let sign = any(&signs);
    let sexual = row.yes("sexual_change");
    let old = row.person.relief("ces_old_assessed");
    row.emergency(unless(sign, old));
    row.urgent(unless(sexual, old));
    // Marks on both legs may be sore knees: not the sign itself, but somebody has to look.
    let left = row.person.pain_at(&LEFT_LEG);
    let right = row.person.pain_at(&RIGHT_LEG);
    let low = row.person.pain_at(&["low-back-region"]);
    row.until_agreed(every(&[left, right, low]), careful());
    // Critical, because a sign that nobody can answer for would have been an emergency.
    row.until_agreed_critical(any(&[sign, sexual]), careful());
}

/// Any two are an emergency, any one is urgent; the bladder with neck pain and quick weakness are enough alone.
pub(super) fn cord(row: &mut Row<'_>) {
    let [hands, legs, numb, shock] = row.each(["clumsy_hands", "unsteady_legs", "numb_both_hands", "electric_shock"]);
    let bladder_or_bowel = any(&row.each(["bladder_change", "bowel_change"]));
    let weaker = row.yes("weakness_worsening");
    let signs = [hands, legs, numb, shock, bladder_or_bowel];
    let neck = row.person.pain_at(&["neck"]);
    let closed = || vec![ban().on(&["neck"])];
    let old = row.person.relief("ces_old_assessed");
    row.emergency_within(any(&[weaker, both(bladder_or_bowel, neck), at_least(2, &signs)]), closed());
    // An old, examined sign of the bladder is no sign here, or its relief could never count.
    row.urgent_within(any(&[hands, legs, numb, shock, unless(bladder_or_bowel, old)]), closed());
}

/// New or growing weakness, and numbness that spreads, which is a growing deficit as well.
pub(super) fn root(row: &mut Row<'_>) {
    let deficit = any(&row.each(["new_weakness", "weakness_worsening", "spreading_numbness"]));
    row.urgent(deficit);
}
