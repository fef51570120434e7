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
mod tests;
