//! A client's own mail address for what becomes of their appointments: given, shown to be theirs, changed, withdrawn.

use askama::Template;
use supple_store::PersonId;

use super::{practice::field::Fields, trouble};
use crate::{
    account::{limit::Counted, secret},
    call::{Call, Reply},
    frame::{Frame, Trouble},
    mail::{address, mailbox},
    pages::practice::field::Field,
    record::NotWritten,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "mail.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// The address that was given.
    address: Option<String>,
    /// Whether it was shown to be theirs.
    sure: bool,
    address_fields: Vec<Field>,
    code_fields: Vec<Field>,
    troubles: Vec<Trouble>,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    page(call, Vec::new()).unwrap_or_else(|reply| reply)
}

fn page(call: &Call, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let person = call.open()?.key.person();
    let found = mailbox::of(&call.house.app.store, person).map_err(|_| trouble::read(call))?;
    let fields = Fields { call, troubles: &troubles };
    let page = Page {
        f: call.frame("mail-page", Some("/bookings")),
        v: call.voice.clone(),
        address: found.as_ref().map(|found| found.it.address.clone()),
        sure: found.is_some_and(|found| found.it.is_sure()),
        address_fields: vec![fields.hinted("address", "mail-address", "text", "")],
        code_fields: vec![fields.of("code", "mail-code", "code", "")],
        troubles,
    };
    let again = !page.troubles.is_empty();
    Ok(Reply::shown(&page, again))
}

/// Takes an address or its code, or withdraws it.
pub(crate) fn act(call: &Call) -> Reply {
    done(call).unwrap_or_else(|reply| reply)
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (person, store) = (call.open()?.key.person(), &call.house.app.store);
    let failed = |_| trouble::not_written(call, NotWritten::Store);
    match call.form.get("act") {
        Some("withdraw") => mailbox::withdraw(store, person).map_err(failed)?,
        Some("confirm") => {
            tried(call, person, "code")
                .map_or(Ok(()), |wait| Err(page(call, vec![wait]).unwrap_or_else(|reply| reply)))?;
            let typed = call.form.text("code").unwrap_or_default();
            if !mailbox::confirm(store, person, typed, call.now.at).map_err(failed)? {
                return page(call, vec![Trouble::new("code", call.voice.t("mail-code-wrong"))]);
            }
            call.house.limits.right(&counted(person));
        }
        _ => {
            let Some(address) = call.form.text("address").and_then(address::read) else {
                return page(call, vec![Trouble::new("address", call.voice.t("mail-address-wrong"))]);
            };
            if let Some(wait) = tried(call, person, "address") {
                return page(call, vec![wait]);
            }
            let code = mailbox::fresh_code().ok_or_else(|| trouble::read(call))?;
            mailbox::give(store, person, address, code, call.now.at).map_err(failed)?;
        }
    }
    Ok(Reply::to("/mail"))
}

/// Codes are asked for and typed so often and no more: an address may be somebody else's.
fn counted(person: PersonId) -> Vec<Counted> {
    vec![Counted::Code(secret::mark(&format!("mail {}", person.as_uuid())))]
}

fn tried(call: &Call, person: PersonId, field: &str) -> Option<Trouble> {
    let taken = call.house.limits.take(&counted(person), call.now.at);
    taken.err().map(|seconds| Trouble::new(field, call.voice.n("account-wait", "seconds", seconds)))
}
