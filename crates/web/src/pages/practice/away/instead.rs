//! What can be offered instead of the sessions of somebody who is away.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry::Vacant};

use jiff::civil::Date;
use supple_practice::{
    Moment, Span, Taken,
    book::State,
    fit::{Course, Session, Wish, slot_of},
    reoffer::{Group, reoffer},
};
use uuid::Uuid;

use crate::{
    call::{Call, Reply},
    desk::{Entry, Office, taken},
    pages::trouble,
};

/// The time of a session in a course whose dose nobody knows any more: once a week.
const WEEKLY: (u16, u16) = (1, 7);

/// Who is away when.
pub(super) struct Away {
    pub(super) therapist: Uuid,
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) span: Span,
    /// Whether the same therapist at another time is better than somebody else at the same time.
    pub(super) same: bool,
}

/// What becomes of one session.
pub(super) struct Instead {
    pub(super) entry: Entry,
    pub(super) session: Session,
}

/// The practice while somebody is away.
pub(super) fn without(mut office: Office, away: &Away) -> Office {
    for therapist in office.therapists.iter_mut().filter(|it| it.id == away.therapist) {
        if !therapist.away.contains(&away.span) {
            therapist.away.push(away.span);
        }
    }
    office
}

/// Everything from now on at the practice.
pub(super) fn ahead(call: &Call, office: &Office) -> Result<Vec<Entry>, Reply> {
    let span = Span { from: Moment(call.moment().0 - 576), until: Span::EVER.until };
    let mut entries = office.entries(call, span)?;
    entries.retain(|entry| entry.it.booking.is_live(call.now.at.0));
    entries.sort_by_key(|entry| (entry.it.booking.hands.from, entry.id));
    Ok(entries)
}

/// The dose of the course that a session belongs to.
fn course(call: &Call, entry: &Entry) -> Course {
    let known = entry
        .it
        .planned
        .as_ref()
        .and_then(|planned| call.knowledge().courses.courses.iter().find(|course| course.id == planned.course));
    let (times, in_days) = known.map_or(WEEKLY, |course| (course.usual_times, course.in_days));
    let mut needed = entry.it.needed.clone();
    if needed.is_empty() {
        needed.extend(entry.it.planned.as_ref().and_then(|planned| planned.technique.clone()));
    }
    Course::spaced(1, times, in_days, needed)
}

/// What can be offered instead of every session that cannot be given, in the order of their beginnings.
pub(super) fn instead(call: &Call, office: &Office, away: &Away) -> Result<Vec<Instead>, Reply> {
    let entries = ahead(call, office)?;
    let now = call.moment();
    let is_hit = |entry: &Entry| {
        let booking = &entry.it.booking;
        booking.therapist == away.therapist
            && booking.state == State::Booked
            && booking.hands.from > now
            && booking.whole.meets(away.span)
    };
    let (hit, stay): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_hit);
    // What each has beside, in other practices too.
    let moved: BTreeSet<Uuid> = hit.iter().map(|entry| entry.id).collect();
    let mut others: BTreeMap<Uuid, Vec<Span>> = BTreeMap::new();
    for entry in &hit {
        if let Vacant(place) = others.entry(entry.it.booking.client) {
            place.insert(call.busy(entry.it.booking.client, |id| moved.contains(&id))?);
        }
    }
    let all: Vec<Taken> = hit.iter().chain(&stay).map(|entry| taken(&entry.it.booking)).collect();
    let wall = |entry: &Entry| office.zone.wall(entry.it.booking.hands.from);
    let index = office.therapists.iter().position(|it| it.id == away.therapist);
    let index = index.and_then(|index| u32::try_from(index).ok());
    // The sessions of one client, course and time of day, in the order in which their first one comes.
    let mut groups: Vec<(Vec<Entry>, Group<'_>)> = Vec::new();
    for entry in hit {
        let booking = &entry.it.booking;
        let (Some((date, minute)), Some(service)) = (wall(&entry), office.service(booking.service)) else { continue };
        let own = taken(booking);
        let alike = |(known, group): &&mut (Vec<Entry>, Group<'_>)| {
            let same = known.first().is_some_and(|known| of_one_course(known, &entry));
            same && group.wish.minute == minute && group.service.id == service.id
        };
        if let Some((known, group)) = groups.iter_mut().find(alike) {
            group.dates.push(date);
            group.own.push(own);
            known.push(entry);
            continue;
        }
        let theirs = || stay.iter().filter(|other| other.it.booking.client == booking.client);
        let group = Group {
            service,
            course: course(call, &entry),
            wish: Wish {
                from: office.today(call),
                weekdays: Vec::new(),
                minute,
                therapist: index.filter(|_| away.same),
                busy: others.get(&booking.client).cloned().unwrap_or_default(),
            },
            dates: vec![date],
            others: theirs()
                .filter(|other| of_one_course(other, &entry))
                .filter_map(wall)
                .map(|(date, _)| date)
                .collect(),
            own: vec![own],
        };
        groups.push((vec![entry], group));
    }
    let (entries, groups): (Vec<Vec<Entry>>, Vec<Group<'_>>) = groups.into_iter().unzip();
    let found = reoffer(&office.now(call, &all), &groups);
    let mut instead: Vec<Instead> = Vec::new();
    for (entries, sessions) in entries.into_iter().zip(found) {
        let sessions = sessions.map_err(|_| trouble::not_found(call))?;
        instead.extend(entries.into_iter().zip(sessions).map(|(entry, session)| Instead { entry, session }));
    }
    instead.sort_by_key(|it| (it.entry.it.booking.hands.from, it.entry.id));
    Ok(instead)
}

/// Whether two sessions belong to the same course of the same client; a single one belongs to none but itself.
fn of_one_course(one: &Entry, other: &Entry) -> bool {
    let course = |entry: &Entry| entry.it.booking.course.as_ref().map(|course| course.id);
    one.it.booking.client == other.it.booking.client && course(one).is_some() && course(one) == course(other)
}

/// What is sent for one session: its id, and what it is to become.
pub(super) fn value(office: &Office, it: &Instead) -> String {
    let to = slot_of(&it.session).and_then(|(start, index)| {
        let by = office.therapists.get(usize::try_from(index).ok()?)?;
        Some(format!("{}|{}", start.0, by.id))
    });
    format!("{}|{}", it.entry.id, to.unwrap_or_else(|| "off".to_owned()))
}
