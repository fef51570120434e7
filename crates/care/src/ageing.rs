//! Answers age: a reassuring answer counts only for as long as its question says.

use crate::{
    Answer, Day, Sheet,
    question::{Kind, Polarity, Purpose, Question},
};

/// What an answer given on `answered` still says on `today`.
///
/// A stale "no" (and a stale least option, relief or neutral value) becomes [`Answer::NotAsked`]; a yes to a risk, an
/// "I don't know" and marked places stay until they are answered anew. Baseline answers do not age.
#[must_use]
pub fn aged(question: &Question, answer: Answer, answered: Day, today: Day) -> Answer {
    if today.days_since(answered) <= question.valid_days || question.purpose == Purpose::Baseline {
        return answer;
    }
    let reassures = match (answer, question.polarity, &question.kind) {
        (Answer::NotAsked | Answer::Unknown, _, _) => false,
        (Answer::No, Polarity::Risk | Polarity::Neutral, _) => true,
        (Answer::No, Polarity::Relief, _) => false,
        (Answer::Yes, Polarity::Relief | Polarity::Neutral, _) => true,
        (Answer::Yes, Polarity::Risk, _) => false,
        (Answer::Choice(option), Polarity::Risk, Kind::Choice(_)) => option == 0,
        (Answer::Choice(_) | Answer::Choices(_) | Answer::Number(_), Polarity::Neutral, _) => true,
        (Answer::Choice(_) | Answer::Choices(_) | Answer::Number(_), Polarity::Risk | Polarity::Relief, _) => true,
        (Answer::Places(_), _, _) => false,
    };
    if reassures { Answer::NotAsked } else { answer }
}

/// Whether a body map confirmed on `answered` still counts on `today`, when it stays good for `valid_days`.
#[must_use]
pub fn map_is_fresh(answered: Day, today: Day, valid_days: i32) -> bool {
    today.days_since(answered) <= valid_days
}

/// Brings a sheet whose answers were all given on `answered` to a later day: what has grown old counts as not asked. How many
/// answers did, the body map among them.
pub fn carry(knowledge: &crate::Knowledge, sheet: &mut Sheet, answered: Day, today: Day) -> usize {
    sheet.today = today;
    let mut grown_old = 0;
    for (question, index) in knowledge.questions.iter().zip(0u16..) {
        let id = crate::QuestionId(index);
        let given = sheet.get(id);
        let rescreened = question.purpose == Purpose::Rescreen && answered < today;
        let counts = if rescreened { Answer::NotAsked } else { aged(question, given, answered, today) };
        if counts != given {
            sheet.set(id, counts);
            grown_old += 1;
        }
    }
    if sheet.pain.state != crate::pain::MapState::NotAsked && !map_is_fresh(answered, today, knowledge.map_valid_days) {
        sheet.pain.state = crate::pain::MapState::NotAsked;
        grown_old += 1;
    }
    grown_old
}
