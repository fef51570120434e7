//! Tonight's session: who gives it, in which position, and the questions before it.

use askama::Template;
use serde_json::{Map, Value};
use supple_care::{
    Cleared, NotCleared,
    tonight::{Ask, Composed, NoSession, Wish, compose},
};

use super::{
    parts::{Cited, cite},
    result::{Care, care, sites},
    typed::Choice,
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    record::{self, Person},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "tonight.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    lead: String,
    expect: String,
    why: String,
    evidence: String,
    sources: Vec<Cited>,
    needs: Vec<String>,
    stop_places: String,
    givers: Vec<Choice>,
    positions: Vec<Choice>,
    asks: Vec<Asked>,
    giver_error: Option<String>,
    troubles: Vec<Trouble>,
    watch: Vec<Watch>,
}

#[derive(Template)]
#[template(path = "no_session.html")]
struct NoSessionPage {
    f: Frame,
    v: Voice,
    text: String,
    open: bool,
    care: Vec<Care>,
}

/// A question before or after the session.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) say: String,
    pub(crate) number: bool,
    pub(crate) chosen: String,
    pub(crate) error: Option<String>,
}

/// Something to watch for.
pub(crate) struct Watch {
    pub(crate) event: String,
    pub(crate) say: String,
    pub(crate) urgent: bool,
    pub(crate) evidence: String,
}

/// The questions that are asked before (or after) the session, with what was typed.
pub(crate) fn asked(call: &Call, after: bool, troubles: &[Trouble]) -> Vec<Asked> {
    let v = &call.voice;
    call.knowledge()
        .tonight
        .asks
        .iter()
        .filter(|ask| ask.after == after)
        .map(|ask| Asked {
            say: v.k(&ask.say),
            number: ask.range.is_some(),
            chosen: call.form.get(&format!("s-{}", ask.id)).unwrap_or_default().to_owned(),
            error: beside(troubles, &format!("s-{}", ask.id)),
            id: ask.id.clone(),
        })
        .collect()
}

/// Reads the answers to them, as they are recorded.
pub(crate) fn read_asked(call: &Call, after: bool) -> Result<Map<String, Value>, Vec<Trouble>> {
    let mut said = Map::new();
    let mut troubles = Vec::new();
    for ask in call.knowledge().tonight.asks.iter().filter(|ask| ask.after == after) {
        match read_one(call, ask) {
            Some(value) => {
                said.insert(ask.id.clone(), value);
            }
            None => {
                let key = if ask.range.is_some() { "form-score" } else { "form-choose" };
                let (v, short) = (&call.voice, call.voice.t(key));
                let text =
                    v.with("form-summary", &[("question", v.k(&ask.say).into()), ("problem", short.clone().into())]);
                troubles.push(Trouble { field: format!("s-{}", ask.id), text, short });
            }
        }
    }
    if troubles.is_empty() { Ok(said) } else { Err(troubles) }
}

fn read_one(call: &Call, ask: &Ask) -> Option<Value> {
    let text = call.form.get(&format!("s-{}", ask.id))?;
    match ask.range {
        Some((min, max)) => text.parse::<u8>().ok().filter(|number| (min..=max).contains(number)).map(Value::from),
        None => ["yes", "no", "unknown"].contains(&text).then(|| Value::from(text)),
    }
}

/// What to watch for, for one giver; during the session or after it.
pub(crate) fn watches(call: &Call, giver: Option<u8>, after: bool) -> Vec<Watch> {
    let v = &call.voice;
    call.knowledge()
        .watches
        .iter()
        .filter(|watch| watch.after == after)
        .filter(|watch| giver.is_none_or(|giver| watch.givers >> giver & 1 == 1))
        .filter_map(|watch| {
            let say = watch.say.as_deref()?;
            Some(Watch {
                event: v.k(&watch.event),
                say: v.k(say),
                urgent: watch.action.as_deref() == Some("emergency"),
                evidence: v.t(&format!("evidence-{}", watch.evidence.id())),
            })
        })
        .collect()
}

/// The givers who can do this at home, with the session that each would give.
fn givers(call: &Call, person: &Person, cleared: &Cleared) -> Vec<(u8, String, Composed)> {
    let knowledge = call.knowledge();
    let choosable = ["partner", "self"];
    choosable
        .into_iter()
        .filter_map(|id| knowledge.terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == id))
        .filter_map(|(giver, index)| {
            let wish = Wish { giver: index, position: None, focus: None };
            let composed = compose(knowledge, cleared, &person.sheet, person.id, wish).ok()?;
            Some((index, giver.id.clone(), composed))
        })
        .collect()
}

/// The session that was begun last, composed again from what is recorded.
pub(crate) fn composed(call: &Call, person: &Person) -> Result<Composed, Reply> {
    let knowledge = call.knowledge();
    let Some(begun) = person.record.sessions.last().filter(|begun| !begun.over && begun.on == call.now.today) else {
        return Err(Reply::to("/tonight"));
    };
    let cleared = cleared(call, person)?;
    let index = |id: &str, known: Vec<&String>| {
        known.into_iter().position(|term| term == id).and_then(|index| u8::try_from(index).ok())
    };
    let giver = index(&begun.giver, knowledge.terms.givers.iter().map(|giver| &giver.id).collect());
    let position = index(&begun.position, knowledge.terms.positions.iter().map(|term| &term.id).collect());
    let Some(giver) = giver else { return Err(Reply::to("/tonight")) };
    compose(knowledge, &cleared, &person.sheet, person.id, Wish { giver, position, focus: None })
        .map_err(|trouble| no_session(call, person, trouble))
}

