//! How answers become a score. All arithmetic is exact.

use super::{Instrument, Score, Scoring};

/// Why answers give no score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoScore {
    /// These items (indexes) have no answer. Missing is missing, never zero.
    Missing(Vec<usize>),
    /// These items (indexes) have an answer outside the range, or one with a decimal where whole numbers are taken.
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
        let tenths = |answer: &Option<i32>| answer.map(|answer| answer.saturating_mul(10));
        self.score_tenths(&answers.iter().map(tenths).collect::<Vec<_>>())
    }

    /// A number as it was typed, in tenths of a point, with a point or a comma before its decimal; nothing where it is none, or
    /// none that is taken here.
    #[must_use]
    pub fn typed(&self, text: &str) -> Option<i32> {
        tenths(text).filter(|tenths| self.takes(*tenths))
    }

    fn takes(&self, tenths: i32) -> bool {
        let (low, high) = self.range;
        let within = tenths >= low.saturating_mul(10) && tenths <= high.saturating_mul(10);
        within && (self.decimal || tenths % 10 == 0)
    }

    /// The score of answers, one per item, in tenths of a point; a tick is 10.
    ///
    /// # Errors
    /// [`NoScore`] with every item that is at fault.
    pub fn score_tenths(&self, answers: &[Option<i32>]) -> Result<Score, NoScore> {
        let count = self.items.len().max(1);
        if answers.len() > count {
            return Err(NoScore::TooMany);
        }
        let at = |wrong: &dyn Fn(Option<i32>) -> bool| -> Vec<usize> {
            (0..count).filter(|index| wrong(answers.get(*index).copied().flatten())).collect()
        };
        let outside = at(&|answer| answer.is_some_and(|answer| !self.takes(answer)));
        if !outside.is_empty() {
            return Err(NoScore::OutOfRange(outside));
        }
        let sum = answers.iter().flatten().fold(0i32, |sum, answer| sum.saturating_add(*answer));
        if self.scoring == Scoring::Ticks {
            return Ok(Score::tenths(sum));
        }
        let missing = at(&|answer| answer.is_none());
        if !missing.is_empty() {
            return Err(NoScore::Missing(missing));
        }
        match self.scoring {
            Scoring::One | Scoring::Sum | Scoring::Import | Scoring::Ticks => Ok(Score::tenths(sum)),
            // INVARIANT: the loader refuses a mean of more items than a sixtieth can hold exactly.
            Scoring::Mean => Ok(Score(
                Score::tenths(sum).0.checked_div(i32::try_from(count).unwrap_or(i32::MAX)).unwrap_or(i32::MAX),
            )),
        }
    }
}

/// A number with at most one decimal, in tenths. It is read digit by digit: no binary fraction comes between.
#[must_use]
pub fn tenths(text: &str) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, tenth) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(tenth) || tenth.len() > 1 {
        return None;
    }
    let tenths = whole.parse::<i32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
    Some(sign * tenths)
}

/// Tenths as they are written: `35.6`, and `35` where nothing is behind the point.
#[must_use]
pub fn written(tenths: i32) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match size % 10 {
        0 => format!("{sign}{}", size / 10),
        rest => format!("{sign}{}.{rest}", size / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::{Instrument, NoScore, Score, Scoring, tenths, written};
    use crate::{
        PlaceSet,
        measure::{Better, Item},
        source::Evidence,
    };

    fn instrument(scoring: Scoring, items: usize, range: (i32, i32)) -> Instrument {
        let item = |index: usize| Item {
            pain: false,
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
            decimal: false,
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
    fn one_decimal_is_taken_where_it_is_published_and_stays_exact() {
        let total = Instrument { decimal: true, ..instrument(Scoring::Import, 1, (-30, 100)) };
        assert_eq!((total.typed("35.6"), total.typed("12,5"), total.typed("-0.5")), (Some(356), Some(125), Some(-5)));
        assert_eq!(total.score_tenths(&[Some(356)]), Ok(Score::tenths(356)));
        for wrong in ["100.1", "-30.1", "35.61", "35.", ".5", "--3", "+3", "3e1", "", "1.-5", "99999999999"] {
            assert_eq!(total.typed(wrong), None, "{wrong}");
        }
        let whole = instrument(Scoring::One, 1, (0, 10));
        assert_eq!((whole.typed("3.0"), whole.typed("3.5")), (Some(30), None));
        assert_eq!(whole.score_tenths(&[Some(35)]), Err(NoScore::OutOfRange(vec![0])));
        for number in -1200..1200 {
            assert_eq!(tenths(&written(number)), Some(number));
        }
        assert_eq!((written(-5), written(350)), ("-0.5".to_owned(), "35".to_owned()));
    }

    #[test]
    fn shown_numbers_are_rounded_half_away_from_zero() {
        assert_eq!(Score(3).shown_tenths(), 1);
        assert_eq!(Score(2).shown_tenths(), 0);
        assert_eq!(Score(-3).shown_tenths(), -1);
        assert_eq!(Score::tenths(356).shown_tenths(), 356);
    }
}
