//! What is known of somebody once record and form lie side by side, and what screening says of it.

use serde_json::Value;
use supple_care::{Answer, Day, Knowledge, QuestionId, coded::Codes};

use super::{
    propose::{Proposed, propose},
    resource::{id_of, subject, text},
};
use crate::{
    Problem,
    answers::Request,
    assessment::{Assessment, assess},
    fhir,
};

/// What became of the answers in our form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormUse {
    /// None came.
    None,
    /// They could not be read; what was wrong.
    Unreadable(Vec<Problem>),
    /// They were read; the day on which they were given.
    Read(Day),
}

/// A question that form and record answer differently. The more cautious answer counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The question.
    pub question: QuestionId,
    /// What the record calls it.
    pub shown: String,
}

/// What is known, and what comes of it.
#[derive(Debug)]
pub struct Picture<'k> {
    /// What screening says.
    pub assessment: Assessment<'k>,
    /// The answers that it rests on.
    pub request: Request,
    /// What the record proposes.
    pub proposed: Proposed,
    /// What became of the form.
    pub form: FormUse,
    /// Where they differ.
    pub differs: Vec<Differs>,
}

/// Puts record and form side by side, and screens.
#[must_use]
pub fn picture<'k>(
    knowledge: &'k Knowledge,
    codes: &Codes,
    resources: &[(Option<&str>, &Value)],
    patient: Option<&str>,
    today: Day,
) -> Picture<'k> {
    let proposed = propose(knowledge, codes, resources, patient, today);
    let (form, mut request) = form(knowledge, resources, patient, today);
    let mut differs = Vec::new();
    for one in &proposed.answers {
        let given = request.sheet.get(one.question);
        if adds(given, one.answer) {
            request.sheet.set(one.question, one.answer);
        }
        let against = match (given, one.answer) {
            (Answer::No, _) => true,
            (Answer::Choice(given), Answer::Choice(proposed)) => given < proposed,
            (Answer::Number(given), Answer::Number(proposed)) => given != proposed,
            _ => false,
        };
        if against && !differs.iter().any(|known: &Differs| known.question == one.question) {
            differs.push(Differs { question: one.question, shown: one.shown.clone() });
        }
    }
    Picture { assessment: assess(knowledge, &request), request, proposed, form, differs }
}

/// Whether a proposal takes the place of what was answered: where nothing was, and where it is more cautious.
const fn adds(given: Answer, proposed: Answer) -> bool {
    match (given, proposed) {
        (Answer::NotAsked | Answer::Unknown | Answer::No, _) => true,
        (Answer::Choice(given), Answer::Choice(proposed)) => given < proposed,
        _ => false,
    }
}

/// The latest answers in our own form, as they count today.
fn form(
    knowledge: &Knowledge,
    resources: &[(Option<&str>, &Value)],
    patient: Option<&str>,
    today: Day,
) -> (FormUse, Request) {
    let nothing = || Request::none(today);
    let ours = |resource: &&Value| {
        let asks = text(resource, "questionnaire").is_none_or(|form| form.starts_with(&fhir::form()));
        let theirs = subject(resource).zip(patient).is_none_or(|(about, patient)| id_of(about) == patient);
        text(resource, "resourceType") == Some("QuestionnaireResponse") && asks && theirs
    };
    let found = resources.iter().map(|(_, resource)| *resource).filter(ours);
    let Some(latest) = found.max_by_key(|resource| text(resource, "authored").unwrap_or_default()) else {
        return (FormUse::None, nothing());
    };
    match fhir::read_value(knowledge, latest, today) {
        Ok(request) => (FormUse::Read(request.answered), request.on(knowledge, today)),
        Err(problems) => (FormUse::Unreadable(problems), nothing()),
    }
}
