//! Section 2: what forbids or limits a massage, row by row.

mod body_systems;
mod bones;
mod cancer;
mod circulation;
mod consent;
mod illness;
mod medicines;
mod skin;
mod women;

use super::Verdict;
use super::reader::Reader;
use super::row::Row;

type Read = fn(&mut Row<'_>);

/// CI-48, the heavy meal, only reminds.
const ROWS: &[(&str, Read)] = &[
    ("CI-01", illness::fever),
    ("CI-02", illness::stomach),
    ("CI-03", circulation::clot),
    ("CI-04", medicines::blood_thinner),
    ("CI-05", medicines::bleeding),
    ("CI-06", skin::wound),
    ("CI-07", skin::bruise),
    ("CI-08", skin::contagious),
    ("CI-09", skin::rash),
    ("CI-10", skin::shingles),
    ("CI-11", skin::operation),
    ("CI-12", bones::spine_surgery),
    ("CI-13", bones::fracture),
    ("CI-14", bones::osteoporosis),
    ("CI-15", cancer::now),
    ("CI-16", cancer::nodes),
    ("CI-17", cancer::bones),
    ("CI-18", circulation::heart_failure),
    ("CI-19", circulation::heart_event),
    ("CI-20", circulation::stroke),
    ("CI-21", circulation::high_pressure),
    ("CI-22", circulation::low_pressure),
    ("CI-23", body_systems::lung),
    ("CI-24", women::pregnancy),
    ("CI-25", women::after_birth),
    ("CI-26", body_systems::insulin),
    ("CI-27", body_systems::numbness),
    ("CI-28", body_systems::fits),
    ("CI-29", body_systems::kidney),
    ("CI-30", body_systems::liver),
    ("CI-31", bones::joint),
    ("CI-32", bones::strain),
    ("CI-33", body_systems::nerve_pain),
    ("CI-34", medicines::device),
    ("CI-35", medicines::patch),
    ("CI-36", consent::alcohol),
    ("CI-37", medicines::steroids),
    ("CI-38", medicines::allergy),
    ("CI-39", illness::head_injury),
    ("CI-40", illness::headache),
    ("CI-41", skin::lump),
    ("CI-42", circulation::veins),
    ("CI-43", bones::tissue),
    ("CI-44", consent::age),
    ("CI-45", consent::cannot_stop),
    ("CI-46", consent::severe),
    ("CI-47", consent::touch),
];

/// Reads every row.
pub(crate) fn read(person: &Reader<'_>, verdict: &mut Verdict) {
    for (id, row) in ROWS {
        let mut under_work = Row::new(person, id);
        row(&mut under_work);
        under_work.close(verdict);
    }
}
