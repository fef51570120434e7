//! The door for whoever gives a massage.

use askama::Template;
use supple_care::Disposition;

use super::result::{Always, always};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "giving.html")]
struct GivingPage {
    f: Frame,
    v: Voice,
    tonight: bool,
    receiver: String,
    giver: String,
    stop_places: String,
    always: Vec<Always>,
}

/// What always holds for whoever gives a massage.
pub(crate) fn giving(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let session = &knowledge.session;
    let allowed = person.standing.settled
        && person.decision.disposition <= Disposition::Modified
        && super::track::waits(call, &person).is_none();
    Reply::ok(&GivingPage {
        f: call.frame("giving-page", Some("/")).at(person.record.last_seq),
        v: v.clone(),
        tonight: allowed,
        receiver: v.k(&session.receiver),
        giver: v.k(&session.giver),
        stop_places: v.k(&session.stop_places),
        always: always(knowledge, v),
    })
}
