//! Cauda equina, spinal cord, nerve root.

use super::super::limit::{ban, gentle};
use super::super::row::Row;
use super::super::tri::{any, at_least, both, given, unless};

/// Any one is enough; a change of sexual function alone is urgent; old, unchanged and assessed signs need an agreement.
pub(super) fn cauda_equina(row: &mut Row<'_>) {
    let signs = row.each(["saddle_numbness", "bladder_change", "bowel_change", "genital_numbness", "both_legs"]);
    let sign = any(&signs);
    let sexual = row.yes("sexual_change");
    let old = row.person.relief("ces_old_assessed");
    row.emergency(unless(sign, old));
    row.urgent(unless(sexual, old));
    // Critical, because a sign that nobody can answer for would have been an emergency.
    row.until_agreed_critical(given(any(&[sign, sexual]), old), gentle());
}

/// Any two are an emergency, any one is urgent; the bladder with neck pain and quick weakness are enough alone.
pub(super) fn cord(row: &mut Row<'_>) {
    let [hands, legs, numb, shock] = row.each(["clumsy_hands", "unsteady_legs", "numb_both_hands", "electric_shock"]);
    let bladder_or_bowel = any(&row.each(["bladder_change", "bowel_change"]));
    let weaker = row.yes("weakness_worsening");
    let signs = [hands, legs, numb, shock, bladder_or_bowel];
    row.emergency(any(&[weaker, both(bladder_or_bowel, row.person.pain_at(&["neck"])), at_least(2, &signs)]));
    row.urgent(any(&signs));
    row.modified(any(&[weaker, any(&signs)]), vec![ban().on(&["neck"])]);
}

/// New or growing weakness, and numbness that spreads, which is a growing deficit as well.
pub(super) fn root(row: &mut Row<'_>) {
    let deficit = any(&row.each(["new_weakness", "weakness_worsening", "spreading_numbness"]));
    row.urgent(deficit);
}
