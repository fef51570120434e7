//! One appointment: cancel it, this and later ones, or all; say that one is unwell; move it.

use askama::Template;
use supple_practice::{
    Moment,
    book::{Act, Booking, Scope, State, in_scope},
    policy::Because,
    slots,
    slots::free_room,
};
use uuid::Uuid;

use super::{list::what, of_person};
use crate::{
    call::{Call, Reply},
    desk::{Entry, Office, ledger},
    form::Form,
    frame::{Frame, Trouble},
    pages::practice::{not_kept, said},
    voice::Voice,
};

/// How many other times are offered.
const TIMES: usize = 12;
/// How many of them on one day.
const A_DAY: usize = 2;

#[derive(Template)]
#[template(path = "booking_change.html")]
struct Page {
    f: Frame,
    v: Voice,
    id: String,
    when: String,
    what: String,
    fee: String,
    scopes: Vec<Goes>,
    times: Vec<(i64, String)>,
    policy: Vec<String>,
    troubles: Vec<Trouble>,
}

/// A scope with what goes and what stays.
struct Goes {
    id: &'static str,
    label: String,
    go: String,
    stay: String,
}

const SCOPES: [(Scope, &str); 3] = [(Scope::This, "this"), (Scope::ThisAndLater, "later"), (Scope::All, "all")];

/// The practice and the person's appointments there, with the place of the one that is meant.
fn found(call: &Call, id: Option<&str>) -> Result<(Office, Vec<Entry>, usize), Reply> {
    let person = call.open()?.key.person().as_uuid();
    let id = id.and_then(|id| Uuid::try_parse(id).ok());
    for (office, entries) in of_person(call, person)? {
        if let Some(at) = entries.iter().position(|entry| Some(entry.id) == id) {
            return Ok((office, entries, at));
        }
    }
    Err(Reply::to("/bookings"))
}

/// Shows what can be done.
pub(crate) fn show(call: &Call) -> Reply {
    let query = Form::read(call.query.as_bytes()).unwrap_or_default();
    match found(call, query.get("id")).and_then(|it| page(call, &it.0, &it.1, it.2, Vec::new())) {
        Ok(page) => Reply::ok(&page),
        Err(reply) => reply,
    }
}

fn bookings(entries: &[Entry]) -> Vec<Booking> {
    entries.iter().map(|entry| entry.it.booking.clone()).collect()
}

fn page(call: &Call, office: &Office, entries: &[Entry], at: usize, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (v, entry) = (&call.voice, entries.get(at).ok_or_else(|| Reply::to("/bookings"))?);
    let booking = &entry.it.booking;
    if !booking.is_open(call.now.at.0) {
        return Err(Reply::to("/bookings"));
    }
    let all = bookings(entries);
    let dates = |places: Vec<usize>| {
        let moments = places.into_iter().filter_map(|place| all.get(place)).map(|it| it.hands.from);
        v.parts(&moments.map(|at| said::when(v, &office.zone, at)).collect::<Vec<_>>())
    };
    let scopes = SCOPES
        .into_iter()
        .map(|(scope, id)| {
            let (go, stay) = in_scope(&all, at, scope, call.now.at.0);
            let stays =
                if stay.is_empty() { v.t("change-nothing-stays") } else { v.s("change-stays", "dates", &dates(stay)) };
            Goes { id, label: v.t(&format!("change-{id}")), go: v.s("change-goes", "dates", &dates(go)), stay: stays }
        })
        .collect();
    let fee = booking.fee(Because::Client, call.now.at.0).0;
    Ok(Page {
        f: call.frame("bookings-page", Some("/bookings")),
        v: v.clone(),
        id: entry.id.to_string(),
        when: said::when(v, &office.zone, booking.hands.from),
        what: what(v, office, entry),
        fee: if fee == 0 { v.t("change-free") } else { v.n("change-fee", "percent", fee) },
        scopes,
        times: times(call, office, entry)?.into_iter().map(|at| (at.0, said::when(v, &office.zone, at))).collect(),
        policy: said::policy(v, &booking.policy),
        troubles,
    })
}

