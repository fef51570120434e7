//! What the scores of one measure say.

use super::{
    answers::{Middle, beginning, daily, now},
    model::{Estimate, Prior, estimate},
};
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
    /// Where there are fewer answers in these days, the ones before them count too, up to so many in all.
    pub now_least: usize,
    /// None of them is older than so many days.
    pub now_reach: i32,
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
    /// There was nothing to gain: the beginning was so good that not even the best answer would be a response.
    NothingToGain,
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

/// Whether there is nothing to gain from this beginning, because not even nothing at all would be a response. Where higher is
/// better there always is.
#[must_use]
pub fn nothing_to_gain(change: Change, better: Better, before: Score) -> bool {
    match better {
        Better::Lower => !responds(change, better, before, Score(0)).0,
        Better::Higher => false,
    }
}

/// A verdict on these answers; that there was nothing to gain takes the place of every one but worse.
#[must_use]
pub fn unless_idle(series: &Series, entries: &[Entry], verdict: Verdict) -> Verdict {
    let before = Middle::of(&beginning(series, entries));
    let idle = before.is_some_and(|it| nothing_to_gain(series.change, series.better, it.worse(series.better)));
    match verdict {
        Verdict::Worse(_) => verdict,
        _ if idle => Verdict::NotEnough(NotEnough::NothingToGain),
        _ => verdict,
    }
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
/// The beginning is the median of the answers up to the first day, now is the median of the answers of the last days: the last
/// [`Series::now_least`] where there are so many. Of an even number both answers in the middle have to say so. An answer
/// that lies beyond all the others therefore counts as the farthest of them does, and of two answers one alone says nothing.
/// What is older than the last days says nothing about now.
#[must_use]
pub fn judge(series: &Series, entries: &[Entry], today: Day) -> Verdict {
    let Some(before) = Middle::of(&beginning(series, entries)) else {
        return Verdict::NotEnough(NotEnough::Beginning);
    };
    let since = daily(entries, series.began.plus(1), today);
    let Some((newest, _)) = since.last().copied() else {
        return Verdict::NotEnough(NotEnough::Since);
    };
    let Some(after) = Middle::of(now(series, &since, today)) else {
        return Verdict::NotEnough(NotEnough::Old(newest));
    };
    between(series, before, after).unwrap_or(Verdict::NotEnough(NotEnough::Old(newest)))
}

/// The verdict on two groups of answers; nothing where the series has no spread to reckon with.
fn between(series: &Series, before: Middle, after: Middle) -> Option<Verdict> {
    let better = series.better;
    let seen = match better {
        Better::Lower => before.points() - after.points(),
        Better::Higher => after.points() - before.points(),
    };
    let variance = series.noise * series.noise * (before.variance() + after.variance());
    let change = estimate(seen, variance, series.prior)?;
    let (response, both) = gained(series, before, after);
    let sure = change.at_least(0.0) >= series.sure;
    let matters = f64::from(series.change.points.0) / f64::from(Score::PER_POINT);
    Some(if worsens(series.change, better, before.worse(better), after.best(better)) {
        Verdict::Worse(change)
    } else if response {
        Verdict::Better { change, clearly: both && change.at_least(matters) >= series.sure, sure }
    } else if sure && better.gain(before.best(better), after.worse(better)) > Score(0) {
        Verdict::BetterBelow(change)
    } else {
        Verdict::NoClearChange(change)
    })
}

/// Whether both answers in the middle say that it is a response, and a clear one.
fn gained(series: &Series, before: Middle, after: Middle) -> (bool, bool) {
    responds(series.change, series.better, before.best(series.better), after.worse(series.better))
}

/// Whether the answers of now are a response, where they are at least two: then it rests on more than one of them. Where only
/// one counts as now, the one before it stands beside it. Nothing where there are not two answers since the beginning.
#[must_use]
pub fn confirmed(series: &Series, entries: &[Entry], today: Day) -> Option<bool> {
    let before = Middle::of(&beginning(series, entries))?;
    let since = daily(entries, series.began.plus(1), today);
    let two = match now(series, &since, today) {
        [] => return None,
        [_] => since.get(since.len().checked_sub(2)?..)?,
        several => several,
    };
    Some(gained(series, before, Middle::of(two)?).0)
}

/// What a course has come through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Whether there was a response on any day that rested on more than one answer.
    pub helped: bool,
    /// The day of the first answer after the last such response; nothing where there was none, or it still holds.
    pub lost: Option<Day>,
    /// The best that it was on any day, of at least two answers.
    pub best: Option<Score>,
}

