//! Whom to call.

use super::Told;
use crate::{paper::Paper, speech::Speech};

/// The number of the country, or how to find it.
pub(crate) fn number(speech: &Speech<'_>, country: Option<&str>) -> String {
    let known = country.and_then(|code| speech.knowledge.country(code));
    match known.and_then(|country| Some((country, country.emergency.as_ref()?))) {
        Some((country, number)) => {
            let name = speech.k(&country.name);
            speech.with("report-number", &[("country", name.into()), ("number", number.into())])
        }
        None => speech.t("report-number-local"),
    }
}

/// What to do in an emergency, before everything else.
pub(super) fn emergency(told: &Told<'_>, paper: &mut Paper) {
    let titles: Vec<&str> = told.leading().map(|reason| reason.title).collect();
    emergency_in(&told.speech, told.request.country.as_deref(), &titles, paper);
}

/// The same, for a country, with what is happening in the words of the knowledge base as far as it is known.
pub(crate) fn emergency_in(speech: &Speech<'_>, country: Option<&str>, titles: &[&str], paper: &mut Paper) {
    paper.say(&number(speech, country));
    paper.say(&speech.t("emergency-no-massage"));
    paper.heading(&speech.t("emergency-say-title"));
    paper.entry(&speech.t("emergency-say-1"));
    paper.entry(&speech.t("emergency-say-2"));
    paper.entry(&speech.t(if titles.is_empty() { "emergency-say-3-general" } else { "emergency-say-3" }));
    for title in titles {
        paper.below(&speech.k(title));
    }
    paper.entry(&speech.t("emergency-say-4"));
    paper.gap();
}

/// Help for somebody who thinks of ending their life. It stands before everything and hides nothing.
pub(super) fn crisis(told: &Told<'_>, paper: &mut Paper) {
    crisis_in(&told.speech, told.request.country.as_deref(), paper);
}

/// The same, for a country.
pub(crate) fn crisis_in(speech: &Speech<'_>, country: Option<&str>, paper: &mut Paper) {
    let page = &speech.knowledge.crisis_page;
    paper.title(&speech.k(&page.title));
    paper.say(&speech.k(&page.lead));
    for answer in &page.answers {
        paper.entry(&speech.k(&answer.say));
        if let Some(then) = &answer.then {
            paper.below(&speech.k(then));
        }
    }
    paper.gap();
    paper.say(&number(speech, country));
    let known = country.and_then(|code| speech.knowledge.country(code));
    match known.filter(|country| !country.crisis.is_empty()) {
        Some(country) => {
            paper.say(&speech.s("crisis-lines-title", "country", &speech.k(&country.name)));
            for line in &country.crisis {
                let (name, hours) = (speech.k(&line.name), speech.k(&line.hours));
                let args = [("name", name.into()), ("number", (&line.number).into()), ("hours", hours.into())];
                paper.entry(&speech.with("report-line", &args));
            }
        }
        None => paper.say(&speech.t("crisis-no-lines")),
    }
    paper.heading(&speech.t("crisis-steps-title"));
    for passage in page.steps.iter().chain(&page.plain) {
        paper.entry(&speech.k(&passage.say));
        if let Some(then) = &passage.then {
            paper.below(&speech.k(then));
        }
    }
    paper.gap();
}
