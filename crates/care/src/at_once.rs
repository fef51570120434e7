//! An emergency that only a relief could take back.
//!
//! A relief counts only when somebody gives it. So a sign that is an emergency unless it is "old, unchanged and examined"
//! is an emergency from the moment it is answered: the help comes first, and the question about the exception after it.
//! Where the interview stops ([`crate::interview::standing`]) does not change by this: the exception is still open.

use crate::{
    Answer, Decision, Disposition, Knowledge, QuestionId, Reading, Sheet, question::Polarity, rule::Effect, screen_into,
};

/// What the answers alone say: a question that was not asked adds nothing, and a relief that was not given is not given.
#[must_use]
pub fn told(knowledge: &Knowledge, sheet: &Sheet) -> Decision {
    least(knowledge, &without_reliefs(knowledge, sheet))
}

/// The same where these reliefs are open: given before, they have grown old, and whoever answers them again may say the same. An
/// emergency waits for no such answer.
#[must_use]
pub fn told_while_open(knowledge: &Knowledge, sheet: &Sheet, open: &[QuestionId]) -> Decision {
    let told = told(knowledge, sheet);
    if told.disposition == Disposition::Emergency || open.is_empty() {
        return told;
    }
    let mut plain = without_reliefs(knowledge, sheet);
    for id in open {
        plain.set(*id, sheet.get(*id));
    }
    least(knowledge, &plain)
}

/// What the answers call for, whatever is still answered; an emergency comes first, and the question about its exception
/// after it. A relief that has grown old, or was not asked yet, may still be given: that is no reason to call for a doctor.
#[must_use]
pub fn called_for(knowledge: &Knowledge, sheet: &Sheet) -> Disposition {
    match told(knowledge, sheet).disposition {
        Disposition::Emergency => Disposition::Emergency,
        Disposition::Clear | Disposition::Modified | Disposition::MedicalFirst | Disposition::Urgent => {
            least(knowledge, sheet).disposition
        }
    }
}

/// The reliefs, not asked yet, each of which takes back an emergency that the answers alone give. Nothing where there is no
/// emergency, and nothing where one stays whatever is answered.
#[must_use]
pub fn exceptions(knowledge: &Knowledge, sheet: &Sheet) -> Vec<QuestionId> {
    let plain = without_reliefs(knowledge, sheet);
    let now = least(knowledge, &plain);
    if now.disposition != Disposition::Emergency || least(knowledge, sheet).disposition == Disposition::Emergency {
        return Vec::new();
    }
    let hidden = knowledge.program.view(sheet, Reading::Least).hidden;
    reliefs(knowledge)
        .filter(|id| sheet.get(*id) == Answer::NotAsked && !hidden.has(id.0))
        .filter(|id| {
            let mut given = plain.clone();
            given.set(*id, Answer::Yes);
            emergencies(&least(knowledge, &given)) < emergencies(&now)
        })
        .collect()
}

fn reliefs(knowledge: &Knowledge) -> impl Iterator<Item = QuestionId> {
    let all = knowledge.questions.iter().zip(0u16..);
    all.filter(|(question, _)| question.polarity == Polarity::Relief).map(|(_, index)| QuestionId(index))
}

fn without_reliefs(knowledge: &Knowledge, sheet: &Sheet) -> Sheet {
    let mut plain = sheet.clone();
    for id in reliefs(knowledge).filter(|id| sheet.get(*id) == Answer::NotAsked) {
        plain.set(id, Answer::No);
    }
    plain
}

fn least(knowledge: &Knowledge, sheet: &Sheet) -> Decision {
    let mut decision = Decision::default();
    screen_into(knowledge, sheet, Reading::Least, &mut decision);
    decision
}

fn emergencies(decision: &Decision) -> usize {
    decision.findings.iter().filter(|finding| finding.does == Effect::Disposition(Disposition::Emergency)).count()
}
