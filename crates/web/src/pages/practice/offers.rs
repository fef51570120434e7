//! What a practice offers: a service or a room, new, changed or ended. What is booked stays as it was booked.

use askama::Template;
use supple_practice::{Minutes, Room, Service, ledger};
use uuid::Uuid;

use super::{
    field::{Field, Fields, Reading},
    not_kept,
};
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Office, Page as Kept, fresh_id},
    frame::{Frame, Trouble},
    pages::{trouble, typed::Choice},
    voice::Voice,
};

/// The part of a form that asks for a service or a room.
pub(crate) struct Asked {
    pub(crate) fields: Vec<Field>,
    /// Whether it needs a room; nothing where a room is asked for.
    pub(crate) needs_room: Option<bool>,
    /// What has to stand in that room, of everything that stands in any.
    pub(crate) needs: Vec<Choice>,
    /// Whether it is ended, and how one says so; nothing for a new one.
    pub(crate) ended: Option<(bool, String)>,
}

#[derive(Template)]
#[template(path = "practice_offer.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    /// `service` or `room`.
    what: &'static str,
    title: String,
    id: String,
    asked: Asked,
    troubles: Vec<Trouble>,
}

/// What stands in any room or is needed by any service, in the order of the rooms.
fn things(page: &Kept) -> Vec<&String> {
    let all = page.rooms.iter().flat_map(|room| &room.has).chain(page.services.iter().flat_map(|it| &it.needs));
    let mut things: Vec<&String> = Vec::new();
    for thing in all {
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    things
}

impl Asked {
    /// A service; a new one where none is given.
    pub(crate) fn service(fields: &Fields<'_>, office: &Office, known: Option<&Service>) -> Self {
        let (call, typed) = (fields.call, fields.call.form.has("service"));
        let number =
            |of: fn(&Service) -> Minutes, usual: &str| known.map_or(usual.to_owned(), |it| of(it).0.to_string());
        let price = known.and_then(|it| it.price).map(|price| ledger::written(price.into(), office.digits()));
        let needs = |thing: &String| {
            if typed {
                call.form.all("need").any(|it| it == thing)
            } else {
                known.is_some_and(|it| it.needs.contains(thing))
            }
        };
        let choice = |thing: &&String| Choice { value: (*thing).clone(), say: call.voice.k(thing), on: needs(thing) };
        Self {
            fields: vec![
                fields.of("service", "service-name", "text", known.map_or_else(String::new, |it| it.name.clone())),
                fields.of("length", "service-length", "number", number(|it| it.length, "60")),
                fields.of("before", "service-before", "number", number(|it| it.before, "0")),
                fields.of("after", "service-after", "number", number(|it| it.after, "10")),
                fields.hinted("every", "service-every", "number", number(|it| it.every, "15")),
                fields.hinted("price", "service-price-label", "text", price.unwrap_or_default()),
            ],
            needs_room: Some(if typed { call.form.has("needs-room") } else { known.is_none_or(|it| it.needs_room) }),
            needs: things(&office.page).iter().map(choice).collect(),
            ended: known.map(|it| (ended(call, "service", it.ended), call.voice.t("service-end"))),
        }
    }

    /// A room; a new one where none is given.
    pub(crate) fn room(fields: &Fields<'_>, known: Option<&Room>) -> Self {
        let (name, has) = known.map_or_else(Default::default, |it| (it.name.clone(), it.has.join(", ")));
        Self {
            fields: vec![fields.of("room", "room-name", "text", name), fields.hinted("has", "room-has", "text", has)],
            needs_room: None,
            needs: Vec::new(),
            ended: known.map(|it| (ended(fields.call, "room", it.ended), fields.call.voice.t("room-end"))),
        }
    }
}

/// Whether it is marked as ended: as typed, where the form was sent, else as it is.
fn ended(call: &Call, name: &str, is: bool) -> bool {
    if call.form.has(name) { call.form.has("ended") } else { is }
}

/// The service that was typed; nothing where something is wrong with it.
pub(crate) fn service(reading: &mut Reading<'_>, office: &Office, known: Option<&Service>) -> Option<Service> {
    let name = reading.needed("service", "service-name-needed");
    let length = Minutes(reading.number_needed("length", 5, 240));
    let (before, after) = (reading.number("before", 0, 120), reading.number("after", 0, 120));
    let every = Minutes(reading.number_needed("every", 5, 240));
    let form = &reading.call.form;
    let price = form.text("price");
    let price = price.map(|text| ledger::read(text, office.digits()).and_then(|price| u32::try_from(price).ok()));
    let is_needed = |thing: &&String| form.all("need").any(|it| it == *thing);
    let needs: Vec<String> = things(&office.page).into_iter().filter(is_needed).cloned().collect();
    if price == Some(None) {
        reading.wrong("price", "service-price-wrong");
    }
    reading.troubles.is_empty().then(|| Service {
        id: known.map_or_else(|| fresh_id(reading.call), |it| it.id),
        name,
        length,
        before: Minutes(before.unwrap_or(0)),
        after: Minutes(after.unwrap_or(0)),
        every,
        // What has to stand in a room needs one.
        needs_room: reading.call.form.has("needs-room") || !needs.is_empty(),
        needs,
        price: price.flatten(),
        ended: known.is_some() && reading.call.form.has("ended"),
    })
}

/// The room that was typed; nothing where something is wrong with it.
pub(crate) fn room(reading: &mut Reading<'_>, office: &Office, known: Option<&Room>) -> Option<Room> {
    let name = reading.needed("room", "room-name-needed");
    let typed = reading.text("has");
    let mut has: Vec<String> = Vec::new();
    for thing in typed.split(',').map(str::trim).filter(|thing| !thing.is_empty()) {
        // The same thing is written as it is elsewhere in the practice.
        let same = |it: &&String| it.to_lowercase() == thing.to_lowercase();
        let known = things(&office.page).into_iter().find(same).or_else(|| has.iter().find(same)).cloned();
        let thing = known.unwrap_or_else(|| thing.to_owned());
        if !has.contains(&thing) {
            has.push(thing);
        }
    }
    reading.troubles.is_empty().then(|| Room {
        id: known.map_or_else(|| fresh_id(reading.call), |it| it.id),
        name,
        has,
        ended: known.is_some() && reading.call.form.has("ended"),
    })
}

/// Something of the practice that the address or the form names; the page that there is none.
fn named<'o, T>(call: &Call, all: &'o [T], id: impl Fn(&T) -> Uuid) -> Result<&'o T, Reply> {
    let wished = call.form.get("id").map(str::to_owned).or_else(|| call.wish("id").map(|id| id.to_string()));
    let wished = wished.and_then(|id| Uuid::try_parse(&id).ok());
    let found = wished.and_then(|wished| all.iter().find(|one| id(one) == wished));
    found.ok_or_else(|| trouble::not_found(call))
}

