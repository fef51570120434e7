//! The player: the session that is open, step by step; in the browser, and as a file of its own.

use askama::Template;
use supple_care::{
    Cleared, NotCleared, PlaceSet,
    session::{Does, NoSession, Timeline, When, rules},
};

use super::{
    asks::{Asked, asked},
    data::{About, Shown, data, shown},
    left,
    ordered::{Ordered, What},
};
use crate::{
    call::{Call, Reply},
    frame::{Frame, Trouble},
    pages::{
        result::{Care, care},
        track::{first::First, said},
    },
    record::{Begun, Person},
    visit::Open,
    voice::Voice,
};

/// A session that was begun may go on for so long, past midnight too. Milliseconds.
const GOES_ON: i64 = 3 * 60 * 60 * 1000;

#[derive(Template)]
#[template(path = "player.html")]
struct Page {
    f: Frame,
    v: Voice,
    lang: String,
    title: String,
    heading: String,
    css: String,
    player_css: String,
    script: String,
    script_path: String,
    policy: String,
    back: &'static str,
    about: About,
    figure: String,
    check_say: String,
    /// The codes and words of what can be tapped.
    signs: Vec<(u8, String)>,
    before: Vec<Asked>,
    after: Vec<Asked>,
    left_out: Vec<String>,
    roles: String,
    steps: Vec<Shown>,
    watch: Vec<Watch>,
    made: String,
    version: String,
    data: String,
    /// FNV-1a of the data: a torn or edited file is not played.
    sum: u32,
    troubles: Vec<Trouble>,
}

#[derive(Template)]
#[template(path = "no_session.html")]
struct NoSessionPage {
    first_of_all: Option<First>,
    f: Frame,
    v: Voice,
    title: String,
    text: String,
    left_out: Vec<String>,
    open: bool,
    /// Whether severe pain was told: then what is new comes first.
    severe: bool,
    care: Vec<Care>,
}

impl Shown {
    /// When it begins, as a clock that starts at nought shows it.
    fn clock(&self) -> String {
        format!("{}:{:02}", self.at / 60, self.at % 60)
    }
}

/// Something to watch for.
pub(crate) struct Watch {
    pub(crate) event: String,
    pub(crate) say: String,
    /// Its shape: `emergency`, `urgent`, or something milder.
    pub(crate) shape: &'static str,
    /// Whether what it says may need the emergency number.
    pub(crate) call: bool,
    reactions: Vec<String>,
    /// The question (id) whose "no" says that it does not concern somebody.
    pub(crate) with: Option<String>,
}

impl Watch {
    /// Whether it speaks of one of these reactions.
    pub(crate) fn speaks_of(&self, what: &[String]) -> bool {
        self.reactions.iter().any(|id| what.contains(id))
    }
}

/// What to watch for, for one giver; during the session or after it.
pub(crate) fn watches(call: &Call, giver: Option<u8>, after: bool) -> Vec<Watch> {
    let v = &call.voice;
    call.knowledge()
        .watches
        .iter()
        .filter(|watch| watch.after == after)
        .filter(|watch| giver.is_none_or(|giver| watch.givers >> giver & 1 == 1))
        .filter_map(|watch| {
            let say = watch.say.as_deref()?;
            Some(Watch {
                event: v.k(&watch.event),
                say: v.k(say),
                shape: match watch.action.as_deref() {
                    Some("emergency") => "emergency",
                    Some("urgent") => "urgent",
                    _ => "medical-first",
                },
                call: watch.call,
                reactions: watch.reactions.clone(),
                with: watch.with.clone(),
            })
        })
        .collect()
}

/// The clearance of today, for a massage or for moving alone; or the page that says why there is none.
pub(crate) fn cleared(call: &Call, person: &Person, massage: bool) -> Result<Cleared, Reply> {
    if let Some(held) = crate::pages::track::held(call, person, massage) {
        return Err(held);
    }
    Cleared::of(call.knowledge(), &person.sheet, person.id).map_err(|refused| {
        let open = refused == NotCleared::NotSettled;
        let key = if open { "tonight-not-settled" } else { "tonight-not-allowed" };
        // Severe pain that was told has opened the body map: who reads that questions are open does not know why.
        let text = said::severe(&call.voice, person).filter(|_| open).unwrap_or_else(|| call.voice.t(key));
        refuse(call, person, text, Vec::new(), open)
    })
}

/// The open record, its person and the clearance of today; or the page that says what is missing.
pub(crate) fn clear(call: &Call, massage: bool) -> Result<(&Open, Person, Cleared), Reply> {
    let (open, person) = call.person()?;
    let cleared = cleared(call, &person, massage)?;
    Ok((open, person, cleared))
}

