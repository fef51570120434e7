//! What a visit knows of somebody who signed in.

use std::collections::BTreeSet;

use supple_store::{PersonId, UtcMs};
use uuid::Uuid;

use crate::account::{secret, totp::Totp};

/// Most letters of a browser's own description that are kept.
const BROWSER: usize = 120;

/// Somebody signed in.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) person: PersonId,
    /// Whether with a second factor.
    pub(crate) strong: bool,
    pub(crate) since: UtcMs,
    /// How the browser describes itself.
    pub(crate) browser: String,
    /// Names the visit on the page of one's own sessions. It opens nothing.
    pub(crate) id: String,
    /// A second factor that is being set up.
    pub(crate) fresh: Option<Totp>,
    /// The name of a passkey that is being added, since the password was typed for it.
    pub(crate) passkey: Option<String>,
    /// What was looked at in this visit and is noted: of which session, in which version, what.
    pub(crate) seen: BTreeSet<(Uuid, u32, String)>,
}

impl Signed {
    /// Somebody who signs in now; nothing when the system gives no randomness.
    pub(crate) fn new(person: PersonId, strong: bool, browser: &str, now: UtcMs) -> Option<Self> {
        let (id, browser) = (secret::token()?, browser.chars().take(BROWSER).collect());
        Some(Self { person, strong, since: now, browser, id, fresh: None, passkey: None, seen: BTreeSet::new() })
    }
}

/// The password was right; the code of the second factor is asked for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) person: PersonId,
    /// Until when the code may come.
    pub(crate) until: UtcMs,
}

/// One of somebody's own sessions.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) browser: String,
    pub(crate) since: UtcMs,
    pub(crate) used: UtcMs,
    token: String,
}

impl Session {
    pub(super) fn of(token: &str, signed: &Signed, used: UtcMs) -> Self {
        let Signed { id, browser, since, .. } = signed.clone();
        Self { id, browser, since, used, token: token.to_owned() }
    }

    /// Whether it is the one of this token.
    pub(crate) fn is(&self, token: &str) -> bool {
        self.token == token
    }
}
