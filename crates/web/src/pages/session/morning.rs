//! The next morning: soreness, sleep, and signs that must not wait.

use askama::Template;
use supple_care::{Day, session::When};

use super::{
    asks::{Asked, asked, read_asked},
    page::{Watch, watches},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    record::{self, Begun, Person},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "morning.html")]
struct Page {
    f: Frame,
    v: Voice,
    /// When the session was; nothing where there is none to ask about.
    date: Option<String>,
    asks: Vec<Asked>,
    troubles: Vec<Trouble>,
    /// What the answers come to; empty before they are given.
    next: Vec<String>,
    sign: bool,
    watch: Vec<Watch>,
}

/// The last massage that is over, if it is to be asked about.
pub(crate) fn due(person: &Person, today: Day) -> Option<&Begun> {
    person
        .record
        .sessions
        .iter()
        .rfind(|begun| begun.over && begun.is_massage())
        .filter(|begun| begun.asks_since(today))
}

/// Asks.
pub(crate) fn show(call: &Call) -> Reply {
    match call.person() {
        Err(reply) => reply,
        Ok((_, person)) => Reply::ok(&page(call, &person, Vec::new())),
    }
}

fn page(call: &Call, person: &Person, troubles: Vec<Trouble>) -> Page {
    let v = &call.voice;
    Page {
        f: call.frame("morning-page", Some("/")).of(person),
        v: v.clone(),
        date: due(person, call.now.today).map(|begun| v.date(begun.on)),
        asks: asked(call, When::Morning, &troubles),
        troubles,
        next: Vec::new(),
        sign: false,
        watch: watches(call, None, true),
    }
}

/// Records the answers, and says what they come to.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(begun) = due(&person, call.now.today) else { return Reply::to("/morning") };
    let said = match read_asked(call, When::Morning) {
        Ok(said) => said,
        Err(troubles) => return Reply::again(&page(call, &person, troubles)),
    };
    let sign = said.get("signs-morning").and_then(serde_json::Value::as_str) != Some("no");
    let sore = said.get("soreness").and_then(serde_json::Value::as_u64).is_some_and(|soreness| soreness > 0);
    let draft = record::morning(&begun.id.to_string(), said);
    let after = match call.write(open, &person, vec![draft]) {
        Ok(after) => after,
        Err(reply) => return reply,
    };
    let v = &call.voice;
    let ids: &[&str] = match (sign, sore) {
        (true, _) => &["new-sign"],
        (false, true) => &["sore", "morning-fine"],
        (false, false) => &["morning-fine"],
    };
    let next = call.knowledge().session.next.iter().filter(|next| ids.contains(&next.id.as_str()));
    let next = next.map(|next| v.k(&next.say)).collect();
    Reply::ok(&Page { next, sign, ..page(call, &after, Vec::new()) })
}
