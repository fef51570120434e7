//! What is forbidden or capped, in words.

use supple_care::Disposition;
use supple_interop::dates;

use super::Told;
use crate::paper::Paper;

/// The limits that the answers set, those of a clinician, then those that hold for everybody.
pub(super) fn write(told: &Told<'_>, paper: &mut Paper) {
    let Told { speech, request, assessment, .. } = told;
    let permits = Disposition::from_id(assessment.disposition).is_some_and(Disposition::permits_massage);
    let (own, possible): (Vec<_>, Vec<_>) = assessment
        .restrictions
        .iter()
        .filter(|limit| !limit.always)
        .partition(|limit| limit.reasons.iter().any(|rule| told.speaks(rule)));
    let always: Vec<_> = assessment.restrictions.iter().filter(|limit| limit.always).collect();
    let agreed: Vec<_> = request.sheet.clearances.iter().filter(|given| given.holds_on(request.sheet.today)).collect();
    let lifted = assessment.reasons.iter().any(|reason| reason.lifted);
    if !own.is_empty() || lifted {
        paper.heading(&speech.t("result-limits-title"));
        if !permits {
            paper.say(&speech.t("emergency-limits-now"));
        }
        list(told, &own, paper);
        let mut more: Vec<&str> = possible.iter().map(|limit| limit.say).collect();
        more.retain(|say| own.iter().all(|limit| limit.say != *say));
        more.sort_unstable();
        more.dedup();
        if !more.is_empty() {
            paper.say(&speech.n("report-possible-limits", "count", more.len()));
        }
    }
    for given in agreed.iter().filter(|_| lifted) {
        let until = speech.date(given.until);
        let args = [("by", (&given.by).into()), ("until", until.into()), ("words", (&given.words).into())];
        paper.entry(&speech.with("report-agreement", &args));
        if let Some(highest) = given.max_pressure {
            let name = speech.t(&format!("pressure-{}", highest.min(5)));
            paper.below(&speech.s("result-table-up-to", "name", &name));
        }
        if let Some(minutes) = given.max_minutes {
            paper.below(&speech.n("result-limit-minutes", "minutes", usize::from(minutes)));
        }
    }
    if permits {
        paper.heading(&speech.t("result-always-title"));
        for limit in &speech.knowledge.limits {
            let own: Vec<String> = always
                .iter()
                .filter(|restricted| restricted.reasons.contains(&limit.id.as_str()))
                .map(|restricted| speech.k(restricted.say))
                .collect();
            let (title, limits) = (speech.k(&limit.title), own.join(" "));
            paper.entry(&speech.with("report-always", &[("title", title.into()), ("limits", limits.into())]));
        }
    }
}

/// Each sentence once, with until when it holds.
fn list(told: &Told<'_>, limits: &[&supple_interop::assessment::Restricted<'_>], paper: &mut Paper) {
    let speech = &told.speech;
    let mut said: Vec<&str> = Vec::new();
    for limit in limits {
        if said.contains(&limit.say) {
            continue;
        }
        said.push(limit.say);
        let say = speech.k(limit.say);
        paper.entry(&match &limit.until {
            None => say,
            Some(until) => {
                let until = match dates::parse(until) {
                    Some(day) => speech.s("result-limit-days", "date", &speech.date(day)),
                    None => speech.s("result-limit-until", "until", &speech.k(until)),
                };
                speech.with("report-until", &[("say", say.into()), ("until", until.into())])
            }
        });
    }
}
