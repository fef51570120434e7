//! What hurts and is not worked on, for a terminal.

use supple_care::{
    PlaceSet,
    plan::Plan,
    session::{LeftOut, Why},
};

use crate::speech::Speech;

/// A line for everything that hurts and is left alone, and one for what no stroke goes over.
pub(super) fn lines(speech: Speech<'_>, plan: &Plan) -> Vec<String> {
    let places = |set: PlaceSet| (!set.is_empty()).then(|| speech.places(set));
    let mut lines: Vec<String> =
        plan.unsaid().filter_map(|left| Some(line(speech, left, places(left.places)?))).collect();
    lines.extend(places(plan.untouched).map(|places| speech.s("plan-untouched", "places", &places)));
    lines
}

fn line(speech: Speech<'_>, left: &LeftOut, place: String) -> String {
    match &left.why {
        Why::Limits(limits) => {
            let known = limits.iter().filter_map(|limit| speech.knowledge.restrictions.get(*limit));
            let reasons: Vec<String> = known.map(|restriction| speech.k(&restriction.say)).collect();
            speech.with("player-out-limits", &[("where", place.into()), ("reasons", reasons.join(" ").into())])
        }
        Why::NothingFits => speech.s("player-out-fits", "where", &place),
        Why::NoTime => speech.s("player-out-time", "where", &place),
        Why::NotWorkedOn => speech.s("player-out-nobody", "where", &place),
        Why::NotForYou => speech.s("player-out-you", "where", &place),
    }
}
