//! What a therapist does with a session of the day.

use supple_practice::{
    Minutes,
    book::{Act, NotNow, Ready, Screened, State},
    policy::Because,
};

use super::{day, not_kept};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{Noting, Office, Opening, Three, ledger},
    frame::Trouble,
};

/// Does it.
pub(crate) fn take(call: &Call) -> Reply {
    match done(call) {
        Ok(reply) | Err(reply) => reply,
    }
}

/// Which text of consent is shown: a changed text gets another name.
pub(super) const CONSENT: &str = "consent-2026-11";

/// The sentence that says that the client does not agree.
const NO_CONSENT: &str = "day-no-consent";

fn three(call: &Call, field: &str) -> Option<Three> {
    call.form.get(field).and_then(Three::of)
}

/// What was asked before the hands touch, as it was answered.
fn opening(call: &Call) -> Option<Opening> {
    Some(Opening {
        at_ms: call.now.at.0,
        well: three(call, "well")?,
        consent: three(call, "consent")?,
        text: CONSENT.to_owned(),
        by: call.visit.signed.as_ref().and_then(|_| Some(call.visit.open.as_ref()?.name.clone())),
    })
}

fn act(call: &Call, office: &Office) -> Result<Act, &'static str> {
    Ok(match call.form.get("act") {
        // Nobody begins who has not asked how the client is, and whether they agree.
        Some("begin") => match (three(call, "well"), three(call, "consent")) {
            (None, _) => return Err("day-ask-first"),
            (_, None) => return Err("day-consent-first"),
            (Some(Three::Yes), Some(Three::Yes)) => Act::Start,
            (Some(Three::Yes), Some(_)) => return Err(NO_CONSENT),
            // They feel otherwise than when they answered: the answers do not count any more.
            (Some(_), Some(_)) => Act::Screen(Screened { on: office.today(call), allowed: false }),
        },
        Some("done") => Act::Done,
        Some("not-done") => Act::NotDone,
        Some("not-begun") => Act::NotBegun,
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
        Some("begin" | "done" | "not-done") => call.may(does::Treat, on_session).map(drop)?,
        Some("not-begun") if !matches!(entry.it.booking.state, State::NoShow { .. }) => {
            call.may(does::Treat, on_session).map(drop)?;
        }
        _ => call.may(does::Reception, on_session).map(drop)?,
    }
    let after = act(call, &office).and_then(|act| {
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
            if call.form.get("act") == Some("begin") {
                entry.it.opening = opening(call);
            }
            let held = call.form.get("act") == Some("begin") && entry.it.booking.state != State::Started;
            let what = if held { "held" } else { call.form.get("act").unwrap_or_default() };
            let line = Noting::of(what, &entry);
            match office.book_and_note(call, std::slice::from_ref(&entry), &[line]) {
                Ok(_) => {
                    ledger::settle(call, &office);
                    return Ok(Reply::to(format!("/practice/{}/day?date={on}#{field}", office.id())));
                }
                Err(why) => not_kept(call, &field, why)?,
            }
        }
        Err(key) => {
            // That somebody did not agree is kept as well.
            if key == NO_CONSENT {
                entry.it.opening = opening(call);
                let line = Noting::of("refused", &entry);
                if let Err(why) = office.book_and_note(call, std::slice::from_ref(&entry), &[line]) {
                    let trouble = not_kept(call, &field, why)?;
                    return day::page(call, &office, vec![trouble]);
                }
            }
            Trouble::new(field, call.voice.t(key))
        }
    };
    day::page(call, &office, vec![trouble])
}
