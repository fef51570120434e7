//! One practice: its therapists with their standing, its services and rooms, its rules.

use askama::Template;
use supple_practice::{
    Minutes, Service,
    find::place_of,
    policy::{Percent, Policy, Tier},
    wait::{LEAST, MOST},
};

use super::{
    field::{Field, Fields, Reading},
    not_kept,
    offers::{self, Asked},
    said,
};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::Office,
    frame::{Frame, Trouble},
    hooks::{self, Off},
    voice::Voice,
};

/// Minutes after booking in which cancelling is free, in a new rule.
const GRACE_MIN: u16 = 10;

#[derive(Template)]
#[template(path = "practice.html")]
struct Overview {
    f: Frame,
    v: Voice,
    id: String,
    name: String,
    law: Vec<String>,
    law_note: String,
    law_source: String,
    therapists: Vec<Line>,
    services: Vec<Offered>,
    rooms: Vec<Offered>,
    policy: Vec<String>,
    /// What is asked of a new service, and of a new room.
    new_service: Asked,
    new_room: Asked,
    rule_fields: Vec<Field>,
    saved: bool,
    alone: bool,
    /// What whoever sits here may do: change it, see the day, invite, see the audit.
    arranges: bool,
    sees_day: bool,
    invites: bool,
    programs: bool,
    audits: bool,
    counts: bool,
    till: bool,
    /// Addresses that were turned off because nothing arrives there.
    silent: Vec<String>,
    /// What is missing before anybody can book.
    missing: Vec<String>,
    troubles: Vec<Trouble>,
}

/// A service or a room on the page of the practice.
struct Offered {
    id: String,
    name: String,
    /// What it is, in a line.
    line: String,
    ended: bool,
}

/// A therapist on the page of the practice.
struct Line {
    id: String,
    name: String,
    standing: String,
    bookable: bool,
    /// Whether it is their own page: then their calendar is theirs to hand out.
    own: bool,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    match Office::of_path(call, does::Overview) {
        Ok((office, _)) => Reply::ok(&page(call, &office, Vec::new())),
        Err(reply) => reply,
    }
}

fn page(call: &Call, office: &Office, troubles: Vec<Trouble>) -> Overview {
    let (v, now, here) = (&call.voice, &office.page, On::practice(office.id()));
    let today = office.today(call);
    let mut therapists: Vec<Line> = office
        .therapists
        .iter()
        .map(|it| {
            let (standing, bookable) = said::stands(v, it, &office.place, today);
            let own = call.may(does::Treat, On::session(office.id(), it.id)).is_ok();
            Line { id: it.id.to_string(), name: it.name.clone(), standing, bookable, own }
        })
        .collect();
    // Those who can be booked first, by name.
    therapists.sort_by_key(|line| (!line.bookable, line.name.to_lowercase()));
    let mut missing = Vec::new();
    if !therapists.iter().any(|line| line.bookable) {
        missing.push(v.t("practice-missing-therapist"));
    }
    let offered = || now.services.iter().filter(|service| !service.ended);
    if offered().next().is_none() {
        missing.push(v.t("practice-missing-service"));
    }
    if now.rooms.iter().all(|room| room.ended) && offered().any(|service| service.needs_room) {
        missing.push(v.t("practice-missing-room"));
    } else {
        let homeless = |service: &&Service| service.needs_room && !now.rooms.iter().any(|room| room.serves(service));
        missing.extend(offered().filter(homeless).map(|it| v.s("practice-missing-fitting", "service", &v.k(&it.name))));
    }
    let fields = Fields { call, troubles: &troubles };
    let tier = now.policy.tiers.first();
    let rule_fields = vec![
        fields.hinted("notice", "practice-notice", "number", now.notice.0.to_string()),
        fields.of("horizon", "practice-horizon", "number", now.horizon_days.to_string()),
        fields.hinted(
            "free",
            "practice-free",
            "number",
            tier.map_or_else(String::new, |it| it.under_hours.to_string()),
        ),
        fields.of("fee", "practice-fee", "number", tier.map_or_else(String::new, |it| it.fee.0.to_string())),
        fields.of("no-show", "practice-no-show", "number", now.policy.no_show.0.to_string()),
        fields.hinted("reminder", "practice-reminder", "number", now.mail.rules.reminder_hours.to_string()),
        fields.hinted("address", "practice-mail-address", "text", now.mail.address.clone()),
        fields.hinted("located", "practice-located", "text", now.located.clone()),
        fields.hinted("offer-held", "practice-offer-held", "number", now.offer_held.0.to_string()),
    ];
    Overview {
        f: call.frame("practice-page", Some("/practice")),
        v: v.clone(),
        id: office.id().to_string(),
        name: now.name.clone(),
        law: said::law(v, &office.place),
        law_note: v.k(&office.place.note),
        law_source: format!("{} ({})", office.place.source, office.place.source_year),
        therapists,
        services: now
            .services
            .iter()
            .map(|it| Offered {
                id: it.id.to_string(),
                name: it.name.clone(),
                line: v.parts(
                    &[Some(said::service(v, office, it)), needs(v, it)].into_iter().flatten().collect::<Vec<_>>(),
                ),
                ended: it.ended,
            })
            .collect(),
        rooms: now
            .rooms
            .iter()
            .map(|it| Offered {
                id: it.id.to_string(),
                name: it.name.clone(),
                line: v.list(&it.has.iter().map(|thing| v.k(thing)).collect::<Vec<_>>()),
                ended: it.ended,
            })
            .collect(),
        policy: said::policy(v, &now.policy),
        new_room: Asked::room(&fields, None),
        new_service: Asked::service(&fields, office, None),
        rule_fields,
        saved: call.flag("saved"),
        alone: !call.house.app.mode.signs_in(),
        arranges: call.may(does::Arrange, here).is_ok(),
        sees_day: call.may(does::DaySheet, here).is_ok(),
        invites: call.may(does::InviteClient, here).is_ok(),
        programs: call.may(does::Programs, here).is_ok(),
        counts: call.may(does::Outcomes, here).is_ok(),
        till: call.may(does::Till, here).is_ok(),
        audits: call.may(does::Audit, here).is_ok(),
        silent: silent(call, office),
        missing,
        troubles,
    }
}

