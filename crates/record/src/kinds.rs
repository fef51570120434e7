//! The kinds of events and their payloads, version 1 each.

use serde_json::{Map, Value, json};
use supple_care::{
    Answer, Clearance, Decision, Knowledge, PlaceSet, QuestionId, Reading, Sheet, Tri, pain::MapState, plan::Plan,
    rule::Effect,
};
use supple_interop::{answers as format, dates};
use supple_store::{PersonId, UtcMs};
use uuid::Uuid;

use super::{Marked, map};

/// Answers to a page of questions, or to the body map.
pub const ANSWERS: &str = "answers.given";
/// A clinician agreed.
pub const AGREEMENT: &str = "agreement.recorded";
/// A decision was made.
pub const DECISION: &str = "decision.made";
/// A session was begun.
pub const STARTED: &str = "session.started";
/// A session was stopped before its end.
pub const STOPPED: &str = "session.stopped";
/// A session was finished.
pub const ENDED: &str = "session.ended";
/// A session was taken along, to be done without the program.
pub const SAVED: &str = "session.saved";
/// A check during a session was answered.
pub const CHECKED: &str = "session.checked";
/// A phone sent something that this program cannot read: kept as it came, for one that can.
pub const UNREAD: &str = "session.unread";
/// The questions of the next morning were answered.
pub const MORNING: &str = "morning.answered";
/// Somebody finished the giver's lesson.
pub const LESSON: &str = "lesson.finished";
/// Where an event comes from: a code that a phone showed.
pub const CODE: &str = "code";
/// A way in was chosen.
pub const DOOR: &str = "door.chosen";
/// A country was chosen.
pub const COUNTRY: &str = "country.chosen";
/// A plan was taken.
pub const PLAN: &str = "plan.chosen";
/// The questions about what is new are to be asked.
pub const RESCREEN: &str = "rescreen.started";

/// An event before it has an id and a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// One of the kinds of this module or of [`crate::outcomes`].
    pub kind: &'static str,
    /// What it says, as the vocabulary of events has it.
    pub payload: Value,
    /// The id and moment of an event that happened elsewhere, such as on a phone without a network.
    pub from: Option<(Uuid, UtcMs)>,
}

impl Draft {
    /// Something that happens now.
    pub fn now(kind: &'static str, payload: Value) -> Self {
        Self { kind, payload, from: None }
    }
}

/// The answers of one page, with the body map if it was on it.
pub fn answers(
    knowledge: &Knowledge,
    page: &str,
    given: &[(QuestionId, Answer)],
    texts: &[(QuestionId, String)],
    map: Option<Value>,
) -> Draft {
    let name = |id: QuestionId| knowledge.question(id).map(|question| question.id.clone());
    let all: Map<String, Value> = given
        .iter()
        .filter_map(|(id, answer)| Some((name(*id)?, format::answer_value(knowledge, *id, *answer))))
        .collect();
    let said: Map<String, Value> =
        texts.iter().filter_map(|(id, text)| Some((name(*id)?, Value::from(text.as_str())))).collect();
    let mut payload =
        Map::from_iter([("page".to_owned(), Value::from(page)), ("answers".to_owned(), Value::from(all))]);
    if !said.is_empty() {
        payload.insert("texts".to_owned(), Value::from(said));
    }
    if let Some(map) = map {
        payload.insert("map".to_owned(), map);
    }
    Draft::now(ANSWERS, Value::from(payload))
}

/// The body map as it is kept.
pub fn map_value(knowledge: &Knowledge, state: MapState, marks: &[Marked]) -> Value {
    let pain: Vec<Value> = marks
        .iter()
        .map(|marked| {
            let mut value = format::mark_value(knowledge, &marked.mark);
            if let Value::Object(map) = &mut value {
                map.insert("quality".to_owned(), json!(marked.qualities));
                if let Some(depth) = &marked.depth {
                    map.insert("depth".to_owned(), Value::from(depth.as_str()));
                }
            }
            value
        })
        .collect();
    json!({ "state": map::state_id(state), "pain": pain })
}

/// A body map that is not complete yet: which of the marks already have a strength that somebody chose.
pub fn map_draft(knowledge: &Knowledge, marks: &[Marked], chosen: PlaceSet) -> Value {
    let mut value = map_value(knowledge, MapState::NotAsked, marks);
    let names: Vec<&str> =
        chosen.iter().filter_map(|place| knowledge.place(place)).map(|place| place.id.as_str()).collect();
    if let Value::Object(map) = &mut value {
        map.insert("chosen".to_owned(), json!(names));
    }
    value
}

/// A clinician's agreement.
pub fn agreement(knowledge: &Knowledge, given: &Clearance) -> Draft {
    let rules: Vec<&str> =
        given.rules.iter().filter_map(|rule| knowledge.rule(*rule)).map(|rule| rule.id.as_str()).collect();
    let mut payload = Map::from_iter([
        ("by".to_owned(), Value::from(given.by.as_str())),
        ("from".to_owned(), Value::from(dates::print(given.from))),
        ("until".to_owned(), Value::from(dates::print(given.until))),
        ("rules".to_owned(), json!(rules)),
    ]);
    if let Some(pressure) = given.max_pressure {
        payload.insert("max_pressure".to_owned(), Value::from(pressure));
    }
    if let Some(minutes) = given.max_minutes {
        payload.insert("max_minutes".to_owned(), Value::from(minutes));
    }
    if !given.words.is_empty() {
        payload.insert("words".to_owned(), Value::from(given.words.as_str()));
    }
    Draft::now(AGREEMENT, Value::from(payload))
}

