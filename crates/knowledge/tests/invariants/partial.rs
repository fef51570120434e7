//! Sheets with open questions, for those who read a sheet in another way and have to come to the same.

use supple_care::{Answer, PainMap, QuestionId, Sheet};

use crate::{
    draw::{Dice, drawn},
    people::base,
};

/// The sheet of a seed, from every other with answers taken back: on each of these one in a hundred to one in five.
pub(crate) fn partial(seed: u64) -> Sheet {
    let mut dice = Dice(seed ^ 0x5eed);
    let mut sheet = drawn(seed).sheet();
    if dice.percent(50) {
        let chance = 1 + dice.below(20);
        for index in 0..u16::try_from(base().questions.len()).unwrap() {
            if dice.percent(chance) {
                sheet.set(QuestionId(index), Answer::NotAsked);
            }
        }
        if dice.percent(10) {
            sheet.pain = PainMap::default();
        }
    }
    sheet
}