/// Says why there is no session, and what there is instead.
pub(crate) fn no_session(call: &Call, person: &Person, trouble: &NoSession) -> Reply {
    let v = &call.voice;
    match trouble {
        NoSession::Clearance(_) | NoSession::OtherDay => {
            refuse(call, person, v.t("tonight-not-settled"), Vec::new(), true)
        }
        NoSession::TooShort(minutes) => {
            refuse(call, person, v.n("tonight-too-short", "minutes", *minutes), Vec::new(), false)
        }
        // The page of the plan says what stands in the way.
        NoSession::NoPlan => Reply::to("/plan"),
        NoSession::NoResponse => refuse(call, person, v.t("noplan-no-response"), Vec::new(), false),
        NoSession::Unknown => refuse(call, person, v.t("tonight-nothing-left"), Vec::new(), false),
        NoSession::NothingLeft(left_out) => {
            let lines = left::lines(call.knowledge(), v, left_out);
            refuse(call, person, v.t("tonight-nothing-left"), lines, false)
        }
    }
}

fn refuse(call: &Call, person: &Person, text: String, left_out: Vec<String>, open: bool) -> Reply {
    refused(call, person, ("tonight-page", "tonight-not"), text, left_out, open)
}

/// There is no plan, because no massage is allowed or questions are open.
pub(crate) fn no_plan(call: &Call, person: &Person, open: bool) -> Reply {
    let text = call.voice.t(if open { "noplan-not-settled" } else { "tonight-not-allowed" });
    refused(call, person, ("noplan-page", "noplan-now"), text, Vec::new(), open)
}

/// The page of these keys, for its name and its heading, that says why nothing is offered.
fn refused(
    call: &Call,
    person: &Person,
    (page, title): (&str, &str),
    text: String,
    left_out: Vec<String>,
    open: bool,
) -> Reply {
    let v = &call.voice;
    let care = care(call.knowledge(), v, person);
    Reply::ok(&NoSessionPage {
        f: call.frame(page, Some("/result")).of(person),
        v: v.clone(),
        // Where help is to be called, nothing else is offered, and the number stands here, too.
        first_of_all: First::of(call, person).filter(|first| first.tone == "danger"),
        title: v.t(title),
        text: if !open && care.is_empty() && text == v.t("tonight-not-allowed") {
            v.t("tonight-no-massage")
        } else {
            text
        },
        left_out,
        open,
        severe: person.record.severe_told().is_some(),
        care,
    })
}

/// The session that is open, composed again from what is recorded, on the day on which it was begun.
pub(crate) fn open_session<'p>(call: &Call, person: &'p Person) -> Result<(&'p Begun, Timeline), Reply> {
    let begun = person.record.sessions.iter().rfind(|begun| !begun.over);
    let goes_on = |begun: &&Begun| begun.on == call.now.today || call.now.at.0 - begun.at.0 < GOES_ON;
    let Some(begun) = begun.filter(goes_on) else { return Err(Reply::to("/tonight")) };
    timeline(call, person, begun).map(|timeline| (begun, timeline))
}

fn timeline(call: &Call, person: &Person, begun: &Begun) -> Result<Timeline, Reply> {
    let knowledge = call.knowledge();
    let order = Ordered::read(&begun.order);
    if order.what == What::Breathe {
        return order.breathing(knowledge).map_err(|trouble| no_session(call, person, &trouble));
    }
    let sheet =
        if begun.on == call.now.today { person.sheet.clone() } else { person.record.sheet(knowledge, begun.on).0 };
    let cleared = match Cleared::of(knowledge, &sheet, person.id) {
        Ok(cleared) => cleared,
        Err(_) => self::cleared(call, person, begun.is_massage())?,
    };
    order
        .compose(knowledge, &cleared, &sheet, person.id, begun.on, &person.record.history_before(knowledge, begun))
        .map_err(|trouble| no_session(call, person, &trouble))
}

/// Shows the session that is open; the script plays it by the clock.
pub(crate) fn show(call: &Call) -> Reply {
    again(call, Vec::new()).unwrap_or_else(|reply| reply)
}

/// Shows it again, because of what was entered.
pub(crate) fn again(call: &Call, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let (_, person) = call.person()?;
    let (begun, timeline) = open_session(call, &person)?;
    let order = Ordered::read(&begun.order);
    let wrong = !troubles.is_empty();
    let about = about(call, Some(&person), Some(begun), &order, false);
    let page = page(call, &timeline, &order, about, troubles).of(&person);
    Ok(Reply::shown(&page, wrong))
}

/// The session as one file with everything in it.
pub(crate) fn file(call: &Call) -> Reply {
    let made = call.person().and_then(|(_, person)| {
        let (begun, timeline) = open_session(call, &person)?;
        let order = Ordered::read(&begun.order);
        let about = about(call, Some(&person), Some(begun), &order, true);
        Ok(page(call, &timeline, &order, about, Vec::new()))
    });
    match made {
        Err(reply) => reply,
        Ok(page) => match page.render() {
            Ok(html) => Reply::file("supple-session.html", "text/html; charset=utf-8", html.into_bytes()),
            Err(_) => Reply::to("/player"),
        },
    }
}