/// The clearance, or the page that says why there is none.
fn cleared(call: &Call, person: &Person) -> Result<Cleared, Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    Cleared::of(knowledge, &person.sheet, person.id).map_err(|refused| {
        let open = refused == NotCleared::NotSettled;
        let text = v.t(if open { "tonight-not-settled" } else { "tonight-not-allowed" });
        refuse(call, person, text, open)
    })
}

fn no_session(call: &Call, person: &Person, trouble: NoSession) -> Reply {
    match trouble {
        NoSession::NothingLeft => refuse(call, person, call.voice.t("tonight-nothing-left"), false),
        NoSession::Clearance(_) => refuse(call, person, call.voice.t("tonight-not-settled"), true),
    }
}

fn refuse(call: &Call, person: &Person, text: String, open: bool) -> Reply {
    let v = &call.voice;
    Reply::ok(&NoSessionPage {
        f: call.frame("tonight-page", Some("/result")).at(person.record.last_seq),
        v: v.clone(),
        text,
        open,
        care: care(call.knowledge(), v, person),
    })
}

/// Shows what it is, and asks who gives it.
pub(crate) fn show(call: &Call) -> Reply {
    call.person()
        .and_then(|(_, person)| page(call, &person, Vec::new()))
        .map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call, person: &Person, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let cleared = cleared(call, person)?;
    let givers = givers(call, person, &cleared);
    if givers.is_empty() {
        return Err(no_session(call, person, NoSession::NothingLeft));
    }
    let session = &knowledge.tonight;
    let suits = |position: u8| {
        givers.iter().any(|(giver, _, first)| {
            let wish = Wish { giver: *giver, position: Some(position), focus: Some(first.focus) };
            compose(knowledge, &cleared, &person.sheet, person.id, wish)
                .is_ok_and(|composed| composed.position == position)
        })
    };
    let only = givers.len() == 1;
    Ok(Page {
        f: call.frame("tonight-page", Some("/result")).at(person.record.last_seq),
        v: v.clone(),
        title: v.k(&session.title),
        lead: v.k(&session.lead),
        expect: v.k(&session.expect),
        why: v.k(&session.why),
        evidence: v.t(&format!("evidence-{}", session.evidence.id())),
        sources: cite(knowledge, v, &session.sources),
        needs: session.needs.iter().map(|need| v.k(&need.say)).collect(),
        stop_places: v.k(&session.stop_places),
        givers: givers
            .iter()
            .map(|(index, id, composed)| {
                let minutes = v.n("tonight-length", "minutes", composed.seconds().div_ceil(60));
                let name = knowledge.terms.givers.get(usize::from(*index)).map(|giver| v.k(&giver.say));
                Choice {
                    say: v.with(
                        "tonight-giver-length",
                        &[("giver", name.unwrap_or_default().into()), ("length", minutes.into())],
                    ),
                    on: call.form.get("giver").map_or(only, |chosen| chosen == id),
                    value: id.clone(),
                }
            })
            .collect(),
        positions: session
            .positions
            .iter()
            .filter(|position| suits(position.position))
            .filter_map(|position| {
                let term = knowledge.terms.positions.get(usize::from(position.position))?;
                Some(Choice {
                    value: term.id.clone(),
                    say: v.k(&position.say),
                    on: call.form.get("position") == Some(term.id.as_str()),
                })
            })
            .collect(),
        asks: asked(call, false, &troubles),
        giver_error: beside(&troubles, "giver"),
        troubles,
        watch: watches(call, None, false),
    })
}

/// Records that the session begins.
pub(crate) fn start(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let cleared = match cleared(call, &person) {
        Ok(cleared) => cleared,
        Err(reply) => return reply,
    };
    let knowledge = call.knowledge();
    let asked = read_asked(call, false);
    let mut troubles = asked.as_ref().err().cloned().unwrap_or_default();
    let chosen =
        givers(call, &person, &cleared).into_iter().find(|(_, id, _)| call.form.get("giver") == Some(id.as_str()));
    if chosen.is_none() {
        troubles.insert(0, Trouble::new("giver", call.voice.t("form-giver")));
    }
    let (Some((index, giver, first)), Ok(asked)) = (chosen, asked) else {
        return page(call, &person, troubles).map_or_else(|reply| reply, |page| Reply::again(&page));
    };
    let wished = call.form.get("position").and_then(|id| {
        knowledge.terms.positions.iter().zip(0u8..).find(|(term, _)| term.id == id).map(|(_, index)| index)
    });
    let wish = Wish { giver: index, position: wished, focus: None };
    let position =
        compose(knowledge, &cleared, &person.sheet, person.id, wish).map_or(first.position, |it| it.position);
    let position = knowledge.terms.positions.get(usize::from(position)).map_or("", |term| term.id.as_str());
    match call.write(open, &person, vec![record::session_started(&giver, position, asked)]) {
        Ok(_) => Reply::to("/tonight/steps"),
        Err(reply) => reply,
    }
}

/// Places of a step in words.
pub(crate) fn where_in_words(call: &Call, places: supple_care::PlaceSet) -> Option<String> {
    if places.is_empty() { None } else { Some(sites(call.knowledge(), &call.voice, places)) }
}
