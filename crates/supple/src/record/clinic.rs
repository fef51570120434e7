//! A record from a clinic: what it proposes, and taking into somebody's record what is confirmed.

use std::{fs::File, io::Read, path::Path};

use supple_care::{Answer, Knowledge, Sheet};
use supple_interop::{
    answers,
    chart::{self, Asked, Chart, Found, Origin},
};
use supple_knowledge::Library;
use supple_record::{
    NotWritten, Now, Person, Records,
    elsewhere::{Said, Stands, confirmed, stands},
};
use supple_store::Store;
use supple_words::Words;

use super::{Somebody, carry::refused};
use crate::{
    base, home,
    paper::{Paper, printable},
    trouble::{self, BadInput},
};

/// Most bytes of a file that is read here; entries that say nothing are let go of while it is read.
const LONGEST: u64 = 256 * 1024 * 1024;

/// What is said to the proposals, each by the id of its question.
pub(super) struct Given<'a> {
    pub(super) confirm: &'a [String],
    pub(super) unknown: &'a [String],
}

/// Lists what a file proposes; takes what is confirmed into the record.
///
/// # Errors
/// A file that is no record of one person; an id that it does not propose; a record that cannot be read or written.
pub(super) fn run(
    words: &Words,
    store: &Store,
    knowledge: Option<&Path>,
    who: &Somebody,
    file: &Path,
    given: &Given<'_>,
) -> anyhow::Result<bool> {
    let (knowledge, library) = base::shelf(words, knowledge)?;
    let (chart, found) = read(words, &knowledge, &library, file)?;
    let key = home::unlock(words, store, who.id)?;
    let now = Now::of(&jiff::Zoned::now());
    let records = Records { store, kept: None };
    let person = Person::read(&knowledge, records, &key, &now, &[who.name.as_str()])
        .map_err(|_| BadInput(words.get("clinic-unread", &[])))?;
    let said = said(words, &knowledge, &found, given)?;
    if said.is_empty() {
        print!("{}", listed(words, &knowledge, &person.sheet, &chart, &found));
        return Ok(true);
    }
    let Some(draft) = confirmed(&knowledge, &person.sheet, &said) else {
        println!("{}", words.get("import-kept", &[("count", 0.into())]));
        return Ok(true);
    };
    let count = draft.payload.get("answers").and_then(serde_json::Value::as_object).map_or(0, serde_json::Map::len);
    let after = person.write(&knowledge, records, &key, &now, None, vec![draft]);
    let after = after.map_err(|why| BadInput(words.get(unwritten(why), &[])))?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    println!("{}", words.get("import-kept", &[("count", count.into())]));
    if after.emergency() || after.crisis() {
        println!("{}", words.get("clinic-grave", &[]));
    }
    Ok(true)
}

/// The sentence for why something was not written.
const fn unwritten(why: NotWritten) -> &'static str {
    match why {
        NotWritten::Full => "trouble-full",
        NotWritten::Away => "trouble-away",
        NotWritten::Rekeyed => "trouble-rekeyed",
        NotWritten::Broken => "clinic-unread",
        NotWritten::Erased => "import-erased",
        NotWritten::Conflict | NotWritten::Store | NotWritten::Large => "clinic-unwritten",
    }
}

fn read(words: &Words, knowledge: &Knowledge, library: &Library, path: &Path) -> Result<(Chart, Found), BadInput> {
    let shown = path.display().to_string();
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST) {
        let megabytes = i64::try_from(LONGEST / (1024 * 1024)).unwrap_or(i64::MAX);
        return Err(refused(words, path, words.get("import-large", &[("megabytes", megabytes.into())])));
    }
    let today = Now::of(&jiff::Zoned::now()).today;
    let codes = library.codes(knowledge).map_err(|errors| base::mistakes(words, errors))?;
    let chart = chart::read(&bytes).map_err(|found| trouble::problems(words, &shown, &found))?;
    let found = chart.found(knowledge, codes, today).map_err(|found| trouble::problems(words, &shown, &found))?;
    Ok((chart, found))
}

