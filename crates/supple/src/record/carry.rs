//! Taking a record along, and bringing it back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{File, OpenOptions},
    io::{self, BufWriter, Read, Write},
    path::Path,
    sync::Arc,
};

use supple_store::{
    AppendError, DeskError, EraseError, ImportError, PersonId, PinError, Portable, PortablePractice, Store,
};
use supple_web::{App, Arrived, Lined, Mode, NotRead, Systems};
use supple_words::Words;

use super::{
    Somebody,
    lines::{person_table, practice_table},
    unreadable,
};
use crate::{
    args::{ExportForm, PracticeForm},
    base,
    home::{self, now},
    paper::printable,
    trouble::{self, BadInput},
};

/// The longest file that is read: a hundred thousand entries of ten kilobytes.
const LONGEST: u64 = 1 << 30;

/// Writes everything about somebody into a new file, or to the standard output.
pub(super) fn export(
    words: &Words,
    store: &Arc<Store>,
    knowledge: Option<&Path>,
    who: &Somebody,
    form: ExportForm,
    to: Option<&Path>,
) -> anyhow::Result<bool> {
    let key = home::unlock(words, store, who.id)?;
    let mut record = store.export(&key).map_err(|error| unreadable(words, &error))?;
    let text = match form {
        ExportForm::Json => {
            record.knowledge = supple_web::knowledge_for(store, [&record])?;
            record.into_json()?
        }
        ExportForm::Ndjson => {
            record.knowledge = supple_web::knowledge_for(store, [&record])?;
            let mut lines = Vec::new();
            record.write(&mut lines)?;
            lines
        }
        ExportForm::Csv => person_table(&record)?,
        ExportForm::Fhir => {
            let bundle = supple_web::own_bundle(app(words, store, knowledge)?, key, &record.name);
            serde_json::to_vec_pretty(&bundle.ok_or_else(|| BadInput(words.get("export-fhir-unread", &[])))?)?
        }
        ExportForm::Html => {
            let words = Arc::new(Words::load(words.lang())?);
            let knowledge = base::read(&words, knowledge)?;
            supple_web::readable(&knowledge, words, store, record, now()).into_bytes()
        }
    };
    match to {
        None => io::stdout().lock().write_all(&text)?,
        Some(path) => {
            let written = create_own(path).and_then(|mut file| {
                file.write_all(&text)?;
                file.sync_all()
            });
            written.map_err(|error| trouble::file(words, "cli-unwritable", path, &error))?;
            let shown = path.display().to_string();
            println!("{}", words.get("export-done", &[("file", shown.into())]));
        }
    }
    Ok(true)
}

/// What writes records as others read them; it serves nothing.
fn app(words: &Words, store: &Arc<Store>, knowledge: Option<&Path>) -> anyhow::Result<App> {
    let (knowledge, library) = base::shelf(words, knowledge)?;
    Ok(App {
        knowledge: Arc::new(knowledge),
        library: Arc::new(library),
        store: Arc::clone(store),
        words: Arc::new(Words::load(words.lang())?),
        clock: Arc::new(jiff::Zoned::now),
        country: None,
        mode: Mode::Alone,
        made_up: false,
        listing: None,
        systems: Systems::default(),
        outside: Arc::new(supple_web::Nowhere),
        place: String::new(),
    })
}

/// A new file for its owner alone; never one that is there.
pub(crate) fn create_own(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// What a file in JSON holds in which no name stands twice.
fn read_as<T: Lined>(words: &Words, path: &Path) -> Result<T, BadInput> {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut text));
    read.map_err(|error| trouble::file(words, "cli-unreadable", path, &error))?;
    let line = |key: &str, line: usize, why: &str| {
        let line = i64::try_from(line).unwrap_or(i64::MAX);
        words.get(key, &[("line", line.into()), ("why", printable(why).into())])
    };
    let shown = path.display().to_string();
    supple_web::read_carried(&text).map_err(|error| match error {
        NotRead::Problems(found) => trouble::problems(words, &shown, &found),
        NotRead::Form { why, line: at, lined: true, .. } => refused(words, path, line("import-line", at, &why)),
        NotRead::Form { why, .. } => refused(words, path, why),
        NotRead::Twice(at) => refused(words, path, line("import-line-twice", at, "")),
        NotRead::More(at) => refused(words, path, line("import-line-more", at, "")),
        NotRead::Cut => refused(words, path, words.get("import-line-cut", &[])),
        NotRead::Number(number) => {
            refused(words, path, words.get("import-number", &[("number", printable(&number).into())]))
        }
    })
}

