//! What is known about a person before the record is unlocked: the name, and how to reach them.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::crypto::{self, CryptoError};
use crate::key::Keys;
use crate::{PersonId, UtcMs};

/// Most bytes of a name, a mail address or a telephone number.
const MAX_BYTES: usize = 1000;
/// Profiles are filled up to a multiple of this many bytes, so that their length does not tell the name's.
const PADDING: usize = 128;

/// The content of the sealed profile.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) name: String,
    pub(crate) created_at: UtcMs,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
}

impl Profile {
    pub(crate) fn seal(&self, keys: &Keys, person: PersonId) -> Result<Vec<u8>, CryptoError> {
        #[expect(clippy::expect_used, reason = "texts and a number under string keys can always be written as JSON")]
        let mut text = Zeroizing::new(serde_json::to_vec(self).expect("a profile is plain json"));
        // Spaces after the closing brace mean nothing to JSON.
        let length = text.len().next_multiple_of(PADDING);
        text.resize(length, b' ');
        crypto::seal(&keys.profile, &aad(person), &text)
    }

    pub(crate) fn open(keys: &Keys, person: PersonId, sealed: &[u8]) -> Option<Self> {
        let text = crypto::open(&keys.profile, &aad(person), sealed).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

fn aad(person: PersonId) -> Vec<u8> {
    [b"supple/profile/1".as_slice(), person.bytes()].concat()
}

/// Whether the text can be a name, a mail address or a telephone number.
pub(crate) fn is_text(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= MAX_BYTES
}
