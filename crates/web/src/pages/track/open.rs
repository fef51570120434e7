//! What came after a massage and must not be worked over: said until it has gone or was looked at.

use super::said;
use crate::{call::Call, record::Person};

/// A warning that was told after a session, and has neither gone nor been looked at.
pub(crate) struct OpenSign {
    /// The session.
    pub(crate) session: String,
    /// What was told of it, and of which day's massage.
    pub(crate) say: String,
    /// Whether only somebody who has looked at it takes it back.
    pub(crate) stays: bool,
}

/// All of them, the last told last.
pub(crate) fn open_signs(call: &Call, person: &Person) -> Vec<OpenSign> {
    let (knowledge, v, record) = (call.knowledge(), &call.voice, &person.record);
    let signs = record.open_signs().into_iter();
    signs
        .map(|told| {
            let on = record.sessions.iter().find(|begun| begun.id == told.session).map_or(told.on, |begun| begun.on);
            let what = v.parts(&said::reaction(knowledge, v, told));
            let args = [("date", v.date(on).into()), ("told", what.into())];
            OpenSign { session: told.session.to_string(), say: v.with("open-sign", &args), stays: told.stays }
        })
        .collect()
}