pub(super) fn refused(words: &Words, path: &Path, why: String) -> BadInput {
    let shown = path.display().to_string();
    BadInput(words.get("import-refused", &[("file", shown.into()), ("why", why.into())]))
}

/// The knowledge that came along.
fn along(words: &Words, path: &Path, packed: &BTreeMap<String, String>) -> Result<Arrived, BadInput> {
    Arrived::read(packed).map_err(|version| {
        refused(words, path, words.get("import-knowledge", &[("version", printable(&version).into())]))
    })
}

/// Reads what was exported elsewhere.
///
/// # Errors
/// A file that is missing, is none, or says something twice.
pub(super) fn read(words: &Words, path: &Path) -> Result<Portable, BadInput> {
    read_as(words, path)
}

/// Reads a practice that was exported elsewhere.
///
/// # Errors
/// As [`read`].
pub(super) fn read_practice(words: &Words, path: &Path) -> Result<PortablePractice, BadInput> {
    read_as(words, path)
}

/// Takes in what was exported elsewhere.
pub(super) fn import(words: &Words, store: &Store, path: &Path, record: Portable) -> anyhow::Result<bool> {
    let knowledge = along(words, path, &record.knowledge)?;
    let (name, bookings) = (printable(&record.name), record.bookings.len());
    let count = record.events.iter().map(|event| event.id).collect::<BTreeSet<_>>().len();
    store.import(record, now()).map_err(|error| match error {
        ImportError::Here(PinError::Needed) => BadInput(words.get("import-pin", &[])),
        ImportError::Here(PinError::Erased { .. }) => BadInput(words.get("import-erased", &[])),
        ImportError::Append(AppendError::Store(error)) => {
            let file = path.display().to_string();
            BadInput(words.get("import-cut-off", &[("file", file.into()), ("why", error.to_string().into())]))
        }
        error => refused(words, path, error.to_string()),
    })?;
    knowledge.keep(store)?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    println!("{}", words.get("import-done", &[("name", name.into()), ("count", count.into())]));
    if bookings > 0 {
        let count = i64::try_from(bookings).unwrap_or(i64::MAX);
        println!("{}", words.get("import-bookings", &[("count", count.into())]));
    }
    Ok(true)
}

/// Writes everything of a practice into a new file.
pub(super) fn export_practice(
    words: &Words,
    store: &Arc<Store>,
    knowledge: Option<&Path>,
    practice: &str,
    form: PracticeForm,
    to: &Path,
) -> anyhow::Result<bool> {
    let nobody = || BadInput(words.get("practice-nobody", &[("practice", printable(practice).into())]));
    let id: PersonId = practice.parse().map_err(|_| nobody())?;
    if !store.practices()?.contains(&id) {
        return Err(nobody().into());
    }
    if form == PracticeForm::Fhir {
        return stream_practice(words, app(words, store, knowledge)?, id, to);
    }
    let desk = store.desk(id).map_err(|error| unreadable(words, &error))?;
    let mut all = store.export_practice(&desk, now()).map_err(|error| unreadable(words, &error))?;
    all.knowledge = supple_web::knowledge_for(store, &all.people)?;
    let left_out = all.left_out.len();
    let text = match form {
        PracticeForm::Json => serde_json::to_vec_pretty(&all)?,
        PracticeForm::Ndjson => {
            let mut lines = Vec::new();
            all.write(&mut lines)?;
            lines
        }
        PracticeForm::Csv | PracticeForm::Fhir => practice_table(&all)?,
    };
    let written = create_own(to).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()
    });
    written.map_err(|error| trouble::file(words, "cli-unwritable", to, &error))?;
    told(words, to, left_out);
    Ok(true)
}

