//! A plan's course fitted into a practice: every date as wished, moved or impossible, with the reason; then held.

use std::collections::BTreeSet;

use askama::Template;
use jiff::civil::{Date, Weekday};
use supple_care::plan::Plan;
use supple_practice::{
    Minutes, Moment, Service,
    book::{Booking, HOLD, OfCourse, State},
    fit::{Course, Fitted, MOST_SESSIONS, Session, Wish, fit, slot_of},
    refusals,
    slots::free_room,
};
use supple_store::Kept;
use uuid::Uuid;

use super::for_practice;
use crate::{
    call::{Call, Reply},
    desk::{self, Appointment, Entry, NotKept, Office, fresh_id},
    form::Form,
    frame::{Frame, Trouble},
    pages::{
        plan::Asked,
        practice::{not_kept, said},
    },
    voice::Voice,
};

/// How many sessions are proposed where a course has no end.
const WITHOUT_END: u16 = 4;

#[derive(Template)]
#[template(path = "book.html")]
struct Page {
    f: Frame,
    v: Voice,
    at_home: bool,
    query: String,
    wishes: Vec<(String, String)>,
    practices: Vec<(String, String, bool)>,
    services: Vec<(String, String, bool)>,
    therapists: Vec<(String, String, bool)>,
    days: Vec<(i8, String, bool)>,
    from: String,
    at: String,
    count: String,
    dose: String,
    /// What a session costs; empty where the practice has set no price.
    price: String,
    lines: Vec<Line>,
    summary: String,
    /// Why nothing can be fitted.
    nothing: Option<String>,
    policy: Vec<String>,
    practice: String,
    service: String,
    key: String,
    zone: String,
    troubles: Vec<Trouble>,
}

/// One session of the dry run.
struct Line {
    word: String,
    when: String,
    wished: Option<String>,
    why: Vec<String>,
    gap: Option<String>,
    /// What is sent when it is chosen.
    value: Option<String>,
}

/// What the address wishes.
struct Choice {
    service: Service,
    course: Course,
    wish: Wish,
    therapist: Option<Uuid>,
}

/// Shows the dry run.
pub(crate) fn show(call: &Call) -> Reply {
    shown(call, &call.query, Vec::new()).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

/// The techniques of a plan, by their ids.
pub(crate) fn techniques(call: &Call, plan: &Plan) -> BTreeSet<String> {
    let known = &call.knowledge().techniques.techniques;
    let works = plan.focuses.iter().flat_map(|focus| &focus.works);
    works.filter_map(|work| known.get(work.technique)).map(|technique| technique.id.clone()).collect()
}

fn number(form: &Form, name: &str) -> Option<u16> {
    form.text(name).and_then(|text| text.parse().ok())
}

/// Minutes after midnight of `10:30`.
pub(super) fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// The services that are no longer than the plan allows.
pub(super) fn fitting<'a>(office: &'a Office, plan: &Plan) -> impl Iterator<Item = &'a Service> {
    let most = plan.most_minutes;
    office.offered().filter(move |service| service.length.0 <= most)
}

fn choice(call: &Call, office: &Office, plan: &Plan, form: &Form) -> Option<Choice> {
    let wished = form.text("service").and_then(|id| Uuid::try_parse(id).ok());
    let nearest = || fitting(office, plan).min_by_key(|it| it.length.0.abs_diff(plan.course.minutes));
    let service = fitting(office, plan).find(|it| Some(it.id) == wished).or_else(nearest)?.clone();
    let dose = &plan.course;
    let sessions = number(form, "count").or(dose.sessions).unwrap_or(WITHOUT_END);
    let days = form.all("day").filter_map(|day| day.parse().ok());
    let therapist = form.text("with").and_then(|id| Uuid::try_parse(id).ok());
    let index = office.therapists.iter().position(|it| Some(it.id) == therapist);
    let tomorrow = office.today(call).tomorrow().ok()?;
    Some(Choice {
        service,
        course: Course::spaced(sessions, dose.times, dose.in_days, techniques(call, plan)),
        wish: Wish {
            from: form.text("from").and_then(|text| text.parse().ok()).unwrap_or(tomorrow),
            weekdays: days.filter_map(|day: i8| Weekday::from_monday_one_offset(day).ok()).collect(),
            minute: form.text("at").and_then(minute).unwrap_or(10 * 60),
            therapist: index.and_then(|index| u32::try_from(index).ok()),
            busy: Vec::new(),
        },
        therapist,
    })
}

