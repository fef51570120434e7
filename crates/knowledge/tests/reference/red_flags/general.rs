//! Malignancy with cord compression, infection of the spine.

use super::super::limit::gentle;
use super::super::row::Row;
use super::super::tri::{any, both, every, unless};

/// Cancer ever makes every sign heavier; without it some signs count only together.
pub(super) fn cancer(row: &mut Row<'_>) {
    let person = row.person;
    let back = person.pain_at(&["back"]);
    let over_60 = person.from("age", 60);
    let ever = row.yes("cancer_ever");
    let legs = any(&row.each(["unsteady_legs", "new_weakness", "weakness_worsening"]));
    let saddle = any(&row.each(["saddle_numbness", "bladder_change", "bowel_change", "genital_numbness"]));
    let both_legs = any(&row.each(["sexual_change", "both_legs"]));
    row.emergency(both(ever, any(&[legs, saddle, both_legs])));

    let [unrelenting, worse, band, cough] =
        row.each(["unrelenting_pain", "worsening_weeks", "band_pain", "worse_on_cough"]);
    let high = person.pain_at(&["neck", "upper-back"]);
    row.urgent(both(ever, any(&[unrelenting, worse, band, cough, high])));
    let loss = row.yes("weight_loss");
    row.urgent(both(loss, any(&[back, over_60])));
    let shape = row.yes("back_shape");
    row.urgent(shape);
    let tired = row.yes("tired_sweats");
    row.urgent(both(unrelenting, any(&[over_60, person.below("age", 20), cough, tired])));

    row.until_agreed(unrelenting, gentle());
    let lasting = every(&[over_60, back, person.reached("pain_duration", "6-to-12-weeks")]);
    row.until_agreed(unless(lasting, person.relief("pain_assessed")), gentle());
    row.until_agreed(both(ever, back), gentle());
}

/// Fever with pain of the spine; worse with anything that lets germs in; without fever only where the pain is severe.
pub(super) fn infection(row: &mut Row<'_>) {
    let person = row.person;
    let spinal = person.pain_at(&["spinal"]);
    let fever = row.yes("fever");
    let weak_defence = any(&row.each(["diabetes", "immune_lowered", "dialysis", "tb_or_injecting"]));
    let recent = row.yes("infection_recent");
    let ill = any(&row.each(["new_weakness", "weakness_worsening", "looks_very_ill"]));
    row.emergency(every(&[fever, spinal, any(&[recent, weak_defence, ill])]));
    row.urgent(both(fever, spinal));

    let [unrelenting, new, helpless] = row.each(["unrelenting_pain", "pain_new", "cannot_self_care"]);
    let severe = any(&[person.pain_from(8), helpless]);
    row.urgent(every(&[weak_defence, unrelenting, new, severe, spinal]));
}
