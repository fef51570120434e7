//! What people can read up on: the articles' claims, guidelines, benefits, checklists.
//!
//! No decision needs them, so a start does not read them: [`Library`] parses them when the first page or command asks. They
//! are hashed into the version of the knowledge like every file.

mod check;
mod raw;
mod read;
mod visit;

use std::sync::OnceLock;

use supple_care::{Knowledge, claim::Claims, coded::Codes};
use supple_practice::{holiday::Region, licence::Jurisdiction};

use crate::{Errors, Files, codes, holidays, licences};

/// The folders that are read here, and by nobody else.
pub(crate) const FOLDERS: [&str; 8] = [
    "claims",
    "articles",
    "benefits",
    "guidelines",
    "checklists",
    crate::licences::FOLDER,
    crate::holidays::FOLDER,
    crate::codes::FOLDER,
];

/// Reads what people can read up on, and checks every sentence and every reference of it.
///
/// # Errors
/// Every mistake, each with file, line, column and what was expected.
pub fn claims(files: &Files, knowledge: &Knowledge) -> Result<Claims, Errors> {
    read(files, knowledge, true)
}

fn read(files: &Files, knowledge: &Knowledge, sentences: bool) -> Result<Claims, Errors> {
    let mut shelf = read::Shelf::new(files, knowledge);
    let claims = shelf.all();
    check::references(&mut shelf, &claims);
    if sentences {
        check::sentences(&mut shelf, &claims);
    }
    if shelf.errors.0.is_empty() { Ok(claims) } else { Err(shelf.errors) }
}

/// What people can read up on, parsed when it is asked for the first time.
#[derive(Debug, Default)]
pub struct Library {
    /// The texts of a directory as they were when the knowledge was read; nothing for those inside the program.
    files: Option<Files>,
    claims: OnceLock<Result<Claims, Errors>>,
    places: OnceLock<Result<Vec<Jurisdiction>, Errors>>,
    holidays: OnceLock<Result<Vec<Region>, Errors>>,
    codes: OnceLock<Result<Codes, Errors>>,
}

impl Library {
    /// What stands inside the program. Its sentences were checked by a test when it was built.
    #[must_use]
    pub fn embedded() -> Self {
        Self::default()
    }

    /// What stood in these files, from which the knowledge was compiled as well.
    #[must_use]
    pub fn of(files: &Files) -> Self {
        Self { files: Some(files.only(&FOLDERS)), ..Self::default() }
    }

    /// The claims and what belongs to them, beside the knowledge of the same files.
    ///
    /// # Errors
    /// Every mistake in the files, where they have changed since the knowledge was compiled. A test keeps this from
    /// happening with those inside the program.
    pub fn claims(&self, knowledge: &Knowledge) -> Result<&Claims, &Errors> {
        let parse = || match &self.files {
            Some(files) => read(files, knowledge, false),
            None => read(&Files::embedded().only(&FOLDERS), knowledge, false),
        };
        self.claims.get_or_init(parse).as_ref()
    }

    /// What places ask of somebody who gives massages.
    ///
    /// # Errors
    /// As for [`Library::claims`].
    pub fn places(&self) -> Result<&[Jurisdiction], &Errors> {
        let parse = || match &self.files {
            Some(files) => licences(files),
            None => licences(&Files::embedded()),
        };
        self.places.get_or_init(parse).as_ref().map(Vec::as_slice)
    }

    /// The public holidays of regions.
    ///
    /// # Errors
    /// As for [`Library::claims`].
    pub fn holidays(&self) -> Result<&[Region], &Errors> {
        let parse = || match &self.files {
            Some(files) => holidays(files),
            None => holidays(&Files::embedded()),
        };
        self.holidays.get_or_init(parse).as_ref().map(Vec::as_slice)
    }

    /// What codes of a clinical record propose, beside the knowledge of the same files.
    ///
    /// # Errors
    /// As for [`Library::claims`].
    pub fn codes(&self, knowledge: &Knowledge) -> Result<&Codes, &Errors> {
        let parse = || match &self.files {
            Some(files) => codes(files, knowledge),
            None => codes(&Files::embedded(), knowledge),
        };
        self.codes.get_or_init(parse).as_ref()
    }
}
