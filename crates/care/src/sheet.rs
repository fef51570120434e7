//! A person's answers, in the shape that screening reads.

use crate::{Answer, Bits, Clearance, Day, PainMap, QuestionId};

/// A set of answers with the pain map, the clearances and the day they are read on.
///
/// Yes-no answers are kept as sets of question indexes; everything else in a sorted list.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub(crate) yes: Bits,
    pub(crate) no: Bits,
    pub(crate) unknown: Bits,
    /// Everything else that was answered, by question.
    values: Vec<(QuestionId, Answer)>,
    /// Where it hurts.
    pub pain: PainMap,
    /// Agreements of clinicians.
    pub clearances: Vec<Clearance>,
    /// The day on which the answers are read.
    pub today: Day,
    /// Whether this is a short screen before a later session, so that the "anything new?" questions are asked.
    pub rescreen: bool,
    /// Whether somebody else answers, and the person has not confirmed the answers.
    pub proxy: bool,
    /// Whether a wish to die was mentioned in any free text.
    pub mention: bool,
    /// Whether answers stand on it that cannot both be true: they are read cautiously, and nothing is settled until they
    /// were asked again ([`crate::contradiction::settle`]).
    pub doubtful: bool,
}

impl Sheet {
    /// A sheet on which nothing has been asked yet.
    #[must_use]
    pub fn new(today: Day) -> Self {
        Self {
            yes: Bits::default(),
            no: Bits::default(),
            unknown: Bits::default(),
            values: Vec::new(),
            pain: PainMap::default(),
            clearances: Vec::new(),
            today,
            rescreen: false,
            proxy: false,
            mention: false,
            doubtful: false,
        }
    }

    /// Records an answer, replacing the earlier one.
    pub fn set(&mut self, question: QuestionId, answer: Answer) {
        self.yes.remove(question.0);
        self.no.remove(question.0);
        self.unknown.remove(question.0);
        let at = self.values.binary_search_by_key(&question, |(known, _)| *known);
        if let Ok(at) = at {
            self.values.remove(at);
        }
        match answer {
            Answer::NotAsked => {}
            Answer::Unknown => self.unknown.insert(question.0),
            Answer::No => self.no.insert(question.0),
            Answer::Yes => self.yes.insert(question.0),
            Answer::Number(_) | Answer::Choice(_) | Answer::Choices(_) | Answer::Places(_) => {
                let (Ok(at) | Err(at)) = at;
                self.values.insert(at, (question, answer));
            }
        }
    }

    /// The answer to a question, as it was given.
    #[must_use]
    pub fn get(&self, question: QuestionId) -> Answer {
        if self.yes.has(question.0) {
            Answer::Yes
        } else if self.no.has(question.0) {
            Answer::No
        } else if self.unknown.has(question.0) {
            Answer::Unknown
        } else {
            let at = self.values.binary_search_by_key(&question, |(known, _)| *known).ok();
            at.and_then(|at| self.values.get(at)).map_or(Answer::NotAsked, |(_, answer)| *answer)
        }
    }
}
