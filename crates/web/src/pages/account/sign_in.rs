//! Signing in with login and password; where there is a second factor, its code is asked for next.

use super::{Asking, FormPage, begins, counted, signed_in, tried, work};
use crate::{
    account::{self, secret},
    call::{Call, Reply},
    frame::Trouble,
    pages::{
        practice::field::{Field, Fields},
        trouble,
    },
    visit::Pending,
};

/// Where one signs in.
const PATH: &str = "/sign-in";
/// How long the code may take, in milliseconds.
const PENDING_MS: i64 = 10 * 60 * 1000;

/// Asks.
pub(crate) fn show(call: &Call) -> Reply {
    if call.visit.signed.is_some() {
        return Reply::to(work::first(&call.seat));
    }
    page(call, Vec::new()).reply()
}

fn page(call: &Call, troubles: Vec<Trouble>) -> FormPage {
    let passkey = Asking::used(call);
    FormPage { passkey, action: PATH.to_owned(), ..FormPage::new(call, "sign-in", fields(call, &troubles), troubles) }
}

/// Asks once more, with what was wrong.
pub(super) fn again(call: &Call, troubles: Vec<Trouble>) -> Reply {
    page(call, troubles).reply()
}

fn fields(call: &Call, troubles: &[Trouble]) -> Vec<Field> {
    let fields = Fields { call, troubles };
    vec![fields.of("login", "account-login", "login", ""), fields.of("password", "account-password", "password", "")]
}

/// Signs in.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let (login, password) =
        (call.form.text("login").unwrap_or_default(), call.form.get("password").unwrap_or_default());
    let counted = counted(call, login);
    if let Err(wait) = tried(call, &counted, "login") {
        return Ok(page(call, vec![wait]).reply());
    }
    let store = &call.house.app.store;
    let found = account::by_login(store, login).map_err(|_| trouble::read(call))?;
    let right = match &found {
        Some(found) => found.it.password.is(password),
        None => {
            secret::pretend(password);
            false
        }
    };
    let Some(found) = found.filter(|_| right) else {
        // Whether it was the login or the password is nobody's business.
        return Ok(page(call, vec![Trouble::new("login", call.voice.t("sign-in-wrong"))]).reply());
    };
    call.house.limits.right(&counted);
    if !found.it.has_second() {
        return signed_in(call, &found, false, &begins(call, &found, false)?);
    }
    let pending =
        Pending { person: found.person, until: supple_store::UtcMs(call.now.at.0.saturating_add(PENDING_MS)) };
    call.house.visits.change(&call.token, |visit| visit.pending = Some(pending));
    Ok(Reply::to("/sign-in/code"))
}
