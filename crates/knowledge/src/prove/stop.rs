//! The interview stops exactly when it is settled.
//!
//! It compares the least and the most cautious completion of a sheet. Shown here, through the engine, for every question,
//! asked and hidden, by oneself and by somebody else: reading "not asked" as the least (the most) gives the very bits that
//! one particular answer gives. So both bounds are outcomes of real completions (where the open questions include a choice
//! without an order, the interview tries each of its options), and `more_risk_never_less_caution` puts every other
//! completion between them. Two bounds that agree therefore leave nothing open, and two that differ are two completions
//! that differ.
//!
//! One bound is wider than what can be answered: a place that was not asked takes away nothing at the least, and
//! everywhere at the most. There the interview may ask for a place although every place would come to the same.

use supple_care::{
    Answer, Knowledge, PainMap, QuestionId, Reading, Sheet,
    pain::MapState,
    question::{Kind, Polarity, Purpose},
};

use super::{
    check::Checked,
    exact::asked_and_hidden,
    sheets::{Part, Read, Sheets},
    whole::Whole,
};

/// The answer that the least (or the most) cautious completion gives.
fn bound(knowledge: &Knowledge, id: QuestionId, reading: Reading) -> Option<Answer> {
    let question = knowledge.question(id)?;
    let least = reading == Reading::Least;
    match (question.polarity, &question.kind) {
        (_, Kind::Choices(_) | Kind::Places | Kind::Text) => None,
        // At the least, the interview tries every answer to it.
        (Polarity::Neutral, _) if least => None,
        (Polarity::Neutral, _) => Some(Answer::Unknown),
        (Polarity::Relief, _) => Some(if least { Answer::Yes } else { Answer::No }),
        (Polarity::Risk, Kind::YesNo) => Some(if least { Answer::No } else { Answer::Yes }),
        (Polarity::Risk, Kind::Choice(_)) => Some(if least { Answer::Choice(0) } else { Answer::Unknown }),
        (Polarity::Risk, Kind::Number { min, .. }) => Some(if least { Answer::Number(*min) } else { Answer::Unknown }),
    }
}

/// Both bounds of every question.
pub(crate) fn check(whole: &Whole<'_>) -> Checked {
    let mut checked = Checked::default();
    let knowledge = whole.knowledge;
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = QuestionId(index);
        if question.purpose != Purpose::Safety || whole.over_budget() {
            continue;
        }
        let (sheets, ways) = asked_and_hidden(knowledge, id);
        for way in &ways {
            for proxy in [false, true] {
                let mut open = sheets.sheet(knowledge, way);
                open.proxy = proxy;
                open.set(id, Answer::NotAsked);
                for reading in [Reading::Least, Reading::Most] {
                    let Some(answer) = bound(knowledge, id, reading) else { continue };
                    let mut full = open.clone();
                    full.set(id, answer);
                    same_bits(knowledge, (&open, reading), &full, &question.id, &mut checked);
                }
            }
        }
    }
    map(knowledge, &mut checked);
    everything(knowledge, &mut checked);
    checked
}

fn same_bits(knowledge: &Knowledge, open: (&Sheet, Reading), full: &Sheet, what: &str, checked: &mut Checked) {
    checked.checks += 1;
    let bound = knowledge.program.view(open.0, open.1);
    let real = knowledge.program.view(full, Reading::Shown);
    let read = |bit: &u16| knowledge.program.atom_of(*bit).is_some() || knowledge.program.parts_of(*bit).is_some();
    let bits = 0..u16::try_from(supple_care::Bits::CAPACITY).unwrap_or(u16::MAX);
    if bits.filter(read).any(|bit| bound.bit(bit) != real.bit(bit)) {
        let says = format!("not asked, read as {:?}, is not what any answer comes to", open.1);
        checked.fails_entry(what, &says);
    }
}

fn map(knowledge: &Knowledge, checked: &mut Checked) {
    let sheets = Sheets::over(knowledge, &Read::default());
    let mut open = sheets.sheet(knowledge, &Part::new());
    open.pain = PainMap::default();
    for (reading, state) in [(Reading::Least, MapState::Confirmed), (Reading::Most, MapState::Unknown)] {
        let mut full = open.clone();
        full.pain.state = state;
        same_bits(knowledge, (&open, reading), &full, "pain", checked);
    }
}

/// Nothing asked at all: the bounds of all questions together.
fn everything(knowledge: &Knowledge, checked: &mut Checked) {
    let sheets = Sheets::over(knowledge, &Read::default());
    let quiet = sheets.sheet(knowledge, &Part::new());
    for proxy in [false, true] {
        for reading in [Reading::Least, Reading::Most] {
            let (mut open, mut full) = (quiet.clone(), quiet.clone());
            for (question, index) in knowledge.questions.iter().zip(0u16..) {
                let id = QuestionId(index);
                if question.purpose == Purpose::Safety
                    && let Some(answer) = bound(knowledge, id, reading)
                {
                    open.set(id, Answer::NotAsked);
                    full.set(id, answer);
                }
            }
            (open.proxy, full.proxy) = (proxy, proxy);
            same_bits(knowledge, (&open, reading), &full, "everything", checked);
        }
    }
}
