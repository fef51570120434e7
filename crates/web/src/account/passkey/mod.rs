//! Passkeys (WebAuthn, level 2): what is kept of one, and what one has to show.
//!
//! Nothing is asked of whoever made the thing that holds it: an attestation says nothing that is decided upon here, so its statement is
//! not read. Every use has to show that the person was there and was recognised by the thing (a finger, a face, a PIN): so a passkey
//! is two factors at once.

mod data;
mod key;
#[cfg(test)]
#[path = "../../../tests/web/access/authenticator.rs"]
mod made;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use supple_store::UtcMs;

use crate::access::Mode;
use data::{Authenticator, Client};
pub(crate) use key::{ALGORITHMS, PublicKey};

/// Most passkeys of one account.
pub(crate) const MOST: usize = 20;
/// Longest name of one, in letters.
pub(crate) const NAME_MAX_CHARS: usize = 60;
/// How long a challenge may be answered, in milliseconds: the longest that WebAuthn recommends for recognising somebody.
pub(crate) const CHALLENGE_MS: i64 = 10 * 60 * 1000;
/// Most challenges that one visit has open: one for each tab.
const CHALLENGES: usize = 4;
/// Longest id of a passkey, in bytes (WebAuthn, 4, credential id).
const ID_MAX: usize = 1023;
/// Longest text or object that a browser sends of a passkey, in bytes of base64: what is sent is a few hundred.
const SENT_MAX: usize = 16 * 1024;

/// What is kept of a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Passkey {
    /// Its id, in base64.
    pub(crate) id: String,
    /// What its owner calls it.
    pub(crate) name: String,
    key: PublicKey,
    /// How often it was used, as it counts itself; 0 where it does not count.
    count: u32,
    /// Whether it lies with whoever keeps it for its owner, so that it outlives the thing.
    pub(crate) synced: bool,
    /// When it was added, in milliseconds since 1970 UTC.
    pub(crate) added_ms: i64,
    /// When it was used last.
    pub(crate) used_ms: Option<i64>,
    /// Whether it has counted backwards: there may be two of it, and it opens nothing any more.
    pub(crate) doubled: bool,
}

/// For whom passkeys are made here, and on which pages they are used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    /// The name that a passkey is bound to.
    pub(crate) id: String,
    origins: Vec<String>,
}

impl Party {
    /// The party of a place that people sign in to: its configured name, whatever a request says. Nothing where it has none that
    /// a passkey can be bound to: a number on the network is no name.
    pub(crate) fn of(mode: &Mode) -> Option<Self> {
        let host = mode.host()?;
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        // A number of the older kind ends with a digit, one of the newer kind stands in brackets.
        let numbered = name.starts_with('[') || name.ends_with(|last: char| last.is_ascii_digit());
        if numbered || name.is_empty() {
            return None;
        }
        let at = |scheme: &str, usual: &str| match port.filter(|port| *port != usual) {
            Some(port) => format!("{scheme}://{name}:{port}"),
            None => format!("{scheme}://{name}"),
        };
        let mut origins = vec![at("https", "443")];
        // This computer alone is safe without encryption (W3C Secure Contexts, 3.1).
        if name == "localhost" {
            origins.push(at("http", "80"));
        }
        Some(Self { id: name.to_owned(), origins })
    }
}

/// What a passkey is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    /// Signing in.
    SignIn,
    /// A new one of whoever is signed in.
    Adding,
}

/// What was asked of a passkey in a visit: random, once, and not for long.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    bytes: [u8; 32],
    what: For,
    until: UtcMs,
}

/// The challenges that are open in a visit.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Challenges(Vec<Challenge>);

impl Challenges {
    /// A fresh one, in base64; nothing when the system gives no randomness.
    pub(crate) fn ask(&mut self, what: For, now: UtcMs) -> Option<String> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).ok()?;
        self.0.push(Challenge { bytes, what, until: UtcMs(now.0.saturating_add(CHALLENGE_MS)) });
        let surplus = self.0.len().saturating_sub(CHALLENGES);
        self.0.drain(..surplus);
        Some(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Whether this was asked and is still open; it is not afterwards.
    fn answered(&mut self, bytes: &[u8], what: For, now: UtcMs) -> bool {
        let Some(at) = self.0.iter().position(|open| open.bytes.as_slice() == bytes) else { return false };
        let open = self.0.remove(at);
        open.what == what && now <= open.until
    }
}

