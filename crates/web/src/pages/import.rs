//! A record from a clinic, as a file: what it proposes is shown to the person, and what they say is true becomes their answer.
//!
//! Nothing of the file is kept: it lives in the page until that is answered, and what was not confirmed goes with it.

use askama::Template;
use serde_json::Value;
use supple_care::crisis;
use supple_interop::{
    Problem,
    chart::{self, Asked, Chart, Found, MOST_BYTES, Origin},
    dates,
};

use super::{next, typed::Choice};
use crate::{
    api::problems,
    call::{Call, Reply},
    cds,
    frame::{Frame, Trouble},
    pages::trouble,
    record::{
        Person,
        elsewhere::{Said, Stands, confirmed, stands},
    },
    voice::Voice,
};

/// Where files are taken: longer than forms are.
pub(crate) const PATH: &str = "/record/import";
/// Whether a file is taken at an address: a person's own page, and those of a therapist.
pub(crate) fn takes(path: &str) -> bool {
    let of_practice = path.starts_with("/practice/") && (path.ends_with("/brought") || path.ends_with("/busy"));
    path == PATH || path == super::account::bring::PATH || of_practice
}

/// Most proposals of one page; there are far fewer questions that a file speaks of.
const MOST: usize = 200;
/// Most things of a kind that are listed.
const LISTED: usize = 300;
/// The field with the file.
pub(crate) const FILE: &str = "file";

#[derive(Template)]
#[template(path = "import.html")]
struct Page {
    f: Frame,
    v: Voice,
    megabytes: usize,
    /// How many answers have just been taken into the record.
    kept: Option<usize>,
    proposals: Option<Proposals>,
    /// Whether a clinic can be asked instead.
    fetches: bool,
    troubles: Vec<Trouble>,
}

/// What a file comes to, for somebody to look at.
#[derive(Default)]
pub(crate) struct Proposals {
    /// Whom the file is about, in a sentence.
    pub(crate) whose: String,
    /// Whether something in it speaks of wanting to die.
    pub(crate) crisis: bool,
    pub(crate) fields: Vec<Field>,
    /// What the record knows already, and what it knows otherwise.
    pub(crate) known: Vec<String>,
    pub(crate) others: Vec<String>,
    pub(crate) open: Vec<String>,
    pub(crate) left: Vec<String>,
    pub(crate) unmapped: Vec<String>,
    pub(crate) kinds: Vec<String>,
    pub(crate) partial: bool,
}

/// One question with what the file says to it.
pub(crate) struct Field {
    pub(crate) id: String,
    pub(crate) ask: String,
    pub(crate) says: String,
    pub(crate) origins: Vec<String>,
    /// What is sent back beside the answer.
    pub(crate) found: String,
    pub(crate) choices: Vec<Choice>,
}

/// Asks for a file; after one was answered, says what became of it.
pub(crate) fn show(call: &Call) -> Reply {
    match call.open() {
        Ok(_) => {
            let kept = call.query.split('&').find_map(|part| part.strip_prefix("kept=")?.parse().ok());
            Reply::ok(&page(call, kept, None, Vec::new()))
        }
        Err(reply) => reply,
    }
}

/// Reads a file, or takes what was said to its proposals.
pub(crate) fn take(call: &Call) -> Reply {
    let person = match call.person() {
        Ok((_, person)) => person,
        Err(reply) => return reply,
    };
    match &call.file {
        Some(bytes) if !bytes.is_empty() => of_bytes(call, &person, bytes),
        _ if call.form.has("found") => answered(call, &person),
        _ => again(call, call.voice.t("import-no-file")),
    }
}

/// What a record comes to beside that of the person, to be answered.
pub(crate) fn of_bytes(call: &Call, person: &Person, bytes: &[u8]) -> Reply {
    match proposed(call, bytes) {
        Ok((chart, found)) => {
            Reply::ok(&page(call, None, Some(proposals(call, Some(person), &chart, &found)), Vec::new()))
        }
        Err(found) => refused(call, &found),
    }
}

/// The file is longer than is read.
pub(crate) fn large(call: &Call) -> Reply {
    let sentence = call.voice.n("import-large", "megabytes", MOST_BYTES / (1024 * 1024));
    match call.open() {
        Ok(_) => Reply { status: axum::http::StatusCode::PAYLOAD_TOO_LARGE, ..again(call, sentence) },
        Err(reply) => reply,
    }
}

