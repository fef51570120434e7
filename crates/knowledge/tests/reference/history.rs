//! Section 5: what the course of the pain and of earlier massage says.

use super::Verdict;
use super::limit::{cap, gentle, no_gun};
use super::reader::Reader;
use super::row::Row;
use super::tri::{any, both, every, unless};

/// ESC-2, 3, 5, 6 and 7.
pub(crate) fn read(person: &Reader<'_>, verdict: &mut Verdict) {
    let examined = person.relief("pain_assessed");

    // Four sessions or four weeks without help. After two only the technique changes, which is advice.
    let mut without_help = Row::new(person, "ESC-2");
    without_help.until_agreed(person.reached("massage_without_help", "four-or-more"), gentle());
    without_help.close(verdict);

    let mut worse = Row::new(person, "ESC-3");
    let after_massage = worse.yes("worse_after_massage");
    worse.until_agreed(after_massage, gentle());
    worse.close(verdict);

    let mut severe = Row::new(person, "ESC-5");
    let helpless = severe.yes("cannot_self_care");
    severe.until_agreed(unless(any(&[person.pain_from(8), helpless]), examined), gentle());
    severe.close(verdict);

    let mut never_examined = Row::new(person, "ESC-6");
    never_examined
        .until_agreed(unless(person.reached("pain_duration", "over-12-weeks"), examined), vec![cap(3), no_gun()]);
    never_examined.close(verdict);

    // With cancer ever, today where the pain is new or has changed, else soon; from 50, a clinician, unless one has looked and nothing has changed since.
    let mut no_better = Row::new(person, "ESC-7");
    let [month, cancer] = no_better.each(["no_better_month", "cancer_ever"]);
    let new = no_better.yes("pain_new");
    no_better.urgent(every(&[month, cancer, new]));
    no_better.until_agreed(both(month, cancer), gentle());
    no_better.until_agreed(unless(both(month, person.from("age", 50)), examined), gentle());
    no_better.close(verdict);
}
