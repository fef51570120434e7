//! Accounts: who somebody is, how they sign in, and what they belong to.

pub(crate) mod kept;
pub(crate) mod limit;
pub(crate) mod passkey;
pub(crate) mod picture;
pub mod program;
pub(crate) mod secret;
pub(crate) mod totp;

use serde::Deserialize;
use serde_json::{Value, json};
use supple_store::{Contact, CreateError, Desk, DeskError, Item, PersonId, PersonKey, Shelf, Store, StoreError, UtcMs};
use uuid::Uuid;

pub(crate) use kept::{Account, Agreed, Membership, folded};

use crate::{
    access::{Belongs, Member},
    hooks, mail,
};

/// An account as it was read.
pub(crate) struct Found {
    pub(crate) person: PersonId,
    desk: Desk,
    version: u32,
    pub(crate) it: Account,
}

fn broken<T: serde::de::DeserializeOwned>(item: &Item) -> Result<T, DeskError> {
    T::deserialize(&item.body).map_err(|_| DeskError::TooLarge)
}

/// A body is plain data: writing it into memory does not fail.
fn value(body: &impl serde::Serialize) -> Value {
    serde_json::to_value(body).unwrap_or_default()
}

/// The account of a person, if they have one.
pub(crate) fn of(store: &Store, person: PersonId) -> Result<Option<Found>, DeskError> {
    let Some(desk) = store.known_desk(person)? else { return Ok(None) };
    let Some(item) = store.item(&desk, Shelf::Account, person.as_uuid())? else { return Ok(None) };
    Ok(Some(Found { person, version: item.version, it: broken(&item)?, desk }))
}

