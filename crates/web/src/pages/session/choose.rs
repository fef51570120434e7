//! Choosing a session: who gives it, in which position, and the questions before it.

use askama::Template;
use serde_json::{Map, Value};
use supple_care::{
    Cleared,
    measure::{Moment, Score},
    session::{Does, NoSession, Timeline, When},
};
use uuid::Uuid;

use super::{
    asks::{Asked, asked, read_asked},
    first, left,
    ordered::{Ordered, What},
    page::{Watch, clear, cleared, no_session, watches},
    trained::trained,
};
use crate::{
    call::{Call, Reply},
    form::Form,
    frame::{Frame, Trouble, beside},
    pages::{
        parts::{Cited, cite},
        track::upkeep,
        typed::Choice,
    },
    record::{
        self, Lesson, Person,
        kinds::Draft,
        outcomes::{self, check_in},
    },
    visit::Open,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "tonight.html")]
struct Page {
    f: Frame,
    v: Voice,
    title: String,
    lead: String,
    expect: String,
    /// What the gentle session rests on. That of a planned one stands with the plan.
    rests_on: Option<RestsOn>,
    needs: Vec<String>,
    stop_places: String,
    action: String,
    /// The wishes of a plan, carried on.
    carried: Vec<(String, String)>,
    givers: Vec<Choice>,
    positions: Vec<Choice>,
    /// What each giver would leave out, with the giver where there are several.
    left_out: Vec<(String, Vec<String>)>,
    lesson: bool,
    /// The spacing and the end that were chosen after relief, and whether a massage is due by them.
    fewer: Vec<String>,
    /// The weekly questions, where they were not answered before the first session.
    weekly: Option<String>,
    asks: Vec<Asked>,
    giver_error: Option<String>,
    troubles: Vec<Trouble>,
    watch: Vec<Watch>,
}

/// That there was a massage today, where there was one.
fn once_more(call: &Call, person: &Person) -> Option<String> {
    let mut massages = person.record.sessions.iter().filter(|begun| begun.over && begun.is_massage());
    massages.any(|begun| begun.on == call.now.today).then(|| call.voice.t("tonight-once-more"))
}

/// Why a session is as it is, and how sure that is.
struct RestsOn {
    why: String,
    evidence: String,
    sources: Vec<Cited>,
}

/// A giver who can be chosen, with the session that would be given.
struct Offer {
    /// What the form sends: the giver's id, and for somebody who finished the lesson here a number.
    value: String,
    name: String,
    order: Ordered,
    timeline: Timeline,
}

/// Alone with a ball: the value in the form, and the course that it is.
const BALL: &str = "self-ball";

/// The wishes of a plan as fields of the form, without the giver and the position, which the form asks for.
fn carried(wished: &Ordered) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    for (name, value) in [("course", &wished.course), ("shape", &wished.shape), ("surface", &wished.surface)] {
        if let Some(value) = value {
            add(name, value);
        }
    }
    for (name, list) in [("devices", &wished.devices), ("sites", &wished.sites)] {
        for value in list {
            add(name, value);
        }
    }
    if let Some(minutes) = wished.minutes {
        add("minutes", &minutes.to_string());
    }
    if wished.clothed {
        add("clothed", "yes");
    }
    if !wished.firmness.is_empty() {
        add("firmness", &wished.firmness);
    }
    fields
}

