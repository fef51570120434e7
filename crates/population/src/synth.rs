//! A made-up population.
//!
//! A person depends on nothing but the seed and their number, so that a cohort can be made in parts and again.

mod shares;

use supple_care::{
    Answer, Day, Intensity, Knowledge, Mark, PlaceId, PlaceSet, QuestionId, Reading, Sheet,
    pain::MapState,
    question::{Kind, Polarity, Purpose, Question},
};

use crate::Dice;
use shares::Shares;
pub use shares::WrongShares;

/// Makes people.
#[derive(Clone, Debug)]
pub struct Synth<'k> {
    knowledge: &'k Knowledge,
    shares: Shares,
    places: Vec<PlaceId>,
    seed: u64,
}

/// One of the most marks that a made-up person has.
const MARKS: u64 = 2;

impl<'k> Synth<'k> {
    /// A population with the shares inside the program.
    ///
    /// # Errors
    /// Shares that name what this knowledge does not ask.
    pub fn of(knowledge: &'k Knowledge, seed: u64) -> Result<Self, WrongShares> {
        let shares = Shares::read(knowledge)?;
        Ok(Self { places: knowledge.targets.iter().collect(), knowledge, shares, seed })
    }

    /// What has to be said with every such population.
    #[must_use]
    pub fn notice(&self) -> &str {
        &self.shares.notice
    }

    /// The person with this number. What their other answers hide was not asked.
    #[must_use]
    pub fn person(&self, number: u64, today: Day) -> Sheet {
        let mut dice =
            Dice::new(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        let mut sheet = Sheet::new(today);
        let age = self.age(&mut dice);
        let poor = dice.in_a_thousand(self.shares.poor_at(age));
        for (question, id) in self.knowledge.questions.iter().zip((0u16..).map(QuestionId)) {
            if let Some(answer) = self.answer(question, id, age, poor, &mut dice) {
                sheet.set(id, answer);
            }
        }
        self.map(&mut sheet, &mut dice);
        sheet.proxy = dice.in_a_thousand(self.shares.proxy);
        let hidden = self.knowledge.program.view(&sheet, Reading::Shown).hidden;
        for question in hidden.iter().map(QuestionId) {
            sheet.set(question, Answer::NotAsked);
        }
        sheet
    }

    fn age(&self, dice: &mut Dice) -> i32 {
        let mut left = dice.below(1_000);
        for band in &self.shares.ages {
            match left.checked_sub(band.share) {
                Some(rest) => left = rest,
                None => return dice.between(band.from, band.to),
            }
        }
        self.shares.ages.last().map_or(0, |band| dice.between(band.from, band.to))
    }

    /// Nothing for what is not asked: before a later session, free texts, and what says nothing about risk.
    fn answer(&self, question: &Question, id: QuestionId, age: i32, poor: bool, dice: &mut Dice) -> Option<Answer> {
        if question.purpose != Purpose::Safety {
            return None;
        }
        if question.id == "age" {
            return Some(Answer::Number(age));
        }
        if dice.in_a_thousand(self.shares.unknown) {
            return Some(Answer::Unknown);
        }
        let yes = dice.in_a_thousand(self.shares.of(id, question, poor));
        match &question.kind {
            Kind::YesNo => Some(if yes { Answer::Yes } else { Answer::No }),
            // Neither has an order of risk: any.
            Kind::Choice(options) if question.polarity == Polarity::Neutral => {
                u8::try_from(dice.below(options.len() as u64)).ok().map(Answer::Choice)
            }
            Kind::Choice(options) => {
                let other = 1 + dice.below((options.len() as u64).saturating_sub(1));
                u8::try_from(if yes { other } else { 0 }).ok().map(Answer::Choice)
            }
            Kind::Number { min, max, .. } if question.polarity == Polarity::Neutral => {
                Some(Answer::Number(dice.between(*min, *max)))
            }
            Kind::Number { min, max, .. } => Some(Answer::Number(if yes { dice.between(*min, *max) } else { *min })),
            Kind::Places => Some(Answer::Places(PlaceSet::of(self.place(dice)))),
            Kind::Choices(_) | Kind::Text => None,
        }
    }

    fn place(&self, dice: &mut Dice) -> PlaceId {
        let at = usize::try_from(dice.below(self.places.len() as u64)).unwrap_or(0);
        // INVARIANT: a knowledge base without a place on the back does not compile.
        self.places.get(at).copied().unwrap_or(PlaceId(0))
    }

    fn map(&self, sheet: &mut Sheet, dice: &mut Dice) {
        if dice.in_a_thousand(self.shares.map_unknown) {
            sheet.pain.state = MapState::Unknown;
            return;
        }
        sheet.pain.state = MapState::Confirmed;
        if dice.in_a_thousand(self.shares.no_pain) {
            return;
        }
        for _ in 0..=dice.below(MARKS) {
            let place = self.place(dice);
            // The lower of two: mild pains are more common than strong ones.
            let strength = u8::try_from(1 + dice.below(10).min(dice.below(10))).unwrap_or(1);
            if sheet.pain.marks.iter().all(|mark| mark.place != place) {
                let mark = Mark {
                    place,
                    intensity: Intensity::Of(strength),
                    numb: false,
                    spreads: PlaceSet::NONE,
                    since: None,
                };
                sheet.pain.marks.push(mark);
            }
        }
    }
}
