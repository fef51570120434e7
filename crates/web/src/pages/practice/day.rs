//! The day sheet: for each session in a few seconds what may not be done, how far the course is, what last changed, and what
//! is not known.

use askama::Template;
use jiff::civil::Date;
use supple_practice::{
    Moment, Span,
    book::{Ready, State},
};

use super::said;
use crate::{
    access::{Authorized, On, does},
    account::{self, Look},
    call::{Call, Reply},
    desk::{Brief, Entry, Office, Three},
    form::Form,
    frame::{Frame, Trouble},
    pages::{book::list, trouble},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_day.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    day: String,
    date: String,
    before: String,
    after: String,
    /// That the practice is closed for a holiday.
    holiday: Option<String>,
    rows: Vec<Row>,
    /// Yes, no, not known.
    three: Vec<(&'static str, String)>,
    consent: &'static str,
    alone: bool,
    troubles: Vec<Trouble>,
}

/// A session of the day.
struct Row {
    id: String,
    time: String,
    client: String,
    with: String,
    state: String,
    /// That it was offered in place of another time, and the client has not said yet whether it suits them.
    offered: Option<String>,
    nth: Option<String>,
    /// Why it cannot begin, as far as the questions go.
    held: Option<String>,
    /// Whether the answers forbid it: then what else can be done is not folded away.
    forbids: bool,
    /// Since when it has been going on.
    since: Option<String>,
    limits: Vec<String>,
    no_limits: bool,
    places: Vec<String>,
    change: Option<String>,
    unknown: Vec<String>,
    /// Whether the client lets a clinic's record be brought in.
    brings: bool,
    /// What a clinician has to agree to first.
    asks: Vec<String>,
    /// A clinician's agreement with its limits.
    agreed: Vec<String>,
    /// That it ends before the session.
    ended: Option<String>,
    /// What can be done with it now: the ids of acts.
    acts: Vec<(&'static str, String)>,
    /// How something that was said by mistake is put right.
    right: Vec<(&'static str, String)>,
    /// Whether beginning is offered, which needs to be asked first.
    begin: bool,
    /// Whether it is the next to begin: then what has to be asked is not folded away.
    next: bool,
    /// Whether what was shared with another therapist may be opened for a reason.
    glass: bool,
    /// What the link to the notes says, and whether writing them comes next.
    note: Option<String>,
    write: bool,
}

/// The day of the address; today without one.
pub(super) fn day(call: &Call, office: &Office) -> Date {
    let query = Form::read(call.query.as_bytes()).unwrap_or_default();
    let typed = query.get("date").or(call.form.get("date")).and_then(|text| text.parse().ok());
    typed.unwrap_or_else(|| office.today(call))
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::DaySheet);
    office.and_then(|(office, _)| page(call, &office, Vec::new())).unwrap_or_else(|reply| reply)
}

/// The sessions that begin on a day.
pub(super) fn entries(call: &Call, office: &Office, day: Date) -> Result<Vec<Entry>, Reply> {
    let midnight = |day: Date| office.zone.at(day, 0).map(|(at, _)| at);
    let ends = midnight(day).zip(day.tomorrow().ok().and_then(midnight));
    let (from, until) = ends.ok_or_else(|| trouble::not_found(call))?;
    let mut entries = office.entries(call, Span { from, until })?;
    entries.retain(|entry| (from..until).contains(&entry.it.booking.hands.from));
    entries.sort_by_key(|entry| entry.it.booking.hands.from);
    Ok(entries)
}

pub(super) fn page(call: &Call, office: &Office, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (v, day) = (&call.voice, day(call, office));
    let beside = |date: Result<Date, jiff::Error>| date.map_or_else(|_| day.to_string(), |date| date.to_string());
    let again = !troubles.is_empty();
    let entries = entries(call, office, day)?;
    let mut rows = Vec::new();
    for entry in &entries {
        // What was shared is the treating therapist's to see, and that they saw it is noted first.
        let allowed = call.may(does::Brief, On::session(office.id(), entry.it.booking.therapist)).ok();
        let brief = allowed.and_then(|allowed| brief(entry, day, &allowed));
        let asked = call.may(does::Brief, On::session(office.id(), entry.it.booking.therapist)).is_ok();
        if brief.is_some() || asked && (!entry.it.asks.is_empty() || entry.it.agreed.is_some()) {
            looked(call, office, entry, "brief", None)?;
        }
        rows.push(row(call, office, entry, day, brief));
    }
    if let Some(next) = rows.iter_mut().find(|row: &&mut Row| row.begin) {
        next.next = true;
    }
    let page = Page {
        f: call.frame("day-page", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        day: said::weekday(v, day),
        date: day.to_string(),
        before: beside(day.yesterday()),
        after: beside(day.tomorrow()),
        holiday: office.closed.get(&day).map(|name| v.s("day-holiday", "name", &v.k(name))),
        rows,
        three: Three::ALL.into_iter().map(|it| (it.id(), v.t(&format!("three-{}", it.id())))).collect(),
        consent: super::act::CONSENT,
        alone: !call.house.app.mode.signs_in(),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// What the client lets the therapist know. What was shared for another day says nothing about this one.
fn brief<'a>(entry: &'a Entry, day: Date, allowed: &Authorized<does::Brief>) -> Option<&'a Brief> {
    // A permission for one session is none for another.
    let theirs = allowed.on().therapist == Some(entry.it.booking.therapist);
    entry.it.brief.as_ref().filter(|brief| theirs && brief.on == day)
}

/// Notes that somebody signed in sees what a client shared: in the practice's audit, and at the client's own desk, so that they
/// see who looked. Once for each visit and state of what was seen. Alone on one computer nobody knows who it is.
pub(super) fn looked(
    call: &Call,
    office: &Office,
    entry: &Entry,
    what: &str,
    reason: Option<&str>,
) -> Result<(), Reply> {
    let (Some(signed), Some(open)) = (&call.visit.signed, &call.visit.open) else { return Ok(()) };
    let seen = (entry.id, entry.version(), what.to_owned());
    if reason.is_none() && signed.seen.contains(&seen) {
        return Ok(());
    }
    let look = Look {
        by: signed.person.as_uuid(),
        name: open.name.clone(),
        practice: office.page.name.clone(),
        what: what.to_owned(),
        reason: reason.map(str::to_owned),
    };
    let failed = |_| trouble::not_written(call, crate::record::NotWritten::Store);
    office
        .note(call, what, entry.id, reason)
        .map_err(|_| trouble::not_written(call, crate::record::NotWritten::Store))?;
    match account::looked(&call.house.app.store, entry.it.booking.client, call.now.at, &look) {
        // Whoever destroyed their record has nobody to be told.
        Ok(()) | Err(supple_store::DeskError::Unknown { .. }) => {}
        Err(error) => return Err(failed(error)),
    }
    call.house.visits.change(&call.token, |visit| {
        if let Some(signed) = visit.signed.as_mut() {
            signed.seen.insert(seen);
        }
    });
    Ok(())
}

/// The headings of what a clinician has to agree to.
fn asks(call: &Call, entry: &Entry) -> Vec<String> {
    let knowledge = call.knowledge();
    let rule = |id: &String| knowledge.rule_id(id).and_then(|id| knowledge.rule(id));
    entry.it.asks.iter().filter_map(rule).map(|rule| call.voice.k(&rule.title)).collect()
}

/// Who agreed until when, with which limits.
fn agreed(v: &Voice, entry: &Entry) -> Vec<String> {
    let Some(it) = &entry.it.agreed else { return Vec::new() };
    let args = [("by", it.by.as_str().into()), ("date", said::date(v, it.until).into())];
    let mut lines = vec![v.with("day-agreed", &args)];
    lines.extend(it.max_pressure.map(|most| v.s("day-agreed-pressure", "pressure", &v.pressure(most))));
    lines.extend(it.max_minutes.map(|most| v.n("day-agreed-minutes", "minutes", most)));
    lines.extend((!it.words.is_empty()).then(|| it.words.clone()));
    lines
}

/// Since when the session goes on, on the practice's clock.
fn since(v: &Voice, office: &Office, entry: &Entry) -> Option<String> {
    let opening = entry.it.opening.as_ref().filter(|_| entry.it.booking.state == State::Started)?;
    let (_, minute) = office.zone.wall(Moment::begun(opening.at_ms))?;
    Some(v.s("day-since", "time", &said::clock(minute)))
}

fn row(call: &Call, office: &Office, entry: &Entry, day: Date, brief: Option<&Brief>) -> Row {
    let (v, booking) = (&call.voice, &entry.it.booking);
    let ready = booking.ready(day);
    let booked = booking.state == State::Booked;
    let today = day == office.today(call);
    let held = match ready {
        _ if !booked => None,
        Ready::Yes => None,
        Ready::NotAsked => Some(v.t("day-not-asked")),
        Ready::Forbids => Some(v.t("day-forbids")),
    };
    let here = On::session(office.id(), booking.therapist);
    let (treats, receives) = (call.may(does::Treat, here).is_ok(), call.may(does::Reception, here).is_ok());
    let list = |pick: fn(&crate::desk::Brief) -> &Vec<String>| {
        brief.map(|brief| pick(brief).iter().map(|line| v.k(line)).collect::<Vec<_>>()).unwrap_or_default()
    };
    let offered: &[&'static str] = match booking.state {
        State::Booked if today && receives => &["late", "no-show", "call-off"],
        State::Booked if receives && day < office.today(call) => &["no-show", "call-off"],
        State::Booked if receives => &["call-off"],
        State::Started if treats => &["done"],
        _ => &[],
    };
    let right: &[&'static str] = match booking.state {
        State::Done { .. } if treats => &["not-done", "not-begun"],
        State::Started if treats => &["not-begun"],
        State::NoShow { .. } if receives => &["not-begun"],
        _ => &[],
    };
    let say = |acts: &[&'static str]| acts.iter().map(|act| (*act, v.t(&format!("day-{act}")))).collect();
    let gone = || v.t("book-gone");
    let args = [
        ("therapist", office.therapist(booking.therapist).map_or_else(gone, |it| v.k(&it.name)).into()),
        ("service", office.service(booking.service).map_or_else(gone, |it| v.k(&it.name)).into()),
    ];
    Row {
        id: entry.id.to_string(),
        time: office.zone.wall(booking.hands.from).map_or_else(String::new, |(_, minute)| said::clock(minute)),
        client: entry.it.client.clone(),
        with: v.with("day-with", &args),
        state: list::state(v, booking.state),
        offered: booking.offered.map(|_| v.t("day-offered")),
        nth: booking.course.as_ref().map(|of| list::nth(v, of.nth, of.of)),
        held,
        forbids: booked && ready == Ready::Forbids,
        since: since(v, office, entry),
        limits: list(|brief| &brief.limits),
        no_limits: brief.is_some_and(|brief| brief.limits.is_empty()),
        places: list(|brief| &brief.places),
        change: brief.and_then(|brief| brief.last_change).map(|change| {
            let key = match change {
                ..0 => "day-better",
                0 => "day-same",
                1.. => "day-worse",
            };
            v.n(key, "points", i64::from(change.abs()))
        }),
        unknown: list(|brief| &brief.unknown),
        brings: treats && entry.it.brings && booking.state == State::Booked,
        asks: if treats { asks(call, entry) } else { Vec::new() },
        agreed: if treats { agreed(v, entry) } else { Vec::new() },
        ended: entry
            .it
            .agreed
            .as_ref()
            .filter(|it| treats && booked && it.until < day)
            .map(|_| v.t("day-agreed-ended")),
        acts: say(offered),
        right: say(right),
        begin: booked && today && treats && ready == Ready::Yes,
        next: false,
        write: matches!(booking.state, State::Done { .. }) && entry.it.notes.is_empty(),
        note: treats
            .then(|| match (booking.state, entry.it.notes.len()) {
                (State::Started | State::Done { .. }, 0) => Some(v.t("soap-write")),
                (_, 0) => None,
                (_, count) => Some(v.n("soap-read", "count", count)),
            })
            .flatten(),
        glass: !treats && entry.it.brief.is_some() && call.may(does::BreakGlass, here).is_ok(),
    }
}
