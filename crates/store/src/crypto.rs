//! The few cryptographic operations, all from RustCrypto.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// 32 bytes that are overwritten when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Bytes of the random nonce in front of every sealed text.
const NONCE: usize = 24;

/// Why an operation was not possible. It says nothing about the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CryptoError {
    /// The operating system gave no random bytes.
    Randomness,
    /// The text does not belong to this key and place, or was changed.
    Forged,
}

/// Fresh random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| CryptoError::Randomness)?;
    Ok(bytes)
}

/// A fresh random key.
pub(crate) fn random_secret() -> Result<Secret, CryptoError> {
    let mut secret = Secret::new([0; 32]);
    getrandom::fill(secret.as_mut_slice()).map_err(|_| CryptoError::Randomness)?;
    Ok(secret)
}

/// Seals `plain` for the place that `aad` describes: nonce, ciphertext, tag.
pub(crate) fn seal(key: &Secret, aad: &[u8], plain: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let nonce: [u8; NONCE] = random()?;
    let cipher = XChaCha20Poly1305::new(<&Key>::from(&**key));
    // INVARIANT: sealing fails only for texts of many gigabytes; ours end at about 1 MiB.
    let sealed = cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad }).map_err(|_| CryptoError::Forged)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`seal`] made, if key and `aad` are the same and no byte was changed.
pub(crate) fn open(key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE>().ok_or(CryptoError::Forged)?;
    let cipher = XChaCha20Poly1305::new(<&Key>::from(&**key));
    cipher
        .decrypt(&XNonce::from(*nonce), Payload { msg: text, aad })
        .map(Zeroizing::new)
        .map_err(|_| CryptoError::Forged)
}

/// Opens a sealed key.
pub(crate) fn open_secret(key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Secret, CryptoError> {
    let plain = open(key, aad, sealed)?;
    plain.as_slice().try_into().map(Secret::new).map_err(|_| CryptoError::Forged)
}

fn hmac(key: &Secret, parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_slice()).expect("hmac takes any key length");
    for part in parts {
        mac.update(part);
    }
    mac
}

/// HMAC-SHA-256 over the parts one after the other. The caller makes sure that they cannot run into each other.
pub(crate) fn mac(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    hmac(key, parts).finalize().into_bytes().into()
}

/// Whether `tag` is the [`mac`] of the parts, compared in constant time.
pub(crate) fn mac_matches(key: &Secret, parts: &[&[u8]], tag: &[u8]) -> bool {
    hmac(key, parts).verify_slice(tag).is_ok()
}

/// The key for one purpose below `key`. `key` is uniformly random, so one HMAC is all that HKDF would do.
pub(crate) fn derive(key: &Secret, purpose: &str) -> Secret {
    Secret::new(mac(key, &[purpose.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_with_the_same_key_and_place() {
        let (key, other) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let mut sealed = seal(&key, b"place", b"content").unwrap();
        assert_eq!(open(&key, b"place", &sealed).unwrap().as_slice(), b"content");
        assert_eq!(open(&other, b"place", &sealed), Err(CryptoError::Forged));
        assert_eq!(open(&key, b"elsewhere", &sealed), Err(CryptoError::Forged));
        assert_eq!(open(&key, b"place", b"short"), Err(CryptoError::Forged));
        *sealed.last_mut().unwrap() ^= 1;
        assert_eq!(open(&key, b"place", &sealed), Err(CryptoError::Forged));
    }

    #[test]
    fn sealing_twice_gives_two_texts() {
        let key = Secret::new([1; 32]);
        assert_ne!(seal(&key, b"", b"same").unwrap(), seal(&key, b"", b"same").unwrap());
    }

    #[test]
    fn the_mac_is_hmac_sha_256() {
        // RFC 4231, test case 1, whose key of 20 bytes is filled up with zeros.
        let mut key = [0; 32];
        key[..20].fill(0x0b);
        let tag = mac(&Secret::new(key), &[b"Hi ", b"There"]);
        assert_eq!(tag[..4], [0xb0, 0x34, 0x4c, 0x61]);
        assert!(mac_matches(&Secret::new(key), &[b"Hi There"], &tag));
    }
}
