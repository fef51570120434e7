//! The session step by step, stopping it, and finishing it.

use askama::Template;
use supple_care::{PlaceSet, tonight::Next};

use super::{
    result::{Care, care},
    tonight::{Asked, Watch, asked, composed, read_asked, watches, where_in_words},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    record::{self, Person},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "steps.html")]
struct Page {
    f: Frame,
    v: Voice,
    giver: String,
    position: String,
    receiver: String,
    steps: Vec<Shown>,
    views: [String; 2],
    asks: Vec<Asked>,
    watch: Vec<Watch>,
    started: i64,
    troubles: Vec<Trouble>,
}

/// A step as it is shown.
struct Shown {
    title: String,
    say: String,
    cue: String,
    feel: String,
    ease_off: String,
    place: Option<String>,
    pressure: Option<String>,
    direction: Option<String>,
    tempo: Option<String>,
    time: String,
    seconds: u16,
    /// Indexes of the places, for the drawing.
    places: String,
    /// Seconds of breathing in and out.
    breath: Option<(u8, u8)>,
}

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
    scores: Option<String>,
    next: Vec<String>,
    sign: bool,
    watch: Vec<Watch>,
    care: Vec<Care>,
}

/// Shows the steps; the script plays them by the clock.
pub(crate) fn show(call: &Call) -> Reply {
    call.person()
        .and_then(|(_, person)| page(call, &person, Vec::new()))
        .map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call, person: &Person, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let composed = composed(call, person)?;
    let session = &knowledge.tonight;
    let steps = composed
        .doings
        .iter()
        .filter_map(|doing| {
            let step = session.steps.get(doing.step)?;
            Some(Shown {
                title: v.k(&step.title),
                say: v.k(&step.say),
                cue: v.k(&step.cue),
                feel: v.s("tonight-feel", "text", &v.k(&step.feel)),
                ease_off: v.s("tonight-ease", "text", &v.k(&step.ease_off)),
                place: where_in_words(call, doing.places).map(|place| v.s("tonight-where", "place", &place)),
                pressure: (doing.pressure > 0).then(|| v.s("tonight-pressure", "name", &v.pressure(doing.pressure))),
                direction: step.touch.as_ref().map(|touch| v.s("tonight-direction", "text", &v.k(&touch.direction))),
                tempo: step.touch.as_ref().map(|touch| v.s("tonight-tempo", "text", &v.k(&touch.tempo))),
                time: time(v, doing.seconds),
                seconds: doing.seconds,
                places: numbers(doing.places),
                breath: step.pacer.then_some(session.breath),
            })
        })
        .collect();
    let touched = composed.doings.iter().fold(PlaceSet::NONE, |all, doing| all.or(doing.places));
    let forbidden = |place: supple_care::PlaceId| {
        !touched.has(place) && knowledge.place(place).is_some_and(|place| place.class == "forbidden")
    };
    let position = session.positions.iter().find(|position| position.position == composed.position);
    let started = person.record.sessions.last().map_or(0, |begun| begun.at.0);
    let giver = knowledge.terms.givers.get(usize::from(composed.giver));
    Ok(Page {
        f: call.frame("tonight-page", Some("/tonight")).at(person.record.last_seq),
        v: v.clone(),
        giver: giver.map(|giver| v.s("tonight-giver-only", "giver", &v.k(&giver.say))).unwrap_or_default(),
        position: position.map(|position| v.k(&position.say)).unwrap_or_default(),
        receiver: v.k(&session.receiver),
        steps,
        views: call.house.figure.plain(v, forbidden),
        asks: asked(call, true, &troubles),
        watch: watches(call, Some(composed.giver), false),
        started,
        troubles,
    })
}

fn time(v: &Voice, seconds: u16) -> String {
    if seconds.is_multiple_of(60) {
        v.n("tonight-minutes", "minutes", seconds / 60)
    } else {
        v.n("tonight-seconds", "seconds", seconds)
    }
}

fn numbers(places: PlaceSet) -> String {
    places.iter().map(|place| place.0.to_string()).collect::<Vec<_>>().join(" ")
}

/// Records that the session was stopped.
pub(crate) fn stop(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    if person.record.sessions.last().is_none_or(|begun| begun.over) {
        return Reply::to("/tonight/stopped");
    }
    let step = call.form.get("step").and_then(|step| step.parse::<u8>().ok()).unwrap_or(0);
    match call.write(open, &person, vec![record::session_stopped(step)]) {
        Ok(_) => Reply::to("/tonight/stopped"),
        // What to do now matters more than what is kept: it is shown whether the disk works or not.
        Err(_) => stopped(call),
    }
}

/// Says what to do, line by line.
pub(crate) fn stopped(call: &Call) -> Reply {
    let mut watch = watches(call, None, false);
    watch.sort_by_key(|watch| !watch.urgent);
    Reply::ok(&StoppedPage { f: call.frame("stopped-page", Some("/result")), v: call.voice.clone(), watch })
}

/// Records that the session was finished.
pub(crate) fn end(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some(begun) = person.record.sessions.last().filter(|begun| !begun.over) else {
        return Reply::to("/tonight/ended");
    };
    match read_asked(call, true) {
        Err(troubles) => page(call, &person, troubles).map_or_else(|reply| reply, |page| Reply::again(&page)),
        Ok(asked) => {
            let draft = record::session_ended(begun.before, asked);
            match call.write(open, &person, vec![draft]) {
                Ok(_) => Reply::to("/tonight/ended"),
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
    let Some(begun) = person.record.sessions.last().filter(|begun| begun.over && begun.after.is_some()) else {
        return Reply::to("/tonight");
    };
    let sign = begun.sign;
    let change = begun.change();
    let fits = |next: &&Next| match next.id.as_str() {
        "new-sign" => sign,
        "worse" => !sign && next.change.is_some_and(|least| change.is_some_and(|change| change >= i16::from(least))),
        "better" => !sign && next.change.is_some_and(|least| change.is_some_and(|change| change <= i16::from(least))),
        _ => false,
    };
    let mut next: Vec<&Next> = knowledge.tonight.next.iter().filter(fits).collect();
    let by_id = |id: &str| knowledge.tonight.next.iter().find(|next| next.id == id);
    if next.is_empty() {
        next.extend(by_id("same"));
    }
    if person.record.without_help(knowledge) {
        next.extend(by_id("no-help"));
    }
    let scores = begun.after.map(|after| {
        v.with("ended-better", &[("before", i64::from(begun.before).into()), ("after", i64::from(after).into())])
    });
    Reply::ok(&EndedPage {
        f: call.frame("ended-page", Some("/")).at(person.record.last_seq),
        v: v.clone(),
        scores,
        next: next.into_iter().map(|next| v.k(&next.say)).collect(),
        sign,
        watch: watches(call, None, true),
        care: care(knowledge, v, &person),
    })
}
