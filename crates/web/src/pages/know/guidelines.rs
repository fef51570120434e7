//! What guidelines say, side by side; for a pain like the open record's first. Never averaged.

use askama::Template;
use supple_care::{
    Answer, Knowledge,
    claim::Claims,
    claim_guideline::{Guideline, Line, Phase, Region},
    source::Source,
};

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "guidelines.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// For the pain of the open record; nothing without one.
    yours: Option<Vec<Complaint>>,
    all: Vec<Complaint>,
}

/// What bodies say for one kind of complaint.
pub(crate) struct Complaint {
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

/// What one body says.
pub(crate) struct Row {
    pub(crate) body: String,
    pub(crate) country: String,
    pub(crate) stance: String,
    pub(crate) say: String,
    pub(crate) note: Option<String>,
    pub(crate) title: String,
    pub(crate) address: String,
    pub(crate) read: String,
}

/// Shows what bodies say, for every complaint.
pub(crate) fn show(call: &Call) -> Reply {
    let claims = match call.claims() {
        Ok(claims) => claims,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let yours = match &call.visit.open {
        None => None,
        Some(_) => call.person().ok().and_then(|(_, person)| of_person(knowledge, claims, v, &person)),
    };
    let mut all = Vec::new();
    for region in Region::ALL {
        for phase in Phase::ALL {
            all.push(complaint(knowledge, claims, v, region, phase));
        }
    }
    Reply::ok(&Page { f: call.know("guidelines-page", "/claims"), yours, all, v: v.clone() })
}

/// What bodies say about the pains of a record; nothing where it is not known where it hurts or since when.
pub(crate) fn of_person(knowledge: &Knowledge, claims: &Claims, v: &Voice, person: &Person) -> Option<Vec<Complaint>> {
    let id = knowledge.question_id("pain_duration")?;
    let Answer::Choice(index) = person.sheet.get(id) else { return None };
    let option = knowledge.question(id)?.options().get(usize::from(index))?;
    let phase = claims.phase_of(&option.id)?;
    let regions = claims.regions_of(person.sheet.pain.painful());
    let complaints: Vec<Complaint> =
        regions.into_iter().map(|region| complaint(knowledge, claims, v, region, phase)).collect();
    (!complaints.is_empty()).then_some(complaints)
}

fn complaint(knowledge: &Knowledge, claims: &Claims, v: &Voice, region: Region, phase: Phase) -> Complaint {
    let (region_say, phase_say) = (v.t(&format!("region-{}", region.id())), v.t(&format!("phase-{}", phase.id())));
    let args = [("region", region_say.into()), ("phase", phase_say.into())];
    let rows = claims.guidelines_for(region, phase).into_iter();
    Complaint {
        title: v.with("guidelines-for", &args),
        rows: rows
            .filter_map(|(guideline, line)| Some(row(knowledge.sources.get(guideline.source)?, v, guideline, line)))
            .collect(),
    }
}

fn row(source: &Source, v: &Voice, guideline: &Guideline, line: &Line) -> Row {
    let args = [("body", v.k(&guideline.body).into()), ("year", guideline.year.to_string().into())];
    Row {
        body: v.with("guideline-of", &args),
        country: v.k(&guideline.country),
        stance: v.t(&format!("stance-{}", line.stance.id())),
        say: v.k(&line.say),
        note: guideline.note.as_deref().map(|note| v.k(note)),
        title: source.title.clone(),
        address: source.address.clone(),
        read: v.read(&source.read),
    }
}
