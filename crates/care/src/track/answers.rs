//! The answers that a verdict rests on, and what stands in their middle.

use super::Series;
use crate::{
    Day,
    measure::{Better, Entry, Score},
};

/// One answer a day, in the order of the days.
pub(super) type Daily = Vec<(Day, Score)>;

/// The last answer of each day from the first of these days to the second.
pub(super) fn daily(entries: &[Entry], from: Day, to: Day) -> Daily {
    let mut all: Vec<&Entry> = entries.iter().filter(|entry| entry.day >= from && entry.day <= to).collect();
    all.sort_by_key(|entry| (entry.day, entry.order));
    let mut days: Daily = Vec::with_capacity(all.len());
    for entry in all {
        match days.last_mut() {
            Some((day, score)) if *day == entry.day => *score = entry.score,
            _ => days.push((entry.day, entry.score)),
        }
    }
    days
}

/// The answers of the beginning.
pub(super) fn beginning(series: &Series, entries: &[Entry]) -> Daily {
    daily(entries, series.began.plus(-series.before_days), series.began)
}

/// The answers that count as now: those of the last days; where these are few, the ones before them as well, as far back as the
/// series allows. Nothing where there is none in the last days.
pub(super) fn now<'a>(series: &Series, answers: &'a [(Day, Score)], today: Day) -> &'a [(Day, Score)] {
    let from = |days: i32| answers.partition_point(|(day, _)| *day < today.plus(1 - days));
    let last = from(series.now_days);
    if last == answers.len() {
        return &[];
    }
    let few = answers.len().saturating_sub(series.now_least).max(from(series.now_reach));
    answers.get(last.min(few)..).unwrap_or(&[])
}

/// What stands in the middle of a group of answers: twice the same where their number is odd, and the two in the middle where
/// it is even.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Middle {
    pub(super) low: Score,
    pub(super) high: Score,
    pub(super) count: usize,
}

impl Middle {
    pub(super) fn of(answers: &[(Day, Score)]) -> Option<Self> {
        let mut scores: Vec<Score> = answers.iter().map(|(_, score)| *score).collect();
        scores.sort_unstable();
        let count = scores.len();
        let (low, high) = (scores.get(count.checked_sub(1)? / 2)?, scores.get(count / 2)?);
        Some(Self { low: *low, high: *high, count })
    }

    /// The worse of the two.
    pub(super) fn worse(&self, better: Better) -> Score {
        match better {
            Better::Lower => self.high,
            Better::Higher => self.low,
        }
    }

    /// The better of the two.
    pub(super) fn best(&self, better: Better) -> Score {
        match better {
            Better::Lower => self.low,
            Better::Higher => self.high,
        }
    }

    /// Their mean, in points: the median.
    pub(super) fn points(&self) -> f64 {
        f64::from(self.low.0.saturating_add(self.high.0)) / 2.0 / f64::from(Score::PER_POINT)
    }

    /// The variance of the median where one answer has the variance 1 and answers are normally distributed.
    ///
    /// Half of pi over the number is its limit for many answers; the constants make it exact for one answer and for two, and
    /// it is within 3 % of the exact value for any number.
    pub(super) fn variance(&self) -> f64 {
        use core::f64::consts::PI;
        let few = if self.count % 2 == 1 { PI - 2.0 } else { 2.0 * PI - 4.0 };
        PI / (2.0 * f64::from(u32::try_from(self.count).unwrap_or(u32::MAX)) + few)
    }
}

#[cfg(test)]
mod tests {
    use super::{Daily, Middle};
    use crate::{Day, measure::Score};

    fn middle(points: &[i32]) -> Option<(Score, Score)> {
        let answers: Daily = points.iter().zip(0..).map(|(points, day)| (Day(day), Score::points(*points))).collect();
        Middle::of(&answers).map(|middle| (middle.low, middle.high))
    }

    #[test]
    fn the_middle_of_an_odd_and_an_even_number() {
        let both = |low: i32, high: i32| Some((Score::points(low), Score::points(high)));
        assert_eq!(middle(&[]), None);
        assert_eq!(middle(&[4]), both(4, 4));
        assert_eq!(middle(&[6, 0]), both(0, 6));
        assert_eq!(middle(&[6, 0, 6]), both(6, 6));
        assert_eq!(middle(&[1, 9, 3, 5]), both(3, 5));
    }

    #[test]
    fn the_variance_of_the_median_by_the_tables() {
        // Sarhan and Greenberg, Contributions to Order Statistics (1962): exact values for normal samples.
        let known = [(1, 1.0), (2, 0.5), (3, 0.4487), (4, 0.2982), (5, 0.2868), (6, 0.2147), (7, 0.2104), (9, 0.1661)];
        for (count, exact) in known {
            let variance = Middle { low: Score(0), high: Score(0), count }.variance();
            assert!((variance / exact - 1.0).abs() < 0.03, "{count}: {variance}");
        }
    }
}
