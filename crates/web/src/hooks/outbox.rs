//! What is to be told, as it is kept at a practice's desk until it has arrived, and for a while after.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use supple_practice::{
    Moment,
    book::{self, Booking},
};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, Store, UtcMs};
use uuid::{NoContext, Uuid};

use super::{Event, all};
use crate::outside::NotSent;

/// What the id of the job that looks differs from that of its practice by.
const WAKE: u128 = 16;

/// How far a message has come. Moments are in milliseconds since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub(crate) enum State {
    /// It is sent then.
    Waits { next_ms: i64 },
    /// It has arrived.
    Arrived { at_ms: i64 },
    /// It was tried often enough.
    GivenUp { at_ms: i64 },
}

/// What the last try came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// This status was the answer.
    Status(u16),
    /// The address cannot be used.
    Address,
    /// The name is not known.
    Unknown,
    /// It lies in a private network.
    Private,
    /// No connection.
    Unreachable,
    /// No certificate for the name.
    Certificate,
    /// It took too long.
    Slow,
}

impl From<NotSent> for Why {
    fn from(why: NotSent) -> Self {
        match why {
            NotSent::Address => Self::Address,
            NotSent::Unknown => Self::Unknown,
            NotSent::Private => Self::Private,
            // Nothing of an answer is read.
            NotSent::Unreachable | NotSent::Large => Self::Unreachable,
            NotSent::Certificate => Self::Certificate,
            NotSent::Slow => Self::Slow,
        }
    }
}

impl Why {
    /// The name in the keys of the language files.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::Address => "address",
            Self::Unknown => "unknown",
            Self::Private => "private",
            Self::Unreachable => "unreachable",
            Self::Certificate => "certificate",
            Self::Slow => "slow",
        }
    }
}

/// A message to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivery {
    pub(crate) hook: Uuid,
    pub(crate) event: Event,
    /// What is sent, byte for byte the same in every try.
    pub(super) body: String,
    pub(crate) made_ms: i64,
    /// How often it was tried since it was put down, or since somebody asked for it again.
    pub(crate) tries: u8,
    pub(crate) state: State,
    pub(crate) last: Option<Why>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    delivery: Delivery,
}

/// A message as it was read.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: Uuid,
    pub(super) version: u32,
    about: Option<PersonId>,
    pub(crate) it: Delivery,
}

impl Kept {
    /// Its name for the receiver, the same in every try: who knows it already has it.
    pub(crate) fn message_id(&self) -> String {
        format!("msg_{}", self.id.simple())
    }

    pub(super) fn put(&self, store: &Store, desk: &Desk, it: Delivery) -> Result<u32, DeskError> {
        store.put(desk, Shelf::Job, &item(self.id, self.version, self.about, it))
    }
}

fn item(id: Uuid, version: u32, about: Option<PersonId>, delivery: Delivery) -> Item {
    let body = serde_json::to_value(Body { delivery }).unwrap_or_default();
    // Without a time of its own: what is due is looked up by the one job of its practice.
    Item { id, at: None, until: None, about, version, body }
}

/// Everything that is kept of messages of a practice, the oldest first.
pub(super) fn deliveries(store: &Store, desk: &Desk) -> Result<Vec<Kept>, DeskError> {
    let read = |item: Item| {
        let it = Body::deserialize(&item.body).ok()?.delivery;
        Some(Kept { id: item.id, version: item.version, about: item.about, it })
    };
    let mut all: Vec<Kept> = store.items(desk, Shelf::Job)?.into_iter().filter_map(read).collect();
    all.sort_by_key(|kept| (kept.it.made_ms, kept.id));
    Ok(all)
}

/// What was told or is to be told at an address, the newest first.
pub(crate) fn of_hook(store: &Store, desk: &Desk, hook: Uuid) -> Result<Vec<Kept>, DeskError> {
    let mut all = deliveries(store, desk)?;
    all.retain(|kept| kept.it.hook == hook);
    all.reverse();
    Ok(all)
}

/// Sends a message once more, from the first try on.
pub(crate) fn again(store: &Store, desk: &Desk, kept: &Kept, now_ms: i64) -> Result<(), DeskError> {
    let it = Delivery { tries: 0, state: State::Waits { next_ms: now_ms }, ..kept.it.clone() };
    kept.put(store, desk, it)?;
    wake(store, desk, now_ms)
}

fn wake_id(owner: PersonId) -> Uuid {
    Uuid::from_u128(owner.as_uuid().as_u128() ^ WAKE)
}

/// Whether a job of an owner is the one by which what is due is looked up.
pub(crate) fn is_wake(owner: PersonId, job: Uuid) -> bool {
    job == wake_id(owner)
}

pub(super) fn wake_item(owner: PersonId, version: u32, at_ms: i64) -> Item {
    Item {
        id: wake_id(owner),
        at: Some(UtcMs(at_ms)),
        until: None,
        about: None,
        version,
        body: json!({ "hooks": true }),
    }
}

fn waking(store: &Store, desk: &Desk, now_ms: i64) -> Result<Item, DeskError> {
    let version = store.item(desk, Shelf::Job, wake_id(desk.owner()))?.map_or(0, |item| item.version);
    Ok(wake_item(desk.owner(), version, now_ms))
}

