//! Sends what is due.

use serde::Deserialize;
use supple_practice::{
    book::State,
    notice::{Notice, Stands},
};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf, StoreError, UtcMs};
use uuid::Uuid;

use super::{
    Carrier, Failed, Job, Letter, NotCarried, What,
    compose::{self, About},
    job::reminder_id,
    mailbox,
};
use crate::{
    App,
    desk::{Appointment, Office, Page, calendar, wait, zone_of},
    hooks,
};

/// How many jobs are looked at in one go.
const AT_ONCE: u32 = 200;
const MINUTE_MS: i64 = 60_000;
/// Whoever has taken a job and dies over it leaves it to the next after this time.
pub(crate) const LEASE_MS: i64 = 10 * MINUTE_MS;
/// Waits after which it is tried again, in minutes; then it is given up.
const AGAIN_MIN: [i64; 6] = [5, 15, 60, 4 * 60, 12 * 60, 24 * 60];
/// How long what was given up is shown, in milliseconds: a fortnight.
const SHOWN_MS: i64 = 14 * 24 * 60 * MINUTE_MS;

/// What becomes of a job that is due.
enum Next {
    /// Nothing is to be told.
    Nothing,
    /// It waits until this moment.
    Later(i64),
    /// It is sent.
    Send(Box<Letter>),
    /// It can be told no more.
    TooLate,
}

/// Sends what is due now, and says how many messages went out. What cannot be read now is left for later.
///
/// # Errors
/// When the database fails.
pub fn send_due(app: &App, carrier: &dyn Carrier) -> Result<usize, StoreError> {
    // What programs are told goes another way, and so does what is read of calendars.
    let ours = |owner, id| !hooks::is_wake(owner, id) && !calendar::is_look(owner, id);
    let due = app.store.due_of(UtcMs(now_ms(app)), AT_ONCE, ours)?;
    Ok(due.into_iter().filter(|(owner, id)| matches!(one(app, carrier, *owner, *id), Ok(true))).count())
}

fn now_ms(app: &App) -> i64 {
    (app.clock)().timestamp().as_millisecond()
}

/// One job; whether a message went out. What was sent before it may have taken long: the lease and the quiet hours are
/// judged by the clock of now.
fn one(app: &App, carrier: &dyn Carrier, owner: PersonId, id: Uuid) -> Result<bool, DeskError> {
    let (store, now_ms) = (&app.store, now_ms(app));
    let Some(desk) = store.known_desk(owner)? else { return Ok(false) };
    let Some(item) = store.take_job(&desk, id, UtcMs(now_ms), UtcMs(now_ms + LEASE_MS))? else { return Ok(false) };
    let Some(job) = Job::of(&item) else { return Ok(false) };
    if job.what == What::Waiting {
        return wait::done(app, &desk, &item, now_ms).map(|()| false);
    }
    // What was shown as given up for long enough goes.
    let next = if job.failed.is_some() { Next::Nothing } else { next(app, carrier, &desk, &item, &job, now_ms)? };
    let again = |job: &Job, at_ms| drop(store.put(&desk, Shelf::Job, &job.item(id, at_ms, item.about, item.version)));
    let give_up = |why| again(&Job { failed: Some(why), ..job.clone() }, now_ms + SHOWN_MS);
    match next {
        // Whatever changed meanwhile has made another version, which stays and is told in its turn.
        Next::Nothing => drop(store.remove(&desk, Shelf::Job, id, item.version)),
        Next::Later(at_ms) => again(&job, at_ms),
        Next::TooLate => give_up(Failed::Late),
        Next::Send(letter) => match carrier.carry(&letter) {
            Ok(()) => {
                drop(store.remove(&desk, Shelf::Job, id, item.version));
                return Ok(true);
            }
            Err(NotCarried::Never) => give_up(Failed::Refused),
            Err(NotCarried::Later) => match AGAIN_MIN.get(usize::from(job.tries)) {
                Some(minutes) => {
                    again(&Job { tries: job.tries.saturating_add(1), ..job.clone() }, now_ms + minutes * MINUTE_MS);
                }
                None => give_up(Failed::Unreachable),
            },
        },
    }
    Ok(false)
}

fn next(app: &App, carrier: &dyn Carrier, desk: &Desk, item: &Item, job: &Job, now_ms: i64) -> Result<Next, DeskError> {
    match &job.what {
        What::Code { code } => {
            let found = mailbox::of(&app.store, desk.owner())?.filter(|found| !found.it.is_sure());
            let letter = |found: mailbox::Found| compose::code(app, code, &found.it.address, item.id, 1, job.since_ms);
            Ok(found.map_or(Next::Nothing, |found| Next::Send(Box::new(letter(found)))))
        }
        What::Account => {
            let to = mailbox::sure(&app.store, desk.owner())?;
            let letter = |to: String| compose::account(app, &to, item.id, job.since_ms);
            Ok(to.map_or(Next::Nothing, |to| Next::Send(Box::new(letter(to)))))
        }
        What::Change { booking, .. } | What::Reminder { booking, .. } => {
            told(app, carrier, desk, (item, job), *booking, now_ms)
        }
        What::Offer { booking } => offered(app, desk, item, *booking, now_ms),
        What::Waiting | What::Came { .. } => Ok(Next::Nothing),
    }
}

