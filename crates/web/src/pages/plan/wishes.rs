//! Wishes as they are typed, kept in an address, and shown in the form.

use serde_json::{Map, Value, json};
use supple_care::{
    Knowledge,
    plan::{Plan, Wishes},
    technique::Firmness,
};
use supple_interop::{Problem, codes, wishes::read_wishes};

use crate::{
    call::Call,
    form::Form,
    frame::{Trouble, beside},
    pages::typed::Choice,
    record::Person,
    voice::Voice,
};

/// Wishes as they were typed.
pub(super) struct Typed {
    pub(super) wishes: Wishes,
    pub(super) troubles: Vec<Trouble>,
}

impl Typed {
    /// The wishes of the address; without any, those of the plan that was taken last; else none.
    pub(super) fn read(call: &Call, person: &Person, wished: &str) -> Self {
        let knowledge = call.knowledge();
        let form = Form::read(wished.as_bytes()).unwrap_or_default();
        let value = match &person.record.plan {
            Some(taken) if !form.has("giver") => taken.wishes.clone(),
            _ => value_of(&form),
        };
        match read_wishes(knowledge, Some(&value)) {
            Ok(wishes) => Self { wishes, troubles: Vec::new() },
            Err(found) => {
                let troubles = found.iter().map(|problem| trouble(&call.voice, problem)).collect();
                // What was taken under older knowledge may speak of what is not there any more.
                Self { wishes: usual(knowledge), troubles }
            }
        }
    }
}

/// The wishes of somebody who wishes nothing.
pub(super) fn usual(knowledge: &Knowledge) -> Wishes {
    read_wishes(knowledge, None).unwrap_or_else(|_| Wishes::of(0))
}

fn trouble(v: &Voice, problem: &Problem) -> Trouble {
    let field = problem.path.trim_start_matches("wishes.").split('[').next().unwrap_or_default();
    let number = problem.code == codes::NUMBER || field.starts_with("minutes");
    let short = if number { v.t("wish-number") } else { v.t("wish-wrong") };
    let label = v.t(label(field));
    let text = v.with("form-summary", &[("question", label.into()), ("problem", short.clone().into())]);
    Trouble { field: format!("w-{field}"), text, short }
}

/// The key of a field's label.
fn label(field: &str) -> &'static str {
    match field {
        "giver" => "wish-giver",
        "firmness" => "wish-firmness",
        "minutes" => "wish-minutes",
        "minutes_a_week" => "wish-week",
        "clothed" => "wish-clothed",
        "position" => "wish-position",
        "surface" => "wish-surface",
        "devices" => "wish-devices",
        "sites" => "wish-sites",
        "shape" => "wish-shape",
        _ => "wish-course",
    }
}

/// A form as wishes are written in JSON. Empty fields are no wishes.
fn value_of(form: &Form) -> Value {
    let mut map = Map::new();
    for name in ["giver", "firmness", "position", "surface", "course", "shape"] {
        if let Some(text) = form.text(name) {
            map.insert(name.to_owned(), Value::from(text));
        }
    }
    for name in ["minutes", "minutes_a_week"] {
        if let Some(text) = form.text(name) {
            map.insert(name.to_owned(), text.parse::<u32>().map_or_else(|_| Value::from(text), Value::from));
        }
    }
    for name in ["devices", "sites"] {
        let list: Vec<&str> = form.all(name).filter(|text| !text.is_empty()).collect();
        if !list.is_empty() {
            map.insert(name.to_owned(), json!(list));
        }
    }
    if form.has("clothed") {
        map.insert("clothed".to_owned(), Value::from(true));
    }
    Value::from(map)
}

/// Wishes with the ids that they mean: what is kept in the record, and what an address is made of.
pub(super) fn named(knowledge: &Knowledge, wishes: &Wishes) -> Vec<(&'static str, String)> {
    let terms = &knowledge.terms;
    let mut all: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name, id: Option<&String>| all.extend(id.map(|id| (name, id.clone())));
    add("giver", terms.givers.get(usize::from(wishes.giver)).map(|giver| &giver.id));
    add("position", wishes.position.and_then(|at| terms.positions.get(usize::from(at))).map(|term| &term.id));
    add("surface", wishes.surface.and_then(|at| knowledge.courses.surfaces.get(at)).map(|one| &one.id));
    add("course", wishes.course.and_then(|at| knowledge.courses.courses.get(at)).map(|one| &one.id));
    add("shape", knowledge.techniques.shapes.get(wishes.shape).map(|one| &one.id));
    for (_, term) in terms.devices.iter().enumerate().skip(1).filter(|(index, _)| wishes.devices >> index & 1 == 1) {
        add("devices", Some(&term.id));
    }
    let sites = knowledge.techniques.sites.iter().enumerate();
    for (_, site) in sites.filter(|(index, _)| wishes.sites >> index & 1 == 1) {
        add("sites", Some(&site.id));
    }
    all.push(("firmness", feels(wishes.firmness).to_owned()));
    all.extend(wishes.minutes.map(|minutes| ("minutes", minutes.to_string())));
    all.extend(wishes.minutes_a_week.map(|minutes| ("minutes_a_week", minutes.to_string())));
    if wishes.clothed {
        all.push(("clothed", "yes".to_owned()));
    }
    all
}

