//! Calendars that other programs fetch: a client's own appointments and a therapist's, at secret addresses.
//!
//! The address is the key: whoever has it may read times, and nothing else stands there. It is made at random, shown once and
//! kept as what it hashes to; another one takes its place, or none.

use askama::Template;
use jiff::Timestamp;
use supple_interop::feed::{self, Entry as Event};
use supple_practice::{Moment, Span, Zone, book::State};
use supple_store::{Desk, DeskError, Item, PersonId, Shelf};
use uuid::Uuid;

use super::{book::of_person, trouble};
use crate::{
    access::{On, does},
    account::secret,
    call::{Call, Reply},
    desk::{Entry, Office},
    frame::Frame,
    record::NotWritten,
    voice::Voice,
};

/// So far back appointments stand in it: 60 days, in steps of five minutes.
const BACK_STEPS: i64 = 60 * 24 * 12;
/// Digits of an id in an address.
const ID: usize = 32;

#[derive(Template)]
#[template(path = "calendar.html")]
struct Page {
    f: Frame,
    v: Voice,
    lead: String,
    /// Where the form is sent.
    action: String,
    therapist: String,
    /// The address, just made: it is shown once.
    address: Option<String>,
    on: bool,
}

/// Whose calendar it is.
struct Whose {
    desk: Desk,
    /// The person's id, or the therapist's.
    id: Uuid,
    lead: String,
    action: String,
    back: String,
}

/// One's own, or that of a therapist of the practice in the path.
fn whose(call: &Call, practice: bool) -> Result<Whose, Reply> {
    if practice {
        let (office, _) = Office::of_path(call, does::DaySheet)?;
        let asked = call.wish("therapist").or_else(|| call.form.get("therapist"));
        let id = asked.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| trouble::not_found(call))?;
        let therapist = office.therapist(id).ok_or_else(|| trouble::not_found(call))?;
        // Nobody fetches the times of somebody else.
        call.may(does::Treat, On::session(office.id(), id))?;
        let path = format!("/practice/{}", office.id());
        let lead = call.voice.s("feed-lead-therapist", "name", &call.voice.k(&therapist.name));
        return Ok(Whose { desk: office.desk().clone(), id, lead, action: format!("{path}/calendar"), back: path });
    }
    let person = call.open()?.key.person();
    let desk = call.house.app.store.desk(person).map_err(|_| trouble::read(call))?;
    let (lead, action) = (call.voice.t("feed-lead"), "/calendar".to_owned());
    Ok(Whose { desk, id: person.as_uuid(), lead, action, back: "/bookings".to_owned() })
}

fn kept(call: &Call, whose: &Whose) -> Result<Option<Item>, Reply> {
    call.house.app.store.item(&whose.desk, Shelf::Availability, whose.id).map_err(|_| trouble::read(call))
}

/// Shows one's own.
pub(crate) fn show(call: &Call) -> Reply {
    whose(call, false).and_then(|whose| page(call, &whose, None)).unwrap_or_else(|reply| reply)
}

/// Shows a therapist's.
pub(crate) fn show_therapist(call: &Call) -> Reply {
    whose(call, true).and_then(|whose| page(call, &whose, None)).unwrap_or_else(|reply| reply)
}

/// Makes an address, another one, or none.
pub(crate) fn act(call: &Call) -> Reply {
    whose(call, false).and_then(|whose| done(call, &whose)).unwrap_or_else(|reply| reply)
}

/// The same for a therapist.
pub(crate) fn act_therapist(call: &Call) -> Reply {
    whose(call, true).and_then(|whose| done(call, &whose)).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, whose: &Whose, address: Option<String>) -> Result<Reply, Reply> {
    let on = kept(call, whose)?.is_some();
    Ok(Reply::ok(&Page {
        f: call.frame("feed-page", Some(&whose.back)),
        v: call.voice.clone(),
        lead: whose.lead.clone(),
        action: whose.action.clone(),
        therapist: if whose.desk.is_practice() { whose.id.to_string() } else { String::new() },
        address,
        on,
    }))
}

