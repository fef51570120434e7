//! Lines of a practice's audit.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Entry;
use crate::call::Call;

/// A line for a practice's audit.
#[derive(Clone, Copy)]
pub(crate) struct Noting<'a> {
    /// What is done: `begin`, `sign`.
    pub(crate) what: &'a str,
    /// With which booking, or with whom.
    pub(crate) id: Uuid,
    pub(crate) reason: Option<&'a str>,
}

impl<'a> Noting<'a> {
    /// What is done with an appointment.
    pub(crate) const fn of(what: &'a str, entry: &Entry) -> Self {
        Self { what, id: entry.id, reason: None }
    }

    pub(super) fn body(self, call: &Call) -> Value {
        let by = call.visit.signed.as_ref().map(|signed| signed.person.as_uuid());
        let name = call.visit.open.as_ref().filter(|_| by.is_some()).map(|open| &open.name);
        json!({ "what": self.what, "booking": self.id, "by": by, "name": name, "reason": self.reason })
    }
}
