//! A therapist is away: everything that is booked with them in that time is looked at, and offered anew, in one act.

mod instead;

use std::collections::BTreeSet;

use askama::Template;
use jiff::civil::Date;
use supple_practice::{
    Moment, Practice, Service, Span, Taken,
    book::{Act, Booking, State},
    fit::{Fitted, slot_of},
    policy::Because,
    slots::free_room,
};
use uuid::Uuid;

use instead::{Away, Instead, ahead, instead, value, without};

use super::{
    field::{Field, Fields, Reading},
    not_kept, said,
};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Entry, Noting, Office, taken},
    form::Form,
    frame::{Frame, Trouble},
    pages::trouble,
    voice::Voice,
};

/// The longest time away, in days.
const LONGEST: i32 = 366;

#[derive(Template)]
#[template(path = "practice_away.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    therapists: Vec<(String, String, bool)>,
    therapist: String,
    therapist_error: Option<String>,
    fields: Vec<Field>,
    from: String,
    until: String,
    rather: Vec<(&'static str, String, bool)>,
    /// Whether the dates were given, so that there is something to look at.
    looked: bool,
    lines: Vec<Line>,
    /// Times away that are noted: from, until, in words, as they are sent.
    noted: Vec<Noted>,
    saved: bool,
    troubles: Vec<Trouble>,
}

/// A time away.
struct Noted {
    say: String,
    therapist: String,
    from: i64,
    until: i64,
}

/// A session that cannot be given.
struct Line {
    was: String,
    client: String,
    word: String,
    /// What can be offered.
    offer: Option<String>,
    why: Vec<String>,
    /// What is sent when it is chosen.
    value: String,
    /// What choosing it does.
    does: String,
}

/// Shows what there is to look at.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::DaySheet);
    office
        .and_then(|(office, _)| {
            let form = Form::read(call.query.as_bytes()).unwrap_or_default();
            let asked = form.has("therapist");
            let (away, troubles) = if asked { read(call, &office, &form)? } else { (None, Vec::new()) };
            page(call, &office, &form, away.as_ref(), troubles)
        })
        .unwrap_or_else(|reply| reply)
}

/// Who is away when, as a form says it; or what is wrong with it.
fn read(call: &Call, office: &Office, form: &Form) -> Result<(Option<Away>, Vec<Trouble>), Reply> {
    let v = &call.voice;
    let therapist = form.text("therapist").and_then(|id| Uuid::try_parse(id).ok());
    let therapist = therapist.filter(|id| office.therapist(*id).is_some());
    let mut troubles = Vec::new();
    if therapist.is_none() {
        troubles.push(Trouble::new("therapist", v.t("away-therapist-needed")));
    }
    let mut date = |name: &str| {
        let date = form.text(name).and_then(|text| text.parse::<Date>().ok());
        if date.is_none() {
            troubles.push(Trouble::new(name, v.t("practice-date")));
        }
        date
    };
    let dates = (date("from"), date("until"));
    let (Some(therapist), (Some(from), Some(until))) = (therapist, dates) else { return Ok((None, troubles)) };
    // At the reception, or their own.
    call.may(does::Reception, On::session(office.id(), therapist)).map(drop)?;
    let midnight = |date: Date| office.zone.at(date, 0).map(|(at, _)| at);
    let span = midnight(from).zip(until.tomorrow().ok().and_then(midnight));
    match span {
        Some((begins, ends)) if from <= until && (until - from).get_days() <= LONGEST => {
            let span = Span { from: begins, until: ends };
            let same = form.get("rather") == Some("person");
            Ok((Some(Away { therapist, from, until, span, same }), troubles))
        }
        _ => {
            troubles.push(Trouble::new("until", v.t("away-backwards")));
            Ok((None, troubles))
        }
    }
}

