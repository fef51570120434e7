//! How a message is signed (Standard Webhooks 1.0): HMAC-SHA256 of its id, the moment and its body, by a secret that both sides have.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with.
const START: &str = "whsec_";
/// Bytes of a secret; the standard asks for 24 to 64.
const BYTES: usize = 32;

/// A fresh secret; nothing when the system gives no randomness.
pub(super) fn fresh() -> Option<String> {
    let mut bytes = [0u8; BYTES];
    getrandom::fill(&mut bytes).ok()?;
    Some(format!("{START}{}", STANDARD.encode(bytes)))
}

/// The signature of a message at a moment, in seconds since 1970 UTC; nothing where the secret is none.
pub(super) fn signature(secret: &str, id: &str, at_s: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(START)?).ok()?;
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{at_s}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_comes_out() {
        // From the specification's own library: its test of verification.
        let (secret, id, at) =
            ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330);
        let found = signature(secret, id, at, "{\"test\": 2432232314}");
        assert_eq!(found.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert!(signature("MfKQ", id, at, "").is_none());
    }

    #[test]
    fn a_secret_is_fresh_and_as_long_as_the_standard_asks() {
        let secret = fresh().unwrap();
        let bytes = STANDARD.decode(secret.strip_prefix(START).unwrap()).unwrap();
        assert!((24..=64).contains(&bytes.len()) && fresh().unwrap() != secret);
    }
}