/// What was said, to proposals that the file makes; every id that it does not propose is named.
fn said(
    words: &Words,
    knowledge: &Knowledge,
    found: &Found,
    given: &Given<'_>,
) -> Result<Vec<(Asked, Said)>, BadInput> {
    let ids = given.confirm.iter().map(|id| (id, Said::Yes)).chain(given.unknown.iter().map(|id| (id, Said::Unknown)));
    let (mut all, mut strange) = (Vec::new(), Vec::new());
    for (id, said) in ids {
        let question = knowledge.question_id(id);
        match found.asked.iter().find(|asked| Some(asked.question) == question) {
            Some(asked) => all.push((asked.clone(), said)),
            None => strange.push(printable(id)),
        }
    }
    if strange.is_empty() {
        return Ok(all);
    }
    Err(BadInput(words.get("clinic-strange", &[("ids", strange.join(", ").into())])))
}

fn listed(words: &Words, knowledge: &Knowledge, sheet: &Sheet, chart: &Chart, found: &Found) -> String {
    let mut paper = Paper::default();
    paper.title(&words.get("import-found-title", &[]));
    let whose =
        chart.whose.as_ref().map(|whose| format!("{} {}", whose.name, whose.born.as_deref().unwrap_or_default()));
    match whose.as_deref().map(str::trim).filter(|whose| !whose.is_empty()) {
        Some(whose) => paper.say(&words.get("import-whose-name", &[("name", whose.into())])),
        None => paper.say(&words.get("import-whose-unsaid", &[])),
    }
    if chart.partial {
        paper.say(&words.get("import-partial", &[]));
    }
    let new: Vec<&Asked> = found.asked.iter().filter(|asked| stands(sheet, asked) == Stands::New).collect();
    match new.is_empty() {
        true => paper.say(&words.get("import-nothing", &[])),
        false => paper.heading(&words.get("clinic-ask", &[])),
    }
    new.iter().for_each(|asked| proposal(&mut paper, words, knowledge, asked));
    let known = found.asked.iter().filter(|asked| stands(sheet, asked) == Stands::Known);
    section(&mut paper, words, "import-known", known.filter_map(|asked| short(words, knowledge, asked.question)));
    let others = found.asked.iter().filter_map(|asked| match stands(sheet, asked) {
        Stands::Other(Answer::Number(given)) => Some((asked, given)),
        _ => None,
    });
    let others = others.filter_map(|(asked, given)| {
        let Answer::Number(here) = asked.answer else { return None };
        let question = short(words, knowledge, asked.question)?;
        let args =
            [("question", question.into()), ("given", given.to_string().into()), ("found", here.to_string().into())];
        Some(words.get("import-differs", &args))
    });
    section(&mut paper, words, "import-others", others);
    let open = found.open.iter().filter_map(|(id, shown)| {
        let args = [("question", short(words, knowledge, *id)?.into()), ("what", shown.into())];
        Some(words.get("import-because", &args))
    });
    section(&mut paper, words, "import-open", open);
    let left = found.not_used.iter().map(|left| {
        let why = words.get(&format!("cds-why-{}", left.why.id()), &[]);
        words.get("cds-left", &[("what", (&left.shown).into()), ("why", why.into())])
    });
    section(&mut paper, words, "clinic-left", left);
    section(&mut paper, words, "clinic-unmapped", found.unmapped.iter().cloned());
    section(&mut paper, words, "import-kinds", chart.others.iter().map(|(kind, count)| format!("{kind}: {count}")));
    paper.gap();
    paper.say(&words.get("import-absence", &[]));
    paper.text()
}

fn section(paper: &mut Paper, words: &Words, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        paper.heading(&words.get(heading, &[]));
        lines.for_each(|line| paper.entry(&line));
    }
}

fn short(words: &Words, knowledge: &Knowledge, id: supple_care::QuestionId) -> Option<String> {
    knowledge.question(id).map(|question| words.knowledge(&question.short).into_owned())
}

fn proposal(paper: &mut Paper, words: &Words, knowledge: &Knowledge, asked: &Asked) {
    let Some(question) = knowledge.question(asked.question) else { return };
    let value = answers::answer_value(knowledge, asked.question, asked.answer);
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let args = [
        ("id", question.id.as_str().into()),
        ("question", words.knowledge(&question.ask).into_owned().into()),
        ("answer", value.into()),
    ];
    paper.entry(&words.get("clinic-proposal", &args));
    asked.origins.iter().for_each(|one| paper.below(&origin(words, one)));
}

fn origin(words: &Words, origin: &Origin) -> String {
    let key = if origin.date.is_some() { "import-origin" } else { "import-origin-undated" };
    let date = origin.date.as_deref().unwrap_or_default();
    words.get(key, &[("what", (&origin.what).into()), ("kind", (&origin.from).into()), ("date", date.into())])
}
