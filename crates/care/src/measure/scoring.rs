//! How answers become a score. All arithmetic is exact.

use super::{Instrument, Score, Scoring};

/// Why answers give no score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoScore {
    /// These items (indexes) have no answer. Missing is missing, never zero.
    Missing(Vec<usize>),
    /// These items (indexes) have an answer outside the range.
    OutOfRange(Vec<usize>),
    /// There are more answers than items.
    TooMany,
}

impl Instrument {
    /// The lowest and the highest score.
    #[must_use]
    pub fn bounds(&self) -> (Score, Score) {
        let count = i32::try_from(self.items.len()).unwrap_or(i32::MAX);
        let (low, high) = self.range;
        match self.scoring {
            Scoring::One | Scoring::Mean | Scoring::Import => (Score::points(low), Score::points(high)),
            Scoring::Sum => (Score::points(low.saturating_mul(count)), Score::points(high.saturating_mul(count))),
            Scoring::Ticks => (Score::points(0), Score::points(count)),
        }
    }

    /// The score of answers, one per item, in whole points; a tick is 1.
    ///
    /// # Errors
    /// [`NoScore`] with every item that is at fault.
    pub fn score(&self, answers: &[Option<i32>]) -> Result<Score, NoScore> {
        let count = self.items.len().max(1);
        if answers.len() > count {
            return Err(NoScore::TooMany);
        }
        let (low, high) = self.range;
        let at = |wrong: &dyn Fn(Option<i32>) -> bool| -> Vec<usize> {
            (0..count).filter(|index| wrong(answers.get(*index).copied().flatten())).collect()
        };
        let outside = at(&|answer| answer.is_some_and(|answer| answer < low || answer > high));
        if !outside.is_empty() {
            return Err(NoScore::OutOfRange(outside));
        }
        let sum = answers.iter().flatten().fold(0i32, |sum, answer| sum.saturating_add(*answer));
        if self.scoring == Scoring::Ticks {
            return Ok(Score::points(sum));
        }
        let missing = at(&|answer| answer.is_none());
        if !missing.is_empty() {
            return Err(NoScore::Missing(missing));
        }
        match self.scoring {
            Scoring::One | Scoring::Sum | Scoring::Import | Scoring::Ticks => Ok(Score::points(sum)),
            // INVARIANT: the loader refuses a mean of more items than a sixtieth can hold exactly.
            Scoring::Mean => Ok(Score(
                Score::points(sum).0.checked_div(i32::try_from(count).unwrap_or(i32::MAX)).unwrap_or(i32::MAX),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Instrument, NoScore, Score, Scoring};
    use crate::{
        PlaceSet,
        measure::{Better, Item},
        source::Evidence,
    };

    fn instrument(scoring: Scoring, items: usize, range: (i32, i32)) -> Instrument {
        let item = |index: usize| Item {
            id: format!("i{index}"),
            ask: String::new(),
            lowest: None,
            highest: None,
            names: Vec::new(),
            loinc: None,
        };
        Instrument {
            id: "x".to_owned(),
            title: String::new(),
            recall: String::new(),
            lead: String::new(),
            items: (0..items).map(item).collect(),
            range,
            scoring,
            better: Better::Lower,
            change: None,
            noise: None,
            unit: None,
            prior: None,
            levels: Vec::new(),
            moments: Vec::new(),
            per_place: false,
            judges: false,
            places: PlaceSet::NONE,
            loinc: None,
            cite: String::new(),
            licence: String::new(),
            validated: true,
            sources: Vec::new(),
            evidence: Evidence::Low,
        }
    }

    #[test]
    fn three_answers_give_their_mean_exactly() {
        let peg = instrument(Scoring::Mean, 3, (0, 10));
        assert_eq!(peg.score(&[Some(6), Some(5), Some(4)]), Ok(Score::points(5)));
        let third = peg.score(&[Some(5), Some(5), Some(6)]).unwrap();
        assert_eq!(third, Score(320));
        assert_eq!(third.shown_tenths(), 53);
    }

    #[test]
    fn a_missing_answer_is_never_zero() {
        let peg = instrument(Scoring::Mean, 3, (0, 10));
        assert_eq!(peg.score(&[Some(6), None]), Err(NoScore::Missing(vec![1, 2])));
        assert_eq!(peg.score(&[Some(11), Some(-1), None]), Err(NoScore::OutOfRange(vec![0, 1])));
        assert_eq!(peg.score(&[Some(1); 4]), Err(NoScore::TooMany));
    }

    #[test]
    fn ticks_are_counted_and_nothing_ticked_is_none() {
        let roland = instrument(Scoring::Ticks, 24, (0, 1));
        assert_eq!(roland.score(&[]), Ok(Score::points(0)));
        assert_eq!(roland.score(&[Some(1), None, Some(1)]), Ok(Score::points(2)));
        assert_eq!(roland.bounds(), (Score::points(0), Score::points(24)));
    }

    #[test]
    fn shown_numbers_are_rounded_half_away_from_zero() {
        assert_eq!(Score(3).shown_tenths(), 1);
        assert_eq!(Score(2).shown_tenths(), 0);
        assert_eq!(Score(-3).shown_tenths(), -1);
        assert_eq!(Score::tenths(356).shown_tenths(), 356);
    }
}
