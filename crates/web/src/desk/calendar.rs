//! A therapist's own calendar, from a file or an address: when it keeps them busy nobody books them. No title is kept.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use supple_interop::busy::{self, Clock, MOST_BYTES, NotRead};
use supple_practice::{Moment, Span, Therapist};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, StoreError, UtcMs};
use uuid::Uuid;

use crate::{
    App,
    desk::{Office, wait},
    mail::LEASE_MS,
    outside::{NotSent, Outside, Sent},
};

/// What the id of what is kept of a calendar differs from that of its therapist by.
const CALENDAR: u128 = 32;
/// What the id of the job that looks differs from that of its practice by.
const LOOK: u128 = 64;
/// How often an address is read, in milliseconds: every hour.
const EVERY_MS: i64 = 60 * 60 * 1000;
/// How far ahead a calendar is read, in days: as far as anybody books, and a month.
const AHEAD_DAYS: i64 = 400;
/// Most times that are kept.
const MOST_TIMES: usize = 5000;
/// Longest address, in bytes.
const URL: usize = 1000;
/// How many jobs are looked at in one go.
const AT_ONCE: u32 = 200;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What is kept of a calendar beside its times.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Calendar {
    /// Where it is read again and again; whoever has the address can read all of it.
    pub(crate) url: Option<String>,
    /// When it was read, in milliseconds since 1970 UTC.
    pub(crate) read_ms: Option<i64>,
    /// How many times keep them busy.
    pub(crate) times: usize,
    /// What of it was not read, by reason.
    pub(crate) left: BTreeMap<String, usize>,
    /// Why it could not be read the last time.
    pub(crate) failed: Option<Failed>,
}

/// Why a calendar was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Failed {
    /// What is there is no calendar, or only a part of one.
    None,
    /// It breaks off.
    CutOff,
    /// There is too much of it.
    Large,
    /// The address is none that is asked.
    Address,
    /// It lies in a private network.
    Private,
    /// Nobody answers there, or with a refusal.
    Away,
}

impl Failed {
    /// The name in the keys of the language files.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::CutOff => "cut-off",
            Self::Large => "large",
            Self::Address => "address",
            Self::Private => "private",
            Self::Away => "away",
        }
    }
}

impl From<NotRead> for Failed {
    fn from(why: NotRead) -> Self {
        match why {
            NotRead::None => Self::None,
            NotRead::CutOff => Self::CutOff,
            NotRead::Large => Self::Large,
        }
    }
}

impl From<NotSent> for Failed {
    fn from(why: NotSent) -> Self {
        match why {
            NotSent::Address => Self::Address,
            NotSent::Private => Self::Private,
            NotSent::Large => Self::Large,
            NotSent::Unknown | NotSent::Unreachable | NotSent::Certificate | NotSent::Slow => Self::Away,
        }
    }
}

/// An address as it is typed, as it is asked: `webcal` is `https`. Nothing where it is none that is asked.
pub(crate) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let rest = ["webcal://", "webcals://", "https://"].iter().find_map(|start| text.strip_prefix(start))?;
    let plain = rest.chars().all(|letter| letter.is_ascii_graphic() && letter != '"' && letter != '\\');
    let is = !rest.is_empty() && !rest.starts_with('/') && rest.len() <= URL && plain;
    is.then(|| format!("https://{rest}"))
}

const fn calendar_id(therapist: Uuid) -> Uuid {
    Uuid::from_u128(therapist.as_u128() ^ CALENDAR)
}

/// What is kept of a therapist's calendar, with how often it was written.
pub(crate) fn known(app: &App, desk: &Desk, therapist: Uuid) -> Result<(Calendar, u32), DeskError> {
    let item = app.store.item(desk, Shelf::Availability, calendar_id(therapist))?;
    Ok(item.map_or_else(Default::default, |item| (Calendar::deserialize(&item.body).unwrap_or_default(), item.version)))
}

