//! Taking an invitation: making an account, or adding the practice to one's own. The first account of all is made here too,
//! by whoever started the program.

use std::sync::PoisonError;

use supple_store::{PersonId, Shelf};
use uuid::Uuid;

use super::{FormPage, begins, keep, new_password, signed_in};
use crate::{
    access::Role,
    account::{self, Found, Membership, NotMade, secret},
    call::{Call, Reply},
    desk::Office,
    frame::Trouble,
    pages::{practice::field::Fields, trouble},
};

/// What a link leads to.
enum Invited {
    /// The first account of all.
    Setup,
    /// Somebody is to belong to a practice.
    To { office: Box<Office>, id: Uuid, version: u32, membership: Membership },
}

/// The link of an invitation: the practice, the invitation, and what proves it.
pub(crate) fn link(practice: Uuid, id: Uuid, token: &str) -> String {
    format!("/invitation/{}{}{token}", practice.simple(), id.simple())
}

fn invited(call: &Call) -> Result<Invited, Reply> {
    let store = &call.house.app.store;
    let token = call.last_part();
    if let crate::Mode::Practice { setup: Some(setup), .. } = &call.house.app.mode
        && secret::same(setup, token)
        && !account::any(store).map_err(|_| trouble::read(call))?
    {
        return Ok(Invited::Setup);
    }
    let gone = || trouble::not_found(call);
    let id = |from: usize| token.get(from..from + 32).and_then(|id| Uuid::try_parse(id).ok());
    let (practice, id, proof) = (id(0).ok_or_else(gone)?, id(32).ok_or_else(gone)?, token.get(64..).ok_or_else(gone)?);
    let entry = account::entry(store, practice, id).map_err(|_| trouble::read(call))?;
    let (item, membership) = entry.ok_or_else(gone)?;
    let open = item.until.is_some_and(|until| call.now.at <= until);
    let right = membership.invited.as_ref().is_some_and(|mark| secret::same(mark, &secret::mark(proof)));
    if !open || !right {
        return Err(gone());
    }
    let office = Box::new(Office::open(call, practice)?);
    Ok(Invited::To { office, id, version: item.version, membership })
}

/// Shows what it is.
pub(crate) fn show(call: &Call) -> Reply {
    invited(call).map_or_else(|reply| reply, |invited| page(call, &invited, Vec::new()).reply())
}

fn page(call: &Call, invited: &Invited, troubles: Vec<Trouble>) -> FormPage {
    let (v, fields) = (&call.voice, Fields { call, troubles: &troubles });
    let (key, name) = match invited {
        Invited::Setup => ("setup", ""),
        Invited::To { membership, .. } => ("invitation", membership.name.as_str()),
    };
    // Whoever is signed in has an account already.
    let fields = if call.visit.signed.is_some() {
        Vec::new()
    } else {
        vec![
            fields.of("name", "account-name", "text", name),
            fields.hinted("login", "account-login-new", "login", ""),
            fields.hinted("new-password", "account-password-new", "new-password", ""),
        ]
    };
    let mut page = FormPage::new(call, key, fields, troubles);
    if let Invited::To { office, membership, .. } = invited {
        page.lead = v.s("invitation-to", "practice", &office.page.name);
        page.lines = membership.roles.iter().map(|role| v.t(&format!("role-{}", role.id()))).collect();
        if membership.roles.iter().any(|role| role.works()) {
            page.lines.push(v.t("invitation-second"));
        }
    }
    page
}

/// Takes it.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let _one_at_a_time = call.house.making.lock().unwrap_or_else(PoisonError::into_inner);
    let invited = invited(call)?;
    let mut troubles = Vec::new();
    let (mut found, fresh) = match &call.visit.signed {
        Some(_) => (Some(super::own(call)?), false),
        None => (make(call, matches!(invited, Invited::Setup), &mut troubles), true),
    };
    let Some(found) = found.as_mut() else { return Ok(page(call, &invited, troubles).reply()) };
    match invited {
        Invited::Setup => owns_all(call, found)?,
        Invited::To { office, id, version, membership } => {
            let now = Membership { invited: None, ..membership };
            belong(call, &office, found, &now)?;
            let store = &call.house.app.store;
            store.remove(office.desk(), Shelf::Membership, id, version).map_err(|_| trouble::read(call))?;
        }
    }
    if fresh {
        return signed_in(call, found, false, "/account/second");
    }
    let strong = call.visit.signed.as_ref().is_some_and(|signed| signed.strong);
    Ok(Reply::to(begins(call, found, strong)?))
}

/// Adds somebody to a practice, with the roles that they have there already.
fn belong(call: &Call, office: &Office, found: &mut Found, new: &Membership) -> Result<(), Reply> {
    let (store, person) = (&call.house.app.store, found.person.as_uuid());
    let failed = || trouble::not_written(call, crate::record::NotWritten::Store);
    let before = account::membership(store, office.id(), person).map_err(|_| failed())?;
    let (version, mut now) = before.map_or((0, new.clone()), |(item, membership)| (item.version, membership));
    now.roles.extend(&new.roles);
    now.therapist = now.therapist.or(new.therapist);
    account::put(store, office.desk(), person, &now, None, version).map_err(|_| failed())?;
    found.it.practices.insert(office.id());
    keep(call, found)
}

/// Whoever makes the first account owns every practice that was made on this computer before.
fn owns_all(call: &Call, found: &mut Found) -> Result<(), Reply> {
    let name = super::name(call, found.person)?;
    let owner = Membership { name, roles: [Role::Owner].into(), therapist: None, invited: None, lets: None };
    for office in call.offices()? {
        belong(call, &office, found, &owner)?;
    }
    Ok(())
}

fn make(call: &Call, founder: bool, troubles: &mut Vec<Trouble>) -> Option<Found> {
    let v = &call.voice;
    let (name, login) = (call.form.text("name").unwrap_or_default(), call.form.text("login").unwrap_or_default());
    if name.is_empty() {
        troubles.push(Trouble::new("name", v.t("account-name-needed")));
    }
    if login.chars().count() < 3 || login.len() > 200 {
        troubles.push(Trouble::new("login", v.t("account-login-needed")));
    }
    let password = new_password(call, login, troubles)?;
    if !troubles.is_empty() {
        return None;
    }
    match account::make(&call.house.app.store, name, login, &password, founder, call.now.at) {
        Ok((found, _)) => Some(found),
        Err(why) => {
            let (field, text) = match why {
                NotMade::Login => ("login", v.t("account-login-taken")),
                NotMade::Name => ("name", v.t("form-name-long")),
                NotMade::Store => ("login", trouble::beside(call)),
            };
            troubles.push(Trouble::new(field, text));
            None
        }
    }
}

/// Whoever makes a practice belongs to it as its owner.
pub(crate) fn own_new(call: &Call, practice: PersonId) -> Result<(), Reply> {
    let mut found = super::own(call)?;
    let office = Office::open(call, practice.as_uuid())?;
    let name = super::name(call, found.person)?;
    belong(
        call,
        &office,
        &mut found,
        &Membership { name, roles: [Role::Owner].into(), therapist: None, invited: None, lets: None },
    )
}
