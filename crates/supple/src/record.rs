//! `supple record`: proving records, computing decisions again, taking records along, destroying them.

mod carry;
mod clinic;
mod lines;
mod past;

pub(crate) use carry::create_own;
pub(crate) use past::keep;

use std::{path::Path, sync::Arc};

use supple_store::{BrokenLink, EraseError, Erased, PersonId, Report, Store, StoreError};
use supple_words::Words;

use crate::{
    args::{Data, Place, RecordAction},
    backup,
    home::{self, Home},
    paper::printable,
    retention,
    trouble::BadInput,
};

/// Does one of the things that can be done with records. Whether everything was found in order.
///
/// # Errors
/// Records that do not open; somebody who is not there; files that cannot be read or written.
pub(crate) fn run(
    words: &Words,
    place: &Place,
    knowledge: Option<&Path>,
    action: &RecordAction,
) -> anyhow::Result<bool> {
    let home = |data: &Data| Home::of(words, data.data.as_deref(), place);
    match action {
        RecordAction::People { data } => people(words, &home(data)?.open_known(words)?),
        RecordAction::Verify { data, against } => verify(words, &home(data)?.open_known(words)?, against.as_deref()),
        RecordAction::Replay { data, person } => {
            let store = home(data)?.open_known(words)?;
            past::replay(words, &store, knowledge, &somebody(words, &store, person)?)
        }
        RecordAction::Export { data, person, form, to } => {
            let store = Arc::new(home(data)?.open_known(words)?);
            carry::export(words, &store, knowledge, &somebody(words, &store, person)?, *form, to.as_deref())
        }
        RecordAction::Import { data, file } => {
            // Before anything is made: a file that is not there leaves no new records behind.
            let record = carry::read(words, file)?;
            carry::import(words, &home(data)?.open(words)?, file, record)
        }
        RecordAction::FromClinic { data, person, file, confirm, unknown } => {
            let store = home(data)?.open_known(words)?;
            let given = clinic::Given { confirm, unknown };
            clinic::run(words, &store, knowledge, &somebody(words, &store, person)?, file, &given)
        }
        RecordAction::Erase { data, person, list, yes } => {
            let home = home(data)?;
            let store = home.open_known(words)?;
            if let Some(list) = list {
                return erase_all(words, &store, list, *yes);
            }
            let who = somebody(words, &store, person.as_deref().unwrap_or_default())?;
            erase(words, &home, &store, &who, *yes)
        }
        RecordAction::Erased { data } => erased(words, &home(data)?.open_known(words)?),
        RecordAction::Retention { data, place } => {
            // The rules can be read without any records.
            let store = place.as_ref().and_then(|_| home(data).and_then(|home| home.open_known(words)).ok());
            retention::run(words, store.as_ref(), place.as_deref())
        }
        RecordAction::Practices { data } => {
            home(data)?.open_known(words)?.practices()?.iter().for_each(|practice| println!("{practice}"));
            Ok(true)
        }
        RecordAction::ExportPractice { data, practice, form, to } => {
            let store = Arc::new(home(data)?.open_known(words)?);
            carry::export_practice(words, &store, knowledge, practice, *form, to)
        }
        RecordAction::ClosePractice { data, practice, yes } => {
            carry::close_practice(words, &home(data)?.open_known(words)?, practice, *yes)
        }
        RecordAction::ImportPractice { data, file } => {
            let practice = carry::read_practice(words, file)?;
            carry::import_practice(words, &home(data)?.open(words)?, file, practice)
        }
    }
}

/// Somebody, by id or by name.
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) name: String,
}

/// Everybody who has a record.
///
/// # Errors
/// Records that cannot be read.
pub(crate) fn everybody(words: &Words, store: &Store) -> Result<Vec<Somebody>, BadInput> {
    let people = store.people().map_err(|error| unreadable(words, &error))?;
    Ok(people.into_iter().map(|line| Somebody { id: line.id, name: line.name.unwrap_or_default() }).collect())
}

/// The person with this id or name.
///
/// # Errors
/// Nobody, or several of that name; records that cannot be read.
pub(crate) fn somebody(words: &Words, store: &Store, wished: &str) -> Result<Somebody, BadInput> {
    let people = store.people().map_err(|error| unreadable(words, &error))?;
    let found: Vec<_> = match wished.parse::<PersonId>() {
        Ok(id) => people.into_iter().filter(|line| line.id == id).collect(),
        Err(_) => people.into_iter().filter(|line| line.name.as_deref() == Some(wished)).collect(),
    };
    match found.as_slice() {
        [only] => Ok(Somebody { id: only.id, name: only.name.clone().unwrap_or_default() }),
        [] => Err(BadInput(words.get("record-nobody", &[("person", printable(wished).into())]))),
        several => {
            let ids: Vec<String> = several.iter().map(|line| line.id.to_string()).collect();
            let args = [("person", printable(wished).into()), ("ids", ids.join("\n").into())];
            Err(BadInput(words.get("record-several", &args)))
        }
    }
}

/// A record that cannot be read.
pub(crate) fn unreadable(words: &Words, error: &dyn std::error::Error) -> BadInput {
    BadInput(words.get("record-unreadable", &[("why", error.to_string().into())]))
}

fn people(words: &Words, store: &Store) -> anyhow::Result<bool> {
    let people = store.people()?;
    if people.is_empty() {
        println!("{}", words.get("record-none", &[]));
    }
    for line in people {
        let name = line.name.map_or_else(|| words.get("start-nameless", &[]), |name| printable(&name));
        println!("{}  {name}", line.id);
    }
    Ok(true)
}