/// Times of a calendar as they keep a therapist busy, and what was left out.
pub(crate) type Times = (Vec<Span>, BTreeMap<String, usize>);

/// Reads a calendar on the clock of a practice.
pub(crate) fn times(office: &Office, bytes: &[u8], now_ms: i64) -> Result<Times, Failed> {
    let named = |name: &str| TimeZone::get(name).ok();
    let clock = Clock { own: office.zone.time_zone(), named: &named };
    let at = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX);
    let window = (at(now_ms - DAY_MS), at(now_ms.saturating_add(AHEAD_DAYS * DAY_MS)));
    let found = busy::read(bytes, &clock, window)?;
    if found.times.len() > MOST_TIMES {
        return Err(Failed::Large);
    }
    // A step that has begun is not free.
    let span = |(from, until): &(Timestamp, Timestamp)| {
        let until = Moment::begun(until.as_millisecond().saturating_sub(1));
        Span { from: Moment::begun(from.as_millisecond()), until: Moment(until.0 + 1) }
    };
    let left = found.left.iter().map(|(why, many)| (why.id().to_owned(), *many)).collect();
    Ok((found.times.iter().map(span).collect(), left))
}

/// Fetches and reads what is at an address.
pub(crate) fn fetched(app: &App, office: &Office, url: &str, now_ms: i64) -> Result<Times, Failed> {
    fetch(app.outside.as_ref(), url).and_then(|bytes| times(office, &bytes, now_ms))
}

fn fetch(outside: &dyn Outside, url: &str) -> Result<Vec<u8>, Failed> {
    let headers = vec![("accept", "text/calendar, */*;q=0.1".to_owned())];
    let sent = Sent { method: "GET", url: url.to_owned(), headers, body: Vec::new(), most: MOST_BYTES };
    let came = outside.send(&sent)?;
    if came.status == 200 { Ok(came.body) } else { Err(Failed::Away) }
}

/// Keeps what a calendar came to: the times with the therapist, in the place of those before; a calendar that could not be read leaves
/// the times that there are.
pub(crate) fn keep(
    app: &App,
    office: &Office,
    therapist: Uuid,
    url: Option<String>,
    found: Result<Times, Failed>,
    now_ms: i64,
) -> Result<Calendar, DeskError> {
    let (before, version) = known(app, office.desk(), therapist)?;
    let calendar = match found {
        Ok((spans, left)) => {
            let times = spans.len();
            put(app, office, therapist, spans)?;
            Calendar { url, read_ms: Some(now_ms), times, left, failed: None }
        }
        Err(why) => Calendar { url, failed: Some(why), ..before },
    };
    let body = serde_json::to_value(&calendar).unwrap_or_default();
    let item = Item { id: calendar_id(therapist), at: None, until: None, about: None, version, body };
    app.store.put(office.desk(), Shelf::Availability, &item)?;
    if calendar.url.is_some() {
        look(app, office.desk(), now_ms.saturating_add(EVERY_MS))?;
    }
    Ok(calendar)
}

/// Forgets a calendar, with its times.
pub(crate) fn forget(app: &App, office: &Office, therapist: Uuid) -> Result<(), DeskError> {
    put(app, office, therapist, Vec::new())?;
    match known(app, office.desk(), therapist)? {
        (_, 0) => Ok(()),
        (_, version) => app.store.remove(office.desk(), Shelf::Availability, calendar_id(therapist), version),
    }
}

