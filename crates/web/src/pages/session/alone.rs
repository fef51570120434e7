//! What needs nobody else: breathing, and routines of stretches.

use askama::Template;
use serde_json::Map;
use supple_care::session::{Timeline, breathe as composed};
use uuid::Uuid;

use super::{
    left,
    ordered::{Ordered, What},
    page::{clear, no_session, of_breathing, of_routine},
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::parts::{Cited, cite},
    record::{self, Person},
    visit::Open,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "breathe.html")]
struct BreathePage {
    f: Frame,
    v: Voice,
    minutes: Vec<(u16, String)>,
    say: String,
    ease_off: String,
    evidence: String,
    sources: Vec<Cited>,
}

#[derive(Template)]
#[template(path = "routines.html")]
struct RoutinesPage {
    f: Frame,
    v: Voice,
    routines: Vec<Routine>,
}

/// A routine as it is listed.
struct Routine {
    id: String,
    title: String,
    say: String,
    length: String,
    activities: Vec<String>,
    left_out: Vec<String>,
    evidence: String,
}

/// The bit index of the giver who is the receiver.
fn alone(call: &Call) -> u8 {
    let found = call.knowledge().terms.givers.iter().zip(0u8..).find(|(giver, _)| giver.id == "self");
    found.map_or(0, |(_, index)| index)
}

/// Asks how long; with the minutes in the address, the exercise itself.
pub(crate) fn breathe(call: &Call) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (usual, most) = knowledge.session.breathe_minutes;
    let minutes = call.query.split('&').find_map(|part| part.strip_prefix("minutes=")).map(|text| text.parse::<u16>());
    if let Some(minutes) = minutes
        && let Ok(timeline) = composed(knowledge, alone(call), minutes.unwrap_or(usual))
    {
        return of_breathing(call, &timeline);
    }
    let part = knowledge.session.parts.iter().find(|part| part.kind == supple_care::session::PartKind::Alone);
    let lengths = [1, usual, usual.midpoint(most), most];
    Reply::ok(&BreathePage {
        f: call.frame("breathe-page", Some("/")),
        v: v.clone(),
        minutes: lengths.iter().map(|minutes| (*minutes, v.n("tonight-length", "minutes", *minutes))).collect(),
        say: part.map(|part| v.k(&part.say)).unwrap_or_default(),
        ease_off: part.map(|part| v.k(&part.ease_off)).unwrap_or_default(),
        evidence: part.map(|part| v.t(&format!("evidence-{}", part.evidence.id()))).unwrap_or_default(),
        sources: part.map(|part| cite(knowledge, v, &part.sources)).unwrap_or_default(),
    })
}

/// Begins the exercise: with an open record it is kept there, as what was done and how it was.
pub(crate) fn begin_breathing(call: &Call) -> Reply {
    let usual = call.knowledge().session.breathe_minutes.0;
    let minutes = call.form.get("minutes").and_then(|minutes| minutes.parse::<u16>().ok()).unwrap_or(usual);
    let Ok((open, person)) = call.person() else { return Reply::to(format!("/breathe?minutes={minutes}")) };
    let order = Ordered {
        what: What::Breathe,
        giver: "self".to_owned(),
        minutes: Some(minutes.clamp(1, call.knowledge().session.breathe_minutes.1)),
        ..Ordered::default()
    };
    begin(call, open, &person, &order).unwrap_or_else(|reply| reply)
}

fn begin(call: &Call, open: &Open, person: &Person, order: &Ordered) -> Result<Reply, Reply> {
    let started = record::session_started(Uuid::now_v7(), &order.value(), Map::new());
    call.write(open, person, vec![started]).map(|_| Reply::to("/player"))
}

/// Lists the routines that are open to this person.
pub(crate) fn routines(call: &Call) -> Reply {
    let (_, person, cleared) = match clear(call, false) {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let painful = person.sheet.pain.painful();
    let mut found: Vec<(bool, Routine)> = Vec::new();
    let history = person.record.history(knowledge);
    for routine in &knowledge.courses.routines {
        let order = ordered(&routine.id);
        let composed = order.compose(knowledge, &cleared, &person.sheet, person.id, call.now.today, &history);
        let Ok(timeline) = composed else { continue };
        let activities = routine.activities.iter().filter_map(|index| knowledge.courses.activities.get(*index));
        let shown = Routine {
            id: routine.id.clone(),
            title: v.k(&routine.title),
            say: v.k(&routine.say),
            length: v.n("tonight-length", "minutes", timeline.minutes),
            activities: activities.map(|activity| v.k(&activity.title)).collect(),
            left_out: left::lines(knowledge, v, &timeline.left_out),
            evidence: v.t(&format!("evidence-{}", routine.evidence.id())),
        };
        found.push((routine.places.and(painful).is_empty(), shown));
    }
    // Those for where it hurts come first.
    found.sort_by_key(|(elsewhere, _)| *elsewhere);
    Reply::ok(&RoutinesPage {
        f: call.frame("routines-page", Some("/result")).of(&person),
        v: v.clone(),
        routines: found.into_iter().map(|(_, routine)| routine).collect(),
    })
}

fn ordered(id: &str) -> Ordered {
    Ordered { what: What::Routine(id.to_owned()), giver: "self".to_owned(), ..Ordered::default() }
}

/// Begins a routine, and records that.
pub(crate) fn begin_routine(call: &Call) -> Reply {
    named(call).and_then(|(open, person, order, _)| begin(call, open, &person, &order)).unwrap_or_else(|reply| reply)
}

/// Shows a routine without recording it.
pub(crate) fn routine(call: &Call) -> Reply {
    named(call).map_or_else(|reply| reply, |(_, person, order, timeline)| of_routine(call, &person, &timeline, &order))
}

/// The routine that the address names, composed for the person whose record is open.
fn named(call: &Call) -> Result<(&Open, Person, Ordered, Timeline), Reply> {
    let (open, person, cleared) = clear(call, false)?;
    let order = ordered(call.last_part());
    let history = person.record.history(call.knowledge());
    match order.compose(call.knowledge(), &cleared, &person.sheet, person.id, call.now.today, &history) {
        Ok(timeline) => Ok((open, person, order, timeline)),
        Err(trouble) => Err(no_session(call, &person, &trouble)),
    }
}
