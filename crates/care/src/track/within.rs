//! Which of two techniques does more for one person: a comparison within the person, which says nothing when it cannot.
//!
//! Only the technique of the last session is compared, with the other that was used last before it, and only where the
//! sessions of both began with about the same pain: pain that is low already leaves less to gain. The difference is drawn
//! to none, and is said only where it is beyond a margin.

use super::{Estimate, compare};
use crate::{
    Day,
    measure::{Better, Score},
};

/// One session with one technique and one giver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Index of the technique.
    pub technique: usize,
    /// Who gave it (bit index): only sessions by the same giver are compared.
    pub giver: u8,
    /// The day.
    pub on: Day,
    /// Its place in the record, among those of the same day.
    pub order: u64,
    /// The pain just before it.
    pub before: Score,
    /// The pain just after it.
    pub after: Score,
}

/// When something is said: every number comes from knowledge/.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Which way is better.
    pub better: Better,
    /// The standard deviation of one answer, in points.
    pub noise: f64,
    /// How far two techniques differ before anything is known: one standard deviation, in points.
    pub spread: f64,
    /// From so many sessions of each on.
    pub least: usize,
    /// The sessions of both begin, on average, no farther apart than this, in points.
    pub start: f64,
    /// A difference counts from this many points on.
    pub margin: f64,
    /// From this probability on it is said.
    pub sure: f64,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// There are too few sessions of one of them.
    TooFew,
    /// They began with different pain, so nobody can say.
    OtherStart,
    /// No clear difference.
    NoDifference,
    /// The first does more, with this probability.
    First(f64),
    /// The second does more, with this probability.
    Second(f64),
}

/// Two techniques, one against the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// The technique that was used last before the other.
    pub first: usize,
    /// The technique of the last session.
    pub second: usize,
    /// What is said.
    pub said: Said,
}

/// Compares the technique of the last session with the one that was used last before it, by the same giver. The order in
/// which the sessions are handed over makes no difference. Nothing where there were not two, or where `comparable` says
/// that these two are not to be compared.
#[must_use]
pub fn within(trials: &[Trial], terms: &Terms, comparable: impl Fn(usize, usize) -> bool) -> Option<Compared> {
    let last = trials.iter().max_by_key(|trial| (trial.on, trial.order))?;
    let by_same = || trials.iter().filter(|trial| trial.giver == last.giver);
    let other = by_same().filter(|trial| trial.technique != last.technique);
    let other = other.max_by_key(|trial| (trial.on, trial.order))?;
    let (first, second) = (other.technique, last.technique);
    if !comparable(first, second) {
        return None;
    }
    let of = |technique: usize| by_same().filter(move |trial| trial.technique == technique);
    let gains = |technique: usize| -> Vec<Score> {
        of(technique).map(|trial| terms.better.gain(trial.before, trial.after)).collect()
    };
    let starts = |technique: usize| -> Vec<Score> { of(technique).map(|trial| trial.before).collect() };
    let said = said(terms, (&gains(first), &gains(second)), (&starts(first), &starts(second)));
    Some(Compared { first, second, said })
}

fn said(terms: &Terms, gains: (&[Score], &[Score]), starts: (&[Score], &[Score])) -> Said {
    let few = gains.0.len().min(gains.1.len()) < terms.least.max(1);
    // Nothing is known beforehand about how the beginnings differ.
    let apart = |spread: f64| compare(starts.0, starts.1, terms.noise, spread).map(|apart| apart.mean.abs());
    let (false, Some(change), Some(apart)) =
        (few, compare(gains.0, gains.1, terms.noise, terms.spread), apart(f64::from(i32::MAX)))
    else {
        return Said::TooFew;
    };
    if apart > terms.start {
        return Said::OtherStart;
    }
    let turned = Estimate { mean: -change.mean, ..change };
    let (first, second) = (turned.at_least(terms.margin), change.at_least(terms.margin));
    if second >= terms.sure {
        Said::Second(change.at_least(0.0))
    } else if first >= terms.sure {
        Said::First(turned.at_least(0.0))
    } else {
        Said::NoDifference
    }
}

#[cfg(test)]
mod tests {
    use super::{Compared, Said, Terms, Trial, within};
    use crate::{
        Day,
        measure::{Better, Score},
    };

    const TERMS: Terms =
        Terms { better: Better::Lower, noise: 1.2, spread: 1.0, least: 4, start: 1.0, margin: 0.5, sure: 0.9 };

    fn trial(on: i32, technique: usize, before: i32, after: i32) -> Trial {
        let (before, after) = (Score::points(before), Score::points(after));
        Trial { technique, giver: 0, on: Day(on), order: 0, before, after }
    }

    fn all(of: &[(usize, i32, i32)]) -> Vec<Trial> {
        of.iter().zip(0..).map(|((technique, before, after), on)| trial(on, *technique, *before, *after)).collect()
    }

    fn run(first: (i32, i32), second: (i32, i32), each: usize) -> Vec<Trial> {
        let one = |technique: usize, (before, after): (i32, i32)| vec![(technique, before, after); each];
        all(&[one(1, first), one(2, second)].concat())
    }

    fn said(trials: &[Trial]) -> Option<Said> {
        within(trials, &TERMS, |_, _| true).map(|compared| compared.said)
    }

    #[test]
    fn it_takes_two_techniques_and_sessions_of_both() {
        assert_eq!(said(&[]), None);
        assert_eq!(said(&all(&[(1, 6, 4), (1, 6, 4)])), None);
        assert_eq!(said(&run((6, 5), (6, 2), 3)), Some(Said::TooFew));
        let compared = within(&run((6, 6), (6, 2), 8), &TERMS, |_, _| true);
        assert!(matches!(compared, Some(Compared { first: 1, second: 2, said: Said::Second(p) }) if p > 0.9));
        assert!(matches!(said(&run((6, 2), (6, 6), 8)), Some(Said::First(p)) if p > 0.9));
        assert_eq!(said(&run((6, 4), (6, 4), 8)), Some(Said::NoDifference));
    }

    #[test]
    fn pain_that_was_lower_already_is_no_worse_technique() {
        // A third less each time: 6 to 4 at first, 3 to 2 later.
        assert_eq!(said(&run((6, 4), (3, 2), 8)), Some(Said::OtherStart));
    }

    #[test]
    fn another_giver_and_what_may_not_be_compared_stay_out() {
        let mut trials = run((6, 6), (6, 2), 8);
        assert_eq!(within(&trials, &TERMS, |first, second| (first, second) != (1, 2)), None);
        for trial in trials.iter_mut().filter(|trial| trial.technique == 1) {
            trial.giver = 1;
        }
        assert_eq!(said(&trials), None, "the giver may be the difference");
    }
}