/// What a course has come through up to a day, by the answers since its beginning.
#[must_use]
pub fn passed(series: &Series, entries: &[Entry], today: Day) -> Passed {
    let Some(before) = Middle::of(&beginning(series, entries)) else { return Passed::default() };
    let since = daily(entries, series.began.plus(1), today);
    let mut passed = Passed::default();
    for (at, (day, _)) in since.iter().enumerate() {
        let upto = since.get(..=at).unwrap_or(&[]);
        let Some(middle) = Middle::of(now(series, upto, *day)).filter(|middle| middle.count > 1) else { continue };
        let level = middle.worse(series.better);
        if passed.best.is_none_or(|best| series.better.gain(best, level) > Score(0)) {
            passed.best = Some(level);
        }
        if gained(series, before, middle).0 {
            passed = Passed { helped: true, lost: None, ..passed };
        } else if passed.helped && passed.lost.is_none() {
            passed.lost = Some(*day);
        }
    }
    passed
}

/// The same; where nothing was answered before the first session, the first answer since stands for the beginning, and its
/// day comes back beside the verdict.
#[must_use]
pub fn judge_or_first(series: &Series, entries: &[Entry], today: Day) -> (Verdict, Option<Day>) {
    let verdict = judge(series, entries, today);
    if verdict != Verdict::NotEnough(NotEnough::Beginning) {
        return (verdict, None);
    }
    match daily(entries, series.began.plus(1), today).first().copied() {
        Some((first, _)) => (judge(&Series { began: first, ..*series }, entries, today), Some(first)),
        None => (verdict, None),
    }
}

/// The median of the answers that count as now, of two the worse; before the first answer since the beginning, that of the
/// beginning. Nothing where all are older.
#[must_use]
pub fn level(series: &Series, entries: &[Entry], today: Day) -> Option<Score> {
    let since = daily(entries, series.began.plus(1), today);
    let answers = if since.is_empty() { beginning(series, entries) } else { since };
    Some(Middle::of(now(series, &answers, today))?.worse(series.better))
}

/// The median of the answers from before the first session, of two the better: what a response is counted from.
#[must_use]
pub fn start(series: &Series, entries: &[Entry]) -> Option<Score> {
    Some(Middle::of(&beginning(series, entries))?.best(series.better))
}

/// How much better the answers of now are than those of the beginning, in points; negative is worse. What a verdict is read
/// from, before anything is said of how sure it is.
#[must_use]
pub fn seen(series: &Series, entries: &[Entry], today: Day) -> Option<Score> {
    Some(series.better.gain(start(series, entries)?, level(series, entries, today)?))
}

