//! What session was asked for, as it stands in the record, and composing it again from there.

use serde_json::{Map, Value, json};
use supple_care::{
    Cleared, Day, Knowledge, Sheet,
    plan::{History, Problem, Wishes, plan},
    session::{NoSession, Order, Timeline, breathe, compose, routine},
    technique::Firmness,
};

/// What kind of session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum What {
    /// The gentle session at home.
    #[default]
    Gentle,
    /// What the plan says.
    Plan,
    /// A routine of stretches.
    Routine(String),
    /// Breathing alone.
    Breathe,
}

/// A session as it was asked for: everything that composing it again needs, in ids of knowledge/.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ordered {
    pub(crate) what: What,
    pub(crate) giver: String,
    pub(crate) position: Option<String>,
    pub(crate) minutes: Option<u16>,
    pub(crate) clothed: bool,
    pub(crate) firmness: String,
    pub(crate) devices: Vec<String>,
    pub(crate) sites: Vec<String>,
    pub(crate) surface: Option<String>,
    pub(crate) course: Option<String>,
    pub(crate) shape: Option<String>,
}

/// The course of the gentle session for a giver: the one whose id is here.
const GENTLE: &str = "home-gentle";

impl Ordered {
    /// As it is kept.
    pub(crate) fn value(&self) -> Value {
        let mut map = Map::new();
        let (what, routine) = match &self.what {
            What::Gentle => ("gentle", None),
            What::Plan => ("plan", None),
            What::Routine(id) => ("routine", Some(id)),
            What::Breathe => ("breathe", None),
        };
        map.insert("what".to_owned(), what.into());
        let optional = [
            ("routine", routine),
            ("position", self.position.as_ref()),
            ("course", self.course.as_ref()),
            ("shape", self.shape.as_ref()),
            ("surface", self.surface.as_ref()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                map.insert(name.to_owned(), value.as_str().into());
            }
        }
        if let Some(minutes) = self.minutes {
            map.insert("minutes".to_owned(), minutes.into());
        }
        if self.clothed {
            map.insert("clothed".to_owned(), true.into());
        }
        if !self.firmness.is_empty() {
            map.insert("firmness".to_owned(), self.firmness.as_str().into());
        }
        for (name, list) in [("devices", &self.devices), ("sites", &self.sites)] {
            if !list.is_empty() {
                map.insert(name.to_owned(), json!(list));
            }
        }
        map.insert("giver".to_owned(), self.giver.as_str().into());
        Value::Object(map)
    }

    /// From what was kept. What is missing was not wished for; records of sessions that were kept before there were
    /// plans hold giver and position only.
    pub(crate) fn read(value: &Value) -> Self {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let what = match (text("what").as_deref(), text("routine")) {
            (Some("plan"), _) => What::Plan,
            (Some("routine"), Some(id)) => What::Routine(id),
            (Some("breathe"), _) => What::Breathe,
            _ => What::Gentle,
        };
        let list = |name: &str| -> Vec<String> {
            let list = value.get(name).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            what,
            giver: text("giver").unwrap_or_default(),
            position: text("position"),
            minutes: value.get("minutes").and_then(Value::as_u64).and_then(|minutes| u16::try_from(minutes).ok()),
            clothed: value.get("clothed").and_then(Value::as_bool) == Some(true),
            firmness: text("firmness").unwrap_or_default(),
            devices: list("devices"),
            sites: list("sites"),
            surface: text("surface"),
            course: text("course"),
            shape: text("shape"),
        }
    }

    /// The wishes in indexes; nothing where the giver is not known any more.
    pub(crate) fn wishes(&self, knowledge: &Knowledge) -> Option<Wishes> {
        let giver = knowledge.terms.givers.iter().position(|giver| giver.id == self.giver)?;
        let position = |id: &String| knowledge.terms.positions.iter().position(|term| term.id == *id);
        let device = |id: &String| knowledge.terms.devices.iter().position(|term| term.id == *id);
        let mut wishes = Wishes::of(u8::try_from(giver).ok()?);
        wishes.position = self.position.as_ref().and_then(position).and_then(|index| u8::try_from(index).ok());
        wishes.minutes = self.minutes;
        wishes.clothed = self.clothed;
        wishes.firmness = match self.firmness.as_str() {
            "gentle" => Firmness::Gentle,
            "firm" => Firmness::Firm,
            _ => Firmness::Either,
        };
        for index in self.devices.iter().filter_map(device) {
            wishes.devices |= u32::try_from(index).ok().and_then(|index| 1u32.checked_shl(index)).unwrap_or(0);
        }
        let site = |id: &String| knowledge.techniques.sites.iter().position(|site| site.id == *id);
        for index in self.sites.iter().filter_map(site) {
            wishes.sites |= u32::try_from(index).ok().and_then(|index| 1u64.checked_shl(index)).unwrap_or(0);
        }
        wishes.surface =
            self.surface.as_ref().and_then(|id| knowledge.courses.surfaces.iter().position(|one| one.id == *id));
        wishes.course =
            self.course.as_ref().and_then(|id| knowledge.courses.courses.iter().position(|course| course.id == *id));
        wishes.shape = self
            .shape
            .as_ref()
            .and_then(|id| knowledge.techniques.shapes.iter().position(|shape| shape.id == *id))
            .or_else(|| knowledge.techniques.shapes.iter().position(|shape| shape.width_percent == 100))
            .unwrap_or(0);
        Some(wishes)
    }

    /// Composes it, for one person on one day.
    ///
    /// # Errors
    /// [`NoSession`] with the reason.
    pub(crate) fn compose(
        &self,
        knowledge: &Knowledge,
        cleared: &Cleared,
        sheet: &Sheet,
        person: u128,
        today: Day,
        history: &History,
    ) -> Result<Timeline, NoSession> {
        let mut wishes = self.wishes(knowledge).ok_or(NoSession::Unknown)?;
        match &self.what {
            What::Gentle => {
                let fits = |giver: u8| {
                    knowledge.courses.courses.iter().position(|course| {
                        course.id == GENTLE && course.givers.checked_shr(u32::from(giver)).unwrap_or(0) & 1 == 1
                    })
                };
                wishes.course = wishes.course.or_else(|| fits(wishes.giver));
                wishes.firmness = Firmness::Gentle;
                compose(knowledge, cleared, sheet, person, today, Order::Wishes(&wishes))
            }
            What::Plan => {
                let planned = plan(knowledge, cleared, sheet, person, today, &wishes, history);
                match planned {
                    Ok(planned) => compose(knowledge, cleared, sheet, person, today, Order::Plan(&planned)),
                    Err(no) if no.problems.contains(&Problem::NoResponse) => Err(NoSession::NoResponse),
                    Err(_) => Err(NoSession::NoPlan),
                }
            }
            What::Routine(id) => {
                let known = knowledge.courses.routines.iter().position(|routine| routine.id == *id);
                routine(knowledge, cleared, sheet, person, today, wishes.giver, known.ok_or(NoSession::Unknown)?)
            }
            What::Breathe => self.breathing(knowledge),
        }
    }

    /// Composes the breathing exercise: nobody has to be cleared for it.
    ///
    /// # Errors
    /// [`NoSession`] with the reason.
    pub(crate) fn breathing(&self, knowledge: &Knowledge) -> Result<Timeline, NoSession> {
        let giver = self.wishes(knowledge).ok_or(NoSession::Unknown)?.giver;
        breathe(knowledge, giver, self.minutes.unwrap_or(knowledge.session.breathe_minutes.0))
    }
}
