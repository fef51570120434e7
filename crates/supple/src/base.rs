//! `supple knowledge`: check, prove and print what Supple knows.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::Path,
    time::Instant,
};

use supple_care::{Disposition, Knowledge, Place, contradiction, expr::Atom, knowledge::Contradiction};
use supple_interop::fhir;
use supple_knowledge::{
    Errors, Files, Library, compile,
    diff::NO_CAUTION_IS_LOST,
    prove::{self, Proved, Shown},
};
use supple_words::Words;

use crate::{
    args::{KnowledgeAction, Proof, Standard},
    compare, geometry,
    patience::{Patience, limits},
    trouble::{self, BadInput},
};

/// The knowledge that the program works with: its own, or that of a directory.
///
/// # Errors
/// Every mistake in it, each with file, line, column and what was expected.
pub(crate) fn read(words: &Words, directory: Option<&Path>) -> Result<Knowledge, BadInput> {
    Ok(shelf(words, directory)?.0)
}

/// The same knowledge, with what people can read up on; that is parsed when somebody asks for it.
///
/// # Errors
/// As [`read`].
pub(crate) fn shelf(words: &Words, directory: Option<&Path>) -> Result<(Knowledge, Library), BadInput> {
    let read = match directory {
        None => supple_knowledge::embedded().map(|knowledge| (knowledge, Library::embedded())),
        Some(_) => {
            let files = files(words, directory)?;
            compile(&files).map(|knowledge| (knowledge, Library::of(&files)))
        }
    };
    read.map_err(|errors| mistakes(words, &errors))
}

/// The files of a directory, or those inside the program.
///
/// # Errors
/// Files that cannot be read.
pub(crate) fn files(words: &Words, directory: Option<&Path>) -> Result<Files, BadInput> {
    let Some(directory) = directory else { return Ok(Files::embedded()) };
    fs::read_dir(directory).map_err(|error| trouble::file(words, "cli-unreadable", directory, &error))?;
    Files::read(directory).map_err(|errors| mistakes(words, &errors))
}

pub(crate) fn mistakes(words: &Words, errors: &Errors) -> BadInput {
    let count = i64::try_from(errors.0.len()).unwrap_or(i64::MAX);
    BadInput(format!(
        "{}\n{}",
        words.get("knowledge-mistakes", &[("count", count.into())]),
        errors.to_string().trim_end()
    ))
}

/// Does one of the things that can be done with a knowledge base.
///
/// # Errors
/// Mistakes in it; a proof that fails; pages that cannot be written.
pub(crate) fn run(words: &Words, directory: Option<&Path>, action: &KnowledgeAction) -> anyhow::Result<()> {
    match action {
        KnowledgeAction::Check => check(words, directory),
        KnowledgeAction::Diff(given) => compare::diff(words, given),
        KnowledgeAction::Ask { rule, other, patience } => {
            compare::ask(words, &read(words, directory)?, (rule, other.as_deref()), *patience)
        }
        KnowledgeAction::Export { standard } => {
            export(words, &read(words, directory)?, *standard);
            Ok(())
        }
        KnowledgeAction::Pack { into } => compare::pack(words, &files(words, directory)?, into),
        KnowledgeAction::Prove(given) => {
            let files = files(words, directory)?;
            prove(words, (&files, &read(words, directory)?), directory.is_some(), given)
        }
        KnowledgeAction::Version => {
            say(&read(words, directory)?.version);
            Ok(())
        }
        KnowledgeAction::Docs { repository } => {
            let pages = supple_knowledge::docs::write(&read(words, directory)?, repository)?;
            let count = i64::try_from(pages).unwrap_or(i64::MAX);
            say(&words.get("knowledge-docs", &[("count", count.into())]));
            Ok(())
        }
    }
}

/// Prints it in a standard of the field.
fn export(words: &Words, knowledge: &Knowledge, standard: Standard) {
    let cql = supple_knowledge::export::cql(knowledge);
    match standard {
        Standard::Cql => say(cql.trim_end()),
        Standard::Fhir => {
            let label = |key: &str| words.get(&format!("fhir-{key}"), &[]);
            let told = |disposition: Disposition| words.get(&format!("disposition-{}", disposition.id()), &[]);
            let place = |place: &Place| words.place(&place.side, &place.say);
            let say_all = fhir::Say { label: &label, place: &place, disposition: &told };
            say(&format!("{:#}", fhir::bundle(knowledge, &cql, say_all)));
        }
    }
}

/// Reads and checks all of it, sentences included, which a start leaves to the tests.
fn check(words: &Words, directory: Option<&Path>) -> anyhow::Result<()> {
    let files = files(words, directory)?;
    let knowledge = compile(&files).map_err(|errors| mistakes(words, &errors))?;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let args = [
        ("files", number(files.iter().count()).into()),
        ("rules", number(knowledge.rules.len()).into()),
        ("limits", number(knowledge.limits.len()).into()),
        ("questions", number(knowledge.questions.len()).into()),
        ("sources", number(knowledge.sources.len()).into()),
        ("version", (&knowledge.version).into()),
    ];
    say(&words.get("knowledge-checked", &args));
    Ok(())
}

