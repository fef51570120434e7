//! `supple code`: takes the code that a phone showed into a record.

use supple_care::Knowledge;
use supple_store::Store;
use supple_web::{NoCode, Taken, take_code};
use supple_words::Words;

use crate::{
    args::Code,
    home,
    paper::printable,
    record::{Somebody, everybody, somebody},
    trouble::BadInput,
};

/// Takes a code into the record that its session belongs to, once. Without `--person` every record is looked into; a PIN is
/// asked for where there is one.
///
/// # Errors
/// A code that is none, or belongs to no session here; a record that does not open.
pub(crate) fn run(words: &Words, knowledge: &Knowledge, store: &Store, given: &Code) -> anyhow::Result<()> {
    let text = given.code.join(" ");
    let people = match &given.person {
        Some(person) => vec![somebody(words, store, person)?],
        None => everybody(words, store)?,
    };
    for who in &people {
        if let Some(taken) = into(words, knowledge, store, who, &text)? {
            let sentence = if taken == Taken::Now { "code-taken" } else { "code-known" };
            println!("{}", words.get(sentence, &[("name", printable(&who.name).into())]));
            return Ok(());
        }
    }
    Err(BadInput(words.get("code-nowhere", &[])).into())
}

/// Takes it into one record; nothing where no session of it has this code.
fn into(
    words: &Words,
    knowledge: &Knowledge,
    store: &Store,
    who: &Somebody,
    text: &str,
) -> Result<Option<Taken>, BadInput> {
    let key = home::unlock(words, store, who.id)?;
    match take_code(knowledge, store, &key, &jiff::Zoned::now(), text) {
        Ok(Taken::Elsewhere) => Ok(None),
        Ok(taken) => Ok(Some(taken)),
        Err(NoCode::Wrong(sentence)) => Err(BadInput(words.get(sentence, &[]))),
        Err(NoCode::Record) => Err(BadInput(words.get("code-record", &[("name", printable(&who.name).into())]))),
    }
}
