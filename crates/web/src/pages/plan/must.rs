//! What everybody who gives a massage has to know of a plan: the ceilings, when to stop there, and when to end the course.

use supple_care::{
    Knowledge, PlaceId,
    plan::Plan,
    session::{Act, rules},
};

use crate::{pages::result::sites, voice::Voice};

/// Two or three lines, the ceilings first.
pub(super) fn know(knowledge: &Knowledge, v: &Voice, plan: &Plan) -> Vec<String> {
    let open = || plan.ceilings.iter().copied().filter(|ceiling| *ceiling > 0);
    let mut lines = Vec::new();
    if let (Some(highest), Some(lowest)) = (open().max(), open().min()) {
        let at_lowest = (0u8..).zip(&plan.ceilings).filter(|(_, ceiling)| **ceiling == lowest);
        let places = at_lowest.map(|(index, _)| PlaceId(index)).collect();
        let args = [
            ("to", v.pressure(highest).into()),
            ("low", v.pressure(lowest).into()),
            ("places", sites(knowledge, v, places).into()),
        ];
        lines.push(v.with(if lowest < highest { "plan-must-ceilings" } else { "plan-must-ceiling" }, &args));
    }
    let there =
        rules(knowledge, plan.wishes.giver).find(|(_, _, rule)| rule.act == Act::LeavePlace && rule.at_least.is_some());
    lines.extend(there.map(|(_, watch, _)| v.s("plan-must-stop", "event", &v.k(&watch.event))));
    if !plan.relax {
        lines.push(v.n("plan-must-end", "sessions", knowledge.courses.planning.stop_after));
    }
    lines
}
