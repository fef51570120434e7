//! `supple demo`: a practice with made-up people and three months of care, to try things with.
//!
//! Everything in it was entered through the same pages as what people type, so that it is subject to the same rules.

mod cast;
mod client;
mod months;
mod open;
mod stage;

use std::{path::Path, sync::Arc};

use anyhow::Context;
use jiff::ToSpan;
use supple_store::Store;
use supple_web::{App, Mode};
use supple_words::Words;

use crate::{
    args::{self, Place},
    base,
    home::Home,
    record,
    trouble::BadInput,
};
use cast::Cast;
use open::Login;
use stage::Stage;

/// The name under which the made-up practice is reached.
const HOST: &str = "localhost:7878";
/// Days before its first client.
const BEFORE_DAYS: i64 = 90;
/// The password of everybody in it. Nobody is meant, so nothing is lost by knowing it.
const PASSWORD: &str = "made-up people only";

/// Fills a directory of its own.
///
/// # Errors
/// A directory in which somebody has a record already; what the pages refuse.
pub(crate) fn run(words: &Words, knowledge: Option<&Path>, place: &Place, given: &args::Demo) -> anyhow::Result<()> {
    let wished = match &given.data.data {
        Some(directory) => directory.clone(),
        None => Home::usual(words)?.join("made-up"),
    };
    let home = Home::of(words, Some(&wished), place)?;
    let shown = home.directory.display().to_string();
    if !home.servers.is_empty() {
        return Err(BadInput(words.get("demo-server", &[])).into());
    }
    let _serving = home.serving(words)?;
    let fresh = !home.database.exists();
    let store = Arc::new(home.open(words)?);
    if !fresh || !is_empty(&store)? {
        return Err(BadInput(words.get("demo-people", &[("directory", (&shown).into())])).into());
    }
    // First of all, so that what breaks off half way is known for what it is.
    home.mark_made_up(words)?;
    record::keep(&store, &base::files(words, knowledge)?)?;
    let (knowledge, library) = base::shelf(words, knowledge)?;
    let (knowledge, words_shared) = (Arc::new(knowledge), Arc::new(Words::load("en")?));
    let setup = supple_web::fresh_token().context("the system gives no randomness")?;
    let now = jiff::Zoned::now();
    let end = now.timestamp().as_millisecond();
    let zone = now.time_zone().clone();
    let begin = now.checked_sub(BEFORE_DAYS.days())?.timestamp().as_millisecond();
    let app = App {
        knowledge: Arc::clone(&knowledge),
        library: Arc::new(library),
        store: Arc::clone(&store),
        words: words_shared,
        clock: Arc::new(jiff::Zoned::now),
        country: Some("US".to_owned()),
        systems: supple_web::Systems::default(),
        outside: Arc::new(supple_web::Nowhere),
        mode: Mode::Practice { host: HOST.to_owned(), behind_proxy: true, setup: Some(setup.clone()) },
        made_up: true,
        listing: None,
        place: String::new(),
    };
    let cast = Cast::read().context("the made-up people cannot be read")?;
    let stage = Stage::new(app, zone, (begin, end))?;
    let mut house = open::open(&stage, &store, &knowledge, &cast, &setup, PASSWORD)?;
    let told = months::play(&stage, &store, &knowledge, &cast, &mut house, (PASSWORD, given.seed))?;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX).into();
    let args = [
        ("clients", number(told.clients)),
        ("sessions", number(told.sessions)),
        ("booked", number(told.booked)),
        ("pages", i64::from(stage.asked()).into()),
        ("directory", (&shown).into()),
        ("host", HOST.into()),
        ("password", PASSWORD.into()),
    ];
    println!("{}", words.get("demo-done", &args));
    for login in house.logins.iter().chain(&told.login) {
        println!("{}", line(words, login));
    }
    Ok(())
}

/// How somebody signs in.
fn line(words: &Words, of: &Login) -> String {
    let role = words.get(&format!("role-{}", of.role), &[]);
    let args = [("role", role.into()), ("login", (&of.login).into())];
    let who = words.get("demo-login", &args);
    let Some((key, codes)) = &of.second else { return who };
    let args = [("key", key.into()), ("codes", codes.iter().take(3).cloned().collect::<Vec<_>>().join(", ").into())];
    format!("{who}\n{}", words.get("demo-second", &args))
}

/// Whether nobody has a record there, and no practice is.
fn is_empty(store: &Store) -> anyhow::Result<bool> {
    Ok(store.people()?.is_empty() && store.practices()?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::cast::Cast;

    #[test]
    fn the_made_up_people_can_be_read_and_each_has_another_name() {
        let cast = Cast::read().unwrap();
        let mut logins: Vec<String> = cast.client.iter().map(super::cast::Client::login).collect();
        logins.extend(cast.staff.iter().map(|it| it.login.clone()));
        let count = logins.len();
        logins.sort();
        logins.dedup();
        assert_eq!(logins.len(), count);
        assert!(cast.client.iter().all(|it| cast.therapist.iter().any(|other| other.name == it.with)));
    }
}
