//! The crisis page: one tap away from everywhere. It hides nothing.

use askama::Template;
use supple_care::knowledge::Passage;

use super::{
    lands::{Chooser, chooser},
    parts::{Cited, cite},
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "crisis.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    lead: Option<String>,
    number: Option<String>,
    country: String,
    lines: Vec<(String, String, String)>,
    answers: Vec<(String, String)>,
    steps: Vec<String>,
    plain: Vec<String>,
    country_choice: Chooser,
    back: String,
    sources: Vec<Cited>,
}

/// Shows the lines of the country.
pub(crate) fn show(call: &Call) -> Reply {
    // Trouble with the record must not stand between somebody and help; that nobody waits for it is seen to in `serve`.
    let person = call.visit.open.is_some().then(|| call.person().ok()).flatten().map(|(_, person)| person);
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let page = &knowledge.crisis_page;
    let code = call.country(person.as_ref());
    let country = code.as_deref().and_then(|code| knowledge.country(code));
    let told = person.as_ref().is_some_and(|person| person.crisis());
    let say = |passages: &[Passage]| passages.iter().map(|passage| v.k(&passage.say)).collect();
    let plain: Vec<Passage> = page.plain.iter().filter(|passage| passage.id != "kept" || told).cloned().collect();
    Reply::ok(&Page {
        f: call
            .frame("crisis-page", Some(if person.is_some() { "/next" } else { "/" }))
            .at(person.as_ref().map_or(0, |person| person.record.last_seq)),
        v: v.clone(),
        title: v.k(&page.title),
        lead: told.then(|| v.k(&page.lead)),
        number: country.and_then(|country| country.emergency.clone()),
        country: country.map_or_else(|| v.t("country-other"), |country| v.k(&country.name)),
        lines: country
            .map(|country| country.crisis.as_slice())
            .unwrap_or_default()
            .iter()
            .map(|line| (v.k(&line.name), line.number.clone(), v.k(&line.hours)))
            .collect(),
        answers: page
            .answers
            .iter()
            .map(|answer| (v.k(&answer.say), answer.then.as_deref().map(|then| v.k(then)).unwrap_or_default()))
            .collect(),
        steps: say(&page.steps),
        plain: say(&plain),
        country_choice: chooser(call, code.as_deref()),
        back: if person.is_some() { "/next" } else { "/" }.to_owned(),
        sources: cite(knowledge, v, &page.sources),
    })
}