fn page(call: &Call, office: &Office, what: &'static str, id: Uuid, asked: Asked, troubles: Vec<Trouble>) -> Reply {
    let again = !troubles.is_empty();
    let page = Page {
        f: call.frame("practice-page", Some(&format!("/practice/{}", office.id()))),
        v: call.voice.clone(),
        practice: office.id().to_string(),
        what,
        title: call.voice.t(&format!("{what}-title")),
        id: id.to_string(),
        asked,
        troubles,
    };
    Reply::shown(&page, again)
}

/// Keeps the practice with what was changed; the mistakes otherwise.
pub(crate) fn keep(call: &Call, office: &Office, changed: &Kept, field: &str) -> Result<Reply, Trouble> {
    match office.keep_page(call, changed) {
        Ok(()) => Ok(Reply::to(format!("/practice/{}?saved", office.id()))),
        Err(why) => not_kept(call, field, why).map_or_else(Ok, Err),
    }
}

/// Shows a service as it is.
pub(crate) fn show_service(call: &Call) -> Reply {
    of_service(call, |office, it| {
        let asked = Asked::service(&Fields { call, troubles: &[] }, office, Some(it));
        page(call, office, "service", it.id, asked, Vec::new())
    })
}

/// Changes a service.
pub(crate) fn save_service(call: &Call) -> Reply {
    of_service(call, |office, it| {
        let mut reading = Reading::new(call);
        let new = service(&mut reading, office, Some(it));
        let mut troubles = reading.troubles;
        if let Some(new) = new {
            let mut changed = office.page.clone();
            changed.services.iter_mut().filter(|one| one.id == it.id).for_each(|one| one.clone_from(&new));
            match keep(call, office, &changed, "service") {
                Ok(reply) => return reply,
                Err(trouble) => troubles.push(trouble),
            }
        }
        let asked = Asked::service(&Fields { call, troubles: &troubles }, office, Some(it));
        page(call, office, "service", it.id, asked, troubles)
    })
}

/// Shows a room as it is.
pub(crate) fn show_room(call: &Call) -> Reply {
    of_room(call, |office, it| {
        page(call, office, "room", it.id, Asked::room(&Fields { call, troubles: &[] }, Some(it)), Vec::new())
    })
}

/// Changes a room.
pub(crate) fn save_room(call: &Call) -> Reply {
    of_room(call, |office, it| {
        let mut reading = Reading::new(call);
        let new = room(&mut reading, office, Some(it));
        let mut troubles = reading.troubles;
        if let Some(new) = new {
            let mut changed = office.page.clone();
            changed.rooms.iter_mut().filter(|one| one.id == it.id).for_each(|one| one.clone_from(&new));
            match keep(call, office, &changed, "room") {
                Ok(reply) => return reply,
                Err(trouble) => troubles.push(trouble),
            }
        }
        page(call, office, "room", it.id, Asked::room(&Fields { call, troubles: &troubles }, Some(it)), troubles)
    })
}

fn of_service(call: &Call, then: impl FnOnce(&Office, &Service) -> Reply) -> Reply {
    let done = || {
        let (office, _) = Office::of_path(call, does::Arrange)?;
        Ok(then(&office, named(call, &office.page.services, |it| it.id)?))
    };
    done().unwrap_or_else(|reply| reply)
}

fn of_room(call: &Call, then: impl FnOnce(&Office, &Room) -> Reply) -> Reply {
    let done = || {
        let (office, _) = Office::of_path(call, does::Arrange)?;
        Ok(then(&office, named(call, &office.page.rooms, |it| it.id)?))
    };
    done().unwrap_or_else(|reply| reply)
}
