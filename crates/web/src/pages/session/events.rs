//! What the player sends: how a session goes, with ids that it made itself, so that sending twice is harmless.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use supple_care::{
    Cleared,
    session::{Act, When},
};
use supple_store::UtcMs;
use uuid::Uuid;

use super::asks::read_one;
use crate::{
    call::{Call, Reply},
    record::{self, Begun, Draft, Person},
};

/// Most events in one sending.
const MOST: usize = 200;
/// Most bytes of an event that is kept unread; the player's own have a few hundred.
const LONGEST: usize = 16 * 1024;

/// What the player has to know before it begins and before it sends: the token of its forms, the knowledge in force, the sessions that
/// are open, and whether the person is cleared as things are (nothing where no record is open).
pub(crate) fn state(call: &Call) -> Reply {
    let person = call.person().ok().map(|(_, person)| person);
    let open: Option<Vec<String>> = person.as_ref().map(|person| {
        let open = person.record.sessions.iter().filter(|begun| !begun.over);
        open.map(|begun| begun.id.to_string()).collect()
    });
    // The page that a browser keeps holds no score: the player asks for them, and keeps them encrypted.
    let before: Map<String, Value> = person
        .iter()
        .flat_map(|person| person.record.sessions.iter().filter(|begun| !begun.over && begun.before.is_some()))
        .map(|begun| (begun.id.to_string(), json!(before(call, begun))))
        .collect();
    let cleared = person.map(|person| Cleared::of(call.knowledge(), &person.sheet, person.id).is_ok());
    answer(&json!({
        "token": call.visit.csrf, "knowledge": call.knowledge().version, "open": open, "cleared": cleared,
        "before": before,
    }))
}

/// What was said before a session, score by score.
fn before(call: &Call, begun: &Begun) -> Vec<Option<u8>> {
    let asks = call.knowledge().session.asks.iter().filter(|ask| ask.when == When::Before);
    let score = |id: &str| begun.said.get(id).and_then(Value::as_u64).and_then(|score| u8::try_from(score).ok());
    asks.map(|ask| score(&ask.id)).collect()
}

fn answer(value: &Value) -> Reply {
    Reply::file("state.json", "application/json", value.to_string().into_bytes())
}

/// Takes events into the record, each once, also those that this program cannot read: a phone may hold a newer player. The answer
/// names those that need not be sent again: taken now, or there already. Those of a session that is not in this record are not
/// named: they wait until the right one is open. Nor are those that are too long to be the player's.
pub(crate) fn take(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let sent: Option<Vec<Value>> = call.form.get("events").and_then(|text| serde_json::from_str(text).ok());
    let Some(sent) = sent.filter(|sent| sent.len() <= MOST) else {
        return Reply { status: StatusCode::BAD_REQUEST, ..answer(&json!({ "taken": 0, "done": [] })) };
    };
    let mut drafts: Vec<Draft> = Vec::new();
    let mut seen: Vec<Uuid> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    let mut ended: Vec<Uuid> = Vec::new();
    for event in &sent {
        let Some(said) = text(event, "id") else { continue };
        let session = text(event, "session").and_then(|id| Uuid::try_parse(id).ok());
        let begun = session.and_then(|id| person.record.sessions.iter().find(|begun| begun.id == id));
        let Some(begun) = begun else { continue };
        let id = Uuid::try_parse(said).ok().filter(|id| id.get_version_num() == 7);
        if id.is_some_and(|id| person.record.ids.contains(&id) || seen.contains(&id)) {
            done.push(said);
            continue;
        }
        let read = id.and_then(|_| read(call, event, begun));
        let Some(draft) = read.or_else(|| unread(event, begun)) else { continue };
        done.push(said);
        // What a code said already is not taken from the phone as well.
        let coded = draft.kind == record::STOPPED || draft.payload.get("rule").is_some_and(Value::is_u64);
        if begun.coded && coded {
            continue;
        }
        // A session ends once, whichever way the news of it comes first: sent, typed as a code, or from the form.
        if draft.kind == record::ENDED {
            if begun.ended || ended.contains(&begun.id) {
                continue;
            }
            ended.push(begun.id);
        }
        seen.extend(id);
        // One without an id of its own gets one here.
        drafts.push(Draft { from: id.map(|id| (id, moment(call, event, begun))), ..draft });
    }
    let taken = drafts.len();
    let said = answer(&json!({ "taken": taken, "done": done }));
    if drafts.is_empty() {
        return said;
    }
    match call.write(open, &person, drafts) {
        Ok(_) => said,
        Err(reply) => reply,
    }
}

