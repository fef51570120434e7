//! How sure a change of one person is.
//!
//! The model is small enough to be told: before the course the person's level was one number, and in the last weeks it
//! is another. Each answer is its level plus the jitter that such answers have although nothing changes (known from
//! test and retest). What was seen in trials says beforehand how much such levels usually move. Days without an answer
//! say nothing. The level is read off the middle of the answers: the median jitters a little more than the mean, and no single
//! answer carries it away. With these, the change is normally distributed, and no later answer that is worse makes it larger.

use crate::measure::Score;

/// What is known before the first answer, in points towards better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// The mean change that is usual without anything being done.
    pub mean: f64,
    /// How much people's changes differ: one standard deviation.
    pub spread: f64,
}

/// A change in points towards better, as a normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The most likely change.
    pub mean: f64,
    /// One standard deviation.
    pub spread: f64,
}

impl Estimate {
    /// The probability that the change is at least this many points.
    #[must_use]
    pub fn at_least(&self, points: f64) -> f64 {
        if self.spread <= 0.0 {
            return if self.mean >= points { 1.0 } else { 0.0 };
        }
        0.5 * libm::erfc((points - self.mean) / self.spread / core::f64::consts::SQRT_2)
    }

    /// The range that holds the change nine times of ten.
    #[must_use]
    pub fn nine_of_ten(&self) -> (f64, f64) {
        // The 95th percentile of the normal distribution.
        const Z: f64 = 1.644_853_626_951_472_2;
        (self.mean - Z * self.spread, self.mean + Z * self.spread)
    }
}

/// What a change that was seen, in points towards better, says of the true one.
///
/// `variance` is that of the change that was seen. Nothing if it, or the spread of what is known, is not a positive number.
#[must_use]
pub fn estimate(seen: f64, variance: f64, prior: Prior) -> Option<Estimate> {
    if !(variance > 0.0 && prior.spread > 0.0) {
        return None;
    }
    let known = prior.spread * prior.spread;
    let weight = known / (known + variance);
    Some(Estimate { mean: prior.mean + weight * (seen - prior.mean), spread: libm::sqrt(weight * variance) })
}

/// How much better the second way did than the first, by the means of their gains, drawn towards "no difference"; both are gains
/// of the same person. `noise` is the standard deviation of a single score, in points. Nothing if a group is empty or the noise
/// is not a positive number.
#[must_use]
pub fn compare(first: &[Score], second: &[Score], noise: f64, spread: f64) -> Option<Estimate> {
    let seen = mean(second)? - mean(first)?;
    // A gain is the difference of two scores: it jitters with both.
    let variance = 2.0 * noise * noise * (1.0 / count(first) + 1.0 / count(second));
    estimate(seen, variance, Prior { mean: 0.0, spread }).filter(|_| noise > 0.0)
}

fn mean(scores: &[Score]) -> Option<f64> {
    if scores.is_empty() {
        return None;
    }
    // Whole numbers first: the order of the scores makes no difference, not even in the last bit.
    let sum: i64 = scores.iter().map(|score| i64::from(score.0)).sum();
    Some(float(sum) / f64::from(Score::PER_POINT) / count(scores))
}

fn count(scores: &[Score]) -> f64 {
    f64::from(u32::try_from(scores.len()).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_precision_loss, reason = "a sum of scores is far below 2^52")]
fn float(whole: i64) -> f64 {
    whole as f64
}

#[cfg(test)]
mod tests {
    use super::{Estimate, Prior, compare, estimate};
    use crate::measure::Score;

    const WIDE: Prior = Prior { mean: 0.0, spread: 1000.0 };

    #[test]
    fn a_change_by_hand() {
        // Seen 3 with variance 1.5; a wide prior leaves what was seen.
        let change = estimate(3.0, 1.5, WIDE).unwrap();
        assert!((change.mean - 3.0).abs() < 1e-4);
        assert!((change.spread - 1.5f64.sqrt()).abs() < 1e-4);
        // A prior as wide as the noise draws half of it away: 3/2, and half of the variance stays.
        let even = Prior { mean: 0.0, spread: 1.5f64.sqrt() };
        let change = estimate(3.0, 1.5, even).unwrap();
        assert!((change.mean - 1.5).abs() < 1e-12);
        assert!((change.spread - 0.75f64.sqrt()).abs() < 1e-12);
        // Gains of 1 and 3, and of 6: 4 apart, each with the noise of two scores.
        let apart = compare(&[Score::points(1), Score::points(3)], &[Score::points(6)], 1.0, 1000.0).unwrap();
        assert!((apart.mean - 4.0).abs() < 1e-4);
        assert!((apart.spread - 3.0f64.sqrt()).abs() < 1e-4);
    }

    #[test]
    fn probabilities_by_the_table() {
        let normal = Estimate { mean: 0.0, spread: 1.0 };
        for (points, probability) in [(0.0, 0.5), (1.0, 0.158_655_254), (-1.959_963_985, 0.975)] {
            assert!((normal.at_least(points) - probability).abs() < 1e-8, "{points}");
        }
        assert!((normal.at_least(normal.nine_of_ten().1) - 0.05).abs() < 1e-12);
    }

    #[test]
    fn nothing_is_said_without_answers_on_both_sides() {
        assert_eq!(estimate(1.0, 0.0, WIDE), None);
        assert_eq!(compare(&[Score::points(1)], &[], 1.0, 1.0), None);
        assert_eq!(compare(&[], &[], 1.0, 1.0), None);
    }
}
