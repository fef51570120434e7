//! The pages that reviewers read: one for each rule and limit, their index, and the traceability table.
//!
//! They are generated from knowledge/, in its order, so the same knowledge gives the same bytes. Like everything in docs/
//! they are English and for people who review; what a person with a sore back reads comes from the language files.

mod condition;
mod index;
mod page;
pub mod traceability;

use std::{collections::BTreeSet, fs, io, path::Path};

use supple_care::{Disposition, Knowledge, RuleId, rule::Effect};

/// The command that renews the pages.
pub const COMMAND: &str = "cargo run -- knowledge docs --knowledge knowledge";

/// Where the pages of the rules stand in the repository.
pub const RULES: &str = "docs/rules";

/// The pages of all rules, limits and stop signs, and `README.md`, their index: file name and Markdown.
#[must_use]
pub fn pages(knowledge: &Knowledge) -> Vec<(String, String)> {
    let mut pages = vec![("README.md".to_owned(), index::page(knowledge))];
    for (rule, index) in knowledge.rules.iter().zip(0u16..) {
        pages.push((format!("{}.md", rule.id), page::rule(knowledge, rule, RuleId(index))));
    }
    for limit in &knowledge.limits {
        pages.push((format!("{}.md", limit.id), page::limit(knowledge, limit)));
    }
    let stops: BTreeSet<&str> = knowledge.watches.iter().map(|watch| watch.id.as_str()).collect();
    for stop in stops {
        pages.push((format!("{stop}.md"), page::stop(knowledge, stop)));
    }
    pages
}

/// The traceability table of a repository, made from its data and from the files that it names.
///
/// # Errors
/// Every point of the table that leads nowhere.
pub fn traceability(knowledge: &Knowledge, root: &Path) -> Result<String, Vec<String>> {
    let read = |file: &str| fs::read_to_string(root.join(file)).ok();
    let data = read(traceability::DATA).ok_or_else(|| vec![format!("cannot read `{}`", traceability::DATA)])?;
    let table = traceability::parse(&data).map_err(|error| vec![error])?;
    let questions: Vec<String> =
        knowledge.pages.iter().map(|page| format!("knowledge/questions/{}.toml", page.id)).collect();
    traceability::page(&table, &questions, &read)
}

/// Writes the pages into docs/rules of a repository and removes those of rules that are gone; writes the traceability
/// table too. Gives the number of pages.
///
/// # Errors
/// Directories and files that cannot be written, and a traceability table with a point that leads nowhere.
pub fn write(knowledge: &Knowledge, root: &Path) -> io::Result<usize> {
    let folder = root.join(RULES);
    fs::create_dir_all(&folder)?;
    let pages = pages(knowledge);
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let kept = pages.iter().any(|(name, _)| path.file_name().is_some_and(|file| file == name.as_str()));
        if !kept && path.extension().is_some_and(|ending| ending == "md") {
            fs::remove_file(path)?;
        }
    }
    for (name, text) in &pages {
        fs::write(folder.join(name), text)?;
    }
    let table = traceability(knowledge, root).map_err(|wrong| io::Error::other(wrong.join("\n")))?;
    fs::write(root.join(traceability::PAGE), table)?;
    Ok(pages.len() + 1)
}

/// An effect in words.
fn effect_words(effect: Effect) -> &'static str {
    match effect {
        Effect::Advice => "advice",
        Effect::Crisis => "crisis page",
        Effect::Disposition(disposition) => disposition_words(disposition),
    }
}

/// A disposition in words.
fn disposition_words(disposition: Disposition) -> &'static str {
    match disposition {
        Disposition::Clear => "clear",
        Disposition::Modified => "modified",
        Disposition::MedicalFirst => "medical first",
        Disposition::Urgent => "urgent",
        Disposition::Emergency => "emergency",
    }
}
