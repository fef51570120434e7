//! What the scores of one measure say.

use std::collections::BTreeMap;

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
    /// The last answer, of this day, is too old to speak of now.
    Old(Day),
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
        /// Whether both ways of counting say so, points and percent, and the change surely reaches the points.
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

/// Judges the scores of one measure at one place. Their order makes no difference; of the answers of one day the last counts.
///
/// The beginning is the mean of the answers up to the first day, now is the mean of the answers of the last days: one answer
/// decides nothing where there are several. What is older than the last days says nothing about now.
#[must_use]
pub fn judge(series: &Series, entries: &[Entry], today: Day) -> Verdict {
    let first = within(entries, series.began.plus(-series.before_days), series.began);
    if first.is_empty() {
        return Verdict::NotEnough(NotEnough::Beginning);
    }
    let since = within(entries, series.began.plus(1), today);
    let Some(newest) = since.keys().next_back().copied() else {
        return Verdict::NotEnough(NotEnough::Since);
    };
    let before: Vec<Score> = first.into_values().collect();
    let after = fresh(series, &since, today);
    let Some(change) = estimate(&before, &after, series.better, series.noise, series.prior) else {
        return Verdict::NotEnough(NotEnough::Old(newest));
    };
    let (threshold, from, to) = means(series, &before, &after);
    let (response, both) = responds(threshold, series.better, from, to);
    let matters = f64::from(series.change.points.0) / f64::from(Score::PER_POINT);
    if worsens(threshold, series.better, from, to) {
        Verdict::Worse(change)
    } else if response {
        let clearly = both && change.at_least(matters) >= series.sure;
        Verdict::Better { change, clearly, sure: change.at_least(0.0) >= series.sure }
    } else if change.at_least(0.0) >= series.sure {
        Verdict::BetterBelow(change)
    } else {
        Verdict::NoClearChange(change)
    }
}

/// The means of two groups as whole numbers, with the thresholds for them: all are counted in parts so small that none has to
/// be rounded.
fn means(series: &Series, before: &[Score], after: &[Score]) -> (Change, Score, Score) {
    let (counted, into) = (part(after.len()), part(before.len()));
    (finer(series.change, counted.saturating_mul(into)), total(before, counted), total(after, into))
}

/// Whether a response rests on more than one answer: it holds without the best of those that count as now. Where only one
/// counts as now, the one before it stands beside it. Nothing where there are not two answers since the beginning.
#[must_use]
pub fn confirmed(series: &Series, entries: &[Entry], today: Day) -> Option<bool> {
    let before: Vec<Score> =
        within(entries, series.began.plus(-series.before_days), series.began).into_values().collect();
    let since = within(entries, series.began.plus(1), today);
    let mut now = fresh(series, &since, today);
    if let [_] = now.as_slice() {
        now.extend(since.values().rev().nth(1));
    }
    let best = now.iter().zip(0usize..).max_by_key(|(score, _)| series.better.gain(Score(0), **score));
    let best = best.map(|(_, at)| at)?;
    now.swap_remove(best);
    if before.is_empty() || now.is_empty() {
        return None;
    }
    let (threshold, from, to) = means(series, &before, &now);
    Some(responds(threshold, series.better, from, to).0)
}

/// The same; where nothing was answered before the first session, the first answer since stands for the beginning, and its
/// day comes back beside the verdict.
#[must_use]
pub fn judge_or_first(series: &Series, entries: &[Entry], today: Day) -> (Verdict, Option<Day>) {
    let verdict = judge(series, entries, today);
    if verdict != Verdict::NotEnough(NotEnough::Beginning) {
        return (verdict, None);
    }
    match within(entries, series.began.plus(1), today).keys().next().copied() {
        Some(first) => (judge(&Series { began: first, ..*series }, entries, today), Some(first)),
        None => (verdict, None),
    }
}

/// The mean of the answers of the last days, rounded towards worse; nothing where all are older.
#[must_use]
pub fn level(series: &Series, entries: &[Entry], today: Day) -> Option<Score> {
    let now = fresh(series, &within(entries, series.began.plus(-series.before_days), today), today);
    let (sum, count) = (total(&now, 1).0, part(now.len()));
    let down = sum.checked_div_euclid(count)?;
    let worse = series.better == Better::Lower && sum.checked_rem_euclid(count) != Some(0);
    Some(Score(down.saturating_add(i32::from(worse))))
}

/// The last answer of each day from the first of these days to the second.
fn within(entries: &[Entry], from: Day, to: Day) -> BTreeMap<Day, Score> {
    let mut last: BTreeMap<Day, (u64, Score)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.day >= from && entry.day <= to) {
        let known = last.entry(entry.day).or_insert((entry.order, entry.score));
        if entry.order >= known.0 {
            *known = (entry.order, entry.score);
        }
    }
    last.into_iter().map(|(day, (_, score))| (day, score)).collect()
}

/// The answers of the last days.
fn fresh(series: &Series, answers: &BTreeMap<Day, Score>, today: Day) -> Vec<Score> {
    answers.range(today.plus(1 - series.now_days)..).map(|(_, score)| *score).collect()
}

