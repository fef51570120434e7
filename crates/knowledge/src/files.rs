//! The files of knowledge/, from the program or from a directory.

use std::{borrow::Cow, fs, path::Path};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{Diagnostic, Errors, tables};

// What the build has packed: `VERSION`, and `FILES` in the order of their paths, each with its text and where its tables
// stand in `TABLES`.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files that screening reads, beside its folders.
const SCREENED: [&str; 7] =
    ["body.svg", "contradictions.toml", "facts.toml", "neighbours.toml", "pages.toml", "places.toml", "terms.toml"];

/// The text files of a knowledge base: path relative to knowledge/, and content. In the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Files {
    all: Vec<File>,
    /// The version, where it was worked out before.
    version: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct File {
    path: Cow<'static, str>,
    text: Cow<'static, str>,
    /// Text and tables of a file that was packed.
    packed: Option<(&'static str, &'static [u8])>,
}

impl Files {
    /// Files from memory, such as a changed copy in a test.
    #[must_use]
    pub fn new(files: Vec<(String, String)>) -> Self {
        let file = |(path, text): (String, String)| File { path: path.into(), text: text.into(), packed: None };
        Self::sorted(files.into_iter().map(file).collect())
    }

    fn sorted(mut all: Vec<File>) -> Self {
        all.sort_by(|one, other| one.path.cmp(&other.path));
        Self { all, version: None }
    }

    /// The files inside the program.
    #[must_use]
    pub fn embedded() -> Self {
        let file = |(path, text, from, to): &(&'static str, &'static str, usize, usize)| File {
            path: Cow::Borrowed(*path),
            text: Cow::Borrowed(*text),
            packed: TABLES.get(*from..*to).filter(|tables| !tables.is_empty()).map(|tables| (*text, tables)),
        };
        Self { all: FILES.iter().map(file).collect(), version: Some(VERSION) }
    }

    /// Reads a file as TOML. One that the build has packed is not parsed again.
    pub(crate) fn parse<T: DeserializeOwned>(&self, path: &str) -> Option<Result<T, tables::Error>> {
        let file = self.find(path)?;
        Some(match file.packed {
            Some((text, packed)) => tables::read(text, packed),
            None => tables::parse(&file.text),
        })
    }

    fn find(&self, path: &str) -> Option<&File> {
        // INVARIANT: they are sorted by path.
        let at = self.all.binary_search_by(|known| known.path.as_ref().cmp(path)).ok()?;
        self.all.get(at)
    }

    /// Reads every file whose path is wanted as TOML, in their order.
    pub(crate) fn parse_all<T: DeserializeOwned>(
        &self,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<(&str, Result<T, tables::Error>)> {
        let paths = self.iter().map(|(path, _)| path).filter(|path| path.ends_with(".toml") && wanted(path));
        paths.filter_map(|path| Some((path, self.parse(path)?))).collect()
    }

    /// The files of a directory.
    ///
    /// # Errors
    /// Directories and files that cannot be read, or are not UTF-8.
    pub fn read(directory: &Path) -> Result<Self, Errors> {
        let mut files = Vec::new();
        let mut errors = Errors::default();
        read_into(directory, directory, &mut files, &mut errors);
        if errors.0.is_empty() { Ok(Self::new(files)) } else { Err(errors) }
    }

    /// The files of some folders.
    #[must_use]
    pub(crate) fn only(&self, folders: &[&str]) -> Self {
        let inside = |path: &str| path.split_once('/').is_some_and(|(folder, _)| folders.contains(&folder));
        Self { all: self.all.iter().filter(|file| inside(&file.path)).cloned().collect(), version: None }
    }

    /// These files for screening, and everything that screening does not read from others; sources from both.
    #[must_use]
    pub fn with_unscreened(&self, other: &Self) -> Self {
        let screened = |path: &str| {
            let folder = path.split('/').next().unwrap_or(path);
            ["rules", "limits", "questions"].contains(&folder) || SCREENED.contains(&path)
        };
        let is_source = |path: &str| path.starts_with("sources/");
        let mut all: Vec<File> = other.all.iter().filter(|file| !screened(&file.path)).cloned().collect();
        let own = |file: &&File| screened(&file.path) || is_source(&file.path) && other.get(&file.path).is_none();
        all.extend(self.all.iter().filter(own).cloned());
        Self::sorted(all)
    }

    /// Paths and contents.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|file| (file.path.as_ref(), file.text.as_ref()))
    }

