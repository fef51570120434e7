//! Kidney, upper abdomen, pregnancy.

use super::super::limit::{ban, cap, gentle};
use super::super::row::Row;
use super::super::tri::{any, both, every};

/// Colic and confusion alone; pain in the side with fever or changed urine.
pub(super) fn kidney(row: &mut Row<'_>) {
    let [colic, drowsy] = row.each(["colic", "drowsy_confused"]);
    row.emergency(any(&[colic, drowsy]));
    let [side, fever, urine] = row.each(["side_pain", "fever", "pee_change"]);
    let pregnant = row.yes("pregnant");
    let dry = row.yes("no_pee");
    let at_side = any(&[side, row.person.pain_at(&["side-under-ribs"])]);
    let over_them = ban().at(row.person.around_the(&["kidney", "low-ribs"]));
    row.urgent_within(both(at_side, any(&[fever, urine])), vec![over_them]);
    // In pregnancy only the pain that was asked for counts: a mark beside the spine is the usual backache.
    row.urgent_within(both(pregnant, any(&[side, urine])), vec![cap(2)]);
    row.urgent_within(dry, vec![cap(2)]);
}

/// Pain through to the back: severe and with signs, with wasting, or after meals.
pub(super) fn upper_abdomen(row: &mut Row<'_>) {
    let [pain, severe, meals] = row.each(["upper_tummy_pain", "upper_tummy_severe", "tummy_after_meals"]);
    let signs = any(&row.each(["vomiting_diarrhoea", "fever", "yellow_skin"]));
    let [stools, loss] = row.each(["greasy_stools", "weight_loss"]);
    row.emergency(both(severe, signs));
    row.urgent_within(both(pain, any(&[stools, loss])), gentle());
    row.urgent_within(both(row.person.from("age", 60), loss), gentle());
    // The table is silent where the pain is severe or has signs, but not both, and where it stands alone.
    row.urgent_within(any(&[severe, both(pain, signs)]), vec![cap(2)]);
    row.until_agreed(any(&[pain, both(pain, meals)]), gentle());
}

/// Any danger sign of a possible pregnancy, with or without the pain that the row names: CI-24 asks for none. Fever with
/// low tummy and back pain.
pub(super) fn pregnancy(row: &mut Row<'_>) {
    let back = row.person.pain_at(&["back"]);
    // Asked unless there is certainly no pregnancy: one that is only possible counts.
    let [danger, tip] = row.each(["pregnancy_danger", "shoulder_tip_pain"]);
    let [low, fever] = row.each(["low_tummy_pain", "fever"]);
    row.emergency(any(&[danger, tip]));
    row.urgent(every(&[fever, low, back]));
}
