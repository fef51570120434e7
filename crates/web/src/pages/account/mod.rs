//! One's own account: signing in, the second factor, sessions, and who looked.

pub(crate) mod asking;
pub(crate) mod bring;
pub(crate) mod code;
pub(crate) mod invitation;
pub(crate) mod looks;
pub(crate) mod own;
pub(crate) mod passkeys;
pub(crate) mod second;
pub(crate) mod sign_in;
pub(crate) mod work;

use askama::Template;
pub(crate) use asking::Asking;
use asking::sentence;
use supple_store::PersonId;

use crate::{
    access::Seat,
    account::{self, Found, limit::Block, limit::Counted, secret},
    call::{Call, Reply},
    desk::hand,
    frame::{Frame, Trouble},
    pages::{practice::field::Field, trouble},
    visit::{Open, Signed},
    voice::Voice,
};

/// A page with one form: a heading, a sentence, fields, a button.
#[derive(Template)]
#[template(path = "account_form.html")]
struct FormPage {
    f: Frame,
    v: Voice,
    title: String,
    lead: String,
    /// Lines above the form.
    lines: Vec<String>,
    action: String,
    fields: Vec<Field>,
    button: String,
    /// A passkey in place of the fields.
    passkey: Option<Asking>,
    troubles: Vec<Trouble>,
}

impl FormPage {
    /// The page of this key: its title, lead and button are `KEY-title`, `KEY-lead` and `KEY-button`.
    fn new(call: &Call, key: &str, fields: Vec<Field>, troubles: Vec<Trouble>) -> Self {
        let v = &call.voice;
        Self {
            f: call.frame(&format!("{key}-title"), None),
            v: v.clone(),
            title: v.t(&format!("{key}-title")),
            lead: v.t(&format!("{key}-lead")),
            lines: Vec::new(),
            action: call.path.clone(),
            fields,
            button: v.t(&format!("{key}-button")),
            passkey: None,
            troubles,
        }
    }

    fn reply(self) -> Reply {
        Reply::shown(&self, !self.troubles.is_empty())
    }
}

/// The account of whoever is signed in.
fn own(call: &Call) -> Result<Found, Reply> {
    let signed = call.visit.signed.as_ref().ok_or_else(|| Reply::to("/sign-in"))?;
    let found = account::of(&call.house.app.store, signed.person).map_err(|_| trouble::read(call))?;
    found.ok_or_else(|| Reply::to("/sign-in"))
}

/// Keeps a changed account; a page that says so where that fails.
fn keep(call: &Call, found: &mut Found) -> Result<(), Reply> {
    found.keep(&call.house.app.store).map_err(|_| trouble::not_written(call, crate::record::NotWritten::Store))
}

/// What is counted for a try at an account.
fn counted(call: &Call, login: &str) -> Vec<Counted> {
    // A request whose sender is not known counts with all others like it.
    let block = call.browser.sender.map_or(Block::UNKNOWN, Block::of);
    vec![Counted::Sender(block), Counted::SenderAt(block, secret::mark(&account::folded(login)))]
}

/// Takes a try, or says how long to wait.
fn tried(call: &Call, counted: &[Counted], field: &str) -> Result<(), Trouble> {
    let limits = &call.house.limits;
    limits
        .take(counted, call.now.at)
        .map_err(|seconds| Trouble::new(field, call.voice.n("account-wait", "seconds", seconds)))
}

/// Where somebody who has signed in begins: where they work, or on the first page.
fn begins(call: &Call, found: &Found, strong: bool) -> Result<String, Reply> {
    let member = found.member(&call.house.app.store, strong).map_err(|_| trouble::read(call))?;
    Ok(work::first(&Seat::Member(member)))
}

/// Begins the visit of somebody who has signed in.
fn signed_in(call: &Call, found: &Found, strong: bool, to: &str) -> Result<Reply, Reply> {
    let store = &call.house.app.store;
    let person = found.person;
    let key = store.unlock(person, None, call.now.at).map_err(|_| trouble::read(call))?;
    let name = name(call, person)?;
    hand::take_in(call, &key);
    let signed = Signed::new(person, strong, &call.browser.agent, call.now.at).ok_or_else(|| trouble::read(call))?;
    let open = Open { key, name, proxy: None };
    let visit = call.house.visits.sign_in(&call.token, open, signed, call.now.at);
    let (token, _) = visit.ok_or_else(|| trouble::read(call))?;
    Ok(Reply::to(to).with_token(token))
}

fn name(call: &Call, person: PersonId) -> Result<String, Reply> {
    let name = call.house.app.store.name_of(person).map_err(|_| trouble::read(call))?;
    Ok(name.unwrap_or_else(|| call.voice.t("start-nameless")))
}

/// A password that is to be new, if it may be one.
fn new_password(call: &Call, login: &str, troubles: &mut Vec<Trouble>) -> Option<String> {
    let text = call.form.get("new-password").unwrap_or_default();
    let key = match text.chars().count() {
        count if count < secret::PASSWORD_MIN_CHARS => "password-short",
        _ if text.len() > secret::PASSWORD_MAX_BYTES => "password-long",
        _ if !login.is_empty() && account::folded(text).contains(&account::folded(login)) => "password-login",
        _ if distinct(text) < 5 => "password-same",
        _ => return Some(text.to_owned()),
    };
    troubles.push(Trouble::new("new-password", call.voice.t(key)));
    None
}

/// How many different characters there are.
fn distinct(text: &str) -> usize {
    text.chars().collect::<std::collections::BTreeSet<_>>().len()
}

/// Fresh recovery codes, kept with the account; they are shown once.
fn recovery(found: &mut Found) -> Option<Vec<String>> {
    const CODES: usize = 8;
    let codes: Vec<String> = std::iter::repeat_with(secret::recovery).take(CODES).collect::<Option<_>>()?;
    found.it.recovery = codes.iter().map(|code| secret::mark(&secret::typed(code))).collect();
    Some(codes)
}