/// Shows what it is, and asks who gives it.
pub(crate) fn show(call: &Call) -> Reply {
    call.person()
        .and_then(|(open, person)| page(call, open, &person, Vec::new()))
        .map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn planned(call: &Call) -> bool {
    call.path.starts_with("/session")
}

/// What is asked for, whoever gives it: from the form, or on the first visit from the address.
fn wishes(call: &Call, person: &Person) -> (Form, Ordered) {
    let asked = Form::read(call.query.as_bytes()).unwrap_or_default();
    let form = if call.form.has("csrf") { call.form.clone() } else { asked };
    // Without any in the address, those of the plan that was taken last.
    if planned(call)
        && !call.form.has("csrf")
        && !form.has("giver")
        && let Some(taken) = &person.record.plan
    {
        return (form, Ordered { what: What::Plan, ..Ordered::read(&taken.wishes) });
    }
    let text = |name: &str| form.text(name).map(str::to_owned);
    let what = if planned(call) { What::Plan } else { What::Gentle };
    let order = Ordered {
        what,
        giver: String::new(),
        position: text("position"),
        minutes: text("minutes").and_then(|minutes| minutes.parse().ok()),
        clothed: form.has("clothed"),
        firmness: text("firmness").unwrap_or_default(),
        devices: form.all("devices").map(str::to_owned).collect(),
        sites: form.all("sites").map(str::to_owned).collect(),
        surface: text("surface"),
        course: text("course"),
        shape: text("shape"),
    };
    (form, order)
}

/// Why there is none. Wishes that no plan can be made for are shown with what stands in their way.
fn none(call: &Call, person: &Person, trouble: &NoSession) -> Reply {
    if *trouble != NoSession::NoPlan {
        return no_session(call, person, trouble);
    }
    let (form, wished) = wishes(call, person);
    let giver = form.text("giver").unwrap_or(&wished.giver).to_owned();
    let position = wished.position.clone().unwrap_or_default();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(carried(&wished));
    query.extend_pairs([("giver", giver), ("position", position)].into_iter().filter(|(_, value)| !value.is_empty()));
    Reply::to(format!("/plan?{}", query.finish()))
}

/// Everybody who can give it, and why the others cannot where nobody can.
fn offers(call: &Call, person: &Person, trained: &[Lesson], cleared: &Cleared) -> Result<Vec<Offer>, NoSession> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let (form, wished) = wishes(call, person);
    let say = |id: &str| {
        let giver = knowledge.terms.givers.iter().find(|giver| giver.id == id);
        giver.map(|giver| v.k(&giver.say)).unwrap_or_default()
    };
    let mut givers: Vec<(String, String, &str)> =
        vec![("partner".to_owned(), say("partner"), "partner"), ("self".to_owned(), say("self"), "self")];
    for (lesson, number) in trained.iter().zip(0usize..) {
        let named = if lesson.giver.is_empty() { v.t("tonight-partner") } else { lesson.giver.clone() };
        let text = v.with("tonight-trained", &[("name", named.into()), ("date", v.date(lesson.on).into())]);
        givers.insert(number, (format!("partner-trained-{number}"), text, "partner-trained"));
    }
    let ball = knowledge.terms.devices.iter().find(|device| device.id == "ball");
    if let Some(ball) = ball.filter(|_| !planned(call)) {
        let text = v.with("tonight-with", &[("giver", say("self").into()), ("device", v.k(&ball.say).into())]);
        givers.push((BALL.to_owned(), text, "self"));
    }
    if planned(call) {
        let others = knowledge.terms.givers.iter().filter(|giver| !giver.home);
        givers.extend(others.map(|giver| (giver.id.clone(), v.k(&giver.say), giver.id.as_str())));
        let giver = form.text("giver").map(str::to_owned).or((!wished.giver.is_empty()).then(|| wished.giver.clone()));
        let asked = |id: &str| giver.as_deref().is_some_and(|giver| id == giver || giver.starts_with(id));
        if givers.iter().any(|(_, _, id)| asked(id)) {
            givers.retain(|(_, _, id)| asked(id));
        }
    }
    let history = person.record.history(knowledge);
    let mut trouble = NoSession::NothingLeft(Vec::new());
    let mut found = Vec::new();
    for (value, name, id) in givers {
        let mut order = Ordered { giver: id.to_owned(), ..wished.clone() };
        if value == BALL {
            order.devices = vec!["ball".to_owned()];
            order.course = Some(BALL.to_owned());
        }
        match order.compose(knowledge, cleared, &person.sheet, person.id, call.now.today, &history) {
            Ok(timeline) => found.push(Offer { value, name, order, timeline }),
            Err(error) => trouble = error,
        }
    }
    // Beside a ball against the wall, the hands are said too: what is left to them may be less.
    if found.iter().any(|offer| offer.value == BALL) {
        for offer in found.iter_mut().filter(|offer| offer.value == "self") {
            offer.name = v.s("tonight-with-hands", "giver", &offer.name);
        }
    }
    if found.is_empty() { Err(trouble) } else { Ok(found) }
}

