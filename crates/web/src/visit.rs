//! Who is at the screen: a random token in a cookie, and what it stands for, in memory only.

mod signed;

pub(crate) use signed::{Pending, Session, Signed};

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use supple_store::{PersonId, PersonKey, UtcMs};

use supple_record::Proxy;

use crate::account::{passkey::Challenges, secret};

/// Most visits at once; the one that was idle longest makes room. A household needs a handful.
const MOST: usize = 512;
/// A visit ends after this long without a request: half a day, in milliseconds.
const IDLE_MS: i64 = 12 * 60 * 60 * 1000;

/// Somebody who signed in has to do so again after this long without a request (OWASP ASVS 5.0, 7.3.1), in milliseconds.
const SIGNED_IDLE_MS: i64 = 30 * 60 * 1000;
/// And after this long in any case (7.3.2), in milliseconds.
const SIGNED_MS: i64 = 12 * 60 * 60 * 1000;
/// Most visits of one account at once; the one that was idle longest ends.
const OF_ONE: usize = 12;

/// The cookie's name on this computer alone.
const COOKIE: &str = "supple";
/// The cookie's name where it travels: browsers send it back to this host alone, and encrypted.
const HOST_COOKIE: &str = "__Host-supple";

/// The name of the cookie that a browser is known by when somebody signs in again.
pub(crate) const KNOWN_COOKIE: &str = "__Host-supple-known";
/// For how long it is kept: half a year, in seconds.
pub(crate) const KNOWN_S: u32 = 15_552_000;

/// The name of the cookie, where people sign in or not.
pub(crate) const fn cookie_name(signs_in: bool) -> &'static str {
    if signs_in { HOST_COOKIE } else { COOKIE }
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
    /// Whose account it is, once somebody signed in.
    pub(crate) signed: Option<Signed>,
    /// Somebody whose password was right and whose code is asked for.
    pub(crate) pending: Option<Pending>,
    /// The id of the record that is being made, until it is open: a second try makes no second one.
    pub(crate) making: Option<PersonId>,
    /// What was asked of a passkey and is not answered yet.
    pub(crate) challenges: Challenges,
    used: UtcMs,
}

impl Visit {
    /// That of a program, which has none: nothing of it is remembered.
    pub(crate) fn none(now: UtcMs) -> Self {
        Self::new(String::new(), now)
    }

    fn new(csrf: String, used: UtcMs) -> Self {
        let challenges = Challenges::default();
        Self { csrf, open: None, country: None, signed: None, pending: None, making: None, challenges, used }
    }

    fn holds(&self, person: PersonId) -> bool {
        self.open.as_ref().is_some_and(|open| open.key.person() == person)
    }

    fn is_of(&self, person: PersonId) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.person == person)
    }

    /// Whether something would be lost with it: an open record, or where somebody is on the way to one.
    fn has_begun(&self) -> bool {
        self.open.is_some() || self.pending.is_some() || self.making.is_some()
    }

    fn is_over(&self, now: UtcMs) -> bool {
        let idle = now.0.saturating_sub(self.used.0);
        match &self.signed {
            Some(signed) => idle > SIGNED_IDLE_MS || now.0.saturating_sub(signed.since.0) > SIGNED_MS,
            None => idle > IDLE_MS,
        }
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
            if visits.get(token).is_some_and(|visit| visit.is_over(now)) {
                visits.remove(token);
            }
            let visit = visits.get_mut(token)?;
            visit.used = now;
            Some(visit.clone())
        })
    }

    /// Begins a visit, and gives its token.
    pub(crate) fn begin(&self, now: UtcMs) -> Option<(String, Visit)> {
        let (token, csrf) = (secret::token()?, secret::token()?);
        let visit = Visit::new(csrf, now);
        self.with(|visits| {
            // Whoever asks without a cookie makes room for the next one: whoever has done nothing yet before somebody who has,
            // and never somebody who signed in.
            let free = || visits.iter().filter(|(_, visit)| visit.signed.is_none());
            if free().count() >= MOST
                && let Some((oldest, _)) = free().min_by_key(|(_, visit)| (visit.has_begun(), visit.used))
            {
                let oldest = oldest.clone();
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

    /// Somebody has signed in: the visit goes on under a new token, and too many of one account end the oldest.
    pub(crate) fn sign_in(&self, old: &str, open: Open, signed: Signed, now: UtcMs) -> Option<(String, Visit)> {
        let (token, mut visit) = self.renew(old, Some(open), now)?;
        visit.signed = Some(signed.clone());
        self.with(|visits| {
            if let Some(kept) = visits.get_mut(&token) {
                kept.signed = Some(signed.clone());
            }
            let mut theirs: Vec<(UtcMs, String)> = visits
                .iter()
                .filter(|(_, visit)| visit.is_of(signed.person))
                .map(|(token, visit)| (visit.used, token.clone()))
                .collect();
            theirs.sort_unstable();
            let surplus = theirs.len().saturating_sub(OF_ONE);
            theirs.iter().filter(|(_, other)| *other != token).take(surplus).for_each(|(_, oldest)| {
                visits.remove(oldest);
            });
        });
        Some((token, visit))
    }

    /// Changes a visit, if it is still there.
    pub(crate) fn change(&self, token: &str, change: impl FnOnce(&mut Visit)) {
        self.with(|visits| {
            if let Some(visit) = visits.get_mut(token) {
                change(visit);
            }
        });
    }

    /// The visits of an account.
    pub(crate) fn sessions(&self, person: PersonId, now: UtcMs) -> Vec<Session> {
        self.with(|visits| {
            let mut all: Vec<Session> = visits
                .iter()
                .filter(|(_, visit)| visit.is_of(person) && !visit.is_over(now))
                .filter_map(|(token, visit)| Some(Session::of(token, visit.signed.as_ref()?, visit.used)))
                .collect();
            all.sort_by_key(|session| std::cmp::Reverse(session.used));
            all
        })
    }

    /// Ends visits of an account: the one with this id, or all but the one with this token.
    pub(crate) fn end(&self, person: PersonId, id: Option<&str>, but: &str) {
        self.with(|visits| {
            visits.retain(|token, visit| {
                let named = id.is_none_or(|id| visit.signed.as_ref().is_some_and(|signed| signed.id == id));
                token == but || !visit.is_of(person) || !named
            });
        });
    }

    /// Closes the record of somebody in every visit.
    pub(crate) fn forget(&self, person: PersonId) {
        self.with(|visits| {
            visits.retain(|_, visit| !visit.is_of(person));
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

#[cfg(test)]
mod tests {
    use super::{MOST, UtcMs, Visits};

    #[test]
    fn a_crowd_without_cookies_throws_nobody_out_who_has_begun() {
        let visits = Visits::default();
        let (token, _) = visits.begin(UtcMs(0)).unwrap();
        visits.change(&token, |visit| visit.making = Some(supple_store::PersonId::from_uuid(uuid::Uuid::from_u128(7))));
        let crowd: Vec<String> = (1..2 * MOST)
            .filter_map(|at| visits.begin(UtcMs(i64::try_from(at).ok()?)))
            .map(|(token, _)| token)
            .collect();
        let now = UtcMs(i64::try_from(2 * MOST).unwrap());
        assert!(visits.find(&token, now).is_some());
        assert_eq!(crowd.iter().filter(|token| visits.find(token, now).is_some()).count(), MOST - 1);
    }
}
