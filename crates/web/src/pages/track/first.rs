//! What comes before every score: a result that calls for help or for a doctor.

use supple_care::{Disposition, at_once};

use super::reaction;
use crate::{
    call::Call,
    pages::{result::headline, session::sign::emergency_number},
    record::Person,
};

/// The result of today that comes first, with where it says what to do.
pub(crate) struct First {
    pub(crate) say: String,
    pub(crate) to: &'static str,
    /// Its shape.
    pub(crate) id: &'static str,
    /// Its colour: `danger` where help is to be called now.
    pub(crate) tone: &'static str,
    /// The emergency number, where help is to be called now and it is known.
    pub(crate) number: Option<String>,
}

impl First {
    /// Nothing where the answers allow a massage, or may still allow one.
    pub(crate) fn of(call: &Call, person: &Person) -> Option<Self> {
        let called = at_once::called_for(call.knowledge(), &person.sheet);
        let disposition = if person.emergency() { Disposition::Emergency } else { called };
        let sign = || reaction::at_once(call, person);
        match disposition {
            Disposition::Emergency => Some(Self::now(call, person, call.voice.disposition(disposition), "/emergency")),
            Disposition::Clear | Disposition::Modified => {
                sign().map(|say| Self::now(call, person, say, "/reaction?open"))
            }
            Disposition::MedicalFirst | Disposition::Urgent => Some(match sign() {
                Some(say) => Self::now(call, person, say, "/reaction?open"),
                None => Self {
                    // Who only has to wait is told until when, and not to see anybody.
                    say: match (disposition, person.decision.postpone_hours.and(person.told.postpone_hours)) {
                        (Disposition::MedicalFirst, Some(_)) => headline(&call.voice, person),
                        _ => call.voice.disposition(disposition),
                    },
                    to: "/result",
                    id: disposition.id(),
                    tone: "caution",
                    number: None,
                },
            }),
        }
    }

    /// What cannot wait.
    fn now(call: &Call, person: &Person, say: String, to: &'static str) -> Self {
        let id = Disposition::Emergency.id();
        Self { say, to, id, tone: "danger", number: emergency_number(call, person) }
    }
}
