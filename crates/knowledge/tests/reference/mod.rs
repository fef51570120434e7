//! A second, independent reading of the safety tables: what screening has to say, in a few hundred plain lines that share
//! no code and no data with the engine. Where the two differ, one of them has misread the tables. What the tables leave
//! open is read as docs/decisions/0006-readings-of-the-tables.md settles it.

mod advice;
mod always;
mod answers;
mod body;
#[cfg(test)]
mod checks;
mod contraindications;
mod devices;
mod gates;
mod history;
mod limit;
#[cfg(test)]
mod monotone;
mod reader;
mod red_flags;
mod row;
mod tri;
pub(crate) mod vocabulary;

use std::sync::LazyLock;

pub(crate) use always::{Touch, ceiling, longest};
pub(crate) use answers::{Ans, Answers};
pub(crate) use body::{Body, Places, places};
pub(crate) use limit::Limit;

use reader::Reader;

/// The body map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Map {
    /// Whether the person has said that it is complete.
    pub(crate) confirmed: bool,
    /// Place, strength (`None`: not known), numb, and where it spreads to.
    pub(crate) marks: Vec<(Places, Option<u8>, bool, Places)>,
}

/// Somebody who asks for a massage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    /// What was answered.
    pub(crate) answers: Answers,
    /// Where it hurts.
    pub(crate) pain: Map,
    /// Somebody else answers.
    pub(crate) proxy: bool,
    /// This is a screen before a later session.
    pub(crate) rescreen: bool,
    /// A clinician has agreed to everything that an agreement can lift.
    pub(crate) cleared: bool,
    /// A wish to die was mentioned in any free text.
    pub(crate) mention: bool,
}

/// The dispositions, from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Clear,
    Modified,
    MedicalFirst,
    Urgent,
    Emergency,
}

/// What screening says.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) disposition: Level,
    /// Thoughts of ending one's life: shown before everything, and hiding nothing.
    pub(crate) crisis: bool,
    /// The rows that fired, each with the level that it reached by itself.
    pub(crate) spoke: Vec<(&'static str, Level)>,
    /// The limits of those rows. Those that always hold are not among them.
    pub(crate) limits: Vec<Limit>,
    /// The advice that limits nothing, and whether it is certain.
    pub(crate) advice: Vec<(&'static str, bool)>,
}

/// Reads the tables for a person.
pub(crate) fn screen(person: &Person) -> Verdict {
    static ANATOMICAL: LazyLock<Body> = LazyLock::new(Body::anatomical);
    screen_on(&ANATOMICAL, person)
}

/// The same, with the neighbourhoods of a drawing.
pub(crate) fn screen_on(body: &Body, person: &Person) -> Verdict {
    let reader = Reader::new(person, body);
    // What was not asked yet opens no page: it is one tap away from the first.
    let crisis = person.mention || matches!(person.answers.get("thoughts_of_dying"), Ans::Yes | Ans::Unknown);
    let advice = advice::read(&reader);
    let mut verdict = Verdict { disposition: Level::Clear, crisis, spoke: Vec::new(), limits: Vec::new(), advice };
    red_flags::read(&reader, &mut verdict);
    contraindications::read(&reader, &mut verdict);
    devices::read(&reader, &mut verdict);
    history::read(&reader, &mut verdict);
    if verdict.disposition == Level::Modified && !always::something_is_left(&verdict) {
        verdict.disposition = Level::MedicalFirst;
    }
    verdict
}
