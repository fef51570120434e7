//! One's own passkeys: added, listed, removed.

use askama::Template;
use serde_json::json;
use supple_store::UtcMs;

use super::{Asking, counted, own, own::when, recovery, second::Codes, tried};
use crate::{
    account::{
        Found,
        passkey::{MOST, Made, NAME_MAX_CHARS, NotAccepted, Party, Passkey},
    },
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{
        practice::field::{Field, Fields},
        trouble,
    },
    voice::Voice,
};

/// Where they are.
pub(crate) const PATH: &str = "/account/passkeys";
/// Most notes on the page, the last first.
const NOTES: usize = 20;

#[derive(Template)]
#[template(path = "account_passkeys.html")]
struct Page {
    f: Frame,
    v: Voice,
    saved: bool,
    /// The form with which one is made, on a page of its own.
    make: Option<Asking>,
    /// The name of the one that is being made.
    fresh: String,
    keys: Vec<Line>,
    /// Whether this place has a name that a passkey can be bound to.
    named: bool,
    fields: Vec<Field>,
    notes: Vec<String>,
    troubles: Vec<Trouble>,
}

/// One passkey.
struct Line {
    id: String,
    name: String,
    lines: Vec<String>,
    doubled: bool,
    open: bool,
    fields: Vec<Field>,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call, None, Vec::new()).unwrap_or_else(|reply| reply)
}

fn shown(call: &Call, make: Option<(Asking, String)>, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (found, again) = (own(call)?, !troubles.is_empty());
    let asked = call.form.get("key").unwrap_or_default();
    let line = |(nth, key): (usize, &Passkey)| {
        let id = format!("password-{nth}");
        let open = key.id == asked;
        let mine: Vec<Trouble> = troubles.iter().filter(|trouble| open && trouble.field == id).cloned().collect();
        let field = Fields { call, troubles: &mine }.of(&id, "account-password", "password", "");
        Line {
            id: key.id.clone(),
            name: key.name.clone(),
            lines: lines(call, key),
            doubled: key.doubled,
            open: !mine.is_empty(),
            fields: vec![field],
        }
    };
    let fields = Fields { call, troubles: &troubles };
    let (make, fresh) = make.map_or((None, String::new()), |(make, name)| (Some(make), name));
    let page = Page {
        f: call.frame("passkeys-title", Some(if make.is_some() { PATH } else { "/account" })),
        v: call.voice.clone(),
        saved: call.flag("saved"),
        fresh,
        make,
        keys: found.it.passkeys.iter().enumerate().map(line).collect(),
        named: Party::of(&call.house.app.mode).is_some(),
        fields: vec![
            fields.hinted("name", "passkey-name", "text", ""),
            fields.hinted("password", "account-password", "password", ""),
        ],
        notes: notes(call, &found)?,
        troubles: troubles.clone(),
    };
    Ok(Reply::shown(&page, again))
}

fn lines(call: &Call, key: &Passkey) -> Vec<String> {
    let v = &call.voice;
    let used = key
        .used_ms
        .map_or_else(|| v.t("passkey-unused"), |at| v.s("account-session-used", "when", &when(call, UtcMs(at))));
    let synced = if key.synced { "passkey-synced" } else { "passkey-bound" };
    vec![v.s("passkey-added", "when", &when(call, UtcMs(key.added_ms))), used, v.t(synced)]
}

/// What became of one's passkeys, the last first.
fn notes(call: &Call, found: &Found) -> Result<Vec<String>, Reply> {
    let all = found.looks(&call.house.app.store).map_err(|_| trouble::read(call))?;
    let line = |note: &supple_store::Item| {
        let told = note.body.get("passkey")?;
        let text = |name: &str| told.get(name).and_then(serde_json::Value::as_str);
        let key = call.voice.known(&format!("passkey-note-{}", text("did")?))?;
        let at = note.at.map_or_else(String::new, |at| when(call, at));
        let args = [("when", at.into()), ("what", key.into()), ("name", text("name")?.into())];
        Some(call.voice.with("passkey-note", &args))
    };
    Ok(all.iter().rev().filter_map(line).take(NOTES).collect())
}

/// Keeps an account with a note of what became of a passkey, which is told by mail where there is an address.
pub(super) fn keep(call: &Call, found: &mut Found, did: &str, name: &str) -> Result<(), Reply> {
    let note = json!({ "passkey": { "did": did, "name": name } });
    let kept = found.keep_told(&call.house.app.store, call.now.at, &note);
    kept.map_err(|_| trouble::not_written(call, crate::record::NotWritten::Store))
}

/// Begins one, takes it, removes one.
pub(crate) fn act(call: &Call) -> Reply {
    match call.form.get("act") {
        Some("begin") => begun(call),
        Some("remove") => removed(call),
        _ => added(call),
    }
    .unwrap_or_else(|reply| reply)
}

