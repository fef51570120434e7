//! What hands can do: the catalogue, and a page for each technique with a drawing of its strokes.

use askama::Template;
use supple_care::{
    Knowledge, PlaceSet,
    technique::{Clothing, Role, Stroke, Technique},
};
use supple_knowledge::geometry::{Side, Sweep, picture};

use super::{
    parts::{Cited, cite},
    trouble,
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "techniques.html")]
struct TechniquesPage {
    f: Frame,
    v: Voice,
    techniques: Vec<Line>,
    refused: Vec<Refused>,
}

/// A technique in the list.
struct Line {
    id: String,
    title: String,
    say: String,
    givers: String,
    evidence: String,
}

/// A site that is refused.
struct Refused {
    title: String,
    because: String,
}

#[derive(Template)]
#[template(path = "technique.html")]
struct TechniquePage {
    f: Frame,
    v: Voice,
    title: String,
    say: String,
    not_offered: Option<String>,
    drawing: Option<Drawing>,
    others: Vec<Other>,
    how: Vec<String>,
    feel: String,
    ease_off: String,
    pace: String,
    clothing: String,
    cautions: Vec<String>,
    givers: Vec<String>,
    not_by: Option<String>,
    parts: Vec<Other>,
    points: Vec<Point>,
    evidence: String,
    sources: Vec<Cited>,
}

/// A stroke with its drawing.
struct Drawing {
    title: String,
    svg: String,
    caption: String,
    direction: String,
    touches: String,
    note: String,
    front: bool,
}

/// A link to another stroke or technique.
struct Other {
    href: String,
    title: String,
    now: bool,
}

/// An acupressure point.
struct Point {
    id: String,
    say: String,
    caution: Option<String>,
    not_offered: Option<String>,
}

/// All techniques.
pub(crate) fn list(call: &Call) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let hands = &knowledge.techniques;
    let line = |technique: &Technique| Line {
        id: technique.id.clone(),
        title: v.k(&technique.title),
        say: v.k(&technique.say),
        givers: names(knowledge, v, technique),
        evidence: v.t(&format!("evidence-{}", technique.evidence.id())),
    };
    let refused = hands.sites.iter().filter_map(|site| {
        site.refused.as_ref().map(|because| Refused { title: v.k(&site.title), because: v.k(because) })
    });
    Reply::ok(&TechniquesPage {
        f: call.frame("techniques-page", Some("/")),
        techniques: hands.techniques.iter().map(line).collect(),
        refused: refused.collect(),
        v: v.clone(),
    })
}

/// One technique, with one of its strokes drawn: the one that is asked for, or its first.
pub(crate) fn one(call: &Call) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let hands = &knowledge.techniques;
    let id = call.path.rsplit('/').next().unwrap_or("");
    let Some((index, technique)) = hands.techniques.iter().enumerate().find(|(_, technique)| technique.id == id) else {
        return trouble::not_found(call);
    };
    let mut strokes: Vec<&Stroke> = hands.strokes.iter().filter(|stroke| stroke.technique == index).collect();
    // The sites stand in their order, the back before arms and legs; the work itself before what opens and closes it.
    strokes.sort_by_key(|stroke| (stroke.site, stroke.role != Role::Main));
    let wanted = call.query.strip_prefix("stroke=").unwrap_or("");
    let shown = strokes.iter().find(|stroke| stroke.id == wanted).or_else(|| strokes.first()).copied();
    let others = strokes.iter().map(|stroke| Other {
        href: format!("/technique/{id}?stroke={}", stroke.id),
        title: v.k(&stroke.title),
        now: shown.is_some_and(|shown| shown.id == stroke.id),
    });
    let parts = technique.parts.iter().filter_map(|part| hands.techniques.get(*part)).map(|part| Other {
        href: format!("/technique/{}", part.id),
        title: v.k(&part.title),
        now: false,
    });
    let pressed = strokes.iter().any(|stroke| stroke.point.is_some());
    let points = hands.points.iter().filter(|_| pressed).map(|point| Point {
        id: point.id.clone(),
        say: v.k(&point.say),
        caution: point.caution.as_ref().map(|caution| v.k(caution)),
        not_offered: point.not_offered.as_ref().map(|because| v.k(because)),
    });
    let all = |texts: &[String]| texts.iter().map(|text| v.k(text)).collect::<Vec<_>>();
    Reply::ok(&TechniquePage {
        f: call.frame("techniques-page", Some("/techniques")),
        title: v.k(&technique.title),
        say: v.k(&technique.say),
        not_offered: technique.not_offered.as_ref().map(|because| v.k(because)),
        drawing: shown.and_then(|stroke| drawing(call, stroke)),
        others: others.collect(),
        how: all(&technique.how),
        feel: v.k(&technique.feel),
        ease_off: v.k(&technique.ease_off),
        pace: v.k(&technique.pace),
        clothing: v.t(match technique.clothing {
            Clothing::On => "techniques-clothes-on",
            Clothing::Off => "techniques-clothes-off",
            Clothing::Either => "techniques-clothes-either",
        }),
        cautions: all(&technique.cautions),
        givers: givers(knowledge, v, technique),
        not_by: technique.not_by.as_ref().map(|because| v.k(because)),
        parts: parts.collect(),
        points: points.collect(),
        evidence: v.t(&format!("evidence-{}", technique.evidence.id())),
        sources: cite(knowledge, v, &technique.sources),
        v: v.clone(),
    })
}

fn drawing(call: &Call, stroke: &Stroke) -> Option<Drawing> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let view = call.house.views.iter().find(|view| view.id == stroke.view)?;
    let contact = knowledge.techniques.contacts.get(stroke.contact)?;
    let sweep = Sweep::of(stroke, contact, view, 1.0, Side::Drawn).ok()?;
    let crop = picture::crop(&sweep, view);
    let closed: PlaceSet = picture::closed_to(knowledge, stroke);
    let fragment = picture::fragment(&sweep, stroke.way, "w");
    Some(Drawing {
        title: v.k(&stroke.title),
        svg: call.house.figure.stroke(usize::from(stroke.view == "front"), crop, closed, &fragment),
        caption: v.k(&stroke.caption),
        direction: v.k(&stroke.direction),
        touches: v.places(knowledge, stroke.places),
        note: v.t(if stroke.mirrored.is_some() { "technique-page-side" } else { "technique-page-middle" }),
        front: stroke.view == "front",
    })
}

/// Who may use it, in a list.
fn names(knowledge: &Knowledge, v: &Voice, technique: &Technique) -> String {
    let mut names: Vec<String> = Vec::new();
    for by in &technique.by {
        let known = knowledge.terms.givers.get(usize::from(by.giver));
        let name = known.map(|giver| v.k(&giver.say)).unwrap_or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    v.list(&names)
}

/// Who may use it, and how hard.
fn givers(knowledge: &Knowledge, v: &Voice, technique: &Technique) -> Vec<String> {
    let line = |by: &supple_care::technique::By| {
        let giver = knowledge.terms.givers.get(usize::from(by.giver)).map(|giver| v.k(&giver.say)).unwrap_or_default();
        let name = |pressure: u8| v.t(&format!("pressure-{pressure}"));
        v.with(
            "techniques-giver",
            &[("giver", giver.into()), ("start", name(by.start).into()), ("most", name(by.most).into())],
        )
    };
    technique.by.iter().map(line).collect()
}
