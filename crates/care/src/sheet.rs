//! A person's answers, in the shape that screening reads.

use crate::{Answer, Bits, Clearance, Day, PainMap, PlaceSet, QuestionId};

/// A number or a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A number in the question's unit.
    Number(i32),
    /// The index of one option.
    Choice(u8),
    /// Several options, as a bit mask of their indexes.
    Choices(u32),
}

/// A set of answers with the pain map, the clearances and the day they are read on.
///
/// Yes-no answers are kept as sets of question indexes; everything else in a sorted list.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    pub(crate) yes: Bits,
    pub(crate) no: Bits,
    pub(crate) unknown: Bits,
    /// Numbers and choices, by question. Small, because every decision reads along it.
    values: Vec<(QuestionId, Value)>,
    /// Answered places, by question.
    places: Vec<(QuestionId, PlaceSet)>,
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
    /// Risks answered with a "no" that another answer contradicts: they are read as a yes, until they were asked again.
    doubted: Bits,
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
            places: Vec::new(),
            pain: PainMap::default(),
            clearances: Vec::new(),
            today,
            rescreen: false,
            proxy: false,
            mention: false,
            doubtful: false,
            doubted: Bits::default(),
        }
    }

    /// Records an answer, replacing the earlier one.
    pub fn set(&mut self, question: QuestionId, answer: Answer) {
        self.yes.remove(question.0);
        self.no.remove(question.0);
        self.unknown.remove(question.0);
        self.doubted.remove(question.0);
        replace(&mut self.values, question, None);
        replace(&mut self.places, question, None);
        match answer {
            Answer::NotAsked => {}
            Answer::Unknown => self.unknown.insert(question.0),
            Answer::No => self.no.insert(question.0),
            Answer::Yes => self.yes.insert(question.0),
            Answer::Number(number) => replace(&mut self.values, question, Some(Value::Number(number))),
            Answer::Choice(option) => replace(&mut self.values, question, Some(Value::Choice(option))),
            Answer::Choices(options) => replace(&mut self.values, question, Some(Value::Choices(options))),
            Answer::Places(places) => replace(&mut self.places, question, Some(places)),
        }
    }

    /// Reads a question of risk as a yes because its "no" is contradicted.
    pub(crate) fn doubt(&mut self, question: QuestionId) {
        self.set(question, Answer::Yes);
        self.doubted.insert(question.0);
    }

    /// Whether a question reads as a yes only because its "no" is contradicted: nobody has said yes.
    #[must_use]
    pub fn is_doubted(&self, question: QuestionId) -> bool {
        self.doubted.has(question.0)
    }

    /// The sheet with "I don't know" wherever a "no" is contradicted: what may come of it once it is asked again.
    pub(crate) fn without_doubted(&self) -> Self {
        let mut sheet = self.clone();
        for question in self.doubted.iter() {
            sheet.set(QuestionId(question), Answer::Unknown);
        }
        sheet
    }

    /// The answer to a question as it counts: of what is in doubt, the more cautious.
    #[must_use]
    pub fn counted(&self, question: QuestionId) -> Answer {
        if self.is_doubted(question) { Answer::Yes } else { self.get(question) }
    }

    /// The answer to a question, as it was given; "I don't know" where it is in doubt.
    #[must_use]
    pub fn get(&self, question: QuestionId) -> Answer {
        if self.is_doubted(question) {
            Answer::Unknown
        } else if self.yes.has(question.0) {
            Answer::Yes
        } else if self.no.has(question.0) {
            Answer::No
        } else if self.unknown.has(question.0) {
            Answer::Unknown
        } else {
            match (find(&self.values, question), find(&self.places, question)) {
                (Some(Value::Number(number)), _) => Answer::Number(number),
                (Some(Value::Choice(option)), _) => Answer::Choice(option),
                (Some(Value::Choices(options)), _) => Answer::Choices(options),
                (None, Some(places)) => Answer::Places(places),
                (None, None) => Answer::NotAsked,
            }
        }
    }

    /// The numbers and choices, by question.
    pub(crate) fn values(&self) -> &[(QuestionId, Value)] {
        &self.values
    }

    /// Whether a question was answered with places.
    pub(crate) fn has_places(&self, question: QuestionId) -> bool {
        find(&self.places, question).is_some()
    }
}

fn find<T: Copy>(list: &[(QuestionId, T)], question: QuestionId) -> Option<T> {
    let at = list.binary_search_by_key(&question, |(known, _)| *known).ok()?;
    list.get(at).map(|(_, value)| *value)
}

/// Puts a value in its place in the order, or takes away what is there.
fn replace<T>(list: &mut Vec<(QuestionId, T)>, question: QuestionId, value: Option<T>) {
    match (list.binary_search_by_key(&question, |(known, _)| *known), value) {
        (Ok(at), None) => drop(list.remove(at)),
        (Ok(at), Some(value)) => {
            if let Some(entry) = list.get_mut(at) {
                entry.1 = value;
            }
        }
        (Err(at), Some(value)) => list.insert(at, (question, value)),
        (Err(_), None) => {}
    }
}
