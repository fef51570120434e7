//! A person's next session in a practice, for the pages on which somebody looks for it.

use supple_practice::book::State;
use uuid::Uuid;

use crate::{
    call::{Call, Reply},
    desk::{OfClient, Office},
    pages::practice::said,
};

/// What leads to one's own sessions.
pub(crate) struct Next {
    /// Day, time and with whom; that a time is held, where it has to be confirmed; that it cannot be read now.
    pub(crate) say: String,
    pub(crate) hint: String,
}

/// The way to a person's next session that has not ended; what is held for them comes first, because it runs out. Nothing where
/// there is neither. A page about something else is there also where the sessions cannot be read: then it says so.
pub(crate) fn next(call: &Call, person: u128) -> Option<Next> {
    found(call, Uuid::from_u128(person)).unwrap_or_else(|_| Some(unreadable(call)))
}

fn unreadable(call: &Call) -> Next {
    Next { say: call.voice.t("next-unread"), hint: call.voice.t("next-unread-hint") }
}

fn found(call: &Call, person: Uuid) -> Result<Option<Next>, Reply> {
    let v = &call.voice;
    let mut first: Option<((bool, i64), Next)> = None;
    let OfClient { open, unread, shut } = Office::of_client(call, person)?;
    if let Some(unread) = unread {
        return Err(unread);
    }
    for (office, entries) in open {
        for booking in entries.iter().map(|entry| &entry.it.booking) {
            let sure = match booking.state {
                State::Held { .. } => false,
                State::Booked | State::Started => true,
                State::Done { .. } | State::Cancelled { .. } | State::NoShow { .. } => continue,
            };
            let rank = (sure, booking.hands.from.as_ms());
            if booking.hands.until <= call.moment() || first.as_ref().is_some_and(|(known, _)| *known <= rank) {
                continue;
            }
            let with = office.therapist(booking.therapist).map_or_else(|| v.t("book-gone"), |it| v.k(&it.name));
            let when = said::when(v, &office.zone, booking.hands.from);
            let key = if sure { "next-session" } else { "next-held" };
            let say = v.with(key, &[("when", when.into()), ("therapist", with.into())]);
            first = Some((rank, Next { say, hint: v.t(&format!("{key}-hint")) }));
        }
    }
    // What is damaged may be the next one.
    Ok(first.map(|(_, next)| next).or_else(|| shut.then(|| unreadable(call))))
}
