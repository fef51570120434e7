//! A person on paper: a few answers that are not "no", and "no" to everything else.

use std::{fmt, sync::OnceLock};

use supple_care::{
    Answer, Clearance, Day, Intensity, Knowledge, Mark, PlaceId, PlaceSet, QuestionId, Sheet,
    pain::MapState,
    question::{Kind, Polarity, Purpose},
};

/// The day on which everybody here answers.
pub(crate) const TODAY: Day = Day(20_700);

/// The knowledge that is compiled into the program.
pub(crate) fn base() -> &'static Knowledge {
    static BASE: OnceLock<Knowledge> = OnceLock::new();
    BASE.get_or_init(|| supple_knowledge::embedded().unwrap_or_else(|errors| panic!("{errors}")))
}

/// One thing that is not "no".
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// An answer.
    Answer(QuestionId, Answer),
    /// A marked place.
    Mark(Mark),
    /// "I don't know where it hurts".
    MapUnknown,
}

impl Said {
    /// Whether it answers a question that is asked before a later session only.
    fn is_of_a_later_session(&self) -> bool {
        match self {
            Self::Answer(id, _) => base().question(*id).unwrap().purpose == Purpose::Rescreen,
            Self::Mark(_) | Self::MapUnknown => false,
        }
    }
}

/// A person: age and sex, a few facts, and how the answers came about.
#[derive(Clone)]
pub(crate) struct Person {
    /// Answers to the questions that are neither risk nor relief.
    pub(crate) neutral: Vec<(QuestionId, Answer)>,
    /// What is not "no".
    pub(crate) said: Vec<Said>,
    /// The place that is answered where the person says nothing else.
    pub(crate) elsewhere: PlaceId,
    /// Somebody else answers.
    pub(crate) proxy: bool,
    /// A later session.
    pub(crate) rescreen: bool,
    /// A clinician's agreement.
    pub(crate) clearance: Option<Clearance>,
}

impl Person {
    /// A healthy person of 30 with no pain.
    pub(crate) fn healthy() -> Self {
        let base = base();
        let mut neutral = Vec::new();
        for (question, index) in base.questions.iter().zip(0u16..) {
            if question.polarity != Polarity::Neutral || question.purpose != Purpose::Safety {
                continue;
            }
            let answer = match &question.kind {
                Kind::Number { .. } if question.id == "age" => Answer::Number(30),
                Kind::Number { min, max, .. } => Answer::Number(i32::midpoint(*min, *max)),
                Kind::Choice(_) => Answer::Choice(0),
                Kind::YesNo | Kind::Choices(_) | Kind::Places | Kind::Text => continue,
            };
            neutral.push((QuestionId(index), answer));
        }
        let elsewhere = base.targets.iter().next().unwrap();
        Self { neutral, said: Vec::new(), elsewhere, proxy: false, rescreen: false, clearance: None }
    }

    /// The same person with one more answer.
    pub(crate) fn with(mut self, id: &str, answer: Answer) -> Self {
        self.say(question(id), answer);
        self
    }

    /// The same person with one more painful place.
    pub(crate) fn hurts(mut self, place: &str, intensity: u8) -> Self {
        let place = base().place_id(place).unwrap();
        self.said.push(Said::Mark(mark(place, Intensity::Of(intensity))));
        self
    }

    /// Records an answer, in place of an earlier one to the same question.
    pub(crate) fn say(&mut self, id: QuestionId, answer: Answer) {
        if let Some(slot) = self.neutral.iter_mut().find(|(known, _)| *known == id) {
            slot.1 = answer;
            return;
        }
        self.said.retain(|said| !matches!(said, Said::Answer(known, _) if *known == id));
        self.said.push(Said::Answer(id, answer));
    }

    /// Whether anything but "no" was said to a question.
    pub(crate) fn speaks_of(&self, id: QuestionId) -> bool {
        self.said.iter().any(|said| matches!(said, Said::Answer(known, _) if *known == id))
    }

