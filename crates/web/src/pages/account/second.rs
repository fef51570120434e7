//! Setting up the second factor: a secret for an authenticator app, proved by a code of it.

use askama::Template;

use super::{keep, own, recovery, tried};
use crate::{
    account::{limit::Counted, picture::picture, secret, totp::Totp},
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{
        practice::field::{Field, Fields},
        trouble,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "account_second.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// Whether something was asked for that needs it.
    needed: bool,
    /// Whether there is one already, which a new one replaces.
    known: bool,
    secret: String,
    address: String,
    /// The same address as a picture for a phone.
    picture: String,
    fields: Vec<Field>,
    troubles: Vec<Trouble>,
}

/// The recovery codes, shown once.
#[derive(Template)]
#[template(path = "account_codes.html")]
pub(super) struct Codes {
    pub(super) f: Frame,
    pub(super) v: Voice,
    pub(super) codes: Vec<String>,
}

/// Shows a secret.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call, Vec::new()).unwrap_or_else(|reply| reply)
}

/// The secret that is being set up in this visit; a fresh one where there is none yet.
fn fresh(call: &Call) -> Result<Totp, Reply> {
    if let Some(known) = call.visit.signed.as_ref().and_then(|signed| signed.fresh.clone()) {
        return Ok(known);
    }
    let fresh = Totp::new().ok_or_else(|| trouble::read(call))?;
    let kept = fresh.clone();
    call.house.visits.change(&call.token, |visit| {
        if let Some(signed) = visit.signed.as_mut() {
            signed.fresh = Some(kept);
        }
    });
    Ok(fresh)
}

fn shown(call: &Call, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let found = own(call)?;
    let (known, guarded) = (found.it.second.is_some(), found.it.has_second());
    let (totp, again) = (fresh(call)?, !troubles.is_empty());
    let fields = Fields { call, troubles: &troubles };
    let mut asked = vec![fields.of("code", "account-code", "code", "")];
    if guarded {
        asked.push(fields.hinted("password", "account-password", "password", ""));
    }
    let groups: Vec<String> =
        totp.text().as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    let page = Page {
        f: call.frame("second-title", Some("/account")),
        v: call.voice.clone(),
        needed: call.flag("needed"),
        known,
        secret: groups.join(" "),
        address: totp.address(),
        picture: picture(&totp.address(), &call.voice.t("second-picture")).unwrap_or_default(),
        fields: asked,
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Takes the code that proves it.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let mut found = own(call)?;
    let totp = fresh(call)?;
    let counted = [Counted::Code(found.person.to_string())];
    if let Err(wait) = tried(call, &counted, "code") {
        return shown(call, vec![wait]);
    }
    // Whoever finds a browser left open neither replaces a second factor nor adds one beside it.
    if found.it.has_second() && !found.it.password.is(call.form.get("password").unwrap_or_default()) {
        return shown(call, vec![Trouble::new("password", call.voice.t("account-password-wrong"))]);
    }
    let Some(used) = totp.take(call.form.text("code").unwrap_or_default(), call.now.at.0) else {
        return shown(call, vec![Trouble::new("code", call.voice.t("account-code-wrong"))]);
    };
    call.house.limits.right(&counted);
    found.it.second = Some(used);
    let codes = recovery(&mut found).ok_or_else(|| trouble::read(call))?;
    let token = secret::token().ok_or_else(|| trouble::read(call))?;
    found.it.browsers.clear();
    found.it.know(&token);
    keep(call, &mut found)?;
    // Every other session was begun without it.
    call.house.visits.end(found.person, None, &call.token);
    call.house.visits.change(&call.token, |visit| {
        if let Some(signed) = visit.signed.as_mut() {
            (signed.strong, signed.fresh) = (true, None);
        }
    });
    let page = Codes { f: call.frame("codes-title", Some("/account")), v: call.voice.clone(), codes };
    Ok(Reply::ok(&page).with_known(Some(token)))
}
