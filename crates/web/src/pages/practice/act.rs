//! What a therapist does with a session of the day.

use supple_practice::{
    Minutes,
    book::{Act, NotNow, Ready},
    policy::Because,
};

use super::{day, not_kept};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::Office,
    frame::Trouble,
};

/// Does it.
pub(crate) fn take(call: &Call) -> Reply {
    match done(call) {
        Ok(reply) | Err(reply) => reply,
    }
}

fn act(call: &Call) -> Result<Act, &'static str> {
    Ok(match call.form.get("act") {
        // Nobody begins who has not asked how the client is.
        Some("begin") if call.form.has("asked") => Act::Start,
        Some("begin") => return Err("day-ask-first"),
        Some("done") => Act::Done,
        Some("no-show") => Act::NoShow,
        Some("call-off") => Act::Cancel(Because::Practice),
        Some("late") => {
            let minutes = call.form.text("minutes").and_then(|text| text.parse().ok());
            Act::Late(Minutes(minutes.filter(|minutes| *minutes <= 240).ok_or("day-late-minutes")?))
        }
        _ => return Err("day-not-now"),
    })
}

fn done(call: &Call) -> Result<Reply, Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let on = day::day(call, &office);
    let entries = day::entries(call, &office, on)?;
    let entry = entries.into_iter().find(|entry| call.form.get("id") == Some(&entry.id.to_string()));
    let Some(mut entry) = entry else { return Ok(Reply::to(format!("/practice/{}/day?date={on}", office.id()))) };
    let field = format!("s-{}", entry.id);
    let on_session = On::session(office.id(), entry.it.booking.therapist);
    // Between therapist and client, or at the reception.
    match call.form.get("act") {
        Some("begin" | "done") => call.may(does::Treat, on_session).map(drop)?,
        _ => call.may(does::Reception, on_session).map(drop)?,
    }
    let after = act(call).and_then(|act| {
        entry.it.booking.after(act, call.now.at.0, office.today(call)).map_err(|not| match not {
            NotNow::Screen(Ready::Forbids) => "day-forbids",
            NotNow::Screen(_) => "day-not-asked",
            NotNow::TooSoon => "day-too-soon",
            _ => "day-not-now",
        })
    });
    let trouble = match after {
        Ok(booking) => {
            entry.it.booking = booking;
            let what = call.form.get("act").unwrap_or_default();
            let kept =
                office.book(call, std::slice::from_ref(&entry)).and_then(|_| office.note(call, what, entry.id, None));
            match kept {
                Ok(()) => return Ok(Reply::to(format!("/practice/{}/day?date={on}", office.id()))),
                Err(why) => not_kept(call, &field, why)?,
            }
        }
        Err(key) => Trouble::new(field, call.voice.t(key)),
    };
    day::page(call, &office, vec![trouble])
}
