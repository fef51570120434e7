//! CI-23, CI-26 to CI-30, CI-33: lungs, diabetes, nerves, fits, kidneys, liver.

use super::super::limit::{ban, cap};
use super::super::row::Row;
use super::super::tri::{any, certain};

/// CI-23: a flare waits; long-term disease: not flat (breathless lying flat is CI-18). Asthma alone sets no limit.
pub(super) fn lung(row: &mut Row<'_>) {
    let [flare, copd] = row.each(["lung_flare", "copd"]);
    let upright = || vec![ban().positions(&["prone", "supine", "side-lying"]), ban().products(&["scented"])];
    let mut light = upright();
    light.extend([cap(2), ban().techniques(&["percussion", "deep"])]);
    row.until_agreed(flare, light);
    row.modified(copd, upright());
}

/// CI-26: not where it goes in.
pub(super) fn insulin(row: &mut Row<'_>) {
    let [insulin, poor] = row.each(["insulin", "diabetes_poor"]);
    row.until_agreed(poor, vec![cap(2), ban().givers(&["self"])]);
    row.modified(insulin, vec![ban().at(row.person.around("insulin_where"))]);
}

/// Everything that presses, drums, shakes, sucks or warms by itself.
const HARD_OR_HOT: &[&str] =
    &["heat-pack", "ball", "roller", "percussion-gun", "massage-chair", "magnetic-mat", "cupping"];

/// CI-27: light, without heat, ball or percussion where feeling is reduced.
pub(super) fn numbness(row: &mut Row<'_>) {
    let person = row.person;
    let numb = row.yes("numb_skin");
    let marks = person.numb_marks();
    let marked = certain(marks.as_ref().is_none_or(|places| !places.is_empty()));
    for (condition, site) in [(numb, person.where_is("numb_where")), (marked, marks)] {
        let limits = vec![
            cap(2).at(site),
            ban().at(site).techniques(&["percussion"]),
            ban().at(site).devices(HARD_OR_HOT),
            ban().devices(&["hot-bath"]),
        ];
        row.modified(condition, limits);
    }
}

/// CI-28: a fit in the last year waits for a clinician; else not alone.
pub(super) fn fits(row: &mut Row<'_>) {
    let [ever, lately] = row.each(["fits_ever", "fit_last_year"]);
    row.until_agreed(lately, vec![ban().givers(&["self"]), cap(2)]);
    row.modified(ever, vec![ban().givers(&["self"])]);
}

/// CI-29: with an agreement; skin only over the kidneys, and never the arm of the dialysis.
pub(super) fn kidney(row: &mut Row<'_>) {
    let [disease, dialysis] = row.each(["kidney_disease", "dialysis"]);
    let limits = vec![
        cap(1).on(&["kidney"]),
        ban().on(&["kidney"]).techniques(&["percussion"]),
        ban().on(&["kidney"]).devices(&["percussion-gun", "massage-chair", "magnetic-mat"]),
    ];
    row.until_agreed(any(&[disease, dialysis]), limits);
    row.modified(dialysis, vec![ban().at(row.person.around("fistula_where"))]);
}

/// CI-30: with an agreement; nothing over the spleen.
pub(super) fn liver(row: &mut Row<'_>) {
    let disease = row.yes("liver_spleen");
    row.until_agreed(disease, vec![ban().on(&["low-ribs-left", "abdomen"]), cap(2)]);
}

/// CI-33: light along the nerve, nothing deep on the notch or the side of the neck.
pub(super) fn nerve_pain(row: &mut Row<'_>) {
    // The front of the shoulder and the armpit are where a sore shoulder is felt as well.
    const LIMBS: &[&str] = &["legs", "upper-arm-back", "upper-arm-front", "forearm", "hand"];
    let limb = row.yes("limb_pain");
    let pain = any(&[limb, row.person.spreads_to(LIMBS)]);
    let limits = vec![
        cap(2).on(&["low-back", "buttock", "notch", "neck-back", "neck-side", "legs", "arms"]),
        ban().on(&["notch", "neck-side"]).techniques(&["deep", "trigger-point", "friction"]),
    ];
    row.modified(pain, limits);
}
