//! What is left out of a session, in words.

use supple_care::{
    Knowledge, PlaceSet,
    session::{LeftOut, Why},
};

use crate::voice::Voice;

/// One line for everything that is left out.
pub(crate) fn lines(knowledge: &Knowledge, v: &Voice, left_out: &[LeftOut]) -> Vec<String> {
    left_out.iter().map(|left| line(knowledge, v, left)).collect()
}

pub(crate) fn line(knowledge: &Knowledge, v: &Voice, left: &LeftOut) -> String {
    let site = left.site.and_then(|site| knowledge.techniques.sites.get(site)).map(|site| v.k(&site.title));
    let activity =
        left.activity.and_then(|index| knowledge.courses.activities.get(index)).map(|activity| v.k(&activity.title));
    let places = (left.places != PlaceSet::NONE).then(|| v.places(knowledge, left.places));
    let place = places.or(activity).or(site).unwrap_or_default();
    match &left.why {
        Why::Limits(limits) => {
            let reasons: Vec<String> = limits
                .iter()
                .filter_map(|limit| knowledge.restrictions.get(*limit))
                .map(|restriction| v.k(&restriction.say))
                .collect();
            v.with("player-out-limits", &[("where", place.into()), ("reasons", reasons.join(" ").into())])
        }
        Why::NothingFits => v.s("player-out-fits", "where", &place),
        Why::NoTime => v.s("player-out-time", "where", &place),
        Why::NotWorkedOn => v.s("player-out-nobody", "where", &place),
        Why::NotForYou => v.s("player-out-you", "where", &place),
    }
}