    /// The content of one file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        self.find(path).map(|file| file.text.as_ref())
    }

    /// The version: the first 16 hex digits of a SHA-256 over every path and content, with their lengths.
    #[must_use]
    pub fn version(&self) -> String {
        self.version.map_or_else(|| self.hashed(), str::to_owned)
    }

    fn hashed(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in self.iter() {
            for part in [path, text] {
                hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
                hash.update(part.as_bytes());
            }
        }
        hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

fn known(path: &str) -> bool {
    [".toml", ".svg"].iter().any(|ending| path.ends_with(ending))
}

fn read_into(root: &Path, directory: &Path, files: &mut Vec<(String, String)>, errors: &mut Errors) {
    let name = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut fail = |path: &Path, message: String| {
        errors.0.push(Diagnostic { file: name(path), line: 1, column: 1, message });
    };
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) => return fail(directory, format!("cannot read the directory: {error}")),
    };
    for entry in entries {
        match entry {
            Err(error) => fail(directory, format!("cannot read the directory: {error}")),
            Ok(entry) => {
                let path = entry.path();
                if path.is_dir() {
                    let mut inner = Errors::default();
                    read_into(root, &path, files, &mut inner);
                    for error in inner.0 {
                        fail(Path::new(&error.file), error.message);
                    }
                } else if known(&name(&path)) {
                    match fs::read(&path).map(String::from_utf8) {
                        Ok(Ok(text)) => files.push((name(&path), text)),
                        Ok(Err(_)) => fail(&path, "not UTF-8 text".to_owned()),
                        Err(error) => fail(&path, format!("cannot read the file: {error}")),
                    }
                }
            }
        }
    }
}

/// That an id and the name of its file are not the same.
pub(crate) fn misnamed(file: &str) -> String {
    let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(file);
    format!("the id is not the name of the file: expected `{stem}`, or another name for the file (an id stands once)")
}

#[cfg(test)]
mod tests {
    use super::{FILES, Files, TABLES, tables};
    use crate::{compile, embedded};
    use std::path::Path;
    use toml::Spanned;

    /// The directory that was packed.
    fn directory() -> Files {
        let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        Files::read(&knowledge).unwrap_or_else(|errors| panic!("{errors}"))
    }

    #[test]
    fn what_is_packed_is_the_directory() {
        let (packed, read) = (Files::embedded(), directory());
        assert!(packed.iter().eq(read.iter()));
        assert_eq!(packed.version(), read.version());
        assert!(packed.all.is_sorted_by(|one, other| one.path < other.path));
    }

    #[test]
    fn the_packed_tables_are_the_parsed_files_at_the_same_places() {
        let mut spans = 0;
        let later = |path: &str| path.starts_with("holidays/") || path.starts_with("licences/");
        for (path, text, from, to) in FILES.iter().filter(|(path, ..)| path.ends_with(".toml") && !later(path)) {
            let packed = &TABLES[*from..*to];
            assert!(!packed.is_empty(), "{path} was not packed");
            let (ours, theirs): (toml::Value, toml::Value) =
                (tables::read(text, packed).unwrap(), toml::from_str(text).unwrap());
            assert_eq!(ours, theirs, "{path}");
            type Places = std::collections::BTreeMap<Spanned<String>, Spanned<toml::Value>>;
            let (ours, theirs): (Places, Places) = (tables::read(text, packed).unwrap(), toml::from_str(text).unwrap());
            for ((key, value), (their_key, their_value)) in ours.iter().zip(&theirs) {
                assert_eq!((key.span(), value.span()), (their_key.span(), their_value.span()), "{path} {key:?}");
                spans += 1;
            }
        }
        assert!(spans > 5_000, "{spans} places");
    }

    #[test]
    fn the_packed_knowledge_is_the_parsed_one() {
        let (mut packed, mut parsed) = (embedded().unwrap(), compile(&directory()).unwrap());
        // What is found by an id is in no order.
        for knowledge in [&mut packed, &mut parsed] {
            for question in &knowledge.questions {
                assert!(knowledge.question_id(&question.id).is_some());
            }
            knowledge.index = supple_care::knowledge::Index::default();
        }
        let (packed, parsed) = (format!("{packed:?}"), format!("{parsed:?}"));
        let at = packed.bytes().zip(parsed.bytes()).position(|(one, other)| one != other);
        let near = at.map(|at| packed.get(at.saturating_sub(80)..at + 80));
        assert!(packed == parsed, "they part at {near:?}");
        assert!(packed.len() > 1_000_000);
    }
}