/// That a time is held for somebody who waits for one, while it is.
fn offered(app: &App, desk: &Desk, item: &Item, booking: Uuid, now_ms: i64) -> Result<Next, DeskError> {
    let store = &app.store;
    let Some(office) = Office::beside(app, desk, now_ms)? else { return Ok(Next::Later(now_ms + LEASE_MS)) };
    let Some(kept) = store.item(desk, Shelf::Booking, booking)? else { return Ok(Next::Nothing) };
    let Ok(it) = Appointment::deserialize(&kept.body) else { return Ok(Next::Nothing) };
    let State::Held { until_ms } = it.booking.state else { return Ok(Next::Nothing) };
    if until_ms <= now_ms {
        return Ok(Next::TooLate);
    }
    let (page, zone) = (&office.page, &office.zone);
    if page.mail.rules.is_quiet(zone, now_ms) {
        return Ok(Next::Later(page.mail.rules.awake(zone, now_ms)));
    }
    let Some(to) = mailbox::sure(store, PersonId::from_uuid(it.booking.client))? else { return Ok(Next::Nothing) };
    let about = About { page, zone, id: booking, version: kept.version, it: &it };
    Ok(Next::Send(Box::new(compose::free(app, &about, item.id, until_ms, &to, now_ms))))
}

/// What is told of an appointment as it stands now.
fn told(
    app: &App,
    carrier: &dyn Carrier,
    desk: &Desk,
    (item, job): (&Item, &Job),
    booking: Uuid,
    now_ms: i64,
) -> Result<Next, DeskError> {
    let store = &app.store;
    let page = store.item(desk, Shelf::Practice, desk.owner().as_uuid())?;
    let page = page.and_then(|page| Page::deserialize(&page.body).ok());
    let Some((page, zone)) = page.and_then(|page| zone_of(&page.zone).map(|zone| (page, zone))) else {
        return Ok(Next::Later(now_ms + LEASE_MS));
    };
    let Some(kept) = store.item(desk, Shelf::Booking, booking)? else { return Ok(Next::Nothing) };
    let Ok(it) = Appointment::deserialize(&kept.body) else { return Ok(Next::Nothing) };
    let (stands, rules, from) = (Stands::of(Some(&it.booking)), &page.mail.rules, it.booking.hands.from);
    let notice = match job.what {
        What::Change { knew, .. } => Notice::of(knew, stands),
        What::Reminder { from: at, .. } => (matches!(stands, Stands::Fixed { from, .. } if from == at)
            && from.as_ms() > now_ms)
            .then_some(Notice::Reminder),
        What::Code { .. } | What::Account | What::Offer { .. } | What::Waiting | What::Came { .. } => None,
    };
    let Some(notice) = notice else { return Ok(Next::Nothing) };
    if rules.is_quiet(&zone, now_ms) {
        return Ok(Next::Later(rules.awake(&zone, now_ms)));
    }
    if matches!(stands, Stands::Fixed { .. }) && notice != Notice::Reminder {
        remind(app, desk, item, booking, from, rules.reminder(&zone, from).filter(|at| *at > now_ms))?;
    }
    let Some(to) = mailbox::sure(store, PersonId::from_uuid(it.booking.client))? else { return Ok(Next::Nothing) };
    if from.as_ms() <= now_ms {
        return Ok(Next::TooLate);
    }
    let about = About { page: &page, zone: &zone, id: booking, version: kept.version, it: &it };
    Ok(Next::Send(Box::new(compose::of(app, notice, &about, item.id, (&to, carrier.from()), now_ms))))
}

/// Keeps when the client is reminded, in the place of what was kept before.
fn remind(
    app: &App,
    desk: &Desk,
    item: &Item,
    booking: Uuid,
    from: supple_practice::Moment,
    at_ms: Option<i64>,
) -> Result<(), DeskError> {
    let id = reminder_id(booking);
    let known = app.store.item(desk, Shelf::Job, id)?;
    let version = known.as_ref().map_or(0, |known| known.version);
    match (at_ms, known) {
        (Some(at_ms), _) => {
            let job = Job::new(What::Reminder { booking, from }, at_ms);
            app.store.put(desk, Shelf::Job, &job.item(id, at_ms, item.about, version)).map(drop)
        }
        (None, Some(_)) => app.store.remove(desk, Shelf::Job, id, version),
        (None, None) => Ok(()),
    }
}
