//! Malignancy with cord compression, infection of the spine.

use super::super::limit::{ban, careful, gentle};
use super::super::row::Row;
use super::super::tri::{any, both, every, unless};

/// Cancer ever makes every sign heavier; without it some signs count only together.
pub(super) fn cancer(row: &mut Row<'_>) {
    let person = row.person;
    let spine = person.pain_at(&["back", "neck"]);
    let over_60 = person.from("age", 60);
    let ever = row.yes("cancer_ever");
    let legs = any(&row.each(["unsteady_legs", "new_weakness", "weakness_worsening", "spreading_numbness"]));
    let named = both(row.yes("numb_skin"), person.named_at("numb_where", &["legs"]));
    let numb = any(&[person.numb_at(&["legs"]), named]);
    let saddle = any(&row.each(["saddle_numbness", "bladder_change", "bowel_change", "genital_numbness", "both_legs"]));
    row.emergency_within(both(ever, any(&[legs, numb, saddle])), vec![ban()]);

    let [unrelenting, worse, band, cough] =
        row.each(["unrelenting_pain", "worsening_weeks", "band_pain", "worse_on_cough"]);
    // High in the back or in the neck: where it is new, or the cancer is there now.
    let alive = any(&row.each(["pain_new", "cancer_now", "bone_cancer"]));
    let high = both(person.pain_at(&["neck", "upper-back"]), alive);
    row.urgent_within(both(ever, any(&[unrelenting, worse, band, cough, high])), careful());
    // Not in the table: pain along a nerve.
    let nerve = row.yes("limb_pain");
    row.urgent_within(both(ever, nerve), careful());
    let loss = row.yes("weight_loss");
    row.urgent_within(both(loss, spine), gentle());
    let shape = row.yes("back_shape");
    row.urgent_within(shape, gentle());
    let tired = row.yes("tired_sweats");
    row.urgent_within(both(unrelenting, any(&[over_60, person.below("age", 20), cough, tired])), careful());

    row.until_agreed(unrelenting, careful());
    let lasting = every(&[over_60, spine, person.reached("pain_duration", "6-to-12-weeks")]);
    row.until_agreed(unless(lasting, person.relief("pain_assessed")), gentle());
    row.until_agreed(both(ever, person.pain_from(1)), careful());
}

/// Fever with pain of the spine; worse with anything that lets germs in; without fever only where the pain is severe.
pub(super) fn infection(row: &mut Row<'_>) {
    let person = row.person;
    let spine = person.pain_at(&["back", "neck"]);
    let fever = row.yes("fever");
    // What says by itself that defences are low, or that there is an infection, counts beside a "no" to the question.
    let weak_defence = any(&row.each(["diabetes", "immune_lowered", "steroids_long", "dialysis", "tb_or_injecting"]));
    const LATELY: [&str; 5] =
        ["infection_recent", "wound_infected", "skin_hot_spreading", "lung_flare", "spine_injection"];
    let recent = any(&row.each(LATELY));
    let ill = any(&row.each(["new_weakness", "weakness_worsening", "looks_very_ill"]));
    row.emergency(every(&[fever, spine, any(&[recent, weak_defence, ill])]));
    // No massage of any kind.
    row.urgent_within(both(fever, spine), vec![ban()]);

    let [unrelenting, new, helpless] = row.each(["unrelenting_pain", "pain_new", "cannot_self_care"]);
    let severe = any(&[person.pain_from(8), helpless]);
    row.urgent_within(every(&[weak_defence, unrelenting, new, severe, spine]), vec![ban()]);
    // Not in the table: a source of germs in the last weeks with constant pain, without fever.
    row.urgent_within(every(&[recent, unrelenting, spine]), vec![ban()]);
}
