//! Passwords, codes and tokens: made at random, kept only as what they hash to.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Fewest characters of a password (NIST SP 800-63B-4, 3.1.1.2: fifteen where it is the only factor, eight beside another;
/// a client may have it alone).
pub(crate) const PASSWORD_MIN_CHARS: usize = 15;
/// Most bytes of a password: more is no more secret, and costs time.
pub(crate) const PASSWORD_MAX_BYTES: usize = 512;
/// argon2id with 19 MiB and two passes: the least that OWASP's password storage cheat sheet recommends.
const COST: Cost = Cost { memory_kib: 19 * 1024, passes: 2 };
/// More memory than this (KiB) is taken for a damaged row, not for a cost.
const MEMORY_LIMIT_KIB: u32 = 1 << 18;

/// How much work one try is; kept with each password, so it may rise later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cost {
    memory_kib: u32,
    passes: u32,
}

/// What is kept of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Password {
    cost: Cost,
    salt: String,
    hash: String,
}

impl Password {
    /// What is kept of a new one; nothing when the system gives no randomness or memory.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let salt = token()?;
        let hash = hash(text, &salt, COST)?;
        Some(Self { cost: COST, salt, hash })
    }

    /// Whether it is the one.
    pub(crate) fn is(&self, text: &str) -> bool {
        text.len() <= PASSWORD_MAX_BYTES
            && hash(text, &self.salt, self.cost).is_some_and(|found| same(&found, &self.hash))
    }
}

/// As much work as a password is, for somebody who is not known: how long the answer takes tells nobody who has an account.
pub(crate) fn pretend(text: &str) {
    let short: String = text.chars().take(PASSWORD_MAX_BYTES).collect();
    let _work = hash(&short, "00000000000000000000000000000000", COST);
}

fn hash(text: &str, salt: &str, cost: Cost) -> Option<String> {
    if cost.memory_kib > MEMORY_LIMIT_KIB || cost.passes > 16 {
        return None;
    }
    let params = Params::new(cost.memory_kib, cost.passes, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text.as_bytes(), salt.as_bytes(), key.as_mut_slice())
        .ok()?;
    Some(hex(key.as_slice()))
}

/// Compares what both hash to: how long it takes says nothing about where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    Sha256::digest(one.as_bytes()) == Sha256::digest(other.as_bytes())
}

/// What is kept of a long random text: nobody guesses 128 bits, so a quick hash is enough.
pub(crate) fn mark(token: &str) -> String {
    hex(&Sha256::digest([b"supple/token/1".as_slice(), token.as_bytes()].concat()))
}

/// 128 random bits as 32 hexadecimal digits; nothing when the system gives no randomness.
#[must_use]
pub fn token() -> Option<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(hex(&bytes))
}

/// Letters and digits that are not mistaken for one another (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Groups of a recovery code, and characters in each: 80 bits.
const GROUPS: (usize, usize) = (4, 4);

/// A recovery code, such as `7x4k-92mq-0hda-v3tz`.
pub(crate) fn recovery() -> Option<String> {
    let mut bytes = [0u8; GROUPS.0 * GROUPS.1];
    getrandom::fill(&mut bytes).ok()?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map(char::from);
    let groups = bytes.chunks(GROUPS.1).map(|group| group.iter().filter_map(letter).collect::<String>());
    Some(groups.collect::<Vec<_>>().join("-"))
}

/// A code as it was typed, in the form in which it is compared: small letters without spaces and hyphens, and what looks
/// alike read as what was meant.
pub(crate) fn typed(code: &str) -> String {
    let plain = code.chars().filter(|letter| letter.is_ascii_alphanumeric()).map(|letter| letter.to_ascii_lowercase());
    plain
        .map(|letter| match letter {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_itself_and_no_other() {
        let kept = Password::new("quiet hands on a warm back").unwrap();
        assert!(kept.is("quiet hands on a warm back"));
        assert!(!kept.is("quiet hands on a warm bac") && !kept.is(""));
        assert_ne!(kept, Password::new("quiet hands on a warm back").unwrap(), "salted");
        assert!(!serde_json::to_string(&kept).unwrap().contains("quiet"));
    }

    #[test]
    fn a_damaged_cost_opens_nothing_and_takes_no_memory() {
        let kept =
            Password { cost: Cost { memory_kib: u32::MAX, passes: 1 }, salt: "0".repeat(32), hash: String::new() };
        assert!(!kept.is(""));
    }

    #[test]
    fn a_recovery_code_may_be_typed_as_it_is_read() {
        let code = recovery().unwrap();
        assert_eq!(code.len(), 19);
        assert_ne!(recovery(), Some(code.clone()));
        assert_eq!(typed(&code.to_uppercase().replace('-', " ").replace('0', "O").replace('1', "l")), typed(&code));
    }
}
