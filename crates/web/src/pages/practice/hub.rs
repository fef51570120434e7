//! The practices of this computer, and making one.

use askama::Template;
use supple_practice::{Minutes, policy::Policy};
use uuid::Uuid;

use super::{
    field::{Field, Fields, Reading},
    not_kept,
};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Mails, Office, Page, offer_held, zone_of},
    frame::{Frame, Trouble},
    pages::account::invitation,
    voice::Voice,
};

/// How many days ahead a new practice can be booked.
const HORIZON_DAYS: u16 = 90;

#[derive(Template)]
#[template(path = "practice_hub.html")]
struct Hub {
    f: Frame,
    v: Voice,
    practices: Vec<(String, String)>,
    /// The ids of those that do not open.
    shut: Vec<String>,
    places: Vec<(String, String, bool)>,
    fields: Vec<Field>,
    place_error: Option<String>,
    /// Whether a practice may be made here.
    found: bool,
    alone: bool,
    troubles: Vec<Trouble>,
}

/// Lists them.
pub(crate) fn show(call: &Call) -> Reply {
    page(call, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call, troubles: Vec<Trouble>) -> Result<Hub, Reply> {
    let v = &call.voice;
    let (offices, shut) = call.all_offices()?;
    let may = |id: Uuid| call.may(does::Overview, On::practice(id)).is_ok();
    let may_open = offices.iter().filter(|office| may(office.id()));
    let practices = may_open.map(|it| (it.id().to_string(), it.page.name.clone())).collect();
    let chosen = call.form.get("place").unwrap_or_default().to_owned();
    let places = call.places()?.iter().map(|it| (it.id.clone(), v.k(&it.name), it.id == chosen)).collect();
    let fields = Fields { call, troubles: &troubles };
    let fields = vec![
        fields.of("name", "practice-name", "text", ""),
        fields.hinted("zone", "practice-zone", "text", (call.house.app.clock)().time_zone().iana_name().unwrap_or("")),
    ];
    Ok(Hub {
        f: call.frame("practice-page", Some("/")),
        v: v.clone(),
        practices,
        shut: shut.into_iter().filter(|id| may(*id)).map(|id| id.to_string()).collect(),
        places,
        fields,
        found: call.may(does::Found, On::SELF).is_ok(),
        alone: !call.house.app.mode.signs_in(),
        place_error: crate::frame::beside(&troubles, "place"),
        troubles,
    })
}

/// Makes one.
pub(crate) fn make(call: &Call) -> Reply {
    let mut reading = Reading::new(call);
    let name = reading.needed("name", "practice-name-needed");
    let zone = reading.needed("zone", "practice-zone-wrong");
    if !zone.is_empty() && zone_of(&zone).is_none() {
        reading.wrong("zone", "practice-zone-wrong");
    }
    let place = reading.text("place");
    match call.places() {
        Ok(places) if places.iter().any(|known| known.id == place) => {}
        Ok(_) => reading.wrong("place", "practice-place-needed"),
        Err(reply) => return reply,
    }
    let mut troubles = reading.troubles;
    if troubles.is_empty() {
        let page = Page {
            name,
            place,
            zone,
            rooms: Vec::new(),
            services: Vec::new(),
            notice: Minutes(0),
            horizon_days: HORIZON_DAYS,
            policy: Policy::default(),
            mail: Mails::default(),
            offer_held: offer_held(),
            located: String::new(),
            currency: String::new(),
            packages: Vec::new(),
            holidays: None,
        };
        match Office::make(call, &page) {
            Ok(id) => {
                if call.visit.signed.is_some()
                    && let Err(reply) = invitation::own_new(call, supple_store::PersonId::from_uuid(id))
                {
                    return reply;
                }
                return Reply::to(format!("/practice/{id}"));
            }
            Err(why) => match not_kept(call, "name", why) {
                Ok(trouble) => troubles.push(trouble),
                Err(reply) => return reply,
            },
        }
    }
    page(call, troubles).map_or_else(|reply| reply, |page| Reply::again(&page))
}
