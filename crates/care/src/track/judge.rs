//! What the scores of one measure say.

use super::model::{Estimate, Prior, estimate};
use crate::{
    Day,
    measure::{Better, Change, Entry, Score},
};

/// How changes are judged: every number comes from knowledge/ with its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Series {
    /// Which way is better.
    pub better: Better,
    /// What counts as a change.
    pub change: Change,
    /// The standard deviation of one answer, in points.
    pub noise: f64,
    /// What is usual beforehand.
    pub prior: Prior,
    /// The day on which the course began: the answers up to that day are the beginning.
    pub began: Day,
    /// So many days before the beginning still belong to it.
    pub before_days: i32,
    /// So many last days count as "now".
    pub now_days: i32,
    /// From this probability on something is said to be so.
    pub sure: f64,
}

/// What is missing for a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotEnough {
    /// There is no answer from the beginning.
    Beginning,
    /// There is no answer since.
    Since,
}

/// What the scores say, from the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Something is missing.
    NotEnough(NotEnough),
    /// Worse by what matters.
    Worse(Estimate),
    /// No clear change.
    NoClearChange(Estimate),
    /// Better, but by less than what people notice.
    BetterBelow(Estimate),
    /// Better by what matters; `sure` says whether more than the jitter of answers.
    Better {
        /// How much.
        change: Estimate,
        /// Whether both ways of counting say so: points and percent.
        clearly: bool,
        /// Whether it is beyond the jitter of answers.
        sure: bool,
    },
}

impl Verdict {
    /// Its place from worse (0) to better; nothing where something is missing.
    #[must_use]
    pub fn rank(&self) -> Option<u8> {
        match self {
            Self::NotEnough(_) => None,
            Self::Worse(_) => Some(0),
            Self::NoClearChange(_) => Some(1),
            Self::BetterBelow(_) => Some(2),
            Self::Better { clearly, sure, .. } => Some(3 + u8::from(*clearly) + u8::from(*sure)),
        }
    }

    /// How much, where something can be said.
    #[must_use]
    pub fn change(&self) -> Option<Estimate> {
        match self {
            Self::NotEnough(_) => None,
            Self::Worse(change) | Self::NoClearChange(change) | Self::BetterBelow(change) => Some(*change),
            Self::Better { change, .. } => Some(*change),
        }
    }
}

/// Whether a gain is a response, and whether a clear one: by points *or* by percent of the beginning; by both.
///
/// Percent count only from a beginning of [`Change::percent_from`] on, and never of a beginning of zero.
#[must_use]
pub fn responds(change: Change, better: Better, before: Score, after: Score) -> (bool, bool) {
    let gain = better.gain(before, after);
    let points = gain >= change.points;
    let percent = of_beginning(change, before, gain);
    match change.percent {
        Some(_) => (points || percent, points && percent),
        None => (points, points),
    }
}

/// Whether it is worse by as much as a response would be better.
#[must_use]
pub fn worsens(change: Change, better: Better, before: Score, after: Score) -> bool {
    let loss = better.gain(after, before);
    loss >= change.points || of_beginning(change, before, loss)
}

fn of_beginning(change: Change, before: Score, gained: Score) -> bool {
    let wide = |score: Score| i64::from(score.0);
    change.percent.is_some_and(|percent| {
        before.0 > 0
            && before >= change.percent_from
            && wide(gained).saturating_mul(100) >= i64::from(percent).saturating_mul(wide(before))
    })
}

/// Judges the scores of one measure at one place. Their order makes no difference.
///
/// The beginning is the last answer up to the first day; now is the last answer since. The probability rests on all
/// answers of the beginning and of the last days.
#[must_use]
pub fn judge(series: &Series, entries: &[Entry], today: Day) -> Verdict {
    let last = |entries: &[Entry]| entries.iter().max_by_key(|entry| (entry.day, entry.order)).map(|entry| entry.score);
    let earliest = series.began.plus(-series.before_days);
    let beginning: Vec<Entry> =
        entries.iter().copied().filter(|entry| entry.day <= series.began && entry.day >= earliest).collect();
    let Some(before) = last(&beginning) else {
        return Verdict::NotEnough(NotEnough::Beginning);
    };
    let since: Vec<Entry> =
        entries.iter().copied().filter(|entry| entry.day > series.began && entry.day <= today).collect();
    let (Some(after), Some(newest)) = (last(&since), since.iter().map(|entry| entry.day).max()) else {
        return Verdict::NotEnough(NotEnough::Since);
    };
    let scores = |entries: &[Entry], from: Day| -> Vec<Score> {
        entries.iter().filter(|entry| entry.day > from).map(|entry| entry.score).collect()
    };
    let first = scores(&beginning, earliest.plus(-1));
    let now = scores(&since, newest.plus(-series.now_days));
    let Some(change) = estimate(&first, &now, series.better, series.noise, series.prior) else {
        return Verdict::NotEnough(NotEnough::Since);
    };
    let (response, clearly) = responds(series.change, series.better, before, after);
    if worsens(series.change, series.better, before, after) {
        Verdict::Worse(change)
    } else if response {
        Verdict::Better { change, clearly, sure: change.at_least(0.0) >= series.sure }
    } else if change.at_least(0.0) >= series.sure {
        Verdict::BetterBelow(change)
    } else {
        Verdict::NoClearChange(change)
    }
}

