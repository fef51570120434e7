//! Emergency: the number, what to say, nothing to book.

use askama::Template;
use supple_care::{Answer, Disposition};

use super::{
    reasons::{self, Limit, Reason},
    start::{Land, lands},
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
    reasons: Vec<Reason>,
    limits: Vec<Limit>,
    crisis: bool,
    countries: Vec<Land>,
}

/// Shows the number for the country, and what the answers say about it.
pub(crate) fn show(call: &Call) -> Reply {
    let person = match &call.visit.open {
        None => None,
        // Trouble with the record must not stand between somebody and the number.
        Some(_) => call.person().ok().map(|(_, person)| person),
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let code = call.country(person.as_ref());
    let country = code.as_deref().and_then(|code| knowledge.country(code));
    let emergency = |person: &&crate::record::Person| person.decision.disposition == Disposition::Emergency;
    let in_danger = person.as_ref().filter(emergency);
    let reasons = in_danger
        .map(|person| reasons::all(knowledge, v, person))
        .unwrap_or_default()
        .into_iter()
        .filter(|reason| reason.reached == Some(Disposition::Emergency))
        .collect();
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
        reasons,
        limits: in_danger.map(|person| reasons::limits(knowledge, v, person)).unwrap_or_default(),
        crisis: person.as_ref().is_some_and(|person| person.crisis()),
        countries: lands(call, code.as_deref()),
    })
}
