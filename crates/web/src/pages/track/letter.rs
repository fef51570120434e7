//! The letter: choose who reads it and what goes in, look at it, print it.

use askama::Template;

use super::known;
use crate::{
    call::{Call, Reply},
    form::Form,
    frame::Frame,
    letter::{Letter, Material, NoFile, PARTS, Reader, lacking, letter, pdf, usual},
    pages::typed::Choice,
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    f: Frame,
    v: Voice,
    readers: Vec<Choice>,
    parts: Vec<Choice>,
    title: String,
    head: String,
    sections: Vec<Shown>,
    foot: String,
    /// That a file cannot be written, with the letters that no font of this machine has.
    lacks: Option<String>,
}

/// A part as it is shown.
struct Shown {
    title: String,
    lines: Vec<String>,
    svg: Option<String>,
    /// Whether the lines were typed by the person.
    typed: bool,
    /// The lines from this one on are printed smaller.
    small_from: usize,
}

/// Who reads it and which parts are in it, as the address has it.
fn chosen(call: &Call) -> (Reader, Vec<&'static str>) {
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    let reader = form.get("for").and_then(Reader::from_id).unwrap_or(Reader::Physician);
    let asked = form.has("chosen");
    let with = |part: &&str| if asked { form.all("part").any(|one| one == *part) } else { usual(reader, part) };
    (reader, PARTS.into_iter().filter(with).collect())
}

fn material<'a>(call: &'a Call, person: &'a Person) -> Material<'a> {
    Material {
        knowledge: call.knowledge(),
        v: &call.voice,
        record: &person.record,
        sheet: &person.sheet,
        name: call.visit.open.as_ref().map_or("", |open| open.name.as_str()),
        today: call.now.today,
    }
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let v = &call.voice;
    let (reader, parts) = chosen(call);
    let made = letter(&material(call, &person), reader, |part| parts.contains(&part));
    let lacks =
        Some(lacking(&made)).filter(|lacks| !lacks.is_empty()).map(|lacks| v.s("letter-lacks", "letters", &lacks));
    Reply::ok(&page(call, &person, reader, &parts, made, lacks))
}

fn page(
    call: &Call,
    person: &Person,
    reader: Reader,
    parts: &[&'static str],
    made: Letter,
    lacks: Option<String>,
) -> Page {
    let v = &call.voice;
    Page {
        f: call.track("letter-page", "/progress").at(person.record.last_seq),
        v: v.clone(),
        readers: Reader::ALL
            .into_iter()
            .map(|(one, id)| Choice { value: id.to_owned(), say: v.t(&format!("letter-for-{id}")), on: one == reader })
            .collect(),
        parts: PARTS
            .into_iter()
            .map(|part| Choice {
                value: part.to_owned(),
                say: v.t(&format!("letter-part-{part}")),
                on: parts.contains(&part),
            })
            .collect(),
        title: made.title,
        head: made.head,
        sections: made
            .sections
            .into_iter()
            .map(|section| Shown {
                typed: section.is_name,
                small_from: section.small_from,
                title: section.title,
                lines: section.lines,
                svg: section.chart.map(|(chart, _)| chart.svg()),
            })
            .collect(),
        foot: made.foot,
        lacks,
    }
}

/// The same as a file.
pub(crate) fn file(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let (reader, parts) = chosen(call);
    let made = letter(&material(call, &person), reader, |part| parts.contains(&part));
    match pdf(&made, &call.voice) {
        Ok(bytes) => Reply::file("summary.pdf", "application/pdf", bytes),
        // A file with gaps in a name is none to hand over: it is said that there is none, and the page prints.
        Err(NoFile::Letters(lacks)) => {
            let lacks = call.voice.s("letter-lacks", "letters", &lacks);
            Reply::again(&page(call, &person, reader, &parts, made, Some(lacks)))
        }
        Err(NoFile::Font) => crate::pages::trouble::read(call),
    }
}
