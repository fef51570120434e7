//! What is to be told, as it is kept at a desk until it is due.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use supple_practice::{
    Moment,
    book::Booking,
    notice::{Stands, Telling},
};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::Uuid;

use crate::{
    desk::{Appointment, Entry, Office, wait},
    hooks,
};

/// What the id of a job differs from that of its booking by.
const CHANGE: u128 = 1;
const REMINDER: u128 = 2;
const OFFER: u128 = 8;

/// Something that is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Job {
    pub(crate) what: What,
    /// How often it could not be delivered.
    pub(crate) tries: u8,
    /// Why it was given up.
    pub(crate) failed: Option<Failed>,
    /// Since when it is to be told, in milliseconds since 1970 UTC.
    pub(crate) since_ms: i64,
}

/// What is to be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub(crate) enum What {
    /// That something became of an appointment.
    Change {
        booking: Uuid,
        /// How the client knew it.
        knew: Stands,
    },
    /// That an appointment is soon.
    Reminder { booking: Uuid, from: Moment },
    /// The code that shows whose an address is.
    Code { code: String },
    /// That the ways to sign in to an account were changed.
    Account,
    /// That a time is held for somebody who waits for one.
    Offer { booking: Uuid },
    /// Nothing is told: it is looked whether a time is free for somebody who waits.
    Waiting,
    /// Nothing is told: what a program sent under a key, and what it came to, until that is forgotten.
    Came {
        /// What the request hashes to.
        mark: String,
        done: Vec<Done>,
    },
}

/// A resource that a program's request came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Done {
    /// Which entry of a bundle asked for it.
    pub(crate) at: usize,
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) status: u16,
}

/// Why something was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Failed {
    /// The address or the message was refused.
    Refused,
    /// It was tried often enough.
    Unreachable,
    /// Its time was over before it could be sent.
    Late,
}

impl Failed {
    /// The name that stands in the keys of the language files.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Late => "late",
        }
    }
}

impl Job {
    pub(crate) const fn new(what: What, since_ms: i64) -> Self {
        Self { what, tries: 0, failed: None, since_ms }
    }

    /// The job in an item, if it can be read.
    pub(crate) fn of(item: &Item) -> Option<Self> {
        Self::deserialize(&item.body).ok()
    }

    /// Its booking, where it is about one.
    pub(crate) const fn booking(&self) -> Option<Uuid> {
        match self.what {
            What::Change { booking, .. } | What::Reminder { booking, .. } | What::Offer { booking } => Some(booking),
            What::Code { .. } | What::Account | What::Waiting | What::Came { .. } => None,
        }
    }

    pub(crate) fn item(&self, id: Uuid, at_ms: i64, about: Option<PersonId>, version: u32) -> Item {
        let body = serde_json::to_value(self).unwrap_or_default();
        Item { id, at: Some(UtcMs(at_ms)), until: None, about, version, body }
    }
}

pub(super) const fn reminder_id(booking: Uuid) -> Uuid {
    Uuid::from_u128(booking.as_u128() ^ REMINDER)
}

/// The message that a time is held for somebody who waits for one, to be sent now.
pub(crate) fn offer(booking: Uuid, client: Uuid, now_ms: i64) -> Item {
    let id = Uuid::from_u128(booking.as_u128() ^ OFFER);
    Job::new(What::Offer { booking }, now_ms).item(id, now_ms, Some(PersonId::from_uuid(client)), 0)
}

/// Whether what one booking took becomes free by another taking its place.
fn frees(before: &Booking, after: &Booking, now_ms: i64) -> bool {
    let same = before.therapist == after.therapist && before.room == after.room && before.whole == after.whole;
    before.is_live(now_ms) && !(same && after.is_live(now_ms))
}

/// The jobs that go with appointments as they are to be kept now: what clients and programs are told, and looking for those who wait.
///
/// # Errors
/// When what was kept before does not open, or the database fails.
pub(crate) fn jobs(
    store: &Store,
    desk: &Desk,
    office: &Office,
    entries: &[Entry],
    now_ms: i64,
) -> Result<Vec<Item>, DeskError> {
    let (mut jobs, mut free, mut changes) = (Vec::new(), false, BTreeMap::new());
    for entry in entries {
        let before = match entry.version() {
            0 => None,
            _ => store.item(desk, Shelf::Booking, entry.id)?,
        };
        let before = before.and_then(|item| Appointment::deserialize(&item.body).ok()).map(|it| it.booking);
        free |= before.as_ref().is_some_and(|before| frees(before, &entry.it.booking, now_ms));
        changes.insert(entry.id, (before.clone(), entry.it.booking.clone()));
        let (before, after) = (Stands::of(before.as_ref()), Stands::of(Some(&entry.it.booking)));
        if !before.concerns(after) {
            continue;
        }
        let id = Uuid::from_u128(entry.id.as_u128() ^ CHANGE);
        let known = store.item(desk, Shelf::Job, id)?;
        let version = known.as_ref().map_or(0, |item| item.version);
        let about = Some(PersonId::from_uuid(entry.it.booking.client));
        // What waits stays, in its next version: whoever sends it at this moment finds that and sends what holds then.
        let waits = known.and_then(|item| Job::of(&item).filter(|job| job.failed.is_none()).map(|job| (job, item)));
        if let Some((_, item)) = waits {
            jobs.push(item);
            continue;
        }
        if let Some(telling) = Telling::after(None, before, after, now_ms, &office.zone, &office.page.mail.rules) {
            let what = What::Change { booking: entry.id, knew: telling.knew };
            jobs.push(Job::new(what, telling.due_ms).item(id, telling.due_ms, about, version));
        }
    }
    if free {
        jobs.push(wait::job(store, desk, now_ms)?);
    }
    jobs.extend(hooks::on_bookings(store, desk, &changes, now_ms)?);
    Ok(jobs)
}
