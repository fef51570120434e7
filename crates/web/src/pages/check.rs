//! Check your answers: by page, with a link to change each, and what a change has changed.

use askama::Template;
use supple_care::{
    Answer, Intensity, Knowledge, Mark, PlaceSet, QuestionId, Reading,
    pain::MapState,
    question::{Kind, Polarity, Purpose},
};

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::{self, Made, Marked, Person},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "check.html")]
struct Page {
    f: Frame,
    v: Voice,
    map: Vec<String>,
    marks: Vec<MarkedLine>,
    views: Option<[String; 2]>,
    shows: [bool; 2],
    pages: Vec<Answered>,
    change: Option<Change>,
    confirm: bool,
    crisis: bool,
    settled: bool,
}

/// The answers of one page.
struct Answered {
    id: String,
    title: String,
    rows: Vec<Row>,
    /// Whether each of them is a No that holds today and raises no doubt: then one line says so.
    all_no: bool,
}

/// One answer.
struct Row {
    short: String,
    answer: String,
    /// Typed by the person, so it may run in any direction.
    typed: bool,
    /// A No that holds today, to a question in which Yes is the risk.
    no: bool,
}

/// What a change has changed.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) on: String,
    pub(crate) same: bool,
    pub(crate) was: String,
    pub(crate) now: String,
    pub(crate) new: Vec<String>,
    pub(crate) gone: Vec<String>,
    pub(crate) limits: bool,
}

/// The map in words, for the timeline and for a clash.
pub(crate) fn map_in_words(knowledge: &Knowledge, v: &Voice, state: MapState, places: PlaceSet) -> String {
    match state {
        MapState::Unknown => v.t("check-map-unknown"),
        _ if places.is_empty() => v.t("check-map-nothing"),
        _ => v.places(knowledge, places),
    }
}

/// The difference between two recorded decisions.
pub(crate) fn change(knowledge: &Knowledge, v: &Voice, was: &Made, now: &Made) -> Change {
    let titles = |from: &Made, to: &Made| -> Vec<String> {
        from.rules
            .iter()
            .filter(|rule| !to.rules.contains(rule))
            .map(|rule| {
                let known = knowledge.rule_id(rule).and_then(|id| knowledge.rule(id));
                known.map_or_else(|| rule.clone(), |rule| v.k(&rule.title))
            })
            .collect()
    };
    let (new, gone) = (titles(now, was), titles(was, now));
    let limits = was.limits != now.limits;
    Change {
        on: v.date(was.on),
        same: was.disposition == now.disposition && new.is_empty() && gone.is_empty() && !limits,
        was: v.disposition(was.disposition),
        now: v.disposition(now.disposition),
        new,
        gone,
        limits,
    }
}

/// Where it hurts, a line for each place.
pub(crate) fn map_lines(knowledge: &Knowledge, v: &Voice, person: &Person) -> Vec<String> {
    let pain = &person.sheet.pain;
    match pain.state {
        MapState::Unknown => vec![v.t("check-map-unknown")],
        MapState::Confirmed if pain.marks.is_empty() => vec![v.t("check-map-nothing")],
        MapState::NotAsked if pain.marks.is_empty() => vec![v.t("check-map-open")],
        MapState::Confirmed | MapState::NotAsked => {
            let mut lines: Vec<String> = pain.marks.iter().map(|mark| mark_line(knowledge, v, mark)).collect();
            if pain.state == MapState::NotAsked {
                lines.push(v.t("check-map-open"));
            }
            lines
        }
    }
}

/// One marked place: where and how strong, then what else was said about it.
struct MarkedLine {
    line: String,
    more: Vec<String>,
}

fn mark_line(knowledge: &Knowledge, v: &Voice, mark: &Mark) -> String {
    let place = v.place_of(knowledge, mark.place);
    match mark.intensity {
        Intensity::Unknown => v.s("check-intensity-unknown", "place", &place),
        Intensity::Of(number) => {
            v.with("check-intensity", &[("place", place.into()), ("intensity", i64::from(number).into())])
        }
    }
}

fn marked_line(call: &Call, marked: &Marked) -> MarkedLine {
    MarkedLine {
        line: mark_line(call.knowledge(), &call.voice, &marked.mark),
        more: super::marks::told(call.knowledge(), &call.voice, marked, call.now.today),
    }
}

