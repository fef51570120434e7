//! The giver's lesson: five steps, one question each. Nothing is kept until it is finished.

use askama::Template;
use supple_care::session::LessonStep;

use crate::{
    call::{Call, Reply},
    form::Form,
    frame::{Frame, Trouble},
    pages::{
        parts::{Cited, cite},
        trouble,
        typed::Choice,
    },
    record,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "lesson.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    lead: String,
    /// The step, counted from 1, and how many there are.
    number: usize,
    count: usize,
    id: String,
    step: String,
    say: Vec<String>,
    drawing: String,
    /// The back with the places where no hand goes.
    figure: String,
    ask: String,
    answers: Vec<(String, String)>,
    chosen: String,
    /// The right answers of the steps before, and with the one that was chosen now.
    learnt: String,
    next: String,
    /// What the chosen answer means, and whether it is right.
    reply: Option<(String, bool)>,
    troubles: Vec<Trouble>,
    /// Everybody of the household: the id, the name, and whether it is chosen.
    people: Vec<Choice>,
    /// Whether the giver has no record here.
    other: bool,
    who_error: Option<String>,
    name: String,
    done: Option<String>,
    evidence: String,
    sources: Vec<Cited>,
}

/// The choice of somebody who has no record here.
const OTHER: &str = "other";
/// The longest name that is kept, in characters.
const NAME: usize = 40;

/// Shows a step; which one stands in the address.
pub(crate) fn show(call: &Call) -> Reply {
    match call.open() {
        Ok(_) => Reply::ok(&page(call, at(call).min(learnt(call).len()), None)),
        Err(reply) => reply,
    }
}

/// The ids of the right answers so far, from the first step on: one step is open after the other.
fn learnt(call: &Call) -> Vec<String> {
    let asked = Form::read(call.query.as_bytes()).unwrap_or_default();
    let given = call.form.get("learnt").or_else(|| asked.get("learnt")).unwrap_or_default().to_owned();
    let steps = &call.knowledge().session.lesson.steps;
    let right = |step: &LessonStep, id: &str| step.answers.get(step.right).is_some_and(|answer| answer.id == id);
    let known = steps.iter().zip(given.split(' ')).take_while(|(step, id)| right(step, id));
    known.map(|(_, id)| id.to_owned()).collect()
}

fn at(call: &Call) -> usize {
    call.query.split('&').find_map(|part| part.strip_prefix("step=")).and_then(|text| text.parse().ok()).unwrap_or(0)
}

fn page(call: &Call, at: usize, reply: Option<(String, bool)>) -> Page {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let lesson = &knowledge.session.lesson;
    let at = at.min(lesson.steps.len().saturating_sub(1));
    let step = lesson.steps.get(at);
    let learnt = learnt(call);
    let text = |of: fn(&LessonStep) -> &String| step.map(|step| v.k(of(step))).unwrap_or_default();
    Page {
        f: Frame { know: call.house.assets.track.clone(), ..call.frame("lesson-page", Some("/giving")) },
        v: v.clone(),
        title: v.k(&lesson.title),
        lead: v.k(&lesson.lead),
        number: at + 1,
        count: lesson.steps.len(),
        id: step.map(|step| step.id.clone()).unwrap_or_default(),
        step: text(|step| &step.title),
        say: step.map(|step| step.say.iter().map(|say| v.k(say)).collect()).unwrap_or_default(),
        drawing: text(|step| &step.drawing),
        figure: call.house.figure.no_go(|place| knowledge.place(place).is_some_and(|place| place.class == "forbidden")),
        ask: text(|step| &step.ask),
        answers: step
            .map(|step| step.answers.iter().map(|answer| (answer.id.clone(), v.k(&answer.say))).collect())
            .unwrap_or_default(),
        chosen: call.form.get("answer").unwrap_or_default().to_owned(),
        next: learnt.iter().map(String::as_str).chain(call.form.get("answer")).collect::<Vec<_>>().join("+"),
        learnt: learnt.join(" "),
        reply,
        people: Vec::new(),
        other: call.form.get("who") == Some(OTHER),
        who_error: None,
        troubles: Vec::new(),
        name: call.form.get("name").unwrap_or_default().to_owned(),
        done: None,
        evidence: v.t(&format!("evidence-{}", lesson.evidence.id())),
        sources: cite(knowledge, v, &lesson.sources),
    }
}

/// Reads the answer to a step's question; after the last right one the lesson is finished and recorded.
pub(crate) fn answer(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let lesson = &knowledge.session.lesson;
    let at = call.form.get("step").and_then(|step| step.parse::<usize>().ok()).unwrap_or(0);
    // Nobody gets to a step whose forerunners were not answered.
    let at = at.min(learnt(call).len());
    let Some(step) = lesson.steps.get(at) else { return Reply::to("/lesson") };
    let chosen = call.form.get("answer").and_then(|id| step.answers.iter().position(|answer| answer.id == id));
    let Some(chosen) = chosen else {
        let mut page = page(call, at, None);
        page.troubles = vec![Trouble::new("answer", v.t("form-choose"))];
        return Reply::again(&page);
    };
    let right = chosen == step.right;
    let means = step.answers.get(chosen).and_then(|answer| answer.then.as_deref()).map(|then| v.k(then));
    let mut page = page(call, at, means.map(|means| (means, right)));
    let last = at + 1 == lesson.steps.len();
    if !(right && last) {
        return Reply::ok(&page);
    }
    let Ok(people) = call.people_here() else { return trouble::read(call) };
    page.people = people
        .iter()
        .map(|line| {
            let (value, name) = (line.id.to_string(), line.name.clone());
            let on = call.form.get("who") == Some(value.as_str());
            Choice { say: name.unwrap_or_else(|| v.t("start-nameless")), on, value }
        })
        .collect();
    if !call.form.has("finish") {
        return Reply::ok(&page);
    }
    // The record that is open says whose back it is; whose hands they are is asked.
    let giver = match call.form.get("who") {
        Some(OTHER) => Some(record::lesson(&short(call.form.text("name").unwrap_or_default()), None)),
        who => people
            .iter()
            .find(|line| who == Some(line.id.to_string().as_str()))
            .map(|line| record::lesson(&short(line.name.as_deref().unwrap_or_default()), Some(line.id))),
    };
    let Some(giver) = giver else {
        page.who_error = Some(v.t("form-choose"));
        page.troubles = vec![Trouble::new("who", v.t("lesson-who-missing"))];
        return Reply::again(&page);
    };
    match call.write(open, &person, vec![giver]) {
        Ok(after) if after.crisis_since(knowledge, &person) => Reply::to("/crisis"),
        Ok(_) => {
            page.done = Some(v.k(&lesson.done));
            Reply::ok(&page)
        }
        Err(reply) => reply,
    }
}

/// A name, no longer than one is kept.
fn short(name: &str) -> String {
    name.chars().take(NAME).collect()
}
