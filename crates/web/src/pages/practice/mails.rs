//! What a practice has still to send to its clients, and what could not be delivered.

use std::collections::BTreeMap;

use askama::Template;
use supple_practice::{Moment, Span};
use supple_store::{Item, PersonId, Shelf};
use uuid::Uuid;

use super::said;
use crate::{
    access::does,
    call::{Call, Reply},
    desk::{Entry, Office},
    frame::Frame,
    mail::{Failed, Job, What, mailbox},
    pages::trouble,
    voice::Voice,
};

/// Most lines of what waits; there is a reminder for each appointment ahead.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "practice_mails.html")]
struct Page {
    f: Frame,
    v: Voice,
    name: String,
    failed: Vec<Line>,
    waits: Vec<Line>,
    more: usize,
}

/// Something that is to be sent, or could not be.
struct Line {
    of: String,
    what: String,
    about: String,
    no_address: bool,
}

/// Shows it.
pub(crate) fn show(call: &Call) -> Reply {
    page(call).map_or_else(|reply| reply, |page| Reply::ok(&page))
}

fn page(call: &Call) -> Result<Page, Reply> {
    let (office, _) = Office::of_path(call, does::DaySheet)?;
    let items = call.house.app.store.items(office.desk(), Shelf::Job).map_err(|_| trouble::read(call))?;
    let entries: BTreeMap<Uuid, Entry> =
        office.entries(call, Span::EVER)?.into_iter().map(|entry| (entry.id, entry)).collect();
    let mut jobs: Vec<(Item, Job)> =
        items.into_iter().filter_map(|item| Job::of(&item).map(|job| (item, job))).collect();
    jobs.retain(|(_, job)| job.booking().is_some());
    jobs.sort_by_key(|(item, _)| item.at);
    let (failed, waits): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|(_, job)| job.failed.is_some());
    let more = waits.len().saturating_sub(MOST);
    let lines = |jobs: &[(Item, Job)]| -> Result<Vec<Line>, Reply> {
        let known = jobs.iter().filter_map(|(item, job)| Some((item, job, entries.get(&job.booking()?)?)));
        known.map(|(item, job, entry)| line(call, &office, item, job, entry)).collect()
    };
    Ok(Page {
        f: call.frame("mails-title", Some(&format!("/practice/{}", office.id()))),
        v: call.voice.clone(),
        name: office.page.name.clone(),
        failed: lines(&failed)?,
        waits: lines(waits.get(..MOST).unwrap_or(&waits))?,
        more,
    })
}

fn line(call: &Call, office: &Office, item: &Item, job: &Job, entry: &Entry) -> Result<Line, Reply> {
    let v = &call.voice;
    let at = |moment| said::when(v, &office.zone, moment);
    let what = match job.what {
        What::Reminder { .. } => v.t("mails-reminder"),
        What::Offer { .. } => v.t("mails-offer"),
        What::Change { .. } | What::Code { .. } | What::Account | What::Waiting | What::Came { .. } => {
            v.t("mails-change")
        }
    };
    let due = at(Moment::begun(item.at.map_or(job.since_ms, |at| at.0)));
    let about = match job.failed.map(Failed::id) {
        Some(why) => v.t(&format!("mails-failed-{why}")),
        None if job.tries > 0 => v.s("mails-again", "when", &due),
        None => v.s("mails-due", "when", &due),
    };
    let client = PersonId::from_uuid(entry.it.booking.client);
    let address = mailbox::sure(&call.house.app.store, client).map_err(|_| trouble::read(call))?;
    let args = [("client", (&entry.it.client).into()), ("when", at(entry.it.booking.hands.from).into())];
    Ok(Line { of: v.with("mails-of", &args), what, about, no_address: address.is_none() })
}