fn shown(call: &Call, query: &str, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let asked = Asked::with(call, query)?;
    let plan = asked.planned(call)?;
    let v = &call.voice;
    let form = Form::read(query.as_bytes()).unwrap_or_default();
    let person = Uuid::from_u128(asked.person.id);
    let offices = call.offices()?;
    let wished = form.text("practice").unwrap_or_default();
    let office = offices.iter().find(|it| it.id().to_string() == wished).or(offices.first());
    let plan_query = asked.query(call);
    let mut page = Page {
        f: call.frame("book-page", Some(&format!("/plan?{plan_query}"))).of(&asked.person),
        v: v.clone(),
        at_home: !for_practice(call, &plan),
        wishes: form_urlencoded::parse(plan_query.as_bytes()).into_owned().collect(),
        query: plan_query,
        practices: offices
            .iter()
            .map(|it| (it.id().to_string(), it.page.name.clone(), office.is_some_and(|chosen| chosen.id() == it.id())))
            .collect(),
        services: Vec::new(),
        therapists: Vec::new(),
        days: Vec::new(),
        from: String::new(),
        at: String::new(),
        count: String::new(),
        dose: String::new(),
        price: String::new(),
        lines: Vec::new(),
        summary: String::new(),
        nothing: None,
        policy: Vec::new(),
        practice: String::new(),
        service: String::new(),
        key: fresh_id(call).to_string(),
        zone: String::new(),
        troubles,
    };
    let Some((office, chosen)) = office.and_then(|office| Some((office, choice(call, office, &plan, &form)?))) else {
        page.nothing = Some(v.t(if office.is_some() { "book-no-service" } else { "book-no-practice" }));
        return Ok(page);
    };
    fill(call, &mut page, office, &plan, &chosen);
    let wish = Wish { busy: call.busy(person, |_| false)?, ..chosen.wish };
    let taken = office.taken(call)?;
    match fit(&office.now(call, &taken), &chosen.service, &chosen.course, &wish) {
        Ok(sessions) => {
            let count = |is: fn(&Fitted) -> bool| sessions.iter().filter(|it| is(&it.fitted)).count();
            let args = [
                ("ok", count(|it| matches!(it, Fitted::AsWished(_)))),
                ("moved", count(|it| matches!(it, Fitted::Moved { .. }))),
                ("impossible", count(|it| matches!(it, Fitted::Impossible { .. }))),
            ];
            let [(_, ok), ..] = args;
            page.summary = if ok == sessions.len() {
                v.n("book-summary-all", "count", ok)
            } else {
                v.with(
                    "book-summary",
                    &args.map(|(name, count)| (name, i64::try_from(count).unwrap_or(i64::MAX).into())),
                )
            };
            page.lines = sessions.iter().zip(1..).map(|(it, nth)| line(call, office, it, nth)).collect();
        }
        Err(_) => page.nothing = Some(v.t("book-no-course")),
    }
    Ok(page)
}

/// The form's own fields.
fn fill(call: &Call, page: &mut Page, office: &Office, plan: &Plan, chosen: &Choice) {
    let v = &call.voice;
    page.services = fitting(office, plan)
        .map(|it| {
            let args = [("name", it.name.as_str().into()), ("minutes", i64::from(it.length.0).into())];
            (it.id.to_string(), v.with("book-service-line", &args), it.id == chosen.service.id)
        })
        .collect();
    let therapists = office.therapists.iter();
    page.therapists =
        therapists.map(|it| (it.id.to_string(), it.name.clone(), chosen.therapist == Some(it.id))).collect();
    let on = |day: i8| chosen.wish.weekdays.iter().any(|weekday| weekday.to_monday_one_offset() == day);
    page.days = (1..=7).map(|day| (day, v.t(&format!("weekday-{day}")), on(day))).collect();
    page.from = chosen.wish.from.to_string();
    page.at = said::clock(chosen.wish.minute);
    page.count = chosen.course.sessions.to_string();
    let dose = &plan.course;
    page.dose = v.with(
        "book-dose",
        &[
            ("times", i64::from(dose.times).into()),
            ("days", i64::from(dose.in_days).into()),
            ("minutes", i64::from(dose.minutes).into()),
            ("least", i64::from(chosen.course.gap_min_days).into()),
            ("most", i64::from(chosen.course.gap_max_days).into()),
        ],
    );
    let price = chosen.service.price.map(|price| v.s("book-price", "price", &office.money(price.into())));
    page.price = price.unwrap_or_default();
    page.policy = said::policy(v, &office.page.policy);
    page.practice = office.id().to_string();
    page.service = chosen.service.id.to_string();
    page.zone = said::clocks(v, &office.page.zone);
}

