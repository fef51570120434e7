//! Booking, from the side of the client: a course fitted and held, confirmed, changed, and what the therapist may see.

pub(crate) mod brief;
pub(crate) mod change;
pub(crate) mod fit;
pub(crate) mod list;
pub(crate) mod next;
pub(crate) mod offer;
pub(crate) mod told;
pub(crate) mod wait;

use supple_care::plan::Plan;
use uuid::Uuid;

use crate::{
    call::{Call, Reply},
    desk::{Entry, OfClient, Office},
};

/// The givers who work in a practice.
const IN_PRACTICE: [&str; 2] = ["therapist", "physiotherapist"];

/// Whether the plan is for somebody who works in a practice.
pub(crate) fn for_practice(call: &Call, plan: &Plan) -> bool {
    let giver = call.knowledge().terms.givers.get(usize::from(plan.wishes.giver));
    giver.is_some_and(|giver| IN_PRACTICE.contains(&giver.id.as_str()))
}

/// Whether booking is offered beside a plan.
pub(crate) fn is_offered(call: &Call, plan: &Plan) -> bool {
    for_practice(call, plan) && call.house.app.store.practices().is_ok_and(|practices| !practices.is_empty())
}

/// The appointments of a person by their beginning, in every practice that keeps something about them and opens; a page, where
/// one that opens cannot be read now.
pub(crate) fn of_person(call: &Call, person: Uuid) -> Result<Vec<(Office, Vec<Entry>)>, Reply> {
    let OfClient { open, unread, .. } = Office::of_client(call, person)?;
    unread.map_or(Ok(open), Err)
}
