//! CI-23, CI-26 to CI-30, CI-33: lungs, diabetes, nerves, fits, kidneys, liver.

use super::super::limit::{HEAT, ban, cap};
use super::super::row::Row;
use super::super::tri::{any, both, certain};

/// CI-23: a flare waits; long-term disease, or breathless lying flat: not flat. Asthma alone sets no limit.
pub(super) fn lung(row: &mut Row<'_>) {
    let [disease, flare, copd, flat] = row.each(["lung_disease", "lung_flare", "copd", "breathless_flat"]);
    let upright = || vec![ban().positions(&["prone", "supine"])];
    row.until_agreed(both(disease, flare), upright());
    row.modified(both(disease, any(&[copd, flat])), upright());
}

/// CI-26: not where it goes in.
pub(super) fn insulin(row: &mut Row<'_>) {
    let [insulin, poor] = row.each(["insulin", "diabetes_poor"]);
    row.until_agreed(poor, vec![cap(2)]);
    row.modified(insulin, vec![ban().at(row.person.around("insulin_where"))]);
}

/// CI-27: light, without heat, ball or percussion where feeling is reduced.
pub(super) fn numbness(row: &mut Row<'_>) {
    let person = row.person;
    let numb = row.yes("numb_skin");
    let marks = person.numb_marks();
    let marked = certain(marks.as_ref().is_none_or(|places| !places.is_empty()));
    for (condition, site) in [(numb, person.where_is("numb_where")), (marked, marks)] {
        let limits = vec![
            cap(2).at(site.clone()),
            ban().at(site.clone()).techniques(&["percussion"]),
            ban().at(site.clone()).devices(&["ball", "percussion-gun"]),
            ban().at(site).devices(HEAT),
        ];
        row.modified(condition, limits);
    }
}

/// CI-28: a fit in the last year waits for a clinician; else not alone.
pub(super) fn fits(row: &mut Row<'_>) {
    let [ever, lately] = row.each(["fits_ever", "fit_last_year"]);
    let limits = || vec![ban().givers(&["self"])];
    row.until_agreed(both(ever, lately), limits());
    row.modified(ever, limits());
}

/// CI-29: with an agreement; skin only over the kidneys, and never the arm of the dialysis.
pub(super) fn kidney(row: &mut Row<'_>) {
    let [disease, dialysis] = row.each(["kidney_disease", "dialysis"]);
    row.until_agreed(disease, vec![cap(1).on(&["kidney"]), ban().on(&["kidney"]).techniques(&["percussion"])]);
    row.until_agreed(both(disease, dialysis), vec![ban().at(row.person.around("fistula_where"))]);
}

/// CI-30: with an agreement; nothing over the spleen.
pub(super) fn liver(row: &mut Row<'_>) {
    let disease = row.yes("liver_spleen");
    row.until_agreed(disease, vec![ban().on(&["low-ribs-left", "abdomen"])]);
}

/// CI-33: light along the nerve, nothing deep on the notch or the side of the neck.
pub(super) fn nerve_pain(row: &mut Row<'_>) {
    let limb = row.yes("limb_pain");
    let pain = any(&[limb, row.person.spreads_to(&["arms", "legs"])]);
    let limits = vec![
        cap(2).on(&["low-back", "buttock", "notch", "legs", "arms"]),
        ban().on(&["notch", "neck-side"]).techniques(&["deep", "trigger-point"]),
    ];
    row.modified(pain, limits);
}