fn done(call: &Call, whose: &Whose) -> Result<Reply, Reply> {
    let store = &call.house.app.store;
    let failed = |_: DeskError| trouble::not_written(call, NotWritten::Store);
    if call.form.get("act") == Some("off") {
        switch_off(call, &whose.desk, whose.id)?;
        return page(call, whose, None);
    }
    let version = kept(call, whose)?.map_or(0, |item| item.version);
    let proof = secret::token().ok_or_else(|| trouble::read(call))?;
    let body = serde_json::json!({ "feed": secret::mark(&proof) });
    let item = Item { id: whose.id, at: None, until: None, about: None, version, body };
    store.put(&whose.desk, Shelf::Availability, &item).map_err(failed)?;
    let token = format!("{}{}{proof}", whose.desk.owner().as_uuid().simple(), whose.id.simple());
    page(call, whose, Some(format!("{}/feed/{token}", origin(call))))
}

/// Makes an address that is in use open nothing any more.
pub(crate) fn switch_off(call: &Call, desk: &Desk, id: Uuid) -> Result<(), Reply> {
    let store = &call.house.app.store;
    let Some(item) = store.item(desk, Shelf::Availability, id).map_err(|_| trouble::read(call))? else {
        return Ok(());
    };
    let gone = store.remove(desk, Shelf::Availability, id, item.version);
    gone.map_err(|_| trouble::not_written(call, NotWritten::Store))
}

/// How this place is reached: by its name, or on this computer as it was asked for.
pub(crate) fn origin(call: &Call) -> String {
    match call.house.app.mode.host() {
        Some(host) => format!("https://{host}"),
        None => format!("http://{}", call.browser.host),
    }
}

/// The calendar itself, for whoever has its address.
pub(crate) fn file(call: &Call) -> Reply {
    fetched(call).unwrap_or_else(|reply| reply)
}

fn fetched(call: &Call) -> Result<Reply, Reply> {
    let gone = || trouble::not_found(call);
    let (owner, id) = proved(call).ok_or_else(gone)?;
    let back = Span { from: Moment(call.moment().0 - BACK_STEPS), until: Span::EVER.until };
    let mut zones: Option<(String, Zone)> = None;
    let mut events = Vec::new();
    let mut take = |call: &Call, office: &Office, entries: &[Entry]| {
        let shown = entries.iter().filter(|entry| entry.it.booking.hands.until > back.from);
        events.extend(shown.filter_map(|entry| event(&call.voice, entry)));
        if !events.is_empty() && zones.is_none() {
            zones = Some((office.page.zone.clone(), office.zone.clone()));
        }
    };
    if owner == id {
        for (office, entries) in of_person(call, owner)? {
            take(call, &office, &entries);
        }
    } else {
        let office = Office::open(call, owner)?;
        let mut entries = office.entries(call, back)?;
        entries.retain(|entry| entry.it.booking.therapist == id);
        take(call, &office, &entries);
    }
    events.sort_by(|one, other| (one.from, &one.uid).cmp(&(other.from, &other.uid)));
    let zone = zones.unwrap_or_else(|| ("UTC".to_owned(), Zone::new(jiff::tz::TimeZone::UTC)));
    let text = feed::feed(&call.voice.t("feed-name"), &zone.0, zone.1.time_zone(), &events);
    Ok(Reply::calendar(text))
}

/// Whose calendar an address opens; nothing where it opens none.
fn proved(call: &Call) -> Option<(Uuid, Uuid)> {
    let token = call.last_part();
    let id = |from: usize| token.get(from..from + ID).and_then(|id| Uuid::try_parse(id).ok());
    let (owner, id, proof) = (id(0)?, id(ID)?, token.get(2 * ID..)?);
    let store = &call.house.app.store;
    let desk = store.known_desk(PersonId::from_uuid(owner)).ok()??;
    let item = store.item(&desk, Shelf::Availability, id).ok()??;
    let mark = item.body.get("feed")?.as_str()?;
    secret::same(mark, &secret::mark(proof)).then_some((owner, id))
}

/// What is held is nobody's yet; what took place or was missed keeps its time.
fn event(v: &Voice, entry: &Entry) -> Option<Event> {
    let booking = &entry.it.booking;
    let at = |moment: Moment| Timestamp::from_millisecond(moment.as_ms()).ok();
    let cancelled = match booking.state {
        State::Held { .. } => return None,
        State::Cancelled { .. } => true,
        State::Booked | State::Started | State::Done { .. } | State::NoShow { .. } => false,
    };
    Some(Event {
        uid: format!("{}@supple", entry.id),
        sequence: entry.version().saturating_sub(1),
        made: at(booking.made)?,
        from: at(booking.hands.from)?,
        until: at(booking.hands.until)?,
        title: v.t("feed-title"),
        cancelled,
    })
}
