//! Opening the made-up practice: its page, its therapists, and everybody who signs in there.

use anyhow::Context;
use jiff::ToSpan;
use supple_care::Knowledge;
use supple_store::{PersonId, Store};

use super::{
    cast::{Cast, Staff, Therapist},
    stage::{Form, Somebody, Stage, between, fields, values},
};

/// How somebody signs in.
pub(super) struct Login {
    pub(super) role: String,
    pub(super) login: String,
    /// The key of the second factor, and codes that count once.
    pub(super) second: Option<(String, Vec<String>)>,
}

/// The practice as it stands.
pub(super) struct House {
    /// `/practice/…`.
    pub(super) path: String,
    pub(super) owner: Somebody,
    /// Those who treat, with their names and the ids of their pages.
    pub(super) therapists: Vec<(String, String, Somebody)>,
    pub(super) logins: Vec<Login>,
}

/// Opens it.
///
/// # Errors
/// What the pages refuse.
pub(super) fn open(
    stage: &Stage,
    store: &Store,
    knowledge: &Knowledge,
    cast: &Cast,
    setup: &str,
    password: &str,
) -> anyhow::Result<House> {
    let first = cast.staff.first().context("nobody owns the practice")?;
    let mut logins = Vec::new();
    let mut owner = joined(stage, store, &format!("/invitation/{setup}"), (&first.name, &first.login), password)?;
    logins.push(Login { second: Some(second(stage, &mut owner)?), ..login(first) });
    let path = make(stage, &mut owner, cast)?;
    let mut therapists = Vec::new();
    for therapist in &cast.therapist {
        let form = of_therapist(stage, knowledge, therapist)?;
        let page = owner.look(stage, &format!("{path}/therapist"))?.1;
        let id = values(&page, "id").into_iter().next().context("a therapist has no id")?;
        let form = form.into_iter().chain(fields(&[("id", &id)])).collect();
        owner.send(stage, &format!("{path}/therapist"), form)?;
        therapists.push((therapist.name.clone(), id));
    }
    let mut treating = Vec::new();
    for staff in cast.staff.iter().skip(1) {
        let known = therapists.iter().find(|(name, _)| *name == staff.name);
        let id = known.map_or("", |(_, id)| id.as_str());
        let link = invited(stage, &mut owner, &path, &staff.name, &staff.role, id)?;
        let mut somebody = joined(stage, store, &link, (&staff.name, &staff.login), password)?;
        logins.push(Login { second: Some(second(stage, &mut somebody)?), ..login(staff) });
        if let Some((name, id)) = known {
            treating.push((name.clone(), id.clone(), somebody));
        }
    }
    Ok(House { path, owner, therapists: treating, logins })
}

fn login(of: &Staff) -> Login {
    Login { role: of.role.clone(), login: of.login.clone(), second: None }
}

/// The practice's page with rooms, services and rules; its address.
fn make(stage: &Stage, owner: &mut Somebody, cast: &Cast) -> anyhow::Result<String> {
    let is = &cast.practice;
    let zone = stage.zone.iana_name().unwrap_or("UTC");
    let made = owner.send(stage, "/practice", fields(&[("name", &is.name), ("zone", zone), ("place", &is.place)]))?;
    let path = made.to.context("no practice was made")?;
    let path = path.split('?').next().unwrap_or_default().to_owned();
    for room in &is.rooms {
        owner.send(stage, &path, fields(&[("act", "room"), ("room", room)]))?;
    }
    for service in &cast.service {
        let (length, after) = (service.length_min.to_string(), service.after_min.to_string());
        let form = [("act", "service"), ("service", &service.name), ("length", &length), ("after", &after)];
        let more = [("every", "30"), ("needs-room", "yes"), ("price", &service.price)];
        owner.send(stage, &path, fields(&form).into_iter().chain(fields(&more)).collect())?;
    }
    let numbers = [
        ("notice", is.notice_min.to_string()),
        ("horizon", is.horizon_days.to_string()),
        ("free", is.free_hours.to_string()),
        ("fee", is.fee_percent.to_string()),
        ("no-show", is.no_show_percent.to_string()),
    ];
    let rules = numbers.map(|(name, value)| (name.to_owned(), value));
    owner.send(stage, &path, fields(&[("act", "rules")]).into_iter().chain(rules).collect())?;
    Ok(path)
}

/// What the owner types about a therapist.
fn of_therapist(stage: &Stage, knowledge: &Knowledge, of: &Therapist) -> anyhow::Result<Form> {
    let today = stage.here(stage.now()).date();
    let mut form = fields(&[
        ("name", &of.name),
        ("education", &of.education),
        ("specialities", &of.specialities),
        ("languages", &of.languages),
        ("p0-kind", "licence"),
        ("p0-class", "Licensed Massage Therapist"),
        ("p0-issuer", "New York State Education Department"),
        ("p0-number", &of.licence),
    ]);
    // The end counts from the day on which the months are over.
    let ends = stage.here(stage.end).date().checked_add(of.licence_ends_in_days.days())?;
    form.push(("p0-until".to_owned(), ends.to_string()));
    if of.checked {
        let looked_up = today.checked_sub(3.days())?.to_string();
        form.extend(fields(&[
            ("p0-checked-on", &looked_up),
            ("p0-checked-at", "op.nysed.gov, licence search"),
            ("p0-checked-by", "Olga Brandt"),
        ]));
    }
    form.extend((0..).zip(&of.hours).map(|(after, hours)| (format!("h-{}", stage.weekday(after)), hours.clone())));
    form.extend(knowledge.techniques.techniques.iter().map(|it| ("technique".to_owned(), it.id.clone())));
    Ok(form)
}

/// Invites somebody; the path of the link.
pub(super) fn invited(
    stage: &Stage,
    by: &mut Somebody,
    path: &str,
    name: &str,
    role: &str,
    therapist: &str,
) -> anyhow::Result<String> {
    let form = fields(&[("act", "invite"), ("name", name), ("role", role), ("therapist", therapist)]);
    let page = by.send(stage, &format!("{path}/people"), form)?;
    let link = between(&page.html, "/invitation/", "<").context("no invitation stands on the page")?;
    Ok(format!("/invitation/{link}"))
}

/// Takes an invitation and makes an account.
pub(super) fn joined(
    stage: &Stage,
    store: &Store,
    link: &str,
    (name, login): (&str, &str),
    password: &str,
) -> anyhow::Result<Somebody> {
    let mut nobody = Somebody::default();
    nobody.look(stage, link)?;
    nobody.send(stage, link, fields(&[("name", name), ("login", login), ("new-password", password)]))?;
    Ok(Somebody::new(person(store, name)?))
}

fn person(store: &Store, name: &str) -> anyhow::Result<PersonId> {
    let known = store.find(name, 2)?;
    known.first().map(|line| line.id).with_context(|| format!("`{name}` is not there"))
}

/// Sets up the second factor: its key and the codes that count once.
fn second(stage: &Stage, somebody: &mut Somebody) -> anyhow::Result<(String, Vec<String>)> {
    let page = somebody.look(stage, "/account/second")?.1;
    let key = between(&page, "class=\"key\">", "<").context("no key stands on the page")?.to_owned();
    let code = supple_web::code_of(&key, stage.now()).context("the key is none")?;
    let done = somebody.send(stage, "/account/second", fields(&[("code", &code)]))?;
    let codes = done.html.split("class=\"key\">").skip(1).filter_map(|rest| rest.split('<').next());
    somebody.rise();
    Ok((key, codes.map(str::to_owned).collect()))
}