    /// The sheet: every question answered, the map confirmed.
    pub(crate) fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(TODAY);
        sheet.proxy = self.proxy;
        sheet.rescreen = self.rescreen || self.said.iter().any(Said::is_of_a_later_session);
        sheet.clearances = self.clearance.iter().cloned().collect();
        for (question, index) in base().questions.iter().zip(0u16..) {
            if let Some(quiet) = quiet(&question.kind, self.elsewhere) {
                sheet.set(QuestionId(index), quiet);
            }
        }
        for (id, answer) in &self.neutral {
            sheet.set(*id, *answer);
        }
        sheet.pain.state = MapState::Confirmed;
        for said in &self.said {
            match said {
                Said::Answer(id, answer) => sheet.set(*id, *answer),
                Said::Mark(mark) => sheet.pain.marks.push(mark.clone()),
                Said::MapUnknown => sheet.pain.state = MapState::Unknown,
            }
        }
        sheet
    }
}

/// The answer that says nothing.
fn quiet(kind: &Kind, elsewhere: PlaceId) -> Option<Answer> {
    match kind {
        Kind::YesNo => Some(Answer::No),
        Kind::Choice(_) => Some(Answer::Choice(0)),
        Kind::Number { min, .. } => Some(Answer::Number(*min)),
        Kind::Places => Some(Answer::Places(PlaceSet::of(elsewhere))),
        Kind::Choices(_) | Kind::Text => None,
    }
}

/// A mark without numbness that spreads nowhere.
pub(crate) fn mark(place: PlaceId, intensity: Intensity) -> Mark {
    Mark { place, intensity, numb: false, spreads: PlaceSet::NONE, since: None }
}

/// The question with this id.
pub(crate) fn question(id: &str) -> QuestionId {
    base().question_id(id).unwrap_or_else(|| panic!("no question `{id}`"))
}

fn places(set: PlaceSet) -> String {
    if set == PlaceSet::ALL {
        return "everywhere".to_owned();
    }
    let names: Vec<&str> = set.iter().filter_map(|place| base().place(place)).map(|place| place.id.as_str()).collect();
    names.join(", ")
}

/// An answer in words.
pub(crate) fn words(id: QuestionId, answer: Answer) -> String {
    let question = base().question(id).unwrap();
    let option = |index: u8| question.options().get(usize::from(index)).map_or("?", |option| option.id.as_str());
    match answer {
        Answer::NotAsked => format!("{}: not asked", question.short),
        Answer::Unknown => format!("'I don't know' to {}", question.short),
        Answer::No => format!("no {}", question.short),
        Answer::Yes => question.short.clone(),
        Answer::Number(value) => format!("{} {value}", question.id),
        Answer::Choice(index) => format!("{}: {}", question.id, option(index)),
        Answer::Choices(mask) => format!("{}: {mask:#b}", question.id),
        Answer::Places(set) => format!("{}: {}", question.id, places(set)),
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(id, answer) => f.write_str(&words(*id, *answer)),
            Self::MapUnknown => f.write_str("'I don't know' where it hurts"),
            Self::Mark(mark) => {
                let place = places(PlaceSet::of(mark.place));
                match mark.intensity {
                    Intensity::Unknown => write!(f, "pain of unknown strength at {place}")?,
                    Intensity::Of(value) => write!(f, "pain {value} of 10 at {place}")?,
                }
                if mark.numb {
                    f.write_str(", numb there")?;
                }
                if mark.spreads.is_empty() { Ok(()) } else { write!(f, ", spreading to {}", places(mark.spreads)) }
            }
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = self.neutral.iter().map(|(id, answer)| words(*id, *answer)).collect();
        parts.extend(self.said.iter().map(ToString::to_string));
        if self.proxy {
            parts.push("somebody else answers".to_owned());
        }
        if self.rescreen {
            parts.push("before a later session".to_owned());
        }
        if let Some(clearance) = &self.clearance {
            let rules: Vec<&str> =
                clearance.rules.iter().filter_map(|rule| base().rule(*rule)).map(|rule| rule.id.as_str()).collect();
            let what = if rules.is_empty() { "everything that may be lifted".to_owned() } else { rules.join(", ") };
            parts.push(format!(
                "a clinician agreed to {what} (pressure {:?}, minutes {:?})",
                clearance.max_pressure, clearance.max_minutes
            ));
        }
        parts.push("\"no\" to everything else".to_owned());
        f.write_str(&parts.join("; "))
    }
}
