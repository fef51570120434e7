//! Before a visit: the checklists for a therapist and for a doctor, with what the person's own answers say.

use askama::Template;
use supple_care::{Disposition, claim_visit::Checklist};

use super::places::{Row, rows};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::reasons::{self, Limit},
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "visit.html")]
struct HubPage {
    f: Frame,
    v: Voice,
}

#[derive(Template)]
#[template(path = "see.html")]
struct Page {
    f: Frame,
    v: Voice,
    therapist: bool,
    title: String,
    lead: String,
    parts: Vec<Part>,
    /// What the open record says; nothing without one.
    yours: Option<Yours>,
    places: Vec<Row>,
}

/// What a person's answers say.
struct Yours {
    /// Whether there is a result.
    result: bool,
    /// What to say to a doctor, in whole sentences.
    say: Vec<String>,
    /// Where it hurts.
    map: Vec<String>,
    /// What to tell a therapist.
    limits: Vec<Limit>,
    /// Whether somebody has to look first.
    first: Option<String>,
}

/// One part of a checklist.
struct Part {
    id: String,
    title: String,
    lead: Option<String>,
    items: Vec<Item>,
}

/// One line to tick off.
struct Item {
    say: String,
    why: Option<String>,
    evidence: String,
    from: Vec<(String, String)>,
}

/// Whom somebody is about to see.
pub(crate) fn hub(call: &Call) -> Reply {
    Reply::ok(&HubPage { f: call.know("visit-page", "/"), v: call.voice.clone() })
}

/// The checklist for a therapist.
pub(crate) fn therapist(call: &Call) -> Reply {
    show(call, "therapist")
}

/// The checklist for a doctor.
pub(crate) fn doctor(call: &Call) -> Reply {
    show(call, "doctor")
}

fn show(call: &Call, id: &str) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let Some(list) = claims.checklist(id) else { return crate::pages::trouble::library(call) };
    let v = &call.voice;
    let person = match &call.visit.open {
        None => None,
        // A checklist is of use without the record as well.
        Some(_) => call.person().ok().map(|(_, person)| person),
    };
    let key = format!("see-{id}-page");
    Reply::ok(&Page {
        f: call.know(&key, "/visit").at(person.as_ref().map_or(0, |person| person.record.last_seq)),
        therapist: id == "therapist",
        title: v.k(&list.title),
        lead: v.k(&list.lead),
        parts: parts(call, list),
        yours: person.as_ref().map(|person| yours(call, person)),
        places: match (id, call.country(person.as_ref())) {
            ("therapist", Some(country)) if country != "US" => rows(claims, v, Some(&country)),
            _ => Vec::new(),
        },
        v: v.clone(),
    })
}

fn yours(call: &Call, person: &Person) -> Yours {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let result = !person.record.decisions.is_empty();
    let first = result && person.decision.disposition >= Disposition::MedicalFirst;
    let waits = crate::pages::track::waits(call, person).filter(|_| result && !first);
    Yours {
        result,
        say: if result {
            reasons::doctor(knowledge, v, person, &reasons::all(knowledge, v, person))
        } else {
            Vec::new()
        },
        map: if result { crate::pages::check::map_lines(knowledge, v, person) } else { Vec::new() },
        limits: if result { reasons::limits(knowledge, v, person) } else { Vec::new() },
        first: first.then(|| v.disposition(person.decision.disposition)).or(waits.map(|waits| waits.say)),
    }
}

fn parts(call: &Call, list: &Checklist) -> Vec<Part> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let item = |item: &supple_care::claim_visit::Item| {
        let sources = item.sources.iter().filter_map(|index| knowledge.sources.get(*index));
        let from = sources.map(|source| (source.title.clone(), v.read(&source.read))).collect();
        Item {
            say: v.k(&item.say),
            why: item.why.as_deref().map(|why| v.k(why)),
            evidence: v.t(&format!("evidence-{}", item.evidence.id())),
            from,
        }
    };
    list.parts
        .iter()
        .map(|part| Part {
            id: part.id.clone(),
            title: v.k(&part.title),
            lead: part.lead.as_deref().map(|lead| v.k(lead)),
            items: part.items.iter().map(item).collect(),
        })
        .collect()
}