/// Whether the password is right, for what is not for whoever finds a browser left open.
fn knows(call: &Call, found: &Found, field: &str) -> Result<(), Trouble> {
    let counted = counted(call, &found.it.login);
    tried(call, &counted, field)?;
    if !found.it.password.is(call.form.get(field).unwrap_or_default()) {
        return Err(Trouble::new(field, call.voice.t("account-password-wrong")));
    }
    call.house.limits.right(&counted);
    Ok(())
}

fn begun(call: &Call) -> Result<Reply, Reply> {
    let (found, v) = (own(call)?, &call.voice);
    let name: String = call.form.text("name").unwrap_or_default().trim().chars().take(NAME_MAX_CHARS).collect();
    let mut troubles = Vec::new();
    if name.is_empty() {
        troubles.push(Trouble::new("name", v.t("passkey-name-needed")));
    }
    if found.it.passkeys.len() >= MOST {
        troubles.push(Trouble::new("name", v.n("passkeys-many", "count", MOST)));
    }
    troubles.extend(knows(call, &found, "password").err());
    if !troubles.is_empty() {
        return shown(call, None, troubles);
    }
    let Some(party) = Party::of(&call.house.app.mode) else { return shown(call, None, Vec::new()) };
    let make = Asking::made(call, &party, &found).ok_or_else(|| trouble::read(call))?;
    let fresh = name.clone();
    call.house.visits.change(&call.token, |visit| {
        if let Some(signed) = visit.signed.as_mut() {
            signed.passkey = Some(fresh);
        }
    });
    shown(call, Some((make, name)), Vec::new())
}

fn added(call: &Call) -> Result<Reply, Reply> {
    let mut found = own(call)?;
    // The name stands in the visit since the password was typed: without that nothing is added.
    let named = call.visit.signed.as_ref().and_then(|signed| signed.passkey.clone());
    let Some((party, name)) = Party::of(&call.house.app.mode).zip(named) else { return Ok(Reply::to(PATH)) };
    let text = |field: &str| call.form.get(field).unwrap_or_default();
    let sent = Made { client: text("client"), object: text("object") };
    let mut made = Err(NotAccepted::Late);
    call.house.visits.change(&call.token, |visit| {
        made = Passkey::made(&party, &mut visit.challenges, &sent, name.clone(), call.now.at);
        if let Some(signed) = visit.signed.as_mut().filter(|_| made.is_ok()) {
            signed.passkey = None;
        }
    });
    let is_known = |key: &Passkey| found.it.passkeys.iter().any(|known| known.id == key.id);
    let refused = |text: String| shown(call, None, vec![Trouble::new("name", text)]);
    let key = match made {
        Ok(_) if found.it.passkeys.len() >= MOST => return refused(call.voice.n("passkeys-many", "count", MOST)),
        Ok(key) if is_known(&key) => return refused(call.voice.t("passkey-known")),
        Ok(key) => key,
        Err(why) => return refused(call.voice.t(super::sentence(why))),
    };
    let first = !found.it.has_second();
    found.it.passkeys.push(key);
    // Whoever loses the thing gets in with one of these.
    let codes = if first || found.it.recovery.is_empty() {
        Some(recovery(&mut found).ok_or_else(|| trouble::read(call))?)
    } else {
        None
    };
    keep(call, &mut found, "added", &name)?;
    if first {
        // Every other session was begun with the password alone.
        call.house.visits.end(found.person, None, &call.token);
    }
    call.house.visits.change(&call.token, |visit| {
        if let Some(signed) = visit.signed.as_mut() {
            signed.strong = true;
        }
    });
    match codes {
        Some(codes) => Ok(Reply::ok(&Codes { f: call.frame("codes-title", Some(PATH)), v: call.voice.clone(), codes })),
        None => Ok(Reply::to(format!("{PATH}?saved"))),
    }
}

fn removed(call: &Call) -> Result<Reply, Reply> {
    let mut found = own(call)?;
    let id = call.form.get("key").unwrap_or_default();
    let Some(at) = found.it.passkeys.iter().position(|key| key.id == id) else { return Ok(Reply::to(PATH)) };
    let field = format!("password-{at}");
    if let Err(wrong) = knows(call, &found, &field) {
        return shown(call, None, vec![wrong]);
    }
    // Whoever works here needs two factors: the last one that opens anything goes only after there is another.
    let others = found.it.passkeys.iter().enumerate().any(|(nth, key)| nth != at && !key.doubled);
    if found.it.second.is_none() && !others && works(call, &found)? {
        return shown(call, None, vec![Trouble::new(field, call.voice.t("passkey-last"))]);
    }
    let gone = found.it.passkeys.remove(at);
    keep(call, &mut found, "removed", &gone.name)?;
    // Whoever signed in with it is out.
    call.house.visits.end(found.person, None, &call.token);
    Ok(Reply::to(format!("{PATH}?saved")))
}

/// Whether they work in any practice, or may found one.
fn works(call: &Call, found: &Found) -> Result<bool, Reply> {
    let member = found.member(&call.house.app.store, true).map_err(|_| trouble::read(call))?;
    Ok(member.founder || member.belongs.iter().any(|it| it.roles.iter().any(|role| role.works())))
}