fn line(call: &Call, office: &Office, it: &Instead) -> Line {
    let v = &call.voice;
    let (is, why) = match &it.session.fitted {
        Fitted::AsWished(_) => ("other", &[][..]),
        Fitted::Moved { why, time, .. } => (if *time { "moved" } else { "other" }, why.as_slice()),
        Fitted::Impossible { why } => ("impossible", why.as_slice()),
    };
    let offer = slot_of(&it.session).and_then(|(start, index)| {
        let by = office.therapists.get(usize::try_from(index).ok()?)?;
        let args = [("when", said::when(v, &office.zone, start).into()), ("therapist", v.k(&by.name).into())];
        Some(v.with("book-with", &args))
    });
    Line {
        was: said::when(v, &office.zone, it.entry.it.booking.hands.from),
        client: it.entry.it.client.clone(),
        word: v.t(&format!("away-{is}")),
        does: v.t(if offer.is_some() { "away-offer" } else { "away-call-off" }),
        offer,
        why: if is == "other" {
            Vec::new()
        } else {
            why.iter().map(|why| said::refusal(v, call.knowledge(), why)).collect()
        },
        value: value(office, it),
    }
}

fn page(
    call: &Call,
    office: &Office,
    form: &Form,
    away: Option<&Away>,
    troubles: Vec<Trouble>,
) -> Result<Reply, Reply> {
    let v = &call.voice;
    let again = !troubles.is_empty();
    let known = Office::open(call, office.id())?;
    let lines = match away {
        Some(away) => {
            let changed = without(Office::open(call, office.id())?, away);
            instead(call, &changed, away)?.iter().map(|it| line(call, &changed, it)).collect()
        }
        None => Vec::new(),
    };
    let fields = Fields { call, troubles: &troubles };
    let date = |id: &str, key: &str| Field {
        value: form.get(id).unwrap_or_default().to_owned(),
        ..fields.of(id, key, "date", "")
    };
    let chosen = form.get("therapist").unwrap_or_default().to_owned();
    let mine = |id: Uuid| call.may(does::Reception, On::session(office.id(), id)).is_ok();
    let same = form.get("rather") == Some("person");
    let page = Page {
        f: call.frame("away-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        therapists: known
            .therapists
            .iter()
            .filter(|it| mine(it.id))
            .map(|it| (it.id.to_string(), it.name.clone(), it.id.to_string() == chosen))
            .collect(),
        therapist: chosen,
        therapist_error: crate::frame::beside(&troubles, "therapist"),
        fields: vec![date("from", "away-from"), date("until", "away-until")],
        from: away.map_or_else(String::new, |away| away.from.to_string()),
        until: away.map_or_else(String::new, |away| away.until.to_string()),
        rather: vec![("time", v.t("away-rather-time"), !same), ("person", v.t("away-rather-person"), same)],
        looked: away.is_some(),
        lines,
        noted: noted(call, &known, mine),
        saved: call.flag("saved"),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// The times away that are not over.
fn noted(call: &Call, office: &Office, mine: impl Fn(Uuid) -> bool) -> Vec<Noted> {
    let v = &call.voice;
    let mut all = Vec::new();
    for therapist in office.therapists.iter().filter(|it| mine(it.id)) {
        for span in therapist.away.iter().filter(|span| span.until > call.moment()) {
            let day = |at: Moment| office.zone.wall(at).map_or_else(String::new, |(day, _)| said::date(v, day));
            let args = [
                ("therapist", v.k(&therapist.name).into()),
                ("from", day(span.from).into()),
                ("until", day(Moment(span.until.0 - 1)).into()),
            ];
            let say = v.with("away-noted", &args);
            all.push(Noted { say, therapist: therapist.id.to_string(), from: span.from.0, until: span.until.0 });
        }
    }
    all
}

/// Notes the time away and offers what was chosen, or takes a time away back.
pub(crate) fn save(call: &Call) -> Reply {
    done(call).unwrap_or_else(|reply| reply)
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    if call.form.get("act") == Some("back") {
        return back(call, &office);
    }
    let (away, troubles) = read(call, &office, &call.form)?;
    let Some(away) = away else { return page(call, &office, &call.form, None, troubles) };
    let again = |trouble: Trouble| page(call, &office, &call.form, Some(&away), vec![trouble]);
    let changed = without(Office::open(call, office.id())?, &away);
    let found = instead(call, &changed, &away)?;
    let chosen: BTreeSet<&str> = call.form.all("take").collect();
    let picked: Vec<&Instead> = found.iter().filter(|it| chosen.contains(value(&changed, it).as_str())).collect();
    if picked.len() != chosen.len() {
        return again(Trouble::new("sessions", call.voice.t("away-changed")));
    }
    let mut entries = Vec::new();
    let all = ahead(call, &changed)?;
    let mut taken: Vec<Taken> = all.iter().map(|entry| taken(&entry.it.booking)).collect();
    for it in picked {
        match offered(call, &changed, it, &mut taken) {
            Some(entry) => entries.push(entry),
            None => return again(Trouble::new("sessions", call.voice.t("away-changed"))),
        }
    }
    // First nobody can book the time any more; what cannot be offered then is looked at again.
    let therapist = changed.therapist(away.therapist).ok_or_else(|| trouble::not_found(call))?;
    let noted = office.note(call, "away", away.therapist, None);
    let kept = noted.and_then(|()| office.keep_therapist(call, therapist));
    let what = |entry: &Entry| if entry.it.booking.offered.is_some() { "offer" } else { "call-off" };
    let lines: Vec<Noting<'_>> = entries.iter().map(|entry| Noting::of(what(entry), entry)).collect();
    match kept.and_then(|()| changed.book_and_note(call, &entries, &lines)) {
        Ok(_) => Ok(Reply::to(format!(
            "/practice/{}/away?saved&therapist={}&from={}&until={}",
            office.id(),
            away.therapist,
            away.from,
            away.until
        ))),
        Err(why) => again(not_kept(call, "sessions", why)?),
    }
}

/// The session with what is offered in its place, or called off where nothing can be; nothing where that is not possible any
/// more.
fn offered(call: &Call, office: &Office, it: &Instead, taken_now: &mut Vec<Taken>) -> Option<Entry> {
    let mut entry = it.entry.clone();
    let own = taken(&entry.it.booking);
    let act = match slot_of(&it.session) {
        None => Act::Cancel(Because::Practice),
        Some((start, index)) => {
            let by = office.therapists.get(usize::try_from(index).ok()?)?.id;
            let service: &Service = office.service(entry.it.booking.service)?;
            taken_now.retain(|taken| *taken != own);
            let room = {
                let now: Practice<'_> = office.now(call, taken_now);
                if service.needs_room { free_room(&now, service, start) } else { None }
            };
            if service.needs_room && room.is_none() {
                return None;
            }
            let (hands, whole) = (service.hands(start), service.whole(start));
            // Its own time is kept until all of them have moved.
            taken_now.extend([own, Taken { therapist: by, room, whole, hands }]);
            Act::Offer { therapist: by, room, hands, whole }
        }
    };
    let after = |booking: &Booking, act| booking.after(act, call.now.at.0, office.today(call)).ok();
    entry.it.booking = after(&entry.it.booking, act)?;
    // What was shared was for the other therapist, or for another day: the client shares it anew.
    entry.it.brief = None;
    if entry.it.booking.state == State::Booked {
        entry.it.booking = after(&entry.it.booking, Act::Unscreen)?;
    }
    Some(entry)
}

/// They are back: a time away is taken out. What was offered stays offered.
fn back(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let mut reading = Reading::new(call);
    let id = call.form.text("therapist").and_then(|id| Uuid::try_parse(id).ok());
    let number = |name: &str| call.form.text(name).and_then(|text| text.parse().ok()).map(Moment);
    let span = number("from").zip(number("until")).map(|(from, until)| Span { from, until });
    let therapist = id.and_then(|id| office.therapist(id)).cloned();
    let (Some(mut therapist), Some(span)) = (therapist, span) else { return Err(trouble::not_found(call)) };
    call.may(does::Reception, On::session(office.id(), therapist.id)).map(drop)?;
    therapist.away.retain(|away| *away != span);
    let noted = office.note(call, "back", therapist.id, None);
    match noted.and_then(|()| office.keep_therapist(call, &therapist)) {
        Ok(()) => Ok(Reply::to(format!("/practice/{}/away?saved", office.id()))),
        Err(why) => {
            reading.troubles.push(not_kept(call, "therapist", why)?);
            page(call, office, &Form::default(), None, reading.troubles)
        }
    }
}
