//! `supple practice`: which programs of a practice may ask, each by a token that is shown once.

use std::{fs, path::Path};

use supple_store::{Store, UtcMs};
use supple_web::program::{self, Listed, NotLet, Shown, Wished};
use supple_words::Words;
use uuid::Uuid;

use crate::{args::PracticeAction, paper::printable, trouble::BadInput};

/// Does one of the things that can be done with programs. Whether it was done.
///
/// # Errors
/// A practice or a program that is not there, scopes that cannot be read, records that fail.
pub(crate) fn run(words: &Words, store: &Store, action: &PracticeAction) -> anyhow::Result<bool> {
    let now = UtcMs(jiff::Timestamp::now().as_millisecond());
    match action {
        PracticeAction::Token { practice, name, scope, patient, days, keys, .. } => {
            let keys = keys.as_deref().map(|file| read(words, file)).transpose()?;
            let wished =
                Wished { name, scopes: scope, patient: *patient, days: *days, by: None, keys: keys.as_deref() };
            let shown = program::let_in(store, *practice, &wished, now).map_err(|why| refused(words, &why))?;
            let (said, shown) = match shown {
                Shown::Token(token) => ("program-made", token),
                Shown::Client(client) => ("program-client-made", client),
            };
            // Alone on its line, for a script; what is said about it goes beside.
            eprintln!("{}", words.get(said, &[]));
            println!("{shown}");
            Ok(true)
        }
        PracticeAction::Programs { practice, .. } => listed(words, store, *practice, now),
        PracticeAction::Revoke { practice, program, .. } => {
            let gone = program::take_out(store, *practice, *program, None, now).map_err(|why| refused(words, &why))?;
            println!("{}", words.get(if gone { "program-out" } else { "program-gone" }, &[]));
            Ok(gone)
        }
    }
}

fn read(words: &Words, file: &Path) -> Result<String, BadInput> {
    fs::read_to_string(file).map_err(|error| {
        let args = [("file", file.display().to_string().into()), ("why", error.to_string().into())];
        BadInput(words.get("program-keys-file", &args))
    })
}

fn listed(words: &Words, store: &Store, practice: Uuid, now: UtcMs) -> anyhow::Result<bool> {
    let all = program::listed(store, practice).map_err(|why| refused(words, &why))?;
    if all.is_empty() {
        println!("{}", words.get("program-none", &[]));
    }
    for Listed { id, name, scopes, until, client, signs, .. } in all {
        let until_said = jiff::Timestamp::from_millisecond(until.0).unwrap_or_default();
        let over = if until <= now { format!("  {}", words.get("program-over", &[])) } else { String::new() };
        let signs = if signs { format!("  client_id={client}") } else { String::new() };
        println!("{id}  {until_said}  {}  {scopes}{signs}{over}", printable(&name));
    }
    Ok(true)
}

fn refused(words: &Words, why: &NotLet) -> BadInput {
    let scope = match why {
        NotLet::Scope(scope) => printable(scope),
        _ => String::new(),
    };
    let args = [("scope", scope.into()), ("most", i64::from(program::MOST_DAYS).into())];
    BadInput(words.get(why.key(), &args))
}
