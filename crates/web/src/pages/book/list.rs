//! A person's appointments: confirm what is held, share today's answers, and the way to change one.

use askama::Template;
use supple_practice::{
    Zone,
    book::{Act, Ready, Screened, State},
};
use uuid::Uuid;

use super::{
    brief::{self, Today},
    of_person,
    offer::{self, Offer},
    wait::wants,
};
use crate::{
    call::{Call, Reply},
    desk::{Entry, OfClient, Office, wait},
    frame::{Frame, Trouble},
    pages::{
        agreement,
        practice::{not_kept, said},
        track::first::First,
        trouble,
    },
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "bookings.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// A result, or a sign, that comes before every appointment.
    first_of_all: Option<First>,
    /// What is held for somebody who waited for a time.
    offers: Vec<Offer>,
    /// The script that counts down.
    countdown: String,
    /// What they wait for: the place on the list, and in words.
    waits: Vec<(String, String)>,
    held: Vec<Line>,
    /// Until when what is held is held.
    until: String,
    keys: Vec<String>,
    open: Vec<Line>,
    past: Vec<Line>,
    policy: Vec<String>,
    /// Whether a practice that keeps something of the client does not open.
    shut: bool,
    troubles: Vec<Trouble>,
}

/// An appointment in the list.
struct Line {
    id: String,
    when: String,
    what: String,
    state: String,
    /// Whether it is today's, and its questions were answered.
    ready: Option<String>,
    /// `ask`, `share`, `tell` or nothing: what the client can do about it today.
    next: &'static str,
    /// What was booked, where the practice offers this in its place.
    offer: Option<String>,
    /// Whether a clinician's agreement would open the way, so that the therapist can be asked for one.
    asks: bool,
    /// Whether the therapist may bring in a clinic's record; nothing where that is over.
    brings: Option<bool>,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    page(call, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

/// Therapist, service, practice, and which session of how many.
pub(super) fn what(v: &Voice, office: &Office, entry: &Entry) -> String {
    let booking = &entry.it.booking;
    let gone = || v.t("book-gone");
    let args = [
        ("therapist", office.therapist(booking.therapist).map_or_else(gone, |it| v.k(&it.name)).into()),
        ("service", office.service(booking.service).map_or_else(gone, |it| v.k(&it.name)).into()),
        ("practice", v.k(&office.page.name).into()),
    ];
    let what = v.with("book-what", &args);
    match &booking.course {
        // A single session is no course.
        Some(of) if of.of > 1 => v.parts(&[what, nth(v, of.nth, of.of)]),
        Some(_) | None => what,
    }
}

pub(crate) fn nth(v: &Voice, nth: u16, of: u16) -> String {
    v.with("book-nth", &[("nth", i64::from(nth).into()), ("of", i64::from(of).into())])
}

/// How far an appointment has come, in words.
pub(crate) fn state(v: &Voice, state: State) -> String {
    match state {
        State::Held { .. } => v.t("booking-held"),
        State::Booked => v.t("booking-booked"),
        State::Started => v.t("booking-started"),
        State::Done { minutes } => v.n("booking-done", "minutes", minutes.0),
        State::Cancelled { fee, .. } if fee.0 > 0 => v.n("booking-cancelled-fee", "percent", fee.0),
        State::Cancelled { .. } => v.t("booking-cancelled"),
        State::NoShow { fee } => v.n("booking-no-show", "percent", fee.0),
    }
}

fn line(call: &Call, person: &Person, office: &Office, entry: &Entry) -> Line {
    let (v, booking) = (&call.voice, &entry.it.booking);
    let day = office.zone.wall(booking.hands.from).map(|(day, _)| day);
    let is_today = booking.state == State::Booked && day == Some(office.today(call));
    let over = matches!(booking.state, State::Done { .. });
    let (ready, next) = match (is_today, day.map(|day| booking.ready(day)), brief::today(call, person)) {
        (false, _, Today::No) if booking.state == State::Booked => (Some("ready-later"), ""),
        (false, ..) | (_, None, _) => (None, if over { "tell" } else { "" }),
        (_, _, Today::No) => (Some("ready-forbids"), "share"),
        (_, Some(Ready::Yes), Today::Yes) => (Some("ready-yes"), ""),
        (_, _, Today::Yes) => (Some("ready-share"), "share"),
        (_, _, Today::Open) => (Some("ready-not-asked"), "ask"),
    };
    Line {
        id: entry.id.to_string(),
        when: said::when(v, &office.zone, booking.hands.from),
        what: what(v, office, entry),
        state: state(v, booking.state),
        ready: ready.map(|key| v.t(key)),
        next,
        brings: (booking.state == State::Booked).then_some(entry.it.brings),
        asks: next == "share"
            && ready == Some("ready-forbids")
            && !agreement::covered(call.knowledge(), person).is_empty(),
        offer: booking.offered.filter(|_| booking.is_open(call.now.at.0)).map(|before| {
            let gone = || v.t("book-gone");
            let args = [
                ("therapist", office.therapist(before.therapist).map_or_else(gone, |it| v.k(&it.name)).into()),
                ("when", said::when(v, &office.zone, before.from).into()),
            ];
            v.with("bookings-offer", &args)
        }),
    }
}

fn until(v: &Voice, zone: &Zone, state: State) -> Option<String> {
    match state {
        State::Held { until_ms } => {
            let (_, minute) = zone.wall(supple_practice::Moment::begun(until_ms))?;
            Some(v.s("book-held-until", "time", &said::clock(minute)))
        }
        _ => None,
    }
}

fn page(call: &Call, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (_, person) = call.person()?;
    let v = &call.voice;
    let mut page = Page {
        f: call.frame("bookings-page", Some("/")).of(&person),
        v: v.clone(),
        first_of_all: First::of(call, &person),
        offers: Vec::new(),
        countdown: call.house.assets.held_path.clone(),
        waits: Vec::new(),
        held: Vec::new(),
        until: String::new(),
        keys: Vec::new(),
        open: Vec::new(),
        past: Vec::new(),
        policy: Vec::new(),
        shut: false,
        troubles,
    };
    let OfClient { open, unread, shut } = Office::of_client(call, Uuid::from_u128(person.id))?;
    if let Some(unread) = unread {
        return Err(unread);
    }
    page.shut = shut;
    for (office, entries) in open {
        let places = wait::all(&call.house.app.store, office.desk()).map_err(|_| trouble::read(call))?;
        let own = places.iter().filter(|place| place.it.waiting.client.as_u128() == person.id);
        page.waits.extend(own.map(|place| (place.id.to_string(), wants(v, &office, &place.it.waiting))));
        for entry in &entries {
            if let Some(offer) = Offer::of(call, &office, entry) {
                page.policy = said::policy(v, &entry.it.booking.policy);
                page.offers.push(offer);
                continue;
            }
            let line = line(call, &person, &office, entry);
            let state = entry.it.booking.state;
            match state {
                State::Held { .. } => {
                    page.until = until(v, &office.zone, state).unwrap_or_default();
                    page.policy = said::policy(v, &entry.it.booking.policy);
                    page.keys.push(entry.id.to_string());
                    page.held.push(line);
                }
                State::Booked | State::Started if entry.it.booking.hands.until > call.moment() => page.open.push(line),
                _ => page.past.push(line),
            }
        }
    }
    page.past.reverse();
    page.past.truncate(20);
    Ok(page)
}

/// Confirms, lets go, or shares.
pub(crate) fn act(call: &Call) -> Reply {
    match done(call) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (_, person) = call.person()?;
    let ids: Vec<Uuid> =
        call.form.all("id").chain(call.form.all("brings")).filter_map(|id| Uuid::try_parse(id).ok()).collect();
    let mut troubles = Vec::new();
    for (office, entries) in of_person(call, Uuid::from_u128(person.id))? {
        let mut changed = Vec::new();
        for mut entry in entries.into_iter().filter(|entry| ids.contains(&entry.id)) {
            // Whoever held a time while its therapist fell ill does not get it.
            let away = |it: &supple_practice::Therapist| it.away.iter().any(|away| away.meets(entry.it.booking.whole));
            let is_away = office.therapist(entry.it.booking.therapist).is_none_or(away);
            let waited = entry.it.waited.is_some() && matches!(entry.it.booking.state, State::Held { .. });
            if waited && call.form.get("act") == Some("confirm") {
                let why = offer::against(call, &office, &entry)?;
                if !why.is_empty() {
                    let why = call.voice.parts(&why);
                    troubles.push(Trouble::new("offers", call.voice.s("wait-not-now", "why", &why)));
                    continue;
                }
            }
            if waited && call.form.get("act") == Some("let-go") {
                if let Some(booking) = entry.it.booking.let_go(call.now.at.0) {
                    entry.it.booking = booking;
                    changed.push(entry);
                }
                continue;
            }
            // It changes nothing of the appointment.
            if let Some(act @ ("bring" | "bring-not")) = call.form.get("act") {
                entry.it.brings = act == "bring";
                changed.push(entry);
                continue;
            }
            let act = match call.form.get("act") {
                Some("confirm") if is_away => {
                    troubles.push(Trouble::new("held", call.voice.t("book-changed")));
                    continue;
                }
                Some("confirm") => Act::Confirm,
                Some("accept") => Act::Accept,
                // What a clinician has to agree to is told by an act of its own.
                Some("share-asks") => {
                    let rules = agreement::covered(call.knowledge(), &person);
                    let id = |rule| call.knowledge().rule(rule).map(|rule| rule.id.clone());
                    entry.it.asks = rules.into_iter().filter_map(id).collect();
                    entry.it.brief = None;
                    Act::Screen(Screened { on: office.today(call), allowed: false })
                }
                Some("let-go") => Act::Cancel(supple_practice::policy::Because::Client),
                Some("share") => match brief::shared(call, &person, &office) {
                    Some((act, brief)) => {
                        entry.it.brief = brief;
                        entry.it.asks = Vec::new();
                        act
                    }
                    None => return Ok(Reply::to("/next")),
                },
                Some(_) | None => return Ok(Reply::to("/bookings")),
            };
            match entry.it.booking.after(act, call.now.at.0, office.today(call)) {
                Ok(booking) => {
                    entry.it.booking = booking;
                    changed.push(entry);
                }
                Err(_) => troubles.push(Trouble::new("held", call.voice.t("book-not-now"))),
            }
        }
        if troubles.is_empty() && !changed.is_empty() {
            match office.book(call, &changed) {
                Ok(_) if call.form.get("act") == Some("confirm") => {
                    changed.iter().for_each(|entry| offer::booked(call, &office, entry));
                }
                Ok(_) => {}
                Err(why) => troubles.push(not_kept(call, "held", why)?),
            }
        }
    }
    if troubles.is_empty() { Ok(Reply::to("/bookings")) } else { Ok(Reply::again(&page(call, troubles)?)) }
}
