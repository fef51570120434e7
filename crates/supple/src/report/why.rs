//! Each reason with the answers, the rule, the sources and how sure they are.

use supple_care::{Disposition, rule::Effect};
use supple_interop::assessment::{Given, Reason};

use super::Told;
use crate::paper::Paper;

/// All reasons, the most cautious first.
pub(super) fn write(told: &Told<'_>, paper: &mut Paper) {
    let Told { speech, assessment, .. } = told;
    paper.heading(&speech.t("result-why-title"));
    let all = || assessment.reasons.iter().chain(&assessment.advice);
    let mut speak: Vec<_> = all().filter(|reason| told.speaks(reason.rule)).collect();
    speak.sort_by_key(|reason| !reason.certain);
    if speak.is_empty() {
        paper.say(&speech.t(if assessment.settled { "result-why-nothing" } else { "result-why-nothing-yet" }));
    }
    for reason in speak {
        one(told, reason, paper);
    }
    possible(told, paper);
}

/// How many rules that may still speak are named one by one.
const NAMED: usize = 4;

/// The rules that speak only because something was not asked yet, in few words: by what they come to for a certain yes.
fn possible(told: &Told<'_>, paper: &mut Paper) {
    let Told { speech, assessment, .. } = told;
    let rules: Vec<_> = assessment
        .reasons
        .iter()
        .filter(|reason| !told.speaks(reason.rule))
        .filter_map(|reason| speech.knowledge.rule_id(reason.rule))
        .filter_map(|id| speech.knowledge.rule(id))
        .collect();
    if rules.is_empty() {
        return;
    }
    paper.heading(&speech.t("report-possible"));
    for disposition in Disposition::ALL.into_iter().rev() {
        let of: Vec<_> = rules.iter().filter(|rule| rule.effect == Effect::Disposition(disposition)).collect();
        let name = speech.t(&format!("disposition-{}", disposition.id()));
        match of.len() {
            0 => {}
            1..=NAMED => {
                let titles: Vec<String> = of.iter().map(|rule| speech.k(&rule.title)).collect();
                let titles = titles.join("; ");
                paper.entry(
                    &speech.with("report-possible-one", &[("disposition", name.into()), ("titles", titles.into())]),
                );
            }
            count => {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                paper.entry(
                    &speech.with("report-possible-many", &[("disposition", name.into()), ("count", count.into())]),
                );
            }
        }
    }
}

fn one(told: &Told<'_>, reason: &Reason<'_>, paper: &mut Paper) {
    let speech = &told.speech;
    let title = speech.k(reason.title);
    paper.entry(&speech.with("report-reason", &[("title", title.into()), ("rule", reason.rule.into())]));
    let answers: Vec<String> = reason.because.iter().map(|given| answer(told, given)).collect();
    if !answers.is_empty() {
        paper.below(&speech.s("report-answers", "answers", &answers.join("; ")));
    }
    let leads = match reason.effect {
        "advice" => speech.t("result-advice"),
        "crisis" => speech.t("result-crisis-title"),
        disposition => speech.t(&format!("disposition-{disposition}")),
    };
    let waits = reason.effect == "medical-first"
        && speech.knowledge.rules.iter().any(|rule| rule.id == reason.rule && rule.postpone_hours.is_some());
    let leads = if waits { speech.t("result-does-wait") } else { speech.s("result-does", "disposition", &leads) };
    paper.below(&leads);
    if !reason.certain {
        paper.below(&speech.t(if told.is_doubted(reason) { "result-why-doubt" } else { "result-why-unknown" }));
    }
    if reason.lifted {
        paper.below(&speech.t("result-why-lifted"));
    }
    paper.below(&speech.k(reason.why));
    for source in &reason.sources {
        let read = speech.read(source.read);
        let title = speech.k(source.title);
        paper.below(&speech.with("report-source", &[("title", title.into()), ("read", read.into())]));
    }
    let mark = speech.t(&format!("evidence-{}", reason.evidence));
    paper.below(&speech.s("report-evidence", "mark", &mark));
}

/// An answer as the person gave it.
fn answer(told: &Told<'_>, given: &Given<'_>) -> String {
    let (speech, sheet) = (&told.speech, &told.request.sheet);
    match speech.knowledge.question_id(given.question) {
        None => {
            let places = sheet.pain.painful();
            let places = if places.is_empty() { speech.t("report-map-empty") } else { speech.places(places) };
            speech.s("result-why-map", "places", &places)
        }
        Some(id) => {
            let question = speech.knowledge.question(id);
            let (short, answer) = question.map_or_else(Default::default, |question| {
                (speech.k(&question.short), speech.answer(question, sheet.get(id)))
            });
            speech.with("result-answer", &[("question", short.into()), ("answer", answer.into())])
        }
    }
}
