//! A sign during a session that asks for help: what to do, the number, and nothing that sounds like an end that went well.

use askama::Template;
use supple_care::session::Act;

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::Person,
    voice::Voice,
};

/// What a stop rule said.
pub(crate) struct Alarm {
    /// `emergency` or `urgent`: its shape.
    pub(crate) id: &'static str,
    /// What was noticed.
    pub(crate) event: String,
    /// What to do.
    pub(crate) say: String,
    /// The emergency number, where it is one and is known.
    pub(crate) number: Option<String>,
    /// Whether to call now.
    pub(crate) now: bool,
}

#[derive(Template)]
#[template(path = "sign.html")]
struct Page {
    f: Frame,
    v: Voice,
    alarm: Alarm,
}

/// What a stop rule said during a session and was not answered anew since.
pub(crate) fn alarm(call: &Call, person: &Person) -> Option<Alarm> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (watch, rule) = person.record.alarm(knowledge)?;
    let now = rule.act == Act::Emergency;
    Some(Alarm {
        id: if now { "emergency" } else { "urgent" },
        event: v.k(&watch.event),
        say: watch.say.as_deref().map(|say| v.k(say)).unwrap_or_default(),
        number: emergency_number(call, person).filter(|_| now),
        now,
    })
}

/// The emergency number, where the country is known.
pub(crate) fn emergency_number(call: &Call, person: &Person) -> Option<String> {
    let code = call.country(Some(person))?;
    call.knowledge().country(&code)?.emergency.clone()
}

/// Says what to do.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    match alarm(call, &person) {
        None => Reply::to("/result"),
        Some(alarm) => Reply::ok(&Page {
            f: call.frame("stopped-page", Some("/result")).of(&person),
            v: call.voice.clone(),
            alarm,
        }),
    }
}
