//! Ids of what is made at a desk.

use sha2::{Digest as _, Sha256};
use uuid::{Builder, NoContext, Timestamp, Uuid};

use crate::call::Call;

/// A fresh id that sorts by time.
pub(crate) fn fresh_id(call: &Call) -> Uuid {
    let seconds = u64::try_from(call.now.at.0.div_euclid(1000)).unwrap_or(0);
    let nanos = u32::try_from(call.now.at.0.rem_euclid(1000)).unwrap_or(0).saturating_mul(1_000_000);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos))
}

/// The id of what a person makes with a form: the same for the same form sent once more, and never that of anything else, whatever
/// stands in the form. `what` names what is made, `nth` tells several of one form apart.
pub(crate) fn id_of_form(what: &str, person: Uuid, key: Uuid, nth: u16) -> Uuid {
    let parts = [b"supple/form-id/1/", what.as_bytes(), b"/", person.as_bytes(), key.as_bytes(), &nth.to_be_bytes()];
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(Sha256::digest(parts.concat())).for_each(|(byte, made)| *byte = made);
    Builder::from_custom_bytes(bytes).into_uuid()
}