fn line(call: &Call, office: &Office, session: &Session, nth: u16) -> Line {
    let v = &call.voice;
    let (is, why) = match &session.fitted {
        Fitted::AsWished(_) => ("ok", &[][..]),
        Fitted::Moved { why, time, .. } => (if *time { "moved" } else { "other" }, why.as_slice()),
        Fitted::Impossible { why } => ("impossible", why.as_slice()),
    };
    let slot = slot_of(session).and_then(|(start, index)| {
        let therapist = office.therapists.get(usize::try_from(index).ok()?)?;
        Some((start, therapist))
    });
    let (date, minute) = session.wished;
    let args = [("day", said::weekday(v, date).into()), ("time", said::clock(minute).into())];
    let wished = v.with("practice-when", &args);
    Line {
        word: v.t(&format!("book-{is}")),
        when: slot.map_or_else(
            || wished.clone(),
            |(start, therapist)| {
                let args =
                    [("when", said::when(v, &office.zone, start).into()), ("therapist", v.k(&therapist.name).into())];
                v.with("book-with", &args)
            },
        ),
        wished: (is == "moved").then(|| v.s("book-wished", "when", &wished)),
        why: why.iter().map(|why| said::refusal(v, call.knowledge(), why)).collect(),
        gap: session.long_gap_days.map(|days| v.n("book-long-gap", "days", days)),
        value: slot.map(|(start, therapist)| format!("{nth}|{}|{}", start.0, therapist.id)),
    }
}

