//! What is offered beside a massage, or instead of it.

use crate::{Answer, Decision, Knowledge, Reading, Sheet, Tri, knowledge::SelfCare, pain::MapState, permit::Barred};

/// What may be offered to this person, in the order of the knowledge base.
///
/// Left out: what the disposition rules out, what a condition rules out (unknown counts as true), what needs a device that
/// a restriction bans at its places or for which nothing may come there, and what is for places that do not hurt or answers something the person did not say.
#[must_use]
pub fn offered<'k>(knowledge: &'k Knowledge, sheet: &Sheet, decision: &Decision) -> Vec<&'k SelfCare> {
    let view = knowledge.program.view(sheet, Reading::Shown);
    let taken = decision.taken(knowledge, sheet, Reading::Shown);
    let barred = Barred { taken: &taken, shut: decision.shut_places(knowledge, sheet, Reading::Shown) };
    let painful = sheet.pain.painful();
    knowledge
        .self_care
        .iter()
        .filter(|care| !care.not_at.contains(&decision.disposition))
        .filter(|care| care.not_when.is_none_or(|index| knowledge.program.other(&view, index) == Tri::No))
        .filter(|care| care.device.is_none_or(|device| !barred.bars_device(device, care.places)))
        .filter(|care| {
            sheet.pain.state != MapState::Confirmed || painful.is_empty() || !care.places.and(painful).is_empty()
        })
        .filter(|care| match care.answers {
            None => true,
            Some((question, option)) => {
                matches!(sheet.get(question), Answer::Choices(mask) if mask >> option & 1 == 1)
            }
        })
        .collect()
}
