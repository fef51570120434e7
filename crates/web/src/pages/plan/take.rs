//! Taking a plan: it is recorded, and the week begins with it.

use super::{Asked, refuse, wishes};
use crate::{
    call::{Call, Reply},
    form::Form,
    record,
};

/// Records the plan of the wishes that came with the form.
pub(crate) fn take(call: &Call) -> Reply {
    let open = match call.open() {
        Ok(open) => open.clone(),
        Err(reply) => return reply,
    };
    // The form carries the wishes as the page's address had them.
    let wished = call.form.get("wishes").unwrap_or_default().to_owned();
    if Form::read(wished.as_bytes()).is_none() {
        return Reply::to("/plan");
    }
    let asked = match Asked::with(call, &wished) {
        Ok(asked) => asked,
        Err(reply) => return reply,
    };
    let plan = match asked.to_take(call) {
        Ok(plan) => plan,
        Err(no) => return refuse::refused(call, &asked, &no),
    };
    let knowledge = call.knowledge();
    let kept = wishes::kept(knowledge, &asked.wishes);
    match call.write(&open, &asked.person, vec![record::plan_chosen(knowledge, &plan, kept)]) {
        Ok(_) => Reply::to("/plan/week"),
        Err(reply) => reply,
    }
}
