//! Waiting for a time: for what, with whom, when, and until when; and the end of it.

use std::collections::BTreeSet;

use askama::Template;
use supple_practice::{
    Service,
    fit::Course,
    wait::{WaitProblem, Waiting},
};
use uuid::Uuid;

use super::{fit, for_practice};
use crate::{
    call::{Call, Reply},
    desk::{self, Office, fresh_id, wait},
    form::Form,
    frame::{Frame, Trouble},
    pages::{
        plan::Asked,
        practice::{
            field::{Field, Fields},
            not_kept, said,
        },
        trouble,
    },
    voice::Voice,
};

/// How often somebody may wait at one practice.
const MOST: usize = 5;
/// For how many days somebody waits who says nothing else.
const DAYS: i64 = 28;

#[derive(Template)]
#[template(path = "wait.html")]
struct Page {
    f: Frame,
    v: Voice,
    query: String,
    key: String,
    practices: Vec<(String, String, bool)>,
    services: Vec<(String, String, bool)>,
    therapists: Vec<(String, String, bool)>,
    days: Vec<(i8, String, bool)>,
    fields: Vec<Field>,
    held: String,
    nothing: Option<String>,
    troubles: Vec<Trouble>,
}

/// Shows the form.
pub(crate) fn show(call: &Call) -> Reply {
    let form = Form::read(call.query.as_bytes()).unwrap_or_default();
    page(call, &call.query, &form, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

/// The practice that is chosen, with the others.
fn chosen<'a>(offices: &'a [Office], form: &Form) -> Option<&'a Office> {
    let id = form.text("practice").and_then(|id| Uuid::try_parse(id).ok());
    offices.iter().find(|it| Some(it.id()) == id).or_else(|| offices.first())
}

fn page(call: &Call, wishes: &str, form: &Form, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let asked = Asked::with(call, wishes)?;
    let (plan, v) = (asked.planned(call)?, &call.voice);
    let query = asked.query(call);
    if !for_practice(call, &plan) {
        return Err(Reply::to(format!("/book?{query}")));
    }
    let offices = call.offices()?;
    let office = chosen(&offices, form);
    let fitting: Vec<&Service> = office.map(|office| fit::fitting(office, &plan).collect()).unwrap_or_default();
    let today = office.map_or(jiff::civil::Date::ZERO, |office| office.today(call));
    let in_days = |days: i64| today.saturating_add(jiff::Span::new().days(days)).to_string();
    let (wanted, with) = (form.text("service").unwrap_or_default(), form.text("with").unwrap_or_default());
    let fields = Fields { call, troubles: &troubles };
    let field = |id: &str, key: &str, kind, value: String| Field {
        value: form.get(id).map_or(value, str::to_owned),
        ..fields.of(id, key, kind, "")
    };
    let none = if office.is_none() { "book-no-practice" } else { "book-no-service" };
    Ok(Page {
        f: call.frame("wait-page", Some(&format!("/book?{query}"))).of(&asked.person),
        v: v.clone(),
        nothing: fitting.is_empty().then(|| v.t(none)),
        practices: offices
            .iter()
            .map(|it| (it.id().to_string(), it.page.name.clone(), office.is_some_and(|now| now.id() == it.id())))
            .collect(),
        services: fitting
            .iter()
            .map(|it| {
                let args = [("name", it.name.as_str().into()), ("minutes", i64::from(it.length.0).into())];
                (it.id.to_string(), v.with("book-service-line", &args), it.id.to_string() == wanted)
            })
            .collect(),
        therapists: office
            .iter()
            .flat_map(|office| &office.therapists)
            .map(|it| (it.id.to_string(), it.name.clone(), it.id.to_string() == with))
            .collect(),
        days: (1..=7)
            .map(|day: i8| (day, v.t(&format!("weekday-{day}")), form.all("day").any(|on| on == day.to_string())))
            .collect(),
        fields: vec![
            field("after", "wait-after", "text", "8:00".to_owned()),
            field("before", "wait-before", "text", "20:00".to_owned()),
            field("first", "wait-from", "date", in_days(0)),
            field("last", "wait-until", "date", in_days(DAYS)),
        ],
        held: office.map_or_else(String::new, |office| v.n("wait-how-long", "minutes", office.page.offer_held.0)),
        key: form.text("key").map_or_else(|| fresh_id(call).to_string(), str::to_owned),
        query,
        troubles,
    })
}

/// Begins to wait, or ends it.
pub(crate) fn act(call: &Call) -> Reply {
    let done = if call.form.get("act") == Some("leave") { leave(call) } else { join(call) };
    done.unwrap_or_else(|reply| reply)
}

/// What a form wants to wait for; or everything that is wrong with it.
fn read(call: &Call, office: &Office, service: &Service, waiting: Waiting) -> Result<Waiting, Vec<Trouble>> {
    let (form, v) = (&call.form, &call.voice);
    let mut troubles = Vec::new();
    let mut time = |id: &str| {
        let text = form.text(id).unwrap_or_default();
        let minute = if text == "24:00" { Some(1440) } else { fit::minute(text) };
        if minute.is_none() {
            troubles.push(Trouble::new(id, v.t("wait-time-wrong")));
        }
        minute
    };
    let times = (time("after"), time("before"));
    let mut date = |id: &str| {
        let date = form.text(id).and_then(supple_interop::dates::parse).map(supple_interop::dates::date);
        if date.is_none() {
            troubles.push(Trouble::new(id, v.t("practice-date")));
        }
        date
    };
    let dates = (date("first"), date("last"));
    let ((Some(from_min), Some(until_min)), (Some(from), Some(until))) = (times, dates) else { return Err(troubles) };
    let waiting = Waiting { from_min, until_min, from, until, ..waiting };
    for problem in waiting.problems(service, office.today(call), office.page.horizon_days) {
        troubles.push(match problem {
            WaitProblem::Days => Trouble::new("last", v.t("wait-days-wrong")),
            WaitProblem::Times => Trouble::new("before", v.n("wait-times-wrong", "minutes", service.length.0)),
            WaitProblem::TooFar => Trouble::new("last", v.n("wait-too-far", "days", office.page.horizon_days)),
        });
    }
    if troubles.is_empty() { Ok(waiting) } else { Err(troubles) }
}