fn page(call: &Call, open: &Open, person: &Person, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let cleared = cleared(call, person, true)?;
    let trained = trained(call, open, person);
    let offers = offers(call, person, &trained, &cleared).map_err(|trouble| none(call, person, &trouble))?;
    let session = &knowledge.session;
    let home =
        |offer: &Offer| knowledge.terms.givers.get(usize::from(offer.timeline.giver)).is_none_or(|giver| giver.home);
    let at_home = offers.iter().any(home);
    let only = offers.len() == 1;
    let (form, wished) = wishes(call, person);
    let carried = if planned(call) { carried(&wished) } else { Vec::new() };
    let what = if planned(call) { "plan" } else { "gentle" };
    Ok(Page {
        f: call.frame("tonight-page", Some(if planned(call) { "/plan" } else { "/result" })).of(person),
        v: v.clone(),
        title: if planned(call) { v.t("player-heading-plan") } else { v.k(&session.title) },
        lead: if planned(call) { v.t("session-lead") } else { v.k(&session.lead) },
        expect: v.k(&session.expect),
        rests_on: (!planned(call)).then(|| RestsOn {
            why: v.k(&session.why),
            evidence: v.t(&format!("evidence-{}", session.evidence.id())),
            sources: cite(knowledge, v, &session.sources),
        }),
        // Whoever treats for a living knows what to have at hand.
        needs: if at_home { session.needs.iter().map(|need| v.k(&need.say)).collect() } else { Vec::new() },
        stop_places: v.k(&session.stop_places),
        action: if what == "plan" { "/session".to_owned() } else { "/tonight".to_owned() },
        carried,
        givers: offers
            .iter()
            .map(|offer| Choice {
                say: describe(call, offer),
                on: form.get("giver").map_or(only, |chosen| chosen == offer.value || only),
                value: offer.value.clone(),
            })
            .collect(),
        positions: positions(call, person, &cleared, &offers, wished.position.as_deref()),
        left_out: offers
            .iter()
            .map(|offer| {
                let giver = if only { String::new() } else { offer.name.clone() };
                (giver, left::lines(knowledge, v, &offer.timeline.left_out))
            })
            .filter(|(_, lines)| !lines.is_empty())
            .collect(),
        lesson: at_home && trained.is_empty(),
        fewer: upkeep::tonight(v, person, call.now.today).into_iter().chain(once_more(call, person)).collect(),
        weekly: weekly(call, person),
        asks: asked(call, When::Before, &troubles),
        giver_error: beside(&troubles, "giver"),
        troubles,
        watch: watches(call, None, false),
    })
}

/// Where the weekly questions are that make it possible to say later whether it helps.
fn weekly(call: &Call, person: &Person) -> Option<String> {
    let instrument = crate::pages::track::due::before_first(call.knowledge(), person, call.now.today)?;
    Some(format!("/check-in/{}?then={}", instrument.id, if planned(call) { "session" } else { "tonight" }))
}

/// "A partner at home, 15 minutes: low back and mid back".
fn describe(call: &Call, offer: &Offer) -> String {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let sites = offer.timeline.sites.iter().filter_map(|site| knowledge.techniques.sites.get(*site));
    let sites: Vec<String> = sites.map(|site| v.k(&site.title)).collect();
    v.with(
        "tonight-offer",
        &[
            ("giver", offer.name.as_str().into()),
            ("length", v.n("tonight-length", "minutes", offer.timeline.minutes).into()),
            ("sites", v.parts(&sites).into()),
        ],
    )
}

