//! What the therapist may see before a session, and what the questions come to: shared by the client's own act.

use std::collections::BTreeSet;

use supple_care::{Cleared, Intensity, plan::Plan};
use supple_practice::book::{Act, Ready, Screened, State};
use supple_store::{PersonId, PersonKey};

use crate::{
    call::Call,
    desk::{Brief, Entry, Office},
    pages::{plan::Asked, reasons},
    record::{Begun, Person},
};

/// What a record says today about a session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Today {
    /// Questions are open.
    Open,
    /// No massage today, or not before somebody was seen.
    No,
    /// A massage is allowed.
    Yes,
}

pub(super) fn today(call: &Call, person: &Person) -> Today {
    if person.record.hold(call.knowledge(), &person.sheet, call.now.today).is_some() || person.crisis() {
        return Today::No;
    }
    match Cleared::of(call.knowledge(), &person.sheet, person.id) {
        Ok(_) => Today::Yes,
        Err(supple_care::NotCleared::NotSettled) => Today::Open,
        Err(supple_care::NotCleared::Disposition(_)) => Today::No,
    }
}

/// What becomes of a booking when the client shares today's answers; nothing while questions are open.
pub(super) fn shared(call: &Call, person: &Person, office: &Office) -> Option<(Act, Option<Brief>)> {
    let on = office.today(call);
    match today(call, person) {
        Today::Open => None,
        Today::No => Some((Act::Screen(Screened { on, allowed: false }), None)),
        Today::Yes => Some((Act::Screen(Screened { on, allowed: true }), Some(brief(call, person, on)))),
    }
}

/// So often what was shared is taken back anew, while somebody at the practice writes too.
const TRIES: usize = 5;

/// Whether today's answers allow a session, as those do that were shared.
pub(crate) fn allows(call: &Call, person: &Person) -> bool {
    today(call, person) == Today::Yes
}

/// Takes back what was shared for today once the record does not allow a session any more: the therapist sees that the
/// session is held, without the client doing anything. Nothing more is shown than that. What a practice cannot be told now it
/// is told with the client's next page.
pub(crate) fn withdraw(call: &Call, person: &Person) {
    if !(0..TRIES).any(|_| taken_back(call, person)) {
        call.house.waiting.put(PersonId::from_uuid(uuid::Uuid::from_u128(person.id)));
    }
}

/// Reads a record, and takes back what was shared for today where it allows no session any more. One that cannot be read now is
/// read with the client's next page.
pub(crate) fn recheck(call: &Call, key: &PersonKey) {
    match Person::read(call.knowledge(), call.records(), key, &call.now, &[]) {
        Ok(person) if !allows(call, &person) => withdraw(call, &person),
        Ok(_) => {}
        Err(_) => call.house.waiting.put(key.person()),
    }
}

/// Whether every practice knows now. One that cannot be read or written keeps no other from being told.
fn taken_back(call: &Call, person: &Person) -> bool {
    let is_open = match today(call, person) {
        Today::Yes => return true,
        Today::No => false,
        Today::Open => true,
    };
    let Ok(all) = Office::of_client(call, uuid::Uuid::from_u128(person.id)) else { return false };
    let whole = all.unread.is_none() && !all.shut;
    all.open
        .into_iter()
        .fold(whole, |told, (office, entries)| taken_back_at(call, is_open, &office, entries).is_some() && told)
}

fn taken_back_at(call: &Call, is_open: bool, office: &Office, mut entries: Vec<Entry>) -> Option<()> {
    let on = office.today(call);
    entries.retain(|entry| entry.it.booking.state == State::Booked && entry.it.booking.ready(on) == Ready::Yes);
    for entry in &mut entries {
        let act = if is_open { Act::Unscreen } else { Act::Screen(Screened { on, allowed: false }) };
        entry.it.booking = entry.it.booking.after(act, call.now.at.0, on).ok()?;
        entry.it.brief = None;
    }
    if entries.is_empty() { Some(()) } else { office.book(call, &entries).ok().map(drop) }
}

fn brief(call: &Call, person: &Person, on: jiff::civil::Date) -> Brief {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let marks = person.sheet.pain.marks.iter();
    let places = marks.clone().map(|mark| {
        let place = v.place_of(knowledge, mark.place);
        match mark.intensity {
            Intensity::Of(score) => {
                v.with("letter-place", &[("place", place.into()), ("score", i64::from(score).into())])
            }
            Intensity::Unknown => v.s("letter-place-unknown", "place", &place),
        }
    });
    let plan = Asked::with(call, "giver=therapist").ok().and_then(|asked| asked.plan(call).ok());
    let unknown = person.record.answers.iter().filter(|(_, given)| given.answer == supple_care::Answer::Unknown);
    Brief {
        on,
        places: places.collect(),
        limits: reasons::limits(knowledge, v, person).into_iter().map(|limit| limit.say).collect(),
        unknown: unknown.map(|(id, _)| v.short(knowledge, *id)).collect(),
        marks: marks.filter_map(|mark| Some(knowledge.place(mark.place)?.id.clone())).collect(),
        works: plan.as_ref().map(|plan| works(call, plan)).unwrap_or_default(),
        techniques: plan.as_ref().map(|plan| techniques(call, plan)).unwrap_or_default(),
        last_change: person.record.sessions.iter().rev().filter(|it| it.is_massage()).find_map(Begun::change),
    }
}

/// The techniques of a plan, by their ids.
fn techniques(call: &Call, plan: &Plan) -> Vec<String> {
    let works = plan.focuses.iter().flat_map(|focus| &focus.works);
    let all: BTreeSet<usize> = works.map(|work| work.technique).collect();
    all.into_iter().filter_map(|index| Some(call.knowledge().techniques.techniques.get(index)?.id.clone())).collect()
}

/// What the plan for a therapist does where, each with its highest pressure.
fn works(call: &Call, plan: &Plan) -> Vec<String> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let works = plan.focuses.iter().flat_map(|focus| &focus.works);
    let line = |work: &supple_care::plan::Work| {
        let technique = knowledge.techniques.techniques.get(work.technique)?;
        let args = [
            ("technique", v.k(&technique.title).into()),
            ("places", v.places(knowledge, work.places).into()),
            ("pressure", v.pressure(work.ceiling).into()),
        ];
        Some(v.with("brief-work", &args))
    };
    works.filter_map(line).collect()
}