/// Puts times in the place of those before; whoever changed the therapist at this moment is not undone.
fn put(app: &App, office: &Office, therapist: Uuid, spans: Vec<Span>) -> Result<(), DeskError> {
    for _ in 0..5 {
        let item = app.store.item(office.desk(), Shelf::Therapist, therapist)?;
        let Some(mut item) = item else { return Ok(()) };
        let Ok(mut known) = Therapist::deserialize(&item.body) else { return Ok(()) };
        if known.busy == spans {
            return Ok(());
        }
        known.busy.clone_from(&spans);
        item.body = serde_json::to_value(&known).unwrap_or_default();
        match app.store.put(office.desk(), Shelf::Therapist, &item) {
            Err(DeskError::Changed { .. }) => {}
            kept => {
                kept?;
                // What became free may be what somebody waits for.
                wait::look(app, office.desk(), now_ms(app));
                return Ok(());
            }
        }
    }
    Err(StoreError::Busy.into())
}

/// The job that looks at the calendars of a practice.
fn look_id(practice: PersonId) -> Uuid {
    Uuid::from_u128(practice.as_uuid().as_u128() ^ LOOK)
}

/// Whether a job of an owner is the one that looks at calendars.
pub(crate) fn is_look(owner: PersonId, job: Uuid) -> bool {
    job == look_id(owner)
}

fn look(app: &App, desk: &Desk, at_ms: i64) -> Result<(), DeskError> {
    let id = look_id(desk.owner());
    if app.store.item(desk, Shelf::Job, id)?.is_some() {
        return Ok(());
    }
    let body = serde_json::json!({ "calendars": true });
    let job = Item { id, at: Some(UtcMs(at_ms)), until: None, about: None, version: 0, body };
    match app.store.put(desk, Shelf::Job, &job) {
        Err(DeskError::Changed { .. }) => Ok(()),
        kept => kept.map(drop),
    }
}

/// Reads the calendars that are due; how many were read.
///
/// # Errors
/// When the database fails.
pub fn read_due(app: &App) -> Result<usize, StoreError> {
    let due = app.store.due_of(UtcMs(now_ms(app)), AT_ONCE, is_look)?;
    Ok(due.into_iter().map(|(owner, id)| of_practice(app, owner, id).unwrap_or(0)).sum())
}

fn now_ms(app: &App) -> i64 {
    (app.clock)().timestamp().as_millisecond()
}

/// The calendars of a practice. Those of others may have taken long: the lease is counted from now.
fn of_practice(app: &App, owner: PersonId, id: Uuid) -> Result<usize, DeskError> {
    let now_ms = now_ms(app);
    let Some(desk) = app.store.known_desk(owner)? else { return Ok(0) };
    let Some(job) = app.store.take_job(&desk, id, UtcMs(now_ms), UtcMs(now_ms + LEASE_MS))? else { return Ok(0) };
    let Some(office) = Office::beside(app, &desk, now_ms)? else { return Ok(0) };
    let (mut read, mut any) = (0, false);
    for therapist in &office.therapists {
        let (calendar, _) = known(app, &desk, therapist.id)?;
        let Some(url) = calendar.url else { continue };
        any = true;
        let found = fetched(app, &office, &url, now_ms);
        read += usize::from(found.is_ok());
        // Another address was typed meanwhile: that one is read by whoever typed it.
        if known(app, &desk, therapist.id)?.0.url.as_ref() == Some(&url) {
            keep(app, &office, therapist.id, Some(url), found, now_ms)?;
        }
    }
    let kept = match any {
        true => {
            let at = Some(UtcMs(now_ms.saturating_add(EVERY_MS)));
            app.store.put(&desk, Shelf::Job, &Item { at, ..job }).map(drop)
        }
        false => app.store.remove(&desk, Shelf::Job, id, job.version),
    };
    match kept {
        Err(DeskError::Changed { .. }) => Ok(read),
        kept => kept.map(|()| read),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_asked_encrypted_or_not_at_all() {
        assert_eq!(address(" webcal://cal.example/a.ics ").as_deref(), Some("https://cal.example/a.ics"));
        assert_eq!(address("https://cal.example/a?b=c").as_deref(), Some("https://cal.example/a?b=c"));
        for wrong in
            ["", "http://cal.example/a", "file:///etc/passwd", "https://", "https:///a", "https://a b", "cal.example"]
        {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
