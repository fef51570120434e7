//! What knows a practice or a person: read and added to by its programs, each by its token, through the one policy.
//!
//! Every request of a program is a line in the practice's audit. What stands in a person's record is shown only where that
//! person lets programs of this practice read it, and noted at their own desk before it is shown.

mod came;
mod chart;
mod clients;
mod decided;
mod enter;
mod gate;
mod kept;
mod letter;
mod read;
mod reserve;
mod schedule;
mod take;
mod times;
mod told;
mod write;

use std::sync::Arc;

use axum::{http::HeaderMap, response::Response};

use gate::Door;
pub(super) use gate::TOKEN;
pub(crate) use take::{bundle as own_bundle, practice as of_practice};

use serde_json::Value;

use super::{
    answer::{Refused, Stated},
    served::Kind,
};
use crate::{
    House,
    access::{Act, On, Seat, allowed},
    account::program,
    record::Now,
    voice::Voice,
};

/// What a program sent.
pub(super) struct Sent {
    pub(super) headers: HeaderMap,
    pub(super) is_post: bool,
    pub(super) is_put: bool,
    /// What came, where something is to be changed or an operation to be done.
    pub(super) body: Option<Value>,
    /// The path's parts behind `/fhir`.
    pub(super) steps: Vec<String>,
    /// What is behind the question mark; for a search by POST with what came in the body.
    pub(super) query: String,
}

/// Answers a program, where waiting for the disk is allowed.
pub(super) async fn answer(
    house: &Arc<House>,
    voice: &Voice,
    kind: Option<&'static Kind>,
    sent: Sent,
) -> Result<Response, Stated> {
    let (house, voice) = (Arc::clone(house), voice.clone());
    let done = tokio::task::spawn_blocking(move || {
        let door = Door::open(&house, &voice, &sent.headers)?;
        match (kind, &sent.body) {
            (Some(kind), None) => Ok(read::answer(&door, kind, &sent)?),
            (Some(kind), Some(body)) => write::answer(&door, kind, &sent, body),
            (None, Some(body)) => write::bundle(&door, &sent, body),
            (None, None) => Err(Refused::UNSUPPORTED.into()),
        }
    });
    done.await.unwrap_or_else(|_| Err(gate::AWAY.into()))
}

/// Whether a token opens the operations that decide without keeping anything.
///
/// # Errors
/// It cannot be looked up now.
pub(super) async fn lets_in(house: &Arc<House>, headers: &HeaderMap) -> Result<bool, Refused> {
    let Some(token) = gate::bearer(headers).map(str::to_owned) else { return Ok(false) };
    let house = Arc::clone(house);
    // The store waits for its disk or its server.
    let looked = tokio::task::spawn_blocking(move || {
        let now = Now::of(&(house.app.clock)()).at;
        let known = program::of_token(&house.app.store, &token, now).map_err(|_| gate::AWAY)?;
        Ok(known.is_some_and(|known| allowed(&Seat::Program(known.seat), Act::Advise, On::SELF).is_ok()))
    });
    looked.await.unwrap_or(Err(gate::AWAY))
}