/// Wishes as the record keeps them.
pub(super) fn kept(knowledge: &Knowledge, wishes: &Wishes) -> Value {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(named(knowledge, wishes));
    Form::read(form.finish().as_bytes()).map_or(Value::Null, |form| value_of(&form))
}

/// Wishes as the part of an address after the question mark.
pub(super) fn query(knowledge: &Knowledge, wishes: &Wishes) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(named(knowledge, wishes));
    form.finish()
}

pub(super) fn feels(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Gentle => "gentle",
        Firmness::Firm => "firm",
        Firmness::Either => "either",
    }
}

/// The form of wishes.
pub(super) struct WishForm {
    pub(super) givers: Vec<Choice>,
    pub(super) feels: Vec<Choice>,
    pub(super) surfaces: Vec<Choice>,
    pub(super) positions: Vec<Choice>,
    pub(super) devices: Vec<Choice>,
    pub(super) sites: Vec<Choice>,
    pub(super) shapes: Vec<Choice>,
    pub(super) courses: Vec<Choice>,
    pub(super) minutes: String,
    pub(super) a_week: String,
    pub(super) minutes_error: Option<String>,
    pub(super) a_week_error: Option<String>,
    pub(super) clothed: bool,
    /// Whether it stands open: something in it is to be looked at.
    pub(super) open: bool,
}

/// The devices that one can hold in the hand or sit on; warmth is not what a massage is given with.
const DEVICES: [&str; 3] = ["ball", "roller", "percussion-gun"];

impl WishForm {
    pub(super) fn of(call: &Call, wishes: &Wishes, made: Option<&Plan>, troubles: &[Trouble]) -> Self {
        let (knowledge, v) = (call.knowledge(), &call.voice);
        let typed = Form::read(call.query.as_bytes()).unwrap_or_default();
        let terms = &knowledge.terms;
        let hands = &knowledge.techniques;
        let one = |id: &str, say: &str, on: bool| Choice { value: id.to_owned(), say: v.k(say), on };
        let word = |id: &str| Choice {
            value: id.to_owned(),
            say: v.t(&format!("wish-{id}")),
            on: feels(wishes.firmness) == id,
        };
        let number = |name: &str, known: Option<u16>| match typed.text(name) {
            Some(text) => text.to_owned(),
            None => known.map(|minutes| minutes.to_string()).unwrap_or_default(),
        };
        // What hurts is in the plan anyway; what was wished for can be taken back.
        let in_plan = |site: usize| {
            made.is_some_and(|plan| plan.focuses.iter().any(|focus| focus.site == site && focus.pain.is_some()))
        };
        Self {
            givers: terms
                .givers
                .iter()
                .zip(0u8..)
                .map(|(giver, index)| one(&giver.id, &giver.say, index == wishes.giver))
                .collect(),
            feels: ["either", "gentle", "firm"].into_iter().map(word).collect(),
            surfaces: knowledge
                .courses
                .surfaces
                .iter()
                .enumerate()
                .map(|(index, surface)| one(&surface.id, &surface.say, wishes.surface == Some(index)))
                .collect(),
            positions: terms
                .positions
                .iter()
                .zip(0u8..)
                .map(|(term, index)| one(&term.id, &term.say, wishes.position == Some(index)))
                .collect(),
            devices: terms
                .devices
                .iter()
                .enumerate()
                .filter(|(_, term)| DEVICES.contains(&term.id.as_str()))
                .map(|(index, term)| one(&term.id, &term.say, wishes.devices >> index & 1 == 1))
                .collect(),
            sites: hands
                .sites
                .iter()
                .enumerate()
                .filter(|(index, site)| site.refused.is_none() && !in_plan(*index))
                .map(|(index, site)| one(&site.id, &site.title, wishes.sites >> index & 1 == 1))
                .collect(),
            shapes: hands
                .shapes
                .iter()
                .enumerate()
                .map(|(index, shape)| one(&shape.id, &shape.say, wishes.shape == index))
                .collect(),
            courses: knowledge
                .courses
                .courses
                .iter()
                .enumerate()
                .filter(|(_, course)| course.not_offered.is_none())
                .map(|(index, course)| one(&course.id, &course.title, wishes.course == Some(index)))
                .collect(),
            minutes: number("minutes", wishes.minutes),
            a_week: number("minutes_a_week", wishes.minutes_a_week),
            minutes_error: beside(troubles, "w-minutes"),
            a_week_error: beside(troubles, "w-minutes_a_week"),
            clothed: wishes.clothed,
            open: !troubles.is_empty() || made.is_none(),
        }
    }
}
