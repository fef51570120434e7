//! Sends what is to be told, and again until it has arrived.

use std::collections::BTreeSet;

use supple_store::{Desk, DeskError, Item, PersonId, Shelf, StoreError, UtcMs};
use uuid::Uuid;

use super::{
    Event, Found, Hook, Off, State, Why, all,
    outbox::{Delivery, Kept, deliveries, is_wake, wake_item},
    put, sign,
};
use crate::{
    App,
    outside::{Outside, Sent},
};

/// How many practices are looked at in one go.
const AT_ONCE: u32 = 200;
const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Whoever has taken a practice's messages and dies over them leaves them to the next after this time.
const LEASE_MS: i64 = 10 * MINUTE_MS;
/// Most messages of a practice in one go: each may take a quarter of a minute, and all of them less than the lease.
const IN_ONE_GO: usize = 20;
/// Waits after which it is tried again, as Standard Webhooks proposes: three days in all; then it is given up.
const AGAIN_MS: [i64; 9] = [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
];
/// An address at which nothing arrived for so long is turned off once a message is given up.
const SILENT_MS: i64 = 2 * DAY_MS;
/// How long messages are kept after they arrived or were given up.
const SHOWN_MS: i64 = 14 * DAY_MS;

/// Sends what is due now, and says how many messages arrived. What cannot be read now is left for later.
///
/// # Errors
/// When the database fails.
pub fn tell_due(app: &App, outside: &dyn Outside) -> Result<usize, StoreError> {
    let mut arrived = 0;
    for (owner, id) in app.store.due_of(UtcMs(now_ms(app)), AT_ONCE, is_wake)? {
        arrived += of_practice(app, outside, owner, id).unwrap_or(0);
    }
    Ok(arrived)
}

fn now_ms(app: &App) -> i64 {
    (app.clock)().timestamp().as_millisecond()
}

/// What is due at a practice; how many messages arrived. Those before it may have taken long: its lease is counted from now.
fn of_practice(app: &App, outside: &dyn Outside, owner: PersonId, id: Uuid) -> Result<usize, DeskError> {
    let (store, now_ms) = (&app.store, now_ms(app));
    let Some(desk) = store.known_desk(owner)? else { return Ok(0) };
    let Some(job) = store.take_job(&desk, id, UtcMs(now_ms), UtcMs(now_ms + LEASE_MS))? else { return Ok(0) };
    let mut round = Round { app, outside, desk: &desk, hooks: all(store, &desk)?, failed: BTreeSet::new(), arrived: 0 };
    let next = round.go()?;
    close(app, &desk, &job, next)?;
    Ok(round.arrived)
}

/// Keeps when it is to be looked again. What was put down meanwhile has made another version, which stays and is due.
fn close(app: &App, desk: &Desk, job: &Item, next: Option<i64>) -> Result<(), DeskError> {
    let kept = match next {
        Some(at_ms) => app.store.put(desk, Shelf::Job, &wake_item(desk.owner(), job.version, at_ms)).map(drop),
        None => app.store.remove(desk, Shelf::Job, job.id, job.version),
    };
    match kept {
        Err(DeskError::Changed { .. }) => Ok(()),
        kept => kept,
    }
}

/// One go at a practice's messages.
struct Round<'a> {
    app: &'a App,
    outside: &'a dyn Outside,
    desk: &'a Desk,
    hooks: Vec<Found>,
    /// Where something did not arrive in this go: the others wait for the next.
    failed: BTreeSet<Uuid>,
    arrived: usize,
}