fn open_line(v: &Voice, state: MapState) -> Vec<String> {
    if state == MapState::NotAsked { vec![v.t("check-map-open")] } else { Vec::new() }
}

/// Shows everything that was answered.
pub(crate) fn show(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let hidden = knowledge.program.view(&person.sheet, Reading::Least).hidden;
    let pages = knowledge
        .pages
        .iter()
        .enumerate()
        .filter_map(|(at, page)| {
            let rows: Vec<Row> = knowledge
                .questions
                .iter()
                .zip(0u16..)
                .filter(|(question, index)| {
                    !hidden.has(*index)
                        && if page.optional {
                            question.purpose == Purpose::Baseline
                        } else {
                            question.page == at && question.purpose != Purpose::Baseline
                        }
                })
                .filter_map(|(_, index)| row(call, &person, QuestionId(index)))
                .collect();
            // What somebody else has answered is there to be read through.
            let all_no = !person.sheet.proxy && rows.iter().all(|row| row.no);
            (!rows.is_empty()).then(|| Answered { id: page.id.clone(), title: v.k(&page.title), rows, all_no })
        })
        .collect();
    let change = match (call.flag("changed"), person.record.decisions.as_slice()) {
        (true, [.., was, now]) => Some(change(knowledge, v, was, now)),
        _ => None,
    };
    let figure = &call.house.figure;
    let back = super::next::before(knowledge, &person, None);
    let marks = &person.sheet.pain.marks;
    let in_view = |view: usize| marks.iter().any(|mark| figure.view_of(mark.place) == view);
    Reply::ok(&Page {
        f: call.frame("check-page", Some(&back)).at(person.record.last_seq),
        v: v.clone(),
        // What is marked is told in full; here it can be put right.
        map: if marks.is_empty() { map_lines(knowledge, v, &person) } else { open_line(v, person.sheet.pain.state) },
        marks: person
            .record
            .map
            .iter()
            .flat_map(|map| &map.marks)
            .filter(|_| !marks.is_empty())
            .map(|marked| marked_line(call, marked))
            .collect(),
        views: (!marks.is_empty()).then(|| figure.pain(v, marks)),
        shows: [in_view(0), in_view(1)],
        pages,
        change,
        confirm: person.sheet.proxy,
        crisis: person.crisis(),
        settled: person.standing.settled || person.emergency(),
    })
}

fn row(call: &Call, person: &Person, id: QuestionId) -> Option<Row> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let question = knowledge.question(id)?;
    if question.kind == Kind::Text {
        let text = person.record.text(knowledge, id).filter(|text| !text.is_empty())?;
        return Some(Row { short: v.k(&question.short), answer: text.to_owned(), typed: true, no: false });
    }
    let given = person.record.answers.get(&id)?;
    if given.answer == Answer::NotAsked {
        return None;
    }
    let in_words = v.answer(knowledge, question, given.answer);
    let answer = match person.record.stale(&person.sheet, id) {
        Some(given) => v.with("answer-on", &[("answer", in_words.into()), ("date", v.date(given.on).into())]),
        None => in_words,
    };
    let is_no = match person.sheet.get(id) {
        Answer::No => true,
        // The mildest of several options, where it says no and nothing else.
        Answer::Choice(0) => answer == v.t("answer-no"),
        Answer::NotAsked | Answer::Unknown | Answer::Yes => false,
        Answer::Number(_) | Answer::Choice(_) | Answer::Choices(_) | Answer::Places(_) => false,
    };
    let no = is_no && question.polarity == Polarity::Risk;
    Some(Row { short: v.k(&question.short), answer, typed: false, no })
}

/// The person confirms what somebody else has answered for them.
pub(crate) fn confirm(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let knowledge = call.knowledge();
    let private: Vec<(QuestionId, Answer)> = person
        .record
        .answers
        .iter()
        .filter(|(id, given)| given.proxy && knowledge.question(**id).is_some_and(|question| question.private))
        .map(|(id, given)| (*id, given.answer))
        .collect();
    let draft = record::answers(knowledge, "confirm", &private, &[], None);
    let itself = crate::visit::Open { proxy: None, ..open.clone() };
    match call.write(&itself, &person, vec![draft]) {
        Ok(after) => {
            // Who confirms is the person: what follows is in their own name.
            call.house.visits.in_own_name(&call.token);
            Reply::to(super::next::onward(call, &person, &after))
        }
        Err(reply) => reply,
    }
}
