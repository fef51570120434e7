//! Interview steps over HTTP: each reads the record, adds the answers of a page to it and is on the disk when it is
//! answered.

use std::{
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::client::{Client, value_of};

/// People who answer at the same time.
const PEOPLE: usize = 16;
/// How long they do.
const LONG: Duration = Duration::from_secs(10);
/// A place to mark on the body map, and how strong the pain there is.
const PLACE: (&str, &str) = ("mid-back-left", "4");

type Form = Vec<(String, String)>;

/// The pages of an interview with what a healthy person with a tight back answers, as somebody went through them.
type Steps = Vec<(String, Form)>;

/// Measures steps alone, and steps with the pages that follow.
pub(super) fn run(address: &str) -> Result<()> {
    let mut scout = Client::new(address)?;
    let (_, questions) = scout.get("/api/v1/questions")?;
    let questions = values(&serde_json::from_str(&questions)?)?;
    let start = begin(&mut scout, "Scout", None)?;
    let steps = walk(&mut scout, &questions, &start)?;
    let (count, taken) = together(|person, until| {
        let mut client = Client::new(address)?;
        let mut taken = Vec::new();
        let mut token: Option<String> = None;
        while Instant::now() < until {
            let csrf = begin(&mut client, &format!("P{person}"), token.as_deref())?.1;
            for (path, form) in &steps {
                taken.push(step(&mut client, path, form, &csrf)?.0);
            }
            token = Some(csrf);
        }
        Ok(taken)
    })?;
    tell("interview steps, read and durably written", count, &taken);
    let (count, taken) = together(|person, until| {
        let mut client = Client::new(address)?;
        let mut taken = Vec::new();
        let mut token: Option<String> = None;
        while Instant::now() < until {
            let (mut page, csrf) = begin(&mut client, &format!("Q{person}"), token.as_deref())?;
            for (path, form) in &steps {
                let began = Instant::now();
                let to = step(&mut client, path, form, &csrf)?.1;
                page = client.get(&to)?.1;
                taken.push(began.elapsed());
            }
            ensure!(!page.is_empty(), "an empty page");
            token = Some(csrf);
        }
        Ok(taken)
    })?;
    tell("interview steps with the page that follows", count, &taken);
    Ok(())
}

/// Sends a form; how long it took, and where it leads.
fn step(client: &mut Client, path: &str, form: &Form, csrf: &str) -> Result<(Duration, String)> {
    let mut form = form.clone();
    // The number of the last event that was seen: nobody else writes here.
    form.extend([("csrf".to_owned(), csrf.to_owned()), ("seq".to_owned(), u32::MAX.to_string())]);
    let began = Instant::now();
    let reply = client.post(path, &form)?;
    let took = began.elapsed();
    ensure!(reply.status == 303, "`{path}` says {}", reply.status);
    Ok((took, reply.to.context("leads nowhere")?))
}

/// Begins a record; the page that follows, and the token of its forms.
fn begin(client: &mut Client, name: &str, csrf: Option<&str>) -> Result<(String, String)> {
    let csrf = match csrf {
        Some(csrf) => csrf.to_owned(),
        // The first page names everybody who has a record here: it is read once, or the crowd would be measured.
        None => value_of(&client.get("/")?.1, "csrf").context("no token")?,
    };
    let fields = [("who", "new"), ("name", name), ("door", "d1"), ("country", "DE"), ("csrf", &csrf)];
    let form: Form = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let reply = client.post("/start", &form)?;
    ensure!(reply.status == 303, "`/start` says {}", reply.status);
    let (_, page) = client.get(&reply.to.context("the start leads nowhere")?)?;
    let csrf = value_of(&page, "csrf").context("no token")?;
    Ok((page, csrf))
}

/// Goes through an interview once, and keeps every form.
fn walk(client: &mut Client, questions: &BTreeMap<String, String>, from: &(String, String)) -> Result<Steps> {
    let (mut page, csrf) = from.clone();
    let mut steps = Steps::new();
    let (mut path, _) = client.get("/next")?;
    loop {
        let short = path.split('?').next().unwrap_or_default().to_owned();
        let form: Form = match short.as_str() {
            "/map" => vec![("at".to_owned(), PLACE.0.to_owned()), ("map".to_owned(), "places".to_owned())],
            "/map/pain" => {
                vec![("at".to_owned(), PLACE.0.to_owned()), (format!("i-{}", PLACE.0), PLACE.1.to_owned())]
            }
            ask if ask.starts_with("/ask/") => healthy(&page, questions),
            _ => break,
        };
        let to = step(client, &short, &form, &csrf)?.1;
        steps.push((short, form));
        (path, page) = client.get(&to)?;
        ensure!(steps.len() < 60, "the interview does not end");
    }
    ensure!(steps.len() > 3, "the interview ended at `{path}`");
    println!("an interview: {} steps, up to `{path}`", steps.len());
    Ok(steps)
}

/// The form of a page as a healthy person fills it.
fn healthy(page: &str, questions: &BTreeMap<String, String>) -> Form {
    let shown = page.split("name=\"q\" value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let mut form = Form::new();
    for (id, _) in shown {
        form.push(("q".to_owned(), id.to_owned()));
        match questions.get(id) {
            Some(value) => form.push((format!("a-{id}"), value.clone())),
            None => form.push((format!("u-{id}"), "unknown".to_owned())),
        }
    }
    form
}

/// What a healthy person answers to each question that takes a word or a number.
fn values(questions: &Value) -> Result<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    for question in questions["questions"].as_array().context("no questions")? {
        let id = question["id"].as_str().context("a question without id")?;
        let value = match question["kind"].as_str() {
            Some("yes-no") => "no",
            Some("number") => "30",
            // The first option is the least; of what has no order, any.
            Some("choice") => {
                question.pointer("/allowed/options/0/id").and_then(Value::as_str).context("a choice without options")?
            }
            _ => continue,
        };
        values.insert(id.to_owned(), value.to_owned());
    }
    Ok(values)
}

/// Lets all people work at the same time; how much they did in a second, and how long each piece took.
fn together(work: impl Fn(usize, Instant) -> Result<Vec<Duration>> + Sync) -> Result<(f64, Vec<Duration>)> {
    let began = Instant::now();
    let until = began + LONG;
    let parts = thread::scope(|scope| {
        let threads: Vec<_> = (0..PEOPLE)
            .map(|person| {
                scope.spawn({
                    let work = &work;
                    move || work(person, until)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a person fell over"))?)
            .collect::<Result<Vec<_>>>()
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let mut taken: Vec<Duration> = parts.into_iter().flatten().collect();
    taken.sort_unstable();
    let count = u32::try_from(taken.len()).unwrap_or(u32::MAX);
    Ok((f64::from(count) / seconds, taken))
}

fn tell(what: &str, a_second: f64, taken: &[Duration]) {
    let at = |share: usize| taken.get(taken.len() * share / 100).copied().unwrap_or_default();
    println!("{what}: {a_second:.0} a second; half within {:?}, 99 in 100 within {:?}", at(50), at(99));
}
