//! Stopping a session, and finishing it.

use askama::Template;
use supple_care::session::{Next, When};

use super::{
    asks::read_asked,
    page::{Watch, again, watches},
};
use crate::{
    call::{Call, Reply},
    frame::Frame,
    pages::result::{Care, care},
    record::{self, Begun, Person, outcomes::UNNAMED},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "stopped.html")]
struct StoppedPage {
    f: Frame,
    v: Voice,
    watch: Vec<Watch>,
}

#[derive(Template)]
#[template(path = "ended.html")]
struct EndedPage {
    f: Frame,
    v: Voice,
    /// No praise where it was stopped, or something new came.
    title: String,
    scores: Option<String>,
    next: Vec<String>,
    sign: bool,
    /// Where it is said which sign came, where nobody has said so yet.
    which: Option<String>,
    /// That the massages wait now, and why.
    held: Option<(String, String)>,
    /// Whether it is asked about on the next morning.
    morning: bool,
    watch: Vec<Watch>,
    care: Vec<Care>,
}

/// The session that is under way.
fn under_way(person: &Person) -> Option<&Begun> {
    person.record.sessions.iter().rfind(|begun| !begun.over && !begun.saved)
}

/// Records that the session was stopped.
pub(crate) fn stop(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(begun) = under_way(&person) else { return Reply::to("/player/stopped") };
    let step = call.form.get("step").and_then(|step| step.parse::<u8>().ok()).unwrap_or(0);
    match call.write(open, &person, vec![record::session_stopped(&begun.id.to_string(), step)]) {
        Ok(_) => Reply::to("/player/stopped"),
        Err(reply) => reply,
    }
}

/// Says what to do now.
pub(crate) fn stopped(call: &Call) -> Reply {
    match call.person() {
        Err(reply) => reply,
        Ok((_, person)) if person.record.alarm(call.knowledge()).is_some() => Reply::to("/player/sign"),
        Ok((_, person)) => Reply::ok(&StoppedPage {
            f: call.frame("stopped-page", Some("/result")).of(&person),
            v: call.voice.clone(),
            watch: watches(call, None, false),
        }),
    }
}

/// Records how it went.
pub(crate) fn end(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(begun) = under_way(&person) else { return Reply::to("/player/ended") };
    match read_asked(call, When::After) {
        Err(troubles) => again(call, troubles).unwrap_or_else(|reply| reply),
        Ok(asked) => {
            let draft = record::session_ended(&begun.id.to_string(), begun.before, asked);
            match call.write(open, &person, vec![draft]) {
                Ok(_) => Reply::to("/player/ended"),
                Err(reply) => reply,
            }
        }
    }
}

/// Says how it went, and what comes next.
pub(crate) fn ended(call: &Call) -> Reply {
    let (_, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let (knowledge, v) = (call.knowledge(), &call.voice);
    if person.record.alarm(knowledge).is_some() {
        return Reply::to("/player/sign");
    }
    let Some(begun) = person.record.sessions.iter().rfind(|begun| begun.over && begun.after.is_some()) else {
        return Reply::to("/tonight");
    };
    let scores = begun.after.zip(begun.before).map(|(after, before)| {
        v.with("ended-better", &[("before", i64::from(before).into()), ("after", i64::from(after).into())])
    });
    let hold = person.record.hold(knowledge, &person.sheet, call.now.today).and_then(|hold| hold.rule);
    let rule = hold.and_then(|rule| knowledge.measures.adapt.get(rule));
    Reply::ok(&EndedPage {
        held: rule.map(|rule| (v.k(&rule.say), v.k(&rule.why))),
        f: call.frame("ended-page", Some("/")).of(&person),
        v: v.clone(),
        title: v.t(if begun.stopped || begun.sign { "ended-title-stopped" } else { "ended-title" }),
        scores,
        next: next(call, &person, begun).into_iter().map(|next| v.k(&next.say)).collect(),
        sign: begun.sign,
        which: unnamed(&person, begun).then(|| format!("/reaction?which&session={}", begun.id)),
        morning: begun.asks_since(knowledge, call.now.today),
        watch: watches(call, None, true),
        care: care(knowledge, v, &person),
    })
}

/// Whether a sign came with this session that nobody has named yet.
fn unnamed(person: &Person, begun: &Begun) -> bool {
    let open = person.record.open_signs();
    open.iter().any(|told| told.session == begun.id && told.what.iter().any(|it| it == UNNAMED))
}

/// What comes next after a session.
fn next<'c>(call: &'c Call, person: &Person, begun: &Begun) -> Vec<&'c Next> {
    let knowledge = call.knowledge();
    let (sign, change) = (begun.sign, begun.change());
    let worse = || {
        let least = knowledge.session.next.iter().find(|next| next.id == "worse").and_then(|next| next.change);
        least.zip(change).is_some_and(|(least, change)| change >= i16::from(least))
    };
    let fits = |next: &&Next| match next.id.as_str() {
        "new-sign" => sign,
        "hardly" => !sign && begun.hardly && !worse(),
        "worse" => !sign && worse(),
        "better" => {
            !sign
                && !begun.hardly
                && next.change.is_some_and(|least| change.is_some_and(|change| change <= i16::from(least)))
        }
        _ => false,
    };
    let mut all: Vec<&Next> = knowledge.session.next.iter().filter(fits).collect();
    let by_id = |id: &str| knowledge.session.next.iter().find(|next| next.id == id);
    if all.is_empty() {
        all.extend(by_id("same"));
    }
    let hard = knowledge.watches.iter().filter_map(|watch| watch.rule.as_ref()).find(|rule| rule.sign == "hard");
    if hard.is_some_and(|rule| begun.signs.contains(&rule.code)) {
        all.extend(by_id("hard"));
    }
    if person.record.severe_told().is_some() {
        all.retain(|next| next.id != "same");
        all.extend(by_id("severe"));
    }
    if person.record.without_help(knowledge) {
        all.extend(by_id("no-help"));
    }
    all.extend(by_id("check"));
    all
}
