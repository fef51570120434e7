//! What a client lets a practice count of a course there: whether it helped, and how often something came after a session.
//! It is the client's own act, and can be taken back.

use askama::Template;
use supple_care::track::Verdict;
use supple_interop::dates;
use supple_practice::{
    book::State,
    outcome::{Response, Told},
};
use uuid::Uuid;

use super::of_person;
use crate::{
    call::{Call, Reply},
    desk::{Entry, Office},
    frame::{Frame, Trouble},
    pages::practice::{
        field::{Field, Fields, Reading},
        not_kept,
    },
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "booking_told.html")]
struct Page {
    f: Frame,
    v: Voice,
    id: String,
    practice: String,
    /// What the practice will be told about how it went.
    response: String,
    sessions: String,
    fields: Vec<Field>,
    /// Whether it was told before.
    told: bool,
    troubles: Vec<Trouble>,
}

/// The sessions of one course that took place, by their beginning.
struct Course {
    office: Office,
    done: Vec<Entry>,
}

impl Course {
    /// The course of the session with this id; nothing where none of it took place.
    fn of(call: &Call, person: &Person, id: Uuid) -> Result<Option<Self>, Reply> {
        for (office, entries) in of_person(call, Uuid::from_u128(person.id))? {
            let course = |entry: &Entry| entry.it.booking.course.as_ref().map(|course| course.id);
            let Some(of) = entries.iter().find(|entry| entry.id == id).map(course) else { continue };
            let took_place =
                |entry: &Entry| course(entry) == of && matches!(entry.it.booking.state, State::Done { .. });
            let mut done: Vec<Entry> = entries.into_iter().filter(|entry| took_place(entry)).collect();
            done.sort_by_key(|entry| entry.it.booking.hands.from);
            return Ok((!done.is_empty()).then_some(Self { office, done }));
        }
        Ok(None)
    }

    fn sessions(&self) -> u16 {
        u16::try_from(self.done.len()).unwrap_or(u16::MAX)
    }

    /// What the client's own scores say since the first session.
    fn response(&self, call: &Call, person: &Person) -> Response {
        let first = self.done.first().and_then(|entry| self.office.zone.wall(entry.it.booking.hands.from));
        let began = first.map(|(date, _)| dates::day(date));
        let judged = began.and_then(|began| person.record.judged(call.knowledge(), began, call.now.today));
        match judged.map(|judged| judged.verdict) {
            Some(Verdict::Better { .. }) => Response::Better,
            Some(Verdict::Worse(_) | Verdict::NoClearChange(_) | Verdict::BetterBelow(_)) => Response::NotBetter,
            Some(Verdict::NotEnough(_)) | None => Response::Unknown,
        }
    }

    fn told(&self) -> Option<&Told> {
        self.done.iter().rev().find_map(|entry| entry.it.told.as_ref())
    }
}

/// The course that a request names; back to the list where there is none.
fn asked(call: &Call, id: Option<&str>) -> Result<(Person, Course, Uuid), Reply> {
    let (_, person) = call.person()?;
    let id = id.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| Reply::to("/bookings"))?;
    let course = Course::of(call, &person, id)?.ok_or_else(|| Reply::to("/bookings"))?;
    Ok((person, course, id))
}

/// Shows what would be told.
pub(crate) fn show(call: &Call) -> Reply {
    let found = asked(call, call.wish("id"));
    found.map_or_else(|reply| reply, |(person, course, id)| Reply::ok(&page(call, &person, &course, id, Vec::new())))
}

fn page(call: &Call, person: &Person, course: &Course, id: Uuid, troubles: Vec<Trouble>) -> Page {
    let v = &call.voice;
    let response = match course.response(call, person) {
        Response::Better => "told-better",
        Response::NotBetter => "told-not-better",
        Response::Unknown => "told-unknown",
    };
    let told = course.told();
    // What nobody said stays empty: it is no "none".
    let before = |number: Option<u16>| number.map(|number| number.to_string()).unwrap_or_default();
    let fields = Fields { call, troubles: &troubles };
    let fields = vec![
        fields.hinted("reactions", "told-reactions", "number", before(told.and_then(|told| told.reactions))),
        fields.hinted("serious", "told-serious", "number", before(told.and_then(|told| told.serious))),
    ];
    Page {
        f: call.frame("told-page", Some("/bookings")).of(person),
        v: v.clone(),
        id: id.to_string(),
        practice: course.office.page.name.clone(),
        response: v.t(response),
        sessions: v.n("told-sessions", "count", course.sessions()),
        told: told.is_some(),
        fields,
        troubles,
    }
}

/// Tells it, or takes it back.
pub(crate) fn save(call: &Call) -> Reply {
    match saved(call) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn saved(call: &Call) -> Result<Reply, Reply> {
    let (person, course, id) = asked(call, call.form.get("id"))?;
    let sessions = course.sessions();
    let mut changed = course.done.clone();
    for entry in &mut changed {
        entry.it.told = None;
    }
    let mut troubles = Vec::new();
    if call.form.get("act") != Some("back") {
        let mut reading = Reading::new(call);
        let reactions = reading.number("reactions", 0, sessions);
        let serious = reading.number("serious", 0, reactions.unwrap_or(sessions));
        troubles = reading.troubles;
        let told = Told { response: course.response(call, &person), sessions, reactions, serious };
        if let Some(last) = changed.last_mut() {
            last.it.told = Some(told);
        }
    }
    if troubles.is_empty() {
        match course.office.book(call, &changed) {
            Ok(_) => return Ok(Reply::to("/bookings")),
            Err(why) => troubles.push(not_kept(call, "reactions", why)?),
        }
    }
    Ok(Reply::again(&page(call, &person, &course, id, troubles)))
}