/// Proves every statement about every rule, over all answer sheets, and prints a person for each that does not hold; then
/// every statement about strokes, and prints a picture of one that does not. Of a directory it proves as well that nobody is
/// treated with less caution than by what is inside the program.
fn prove(
    words: &Words,
    (files, knowledge): (&Files, &Knowledge),
    is_directory: bool,
    given: &Proof,
) -> anyhow::Result<()> {
    let started = Instant::now();
    if given.stroke.is_some() {
        return match geometry::prove(words, files, knowledge, given)? {
            0 => Ok(()),
            failed => Err(anyhow::anyhow!(words.get("knowledge-not-proved", &[("count", failed.into())]))),
        };
    }
    let patience = Patience::watch(words, given.patience);
    let proved = statements(words, knowledge, given, &patience)?;
    let mut failed = proved.iter().map(|statement| told(words, statement)).sum::<i64>();
    if given.only.is_none() {
        say(&contradictions(words, knowledge));
    }
    patience.at(NO_CAUTION_IS_LOST);
    if wanted(given, NO_CAUTION_IS_LOST)
        && let Some((version, lost)) = compare::lost(words, (files, knowledge), is_directory, given)?
    {
        failed += told(words, &lost);
        say(&words.get("knowledge-against", &[("old", version.into())]));
    }
    drop(patience);
    if given.only.is_none() {
        failed += geometry::prove(words, files, knowledge, given)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    if failed == 0 {
        say(&words.get("knowledge-all-proved", &[("seconds", format!("{seconds:.1}").into())]));
        return Ok(());
    }
    Err(anyhow::anyhow!(words.get("knowledge-not-proved", &[("count", failed.into())])))
}

/// What stands outside of the statements: contradictions, and which of them an answer that explains them may make milder.
fn contradictions(words: &Words, knowledge: &Knowledge) -> String {
    let all = &knowledge.contradictions;
    // Where a "yes" to what is denied is read like the doubt, it takes nothing away.
    let as_doubted = |one: &Contradiction| {
        let mut denied = Vec::new();
        one.when.atoms(&knowledge.facts, &mut |atom| {
            if let Atom::SaidNo(id) = atom {
                denied.push(id);
            }
        });
        let risk = one.doubt.iter().all(|id| contradiction::is_risk(knowledge, *id));
        risk && one.doubt.len() == 1 && denied.iter().all(|id| one.doubt.contains(id))
    };
    let explained = all.iter().filter(|one| one.unsure || one.unmarked || one.news.is_some() || !as_doubted(one));
    let which: Vec<&str> = explained.map(|one| one.id.as_str()).collect();
    let args = [("count", i64::try_from(all.len()).unwrap_or(i64::MAX).into()), ("which", which.join(", ").into())];
    words.get("knowledge-contradictions", &args)
}

/// Whether a statement is to be proved.
fn wanted(given: &Proof, name: &str) -> bool {
    given.only.as_deref().is_none_or(|only| only == name)
}

/// Proves the statements about one version that are wanted, and shows how far it has got.
fn statements(
    words: &Words,
    knowledge: &Knowledge,
    given: &Proof,
    patience: &Patience,
) -> Result<Vec<Proved>, BadInput> {
    let names: Vec<&str> = prove::names().chain([NO_CAUTION_IS_LOST]).collect();
    if let Some(only) = given.only.as_deref().filter(|only| !names.contains(only)) {
        let args = [("name", only.into()), ("names", names.join(", ").into())];
        return Err(BadInput(words.get("knowledge-no-statement", &args)));
    }
    let shown = io::stderr().is_terminal();
    let proved = prove::some(knowledge, limits(given.patience), &|name| wanted(given, name), &mut |progress| {
        patience.at(progress.rule);
        if shown {
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let (done, all) = (number(progress.done), number(progress.total));
            let args = [("rule", progress.rule.into()), ("done", done.into()), ("all", all.into())];
            // A terminal that takes no progress takes the result all the same.
            drop(write!(io::stderr(), "\r\u{1b}[K{}", words.get("knowledge-proving", &args)));
        }
    });
    if shown {
        drop(write!(io::stderr(), "\r\u{1b}[K"));
    }
    Ok(proved)
}

/// Says what came of a statement; gives how many failed.
fn told(words: &Words, statement: &Proved) -> i64 {
    let checks = i64::try_from(statement.checks).unwrap_or(i64::MAX);
    let args = [
        ("invariant", statement.invariant.into()),
        ("says", statement.says.into()),
        ("checks", checks.into()),
        ("sheets", about(&statement.sheets).into()),
        ("seconds", format!("{:.2}", statement.took.as_secs_f64()).into()),
    ];
    let how = match statement.shown {
        Shown::Diagrams => "knowledge-shown-diagrams",
        Shown::Alone => "knowledge-shown-alone",
        Shown::Persons => "knowledge-shown-persons",
        Shown::Runs => "knowledge-shown-runs",
    };
    match &statement.result {
        Ok(()) => {
            say(&[words.get("knowledge-proved", &args), words.get(how, &args)].join(" "));
            0
        }
        Err(people) => {
            say(&words.get(if statement.spent { "knowledge-unproved" } else { "knowledge-disproved" }, &args));
            people.iter().for_each(|person| say(&person.to_string()));
            1
        }
    }
}

/// A long number by its first digits and its size.
pub(crate) fn about(number: &str) -> String {
    match (number.get(..1), number.get(1..2), number.len()) {
        (Some(first), Some(second), length @ 10..) => format!("{first}.{second} × 10^{}", length - 1),
        _ => number.to_owned(),
    }
}

pub(crate) fn say(text: &str) {
    println!("{text}");
}
