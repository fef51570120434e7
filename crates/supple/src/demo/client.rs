//! What a made-up client does: answers, books, answers again, tells how it goes.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use jiff::ToSpan;
use supple_care::{Knowledge, question::Kind};

use super::{
    cast::Client,
    stage::{Form, Somebody, Stage, fields, plain, values},
};

/// So many pages an interview has at most.
const PAGES: usize = 60;
/// So many days has the pain of everybody lasted when they begin.
const DAYS_BEFORE: i64 = 7;
/// Milliseconds of one step of the practice's clock.
const STEP_MS: i64 = 300_000;

/// Where answering leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answered {
    /// All that matters was answered.
    Through,
    /// Something that cannot wait.
    Alarm,
}

/// A session that was booked.
#[derive(Clone, Debug)]
pub(super) struct Booked {
    pub(super) id: String,
    /// When it begins, in milliseconds since 1970.
    pub(super) at_ms: i64,
    /// The id of the therapist's page.
    pub(super) therapist: String,
}

/// Goes through all questions that are open, as somebody healthy but for what is said otherwise; the pain is `pain` points
/// off what it was at first.
///
/// # Errors
/// A page that nobody can answer.
pub(super) fn answer(
    stage: &Stage,
    knowledge: &Knowledge,
    who: &mut Somebody,
    of: &Client,
    to: &str,
    pain: i64,
) -> anyhow::Result<Answered> {
    let mut at = to.to_owned();
    for _ in 0..PAGES {
        let path = at.split('?').next().unwrap_or_default().to_owned();
        let form = match path.as_str() {
            "/check" | "/result" => return Ok(Answered::Through),
            "/emergency" | "/crisis" => return Ok(Answered::Alarm),
            "/map" => marks(of, pain, false),
            "/map/pain" => marks(of, pain, true),
            _ if path.starts_with("/ask/") || path == "/fit" => {
                let page = who.look(stage, &at)?.1;
                answers(knowledge, &of.answers, &values(&page, "q"))
            }
            _ => bail!("nobody answers `{at}`"),
        };
        let sent = who.send(stage, &path, form)?;
        at = sent.to.with_context(|| format!("`{path}` was not taken: {}", sent.html.len()))?;
    }
    bail!("the questions do not end at `{at}`")
}

/// The places that hurt, and how much.
fn marks(of: &Client, pain: i64, strong: bool) -> Form {
    let mut form = Form::new();
    for (place, score) in &of.marks {
        form.push(("at".to_owned(), place.clone()));
        if strong {
            let now = (score.parse().unwrap_or(5i64) + pain).clamp(1, 10);
            form.push((format!("i-{place}"), now.to_string()));
        }
    }
    form.push(("map".to_owned(), "places".to_owned()));
    form
}

/// The form of a page as somebody healthy fills it in, but for what they say otherwise.
fn answers(knowledge: &Knowledge, otherwise: &BTreeMap<String, String>, asked: &[String]) -> Form {
    let mut form = Form::new();
    for id in asked {
        form.push(("q".to_owned(), id.clone()));
        let question = knowledge.question_id(id).and_then(|id| knowledge.question(id));
        let usual = match question.map(|question| &question.kind) {
            Some(Kind::YesNo) => Some("no"),
            Some(Kind::Choice(options)) => options.first().map(|option| option.id.as_str()),
            _ => None,
        };
        match otherwise.get(id).map(String::as_str).or(usual) {
            Some(value) => form.push((format!("a-{id}"), value.to_owned())),
            None => form.push((format!("u-{id}"), "unknown".to_owned())),
        }
    }
    form
}

/// The same client so many days after they began: the pain, a few days old then, has lasted longer, and a doctor has looked at
/// it by the time that it has for weeks.
fn grown(of: &Client, days: i64) -> Client {
    let mut of = of.clone();
    let lasted = match days + DAYS_BEFORE {
        ..42 => None,
        42..84 => Some("6-to-12-weeks"),
        _ => Some("over-12-weeks"),
    };
    if let Some(lasted) = lasted {
        for (question, answer) in [("pain_duration", lasted), ("pain_assessed", "yes")] {
            of.answers.entry(question.to_owned()).or_insert_with(|| answer.to_owned());
        }
    }
    of
}

/// Answers the questions of today again.
///
/// # Errors
/// As [`answer`].
pub(super) fn again(
    stage: &Stage,
    knowledge: &Knowledge,
    who: &mut Somebody,
    of: &Client,
    (pain, days): (i64, i64),
) -> anyhow::Result<Answered> {
    let to = who.send(stage, "/again", Form::new())?.to.context("nothing is asked again")?;
    answer(stage, knowledge, who, &grown(of, days), &to, pain)
}

