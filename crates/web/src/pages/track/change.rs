//! Another treatment, before another course of massage.

use askama::Template;

use super::known;
use crate::{
    call::{Call, Reply},
    frame::Frame,
    voice::Voice,
};

/// Where each of them is, in the order in which they are offered.
const INSTEAD: [(&str, &str); 4] = [
    ("exercise", "/routines"),
    ("physiotherapy", "/letter?for=physician"),
    ("breathing", "/breathe"),
    ("course", "/plan/courses"),
];

#[derive(Template)]
#[template(path = "change.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// The title, the sentence and the page of each.
    doors: Vec<(String, String, &'static str)>,
}

/// Shows what there is instead.
pub(crate) fn show(call: &Call) -> Reply {
    let v = &call.voice;
    let door =
        |(id, path): (&str, &'static str)| (v.t(&format!("instead-{id}")), v.t(&format!("instead-{id}-hint")), path);
    known(call).map_or_else(
        |reply| reply,
        |person| {
            Reply::ok(&Page {
                f: call.track("instead-page", "/review").at(person.record.last_seq),
                v: v.clone(),
                doors: INSTEAD.into_iter().map(door).collect(),
            })
        },
    )
}
