//! The people whose records these are: adding, listing, renaming.

use std::fmt;

use uuid::Builder;

use crate::chain::{Head, broken};
use crate::crypto;
use crate::key::Keys;
use crate::pin::Tries;
use crate::profile::{Profile, is_text};
use crate::tables::{PersonRow, Tables};
use crate::verify::BrokenWhy;
use crate::witness::Chain;
use crate::{
    CreateError, PeopleError, PersonId, PersonKey, RenameError, Store, StoreError, UtcMs, lookup, pin, unlock,
};

/// How many people are listed at once.
const PAGE: u32 = 500;

/// One line of the list of people.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// Who it is.
    pub id: PersonId,
    /// The name; `None` when the row is damaged ([`Store::verify_all`] says so), so that one damaged row does not
    /// keep the others from their records.
    pub name: Option<String>,
    /// Whether the record opens only with a PIN.
    pub has_pin: bool,
}

/// Shows no name: names do not reach a log.
impl fmt::Debug for PersonLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonLine").field("id", &self.id).field("has_pin", &self.has_pin).finish_non_exhaustive()
    }
}

impl PersonLine {
    /// The line of a row, with when the person came; `None` for one who was erased.
    pub(crate) fn of(keys: &Keys, id: PersonId, row: &PersonRow) -> Option<(Option<UtcMs>, Self)> {
        let profile = Profile::open(keys, id, row.profile.as_ref()?);
        let came = profile.as_ref().map(|profile| profile.created_at);
        let name = profile.map(|profile| profile.name);
        Some((came, Self { id, name, has_pin: row.mark.is_some() }))
    }
}

/// How somebody can be reached. Sealed as the name is, and found through the blind index ([`Store::find`]).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// A mail address, not looked into; at most 1,000 bytes.
    pub mail: Option<String>,
    /// A telephone number, not looked into; at most 1,000 bytes.
    pub phone: Option<String>,
}

/// Shows nothing: addresses do not reach a log.
impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}

impl Store {
    /// Adds a person, with a fresh key and, if given, a PIN. `now` places them in the list of people.
    ///
    /// # Errors
    /// When the name or the PIN is not one, or the database fails.
    pub fn create_person(&self, name: &str, pin: Option<&str>, now: UtcMs) -> Result<PersonId, CreateError> {
        self.create_person_as(Self::fresh_person()?, name, pin, now)
    }