impl Round<'_> {
    fn now_ms(&self) -> i64 {
        now_ms(self.app)
    }

    /// Sends what is due; when to look again, in milliseconds since 1970 UTC.
    fn go(&mut self) -> Result<Option<i64>, DeskError> {
        let (mut next, mut tried) = (None::<i64>, 0);
        for kept in deliveries(&self.app.store, self.desk)? {
            let hook = self.hooks.iter().find(|found| found.id == kept.it.hook).cloned();
            let now_ms = self.now_ms();
            let at = match (kept.it.state, hook) {
                (State::Arrived { at_ms } | State::GivenUp { at_ms }, Some(_)) => at_ms + SHOWN_MS,
                // Nobody is there to be told any more.
                (_, None) => now_ms,
                // It waits until somebody turns the address on.
                (State::Waits { .. }, Some(hook)) if hook.it.off.is_some() => continue,
                (State::Waits { next_ms }, Some(_)) if next_ms > now_ms => next_ms,
                (State::Waits { .. }, Some(hook)) if tried < IN_ONE_GO && !self.failed.contains(&hook.id) => {
                    tried += 1;
                    self.send(&kept, hook)?
                }
                (State::Waits { .. }, Some(_)) => now_ms + SECOND_MS,
            };
            let is_over = !matches!(kept.it.state, State::Waits { .. }) || !self.knows(kept.it.hook);
            if is_over && at <= now_ms {
                drop(self.app.store.remove(self.desk, Shelf::Job, kept.id, kept.version));
            } else {
                next = Some(next.map_or(at, |next| next.min(at)));
            }
        }
        Ok(next)
    }

    fn knows(&self, hook: Uuid) -> bool {
        self.hooks.iter().any(|found| found.id == hook)
    }

    /// One try; when to look at this message again.
    fn send(&mut self, kept: &Kept, mut hook: Found) -> Result<i64, DeskError> {
        let answer = self.try_it(kept, &hook.it);
        let now_ms = self.now_ms();
        let (state, last) = match answer {
            Ok(status @ 200..300) => (State::Arrived { at_ms: now_ms }, Some(Why::Status(status))),
            // Gone (RFC 9110, 15.5.11): whoever is there wants nothing more.
            Ok(410) => (State::GivenUp { at_ms: now_ms }, Some(Why::Status(410))),
            Ok(status) => (self.later(&kept.it, None, now_ms), Some(Why::Status(status))),
            Err((why, again_s)) => (self.later(&kept.it, again_s, now_ms), Some(why)),
        };
        let it = Delivery { tries: kept.it.tries.saturating_add(1), state, last, ..kept.it.clone() };
        let arrived = matches!(state, State::Arrived { .. });
        // Somebody asked for it again at this moment: that stays.
        drop(kept.put(&self.app.store, self.desk, it));
        if arrived {
            self.arrived += 1;
        } else {
            self.failed.insert(hook.id);
        }
        self.judge(&mut hook, state, last, now_ms)?;
        Ok(match state {
            State::Waits { next_ms } => next_ms,
            State::Arrived { at_ms } | State::GivenUp { at_ms } => at_ms + SHOWN_MS,
        })
    }

    /// Sends it; the status that came back, or why none did, with how long not to come again in seconds where that was said.
    fn try_it(&self, kept: &Kept, hook: &Hook) -> Result<u16, (Why, Option<u32>)> {
        let (id, at_s) = (kept.message_id(), self.now_ms().div_euclid(SECOND_MS));
        let signed = sign::signature(&hook.secret, &id, at_s, &kept.it.body).ok_or((Why::Address, None))?;
        let sent = Sent {
            method: "POST",
            url: hook.url.clone(),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("webhook-id", id),
                ("webhook-timestamp", at_s.to_string()),
                ("webhook-signature", signed),
            ],
            body: kept.it.body.clone().into_bytes(),
            // The status is all that counts.
            most: 0,
        };
        match self.outside.send(&sent) {
            Ok(came) if came.again_after_s.is_some() && matches!(came.status, 429 | 503) => {
                Err((Why::Status(came.status), came.again_after_s))
            }
            Ok(came) => Ok(came.status),
            Err(why) => Err((why.into(), None)),
        }
    }

    /// When it is tried again: later each time, and not at the same moment as everything else that failed with it.
    fn later(&self, it: &Delivery, again_s: Option<u32>, now_ms: i64) -> State {
        let Some(wait) = AGAIN_MS.get(usize::from(it.tries)).filter(|_| it.event != Event::Test) else {
            return State::GivenUp { at_ms: now_ms };
        };
        let asked = again_s.map_or(0, |seconds| i64::from(seconds) * SECOND_MS).min(DAY_MS);
        State::Waits { next_ms: now_ms + wait.saturating_add(wait / 1280 * jitter()).max(asked) }
    }

    /// What the try says of the address.
    fn judge(&mut self, hook: &mut Found, state: State, last: Option<Why>, now_ms: i64) -> Result<(), DeskError> {
        let before = hook.it.clone();
        let gave_up = matches!(state, State::GivenUp { .. });
        if matches!(state, State::Arrived { .. }) {
            hook.it.silent_since_ms = None;
        } else {
            hook.it.silent_since_ms.get_or_insert(now_ms);
        }
        if last == Some(Why::Status(410)) {
            hook.it.off = Some(Off::Gone);
        } else if gave_up && hook.it.silent_since_ms.is_some_and(|since| since + SILENT_MS <= now_ms) {
            hook.it.off = Some(Off::Silent);
        }
        if hook.it == before {
            return Ok(());
        }
        match put(&self.app.store, self.desk, hook.id, hook.version, &hook.it) {
            Ok(version) => hook.version = version,
            // The practice changed it meanwhile: what it said holds.
            Err(DeskError::Changed { .. }) => return Ok(()),
            Err(why) => return Err(why),
        }
        if hook.it.off.is_some() {
            super::note(&self.app.store, self.desk, UtcMs(now_ms), "hook-given-up", &hook.it, None)?;
        }
        if let Some(known) = self.hooks.iter_mut().find(|known| known.id == hook.id) {
            *known = hook.clone();
        }
        Ok(())
    }
}

/// From 0 to 255 at random; 0 where the system gives no randomness.
fn jitter() -> i64 {
    let mut byte = [0u8; 1];
    if getrandom::fill(&mut byte).is_err() {
        return 0;
    }
    let [byte] = byte;
    i64::from(byte)
}
