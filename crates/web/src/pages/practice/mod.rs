//! A practice, from the side of those who work there. Alone on one computer, whoever may use it may see it; where people sign
//! in, each by their role.

pub(crate) mod act;
pub(crate) mod agreed;
pub(crate) mod audit;
pub(crate) mod away;
pub(crate) mod brought;
pub(crate) mod busy;
pub(crate) mod day;
pub(crate) mod field;
pub(crate) mod holidays;
pub(crate) mod hooks;
mod hours;
pub(crate) mod hub;
pub(crate) mod mails;
pub(crate) mod money;
pub(crate) mod notes;
pub(crate) mod offers;
pub(crate) mod open;
pub(crate) mod outcomes;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod programs;
pub(crate) mod said;
pub(crate) mod therapist;
pub(crate) mod waiting;

use crate::{
    call::{Call, Reply},
    desk::NotKept,
    frame::Trouble,
    pages::trouble,
};

/// What became of something that was not kept: a mistake to be shown in the form, or a page of its own.
pub(crate) fn not_kept(call: &Call, field: &str, why: NotKept) -> Result<Trouble, Reply> {
    let key = match why {
        NotKept::Taken => "practice-taken",
        NotKept::Changed => "practice-changed",
        NotKept::Store(why) => return Err(trouble::not_written(call, why)),
    };
    Ok(Trouble::new(field, call.voice.t(key)))
}
