//! A client's own review: written after a session, changed and taken back by whoever wrote it.

use askama::Template;
use supple_practice::review::{Review, Said, shares_review};
use uuid::Uuid;

use super::typed;
use crate::{
    call::{Call, Reply},
    desk::{Entry, Office},
    frame::{Frame, Trouble, beside},
    pages::{book::of_person, practice::not_kept},
    record::Person,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "review_own.html")]
struct Page {
    f: Frame,
    v: Voice,
    id: String,
    lead: String,
    again: Option<bool>,
    words: String,
    error: Option<String>,
    /// Whether it was written before.
    known: bool,
    troubles: Vec<Trouble>,
}

/// A course with a therapist, of which sessions took place: the session that has its review, or is to have it.
struct Course {
    person: Person,
    office: Office,
    entry: Entry,
}

/// The course of a session; back to the list where there is none that took place.
fn asked(call: &Call, id: Option<&str>) -> Result<Course, Reply> {
    let (_, person) = call.person()?;
    let id = id.and_then(|id| Uuid::try_parse(id).ok()).ok_or_else(|| Reply::to("/bookings"))?;
    for (office, entries) in of_person(call, Uuid::from_u128(person.id))? {
        let Some(named) = entries.iter().find(|entry| entry.id == id) else { continue };
        let named = named.it.booking.clone();
        let mut all: Vec<Entry> =
            entries.into_iter().filter(|entry| shares_review(&named, &entry.it.booking)).collect();
        // The one that has it; else the first, whoever writes at the same time.
        all.sort_by_key(|entry| (entry.it.review.is_none(), entry.it.booking.hands.from));
        return all
            .into_iter()
            .next()
            .map(|entry| Course { person, office, entry })
            .ok_or_else(|| Reply::to("/bookings"));
    }
    Err(Reply::to("/bookings"))
}

/// Shows the form.
pub(crate) fn show(call: &Call) -> Reply {
    asked(call, call.wish("id")).map_or_else(|reply| reply, |course| Reply::ok(&page(call, &course, Vec::new())))
}

fn page(call: &Call, course: &Course, troubles: Vec<Trouble>) -> Page {
    let v = &call.voice;
    let (booking, review) = (&course.entry.it.booking, course.entry.it.review.as_ref());
    let gone = || v.t("book-gone");
    let args = [
        ("therapist", course.office.therapist(booking.therapist).map_or_else(gone, |it| v.k(&it.name)).into()),
        ("practice", v.k(&course.office.page.name).into()),
    ];
    let again = match call.form.get("again") {
        Some(typed) => Some(typed == "yes"),
        None => review.map(|review| review.again),
    };
    let words = call.form.get("words").map(str::to_owned);
    Page {
        f: call.frame("reviews-page", Some("/bookings")).of(&course.person),
        v: v.clone(),
        id: course.entry.id.to_string(),
        lead: v.with("reviews-own-lead", &args),
        again,
        words: words.or_else(|| review.map(|review| review.said.words.clone())).unwrap_or_default(),
        error: beside(&troubles, "again-yes"),
        known: review.is_some(),
        troubles,
    }
}

/// Keeps it, or takes it back.
pub(crate) fn save(call: &Call) -> Reply {
    saved(call).unwrap_or_else(|reply| reply)
}

fn saved(call: &Call) -> Result<Reply, Reply> {
    let mut course = asked(call, call.form.get("id"))?;
    let again = match call.form.get("again") {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    };
    let before = course.entry.it.review.take();
    let mut troubles = Vec::new();
    let (is_back, known) = (call.form.get("act") == Some("back"), before.clone());
    if !is_back {
        match again {
            None => troubles.push(Trouble::new("again-yes", call.voice.t("reviews-again-needed"))),
            Some(again) => {
                let said = typed(call, "words").unwrap_or(Said { at_ms: call.now.at.0, words: String::new() });
                // New words are read anew: what was said of the old ones does not fit them any more.
                let same = before.filter(|before| before.said.words == said.words && before.again == again);
                let review = Review { again, said, answer: None, reports: Vec::new(), hidden: None };
                course.entry.it.review = Some(same.unwrap_or(review));
            }
        }
    }
    if troubles.is_empty() {
        match course.office.book(call, std::slice::from_ref(&course.entry)) {
            Ok(_) => return Ok(Reply::to("/bookings")),
            Err(why) => troubles.push(not_kept(call, "words", why)?),
        }
    }
    course.entry.it.review = known;
    Ok(Reply::again(&page(call, &course, troubles)))
}
