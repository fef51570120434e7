//! The sentences of a message. They come from the language files; what they name is the practice, day, time, place, and
//! where to sign in.

use jiff::Timestamp;
use supple_interop::feed::{self, Entry as Event};
use supple_practice::{Moment, Zone, notice::Notice};
use uuid::Uuid;

use super::{Invitation, Letter};
use crate::{
    App,
    desk::{Appointment, Page},
    pages::practice::said,
    voice::Voice,
};

/// The most letters of a name or a place in a message.
const LONGEST: usize = 200;

/// An appointment of which something is told.
pub(super) struct About<'a> {
    pub(super) page: &'a Page,
    pub(super) zone: &'a Zone,
    pub(super) id: Uuid,
    /// How often the booking was written.
    pub(super) version: u32,
    pub(super) it: &'a Appointment,
}

/// A text as one line of a header: signs of control are spaces, and it ends somewhere.
pub(super) fn line(text: &str) -> String {
    let spaced: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a page of this place is; nothing where it can only be reached at the computer itself.
fn link(app: &App, path: &str) -> Option<String> {
    app.mode.host().map(|host| format!("https://{host}{path}"))
}

/// The message about an appointment, to an address, from an address.
pub(super) fn of(
    app: &App,
    notice: Notice,
    about: &About<'_>,
    job: Uuid,
    (to, from): (&str, &str),
    now_ms: i64,
) -> Letter {
    let v = &Voice::new(app.words.clone());
    let (name, place) = (line(&about.page.name), line(&about.page.mail.address));
    let when = said::when(v, about.zone, about.it.booking.hands.from);
    let key = |end: &str| format!("mail-{}-{end}", notice.id());
    let mut text = vec![v.s(&key("text"), "practice", &name), when.clone()];
    text.extend((notice != Notice::Cancelled && !place.is_empty()).then_some(place));
    let signs_in = link(app, "/bookings");
    let next = match &signs_in {
        Some(link) => v.s(&key("next"), "link", link),
        None => v.t(&key("next-here")),
    };
    let off = link(app, "/mail").map_or_else(|| v.t("mail-off-here"), |link| v.s("mail-off", "link", &link));
    let text = [text.join("\n"), next, off].join("\n\n");
    let calendar = invitation(v, notice, about, (to, from), &name);
    Letter {
        id: format!("{job}.{}", about.version),
        to: to.to_owned(),
        from: name,
        subject: line(&v.s(&key("subject"), "when", &when)),
        text: format!("{text}\n"),
        lang: v.lang().to_owned(),
        calendar,
        made_s: now_ms.div_euclid(1000),
    }
}

/// The message that a time is held for somebody who waits for one, until `until_ms`.
pub(super) fn free(app: &App, about: &About<'_>, job: Uuid, until_ms: i64, to: &str, now_ms: i64) -> Letter {
    let v = &Voice::new(app.words.clone());
    let (name, place) = (line(&about.page.name), line(&about.page.mail.address));
    let when = said::when(v, about.zone, about.it.booking.hands.from);
    let mut text = vec![v.s("mail-free-text", "practice", &name), when.clone()];
    text.extend((!place.is_empty()).then_some(place));
    let until = v.s("mail-free-until", "when", &said::when(v, about.zone, Moment::begun(until_ms)));
    let next =
        link(app, "/bookings").map_or_else(|| v.t("mail-free-next-here"), |it| v.s("mail-free-next", "link", &it));
    let off = link(app, "/mail").map_or_else(|| v.t("mail-off-here"), |link| v.s("mail-off", "link", &link));
    Letter {
        id: format!("{job}.{}", about.version),
        to: to.to_owned(),
        from: name,
        subject: line(&v.s("mail-free-subject", "when", &when)),
        text: format!("{}\n", [text.join("\n"), until, next, off].join("\n\n")),
        lang: v.lang().to_owned(),
        calendar: None,
        made_s: now_ms.div_euclid(1000),
    }
}

fn invitation(
    v: &Voice,
    notice: Notice,
    about: &About<'_>,
    (to, from): (&str, &str),
    name: &str,
) -> Option<Invitation> {
    let method = match notice {
        Notice::Booked | Notice::Moved | Notice::Offered => "REQUEST",
        Notice::Cancelled => "CANCEL",
        Notice::Waits | Notice::Reminder => return None,
    };
    let at = |moment: Moment| Timestamp::from_millisecond(moment.as_ms()).ok();
    let booking = &about.it.booking;
    let event = Event {
        // As in the calendar that can be fetched.
        uid: format!("{}@supple", about.id),
        sequence: about.version.saturating_sub(1),
        made: at(booking.made)?,
        from: at(booking.hands.from)?,
        until: at(booking.hands.until)?,
        title: v.t("feed-title"),
        cancelled: method == "CANCEL",
    };
    let between = feed::Between { organizer: from.to_owned(), name: name.to_owned(), attendee: to.to_owned() };
    let zone = (about.page.zone.as_str(), about.zone.time_zone());
    Some(Invitation { method, text: feed::invitation(method, zone, &event, &between, &line(&about.page.mail.address)) })
}

/// The message with the code that shows whose an address is.
pub(super) fn code(app: &App, code: &str, to: &str, job: Uuid, version: u32, now_ms: i64) -> Letter {
    let v = &Voice::new(app.words.clone());
    let text = [v.t("mail-code-text"), code.to_owned(), v.t("mail-code-next")].join("\n\n");
    Letter {
        id: format!("{job}.{version}.{}", now_ms.div_euclid(1000)),
        to: to.to_owned(),
        from: app.mode.host().map_or_else(|| v.t("mail-from"), line),
        subject: v.t("mail-code-subject"),
        text: format!("{text}\n"),
        lang: v.lang().to_owned(),
        calendar: None,
        made_s: now_ms.div_euclid(1000),
    }
}

/// The message that the ways to sign in to an account were changed.
pub(super) fn account(app: &App, to: &str, job: Uuid, now_ms: i64) -> Letter {
    let v = &Voice::new(app.words.clone());
    let here = link(app, "/account/passkeys").unwrap_or_default();
    let text = [v.t("mail-account-text"), v.s("mail-account-next", "link", &here)].join("\n\n");
    Letter {
        id: format!("{job}.{}", now_ms.div_euclid(1000)),
        to: to.to_owned(),
        from: app.mode.host().map_or_else(|| v.t("mail-from"), line),
        subject: v.t("mail-account-subject"),
        text: format!("{text}\n"),
        lang: v.lang().to_owned(),
        calendar: None,
        made_s: now_ms.div_euclid(1000),
    }
}

#[cfg(test)]
mod tests;