#[cfg(test)]
mod tests {
    use super::{
        NotEnough, Passed, Series, Verdict, confirmed, judge, judge_or_first, level, passed, responds, unless_idle,
        worsens,
    };
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
            now_least: 3,
            now_reach: 28,
            sure: 0.9,
        }
    }

    fn entry(day: i32, points: i32) -> Entry {
        Entry { day: Day(day), order: 0, moment: Moment::Weekly, place: None, score: Score::points(points) }
    }

    #[test]
    fn who_had_nothing_to_gain_is_judged_by_no_gain_and_still_by_what_got_worse() {
        let verdict = |before: i32, after: i32| {
            let entries = [entry(100, before), entry(107, after)];
            unless_idle(&series(), &entries, judge(&series(), &entries, Day(107)))
        };
        for (before, after) in [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)] {
            assert_eq!(verdict(before, after), Verdict::NotEnough(NotEnough::NothingToGain), "{before} {after}");
        }
        assert!(matches!(verdict(0, 2), Verdict::Worse(_)));
        assert!(matches!(verdict(2, 2), Verdict::NoClearChange(_)), "two points can be gained");
        assert!(matches!(verdict(2, 0), Verdict::Better { .. }));
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

    fn weeks(points: &[i32]) -> Vec<Entry> {
        points.iter().zip(0..).map(|(points, week)| entry(100 + 7 * week, *points)).collect()
    }

    /// The rank of the verdict on weekly answers, on the day of the last one.
    fn rank(points: &[i32]) -> Option<u8> {
        let entries = weeks(points);
        judge(&series(), &entries, entries.last().unwrap().day).rank()
    }

    #[test]
    fn one_wild_answer_decides_no_verdict() {
        // No clear change, whatever one of the weeks says, for better or worse.
        for wild in 0..=10 {
            for answers in [[6, 6, wild, 6], [6, 6, 6, wild], [6, wild, 6, 6]] {
                assert_eq!(rank(&answers), Some(1), "{answers:?}");
            }
            assert!(rank(&[6, 2, wild, 2]) >= Some(3), "better, whatever one week says: {wild}");
            assert_eq!(rank(&[3, 6, wild, 6]), Some(0), "worse, whatever one week says: {wild}");
        }
        // Of two answers since the beginning neither decides alone.
        assert_eq!(rank(&[6, 6, 0]), Some(1));
        assert_eq!(rank(&[6, 0, 6]), Some(1));
        assert_eq!(rank(&[6, 6, 10]), Some(1));
        let wild = weeks(&[6, 6, 6, 6, 6, 1]);
        assert_eq!(level(&series(), &wild, Day(135)), Some(Score::points(6)), "not 3.5, and not 1");
        let fine = [entry(100, 6), entry(107, 2), entry(108, 3)];
        assert_eq!(level(&series(), &fine, Day(108)), Some(Score::points(3)), "of two the worse");
    }

    #[test]
    fn what_a_course_has_come_through() {
        let of = |points: &[i32]| {
            let entries = weeks(points);
            passed(&series(), &entries, entries.last().unwrap().day)
        };
        let some = |points: i32| Some(Score::points(points));
        assert_eq!(of(&[6]), Passed::default());
        assert_eq!(of(&[6, 0]), Passed::default(), "one answer is no response yet");
        assert_eq!(of(&[6, 6, 0, 6]), Passed { helped: false, lost: None, best: some(6) }, "nor is a wild one");
        assert_eq!(of(&[6, 3, 2, 3]), Passed { helped: true, lost: None, best: some(3) });
        let relapsed = Passed { helped: true, lost: Some(Day(128)), best: some(2) };
        assert_eq!(of(&[6, 2, 2, 6, 6, 6]), relapsed, "the median of 2, 6 and 6");
    }

    #[test]
    fn a_response_that_rests_on_one_answer_is_not_confirmed() {
        let of = |weeks: &[(i32, i32)], today: i32| {
            let entries: Vec<Entry> = weeks.iter().map(|(day, points)| entry(*day, *points)).collect();
            confirmed(&series(), &entries, Day(today))
        };
        assert_eq!(of(&[(100, 6), (107, 6), (114, 6), (121, 6), (128, 1)], 128), Some(false), "one wild answer");
        assert_eq!(of(&[(100, 6), (107, 6), (128, 1)], 128), Some(false), "and after a gap");
        assert_eq!(of(&[(100, 6), (107, 6), (114, 2), (121, 3)], 121), Some(true), "two of three");
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
        let entries: Vec<Entry> = [94, 96, 98, 100].map(|day| entry(day, 6)).into_iter().collect();
        let since: Vec<Entry> = [101, 103, 105, 107, 109, 111].map(|day| entry(day, 5)).into_iter().collect();
        let verdict = judge(&series(), &[entries, since].concat(), Day(112));
        assert!(matches!(verdict, Verdict::BetterBelow(_)), "{verdict:?}");
    }
}
