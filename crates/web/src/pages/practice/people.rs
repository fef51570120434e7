//! Who belongs to a practice: invitations, roles, taking somebody out again.

use std::collections::BTreeSet;

use askama::Template;
use supple_store::UtcMs;
use uuid::Uuid;

use super::field::{Field, Fields, Reading};
use crate::{
    access::{On, Role, does},
    account::{self, Membership, secret},
    call::{Call, Reply},
    desk::{Office, fresh_id},
    frame::{Frame, Trouble, beside},
    pages::{account::invitation, feed, trouble},
    record::NotWritten,
    voice::Voice,
};

/// How long an invitation can be taken: a week, in milliseconds.
const INVITED_MS: i64 = 7 * 24 * 60 * 60 * 1000;

#[derive(Template)]
#[template(path = "practice_people.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    people: Vec<Line>,
    fields: Vec<Field>,
    roles: Vec<(&'static str, String, bool)>,
    roles_error: Option<String>,
    therapists: Vec<(String, String, bool)>,
    /// Whether people who work here may be invited, and anybody taken out.
    staff: bool,
    /// The link of an invitation that was just made: it is shown once.
    link: Option<String>,
    troubles: Vec<Trouble>,
}

/// Somebody.
struct Line {
    id: String,
    name: String,
    roles: String,
    therapist: Option<String>,
    until: Option<String>,
    me: bool,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    let office = Office::of_path(call, does::InviteClient);
    office.and_then(|(office, _)| page(call, &office, None, Vec::new())).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, office: &Office, link: Option<String>, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (v, again) = (&call.voice, !troubles.is_empty());
    let staff = call.may(does::Staff, On::practice(office.id())).is_ok();
    let entries = account::entries(&call.house.app.store, office.desk()).map_err(|_| trouble::broken(call))?;
    let me = call.visit.signed.as_ref().map(|signed| signed.person.as_uuid());
    let mut people: Vec<Line> = entries
        .iter()
        // An invitation that has run out is over.
        .filter(|(item, _)| item.until.is_none_or(|until| call.now.at <= until))
        .map(|(item, membership)| Line {
            id: item.id.to_string(),
            name: membership.name.clone(),
            roles: v.list(&membership.roles.iter().map(|role| v.t(&format!("role-{}", role.id()))).collect::<Vec<_>>()),
            therapist: membership.therapist.and_then(|id| office.therapist(id)).map(|it| it.name.clone()),
            until: item
                .until
                .map(|until| v.s("people-invited", "when", &crate::pages::account::own::when(call, until))),
            me: Some(item.id) == me,
        })
        .collect();
    people.sort_by(|one, other| one.name.cmp(&other.name));
    // What was just taken does not stand in the form for the next one.
    let typed = link.is_none();
    let offered = Role::ALL.into_iter().filter(|role| staff || !role.works());
    let fields = Fields { call, troubles: &troubles };
    let name = call.form.get("name").filter(|_| typed).unwrap_or_default().to_owned();
    let page = Page {
        f: call.frame("people-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        people,
        fields: vec![Field { value: name, ..fields.of("name", "people-name", "text", "") }],
        roles: offered
            .map(|role| {
                let on = (typed && call.form.all("role").any(|id| id == role.id())) || (!staff && !role.works());
                (role.id(), v.t(&format!("role-{}", role.id())), on)
            })
            .collect(),
        roles_error: beside(&troubles, "roles"),
        therapists: office
            .therapists
            .iter()
            .map(|it| {
                (it.id.to_string(), it.name.clone(), typed && call.form.get("therapist") == Some(&it.id.to_string()))
            })
            .collect(),
        staff,
        link,
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Invites somebody, or takes somebody out.
pub(crate) fn act(call: &Call) -> Reply {
    let office = Office::of_path(call, does::InviteClient);
    office
        .and_then(|(office, _)| match call.form.get("act") {
            Some("remove") => removed(call, &office),
            _ => invited(call, &office),
        })
        .unwrap_or_else(|reply| reply)
}

fn invited(call: &Call, office: &Office) -> Result<Reply, Reply> {
    let mut reading = Reading::new(call);
    let name = reading.needed("name", "people-name-needed");
    let roles: BTreeSet<Role> = call.form.all("role").filter_map(Role::of).collect();
    if roles.is_empty() {
        reading.wrong("roles", "people-role-needed");
    }
    if roles.iter().any(|role| role.works()) {
        call.may(does::Staff, On::practice(office.id()))?;
    }
    let chosen = call.form.text("therapist").and_then(|id| Uuid::try_parse(id).ok());
    let therapist = chosen.filter(|id| office.therapist(*id).is_some());
    if roles.contains(&Role::Therapist) != therapist.is_some() {
        reading.wrong("therapist", "people-therapist-needed");
    }
    if !reading.troubles.is_empty() {
        return page(call, office, None, reading.troubles);
    }
    let token = secret::token().ok_or_else(|| trouble::read(call))?;
    let id = fresh_id(call);
    let membership = Membership { name, roles, therapist, invited: Some(secret::mark(&token)), lets: None };
    let until = UtcMs(call.now.at.0.saturating_add(INVITED_MS));
    noted(call, office, "invite", id)?;
    account::put(&call.house.app.store, office.desk(), id, &membership, Some(until), 0)
        .map_err(|_| trouble::not_written(call, NotWritten::Store))?;
    let host = call.house.app.mode.host().unwrap_or_default();
    page(call, office, Some(format!("https://{host}{}", invitation::link(office.id(), id, &token))), Vec::new())
}

/// In the audit before it counts.
fn noted(call: &Call, office: &Office, what: &str, id: Uuid) -> Result<(), Reply> {
    office.note(call, what, id, None).map_err(|_| trouble::not_written(call, NotWritten::Store))
}

fn removed(call: &Call, office: &Office) -> Result<Reply, Reply> {
    call.may(does::Staff, On::practice(office.id()))?;
    let store = &call.house.app.store;
    let again = |key: &str| page(call, office, None, vec![Trouble::new("people", call.voice.t(key))]);
    let Some(id) = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok()) else { return again("people-gone") };
    let entries = account::entries(store, office.desk()).map_err(|_| trouble::broken(call))?;
    let owners = entries.iter().filter(|(_, it)| it.invited.is_none() && it.roles.contains(&Role::Owner));
    let owners: Vec<Uuid> = owners.map(|(item, _)| item.id).collect();
    let Some((item, membership)) = entries.into_iter().find(|(item, _)| item.id == id) else {
        return again("people-gone");
    };
    if owners == [id] {
        return again("people-last-owner");
    }
    noted(call, office, "remove", id)?;
    store
        .remove(office.desk(), supple_store::Shelf::Membership, id, item.version)
        .map_err(|_| trouble::not_written(call, NotWritten::Store))?;
    // Whoever has left fetches no times any more.
    if let Some(therapist) = membership.therapist {
        feed::switch_off(call, office.desk(), therapist)?;
    }
    page(call, office, None, Vec::new())
}
