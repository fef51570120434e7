//! Who is at the screen: a random token in a cookie, and what it stands for, in memory only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use supple_store::{PersonId, PersonKey, UtcMs};

/// Most visits at once; the one that was idle longest makes room. A household needs a handful.
const MOST: usize = 512;
/// A visit ends after this long without a request: half a day, in milliseconds.
const IDLE_MS: i64 = 12 * 60 * 60 * 1000;

/// The cookie's name.
pub(crate) const COOKIE: &str = "supple";

/// Somebody answers for somebody else.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    pub(crate) name: String,
    pub(crate) relation: String,
}

/// What a token stands for.
#[derive(Clone)]
pub(crate) struct Visit {
    /// Travels in every form and comes back with it.
    pub(crate) csrf: String,
    /// The unlocked record, once a person was chosen.
    pub(crate) open: Option<Open>,
    /// The country that was chosen before a record was opened.
    pub(crate) country: Option<String>,
    used: UtcMs,
}

impl Visit {
    fn holds(&self, person: PersonId) -> bool {
        self.open.as_ref().is_some_and(|open| open.key.person() == person)
    }
}

/// An unlocked record.
#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) key: PersonKey,
    pub(crate) name: String,
    pub(crate) proxy: Option<Proxy>,
}

impl Open {
    /// Every name and relation that was typed for it.
    pub(crate) fn names(&self) -> Vec<&str> {
        let proxy = self.proxy.iter().flat_map(|proxy| [proxy.name.as_str(), proxy.relation.as_str()]);
        std::iter::once(self.name.as_str()).chain(proxy).collect()
    }
}

/// All visits.
#[derive(Default)]
pub(crate) struct Visits(Mutex<HashMap<String, Visit>>);

impl Visits {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Visit>) -> T) -> T {
        // A panic elsewhere leaves the map whole: each change is one insertion or removal.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The visit of a token, unless it has ended.
    pub(crate) fn find(&self, token: &str, now: UtcMs) -> Option<Visit> {
        self.with(|visits| {
            if visits.get(token).is_some_and(|visit| now.0.saturating_sub(visit.used.0) > IDLE_MS) {
                visits.remove(token);
            }
            let visit = visits.get_mut(token)?;
            visit.used = now;
            Some(visit.clone())
        })
    }

    /// Begins a visit, and gives its token.
    pub(crate) fn begin(&self, now: UtcMs) -> Option<(String, Visit)> {
        let (token, csrf) = (random()?, random()?);
        let visit = Visit { csrf, open: None, country: None, used: now };
        self.with(|visits| {
            if visits.len() >= MOST
                && let Some(oldest) = visits.iter().min_by_key(|(_, visit)| visit.used).map(|(token, _)| token.clone())
            {
                visits.remove(&oldest);
            }
            visits.insert(token.clone(), visit.clone());
        });
        Some((token, visit))
    }

    /// Replaces a visit by one with a new token, so that a token known from before opens nothing.
    pub(crate) fn renew(&self, old: &str, open: Option<Open>, now: UtcMs) -> Option<(String, Visit)> {
        let country = self.with(|visits| visits.remove(old)).and_then(|visit| visit.country);
        let (token, visit) = self.begin(now)?;
        self.with(|visits| {
            if let Some(visit) = visits.get_mut(&token) {
                visit.open.clone_from(&open);
                visit.country.clone_from(&country);
            }
        });
        Some((token, Visit { open, country, ..visit }))
    }

    /// Closes the record of somebody in every visit.
    pub(crate) fn forget(&self, person: PersonId) {
        self.with(|visits| {
            for visit in visits.values_mut().filter(|visit| visit.holds(person)) {
                visit.open = None;
            }
        });
    }

    /// The person has taken over from whoever answered for them.
    pub(crate) fn in_own_name(&self, token: &str) {
        self.with(|visits| {
            if let Some(open) = visits.get_mut(token).and_then(|visit| visit.open.as_mut()) {
                open.proxy = None;
            }
        });
    }

    /// Remembers the country until a record is opened.
    pub(crate) fn set_country(&self, token: &str, country: &str) {
        self.with(|visits| {
            if let Some(visit) = visits.get_mut(token) {
                visit.country = Some(country.to_owned());
            }
        });
    }
}

/// 32 random hexadecimal digits; nothing when the operating system gives no random bytes.
fn random() -> Option<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
