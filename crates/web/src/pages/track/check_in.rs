//! Check-ins: what is due today, and one page for each measure.

use askama::Template;
use supple_care::measure::{Instrument, Moment, Score, Scoring};
use supple_interop::dates;
use uuid::Uuid;

use super::{
    Sent, due,
    first::First,
    form::{self, Field},
    fresh_id, known, said, sent, typed_day, under,
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble, beside},
    record::{
        Person,
        outcomes::{self, Scored},
    },
    voice::Voice,
};

#[derive(Template)]
#[template(path = "check_in.html")]
struct List {
    f: Frame,
    v: Voice,
    first_of_all: Option<First>,
    /// The session whose morning was not asked about.
    morning: Option<String>,
    due: Vec<Line>,
    offered: Vec<Line>,
    /// When the next weekly questions are due, where nothing is due now.
    next: Option<String>,
    /// Whether there is a session to report a reaction to.
    sessions: bool,
}

/// One measure of the list.
struct Line {
    id: String,
    title: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "check_in_one.html")]
struct One {
    f: Frame,
    v: Voice,
    id: String,
    form_id: String,
    title: String,
    lead: String,
    recall: String,
    fields: Vec<Field>,
    /// The day of a questionnaire that was filled in elsewhere.
    day: Option<String>,
    cite: String,
    validated: bool,
    troubles: Vec<Trouble>,
    session: Option<String>,
    /// Whether nothing to tick is an answer that has to be given.
    ticks: bool,
    none: bool,
    none_error: Option<String>,
    /// The page that was on the way: this one stands before it.
    then: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "check_in_done.html")]
struct Done {
    f: Frame,
    v: Voice,
    /// What was measured, at which place, with its score.
    scores: Vec<(String, String)>,
    level: Option<String>,
    next: Option<Line>,
    /// Whether the review that was promised is due.
    review: bool,
    /// That severe pain was told, and asks for the body map again; else that it is coming back, where it is.
    back: Option<String>,
    /// Whether it is the first of them.
    severe: bool,
}

fn line(v: &Voice, instrument: &Instrument) -> Line {
    let count = instrument.items.len();
    Line { id: instrument.id.clone(), title: v.k(&instrument.title), hint: v.n("track-questions", "count", count) }
}

/// What is due today.
pub(crate) fn list(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let (knowledge, v, today) = (call.knowledge(), &call.voice, call.now.today);
    let instruments = &knowledge.measures.instruments;
    let due = due::due(knowledge, &person, today);
    let judge = knowledge.measures.judge;
    let last = person.record.outcomes.last_day(judge);
    let next = last.map(|last| last.plus(knowledge.measures.tracking.weekly_days)).filter(|next| *next > today);
    Reply::ok(&List {
        f: call.track("check-in-page", "/").at(person.record.last_seq),
        v: v.clone(),
        first_of_all: First::of(call, &person),
        morning: due::morning(knowledge, &person, today).map(|begun| v.date(begun.on)),
        next: next.filter(|_| due.is_empty()).map(|next| v.date(next)),
        due: due.iter().filter_map(|due| instruments.get(due.instrument)).map(|it| line(v, it)).collect(),
        offered: due::offered(knowledge, &person)
            .into_iter()
            .filter_map(|index| instruments.get(index))
            .map(|it| line(v, it))
            .collect(),
        sessions: person.record.sessions.iter().any(|session| session.over && session.is_massage()),
    })
}

/// The measure of the address, where it can be answered outside sessions.
fn asked(call: &Call) -> Option<(usize, &Instrument, Moment)> {
    let id = call.last_part();
    let instruments = call.knowledge().measures.instruments.iter().zip(0usize..);
    let (instrument, index) = instruments.into_iter().find(|(known, _)| known.id == id)?;
    Some((index, instrument, due::moment(instrument)?))
}

/// One measure: its form, or what was saved.
pub(crate) fn show(call: &Call) -> Reply {
    let person = match known(call) {
        Ok(person) => person,
        Err(reply) => return reply,
    };
    let Some((index, instrument, _)) = asked(call) else { return Reply::to("/check-in") };
    if call.flag("saved") {
        saved(call, &person, index, instrument)
    } else {
        Reply::ok(&page(call, &person, instrument, Vec::new()))
    }
}

fn page(call: &Call, person: &Person, instrument: &Instrument, troubles: Vec<Trouble>) -> One {
    let v = &call.voice;
    let imported = instrument.scoring == Scoring::Import;
    let day = call.form.get("day").map_or_else(|| dates::print(call.now.today), str::to_owned);
    One {
        f: call.track("check-in-page", "/check-in").at(person.record.last_seq),
        v: v.clone(),
        id: instrument.id.clone(),
        form_id: fresh_id(call),
        title: v.k(&instrument.title),
        lead: v.k(&instrument.lead),
        recall: v.k(&instrument.recall),
        fields: form::fields(call, person, instrument, &due::asked_places(person, instrument), &troubles),
        day: imported.then_some(day),
        cite: instrument.cite.clone(),
        validated: instrument.validated,
        ticks: instrument.scoring == Scoring::Ticks,
        none: call.form.has(form::NONE),
        none_error: beside(&troubles, form::NONE),
        then: then(call),
        troubles,
        session: call.form.text("session").map(str::to_owned),
    }
}

