//! A therapist's own calendar: a file of it, or an address at which it is read every hour. Only its times are kept.

use askama::Template;
use supple_interop::busy::MOST_BYTES;
use supple_practice::Span;
use supple_store::UtcMs;
use uuid::Uuid;

use super::field::{Field, Fields};
use crate::{
    access::{On, does},
    call::{Call, Reply},
    desk::{
        Office,
        calendar::{self, Calendar, Failed},
    },
    frame::{Frame, Trouble},
    pages::{account::own::when, import::FILE, trouble},
    record::NotWritten,
    voice::Voice,
};

#[derive(Template)]
#[template(path = "practice_busy.html")]
struct Page {
    f: Frame,
    v: Voice,
    practice: String,
    therapist: String,
    name: String,
    /// What is known of the calendar, a sentence a line.
    says: Vec<String>,
    /// Sessions that lie in busy times.
    meets: usize,
    on: bool,
    megabytes: usize,
    file_error: Option<String>,
    field: Field,
    troubles: Vec<Trouble>,
}

/// The practice, and the therapist whose own calendar it is.
fn whose(call: &Call) -> Result<(Office, Uuid), Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let asked = call.wish("therapist").or_else(|| call.form.get("therapist"));
    let id = asked.and_then(|id| Uuid::try_parse(id).ok()).filter(|id| office.therapist(*id).is_some());
    let id = id.ok_or_else(|| trouble::not_found(call))?;
    // Nobody says when somebody else is busy.
    call.may(does::Treat, On::session(office.id(), id))?;
    Ok((office, id))
}

/// Shows what is known.
pub(crate) fn show(call: &Call) -> Reply {
    whose(call).and_then(|(office, id)| page(call, &office, id, Vec::new())).unwrap_or_else(|reply| reply)
}

/// Takes a file or an address, or forgets the calendar.
pub(crate) fn take(call: &Call) -> Reply {
    whose(call).and_then(|(office, id)| taken(call, &office, id)).unwrap_or_else(|reply| reply)
}

fn taken(call: &Call, office: &Office, id: Uuid) -> Result<Reply, Reply> {
    let failed = |_| trouble::not_written(call, NotWritten::Store);
    let (app, now_ms) = (&call.house.app, call.now.at.0);
    let file = call.file.as_ref().filter(|bytes| !bytes.is_empty());
    let (url, found, field) = match (call.form.get("act"), file) {
        (Some("off"), _) => {
            calendar::forget(app, office, id).map_err(failed)?;
            return Ok(Reply::to(format!("/practice/{}/busy?therapist={id}", office.id())));
        }
        (Some("url"), _) => {
            let url = calendar::address(call.form.get("url").unwrap_or_default());
            let found = url.as_ref().map_or(Err(Failed::Address), |url| calendar::fetched(app, office, url, now_ms));
            (url, found, "url")
        }
        (_, Some(bytes)) => (None, calendar::times(office, bytes, now_ms), FILE),
        (_, None) => {
            return page(call, office, id, vec![Trouble::new(FILE, call.voice.t("busy-no-file"))]);
        }
    };
    match found {
        Err(why) => {
            // What is there stays as it is: what was typed or chosen now is not taken.
            let sentence = call.voice.t(&format!("busy-failed-{}", why.id()));
            page(call, office, id, vec![Trouble::new(field, sentence)])
        }
        Ok(times) => {
            calendar::keep(app, office, id, url, Ok(times), now_ms).map_err(failed)?;
            Ok(Reply::to(format!("/practice/{}/busy?therapist={id}", office.id())))
        }
    }
}

/// What is known of a calendar, as sentences.
fn says(call: &Call, calendar: &Calendar) -> Vec<String> {
    let v = &call.voice;
    let mut says = Vec::new();
    if let Some(read) = calendar.read_ms {
        let args =
            [("when", when(call, UtcMs(read)).into()), ("count", i64::try_from(calendar.times).unwrap_or(0).into())];
        says.push(v.with("busy-read", &args));
    }
    // The rest of the address is what opens the calendar.
    if let Some(host) = calendar.url.as_deref().and_then(|url| url.split('/').nth(2)) {
        says.push(v.s("busy-from", "host", &v.k(host)));
    }
    if let Some(why) = calendar.failed {
        says.push(format!("{} {}", v.t("busy-not-now"), v.t(&format!("busy-failed-{}", why.id()))));
    }
    says.extend(calendar.left.iter().map(|(why, many)| v.n(&format!("busy-left-{why}"), "count", *many)));
    says
}

fn page(call: &Call, office: &Office, id: Uuid, troubles: Vec<Trouble>) -> Result<Reply, Reply> {
    let read = |_| trouble::read(call);
    let again = !troubles.is_empty();
    let (calendar, version) = calendar::known(&call.house.app, office.desk(), id).map_err(read)?;
    let therapist = office.therapist(id).ok_or_else(|| trouble::not_found(call))?;
    let ahead = Span { from: call.moment(), until: Span::EVER.until };
    let entries = office.entries(call, ahead)?;
    let theirs = entries.iter().map(|entry| &entry.it.booking);
    let theirs = theirs.filter(|booking| booking.therapist == id && booking.is_live(call.now.at.0));
    let meets = theirs.filter(|booking| therapist.busy.iter().any(|busy| busy.meets(booking.whole))).count();
    let fields = Fields { call, troubles: &troubles };
    let page = Page {
        f: call.frame("practice-page", Some(&format!("/practice/{}", office.id()))),
        v: call.voice.clone(),
        practice: office.id().to_string(),
        therapist: id.to_string(),
        name: therapist.name.clone(),
        says: says(call, &calendar),
        meets,
        on: version > 0,
        megabytes: MOST_BYTES / (1024 * 1024),
        file_error: crate::frame::beside(&troubles, FILE),
        field: fields.hinted("url", "busy-url", "text", ""),
        troubles,
    };
    Ok(Reply::shown(&page, again))
}
