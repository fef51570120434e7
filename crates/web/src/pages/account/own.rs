//! One's own account: what it has, the sessions that are open, a new password.

use askama::Template;
use supple_practice::Moment;

use super::{counted, keep, new_password, own, recovery, second::Codes, tried, work};
use crate::{
    account::{Look, secret},
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{
        practice::field::{Field, Fields},
        trouble,
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    f: Frame,
    v: Voice,
    login: String,
    strong: bool,
    codes_left: usize,
    /// How many passkeys there are.
    passkeys: usize,
    /// How often somebody looked since it was last read.
    looks: usize,
    /// Whether they belong to a practice, and whether they work in one or may make one.
    practices: bool,
    works: bool,
    sessions: Vec<Line>,
    fields: Vec<Field>,
    codes_fields: Vec<Field>,
    saved: bool,
    troubles: Vec<Trouble>,
}

/// One session.
struct Line {
    id: String,
    browser: String,
    since: String,
    used: String,
    here: bool,
}

/// Day and time in the zone of the house.
pub(crate) fn when(call: &Call, at: supple_store::UtcMs) -> String {
    let zone = (call.house.app.clock)().time_zone().clone();
    crate::pages::practice::said::when(&call.voice, &supple_practice::Zone::new(zone), Moment::begun(at.0))
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call, Vec::new()).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (found, again) = (own(call)?, !troubles.is_empty());
    let line = |session: crate::visit::Session| Line {
        here: session.is(&call.token),
        since: when(call, session.since),
        used: when(call, session.used),
        id: session.id,
        browser: session.browser,
    };
    let looks = found.looks(&call.house.app.store).map_err(|_| trouble::read(call))?;
    let unread = |note: &&supple_store::Item| note.id.as_u128() > u128::from(found.it.looks_read);
    let fields = Fields { call, troubles: &troubles };
    let page = Page {
        f: call.frame("account-page", Some("/")),
        v: call.voice.clone(),
        login: found.it.login.clone(),
        strong: found.it.second.is_some(),
        codes_left: found.it.recovery.len(),
        passkeys: found.it.passkeys.len(),
        looks: looks.iter().filter(unread).filter(|note| Look::of(note).is_some()).count(),
        practices: !found.it.practices.is_empty(),
        works: work::page(&call.seat).is_some() || found.it.founder,
        sessions: call.house.visits.sessions(found.person, call.now.at).into_iter().map(line).collect(),
        fields: vec![
            fields.of("password", "account-password", "password", ""),
            fields.hinted("new-password", "account-password-new", "new-password", ""),
        ],
        codes_fields: vec![Field {
            id: "codes-password".to_owned(),
            ..fields.of("password", "account-password", "password", "")
        }],
        saved: call.flag("saved"),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}

/// Ends sessions, changes the password, makes new recovery codes.
pub(crate) fn act(call: &Call) -> Reply {
    done(call).unwrap_or_else(|reply| reply)
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let mut found = own(call)?;
    let saved = || Ok(Reply::to("/account?saved"));
    match call.form.get("act") {
        Some("end") => {
            call.house.visits.end(found.person, Some(call.form.get("id").unwrap_or_default()), &call.token);
            return saved();
        }
        Some("end-others") => {
            call.house.visits.end(found.person, None, &call.token);
            return saved();
        }
        _ => {}
    }
    // The rest is for whoever knows the password, not for whoever finds a browser left open.
    let counted = counted(call, &found.it.login);
    if let Err(wait) = tried(call, &counted, "password") {
        return shown(call, vec![wait]);
    }
    let field = if call.form.get("codes-password").is_some() { "codes-password" } else { "password" };
    if !found.it.password.is(call.form.get(field).unwrap_or_default()) {
        return shown(call, vec![Trouble::new(field, call.voice.t("account-password-wrong"))]);
    }
    call.house.limits.right(&counted);
    if call.form.get("act") == Some("codes") {
        let codes = recovery(&mut found).ok_or_else(|| trouble::read(call))?;
        keep(call, &mut found)?;
        return Ok(Reply::ok(&Codes { f: call.frame("codes-title", Some("/account")), v: call.voice.clone(), codes }));
    }
    let mut troubles = Vec::new();
    let Some(password) = new_password(call, &found.it.login, &mut troubles) else { return shown(call, troubles) };
    found.it.password = secret::Password::new(&password).ok_or_else(|| trouble::read(call))?;
    keep(call, &mut found)?;
    // Whoever knew the old one is out.
    call.house.visits.end(found.person, None, &call.token);
    saved()
}