/// The free times of the same therapist, and of the client, that lie nearest to the appointment. What a plan asks for was looked at when it was
/// booked, and the therapist stays the same.
fn times(call: &Call, office: &Office, entry: &Entry) -> Result<Vec<Moment>, Reply> {
    let booking = &entry.it.booking;
    let Some(service) = office.service(booking.service) else { return Ok(Vec::new()) };
    if !matches!(booking.state, State::Booked) {
        return Ok(Vec::new());
    }
    let taken = office.taken(call)?;
    let practice = office.now(call, &taken);
    let is_theirs = |index: u32| {
        let known = usize::try_from(index).ok().and_then(|index| office.therapists.get(index));
        known.is_some_and(|known| known.id == booking.therapist)
    };
    let busy = call.busy(booking.client, |id| id == entry.id)?;
    let suits = |at: &Moment| !busy.iter().any(|busy| busy.meets(service.hands(*at)));
    let free = slots(&practice, service, &std::collections::BTreeSet::new()).into_iter();
    let free = free.filter(|slot| is_theirs(slot.therapist)).map(|it| it.start);
    let mut times: Vec<Moment> = free.filter(suits).collect();
    times.sort_unstable_by_key(|at| at.0.abs_diff(booking.hands.from.0));
    let mut of_day = std::collections::BTreeMap::new();
    times.retain(|at| {
        let count = office.zone.wall(*at).map(|(day, _)| of_day.entry(day).or_insert(0));
        count.is_some_and(|count| {
            *count += 1;
            *count <= A_DAY
        })
    });
    times.truncate(TIMES);
    times.sort_unstable();
    Ok(times)
}

/// Does it.
pub(crate) fn save(call: &Call) -> Reply {
    match done(call) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (office, mut entries, at) = found(call, call.form.get("id"))?;
    let all = bookings(&entries);
    let scope = SCOPES.into_iter().find(|(_, id)| call.form.get("scope") == Some(id)).map(|(scope, _)| scope);
    let again = |call: &Call, entries: &[Entry], field: &str, key: &str| {
        let trouble = Trouble::new(field, call.voice.t(key));
        page(call, &office, entries, at, vec![trouble]).map(|page| Reply::again(&page))
    };
    let (chosen, act) = match (call.form.get("act"), scope) {
        (Some("unwell"), _) => (vec![at], Act::Cancel(Because::Unwell)),
        (Some("cancel"), Some(scope)) => (in_scope(&all, at, scope, call.now.at.0).0, Act::Cancel(Because::Client)),
        (Some("cancel"), None) => return again(call, &entries, "scope", "change-scope-needed"),
        _ => match moved(call, &office, entries.get(at))? {
            Some(act) => (vec![at], act),
            None => return again(call, &entries, "to", "change-time-needed"),
        },
    };
    let mut changed = Vec::new();
    for (entry, place) in entries.iter_mut().zip(0usize..) {
        if !chosen.contains(&place) {
            continue;
        }
        if let Ok(booking) = entry.it.booking.after(act, call.now.at.0, office.today(call)) {
            entry.it.booking = booking;
            changed.push(entry.clone());
        }
    }
    match office.book(call, &changed) {
        Ok(_) => {
            ledger::settle(call, &office);
            let unwell = matches!(act, Act::Cancel(Because::Unwell));
            Ok(Reply::to(if unwell { "/next" } else { "/bookings" }))
        }
        Err(why) => {
            let trouble = not_kept(call, "to", why)?;
            let (office, entries, at) = found(call, call.form.get("id"))?;
            page(call, &office, &entries, at, vec![trouble]).map(|page| Reply::again(&page))
        }
    }
}

/// The move to the time that was chosen, if it is still free.
fn moved(call: &Call, office: &Office, entry: Option<&Entry>) -> Result<Option<Act>, Reply> {
    let to = call.form.text("to").and_then(|to| to.parse().ok()).map(Moment);
    let Some((entry, to)) = entry.zip(to) else { return Ok(None) };
    let booking = &entry.it.booking;
    let Some(service) = office.service(booking.service) else { return Ok(None) };
    if !times(call, office, entry)?.contains(&to) {
        return Ok(None);
    }
    let taken = office.taken(call)?;
    let room = if service.needs_room { free_room(&office.now(call, &taken), service, to) } else { None };
    let (hands, whole) = (service.hands(to), service.whole(to));
    Ok(Some(Act::Move { therapist: booking.therapist, room, hands, whole }))
}
