//! The knowledge that decisions were made with, taken along with the records: so that they can be computed again elsewhere.

use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use supple_knowledge::Files;
use supple_store::{Portable, Store, StoreError};

use crate::record;

/// Versions of the knowledge, packed, in base64.
type Packed = BTreeMap<String, String>;

/// The versions that the decisions of these records name, as far as they are kept here unharmed.
///
/// # Errors
/// When the database fails.
pub fn knowledge_for<'a>(store: &Store, records: impl IntoIterator<Item = &'a Portable>) -> Result<Packed, StoreError> {
    let mut all = Packed::new();
    for record in records {
        for version in record::knowledge_named_along(record) {
            if all.contains_key(&version) {
                continue;
            }
            let kept = store.knowledge(&version)?.filter(|kept| Files::unpack(kept, &version).is_ok());
            if let Some(packed) = kept.or_else(|| own(&version)) {
                all.insert(version, STANDARD.encode(packed));
            }
        }
    }
    Ok(all)
}

/// The knowledge of this program, where it is that version: records that were never served do not keep it.
fn own(version: &str) -> Option<Vec<u8>> {
    let files = Files::embedded();
    (files.version() == version).then(|| files.pack().ok()).flatten()
}

/// Versions that came along, each checked against its name.
pub struct Arrived(Vec<(String, Vec<u8>)>);

impl Arrived {
    /// Reads what came along.
    ///
    /// # Errors
    /// With the first version that is not what its name says.
    pub fn read(packed: &Packed) -> Result<Self, String> {
        let read = |(version, text): (&String, &String)| {
            let packed = STANDARD.decode(text).ok().filter(|packed| Files::unpack(packed, version).is_ok());
            packed.map(|packed| (version.clone(), packed)).ok_or_else(|| version.clone())
        };
        packed.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Keeps them; one that is kept here already stays as it is, unless it is damaged.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep(self, store: &Store) -> Result<(), StoreError> {
        for (version, packed) in self.0 {
            match store.knowledge(&version)? {
                None => store.keep_knowledge(&version, packed)?,
                Some(kept) if Files::unpack(&kept, &version).is_err() => store.mend_knowledge(&version, packed)?,
                Some(_) => {}
            }
        }
        Ok(())
    }
}
