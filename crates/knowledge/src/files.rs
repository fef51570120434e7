//! The files of knowledge/, from the program or from a directory.

use std::{fs, path::Path};

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::{Diagnostic, Errors};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../knowledge");

/// The files that screening reads, beside its folders.
const SCREENED: [&str; 7] =
    ["body.svg", "contradictions.toml", "facts.toml", "neighbours.toml", "pages.toml", "places.toml", "terms.toml"];

/// The text files of a knowledge base: path relative to knowledge/, and content. In the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<(String, String)>);

impl Files {
    /// Files from memory, such as a changed copy in a test.
    #[must_use]
    pub fn new(mut files: Vec<(String, String)>) -> Self {
        files.sort();
        Self(files)
    }

    /// The files inside the program.
    #[must_use]
    pub fn embedded() -> Self {
        fn walk(dir: &Dir<'_>, files: &mut Vec<(String, String)>) {
            for file in dir.files() {
                if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8())
                    && known(path)
                {
                    files.push((path.replace('\\', "/"), text.to_owned()));
                }
            }
            for inner in dir.dirs() {
                walk(inner, files);
            }
        }
        let mut files = Vec::new();
        walk(&EMBEDDED, &mut files);
        Self::new(files)
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
        Self(self.0.iter().filter(|(path, _)| inside(path)).cloned().collect())
    }

    /// These files for screening, and everything that screening does not read from others; sources from both.
    #[must_use]
    pub fn with_unscreened(&self, other: &Self) -> Self {
        let screened = |path: &str| {
            let folder = path.split('/').next().unwrap_or(path);
            ["rules", "limits", "questions"].contains(&folder) || SCREENED.contains(&path)
        };
        let is_source = |path: &str| path.starts_with("sources/");
        let mut files: Vec<(String, String)> = other.0.iter().filter(|(path, _)| !screened(path)).cloned().collect();
        files.extend(
            self.0.iter().filter(|(path, _)| screened(path) || is_source(path) && other.get(path).is_none()).cloned(),
        );
        Self::new(files)
    }

    /// Paths and contents.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The content of one file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        // INVARIANT: `new` has sorted them by path.
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        self.0.get(at).map(|(_, text)| text.as_str())
    }

    /// The version: the first 16 hex digits of a SHA-256 over every path and content, with their lengths.
    #[must_use]
    pub fn version(&self) -> String {
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