/// Where somebody was on the way to when the questions came before it.
fn then(call: &Call) -> Option<&'static str> {
    let wished = call.form.text("then").or_else(|| call.wish("then"))?;
    ["/tonight", "/session"].into_iter().find(|path| path.strip_prefix('/') == Some(wished))
}

/// Records the answers, or that they are put off.
pub(crate) fn save(call: &Call) -> Reply {
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let Some((_, instrument, moment)) = asked(call) else { return Reply::to("/check-in") };
    let Sent::New(id) = sent(call, &person) else { return Reply::to(format!("/check-in/{}?saved", instrument.id)) };
    if call.form.has("later") {
        let draft = under(call, outcomes::put_off(&instrument.id), id);
        return call
            .write(open, &person, vec![draft])
            .map_or_else(|reply| reply, |_| Reply::to(then(call).unwrap_or("/check-in")));
    }
    let mut troubles = Vec::new();
    // A check-in for a session that never began belongs to nothing.
    if let Some(session) = call.form.text("session") {
        let known = Uuid::try_parse(session).ok();
        if !person.record.sessions.iter().any(|begun| Some(begun.id) == known) {
            troubles.push(Trouble::new("session", call.voice.t("track-no-session")));
        }
    }
    let day = if call.form.has("day") { typed_day(call, call.form.text("day")) } else { Ok(call.now.today) };
    if let Err(wrong) = &day {
        troubles.push(Trouble::new("day", wrong.clone()));
    }
    let places = due::asked_places(&person, instrument);
    let given = match form::read(call, instrument, &places) {
        Ok(given) => given,
        Err(found) => {
            troubles.extend(found);
            Vec::new()
        }
    };
    let (Ok(day), true) = (day, troubles.is_empty()) else {
        return Reply::again(&page(call, &person, instrument, troubles));
    };
    let knowledge = call.knowledge();
    let mut first = id;
    let drafts = given
        .into_iter()
        .map(|given| {
            let draft =
                outcomes::check_in(knowledge, instrument, moment, given.place, day, &given.answers, &given.names);
            under(call, draft, first.take())
        })
        .collect();
    match call.write(open, &person, drafts) {
        Ok(_) => Reply::to(then(call).map_or_else(|| format!("/check-in/{}?saved", instrument.id), str::to_owned)),
        Err(reply) => reply,
    }
}

/// Whether two scores were given in one form: of one day, each at a place of its own.
fn is_beside(scored: &Scored, last: &Scored) -> bool {
    let (one, other) = (&scored.entry, &last.entry);
    one.order == other.order || (one.day == other.day && one.place.is_some() && one.place != other.place)
}

/// A measure with its place, and its score.
fn told(call: &Call, instrument: &Instrument, scored: &Scored) -> (String, String) {
    let v = &call.voice;
    let place = scored.entry.place.and_then(|place| call.knowledge().place(place));
    let title = v.k(&instrument.title);
    let title = match place {
        Some(place) => v.with("track-title-place", &[("title", title.into()), ("place", v.place(place).into())]),
        None => title,
    };
    (title, said::score(v, instrument, scored.entry.score))
}

/// What was saved, what it says, and what comes next.
fn saved(call: &Call, person: &Person, index: usize, instrument: &Instrument) -> Reply {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let given = person.record.outcomes.scores.iter().filter(|scored| scored.instrument == index);
    let Some(last) = given.clone().max_by_key(|scored| scored.entry.order) else { return Reply::to("/check-in") };
    let reached = |at_least: Score| last.entry.score >= at_least;
    let level = instrument.levels.iter().rfind(|level| reached(level.at_least)).map(|level| v.k(&level.say));
    let next = due::due(knowledge, person, call.now.today).first().copied();
    let next = next.and_then(|due| knowledge.measures.instruments.get(due.instrument)).map(|it| line(v, it));
    Reply::ok(&Done {
        f: call.track("check-in-page", "/check-in").at(person.record.last_seq),
        v: v.clone(),
        scores: given.filter(|scored| is_beside(scored, last)).map(|scored| told(call, instrument, scored)).collect(),
        level,
        next,
        review: person.record.review_promised().is_some_and(|day| day <= call.now.today),
        severe: person.record.severe_told().is_some(),
        back: said::severe(v, person).or_else(|| said::coming_back(knowledge, v, person, call.now.today)),
    })
}
