//! Unlocking a record, and setting or removing the PIN: only the wrapping of the person's key changes.

use rusqlite::{Connection, OptionalExtension};

use crate::chain::broken;
use crate::crypto::{self, CryptoError, Secret};
use crate::key::Keys;
use crate::pin::{self, PinCost, PinMark, Tries};
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

/// What a person's row tells about unlocking.
struct Lock {
    wrapped: Option<Vec<u8>>,
    mark: Option<PinMark>,
    tries: Tries,
}

fn load(conn: &Connection, person: PersonId) -> Result<Lock, PinError> {
    conn.prepare_cached("SELECT key_wrapped, pin, pin_wrong_tries, pin_wait_until_ms FROM person WHERE person_id = ?1")
        .and_then(|mut select| {
            select
                .query_row([person.bytes()], |row| {
                    Ok(Lock {
                        wrapped: row.get(0)?,
                        mark: row.get::<_, Option<_>>(1)?.map(PinMark),
                        tries: Tries { wrong: row.get(2)?, wait_until: UtcMs(row.get(3)?) },
                    })
                })
                .optional()
        })
        .map_err(StoreError::from)?
        .ok_or(PinError::UnknownPerson { person })
}

fn save_tries(conn: &Connection, person: PersonId, tries: Tries) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE person SET pin_wrong_tries = ?2, pin_wait_until_ms = ?3 WHERE person_id = ?1")?
        .execute((person.bytes(), tries.wrong, tries.wait_until.0))?;
    Ok(())
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
        let key_broken = || PinError::Broken(broken(person, None, BrokenWhy::Key));
        let lock = self.readers.read(|conn| load(conn, person))?;
        let wrapped = lock.wrapped.ok_or(PinError::Erased { person })?;
        if lock.mark.is_none() {
            return crypto::open_secret(&self.keys.wrap, &aad(person, None), &wrapped)
                .map(|secret| PersonKey::new(person, secret))
                .map_err(|_| key_broken());
        }
        let pin = pin.ok_or(PinError::Needed)?;
        // The try is counted before it is made: neither tries side by side nor a killed program get one for free.
        let (wrapped, mark, tries) = self.writer.wait(move |conn| take_try(conn, person, now))??;
        let aad = aad(person, Some(&mark));
        let inner = crypto::open(&self.keys.wrap, &aad, &wrapped).map_err(|_| key_broken())?;
        let pin_key = mark.key(pin).ok_or_else(key_broken)?;
        match crypto::open_secret(&pin_key, &aad, &inner) {
            Ok(secret) => {
                let none = Tries { wrong: 0, wait_until: UtcMs(0) };
                self.writer.wait(move |conn| save_tries(conn, person, none))?;
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
        self.writer.wait_and_scrub(move |conn| {
            // An erased person stays erased, even if somebody still holds the key.
            let changed = conn
                .prepare_cached(
                    "UPDATE person SET key_wrapped = ?2, pin = ?3, pin_wrong_tries = 0, pin_wait_until_ms = 0
                     WHERE person_id = ?1 AND key_wrapped IS NOT NULL",
                )
                .and_then(|mut update| update.execute((person.bytes(), &wrapped, mark.as_ref().map(|mark| mark.0))))
                .map_err(StoreError::from)?;
            if changed == 1 { Ok(()) } else { Err(SetPinError::UnknownPerson { person }) }
        })
    }
}

type TryTaken = (Vec<u8>, PinMark, Tries);

/// The outer result decides whether the transaction is kept; a refusal that moves the waiting time is kept as well.
fn take_try(conn: &Connection, person: PersonId, now: UtcMs) -> Result<Result<TryTaken, PinError>, PinError> {
    let lock = load(conn, person)?;
    let wrapped = lock.wrapped.ok_or(PinError::Erased { person })?;
    let key_broken: BrokenLink = broken(person, None, BrokenWhy::Key);
    // The PIN was removed a moment ago; the next unlocking sees it.
    let mark = lock.mark.ok_or(PinError::Broken(key_broken))?;
    match lock.tries.take(now) {
        Ok(tries) => {
            save_tries(conn, person, tries)?;
            Ok(Ok((wrapped, mark, tries)))
        }
        Err(tries) => {
            save_tries(conn, person, tries)?;
            Ok(Err(PinError::Wait { wait_until: tries.wait_until }))
        }
    }
}
