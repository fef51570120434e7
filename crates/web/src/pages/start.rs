//! The first page: who is here, and the doors.

use askama::Template;
use supple_care::crisis;
use supple_store::{CreateError, PersonId, PersonLine, PinError, Store};

use crate::{
    call::{Call, Reply},
    desk::hand,
    frame::{Frame, Trouble, beside, minutes},
    pages::{
        book::next::{Next, next},
        lands::{Chooser, chooser},
        track::{
            first::First,
            open::{OpenSign, open_signs},
        },
    },
    record::{self, Proxy},
    visit::Open,
    voice::Voice,
};

/// The doors with their ids, in the order of mission.md.
pub(crate) const DOORS: [&str; 5] = ["d1", "d2", "d3", "d4", "d5"];

/// So many people are found at a glance.
const FEW: usize = 8;

#[derive(Template)]
#[template(path = "start.html")]
struct Page {
    f: Frame,
    v: Voice,
    people: Vec<Somebody>,
    chosen: String,
    name: String,
    proxy: bool,
    proxy_name: String,
    relation: String,
    doors: Vec<Door>,
    country_choice: Chooser,
    country_error: Option<String>,
    troubles: Vec<Trouble>,
    name_error: Option<String>,
    pin_error: Option<String>,
    pin_new_error: Option<String>,
    /// Whether anybody has a PIN.
    some_pin: bool,
    who_error: Option<String>,
    proxy_error: Option<String>,
    kept: Option<(String, String)>,
    progress: Option<Progress>,
    /// What comes before every door: a result that calls for help or for a doctor.
    first_of_all: Option<First>,
    /// Warnings after massages that have neither gone nor been looked at.
    open: Vec<OpenSign>,
    /// The next session in a practice.
    session: Option<Next>,
}

/// Somebody of the household.
struct Somebody {
    id: String,
    name: Option<String>,
    has_pin: bool,
}

/// A way in.
struct Door {
    id: &'static str,
    say: String,
    hint: String,
}

/// Where the open record stands.
struct Progress {
    begun: bool,
    result: bool,
    due: bool,
    /// About how many minutes what is open takes.
    minutes: i64,
    /// Whether a massage of an earlier day is to be asked about.
    morning: bool,
    /// Whether there are questions about how it goes to answer today.
    check_in: bool,
    /// Whether the review that was promised is due.
    review: bool,
    /// That it is coming back, where it is.
    back: Option<String>,
    /// Whether there is anything to look back at.
    went: bool,
}

