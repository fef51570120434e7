//! How often somebody may try to sign in. In memory: a program that is started again has forgotten it.
//!
//! Guessing is slowed down for whoever guesses, never for an account: tries are counted for a sender, and for a sender at one
//! account. So nobody can lock somebody else out. The one count that belongs to an account alone is that of wrong codes of
//! the second factor, and only who knows the password can make those; a browser that signed in before is not stopped by it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use supple_store::UtcMs;

/// The first wait, in milliseconds; it doubles with every further wrong try.
const FIRST_WAIT_MS: i64 = 15_000;
/// The longest wait, in milliseconds.
const LONGEST_WAIT_MS: i64 = 15 * 60 * 1000;
/// A count is forgotten this long after the last try, in milliseconds.
const FORGOTTEN_MS: i64 = 60 * 60 * 1000;
/// Most counts that are kept; the oldest go first.
const MOST: usize = 20_000;

/// What is counted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Counted {
    /// A sender, whatever they try.
    Sender(Block),
    /// A sender at one account.
    SenderAt(Block, String),
    /// Codes of the second factor at one account, after the right password.
    Code(String),
}

impl Counted {
    /// Wrong tries before waiting begins. Many people can share one sender's address.
    const fn free(&self) -> u32 {
        match self {
            Self::Sender(_) => 30,
            Self::SenderAt(..) => 5,
            Self::Code(_) => 10,
        }
    }
}

/// Where tries come from: an IPv4 address, or the 64 bits that one household has of IPv6.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Block([u8; 8]);

impl Block {
    /// Where nobody knows where a try came from.
    pub(crate) const UNKNOWN: Self = Self([0xff; 8]);

    pub(crate) fn of(address: IpAddr) -> Self {
        let mut block = [0u8; 8];
        match address.to_canonical() {
            IpAddr::V4(address) => block.iter_mut().zip(address.octets()).for_each(|(place, byte)| *place = byte),
            IpAddr::V6(address) => block.iter_mut().zip(address.octets()).for_each(|(place, byte)| *place = byte),
        }
        Self(block)
    }
}

#[derive(Clone, Copy)]
struct Count {
    wrong: u32,
    last: i64,
    wait_until: i64,
}

/// All counts.
#[derive(Default)]
pub(crate) struct Limits(Mutex<HashMap<Counted, Count>>);

impl Limits {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<Counted, Count>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes a try, counted as wrong until [`Limits::right`] is called, so that tries side by side cannot outrun the count.
    /// `Err` holds the seconds to wait.
    pub(crate) fn take(&self, all: &[Counted], now: UtcMs) -> Result<(), i64> {
        self.with(|counts| {
            let waits = |count: &Count| count.wait_until.saturating_sub(now.0).min(LONGEST_WAIT_MS);
            let wait = all.iter().filter_map(|key| counts.get(key)).map(waits).max().unwrap_or(0);
            if wait > 0 {
                return Err((wait + 999) / 1000);
            }
            if counts.len() >= MOST {
                counts.retain(|_, count| now.0.saturating_sub(count.last) < FORGOTTEN_MS);
            }
            if counts.len() >= MOST {
                // A quarter at once, the oldest: each by itself would be looked for among all.
                let mut lasts: Vec<i64> = counts.values().map(|count| count.last).collect();
                let (_, edge, _) = lasts.select_nth_unstable(MOST / 4);
                let edge = *edge;
                counts.retain(|_, count| count.last > edge);
            }
            for key in all {
                let count = counts.entry(key.clone()).or_insert(Count { wrong: 0, last: now.0, wait_until: 0 });
                if now.0.saturating_sub(count.last) > FORGOTTEN_MS {
                    count.wrong = 0;
                }
                count.wrong = count.wrong.saturating_add(1);
                count.last = now.0;
                if let Some(doublings) = count.wrong.checked_sub(key.free()) {
                    count.wait_until = now.0.saturating_add((FIRST_WAIT_MS << doublings.min(10)).min(LONGEST_WAIT_MS));
                }
            }
            Ok(())
        })
    }

    /// The try was right: what was counted at this account is forgotten, and the sender's count goes back by one.
    pub(crate) fn right(&self, all: &[Counted]) {
        self.with(|counts| {
            for key in all {
                match key {
                    Counted::Sender(_) => {
                        if let Some(count) = counts.get_mut(key) {
                            count.wrong = count.wrong.saturating_sub(1);
                        }
                    }
                    _ => {
                        counts.remove(key);
                    }
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(last: u8) -> Block {
        Block::of(IpAddr::from([192, 0, 2, last]))
    }

    fn at(last: u8, login: &str) -> Vec<Counted> {
        vec![Counted::Sender(block(last)), Counted::SenderAt(block(last), login.to_owned())]
    }

    #[test]
    fn guessing_at_somebodys_account_does_not_lock_them_out() {
        let limits = Limits::default();
        let refused = (0..100).filter(|_| limits.take(&at(1, "ada"), UtcMs(0)).is_err()).count();
        assert_eq!(refused, 95, "five tries, then waiting");
        assert_eq!(limits.take(&at(2, "ada"), UtcMs(0)), Ok(()), "from elsewhere it is as before");
    }

    #[test]
    fn one_sender_cannot_try_everybody() {
        let limits = Limits::default();
        let taken = (0..100).filter(|number| limits.take(&at(1, &number.to_string()), UtcMs(0)).is_ok()).count();
        assert_eq!(taken, 30);
    }

    #[test]
    fn waiting_ends_and_being_right_forgets() {
        let limits = Limits::default();
        (0..5).for_each(|_| limits.take(&at(1, "ada"), UtcMs(0)).unwrap());
        assert_eq!(limits.take(&at(1, "ada"), UtcMs(0)), Err(15));
        limits.take(&at(1, "ada"), UtcMs(15_000)).unwrap();
        assert_eq!(limits.take(&at(1, "ada"), UtcMs(15_000)), Err(30));
        limits.right(&at(1, "ada"));
        assert_eq!(limits.take(&at(1, "ada"), UtcMs(15_000)), Ok(()));
    }

    #[test]
    fn a_clock_set_back_waits_no_longer_than_the_longest_wait() {
        let limits = Limits::default();
        (0..5).for_each(|_| limits.take(&at(1, "ada"), UtcMs(900_000_000)).unwrap());
        assert_eq!(limits.take(&at(1, "ada"), UtcMs(0)), Err(LONGEST_WAIT_MS / 1000));
    }

    #[test]
    fn a_household_of_ipv6_is_one_sender() {
        let of = |text: &str| Block::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }

    #[test]
    fn the_counts_stay_few() {
        let limits = Limits::default();
        for number in 0..25_000u32 {
            let key = [Counted::Code(number.to_string())];
            limits.take(&key, UtcMs(i64::from(number))).unwrap();
        }
        assert!(limits.with(|counts| counts.len()) <= MOST);
    }
}
