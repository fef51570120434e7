//! What is kept of an account and of belonging to a practice, field by field. All of it is sealed.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{passkey::Passkey, secret, totp::Totp};
use crate::access::{Lets, Role};

/// Most browsers that are remembered; the one that is known longest makes room.
const BROWSERS: usize = 8;

/// How somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Account {
    /// The name that is typed, in its folded form.
    pub(crate) login: String,
    pub(crate) password: secret::Password,
    /// The second factor, once it was set up.
    pub(crate) second: Option<Totp>,
    /// Marks of the recovery codes that were not used yet.
    pub(crate) recovery: Vec<String>,
    /// Marks of browsers that have signed in with both factors.
    pub(crate) browsers: Vec<String>,
    /// Practices that they belong to or did; whether they still do, the practice says.
    pub(crate) practices: BTreeSet<Uuid>,
    /// Whether they may make practices.
    pub(crate) founder: bool,
    /// Up to which note they have read who looked at what is theirs.
    pub(crate) looks_read: u64,
    /// What they can sign in with in place of password and code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) passkeys: Vec<Passkey>,
}

impl Account {
    pub(crate) const fn new(login: String, password: secret::Password, founder: bool) -> Self {
        Self {
            login,
            password,
            second: None,
            recovery: Vec::new(),
            browsers: Vec::new(),
            practices: BTreeSet::new(),
            founder,
            looks_read: 0,
            passkeys: Vec::new(),
        }
    }

    /// Whether a password alone is not enough.
    pub(crate) const fn has_second(&self) -> bool {
        self.second.is_some() || !self.passkeys.is_empty()
    }

    /// Takes a code of the second factor, or a recovery code; both count once.
    pub(crate) fn take_code(&mut self, typed: &str, now_ms: i64) -> bool {
        if let Some(after) = self.second.as_ref().and_then(|second| second.take(typed, now_ms)) {
            self.second = Some(after);
            return true;
        }
        let mark = secret::mark(&secret::typed(typed));
        let before = self.recovery.len();
        self.recovery.retain(|kept| !secret::same(kept, &mark));
        self.recovery.len() < before
    }

    /// Remembers a browser.
    pub(crate) fn know(&mut self, token: &str) {
        self.browsers.push(secret::mark(token));
        let surplus = self.browsers.len().saturating_sub(BROWSERS);
        self.browsers.drain(..surplus);
    }

    /// Whether a browser has signed in before.
    pub(crate) fn knows(&self, token: &str) -> bool {
        let mark = secret::mark(token);
        self.browsers.iter().any(|kept| secret::same(kept, &mark))
    }
}

/// A login as it is compared: without spaces around it, in small letters.
pub(crate) fn folded(login: &str) -> String {
    login.trim().to_lowercase()
}

/// Somebody who belongs to a practice, or is invited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Membership {
    /// The name under which the practice knows them.
    pub(crate) name: String,
    pub(crate) roles: BTreeSet<Role>,
    /// Which of its therapists they are.
    pub(crate) therapist: Option<Uuid>,
    /// The mark of the invitation, until it is taken.
    pub(crate) invited: Option<String>,
    /// What they let programs of the practice do with their record; nothing where they let them do nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lets: Option<Agreed>,
}

/// That somebody lets the programs of a practice read their record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agreed {
    /// Since when, in milliseconds since 1970 UTC.
    pub(crate) since_ms: i64,
    /// Whether they may add to it as well.
    pub(crate) add: bool,
}

impl Membership {
    /// What the policy is told of it.
    pub(crate) fn lets(&self) -> Lets {
        match &self.lets {
            None => Lets::Nothing,
            Some(Agreed { add: false, .. }) => Lets::Read,
            Some(Agreed { add: true, .. }) => Lets::Add,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account::new("ada".to_owned(), secret::Password::new("quiet hands on backs").unwrap(), false)
    }

    #[test]
    fn a_recovery_code_counts_once() {
        let mut account = account();
        let code = secret::recovery().unwrap();
        account.recovery = vec![secret::mark(&secret::typed(&code)), secret::mark("other")];
        assert!(account.take_code(&code.to_uppercase(), 0));
        assert!(!account.take_code(&code, 0) && account.recovery.len() == 1);
        assert!(!account.take_code("", 0));
    }

    #[test]
    fn browsers_are_known_by_their_mark_and_few() {
        let mut account = account();
        (0..12).for_each(|number| account.know(&number.to_string()));
        assert!(account.knows("11") && !account.knows("0") && account.browsers.len() == BROWSERS);
        assert!(!account.knows("none"));
    }
}
