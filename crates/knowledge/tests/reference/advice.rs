//! What is only said, and limits nothing.

use super::reader::Reader;
use super::tri::{Tri, both};

/// Each piece of advice with whether it is certain, and not only possible; in the order of the tables.
pub(crate) fn read(person: &Reader<'_>) -> Vec<(&'static str, bool)> {
    let told = [
        ("CI-09-2", person.yes("rash_unexplained")),
        ("CI-23-3", person.yes("lung_disease")),
        ("CI-38-5", person.yes("sensitive_skin")),
        ("CI-39-4", person.yes("head_injury")),
        ("CI-48-1", person.yes("heavy_meal")),
        // After two or three sessions without help the treatment changes, after four nothing goes on.
        ("ESC-2-2", person.reached("massage_without_help", "two-or-three")),
        ("ESC-6-2", person.reached("pain_duration", "over-12-weeks")),
        ("RF-SPA-3", both(person.yes("long_before_45"), person.yes("spa_eye_bowel"))),
    ];
    told.into_iter().filter(|(_, truth)| *truth != Tri::No).map(|(id, truth)| (id, truth == Tri::Yes)).collect()
}