fn verify(words: &Words, store: &Store, against: Option<&Path>) -> anyhow::Result<bool> {
    let mut report = store.verify_all()?;
    if let Some(path) = against {
        let seen = store.compare_with_witness(path).map_err(|error| {
            let args = [("file", path.display().to_string().into()), ("why", error.to_string().into())];
            BadInput(words.get("cli-unreadable", &args))
        })?;
        let new: Vec<BrokenLink> = seen.into_iter().filter(|link| !report.broken.contains(link)).collect();
        report.broken.extend(new);
    }
    let knowledge = knowledge_wrong(words, store)?;
    println!("{}", reported_with(words, &report, &knowledge));
    if let Some(began) = began(words, store)? {
        println!("{began}");
    }
    Ok(report.is_whole() && knowledge.is_empty())
}

/// What is wrong with the knowledge that old decisions were made with, a line each.
///
/// # Errors
/// Records that cannot be read.
pub(crate) fn knowledge_wrong(words: &Words, store: &Store) -> anyhow::Result<Vec<String>> {
    past::wrong(words, store)
}

/// What cannot show because the witness was not there from the beginning.
///
/// # Errors
/// A witness that cannot be read.
pub(crate) fn began(words: &Words, store: &Store) -> anyhow::Result<Option<String>> {
    let began = store.witness_began()?;
    Ok(began.map(|at| words.get("witness-began", &[("moment", home::moment(at).into())])))
}

/// A report in words: every broken place on a line of its own.
pub(crate) fn reported(words: &Words, report: &Report) -> String {
    reported_with(words, report, &[])
}

/// As [`reported`], with what else was found.
pub(crate) fn reported_with(words: &Words, report: &Report, besides: &[String]) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let sums = [("people", number(report.people).into()), ("events", number(report.events).into())];
    if report.is_whole() && besides.is_empty() {
        return words.get("verify-whole", &sums);
    }
    let mut lines = vec![words.get("verify-broken", &sums)];
    lines.extend(report.broken.iter().map(|link| broken(words, link)));
    lines.extend(report.file.iter().map(|what| words.get("verify-file", &[("what", printable(what).into())])));
    lines.extend_from_slice(besides);
    lines.join("\n")
}

/// One broken place in words.
pub(crate) fn broken(words: &Words, link: &BrokenLink) -> String {
    let why = format!("{:?}", link.why).to_lowercase();
    let why = words.get(&format!("verify-why-{why}"), &[]);
    let person = link.person.to_string();
    match link.seq {
        Some(seq) => {
            let seq = i64::try_from(seq).unwrap_or(i64::MAX);
            words.get("verify-event", &[("person", person.into()), ("seq", seq.into()), ("why", why.into())])
        }
        None => words.get("verify-person", &[("person", person.into()), ("why", why.into())]),
    }
}

/// Asks, where somebody is there to answer. Whether they are sure.
fn sure(words: &Words, question: String, yes: bool) -> Result<bool, BadInput> {
    if yes {
        return Ok(true);
    }
    let sure = dialoguer::Confirm::new().with_prompt(question).default(false).interact();
    let sure = sure.map_err(|_| BadInput(words.get("erase-yes-needed", &[])))?;
    if !sure {
        println!("{}", words.get("erase-kept", &[]));
    }
    Ok(sure)
}

/// Erases everybody on a list that `supple record erased` printed: after an older copy was put back where the witness
/// did not know of them.
fn erase_all(words: &Words, store: &Store, list: &Path, yes: bool) -> anyhow::Result<bool> {
    let list = backup::read_list(words, list)?;
    let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
    if sure(words, words.get("erase-ask-list", &[("count", count.into())]), yes)? {
        let count = i64::try_from(backup::erase_listed(store, &list)?).unwrap_or(i64::MAX);
        println!("{}", words.get("restore-erased", &[("count", count.into())]));
    }
    Ok(true)
}

fn erase(words: &Words, home: &Home, store: &Store, who: &Somebody, yes: bool) -> anyhow::Result<bool> {
    let name = printable(&who.name);
    if !sure(words, words.get("erase-ask", &[("name", (&name).into())]), yes)? {
        return Ok(true);
    }
    let erased = store.erase(who.id, home::now()).map_err(|error| match error {
        EraseError::Store(StoreError::Witness { what }) => {
            let witness = home.witness.display().to_string();
            let args = [("name", (&name).into()), ("witness", witness.into()), ("why", what.into())];
            BadInput(words.get("erase-witness", &args))
        }
        EraseError::Store(error) => unreadable(words, &error),
        error => unreadable(words, &error),
    })?;
    println!("{}", words.get("erase-done", &[("name", name.into())]));
    if !erased.scrubbed && !home.servers.is_empty() {
        println!("{}", words.get("erase-log-server", &[]));
    }
    Ok(left_over(words, &Erased { scrubbed: erased.scrubbed || !home.servers.is_empty(), ..erased }))
}

/// Says what of something destroyed may still be found. Whether no key is left that somebody has to delete.
fn left_over(words: &Words, erased: &Erased) -> bool {
    if !erased.scrubbed {
        println!("{}", words.get("erase-log", &[]));
    }
    if let Some(kept) = &erased.kept {
        println!("{}", words.get("erase-copy-left", &[("file", kept.display().to_string().into())]));
    }
    erased.kept.is_none()
}

/// Who was erased and when, a line each: to be kept apart from the backups.
fn erased(words: &Words, store: &Store) -> anyhow::Result<bool> {
    let all = store.all_erased()?;
    if all.is_empty() {
        // Beside the list, which may be kept and read again.
        eprintln!("{}", words.get("erased-none", &[]));
    }
    for (person, at) in all {
        println!("{person} {}", home::moment(at));
    }
    Ok(true)
}
