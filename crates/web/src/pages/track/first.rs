//! What comes before every score: a result that calls for help or for a doctor.

use supple_care::{Disposition, at_once};

use super::reaction;
use crate::{call::Call, record::Person};

/// The result of today that comes first, with where it says what to do.
pub(crate) struct First {
    pub(crate) say: String,
    pub(crate) to: &'static str,
}

impl First {
    /// Nothing where the answers allow a massage, or may still allow one.
    pub(crate) fn of(call: &Call, person: &Person) -> Option<Self> {
        let called = at_once::called_for(call.knowledge(), &person.sheet);
        let disposition = if person.emergency() { Disposition::Emergency } else { called };
        let to = if disposition == Disposition::Emergency { "/emergency" } else { "/result" };
        let sign = || reaction::at_once(call, person).map(|say| Self { say, to: "/reaction?open" });
        let result = || Self { say: call.voice.disposition(disposition), to };
        match disposition {
            Disposition::Emergency => Some(result()),
            Disposition::Clear | Disposition::Modified => sign(),
            Disposition::MedicalFirst | Disposition::Urgent => Some(sign().unwrap_or_else(result)),
        }
    }
}
