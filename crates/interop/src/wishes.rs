//! Wishes for a plan as they come from outside.
//!
//! ```json
//! { "answers": { }, "pain": [ ],
//!   "wishes": { "giver": "partner", "firmness": "gentle", "minutes": 15, "clothed": false, "surface": "bed",
//!               "devices": ["ball"], "sites": ["arms"], "course": "home-gentle" } }
//! ```

use serde_json::{Map, Value};
use supple_care::{
    Day, Knowledge,
    plan::{History, Wishes},
    technique::Firmness,
};

use crate::{
    Problem,
    answers::{self, Request, unknown_word},
    codes, dates,
};

/// The field that wishes stand in.
const WISHES: &str = "wishes";
/// The field that the history stands in.
const HISTORY: &str = "history";
/// The fields of wishes.
pub(crate) const FIELDS: [&str; 11] = [
    "giver",
    "firmness",
    "minutes",
    "minutes_a_week",
    "clothed",
    "position",
    "surface",
    "devices",
    "course",
    "sites",
    "shape",
];
/// The fields of a history.
const HISTORY_FIELDS: [&str; 4] = ["course", "begun", "sessions", "without_response"];
/// Who gives it where nobody says.
const USUAL_GIVER: &str = "partner";
/// The words for how it is to feel.
const FEELS: [(&str, Firmness); 3] =
    [("gentle", Firmness::Gentle), ("firm", Firmness::Firm), ("either", Firmness::Either)];

/// Answers with wishes.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// The answers.
    pub request: Request,
    /// The wishes.
    pub wishes: Wishes,
    /// What has been done so far.
    pub history: History,
}

/// Reads answers with wishes and history, which may both be absent: then a partner gives it, and nothing was done yet.
///
/// # Errors
/// Every problem in all of them.
pub fn read(knowledge: &Knowledge, mut value: Value, now: Day) -> Result<PlanRequest, Vec<Problem>> {
    let mut cut = |name: &str| value.as_object_mut().and_then(|map| map.remove(name));
    let (wishes, history) = (cut(WISHES), cut(HISTORY));
    let mut problems = Vec::new();
    let request = answers::read_value(knowledge, &value, now).map_err(|found| problems.extend(found)).ok();
    let wishes = take(read_wishes(knowledge, wishes.as_ref()), &mut problems);
    let history = take(read_history(knowledge, history.as_ref()), &mut problems);
    match (request, wishes, history) {
        (Some(request), Some(wishes), Some(history)) if problems.is_empty() => {
            Ok(PlanRequest { request, wishes, history })
        }
        _ => Err(problems),
    }
}

fn take<T>(read: Result<T, Vec<Problem>>, problems: &mut Vec<Problem>) -> Option<T> {
    read.map_err(|found| problems.extend(found)).ok()
}

/// Reads wishes; absent ones are none.
///
/// # Errors
/// Every problem in them.
pub fn read_wishes(knowledge: &Knowledge, value: Option<&Value>) -> Result<Wishes, Vec<Problem>> {
    let none = Map::new();
    let mut reader = Reader::new(WISHES, value, &none, &FIELDS)?;
    let terms = &knowledge.terms;
    let givers = || terms.givers.iter().map(|giver| giver.id.as_str());
    let usual = givers().position(|id| id == USUAL_GIVER).unwrap_or(0);
    let giver = reader.word("giver", givers()).unwrap_or(usual);
    let mut wishes = Wishes::of(u8::try_from(giver).unwrap_or(u8::MAX));
    if let Some(feels) = reader.word("firmness", FEELS.iter().map(|(word, _)| *word)) {
        wishes.firmness = FEELS.get(feels).map_or(Firmness::Either, |(_, feels)| *feels);
    }
    wishes.minutes = reader.number("minutes");
    wishes.minutes_a_week = reader.number("minutes_a_week");
    wishes.clothed = reader.truth("clothed");
    let position = reader.word("position", terms.positions.iter().map(|term| term.id.as_str()));
    wishes.position = position.and_then(|index| u8::try_from(index).ok());
    wishes.surface = reader.word("surface", knowledge.courses.surfaces.iter().map(|surface| surface.id.as_str()));
    let devices = reader.words("devices", terms.devices.iter().map(|term| term.id.as_str()));
    wishes.devices = devices.iter().fold(1, |bits, index| bits | 1u32.checked_shl(*index).unwrap_or(0));
    wishes.course = reader.word("course", knowledge.courses.courses.iter().map(|course| course.id.as_str()));
    let hands = &knowledge.techniques;
    let sites = reader.words("sites", hands.sites.iter().map(|site| site.id.as_str()));
    wishes.sites = sites.iter().fold(0, |bits, index| bits | 1u64.checked_shl(*index).unwrap_or(0));
    let medium = hands.shapes.iter().position(|shape| shape.width_percent == 100).unwrap_or(0);
    wishes.shape = reader.word("shape", hands.shapes.iter().map(|shape| shape.id.as_str())).unwrap_or(medium);
    reader.done(wishes)
}

