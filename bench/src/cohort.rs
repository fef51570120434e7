//! The people: those who are drawn for the reference engine, each rule aimed at, half of the questions of some left open.

use supple_care::{Bits, Reading, Sheet, contradiction, program::View, rule::Effect};
use supple_population::Word;

pub(crate) use crate::people::base;

/// As many as a word of the planes holds.
pub(crate) fn sheets() -> Vec<Sheet> {
    let drawn = (0..Word::LANES as u64).map(crate::partial::partial);
    drawn
        .map(|mut sheet| {
            contradiction::settle(base(), &mut sheet);
            sheet
        })
        .collect()
}

/// The truth of every rule for one person: which surely hold, and which possibly. The disposition and the limits follow.
pub(crate) type Truths = [Bits; 2];

/// What the answers of each say, with what is hidden taken out.
pub(crate) fn views(sheets: &[Sheet]) -> Vec<View> {
    sheets.iter().map(|sheet| base().program.view(sheet, Reading::Shown)).collect()
}

/// What is to be found.
pub(crate) fn expected(views: &[View]) -> Vec<Truths> {
    views.iter().map(|view| base().program.rules(view).into()).collect()
}

/// The rules that are compared: all but those of the crisis page, of which a decision says nothing before somebody was asked.
pub(crate) fn compared() -> Bits {
    let mut bits = Bits::default();
    let rules = (0u16..).zip(&base().rules).filter(|(_, rule)| rule.effect != Effect::Crisis);
    rules.for_each(|(index, _)| bits.insert(index));
    bits
}
