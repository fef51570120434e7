//! A person on paper: a few answers that are not "no", written down for either judge.

use std::{fmt, path::Path, sync::OnceLock};

use supple_care::{
    Answer, Clearance, Day, Intensity, Knowledge, Mark, PlaceId, PlaceSet, QuestionId, RuleId, Sheet,
    pain::MapState,
    question::{Kind, Question},
};

use crate::reference;

/// The day on which everybody here answers.
pub(crate) const TODAY: Day = Day(20_778);

/// The knowledge as it stands in the files.
pub(crate) fn base() -> &'static Knowledge {
    static BASE: OnceLock<Knowledge> = OnceLock::new();
    BASE.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge");
        supple_knowledge::load(Path::new(folder)).unwrap_or_else(|errors| panic!("{errors}"))
    })
}

/// Every question with its id.
pub(crate) fn questions() -> impl Iterator<Item = (QuestionId, &'static Question)> {
    (0u16..).map(QuestionId).zip(&base().questions)
}

/// The id of a place.
pub(crate) fn name(place: PlaceId) -> &'static str {
    base().place(place).map_or("?", |known| &known.id)
}

/// A place as the model has it.
pub(crate) fn for_model(place: PlaceId) -> reference::Places {
    static PLACES: OnceLock<Vec<reference::Places>> = OnceLock::new();
    let places = PLACES.get_or_init(|| base().places.iter().map(|place| reference::places(&[&place.id])).collect());
    places[usize::from(place.0)]
}

/// Somebody who answers.
#[derive(Clone)]
pub(crate) struct Person {
    /// What is not "no", not the first option, or not said at all.
    pub(crate) facts: Vec<(QuestionId, Answer)>,
    /// Where it hurts.
    pub(crate) marks: Vec<Mark>,
    /// How far the map has got.
    pub(crate) map: MapState,
    /// The place answered wherever nothing else is said.
    pub(crate) elsewhere: PlaceId,
    /// Somebody else answers.
    pub(crate) proxy: bool,
    /// A clinician has agreed to everything that may be lifted.
    pub(crate) cleared: bool,
    /// A later session.
    pub(crate) rescreen: bool,
    /// A wish to die was mentioned in free text.
    pub(crate) mention: bool,
}

impl Person {
    /// Somebody of 30 who answers no to everything.
    pub(crate) fn well(elsewhere: PlaceId) -> Self {
        Self {
            facts: Vec::new(),
            marks: Vec::new(),
            map: MapState::Confirmed,
            elsewhere,
            proxy: false,
            cleared: false,
            rescreen: false,
            mention: false,
        }
    }

    /// Says something, in place of what was said before.
    pub(crate) fn say(&mut self, id: QuestionId, answer: Answer) {
        self.facts.retain(|(known, _)| *known != id);
        self.facts.push((id, answer));
    }

    /// What is answered where nothing was said.
    fn quiet(&self, question: &Question) -> Option<Answer> {
        match &question.kind {
            Kind::YesNo => Some(Answer::No),
            Kind::Choice(_) => Some(Answer::Choice(0)),
            Kind::Number { .. } if question.id == "age" => Some(Answer::Number(30)),
            Kind::Number { min, max, .. } => Some(Answer::Number(i32::midpoint(*min, *max))),
            Kind::Places => Some(Answer::Places(PlaceSet::of(self.elsewhere))),
            Kind::Choices(_) | Kind::Text => None,
        }
    }

    fn answers(&self) -> impl Iterator<Item = (QuestionId, &'static Question, Answer)> {
        let quiet = questions().filter_map(|(id, question)| Some((id, question, self.quiet(question)?)));
        let said = |(id, answer): &(QuestionId, Answer)| Some((*id, base().question(*id)?, *answer));
        quiet.chain(self.facts.iter().filter_map(said))
    }

    /// The sheet for the engine.
    pub(crate) fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(TODAY);
        for (id, _, answer) in self.answers() {
            sheet.set(id, answer);
        }
        sheet.pain.state = self.map;
        sheet.pain.marks.clone_from(&self.marks);
        sheet.proxy = self.proxy;
        sheet.rescreen = self.rescreen;
        sheet.mention = self.mention;
        if self.cleared {
            sheet.clearances.push(Clearance {
                by: "a general practitioner".to_owned(),
                from: TODAY,
                until: TODAY,
                rules: (0u16..).zip(&base().rules).map(|(index, _)| RuleId(index)).collect(),
                max_pressure: None,
                max_minutes: None,
                words: String::new(),
            });
        }
        sheet
    }

    /// The same person for the reference model.
    pub(crate) fn for_reference(&self) -> reference::Person {
        use reference::Ans;
        let places =
            |set: PlaceSet| set.iter().map(for_model).fold(reference::Places::default(), reference::Places::or);
        let mut person = reference::Person {
            proxy: self.proxy,
            rescreen: self.rescreen,
            cleared: self.cleared,
            mention: self.mention,
            ..reference::Person::default()
        };
        for (_, question, answer) in self.answers() {
            let said = match answer {
                Answer::NotAsked | Answer::Choices(_) => Ans::NotAsked,
                Answer::Unknown => Ans::Unknown,
                Answer::No => Ans::No,
                Answer::Yes => Ans::Yes,
                Answer::Number(value) => Ans::Number(value),
                Answer::Choice(index) => Ans::Choice(usize::from(index)),
                Answer::Places(set) => Ans::Places(places(set)),
            };
            person.answers.insert(&question.id, said);
        }
        person.pain.confirmed = self.map == MapState::Confirmed;
        for mark in &self.marks {
            let strength = match mark.intensity {
                Intensity::Unknown => None,
                Intensity::Of(value) => Some(value),
            };
            person.pain.marks.push((for_model(mark.place), strength, mark.numb, places(mark.spreads)));
        }
        person
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |set: PlaceSet| set.iter().map(name).collect::<Vec<_>>().join(" + ");
        let mut parts = Vec::new();
        for (id, answer) in &self.facts {
            let Some(question) = base().question(*id) else { continue };
            parts.push(match answer {
                Answer::Choice(index) => format!("{}: {}", question.id, question.options()[usize::from(*index)].id),
                Answer::Places(set) => format!("{}: {}", question.id, list(*set)),
                other => format!("{}: {other:?}", question.id),
            });
        }
        for mark in &self.marks {
            let numb = if mark.numb { ", numb" } else { "" };
            parts.push(format!(
                "pain {:?} at {}{numb}, spreading to [{}]",
                mark.intensity,
                name(mark.place),
                list(mark.spreads)
            ));
        }
        parts.extend((self.map != MapState::Confirmed).then(|| format!("map {:?}", self.map)));
        let flags = [
            (self.proxy, "somebody else answers"),
            (self.cleared, "a clinician agreed"),
            (self.rescreen, "a later session"),
            (self.mention, "a wish to die was mentioned"),
        ];
        parts.extend(flags.iter().filter(|(set, _)| *set).map(|(_, words)| (*words).to_owned()));
        write!(f, "{}; places: {}; else no", parts.join("; "), name(self.elsewhere))
    }
}
