//! How it goes: check-ins, reactions, progress, the review, and the letter.

pub(crate) mod change;
pub(crate) mod chart;
pub(crate) mod check_in;
pub(crate) mod compared;
pub(crate) mod due;
pub(crate) mod first;
mod form;
mod hold;
pub(crate) mod letter;
pub(crate) mod note;
pub(crate) mod open;
pub(crate) mod progress;
pub(crate) mod reaction;
pub(crate) mod review;
pub(crate) mod said;
pub(crate) mod series;
pub(crate) mod upkeep;

pub(crate) use hold::{Waits, held, waits};

use supple_care::Day;
use supple_interop::dates;
use uuid::{NoContext, Timestamp, Uuid};

use crate::{
    call::{Call, Reply},
    frame::Frame,
    record::{Draft, Person},
};

impl Call {
    /// The frame of a page about how it goes.
    pub(crate) fn track(&self, page: &str, back: &str) -> Frame {
        Frame { know: self.house.assets.track.clone(), ..self.frame(page, Some(back)) }
    }
}

/// An id for what a form is about to send: the same form sent twice is one event.
fn fresh_id(call: &Call) -> String {
    let seconds = u64::try_from(call.now.at.0.div_euclid(1000)).unwrap_or(0);
    let nanos = u32::try_from(call.now.at.0.rem_euclid(1000)).unwrap_or(0).saturating_mul(1_000_000);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos)).to_string()
}

/// What a form says about having been sent before.
enum Sent {
    /// It is in the record already.
    Before,
    /// It is new, with the id that it brought, if it brought one.
    New(Option<Uuid>),
}

fn sent(call: &Call, person: &Person) -> Sent {
    let id = call.form.get("id").and_then(|id| Uuid::try_parse(id).ok()).filter(|id| id.get_version_num() == 7);
    match id {
        Some(id) if person.record.ids.contains(&id) => Sent::Before,
        other => Sent::New(other),
    }
}

/// The draft under the id that its form brought.
fn under(call: &Call, draft: Draft, id: Option<Uuid>) -> Draft {
    Draft { from: id.map(|id| (id, call.now.at)), ..draft }
}

/// A day that was typed, bound by sense; or the sentence that says what is wrong with it.
fn typed_day(call: &Call, typed: Option<&str>) -> Result<Day, String> {
    let v = &call.voice;
    let day = typed.and_then(dates::parse).ok_or_else(|| v.t("track-day-unreadable"))?;
    let longest = call.knowledge().measures.tracking.longest_days;
    if day > call.now.today {
        Err(v.t("track-day"))
    } else if day < call.now.today.plus(-longest) {
        Err(v.t("track-day-long-ago"))
    } else {
        Ok(day)
    }
}

/// The record of a call, or the page that says what is missing.
fn known(call: &Call) -> Result<Person, Reply> {
    call.person().map(|(_, person)| person)
}
