//! Emergency: the number, what to say, nothing to book.

use askama::Template;
use supple_care::{Answer, Disposition};

use super::{
    lands::{Chooser, chooser},
    reasons::{self, Limit, Reason},
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "emergency.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// Whether the answers say so; else it is the page that everybody can open.
    certain: bool,
    number: Option<String>,
    country: String,
    age: Option<String>,
    /// What the rules say to do, each sentence once.
    say: Vec<String>,
    reasons: Vec<Reason>,
    /// Further reasons, named alone: the first ones are enough on the phone.
    more_reasons: Vec<Reason>,
    limits: Vec<Limit>,
    /// What would take the emergency back: old, examined, unchanged.
    exceptions: Vec<String>,
    /// Answers that do not fit together: the more cautious one counts until they were looked at again.
    unfitting: Vec<String>,
    crisis: bool,
    country_choice: Chooser,
}

/// How many reasons are told in full: what somebody can say on the phone.
const IN_FULL: usize = 5;

/// Shows the number for the country, and what the answers say about it.
pub(crate) fn show(call: &Call) -> Reply {
    // Trouble with the record must not stand between somebody and help; that nobody waits for it is seen to in `serve`.
    let person = call.visit.open.is_some().then(|| call.person().ok()).flatten().map(|(_, person)| person);
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let code = call.country(person.as_ref());
    let country = code.as_deref().and_then(|code| knowledge.country(code));
    let in_danger = person.as_ref().filter(|person| person.emergency());
    let reasons: Vec<Reason> = in_danger
        .map(|person| reasons::all(knowledge, v, person))
        .unwrap_or_default()
        .into_iter()
        .filter(|reason| reason.reached == Some(Disposition::Emergency))
        .collect();
    let mut say: Vec<String> = Vec::new();
    for reason in &reasons {
        if !say.contains(&reason.say) {
            say.push(reason.say.clone());
        }
    }
    say.truncate(IN_FULL);
    let (reasons, more_reasons) = super::result::cut(reasons, IN_FULL);
    let age = in_danger.and_then(|person| {
        let id = knowledge.question_id("age")?;
        match person.sheet.get(id) {
            answer @ Answer::Number(_) => Some(v.answer(knowledge, knowledge.question(id)?, answer)),
            _ => None,
        }
    });
    Reply::ok(&Page {
        f: call
            .frame("emergency-page", Some(if in_danger.is_some() { "/check" } else { "/" }))
            .at(person.as_ref().map_or(0, |person| person.record.last_seq)),
        v: v.clone(),
        certain: in_danger.is_some(),
        number: country.and_then(|country| country.emergency.clone()),
        country: country.map_or_else(|| v.t("country-other"), |country| v.k(&country.name)),
        age,
        say,
        reasons,
        more_reasons,
        limits: in_danger.map(|person| reasons::limits(knowledge, v, person)).unwrap_or_default(),
        exceptions: in_danger
            .map(|person| person.exceptions.iter().map(|id| v.short(knowledge, *id)).collect())
            .unwrap_or_default(),
        unfitting: in_danger
            .map(|person| person.contradictions.iter().filter_map(|at| knowledge.contradictions.get(*at)))
            .map(|found| found.map(|entry| v.k(&entry.say)).collect())
            .unwrap_or_default(),
        crisis: person.as_ref().is_some_and(|person| person.crisis()),
        country_choice: chooser(call, code.as_deref()),
    })
}
