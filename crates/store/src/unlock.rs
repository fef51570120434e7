//! Unlocking a record, and setting or removing the PIN: only the wrapping of the person's key changes.

use crate::chain::broken;
use crate::crypto::{self, CryptoError, Secret};
use crate::key::Keys;
use crate::pin::{self, PinCost, PinMark, Tries};
use crate::tables::{PersonRow, Tables};
use crate::verify::{BrokenLink, BrokenWhy};
use crate::{PersonId, PersonKey, PinError, SetPinError, Store, StoreError, UtcMs};

/// Wraps the person's key: under the PIN, if there is one, and then under the master key.
pub(crate) fn wrap(
    keys: &Keys,
    person: PersonId,
    secret: &Secret,
    pin: Option<&str>,
    cost: PinCost,
) -> Result<(Option<PinMark>, Vec<u8>), StoreError> {
    let Some(pin) = pin else {
        return Ok((None, crypto::seal(&keys.wrap, &aad(person, None), secret.as_slice())?));
    };
    let mark = PinMark::fresh(cost)?;
    let pin_key = mark.key(pin).ok_or_else(|| StoreError::Io { what: "no memory for the pin".to_owned() })?;
    let aad = aad(person, Some(&mark));
    let inner = crypto::seal(&pin_key, &aad, secret.as_slice())?;
    let wrapped = crypto::seal(&keys.wrap, &aad, &inner)?;
    Ok((Some(mark), wrapped))
}

/// Binds the wrapping to the person and to the PIN's cost and salt, or to there being no PIN.
fn aad(person: PersonId, mark: Option<&PinMark>) -> Vec<u8> {
    let mark = mark.map_or([].as_slice(), |mark| mark.0.as_slice());
    [b"supple/wrapped/1".as_slice(), person.bytes(), mark].concat()
}

/// Whether the outer wrapping, the one under the master key, is unharmed.
pub(crate) fn wrapping_opens(keys: &Keys, person: PersonId, mark: Option<&PinMark>, wrapped: &[u8]) -> bool {
    crypto::open(&keys.wrap, &aad(person, mark), wrapped).is_ok()
}

/// Replaces the outer wrapping, the one under the master key; the inner one, under the PIN, stays as it is. `None` when
/// the old wrapping does not open.
pub(crate) fn wrap_outer_anew(
    old: &Keys,
    new: &Keys,
    person: PersonId,
    mark: Option<&PinMark>,
    wrapped: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let aad = aad(person, mark);
    match crypto::open(&old.wrap, &aad, wrapped) {
        Ok(inner) => Ok(Some(crypto::seal(&new.wrap, &aad, &inner)?)),
        Err(_) => Ok(None),
    }
}

fn load(tables: &mut dyn Tables, person: PersonId) -> Result<PersonRow, PinError> {
    tables.person(person)?.ok_or(PinError::UnknownPerson { person })
}

impl Store {
    /// Unlocks the record of a person. Without a PIN of their own, `pin` is not looked at.
    ///
    /// After 5 wrong PINs in a row each further try has to wait: 30 s, then twice as long each time, up to an hour.
    /// The count is kept in the database. Deriving a key from a PIN takes a good part of a second on purpose.
    ///
    /// # Errors
    /// When the person is unknown or erased, the PIN is missing or wrong or too early, or the database fails.
    pub fn unlock(&self, person: PersonId, pin: Option<&str>, now: UtcMs) -> Result<PersonKey, PinError> {
        let key_broken = || match self.engines.of(person).read(|tables| self.same_key(tables)) {
            Ok(()) => PinError::Broken(broken(person, None, BrokenWhy::Key)),
            Err(error) => error.into(),
        };
        let lock = self.engines.of(person).read(|tables| load(tables, person))?;
        let wrapped = lock.wrapped.ok_or(PinError::Erased { person })?;
        if lock.mark.is_none() {
            return crypto::open_secret(&self.keys.wrap, &aad(person, None), &wrapped)
                .map(|secret| PersonKey::new(person, secret))
                .map_err(|_| key_broken());
        }
        let pin = pin.ok_or(PinError::Needed)?;
        // The try is counted before it is made: neither tries side by side nor a killed program get one for free.
        let (wrapped, mark, tries) = self.engines.of(person).write(move |tables| take_try(tables, person, now))??;
        let aad = aad(person, Some(&mark));
        let inner = crypto::open(&self.keys.wrap, &aad, &wrapped).map_err(|_| key_broken())?;
        let pin_key = mark.key(pin).ok_or_else(key_broken)?;
        match crypto::open_secret(&pin_key, &aad, &inner) {
            Ok(secret) => {
                let none = Tries { wrong: 0, wait_until: UtcMs(0) };
                self.engines.of(person).write_one(move |tables| tables.set_tries(person, none))?;
                Ok(PersonKey::new(person, secret))
            }
            Err(CryptoError::Randomness) => Err(StoreError::Randomness.into()),
            Err(CryptoError::Forged) => Err(PinError::Wrong {
                tries_left: tries.left(),
                wait_until: (tries.wait_until > now).then_some(tries.wait_until),
            }),
        }
    }

    /// Sets or changes the PIN of the key's person. Keys that are unlocked stay valid.
    ///
    /// Nobody can open the record without the PIN afterwards, not even with the master key: there is no way round a
    /// forgotten one. Backups made before still open without it.
    ///
    /// # Errors
    /// When the PIN is not one, the person was erased, or the database fails.
    pub fn set_pin(&self, key: &PersonKey, pin: &str) -> Result<(), SetPinError> {
        if pin::is_allowed(pin) { self.wrap_anew(key, Some(pin)) } else { Err(SetPinError::PinLength) }
    }

    /// Removes the PIN of the key's person; without one this changes nothing but the wrapping.
    ///
    /// # Errors
    /// When the person was erased or the database fails.
    pub fn remove_pin(&self, key: &PersonKey) -> Result<(), SetPinError> {
        self.wrap_anew(key, None)
    }

    fn wrap_anew(&self, key: &PersonKey, pin: Option<&str>) -> Result<(), SetPinError> {
        let person = key.person();
        let (mark, wrapped) = wrap(&self.keys, person, key.secret(), pin, self.pin_cost)?;
        let work = move |tables: &mut dyn Tables| {
            let changed = tables.set_wrapping(person, &wrapped, mark.as_ref())?;
            if changed { Ok(()) } else { Err(SetPinError::UnknownPerson { person }) }
        };
        self.engines.of(person).write_and_scrub(work).map(|((), _)| ())
    }
}

type TryTaken = (Vec<u8>, PinMark, Tries);

/// The outer result decides whether the transaction is kept; a refusal that moves the waiting time is kept as well.
fn take_try(tables: &mut dyn Tables, person: PersonId, now: UtcMs) -> Result<Result<TryTaken, PinError>, PinError> {
    let lock = load(tables, person)?;
    let wrapped = lock.wrapped.ok_or(PinError::Erased { person })?;
    let key_broken: BrokenLink = broken(person, None, BrokenWhy::Key);
    // The PIN was removed a moment ago; the next unlocking sees it.
    let mark = lock.mark.ok_or(PinError::Broken(key_broken))?;
    match lock.tries.take(now) {
        Ok(tries) => {
            tables.set_tries(person, tries)?;
            Ok(Ok((wrapped, mark, tries)))
        }
        Err(tries) => {
            tables.set_tries(person, tries)?;
            Ok(Err(PinError::Wait { wait_until: tries.wait_until }))
        }
    }
}