/// Shows the first page.
pub(crate) fn show(call: &Call) -> Reply {
    render(call, Vec::new(), None).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

/// Shows the first page after the open record was lost, with what was typed.
pub(crate) fn lost(call: &Call) -> Reply {
    let kept = (call.path.clone(), encode(&call.form.kept()));
    let trouble = Trouble::new(
        "who",
        if call.form.kept().is_empty() { call.voice.t("trouble-lost") } else { call.voice.t("trouble-lost-kept") },
    );
    render(call, vec![trouble], Some(kept)).map_or_else(|reply| reply, |page| Reply::again(&page))
}

fn encode(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

fn render(call: &Call, troubles: Vec<Trouble>, kept: Option<(String, String)>) -> Result<Page, Reply> {
    let v = &call.voice;
    let mut people = call.people_here().map_err(|_| super::trouble::read(call))?;
    // A few stand in the order in which they came; among many a name is looked for.
    if people.len() > FEW {
        people.sort_by_key(|line| line.name.as_ref().map(|name| name.to_lowercase()));
    }
    let person = match &call.visit.open {
        Some(_) => Some(call.person()?.1),
        None => None,
    };
    let progress = person.as_ref().map(|person| Progress {
        begun: person.record.map.is_some() || !person.record.answers.is_empty(),
        result: !person.record.decisions.is_empty(),
        due: person.record.due(call.now.today),
        minutes: minutes(&person.standing),
        morning: super::session::morning::due(call.knowledge(), person, call.now.today)
            .is_some_and(|begun| begun.on < call.now.today),
        check_in: super::track::due::any(call.knowledge(), person, call.now.today),
        review: person.record.review_promised().is_some_and(|day| day <= call.now.today),
        back: super::track::said::coming_back(call.knowledge(), v, person, call.now.today),
        went: !person.record.outcomes.scores.is_empty() || !person.record.sessions.is_empty(),
    });
    let country = call.country(person.as_ref());
    let text = |name: &str| call.form.get(name).unwrap_or_default().to_owned();
    // With several people nobody is chosen beforehand: answers in somebody else's record would be read as theirs.
    let first = match people.as_slice() {
        [] => "new".to_owned(),
        [only] => only.id.to_string(),
        _ => String::new(),
    };
    let kept = kept.or_else(|| Some((call.form.get("kept-path")?.to_owned(), text("kept"))));
    Ok(Page {
        first_of_all: person.as_ref().and_then(|person| First::of(call, person)),
        open: person.as_ref().map(|person| open_signs(call, person)).unwrap_or_default(),
        session: person.as_ref().and_then(|person| next(call, person.id)),
        f: Frame { help: person.as_ref().is_some_and(crate::record::Person::crisis), ..call.frame("start-page", None) },
        v: v.clone(),
        chosen: call.form.get("who").map_or(first, str::to_owned),
        name: text("name"),
        proxy: call.form.has("proxy"),
        proxy_name: text("proxy-name"),
        relation: text("relation"),
        some_pin: people.iter().any(|line| line.has_pin),
        people: people.into_iter().map(somebody).collect(),
        doors: DOORS
            .into_iter()
            .map(|id| Door {
                id,
                say: v.t(&format!("door-{id}")),
                hint: v.n(&format!("door-{id}-hint"), "minutes", call.house.minutes),
            })
            .collect(),
        country_error: beside(&troubles, "country"),
        country_choice: chooser(call, call.form.get("country").or(country.as_deref())),
        name_error: beside(&troubles, "name"),
        pin_error: beside(&troubles, "pin"),
        pin_new_error: beside(&troubles, "pin-new"),
        who_error: beside(&troubles, "who"),
        proxy_error: beside(&troubles, "proxy-name"),
        troubles,
        kept,
        progress,
    })
}

fn somebody(line: PersonLine) -> Somebody {
    Somebody { id: line.id.to_string(), name: line.name, has_pin: line.has_pin }
}

/// Opens a record, or begins one, and goes through the chosen door.
pub(crate) fn open(call: &Call) -> Reply {
    let v = &call.voice;
    let door = call.form.get("door").filter(|door| DOORS.contains(door));
    let mut troubles = Vec::new();
    let proxy = proxy(call, &mut troubles);
    let country = country_given(call, &mut troubles);
    // Where people sign in, nobody opens a record by choosing a name.
    let who = call.form.get("who").filter(|_| !call.house.app.mode.signs_in());
    let opened = match (&call.visit.open, who) {
        (Some(open), None) => Some(open.clone()),
        (_, Some("new")) => match begin(call, proxy, &mut troubles) {
            Ok(begun) => begun,
            Err(reply) => return reply,
        },
        (_, Some(id)) => known(call, id, proxy, &mut troubles),
        (None, None) => {
            troubles.push(Trouble::new("who", v.t("form-person")));
            None
        }
    };
    let (Some(open), true) = (opened, troubles.is_empty()) else {
        return render(call, troubles, None).map_or_else(|reply| reply, |page| Reply::again(&page));
    };
    if let Some(code) = &country {
        call.house.visits.set_country(&call.token, code);
    }
    if call.house.app.mode.signs_in() {
        return enter(call, door).with_country(country);
    }
    let Some((token, visit)) = call.house.visits.renew(&call.token, Some(open), call.now.at) else {
        return super::trouble::read(call);
    };
    let call = Call {
        house: call.house.clone(),
        now: call.now.clone(),
        voice: call.voice.clone(),
        path: call.path.clone(),
        query: String::new(),
        form: call.form.clone(),
        file: None,
        token: token.clone(),
        visit,
        country_hints: call.country_hints.clone(),
        seat: call.seat.clone(),
        browser: call.browser.clone(),
        clashed: std::cell::Cell::new(false),
        crisis: std::cell::Cell::new(false),
    };
    enter(&call, door).with_token(token).with_country(country)
}

/// Records door and country, and goes in.
fn enter(call: &Call, door: Option<&str>) -> Reply {
    if let (Some(path), Some(kept)) = (call.form.text("kept-path"), call.form.get("kept")) {
        return super::trouble::send_again(call, path, kept);
    }
    let (open, person) = match call.person() {
        Ok(found) => found,
        Err(reply) => return reply,
    };
    let mut drafts = Vec::new();
    // What stood there beforehand does not replace what this person chose once.
    let untouched = call.form.get("country") == call.form.get("country-shown") && person.record.country.is_some();
    let chosen = call.visit.country.as_deref().filter(|_| !untouched);
    if let Some(country) = chosen.filter(|code| person.record.country.as_deref() != Some(*code)) {
        drafts.push(record::country(country));
    }
    if let Some(door) = door.filter(|door| person.record.door.as_deref() != Some(*door)) {
        drafts.push(record::door(door));
    }
    let person = if drafts.is_empty() {
        person
    } else {
        match call.write(open, &person, drafts) {
            Ok(after) => after,
            Err(reply) => return reply,
        }
    };
    // What was typed here a moment ago, not what stood there before.
    let typed = ["name", "proxy-name", "relation"].into_iter().filter_map(|field| call.form.text(field));
    if typed.into_iter().any(|text| crisis::mentions(&call.knowledge().crisis_phrases, text)) {
        return Reply::to("/crisis");
    }
    match door {
        Some("d4") => Reply::to("/visit"),
        Some("d5") => Reply::to("/giving"),
        Some(_) if person.record.due(call.now.today) && !person.standing.settled => Reply::to("/again"),
        Some(_) => Reply::to(super::next::path(call.knowledge(), &person)),
        None => Reply::to("/"),
    }
}

/// The country that the form of the doors gives; empty for another one.
fn country_given(call: &Call, troubles: &mut Vec<Trouble>) -> Option<String> {
    let code = call.form.get("country")?;
    if !is_known(call, code) {
        troubles.push(Trouble::new("country", call.voice.t("form-country")));
        return None;
    }
    Some(code.to_owned())
}

fn is_known(call: &Call, code: &str) -> bool {
    code.is_empty() || call.knowledge().country(code).is_some()
}

fn proxy(call: &Call, troubles: &mut Vec<Trouble>) -> Option<Proxy> {
    if !call.form.has("proxy") {
        return None;
    }
    let Some(name) = call.form.text("proxy-name") else {
        troubles.push(Trouble::new("proxy-name", call.voice.t("form-proxy-name")));
        return None;
    };
    let short = |text: &str| text.chars().take(200).collect::<String>();
    Some(Proxy { name: short(name), relation: short(call.form.text("relation").unwrap_or_default()) })
}

/// Begins a record; where it cannot be written, a page that says so and keeps what was typed.
fn begin(call: &Call, proxy: Option<Proxy>, troubles: &mut Vec<Trouble>) -> Result<Option<Open>, Reply> {
    let v = &call.voice;
    let store = &call.house.app.store;
    // The first person of a household need not say a name; further ones are told apart by it.
    let first = || store.people().is_ok_and(|people| people.is_empty());
    let me = v.t("start-me");
    let Some(name) = call.form.text("name").or_else(|| first().then_some(me.as_str())) else {
        troubles.push(Trouble::new("name", v.t("form-name-blank")));
        return Ok(None);
    };
    if !troubles.is_empty() {
        return Ok(None);
    }
    let pin = call.form.text("pin-new");
    let failed = || Trouble::new("who", super::trouble::beside(call));
    let made = making(call).and_then(|id| store.create_person_as(id, name, pin, call.now.at));
    let made = match made {
        Err(CreateError::Store(why)) => return Err(super::trouble::not_written(call, why.into())),
        made => made.map_err(|error| match error {
            CreateError::Name => Trouble::new("name", v.t("form-name-long")),
            CreateError::PinLength => Trouble::new("pin-new", v.t("form-pin-length")),
            _ => failed(),
        }),
    };
    let opened = made.and_then(|id| store.unlock(id, pin, call.now.at).map_err(|_| failed()));
    // What was made before its answer was lost may have another name.
    let named = opened.and_then(|key| match store.name_of(key.person()) {
        Ok(Some(known)) if known != name => store.rename(&key, name).map(|()| key).map_err(|_| failed()),
        _ => Ok(key),
    });
    match named {
        Ok(key) => Ok(Some(Open { key, name: name.to_owned(), proxy })),
        Err(trouble) => {
            troubles.push(trouble);
            Ok(None)
        }
    }
}

/// The id of the record that this visit makes: the same one when it is tried again.
fn making(call: &Call) -> Result<PersonId, CreateError> {
    let id = call.visit.making.map_or_else(Store::fresh_person, Ok)?;
    call.house.visits.change(&call.token, |visit| visit.making = Some(id));
    Ok(id)
}

fn known(call: &Call, id: &str, proxy: Option<Proxy>, troubles: &mut Vec<Trouble>) -> Option<Open> {
    let v = &call.voice;
    let store = &call.house.app.store;
    let Ok(id) = id.parse::<PersonId>() else {
        troubles.push(Trouble::new("who", v.t("form-person")));
        return None;
    };
    match store.unlock(id, call.form.text("pin"), call.now.at) {
        Ok(key) => {
            hand::take_in(call, &key);
            // A damaged name keeps nobody from their record.
            let name = store.name_of(id).ok().flatten().unwrap_or_else(|| v.t("start-nameless"));
            Some(Open { key, name, proxy })
        }
        Err(error) => {
            troubles.push(pin_trouble(call, &error));
            None
        }
    }
}

/// What to say about a record that did not open.
pub(crate) fn pin_trouble(call: &Call, error: &PinError) -> Trouble {
    let v = &call.voice;
    let wait = |until: supple_store::UtcMs| {
        let seconds = until.0.saturating_sub(call.now.at.0).max(0).saturating_add(999) / 1000;
        v.n("form-pin-wait", "seconds", seconds)
    };
    let (field, text) = match *error {
        PinError::Needed => ("pin", v.t("form-pin-needed")),
        PinError::Wrong { wait_until: Some(until), .. } | PinError::Wait { wait_until: until } => ("pin", wait(until)),
        PinError::Wrong { tries_left, wait_until: None } => ("pin", v.n("form-pin-wrong", "tries", tries_left)),
        PinError::UnknownPerson { .. } | PinError::Erased { .. } => ("who", v.t("form-person")),
        PinError::Broken(_) => ("who", v.t("trouble-broken")),
        _ => ("who", super::trouble::beside(call)),
    };
    Trouble::new(field, text)
}

/// Closes the open record.
pub(crate) fn leave(call: &Call) -> Reply {
    if let Some(open) = &call.visit.open {
        call.house.kept.forget(open.key.person());
    }
    match call.house.visits.renew(&call.token, None, call.now.at) {
        Some((token, _)) => Reply::to("/").with_token(token),
        None => super::trouble::read(call),
    }
}

/// Changes the country whose numbers are shown.
pub(crate) fn country(call: &Call) -> Reply {
    let code = call.form.get("country").unwrap_or_default();
    if !is_known(call, code) {
        let trouble = Trouble::new("country", call.voice.t("form-country"));
        return render(call, vec![trouble], None).map_or_else(|reply| reply, |page| Reply::again(&page));
    }
    call.house.visits.set_country(&call.token, code);
    if call.visit.open.is_some() {
        let (open, person) = match call.person() {
            Ok(found) => found,
            Err(reply) => return reply,
        };
        if let Err(reply) = call.write(open, &person, vec![record::country(code)]) {
            return reply;
        }
    }
    // Only our own pages are gone back to.
    let back = match call.form.get("then") {
        Some("/emergency") => "/emergency",
        Some("/crisis") => "/crisis",
        _ => "/",
    };
    Reply::to(back).with_country(Some(code.to_owned()))
}