/// That it is to be looked now. Whoever looks at this moment has changed it, and looks again by itself.
pub(super) fn wake(store: &Store, desk: &Desk, now_ms: i64) -> Result<(), DeskError> {
    for _ in 0..5 {
        match store.put(desk, Shelf::Job, &waking(store, desk, now_ms)?) {
            Err(DeskError::Changed { .. }) => {}
            kept => return kept.map(drop),
        }
    }
    Ok(())
}

/// What became of a booking, where a program may be told.
fn became(before: Option<&Booking>, after: &Booking) -> Option<Event> {
    let was = before.map(|before| before.state);
    match after.state {
        book::State::Held { .. } => None,
        book::State::Booked => match before.filter(|before| before.state == book::State::Booked) {
            Some(before) if before.hands == after.hands && before.therapist == after.therapist => None,
            Some(_) => Some(Event::Moved),
            None => Some(Event::Booked),
        },
        book::State::Cancelled { .. } => match was {
            // What was only held and is let go was nobody's.
            None | Some(book::State::Held { .. } | book::State::Cancelled { .. }) => None,
            Some(_) => Some(Event::Cancelled),
        },
        book::State::Started => (was != Some(book::State::Started)).then_some(Event::Started),
        book::State::Done { .. } => (!matches!(was, Some(book::State::Done { .. }))).then_some(Event::Done),
        book::State::NoShow { .. } => (!matches!(was, Some(book::State::NoShow { .. }))).then_some(Event::Missed),
    }
}

fn instant(ms: i64) -> Value {
    Timestamp::from_millisecond(ms).map_or(Value::Null, |at| json!(at.to_string()))
}

fn fresh_id(now_ms: i64) -> Uuid {
    let (seconds, millis) = (now_ms.div_euclid(1000), now_ms.rem_euclid(1000));
    let nanos = u32::try_from(millis).unwrap_or(0).saturating_mul(1_000_000);
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, u64::try_from(seconds).unwrap_or(0), nanos))
}

/// The messages to everybody who wishes to be told: what is sent says what happened when, and to what, by ids.
fn messages(
    hooks: &[super::Found],
    owner: PersonId,
    event: Event,
    about: Option<Uuid>,
    data: Value,
    now_ms: i64,
) -> Vec<Item> {
    let mut data = data;
    if let Some(data) = data.as_object_mut() {
        data.insert("organization".to_owned(), json!(format!("Organization/{}", owner.as_uuid())));
        data.extend(about.map(|about| ("patient".to_owned(), json!(format!("Patient/{about}")))));
    }
    let body = json!({ "type": event.id(), "timestamp": instant(now_ms), "data": data }).to_string();
    let wishes =
        |found: &&super::Found| found.it.off.is_none() && (event == Event::Test || found.it.events.contains(&event));
    let message = |found: &super::Found| {
        let (hook, body) = (found.id, body.clone());
        let state = State::Waits { next_ms: now_ms };
        let delivery = Delivery { hook, event, body, made_ms: now_ms, tries: 0, state, last: None };
        item(fresh_id(now_ms), 0, about.map(PersonId::from_uuid), delivery)
    };
    hooks.iter().filter(wishes).map(message).collect()
}

/// What is to be told of appointments as they are to be kept now, with how each was before: kept in the same transaction.
///
/// # Errors
/// When something does not open, or the database fails.
pub(crate) fn on_bookings(
    store: &Store,
    desk: &Desk,
    changes: &BTreeMap<Uuid, (Option<Booking>, Booking)>,
    now_ms: i64,
) -> Result<Vec<Item>, DeskError> {
    let happened =
        changes.iter().filter_map(|(id, (before, after))| Some((id, after, became(before.as_ref(), after)?)));
    let happened: Vec<_> = happened.collect();
    if happened.is_empty() {
        return Ok(Vec::new());
    }
    let hooks = all(store, desk)?;
    let mut items = Vec::new();
    for (id, booking, event) in happened {
        let at = |moment: Moment| instant(moment.as_ms());
        let data = json!({
            "appointment": format!("Appointment/{id}"),
            "start": at(booking.hands.from),
            "end": at(booking.hands.until),
        });
        items.extend(messages(&hooks, desk.owner(), event, Some(booking.client), data, now_ms));
    }
    if !items.is_empty() {
        items.push(waking(store, desk, now_ms)?);
    }
    Ok(items)
}

/// What is to be told of a client's word for programs: kept in the same transaction.
///
/// # Errors
/// When something does not open, or the database fails.
pub(crate) fn on_word(
    store: &Store,
    desk: &Desk,
    event: Event,
    client: Uuid,
    now_ms: i64,
) -> Result<Vec<Item>, DeskError> {
    let mut items = messages(&all(store, desk)?, desk.owner(), event, Some(client), json!({}), now_ms);
    if !items.is_empty() {
        items.push(waking(store, desk, now_ms)?);
    }
    Ok(items)
}

/// Tells of something else that happened: about a client, or about nobody, at one address or at all that wish it.
///
/// # Errors
/// When something does not open, or the database fails.
pub(crate) fn told_of(
    store: &Store,
    desk: &Desk,
    event: Event,
    about: Option<Uuid>,
    only: Option<Uuid>,
    now_ms: i64,
) -> Result<usize, DeskError> {
    let mut hooks = all(store, desk)?;
    hooks.retain(|found| only.is_none_or(|only| found.id == only));
    let items = messages(&hooks, desk.owner(), event, about, json!({}), now_ms);
    for item in &items {
        store.put(desk, Shelf::Job, item)?;
    }
    if !items.is_empty() {
        wake(store, desk, now_ms)?;
    }
    Ok(items.len())
}
