//! Who comes in: a program by its token, for what its scopes and its practice's clients allow. Every use is noted.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::json;
use supple_store::{PersonId, UtcMs};
use uuid::Uuid;

use super::{super::answer::Refused, clients::Client};
use crate::{
    House,
    access::{Act, On, Program, Refusal, Right, Scope, Seat, allowed},
    account::{self, Look, program},
    call::{Browser, Call},
    cds,
    country::Hints,
    desk::Office,
    form::Form,
    record::Now,
    visit::{Open, Visit},
    voice::Voice,
};

pub(in crate::fhir) const TOKEN: Refused = Refused::new(StatusCode::UNAUTHORIZED, "login", "fhir-token");
const SCOPE: Refused = Refused::new(StatusCode::FORBIDDEN, "forbidden", "fhir-scope");
pub(super) const AGREE: Refused = Refused::new(StatusCode::FORBIDDEN, "suppressed", "fhir-agree");
pub(super) const AWAY: Refused = Refused::new(StatusCode::SERVICE_UNAVAILABLE, "transient", "fhir-away");

/// A program that came in.
pub(in crate::fhir) struct Door {
    pub(super) call: Call,
    pub(super) office: Office,
    pub(super) base: String,
    known: program::Known,
}

/// The token of a request.
pub(in crate::fhir) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (how, token) = text.split_once(' ')?;
    how.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// What a request for a page would be, by somebody without one.
pub(super) fn call(house: &Arc<House>, voice: &Voice, now: Now, seat: Seat) -> Call {
    Call {
        house: Arc::clone(house),
        visit: Visit::none(now.at),
        now,
        voice: voice.clone(),
        path: String::new(),
        query: String::new(),
        form: Form::default(),
        file: None,
        token: String::new(),
        country_hints: Hints::default(),
        seat,
        browser: Browser::default(),
        clashed: std::cell::Cell::new(false),
        crisis: std::cell::Cell::new(false),
    }
}

impl Door {
    /// Lets a program in by its token.
    ///
    /// # Errors
    /// No token, or one that opens nothing.
    pub(super) fn open(house: &Arc<House>, voice: &Voice, headers: &HeaderMap) -> Result<Self, Refused> {
        let now = Now::of(&(house.app.clock)());
        let token = bearer(headers).ok_or(TOKEN)?;
        let known = program::of_token(&house.app.store, token, now.at).map_err(|_| AWAY)?.ok_or(TOKEN)?;
        let call = call(house, voice, now, Seat::Program(known.seat.clone()));
        let office = Office::open(&call, known.seat.practice).map_err(|_| AWAY)?;
        Ok(Self { base: cds::base(house, headers), call, office, known })
    }

    /// Whoever runs this computer, and has its key: all of a practice is theirs to take along.
    pub(super) fn inside(house: &Arc<House>, voice: &Voice, now: Now, practice: Uuid, base: &str) -> Option<Self> {
        let scopes = Scope::read("system/*.rs").into_iter().collect();
        let seat = Program { practice, patient: None, scopes };
        let call = call(house, voice, now, Seat::Program(seat.clone()));
        let office = Office::open(&call, practice).ok()?;
        Some(Self { call, office, base: base.to_owned(), known: program::Known::inside(seat) })
    }

    pub(super) fn house(&self) -> &Arc<House> {
        &self.call.house
    }

    /// What the program is called.
    pub(super) fn name(&self) -> &str {
        &self.known.name
    }

    /// Which program it is.
    pub(super) const fn program(&self) -> Uuid {
        self.known.id
    }

    pub(super) fn now(&self) -> UtcMs {
        self.call.now.at
    }

    /// Asks the policy for resources of a type; of a client, where they are somebody's.
    ///
    /// # Errors
    /// What is not for this program is not there; what its scopes do not hold, or its client did not agree to, is refused.
    pub(super) fn may(
        &self,
        act: Act,
        kind: &'static str,
        right: Right,
        client: Option<&Client>,
    ) -> Result<(), Refused> {
        let about = client.map(|client| (client.id, client.lets));
        let on = On::resource(self.office.id(), kind, right, about);
        match allowed(&self.call.seat, act, on) {
            Ok(()) => Ok(()),
            Err(Refusal::NotThere) => Err(Refused::NOT_FOUND),
            Err(Refusal::SignIn | Refusal::SecondFactor) => Err(TOKEN),
            Err(Refusal::NotThisRole) if !self.scoped(kind, right) => Err(SCOPE.naming(kind)),
            Err(Refusal::NotThisRole) => Err(AGREE),
        }
    }

    /// Whether a scope holds this: then it is the client's word that is missing.
    pub(super) fn scoped(&self, kind: &str, right: Right) -> bool {
        self.known.seat.scopes.iter().any(|scope| scope.holds(kind, right))
    }

    /// The one client that the program is about, where it is about one.
    pub(super) fn patient(&self) -> Option<Uuid> {
        self.known.seat.patient
    }

    /// Notes in the practice's audit what the program did, and about whom where it is about one.
    pub(super) fn noted(&self, what: &str, kinds: &str, about: Option<Uuid>) -> Result<(), Refused> {
        let body =
            json!({ "what": what, "name": self.known.name, "by": self.known.id, "reason": kinds, "booking": about });
        let noted = self.house().app.store.note(self.office.desk(), self.now(), body);
        noted.map(drop).map_err(|_| AWAY)
    }

    /// Notes for a client that the program saw or did something of theirs.
    pub(super) fn looked(&self, client: Uuid, what: &str, kinds: &str) -> Result<(), Refused> {
        let look = Look {
            by: self.known.id,
            name: self.known.name.clone(),
            practice: self.office.page.name.clone(),
            what: what.to_owned(),
            reason: Some(kinds.to_owned()),
        };
        account::looked(&self.house().app.store, client, self.now(), &look).map_err(|_| AWAY)
    }

    /// The same request with a client's record open; nothing where it cannot be opened, as behind a PIN.
    pub(super) fn with(&self, client: &Client) -> Option<Call> {
        let store = &self.house().app.store;
        let key = store.unlock(PersonId::from_uuid(client.id), None, self.now()).ok()?;
        let name = store.name_of(key.person()).ok()?.unwrap_or_else(|| client.name.clone());
        let mut call = call(self.house(), &self.call.voice, self.call.now.clone(), self.call.seat.clone());
        call.visit.open = Some(Open { key, name, proxy: None });
        Some(call)
    }
}
