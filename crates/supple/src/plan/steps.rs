//! One session of a plan, step by step, for a terminal: settling, warming, the strokes of each site, the finish.

use supple_care::{
    plan::Plan,
    session::{Does, Step},
};
use supple_interop::{plan::timeline, wishes::PlanRequest};

use crate::{paper::Paper, speech::Speech};

/// Every step in its order, with the minute at which it begins; nothing where no session can be composed.
pub(super) fn write(speech: Speech<'_>, request: &PlanRequest, plan: &Plan, paper: &mut Paper) {
    let Some(timeline) = timeline(speech.knowledge, request, plan) else { return };
    paper.heading(&speech.n("report-plan-steps", "minutes", usize::from(timeline.minutes)));
    for step in &timeline.steps {
        let at = format!("{}:{:02}", step.at / 60, step.at % 60);
        paper.entry(&speech.with("report-plan-step", &[("at", at.into()), ("what", said(speech, step).into())]));
    }
}

fn said(speech: Speech<'_>, step: &Step) -> String {
    let knowledge = speech.knowledge;
    match step.does {
        Does::Part(index) => knowledge.session.parts.get(index).map_or_else(String::new, |part| speech.k(&part.title)),
        Does::Take(index, top) => {
            let position = knowledge.session.positions.get(index);
            let term = position.and_then(|it| knowledge.terms.positions.get(usize::from(it.position)));
            let up = top.map(|side| speech.t(&format!("player-side-up-{}", side.id())));
            let words: Vec<String> = term.map(|term| speech.k(&term.say)).into_iter().chain(up).collect();
            words.join(". ")
        }
        Does::Stroke { stroke, side, start, .. } => {
            let Some(known) = knowledge.techniques.strokes.get(stroke) else { return String::new() };
            let site =
                knowledge.techniques.sites.get(known.site).map_or_else(String::new, |site| speech.k(&site.title));
            let side = match (side, known.mirrored) {
                (Some(side), _) => Some(speech.t(&format!("player-side-{}", side.id()))),
                (None, Some(_)) => Some(speech.t("player-both")),
                (None, None) => None,
            };
            let place = side.map_or(site.clone(), |side| {
                speech.with("player-step-where", &[("site", site.into()), ("side", side.into())])
            });
            let pressure = speech.t(&format!("pressure-{}", start.min(5)));
            [speech.k(&known.title), place, pressure].join(", ")
        }
        Does::Activity(index) => {
            knowledge.courses.activities.get(index).map_or_else(String::new, |activity| speech.k(&activity.title))
        }
    }
}
