//! One request for a page, and the answer to it.

use std::cell::Cell;
use std::net::IpAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use supple_care::Knowledge;
use supple_store::{NewEvent, PeopleError, PersonLine};

use crate::{
    House,
    access::{Authorized, Does, On, Seat, may},
    country::Hints,
    desk::hand,
    form::Form,
    frame::Frame,
    hooks,
    pages::book::brief,
    record::{Draft, NotWritten, Now, Person, ReadTrouble, Records},
    visit::{Open, Visit},
    voice::Voice,
};

/// A request for a page.
pub(crate) struct Call {
    pub(crate) house: Arc<House>,
    pub(crate) now: Now,
    pub(crate) voice: Voice,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) form: Form,
    /// The file that came with the form, where files are taken.
    pub(crate) file: Option<Vec<u8>>,
    pub(crate) token: String,
    pub(crate) visit: Visit,
    pub(crate) country_hints: Hints,
    /// Who asks, for the policy.
    pub(crate) seat: Seat,
    pub(crate) browser: Browser,
    /// Whether something was not written because somebody else wrote in between: the page is asked again.
    pub(crate) clashed: Cell<bool>,
    /// Whether wanting to die was spoken of in what was written: then help comes before the page that would come next.
    pub(crate) crisis: Cell<bool>,
}

/// What a browser tells of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Browser {
    /// Where the request came from.
    pub(crate) sender: Option<IpAddr>,
    /// How it describes itself.
    pub(crate) agent: String,
    /// The name under which it asked for this place.
    pub(crate) host: String,
    /// The marks of what it has already.
    pub(crate) has: String,
    /// What it was given when somebody signed in with it before.
    pub(crate) known: Option<String>,
}

/// What is sent back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Body,
    /// The visit's new token, where it changed.
    pub(crate) token: Option<Box<str>>,
    /// The country that the browser is to remember.
    pub(crate) country: Option<Box<str>>,
    /// What the browser is to be known by when somebody signs in again.
    pub(crate) known: Option<Box<str>>,
    /// In how many seconds the same may work.
    pub(crate) later: Option<u16>,
}

/// The content of a reply.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    Page(String),
    /// To another page, by GET.
    To(String),
    /// A calendar, with the mark of its content.
    Calendar {
        mark: String,
        text: String,
    },
    /// A file to keep.
    File {
        name: &'static str,
        kind: &'static str,
        bytes: Vec<u8>,
    },
}

impl Reply {
    fn of(status: StatusCode, body: Body) -> Self {
        Self { status, body, token: None, country: None, known: None, later: None }
    }

    pub(crate) fn to(path: impl Into<String>) -> Self {
        Self::of(StatusCode::SEE_OTHER, Body::To(path.into()))
    }

    pub(crate) fn page(status: StatusCode, page: &impl askama::Template) -> Self {
        match page.render() {
            Ok(html) => Self::of(status, Body::Page(html)),
            // INVARIANT: templates only read fields; rendering into memory does not fail.
            Err(_) => Self::of(StatusCode::INTERNAL_SERVER_ERROR, Body::Page(String::new())),
        }
    }

    /// A file to keep. Its name says nothing about anybody.
    pub(crate) fn file(name: &'static str, kind: &'static str, bytes: Vec<u8>) -> Self {
        Self::of(StatusCode::OK, Body::File { name, kind, bytes })
    }

    /// A calendar that is fetched again and again.
    pub(crate) fn calendar(text: String) -> Self {
        let mark = crate::account::secret::mark(&text).chars().take(32).collect();
        Self::of(StatusCode::OK, Body::Calendar { mark, text })
    }

    pub(crate) fn ok(page: &impl askama::Template) -> Self {
        Self::page(StatusCode::OK, page)
    }