fn again(call: &Call, sentence: String) -> Reply {
    Reply::again(&page(call, None, None, vec![Trouble::new(FILE, sentence)]))
}

fn refused(call: &Call, found: &[Problem]) -> Reply {
    let troubles = found.iter().map(|one| Trouble::new(FILE, problems::say(&call.voice, one))).collect();
    Reply::again(&page(call, None, None, troubles))
}

/// What a file proposes today, or everything that is wrong with it.
pub(crate) fn proposed(call: &Call, bytes: &[u8]) -> Result<(Chart, Found), Vec<Problem>> {
    let chart = chart::read(bytes)?;
    // INVARIANT: a test reads what codes propose; without it nothing is proposed.
    let none = Default::default();
    let codes = cds::codes(&call.house).unwrap_or(&none);
    let found = chart.found(call.knowledge(), codes, call.now.today)?;
    Ok((chart, found))
}

fn page(call: &Call, kept: Option<usize>, proposals: Option<Proposals>, troubles: Vec<Trouble>) -> Page {
    let back = if proposals.is_some() { PATH } else { "/record" };
    Page {
        f: call.frame("import-page", Some(back)),
        v: call.voice.clone(),
        megabytes: MOST_BYTES / (1024 * 1024),
        kept,
        proposals,
        fetches: !call.house.app.systems.clinics.is_empty(),
        troubles,
    }
}

/// What a file comes to: beside what a person's record says, or, where nobody looks into one, by itself.
pub(crate) fn proposals(call: &Call, person: Option<&Person>, chart: &Chart, found: &Found) -> Proposals {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let mut page = Proposals {
        whose: whose(v, chart),
        crisis: false,
        fields: Vec::new(),
        known: Vec::new(),
        others: Vec::new(),
        open: found.open.iter().map(|(id, shown)| because(v, &v.short(knowledge, *id), shown)).collect(),
        left: listed(found.not_used.iter().map(|left| {
            let why = v.t(&format!("cds-why-{}", left.why.id()));
            v.with("cds-left", &[("what", (&left.shown).into()), ("why", why.into())])
        })),
        unmapped: listed(found.unmapped.iter().cloned()),
        kinds: listed(chart.others.iter().map(|(kind, count)| format!("{kind}: {count}"))),
        partial: chart.partial,
    };
    for asked in &found.asked {
        match person.map_or(Stands::New, |person| stands(&person.sheet, asked)) {
            Stands::New => page.fields.extend(field(call, asked, None)),
            Stands::Known => page.known.push(v.short(knowledge, asked.question)),
            Stands::Other(given) => page.others.extend(differs(call, asked, given)),
        }
    }
    let said = found.asked.iter().flat_map(|asked| &asked.origins).map(|origin| &origin.what);
    let mut said = said.chain(&found.unmapped);
    page.crisis = said.any(|text| crisis::mentions(&knowledge.crisis_phrases, text));
    page
}

fn listed(all: impl Iterator<Item = String>) -> Vec<String> {
    all.take(LISTED).collect()
}

fn because(v: &Voice, question: &str, shown: &str) -> String {
    v.with("import-because", &[("question", question.into()), ("what", shown.into())])
}

fn whose(v: &Voice, chart: &Chart) -> String {
    let Some(whose) = &chart.whose else { return v.t("import-whose-unsaid") };
    match (whose.name.as_str(), &whose.born) {
        ("", None) => v.t("import-whose-unsaid"),
        ("", Some(born)) => v.s("import-whose-born", "born", &day(v, born)),
        (name, None) => v.s("import-whose-name", "name", name),
        (name, Some(born)) => v.with("import-whose", &[("name", name.into()), ("born", day(v, born).into())]),
    }
}

/// A date of the file, as exact as it is: a year, a month, or a day.
fn day(v: &Voice, date: &str) -> String {
    if let Some(day) = dates::parse(date) {
        return v.date(day);
    }
    let month = date.split_once('-').and_then(|(year, month)| Some((year, month.parse::<u8>().ok()?)));
    let said = month.and_then(|(year, month)| Some((year, v.known(&format!("month-{month}"))?)));
    said.map_or_else(
        || date.to_owned(),
        |(year, month)| v.with("import-month", &[("month", month.into()), ("year", year.into())]),
    )
}

