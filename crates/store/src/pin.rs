//! A person's PIN: how it becomes a key, and how long to wait after wrong ones.
//!
//! A PIN keeps the rest of the household out of a record. Against somebody who holds both the database and the master
//! key it only buys time: a four-digit PIN has ten thousand values.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::UtcMs;
use crate::crypto::{self, CryptoError, Secret};

/// Fewest characters of a PIN.
pub(crate) const PIN_MIN_CHARS: usize = 4;
/// Most bytes of a PIN.
pub(crate) const PIN_MAX_BYTES: usize = 128;
/// Wrong tries before waiting begins.
pub(crate) const FREE_TRIES: u32 = 5;
/// The first wait, in milliseconds; it doubles with every further wrong try.
const FIRST_WAIT_MS: i64 = 30_000;
/// The longest wait, in milliseconds.
const LONGEST_WAIT_MS: i64 = 3_600_000;
/// More memory than this (KiB) is taken for a damaged database, not for a cost.
const MEMORY_LIMIT_KIB: u32 = 1 << 20;

/// How much work one try of a PIN is (argon2id). It is kept with each PIN, so it may rise later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinCost {
    memory_kib: u32,
    passes: u32,
}

impl Default for PinCost {
    /// 19 MiB and two passes: the least that OWASP's password storage cheat sheet recommends for argon2id.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl PinCost {
    /// 64 MiB and three passes: the second recommendation of RFC 9106, with one lane. A passphrase guards everything at
    /// once and is asked for rarely, so it may cost more than a PIN.
    #[must_use]
    pub const fn for_passphrases() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3 }
    }

    /// The least work that argon2id can do: for tests, never for people.
    #[doc(hidden)]
    #[must_use]
    pub const fn for_tests() -> Self {
        Self { memory_kib: 8, passes: 1 }
    }
}

/// What is kept about a PIN: form, cost and salt, 25 bytes. Not the PIN, and no hash of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct PinMark(pub(crate) [u8; 25]);

impl PinMark {
    const FORM: u8 = 1;

    /// A mark for a new PIN, with a fresh salt.
    pub(crate) fn fresh(cost: PinCost) -> Result<Self, CryptoError> {
        let salt: [u8; 16] = crypto::random()?;
        let mut mark = [0; 25];
        let parts =
            [Self::FORM].into_iter().chain(cost.memory_kib.to_be_bytes()).chain(cost.passes.to_be_bytes()).chain(salt);
        for (place, byte) in mark.iter_mut().zip(parts) {
            *place = byte;
        }
        Ok(Self(mark))
    }

    /// The key that this PIN gives; `None` when the mark is not one of ours.
    pub(crate) fn key(&self, pin: &str) -> Option<Secret> {
        let ([form], rest) = self.0.split_first_chunk()?;
        let (memory_kib, rest) = rest.split_first_chunk()?;
        let (passes, salt) = rest.split_first_chunk()?;
        let (memory_kib, passes) = (u32::from_be_bytes(*memory_kib), u32::from_be_bytes(*passes));
        if *form != Self::FORM || memory_kib > MEMORY_LIMIT_KIB || passes > 64 {
            return None;
        }
        let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
        let mut key = Secret::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(pin.as_bytes(), salt, key.as_mut_slice())
            .ok()?;
        Some(key)
    }
}

/// Whether the text can be a PIN.
pub(crate) fn is_allowed(pin: &str) -> bool {
    pin.chars().count() >= PIN_MIN_CHARS && pin.len() <= PIN_MAX_BYTES
}

/// How long to wait after so many wrong tries in a row.
fn wait_ms(wrong_tries: u32) -> i64 {
    let Some(doublings) = wrong_tries.checked_sub(FREE_TRIES) else {
        return 0;
    };
    // Beyond 7 doublings the longest wait is reached; the bound keeps the shift from overflowing.
    (FIRST_WAIT_MS << doublings.min(7)).min(LONGEST_WAIT_MS)
}

/// The state of guessing at one PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tries {
    /// Wrong tries since the last right one.
    pub(crate) wrong: u32,
    /// No try is taken before this moment.
    pub(crate) wait_until: UtcMs,
}

impl Tries {
    /// Takes a try at `now`, counted as wrong until it proves right, so that tries side by side cannot outrun the
    /// count. `Err` holds the state to keep when it is too early.
    pub(crate) fn take(self, now: UtcMs) -> Result<Self, Self> {
        // A clock that was set back must not lock a person out for longer than the wait itself.
        let wait_until = self.wait_until.min(now.plus_ms(wait_ms(self.wrong)));
        if now < wait_until {
            return Err(Self { wait_until, ..self });
        }
        let wrong = self.wrong.saturating_add(1);
        Ok(Self { wrong, wait_until: now.plus_ms(wait_ms(wrong)) })
    }

    /// Tries that are left before waiting begins.
    pub(crate) fn left(self) -> u32 {
        FREE_TRIES.saturating_sub(self.wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_an_hour() {
        let waits: Vec<i64> = (0..14).map(|wrong| wait_ms(wrong) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(wait_ms(u32::MAX), LONGEST_WAIT_MS);
    }

    #[test]
    fn a_clock_set_back_waits_no_longer_than_the_wait() {
        let year_ahead = UtcMs(31_536_000_000);
        let tries = Tries { wrong: 5, wait_until: year_ahead };
        let kept = tries.take(UtcMs(0)).unwrap_err();
        assert_eq!(kept.wait_until, UtcMs(30_000));
        assert_eq!(kept.take(UtcMs(30_000)).unwrap().wrong, 6);
    }

    #[test]
    fn the_key_depends_on_pin_and_salt() {
        let (mark, other) =
            (PinMark::fresh(PinCost::for_tests()).unwrap(), PinMark::fresh(PinCost::for_tests()).unwrap());
        assert_eq!(mark.key("1234"), mark.key("1234"));
        assert_ne!(mark.key("1234"), mark.key("1235"));
        assert_ne!(mark.key("1234"), other.key("1234"));
    }

    #[test]
    fn a_damaged_mark_gives_no_key() {
        let mut mark = PinMark::fresh(PinCost::for_tests()).unwrap();
        mark.0[1] = 0xff;
        assert_eq!(mark.key("1234"), None);
    }

    #[test]
    fn the_usual_cost_is_not_the_cost_of_the_tests() {
        assert!(PinCost::default().memory_kib >= 19 * 1024);
        assert!(PinCost::default().passes >= 2);
    }
}
