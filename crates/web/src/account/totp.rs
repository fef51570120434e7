//! Codes of six digits that change every half minute (TOTP, RFC 6238 over HOTP, RFC 4226), as authenticator apps show them.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;

/// Seconds for which a code stands.
const STEP_S: i64 = 30;
/// Codes before and after the present one that count too: clocks differ, and typing takes time.
const AROUND: i64 = 1;
/// Bytes of a secret: as long as the hash (RFC 4226, section 4, R6).
const BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an authenticator app and the program share.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Totp {
    secret: Vec<u8>,
    /// The last step whose code was taken: no code counts twice (RFC 6238, section 5.2).
    used: i64,
}

impl std::fmt::Debug for Totp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Totp(..)")
    }
}

impl Totp {
    /// A fresh secret; nothing when the system gives no randomness.
    pub(crate) fn new() -> Option<Self> {
        let mut secret = vec![0u8; BYTES];
        getrandom::fill(&mut secret).ok()?;
        Some(Self { secret, used: i64::MIN })
    }

    /// The secret as an app takes it: base 32 (RFC 4648), without padding.
    pub(crate) fn text(&self) -> String {
        let bits = |at: usize| {
            // Five bits from a place on, across two bytes.
            let byte = |index: usize| u16::from(self.secret.get(index).copied().unwrap_or(0));
            usize::from((byte(at / 8) << 8 | byte(at / 8 + 1)) >> (11 - at % 8) & 31)
        };
        let letters = (0..self.secret.len() * 8).step_by(5).filter_map(|at| BASE32.get(bits(at)));
        letters.copied().map(char::from).collect()
    }

    /// The secret of a text as an app takes it; nothing where that is none.
    pub(crate) fn of_text(text: &str) -> Option<Self> {
        let (mut secret, mut bits, mut count) = (Vec::new(), 0u32, 0u32);
        for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
            let value = BASE32.iter().position(|known| *known == letter)?;
            bits = (bits << 5 | u32::try_from(value).ok()?) & 0xfff;
            count += 5;
            if count >= 8 {
                count -= 8;
                secret.push(u8::try_from(bits >> count & 0xff).ok()?);
            }
        }
        (!secret.is_empty()).then_some(Self { secret, used: i64::MIN })
    }

    /// The address that an app on this device opens. It names the program, never a person.
    pub(crate) fn address(&self) -> String {
        format!("otpauth://totp/Supple?secret={}&issuer=Supple", self.text())
    }

    fn code(&self, step: i64) -> Option<u32> {
        let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&self.secret).ok()?;
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash.last()? & 15);
        let four = hash.get(at..at + 4)?.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
        Some((four & 0x7fff_ffff) % 1_000_000)
    }

    /// Takes a code that was typed at this moment (milliseconds since 1970): the same secret with the code used up, or
    /// nothing where it is not one that counts now.
    pub(crate) fn take(&self, typed: &str, now_ms: i64) -> Option<Self> {
        let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let typed: u32 = digits.parse().ok()?;
        let now = now_ms.div_euclid(STEP_S * 1000);
        let steps = (now - AROUND..=now + AROUND).filter(|step| *step > self.used);
        let mut found = None;
        // All are looked at, so that how long it takes does not tell which one it was.
        for step in steps {
            if self.code(step) == Some(typed) {
                found = Some(step);
            }
        }
        found.map(|used| Self { secret: self.secret.clone(), used })
    }

    /// The code of this moment, as an app would show it.
    pub(crate) fn shown(&self, now_ms: i64) -> Option<String> {
        Some(format!("{:06}", self.code(now_ms.div_euclid(STEP_S * 1000))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1, of which the last six digits count here.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let totp = Totp { secret: b"12345678901234567890".to_vec(), used: i64::MIN };
        let cases = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in cases {
            assert_eq!(totp.shown(second * 1000).unwrap(), code);
            assert!(totp.take(code, second * 1000).is_some());
        }
        let text = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(totp.text(), text);
        assert_eq!(Totp::of_text(text), Some(totp.clone()));
        assert_eq!(Totp::of_text("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"), Some(totp));
        assert_eq!(Totp::of_text("gezd"), None);
    }

    #[test]
    fn a_code_counts_once_and_for_a_minute_and_a_half() {
        let totp = Totp { secret: b"12345678901234567890".to_vec(), used: i64::MIN };
        let at = 1_111_111_111_000;
        let code = totp.shown(at).unwrap();
        assert!(totp.take(&code, at + 30_000).is_some() && totp.take(&code, at - 30_000).is_some());
        assert!(totp.take(&code, at + 60_000).is_none() && totp.take(&code, at - 60_000).is_none());
        let used = totp.take(&code, at).unwrap();
        assert!(used.take(&code, at).is_none(), "a second time");
        for wrong in ["", "50471", "0504710", "05047a", "050472"] {
            assert!(totp.take(wrong, at).is_none(), "{wrong}");
        }
    }
}