    /// An id that nobody has.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn fresh_person() -> Result<PersonId, StoreError> {
        let random = crypto::random().map_err(StoreError::from)?;
        Ok(PersonId::from_uuid(Builder::from_random_bytes(random).into_uuid()))
    }

    /// Adds a person under an id of [`Store::fresh_person`]. Sent again, because the answer was lost, it changes nothing: the
    /// first name and the first PIN stay.
    ///
    /// # Errors
    /// When the name or the PIN is not one, or the database fails.
    pub fn create_person_as(
        &self,
        person: PersonId,
        name: &str,
        pin: Option<&str>,
        now: UtcMs,
    ) -> Result<PersonId, CreateError> {
        let profile = Profile { name: name.to_owned(), created_at: now, mail: None, phone: None };
        self.add(person, &profile, pin)
    }

    /// Adds a person under an id that is known already.
    pub(crate) fn add(&self, person: PersonId, profile: &Profile, pin: Option<&str>) -> Result<PersonId, CreateError> {
        if !is_text(&profile.name) {
            return Err(CreateError::Name);
        }
        if pin.is_some_and(|pin| !pin::is_allowed(pin)) {
            return Err(CreateError::PinLength);
        }
        let secret = crypto::random_secret().map_err(StoreError::from)?;
        let (mark, wrapped) = unlock::wrap(&self.keys, person, &secret, pin, self.pin_cost)?;
        let row = PersonRow {
            profile: Some(profile.seal(&self.keys, person).map_err(StoreError::from)?),
            wrapped: Some(wrapped),
            mark,
            tries: Tries { wrong: 0, wait_until: UtcMs(0) },
            end: Head::start(person).proved(&self.keys, person),
            generation: self.generation,
            erased: None,
        };
        let tags = lookup::tags(&self.keys, profile);
        let added = self.engines.of(person).write(move |tables| {
            // Whoever came first under this id has the name and the entries of the index.
            if tables.add_person(person, &row)? {
                tables.set_tags(person, &tags)?;
            }
            Ok::<_, CreateError>(person)
        })?;
        // Seen before anything is written for them, so that a program that is killed leaves nobody whom the witness
        // never saw. Where the witness cannot be written, verifying says so.
        self.witness.saw(Chain::Record, person, None, Head::start(person));
        drop(self.witness.flush());
        Ok(added)
    }

    /// Everybody, in the order in which they came; erased people are not listed. For a household: it reads them all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn people(&self) -> Result<Vec<PersonLine>, PeopleError> {
        let mut lines = Vec::new();
        for engine in self.engines.all() {
            lines.extend(engine.read(|tables| {
                let mut here = Vec::new();
                list(tables, &self.keys, &mut here).map(|()| here)
            })?);
        }
        lines.sort_by_key(|(came, line)| (*came, line.id));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// The name of one person; `None` when there is none, as for somebody who was erased.
    ///
    /// # Errors
    /// When the database fails.
    pub fn name_of(&self, person: PersonId) -> Result<Option<String>, PeopleError> {
        let row = self.engines.of(person).read(|tables| tables.person(person)).map_err(PeopleError::Store)?;
        Ok(row.and_then(|row| PersonLine::of(&self.keys, person, &row)).and_then(|(_, line)| line.name))
    }

    /// Gives the key's person another name.
    ///
    /// # Errors
    /// When the name is not one, the person was erased or their row is damaged, or the database fails.
    pub fn rename(&self, key: &PersonKey, name: &str) -> Result<(), RenameError> {
        if !is_text(name) {
            return Err(RenameError::Name);
        }
        let name = name.to_owned();
        self.change_profile(key, move |profile| profile.name.clone_from(&name))
    }

    /// How the key's person can be reached.
    ///
    /// # Errors
    /// When the person was erased or their row is damaged, or the database fails.
    pub fn contact(&self, key: &PersonKey) -> Result<Contact, RenameError> {
        let (keys, person) = (&self.keys, key.person());
        let profile = self.engines.of(person).read(|tables| profile_of(tables, keys, person))?;
        Ok(Contact { mail: profile.mail, phone: profile.phone })
    }

    /// Keeps how the key's person can be reached.
    ///
    /// # Errors
    /// When an address is blank or too long ([`RenameError::Name`]), the person was erased or their row is damaged, or
    /// the database fails.
    pub fn set_contact(&self, key: &PersonKey, contact: Contact) -> Result<(), RenameError> {
        if [&contact.mail, &contact.phone].into_iter().flatten().any(|text| !is_text(text)) {
            return Err(RenameError::Name);
        }
        self.change_profile(key, move |profile| {
            profile.mail.clone_from(&contact.mail);
            profile.phone.clone_from(&contact.phone);
        })
    }

    fn change_profile(
        &self,
        key: &PersonKey,
        change: impl Fn(&mut Profile) + Send + 'static,
    ) -> Result<(), RenameError> {
        let (keys, person) = (self.keys.clone(), key.person());
        self.engines.of(person).write(move |tables| {
            let mut profile = profile_of(tables, &keys, person)?;
            change(&mut profile);
            let sealed = profile.seal(&keys, person).map_err(StoreError::from)?;
            tables.set_profile(person, &sealed)?;
            tables.set_tags(person, &lookup::tags(&keys, &profile))?;
            Ok(())
        })
    }
}

type Came = (Option<UtcMs>, PersonLine);

fn list(tables: &mut dyn Tables, keys: &Keys, lines: &mut Vec<Came>) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let people = tables.people(after, PAGE)?;
        let Some(last) = people.last() else { return Ok(()) };
        after = Some(*last);
        for person in people {
            lines.extend(tables.person(person)?.and_then(|row| PersonLine::of(keys, person, &row)));
        }
    }
}

pub(crate) fn profile_of(tables: &mut dyn Tables, keys: &Keys, person: PersonId) -> Result<Profile, RenameError> {
    let sealed = tables.person(person)?.and_then(|row| row.profile).ok_or(RenameError::UnknownPerson { person })?;
    Profile::open(keys, person, &sealed).ok_or(RenameError::Broken(broken(person, None, BrokenWhy::Profile)))
}