/// Where something comes from, in a sentence.
pub(crate) fn origin(v: &Voice, origin: &Origin) -> String {
    let kind = origin.from.split('/').next().unwrap_or_default();
    let kind = v.known(&format!("import-kind-{}", kind.to_lowercase())).unwrap_or_else(|| kind.to_owned());
    let date = origin.date.as_deref().map(|date| day(v, date));
    let key = if date.is_some() { "import-origin" } else { "import-origin-undated" };
    let args =
        [("what", origin.what.as_str().into()), ("kind", kind.into()), ("date", date.unwrap_or_default().into())];
    v.with(key, &args)
}

fn differs(call: &Call, asked: &Asked, given: supple_care::Answer) -> Option<String> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let question = knowledge.question(asked.question)?;
    let args = [
        ("question", v.k(&question.short).into()),
        ("given", v.answer(knowledge, question, given).into()),
        ("found", v.answer(knowledge, question, asked.answer).into()),
    ];
    Some(v.with("import-differs", &args))
}

pub(crate) fn field(call: &Call, asked: &Asked, said: Option<&str>) -> Option<Field> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let question = knowledge.question(asked.question)?;
    let choice = |value: &str, key: &str| Choice { value: value.to_owned(), say: v.t(key), on: said == Some(value) };
    Some(Field {
        id: question.id.clone(),
        ask: v.k(&question.ask),
        says: v.s("import-says", "answer", &v.answer(knowledge, question, asked.answer)),
        origins: asked.origins.iter().map(|one| origin(v, one)).collect(),
        found: asked.to_value(knowledge)?.to_string(),
        choices: vec![choice("yes", "import-yes"), choice("no", "import-no"), choice("unknown", "answer-unknown")],
    })
}

/// What came back of the page: each proposal, with what was said to it.
pub(crate) fn said(call: &Call) -> Vec<(Asked, Option<Said>)> {
    let knowledge = call.knowledge();
    let read = |text: &str| Asked::of(knowledge, &serde_json::from_str::<Value>(text).ok()?);
    let with = |asked: Asked| {
        let name = knowledge.question(asked.question).map(|question| format!("s-{}", question.id));
        let said = match name.and_then(|name| call.form.get(&name)) {
            Some("yes") => Some(Said::Yes),
            Some("no") => Some(Said::No),
            Some("unknown") => Some(Said::Unknown),
            _ => None,
        };
        (asked, said)
    };
    call.form.all("found").take(MOST).filter_map(read).map(with).collect()
}

fn answered(call: &Call, person: &Person) -> Reply {
    let open = match call.open() {
        Ok(open) => open,
        Err(reply) => return reply,
    };
    let all = said(call);
    let given: Vec<(Asked, Said)> = all.iter().filter_map(|(asked, said)| Some((asked.clone(), (*said)?))).collect();
    if given.is_empty() {
        return unsaid(call, &all);
    }
    let Some(draft) = confirmed(call.knowledge(), &person.sheet, &given) else {
        return Reply::to(format!("{PATH}?kept=0"));
    };
    let count = draft.payload.get("answers").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    match call.write(open, person, vec![draft]) {
        Ok(after) => {
            let on = next::onward(call, person, &after);
            let at_once = ["/crisis", "/emergency", "/fit"].contains(&on.as_str());
            Reply::to(if at_once { on } else { format!("{PATH}?kept={count}") })
        }
        Err(reply) => reply,
    }
}

/// Nothing was said to anything: the same questions again.
fn unsaid(call: &Call, all: &[(Asked, Option<Said>)]) -> Reply {
    let fields: Vec<Field> = all.iter().filter_map(|(asked, _)| field(call, asked, None)).collect();
    let Some(first) = fields.first() else { return trouble::form(call) };
    let missing = Trouble::new(format!("f-{}", first.id), call.voice.t("import-none-said"));
    Reply::again(&page(call, None, Some(Proposals { fields, ..Proposals::default() }), vec![missing]))
}
