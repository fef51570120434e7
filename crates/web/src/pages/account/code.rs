//! The code of the second factor, after the password.

use super::{Asking, FormPage, begins, keep, signed_in, tried};
use crate::{
    account::{self, limit::Counted, secret},
    call::{Call, Reply},
    frame::Trouble,
    pages::{practice::field::Fields, trouble},
};

/// Asks.
pub(crate) fn show(call: &Call) -> Reply {
    if call.visit.pending.is_none() {
        return Reply::to("/sign-in");
    }
    page(call, Vec::new()).reply()
}

fn page(call: &Call, troubles: Vec<Trouble>) -> FormPage {
    let fields = vec![Fields { call, troubles: &troubles }.hinted("code", "account-code", "code", "")];
    let action = "/sign-in/code".to_owned();
    FormPage { passkey: Asking::used(call), action, ..FormPage::new(call, "sign-in-code", fields, troubles) }
}

/// Asks once more, with what was wrong.
pub(super) fn again(call: &Call, troubles: Vec<Trouble>) -> Reply {
    page(call, troubles).reply()
}

/// Takes it.
pub(crate) fn take(call: &Call) -> Reply {
    taken(call).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call) -> Result<Reply, Reply> {
    let pending = call.visit.pending.clone().filter(|pending| call.now.at <= pending.until);
    let Some(pending) = pending else {
        call.house.visits.change(&call.token, |visit| visit.pending = None);
        return Ok(Reply::to("/sign-in"));
    };
    let found = account::of(&call.house.app.store, pending.person).map_err(|_| trouble::read(call))?;
    let mut found = found.ok_or_else(|| Reply::to("/sign-in"))?;
    let known = call.browser.known.as_ref().is_some_and(|token| found.it.knows(token));
    // Guesses at the code are counted for the account: only who knows the password can make them. A browser that signed in
    // before is not kept waiting by somebody else's, and neither is a recovery code, which nobody guesses.
    let typed = call.form.text("code").unwrap_or_default();
    // As the code of an app is read: without what is left between its digits.
    let is_recovery = typed.chars().filter(|letter| !letter.is_whitespace()).count() > 8;
    let counted = if known || is_recovery {
        super::counted(call, &found.it.login)
    } else {
        vec![Counted::Code(pending.person.to_string())]
    };
    if let Err(wait) = tried(call, &counted, "code") {
        return Ok(page(call, vec![wait]).reply());
    }
    if !found.it.take_code(typed, call.now.at.0) {
        return Ok(page(call, vec![Trouble::new("code", call.voice.t("account-code-wrong"))]).reply());
    }
    call.house.limits.right(&counted);
    let token = if known { None } else { secret::token() };
    if let Some(token) = &token {
        found.it.know(token);
    }
    // Kept before anything is opened: a code counts once, also when the program dies now.
    keep(call, &mut found)?;
    Ok(signed_in(call, &found, true, &begins(call, &found, true)?)?.with_known(token))
}
