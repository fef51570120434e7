//! What the player sends: how a session goes, with ids that it made itself, so that sending twice is harmless.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use supple_care::{
    Cleared,
    session::{Act, When},
};
use supple_store::{Event, UtcMs};
use uuid::Uuid;

use super::asks::read_one;
use crate::{
    call::{Call, Reply},
    pages::trouble,
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

/// Why an event was not taken and is not going to be: it stays on the phone, and whoever holds it is told.
#[derive(Clone, Copy)]
enum Refused {
    /// The record holds another event under its id.
    Conflict,
    /// Its id is none that the player makes (a UUID of version 7): sent again it would be taken again.
    Malformed,
    /// It is too long to be the player's.
    Long,
}

impl Refused {
    fn id(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Malformed => "malformed",
            Self::Long => "long",
        }
    }
}

/// What becomes of what was sent.
#[derive(Default)]
struct Sorted<'e> {
    drafts: Vec<Draft>,
    /// The ids of what need not be sent again: taken now, or there already.
    done: Vec<&'e str>,
    /// What is not taken, by its place in what was sent.
    refused: Vec<(usize, Refused)>,
}

impl Sorted<'_> {
    /// What the phone is answered. Where something is refused, with the sentence that says so.
    fn reply(&self, call: &Call, sent: &[Value]) -> Reply {
        let mut said = json!({ "taken": self.drafts.len(), "done": self.done });
        let refused: Vec<Value> = self
            .refused
            .iter()
            .map(|(nth, why)| json!({ "nth": nth, "id": sent.get(*nth).and_then(|event| event.get("id")), "why": why.id() }))
            .collect();
        if let (Some(said), false) = (said.as_object_mut(), refused.is_empty()) {
            said.insert("said".to_owned(), call.voice.n("player-untaken", "count", refused.len()).into());
            said.insert("drop".to_owned(), call.voice.t("player-untaken-drop").into());
            said.insert("refused".to_owned(), refused.into());
        }
        answer(&said)
    }
}

/// Takes events into the record, each once, also those that this program cannot read: a phone may hold a newer player. The answer
/// names those that need not be sent again: taken now, or there already with the same content; and those that are refused, with
/// why. Those of a session that is not in this record are in neither list: they wait until the right one is open.
pub(crate) fn take(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let sent: Option<Vec<Value>> = call.form.get("events").and_then(|text| serde_json::from_str(text).ok());
    let Some(sent) = sent.filter(|sent| sent.len() <= MOST) else {
        return Reply { status: StatusCode::BAD_REQUEST, ..answer(&json!({ "taken": 0, "done": [] })) };
    };
    let known: Vec<Uuid> = sent.iter().filter_map(own_id).filter(|id| person.record.ids.contains(id)).collect();
    let kept = match call.house.app.store.events_with(&open.key, &known) {
        _ if known.is_empty() => Vec::new(),
        Ok(kept) => kept,
        Err(_) => return trouble::read(call),
    };
    let sorted = sort(call, &person, &sent, &kept);
    let said = sorted.reply(call, &sent);
    if sorted.drafts.is_empty() {
        return said;
    }
    match call.write(open, &person, sorted.drafts) {
        Ok(_) => said,
        Err(reply) => reply,
    }
}

/// What becomes of each event that was sent. `kept` are those whose ids are in the record already.
fn sort<'e>(call: &Call, person: &Person, sent: &'e [Value], kept: &[Event]) -> Sorted<'e> {
    let mut sorted = Sorted::default();
    let mut seen: BTreeMap<Uuid, &Value> = BTreeMap::new();
    let mut ended: Vec<Uuid> = Vec::new();
    for (nth, event) in sent.iter().enumerate() {
        let session = text(event, "session").and_then(|id| Uuid::try_parse(id).ok());
        let begun = session.and_then(|id| person.record.sessions.iter().find(|begun| begun.id == id));
        let Some(begun) = begun else { continue };
        let (Some(said), Some(id)) = (text(event, "id"), own_id(event)) else {
            sorted.refused.push((nth, Refused::Malformed));
            continue;
        };
        let there = kept.iter().find(|kept| kept.id == id).map(|kept| says(call, event, begun, kept));
        let twin = seen.get(&id).map(|twin| *twin == event);
        match there.or(twin) {
            Some(true) => sorted.done.push(said),
            Some(false) => sorted.refused.push((nth, Refused::Conflict)),
            None => match read(call, event, begun).or_else(|| unread(event, begun)) {
                None => sorted.refused.push((nth, Refused::Long)),
                Some(draft) => {
                    sorted.done.push(said);
                    seen.insert(id, event);
                    if counts(&draft, begun, &mut ended) {
                        sorted.drafts.push(Draft { from: Some((id, moment(call, event, begun))), ..draft });
                    }
                }
            },
        }
    }
    sorted
}

/// Whether it is news: what a code said already is not taken from the phone as well, and a session ends once, whichever way
/// the news of it comes first: sent, typed as a code, or from the form.
fn counts(draft: &Draft, begun: &Begun, ended: &mut Vec<Uuid>) -> bool {
    let coded = draft.kind == record::STOPPED || draft.payload.get("rule").is_some_and(Value::is_u64);
    if begun.coded && coded {
        return false;
    }
    if draft.kind == record::ENDED {
        if begun.ended || ended.contains(&begun.id) {
            return false;
        }
        ended.push(begun.id);
    }
    true
}

/// The id that the player made for an event.
fn own_id(event: &Value) -> Option<Uuid> {
    text(event, "id").and_then(|id| Uuid::try_parse(id).ok()).filter(|id| id.get_version_num() == 7)
}

/// Whether what is kept under an event's id is what the event says: as it is read, or as it came. What the record adds by itself
/// (the score before the session) is not the phone's.
fn says(call: &Call, event: &Value, begun: &Begun, kept: &Event) -> bool {
    let same = |draft: &Draft| {
        let bare = |payload: &Value| {
            let mut payload = payload.clone();
            payload.as_object_mut().map(|fields| fields.remove("before"));
            payload
        };
        draft.kind == kept.kind && bare(&draft.payload) == bare(&kept.payload)
    };
    read(call, event, begun).is_some_and(|draft| same(&draft)) || unread(event, begun).is_some_and(|draft| same(&draft))
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
