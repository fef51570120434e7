//! One page: what a letter leaves out where everything does not fit, in a stated order.

use super::Letter;
use crate::voice::Voice;

/// What is shortened.
#[derive(Clone, Copy)]
enum What {
    /// The lines of a part.
    Lines,
    /// The lines about what is yes or not known: those before the small ones.
    Told,
    /// The lines of what was answered no.
    Noes,
    /// The length of a line about what is yes or not known, in letters.
    Long,
    /// The chart, to so many hundredths of its height.
    Chart,
}

/// The part, what of it, and how much of that is left. What a physician asks first is shortened last. At the end what is left
/// fits, whatever was told.
const ORDER: [(&str, What, usize); 23] = [
    ("reactions", What::Lines, 3),
    ("outcome", What::Chart, 65),
    ("complaint", What::Lines, 8),
    ("medicines", What::Lines, 8),
    ("complaint", What::Lines, 4),
    ("medicines", What::Lines, 4),
    ("reactions", What::Lines, 1),
    ("screening", What::Noes, 6),
    ("screening", What::Noes, 5),
    ("screening", What::Noes, 4),
    ("screening", What::Noes, 3),
    ("screening", What::Noes, 2),
    ("screening", What::Noes, 1),
    ("screening", What::Noes, 0),
    ("screening", What::Long, 400),
    ("screening", What::Long, 250),
    ("screening", What::Told, 8),
    ("screening", What::Long, 160),
    ("screening", What::Told, 6),
    ("complaint", What::Long, 100),
    ("outcome", What::Lines, 4),
    ("outcome", What::Chart, 50),
    ("complaint", What::Long, 70),
];

/// How often it can be made shorter.
pub(super) const STEPS: usize = ORDER.len();

/// The letter after so many steps: where lines are left out it says how many, and where they stand.
pub(super) fn shortened(v: &Voice, letter: &Letter, steps: usize) -> Letter {
    let mut letter = letter.clone();
    for section in &mut letter.sections {
        let (mut told, mut noes) = (section.small_from.min(section.lines.len()), usize::MAX);
        let (mut all, mut long) = (usize::MAX, usize::MAX);
        let before = (told, section.lines.len());
        for (_, what, left) in ORDER.iter().take(steps).filter(|(part, _, _)| *part == section.part) {
            match what {
                What::Lines => all = *left,
                What::Told => told = told.min(*left),
                What::Noes => noes = *left,
                What::Long => long = *left,
                What::Chart => {
                    if let Some(chart) = &mut section.chart {
                        chart.1 = *left;
                    }
                }
            }
        }
        let (large, small) = section.lines.split_at(before.0);
        let (told, noes) = (told.min(all).min(large.len()), noes.min(small.len()));
        let cut = |kept: usize, of: usize, key: &str| (kept < of).then(|| v.n(key, "count", of - kept));
        let (more, more_noes) = (cut(told, large.len(), "letter-more"), cut(noes, small.len(), "letter-more-noes"));
        let mut lines: Vec<String> = large.iter().take(told).map(|line| clipped(v, line, long)).chain(more).collect();
        let small_from = if small.is_empty() { usize::MAX } else { lines.len() };
        lines.extend(small.iter().take(noes).cloned().chain(more_noes));
        section.lines = lines;
        section.small_from = small_from;
    }
    letter
}

/// A line that ends after so many letters, behind a word, where it is longer; it says where the rest stands.
fn clipped(v: &Voice, line: &str, most: usize) -> String {
    if line.chars().count() <= most {
        return line.to_owned();
    }
    let kept: String = line.chars().take(most).collect();
    let words = kept.rsplit_once(' ').map_or(kept.as_str(), |(words, _)| words);
    v.s("letter-clipped", "line", words.trim_end_matches([',', ';', ' ']))
}
