//! Computing the decisions of a record again.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use supple_care::Knowledge;
use supple_knowledge::{Files, compile};
use supple_record::Again;
use supple_store::Store;
use supple_words::Words;

use super::{Somebody, unreadable};
use crate::{
    base,
    home::{self, moment},
    paper::printable,
};

/// Keeps what the knowledge of today says beside the records, so that the decisions made with it can be computed again
/// when there is another one.
///
/// # Errors
/// When it cannot be packed or kept.
pub(crate) fn keep(store: &Store, files: &Files) -> anyhow::Result<()> {
    let version = files.version();
    match store.knowledge(&version)? {
        None => store.keep_knowledge(&version, files.pack()?)?,
        Some(kept) if Files::unpack(&kept, &version).is_err() => store.mend_knowledge(&version, files.pack()?)?,
        Some(_) => {}
    }
    Ok(())
}

/// What is wrong with the knowledge that is kept for old decisions: versions that are not what their name says, and
/// versions that decisions name and that are not there. Records that open only with a PIN are not looked into.
///
/// # Errors
/// Records that cannot be read.
pub(super) fn wrong(words: &Words, store: &Store) -> anyhow::Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::from([Files::embedded().version()]);
    for version in store.knowledge_versions()? {
        let kept = store.knowledge(&version)?;
        if kept.is_none_or(|kept| Files::unpack(&kept, &version).is_err()) {
            lines.push(words.get("verify-knowledge", &[("version", printable(&version).into())]));
        }
        known.insert(version);
    }
    let mut missing = BTreeSet::new();
    for line in store.people()? {
        // One that does not open is named already, or has a PIN.
        let Ok(key) = store.unlock(line.id, None, home::now()) else { continue };
        let Ok(events) = store.events(&key) else { continue };
        missing.extend(supple_record::knowledge_named(&events).into_iter().filter(|version| !known.contains(version)));
    }
    let missing =
        missing.iter().map(|version| words.get("verify-knowledge-missing", &[("version", printable(version).into())]));
    lines.extend(missing);
    Ok(lines)
}

/// Computes every decision again and says which came out the same. Whether all did.
pub(super) fn replay(words: &Words, store: &Store, today: Option<&Path>, who: &Somebody) -> anyhow::Result<bool> {
    let key = home::unlock(words, store, who.id)?;
    let events = store.events(&key).map_err(|error| unreadable(words, &error))?;
    let now = base::read(words, today)?;
    let mut now = Some(now);
    let replayed = supple_record::replay(&events, |version| {
        now.take_if(|now| now.version == version).map(Arc::new).or_else(|| of_then(store, version))
    });
    let mut all = true;
    for one in &replayed {
        let seq = i64::try_from(one.seq).unwrap_or(i64::MAX);
        let args =
            [("seq", seq.into()), ("when", moment(one.at).into()), ("version", printable(&one.knowledge).into())];
        let sentence = match &one.again {
            Again::Same => "replay-same",
            Again::Differs { .. } => "replay-differs",
            Again::NoKnowledge => "replay-no-knowledge",
            Again::Unreadable => "replay-unreadable",
        };
        println!("{}", words.get(sentence, &args));
        if let Again::Differs { recorded, computed } = &one.again {
            println!("  - {recorded}\n  + {computed}");
        }
        all &= one.again == Again::Same;
    }
    let count = i64::try_from(replayed.len()).unwrap_or(i64::MAX);
    let sentence = if all { "replay-all-same" } else { "replay-not-all" };
    println!("{}", words.get(sentence, &[("count", count.into())]));
    Ok(all)
}

/// The knowledge of a version that is kept beside the records, if this program can still read it.
fn of_then(store: &Store, version: &str) -> Option<Arc<Knowledge>> {
    let packed = store.knowledge(version).ok()??;
    compile(&Files::unpack(&packed, version).ok()?).ok().map(Arc::new)
}
