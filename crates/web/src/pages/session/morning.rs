//! The next morning: soreness, sleep, and signs that must not wait.

use askama::Template;
use supple_care::{Day, Knowledge, session::When};

use super::{
    asks::{Asked, asked, read_asked},
    page::{Watch, watches},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::track::{
        open::{OpenSign, open_signs},
        waits,
    },
    record::{self, Begun, Person},
    voice::Voice,
};

/// What is said where the pain is higher than before the session.
const WORSE: &str = "worse";

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
    /// That there is no massage for now, what to do, and why; by this or by what the record told before.
    waits: Option<[String; 3]>,
    open: Vec<OpenSign>,
    watch: Vec<Watch>,
}

/// The last massage that is over, if it is to be asked about.
pub(crate) fn due<'p>(knowledge: &Knowledge, person: &'p Person, today: Day) -> Option<&'p Begun> {
    person
        .record
        .sessions
        .iter()
        .rfind(|begun| begun.over && begun.is_massage())
        .filter(|begun| begun.asks_since(knowledge, today))
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
        date: due(call.knowledge(), person, call.now.today).map(|begun| v.date(begun.on)),
        asks: asked(call, When::Morning, &troubles),
        troubles,
        next: Vec::new(),
        waits: None,
        open: Vec::new(),
        watch: watches(call, None, true),
    }
}

/// Records the answers, and says what they come to.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(begun) = due(call.knowledge(), &person, call.now.today) else { return Reply::to("/morning") };
    let said = match read_asked(call, When::Morning) {
        Ok(said) => said,
        Err(troubles) => return Reply::again(&page(call, &person, troubles)),
    };
    let sign = said.get("signs-morning").and_then(serde_json::Value::as_str) != Some("no");
    let score = |name: &str| said.get(name).and_then(serde_json::Value::as_i64);
    let sore = score("soreness").is_some_and(|soreness| soreness > 0);
    let worse = call.knowledge().session.next.iter().find(|next| next.id == WORSE).and_then(|next| next.change);
    let rise = score("pain-morning").zip(begun.before).map(|(now, before)| now - i64::from(before));
    let worse = rise.zip(worse).is_some_and(|(rise, least)| rise >= i64::from(least));
    let draft = record::morning(&begun.id.to_string(), said);
    let after = match call.write(open, &person, vec![draft]) {
        Ok(after) => after,
        Err(reply) => return reply,
    };
    // Which sign it was decides how soon somebody has to look at it.
    if sign {
        return Reply::to(format!("/reaction?which&session={}", begun.id));
    }
    let v = &call.voice;
    let waits = waits(call, &after);
    // Only who told of nothing at all reads that nothing stops the next session.
    let ids = if worse || sore {
        [(worse, WORSE), (sore, "sore")].iter().filter(|it| it.0).map(|it| it.1).collect()
    } else if waits.is_some() {
        Vec::new()
    } else {
        vec!["morning-fine"]
    };
    let next = call.knowledge().session.next.iter().filter(|next| ids.contains(&next.id.as_str()));
    let next = next.map(|next| v.k(&next.say)).collect();
    let waits = waits.map(|waits| [v.t("held-title"), waits.say, waits.why]);
    let open = open_signs(call, &after);
    Reply::ok(&Page { next, waits, open, ..page(call, &after, Vec::new()) })
}