    /// A page shown again because of what was entered.
    pub(crate) fn again(page: &impl askama::Template) -> Self {
        Self::page(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// A page with what is wrong with what was entered, if anything is.
    pub(crate) fn shown(page: &impl askama::Template, troubles: bool) -> Self {
        if troubles { Self::again(page) } else { Self::ok(page) }
    }

    pub(crate) fn with_token(self, token: String) -> Self {
        Self { token: Some(token.into()), ..self }
    }

    pub(crate) fn with_known(self, known: Option<String>) -> Self {
        Self { known: known.map(Into::into), ..self }
    }

    pub(crate) fn with_country(self, country: Option<String>) -> Self {
        Self { country: country.map(Into::into), ..self }
    }
}

impl Call {
    pub(crate) fn knowledge(&self) -> &Knowledge {
        &self.house.app.knowledge
    }

    /// Asks the policy. Where it refuses, the answer is the page that says so.
    pub(crate) fn may<A: Does>(&self, act: A, on: On) -> Result<Authorized<A>, Reply> {
        may(&self.seat, act, on).map_err(|refusal| crate::pages::trouble::refused(self, refusal))
    }

    /// The people whose names may be shown to whoever sits here: the household, or where people sign in, oneself.
    pub(crate) fn people_here(&self) -> Result<Vec<PersonLine>, PeopleError> {
        if !self.house.app.mode.signs_in() {
            return self.house.app.store.people();
        }
        let own = self.visit.open.as_ref();
        let line = |open: &Open| PersonLine { id: open.key.person(), name: Some(open.name.clone()), has_pin: false };
        Ok(own.map(line).into_iter().collect())
    }

    /// Whether the address carries this flag after the question mark.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.query.split('&').any(|part| part == name)
    }

    /// The last part of the path.
    pub(crate) fn last_part(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// What every page carries: the title's key and the way back.
    pub(crate) fn frame(&self, page: &str, back: Option<&str>) -> Frame {
        Frame::new(self, page, back)
    }

    /// The open record.
    pub(crate) fn open(&self) -> Result<&Open, Reply> {
        self.visit.open.as_ref().ok_or_else(|| crate::pages::trouble::lost(self))
    }

    /// The open record with what follows from it.
    pub(crate) fn person(&self) -> Result<(&Open, Person), Reply> {
        let open = self.open()?;
        if self.house.waiting.take(open.key.person()) {
            hand::take_in(self, &open.key);
        }
        match Person::read(self.knowledge(), self.records(), &open.key, &self.now, &open.names()) {
            Ok(person) => Ok((open, person)),
            Err(ReadTrouble::Away) => Err(crate::pages::trouble::away(self)),
            Err(ReadTrouble::Rekeyed) => Err(crate::pages::trouble::not_written(self, NotWritten::Rekeyed)),
            Err(ReadTrouble::Store) => Err(crate::pages::trouble::read(self)),
            Err(ReadTrouble::Broken) => Err(crate::pages::trouble::broken(self)),
            Err(ReadTrouble::Erased) => {
                self.house.visits.forget(open.key.person());
                Err(Reply::to("/destroyed"))
            }
        }
    }

    /// Adds to the record. When that fails, the answer is a page that says so and keeps what was typed.
    pub(crate) fn write(&self, open: &Open, person: &Person, drafts: Vec<Draft>) -> Result<Person, Reply> {
        self.try_write(open, person, drafts).map_err(|trouble| crate::pages::trouble::not_written(self, trouble))
    }

    /// Adds to the record.
    pub(crate) fn try_write(&self, open: &Open, person: &Person, drafts: Vec<Draft>) -> Result<Person, NotWritten> {
        let allowed = brief::allows(self, person);
        let after =
            person.write(self.knowledge(), self.records(), &open.key, &self.now, open.proxy.as_ref(), drafts)?;
        Ok(self.written(open, person, allowed, after))
    }

    /// Adds entries that were made elsewhere to the record, as they are.
    pub(crate) fn write_events(&self, open: &Open, person: &Person, all: Vec<NewEvent>) -> Result<Person, NotWritten> {
        let allowed = brief::allows(self, person);
        let after = person.write_events(self.knowledge(), self.records(), &open.key, &self.now, all)?;
        Ok(self.written(open, person, allowed, after))
    }

    /// What follows from something that was written.
    fn written(&self, open: &Open, person: &Person, allowed: bool, after: Person) -> Person {
        if after.crisis_since(self.knowledge(), person) {
            self.crisis.set(true);
        }
        if allowed && !brief::allows(self, &after) {
            brief::withdraw(self, &after);
        }
        if after.record.decisions.len() > person.record.decisions.len() {
            // What was written counts, whether a practice's programs hear of it or not.
            drop(hooks::decided(&self.house.app.store, open.key.person(), self.now.at));
        }
        after
    }

    pub(crate) fn records(&self) -> Records<'_> {
        Records { store: &self.house.app.store, kept: Some(&self.house.kept) }
    }

    /// The place in the record that the form knew when it was shown.
    pub(crate) fn seen(&self) -> Option<u64> {
        self.form.get("seq").and_then(|seq| seq.parse().ok())
    }

    /// The country whose numbers are shown: the person's, else the visit's, else the one that was chosen in this browser
    /// before, else the one of the settings. Empty where somebody chose another country than those that are known.
    pub(crate) fn country(&self, person: Option<&Person>) -> Option<String> {
        person
            .and_then(|person| person.record.country.clone())
            .or_else(|| self.visit.country.clone())
            .or_else(|| self.country_hints.remembered.clone())
            .or_else(|| self.house.app.country.clone())
    }
}