/// Why a passkey was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAccepted {
    /// What was sent cannot be read.
    Unread,
    /// It was not asked, was answered before, or too late.
    Late,
    /// It is for another place, or comes from a page of another.
    Elsewhere,
    /// Nobody was there, or was recognised.
    Nobody,
    /// Another key signed.
    Forged,
    /// It counts backwards.
    Doubled,
}

/// What a browser sends when one is made.
pub(crate) struct Made<'a> {
    pub(crate) client: &'a str,
    pub(crate) object: &'a str,
}

/// What a browser sends when one is used.
pub(crate) struct Used<'a> {
    pub(crate) client: &'a str,
    pub(crate) data: &'a str,
    pub(crate) signature: &'a str,
}

/// What is sent in base64, if it may be so long.
pub(crate) fn sent(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() > SENT_MAX {
        return None;
    }
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Whether what a browser says was asked here, now, and on one of our pages. What was asked is not open any more.
fn asked(party: &Party, open: &mut Challenges, client: &[u8], what: For, now: UtcMs) -> Result<(), NotAccepted> {
    let client = Client::read(client).ok_or(NotAccepted::Unread)?;
    let challenge = URL_SAFE_NO_PAD.decode(&client.challenge).map_err(|_| NotAccepted::Unread)?;
    if !open.answered(&challenge, what, now) {
        return Err(NotAccepted::Late);
    }
    let kind = match what {
        For::SignIn => "webauthn.get",
        For::Adding => "webauthn.create",
    };
    let ours = client.kind == kind && !client.cross_origin && party.origins.contains(&client.origin);
    if ours { Ok(()) } else { Err(NotAccepted::Elsewhere) }
}

/// Whether the thing says that it is for us, and that the person was there and was recognised.
fn present(party: &Party, data: &Authenticator<'_>) -> Result<(), NotAccepted> {
    if !data.is_for(&party.id) {
        return Err(NotAccepted::Elsewhere);
    }
    if data.was_present() && data.was_recognised() { Ok(()) } else { Err(NotAccepted::Nobody) }
}

impl Passkey {
    /// The passkey that was just made.
    ///
    /// # Errors
    /// Why it is not taken.
    pub(crate) fn made(
        party: &Party,
        open: &mut Challenges,
        made: &Made<'_>,
        name: String,
        now: UtcMs,
    ) -> Result<Self, NotAccepted> {
        let client = sent(made.client).ok_or(NotAccepted::Unread)?;
        asked(party, open, &client, For::Adding, now)?;
        let object = sent(made.object).ok_or(NotAccepted::Unread)?;
        let data = data::attested(&object).ok_or(NotAccepted::Unread)?;
        let data = Authenticator::read(data).ok_or(NotAccepted::Unread)?;
        present(party, &data)?;
        let (id, key) = data.made.as_ref().ok_or(NotAccepted::Unread)?;
        Ok(Self {
            id: URL_SAFE_NO_PAD.encode(id),
            name,
            key: key.clone(),
            count: data.count,
            synced: data.is_synced(),
            added_ms: now.0,
            used_ms: None,
            doubled: false,
        })
    }

    /// Takes what it shows to sign in. One that counts backwards is marked: that is to be kept too.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub(crate) fn take(
        &mut self,
        party: &Party,
        open: &mut Challenges,
        used: &Used<'_>,
        now: UtcMs,
    ) -> Result<(), NotAccepted> {
        let client = sent(used.client).ok_or(NotAccepted::Unread)?;
        asked(party, open, &client, For::SignIn, now)?;
        let (bytes, signature) = sent(used.data).zip(sent(used.signature)).ok_or(NotAccepted::Unread)?;
        let data = Authenticator::read(&bytes).ok_or(NotAccepted::Unread)?;
        present(party, &data)?;
        if !self.key.signed(&data::signed(&bytes, &client), &signature) {
            return Err(NotAccepted::Forged);
        }
        // Two things with the same key count each for itself (WebAuthn, 6.1.1); one that never counts says 0.
        if self.doubled || ((data.count > 0 || self.count > 0) && data.count <= self.count) {
            self.doubled = true;
            return Err(NotAccepted::Doubled);
        }
        (self.count, self.used_ms, self.synced) = (data.count, Some(now.0), data.is_synced());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