/// Breathing alone: nobody has to be cleared for it, and nothing of it is kept.
pub(crate) fn of_breathing(call: &Call, timeline: &Timeline) -> Reply {
    let order = Ordered { what: What::Breathe, ..Ordered::default() };
    Reply::ok(&page(call, timeline, &order, about(call, None, None, &order, false), Vec::new()))
}

/// A routine: it needs a clearance, and nothing of it is kept.
pub(crate) fn of_routine(call: &Call, person: &Person, timeline: &Timeline, order: &Ordered) -> Reply {
    Reply::ok(&page(call, timeline, order, about(call, Some(person), None, order, false), Vec::new()).of(person))
}

fn about(call: &Call, person: Option<&Person>, begun: Option<&Begun>, order: &Ordered, file: bool) -> About {
    let knowledge = call.knowledge();
    let code = call.country(person);
    let country = code.as_deref().and_then(|code| knowledge.country(code));
    let shape = order.wishes(knowledge).and_then(|wishes| knowledge.techniques.shapes.get(wishes.shape));
    About {
        id: begun.map_or_else(uuid::Uuid::nil, |begun| begun.id),
        made: begun.map_or(call.now.at.0, |begun| begun.at.0),
        until: call.now.end_of(begun.map_or(call.now.today, |begun| begun.on)),
        asked: begun.is_some_and(|begun| begun.before.is_some()),
        cleared: order.what != What::Breathe,
        file,
        width: shape.map_or(100, |shape| shape.width_percent),
        number: country.and_then(|country| country.emergency.clone()),
    }
}

impl Page {
    /// For the pages that the server shows. The file to take along says nothing about the person.
    fn of(self, person: &Person) -> Self {
        Self { f: self.f.of(person), ..self }
    }
}

/// FNV-1a, 32 bits, of a text: the player computes the same. It shows that data are torn or edited, and is no signature.
fn checksum(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn page(call: &Call, timeline: &Timeline, order: &Ordered, about: About, troubles: Vec<Trouble>) -> Page {
    let (knowledge, v, assets) = (call.knowledge(), &call.voice, &call.house.assets);
    let touched = timeline.steps.iter().fold(PlaceSet::NONE, |all, step| match step.does {
        Does::Stroke { stroke, .. } => knowledge
            .techniques
            .strokes
            .get(stroke)
            .map_or(all, |stroke| all.or(stroke.places).or(stroke.mirrored.unwrap_or(PlaceSet::NONE))),
        Does::Part(_) | Does::Take(..) | Does::Activity(_) => all,
    });
    let closed = |place: supple_care::PlaceId| {
        !touched.has(place) && knowledge.place(place).is_some_and(|place| place.class == "forbidden")
    };
    let heading = match &order.what {
        What::Gentle => v.k(&knowledge.session.title),
        What::Plan => v.t("player-heading-plan"),
        What::Routine(id) => {
            let routine = knowledge.courses.routines.iter().find(|routine| routine.id == *id);
            routine.map(|routine| v.k(&routine.title)).unwrap_or_default()
        }
        What::Breathe => v.t("player-heading-breathe"),
    };
    // What the player asks stands in the record only where a session does.
    let kept = !about.id.is_nil();
    let made = call.now.date(about.made);
    // The most urgent first: they have to be found in a hurry.
    let mut signs: Vec<_> = rules(knowledge, timeline.giver).filter(|(_, _, rule)| rule.tap).collect();
    signs.sort_by_key(|(_, _, rule)| std::cmp::Reverse(rule.act));
    // A data block ends at the first `<`, wherever it stands.
    let data = data(call, timeline, &about).to_string().replace('<', "\\u003c");
    Page {
        f: call.frame("player-page", None),
        v: v.clone(),
        lang: v.lang().to_owned(),
        title: v.s("page-title", "page", &v.t("player-page")),
        heading,
        css: assets.css.clone(),
        player_css: assets.player_css.clone(),
        script: if about.file { assets.player.clone() } else { String::new() },
        script_path: assets.player_path.clone(),
        policy: assets.file_policy.clone(),
        back: match order.what {
            What::Gentle | What::Plan => "/tonight",
            What::Routine(_) => "/routines",
            What::Breathe => "/breathe",
        },
        figure: call.house.figure.stage(closed),
        check_say: v.k(&knowledge.session.check_say),
        signs: signs.into_iter().map(|(_, watch, rule)| (rule.code, v.k(&watch.event))).collect(),
        before: if about.file && !about.asked { asked(call, When::Before, &[]) } else { Vec::new() },
        after: if kept { asked(call, When::After, &troubles) } else { Vec::new() },
        left_out: left::lines(knowledge, v, &timeline.left_out),
        roles: v.k(&knowledge.session.receiver),
        steps: timeline.steps.iter().map(|step| shown(knowledge, v, step)).collect(),
        watch: watches(call, Some(timeline.giver), false),
        made: v.s("player-version", "date", &v.date(made)),
        version: knowledge.version.clone(),
        sum: checksum(&data),
        data,
        about,
        troubles,
    }
}
