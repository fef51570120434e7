//! CI-24, CI-25: pregnancy and the weeks after birth.

use super::super::limit::{ban, cap};
use super::super::row::Row;
use super::super::tri::{any, both};

/// CI-24: danger signs; high risk or the first twelve weeks; then light and on the side.
pub(super) fn pregnancy(row: &mut Row<'_>) {
    let person = row.person;
    let pregnant = row.yes("pregnant");
    let danger = any(&row.each(["pregnancy_danger", "pregnancy_pressure_signs"]));
    let high_risk = row.yes("pregnancy_high_risk");
    // Asked unless there is certainly no pregnancy: one that is only possible counts.
    row.emergency(danger);
    // The same signs, answered on other pages; they can begin after the birth, too.
    let expecting = any(&[pregnant, person.reached("birth_when", "6-to-12-weeks")]);
    let [sight, upper_severe, upper] = row.each(["sight_change", "upper_tummy_severe", "upper_tummy_pain"]);
    row.emergency(both(expecting, any(&[sight, upper_severe])));
    let pressure = any(&row.each(["bp_160", "bp_180"]));
    let [headache, sick] = row.each(["headache_now", "vomiting_diarrhoea"]);
    row.urgent_within(both(expecting, any(&[pressure, upper, both(headache, sick)])), vec![cap(2)]);
    // A fever of hers is never only waited out.
    let lying_in = any(&[pregnant, person.reached("birth_when", "under-6-weeks")]);
    let fever = row.yes("fever");
    row.urgent_within(both(lying_in, fever), vec![cap(2)]);
    let limits = || {
        vec![
            cap(2),
            ban().positions(&["prone"]),
            ban().on(&["legs"]).techniques(&["deep", "trigger-point", "friction"]),
            ban().on(&["belly"]),
            ban().on(&["low-back-region", "belly"]).devices(&["heat-pack"]),
            ban().devices(&["hot-bath"]),
            ban().techniques(&["percussion"]),
            ban().devices(&["ball", "percussion-gun", "massage-chair", "magnetic-mat", "cupping"]),
        ]
    };
    let early = person.below("pregnancy_weeks", 13);
    row.until_agreed(both(pregnant, high_risk), vec![cap(2), ban().on(&["legs"])]);
    row.until_agreed(both(pregnant, early), vec![cap(2)]);
    row.modified(pregnant, limits());
    row.modified(both(pregnant, person.from("pregnancy_weeks", 20)), vec![ban().positions(&["supine"])]);
}

/// CI-25: six weeks no work on the legs; twelve after a caesarean, as after any operation; heavy bleeding as in pregnancy.
pub(super) fn after_birth(row: &mut Row<'_>) {
    let bleeding = row.yes("birth_bleeding");
    row.emergency(bleeding);
    let caesarean = row.yes("caesarean");
    let person = row.person;
    let within = |when| person.reached("birth_when", when);
    let limits = || vec![ban().on(&["legs"]), cap(2)];
    let mut operated = limits();
    operated.push(ban().positions(&["prone"]));
    row.until_agreed(both(within("6-to-12-weeks"), caesarean), operated);
    row.modified(within("under-6-weeks"), limits());
}