/// A decision with the rules and limits that it rests on.
pub fn decision(knowledge: &Knowledge, sheet: &Sheet, decision: &Decision) -> Draft {
    let rules: Vec<Value> = decision
        .findings
        .iter()
        .filter_map(|finding| {
            let rule = knowledge.rule(finding.rule)?;
            let does = match finding.does {
                Effect::Disposition(reached) => reached.id(),
                Effect::Advice => "advice",
                Effect::Crisis => "crisis",
            };
            let certain = match finding.truth {
                Tri::Yes => true,
                Tri::Unknown | Tri::No => false,
            };
            Some(json!({ "rule": rule.id, "certain": certain, "does": does, "lifted": finding.lifted }))
        })
        .collect();
    let limits: Vec<Value> = decision
        .restrictions(knowledge, sheet, Reading::Shown)
        .map(|in_force| {
            let places: Vec<&str> = knowledge
                .places
                .iter()
                .zip(0u8..)
                .filter(|(_, index)| in_force.places.has(supple_care::PlaceId(*index)))
                .map(|(place, _)| place.id.as_str())
                .collect();
            let places = if places.len() == knowledge.places.len() { json!("all") } else { json!(places) };
            json!({ "say": in_force.restriction.say, "places": places })
        })
        .collect();
    let timeframe = decision
        .timeframe
        .and_then(|index| knowledge.terms.timeframes.get(usize::from(index)))
        .map(|timeframe| timeframe.id.as_str());
    Draft::now(
        DECISION,
        json!({
            "knowledge": knowledge.version,
            "today": dates::print(sheet.today),
            "disposition": decision.disposition.id(),
            "timeframe": timeframe,
            "crisis": decision.crisis,
            "rules": rules,
            "restrictions": limits,
        }),
    )
}

/// The way in that was chosen.
pub fn door(id: &str) -> Draft {
    Draft::now(DOOR, json!({ "door": id }))
}

/// A plan was taken: the wishes that it was made from, and what it came to. It is made again from the wishes, never read back.
pub fn plan_chosen(knowledge: &Knowledge, plan: &Plan, wishes: Value) -> Draft {
    let upkeep = plan.upkeep.map(|it| json!({ "every_weeks": it.every_weeks, "until": dates::print(it.until) }));
    let site = |index: usize| knowledge.techniques.sites.get(index).map(|site| site.id.as_str());
    Draft::now(
        PLAN,
        json!({
            "knowledge": knowledge.version,
            "today": dates::print(plan.on),
            "wishes": wishes,
            "course": knowledge.courses.courses.get(plan.course.course).map(|course| course.id.as_str()),
            "sessions": plan.course.sessions,
            "times": plan.course.times,
            "in_days": plan.course.in_days,
            "duration_min": plan.course.minutes,
            "review": dates::print(plan.course.review),
            "upkeep": upkeep,
            "sites": plan.focuses.iter().filter_map(|focus| site(focus.site)).collect::<Vec<_>>(),
        }),
    )
}

/// The country whose numbers are shown.
pub fn country(code: &str) -> Draft {
    Draft::now(COUNTRY, json!({ "country": code }))
}

/// The "anything new?" questions are to be asked.
pub fn rescreen() -> Draft {
    Draft::now(RESCREEN, json!({}))
}

/// The score that is asked before a session.
pub const BEFORE: &str = "pain-before";
/// The score that is asked after it.
pub const AFTER: &str = "pain-after";
/// The question about new signs after it.
pub const SIGNS: &str = "signs-after";

/// The main technique of a session, beside what it is.
pub const TECHNIQUE: &str = "technique";

/// A session has begun: its id, what it is with its main technique, and what was
/// said before it.
pub fn session_started(session: Uuid, order: &Value, said: Map<String, Value>) -> Draft {
    let before = said.get(BEFORE).cloned().unwrap_or(Value::Null);
    Draft::now(STARTED, with_order(order, json!({ "session": session.to_string(), "before": before, "said": said })))
}

/// A session was taken along, to be done without the program.
pub fn session_saved(session: Uuid, order: &Value) -> Draft {
    Draft::now(SAVED, with_order(order, json!({ "session": session.to_string() })))
}

fn with_order(order: &Value, own: Value) -> Value {
    let (Value::Object(mut all), Value::Object(own)) = (order.clone(), own) else { return Value::Null };
    all.extend(own);
    Value::Object(all)
}

/// A session was stopped, at this step counted from 1 (0 where it is not known).
pub fn session_stopped(session: &str, step: u8) -> Draft {
    Draft::now(STOPPED, json!({ "session": session, "step": step }))
}

/// A session was finished.
pub fn session_ended(session: &str, before: Option<u8>, said: Map<String, Value>) -> Draft {
    let after = said.get(AFTER).cloned().unwrap_or(Value::Null);
    Draft::now(ENDED, json!({ "session": session, "before": before, "after": after, "said": said }))
}

/// The questions of the next morning.
pub fn morning(session: &str, said: Map<String, Value>) -> Draft {
    Draft::now(MORNING, json!({ "session": session, "said": said }))
}

/// Somebody finished the giver's lesson: the name, and who it is where the giver has a record here.
pub fn lesson(name: &str, person: Option<PersonId>) -> Draft {
    let mut payload = json!({ "giver": name });
    if let (Some(payload), Some(person)) = (payload.as_object_mut(), person) {
        payload.insert("person".to_owned(), person.to_string().into());
    }
    Draft::now(LESSON, payload)
}
