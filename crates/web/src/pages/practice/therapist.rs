//! A therapist: profile, papers with who checked them, techniques, hours, limits for the hands.

use std::collections::BTreeSet;

use askama::Template;
use supple_practice::{
    Minutes, Therapist,
    find::Gender,
    hours::Hours,
    licence::{Checked, Kind, Paper, Papers, Regulation},
    therapist::Hands,
};
use uuid::Uuid;

use super::{
    field::{Field, Fields, Reading},
    hours, not_kept, said,
};
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, fresh_id},
    frame::{Frame, Trouble},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_therapist.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    id: String,
    known: bool,
    standing: Option<(String, bool)>,
    law: String,
    about: Vec<Field>,
    genders: Vec<(&'static str, String, bool)>,
    papers: Vec<Block>,
    looked_up: Vec<Field>,
    techniques: Vec<(String, String, bool)>,
    hours: Vec<Field>,
    hands: Vec<Field>,
    troubles: Vec<Trouble>,
}

/// One paper of the form.
struct Block {
    number: usize,
    kinds: Vec<(&'static str, String, bool)>,
    fields: Vec<Field>,
}

/// The kinds of papers with their ids.
const KINDS: [(Kind, &str); 3] =
    [(Kind::Licence, "licence"), (Kind::Registration, "registration"), (Kind::Certificate, "certificate")];
/// The most papers of one therapist.
const MOST_PAPERS: usize = 6;

fn blank(id: Uuid) -> Therapist {
    Therapist {
        id,
        name: String::new(),
        education: String::new(),
        specialities: String::new(),
        languages: String::new(),
        gender: None,
        techniques: BTreeSet::new(),
        papers: Papers::default(),
        hours: Hours::default(),
        away: Vec::new(),
        busy: Vec::new(),
        hands: None,
    }
}

/// The therapist whom the address or the form names; a blank one where it names nobody here.
fn named(call: &Call, office: &Office, id: Option<&str>) -> (Therapist, bool) {
    let id = id.and_then(|id| Uuid::try_parse(id).ok());
    match id.and_then(|id| office.therapist(id)) {
        Some(therapist) => (therapist.clone(), true),
        None => (blank(id.unwrap_or_else(|| fresh_id(call))), false),
    }
}

/// Shows the form.
pub(crate) fn show(call: &Call) -> Reply {
    let office = match Office::of_path(call, does::Arrange) {
        Ok((office, _)) => office,
        Err(reply) => return reply,
    };
    let id = call.query.split('&').find_map(|part| part.strip_prefix("id="));
    let (therapist, known) = named(call, &office, id);
    Reply::ok(&page(call, &office, &therapist, known, Vec::new()))
}

fn page(call: &Call, office: &Office, of: &Therapist, known: bool, troubles: Vec<Trouble>) -> Page {
    let v = &call.voice;
    let fields = Fields { call, troubles: &troubles };
    let day = |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    let checked = |start: &str, it: Option<&Checked>| {
        let text = |pick: fn(&Checked) -> &String| it.map_or_else(String::new, |it| pick(it).clone());
        vec![
            fields.of(&format!("{start}-on"), "paper-checked-on", "date", day(it.map(|it| it.on))),
            fields.hinted(&format!("{start}-at"), "paper-checked-at", "text", text(|it| &it.source)),
            fields.of(&format!("{start}-by"), "paper-checked-by", "text", text(|it| &it.by)),
        ]
    };
    let posted = call.form.has("name");
    let count = (of.papers.papers.len() + 1).min(MOST_PAPERS);
    let papers = (0..count)
        .map(|number| {
            let paper = of.papers.papers.get(number);
            let id = |name: &str| format!("p{number}-{name}");
            let text = |pick: fn(&Paper) -> &String| paper.map_or_else(String::new, |paper| pick(paper).clone());
            let typed = call.form.get(&id("kind"));
            let kinds = KINDS.map(|(kind, name)| {
                let is = paper.is_some_and(|paper| paper.kind == kind);
                (name, v.t(&format!("paper-{name}")), typed.map_or(is, |typed| typed == name))
            });
            let mut all = vec![
                fields.hinted(&id("class"), "paper-class", "text", text(|paper| &paper.class)),
                fields.of(&id("issuer"), "paper-issuer", "text", text(|paper| &paper.issuer)),
                fields.of(&id("number"), "paper-number", "text", text(|paper| &paper.number)),
                fields.of(&id("until"), "paper-last-day", "date", day(paper.and_then(|paper| paper.until))),
            ];
            all.extend(checked(&id("checked"), paper.and_then(|paper| paper.checked.as_ref())));
            Block { number: number + 1, kinds: kinds.into(), fields: all }
        })
        .collect();
    let techniques = call.knowledge().techniques.techniques.iter();
    let on = |id: &str| if posted { call.form.all("technique").any(|it| it == id) } else { of.techniques.contains(id) };
    let hands = |pick: fn(Hands) -> Minutes| of.hands.map_or_else(String::new, |hands| pick(hands).0.to_string());
    let mut hours_fields: Vec<Field> = (1..=7)
        .zip(&of.hours.week)
        .map(|(day, parts)| fields.of(&format!("h-{day}"), &format!("weekday-{day}"), "text", hours::typed(parts)))
        .collect();
    hours_fields.push(fields.hinted("off", "hours-off", "long", hours::days_off(&of.hours)));
    let gender = call.form.get("gender").unwrap_or_else(|| of.gender.map_or("", Gender::id));
    let unknown = office.place.regulation == Regulation::Unknown;
    Page {
        f: call.frame("therapist-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        id: of.id.to_string(),
        known,
        standing: known.then(|| said::stands(v, of, &office.place, office.today(call))),
        law: said::law(v, &office.place).into_iter().next().unwrap_or_default(),
        about: vec![
            fields.of("name", "therapist-name", "text", of.name.clone()),
            fields.hinted("education", "therapist-education", "text", of.education.clone()),
            fields.hinted("specialities", "therapist-specialities", "text", of.specialities.clone()),
            fields.of("languages", "therapist-languages", "text", of.languages.clone()),
        ],
        genders: Gender::ALL.map(|it| (it.id(), v.t(&format!("gender-{}", it.id())), gender == it.id())).into(),
        papers,
        looked_up: if unknown { checked("law", of.papers.law_looked_up.as_ref()) } else { Vec::new() },
        techniques: techniques.map(|it| (it.id.clone(), v.k(&it.title), on(&it.id))).collect(),
        hours: hours_fields,
        hands: vec![
            fields.hinted("hands-row", "hands-row", "number", hands(|hands| hands.in_a_row)),
            fields.of("hands-rest", "hands-rest", "number", hands(|hands| hands.rest)),
            fields.of("hands-day", "hands-day", "number", hands(|hands| hands.a_day)),
        ],
        troubles,
    }
}

/// Keeps what was typed.
pub(crate) fn save(call: &Call) -> Reply {
    let office = match Office::of_path(call, does::Arrange) {
        Ok((office, _)) => office,
        Err(reply) => return reply,
    };
    let (before, known) = named(call, &office, call.form.get("id"));
    let mut reading = Reading::new(call);
    let known_techniques = &call.knowledge().techniques.techniques;
    let therapist = Therapist {
        name: reading.needed("name", "therapist-name-needed"),
        education: reading.text("education"),
        specialities: reading.text("specialities"),
        languages: reading.text("languages"),
        gender: call.form.get("gender").and_then(Gender::of),
        techniques: call
            .form
            .all("technique")
            .filter(|id| known_techniques.iter().any(|known| known.id == *id))
            .map(str::to_owned)
            .collect(),
        hours: hours::read(&mut reading),
        papers: papers(&mut reading, &office),
        hands: hands(&mut reading),
        ..before
    };
    let mut troubles = reading.troubles;
    if troubles.is_empty() {
        match office.keep_therapist(call, &therapist) {
            Ok(()) => return Reply::to(format!("/practice/{}?saved", office.id())),
            Err(why) => match not_kept(call, "name", why) {
                Ok(trouble) => troubles.push(trouble),
                Err(reply) => return reply,
            },
        }
    }
    Reply::again(&page(call, &office, &therapist, known, troubles))
}

/// All three limits or none: half of them says nothing.
fn hands(reading: &mut Reading<'_>) -> Option<Hands> {
    let typed = ["hands-row", "hands-rest", "hands-day"].map(|id| reading.call.form.text(id).is_some());
    if typed == [false; 3] {
        return None;
    }
    Some(Hands {
        in_a_row: Minutes(reading.number_needed("hands-row", 15, 720)),
        rest: Minutes(reading.number_needed("hands-rest", 0, 240)),
        a_day: Minutes(reading.number_needed("hands-day", 15, 720)),
    })
}

/// Who looked, when and where: all three, or nobody did.
fn checked(reading: &mut Reading<'_>, start: &str, office: &Office) -> Option<Checked> {
    let [on, at, by] = ["on", "at", "by"].map(|name| format!("{start}-{name}"));
    let (source, who) = (reading.text(&at), reading.text(&by));
    let Some(date) = reading.date(&on) else {
        if (!source.is_empty() || !who.is_empty()) && reading.call.form.text(&on).is_none() {
            reading.wrong(&on, "paper-checked-whole");
        }
        return None;
    };
    if date > office.today(reading.call) {
        reading.wrong(&on, "track-day");
    }
    if source.is_empty() {
        reading.wrong(&at, "paper-checked-whole");
    }
    if who.is_empty() {
        reading.wrong(&by, "paper-checked-whole");
    }
    Some(Checked { on: date, source, by: who })
}

fn papers(reading: &mut Reading<'_>, office: &Office) -> Papers {
    let mut papers = Vec::new();
    for number in 0..MOST_PAPERS {
        let id = |name: &str| format!("p{number}-{name}");
        let chosen = reading.call.form.get(&id("kind")).unwrap_or_default();
        let Some((kind, _)) = KINDS.into_iter().find(|(_, name)| *name == chosen) else { continue };
        papers.push(Paper {
            kind,
            place: office.page.place.clone(),
            class: reading.text(&id("class")),
            issuer: reading.text(&id("issuer")),
            number: reading.text(&id("number")),
            until: reading.date(&id("until")),
            checked: checked(reading, &id("checked"), office),
        });
    }
    Papers { papers, law_looked_up: checked(reading, "law", office) }
}