#[cfg(test)]
mod tests {
    use super::{NotEnough, Series, Verdict, judge, responds, worsens};
    use crate::{
        Day,
        measure::{Better, Change, Entry, Moment, Score},
        track::Prior,
    };

    const PAIN: Change = Change { points: Score(120), percent: Some(30), percent_from: Score(180) };

    fn answer(before: i32, after: i32) -> (bool, bool) {
        responds(PAIN, Better::Lower, Score::points(before), Score::points(after))
    }

    #[test]
    fn the_examples_of_the_field() {
        assert_eq!(answer(7, 5), (true, false), "two points, 28.6 %");
        assert_eq!(answer(3, 2), (true, false), "33 %, one point");
        assert_eq!(answer(10, 7), (true, true), "exactly 30 %");
        assert_eq!(answer(2, 1), (false, false), "percent count from 3 on");
        assert_eq!(answer(0, 0), (false, false), "no percent of nothing");
        let roland = Change { points: Score::points(5), percent: Some(30), percent_from: Score(60) };
        assert_eq!(responds(roland, Better::Lower, Score::points(15), Score::points(10)), (true, true));
        assert_eq!(responds(roland, Better::Lower, Score::points(20), Score::points(15)), (true, false), "25 %");
        assert!(worsens(PAIN, Better::Lower, Score::points(5), Score::points(7)));
        assert!(worsens(PAIN, Better::Lower, Score::points(3), Score::points(4)), "33 % worse");
        assert!(!worsens(PAIN, Better::Lower, Score::points(0), Score::points(1)));
    }

    fn series() -> Series {
        Series {
            better: Better::Lower,
            change: PAIN,
            noise: 1.0,
            prior: Prior { mean: 0.5, spread: 2.0 },
            began: Day(100),
            before_days: 14,
            now_days: 14,
            sure: 0.9,
        }
    }

    fn entry(day: i32, points: i32) -> Entry {
        Entry { day: Day(day), order: 0, moment: Moment::Weekly, place: None, score: Score::points(points) }
    }

    #[test]
    fn what_is_missing_is_said() {
        let verdict = |entries: &[Entry]| judge(&series(), entries, Day(200));
        assert_eq!(verdict(&[]), Verdict::NotEnough(NotEnough::Beginning));
        assert_eq!(verdict(&[entry(50, 6)]), Verdict::NotEnough(NotEnough::Beginning), "too long ago");
        assert_eq!(verdict(&[entry(99, 6)]), Verdict::NotEnough(NotEnough::Since));
        assert_eq!(judge(&series(), &[entry(99, 6), entry(120, 2)], Day(110)), Verdict::NotEnough(NotEnough::Since));
    }

    #[test]
    fn one_good_answer_is_a_response_and_not_yet_sure() {
        let noisy = Series { noise: 2.5, ..series() };
        let verdict = judge(&noisy, &[entry(100, 6), entry(107, 4)], Day(107));
        assert!(matches!(verdict, Verdict::Better { clearly: true, sure: false, .. }), "{verdict:?}");
        let verdict = judge(&series(), &[entry(100, 6), entry(107, 2), entry(114, 2)], Day(114));
        assert!(matches!(verdict, Verdict::Better { clearly: true, sure: true, .. }), "{verdict:?}");
    }

    #[test]
    fn a_small_steady_gain_is_below_what_people_notice() {
        let entries: Vec<Entry> = [95, 98, 100].map(|day| entry(day, 6)).into_iter().collect();
        let since: Vec<Entry> = [101, 103, 105, 107, 109, 111].map(|day| entry(day, 5)).into_iter().collect();
        let verdict = judge(&series(), &[entries, since].concat(), Day(112));
        assert!(matches!(verdict, Verdict::BetterBelow(_)), "{verdict:?}");
    }
}
