//! Before the first session of a partner: the lesson, or going on without it.

use askama::Template;

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::{Lesson, Person},
    voice::Voice,
};

use super::ordered::Ordered;

/// The giver who has not gone through the lesson.
const PARTNER: &str = "partner";

#[derive(Template)]
#[template(path = "first_lesson.html")]
struct Page {
    f: Frame,
    v: Voice,
    action: String,
    /// What was entered, carried on.
    fields: Vec<(String, String)>,
}

/// The page that stands before the first session of a partner, until the lesson is finished, put off, or a session was begun.
pub(super) fn lesson(call: &Call, person: &Person, trained: &[Lesson], giver: &str) -> Option<Reply> {
    let begun = || person.record.sessions.iter().any(|begun| Ordered::read(&begun.order).giver == PARTNER);
    if giver != PARTNER || !trained.is_empty() || call.form.has("later") || begun() {
        return None;
    }
    Some(Reply::ok(&Page {
        f: call.frame("lesson-page", Some(&call.path)).of(person),
        v: call.voice.clone(),
        action: call.path.clone(),
        fields: call.form.kept(),
    }))
}
