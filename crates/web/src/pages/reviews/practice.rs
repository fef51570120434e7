//! Reviews on the practice's own page: a therapist answers those of their own, the owner sees what was reported and takes words down for a reason.

use askama::Template;
use uuid::Uuid;

use super::{Line, share, typed};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Noting, Office, again},
    frame::{Frame, Trouble},
    pages::{practice::not_kept, trouble},
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_reviews.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    name: String,
    shares: Vec<(String, String)>,
    lines: Vec<Line>,
    arranges: bool,
    troubles: Vec<Trouble>,
}

/// Shows them.
pub(crate) fn show(call: &Call) -> Reply {
    let page = Office::of_path(call, does::DaySheet).and_then(|(office, _)| page(call, &office, Vec::new()));
    page.map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call, office: &Office, troubles: Vec<Trouble>) -> Result<Page, Reply> {
    let (v, all) = (&call.voice, office.reviews(call)?);
    let name = |id: Uuid| office.therapist(id).map_or_else(|| v.t("book-gone"), |it| it.name.clone());
    let may = |id: Uuid| call.may(does::Treat, On::session(office.id(), id)).is_ok();
    let line = |(id, booking, review): &(Uuid, supple_practice::book::Booking, supple_practice::review::Review)| Line {
        of: name(booking.therapist),
        answers: may(booking.therapist)
            .then(|| review.answer.as_ref().map_or_else(String::new, |said| said.words.clone())),
        ..Line::of(v, office, *id, review)
    };
    Ok(Page {
        f: call.frame("reviews-practice-title", Some(&format!("/practice/{}", office.id()))),
        v: v.clone(),
        practice: office.id().to_string(),
        name: office.page.name.clone(),
        shares: office.therapists.iter().map(|it| (it.name.clone(), share(v, again(&all, it.id)))).collect(),
        lines: all.iter().map(line).collect(),
        arranges: call.may(does::Arrange, On::practice(office.id())).is_ok(),
        troubles,
    })
}

/// Answers one, or takes its words down.
pub(crate) fn act(call: &Call) -> Reply {
    done(call).unwrap_or_else(|reply| reply)
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let mut entry = office.entry(call, call.form.get("id"))?;
    let therapist = entry.it.booking.therapist;
    let Some(review) = entry.it.review.as_mut() else { return Err(trouble::not_found(call)) };
    let (what, field) = match call.form.get("act") {
        Some("hide") => {
            call.may(does::Arrange, On::practice(office.id())).map(drop)?;
            let field = format!("reason-{}", entry.id);
            let Some(reason) = typed(call, "reason") else {
                let trouble = Trouble::new(field, call.voice.t("reviews-reason-needed"));
                return Ok(Reply::again(&page(call, &office, vec![trouble])?));
            };
            review.hidden = Some(reason);
            ("review-hidden", field)
        }
        _ => {
            call.may(does::Treat, On::session(office.id(), therapist)).map(drop)?;
            review.answer = typed(call, "answer");
            ("review-answered", format!("answer-{}", entry.id))
        }
    };
    match office.book_and_note(call, std::slice::from_ref(&entry), &[Noting::of(what, &entry)]) {
        Ok(_) => Ok(Reply::to(format!("/practice/{}/reviews", office.id()))),
        Err(why) => {
            let trouble = not_kept(call, &field, why)?;
            Ok(Reply::again(&page(call, &office, vec![trouble])?))
        }
    }
}