/// Says yes to a question that cannot wait.
///
/// # Errors
/// What the page refuses.
pub(super) fn alarm(stage: &Stage, who: &mut Somebody) -> anyhow::Result<()> {
    who.send(stage, "/again", Form::new())?;
    let to = who.send(stage, "/ask/nerves", fields(&[("q", "saddle_numbness"), ("a-saddle_numbness", "yes")]))?.to;
    if to.as_deref() != Some("/emergency") {
        bail!("numbness between the legs leads to {to:?}");
    }
    Ok(())
}

/// Books what the plan asks for, as far as it fits; nothing where the plan allows no therapist.
///
/// # Errors
/// What the pages refuse.
pub(super) fn book(stage: &Stage, who: &mut Somebody, of: &Client, with: &str) -> anyhow::Result<Vec<Booked>> {
    let from = stage.here(stage.now()).date().checked_add(1.day())?;
    let (Client { sessions, at, .. }, weekday) = (of, stage.weekday(of.days_after_today));
    let wish = format!("/book?giver=therapist&count={sessions}&day={weekday}&at={at}&from={from}&with={with}");
    let (path, page) = who.look(stage, &wish)?;
    let taken = values(&page, "take");
    if !path.starts_with("/book") || taken.is_empty() {
        return Ok(Vec::new());
    }
    let one = |name: &str| values(&page, name).into_iter().next().with_context(|| format!("no `{name}` to book with"));
    let mut form: Form = taken.iter().map(|value| ("take".to_owned(), value.clone())).collect();
    for name in ["wishes", "practice", "service", "key", "of"] {
        form.push((name.to_owned(), one(name)?));
    }
    let held = who.send(stage, "/book", form)?;
    if held.to.as_deref() != Some("/bookings") {
        bail!("nothing was held: {}", plain(&held.html).len());
    }
    let (_, page) = who.look(stage, "/bookings")?;
    // What is held stands there by its beginning, as it was chosen.
    let held = page.split("id=\"held\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or_default();
    let ids = values(held, "id");
    if ids.len() != taken.len() {
        bail!("{} sessions are held of {}", ids.len(), taken.len());
    }
    let booked = taken.iter().zip(ids).map(|(value, id)| read(value, id));
    let booked = booked.collect::<Option<Vec<_>>>().context("an odd time")?;
    let mut form: Form = booked.iter().map(|it| ("id".to_owned(), it.id.clone())).collect();
    form.push(("act".to_owned(), "confirm".to_owned()));
    who.send(stage, "/bookings", form)?;
    Ok(booked)
}

/// Reads `3|5940000|UUID`: which session, when, with whom; with the id under which it is held.
fn read(taken: &str, id: String) -> Option<Booked> {
    let mut parts = taken.split('|').skip(1);
    let step: i64 = parts.next()?.parse().ok()?;
    Some(Booked { id, at_ms: step.checked_mul(STEP_MS)?, therapist: parts.next()?.to_owned() })
}

/// Lets the therapist know for today.
///
/// # Errors
/// What the page refuses.
pub(super) fn share(stage: &Stage, who: &mut Somebody, id: &str) -> anyhow::Result<()> {
    who.send(stage, "/bookings", fields(&[("id", id), ("act", "share")])).map(drop)
}

/// Cancels: this one because they are unwell, or this and all later ones.
///
/// # Errors
/// What the page refuses.
pub(super) fn cancel(stage: &Stage, who: &mut Somebody, id: &str, unwell: bool) -> anyhow::Result<()> {
    let form: &[(&str, &str)] = if unwell { &[("act", "unwell")] } else { &[("act", "cancel"), ("scope", "later")] };
    let form = fields(form).into_iter().chain(fields(&[("id", id)])).collect();
    who.send(stage, "/bookings/change", form).map(drop)
}

/// The three questions of the week.
///
/// # Errors
/// What the page refuses.
pub(super) fn check_in(stage: &Stage, who: &mut Somebody, scores: [i64; 3]) -> anyhow::Result<()> {
    let form = scores.iter().zip(0..).map(|(score, at)| (format!("a-{at}"), score.clamp(&0, &10).to_string()));
    who.send(stage, "/check-in/peg", form.collect()).map(drop)
}

/// Lets the practice count how the course went.
///
/// # Errors
/// What the page refuses.
pub(super) fn tell(stage: &Stage, who: &mut Somebody, id: &str, reactions: u64) -> anyhow::Result<()> {
    let form = [("id", id), ("act", "tell"), ("reactions", &reactions.to_string()), ("serious", "0")];
    who.send(stage, "/bookings/told", fields(&form)).map(drop)
}
