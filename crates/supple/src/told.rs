//! The events of somebody, for commands that only read them.

use supple_care::Day;
use supple_store::{Event, Store};
use supple_words::Words;

use crate::{
    assess::chosen_day,
    home,
    record::{somebody, unreadable},
};

/// A record as it is read, and the day to read it for.
pub(crate) struct Told {
    pub(crate) name: String,
    pub(crate) events: Vec<Event>,
    pub(crate) today: Day,
}

/// Opens the record of a person, given by name or id; `day` is the day that was asked for.
///
/// # Errors
/// Nobody of that name, a day that is none, or a record that cannot be read.
pub(crate) fn told(words: &Words, store: &Store, person: &str, day: Option<&str>, today: Day) -> anyhow::Result<Told> {
    let today = day.map(|date| chosen_day(words, date)).transpose()?.unwrap_or(today);
    let who = somebody(words, store, person)?;
    let key = home::unlock(words, store, who.id)?;
    let events = store.events(&key).map_err(|error| unreadable(words, &error))?;
    Ok(Told { name: who.name, events, today })
}