fn part(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn total(scores: &[Score], times: i32) -> Score {
    Score(scores.iter().fold(0i32, |sum, score| sum.saturating_add(score.0)).saturating_mul(times))
}

/// The same thresholds where a point has so many times as many parts.
fn finer(change: Change, times: i32) -> Change {
    let of = |score: Score| Score(score.0.saturating_mul(times));
    Change { points: of(change.points), percent_from: of(change.percent_from), ..change }
}

#[cfg(test)]
mod tests {
    use super::{NotEnough, Series, Verdict, confirmed, judge, judge_or_first, level, responds, worsens};
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
        assert!(matches!(verdict, Verdict::Better { clearly: false, sure: false, .. }), "{verdict:?}");
        let verdict = judge(&series(), &[entry(100, 6), entry(107, 2), entry(114, 2)], Day(114));
        assert!(matches!(verdict, Verdict::Better { clearly: false, sure: true, .. }), "{verdict:?}");
        let more = [entry(93, 6), entry(100, 6), entry(107, 2), entry(112, 2), entry(117, 2)];
        let verdict = judge(&series(), &more, Day(117));
        assert!(matches!(verdict, Verdict::Better { clearly: true, sure: true, .. }), "{verdict:?}");
    }

    #[test]
    fn one_answer_does_not_decide_for_the_others() {
        // Up and down: the last weeks are 1 and 4, and nobody can be sure that it is better by 2.
        let entries = [(100, 6), (107, 3), (114, 2), (121, 1), (128, 4)].map(|(day, points)| entry(day, points));
        let verdict = judge(&series(), &entries, Day(128));
        assert!(matches!(verdict, Verdict::Better { clearly: false, .. }), "{verdict:?}");
        // Five weeks of 6 and one wild 1: half of it is taken for so.
        let weeks =
            [(100, 6), (107, 6), (114, 6), (121, 6), (128, 6), (135, 1)].map(|(day, points)| entry(day, points));
        let verdict = judge(&series(), &weeks, Day(135));
        assert!(matches!(verdict, Verdict::Better { clearly: false, .. }), "{verdict:?}");
        assert_eq!(level(&series(), &weeks, Day(135)), Some(Score(210)), "3.5, not 1");
        let fine = [entry(100, 6), entry(107, 2), entry(108, 3)];
        assert_eq!(level(&series(), &fine, Day(108)), Some(Score(220)), "6, 2 and 3 are 3 and two thirds");
    }

    #[test]
    fn a_response_that_rests_on_one_answer_is_not_confirmed() {
        let of = |weeks: &[(i32, i32)], today: i32| {
            let entries: Vec<Entry> = weeks.iter().map(|(day, points)| entry(*day, *points)).collect();
            confirmed(&series(), &entries, Day(today))
        };
        assert_eq!(of(&[(100, 6), (107, 6), (114, 6), (121, 6), (128, 1)], 128), Some(false), "one wild answer");
        assert_eq!(of(&[(100, 6), (107, 6), (128, 1)], 128), Some(false), "and after a gap");
        assert_eq!(of(&[(100, 6), (107, 6), (114, 2), (121, 3)], 121), Some(true));
        assert_eq!(of(&[(100, 6), (114, 1)], 114), None, "there is only one");
        assert_eq!(of(&[(107, 1), (114, 1)], 114), None, "there is no beginning");
        assert_eq!(of(&[(100, 6), (101, 1), (102, 1)], 150), None, "all of them are old");
    }

    #[test]
    fn an_old_answer_says_nothing_about_today() {
        let entries = [entry(100, 6), entry(107, 1)];
        let verdict = |today: i32| judge(&series(), &entries, Day(today));
        assert!(matches!(verdict(120), Verdict::Better { .. }));
        assert_eq!(verdict(121), Verdict::NotEnough(NotEnough::Old(Day(107))));
        assert_eq!(verdict(300), Verdict::NotEnough(NotEnough::Old(Day(107))));
        assert_eq!(level(&series(), &entries, Day(300)), None);
    }

    #[test]
    fn without_a_beginning_the_first_answer_stands_for_it() {
        let entries = [entry(105, 6), entry(112, 2)];
        let (verdict, from) = judge_or_first(&series(), &entries, Day(112));
        assert!(matches!(verdict, Verdict::Better { .. }), "{verdict:?}");
        assert_eq!(from, Some(Day(105)));
        let (verdict, from) = judge_or_first(&series(), &entries[..1], Day(112));
        assert_eq!((verdict, from), (Verdict::NotEnough(NotEnough::Since), Some(Day(105))));
        assert_eq!(judge_or_first(&series(), &[], Day(112)), (Verdict::NotEnough(NotEnough::Beginning), None));
    }

    #[test]
    fn a_small_steady_gain_is_below_what_people_notice() {
        let entries: Vec<Entry> = [95, 98, 100].map(|day| entry(day, 6)).into_iter().collect();
        let since: Vec<Entry> = [101, 103, 105, 107, 109, 111].map(|day| entry(day, 5)).into_iter().collect();
        let verdict = judge(&series(), &[entries, since].concat(), Day(112));
        assert!(matches!(verdict, Verdict::BetterBelow(_)), "{verdict:?}");
    }
}