fn join(call: &Call) -> Result<Reply, Reply> {
    let open = call.open()?;
    let (form, wishes) = (&call.form, call.form.get("wishes").unwrap_or_default());
    let asked = Asked::with(call, wishes)?;
    let plan = asked.planned(call)?;
    let again = |troubles| page(call, wishes, form, troubles).map(|page| Reply::again(&page));
    let wrong = |field: &str, key: &str| again(vec![Trouble::new(field, call.voice.t(key))]);
    let id = |name: &str| form.text(name).and_then(|id| Uuid::try_parse(id).ok());
    let offices = call.offices()?;
    let Some(office) = offices.iter().find(|it| Some(it.id()) == id("practice")) else {
        return wrong("service", "book-changed");
    };
    let Some(service) = fit::fitting(office, &plan).find(|it| Some(it.id) == id("service")) else {
        return wrong("service", "wait-service-needed");
    };
    let therapist = id("with").filter(|id| office.therapist(*id).is_some());
    if form.text("with").is_some() && therapist.is_none() {
        return wrong("with", "book-changed");
    }
    let (dose, needed) = (&plan.course, fit::techniques(call, &plan));
    let waiting = Waiting {
        client: Uuid::from_u128(asked.person.id),
        since_ms: call.now.at.0,
        service: service.id,
        therapist,
        weekdays: form.all("day").filter_map(|day| day.parse().ok()).filter(|day| (1..=7).contains(day)).collect(),
        gap_min_days: Course::spaced(1, dose.times, dose.in_days, BTreeSet::new()).gap_min_days,
        needed,
        from_min: 0,
        until_min: 0,
        from: office.today(call),
        until: office.today(call),
    };
    let waiting = match read(call, office, service, waiting) {
        Ok(waiting) => waiting,
        Err(troubles) => return again(troubles),
    };
    let Some(key) = id("key") else { return wrong("service", "book-changed") };
    let key = desk::id_of_form("wait", waiting.client, key, 0);
    let known = wait::all(&call.house.app.store, office.desk()).map_err(|_| trouble::read(call))?;
    let theirs = known.iter().filter(|place| place.it.waiting.client == waiting.client && place.id != key).count();
    if theirs >= MOST {
        return wrong("service", "wait-most");
    }
    let it = wait::Waits { waiting, client: open.name.clone(), planned: asked.about(call, &plan) };
    match wait::join(call, office, key, it) {
        Ok(()) => Ok(Reply::to("/bookings#waits")),
        Err(why) => again(vec![not_kept(call, "service", why)?]),
    }
}

fn leave(call: &Call) -> Result<Reply, Reply> {
    let person = call.open()?.key.person().as_uuid();
    let id = call.form.text("id").and_then(|id| Uuid::try_parse(id).ok());
    let store = &call.house.app.store;
    for office in call.offices()? {
        let places = wait::all(store, office.desk()).map_err(|_| trouble::read(call))?;
        let own = |place: &&wait::Place| place.it.waiting.client == person && Some(place.id) == id;
        if let Some(place) = places.iter().find(own) {
            wait::leave(store, office.desk(), place)
                .map_err(|_| trouble::not_written(call, crate::record::NotWritten::Store))?;
            let mut held = office.entries(call, supple_practice::Span::EVER)?;
            held.retain(|entry| entry.it.waited == id);
            for mut entry in held {
                if let Some(booking) = entry.it.booking.let_go(call.now.at.0) {
                    entry.it.booking = booking;
                    // What is not let go now is free when its time is over.
                    drop(office.book(call, &[entry]));
                }
            }
        }
    }
    Ok(Reply::to("/bookings"))
}

/// What somebody waits for, in words.
pub(crate) fn wants(v: &Voice, office: &Office, waiting: &Waiting) -> String {
    let gone = || v.t("book-gone");
    let service = office.service(waiting.service).map_or_else(gone, |it| v.k(&it.name));
    let with = waiting.therapist.map(|id| office.therapist(id).map_or_else(gone, |it| v.k(&it.name)));
    let days: Vec<String> = waiting.weekdays.iter().map(|day| v.t(&format!("weekday-{day}"))).collect();
    let args = [
        ("service", service.into()),
        ("therapist", with.unwrap_or_else(|| v.t("wait-anybody")).into()),
        (
            "days",
            if days.is_empty() { v.t("wait-any-day") } else { v.s("wait-on-days", "days", &v.list(&days)) }.into(),
        ),
        ("after", said::clock(waiting.from_min).into()),
        ("before", clock(waiting.until_min).into()),
        ("from", said::date(v, waiting.from).into()),
        ("until", said::date(v, waiting.until).into()),
    ];
    v.with("wait-wants", &args)
}

/// The end of a day is 24:00.
fn clock(minute: u16) -> String {
    if minute >= 1440 { "24:00".to_owned() } else { said::clock(minute) }
}
