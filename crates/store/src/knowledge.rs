//! The versions of the knowledge that decisions were made with. They belong to nobody and stand in clear.

use crate::{Store, StoreError};

impl Store {
    /// Keeps what a version of the knowledge says. What is kept once is never replaced.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_knowledge(&self, version: &str, packed: Vec<u8>) -> Result<(), StoreError> {
        let version = version.to_owned();
        self.engines.first().write_one(move |tables| tables.keep_knowledge(&version, &packed))
    }

    /// Keeps what a version of the knowledge says in the place of what is there: for a caller who has found that it is
    /// not what the version names.
    ///
    /// # Errors
    /// When the database fails.
    pub fn mend_knowledge(&self, version: &str, packed: Vec<u8>) -> Result<(), StoreError> {
        let version = version.to_owned();
        self.engines.first().write(move |tables| {
            tables.drop_knowledge(&version)?;
            tables.keep_knowledge(&version, &packed)
        })
    }

    /// What a version of the knowledge says, as it was kept. The reader has to check it against the version: it is not
    /// sealed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn knowledge(&self, version: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.engines.first().read(|tables| tables.knowledge(version))
    }

    /// The versions that are kept, in the order of their text.
    ///
    /// # Errors
    /// When the database fails.
    pub fn knowledge_versions(&self) -> Result<Vec<String>, StoreError> {
        self.engines.first().read(|tables| tables.knowledge_versions())
    }
}
