//! Section 1: the red flags.

mod bone;
mod general;
mod head;
mod heart;
mod nerves;
mod organs;

use super::Verdict;
use super::reader::Reader;
use super::row::Row;

type Read = fn(&mut Row<'_>);

const ROWS: &[(&str, Read)] = &[
    ("RF-CES", nerves::cauda_equina),
    ("RF-FX", bone::fracture),
    ("RF-CA", general::cancer),
    ("RF-INF", general::infection),
    ("RF-CORD", nerves::cord),
    ("RF-AORTA", heart::aorta),
    ("RF-CARD", heart::heart),
    ("RF-LUNG", heart::lung),
    ("RF-KIDNEY", organs::kidney),
    ("RF-PANC", organs::upper_abdomen),
    ("RF-GYN", organs::pregnancy),
    ("RF-CAD", head::neck_artery),
    ("RF-MEN", head::meningitis),
    ("RF-GCA", head::giant_cell_arteritis),
    ("RF-SPA", bone::spondyloarthritis),
    ("RF-RAD", nerves::root),
    ("RF-JOINT", bone::joint),
];

/// Reads every row. RF-PSY is no disposition, but the crisis of the verdict.
pub(crate) fn read(person: &Reader<'_>, verdict: &mut Verdict) {
    for (id, row) in ROWS {
        let mut under_work = Row::new(person, id);
        row(&mut under_work);
        under_work.close(verdict);
    }
}