/// The account of a login.
pub(crate) fn by_login(store: &Store, login: &str) -> Result<Option<Found>, DeskError> {
    let login = folded(login);
    if login.is_empty() {
        return Ok(None);
    }
    for person in store.find_by_mail(&login)? {
        if let Some(found) = of(store, person)?.filter(|found| found.it.login == login) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether there is any account at all: without one, the first is made by whoever started the program.
///
/// # Errors
/// When the database fails, or an account in it does not open.
pub fn any(store: &Store) -> Result<bool, DeskError> {
    for line in store.people().map_err(|_| DeskError::Store(supple_store::StoreError::Busy))? {
        if of(store, line.id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Found {
    /// Keeps it as it is now.
    pub(crate) fn keep(&mut self, store: &Store) -> Result<(), DeskError> {
        self.version = store.put(&self.desk, Shelf::Account, &self.item())?;
        Ok(())
    }

    /// Keeps it as it is now, with a note for its owner and, where they have an address, a message that the ways to sign in were
    /// changed: all or none.
    pub(crate) fn keep_told(&mut self, store: &Store, now: UtcMs, note: &Value) -> Result<(), DeskError> {
        for _ in 0..TRIES {
            let told = mail::of_account(store, &self.desk, now)?;
            match store.put_with(&self.desk, Shelf::Account, &self.item(), told.as_slice(), &[(now, note.clone())]) {
                Err(DeskError::Changed { id }) if told.as_ref().is_some_and(|job| job.id == id) => {}
                kept => {
                    self.version = kept?;
                    return Ok(());
                }
            }
        }
        Err(StoreError::Busy.into())
    }

    fn item(&self) -> Item {
        let (id, version) = (self.person.as_uuid(), self.version);
        Item { id, at: None, until: None, about: None, version, body: value(&self.it) }
    }

    /// The notes about who looked at what is theirs, in their order.
    pub(crate) fn looks(&self, store: &Store) -> Result<Vec<Item>, DeskError> {
        store.items(&self.desk, Shelf::Audit)
    }

    /// Who somebody is for the policy: every practice is asked anew, so that whoever was taken out is out at once. One that is damaged gives
    /// no right there, and stands in nobody's way elsewhere.
    pub(crate) fn member(&self, store: &Store, strong: bool) -> Result<Member, DeskError> {
        let mut belongs = Vec::new();
        for practice in &self.it.practices {
            let found = match membership(store, *practice, self.person.as_uuid()) {
                Err(DeskError::Broken(_)) => None,
                found => found?,
            };
            if let Some((_, membership)) = found {
                let Membership { roles, therapist, .. } = membership;
                belongs.push(Belongs { practice: *practice, roles, therapist });
            }
        }
        Ok(Member { person: self.person.as_uuid(), strong, founder: self.it.founder, belongs })
    }
}

/// Why no account was made.
pub(crate) enum NotMade {
    /// Somebody has this login.
    Login,
    /// The name is none.
    Name,
    /// No randomness, no memory, or the database fails.
    Store,
}

/// Makes a person with an account.
pub(crate) fn make(
    store: &Store,
    name: &str,
    login: &str,
    password: &str,
    founder: bool,
    now: UtcMs,
) -> Result<(Found, PersonKey), NotMade> {
    let login = folded(login);
    if by_login(store, &login).map_err(|_| NotMade::Store)?.is_some() {
        return Err(NotMade::Login);
    }
    let password = secret::Password::new(password).ok_or(NotMade::Store)?;
    let person = store.create_person(name, None, now).map_err(|error| match error {
        CreateError::Name => NotMade::Name,
        _ => NotMade::Store,
    })?;
    let key = store.unlock(person, None, now).map_err(|_| NotMade::Store)?;
    // The login is found through the blind index, as a mail address is.
    let contact = Contact { mail: Some(login.clone()), phone: None };
    store.set_contact(&key, contact).map_err(|_| NotMade::Store)?;
    let desk = store.desk(person).map_err(|_| NotMade::Store)?;
    let mut found = Found { person, desk, version: 0, it: Account::new(login, password, founder) };
    found.keep(store).map_err(|_| NotMade::Store)?;
    Ok((found, key))
}

/// What somebody is in a practice; nothing where they do not belong to it or are only invited.
pub(crate) fn membership(store: &Store, practice: Uuid, id: Uuid) -> Result<Option<(Item, Membership)>, DeskError> {
    Ok(entry(store, practice, id)?.filter(|(_, membership)| membership.invited.is_none()))
}

/// A membership or an invitation.
pub(crate) fn entry(store: &Store, practice: Uuid, id: Uuid) -> Result<Option<(Item, Membership)>, DeskError> {
    let Some(desk) = store.known_desk(PersonId::from_uuid(practice))?.filter(Desk::is_practice) else {
        return Ok(None);
    };
    let Some(item) = store.item(&desk, Shelf::Membership, id)? else { return Ok(None) };
    let membership = broken(&item)?;
    Ok(Some((item, membership)))
}

/// Everybody who belongs to a practice, and every invitation.
pub(crate) fn entries(store: &Store, desk: &Desk) -> Result<Vec<(Item, Membership)>, DeskError> {
    let items = store.items(desk, Shelf::Membership)?;
    items.into_iter().map(|item| broken(&item).map(|membership| (item, membership))).collect()
}

/// Keeps a membership or an invitation, which ends at a moment.
pub(crate) fn put(
    store: &Store,
    desk: &Desk,
    id: Uuid,
    membership: &Membership,
    until: Option<UtcMs>,
    version: u32,
) -> Result<(), DeskError> {
    let item = Item { id, at: None, until, about: None, version, body: value(membership) };
    store.put(desk, Shelf::Membership, &item).map(drop)
}

/// So often what is to be told is made anew, while messages are being sent.
const TRIES: usize = 5;

/// Keeps what a client lets programs do, with what programs are told of it: both or neither.
pub(crate) fn put_word(
    store: &Store,
    desk: &Desk,
    person: Uuid,
    (version, membership): (u32, &Membership),
    event: hooks::Event,
    now: UtcMs,
) -> Result<(), DeskError> {
    let item = Item { id: person, at: None, until: None, about: None, version, body: value(membership) };
    for _ in 0..TRIES {
        let told = match hooks::on_word(store, desk, event, person, now.0) {
            // What somebody closes is closed, whether programs can be told of it or not.
            Err(_) if event == hooks::Event::Closed => Vec::new(),
            told => told?,
        };
        match store.put_with(desk, Shelf::Membership, &item, &told, &[]) {
            Err(DeskError::Changed { id }) if told.iter().any(|job| job.id == id) => {}
            kept => return kept.map(drop),
        }
    }
    if event == hooks::Event::Closed {
        return store.put(desk, Shelf::Membership, &item).map(drop);
    }
    Err(StoreError::Busy.into())
}

/// Notes at somebody's own desk who looked at what is theirs, and why.
pub(crate) fn looked(store: &Store, person: Uuid, now: UtcMs, look: &Look) -> Result<(), DeskError> {
    let desk = store.desk(PersonId::from_uuid(person))?;
    store.note(&desk, now, json!({ "look": value(look) })).map(drop)
}

/// What a look is where a program added something.
pub(crate) const ADDED: &str = "program-added";

/// That somebody looked.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    /// Whose account it was.
    pub(crate) by: Uuid,
    /// Their name in the practice.
    pub(crate) name: String,
    /// The practice's name.
    pub(crate) practice: String,
    /// What they saw: the end of a key of the language files.
    pub(crate) what: String,
    /// The reason that was typed, where one was asked for.
    pub(crate) reason: Option<String>,
}

impl Look {
    /// The look that a note tells of.
    pub(crate) fn of(note: &Item) -> Option<Self> {
        Self::deserialize(note.body.get("look")?).ok()
    }
}