fn told(words: &Words, to: &Path, left_out: usize) {
    println!("{}", words.get("export-done", &[("file", to.display().to_string().into())]));
    if left_out > 0 {
        let count = i64::try_from(left_out).unwrap_or(i64::MAX);
        println!("{}", words.get("practice-left-out", &[("count", count.into())]));
    }
}

/// Writes a practice as FHIR, a resource a line (NDJSON, as FHIR's Bulk Data has it), each as soon as it is made.
fn stream_practice(words: &Words, app: App, practice: PersonId, to: &Path) -> anyhow::Result<bool> {
    let unwritable = |error: &io::Error| trouble::file(words, "cli-unwritable", to, error);
    let mut file = BufWriter::new(create_own(to).map_err(|error| unwritable(&error))?);
    let mut put = |one: &serde_json::Value| {
        serde_json::to_writer(&mut file, one)?;
        file.write_all(b"\n")
    };
    let written = supple_web::practice_resources(app, practice.as_uuid(), &mut put).and_then(|shut| {
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(shut)
    });
    // What is not whole is not left behind as if it were.
    if !matches!(written, Ok(Some(_))) {
        drop(std::fs::remove_file(to));
    }
    let shut = written.map_err(|error| unwritable(&error))?;
    told(words, to, shut.ok_or_else(|| BadInput(words.get("export-fhir-unread", &[])))?);
    Ok(true)
}

/// Closes a practice for good, also one that does not open.
pub(super) fn close_practice(words: &Words, store: &Store, practice: &str, yes: bool) -> anyhow::Result<bool> {
    let nobody = || BadInput(words.get("practice-nobody", &[("practice", printable(practice).into())]));
    let id: PersonId = practice.parse().map_err(|_| nobody())?;
    if !super::sure(words, words.get("practice-close-ask", &[("practice", printable(practice).into())]), yes)? {
        return Ok(true);
    }
    let closed = store.close_practice(id, now()).map_err(|error| match error {
        EraseError::UnknownPerson { .. } => nobody(),
        error => unreadable(words, &error),
    })?;
    println!("{}", words.get("practice-closed", &[("practice", printable(practice).into())]));
    Ok(super::left_over(words, &closed))
}

/// Takes in a practice that was exported elsewhere.
pub(super) fn import_practice(
    words: &Words,
    store: &Store,
    path: &Path,
    all: PortablePractice,
) -> anyhow::Result<bool> {
    let shown = path.display().to_string();
    if let Some((shelf, id)) = supple_web::unreadable_item(&all) {
        let args = [("shelf", shelf.into()), ("id", id.to_string().into())];
        return Err(refused(words, path, words.get("practice-item-unreadable", &args)).into());
    }
    let knowledge = along(words, path, &all.knowledge)?;
    let cut_off = |why: String| {
        let args = [("file", (&shown).into()), ("why", why.into())];
        BadInput(words.get("import-cut-off", &args))
    };
    let arrived = store.import_practice(all, now()).map_err(|error| match &error {
        DeskError::Store(_) | DeskError::Partly(_) => cut_off(error.to_string()),
        DeskError::Unknown { .. } => BadInput(words.get("practice-was-closed", &[("file", (&shown).into())])),
        _ => refused(words, path, error.to_string()),
    })?;
    knowledge.keep(store)?;
    let count = i64::try_from(arrived.records).unwrap_or(i64::MAX);
    let args = [("practice", arrived.desk.owner().to_string().into()), ("count", count.into())];
    println!("{}", words.get("practice-imported", &args));
    if !arrived.left_out.is_empty() {
        let count = i64::try_from(arrived.left_out.len()).unwrap_or(i64::MAX);
        println!("{}", words.get("practice-stayed-out", &[("count", count.into())]));
        arrived.left_out.iter().for_each(|person| println!("{person}"));
    }
    Ok(true)
}
