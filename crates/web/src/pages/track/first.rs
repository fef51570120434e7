//! What comes before every score: a result that calls for help or for a doctor.

use supple_care::Disposition;

use crate::{call::Call, record::Person};

/// The result of today that comes first, with where it says what to do.
pub(crate) struct First {
    pub(crate) say: String,
    pub(crate) to: &'static str,
}

impl First {
    /// Nothing where the answers allow a massage.
    pub(crate) fn of(call: &Call, person: &Person) -> Option<Self> {
        let disposition = person.told.disposition;
        let to = if person.emergency() { "/emergency" } else { "/result" };
        let comes = disposition >= Disposition::MedicalFirst || person.emergency();
        comes.then(|| Self { say: call.voice.disposition(disposition.max(lowest(person))), to })
    }
}

/// What the answers are at least, where not all were given yet.
fn lowest(person: &Person) -> Disposition {
    if person.emergency() { Disposition::Emergency } else { person.told.disposition }
}