/// Holds what was chosen, all or nothing.
pub(crate) fn hold(call: &Call) -> Reply {
    let wishes = call.form.get("wishes").unwrap_or_default().to_owned();
    match held(call, &wishes) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn held(call: &Call, wishes: &str) -> Result<Reply, Reply> {
    let open = call.open()?;
    let (name, v) = (open.name.clone(), &call.voice);
    let asked = Asked::with(call, wishes)?;
    let plan = asked.planned(call)?;
    let id = |name: &str| call.form.text(name).and_then(|id| Uuid::try_parse(id).ok());
    let again = |key: &str| -> Result<Reply, Reply> {
        let trouble = Trouble::new("sessions", v.t(key));
        Ok(Reply::again(&shown(call, wishes, vec![trouble])?))
    };
    let (Some(practice), Some(service), Some(key)) = (id("practice"), id("service"), id("key")) else {
        return again("book-choose");
    };
    let office = Office::open(call, practice)?;
    let Some(service) = fitting(&office, &plan).find(|it| it.id == service).cloned() else {
        return again("book-changed");
    };
    let chosen: Vec<(u16, Moment, Uuid)> = call.form.all("take").filter_map(read).collect();
    let person = Uuid::from_u128(asked.person.id);
    let of = number(&call.form, "of").unwrap_or(0);
    let dose = &plan.course;
    let course = Course::spaced(of, dose.times, dose.in_days, techniques(call, &plan));
    if !is_course(&office, &course, &chosen) {
        return again("book-changed");
    }
    let course_id = desk::id_of_form("course", person, key, 0);
    if held_beside(call, person, course_id)? + chosen.len() > usize::from(MOST_SESSIONS) {
        return again("book-too-many");
    }
    let mut taken = office.taken(call)?;
    let about = asked.about(call, &plan);
    // The same form once more finds its own holds in the way; the store knows them by their ids.
    let id_of = |nth: u16| desk::id_of_form("session", person, key, nth);
    let busy = call.busy(person, |id| chosen.iter().any(|(nth, ..)| id_of(*nth) == id))?;
    let mut entries: Vec<Entry> = Vec::new();
    for (nth, start, therapist) in &chosen {
        let Some(therapist) = office.therapist(*therapist) else { return again("book-changed") };
        let (hands, whole) = (service.hands(*start), service.whole(*start));
        let now = office.now(call, &taken);
        let free = refusals(&now, &service, &course.techniques, therapist, *start).is_empty();
        let own = taken.iter().any(|taken| taken.therapist == therapist.id && taken.hands == hands);
        if (!free && !own) || busy.iter().any(|busy| busy.meets(hands)) {
            return again("book-changed");
        }
        let room = if service.needs_room { free_room(&now, &service, *start) } else { None };
        let booking = Booking {
            client: person,
            therapist: therapist.id,
            room,
            service: service.id,
            course: Some(OfCourse { id: course_id, nth: *nth, of }),
            hands,
            whole,
            made: call.moment(),
            state: State::Held { until_ms: call.now.at.0 + i64::from(HOLD.0) * 60_000 },
            policy: office.page.policy.clone(),
            screened: None,
            late: Minutes(0),
            offered: None,
        };
        // The next one is judged beside it: the hands have both.
        taken.push(desk::taken(&booking));
        let it = Appointment::new(booking, name.clone(), about.clone(), course.techniques.clone());
        entries.push(Entry::new(id_of(*nth), it));
    }
    if entries.is_empty() {
        return again("book-choose");
    }
    match office.book(call, &entries) {
        // The same form once more, or an old one: what it held before may be over, or other times.
        Ok(Kept::Before) if !entries.iter().all(|entry| stands(call, &office, entry)) => again("book-changed"),
        Ok(Kept::Now(_) | Kept::Before) => Ok(Reply::to("/bookings")),
        Err(NotKept::Taken | NotKept::Changed) => again("book-changed"),
        Err(why) => Err(not_kept(call, "sessions", why).err().unwrap_or_else(|| Reply::to("/book"))),
    }
}

/// Whether what was chosen is held or booked, at this time and with this therapist.
fn stands(call: &Call, office: &Office, chosen: &Entry) -> bool {
    let known = office.entry(call, Some(&chosen.id.to_string()));
    known.is_ok_and(|known| {
        let (is, wished) = (&known.it.booking, &chosen.it.booking);
        is.is_live(call.now.at.0) && is.hands == wished.hands && is.therapist == wished.therapist
    })
}

/// Whether sessions that were chosen can be of one course: no more than it has, each in a place of its own, and none nearer to
/// another than the plan allows.
fn is_course(office: &Office, course: &Course, chosen: &[(u16, Moment, Uuid)]) -> bool {
    let places: BTreeSet<u16> = chosen.iter().map(|(nth, ..)| *nth).collect();
    let mut days: Vec<Date> =
        chosen.iter().filter_map(|(_, start, _)| office.zone.wall(*start)).map(|(day, _)| day).collect();
    days.sort_unstable();
    let near = |(one, next): (&Date, &Date)| (*next - *one).get_days() < i32::from(course.gap_min_days);
    course.sessions <= MOST_SESSIONS
        && places.iter().all(|nth| (1..=course.sessions).contains(nth))
        && places.len() == chosen.len()
        && days.len() == chosen.len()
        && !days.iter().zip(days.iter().skip(1)).any(near)
}

/// How many sessions a client holds and has not confirmed, but for those that this form holds.
fn held_beside(call: &Call, client: Uuid, course: Uuid) -> Result<usize, Reply> {
    let all = super::of_person(call, client)?;
    let held = all.iter().flat_map(|(_, entries)| entries).filter(|entry| {
        let booking = &entry.it.booking;
        let chosen = booking.course.as_ref().is_some_and(|of| of.id != course) && entry.it.waited.is_none();
        matches!(booking.state, State::Held { .. }) && chosen
    });
    Ok(held.count())
}

/// Reads `3|5940000|UUID`.
fn read(text: &str) -> Option<(u16, Moment, Uuid)> {
    let mut parts = text.split('|');
    let (nth, start, therapist) = (parts.next()?, parts.next()?, parts.next()?);
    Some((nth.parse().ok()?, Moment(start.parse().ok()?), Uuid::try_parse(therapist).ok()?))
}