fn text<'v>(event: &'v Value, name: &str) -> Option<&'v str> {
    event.get(name).and_then(Value::as_str)
}

fn number(event: &Value, name: &str, most: u64) -> Option<u64> {
    event.get(name).and_then(Value::as_u64).filter(|number| *number <= most)
}

/// The moment that the phone says, kept between the beginning of the session and now: a phone's clock may stand anywhere.
fn moment(call: &Call, event: &Value, begun: &Begun) -> UtcMs {
    let said = event.get("at").and_then(Value::as_i64).unwrap_or(call.now.at.0);
    UtcMs(said.clamp(begun.at.0.min(call.now.at.0), call.now.at.0))
}

/// One event, read field by field; nothing where this program does not know it.
fn read(call: &Call, event: &Value, begun: &Begun) -> Option<Draft> {
    let session = begun.id.to_string();
    match text(event, "kind")? {
        record::CHECKED => {
            let codes = |value: &Value| value.as_u64().filter(|code| (1..32).contains(code));
            let signs: Vec<u64> =
                event.get("signs").and_then(Value::as_array).into_iter().flatten().filter_map(codes).collect();
            Some(Draft::now(
                record::CHECKED,
                json!({
                    "session": session,
                    "second": number(event, "second", 24 * 3600)?,
                    "step": text(event, "step").filter(|step| step.len() < 100),
                    "discomfort": number(event, "discomfort", 10),
                    "signs": signs,
                    "did": text(event, "did").and_then(Act::from_id).map(Act::id)?,
                    "rule": event.get("rule").and_then(codes),
                }),
            ))
        }
        record::STOPPED => {
            let how = text(event, "how").unwrap_or_default();
            let how = Act::from_id(how).map_or("stopped", Act::id);
            Some(Draft::now(
                record::STOPPED,
                json!({ "session": session, "second": number(event, "second", 24 * 3600), "how": how, "step": 0 }),
            ))
        }
        record::ENDED => {
            let said = event.get("said")?.as_object()?;
            let mut read: Map<String, Value> = Map::new();
            for ask in call.knowledge().session.asks.iter().filter(|ask| ask.when == When::After) {
                let given = said.get(&ask.id)?;
                let text = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
                read.insert(ask.id.clone(), read_one(ask, &text)?);
            }
            let mut draft = record::session_ended(&session, begun.before, read);
            if let (Some(payload), Some(played)) = (draft.payload.as_object_mut(), number(event, "played", 24 * 3600)) {
                payload.insert("played_s".to_owned(), played.into());
                payload.insert("of_s".to_owned(), number(event, "of", 24 * 3600).into());
            }
            Some(draft)
        }
        _ => None,
    }
}

/// An event as it came; nothing where it is too long.
fn unread(event: &Value, begun: &Begun) -> Option<Draft> {
    let payload = json!({ "session": begun.id.to_string(), "sent": event });
    (payload.to_string().len() <= LONGEST).then(|| Draft::now(record::UNREAD, payload))
}

/// The session that a code from a phone speaks of: the one whose id ends so.
pub(crate) fn by_short<'p>(person: &'p Person, short: &str) -> Option<&'p Begun> {
    person.record.sessions.iter().rfind(|begun| begun.id.simple().to_string().ends_with(short))
}