fn read_history(knowledge: &Knowledge, value: Option<&Value>) -> Result<History, Vec<Problem>> {
    let none = Map::new();
    let mut reader = Reader::new(HISTORY, value, &none, &HISTORY_FIELDS)?;
    let history = History {
        course: reader.word("course", knowledge.courses.courses.iter().map(|course| course.id.as_str())),
        begun: reader.date("begun"),
        sessions: reader.number("sessions").unwrap_or(0),
        without_response: reader.number("without_response").unwrap_or(0),
    };
    reader.done(history)
}

/// Reads one object field by field, and keeps every problem.
struct Reader<'v> {
    name: &'static str,
    map: &'v Map<String, Value>,
    problems: Vec<Problem>,
}

impl<'v> Reader<'v> {
    fn new(
        name: &'static str,
        value: Option<&'v Value>,
        none: &'v Map<String, Value>,
        known: &[&'static str],
    ) -> Result<Self, Vec<Problem>> {
        let map = match value {
            None => none,
            Some(Value::Object(map)) => map,
            Some(_) => {
                let example = format!("{{\"{}\": …}}", known.first().copied().unwrap_or_default());
                return Err(vec![Problem::new(name.to_owned(), codes::OBJECT, vec![("example", example)])]);
            }
        };
        let strange = map.keys().filter(|key| !known.contains(&key.as_str()));
        let problems = strange
            .map(|key| {
                let path = format!("{name}.{key}");
                unknown_word(&path, key, codes::FIELD, codes::FIELD_NEAR, known.iter().copied())
            })
            .collect();
        Ok(Self { name, map, problems })
    }

    fn path(&self, key: &str) -> String {
        format!("{}.{key}", self.name)
    }

    fn option<'w>(&mut self, path: String, words: impl Iterator<Item = &'w str>) {
        let options = words.collect::<Vec<_>>().join(", ");
        self.problems.push(Problem::new(path, codes::OPTION, vec![("options", options)]));
    }

    /// The index of one of some words.
    fn word<'w>(&mut self, key: &str, words: impl Iterator<Item = &'w str> + Clone) -> Option<usize> {
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        let found = value.as_str().and_then(|word| words.clone().position(|known| known == word));
        if found.is_none() {
            self.option(self.path(key), words);
        }
        found
    }

    /// The indexes of several of some words.
    fn words<'w>(&mut self, key: &str, words: impl Iterator<Item = &'w str> + Clone) -> Vec<u32> {
        let Some(value) = self.map.get(key) else { return Vec::new() };
        let Some(list) = value.as_array() else {
            self.problems.push(Problem::plain(self.path(key), codes::LIST));
            return Vec::new();
        };
        let mut found = Vec::new();
        for (at, entry) in list.iter().enumerate() {
            match entry.as_str().and_then(|word| words.clone().position(|known| known == word)) {
                Some(index) => found.extend(u32::try_from(index)),
                None => self.option(format!("{}[{at}]", self.path(key)), words.clone()),
            }
        }
        found
    }

    fn number(&mut self, key: &str) -> Option<u16> {
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
        if number.is_none() {
            let args = vec![("min", "0".to_owned()), ("max", u16::MAX.to_string())];
            self.problems.push(Problem::new(self.path(key), codes::COUNT, args));
        }
        number
    }

    fn truth(&mut self, key: &str) -> bool {
        match self.map.get(key) {
            None => false,
            Some(Value::Bool(truth)) => *truth,
            Some(_) => {
                self.problems.push(Problem::plain(self.path(key), codes::TRUTH));
                false
            }
        }
    }

    fn date(&mut self, key: &str) -> Option<Day> {
        let value = self.map.get(key).filter(|value| !value.is_null())?;
        let day = value.as_str().and_then(dates::parse);
        if day.is_none() {
            self.problems.push(Problem::plain(self.path(key), codes::DATE));
        }
        day
    }

    fn done<T>(self, value: T) -> Result<T, Vec<Problem>> {
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }
}