/// What has to stand in the room, in a part of a line.
fn needs(v: &Voice, service: &Service) -> Option<String> {
    let things: Vec<String> = service.needs.iter().map(|thing| v.k(thing)).collect();
    (!things.is_empty()).then(|| v.s("service-needs-line", "things", &v.list(&things)))
}

/// The programs that are told nothing any more because nothing arrived; what cannot be read now is not said here.
fn silent(call: &Call, office: &Office) -> Vec<String> {
    if call.may(does::Programs, On::practice(office.id())).is_err() {
        return Vec::new();
    }
    let found = hooks::all(&call.house.app.store, office.desk()).unwrap_or_default();
    let off = found.iter().filter(|found| matches!(found.it.off, Some(Off::Gone | Off::Silent)));
    off.map(|found| call.voice.s("hooks-silent", "name", &found.it.name)).collect()
}

/// Adds a service or a room, or changes the rules.
pub(crate) fn save(call: &Call) -> Reply {
    let office = match Office::of_path(call, does::Arrange) {
        Ok((office, _)) => office,
        Err(reply) => return reply,
    };
    let mut reading = Reading::new(call);
    let mut changed = office.page.clone();
    match call.form.get("act") {
        Some("service") => changed.services.extend(offers::service(&mut reading, &office, None)),
        Some("room") => changed.rooms.extend(offers::room(&mut reading, &office, None)),
        _ => {
            changed.notice = Minutes(reading.number_needed("notice", 0, 10_080));
            changed.horizon_days = reading.number_needed("horizon", 1, 365);
            changed.policy = policy(&mut reading);
            if let Some(hours) = reading.number("reminder", 0, 168) {
                changed.mail.rules.reminder_hours = hours;
            }
            if let Some(minutes) = reading.number("offer-held", LEAST.0, MOST.0) {
                changed.offer_held = Minutes(minutes);
            }
            if call.form.get("located").is_some() {
                changed.located = reading.text("located");
                if !changed.located.is_empty() && place_of(&changed.located).is_none() {
                    reading.wrong("located", "find-near-unknown");
                }
            }
            if call.form.get("address").is_some() {
                changed.mail.address = reading.text("address");
            }
        }
    }
    let mut troubles = reading.troubles;
    if troubles.is_empty() {
        match office.keep_page(call, &changed) {
            Ok(()) => return Reply::to(format!("/practice/{}?saved", office.id())),
            Err(why) => match not_kept(call, "act", why) {
                Ok(trouble) => troubles.push(trouble),
                Err(reply) => return reply,
            },
        }
    }
    Reply::again(&page(call, &office, troubles))
}

fn policy(reading: &mut Reading<'_>) -> Policy {
    let (free, fee) = (reading.number("free", 0, 720), reading.number("fee", 0, 100));
    let percent = |number: u16| Percent(u8::try_from(number).unwrap_or(100));
    let tiers = match (free, fee) {
        (Some(hours), Some(fee)) if hours > 0 && fee > 0 => vec![Tier { under_hours: hours, fee: percent(fee) }],
        _ => Vec::new(),
    };
    let no_show = percent(reading.number("no-show", 0, 100).unwrap_or(0));
    Policy { tiers, grace_min: GRACE_MIN, no_show }
}
