//! Sheets on which answers contradict each other.

use supple_care::{
    Answer, Intensity, Mark, PlaceSet, QuestionId, Sheet, contradiction, pain::MapState, question::Kind,
};

use crate::{draw::Dice, partial::partial, people::base};

/// A sheet with a few answers changed to any that there are, so that some contradict each other.
pub(crate) fn wild(seed: u64) -> Sheet {
    let mut sheet = partial(seed);
    let mut dice = Dice(seed ^ 0xc0_10);
    let count = base().questions.len();
    for _ in 0..dice.below(4) {
        let index = dice.below(count);
        let question = &base().questions[index];
        let answer = match &question.kind {
            _ if dice.percent(20) => Answer::Unknown,
            Kind::YesNo => {
                if dice.percent(50) {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
            Kind::Choice(options) => Answer::Choice(u8::try_from(dice.below(options.len())).unwrap()),
            Kind::Choices(_) => Answer::Choices(3),
            Kind::Number { min, max, .. } => {
                Answer::Number(min + i32::try_from(dice.below(max.abs_diff(*min) as usize + 1)).unwrap())
            }
            Kind::Places => Answer::Places(base().targets.iter().take(1 + dice.below(2)).collect()),
            Kind::Text => Answer::NotAsked,
        };
        sheet.set(QuestionId(u16::try_from(index).unwrap()), answer);
    }
    if dice.percent(10) {
        sheet.pain.state = MapState::Confirmed;
        sheet.pain.marks = base()
            .targets
            .iter()
            .take(2)
            .map(|place| Mark {
                place,
                intensity: if dice.percent(30) { Intensity::Unknown } else { Intensity::Of(dice.below(11) as u8) },
                numb: dice.percent(20),
                spreads: PlaceSet::NONE,
                since: None,
            })
            .collect();
    }
    sheet.rescreen |= dice.percent(10);
    sheet.proxy |= dice.percent(5);
    sheet.mention |= dice.percent(2);
    sheet
}

/// The sheet as it counts, and whether answers on it contradict each other.
pub(crate) fn settled(sheet: &Sheet) -> (Sheet, bool) {
    let mut sheet = sheet.clone();
    let contradicts = !contradiction::settle(base(), &mut sheet).is_empty();
    (sheet, contradicts)
}
