//! What frames a session: positions, parts without touch, questions, the lesson, and when to ask.

use supple_care::{
    knowledge::Passage,
    session::{Ask, Kind, Lesson, LessonStep, Next, Part, PartKind, Position, Texts, When},
};
use toml::Spanned;

use crate::{
    diagnostic::unknown,
    load::Loader,
    raw, raw_frame,
    session::{evidence, index, mask},
};

const FRAME: &str = "session/frame.toml";
const PARTS: &str = "session/parts.toml";
const ASKS: &str = "session/asks.toml";
const NEXT: &str = "session/next.toml";
const LESSON: &str = "session/lesson.toml";
const CHECK: &str = "limits/STOP-CHECK.toml";

pub(crate) fn read(loader: &mut Loader<'_>, terms: &raw::Terms) -> Option<Texts> {
    let frame: raw_frame::Frame = loader.read(FRAME)?;
    let check: raw_frame::Check = loader.read(CHECK)?;
    let positions = positions(loader, terms, frame.position);
    loader.sources(FRAME, &frame.breathing.sources);
    Some(Texts {
        title: frame.title,
        lead: frame.lead,
        expect: frame.expect,
        why: frame.why,
        stop_places: frame.stop_places,
        receiver: frame.roles.receiver,
        giver: frame.roles.giver,
        needs: passages(frame.need),
        positions,
        breath: (frame.breathing.in_seconds, frame.breathing.out_seconds),
        breathe_minutes: frame.breathing.minutes,
        parts: parts(loader, terms)?,
        asks: asks(loader)?,
        next: next(loader)?,
        lesson: lesson(loader)?,
        check_minutes: check.ask.every_minutes,
        check_say: check.ask.say,
        check_wait_seconds: check.ask.wait_seconds,
        silent_ends_after: check.ask.unanswered_stops_after,
        sources: loader.sources(FRAME, &frame.sources),
        evidence: evidence(loader, FRAME, &frame.evidence),
    })
}

fn passages(raw: Vec<raw_frame::Need>) -> Vec<Passage> {
    raw.into_iter().map(|one| Passage { id: one.id, say: one.say, then: one.then }).collect()
}

fn positions(loader: &mut Loader<'_>, terms: &raw::Terms, raw: Vec<raw_frame::Position>) -> Vec<Position> {
    let mut all = Vec::new();
    for entry in raw {
        all.push(Position {
            position: index(loader, FRAME, &terms.position, &entry.id, "position"),
            givers: mask(loader, FRAME, &terms.giver, Some(&entry.givers), "giver"),
            say: entry.say,
            giver: entry.giver,
            cue: entry.cue,
            turns: entry.turns,
            seconds: entry.seconds,
        });
    }
    all
}

/// The member of a list whose id stands there, or a mistake that names the nearest.
fn one_of<T: Copy>(
    loader: &mut Loader<'_>,
    file: &str,
    name: &Spanned<String>,
    what: &str,
    known: &[(&'static str, T)],
) -> Option<T> {
    let found = known.iter().find(|(id, _)| id == name.get_ref()).map(|(_, member)| *member);
    if found.is_none() {
        loader.at(file, name, unknown(what, name.get_ref(), known.iter().map(|(id, _)| *id)));
    }
    found
}

fn parts(loader: &mut Loader<'_>, terms: &raw::Terms) -> Option<Vec<Part>> {
    let raw: raw_frame::Parts = loader.read(PARTS)?;
    let kinds = PartKind::ALL.map(|kind| (kind.id(), kind));
    let mut all = Vec::new();
    for entry in raw.part {
        let Some(kind) = one_of(loader, PARTS, &entry.kind, "kind of part", &kinds) else { continue };
        if entry.seconds.0 == 0 || entry.seconds.0 > entry.seconds.1 {
            loader.at(PARTS, &entry.kind, "expected `seconds = [from, to]`, at least 1 and in this order");
        }
        all.push(Part {
            id: entry.id,
            kind,
            givers: mask(loader, PARTS, &terms.giver, Some(&entry.givers), "giver"),
            seconds: entry.seconds,
            pacer: entry.pacer,
            title: entry.title,
            say: entry.say,
            cue: entry.cue,
            feel: entry.feel,
            ease_off: entry.ease_off,
            sources: loader.sources(PARTS, &entry.sources),
            evidence: evidence(loader, PARTS, &entry.evidence),
        });
    }
    Some(all)
}

fn asks(loader: &mut Loader<'_>) -> Option<Vec<Ask>> {
    let raw: raw_frame::Asks = loader.read(ASKS)?;
    let times = [("before", When::Before), ("after", When::After), ("morning", When::Morning)];
    let mut all = Vec::new();
    for entry in raw.ask {
        let Some(when) = one_of(loader, ASKS, &entry.when, "time", &times) else { continue };
        let kind = match entry.kind.get_ref().as_str() {
            "scale" => Kind::Scale((0, 10)),
            "yes-no" => Kind::YesNo,
            "choice" if entry.options.len() > 1 => Kind::Choice(passages(entry.options)),
            _ => {
                loader.at(ASKS, &entry.kind, "expected `scale`, `yes-no`, or `choice` with at least two options");
                continue;
            }
        };
        all.push(Ask { id: entry.id, when, say: entry.say, kind });
    }
    Some(all)
}

fn next(loader: &mut Loader<'_>) -> Option<Vec<Next>> {
    let raw: raw_frame::NextFile = loader.read(NEXT)?;
    let mut all = Vec::new();
    for entry in raw.next {
        let sources = loader.sources(NEXT, &entry.sources);
        all.push(Next { id: entry.id, change: entry.change, say: entry.say, sources });
    }
    Some(all)
}

fn lesson(loader: &mut Loader<'_>) -> Option<Lesson> {
    let raw: raw_frame::Lesson = loader.read(LESSON)?;
    let mut steps = Vec::new();
    for entry in raw.step {
        let Some(right) = entry.answers.iter().position(|answer| &answer.id == entry.right.get_ref()) else {
            let known = entry.answers.iter().map(|answer| answer.id.as_str());
            loader.at(LESSON, &entry.right, unknown("answer", entry.right.get_ref(), known));
            continue;
        };
        steps.push(LessonStep {
            id: entry.id,
            title: entry.title,
            say: entry.say,
            drawing: entry.drawing,
            ask: entry.ask,
            answers: passages(entry.answers),
            right,
        });
    }
    Some(Lesson {
        title: raw.title,
        lead: raw.lead,
        done: raw.done,
        minutes: raw.minutes,
        steps,
        sources: loader.sources(LESSON, &raw.sources),
        evidence: evidence(loader, LESSON, &raw.evidence),
    })
}