/// The positions that at least one of the givers can work in: their names alone. How a position is taken depends on the
/// giver, and is said in the session.
fn positions(call: &Call, person: &Person, cleared: &Cleared, offers: &[Offer], chosen: Option<&str>) -> Vec<Choice> {
    let (knowledge, v) = (call.knowledge(), &call.voice);
    let history = person.record.history(knowledge);
    let suits = |id: &str| {
        offers.iter().any(|offer| {
            let order = Ordered { position: Some(id.to_owned()), ..offer.order.clone() };
            let index = knowledge.terms.positions.iter().position(|term| term.id == id);
            order.compose(knowledge, cleared, &person.sheet, person.id, call.now.today, &history).is_ok_and(
                |timeline| {
                    let strokes = timeline.steps.iter().filter(|step| matches!(step.does, Does::Stroke { .. }));
                    strokes.filter_map(|step| step.position).any(|position| Some(usize::from(position)) == index)
                },
            )
        })
    };
    let terms = knowledge.terms.positions.iter().filter(|term| suits(&term.id));
    terms
        .map(|term| Choice { on: chosen == Some(term.id.as_str()), say: v.k(&term.say), value: term.id.clone() })
        .collect()
}

/// What is kept of a session: as it was asked for, and its main technique.
fn kept(call: &Call, offer: &Offer) -> Value {
    let mut order = offer.order.value();
    let main = offer.timeline.main_technique(call.knowledge());
    let main = main.and_then(|index| call.knowledge().techniques.techniques.get(index));
    if let (Some(order), Some(main)) = (order.as_object_mut(), main) {
        order.insert(record::TECHNIQUE.to_owned(), main.id.as_str().into());
    }
    order
}

/// The measure of the pain that is asked for before a session, and its question there.
const PAIN_NOW: &str = "pain-now";
const PAIN_BEFORE: &str = "pain-before";

/// The pain before a session, kept without a session, where it is severe and stronger than the body map says: the map is asked
/// for again first.
fn severe(call: &Call, person: &Person, said: &Map<String, Value>) -> Option<Draft> {
    let knowledge = call.knowledge();
    let told = said.get(PAIN_BEFORE).and_then(Value::as_u64).and_then(|told| u8::try_from(told).ok())?;
    let measures = &knowledge.measures;
    let points = Score::points(i32::from(told));
    let severe = measures.tracking.severe.is_some_and(|severe| points >= severe);
    if !severe || !person.record.is_stronger(points, None) {
        return None;
    }
    let instrument = measures.instrument(PAIN_NOW)?;
    Some(check_in(
        knowledge,
        instrument,
        Moment::Before,
        None,
        call.now.today,
        &[Some(i32::from(told).saturating_mul(outcomes::TENTHS))],
        &[],
    ))
}

/// Records that the session begins, or that it is taken along.
pub(crate) fn start(call: &Call) -> Reply {
    let (open, person, cleared) = match clear(call, true) {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let trained = trained(call, open, &person);
    let offers = match offers(call, &person, &trained, &cleared) {
        Ok(offers) => offers,
        Err(trouble) => return none(call, &person, &trouble),
    };
    let take = call.form.has("take");
    let asked = read_asked(call, When::Before);
    let mut troubles = if take { Vec::new() } else { asked.as_ref().err().cloned().unwrap_or_default() };
    let chosen = offers.into_iter().find(|offer| call.form.get("giver") == Some(offer.value.as_str()));
    if chosen.is_none() {
        troubles.insert(0, Trouble::new("giver", call.voice.t("form-giver")));
    }
    if let (Some(offer), Ok(_), false) = (&chosen, &asked, take)
        && let Some(page) = first::lesson(call, &person, &trained, &offer.order.giver)
    {
        return page;
    }
    if let (Ok(said), false) = (&asked, take)
        && let Some(draft) = severe(call, &person, said)
    {
        return match call.write(open, &person, vec![draft]) {
            Ok(_) => Reply::to("/again"),
            Err(reply) => reply,
        };
    }
    let id = Uuid::now_v7();
    let draft = match (chosen, asked) {
        (Some(offer), _) if take => record::session_saved(id, &kept(call, &offer)),
        (Some(offer), Ok(said)) => record::session_started(id, &kept(call, &offer), said),
        (None | Some(_), _) => {
            return page(call, open, &person, troubles).map_or_else(|reply| reply, |page| Reply::again(&page));
        }
    };
    match call.write(open, &person, vec![draft]) {
        Ok(_) => Reply::to(if take { "/player/file" } else { "/player" }),
        Err(reply) => reply,
    }
}
